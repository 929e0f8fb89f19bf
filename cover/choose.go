package cover

import (
	"cmp"
	"slices"
)

// choose picks the option to decide: the one that raises the bound most on both sides, judged by trial for options on which
// little is known (reliability branching: Achterberg, Koch and Martin, Operations Research Letters 33, 2005). It also says
// which way to go first. The outcome is branched, or redo when a trial has decided an option, so that the node is to be
// solved anew, or closed when a trial has shown that nothing is to be found.
func (t *tree) choose() (o int32, first int8, out outcome) {
	list := t.candidates()
	if len(list) == 0 {
		if o = t.anyOpen(); o < 0 {
			return 0, 0, closed
		}
		return o, with, branched
	}
	best, top, idle := list[0].o, -1.0, 0
	base := t.lp.sum()
	for k, c := range list {
		score := c.score
		if k < trials && min(t.seen[0][c.o], t.seen[1][c.o]) < reliable {
			if out := t.tryBoth(c.o, base); out != branched {
				return 0, 0, out
			}
			score = t.score(c.o)
		}
		if score > top {
			best, top, idle = c.o, score, 0
		} else if idle++; idle > patience {
			break
		}
	}
	x := t.lp.x[best]
	if t.guess(0, best)*x < t.guess(1, best)*(1-x) {
		return best, without, branched
	}
	return best, with, branched
}

type outcome int

const (
	branched outcome = iota
	redo
	closed
)

// How much is tried out before an option is chosen, found by measuring: up to trials options, by at most tryout pivots each
// way, as long as fewer than reliable trials of an option are known; until patience options in a row were no better.
const (
	reliable = 4
	trials   = 20
	tryout   = 25
	patience = 5
)

type candidate struct {
	o     int32
	score float64
}

// candidates lists the options that the relaxation takes in part, the most promising first.
func (t *tree) candidates() []candidate {
	var list []candidate
	for o, x := range t.lp.x {
		if t.lp.fix[o] == undecided && x > 1e-6 && x < 1-1e-6 {
			list = append(list, candidate{int32(o), t.score(int32(o))})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return list
}

// tryBoth tries an option both ways. What one way is shut off decides for the other.
func (t *tree) tryBoth(o int32, base float64) outcome {
	t.hot.save(t.lp)
	x := t.lp.x[o]
	down, up := t.try(o, without, base, x), t.try(o, with, base, 1-x)
	switch {
	case down && up:
		return closed
	case down:
		t.lp.fix[o] = with
		return redo
	case up:
		t.lp.fix[o] = without
		return redo
	}
	return branched
}

// anyOpen is an undecided option of a row that is not met.
func (t *tree) anyOpen() int32 {
	for _, row := range t.rows {
		if slices.ContainsFunc(row, func(o int32) bool { return t.lp.fix[o] == with }) {
			continue
		}
		for _, o := range row {
			if t.lp.fix[o] == undecided {
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

// score rates an option by what deciding it is expected to do on both sides.
func (t *tree) score(o int32) float64 {
	x := t.lp.x[o]
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
