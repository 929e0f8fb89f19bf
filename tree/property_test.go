package tree

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// scene is a random tree with random active defences, and what the oracle says of it.
type scene struct {
	t       Tree
	o       *oracle
	active  []int
	attacks []int // minimal, as masks, by cost and then by ids
	totals  map[int]Totals
}

func draw12(r *rapid.T, ordered bool) scene {
	s := scene{t: randomTree(r, ordered), totals: map[int]Totals{}}
	for _, d := range s.t.Defences() {
		if rapid.Bool().Draw(r, "active") {
			s.active = append(s.active, d)
		}
	}
	s.o = newOracle(s.t, s.active)
	if s.o.ways(s.t.Root); s.o.over || len(s.o.ways(s.t.Root)) > 500 {
		r.Skip("too many ways for the oracle")
	}
	s.attacks = s.o.minimal()
	for _, m := range s.attacks {
		s.totals[m], _ = s.o.evaluate(m)
	}
	s.sort(Cost)
	return s
}

// sort puts the attacks in the order of an attribute, then cost, then ids.
func (s *scene) sort(by Attribute) {
	slices.SortFunc(s.attacks, func(a, b int) int {
		x, y := s.totals[a], s.totals[b]
		return cmp.Or(cmp.Compare(x.Of(by), y.Of(by)), cmp.Compare(x.Cost, y.Cost), slices.Compare(s.o.names(a), s.o.names(b)))
	})
}

// told is one attack for comparison.
func told(ids []string, totals Totals) string { return fmt.Sprint(ids, totals) }

func (s *scene) expected(k int) []string {
	out := []string{}
	for _, m := range s.attacks[:min(k, len(s.attacks))] {
		out = append(out, told(s.o.names(m), s.totals[m]))
	}
	return out
}

func (s *scene) got(l List) []string {
	out := []string{}
	for _, a := range l.Attacks {
		out = append(out, told(names(s.t, a.Leaves), a.Totals))
	}
	return out
}

func (s *scene) same(r *rapid.T, what string, want, got any) {
	if d := gocmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
		r.Fatalf("%s (-want +got):\n%s\n%s active %v", what, d, describe(s.t), s.active)
	}
}

func describe(t Tree) string {
	out := ""
	for i, n := range t.Nodes {
		out += fmt.Sprintf("%d %s %v k=%d children=%v counters=%v defence=%v %v\n", i, n.ID, n.Gate, n.K, n.Children, n.Counters, n.Defence, n.Attributes)
	}
	return out
}

func TestMinimalSetsAgainstAllSets(t *testing.T) {
	for _, ordered := range []bool{false, true} {
		t.Run(fmt.Sprintf("ordered=%v", ordered), func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				s := draw12(r, ordered)
				a := s.t.Attacks(s.active)
				all := a.Minimal(1 << 12)
				s.same(r, "minimal", s.expected(1<<12), s.got(all))
				s.same(r, "complete", true, all.Complete && all.Exact)
				s.same(r, "count", fmt.Sprint(len(s.attacks)), a.Count().N.String())
				k := rapid.IntRange(0, 5).Draw(r, "k")
				for _, by := range EveryAttribute() {
					s.sort(by)
					l := a.Cheapest(k, by)
					s.same(r, "cheapest by "+by.String(), s.expected(k), s.got(l))
					s.same(r, "complete", []bool{true, len(s.attacks) <= k}, []bool{l.Exact, l.Complete})
				}
			})
		})
	}
}

func TestEvaluateAgainstDefinition(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := draw12(r, true)
		a := s.t.Attacks(s.active)
		for range 10 {
			mask := rapid.IntRange(0, 1<<len(s.o.leaves)-1).Draw(r, "set")
			var set []int
			for b, leaf := range s.o.leaves {
				if mask>>b&1 == 1 {
					set = append(set, leaf)
				}
			}
			got, is := a.Evaluate(set)
			want, attack := s.o.evaluate(mask)
			s.same(r, "attack", attack, is)
			if is {
				s.same(r, "totals", want, got.Totals)
			}
		}
	})
}

// TestOracle holds the two definitions of the oracle against each other: with negation, and by ways.
func TestOracle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := draw12(r, false)
		for mask := range 1 << len(s.o.leaves) {
			if _, is := s.o.evaluate(mask); is != s.o.reaches(mask) {
				r.Fatalf("set %b: by ways %v\n%s", mask, is, describe(s.t))
			}
		}
	})
}

func TestCutsAgainstAllSets(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := draw12(r, true)
		cuts := s.o.cuts(s.attacks)
		slices.SortFunc(cuts, func(a, b int) int {
			x, y := s.o.names(a), s.o.names(b)
			return cmp.Or(cmp.Compare(len(x), len(y)), slices.Compare(x, y))
		})
		want := [][]string{}
		for _, c := range cuts {
			want = append(want, s.o.names(c))
		}
		limit := rapid.IntRange(0, 20).Draw(r, "limit")
		c := s.t.Attacks(s.active).Cuts(limit)
		got := [][]string{}
		for _, set := range c.Sets {
			got = append(got, names(s.t, set))
		}
		s.same(r, "cuts", want[:min(limit, len(want))], got)
		s.same(r, "flags", []bool{true, len(want) <= limit}, []bool{c.Exact, c.Complete})
	})
}

func TestFrontAgainstAllSets(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := draw12(r, rapid.Bool().Draw(r, "ordered"))
		of := rapid.SliceOfNDistinct(rapid.SampledFrom(EveryAttribute()), 1, 4, rapid.ID[Attribute]).Draw(r, "attributes")
		var vectors [][]int64
		best := map[string]int{}
		for _, m := range s.attacks { // by cost, then by ids
			v := []int64{}
			for _, a := range of {
				v = append(v, s.totals[m].Of(a))
			}
			if _, ok := best[fmt.Sprint(v)]; !ok {
				best[fmt.Sprint(v)] = m
				vectors = append(vectors, v)
			}
		}
		want := []string{}
		slices.SortFunc(vectors, slices.Compare[[]int64])
		for _, v := range vectors {
			if !slices.ContainsFunc(vectors, func(w []int64) bool { return !slices.Equal(v, w) && lower(w, v) }) {
				m := best[fmt.Sprint(v)]
				want = append(want, fmt.Sprint(v, told(s.o.names(m), s.totals[m])))
			}
		}
		front := s.t.Attacks(s.active).Front(of...)
		got := []string{}
		for _, p := range front.Points {
			got = append(got, fmt.Sprint(p.Values, told(names(s.t, p.Attack.Leaves), p.Attack.Totals)))
		}
		s.same(r, "front", want, got)
		s.same(r, "exact", true, front.Exact)
	})
}

func lower(a, b []int64) bool {
	for i := range a {
		if a[i] > b[i] {
			return false
		}
	}
	return true
}
