package tree

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Kind sorts the problems of a tree.
type Kind string

// The kinds of problems.
const (
	NoRoot        Kind = "no-root"
	BadReference  Kind = "bad-reference"
	Cycle         Kind = "cycle"
	WrongSide     Kind = "wrong-side"
	EmptyGate     Kind = "empty-gate"
	LeafChildren  Kind = "leaf-with-children"
	UnknownGate   Kind = "unknown-gate"
	OutOfRange    Kind = "k-out-of-range"
	Repeated      Kind = "repeated"
	Unreachable   Kind = "unreachable"
	DuplicateID   Kind = "duplicate-id"
	Negative      Kind = "negative"
	Contradiction Kind = "contradiction"
)

// Problem is something wrong with a tree. The tree can still be asked everything; what the problem means for the
// answers is told in the text.
type Problem struct {
	Node int // index, or -1 for the tree as a whole
	ID   string
	Kind Kind
	Text string // lower case, no full stop: what is wrong, what it means or what to do
}

// Check finds what is wrong with the tree, in the order of the nodes.
func (t Tree) Check() []Problem {
	c := checker{tree: t}
	if !t.has(t.Root) {
		c.out = append(c.out, Problem{-1, "", NoRoot, fmt.Sprintf("root %d is not a node of the tree, so nothing reaches it", t.Root)})
	}
	ids := map[string]bool{}
	for i := range t.Nodes {
		n := &t.Nodes[i]
		if ids[n.ID] {
			c.report(i, DuplicateID, "another node before it has the same id; give each node its own")
		}
		ids[n.ID] = true
		c.references(i, n)
		c.gate(i, n)
		c.attributes(i, n)
	}
	c.cycles()
	c.unreachable()
	if len(c.out) == 0 {
		c.contradictions()
	}
	slices.SortStableFunc(c.out, func(a, b Problem) int { return cmp.Compare(a.Node, b.Node) })
	return c.out
}

type checker struct {
	tree Tree
	out  []Problem
}

func (c *checker) report(node int, kind Kind, format string, args ...any) {
	c.out = append(c.out, Problem{node, c.tree.Nodes[node].ID, kind, fmt.Sprintf(format, args...)})
}

// references checks that children and counters exist, stand on the right side and are named once.
func (c *checker) references(i int, n *Node) {
	seen := map[int]bool{}
	for _, child := range slices.Concat(n.Children, n.Counters) {
		switch {
		case !c.tree.has(child):
			c.report(i, BadReference, "node %d does not exist and is left out", child)
		case seen[child]:
			c.report(i, Repeated, "%q is named twice; name it once", c.tree.Nodes[child].ID)
		}
		seen[child] = true
	}
	for _, child := range n.Children {
		if c.tree.has(child) && c.tree.Nodes[child].Defence != n.Defence {
			c.report(i, WrongSide, "child %q is of the other side and is left out; make it a counter", c.tree.Nodes[child].ID)
		}
	}
	for _, counter := range n.Counters {
		if c.tree.has(counter) && c.tree.Nodes[counter].Defence == n.Defence {
			c.report(i, WrongSide, "counter %q is of the same side and is left out; make it a child", c.tree.Nodes[counter].ID)
		}
	}
}

func (c *checker) gate(i int, n *Node) {
	switch {
	case n.Gate < Leaf || n.Gate > AtLeast:
		c.report(i, UnknownGate, "gate %d is none of leaf, and, or, ordered, at-least, so the node never holds", int(n.Gate))
	case n.Gate == Leaf && len(n.Children) > 0:
		c.report(i, LeafChildren, "a leaf has no children; they are left out, give the node a gate")
	case n.Gate != Leaf && len(n.Children) == 0:
		c.report(i, EmptyGate, "the gate has no children, so the node never holds")
	case n.Gate == AtLeast && (n.K < 1 || n.K > len(n.Children)):
		c.report(i, OutOfRange, "k is %d, expected 1 to %d, the number of children", n.K, len(n.Children))
	}
}

func (c *checker) attributes(i int, n *Node) {
	for _, a := range EveryAttribute() {
		if v := n.Of(a); v < 0 {
			c.report(i, Negative, "%s is %d, expected 0 or more; it counts as 0", a, v)
		}
	}
}

// links are the children and counters of a node that exist.
func (t Tree) links(node int) []int {
	return slices.DeleteFunc(slices.Concat(t.Nodes[node].Children, t.Nodes[node].Counters), func(i int) bool { return !t.has(i) })
}

func (c *checker) cycles() {
	next := make([][]int, len(c.tree.Nodes))
	for i := range next {
		next[i] = c.tree.links(i)
	}
	for _, part := range components(next) {
		if len(part) == 1 && !slices.Contains(next[part[0]], part[0]) {
			continue
		}
		slices.Sort(part)
		var ids []string
		for _, i := range part {
			ids = append(ids, fmt.Sprintf("%q", c.tree.Nodes[i].ID))
		}
		c.report(part[0], Cycle, "the nodes %s rest on each other in a circle; nothing is reached that way", strings.Join(ids, ", "))
	}
}

func (c *checker) unreachable() {
	if !c.tree.has(c.tree.Root) {
		return
	}
	seen := make([]bool, len(c.tree.Nodes))
	stack := []int{c.tree.Root}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if !seen[i] {
			seen[i] = true
			stack = append(stack, c.tree.links(i)...)
		}
	}
	for i, is := range seen {
		if !is {
			c.report(i, Unreachable, "the root does not rest on it")
		}
	}
}

// contradictions finds the lowest nodes that could be reached but for the order of their steps, with no defence active.
func (c *checker) contradictions() {
	f, event := compileAll(c.tree)
	tangles := f.tangles()
	if len(tangles) == 0 {
		return
	}
	impossible := contradictory(f, tangles, Limits{Nodes: 200_000, Sets: 5_000})
	told := map[int]bool{}
	for node, term := range event {
		if term < 0 || !impossible[term] || told[term] {
			continue
		}
		told[term] = true
		if !slices.ContainsFunc(f.terms[term].kids, func(kid int) bool { return impossible[kid] }) {
			c.report(node, Contradiction, "its ordered steps contradict each other in every way, so it cannot be reached")
		}
	}
}
