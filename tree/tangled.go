package tree

import "slices"

// drawTangled builds the diagram of the minimal sets that have a way without a contradiction. It is needed only where
// ordered gates can contradict each other.
//
// Beside the leaves it takes a variable for each use of a tangled leaf in a step of a tangled gate. Sets are kept apart
// as long as they differ in these or in tangled leaves; at the end those that contradict themselves go, the uses are
// dropped, and the rest is made minimal.
func drawTangled(f formula, tangles []tangle, limits Limits) (diagram, bool) {
	d := newTangledDrawing(f, tangles, limits)
	orders := variableOrders(f)
	for _, try := range []struct{ share, orders int }{{8, 3}, {1, 1}} {
		for _, order := range orders[:try.orders] {
			if out, ok := d.draw(order, max(limits.Nodes/try.share, min(limits.Nodes, 1024))); ok {
				return out, true
			}
		}
	}
	return diagram{z: newZDD(0, 0, 2)}, false
}

// contradictory says of each term that the root rests on whether order alone keeps it from being reached. Where it
// cannot tell within the limits it says no.
func contradictory(f formula, tangles []tangle, limits Limits) []bool {
	out := make([]bool, len(f.terms))
	d := newTangledDrawing(f, tangles, limits)
	if !d.build(d.variables(depthFirst(f, nil)), limits.Nodes) {
		return out
	}
	for i, of := range d.of {
		if of != none {
			groups, ok := d.groups(of)
			out[i] = ok && len(groups) == 0
		}
	}
	return out
}

func newTangledDrawing(f formula, tangles []tangle, limits Limits) *tangledDrawing {
	d := &tangledDrawing{f: f, limits: limits, uses: map[use]int32{}, variable: map[int]int32{}}
	for _, t := range tangles {
		for _, leaf := range t.leaves {
			d.variable[leaf] = int32(len(d.tangled))
			d.tangled = append(d.tangled, leaf)
		}
	}
	for _, t := range tangles {
		d.number(t)
	}
	return d
}

type tangledDrawing struct {
	f        formula
	limits   Limits
	tangled  []int // leaf terms, by their variable
	tags     []use // by their variable less the number of tangled leaves; use.leaf is a leaf term
	uses     map[use]int32
	variable map[int]int32 // of tangled leaf terms
	z        *zdd
	of       []family // of each term
}

// number gives each use in a tangle its variable.
func (d *tangledDrawing) number(t tangle) {
	for _, g := range t.gates {
		for step, kid := range d.f.terms[g].kids {
			under := d.f.leavesUnder(kid)
			for _, leaf := range t.leaves {
				if slices.Contains(under, leaf) {
					u := use{g, step, leaf}
					d.uses[u] = int32(len(d.tangled) + len(d.tags))
					d.tags = append(d.tags, u)
				}
			}
		}
	}
}

func (d *tangledDrawing) draw(order []int, limit int) (diagram, bool) {
	leaf := d.variables(order)
	if !d.build(leaf, limit) {
		return diagram{}, false
	}
	groups, ok := d.groups(d.of[d.f.root])
	if !ok {
		return diagram{}, false
	}
	root := d.merge(groups)
	return diagram{d.z, root, leaf}, !d.z.full
}

// variables are the node indexes of all variables, -1 for the uses: tangled leaves, uses, other leaves in their order.
func (d *tangledDrawing) variables(order []int) []int {
	leaf := make([]int, 0, len(order)+len(d.tags))
	for _, tangled := range d.tangled {
		leaf = append(leaf, d.f.terms[tangled].leaf)
	}
	for range d.tags {
		leaf = append(leaf, -1)
	}
	for _, one := range order {
		if !slices.Contains(leaf[:len(d.tangled)], one) {
			leaf = append(leaf, one)
		}
	}
	return leaf
}

// build makes the families of the terms.
func (d *tangledDrawing) build(leaf []int, limit int) bool {
	variable := map[int]int32{} // by node
	for v, node := range leaf {
		variable[node] = int32(v)
	}
	d.z = newZDD(len(leaf), len(d.tangled)+len(d.tags), limit)
	d.of = make([]family, len(d.f.terms))
	d.of[always] = empty
	for i, live := range d.f.live() {
		if i < 2 || !live {
			continue
		}
		t := &d.f.terms[i]
		switch t.gate {
		case Leaf:
			d.of[i] = d.z.single(variable[t.leaf])
		case Ordered:
			d.of[i] = empty
			for step, kid := range t.kids {
				d.of[i] = d.z.and(d.of[i], d.tag(d.of[kid], i, step))
			}
		default:
			d.of[i] = d.z.combine(t, d.of)
		}
		if d.z.full {
			return false
		}
	}
	return true
}

// tag adds to each set of the family the uses that it makes of tangled leaves as the step of a gate.
func (d *tangledDrawing) tag(f family, gate, step int) family {
	for _, leaf := range d.tangled {
		if tag, ok := d.uses[use{gate, step, leaf}]; ok {
			f = d.tagLeaf(f, d.variable[leaf], d.z.single(tag), map[family]family{})
		}
	}
	return f
}

func (d *tangledDrawing) tagLeaf(f family, leaf int32, tag family, done map[family]family) family {
	n := d.z.nodes[f]
	switch {
	case n.v > leaf:
		return f
	case n.v == leaf:
		return d.z.make(leaf, n.lo, d.z.and(n.hi, tag))
	}
	if out, ok := done[f]; ok {
		return out
	}
	out := d.z.make(n.v, d.tagLeaf(n.lo, leaf, tag, done), d.tagLeaf(n.hi, leaf, tag, done))
	done[f] = out
	return out
}

// group is what may go with one choice of tangled leaves.
type group struct {
	leaves []int32
	rest   family
}

// groups takes the top of the diagram apart, and leaves out the choices that contradict themselves. It tells false
// where there are too many choices.
func (d *tangledDrawing) groups(f family) ([]group, bool) {
	var out []group
	left := 4 * d.limits.Sets
	var chosen []int32
	var walk func(family)
	walk = func(f family) {
		if f == none || left == 0 {
			return
		}
		n := d.z.nodes[f]
		if n.v >= d.z.split {
			left--
			if leaves, ok := d.consistent(chosen); ok {
				out = append(out, group{leaves, f})
			}
			return
		}
		walk(n.lo)
		chosen = append(chosen, n.v)
		walk(n.hi)
		chosen = chosen[:len(chosen)-1]
	}
	walk(f)
	return out, left > 0
}

// consistent says whether the uses among the chosen variables can be put in an order, and which leaves are chosen.
func (d *tangledDrawing) consistent(chosen []int32) (leaves []int32, ok bool) {
	var uses []use
	for _, v := range chosen {
		if int(v) < len(d.tangled) {
			leaves = append(leaves, v)
			continue
		}
		u := d.tags[int(v)-len(d.tangled)]
		u.leaf = int(d.variable[u.leaf])
		uses = append(uses, u)
	}
	_, ok = arrange(len(d.tangled), uses)
	return leaves, ok
}

// merge puts the groups together, minimal over all variables.
func (d *tangledDrawing) merge(groups []group) family {
	d.z.split = 0
	clear(d.z.memo)
	out := none
	for _, g := range groups {
		f := g.rest
		for _, v := range slices.Backward(g.leaves) {
			f = d.z.make(v, none, f)
		}
		out = d.z.or(out, f)
	}
	return out
}
