// Package cover finds the cheapest set of options that meets every row: the weighted hitting set, which is the weighted
// set cover seen from the other side. Here an option is a control with its cost, and a row is an attack path with the
// controls that cut it, so the answer is the cheapest set of controls that cuts every path.
//
// The problem is NP-hard (Karp 1972), so an answer always carries a lower bound that is proven in whole numbers, whatever limit
// stopped the search. Solve goes this way:
//
//  1. reduce: draw what follows at once, and split what is left into parts that share no option;
//  2. walk: a local search finds a set that is good, most often the cheapest;
//  3. simplex: the linear relaxation gives each row a price, and proof turns prices into a bound without rounding error;
//  4. tree: decide option by option, the lowest bound first, until the bound meets the cost.
//
// The search is our own because no maintained library in Go does it. gonum v0.17.0 has a simplex method
// (optimize/convex/lp) for dense problems that starts from nothing each time: for the relaxation of 80 random options over
// 300 rows it took 5.8 s where the one here takes about 1 ms, with the same result (932.65), and it gave up on 40 over 150 and
// on 120 over 600 ("matrix singular"). gophersat v1.4.0 found no proof for 80 over 300 in 40 s and then panicked.
package cover

import (
	"cmp"
	"slices"
)

// Problem is a set of options with their costs, and the rows to meet.
type Problem struct {
	// Costs holds the cost of each option, in any unit the caller likes. A negative cost counts as zero. The sum must stay
	// below 2^50: should it not, each cost is cut down to 2^50 divided by the number of options.
	Costs []int64
	// Rows lists for each row the options that meet it, as indices of Costs in any order. Repeats are allowed, and an index
	// outside Costs is passed over.
	Rows [][]int
}

// Limit says when to stop before the proof is complete. The zero value sets no limit.
type Limit struct {
	Nodes int         // the number of subproblems that may be opened
	Stop  func() bool // polled now and then; true ends the search
	Gap   float64     // content with an answer whose proven gap is at most this, such as 0.05
}

// Solution is the best set found, with what is proven about it.
type Solution struct {
	Chosen []int // the options to take, in rising order; none of them can be left out
	Cost   int64 // the sum of their costs
	Bound  int64 // no set that meets all rows but the open ones costs less
	Exact  bool  // Cost equals Bound, so no cheaper set exists
	Open   []int // the rows that no option meets, in rising order
	Nodes  int   // the number of subproblems that were opened
}

// Gap is the share of the cost that might still be saved, from 0 (proven cheapest) to 1 (nothing proven).
func (s Solution) Gap() float64 {
	if s.Cost == 0 {
		return 0
	}
	return float64(s.Cost-s.Bound) / float64(s.Cost)
}

// Solve finds the cheapest set of options that meets every row but those that no option meets.
//
// The same problem gives the same answer. The order of the rows, and repeats among and within them, change nothing; of
// several sets that are equally cheap, which one is given may depend on the order of the options. A limit by Stop makes the
// answer depend on when it strikes.
func Solve(p Problem, l Limit) Solution {
	rows, open := tidy(p)
	s := search(tidyCosts(p.Costs), rows, l)
	s.Open = open
	return s
}

// Single is what one option does alone.
type Single struct {
	Option int
	Cost   int64
	Met    int // the number of rows it meets
}

// Singles ranks the options that meet any row: those that meet most rows first, of these the cheapest, of these the one
// that stands first in the problem.
func Singles(p Problem) []Single {
	costs, met := tidyCosts(p.Costs), make([]int, len(p.Costs))
	for _, row := range p.Rows {
		for _, o := range tidyRow(row, len(costs)) {
			met[o]++
		}
	}
	var out []Single
	for o, n := range met {
		if n > 0 {
			out = append(out, Single{Option: o, Cost: costs[o], Met: n})
		}
	}
	slices.SortStableFunc(out, func(a, b Single) int {
		if a.Met != b.Met {
			return b.Met - a.Met
		}
		return cmp.Compare(a.Cost, b.Cost)
	})
	return out
}

// Chokes lists the options that meet, each alone, every row but those that no option meets: the choke points. The cheapest
// comes first. Without a row that can be met there are none.
func Chokes(p Problem) []int {
	can := 0
	for _, row := range p.Rows {
		if len(tidyRow(row, len(p.Costs))) > 0 {
			can++
		}
	}
	var out []int
	for _, s := range Singles(p) {
		if s.Met == can {
			out = append(out, s.Option)
		}
	}
	return out
}

const maxSum = int64(1) << 50

// tidyCosts returns costs that are not negative and whose sum is at most maxSum.
func tidyCosts(costs []int64) []int64 {
	out := make([]int64, len(costs))
	sum := int64(0)
	for o, c := range costs {
		out[o] = min(max(c, 0), maxSum)
		sum = min(maxSum+1, sum+out[o])
	}
	if sum > maxSum {
		for o := range out {
			out[o] = min(out[o], maxSum/int64(len(out)))
		}
	}
	return out
}

// tidyRow returns the options of a row that exist, rising and without repeats.
func tidyRow(row []int, options int) []int32 {
	out := make([]int32, 0, len(row))
	for _, o := range row {
		if o >= 0 && o < options {
			out = append(out, int32(o))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// tidy returns the rows that can be met, each tidy, all in rising order and without repeats, and the indices of the rows
// that cannot. As everything starts from here, the order of the rows given has no influence on what follows.
func tidy(p Problem) (rows [][]int32, open []int) {
	for i, row := range p.Rows {
		if t := tidyRow(row, len(p.Costs)); len(t) > 0 {
			rows = append(rows, t)
		} else {
			open = append(open, i)
		}
	}
	slices.SortFunc(rows, slices.Compare)
	return slices.CompactFunc(rows, slices.Equal), open
}
