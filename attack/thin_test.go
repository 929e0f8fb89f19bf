package attack_test

import (
	"os"
	"testing"

	"theriac.dev/attack"
	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

func TestThin(t *testing.T) {
	text, err := os.ReadFile("../examples/infusion-pump/theriac.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m := model.Decode(syntax.Parse("theriac.yaml", text))
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := engine.New(lib).Analyze(m)
	g := attack.Build(a, attack.Options{})
	t.Log(g.Size())
	t.Log(len(a.Findings))
	for _, l := range g.All(3, attack.Cheapest) {
		t.Logf("== %s %s", l.Target, l.Text)
		for _, p := range l.Paths {
			t.Logf("  %d points %d findings from %v", p.Points, p.Findings, p.From)
			for _, s := range p.Steps {
				t.Logf("     %s %s %s [%s] %s %d", s.Kind, s.Finding, s.Text, s.Holds, s.Title, s.Points)
			}
		}
	}
}
