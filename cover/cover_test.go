package cover_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/cover"
)

// bruteForce tries every subset.
func bruteForce(p cover.Problem) int64 {
	masks := rowMasks(p)
	best := int64(-1)
	for set := range 1 << len(p.Costs) {
		cost, ok := int64(0), true
		for o, c := range p.Costs {
			if set>>o&1 == 1 {
				cost += c
			}
		}
		if best >= 0 && cost >= best {
			continue
		}
		for _, m := range masks {
			ok = ok && m&set != 0
		}
		if ok {
			best = cost
		}
	}
	return best
}

// rowMasks returns the options of each row that some option meets, as bits.
func rowMasks(p cover.Problem) []int {
	var masks []int
	for _, row := range p.Rows {
		m := 0
		for _, o := range row {
			m |= 1 << o
		}
		if m != 0 {
			masks = append(masks, m)
		}
	}
	return masks
}

func drawProblem(t *rapid.T, options int) cover.Problem {
	n := rapid.IntRange(0, options).Draw(t, "options")
	costs := make([]int64, n)
	top := rapid.SampledFrom([]int64{1, 3, 100}).Draw(t, "top")
	for o := range costs {
		costs[o] = rapid.Int64Range(0, top).Draw(t, "cost")
		if top == 1 {
			costs[o] = 1
		}
	}
	rows := make([][]int, rapid.IntRange(0, 30).Draw(t, "rows"))
	for r := range rows {
		if n > 0 {
			rows[r] = rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 5).Draw(t, "row")
		}
	}
	return cover.Problem{Costs: costs, Rows: rows}
}

// check holds a solution against what a solution promises.
func check(t rapid.TB, p cover.Problem, s cover.Solution) {
	var open []int
	for r, row := range p.Rows {
		if len(row) == 0 {
			open = append(open, r)
		} else if !slices.ContainsFunc(row, func(o int) bool { return slices.Contains(s.Chosen, o) }) {
			t.Fatalf("row %d %v is not met by %v", r, row, s.Chosen)
		}
	}
	if !slices.Equal(open, s.Open) {
		t.Fatalf("open %v, want %v", s.Open, open)
	}
	cost := int64(0)
	for _, o := range s.Chosen {
		cost += p.Costs[o]
	}
	if cost != s.Cost {
		t.Fatalf("cost %d, but the chosen cost %d", s.Cost, cost)
	}
	if s.Bound > s.Cost || s.Exact != (s.Bound == s.Cost) || !slices.IsSorted(s.Chosen) {
		t.Fatalf("inconsistent %+v", s)
	}
}

func TestAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, 12)
		s := cover.Solve(p, cover.Limit{})
		check(t, p, s)
		if want := bruteForce(p); !s.Exact || s.Cost != want {
			t.Fatalf("cost %d (exact %v), want %d", s.Cost, s.Exact, want)
		}
	})
}
