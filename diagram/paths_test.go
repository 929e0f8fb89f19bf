package diagram

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"theriac.dev/attack"
	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

func pumpPaths(t testing.TB, k int) []attack.PathList {
	t.Helper()
	var files []*syntax.File
	for _, name := range []string{"theriac.yaml", "risk.yaml"} {
		text, err := os.ReadFile("../examples/infusion-pump/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, syntax.Parse(name, text))
	}
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := engine.New(lib).Analyze(model.Decode(files...))
	return attack.Build(a, attack.Options{}).All(k, attack.Cheapest)
}

// TestDrawPaths checks that every step of every path is drawn, that nothing lies outside the page, and that the SVG is
// well-formed.
func TestDrawPaths(t *testing.T) {
	lists := append(pumpPaths(t, 3), attack.PathList{Target: "H99", Text: "Nothing <leads> here"})
	s := DrawPaths("Attack paths & <more>", lists)
	want := map[string]int{}
	for _, l := range lists {
		for _, p := range l.Paths {
			for _, step := range p.Steps {
				want[step.Kind]++
			}
		}
	}
	got := map[string]int{}
	page := Rect{0, 0, s.W, s.H}
	for _, g := range s.Groups {
		got[g.Kind]++
		for _, p := range g.Paths {
			for _, op := range p.Ops {
				if q := op.P[0]; op.Verb != 'Z' && (q.X < 0 || q.Y < 0 || q.X > page.W || q.Y > page.H) {
					t.Fatalf("%s %s is drawn at %v, outside %v", g.Kind, g.ID, q, page)
				}
			}
		}
		for _, x := range g.Texts {
			if w := textWidth(x.Value, x.Size, x.Bold); x.Align == -1 && x.X+w > page.W || x.Y > page.H {
				t.Errorf("text %q does not fit the page", x.Value)
			}
		}
	}
	for kind, n := range want {
		if got[kind] != n {
			t.Errorf("%d steps of kind %s are drawn, expected %d", got[kind], kind, n)
		}
	}
	var b strings.Builder
	if err := s.WriteSVG(&b, Print()); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(b.String()))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(b.String(), "No path leads there.") {
		t.Error("a target without a path is not said to have none")
	}
}

// TestStepsDoNotOverlap checks that no two steps of a drawing lie on each other, long paths included.
func TestStepsDoNotOverlap(t *testing.T) {
	var steps []attack.Step
	for i := range 13 {
		steps = append(steps, attack.Step{Kind: "finding", Holds: "control@x", Finding: "a-long-name-of-a-threat@element", Title: strings.Repeat("word ", 2+i*7%20),
			Certainty: "possible", State: "open"}, attack.Step{Kind: "ground", Holds: "reach@x"})
	}
	s := DrawPaths("Long", []attack.PathList{{Target: "H", Paths: []attack.Path{{Steps: steps, From: []string{"internet"}, Hardest: 2}}}})
	var rects []Rect
	for _, g := range s.Groups {
		if g.Kind != "finding" && g.Kind != "ground" {
			continue
		}
		r := Rect{1e9, 1e9, 0, 0}
		x1, y1 := 0.0, 0.0
		for _, op := range g.Paths[0].Ops {
			if op.Verb != 'Z' {
				q := op.P[0]
				r.X, r.Y, x1, y1 = min(r.X, q.X), min(r.Y, q.Y), max(x1, q.X), max(y1, q.Y)
			}
		}
		r.W, r.H = x1-r.X, y1-r.Y
		for _, o := range rects {
			if r.X < o.X+o.W && o.X < r.X+r.W && r.Y < o.Y+o.H && o.Y < r.Y+r.H {
				t.Fatalf("%v lies on %v", r, o)
			}
		}
		rects = append(rects, r)
	}
	for _, g := range s.Groups {
		if g.Kind != "arrow" {
			continue
		}
		for _, line := range flatten(g.Paths[0], 1) {
			for i := 1; i < len(line); i++ {
				for k := range 101 {
					f := float64(k) / 100
					q := Point{line[i-1].X + f*(line[i].X-line[i-1].X), line[i-1].Y + f*(line[i].Y-line[i-1].Y)}
					for _, r := range rects {
						if q.X > r.X+0.1 && q.X < r.X+r.W-0.1 && q.Y > r.Y+0.1 && q.Y < r.Y+r.H-0.1 {
							t.Fatalf("an arrow crosses a step at %v", q)
						}
					}
				}
			}
		}
	}
	if len(rects) != len(steps) {
		t.Errorf("%d steps drawn of %d", len(rects), len(steps))
	}
}
