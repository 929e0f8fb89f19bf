package library

import (
	"fmt"
	"strings"
	"testing"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// TestExplain holds which facts are told for which answers.
func TestExplain(t *testing.T) {
	lib := tiny(t)
	m := model.Decode(syntax.Parse("m.yaml", []byte(`theriac: 1
id: m
elements: {a: {}, b: {}}
data: {c: {}, p: {}}
flows: {f1: {from: a, to: b, carries: [c, p]}, f2: {from: a, to: b}}
`)))
	term := func(o Origin, vocab string, words ...string) Terms {
		out := Terms{Origin: o, From: map[Origin]string{Usual: "usually-so"}[o]}
		for _, w := range words {
			id, ok := lib.Vocabulary.ID(vocab, w)
			if !ok {
				t.Fatal(w)
			}
			out.Of = append(out.Of, id)
		}
		return out
	}
	a := &ElementFacts{Ref: m.Elements.Get("a"), Is: term(Stated, "component", "pump", "process"), Usual: term(Usual, "component", "windows")}
	b := &ElementFacts{Ref: m.Elements.Get("b"), Is: term(Stated, "component", "server"), Attributes: []Attr{{Key: "signed-update", Value: "no", Origin: Usual, From: "server"}}}
	c := &DataFacts{Ref: m.Data.Get("c"), Type: term(Stated, "data", "command")}
	p := &DataFacts{Ref: m.Data.Get("p"), Type: term(Stated, "data", "phi")}
	f1 := &FlowFacts{Ref: m.Flows.Get("f1"), Source: a, Target: b, Data: []*DataFacts{c, p}, Authentication: term(Inherent, "authentication", "none", "ae-title"), Over: term(Usual, "protocol", "wifi")}
	f2 := &FlowFacts{Ref: m.Flows.Get("f2"), Source: a, Target: b}
	b.Inbound = []*FlowFacts{f1, f2}
	for _, test := range []struct {
		text  string
		flow  *FlowFacts
		usual bool
		want  string
	}{
		{"flow.authentication.is('unproven') && flow.carries('command')", f1, false, "yes: f1 authentication none, ae-title; f1 carries c"},
		{"flow.authentication.only('identifier')", f1, false, "no: f1 authentication none, ae-title"},
		{"flow.carries('image') || flow.carries('phi')", f1, false, "yes: f1 carries p"},
		{"flow.carries('image') && flow.carries('phi')", f1, false, "no: f1 carries c, p"},
		{"flow.carries('command') && flow.encryption.is('clear')", f1, false, "maybe: f1 carries c; f1 encryption unknown?"},
		{"flow.carries('command') || flow.encryption.is('clear')", f2, false, "maybe: f2 encryption unknown?"},
		{"flow.over.is('radio')", f1, false, "maybe: f1 over wifi?"},
		{"flow.over.is('radio')", f1, true, "yes: f1 over wifi"},
		{"source.is('windows')", f1, false, "maybe: a type windows?"},
		{"source.is('windows') && source.is('pump')", f1, true, "yes: a type windows; a type pump"},
		{"target.attr('signed-update') != 'yes'", f1, false, "maybe: b attributes.signed-update no?"},
		{"target.attr('signed-update') in ['no', 'partial']", f1, true, "yes: b attributes.signed-update no"},
		{"source.attr('signed-update') == 'no'", f1, true, "maybe: a attributes.signed-update unknown?"},
		{"target.inbound.exists(f, f.carries('phi'))", f1, false, "yes: f1 carries p"},
		{"target.inbound.all(f, f.carries('phi'))", f1, false, "no: f2 carries none"},
		{"source.inbound.exists(f, f.crosses)", f1, false, "no: a flows none"},
		{"flow.data.exists(d, d.needs('integrity'))", f2, false, "no: f2 carries none"},
		{"source.zone.trust > 3", f1, false, "maybe: a zone unknown?"},
		{"flow.severity >= 4", f1, false, "maybe: f1 severity unknown?"},
		{"target.receives('phi')", f1, false, "yes: f1 carries p"},
		{"source.handles('phi')", f1, false, "no: a stores none"},
		{"device.legacy == 'yes'", f1, false, "maybe: device traits.legacy unknown?"},
	} {
		cond, err := lib.Compile(test.text, "flow")
		if err != nil {
			t.Fatal(err)
		}
		s := &Subject{Device: &DeviceFacts{}, Flow: test.flow}
		answer, readings := cond.Explain(s, test.usual)
		var parts []string
		for _, r := range readings {
			missing := ""
			if r.Missing {
				missing = "?"
			}
			parts = append(parts, fmt.Sprintf("%s %s %s%s", r.Subject, r.Field, r.Value, missing))
		}
		if got := answer.String() + ": " + strings.Join(parts, "; "); got != test.want {
			t.Errorf("%s (usual %v)\n got %s\nwant %s", test.text, test.usual, got, test.want)
		}
	}
}

func TestReads(t *testing.T) {
	lib := tiny(t)
	for text, want := range map[string]string{
		"flow.source.is('pump') && source.zone.trust > 1":                                            "source.is source.zone.trust",
		"flow.attr('replay-protection') == 'no' && flow.data.exists(d, d.is('phi'))":                 "flow.attr(replay-protection) flow.data flow.data.is",
		"target.inbound.exists(f, f.data.all(d, d.is('phi') || f.crosses))":                          "target.inbound target.inbound.crosses target.inbound.data target.inbound.data.is",
		"flow.protocol.is('wifi') || flow.protocol.only('radio') || device.type.is('infusion-pump')": "device.type flow.protocol",
	} {
		c, err := lib.Compile(text, "flow")
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(c.Reads(), " "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
	var none *Condition
	if none.Eval(nil, true) != No || none.Reads() != nil {
		t.Error("a condition that is not there holds or reads something")
	}
}

// TestEvalAllocatesNothing holds the promise on which the engine's speed rests.
func TestEvalAllocatesNothing(t *testing.T) {
	lib := tiny(t)
	s := typicalSubject(lib)
	for _, text := range []string{typical, "flow.data.exists(d, d.is('command')) && !target.inbound.exists(f, f.data.exists(x, x.is('phi')))"} {
		c, err := lib.Compile(text, "flow")
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(100, func() { c.Eval(s, true) }); n > 0 {
			t.Errorf("%s allocates %v times", text, n)
		}
	}
}
