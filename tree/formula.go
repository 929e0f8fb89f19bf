package tree

import "slices"

// term is one node of the formula of the attacker's success: a monotone formula over the attack leaves, for one choice
// of active defences. Nothing in it is negated, since a defence appears as the event that it is defeated.
type term struct {
	gate Gate
	k    int
	kids []int
	leaf int // of a Leaf: the index of the node
}

// The constants of every formula. never cannot be reached, always asks nothing.
const (
	never  = 0
	always = 1
)

type formula struct {
	terms []term // children before parents; the first two are the constants
	root  int
}

// compile turns a tree into the formula of the attacker's success. What Check complains about is still read: a broken
// reference and a child of the other side are left out, a way round in a circle reaches nothing, an empty or unknown
// gate never holds, and a k below 1 is 1.
func compile(t Tree, active []int) formula {
	c := newCompiler(t, active)
	f := formula{root: never}
	if t.has(t.Root) {
		f.root = c.event(t.Root)
	}
	f.terms = c.terms
	return f
}

// compileAll is the formula with no defence active, and for each node that the root rests on its term, or -1.
func compileAll(t Tree) (formula, []int) {
	c := newCompiler(t, nil)
	f := formula{root: c.event(t.Root)}
	f.terms = c.terms
	return f, c.memo
}

func newCompiler(t Tree, active []int) *compiler {
	c := &compiler{tree: t, active: make([]bool, len(t.Nodes)), memo: make([]int, len(t.Nodes)), terms: make([]term, 2, 64)}
	for _, d := range active {
		if t.has(d) {
			c.active[d] = true
		}
	}
	for i := range c.memo {
		c.memo[i] = -1
	}
	return c
}

type compiler struct {
	tree   Tree
	active []bool
	memo   []int
	terms  []term
}

// event is the term for what the attacker wants of the node: that an attack node holds, that a defence node does not.
func (c *compiler) event(node int) int {
	if !c.tree.has(node) {
		return never
	}
	if c.memo[node] >= 0 {
		return c.memo[node]
	}
	c.memo[node] = never // a way round in a circle reaches nothing
	n := &c.tree.Nodes[node]
	own := c.own(node, n)
	parts := []int{own}
	for _, counter := range n.Counters {
		if c.tree.has(counter) && c.tree.Nodes[counter].Defence != n.Defence {
			parts = append(parts, c.event(counter))
		}
	}
	if n.Defence {
		c.memo[node] = c.gate(Or, 0, parts)
	} else {
		c.memo[node] = c.gate(And, 0, parts)
	}
	return c.memo[node]
}

// own is the event of the node without its counters.
func (c *compiler) own(node int, n *Node) int {
	if n.Gate == Leaf {
		switch {
		case !n.Defence:
			return c.add(term{gate: Leaf, leaf: node})
		case c.active[node]:
			return never
		}
		return always
	}
	var kids []int
	for _, child := range n.Children {
		if c.tree.has(child) && c.tree.Nodes[child].Defence == n.Defence {
			kids = append(kids, c.event(child))
		}
	}
	if len(kids) == 0 {
		if n.Defence {
			return always
		}
		return never
	}
	if !n.Defence {
		return c.gate(n.Gate, max(n.K, 1), kids)
	}
	switch n.Gate { // a gate of defences fails by the dual gate of failures
	case Or:
		return c.gate(And, 0, kids)
	case AtLeast:
		return c.gate(AtLeast, len(kids)-max(n.K, 1)+1, kids)
	case And, Ordered:
		return c.gate(Or, 0, kids)
	}
	return always
}

func (c *compiler) add(t term) int {
	c.terms = append(c.terms, t)
	return len(c.terms) - 1
}

// gate makes the term of a gate, with constants and trivial gates folded away.
func (c *compiler) gate(g Gate, k int, kids []int) int {
	switch g {
	case And, Ordered, Or, AtLeast:
	default:
		return never
	}
	if g == AtLeast {
		return c.atLeast(k, kids)
	}
	zero, one := never, always // of And: zero decides, one adds nothing
	if g == Or {
		zero, one = always, never
	}
	if slices.Contains(kids, zero) {
		return zero
	}
	kept := make([]int, 0, len(kids))
	for _, kid := range kids {
		if kid == one || g != Ordered && slices.Contains(kept, kid) {
			continue
		}
		kept = append(kept, kid)
	}
	switch len(kept) {
	case 0:
		return one
	case 1:
		return kept[0]
	}
	return c.add(term{gate: g, kids: kept})
}

// atLeast keeps repeated children: a child that is listed twice counts twice.
func (c *compiler) atLeast(k int, kids []int) int {
	var kept []int
	for _, kid := range kids {
		switch kid {
		case always:
			k--
		case never:
		default:
			kept = append(kept, kid)
		}
	}
	switch {
	case k <= 0:
		return always
	case k > len(kept):
		return never
	case k == 1:
		return c.gate(Or, 0, kept)
	case k == len(kept):
		return c.gate(And, 0, kept)
	}
	return c.add(term{gate: AtLeast, k: k, kids: kept})
}

// holds says whether the leaves reach the root, order left aside. done is by node index.
func (f formula) holds(done func(leaf int) bool) bool {
	value := make([]bool, len(f.terms))
	value[always] = true
	for i := 2; i < len(f.terms); i++ {
		value[i] = f.terms[i].holds(value, done)
	}
	return value[f.root]
}

func (t term) holds(value []bool, done func(int) bool) bool {
	if t.gate == Leaf {
		return done(t.leaf)
	}
	n := 0
	for _, kid := range t.kids {
		if value[kid] {
			n++
		}
	}
	return n >= t.needed()
}

// needed is how many children a gate asks for.
func (t term) needed() int {
	switch t.gate {
	case Or:
		return 1
	case AtLeast:
		return t.k
	}
	return len(t.kids)
}

// live marks the terms that the root rests on.
func (f formula) live() []bool {
	mark := make([]bool, len(f.terms))
	mark[f.root] = true
	for i := len(f.terms) - 1; i >= 2; i-- {
		if mark[i] {
			for _, kid := range f.terms[i].kids {
				mark[kid] = true
			}
		}
	}
	return mark
}
