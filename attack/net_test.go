package attack

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// randomNet draws a net of n nodes, about half of which are findings; node n-1 is the target.
func randomNet(rnd *rand.Rand, n int) *net {
	points, finding := make([]int32, n), make([]int32, n)
	next := int32(0)
	for v := range n {
		finding[v] = -1
		if v > 0 && v < n-1 && rnd.IntN(3) > 0 {
			finding[v], points[v] = next, int32(rnd.IntN(4))
			next++
		}
	}
	var list []arc
	for range 3*n + rnd.IntN(n) {
		list = append(list, arc{from: int32(rnd.IntN(n)), to: int32(rnd.IntN(n))})
	}
	list = slices.DeleteFunc(list, func(a arc) bool { return a.from == a.to })
	return newNet(points, finding, list)
}

// ways lists all simple ways from the start to the target.
func ways(n *net, shut bits, target int32) [][]int32 {
	var out [][]int32
	var walk func(way []int32)
	walk = func(way []int32) {
		last := way[len(way)-1]
		if last == target {
			out = append(out, slices.Clone(way))
			return
		}
		for _, to := range n.out.of(last) {
			if f := n.finding[to]; !slices.Contains(way, to) && (f < 0 || !shut.has(f)) {
				walk(append(way, to))
			}
		}
	}
	walk([]int32{0})
	return out
}

func costOf(n *net, way []int32, o Order) int64 {
	sum := int64(0)
	for _, v := range way[1:] {
		sum += n.cost(v, o)
	}
	return sum
}

// TestDifferingIsWhatTryingAllGives lists every way of small nets, in the order of their costs, without those that use all
// findings of one before.
func TestDifferingIsWhatTryingAllGives(t *testing.T) {
	several := 0
	property := func(t *rapid.T) {
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := randomNet(rnd, 8+rnd.IntN(6))
		target, shut := int32(len(n.points)-1), newBits(len(n.points))
		for f := range len(n.points) {
			if rnd.IntN(12) == 0 {
				shut.add(int32(f))
			}
		}
		o := Order(rnd.IntN(2))
		all := ways(n, shut, target)
		slices.SortStableFunc(all, func(a, b []int32) int { return int(min(max(costOf(n, a, o)-costOf(n, b, o), -1), 1)) })
		var want []string
		var sets [][]int32
		for _, way := range all {
			set := n.findingsOf(way)
			if !slices.ContainsFunc(sets, func(s []int32) bool { return subset(s, set) }) {
				sets, want = append(sets, set), append(want, fmt.Sprint(costOf(n, way, o)))
			}
		}
		k := 2 + rnd.IntN(6)
		want = want[:min(k, len(want))]
		var got []string
		for _, way := range n.searcher(n.tour(o, shut), shut).differing(target, k) {
			got = append(got, fmt.Sprint(costOf(n, way, o)))
		}
		if !slices.Equal(got, want) {
			t.Fatalf("costs %v, and by trying all %v", got, want)
		}
		if len(got) > 2 {
			several++
		}
	}
	for round := 0; round < 50 && several == 0 && !t.Failed(); round++ {
		rapid.Check(t, property)
	}
	if several == 0 {
		t.Error("never more than two paths: the nets are too plain to tell")
	}
}

// TestReachableIsWhatTryingAllGives compares what can be reached, past a barred node too, with the list of all ways.
func TestReachableIsWhatTryingAllGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rnd := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		n := randomNet(rnd, 6+rnd.IntN(7))
		target, barred := int32(len(n.points)-1), int32(1+rnd.IntN(len(n.points)-2))
		all := ways(n, nil, target)
		around := slices.ContainsFunc(all, func(w []int32) bool { return !slices.Contains(w, barred) })
		if got := n.reachable(nil, -1)[target]; got != (len(all) > 0) {
			t.Fatalf("reachable is %v, and there are %d ways", got, len(all))
		}
		if got := n.reachable(nil, barred)[target]; got != around {
			t.Fatalf("reachable past %d is %v", barred, got)
		}
		if got := n.tour(Cheapest, nil).way(target) != nil; got != (len(all) > 0) {
			t.Fatalf("the tour finds a way: %v", got)
		}
	})
}
