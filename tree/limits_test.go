package tree

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestLimits cuts the diagram off so that the answers come from the search, and holds what is claimed for them.
func TestLimits(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := draw12(r, rapid.Bool().Draw(r, "ordered"))
		limits := Limits{Nodes: rapid.IntRange(1, 12).Draw(r, "nodes"), Sets: rapid.IntRange(1, 30).Draw(r, "sets")}
		a := s.t.AttacksWithin(s.active, limits)
		count := a.Count()
		if n := int(count.N.Int64()); n > len(s.attacks) || count.Exact && n != len(s.attacks) {
			r.Fatalf("count %d exact %v, expected %d\n%s", n, count.Exact, len(s.attacks), describe(s.t))
		}
		all := s.got(a.Minimal(1 << 12))
		for _, one := range all {
			if !slices.Contains(s.expected(1<<12), one) {
				r.Fatalf("%s is not a minimal attack\n%s", one, describe(s.t))
			}
		}
		k := rapid.IntRange(1, 6).Draw(r, "k")
		for _, by := range EveryAttribute() {
			s.sort(by)
			if l := a.Cheapest(k, by); l.Exact {
				s.same(r, fmt.Sprint("cheapest by ", by), s.expected(k), s.got(l))
			}
		}
		cuts := s.o.cuts(s.attacks)
		c := a.Cuts(1 << 12)
		for _, set := range c.Sets {
			mask := 0
			for _, leaf := range set {
				mask |= 1 << s.o.bit[leaf]
			}
			if slices.ContainsFunc(s.attacks, func(m int) bool { return m&mask == 0 }) {
				r.Fatalf("%v does not cut\n%s", set, describe(s.t))
			}
		}
		if c.Complete && len(c.Sets) != len(cuts) {
			r.Fatalf("%d cuts, expected %d\n%s", len(c.Sets), len(cuts), describe(s.t))
		}
		if f := a.Front(Cost, Time); f.Exact && len(f.Points) == 0 && len(s.attacks) > 0 {
			r.Fatalf("an empty front that is called exact\n%s", describe(s.t))
		}
	})
}

// TestLimitsAreReached makes sure that the test above does test something: a tree that no small diagram holds, of which
// the cheapest attacks are known all the same.
func TestLimitsAreReached(t *testing.T) {
	tr := grow(60, 25, 3, false)
	whole, part := tr.Attacks(nil), tr.AttacksWithin(nil, Limits{Nodes: 20, Sets: 40})
	if part.Count().Exact || !whole.Count().Exact {
		t.Fatal("expected a diagram over its limit")
	}
	got, want := part.Cheapest(10, Cost), whole.Cheapest(10, Cost)
	if !got.Exact || fmt.Sprint(got.Attacks) != fmt.Sprint(want.Attacks) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := part.Cuts(10), whole.Cuts(10); !got.Exact || fmt.Sprint(got.Sets) != fmt.Sprint(want.Sets) {
		t.Errorf("cuts %v, want %v", got, want)
	}
}

// TestContradictionEndsTheProof has a cheap set that contradicts itself. What it grows into is missed by the search, so
// nothing after it may be called proven.
func TestContradictionEndsTheProof(t *testing.T) {
	tr := plant("r or w d e\nw and x y\nx ordered a b\ny or z c\nz ordered b a\na leaf 1$\nb leaf 1$\nc leaf 1$\nd leaf 10$\ne leaf 11$")
	part := tr.AttacksWithin(nil, Limits{Nodes: 1, Sets: 10})
	if l := part.Cheapest(1, Cost); l.Exact || len(l.Attacks) != 1 || l.Attacks[0].Totals.Cost != 10 {
		t.Errorf("got %+v", l)
	}
	if l := tr.Attacks(nil).Cheapest(1, Cost); !l.Exact || l.Attacks[0].Totals.Cost != 3 {
		t.Errorf("got %+v", l)
	}
}

// TestEquallyFast has an attack that is as fast as two others, cheaper, and met later since its one leaf takes longer.
func TestEquallyFast(t *testing.T) {
	tr := plant("r or x y c\nx ordered a b\ny ordered d e\na leaf 1h 5$\nb leaf 1h 5$\nd leaf 1h 6$\ne leaf 1h 6$\nc leaf 2h 1$")
	if l := tr.Attacks(nil).Cheapest(1, Time); !l.Exact || l.Attacks[0].Totals.Cost != 1 {
		t.Errorf("got %+v", l)
	}
}
