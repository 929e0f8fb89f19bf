package tree

import (
	"fmt"
	"math/rand/v2"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
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

// grow makes a tree with so many leaves, some of which have two parents.
func grow(leaves, sharedPercent int, seed uint64, local bool) Tree {
	r := rand.New(rand.NewPCG(seed, 7))
	var t Tree
	var level []int
	for i := range leaves {
		t.Nodes = append(t.Nodes, Node{ID: fmt.Sprintf("l%03d", i), Attributes: Attributes{Cost: 1 + r.Int64N(50), Time: 1 + r.Int64N(40), Skill: r.IntN(5), Detect: r.IntN(5)}})
		level = append(level, i)
	}
	var lowest []int
	for len(level) > 1 {
		var up []int
		for len(level) > 0 {
			n := min(2+r.IntN(3), len(level))
			g := []Gate{And, Or, Or, Or, AtLeast, And}[r.IntN(6)]
			k := 0
			if g == AtLeast {
				k = (n + 1) / 2
			}
			t.Nodes = append(t.Nodes, Node{ID: fmt.Sprintf("g%03d", len(t.Nodes)), Gate: g, K: k, Children: append([]int(nil), level[:n]...)})
			up = append(up, len(t.Nodes)-1)
			level = level[n:]
		}
		if lowest == nil {
			lowest = up
		}
		level = up
	}
	t.Root = level[0]
	for i := range leaves * sharedPercent / 100 {
		leaf := r.IntN(leaves)
		_ = i
		to := lowest[r.IntN(len(lowest))]
		if local {
			at := leaf * len(lowest) / leaves
			to = lowest[min(max(at+r.IntN(7)-3, 0), len(lowest)-1)]
		}
		t.Nodes[to].Children = append(t.Nodes[to].Children, leaf)
	}
	return t
}

func BenchmarkTree(b *testing.B) {
	for _, local := range []bool{true, false} {
		for _, n := range []int{50, 100, 200, 400} {
			for seed := range uint64(3) {
				b.Run(fmt.Sprintf("local=%v/leaves=%d/seed=%d", local, n, seed), func(b *testing.B) {
					t := grow(n, 25, seed, local)
					for b.Loop() {
						a := t.Attacks(nil)
						c := a.Count()
						l := a.Cheapest(100, Cost)
						f, _ := c.N.Float64()
						b.ReportMetric(f, "sets")
						if !c.Exact {
							b.ReportMetric(1, "burst")
						}
						b.ReportMetric(float64(a.Size()), "nodes")
						_ = l
					}
				})
			}
		}
	}
}
