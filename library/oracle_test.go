package library

import (
	"reflect"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"pgregory.net/rapid"

	"theriac.dev/model"
)

// The oracle evaluates conditions with the evaluator of cel-go, whose unknown values follow the same logic. It answers
// each question of the table of fields by itself, word by word and in the plainest way, so that it shares with our
// evaluation neither the walk nor the bit sets.

// object is one of our things as a CEL value.
type object struct {
	o    *oracle
	kind kind
	of   any
}

func (o object) ConvertToNative(reflect.Type) (any, error) { return o.of, nil }
func (o object) ConvertToType(ref.Type) ref.Val            { return types.NewErr("no conversion") }
func (o object) Equal(other ref.Val) ref.Val               { return types.NewErr("not comparable") }
func (o object) Type() ref.Type                            { return celType(o.kind) }
func (o object) Value() any                                { return o.of }
func (o object) Get(name ref.Val) ref.Val {
	return o.o.answer(o, string(name.(types.String)), "")
}

var _ traits.Indexer = object{}

type oracle struct {
	v     *Vocabulary
	envs  map[string]*cel.Env
	s     *Subject
	usual bool
	rich  bool // the model has hazards and functions
}

func unknown() ref.Val { return types.NewUnknown(1, nil) }

// program returns the condition as cel-go runs it.
func (o *oracle) program(t rapid.TB, text, of string) cel.Program {
	t.Helper()
	if o.envs[of] == nil {
		env, err := cel.NewCustomEnv(envOptions(of, o.bind)...)
		if err != nil {
			t.Fatal(err)
		}
		if o.envs == nil {
			o.envs = map[string]*cel.Env{}
		}
		o.envs[of] = env
	}
	checked, issues := o.envs[of].Compile(text)
	if issues.Err() != nil {
		t.Fatal(issues.Err())
	}
	program, err := o.envs[of].Program(checked, cel.EvalOptions(cel.OptPartialEval))
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func (o *oracle) bind(f *field) cel.OverloadOpt {
	return cel.BinaryBinding(func(on, arg ref.Val) ref.Val {
		return o.answer(on.(object), f.name, string(arg.(types.String)))
	})
}

// eval returns what cel-go says of the subject that is set.
func (o *oracle) eval(t rapid.TB, program cel.Program, of string) Tri {
	t.Helper()
	got, _, err := program.Eval(o.vars(of))
	if err != nil {
		t.Fatalf("oracle: %v", err)
	}
	switch got := got.(type) {
	case types.Bool:
		return triOf(bool(got))
	case *types.Unknown:
		return Maybe
	}
	t.Fatalf("oracle: %v", got)
	return Maybe
}

func (o *oracle) vars(of string) map[string]any {
	out := map[string]any{"device": o.object(kindDevice, o.s.Device)}
	switch of {
	case "flow":
		out["flow"] = o.object(kindFlow, o.s.Flow)
		out["source"] = o.object(kindElement, o.s.Flow.Source)
		out["target"] = o.object(kindElement, o.s.Flow.Target)
	case "element":
		out["element"] = o.object(kindElement, o.s.Element)
	case "interface":
		out["interface"] = o.object(kindInterface, o.s.Interface)
		out["element"] = o.object(kindElement, o.s.Interface.Element)
	case "data":
		out["data"] = o.object(kindData, o.s.Data)
	}
	return out
}

// object wraps a thing; one that is not there is unknown.
func (o *oracle) object(k kind, of any) ref.Val {
	if reflect.ValueOf(of).IsNil() {
		return unknown()
	}
	return object{o, k, of}
}

func (o *oracle) list(k kind, known bool, of ...ref.Val) ref.Val {
	if !known {
		return unknown()
	}
	return types.DefaultTypeAdapter.NativeToValue(of)
}

func wrap[T any](o *oracle, k kind, of []T) []ref.Val {
	out := []ref.Val{}
	for _, x := range of {
		out = append(out, object{o, k, x})
	}
	return out
}

func (o *oracle) known(at Origin) bool { return at >= Inherent || at == Usual && o.usual }

func triVal(t Tri) ref.Val {
	if t == Maybe {
		return unknown()
	}
	return types.Bool(t == Yes)
}

func (o *oracle) isA(word, wide, vocab string) bool {
	if word == wide {
		return true
	}
	if t := o.v.Lookup(vocab, word); t != nil && word != "unknown" {
		for _, up := range t.Is {
			if o.isA(up, wide, vocab) {
				return true
			}
		}
	}
	return false
}

// any and only answer about alternatives.
func (o *oracle) any(t Terms, word, vocab string) Tri {
	if !o.known(t.Origin) || len(t.Of) == 0 {
		return Maybe
	}
	out := No
	for _, id := range t.Of {
		w := o.v.Word(id)
		if w == "unknown" {
			out = out.Or(Maybe)
		} else if o.isA(w, word, vocab) {
			out = Yes
		}
	}
	return out
}

func (o *oracle) only(t Terms, word, vocab string) Tri {
	if !o.known(t.Origin) || len(t.Of) == 0 {
		return Maybe
	}
	out := Yes
	for _, id := range t.Of {
		if w := o.v.Word(id); w == "unknown" {
			out = out.And(Maybe)
		} else if !o.isA(w, word, vocab) {
			out = No
		}
	}
	return out
}

func (o *oracle) anyData(datas []*DataFacts, known bool, word string) Tri {
	if !known {
		return Maybe
	}
	out := No
	for _, d := range datas {
		out = out.Or(o.any(d.Type, word, "data"))
	}
	return out
}

func (o *oracle) text(a Attr) ref.Val {
	if !o.known(a.Origin) || a.Value == "unknown" || a.Value == "" {
		return unknown()
	}
	return types.String(a.Value)
}

func (o *oracle) attr(attrs []Attr, key string) ref.Val {
	for _, a := range attrs {
		if a.Key == key {
			return o.text(a)
		}
	}
	return unknown()
}

func (o *oracle) reached(bits, usual uint32, word string, known bool) ref.Val {
	out := No
	if !known {
		out = Maybe
	}
	for i, p := range o.v.Positions() {
		if bits>>i&1 == 1 && (word == "" || o.isA(p, word, "position")) {
			if usual>>i&1 == 1 && !o.usual {
				out = out.Or(Maybe)
			} else {
				out = Yes
			}
		}
	}
	return triVal(out)
}

func number(n int, known bool) ref.Val {
	if !known {
		return unknown()
	}
	return types.Int(n)
}

// terms are the fields that hold words.
func (o *oracle) terms(t Terms, vocab string) ref.Val {
	return object{o, kindTerms, [2]any{t, vocab}}
}

func (o *oracle) answer(on object, name, arg string) ref.Val {
	switch of := on.of.(type) {
	case *FlowFacts:
		return o.flow(of, name, arg)
	case *ElementFacts:
		return o.element(of, name, arg)
	case *InterfaceFacts:
		return o.iface(of, name, arg)
	case *DataFacts:
		switch name {
		case "is":
			return triVal(o.any(of.Type, arg, "data"))
		case "needs":
			if strings.Contains(strings.Join(of.Needs, " "), arg) {
				return types.True
			}
			if len(of.Needs) == 0 && !of.Ref.Needs.Stated() {
				return unknown()
			}
			return types.False
		}
		return o.attr(of.Attributes, arg)
	case *ZoneFacts:
		switch name {
		case "is":
			return triVal(o.any(of.Type, arg, "zone"))
		case "trust":
			return number(of.Trust, of.TrustKnown)
		}
		return o.terms(of.Reach, "position")
	case *DeviceFacts:
		return o.device(of, name, arg)
	case [2]any:
		if name == "is" {
			return triVal(o.any(of[0].(Terms), arg, of[1].(string)))
		}
		return triVal(o.only(of[0].(Terms), arg, of[1].(string)))
	}
	panic(name)
}

func (o *oracle) iface(i *InterfaceFacts, name, arg string) ref.Val {
	switch name {
	case "element":
		return o.object(kindElement, i.Element)
	case "protocol":
		return o.terms(i.Protocol, "protocol")
	case "authentication":
		return o.terms(i.Authentication, "authentication")
	case "state":
		return o.text(i.State)
	}
	return o.attr(i.Attributes, arg)
}

func (o *oracle) device(d *DeviceFacts, name, arg string) ref.Val {
	switch name {
	case "type":
		return o.terms(d.Type, "device")
	case "connectivity":
		return o.terms(d.Connectivity, "connectivity")
	case "remoteAccess":
		return o.terms(d.RemoteAccess, "remote-access")
	case "legacy":
		return o.text(d.Legacy)
	case "patientData":
		return o.text(d.PatientData)
	case "lifeSustaining":
		return o.text(d.LifeSustaining)
	case "stage":
		return o.text(d.Stage)
	}
	return o.attr(d.Attributes, arg)
}

func (o *oracle) flow(f *FlowFacts, name, arg string) ref.Val {
	ends := f.Source != nil && f.Target != nil && f.Source.Zone != nil && f.Target.Zone != nil
	switch name {
	case "source":
		return o.object(kindElement, f.Source)
	case "target":
		return o.object(kindElement, f.Target)
	case "carries":
		return triVal(o.anyData(f.Data, o.carried(f), arg))
	case "data":
		return o.list(kindDatas, o.carried(f), wrap(o, kindData, f.Data)...)
	case "crosses":
		if !ends {
			return unknown()
		}
		return types.Bool(f.Crosses)
	case "trustGap":
		return number(f.TrustGap, ends && f.Source.Zone.TrustKnown && f.Target.Zone.TrustKnown)
	case "exposedTo", "exposed":
		return o.reached(f.Exposure, f.ExposureUsual, arg, ends && f.Source.Zone.Reach.Origin != Unknown && f.Target.Zone.Reach.Origin != Unknown)
	case "severity":
		return number(f.Severity, f.Severity > 0 || o.rich)
	case "attr":
		return o.attr(f.Attributes, arg)
	}
	all := map[string]Terms{
		"protocol": f.Protocol, "over": f.Over, "authentication": f.Authentication, "encryption": f.Encryption,
		"integrity": f.Integrity, "linkAuthentication": f.LinkAuthentication, "linkEncryption": f.LinkEncryption,
		"payloadAuthentication": f.PayloadAuthentication, "payloadEncryption": f.PayloadEncryption,
	}
	return o.terms(all[name], fieldOf(kindFlow, name).vocab)
}

func (o *oracle) carried(f *FlowFacts) bool {
	return f.Ref == nil || !slices.ContainsFunc(f.Ref.Carries.Items, func(s model.String) bool { return s.Value == "unknown" })
}

func (o *oracle) over(flows []*FlowFacts, word string) Tri {
	out := No
	for _, f := range flows {
		out = out.Or(o.anyData(f.Data, o.carried(f), word))
	}
	return out
}

func (o *oracle) keeps(e *ElementFacts, word string) Tri {
	known := len(e.Stores) > 0 || e.Ref.Stores.Stated() || len(e.Is.Of) > 0
	if len(e.Stores) == 0 && !e.Ref.Stores.Stated() {
		for _, id := range e.Is.Of {
			if id == 0 || o.isA(o.v.Word(id), "store", "component") {
				known = false
			}
		}
	}
	return o.anyData(e.Stores, known, word)
}

func (o *oracle) element(e *ElementFacts, name, arg string) ref.Val {
	switch name {
	case "is":
		out := No
		if len(e.Is.Of) > 0 {
			out = o.any(e.Is, arg, "component")
		}
		for _, id := range e.Usual.Of {
			if o.isA(o.v.Word(id), arg, "component") {
				if o.usual {
					out = Yes
				} else {
					out = out.Or(Maybe)
				}
			}
		}
		return triVal(out)
	case "zone":
		return o.object(kindZone, e.Zone)
	case "inbound":
		return o.list(kindFlows, true, wrap(o, kindFlow, e.Inbound)...)
	case "outbound":
		return o.list(kindFlows, true, wrap(o, kindFlow, e.Outbound)...)
	case "interfaces":
		return o.list(kindInterfaces, len(e.Interfaces) > 0 || e.Ref.Interfaces.Node != nil, wrap(o, kindInterface, e.Interfaces)...)
	case "stores":
		return triVal(o.keeps(e, arg))
	case "receives":
		return triVal(o.over(e.Inbound, arg))
	case "sends":
		return triVal(o.over(e.Outbound, arg))
	case "handles":
		return triVal(o.keeps(e, arg).Or(o.over(e.Inbound, arg)).Or(o.over(e.Outbound, arg)))
	case "serves":
		return number(e.Serves, e.Serves > 0)
	case "exposedTo", "exposed":
		return o.reached(e.Exposure, e.ExposureUsual, arg, e.Zone != nil && e.Zone.Reach.Origin != Unknown)
	case "severity":
		return number(e.Severity, e.Severity > 0 || o.rich)
	case "manyPatients":
		if !e.ManyPatient && !o.rich {
			return unknown()
		}
		return types.Bool(e.ManyPatient)
	case "performs":
		if !e.Performs && !o.rich {
			return unknown()
		}
		return types.Bool(e.Performs)
	}
	return o.attr(e.Attributes, arg)
}
