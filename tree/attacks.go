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
	Sets  int // sets looked at where the diagram gives no answer by itself, default 20,000
}

func (l Limits) defaults() Limits {
	if l.Nodes <= 0 {
		l.Nodes = 1_000_000
	}
	if l.Sets <= 0 {
		l.Sets = 20_000
	}
	return l
}

// Attacks are the minimal attack sets of a tree while the given defences are active. Making it does the heavy work
// once; the questions share it. It is safe for reading by several goroutines.
type Attacks struct {
	tree    Tree
	active  []int
	limits  Limits
	formula formula
	diagram diagram
	whole   bool  // the diagram holds all minimal sets
	rank    []int // of each variable of the diagram
	ranked  []int // the node index of each rank
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
	a.diagram, a.whole = draw(a.formula, a.limits.Nodes)
	a.rankLeaves()
	return a
}

// rankLeaves numbers the leaves in the order of their ids.
func (a *Attacks) rankLeaves() {
	a.ranked = slices.Clone(a.diagram.leaf)
	slices.SortFunc(a.ranked, func(x, y int) int {
		return cmp.Or(strings.Compare(a.tree.Nodes[x].ID, a.tree.Nodes[y].ID), cmp.Compare(x, y))
	})
	at := map[int]int{}
	for i, leaf := range a.ranked {
		at[leaf] = i
	}
	a.rank = make([]int, len(a.diagram.leaf))
	for v, leaf := range a.diagram.leaf {
		a.rank[v] = at[leaf]
	}
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

// Attack is one minimal attack set.
type Attack struct {
	Leaves []int // indexes of the attack leaves, ascending
	Totals Totals
}

// Totals are the attributes of an attack: cost added up, time along the longest chain, of the others the highest.
type Totals = Attributes

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
	r := newRanking(a.diagram.z, a.weights(Cost), a.rank)
	out := List{Exact: a.whole, Complete: a.whole}
	for i := 0; ; i++ {
		s, ok := r.at(a.diagram.root, i)
		if !ok {
			return out
		}
		if i >= k {
			out.Complete = false
			return out
		}
		out.Attacks = append(out.Attacks, a.attack(s.set))
	}
}

func (a *Attacks) weights(by Attribute) []int64 {
	out := make([]int64, len(a.diagram.leaf))
	for v, leaf := range a.diagram.leaf {
		out[v] = max(a.tree.Nodes[leaf].Of(by), 0)
	}
	return out
}

func (a *Attacks) attack(set leafSet) Attack {
	var leaves []int
	for _, rank := range set.list() {
		leaves = append(leaves, a.ranked[rank])
	}
	slices.Sort(leaves)
	return Attack{Leaves: leaves, Totals: a.totals(leaves)}
}

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
