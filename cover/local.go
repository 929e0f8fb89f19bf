package cover

import (
	"cmp"
	"slices"
)

// core is a problem that is tidy: costs above zero, every row can be met, indices rising.
type core struct {
	costs []int64
	rows  [][]int32
	meets [][]int32 // the rows of each option
}

func newCore(costs []int64, rows [][]int32) *core {
	c := &core{costs: costs, rows: rows, meets: make([][]int32, len(costs))}
	for r, row := range rows {
		for _, o := range row {
			c.meets[o] = append(c.meets[o], int32(r))
		}
	}
	return c
}

func (c *core) sum(chosen []int32) int64 {
	n := int64(0)
	for _, o := range chosen {
		n += c.costs[o]
	}
	return n
}

// trim leaves out the options that are not needed, the dearest first.
func (c *core) trim(chosen []int32) []int32 {
	times := make([]int32, len(c.rows))
	for _, o := range chosen {
		for _, r := range c.meets[o] {
			times[r]++
		}
	}
	order := slices.Clone(chosen)
	slices.Sort(order)
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(c.costs[b], c.costs[a]) })
	out := order[:0]
	for _, o := range order {
		if slices.ContainsFunc(c.meets[o], func(r int32) bool { return times[r] == 1 }) {
			out = append(out, o)
			continue
		}
		for _, r := range c.meets[o] {
			times[r]--
		}
	}
	slices.Sort(out)
	return out
}

// ascend is a quick bound: it raises a price on each row in turn, as far as the costs of its options allow.
func (c *core) ascend() int64 {
	left := slices.Clone(c.costs)
	sum := int64(0)
	for _, row := range c.rows {
		price := left[row[0]]
		for _, o := range row {
			price = min(price, left[o])
		}
		sum += price
		for _, o := range row {
			left[o] -= price
		}
	}
	return sum
}

// walk is a local search for a cheap set: take out options while all rows are met; then swap options, and let each row weigh
// more the longer it stays unmet, so that the walk leaves what would otherwise hold it for ever. The scheme is that of
// Gao, Weise and Li, "An efficient local search heuristic with row weighting for the unicost set covering problem" (EJOR
// 246, 2015), with weights over costs.
type walk struct {
	*core
	in     []bool
	times  []int32
	weight []int64
	score  []int64 // the weight of the rows that the option alone meets, or would meet
	since  []int   // when it was last moved
	ready  []bool  // something near it has changed since it was taken out
	unmet  []int32
	where  []int32
	cost   int64
	seed   uint64
	step   int
	last   [2]int32 // taken in of late, not to be taken out at once
}

func newWalk(c *core, from []int32) *walk {
	w := &walk{core: c, in: make([]bool, len(c.costs)), times: make([]int32, len(c.rows)), weight: make([]int64, len(c.rows)),
		score: make([]int64, len(c.costs)), since: make([]int, len(c.costs)), ready: make([]bool, len(c.costs)),
		where: make([]int32, len(c.rows)), last: [2]int32{-1, -1}}
	for r := range c.rows {
		w.weight[r] = 1
		w.where[r] = int32(r)
		w.unmet = append(w.unmet, int32(r))
	}
	for o := range c.costs {
		w.score[o] = int64(len(c.meets[o]))
		w.ready[o] = true
	}
	for _, o := range from {
		w.add(o)
	}
	return w
}

func (w *walk) add(o int32) {
	w.in[o] = true
	w.cost += w.costs[o]
	w.score[o] = 0
	for _, r := range w.meets[o] {
		w.times[r]++
		switch w.times[r] {
		case 1:
			w.strike(r)
			for _, p := range w.rows[r] {
				w.score[p] -= w.weight[r]
				w.ready[p] = true
			}
		case 2:
			for _, p := range w.rows[r] {
				w.ready[p] = true
				if w.in[p] && p != o {
					w.score[p] -= w.weight[r]
				}
			}
		}
	}
	w.repair(o)
}

// repair reckons the score of an option anew.
func (w *walk) repair(o int32) {
	w.score[o] = 0
	limit := int32(0)
	if w.in[o] {
		limit = 1
	}
	for _, r := range w.meets[o] {
		if w.times[r] == limit {
			w.score[o] += w.weight[r]
		}
	}
}

func (w *walk) drop(o int32) {
	w.in[o] = false
	w.cost -= w.costs[o]
	for _, r := range w.meets[o] {
		w.times[r]--
		switch w.times[r] {
		case 0:
			w.where[r] = int32(len(w.unmet))
			w.unmet = append(w.unmet, r)
			for _, p := range w.rows[r] {
				w.score[p] += w.weight[r]
				w.ready[p] = true
			}
		case 1:
			for _, p := range w.rows[r] {
				w.ready[p] = true
				if w.in[p] {
					w.score[p] += w.weight[r]
				}
			}
		}
	}
	w.repair(o)
	w.ready[o] = false
}

// strike takes a row off the list of those unmet.
func (w *walk) strike(r int32) {
	end := w.unmet[len(w.unmet)-1]
	w.unmet[w.where[r]] = end
	w.where[end] = w.where[r]
	w.unmet = w.unmet[:len(w.unmet)-1]
}

// cheaper says whether a gives less weight for its cost than b; of equals, the one that was moved longer ago.
func (w *walk) cheaper(a, b int32) bool {
	x, y := float64(w.score[a])*float64(w.costs[b]), float64(w.score[b])*float64(w.costs[a])
	if x != y {
		return x < y
	}
	return w.since[a] < w.since[b]
}

// loosest is the option taken whose loss is least for its cost.
func (w *walk) loosest(spare bool) int32 {
	pick := int32(-1)
	for o, in := range w.in {
		p := int32(o)
		if in && (!spare || p != w.last[0] && p != w.last[1]) && (pick < 0 || w.cheaper(p, pick)) {
			pick = p
		}
	}
	return pick
}

// stretch is the number of steps that a walk takes in one go.
const stretch = 10000

// run walks on for a stretch and returns the cheapest set it came by, or nil if none was cheaper than below.
func (w *walk) run(below int64, stop func() bool) []int32 {
	var best []int32
	for end := w.step + stretch; w.step < end; {
		w.step++
		if w.step%256 == 0 && stop != nil && stop() {
			break
		}
		for len(w.unmet) == 0 {
			if w.cost < below {
				best = w.trim(w.taken())
				below = w.sum(best)
			}
			o := w.loosest(false)
			if o < 0 {
				return best
			}
			w.drop(o)
		}
		if o := w.loosest(true); o >= 0 {
			w.drop(o)
			w.since[o] = w.step
		}
		w.mend(below)
		for _, r := range w.unmet {
			w.weight[r]++
			for _, p := range w.rows[r] {
				w.score[p]++
			}
		}
	}
	return best
}

// mend takes in options for unmet rows, drawn by lot, as long as the cost stays below.
func (w *walk) mend(below int64) {
	for len(w.unmet) > 0 {
		w.seed = w.seed*6364136223846793005 + 1442695040888963407
		pick := int32(-1)
		for _, p := range w.rows[w.unmet[int(w.seed>>33)%len(w.unmet)]] {
			if w.ready[p] && (pick < 0 || w.cheaper(pick, p)) {
				pick = p
			}
		}
		if pick < 0 || w.cost+w.costs[pick] >= below {
			return
		}
		w.add(pick)
		w.since[pick] = w.step
		w.last[1], w.last[0] = w.last[0], pick
	}
}

func (w *walk) taken() []int32 {
	var out []int32
	for o, in := range w.in {
		if in {
			out = append(out, int32(o))
		}
	}
	return out
}
