package attack

import (
	"encoding/binary"
	"slices"
)

// maxSearches ends the search for further paths to one target. It is never met where paths differ as they commonly do.
const maxSearches = 4000

// differing returns up to k best ways to a target that differ in their findings, best first: none uses all findings of
// one before it. It is exact as long as it needs no more than maxSearches searches.
//
// After a way with the findings f1 to fn, every other way that counts misses at least one of them, so the search goes on
// with each of them shut in turn (Lawler 1972). Each search runs from the target back to the start, guided by the costs
// of the tour: they never overrate what is left to go, since shutting findings makes no way cheaper (A*, Hart, Nilsson
// and Raphael 1968).
func (n *net) differing(t *tour, shut bits, target int32, k int) [][]int32 {
	if k <= 0 || t.cost[target] == endless {
		return nil
	}
	var (
		open  []attempt
		seen  = map[string]bool{}
		out   [][]int32
		sets  [][]int32
		tries int
	)
	try := func(without []int32) {
		key := keyOf(without)
		if seen[key] || tries >= maxSearches {
			return
		}
		seen[key] = true
		tries++
		if way, cost := n.back(t, shut, without, target); way != nil {
			open = append(open, attempt{cost: cost, way: way, without: without})
		}
	}
	try(nil)
	for len(open) > 0 && len(out) < k {
		at := 0
		for i := range open {
			if open[i].before(&open[at]) {
				at = i
			}
		}
		best := open[at]
		open = slices.Delete(open, at, at+1)
		used := n.findingsOf(best.way)
		if !slices.ContainsFunc(sets, func(s []int32) bool { return subset(s, used) }) {
			out, sets = append(out, best.way), append(sets, used)
		}
		for _, f := range used {
			without := append(slices.Clone(best.without), f)
			slices.Sort(without)
			try(without)
		}
	}
	return out
}

// attempt is the best way past some findings.
type attempt struct {
	cost    int64
	way     []int32
	without []int32
}

func (a *attempt) before(b *attempt) bool {
	if a.cost != b.cost {
		return a.cost < b.cost
	}
	return slices.Compare(a.way, b.way) < 0
}

func keyOf(list []int32) string {
	b := make([]byte, 0, 4*len(list))
	for _, v := range list {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return string(b)
}

// findingsOf returns the findings on a way, in rising order.
func (n *net) findingsOf(way []int32) []int32 {
	var out []int32
	for _, v := range way {
		if f := n.finding[v]; f >= 0 {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}

// subset reports whether all of a are in b; both rise.
func subset(a, b []int32) bool {
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); !ok {
			return false
		}
	}
	return true
}

// back searches from the target to the start for the best way that misses some findings.
func (n *net) back(t *tour, shut bits, without []int32, target int32) ([]int32, int64) {
	rest := map[int32]int64{target: 0} // by node: the cost of what comes after it
	after := map[int32]int32{}
	done := map[int32]bool{}
	h := heap{}
	h.push(t.cost[target], target)
	for h.len() > 0 {
		total, v := h.pop()
		if done[v] {
			continue
		}
		done[v] = true
		if v == 0 {
			return follow(after, target), total
		}
		next := rest[v] + n.cost(v, t.order)
		for _, u := range n.in.of(v) {
			if t.cost[u] == endless {
				continue
			}
			if f := n.finding[u]; f >= 0 && (shut.has(f) || slices.Contains(without, f)) {
				continue
			}
			if old, ok := rest[u]; !ok || next < old {
				rest[u], after[u] = next, v
				h.push(next+t.cost[u], u)
			}
		}
	}
	return nil, 0
}

// follow lists the nodes from the start to the target.
func follow(after map[int32]int32, target int32) []int32 {
	way := []int32{0}
	for v := int32(0); v != target; {
		v = after[v]
		way = append(way, v)
	}
	return way
}
