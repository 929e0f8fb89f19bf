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
// variables, and no order is good for every formula. So several are tried with a small limit, more with a larger one,
// and the one that came furthest with the whole. It tells false where all grow over the limit.
func draw(f formula, limit int) (diagram, bool) {
	all := variableOrders(f)
	orders := all
	for _, try := range []struct{ share, orders int }{{64, 4}, {8, 7}, {1, 1}} {
		orders = orders[:min(try.orders, len(orders))]
		done := make([]int, len(orders))
		for i, order := range orders {
			var d diagram
			if d, done[i] = drawWith(f, order, max(limit/try.share, min(limit, 1024))); done[i] == len(f.terms) {
				return d, true
			}
		}
		orders = append(furthest(orders, done), all[len(orders):]...)
	}
	return diagram{z: newZDD(0, 0, 2)}, false
}

// furthest puts the orders that came furthest first.
func furthest(orders [][]int, done []int) [][]int {
	index := make([]int, len(orders))
	for i := range index {
		index[i] = i
	}
	slices.SortStableFunc(index, func(a, b int) int { return cmp.Compare(done[b], done[a]) })
	var out [][]int
	for _, i := range index {
		out = append(out, orders[i])
	}
	return out
}

// drawWith tells how many terms of the formula it could do: all of them where the diagram is whole.
func drawWith(f formula, order []int, limit int) (diagram, int) {
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
			return diagram{}, i
		}
	}
	return diagram{z, of[f.root], order}, len(f.terms)
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
	out := [][]int{depthFirst(f, small), depthFirst(f, nil), depthFirst(f, large)}
	for seed := range uint32(shuffles) {
		out = append(out, depthFirst(f, func(a, b int) int {
			return cmp.Compare(hash3(int32(seed), int32(a), 0), hash3(int32(seed), int32(b), 0))
		}))
	}
	return out
}

// shuffles is how many orders are tried with the children of each gate in an order that means nothing. Now and then one
// of them does what no rule would: a diagram smaller by orders of magnitude.
const shuffles = 4

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
