package tree

import "slices"

// family is a zero-suppressed decision diagram: a family of sets, by the index of its top node. Two families of one
// diagram are equal when their indexes are.
type family = int32

// The families without sets, and with the empty set alone.
const (
	none  family = 0
	empty family = 1
)

type zddNode struct {
	v      int32  // the variable that decides
	lo, hi family // the sets without it, and those with it (told without it)
}

// zdd holds families of sets of variables. A family is kept minimal: no set of it contains another one.
//
// Variables below split are an exception, used to carry the order of steps: two sets are compared only when they agree
// on these.
type zdd struct {
	nodes []zddNode
	table []int32 // open addressing, by node index
	memo  []zddMemo
	last  int32 // the variable of the two terminals
	split int32
	limit int  // of nodes
	work  int  // results that may still be computed; many of them need no new node
	full  bool // a limit is reached: what is computed from here on means nothing
}

type zddMemo struct {
	a, b family
	op   int32
	out  family
}

const (
	opOr = iota + 1
	opAnd
	opWithout
	opDual
	opMinus
)

// workPerNode is how many results may be computed for each node that a diagram may have.
const workPerNode = 12

// newZDD makes a diagram for the variables below last, with at most limit nodes.
func newZDD(last, split, limit int) *zdd {
	z := &zdd{last: int32(last), split: int32(split), limit: limit, work: workPerNode * limit}
	z.nodes = append(make([]zddNode, 0, 1024), zddNode{v: z.last}, zddNode{v: z.last})
	z.table = make([]int32, 2048)
	z.memo = make([]zddMemo, 1<<13)
	return z
}

// copy is a diagram with the same families that may grow by so many nodes.
func (z *zdd) copy(grow int) *zdd {
	out := *z
	out.nodes, out.table = slices.Clone(z.nodes), slices.Clone(z.table)
	out.memo = make([]zddMemo, 1<<13)
	out.limit, out.work = len(z.nodes)+grow, workPerNode*grow
	return &out
}

func hash3(a, b, c int32) uint32 {
	h := uint64(uint32(a))*0x9E3779B97F4A7C15 ^ uint64(uint32(b))*0xC2B2AE3D27D4EB4F ^ uint64(uint32(c))*0x165667B19E3779F9
	return uint32(h>>32) ^ uint32(h)
}

// make is the family of lo and of hi with v added to each of its sets.
func (z *zdd) make(v int32, lo, hi family) family {
	if hi == none {
		return lo
	}
	mask := uint32(len(z.table) - 1)
	at := hash3(v, lo, hi) & mask
	for z.table[at] != 0 {
		n := &z.nodes[z.table[at]]
		if n.v == v && n.lo == lo && n.hi == hi {
			return z.table[at]
		}
		at = (at + 1) & mask
	}
	if len(z.nodes) >= z.limit {
		z.full = true
		return none
	}
	z.nodes = append(z.nodes, zddNode{v, lo, hi})
	z.table[at] = int32(len(z.nodes) - 1)
	if 2*len(z.nodes) > len(z.table) {
		z.grow()
	}
	return int32(len(z.nodes) - 1)
}

// grow doubles the table, and the memory of results with it.
func (z *zdd) grow() {
	z.table = make([]int32, 2*len(z.table))
	mask := uint32(len(z.table) - 1)
	for i := 2; i < len(z.nodes); i++ {
		n := &z.nodes[i]
		at := hash3(n.v, n.lo, n.hi) & mask
		for z.table[at] != 0 {
			at = (at + 1) & mask
		}
		z.table[at] = int32(i)
	}
	old := z.memo
	z.memo = make([]zddMemo, 2*len(old))
	for _, m := range old {
		if m.op != 0 {
			z.memo[hash3(m.op, m.a, m.b)&uint32(len(z.memo)-1)] = m
		}
	}
}

func (z *zdd) recall(op int32, a, b family) (family, bool) {
	m := &z.memo[hash3(op, a, b)&uint32(len(z.memo)-1)]
	return m.out, m.op == op && m.a == a && m.b == b
}

func (z *zdd) keep(op int32, a, b, out family) family {
	if z.work--; z.work < 0 {
		z.full = true
	}
	z.memo[hash3(op, a, b)&uint32(len(z.memo)-1)] = zddMemo{a, b, op, out}
	return out
}

// parts splits a family at a variable that is not below its top.
func (z *zdd) parts(f family, v int32) (lo, hi family) {
	n := &z.nodes[f]
	if n.v != v {
		return f, none
	}
	return n.lo, n.hi
}

func (z *zdd) top(f, g family) int32 { return min(z.nodes[f].v, z.nodes[g].v) }

// single is the family of the one set {v}.
func (z *zdd) single(v int32) family { return z.make(v, none, empty) }

// or holds the sets of both families, minimal again.
func (z *zdd) or(f, g family) family {
	if f > g {
		f, g = g, f
	}
	if f == none || f == g || z.full {
		return g
	}
	v := z.top(f, g)
	if f == empty && v >= z.split {
		return empty
	}
	if out, ok := z.recall(opOr, f, g); ok {
		return out
	}
	f0, f1 := z.parts(f, v)
	g0, g1 := z.parts(g, v)
	lo, hi := z.or(f0, g0), z.or(f1, g1)
	if v >= z.split {
		hi = z.without(hi, lo)
	}
	return z.keep(opOr, f, g, z.make(v, lo, hi))
}

// and holds the unions of a set of f with a set of g, minimal again.
func (z *zdd) and(f, g family) family {
	if f > g {
		f, g = g, f
	}
	if f == none || z.full {
		return none
	}
	if f == empty {
		return g
	}
	v := z.top(f, g)
	if f == g && v >= z.split {
		return f
	}
	if out, ok := z.recall(opAnd, f, g); ok {
		return out
	}
	f0, f1 := z.parts(f, v)
	g0, g1 := z.parts(g, v)
	lo := z.and(f0, g0)
	var hi family
	switch {
	case g1 == none:
		hi = z.and(f1, g0)
	case f1 == none:
		hi = z.and(f0, g1)
	case v >= z.split:
		hi = z.and(z.or(f0, f1), z.or(g0, g1))
	default:
		hi = z.or(z.and(f1, z.or(g0, g1)), z.and(f0, g1))
	}
	if v >= z.split {
		hi = z.without(hi, lo)
	}
	return z.keep(opAnd, f, g, z.make(v, lo, hi))
}

// without holds the sets of f that contain no set of g.
func (z *zdd) without(f, g family) family {
	if f == none || g == none || z.full {
		return f
	}
	if f == g {
		return none
	}
	v := z.top(f, g)
	if g == empty && v >= z.split {
		return none
	}
	if z.nodes[g].v < z.nodes[f].v {
		return z.without(f, z.nodes[g].lo)
	}
	if out, ok := z.recall(opWithout, f, g); ok {
		return out
	}
	f0, f1 := z.parts(f, v)
	g0, g1 := z.parts(g, v)
	lo, hi := z.without(f0, g0), z.without(f1, g1)
	if v >= z.split {
		hi = z.without(hi, g0)
	}
	return z.keep(opWithout, f, g, z.make(v, lo, hi))
}

// dual holds the minimal sets that meet every set of f: sets with v that meet all sets of f without v, and sets that
// meet both those and the sets of f with v.
func (z *zdd) dual(f family) family {
	if f <= empty || z.full {
		return 1 - f
	}
	if out, ok := z.recall(opDual, f, none); ok {
		return out
	}
	n := z.nodes[f]
	rest := z.dual(n.lo)
	lo := z.and(rest, z.dual(n.hi))
	return z.keep(opDual, f, none, z.make(n.v, lo, z.without(rest, lo)))
}

// size is the number of nodes below a family, terminals left out.
func (z *zdd) size(f family) int {
	seen := map[family]bool{}
	stack := []family{f}
	for len(stack) > 0 {
		f, stack = stack[len(stack)-1], stack[:len(stack)-1]
		if f <= empty || seen[f] {
			continue
		}
		seen[f] = true
		stack = append(stack, z.nodes[f].lo, z.nodes[f].hi)
	}
	return len(seen)
}
