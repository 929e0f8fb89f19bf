package tree

import (
	"cmp"
	"slices"
)

// leavesUnder lists the leaf terms below a term, each once.
func (f formula) leavesUnder(term int) []int {
	var out []int
	seen := map[int]bool{}
	var walk func(int)
	walk = func(i int) {
		if seen[i] {
			return
		}
		seen[i] = true
		if f.terms[i].gate == Leaf && i > always {
			out = append(out, i)
		}
		for _, kid := range f.terms[i].kids {
			walk(kid)
		}
	}
	walk(term)
	return out
}

// orderedGates lists the ordered gates that the root rests on.
func (f formula) orderedGates() []int {
	var out []int
	for i, live := range f.live() {
		if live && i > always && f.terms[i].gate == Ordered {
			out = append(out, i)
		}
	}
	return out
}

// tangle is a group of leaves and of ordered gates that could order the leaves in a circle. Contradictions arise in
// tangles only, so outside of them order need not be looked at to know which sets are attacks.
type tangle struct {
	leaves []int // leaf terms
	gates  []int // ordered terms
}

// tangles finds the groups: the strongly connected parts of the graph "may come before" that two gates or more draw. One
// gate alone never contradicts itself, since it takes each leaf at its first step.
func (f formula) tangles() []tangle {
	gates := f.orderedGates()
	if len(gates) < 2 {
		return nil
	}
	rough, _ := parts(f.coarse(gates), len(f.terms)) // so that few pairs are left to look at
	next := make([][]int, len(f.terms))
	f.eachPair(gates, rough, func(_, x, y int) { next[x] = append(next[x], y) })
	part, groups := parts(next, len(f.terms))
	out := make([]tangle, len(groups))
	f.eachPair(gates, part, func(g, x, _ int) {
		t := &out[part[x]-1]
		t.leaves = groups[part[x]-1]
		if len(t.gates) == 0 || t.gates[len(t.gates)-1] != g {
			t.gates = append(t.gates, g)
		}
	})
	return slices.DeleteFunc(out, func(t tangle) bool { return len(t.gates) < 2 })
}

// coarse is a graph "may come before" with few edges. Its vertices are the terms, and after them a begin and an end for
// each step of each gate: the leaves of a step lead to its end, that to the begin of the next, that to its leaves. It
// tells too much: a leaf of two steps comes before itself.
func (f formula) coarse(gates []int) [][]int {
	next := make([][]int, len(f.terms))
	for _, g := range gates {
		for i, kid := range f.terms[g].kids {
			begin, end := len(next), len(next)+1
			under := f.leavesUnder(kid)
			next = append(next, slices.Clone(under), nil)
			for _, leaf := range under {
				next[leaf] = append(next[leaf], end)
			}
			if i > 0 {
				next[begin-1] = append(next[begin-1], begin)
				next[begin-2] = append(next[begin-2], begin)
			}
		}
	}
	return next
}

// parts numbers the strongly connected parts with two vertices or more below n, from 1, by vertex and as lists.
func parts(next [][]int, n int) (of []int, lists [][]int) {
	of = make([]int, len(next))
	for _, list := range components(next) {
		list = slices.DeleteFunc(list, func(v int) bool { return v >= n })
		if len(list) > 1 {
			slices.Sort(list)
			lists = append(lists, list)
			for _, v := range list {
				of[v] = len(lists)
			}
		}
	}
	return of, lists
}

// eachPair visits, gate by gate, the leaves of one part that may come one before the other: x of an earlier step, y of a
// later one.
func (f formula) eachPair(gates, part []int, visit func(gate, x, y int)) {
	for _, g := range gates {
		var steps [][]int
		for _, kid := range f.terms[g].kids {
			steps = append(steps, slices.DeleteFunc(f.leavesUnder(kid), func(leaf int) bool { return part[leaf] == 0 }))
		}
		for j, later := range steps {
			for _, earlier := range steps[:j] {
				for _, x := range earlier {
					for _, y := range later {
						if x != y && part[x] == part[y] {
							visit(g, x, y)
						}
					}
				}
			}
		}
	}
}

// components are the strongly connected parts of a graph (Tarjan 1972).
func components(next [][]int) [][]int {
	index, low := make([]int, len(next)), make([]int, len(next))
	on := make([]bool, len(next))
	var stack []int
	var out [][]int
	count := 0
	var visit func(int)
	visit = func(v int) {
		count++
		index[v], low[v] = count, count
		stack = append(stack, v)
		on[v] = true
		for _, w := range next[v] {
			if index[w] == 0 {
				visit(w)
				low[v] = min(low[v], low[w])
			} else if on[w] {
				low[v] = min(low[v], index[w])
			}
		}
		if low[v] != index[v] {
			return
		}
		at := len(stack) - 1
		for stack[at] != v {
			at--
		}
		part := slices.Clone(stack[at:])
		stack = stack[:at]
		for _, w := range part {
			on[w] = false
		}
		out = append(out, part)
	}
	for v := range next {
		if index[v] == 0 {
			visit(v)
		}
	}
	return out
}

// use says that a leaf is used in one step of an ordered gate.
type use struct{ gate, step, leaf int }

// precedence orders some leaves, numbered from 0.
type precedence struct {
	after [][]bool // after[x][y]: y comes after x, closed under following
}

// arrange puts the leaves below n in the order that the uses ask for, or tells false where they contradict each other.
func arrange(n int, uses []use) (precedence, bool) {
	first := map[[2]int]int{} // gate and leaf to the first step that uses it
	members := map[int][]int{}
	for _, u := range uses {
		key := [2]int{u.gate, u.leaf}
		at, seen := first[key]
		if !seen {
			members[u.gate] = append(members[u.gate], u.leaf)
		}
		if !seen || u.step < at {
			first[key] = u.step
		}
	}
	p := precedence{after: make([][]bool, n)}
	for i := range p.after {
		p.after[i] = make([]bool, n)
	}
	for g, leaves := range members {
		for _, x := range leaves {
			for _, y := range leaves {
				if first[[2]int{g, x}] < first[[2]int{g, y}] {
					p.after[x][y] = true
				}
			}
		}
	}
	return p, p.close()
}

// close adds what follows, and tells false where a leaf comes after itself.
func (p precedence) close() bool {
	for k := range p.after {
		for i := range p.after {
			if !p.after[i][k] {
				continue
			}
			for j, follows := range p.after[k] {
				if follows {
					p.after[i][j] = true
				}
			}
		}
	}
	for i := range p.after {
		if p.after[i][i] {
			return false
		}
	}
	return true
}

// pairs is the number of ordered pairs.
func (p precedence) pairs() int {
	n := 0
	for i := range p.after {
		for _, is := range p.after[i] {
			if is {
				n++
			}
		}
	}
	return n
}

// time is the length of the longest chain.
func (p precedence) time(of func(i int) int64) int64 {
	order := make([]int, len(p.after))
	before := make([]int, len(p.after))
	for i := range p.after {
		order[i] = i
		for j, is := range p.after[i] {
			if is {
				before[j]++
			}
		}
	}
	// What comes after more leaves of a closed order never stands before what comes after fewer.
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(before[a], before[b]) })
	start := make([]int64, len(p.after))
	var longest int64
	for _, i := range order {
		end := addUp(start[i], of(i))
		longest = max(longest, end)
		for j, is := range p.after[i] {
			if is {
				start[j] = max(start[j], end)
			}
		}
	}
	return longest
}

// steps lists the pairs that do not follow from others.
func (p precedence) steps() [][2]int {
	var out [][2]int
	for i := range p.after {
		for j, is := range p.after[i] {
			if is && !p.between(i, j) {
				out = append(out, [2]int{i, j})
			}
		}
	}
	return out
}

func (p precedence) between(i, j int) bool {
	for k, is := range p.after[i] {
		if is && p.after[k][j] {
			return true
		}
	}
	return false
}

// better says whether an order is the faster one, then the one with fewer constraints, then the first by its pairs.
func (p precedence) better(q precedence, of func(i int) int64) bool {
	if a, b := p.time(of), q.time(of); a != b {
		return a < b
	}
	if a, b := p.pairs(), q.pairs(); a != b {
		return a < b
	}
	for i := range p.after {
		for j := range p.after[i] {
			if p.after[i][j] != q.after[i][j] {
				return p.after[i][j]
			}
		}
	}
	return false
}
