package cover

import "slices"

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
	t.lp, t.proof = newSimplex(c.costs, c.rows), newProof(c.costs)
	t.lp.solve(t.cutoff(), 0, b.stop)
	t.proof.read(t.lp, c.costs)
	t.floor = min(t.cost, max(t.floor, t.proof.bound()))
	return t
}

// relaxable is the number of options up to which the relaxation is solved. Its memory grows with the square: 8 MB for 1,000.
const relaxable = 2500

// stroll lets the local search go on for a while.
func (t *tree) stroll() {
	if set := t.walk.run(t.cost, 10000, t.limit.stop); set != nil {
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
	for {
		if !t.spread() {
			return -1, 0, 0
		}
		t.lp.solve(t.cutoff(), 0, t.limit.stop)
		t.proof.read(t.lp, t.costs)
		bound = max(under, t.proof.bound())
		if bound >= t.cost {
			return -1, 0, 0
		}
		t.round()
		if bound >= t.cost {
			return -1, 0, 0
		}
		t.settle()
		if t.full() {
			t.offer(t.taken())
			return -1, 0, 0
		}
		o, first = t.choose(bound)
		if o >= 0 {
			return o, first, bound
		}
		if first < 0 {
			return -1, 0, 0
		}
	}
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
			if fix[o] == open {
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
		if t.lp.fix[o] != open {
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
	slices.SortStableFunc(order, func(a, b int32) int {
		switch x, y := t.lp.x[a], t.lp.x[b]; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	times, left := make([]bool, len(t.rows)), len(t.rows)
	for i, o := range order {
		for _, r := range t.meets[o] {
			if !times[r] {
				times[r] = true
				left--
			}
		}
		if left == 0 {
			t.offer(order[:i+1])
			return
		}
	}
}

// choose picks the option to decide: the one that raises the bound most on both sides, judged by trial for options on which
// little is known. It returns -1 with first 0 when a trial has decided an option, so that the node is to be solved anew, and
// -1 with first -1 when a trial has closed the node.
func (t *tree) choose(bound int64) (o int32, first int8) {
	type candidate struct {
		o     int32
		score float64
	}
	var list []candidate
	for o, x := range t.lp.x {
		if t.lp.fix[o] == open && x > 1e-6 && x < 1-1e-6 {
			list = append(list, candidate{int32(o), t.score(int32(o), x)})
		}
	}
	if len(list) == 0 {
		return t.anyOpen(), with
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	best, top, idle, fixed := list[0].o, -1.0, 0, false
	saved := false
	base := t.lp.sum()
	for k, c := range list {
		score := c.score
		if min(t.seen[0][c.o], t.seen[1][c.o]) < reliable && k < trials {
			if !saved {
				t.hot.save(t.lp)
				saved = true
			}
			x := t.hot.x[c.o]
			down := t.try(c.o, without, base, x)
			up := t.try(c.o, with, base, 1-x)
			switch {
			case down && up:
				return -1, -1
			case down:
				t.lp.fix[c.o] = with
				fixed = true
			case up:
				t.lp.fix[c.o] = without
				fixed = true
			}
			t.hot.fix[c.o] = t.lp.fix[c.o]
			if fixed {
				return -1, 0
			}
			score = t.score(c.o, x)
		}
		if score > top {
			best, top, idle = c.o, score, 0
		} else if idle++; idle > 5 {
			break
		}
	}
	first = with
	if t.guess(0, best)*t.lp.x[best] < t.guess(1, best)*(1-t.lp.x[best]) {
		first = without
	}
	return best, first
}

// How much is tried out before an option is chosen, found by measuring: up to trials options, by at most tryout pivots each
// way, as long as fewer than reliable trials of an option are known.
const (
	reliable = 4
	trials   = 20
	tryout   = 25
)

// anyOpen is an undecided option of a row that is not met.
func (t *tree) anyOpen() int32 {
	for _, row := range t.rows {
		if slices.ContainsFunc(row, func(o int32) bool { return t.lp.fix[o] == with }) {
			continue
		}
		for _, o := range row {
			if t.lp.fix[o] == open {
				return o
			}
		}
	}
	return -1
}

// try decides an option for a moment, sees by how much the relaxation rises, and says whether that closes the side.
func (t *tree) try(o int32, way int8, base, change float64) bool {
	t.lp.fix[o] = way
	t.lp.solve(t.cutoff(), tryout, t.limit.stop)
	t.proof.read(t.lp, t.costs)
	closed := t.proof.bound() >= t.cost
	side := 0
	if way == with {
		side = 1
	}
	t.gain[side][o] += max(0, t.lp.sum()-base) / change
	t.seen[side][o]++
	t.hot.restore(t.lp)
	return closed
}

// guess is what deciding an option is expected to raise the relaxation by, per unit of change.
func (t *tree) guess(side int, o int32) float64 {
	if t.seen[side][o] > 0 {
		return t.gain[side][o] / t.seen[side][o]
	}
	return float64(t.costs[o])
}

func (t *tree) score(o int32, x float64) float64 {
	return max(1e-6, t.guess(0, o)*x) * max(1e-6, t.guess(1, o)*(1-x))
}

// saved is the state of a simplex, kept while something is tried.
type saved struct {
	fix      []int8
	head, at []int32
	inv      []float64
	val, x   []float64
}

func (s *saved) save(l *simplex) {
	s.fix = append(s.fix[:0], l.fix...)
	s.head = append(s.head[:0], l.head...)
	s.at = append(s.at[:0], l.at...)
	s.val = append(s.val[:0], l.val...)
	s.x = append(s.x[:0], l.x...)
	s.inv = s.inv[:0]
	for _, col := range l.inv {
		s.inv = append(s.inv, col...)
	}
}

func (s *saved) restore(l *simplex) {
	copy(l.fix, s.fix)
	copy(l.head, s.head)
	copy(l.at, s.at)
	copy(l.val, s.val)
	copy(l.x, s.x)
	for o, col := range l.inv {
		copy(col, s.inv[o*l.n:])
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
