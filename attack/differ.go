package attack

import (
	"encoding/binary"
	"slices"
)

// maxSearches ends the search for further paths to one target. Paths of a model have few findings and come nowhere near
// it; a target that hundreds of long paths of nearly the same cost lead to gets fewer paths than were asked for.
const maxSearches = 400

// searcher searches one net from targets back to the start, and keeps its room from one search to the next.
type searcher struct {
	*net
	t    *tour
	shut bits
	heap heap

	partial bool // the last call gave up before it had what was asked for

	round []int32 // by node: the search that saw it last
	turn  int32
	rest  []int64 // by node: the cost of what comes after it
	after []int32
	done  []bool
}

func (n *net) searcher(t *tour, shut bits) *searcher {
	size := len(n.points)
	return &searcher{net: n, t: t, shut: shut, round: make([]int32, size), rest: make([]int64, size), after: make([]int32, size),
		done: make([]bool, size)}
}

// differing returns up to k best ways to a target that differ in their findings, best first: none uses all findings of
// one before it. It is exact as long as it needs no more than maxSearches searches.
//
// After a way with the findings f1 to fn, every other way that counts misses at least one of them, so the search goes on
// with each of them shut in turn (Lawler 1972). A set of findings to miss has a cost that it cannot be below, that of the
// way that it was made from, and is searched for only when its turn comes. Each search runs from the target back to the
// start, guided by the costs of the tour: they never overrate what is left to go, since shutting findings makes no way
// cheaper (A*, Hart, Nilsson and Raphael 1968).
func (s *searcher) differing(target int32, k int) [][]int32 {
	s.partial = false
	if k <= 0 || s.t.cost[target] == endless {
		return nil
	}
	var (
		open  = []attempt{{cost: s.t.cost[target]}}
		seen  = map[string]bool{}
		out   [][]int32
		sets  [][]int32
		tries int
	)
	for len(open) > 0 && len(out) < k && tries < maxSearches {
		var next attempt
		next, open = takeBest(open)
		if next.way == nil {
			tries++
			if next.way, next.cost = s.back(next.without, target); next.way != nil {
				open = append(open, next)
			}
			continue
		}
		used := s.findingsOf(next.way)
		if !slices.ContainsFunc(sets, func(s []int32) bool { return subset(s, used) }) {
			out, sets = append(out, next.way), append(sets, used)
		}
		for _, f := range used {
			without := append(slices.Clone(next.without), f)
			slices.Sort(without)
			if key := keyOf(without); !seen[key] {
				seen[key] = true
				open = append(open, attempt{cost: next.cost, without: without})
			}
		}
	}
	s.partial = len(out) < k && len(open) > 0
	return out
}

// takeBest takes the attempt that comes first out of a list.
func takeBest(open []attempt) (attempt, []attempt) {
	at := 0
	for i := range open {
		if open[i].before(&open[at]) {
			at = i
		}
	}
	best := open[at]
	open[at] = open[len(open)-1]
	return best, open[:len(open)-1]
}

// attempt is a set of findings to miss, with the best way that does, or without one where nobody has looked yet.
type attempt struct {
	cost    int64 // of the way; without one, what it is not below
	way     []int32
	without []int32
}

// before orders attempts: the cheaper first; of equal ones those first that nobody has looked for, so that equal ways come
// in the order of their nodes.
func (a *attempt) before(b *attempt) bool {
	if a.cost != b.cost {
		return a.cost < b.cost
	}
	if (a.way == nil) != (b.way == nil) {
		return a.way == nil
	}
	if a.way == nil {
		return slices.Compare(a.without, b.without) < 0
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
func (s *searcher) back(without []int32, target int32) ([]int32, int64) {
	s.turn++
	s.heap.cost, s.heap.node = s.heap.cost[:0], s.heap.node[:0]
	s.see(target, 0, -1)
	for s.heap.len() > 0 {
		total, v := s.heap.pop()
		if s.done[v] {
			continue
		}
		s.done[v] = true
		if v == 0 {
			return s.follow(target), total
		}
		next := s.rest[v] + s.cost(v, s.t.order)
		for _, u := range s.in.of(v) {
			if s.t.cost[u] == endless || s.round[u] == s.turn && s.rest[u] <= next {
				continue
			}
			if f := s.finding[u]; f >= 0 && (s.shut.has(f) || slices.Contains(without, f)) {
				continue
			}
			s.see(u, next, v)
		}
	}
	return nil, 0
}

// see notes the best known rest of a way from a node.
func (s *searcher) see(v int32, rest int64, after int32) {
	if s.round[v] != s.turn {
		s.round[v], s.done[v] = s.turn, false
	}
	s.rest[v], s.after[v] = rest, after
	s.heap.push(rest+s.t.cost[v], v)
}

// follow lists the nodes from the start to the target.
func (s *searcher) follow(target int32) []int32 {
	way := []int32{0}
	for v := int32(0); v != target; {
		v = s.after[v]
		way = append(way, v)
	}
	return way
}
