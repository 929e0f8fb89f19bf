package tree

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSharedStep(t *testing.T) {
	tr := Tree{Nodes: []Node{
		{ID: "root", Gate: And, Children: []int{1, 2}},
		{ID: "left", Gate: Or, Children: []int{3, 4}},
		{ID: "right", Gate: Or, Children: []int{3, 5}},
		{ID: "a", Attributes: Attributes{Cost: 3}},
		{ID: "b", Attributes: Attributes{Cost: 2}},
		{ID: "c", Attributes: Attributes{Cost: 2}},
	}}
	got := tr.Attacks(nil).Minimal(10)
	want := List{Exact: true, Complete: true, Attacks: []Attack{
		{Leaves: []int{3}, Totals: Totals{Cost: 3}, TimeExact: true},
		{Leaves: []int{4, 5}, Totals: Totals{Cost: 4}, TimeExact: true},
	}}
	if d := gocmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestClosedForms counts what can be counted by hand: m gates Or of n leaves under an And have n^m attacks and m minimal
// cuts of n leaves each; k of n have n over k.
func TestClosedForms(t *testing.T) {
	for m := 1; m <= 40; m += 13 {
		tr := Tree{Nodes: []Node{{ID: "root", Gate: And}}}
		for i := range m {
			or := len(tr.Nodes)
			tr.Nodes[0].Children = append(tr.Nodes[0].Children, or)
			tr.Nodes = append(tr.Nodes, Node{ID: fmt.Sprintf("or%d", i), Gate: Or, Children: []int{or + 1, or + 2, or + 3}})
			for j := range 3 {
				tr.Nodes = append(tr.Nodes, Node{ID: fmt.Sprintf("leaf%d-%d", i, j), Attributes: Attributes{Cost: 1 << j}})
			}
		}
		a := tr.Attacks(nil)
		if want := new(big.Int).Exp(big.NewInt(3), big.NewInt(int64(m)), nil); a.Count().N.Cmp(want) != 0 {
			t.Errorf("%d gates: %v attacks, want %v", m, a.Count().N, want)
		}
		if c := a.Cuts(100); len(c.Sets) != m || !c.Complete || len(c.Sets[0]) != 3 {
			t.Errorf("%d gates: cuts %v", m, c)
		}
		if l := a.Cheapest(m+1, Cost); l.Attacks[0].Totals.Cost != int64(m) || l.Attacks[m].Totals.Cost != int64(m)+1 {
			t.Errorf("%d gates: cheapest %v", m, l.Attacks)
		}
	}
	tr := Tree{Nodes: []Node{{ID: "root", Gate: AtLeast, K: 30}}}
	for i := range 60 {
		tr.Nodes = append(tr.Nodes, Node{ID: fmt.Sprintf("leaf%02d", i)})
		tr.Nodes[0].Children = append(tr.Nodes[0].Children, i+1)
	}
	if got, want := tr.Attacks(nil).Count().N, new(big.Int).Binomial(60, 30); got.Cmp(want) != 0 {
		t.Errorf("30 of 60: %v, want %v", got, want)
	}
}

// TestOrderOfNodesDoesNotMatter lists the nodes and the children of unordered gates the other way round.
func TestOrderOfNodesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tr := randomTree(r, true)
		last := len(tr.Nodes) - 1
		turned := Tree{Root: last - tr.Root}
		for _, n := range slices.Backward(tr.Nodes) {
			turn := func(in []int, keep bool) (out []int) {
				for _, i := range in {
					out = append(out, last-i)
				}
				if !keep {
					slices.Reverse(out)
				}
				return out
			}
			n.Children, n.Counters = turn(n.Children, n.Gate == Ordered), turn(n.Counters, false)
			turned.Nodes = append(turned.Nodes, n)
		}
		told := func(t Tree) string {
			a := t.Attacks(t.Defences())
			out := ""
			for _, l := range []List{a.Minimal(20), a.Cheapest(20, Time), a.Cheapest(20, Detect)} {
				for _, x := range l.Attacks {
					out += fmt.Sprintln(names(t, x.Leaves), x.Totals)
				}
			}
			for _, p := range a.Front(Cost, Time, Skill).Points {
				out += fmt.Sprintln(p.Values, names(t, p.Attack.Leaves))
			}
			for _, c := range a.Cuts(20).Sets {
				out += fmt.Sprintln(names(t, c))
			}
			return out
		}
		if d := gocmp.Diff(told(tr), told(turned)); d != "" {
			r.Fatalf("%s\n%s", d, describe(tr))
		}
	})
}
