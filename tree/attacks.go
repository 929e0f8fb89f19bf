package tree

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
)

// Limits bound the work. A zero takes the default.
type Limits struct {
	Nodes int // nodes of the decision diagram, default 1,000,000
	Sets  int // sets looked at one by one where the diagram gives no answer by itself, default 5,000
}

func (l Limits) defaults() Limits {
	if l.Nodes <= 0 {
		l.Nodes = 1_000_000
	}
	if l.Sets <= 0 {
		l.Sets = 5_000
	}
	return l
}

// Attacks are the minimal attack sets of a tree while the given defences are active. Making it does the heavy work
// once; the questions share it. They change nothing, so several goroutines may ask.
type Attacks struct {
	tree    Tree
	active  []int
	limits  Limits
	formula formula
	ordered bool        // there are ordered gates
	tangled bool        // they may contradict each other
	ranked  []int       // the node index of each leaf, in the order of the ids
	rankOf  map[int]int // the reverse

	diagram diagram
	rank    []int // of each variable of the diagram
	whole   bool  // the diagram holds all minimal sets
	proven  int   // otherwise: how many of its cheapest sets are the cheapest of all
}

// Attacks are the minimal attack sets while the given defence leaves, by index, are active: nil for none,
// [Tree.Defences] for all. Anything in the list that is not a defence leaf is left out.
func (t Tree) Attacks(active []int) *Attacks { return t.AttacksWithin(active, Limits{}) }

// AttacksWithin is [Tree.Attacks] with limits of its own.
func (t Tree) AttacksWithin(active []int, limits Limits) *Attacks {
	a := &Attacks{tree: t, limits: limits.defaults()}
	for _, d := range active {
		if t.has(d) && t.Nodes[d].Gate == Leaf && t.Nodes[d].Defence {
			a.active = append(a.active, d)
		}
	}
	slices.Sort(a.active)
	a.active = slices.Compact(a.active)
	a.formula = compile(t, a.active)
	a.ordered = len(a.formula.orderedGates()) > 0
	a.rankLeaves()
	a.draw()
	a.rank = make([]int, len(a.diagram.leaf))
	for v, leaf := range a.diagram.leaf {
		a.rank[v] = a.rankOf[leaf]
	}
	return a
}

// rankLeaves numbers the leaves in the order of their ids.
func (a *Attacks) rankLeaves() {
	a.ranked = depthFirst(a.formula, nil)
	slices.SortFunc(a.ranked, func(x, y int) int {
		return cmp.Or(strings.Compare(a.tree.Nodes[x].ID, a.tree.Nodes[y].ID), cmp.Compare(x, y))
	})
	a.rankOf = map[int]int{}
	for i, leaf := range a.ranked {
		a.rankOf[leaf] = i
	}
}

// draw finds the minimal sets: all of them by a diagram, or the cheapest by a search where the diagram is too large.
func (a *Attacks) draw() {
	tangles := a.formula.tangles()
	a.tangled = len(tangles) > 0
	if a.tangled {
		if a.diagram, a.whole = drawTangled(a.formula, tangles, a.limits); a.whole {
			return
		}
	}
	var d diagram
	if d, a.whole = draw(a.formula, a.limits.Nodes); a.whole && !a.tangled {
		a.diagram = d
		return
	}
	found, proven, whole := a.list(d)
	a.filter(found, proven, whole)
}

// list lists sets that reach the root, order left aside, by cost: from the diagram where there is one.
func (a *Attacks) list(d diagram) (found []weighted, proven int, whole bool) {
	if !a.whole {
		cost := func(leaf int) int64 { return max(a.tree.Nodes[leaf].Cost, 0) }
		return newSearch(a.formula, cost, a.rankOf).run(min(a.limits.Sets, 2000))
	}
	a.diagram, a.rank = d, make([]int, len(d.leaf))
	for v, leaf := range d.leaf {
		a.rank[v] = a.rankOf[leaf]
	}
	r := a.ranking()
	for i := range a.limits.Sets {
		s, ok := r.at(d.root, i)
		if !ok {
			return found, len(found), true
		}
		found = append(found, s)
	}
	return found, len(found), false
}

// filter keeps the sets that have a way without a contradiction. Where one has none, there may be larger sets that have.
func (a *Attacks) filter(found []weighted, proven int, whole bool) {
	z := newZDD(len(a.ranked), 0, max(a.limits.Nodes, 1<<20))
	root := none
	a.whole, a.proven = whole, 0
	for i, s := range found {

		if a.tangled && !a.reachable(s.set) {
			a.whole = false
			proven = min(proven, i)
			continue
		}
		if i < proven {
			a.proven++
		}
		one := empty
		for _, rank := range slices.Backward(s.set.list()) {
			one = z.make(int32(rank), none, one)
		}
		more := z.or(root, one)
		if z.full { // this one and the rest are left out, and nothing is claimed for the others
			a.whole, a.proven = false, 0
			break
		}
		root = more
	}
	a.diagram = diagram{z, root, a.ranked}
}

func (a *Attacks) reachable(set leafSet) bool {
	w := findWays(a.formula, a.nodes(set))
	_, ok := w.best(func(int) int64 { return 0 })
	return ok
}

// nodes are the node indexes of a set, ascending.
func (a *Attacks) nodes(set leafSet) []int {
	out := []int{}
	for _, rank := range set.list() {
		out = append(out, a.ranked[rank])
	}
	slices.Sort(out)
	return out
}

// Active lists the active defence leaves, in the order of the nodes.
func (a *Attacks) Active() []int { return slices.Clone(a.active) }

// Without asks what if: the attacks when the given defences are switched off.
func (a *Attacks) Without(defences ...int) *Attacks {
	left := slices.DeleteFunc(slices.Clone(a.active), func(d int) bool { return slices.Contains(defences, d) })
	return a.tree.AttacksWithin(left, a.limits)
}

// With asks what if: the attacks when the given defences are active too.
func (a *Attacks) With(defences ...int) *Attacks {
	return a.tree.AttacksWithin(append(slices.Clone(a.active), defences...), a.limits)
}

// Number is a count. Where it is not exact, there are at least so many.
type Number struct {
	N     *big.Int
	Exact bool
}

// Count is the number of minimal attack sets.
func (a *Attacks) Count() Number {
	return Number{a.diagram.z.count(a.diagram.root), a.whole}
}

// Size is the number of nodes of the decision diagram that holds the sets, as a measure of how hard the tree was.
func (a *Attacks) Size() int { return a.diagram.z.size(a.diagram.root) }

// Attack is one attack: a set of attack leaves with the order in which they are done fastest.
type Attack struct {
	Leaves []int    // indexes of the attack leaves, ascending
	Before [][2]int // pairs of leaves: the first is done before the second; what follows from other pairs is left out
	Totals Totals
	// TimeExact is false where the set can be gone about in so many ways that not all were looked at.
	TimeExact bool
}

// Totals are the attributes of an attack: cost added up, time along the longest chain, of the others the highest.
// Unknown are those that are not stated for some leaf of it.
type Totals = Attributes

// Evaluate looks at any set of attack leaves, minimal or not: what it asks of the attacker, and whether it is an attack
// at all. Every leaf of the set is counted, needed or not; what is not an attack leaf is left out.
func (a *Attacks) Evaluate(set []int) (Attack, bool) {
	var leaves []int
	for _, leaf := range set {
		if a.tree.has(leaf) && a.tree.Nodes[leaf].Gate == Leaf && !a.tree.Nodes[leaf].Defence {
			leaves = append(leaves, leaf)
		}
	}
	slices.Sort(leaves)
	return a.evaluate(slices.Compact(leaves))
}

func (a *Attacks) evaluate(leaves []int) (Attack, bool) {
	out := Attack{Leaves: leaves, Totals: a.totals(leaves), TimeExact: true}
	if !a.ordered {
		done := func(leaf int) bool { _, ok := slices.BinarySearch(leaves, leaf); return ok }
		return out, a.formula.holds(done)
	}
	w := findWays(a.formula, leaves)
	time := func(leaf int) int64 { return max(a.tree.Nodes[leaf].Time, 0) }
	p, ok := w.best(time)
	if !ok {
		return out, false
	}
	out.TimeExact = !w.skipped
	out.Totals.Time = p.time(func(i int) int64 { return time(leaves[i]) })
	for _, pair := range p.steps() {
		out.Before = append(out.Before, [2]int{leaves[pair[0]], leaves[pair[1]]})
	}
	return out, true
}

// totals is the sum of the attributes with all leaves done in parallel.
func (a *Attacks) totals(leaves []int) Totals {
	var sum Totals
	for _, leaf := range leaves {
		n := &a.tree.Nodes[leaf].Attributes
		sum.Cost = addUp(sum.Cost, max(n.Cost, 0))
		sum.Time = max(sum.Time, n.Time)
		sum.Skill = max(sum.Skill, n.Skill)
		sum.Access = max(sum.Access, n.Access)
		sum.Equipment = max(sum.Equipment, n.Equipment)
		sum.Knowledge = max(sum.Knowledge, n.Knowledge)
		sum.Detect = max(sum.Detect, n.Detect)
		sum.Unknown |= n.Unknown
	}
	return sum
}

// count is the number of sets of a family.
func (z *zdd) count(f family) *big.Int {
	memo := map[family]*big.Int{none: big.NewInt(0), empty: big.NewInt(1)}
	var walk func(family) *big.Int
	walk = func(f family) *big.Int {
		if n, ok := memo[f]; ok {
			return n
		}
		n := new(big.Int).Add(walk(z.nodes[f].lo), walk(z.nodes[f].hi))
		memo[f] = n
		return n
	}
	return walk(f)
}
