package cover

import (
	"cmp"
	"slices"
)

// tree is a branch and bound over one core: decide option by option, solve the relaxation of what is left, and drop what
// provably cannot beat the best set known.
type tree struct {
	*core
	lp    *simplex
	proof *proof
	limit *budget

	best []int32
	cost int64 // of the best set known
	heap []node
	gain [2][]float64 // what deciding an option one way has raised the relaxation by, per unit of change, in sum
	seen [2][]float64 // and how often that was seen
	hot  saved

	walk  *walk
	floor int64 // what is proven
	grown int
}

// node is a subproblem that waits: what is decided, the basis to start from, and what is proven of it.
type node struct {
	bound int64
	fix   []int8
	head  []int32
}

// plant makes the tree of a core, with a good set and the bound of the relaxation.
func plant(c *core, b *budget) *tree {
	n := len(c.costs)
	t := &tree{core: c, limit: b}
	all := make([]int32, n)
	for o := range all {
		all[o] = int32(o)
	}
	t.best = c.trim(all)
	t.cost = c.sum(t.best)
	t.walk = newWalk(c, all)
	t.stroll()
	t.floor = min(t.cost, c.ascend())
	if n > relaxable || t.floor >= t.cost {
		return t
	}
	for i := range 2 {
		t.gain[i], t.seen[i] = make([]float64, n), make([]float64, n)
	}
	t.lp, t.proof = newSimplex(c), newProof(c.costs)
	t.lp.solve(t.cutoff(), 0, b.stop)
	t.proof.read(t.lp, c.costs)
	t.floor = min(t.cost, max(t.floor, t.proof.bound()))
	return t
}

// relaxable is the number of options up to which the relaxation is solved. Its memory grows with the square: 8 MB for 1,000.
const relaxable = 2500

// stroll lets the local search go on for a while.
func (t *tree) stroll() {
	if set := t.walk.run(t.cost, t.limit.stop); set != nil {
		t.offer(set)
	}
}

// grow searches until the best set is proven, or good enough, or the limit strikes. It leaves what is proven in floor.
func (t *tree) grow() {
	under := t.floor
	for t.lp != nil && !t.limit.content(t.cost, t.floor) {
		for t.limit.more() {
			o, first, bound := t.visit(under)
			if o < 0 {
				under = t.cost
				break
			}
			under = bound
			t.push(o, with+without-first, bound)
			t.lp.fix[o] = first
			if t.grown++; t.grown%100 == 0 {
				t.stroll()
			}
		}
		t.floor = min(under, t.cost)
		if len(t.heap) > 0 {
			t.floor = min(t.floor, t.heap[0].bound)
		}
		if t.limit.ended || t.floor >= t.cost {
			return
		}
		n := t.pop()
		under = n.bound
		copy(t.lp.fix, n.fix)
		t.lp.load(n.head)
	}
}

// visit solves the node that stands in lp. It returns the option to decide next, which way to go first and the bound; -1 when
// there is nothing left to find here.
func (t *tree) visit(under int64) (o int32, first int8, bound int64) {
	for t.spread() {
		t.lp.solve(t.cutoff(), 0, t.limit.stop)
		t.proof.read(t.lp, t.costs)
		t.round()
		bound = max(under, t.proof.bound())
		if bound >= t.cost {
			return -1, 0, 0
		}
		t.settle()
		if t.full() {
			t.offer(t.taken())
			return -1, 0, 0
		}
		o, first, out := t.choose()
		switch out {
		case branched:
			return o, first, bound
		case closed:
			return -1, 0, 0
		}
	}
	return -1, 0, 0
}

// cutoff is the value of the relaxation from which on a node cannot hold a cheaper set.
func (t *tree) cutoff() float64 { return float64(t.cost-1) + max(1e-4, float64(t.cost)*1e-6) }

// spread draws the simple conclusions: a row whose options but one are decided against needs that one. It says whether all
// rows can still be met.
func (t *tree) spread() bool {
	fix := t.lp.fix
	for _, row := range t.rows {
		left, lone := 0, int32(-1)
		for _, o := range row {
			if fix[o] == with {
				left = 2
				break
			}
			if fix[o] == undecided {
				left++
				lone = o
			}
		}
		if left == 0 {
			return false
		}
		if left == 1 {
			t.lp.fix[lone] = with
		}
	}
	return true
}

// settle decides the options that, decided the other way, would cost as much as the best set.
func (t *tree) settle() {
	for o := range t.costs {
		if t.lp.fix[o] != undecided {
			continue
		}
		if t.proof.with(int32(o)) >= t.cost {
			t.lp.fix[int32(o)] = without
		} else if t.proof.without(int32(o)) >= t.cost {
			t.lp.fix[int32(o)] = with
		}
	}
}

// full says whether the options taken meet all rows.
func (t *tree) full() bool {
	for _, row := range t.rows {
		if !slices.ContainsFunc(row, func(o int32) bool { return t.lp.fix[o] == with }) {
			return false
		}
	}
	return true
}

func (t *tree) taken() []int32 {
	var out []int32
	for o, f := range t.lp.fix {
		if f == with {
			out = append(out, int32(o))
		}
	}
	return out
}

// offer keeps a set when it is cheaper than the best known.
func (t *tree) offer(set []int32) {
	set = t.trim(set)
	if c := t.sum(set); c < t.cost {
		t.best, t.cost = set, c
	}
}

// round makes a set of the relaxation: the options taken most, until all rows are met.
func (t *tree) round() {
	order := make([]int32, 0, t.lp.n)
	for o, x := range t.lp.x {
		if x > 1e-6 && t.lp.fix[o] != without {
			order = append(order, int32(o))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(t.lp.x[b], t.lp.x[a]) })
	met, left := make([]bool, len(t.rows)), len(t.rows)
	for i, o := range order {
		for _, r := range t.meets[o] {
			if !met[r] {
				met[r] = true
				left--
			}
		}
		if left == 0 {
			t.offer(order[:i+1])
			return
		}
	}
}

func (t *tree) push(o int32, way int8, bound int64) {
	n := node{bound: bound, fix: slices.Clone(t.lp.fix), head: slices.Clone(t.lp.head)}
	n.fix[o] = way
	t.heap = append(t.heap, n)
	for i := len(t.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if t.heap[up].bound <= t.heap[i].bound {
			break
		}
		t.heap[up], t.heap[i] = t.heap[i], t.heap[up]
		i = up
	}
}

func (t *tree) pop() node {
	n := t.heap[0]
	end := len(t.heap) - 1
	t.heap[0] = t.heap[end]
	t.heap = t.heap[:end]
	for i := 0; ; {
		low := i
		for _, d := range [2]int{2*i + 1, 2*i + 2} {
			if d < end && t.heap[d].bound < t.heap[low].bound {
				low = d
			}
		}
		if low == i {
			return n
		}
		t.heap[low], t.heap[i] = t.heap[i], t.heap[low]
		i = low
	}
}
