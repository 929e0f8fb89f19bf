package attack_test

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"theriac.dev/attack"
	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// examples are the folders of the examples that come with the program.
func examples(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../examples/*/theriac.yaml")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for i := range files {
		files[i] = filepath.Dir(files[i])
	}
	return files
}

// example analyses an example with all its files, and with more text.
func example(t *testing.T, folder, more string) *engine.Analysis {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(folder, "theriac.yaml")
	names = slices.DeleteFunc(names, func(n string) bool { return n == root || filepath.Base(n) == "layout.yaml" })
	var files []*syntax.File
	for _, name := range append([]string{root}, names...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, syntax.Parse(filepath.Base(name), text))
	}
	m := model.Decode(append(files, syntax.Parse("more.yaml", []byte(more)))...)
	if m.Hazards.Len() == 0 {
		t.Fatalf("%s has no hazards", folder)
	}
	return whole().Analyze(m)
}

// TestWhatIfIsWhatTheTextSays places controls in the examples, by the text and as a what-if.
func TestWhatIfIsWhatTheTextSays(t *testing.T) {
	tried, o := 0, attack.Options{After: "verified"}
	for _, folder := range examples(t) {
		g := attack.Build(example(t, folder, ""), o)
		candidates, err := g.Candidates(nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(candidates); i += 12 {
			c := candidates[i]
			if c.Model {
				continue
			}
			with, err := g.With(c.ID)
			if err != nil {
				t.Fatal(err)
			}
			line := "controls:\n  placed: {control: " + c.Control + ", at: [" + c.At[0] + "], status: verified}\n"
			placed := attack.Build(example(t, folder, line), o)
			if x, y := asJSON(t, best(with)), asJSON(t, best(placed)); x != y {
				t.Errorf("%s: with %s %s, written down %s", folder, c.ID, x, y)
			}
			tried++
		}
	}
	if tried < 20 {
		t.Errorf("only %d controls were tried", tried)
	}
}

// TestExamples asks everything of every example and checks what must hold of each answer.
func TestExamples(t *testing.T) {
	for _, folder := range examples(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			a := example(t, folder, "")
			for _, after := range []string{"", "implemented"} {
				checkAnswers(t, attack.Build(a, attack.Options{After: after}))
			}
			if !reflect.DeepEqual(attack.Build(a, attack.Options{}).All(3, attack.Fewest), attack.Build(a, attack.Options{}).All(3, attack.Fewest)) {
				t.Error("two runs differ")
			}
		})
	}
}

func checkAnswers(t *testing.T, g *attack.Graph) {
	t.Helper()
	open := g.Reachable()
	if len(open) == 0 {
		t.Error("no path to any hazard")
	}
	for _, l := range g.All(5, attack.Cheapest) {
		if (len(l.Paths) > 0) != slices.Contains(open, l.Target) {
			t.Errorf("%s has %d paths, reachable %v", l.Target, len(l.Paths), open)
		}
		for i := range l.Paths {
			checkPath(t, &l.Paths[i])
		}
		for i := 1; i < len(l.Paths); i++ {
			if l.Paths[i].Points < l.Paths[i-1].Points {
				t.Errorf("%s: path %d is cheaper than the one before", l.Target, i)
			}
		}
		if _, err := g.Spread(l.Target); err != nil {
			t.Error(err)
		}
		c, err := g.Choke(l.Target)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range l.Paths {
			for _, id := range c.Findings {
				if !slices.ContainsFunc(p.Steps, func(s attack.Step) bool { return s.Finding == id }) {
					t.Errorf("%s: %s is no choke point: a path misses it", l.Target, id)
				}
			}
		}
	}
	cut, err := g.Cut(nil, nil, attack.Limit{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cut.Controls {
		if g, err = g.With(c.ID); err != nil {
			t.Fatal(err)
		}
	}
	for _, h := range g.Reachable() {
		if slices.Contains(cut.Closed, h) {
			t.Errorf("%s is open after the cut", h)
		}
	}
}

func checkPath(t *testing.T, p *attack.Path) {
	t.Helper()
	sum, findings := 0, 0
	for _, s := range p.Steps {
		sum += s.Points
		if s.Sum != sum {
			t.Errorf("%s: step %s has come to %d, not %d", p.Target, s.Holds, s.Sum, sum)
		}
		if s.Finding != "" {
			findings++
			if s.Found() == nil || s.State == engine.Eliminated || s.State == engine.NotApplicable || s.Because == "" {
				t.Errorf("%s: step %s has no open finding with a reason", p.Target, s.Finding)
			}
		}
		if s.Text == "" || s.Holds == "" {
			t.Errorf("%s: a step says nothing: %+v", p.Target, s)
		}
	}
	if sum != p.Points || findings != p.Findings || len(p.From) == 0 || p.Steps[0].Kind != "position" || p.Steps[0].Holds != p.From[0] {
		t.Errorf("%s: %d points and %d findings counted, %d and %d said, from %v", p.Target, sum, findings, p.Points, p.Findings, p.From)
	}
	if last := p.Steps[len(p.Steps)-1]; last.Kind != "target" || last.Holds != p.Target {
		t.Errorf("path to %s ends at %s", p.Target, last.Holds)
	}
}

func TestHelpfulErrors(t *testing.T) {
	g := graph(t, pump, attack.Options{})
	for _, test := range []struct {
		ask  func() error
		want string
	}{
		{func() error { _, err := g.Paths("f1", 1, attack.Cheapest); return err }, `no path can end at "f1": expected the id of a hazard`},
		{func() error { _, err := g.With("sign"); return err }, `"sign" is no control of the model`},
		{func() error { _, err := g.With("sing@core"); return err }, `no control "sing" in the model or in the packs`},
		{func() error { _, err := g.With("sign@corr"); return err }, `can not act at "corr"`},
		{func() error { _, err := g.Without("sign"); return err }, `the model has no control "sign" to leave out`},
		{func() error { _, err := g.Spread("f1"); return err }, `no spread of "f1"`},
		{func() error { _, err := g.Cut([]string{"H9"}, nil, attack.Limit{}); return err }, `no path can end at "H9"`},
		{func() error { _, err := g.Choke("H9"); return err }, `no path can end at "H9"`},
	} {
		if err := test.ask(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
}

// TestMorePositionsNeverRemoveAPathOfThePump adds positions to the zones of the pump, with all packs.
func TestMorePositionsNeverRemoveAPathOfThePump(t *testing.T) {
	b, err := os.ReadFile("../examples/infusion-pump/theriac.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const head = "reach: ["
	text := string(b)
	was := best(attack.Build(analyse(nil, whole(), text), attack.Options{}))
	zones := strings.Count(text, head)
	if zones < 3 || len(was) < 5 {
		t.Fatalf("%d zones with a reach, %d hazards", zones, len(was))
	}
	for _, p := range []string{"internet", "stolen-device", "hospital-network", "supply-chain"} {
		at := 0
		for range zones {
			at += strings.Index(text[at:], head) + len(head)
			is := best(attack.Build(analyse(nil, whole(), text[:at]+p+", "+text[at:]), attack.Options{}))
			for h, points := range was {
				if now, ok := is[h]; !ok || now > points {
					t.Errorf("%s at byte %d: %s took %d points, now %d (%v)", p, at, h, points, now, ok)
				}
			}
		}
	}
}
