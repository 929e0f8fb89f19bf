package attack

import "slices"

// net is the bare graph: nodes, arcs between them, and what it takes to enter a node. Node 0 is the start. A node that
// stands for a finding can be shut; nothing else can.
type net struct {
	points  []int32 // by node: points of attack potential to enter it
	finding []int32 // by node: the finding that it stands for, or -1
	out, in arcs
}

// arcs are the arcs of all nodes in one direction: those of node v are at ends[v] to ends[v+1].
type arcs struct {
	ends []int32
	to   []int32
	why  []reason
}

// arc is one arc while a net is built.
type arc struct {
	from, to int32
	why      reason
}

// reason says why one state leads to the next where no finding does: a kind, and what it is about.
type reason struct {
	kind kind
	ref  int32
}

func (a *arcs) of(v int32) []int32 { return a.to[a.ends[v]:a.ends[v+1]] }

// reasonOf returns why there is an arc; the zero reason where there is none.
func (n *net) reasonOf(from, to int32) reason {
	at := n.out.ends[from]
	for i, t := range n.out.of(from) {
		if t == to {
			return n.out.why[at+int32(i)]
		}
	}
	return reason{}
}

// newNet sorts arcs into both directions. The arcs of a node keep the order in which they were given.
func newNet(points, finding []int32, list []arc) *net {
	n := &net{points: points, finding: finding}
	n.out = gather(len(points), list, func(a arc) (int32, int32) { return a.from, a.to })
	n.in = gather(len(points), list, func(a arc) (int32, int32) { return a.to, a.from })
	return n
}

func gather(nodes int, list []arc, ends func(arc) (at, other int32)) arcs {
	a := arcs{ends: make([]int32, nodes+1), to: make([]int32, len(list)), why: make([]reason, len(list))}
	for _, x := range list {
		at, _ := ends(x)
		a.ends[at+1]++
	}
	for i := range nodes {
		a.ends[i+1] += a.ends[i]
	}
	next := slices.Clone(a.ends)
	for _, x := range list {
		at, other := ends(x)
		a.to[next[at]], a.why[next[at]] = other, x.why
		next[at]++
	}
	return a
}

// Order says which of two paths comes first.
type Order uint8

// The orders. Cheapest compares points of attack potential, then findings; Fewest compares findings, then points. Both
// then compare the states on the way, so that the plainer of two equal paths comes first.
const (
	Cheapest Order = iota
	Fewest
)

// A cost packs what two paths are compared by into one number: two counts of 20 bits below a third. No path is longer
// than that: it enters each node once.
const (
	lowBits  = 20
	highBits = 40
	endless  = int64(1) << 62
)

// cost is what entering a node adds to a path.
func (n *net) cost(v int32, o Order) int64 {
	points, finding := int64(n.points[v]), int64(0)
	if n.finding[v] >= 0 {
		finding = 1
	}
	if o == Fewest {
		return finding<<highBits + points<<lowBits + 1
	}
	return points<<highBits + finding<<lowBits + 1
}

// tour is the best way from the start to every node: its cost, and the node before.
type tour struct {
	order  Order
	cost   []int64 // endless where there is no way
	before []int32
}

// tour finds the best ways from the start, past the findings that are shut (Dijkstra 1959). Of equal ways it takes the
// one that it met first, which hangs on the numbers of the nodes alone.
func (n *net) tour(o Order, shut bits) *tour {
	t := &tour{order: o, cost: make([]int64, len(n.points)), before: make([]int32, len(n.points))}
	for i := range t.cost {
		t.cost[i], t.before[i] = endless, -1
	}
	t.cost[0] = 0
	h := heap{}
	h.push(0, 0)
	for h.len() > 0 {
		c, v := h.pop()
		if c > t.cost[v] {
			continue
		}
		for _, to := range n.out.of(v) {
			if f := n.finding[to]; f >= 0 && shut.has(f) {
				continue
			}
			if next := c + n.cost(to, o); next < t.cost[to] {
				t.cost[to], t.before[to] = next, v
				h.push(next, to)
			}
		}
	}
	return t
}

// way returns the nodes from the start to a node, both included; nil where there is no way.
func (t *tour) way(to int32) []int32 {
	if t.cost[to] == endless {
		return nil
	}
	var way []int32
	for v := to; v >= 0; v = t.before[v] {
		way = append(way, v)
	}
	slices.Reverse(way)
	return way
}

// reachable marks the nodes that can be reached from the start past the findings that are shut and the node in barred
// (-1 for none).
func (n *net) reachable(shut bits, barred int32) []bool {
	return n.flood(&n.out, []int32{0}, shut, barred)
}

// flood marks what the arcs lead to from some nodes.
func (n *net) flood(a *arcs, from []int32, shut bits, barred int32) []bool {
	seen := make([]bool, len(n.points))
	queue := make([]int32, 0, 64)
	for _, v := range from {
		seen[v] = true
		queue = append(queue, v)
	}
	for len(queue) > 0 {
		v := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, to := range a.of(v) {
			if seen[to] || to == barred {
				continue
			}
			if f := n.finding[to]; f >= 0 && shut.has(f) {
				continue
			}
			seen[to] = true
			queue = append(queue, to)
		}
	}
	return seen
}

// bits is a set of small numbers.
type bits []uint64

func newBits(n int) bits { return make(bits, (n+63)/64) }

func (b bits) has(i int32) bool { return int(i>>6) < len(b) && b[i>>6]&(1<<(i&63)) != 0 }
func (b bits) add(i int32)      { b[i>>6] |= 1 << (i & 63) }

// heap is a queue by cost; of equal costs the lower node comes first.
type heap struct {
	cost []int64
	node []int32
}

func (h *heap) len() int { return len(h.cost) }

func (h *heap) less(i, j int) bool {
	return h.cost[i] < h.cost[j] || h.cost[i] == h.cost[j] && h.node[i] < h.node[j]
}

func (h *heap) swap(i, j int) {
	h.cost[i], h.cost[j] = h.cost[j], h.cost[i]
	h.node[i], h.node[j] = h.node[j], h.node[i]
}

func (h *heap) push(cost int64, node int32) {
	h.cost, h.node = append(h.cost, cost), append(h.node, node)
	for i := h.len() - 1; i > 0; {
		up := (i - 1) / 4
		if !h.less(i, up) {
			return
		}
		h.swap(i, up)
		i = up
	}
}

func (h *heap) pop() (int64, int32) {
	cost, node := h.cost[0], h.node[0]
	last := h.len() - 1
	h.swap(0, last)
	h.cost, h.node = h.cost[:last], h.node[:last]
	for i := 0; ; {
		least := i
		for c := 4*i + 1; c <= 4*i+4 && c < last; c++ {
			if h.less(c, least) {
				least = c
			}
		}
		if least == i {
			return cost, node
		}
		h.swap(i, least)
		i = least
	}
}

// weighed is the net in which each finding weighs as much as there are candidates that shut it: a path that few controls
// cut tells most about which are needed.
func (n *net) weighed(by map[int32][]int) *net {
	out := &net{points: make([]int32, len(n.points)), finding: n.finding, out: n.out, in: n.in}
	for v, f := range n.finding {
		if f >= 0 {
			out.points[v] = int32(min(len(by[f]), 1<<10))
		}
	}
	return out
}
