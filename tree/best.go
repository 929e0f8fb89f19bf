package tree

import (
	"math"
	"math/bits"
)

// leafSet is a set of leaves by their rank, which follows the ids.
type leafSet []uint64

func (s leafSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s leafSet) with(i int) leafSet {
	out := append(leafSet(nil), s...)
	out[i/64] |= 1 << (i % 64)
	return out
}

// before orders sets as the sorted lists of their ids are ordered. Of two sets of a minimal family the one with the
// smallest leaf that they do not share comes first, so the order is kept when both gain the same leaf.
func (s leafSet) before(t leafSet) bool {
	for i := range s {
		if d := s[i] ^ t[i]; d != 0 {
			return s[i]&(d&-d) != 0
		}
	}
	return false
}

func (s leafSet) list() []int {
	var out []int
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			out = append(out, i*64+bits.TrailingZeros64(w))
		}
	}
	return out
}

// weighted is a set with the sum of its weights.
type weighted struct {
	weight int64
	set    leafSet
}

func (a weighted) before(b weighted) bool {
	if a.weight != b.weight {
		return a.weight < b.weight
	}
	return a.set.before(b.set)
}

// ranking lists the sets of a family by weight, then by ids, each only when it is asked for. Every node of the diagram
// keeps the list of its own sets as far as it was needed, merged from the lists of its two branches.
type ranking struct {
	z      *zdd
	weight []int64 // of each variable
	rank   []int   // of each variable
	start  leafSet
	lists  map[family]*rankedList
}

type rankedList struct {
	sets   []weighted
	lo, hi int // how many of each branch are used
}

func newRanking(z *zdd, weight []int64, rank []int) *ranking {
	return &ranking{z: z, weight: weight, rank: rank, start: make(leafSet, (len(rank)+63)/64), lists: map[family]*rankedList{}}
}

// at is the set number i of the family, or false where it has no more.
func (r *ranking) at(f family, i int) (weighted, bool) {
	if f <= empty {
		return weighted{set: r.start}, f == empty && i == 0
	}
	list := r.lists[f]
	if list == nil {
		list = &rankedList{}
		r.lists[f] = list
	}
	for len(list.sets) <= i {
		next, ok := r.next(f, list)
		if !ok {
			return weighted{}, false
		}
		list.sets = append(list.sets, next)
	}
	return list.sets[i], true
}

func (r *ranking) next(f family, list *rankedList) (weighted, bool) {
	n := r.z.nodes[f]
	lo, okLo := r.at(n.lo, list.lo)
	hi, okHi := r.at(n.hi, list.hi)
	if okHi {
		hi = weighted{addUp(hi.weight, r.weight[n.v]), hi.set.with(r.rank[n.v])}
	}
	switch {
	case okLo && (!okHi || lo.before(hi)):
		list.lo++
		return lo, true
	case okHi:
		list.hi++
		return hi, true
	}
	return weighted{}, false
}

// addUp adds two amounts that are not negative, and stays at the largest number where the sum is larger.
func addUp(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}
