package tree

import "slices"

// Cuts are minimal cut sets: sets of attack leaves such that no attack is left when they are made impossible, and no
// proper part of which does the same.
type Cuts struct {
	Sets [][]int // indexes of attack leaves, ascending; smallest sets first, then in the order of their ids
	// Exact says that these are the first minimal cuts of all. Where it is false each set still cuts every attack, but
	// smaller cuts may exist.
	Exact bool
	// Complete says that there are no other minimal cuts.
	Complete bool
}

// Cuts lists up to limit minimal cut sets. Where the attack needs nothing there are none; where there is no attack the
// empty set is the only one.
func (a *Attacks) Cuts(limit int) Cuts {
	limit = max(limit, 0)
	d, whole, exact := a.dual()
	if d.z == nil {
		return a.searchCuts(limit)
	}
	size := make([]int64, len(d.leaf))
	rank := make([]int, len(d.leaf))
	for v, leaf := range d.leaf {
		size[v], rank[v] = 1, a.rankOf[leaf]
	}
	r := newRanking(d.z, size, rank, len(a.ranked))
	out := Cuts{Exact: exact, Complete: exact && whole}
	for i := 0; ; i++ {
		s, ok := r.at(d.root, i)
		if !ok {
			return out
		}
		if i == limit {
			out.Complete = false
			return out
		}
		out.Sets = append(out.Sets, a.nodes(s.set))
	}
}

// dual is the diagram of the cuts. Without contradictions they are the minimal sets of the dual formula; with them, the
// attacks themselves are turned around, which needs all of them. A cut of the formula cuts every attack even so.
func (a *Attacks) dual() (d diagram, whole, exact bool) {
	if a.tangled && a.whole {
		z := a.diagram.z.copy(a.limits.Nodes)
		if root := z.dual(a.diagram.root); !z.full {
			return diagram{z, root, a.diagram.leaf}, true, true
		}
	}
	d, whole = draw(a.formula.dual(), a.limits.Nodes)
	if !whole {
		return diagram{}, false, false
	}
	return d, true, !a.tangled
}

func (a *Attacks) searchCuts(limit int) Cuts {
	one := func(int) int64 { return 1 }
	found, proven, whole := newSearch(a.formula.dual(), one, a.rankOf).run(min(limit+1, 2000))
	out := Cuts{Exact: !a.tangled && (whole || proven >= limit), Complete: !a.tangled && whole && len(found) <= limit}
	for _, s := range found[:min(limit, len(found))] {
		out.Sets = append(out.Sets, a.nodes(s.set))
	}
	return out
}

// dual is the formula that holds when the leaves that are set make the root out of reach.
func (f formula) dual() formula {
	swap := func(i int) int {
		if i <= always {
			return 1 - i
		}
		return i
	}
	out := formula{terms: slices.Clone(f.terms), root: swap(f.root)}
	for i := 2; i < len(out.terms); i++ {
		t := &out.terms[i]
		kids := make([]int, len(t.kids))
		for j, kid := range t.kids {
			kids[j] = swap(kid)
		}
		t.kids = kids
		switch t.gate {
		case And, Ordered:
			t.gate = Or
		case Or:
			t.gate = And
		case AtLeast:
			t.k = len(kids) - t.k + 1
		}
	}
	return out
}
