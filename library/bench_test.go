package library

import (
	"testing"

	"cel.dev/cel-go/cel"
)

const typical = "flow.authentication.is('unproven') && flow.carries('command') && !flow.over.is('vpn') && target.attr('signed-update') != 'yes'"

// typicalSubject makes the typical condition look at all its operands.
func typicalSubject(lib *Library) *Subject {
	term := func(vocab, word string) Terms {
		id, _ := lib.Vocabulary.ID(vocab, word)
		return Terms{Of: []TermID{id}, Origin: Stated}
	}
	target := &ElementFacts{Is: term("component", "pump"), Attributes: []Attr{{Key: "signed-update", Value: "no", Origin: Stated}}}
	return &Subject{Device: &DeviceFacts{}, Flow: &FlowFacts{Source: target, Target: target, Authentication: term("authentication", "ae-title"),
		Over: term("protocol", "wifi"), Data: []*DataFacts{{Type: term("data", "phi")}, {Type: term("data", "command")}}}}
}

func BenchmarkEval(b *testing.B) {
	lib := tiny(b)
	s := typicalSubject(lib)
	for name, text := range map[string]string{"typical": typical, "loop": "target.inbound.exists(f, f.crosses) || flow.data.exists(d, d.is('command')) && target.is('pump')"} {
		c, err := lib.Compile(text, "flow")
		if err != nil || c.Eval(s, false) != Yes {
			b.Fatal(err, c.Eval(s, false))
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Eval(s, false)
			}
		})
	}
}

// BenchmarkStockCEL is the same with the evaluator of cel-go.
func BenchmarkStockCEL(b *testing.B) {
	lib := tiny(b)
	o := &oracle{v: lib.Vocabulary, s: typicalSubject(lib)}
	env, err := cel.NewCustomEnv(envOptions("flow", o.bind)...)
	if err != nil {
		b.Fatal(err)
	}
	checked, issues := env.Compile(typical)
	if issues.Err() != nil {
		b.Fatal(issues.Err())
	}
	program, err := env.Program(checked)
	if err != nil {
		b.Fatal(err)
	}
	vars := o.vars("flow")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := program.Eval(vars); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad opens the packs that come with the program.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}
