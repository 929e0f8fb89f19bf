package goals_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/attack"
	"theriac.dev/cover"
	"theriac.dev/engine"
	. "theriac.dev/goals"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// drawn is the pump with a random tree, be it sensible or not.
func drawn(t *rapid.T, sane bool) string {
	n := rapid.IntRange(1, 9).Draw(t, "nodes")
	var b strings.Builder
	b.WriteString("  rnd:\n    of: [harm]\n    root: n0\n    nodes:\n")
	defence := make([]bool, n)
	for i := range n {
		defence[i] = i > 0 && rapid.IntRange(0, 2).Draw(t, "side") == 0
	}
	for i := range n {
		var of, counters []string
		for j := range n {
			switch {
			case sane && j == i, rapid.IntRange(0, 3).Draw(t, "edge") > 0:
			case sane && j > i && defence[j] == defence[i]:
				of = append(of, fmt.Sprint("n", j))
			case sane && j < i && defence[j] != defence[i]:
				counters = append(counters, fmt.Sprint("n", j))
			case !sane && rapid.Bool().Draw(t, "down"):
				of = append(of, fmt.Sprint("n", j))
			case !sane:
				counters = append(counters, fmt.Sprint("n", j))
			}
		}
		fmt.Fprintf(&b, "      n%d: {text: N%d", i, i)
		if defence[i] {
			b.WriteString(", side: defence")
		}
		if len(of) > 0 || !sane {
			fmt.Fprintf(&b, ", gate: %s, of: [%s]", rapid.SampledFrom([]string{"or", "and", "ordered"}).Draw(t, "gate"), strings.Join(of, ", "))
		}
		if len(counters) > 0 {
			fmt.Fprintf(&b, ", counters: [%s]", strings.Join(counters, ", "))
		}
		fmt.Fprintf(&b, ", cost: %d", rapid.IntRange(0, 5).Draw(t, "cost"))
		if !sane && rapid.Bool().Draw(t, "finding") {
			b.WriteString(", finding: insider, control: mac")
		}
		b.WriteString("}\n")
	}
	return pump + b.String()
}

func read(text string) *engine.Analysis {
	return loadEngine().Analyze(model.Decode(syntax.Parse("theriac.yaml", []byte(text))))
}

// TestAnyTree: no tree makes anything fall over.
func TestAnyTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := read(drawn(t, false))
		tr, _ := FromModel(a.Model, a, "rnd")
		tr.Residual()
		if _, err := tr.Protect(Question{}, nil, cover.Limit{Nodes: 1000}); err != nil {
			t.Fatal(err)
		}
		tr.Document()
		Overview(a)
		_, _, _ = Regenerate(a, "rnd", Grow{})
		if alone, _ := FromModel(a.Model, nil, "rnd"); alone == nil {
			t.Fatal("no tree without an analysis")
		}
	})
}

// TestProtectIsCheapest holds the cheapest set of defences against every set.
func TestProtectIsCheapest(t *testing.T) {
	solved := 0
	rapid.Check(t, func(t *rapid.T) {
		a := read(drawn(t, true))
		tr, problems := FromModel(a.Model, a, "rnd")
		for _, p := range problems {
			if strings.Contains(p.Code, "contradiction") {
				t.Skip("its answers carry no proof")
			}
		}
		p, err := tr.Protect(Question{}, nil, cover.Limit{})
		if err != nil {
			t.Fatal(err)
		}
		var all, chosen []int
		for _, o := range p.Options {
			all = append(all, tr.Tree.Find(o.ID))
		}
		for _, o := range p.Chosen {
			chosen = append(chosen, tr.Tree.Find(o.ID))
		}
		against := tr.Tree.Attacks(all)
		if (against.Count().N.Sign() > 0) != (len(p.Open.Attacks) > 0) {
			t.Fatal("what works against everything is not told", p.Open)
		}
		// A set does as much as all options where each attack that it leaves works against all of them too.
		enough := func(set []int) bool {
			for _, x := range tr.Tree.Attacks(set).Minimal(10_000).Attacks {
				if _, works := against.Evaluate(x.Leaves); !works {
					return false
				}
			}
			return true
		}
		if !enough(chosen) {
			t.Fatalf("%v leaves an attack that all options stop", chosen)
		}
		for bits := range 1 << len(all) {
			var set []int
			cost := int64(0)
			for i, leaf := range all {
				if bits&(1<<i) != 0 {
					set = append(set, leaf)
					cost += p.Options[i].Cost
				}
			}
			if cost < p.Cost && enough(set) {
				t.Fatalf("%v costs %d and does as much; the answer %v costs %d", set, cost, chosen, p.Cost)
			}
		}
		if !p.Exact || p.Bound != p.Cost {
			t.Fatalf("the answer is cheapest and says it may not be: %+v", p)
		}
		if p.Cost > 0 {
			solved++
		}
	})
	if solved == 0 {
		t.Error("no tree asked for a defence: the test looks at nothing")
	}
}

// TestControlsNeverHelpTheAttacker: each defence that counts more leaves no new attack that was not one before.
func TestControlsNeverHelpTheAttacker(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := read(drawn(t, true))
		tr, _ := FromModel(a.Model, a, "rnd")
		var with []string
		cheapest := int64(-1)
		for _, d := range tr.Tree.Defences() {
			with = append(with, tr.Tree.Nodes[d].ID)
			ask, err := tr.Ask(Question{With: with})
			if err != nil {
				t.Fatal(err)
			}
			if len(ask.Cheapest.Attacks) == 0 {
				return
			}
			if c := ask.Cheapest.Attacks[0].Totals.Cost; c < cheapest {
				t.Fatalf("with %v the cheapest attack costs %d, less than %d before", with, c, cheapest)
			} else {
				cheapest = c
			}
		}
	})
}

// TestDomainExample is the example of domain.md 3.2: with a step that stands at two places, adding up node by node gives 4,
// but one step for 3 is enough.
func TestDomainExample(t *testing.T) {
	a := read(pump + "  rnd: {of: [harm], root: r, nodes: {r: {gate: and, of: [x, y]}, x: {gate: or, of: [a, b]}, y: {gate: or, of: [a, c]}, a: {cost: 3}, b: {cost: 2}, c: {cost: 2}}}\n")
	tr, _ := FromModel(a.Model, a, "rnd")
	ask, err := tr.Ask(Question{})
	if err != nil || ask.Cheapest.Attacks[0].Totals.Cost != 3 || ask.Count.N.String() != "2" || tr.Unit != AsWritten {
		t.Error(err, ask.Cheapest, ask.Count, tr.Unit)
	}
}

// TestProtectWithLibrary: suggested controls close what no defence of the tree does, and one control may stop several steps.
func TestProtectWithLibrary(t *testing.T) {
	text := planted(t, pump)
	a := analyse(t, text)
	tr, _ := FromModel(a.Model, a, "grown")
	p, err := tr.Protect(Question{}, attack.Build(a, attack.Options{}), cover.Limit{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Open.Attacks) != 1 || len(p.Chosen) == 0 || !p.Exact { // the insider is the team's own threat: nothing is suggested
		t.Errorf("%d open, %d chosen, exact %v", len(p.Open.Attacks), len(p.Chosen), p.Exact)
	}
	singles, err := tr.Singles(Question{}, attack.Build(a, attack.Options{}))
	if err != nil || len(singles) != len(p.Options) || singles[0].Left.N.Cmp(singles[len(singles)-1].Left.N) > 0 {
		t.Error(err, singles)
	}
}
