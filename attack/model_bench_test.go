package attack_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"theriac.dev/attack"
)

// BenchmarkModel builds the graph of a model of so many elements, finds three differing paths to every hazard, and cuts
// them all.
func BenchmarkModel(b *testing.B) {
	for _, n := range []int{100, 1000, 3000} {
		a := analyse(nil, small(), random(rand.New(rand.NewPCG(5, 5)), n))
		g := attack.Build(a, attack.Options{})
		nodes, _ := g.Size()
		b.Run(fmt.Sprintf("build/%d", n), func(b *testing.B) {
			b.ReportMetric(float64(nodes), "nodes")
			for b.Loop() {
				attack.Build(a, attack.Options{})
			}
		})
		b.Run(fmt.Sprintf("paths/%d", n), func(b *testing.B) {
			for b.Loop() {
				attack.Build(a, attack.Options{}).All(3, attack.Cheapest)
			}
		})
	}
}

// BenchmarkCut cuts all paths of a model of so many elements.
func BenchmarkCut(b *testing.B) {
	for _, n := range []int{10, 30, 100} {
		g := attack.Build(analyse(nil, small(), random(rand.New(rand.NewPCG(5, 5)), n)), attack.Options{})
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				c, err := g.Cut(nil, nil, attack.Limit{})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(c.Controls)), "controls")
				b.ReportMetric(c.Gap, "gap")
			}
		})
	}
}
