package tree

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// grow makes a tree with so many leaves, a share of which has two parents: near each other in the tree, or anywhere.
func grow(leaves, sharedPercent int, seed uint64, near bool) Tree {
	return growWith(leaves, sharedPercent, seed, near, []Gate{And, Or, Or, Or, AtLeast, And})
}

func growWith(leaves, sharedPercent int, seed uint64, near bool, gates []Gate) Tree {
	r := rand.New(rand.NewPCG(seed, 7))
	var t Tree
	var level, lowest []int
	for i := range leaves {
		t.Nodes = append(t.Nodes, Node{ID: fmt.Sprintf("leaf%03d", i), Attributes: Attributes{
			Cost: 1 + r.Int64N(50), Time: 1 + r.Int64N(40), Skill: r.IntN(5), Detect: r.IntN(5)}})
		level = append(level, i)
	}
	for len(level) > 1 {
		var up []int
		for len(level) > 0 {
			n := min(2+r.IntN(3), len(level))
			g := Node{ID: fmt.Sprintf("gate%03d", len(t.Nodes)), Gate: gates[r.IntN(len(gates))], Children: append([]int(nil), level[:n]...)}
			if g.Gate == AtLeast {
				g.K = (n + 1) / 2
			}
			t.Nodes = append(t.Nodes, g)
			up = append(up, len(t.Nodes)-1)
			level = level[n:]
		}
		if lowest == nil {
			lowest = up
		}
		level = up
	}
	t.Root = level[0]
	for range leaves * sharedPercent / 100 {
		leaf := r.IntN(leaves)
		to := r.IntN(len(lowest))
		if near {
			to = min(max(leaf*len(lowest)/leaves+r.IntN(7)-3, 0), len(lowest)-1)
		}
		t.Nodes[lowest[to]].Children = append(t.Nodes[lowest[to]].Children, leaf)
	}
	return t
}

// BenchmarkCheapest is the mark of the package: the number of minimal sets and the hundred cheapest of a tree of 200
// leaves with shared leaves, in under a second.
func BenchmarkCheapest(b *testing.B) {
	for _, near := range []bool{true, false} {
		for _, n := range []int{50, 100, 200, 400} {
			for seed := range uint64(4) {
				t := grow(n, 20+int(seed)*10/3, seed, near)
				b.Run(fmt.Sprintf("near=%v/leaves=%d/seed=%d", near, n, seed), func(b *testing.B) { cheapest(b, t) })
			}
		}
	}
}

// BenchmarkOrdered is the same with a third of the gates ordered, so that each attack listed needs its fastest order.
func BenchmarkOrdered(b *testing.B) {
	for _, near := range []bool{true, false} {
		for _, n := range []int{50, 100, 200} {
			for seed := range uint64(3) {
				t := growWith(n, 25, seed, near, []Gate{Ordered, Or, Or, Ordered, AtLeast, And})
				b.Run(fmt.Sprintf("near=%v/leaves=%d/seed=%d", near, n, seed), func(b *testing.B) { cheapest(b, t) })
			}
		}
	}
}

func cheapest(b *testing.B, t Tree) {
	b.ReportAllocs()
	for b.Loop() {
		a := t.Attacks(nil)
		c, l := a.Count(), a.Cheapest(100, Cost)
		sets, _ := c.N.Float64()
		b.ReportMetric(sets, "sets")
		b.ReportMetric(float64(a.Size()), "nodes")
		b.ReportMetric(flag(c.Exact), "exact")
		b.ReportMetric(flag(l.Exact), "proven")
		b.ReportMetric(flag(a.tangled), "tangled")
	}
}

func flag(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func BenchmarkFront(b *testing.B) {
	for _, n := range []int{50, 100, 200} {
		for name, gates := range map[string][]Gate{"parallel": {And, Or, Or, Or, AtLeast, And}, "ordered": {Ordered, Or, Or, Ordered, AtLeast, And}} {
			a := growWith(n, 25, 1, true, gates).Attacks(nil)
			b.Run(fmt.Sprintf("%s/leaves=%d", name, n), func(b *testing.B) {
				for b.Loop() {
					f := a.Front(Cost, Time, Skill)
					b.ReportMetric(float64(len(f.Points)), "points")
					b.ReportMetric(flag(f.Exact), "exact")
				}
			})
		}
	}
}

func BenchmarkCuts(b *testing.B) {
	for _, n := range []int{50, 100, 200} {
		a := grow(n, 25, 1, true).Attacks(nil)
		b.Run(fmt.Sprintf("leaves=%d", n), func(b *testing.B) {
			for b.Loop() {
				c := a.Cuts(100)
				b.ReportMetric(float64(len(c.Sets)), "cuts")
				b.ReportMetric(flag(c.Exact), "exact")
			}
		})
	}
}
