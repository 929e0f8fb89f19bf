package tree

import "slices"

// Front is a Pareto front: the attacks for which no other attack is at least as low in every attribute and lower in
// one.
type Front struct {
	Attributes []Attribute
	Points     []Point // by their values, the first attribute first
	// Exact says that the front is complete and every point lies on it. Where it is false the points are real attacks,
	// and none of those found is better, but others may be.
	Exact bool
}

// Point is one point of a front, with the attack that reaches it: of several the cheapest, then the first by ids.
type Point struct {
	Values []int64 // in the order of the attributes
	Attack Attack
}

const (
	maxPoints   = 4_000       // of one node of the diagram
	maxCompared = 200_000_000 // values compared while building a front
)

// Front is the Pareto front of the minimal attack sets over the attributes, each to be as low as it can. Asked for no
// attribute it takes cost and time.
func (a *Attacks) Front(attributes ...Attribute) Front {
	var of []Attribute
	for _, one := range attributes {
		if one >= Cost && one <= Detect && !slices.Contains(of, one) {
			of = append(of, one)
		}
	}
	if len(of) == 0 {
		of = []Attribute{Cost, Time}
	}
	b := newFrontier(a, of)
	out := Front{Attributes: of}
	if a.ordered && slices.Contains(of, Time) {
		out.Points, out.Exact = b.explore()
	} else {
		out.Points, out.Exact = b.points()
	}
	out.Exact = out.Exact && a.whole
	slices.SortFunc(out.Points, func(x, y Point) int { return slices.Compare(x.Values, y.Values) })
	return out
}

// Residual is the front with no defence active, and the one with those that are: what they buy.
func (a *Attacks) Residual(attributes ...Attribute) (before, after Front) {
	return a.Without(a.active...).Front(attributes...), a.Front(attributes...)
}

// frontier computes fronts on the diagram. The values of a set are told apart as if all its leaves were done in
// parallel, which is what they are when no gate is ordered, and a lower bound when one is.
type frontier struct {
	a      *Attacks
	of     []Attribute
	values [][]int64 // by variable
	fronts map[family][][]int64
	left   int // values that may still be compared
	exact  bool
}

func newFrontier(a *Attacks, of []Attribute) *frontier {
	b := &frontier{a: a, of: of, left: maxCompared, exact: true}
	b.values = make([][]int64, len(a.diagram.leaf))
	for v := range b.values {
		b.values[v] = make([]int64, len(of))
	}
	for i, one := range of {
		for v, value := range a.values(one) {
			b.values[v][i] = value
		}
	}
	zero := make([]int64, len(of))
	b.fronts = map[family][][]int64{none: nil, empty: {zero}}
	return b
}

// add is the vector of a set that gains a leaf.
func (b *frontier) add(x, leaf []int64) []int64 {
	out := make([]int64, len(x))
	for i, one := range b.of {
		if one == Cost {
			out[i] = addUp(x[i], leaf[i])
		} else {
			out[i] = max(x[i], leaf[i])
		}
	}
	return out
}

// front is the front of a family.
func (b *frontier) front(f family) [][]int64 {
	if out, ok := b.fronts[f]; ok {
		return out
	}
	n := b.a.diagram.z.nodes[f]
	all := slices.Clone(b.front(n.lo))
	for _, x := range b.front(n.hi) {
		all = append(all, b.add(x, b.values[n.v]))
	}
	out := b.best(all)
	b.fronts[f] = out
	return out
}

// best leaves out what is not on the front. In their order, a vector can only be beaten by one before it.
func (b *frontier) best(all [][]int64) [][]int64 {
	slices.SortFunc(all, slices.Compare[[]int64])
	var out [][]int64
	for _, x := range all {
		b.left -= len(out) * len(x)
		if len(out) == maxPoints || b.left < 0 {
			b.exact = false
			break
		}
		if !beaten(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// beaten says whether one of the vectors is nowhere higher than x.
func beaten(by [][]int64, x []int64) bool {
	for _, y := range by {
		if below(y, x) {
			return true
		}
	}
	return false
}

func below(y, x []int64) bool {
	for i := range y {
		if y[i] > x[i] {
			return false
		}
	}
	return true
}

// points is the front of all sets, with an attack for each point.
func (b *frontier) points() ([]Point, bool) {
	var out []Point
	for _, x := range b.front(b.a.diagram.root) {
		r := b.a.ranking()
		r.allow = make([]bool, len(b.values))
		for v, values := range b.values {
			r.allow[v] = true
			for i, one := range b.of {
				if one != Cost && values[i] > x[i] {
					r.allow[v] = false
				}
			}
		}
		if s, ok := r.at(b.a.diagram.root, 0); ok {
			attack, _ := b.a.evaluate(b.a.nodes(s.set))
			out = append(out, Point{x, attack})
		}
	}
	return out, b.exact
}

// explore finds the front where the time of a set hangs on the order of its leaves. It goes through the sets of the
// diagram and leaves out every part of which the lower bounds are beaten by an attack already found.
func (b *frontier) explore() ([]Point, bool) {
	e := explorer{frontier: b, sets: b.a.limits.Sets}
	for _, by := range b.of {
		if by == Time {
			continue
		}
		for _, x := range b.a.Cheapest(20, by).Attacks {
			e.offer(x)
		}
	}
	zero := make([]int64, len(b.of))
	e.walk(b.a.diagram.root, zero)
	exact := b.exact && !e.stopped
	if exact { // once more, for the first of the attacks that share a point
		e.ties = true
		e.walk(b.a.diagram.root, zero)
	}
	return e.found, exact
}

type explorer struct {
	*frontier
	found   []Point
	chosen  []int // node indexes
	sets    int   // that may still be looked at
	stopped bool  // no more may be
	ties    bool  // sets that may equal a point are looked at too
}

func (e *explorer) vector(x Attack) []int64 {
	out := make([]int64, len(e.of))
	for i, one := range e.of {
		out[i] = x.Totals.Of(one)
	}
	return out
}

// offer keeps an attack that no other beats, and drops those that it beats. Of two with the same values the cheaper
// one stays, then the first by ids.
func (e *explorer) offer(x Attack) {
	e.exact = e.exact && x.TimeExact
	values := e.vector(x)
	for i, p := range e.found {
		if slices.Equal(p.Values, values) {
			if e.a.earlier(x, p.Attack) {
				e.found[i].Attack = x
			}
			return
		}
		if below(p.Values, values) {
			return
		}
	}
	e.found = slices.DeleteFunc(e.found, func(p Point) bool { return below(values, p.Values) })
	e.found = append(e.found, Point{values, x})
}

// earlier says whether an attack comes before another one by cost, then by ids.
func (a *Attacks) earlier(x, y Attack) bool {
	if x.Totals.Cost != y.Totals.Cost {
		return x.Totals.Cost < y.Totals.Cost
	}
	return a.setOf(x.Leaves).before(a.setOf(y.Leaves))
}

func (a *Attacks) setOf(leaves []int) leafSet {
	out := make(leafSet, (len(a.ranked)+63)/64)
	for _, leaf := range leaves {
		rank := a.rankOf[leaf]
		out[rank/64] |= 1 << (rank % 64)
	}
	return out
}

// walk goes through the sets of a family; sofar are the bounds of what is chosen above it.
func (e *explorer) walk(f family, sofar []int64) {
	if e.stopped || f == none || !e.promising(f, sofar) {
		return
	}
	if f == empty {
		if e.sets--; e.sets < 0 {
			e.stopped = true
			return
		}
		x, _ := e.a.evaluate(slices.Sorted(slices.Values(e.chosen)))
		e.offer(x)
		return
	}
	n := e.a.diagram.z.nodes[f]
	e.chosen = append(e.chosen, e.a.diagram.leaf[n.v])
	e.walk(n.hi, e.add(sofar, e.values[n.v]))
	e.chosen = e.chosen[:len(e.chosen)-1]
	e.walk(n.lo, sofar)
}

// promising says whether a set of the family may be on the front.
func (e *explorer) promising(f family, sofar []int64) bool {
	for _, bound := range e.front(f) {
		x := e.add(bound, sofar)
		if e.left--; e.left < 0 {
			e.stopped = true
			return false
		}
		if !slices.ContainsFunc(e.found, func(p Point) bool {
			return below(p.Values, x) && !(e.ties && slices.Equal(p.Values, x))
		}) {
			return true
		}
	}
	return false
}
