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
	for _, tt := range []string{"", "planned"} {
		g := attack.Build(a, attack.Options{After: tt})
		t.Log(g.Reachable())
		c, err := g.Cut(nil, nil, attack.Limit{})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("cut cost %d bound %d exact %v rounds %d paths %d closed %v", c.Cost, c.Bound, c.Exact, c.Rounds, c.Paths, c.Closed)
		for _, x := range c.Controls {
			t.Logf("  %s %d %s", x.ID, x.Cost, x.Shuts)
		}
		for _, p := range c.Open {
			t.Logf("  open %s %d", p.Target, p.Points)
			for _, s := range p.Steps {
				t.Logf("     %s %s %s [%s] %s %d", s.Kind, s.Finding, s.Text, s.Holds, s.Title, s.Points)
			}
		}
		for i, x := range g.Singles(5) {
			if i < 5 {
				t.Logf("  single %s %d closes %v paths %d", x.ID, x.Cost, x.Closes, x.Paths)
			}
		}
		ch, _ := g.Choke("H3")
		t.Log(ch)
	}
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
