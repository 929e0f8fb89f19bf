package tree

import (
	"cmp"
	"slices"
)

// List is a list of attacks in an order.
type List struct {
	Attacks []Attack
	// Exact says that these are the first attacks of all in the order; where it is false, others may come between.
	Exact bool
	// Complete says that there are no other minimal attacks.
	Complete bool
}

// Minimal lists up to limit minimal attack sets by cost, then in the order of their ids.
func (a *Attacks) Minimal(limit int) List { return a.Cheapest(limit, Cost) }

// Cheapest lists the k attacks that are lowest in the attribute; equal ones by cost, then in the order of their ids.
func (a *Attacks) Cheapest(k int, by Attribute) List {
	k = max(k, 0)
	var sets []weighted
	exact := a.whole
	switch {
	case by == Cost:
		sets = a.take(a.ranking(), k+1)
		exact = exact || a.proven >= k
	case by == Time && a.ordered:
		sets, exact = a.fastest(k + 1)
	default:
		sets = a.lowest(k+1, by)
	}
	out := List{Exact: exact, Complete: a.whole && len(sets) <= k}
	for _, s := range sets[:min(k, len(sets))] {
		attack, _ := a.evaluate(a.nodes(s.set))
		out.Attacks = append(out.Attacks, attack)
	}
	return out
}

// ranking ranks the sets by cost.
func (a *Attacks) ranking() *ranking {
	return newRanking(a.diagram.z, a.values(Cost), a.rank, len(a.ranked))
}

// values are the values of an attribute, by variable.
func (a *Attacks) values(of Attribute) []int64 {
	out := make([]int64, len(a.diagram.leaf))
	for v, leaf := range a.diagram.leaf {
		if leaf >= 0 {
			out[v] = max(a.tree.Nodes[leaf].Of(of), 0)
		}
	}
	return out
}

func (a *Attacks) take(r *ranking, k int) []weighted {
	var out []weighted
	for i := range k {
		s, ok := r.at(a.diagram.root, i)
		if !ok {
			break
		}
		out = append(out, s)
	}
	return out
}

// byLevel gives for each level of an attribute, from the lowest, the ranking of the sets whose highest value it is.
func (a *Attacks) byLevel(by Attribute, visit func(level int64, r *ranking) bool) {
	values := a.values(by)
	levels := slices.Clone(values)
	levels = append(levels, 0) // of the attack that needs nothing
	slices.Sort(levels)
	levels = slices.Compact(levels)
	for i, level := range levels {
		r := a.ranking()
		r.allow = make([]bool, len(values))
		need := make([]bool, len(values))
		for v, value := range values {
			r.allow[v], need[v] = value <= level, value == level
		}
		if i > 0 {
			r.need = need
		}
		if !visit(level, r) {
			return
		}
	}
}

// lowest are the first sets by an attribute of which the highest value counts.
func (a *Attacks) lowest(k int, by Attribute) []weighted {
	var out []weighted
	a.byLevel(by, func(_ int64, r *ranking) bool {
		out = append(out, a.take(r, k-len(out))...)
		return len(out) < k
	})
	return out
}

// fastest are the first sets by time. The time of an attack is at least that of its longest leaf, so sets are looked at
// in the order of that until no other can be faster.
func (a *Attacks) fastest(k int) ([]weighted, bool) {
	type timed struct {
		weighted
		time int64
	}
	var best []timed
	exact := a.whole
	left := a.limits.Sets
	a.byLevel(Time, func(level int64, r *ranking) bool {
		if len(best) >= k && best[k-1].time < level {
			return false
		}
		for i := 0; ; i++ {
			s, ok := r.at(a.diagram.root, i)
			if !ok {
				break
			}
			if left--; left < 0 {
				exact = false
				return false
			}
			attack, _ := a.evaluate(a.nodes(s.set))
			exact = exact && attack.TimeExact
			best = append(best, timed{s, attack.Totals.Time})
		}
		slices.SortFunc(best, func(x, y timed) int {
			return cmp.Or(cmp.Compare(x.time, y.time), compareWeighted(x.weighted, y.weighted))
		})
		return true
	})
	var out []weighted
	for _, b := range best[:min(k, len(best))] {
		out = append(out, b.weighted)
	}
	return out, exact
}
