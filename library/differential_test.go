package library

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// picker chooses one of n.
type picker func(n int) int

func pick[T any](p picker, from []T) T { return from[p(len(from))] }

// writer makes well-typed conditions.
type writer struct {
	p    picker
	lib  *Library
	vars []subject
}

// bool returns a condition of at most that depth.
func (w *writer) bool(depth int) string {
	if depth <= 0 {
		return w.question()
	}
	switch w.p(8) {
	case 0:
		return "(" + w.bool(depth-1) + " && " + w.bool(depth-1) + ")"
	case 1:
		return "(" + w.bool(depth-1) + " || " + w.bool(depth-1) + ")"
	case 2:
		return "!(" + w.bool(depth-1) + ")"
	case 3:
		return "(" + w.bool(depth-1) + pick(w.p, []string{" == ", " != "}) + w.bool(depth-1) + ")"
	case 4:
		return "(" + w.number() + pick(w.p, []string{" < ", " <= ", " > ", " >= ", " == ", " != "}) + w.number() + ")"
	case 5:
		return "(" + w.compare() + ")"
	case 6:
		return w.loop(depth)
	}
	return w.question()
}

// chain returns an expression of the kind made of fields, and its last field; empty where none was found.
func (w *writer) chain(want kind) (string, *field) {
	for range 40 {
		v := pick(w.p, w.vars)
		text, at := v.name, v.kind
		var last *field
		for range 4 {
			if at == want && (want >= kindTerms || last != nil) {
				return text, last
			}
			var steps []*field
			for i := range fields {
				if fields[i].on == at {
					steps = append(steps, &fields[i])
				}
			}
			if len(steps) == 0 {
				break
			}
			step := pick(w.p, steps)
			n := &node{field: step}
			if last != nil {
				n.kids = []*node{{field: last}}
			}
			text, at = text+"."+step.name+w.argument(n), step.to
			last = step
		}
	}
	return "", nil
}

func (w *writer) argument(n *node) string {
	switch n.field.arg {
	case "":
		return ""
	case ofAttribute:
		for range 10 {
			if a := pick(w.p, w.lib.Attributes); a.isOf(strings.ToLower(kindNames[n.field.on])) {
				return "('" + a.ID + "')"
			}
		}
		return "('" + map[kind]string{kindElement: "signed-update", kindDevice: "signed-update"}[n.field.on] + "')"
	case ofNeed:
		return "('" + pick(w.p, needWords) + "')"
	}
	return "('" + pick(w.p, w.lib.Vocabulary.Words(n.vocab())) + "')"
}

func (w *writer) question() string {
	if text, _ := w.chain(kindBool); text != "" && !strings.Contains(text, "('')") {
		return text
	}
	return pick(w.p, []string{"true", "false"})
}

func (w *writer) number() string {
	if text, _ := w.chain(kindInt); text != "" && w.p(3) > 0 {
		return text
	}
	return fmt.Sprint(w.p(12) - 3)
}

func (w *writer) compare() string {
	text, f := w.chain(kindText)
	if text == "" || strings.Contains(text, "('')") {
		return "true"
	}
	words := f.words()
	if words == nil {
		words = []string{"yes", "no", "partial", "not-applicable"}
	}
	if w.p(3) == 0 {
		return text + " in ['" + pick(w.p, words) + "', '" + pick(w.p, words) + "']"
	}
	return text + pick(w.p, []string{" == ", " != "}) + "'" + pick(w.p, words) + "'"
}

func (w *writer) loop(depth int) string {
	list := pick(w.p, []kind{kindFlows, kindInterfaces, kindDatas})
	text, _ := w.chain(list)
	inner := len(w.vars)
	if text == "" || strings.Count(fmt.Sprint(w.vars), "x") > 20 {
		return "true"
	}
	loops := 0
	for _, v := range w.vars {
		if v.op == opSlot {
			loops++
		}
	}
	if loops == maxLoops {
		return w.question()
	}
	name := fmt.Sprintf("v%d", inner)
	w.vars = append(w.vars, subject{name, list.item(), opSlot})
	body := w.bool(depth - 1)
	w.vars = w.vars[:inner]
	return text + pick(w.p, []string{".exists(", ".all("}) + name + ", " + body + ")"
}

// world makes random facts: a few elements, flows, data, some of it unknown, usual or varying.
type world struct {
	p          picker
	lib        *Library
	rich, poor *model.Model
}

func newWorld(lib *Library, seed uint64) *world {
	r := rand.New(rand.NewPCG(seed, 1))
	rich := model.Decode(syntax.Parse("m", []byte("theriac: 1\nid: m\nfunctions: {f: {name: F}}\nhazards: {h: {text: T}}\n")))
	return &world{p: r.IntN, lib: lib, rich: rich, poor: model.Decode(syntax.Parse("m", []byte("theriac: 1\nid: m\n")))}
}

func (w *world) terms(vocab string) Terms {
	t := Terms{Origin: Origin(w.p(4)), From: "x"}
	for range w.p(4) {
		if w.p(5) == 0 {
			t.Of = append(t.Of, 0)
			continue
		}
		id, _ := w.lib.Vocabulary.ID(vocab, pick(w.p, w.lib.Vocabulary.Words(vocab)))
		t.Of = append(t.Of, id)
	}
	return t
}

func (w *world) attr(words ...string) Attr {
	return Attr{Value: pick(w.p, words), Origin: Origin(w.p(4))}
}

func (w *world) attrs() []Attr {
	var out []Attr
	for _, a := range w.lib.Attributes {
		if w.p(2) == 0 {
			v := w.attr("yes", "no", "partial", "unknown", "not-applicable")
			v.Key = a.ID
			out = append(out, v)
		}
	}
	return out
}

func (w *world) strings() model.Strings {
	if w.p(2) == 0 {
		return model.Strings{Node: &syntax.Node{}}
	}
	return model.Strings{}
}

func (w *world) subjects() []*Subject {
	device := &DeviceFacts{Type: w.terms("device"), Connectivity: w.terms("connectivity"), RemoteAccess: w.terms("remote-access"),
		Legacy: w.attr("yes", "no"), PatientData: w.attr("none", "stored"), LifeSustaining: w.attr("yes", "no"), Stage: w.attr("design"),
		Attributes: w.attrs(), Model: w.poor}
	if w.p(2) == 0 {
		device.Model = w.rich
	}
	var datas []*DataFacts
	for range 3 {
		d := &DataFacts{Ref: &model.Data{Needs: w.strings()}, Type: w.terms("data"), Attributes: w.attrs()}
		for _, n := range needWords {
			if w.p(8) == 0 {
				d.Needs = append(d.Needs, n)
			}
		}
		datas = append(datas, d)
	}
	zones := []*ZoneFacts{nil}
	for range 2 {
		zones = append(zones, &ZoneFacts{Type: w.terms("zone"), Reach: w.terms("position"), Trust: w.p(10), TrustKnown: w.p(3) > 0})
	}
	some := func() []*DataFacts { i := w.p(4); return datas[i:min(3, i+w.p(3))] }
	var elements []*ElementFacts
	var ifaces []*InterfaceFacts
	for range 3 {
		e := &ElementFacts{Ref: &model.Element{Stores: w.strings()}, Is: w.terms("component"), Usual: w.terms("component"),
			Zone: pick(w.p, zones), Stores: some(), Attributes: w.attrs(), Serves: w.p(3), Exposure: uint32(w.p(16)), Severity: w.p(6) * w.p(2),
			ManyPatient: w.p(2) == 0, Performs: w.p(2) == 0}
		e.Usual.Origin = Usual
		e.ExposureUsual = e.Exposure & uint32(w.p(16))
		if w.p(2) == 0 {
			e.Ref.Interfaces.Node = &syntax.Node{}
		}
		for range w.p(3) {
			i := &InterfaceFacts{Ref: &model.Interface{}, Element: e, Protocol: w.terms("protocol"), Authentication: w.terms("authentication"),
				State: w.attr("used", "unused", "unknown"), Attributes: w.attrs()}
			e.Interfaces, ifaces = append(e.Interfaces, i), append(ifaces, i)
		}
		elements = append(elements, e)
	}
	var out []*Subject
	for range 4 {
		f := w.flow(elements, some())
		out = append(out, &Subject{Device: device, Flow: f})
	}
	for _, e := range elements {
		out = append(out, &Subject{Device: device, Element: e})
	}
	for _, i := range ifaces {
		out = append(out, &Subject{Device: device, Interface: i})
	}
	for _, d := range datas {
		out = append(out, &Subject{Device: device, Data: d})
	}
	return append(out, &Subject{Device: device})
}

func (w *world) flow(elements []*ElementFacts, data []*DataFacts) *FlowFacts {
	f := &FlowFacts{Ref: &model.Flow{Carries: w.strings()}, Source: pick(w.p, elements), Target: pick(w.p, elements),
		Protocol: w.terms("protocol"), Over: w.terms("protocol"), Authentication: w.terms("authentication"), Encryption: w.terms("encryption"),
		Integrity: w.terms("integrity"), LinkAuthentication: w.terms("authentication"), LinkEncryption: w.terms("encryption"),
		PayloadAuthentication: w.terms("authentication"), PayloadEncryption: w.terms("encryption"), Data: data, Attributes: w.attrs(),
		Crosses: w.p(2) == 0, TrustGap: w.p(19) - 9, Exposure: uint32(w.p(16)), Severity: w.p(6) * w.p(2)}
	f.ExposureUsual = f.Exposure & uint32(w.p(16))
	f.Source.Outbound = append(f.Source.Outbound, f)
	f.Target.Inbound = append(f.Target.Inbound, f)
	if w.p(8) == 0 {
		f.Source = nil
	}
	return f
}

// of is the kind of a subject.
func (s *Subject) of() string {
	switch {
	case s.Flow != nil:
		return "flow"
	case s.Element != nil:
		return "element"
	case s.Interface != nil:
		return "interface"
	case s.Data != nil:
		return "data"
	}
	return "device"
}

// agree holds our evaluation against the oracle, for every subject of a world that the condition can be asked of.
func agree(t rapid.TB, o *oracle, lib *Library, text, of string, w *world) {
	t.Helper()
	c, err := lib.Compile(text, of)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	again, err := readIR(c.root.String(), of)
	if err != nil || again.String() != c.root.String() {
		t.Fatalf("%s\ncannot be read back: %s: %v", text, c.root, err)
	}
	program := o.program(t, text, of)
	for _, s := range w.subjects() {
		if s.of() != of {
			continue
		}
		for _, usual := range []bool{false, true} {
			o.s, o.usual, o.rich = s, usual, s.Device.Model == w.rich
			want, got := o.eval(t, program, of), c.Eval(s, usual)
			explained, readings := c.Explain(s, usual)
			if got != want || explained != want {
				t.Fatalf("%s\nusual %v: evaluated %s, explained %s, oracle %s\n%+v", text, usual, got, explained, want, readings)
			}
			missing := false
			for _, r := range readings {
				missing = missing || r.Missing
			}
			if want == Maybe && !missing {
				t.Fatalf("%s\nusual %v: maybe, and nothing is missing: %+v", text, usual, readings)
			}
		}
	}
}

// TestAgreesWithCEL compares random conditions over random facts with the evaluator of cel-go.
func TestAgreesWithCEL(t *testing.T) {
	lib := tiny(t)
	o := &oracle{v: lib.Vocabulary}
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.SampledFrom(keysOf(subjects)).Draw(t, "of")
		w := &writer{lib: lib, vars: subjects[of], p: func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "") }}
		text := w.bool(rapid.IntRange(1, 4).Draw(t, "depth"))
		agree(t, o, lib, text, of, newWorld(lib, rapid.Uint64().Draw(t, "seed")))
	})
}
