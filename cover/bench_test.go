package cover_test

import (
	"fmt"
	"testing"
	"time"

	"theriac.dev/cover"
)

// BenchmarkSolve solves random problems within ten seconds each and reports the gap left, in percent, and the subproblems.
func BenchmarkSolve(b *testing.B) {
	for _, kind := range []struct {
		name string
		make func(seed uint64, options, rows, top int) cover.Problem
		top  int
	}{
		{"scattered", scattered, 100}, {"layered", layered, 100}, {"scattered-equal", scattered, 1}, {"layered-equal", layered, 1},
	} {
		for _, size := range [][2]int{{20, 60}, {40, 150}, {80, 300}, {120, 600}, {200, 1000}} {
			for seed := uint64(1); seed <= 3; seed++ {
				p := kind.make(seed, size[0], size[1], kind.top)
				b.Run(fmt.Sprintf("%s/%d/%d/seed%d", kind.name, size[0], size[1], seed), func(b *testing.B) {
					measure(b, p)
				})
			}
		}
	}
}

func measure(b *testing.B, p cover.Problem) {
	var s cover.Solution
	for b.Loop() {
		start := time.Now()
		s = cover.Solve(p, cover.Limit{Stop: func() bool { return time.Since(start) > 10*time.Second }})
	}
	b.ReportMetric(100*s.Gap(), "%gap")
	b.ReportMetric(float64(s.Nodes), "nodes")
	b.ReportMetric(float64(s.Cost), "cost")
}
