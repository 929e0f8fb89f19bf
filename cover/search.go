package cover

import "slices"

// search is a depth-first branch and bound: take the unmet row with the fewest options left, try each of them in turn and
// forbid those tried before. The bound is a dual ascent.
type search struct {
	costs []int64
	rows  [][]int
	limit Limit

	meets [][]int // the rows of each option
	best  []int
	cost  int64
	bound int64
	nodes int
	ended bool
	root  int64
}

func (s *search) run() {
	s.meets = make([][]int, len(s.costs))
	for r, row := range s.rows {
		for _, o := range row {
			s.meets[o] = append(s.meets[o], r)
		}
	}
	all := make([]int, len(s.costs))
	for o := range all {
		all[o] = o
	}
	s.best = s.trim(all)
	s.cost = s.sum(s.best)
	s.root = s.ascend(make([]int8, len(s.costs)), make([]int, len(s.rows)))
	s.visit(make([]int8, len(s.costs)), make([]int, len(s.rows)), 0)
	s.bound = s.cost
	if s.ended {
		s.bound = s.root
	}
}

func (s *search) sum(chosen []int) int64 {
	n := int64(0)
	for _, o := range chosen {
		n += s.costs[o]
	}
	return n
}

// trim leaves out what is not needed, the dearest first.
func (s *search) trim(chosen []int) []int {
	times := make([]int, len(s.rows))
	for _, o := range chosen {
		for _, r := range s.meets[o] {
			times[r]++
		}
	}
	order := slices.Clone(chosen)
	slices.SortStableFunc(order, func(a, b int) int { return compare(s.costs[b], s.costs[a]) })
	var out []int
	for _, o := range order {
		if slices.ContainsFunc(s.meets[o], func(r int) bool { return times[r] == 1 }) {
			out = append(out, o)
			continue
		}
		for _, r := range s.meets[o] {
			times[r]--
		}
	}
	slices.Sort(out)
	return out
}

// ascend raises a price on each unmet row as far as the costs of its options allow; the sum of the prices is a bound.
func (s *search) ascend(state []int8, times []int) int64 {
	left := slices.Clone(s.costs)
	sum := int64(0)
	for r, row := range s.rows {
		if times[r] > 0 {
			continue
		}
		price := maxSum
		for _, o := range row {
			if state[o] == 0 {
				price = min(price, left[o])
			}
		}
		sum = min(maxSum, sum+price)
		for _, o := range row {
			left[o] -= price
		}
	}
	return sum
}

func (s *search) visit(state []int8, times []int, cost int64) {
	s.nodes++
	if s.ended || s.limit.Nodes > 0 && s.nodes > s.limit.Nodes || s.limit.Stop != nil && s.limit.Stop() {
		s.ended = true
		return
	}
	pick, fewest := -1, len(s.costs)+1
	for r, row := range s.rows {
		if times[r] > 0 {
			continue
		}
		n := 0
		for _, o := range row {
			if state[o] == 0 {
				n++
			}
		}
		if n < fewest {
			pick, fewest = r, n
		}
	}
	if pick < 0 {
		if cost < s.cost {
			s.take(state)
		}
		return
	}
	if cost+s.ascend(state, times) >= s.cost {
		return
	}
	s.branch(pick, state, times, cost)
}

func (s *search) branch(pick int, state []int8, times []int, cost int64) {
	var tried []int
	for _, o := range s.rows[pick] {
		if state[o] != 0 {
			continue
		}
		state[o] = 1
		for _, r := range s.meets[o] {
			times[r]++
		}
		s.visit(state, times, cost+s.costs[o])
		for _, r := range s.meets[o] {
			times[r]--
		}
		state[o] = -1
		tried = append(tried, o)
	}
	for _, o := range tried {
		state[o] = 0
	}
}

func (s *search) take(state []int8) {
	var chosen []int
	for o, v := range state {
		if v == 1 {
			chosen = append(chosen, o)
		}
	}
	s.best = s.trim(chosen)
	s.cost = s.sum(s.best)
}
