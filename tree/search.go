package tree

import (
	"cmp"
	"container/heap"
	"fmt"
	"math"
	"slices"
)

// maxStates bounds the search for the cheapest sets where the diagram is too large.
const maxStates = 200_000

// search finds minimal sets of a formula in the order of their cost, best first, for formulas whose diagram is too
// large. Order of steps is left aside.
type search struct {
	f     formula
	cost  []int64   // of each leaf term
	least []float64 // of each term: a lower bound of what it costs, leaves shared out among their uses
	uses  []float64 // of each term: at how many places it is used
	rank  []int     // of each leaf term
	empty leafSet
	// dearest are the ranks of the leaves, the one with the highest cost first.
	dearest []int
	queue   states
	count   int
	found   []weighted
	seen    map[string]bool
}

// state is a way that is gone in part.
type state struct {
	bound  int64
	serial int // of equally good states the younger one goes first, to come to an end
	chosen leafSet
	cost   int64   // of what is chosen
	paid   float64 // the shares of what is chosen
	rest   float64 // the least that the open part costs
	open   *openTerm
}

// openTerm is a list of what is still to be reached: so many of the children of a term from one of them on. Its scale is
// the share of this place in the cost of the term.
type openTerm struct {
	term, from, need int
	scale            float64
	next             *openTerm
}

type states []*state

func (s states) Len() int      { return len(s) }
func (s states) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s states) Less(i, j int) bool {
	if s[i].bound != s[j].bound {
		return s[i].bound < s[j].bound
	}
	return s[i].serial > s[j].serial
}
func (s *states) Push(x any) { *s = append(*s, x.(*state)) }
func (s *states) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

// newSearch prepares a search. cost and rank are by node index; ranks run from 0.
func newSearch(f formula, cost func(leaf int) int64, rank map[int]int) *search {
	s := &search{f: f, cost: make([]int64, len(f.terms)), rank: make([]int, len(f.terms)), seen: map[string]bool{}}
	for i := 2; i < len(f.terms); i++ {
		if t := &f.terms[i]; t.gate == Leaf {
			s.cost[i], s.rank[i] = cost(t.leaf), rank[t.leaf]
		}
	}
	s.empty = make(leafSet, (len(rank)+63)/64)
	var leaves []int
	for i, live := range f.live() {
		if live && i > always && f.terms[i].gate == Leaf {
			leaves = append(leaves, i)
		}
	}
	slices.SortFunc(leaves, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.cost[b], s.cost[a]), cmp.Compare(s.rank[b], s.rank[a]))
	})
	for _, leaf := range leaves {
		s.dearest = append(s.dearest, s.rank[leaf])
	}
	s.divide()
	if f.root != never {
		first := &state{chosen: s.empty}
		if f.root != always {
			first.add(s, openTerm{term: f.root, need: f.terms[f.root].needed(), scale: 1})
		}
		s.push(first)
	}
	return s
}

// divide gives each place where a term is used its share of what the term costs. The shares of one way never add up to
// more than the way costs, however often a leaf is used in it.
func (s *search) divide() {
	s.uses = make([]float64, len(s.f.terms))
	for i, live := range s.f.live() {
		if live {
			for _, kid := range s.f.terms[i].kids {
				s.uses[kid]++
			}
		}
	}
	s.least = make([]float64, len(s.f.terms))
	for i := 2; i < len(s.f.terms); i++ {
		t := &s.f.terms[i]
		s.least[i] = float64(s.cost[i])
		if t.gate != Leaf {
			s.least[i] = s.smallest(t, 0, t.needed())
		}
	}
}

// smallest is the sum of the smallest shares of so many children.
func (s *search) smallest(t *term, from, need int) float64 {
	kids := make([]float64, 0, len(t.kids)-from)
	for _, kid := range t.kids[from:] {
		kids = append(kids, s.least[kid]/max(s.uses[kid], 1))
	}
	slices.Sort(kids)
	sum := 0.0
	for _, k := range kids[:min(need, len(kids))] {
		sum += k
	}
	return sum
}

// rest is the least that an open term adds.
func (s *search) rest(o openTerm) float64 {
	t := &s.f.terms[o.term]
	if t.gate == Leaf {
		return o.scale * float64(s.cost[o.term])
	}
	return o.scale * s.smallest(t, o.from, o.need)
}

func (st *state) add(s *search, o openTerm) {
	o.next = st.open
	st.open = &o
	st.rest += s.rest(o)
}

func (s *search) push(st *state) {
	lower := (st.paid+st.rest)*(1-1e-9) - 1e-6
	st.bound = st.cost
	if lower > float64(st.cost) && lower < math.MaxInt64/2 {
		st.bound = max(st.cost, int64(math.Ceil(lower)))
	}
	s.count++
	st.serial = s.count
	heap.Push(&s.queue, st)
}

// run looks for up to k sets, or a few more, and returns those found in their order, and how many of them are surely the
// first. It tells whether there are no others.
func (s *search) run(k int) (found []weighted, proven int, whole bool) {
	for range maxStates {
		if len(s.queue) == 0 {
			slices.SortFunc(s.found, compareWeighted)
			return s.found, len(s.found), true
		}
		if len(s.found) >= k && s.found[k-1].weight < s.queue[0].bound {
			break
		}
		s.expand(heap.Pop(&s.queue).(*state))
	}
	for _, w := range s.greedy() {
		s.finish(w)
	}
	slices.SortFunc(s.found, compareWeighted)
	for proven < len(s.found) && (len(s.queue) == 0 || s.found[proven].weight < s.queue[0].bound) {
		proven++
	}
	return s.found, proven, len(s.queue) == 0
}

func compareWeighted(a, b weighted) int {
	switch {
	case a.before(b):
		return -1
	case b.before(a):
		return 1
	}
	return 0
}

// expand takes the first open term of a state and goes each way from there.
func (s *search) expand(st *state) {
	if st.open == nil || s.holds(st.chosen, -1) {
		s.finish(weighted{st.cost, st.chosen})
		return
	}
	open := *st.open
	t := &s.f.terms[open.term]
	take := *st
	take.open = open.next
	take.rest = st.rest - s.rest(open)
	if t.gate == Leaf {
		take.paid = st.paid + s.rest(open)
		if rank := s.rank[open.term]; !st.chosen.has(rank) {
			take.chosen = st.chosen.with(rank)
			take.cost = addUp(st.cost, s.cost[open.term])
		}
		s.push(&take)
		return
	}
	skip := take
	after := open
	after.from++
	if len(t.kids)-open.from > open.need {
		skip.add(s, after)
		s.push(&skip)
	}
	if after.need--; after.need > 0 {
		take.add(s, after)
	}
	kid := t.kids[open.from]
	take.add(s, openTerm{term: kid, need: s.f.terms[kid].needed(), scale: open.scale / max(s.uses[kid], 1)})
	s.push(&take)
}

// finish keeps a set that reaches the root when it is new and minimal.
func (s *search) finish(w weighted) {
	key := fmt.Sprint(w.set)
	if s.seen[key] {
		return
	}
	s.seen[key] = true
	for _, leaf := range w.set.list() {
		if s.holds(w.set, leaf) {
			return
		}
	}
	s.found = append(s.found, w)
}

// holds says whether a set reaches the root when one of its leaves is left out.
func (s *search) holds(set leafSet, except int) bool {
	value := make([]bool, len(s.f.terms))
	value[always] = true
	for i := 2; i < len(s.f.terms); i++ {
		t := &s.f.terms[i]
		if t.gate == Leaf {
			value[i] = set.has(s.rank[i]) && s.rank[i] != except
			continue
		}
		n := 0
		for _, kid := range t.kids {
			if value[kid] {
				n++
			}
		}
		value[i] = n >= t.needed()
	}
	return value[s.f.root]
}
