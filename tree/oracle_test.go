package tree

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sort"

	"pgregory.net/rapid"
)

// oracle answers everything by trying all sets of attack leaves. It follows the definition in the package comment and
// shares no code with the package.
type oracle struct {
	t      Tree
	active map[int]bool
	bit    map[int]int // attack leaf to its bit
	leaves []int       // the reverse
	memo   map[int][]oracleWay
	over   bool // too many ways: what it says means nothing
}

// oracleWay is a way to get what the attacker wants of a node.
type oracleWay struct {
	mask int
	uses map[[3]int]bool // gate, step, bit
}

func newOracle(t Tree, active []int) *oracle {
	o := &oracle{t: t, active: map[int]bool{}, bit: map[int]int{}, memo: map[int][]oracleWay{}}
	for _, d := range active {
		o.active[d] = true
	}
	for i, n := range t.Nodes {
		if n.Gate == Leaf && !n.Defence {
			o.bit[i] = len(o.leaves)
			o.leaves = append(o.leaves, i)
		}
	}
	return o
}

// holds evaluates the tree with negation, as Kordy et al. 2014 define it, order left aside.
func (o *oracle) holds(node, mask int) bool {
	n := o.t.Nodes[node]
	ok := 0
	for _, c := range n.Children {
		if o.holds(c, mask) {
			ok++
		}
	}
	var own bool
	switch n.Gate {
	case Leaf:
		own = o.active[node]
		if !n.Defence {
			own = mask>>o.bit[node]&1 == 1
		}
	case And, Ordered:
		own = ok == len(n.Children)
	case Or:
		own = ok > 0
	case AtLeast:
		own = ok >= n.K
	}
	for _, c := range n.Counters {
		own = own && !o.holds(c, mask)
	}
	return own
}

func (o *oracle) reaches(mask int) bool {
	return o.holds(o.t.Root, mask) != o.t.Nodes[o.t.Root].Defence
}

// nothing is the way that needs nothing.
func nothing() []oracleWay { return []oracleWay{{uses: map[[3]int]bool{}}} }

// settle removes doubles, and keeps only the way that needs nothing where there is one.
func settle(in []oracleWay) []oracleWay {
	seen := map[string]bool{}
	var out []oracleWay
	for _, w := range in {
		if w.mask == 0 {
			return nothing()
		}
		if key := fmt.Sprint(w.mask, w.uses); !seen[key] {
			seen[key] = true
			out = append(out, w)
		}
	}
	return out
}

func (o *oracle) both(a, b []oracleWay) []oracleWay {
	var out []oracleWay
	if len(a)*len(b) > 5000 {
		o.over = true
		return nil
	}
	for _, x := range a {
		for _, y := range b {
			w := oracleWay{mask: x.mask | y.mask, uses: map[[3]int]bool{}}
			for u := range x.uses {
				w.uses[u] = true
			}
			for u := range y.uses {
				w.uses[u] = true
			}
			out = append(out, w)
		}
	}
	return settle(out)
}

// choose goes k of the alternatives, those that need nothing first.
func (o *oracle) choose(k int, kids [][]oracleWay) []oracleWay {
	var left [][]oracleWay
	for _, kid := range kids {
		if len(kid) == 1 && kid[0].mask == 0 {
			k--
		} else {
			left = append(left, kid)
		}
	}
	if k <= 0 {
		return nothing()
	}
	var out []oracleWay
	for pick := range 1 << len(left) {
		if bits.OnesCount(uint(pick)) != k {
			continue
		}
		ways := nothing()
		for i, kid := range left {
			if pick>>i&1 == 1 {
				ways = o.both(ways, kid)
			}
		}
		out = append(out, ways...)
	}
	return settle(out)
}

// ways are the ways to make an attack node hold, or a defence node fail.
func (o *oracle) ways(node int) []oracleWay {
	if out, ok := o.memo[node]; ok {
		return out
	}
	n := o.t.Nodes[node]
	var kids, counters [][]oracleWay
	for _, c := range n.Children {
		kids = append(kids, o.ways(c))
	}
	for _, c := range n.Counters {
		counters = append(counters, o.ways(c))
	}
	var own []oracleWay
	switch {
	case n.Gate == Leaf && !n.Defence:
		own = []oracleWay{{1 << o.bit[node], map[[3]int]bool{}}}
	case n.Gate == Leaf && !o.active[node]:
		own = nothing()
	case n.Gate == Leaf:
	case n.Gate == Ordered && !n.Defence:
		own = o.inOrder(node, kids)
	default:
		need := map[Gate]int{And: len(kids), Ordered: len(kids), Or: 1, AtLeast: n.K}[n.Gate]
		if n.Defence {
			need = len(kids) - need + 1
		}
		own = o.choose(need, kids)
	}
	if n.Defence {
		own = o.choose(1, append(counters, own))
	} else {
		own = o.choose(1+len(counters), append(counters, own))
	}
	o.memo[node] = own
	return own
}

func (o *oracle) inOrder(node int, kids [][]oracleWay) []oracleWay {
	out := nothing()
	for step, kid := range kids {
		var tagged []oracleWay
		for _, w := range kid {
			uses := map[[3]int]bool{}
			for u := range w.uses {
				uses[u] = true
			}
			for b := range o.leaves {
				if w.mask>>b&1 == 1 {
					uses[[3]int{node, step, b}] = true
				}
			}
			tagged = append(tagged, oracleWay{w.mask, uses})
		}
		out = o.both(out, tagged)
	}
	return out
}

// time is the longest chain of a set gone in one way, or false when the way contradicts itself.
func (o *oracle) time(mask int, w oracleWay) (int64, bool) {
	first := map[[2]int]int{}
	for u := range w.uses {
		key := [2]int{u[0], u[2]}
		if at, ok := first[key]; !ok || u[1] < at {
			first[key] = u[1]
		}
	}
	next := map[int][]int{}
	for x, i := range first {
		for y, j := range first {
			if x[0] == y[0] && i < j {
				next[x[1]] = append(next[x[1]], y[1])
			}
		}
	}
	circle := false
	var chain func(b, depth int) int64
	chain = func(b, depth int) int64 {
		if depth > len(o.leaves) {
			circle = true
			return 0
		}
		var rest int64
		for _, c := range next[b] {
			if circle {
				break
			}
			rest = max(rest, chain(c, depth+1))
		}
		return rest + o.t.Nodes[o.leaves[b]].Time
	}
	var longest int64
	for b := range o.leaves {
		if mask>>b&1 == 1 {
			longest = max(longest, chain(b, 1))
		}
	}
	return longest, !circle
}

// evaluate is what a set asks, and whether it is an attack.
func (o *oracle) evaluate(mask int) (Totals, bool) {
	var sum Totals
	for b, leaf := range o.leaves {
		if mask>>b&1 == 1 {
			n := o.t.Nodes[leaf]
			sum.Cost += n.Cost
			sum.Skill, sum.Access = max(sum.Skill, n.Skill), max(sum.Access, n.Access)
			sum.Equipment, sum.Knowledge = max(sum.Equipment, n.Equipment), max(sum.Knowledge, n.Knowledge)
			sum.Detect, sum.Unknown = max(sum.Detect, n.Detect), sum.Unknown|n.Unknown
		}
	}
	found := false
	for _, w := range o.ways(o.t.Root) {
		if w.mask&^mask != 0 {
			continue
		}
		if time, ok := o.time(mask, w); ok && (!found || time < sum.Time) {
			sum.Time, found = time, true
		}
	}
	return sum, found
}

// minimal are the minimal attacks as masks: no proper part of them is an attack.
func (o *oracle) minimal() []int {
	is := make([]bool, 1<<len(o.leaves))
	var out []int
	for mask := range is {
		_, is[mask] = o.evaluate(mask)
		least := is[mask]
		for sub := (mask - 1) & mask; mask > 0 && least; sub = (sub - 1) & mask {
			least = !is[sub]
			if sub == 0 {
				break
			}
		}
		if least {
			out = append(out, mask)
		}
	}
	return out
}

// cuts are the minimal sets of leaves that meet all attacks.
func (o *oracle) cuts(attacks []int) []int {
	var out []int
	for mask := range 1 << len(o.leaves) {
		if slices.ContainsFunc(attacks, func(a int) bool { return a&mask == 0 }) {
			continue
		}
		if !slices.ContainsFunc(out, func(c int) bool { return c&^mask == 0 }) {
			out = append(out, mask)
		}
	}
	return slices.DeleteFunc(out, func(c int) bool {
		return slices.ContainsFunc(out, func(d int) bool { return d != c && d&^c == 0 })
	})
}

// names is the sorted ids of a set.
func (o *oracle) names(mask int) []string {
	out := []string{}
	for b, leaf := range o.leaves {
		if mask>>b&1 == 1 {
			out = append(out, o.t.Nodes[leaf].ID)
		}
	}
	sort.Strings(out)
	return out
}

func names(t Tree, leaves []int) []string {
	out := []string{}
	for _, leaf := range leaves {
		out = append(out, t.Nodes[leaf].ID)
	}
	sort.Strings(out)
	return out
}

// randomTree draws a tree without problems of form: shared nodes, both sides, counters of counters, every gate. The
// shape hangs on one drawn number, since drawn choice by choice nearly all trees come out trivial.
func randomTree(r *rapid.T, ordered bool) Tree {
	g := treeMaker{Rand: rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "shape"), 1)), used: map[int]bool{}}
	g.gates = []Gate{And, Or, Or, Or, AtLeast}
	if ordered {
		g.gates = []Gate{And, Or, Or, Or, Or, AtLeast, Ordered, Ordered, Ordered}
	}
	for range 2 + g.IntN(11) {
		g.add(Node{Attributes: Attributes{Cost: g.Int64N(4), Time: g.Int64N(4), Skill: g.IntN(4), Detect: g.IntN(4), Unknown: AttributeSet(g.IntN(3))}})
	}
	for range g.IntN(4) {
		g.add(Node{Defence: true})
	}
	for range 2 + g.IntN(8) {
		g.gate(false)
	}
	if g.IntN(8) > 0 { // a root that rests on whatever nothing else rests on
		g.gate(true)
	}
	g.t.Root = len(g.t.Nodes) - 1
	return g.t
}

type treeMaker struct {
	*rand.Rand
	t     Tree
	sides [2][]int
	used  map[int]bool
	gates []Gate
}

func (g *treeMaker) add(n Node) {
	i := len(g.t.Nodes)
	n.ID = fmt.Sprintf("n%02d", (i*7)%50)
	g.t.Nodes = append(g.t.Nodes, n)
	side := 0
	if n.Defence {
		side = 1
	}
	g.sides[side] = append(g.sides[side], i)
}

// pick takes some nodes of a side, most of them new ones.
func (g *treeMaker) pick(side, n int) []int {
	var out []int
	for range n {
		of := g.sides[side]
		fresh := slices.DeleteFunc(slices.Clone(of), func(i int) bool { return g.used[i] })
		if len(fresh) > 0 && g.IntN(5) > 1 {
			of = fresh
		}
		if len(of) == 0 {
			break
		}
		if i := of[g.IntN(len(of))]; !slices.Contains(out, i) {
			out = append(out, i)
			g.used[i] = true
		}
	}
	return out
}

func (g *treeMaker) gate(root bool) {
	own, other := 0, 1
	if g.IntN(5) == 0 && len(g.sides[1]) > 0 {
		own, other = 1, 0
	}
	n := Node{Defence: own == 1, Gate: g.gates[g.IntN(len(g.gates))], Children: g.pick(own, 2+g.IntN(3))}
	if root {
		for _, i := range g.sides[own] {
			if !g.used[i] {
				n.Children = append(n.Children, i)
			}
		}
	}
	if len(n.Children) == 0 {
		n.Children = g.sides[own][:1]
	}
	n.K = 1 + g.IntN(len(n.Children))
	if g.IntN(3) == 0 {
		n.Counters = g.pick(other, 1+g.IntN(2))
	}
	g.add(n)
}
