package attack

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// clustered draws an attack graph of n nodes as models give it: states and findings in wards of sixty, mostly tied within
// the ward, with bridges between wards, ten positions at the edge and a target for every two hundred nodes.
func clustered(n int) (*net, []int32) {
	rnd := rand.New(rand.NewPCG(7, uint64(n)))
	points, finding := make([]int32, n), make([]int32, n)
	next := int32(0)
	for v := range n {
		finding[v] = -1
		if v > 10 && v%3 == 0 {
			finding[v], points[v] = next, int32(rnd.IntN(25))
			next++
		}
	}
	var list []arc
	for p := range 10 {
		list = append(list, arc{from: 0, to: int32(p + 1)}, arc{from: int32(p + 1), to: int32(11 + rnd.IntN(n-11))})
	}
	for v := 11; v < n; v++ {
		ward := v - v%60
		for range 4 {
			list = append(list, arc{from: int32(v), to: int32(min(n-1, ward+rnd.IntN(60)))})
		}
		if rnd.IntN(6) == 0 {
			list = append(list, arc{from: int32(v), to: int32(11 + rnd.IntN(n-11))})
		}
	}
	var targets []int32
	for v := 200; v < n; v += 200 {
		targets = append(targets, int32(v+1))
	}
	return newNet(points, finding, list), targets
}

// BenchmarkNet finds the best path, and five differing ones, to every target of a graph with so many nodes.
func BenchmarkNet(b *testing.B) {
	for _, n := range []int{1000, 3000, 10_000, 30_000} {
		net, targets := clustered(n)
		for _, k := range []int{1, 5} {
			b.Run(fmt.Sprintf("%d/k=%d", n, k), func(b *testing.B) {
				b.ReportMetric(float64(len(targets)), "targets")
				for b.Loop() {
					s := net.searcher(net.tour(Cheapest, nil), nil)
					for _, target := range targets {
						s.differing(target, k)
					}
				}
			})
		}
	}
}
