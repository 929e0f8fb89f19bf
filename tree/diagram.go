package tree

import (
	"cmp"
	"slices"
)

// diagram is the family of the minimal sets of a formula. Variables are numbered in the order of the diagram.
type diagram struct {
	z    *zdd
	root family
	leaf []int // the node index of each variable
}

// draw builds the diagram of the formula, order of steps left aside. How large it gets hangs on the order of the
// variables, and no order is good for every formula, so several are tried with a small limit before one gets more. It
// tells false where all grow over the limit.
func draw(f formula, limit int) (diagram, bool) {
	orders := variableOrders(f)
	for _, share := range []int{64, 8, 1} {
		for _, order := range orders {
			if d, ok := drawWith(f, order, max(limit/share, min(limit, 1024))); ok {
				return d, true
			}
		}
	}
	return diagram{z: newZDD(0, 0, 2)}, false
}

func drawWith(f formula, order []int, limit int) (diagram, bool) {
	z := newZDD(len(order), 0, limit)
	variable := map[int]int32{}
	for v, leaf := range order {
		variable[leaf] = int32(v)
	}
	of := make([]family, len(f.terms))
	of[always] = empty
	for i, live := range f.live() {
		if i < 2 || !live {
			continue
		}
		t := &f.terms[i]
		if t.gate == Leaf {
			of[i] = z.single(variable[t.leaf])
		} else {
			of[i] = z.combine(t, of)
		}
		if z.full {
			return diagram{}, false
		}
	}
	return diagram{z, of[f.root], order}, true
}

// combine is the family of a gate, from those of its children.
func (z *zdd) combine(t *term, of []family) family {
	switch t.gate {
	case Or:
		out := none
		for _, kid := range t.kids {
			out = z.or(out, of[kid])
		}
		return out
	case AtLeast:
		some := make([]family, t.k+1) // some[j]: j of the children seen so far
		some[0] = empty
		for _, kid := range t.kids {
			for j := t.k; j > 0; j-- {
				some[j] = z.or(some[j], z.and(some[j-1], of[kid]))
			}
		}
		return some[t.k]
	}
	out := empty
	for _, kid := range t.kids {
		out = z.and(out, of[kid])
	}
	return out
}

// variableOrders are orders of the leaves to try: depth first from the root, so that leaves that are used together
// stand together, with the children of each gate as listed, small ones first, and large ones first.
func variableOrders(f formula) [][]int {
	size := make([]int, len(f.terms))
	for i := range f.terms {
		size[i] = 1
		for _, kid := range f.terms[i].kids {
			size[i] = min(size[i]+size[kid], 1<<40)
		}
	}
	small := func(a, b int) int { return cmp.Compare(size[a], size[b]) }
	large := func(a, b int) int { return cmp.Compare(size[b], size[a]) }
	return [][]int{depthFirst(f, small), depthFirst(f, nil), depthFirst(f, large)}
}

func depthFirst(f formula, compare func(a, b int) int) []int {
	var out []int
	seen := make([]bool, len(f.terms))
	var walk func(int)
	walk = func(i int) {
		if seen[i] || i < 2 {
			return
		}
		seen[i] = true
		if f.terms[i].gate == Leaf {
			out = append(out, f.terms[i].leaf)
			return
		}
		kids := f.terms[i].kids
		if compare != nil {
			kids = slices.Clone(kids)
			slices.SortStableFunc(kids, compare)
		}
		for _, kid := range kids {
			walk(kid)
		}
	}
	walk(f.root)
	return out
}
