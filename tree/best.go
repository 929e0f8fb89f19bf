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
	// allow and need choose among the sets: all variables of a set must be allowed, one must be needed. Nil for no
	// choice.
	allow, need []bool
	start       leafSet
	lists       map[rankedKey]*rankedList
}

type rankedKey struct {
	f    family
	need bool // a needed variable is still missing
}

type rankedList struct {
	sets   []weighted
	lo, hi int // how many of each branch are used
	done   bool
}

func newRanking(z *zdd, weight []int64, rank []int, leaves int) *ranking {
	return &ranking{z: z, weight: weight, rank: rank, start: make(leafSet, (leaves+63)/64), lists: map[rankedKey]*rankedList{}}
}

// at is the set number i of the family, or false where it has no more.
func (r *ranking) at(f family, i int) (weighted, bool) { return r.get(rankedKey{f, r.need != nil}, i) }

func (r *ranking) get(key rankedKey, i int) (weighted, bool) {
	if key.f <= empty {
		return weighted{set: r.start}, key.f == empty && !key.need && i == 0
	}
	list := r.lists[key]
	if list == nil {
		list = &rankedList{}
		r.lists[key] = list
	}
	for len(list.sets) <= i && !list.done {
		r.extend(key, list)
	}
	if i >= len(list.sets) {
		return weighted{}, false
	}
	return list.sets[i], true
}

// extend takes the next set from one of the branches.
func (r *ranking) extend(key rankedKey, list *rankedList) {
	n := r.z.nodes[key.f]
	lo, okLo := r.get(rankedKey{n.lo, key.need}, list.lo)
	var hi weighted
	okHi := r.allow == nil || r.allow[n.v]
	if okHi {
		hi, okHi = r.get(rankedKey{n.hi, key.need && !r.need[n.v]}, list.hi)
	}
	if okHi {
		hi = weighted{addUp(hi.weight, r.weight[n.v]), hi.set.with(r.rank[n.v])}
	}
	switch {
	case okLo && (!okHi || lo.before(hi)):
		list.lo++
		list.sets = append(list.sets, lo)
	case okHi:
		list.hi++
		list.sets = append(list.sets, hi)
	default:
		list.done = true
	}
}

// addUp adds two amounts that are not negative, and stays at the largest number where the sum is larger.
func addUp(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}
