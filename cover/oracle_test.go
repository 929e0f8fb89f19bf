package cover_test

import (
	"math/bits"
	"slices"

	"pgregory.net/rapid"

	"theriac.dev/cover"
)

// everySubset tries every subset of the options.
func everySubset(p cover.Problem) int64 {
	masks := masksOf(p)
	cost := make([]int64, 1<<len(p.Costs))
	best := int64(-1)
	for set := range cost {
		if set > 0 {
			cost[set] = cost[set&(set-1)] + p.Costs[bits.TrailingZeros(uint(set))]
		}
		meets := func(m int) bool { return m&set != 0 }
		if (best < 0 || cost[set] < best) && !slices.ContainsFunc(masks, func(m int) bool { return !meets(m) }) {
			best = cost[set]
		}
	}
	return best
}

// masksOf returns the options of each row that some option meets, as bits.
func masksOf(p cover.Problem) []int {
	var masks []int
	for _, row := range p.Rows {
		m := 0
		for _, o := range row {
			if o >= 0 && o < len(p.Costs) {
				m |= 1 << o
			}
		}
		if m != 0 {
			masks = append(masks, m)
		}
	}
	slices.Sort(masks)
	return slices.Compact(masks)
}

// plainSearch tries the options of the first unmet row one by one and forbids those tried before.
func plainSearch(p cover.Problem) int64 {
	masks := masksOf(p)
	slices.SortFunc(masks, func(a, b int) int { return bits.OnesCount(uint(a)) - bits.OnesCount(uint(b)) })
	best := int64(1) << 60
	var visit func(in, out int, cost int64)
	visit = func(in, out int, cost int64) {
		if cost >= best {
			return
		}
		for _, m := range masks {
			if m&in != 0 {
				continue
			}
			for m &^= out; m != 0; m &= m - 1 {
				o := bits.TrailingZeros(uint(m))
				visit(in|1<<o, out, cost+p.Costs[o])
				out |= 1 << o
			}
			return
		}
		best = cost
	}
	visit(0, 0, 0)
	return best
}

// drawProblem throws dice: rapid itself favours problems too small to be of interest.
func drawProblem(t *rapid.T, options, rows int) cover.Problem {
	d := newDice(rapid.Uint64().Draw(t, "seed"))
	n := d.roll(options + 1)
	top, longest := []int{1, 3, 100}[d.roll(3)], 2+d.roll(6)
	p := cover.Problem{Costs: make([]int64, n), Rows: make([][]int, d.roll(rows+1))}
	for o := range p.Costs {
		p.Costs[o] = int64(d.roll(top) + 1)
		if d.roll(12) == 0 {
			p.Costs[o] = 0
		}
	}
	for r := range p.Rows {
		for range d.roll(longest + 1) {
			if n > 0 {
				p.Rows[r] = append(p.Rows[r], d.roll(n))
			}
		}
	}
	return p
}

// problemOf reads a problem from bytes: the number of options, their costs, then rows that end with a byte of 255.
func problemOf(data []byte) cover.Problem {
	if len(data) == 0 {
		return cover.Problem{}
	}
	n := min(int(data[0]%13), len(data)-1)
	p := cover.Problem{}
	for _, b := range data[1 : 1+n] {
		p.Costs = append(p.Costs, int64(b))
	}
	row := []int{}
	for _, b := range data[1+n:] {
		if b == 255 {
			p.Rows = append(p.Rows, row)
			row = nil
			continue
		}
		row = append(row, int(b%16)-1)
	}
	p.Rows = append(p.Rows, row)
	return p
}

// check holds a solution against what a solution promises.
func check(t rapid.TB, p cover.Problem, s cover.Solution) {
	t.Helper()
	var open []int
	only := map[int]bool{}
	for r, row := range p.Rows {
		met, can := map[int]bool{}, false
		for _, o := range row {
			if o >= 0 && o < len(p.Costs) {
				can = true
				if _, ok := slices.BinarySearch(s.Chosen, o); ok {
					met[o] = true
				}
			}
		}
		if len(met) == 1 {
			for o := range met {
				only[o] = true
			}
		}
		if !can {
			open = append(open, r)
		} else if len(met) == 0 {
			t.Fatalf("row %d %v is not met by %v", r, row, s.Chosen)
		}
	}
	if !slices.Equal(open, s.Open) {
		t.Fatalf("open %v, want %v", s.Open, open)
	}
	cost := int64(0)
	for _, o := range s.Chosen {
		cost += p.Costs[o]
		if !only[o] {
			t.Fatalf("option %d of %v can be left out", o, s.Chosen)
		}
	}
	if cost != s.Cost || s.Bound < 0 || s.Bound > s.Cost || s.Exact != (s.Bound == s.Cost) || !slices.IsSorted(s.Chosen) {
		t.Fatalf("the chosen cost %d: %+v", cost, s)
	}
}
