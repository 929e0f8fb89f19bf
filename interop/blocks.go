package interop

import (
	"fmt"
	"slices"

	"theriac.dev/syntax"
	"theriac.dev/tree"
)

// blocks is a drawing of boxes and arrows, as flow tools keep it: an arrow leads from what comes before to what it makes
// possible. It is made into a tree with the last box as root.
type blocks struct {
	name   string // of the file
	list   []block
	in     [][]int // by block: the blocks whose arrows end there, in the order of the file
	out    []int   // by block: how many arrows leave it
	losses []Loss
	// flow says that an arrow from step to step means "and then": the second is a step of its own. In a tree it means
	// that the second is reached by the first.
	flow bool
}

type blockKind uint8

const (
	stepBlock blockKind = iota
	andBlock
	orBlock
	defenceBlock
)

type block struct {
	kind  blockKind
	id    string // wanted id of the node; may be empty
	text  string
	note  Note
	place syntax.Place
	// gate and k are what the file says beyond and and or; a Leaf says nothing. order sorts what leads to the block.
	gate  tree.Gate
	k     int
	order []int
	tree.Attributes
}

func (b *blocks) add(x block) int {
	b.list = append(b.list, x)
	b.in = append(b.in, nil)
	b.out = append(b.out, 0)
	return len(b.list) - 1
}

func (b *blocks) link(from, to int) {
	if from == to || slices.Contains(b.in[to], from) {
		return
	}
	b.in[to] = append(b.in[to], from)
	b.out[from]++
}

func (b *blocks) lose(i int, text string) {
	l := Loss{Text: text}
	if i >= 0 {
		l.Place, l.Node = b.list[i].place, b.list[i].text
	}
	b.losses = append(b.losses, l)
}

// document makes the tree.
func (b *blocks) document(name, text string) (*Document, []Loss, error) {
	if len(b.list) > maxNodes {
		return nil, nil, fault(syntax.Place{File: b.name}, "split the tree", "there are %d boxes; at most %d are read", len(b.list), maxNodes)
	}
	a := assembler{blocks: b, side: b.sides(), node: make([]int, len(b.list)), ids: names{}}
	a.doc = &Document{Name: name, Text: text}
	a.merge()
	for i := range b.list {
		a.makeNode(i)
	}
	for i := range b.list {
		a.connect(i)
	}
	if !a.root() {
		return nil, nil, fault(syntax.Place{File: b.name}, "", "no step of an attack was found: expected boxes with arrows that lead to a goal")
	}
	a.cutCycles()
	d, losses, err := tidy(a.doc)
	return d, append(b.losses, losses...), err
}

// sides says for each block whether it is the defender's. An operator is of the side of the first thing that leads to it.
func (b *blocks) sides() []bool {
	side := make([]bool, len(b.list))
	known := make([]bool, len(b.list))
	for i, x := range b.list {
		if x.kind == stepBlock || x.kind == defenceBlock {
			side[i], known[i] = x.kind == defenceBlock, true
		}
	}
	for more := true; more; {
		more = false
		for i := range b.list {
			if known[i] {
				continue
			}
			for _, from := range b.in[i] {
				if known[from] {
					side[i], known[i], more = side[from], true, true
					break
				}
			}
		}
	}
	return side
}

type assembler struct {
	*blocks
	side   []bool
	merged map[int]int // operator to the block that it is the gate of
	gateOf map[int]int // the reverse
	node   []int       // by block: its node, or -1
	doc    *Document
	ids    names
}

// merge finds operators that are the gate of the box they lead to: the only arrow of the same side into the box, and the
// only arrow out of the operator.
func (a *assembler) merge() {
	a.merged, a.gateOf = map[int]int{}, map[int]int{}
	for i, x := range a.list {
		if x.kind == andBlock || x.kind == orBlock {
			continue
		}
		same := a.inputs(i, true)
		if len(same) != 1 || a.out[same[0]] != 1 {
			continue
		}
		if op := a.list[same[0]]; op.kind == andBlock || op.kind == orBlock {
			a.merged[same[0]], a.gateOf[i] = i, same[0]
		}
	}
}

// inputs are the blocks that lead to a block, of its own side or of the other.
func (a *assembler) inputs(i int, same bool) []int {
	in := a.in[i]
	if order := a.list[i].order; order != nil {
		in = slices.Clone(in)
		slices.SortStableFunc(in, func(x, y int) int { return place(order, x) - place(order, y) })
	}
	var out []int
	for _, from := range in {
		if (a.side[from] == a.side[i]) == same {
			out = append(out, from)
		}
	}
	return out
}

// place is where a block stands in an order; what the order does not name comes last.
func place(order []int, x int) int {
	if at := slices.Index(order, x); at >= 0 {
		return at
	}
	return len(order)
}

// gateBlock is the block that holds the gate of a block: its operator, or itself.
func (a *assembler) gateBlock(i int) *block {
	if op, ok := a.gateOf[i]; ok {
		i = op
	}
	return &a.list[i]
}

func (a *assembler) makeNode(i int) {
	a.node[i] = -1
	if _, ok := a.merged[i]; ok {
		return
	}
	x := a.list[i]
	id := x.id
	if id == "" {
		id = slug(x.text)
		if x.kind == andBlock || x.kind == orBlock {
			id = "any"
			if x.kind == andBlock {
				id = "all"
			}
		}
	}
	a.node[i] = a.grow(tree.Node{ID: a.ids.fresh(id), Text: x.text, Defence: a.side[i], Attributes: x.Attributes}, x.note)
}

func (a *assembler) grow(n tree.Node, note Note) int {
	a.doc.Tree.Nodes = append(a.doc.Tree.Nodes, n)
	a.doc.Notes = append(a.doc.Notes, note)
	return len(a.doc.Tree.Nodes) - 1
}

// resolve turns blocks into nodes; a merged operator is the node of its box.
func (a *assembler) resolve(list []int) []int {
	var out []int
	for _, i := range list {
		if to, ok := a.merged[i]; ok {
			i = to
		}
		if n := a.node[i]; !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

func (a *assembler) connect(i int) {
	at := a.node[i]
	if at < 0 {
		return
	}
	counters, same, kind := a.inputs(i, false), a.inputs(i, true), a.list[i].kind
	if op, ok := a.gateOf[i]; ok {
		counters = append(counters, a.inputs(op, false)...)
		same, kind = a.inputs(op, true), a.list[op].kind
	}
	children := a.resolve(same)
	gate := tree.Or
	switch {
	case len(children) == 0:
		gate = tree.Leaf
		if kind == andBlock || kind == orBlock {
			a.lose(i, "an operator without anything that leads to it is read as a step")
		}
	case kind == andBlock:
		gate = tree.And
	case kind == stepBlock && a.flow:
		gate, children = tree.Ordered, a.andThen(i, children)
	case kind != orBlock && len(children) > 1:
		a.lose(i, fmt.Sprintf("%d arrows lead to it without an operator; it is read as an or", len(children)))
	}
	n := &a.doc.Tree.Nodes[at]
	if own := a.gateBlock(i); gate != tree.Leaf && own.gate != tree.Leaf {
		gate, n.K = own.gate, own.k
	}
	n.Gate, n.Children, n.Counters = gate, children, a.resolve(counters)
	if gate != tree.Leaf {
		n.Attributes = tree.Attributes{}
	}
}

// andThen makes a step that follows others a gate over them and the step itself.
func (a *assembler) andThen(i int, before []int) []int {
	x := a.list[i]
	if len(before) > 1 {
		id := a.ids.fresh("before-" + a.doc.Tree.Nodes[a.node[i]].ID)
		before = []int{a.grow(tree.Node{ID: id, Gate: tree.Or, Children: before, Defence: a.side[i]}, Note{})}
	}
	id := a.ids.fresh(a.doc.Tree.Nodes[a.node[i]].ID + "-step")
	step := a.grow(tree.Node{ID: id, Text: x.text, Defence: a.side[i], Attributes: x.Attributes}, x.note)
	return []int{before[0], step}
}

// root finds the node at the top: the attacker's node that nothing of the attack uses. Several get an or above them.
func (a *assembler) root() bool {
	used := map[int]bool{}
	for _, n := range a.doc.Tree.Nodes {
		for _, c := range slices.Concat(n.Children, n.Counters) {
			used[c] = true
		}
	}
	var tops, loose []int
	for i, n := range a.doc.Tree.Nodes {
		switch {
		case used[i]:
		case n.Defence:
			loose = append(loose, i)
		default:
			tops = append(tops, i)
		}
	}
	t := &a.doc.Tree
	switch {
	case len(tops) == 1:
		t.Root = tops[0]
	case len(tops) > 1:
		a.losses = append(a.losses, Loss{Text: fmt.Sprintf("%d boxes lead nowhere; an or above them is the root", len(tops))})
		t.Root = a.grow(tree.Node{ID: a.ids.fresh("root"), Text: a.doc.Name, Gate: tree.Or, Children: tops}, Note{})
	case len(loose) > 0:
		t.Root = loose[0]
		if len(loose) > 1 {
			a.losses = append(a.losses, Loss{Text: fmt.Sprintf("%d defences have no goal; the first is the root", len(loose))})
		}
	case len(t.Nodes) > 0:
		t.Root = 0
		a.losses = append(a.losses, Loss{Text: "every box leads to another one; the first is the root"})
	default:
		return false
	}
	return true
}

// cutCycles takes arrows away that lead back to where they come from.
func (a *assembler) cutCycles() {
	t := &a.doc.Tree
	state := make([]uint8, len(t.Nodes))
	var visit func(i int)
	keep := func(from int, list []int) []int {
		return slices.DeleteFunc(list, func(c int) bool {
			if state[c] == 0 {
				visit(c)
			}
			if state[c] == 1 {
				a.losses = append(a.losses, Loss{Node: label(&t.Nodes[from]), Text: "the arrows go round in a circle, which is cut where " + label(&t.Nodes[c]) + " leads to this"})
				return true
			}
			return false
		})
	}
	visit = func(i int) {
		state[i] = 1
		t.Nodes[i].Children = keep(i, t.Nodes[i].Children)
		t.Nodes[i].Counters = keep(i, t.Nodes[i].Counters)
		if len(t.Nodes[i].Children) == 0 {
			t.Nodes[i].Gate = tree.Leaf
		}
		state[i] = 2
	}
	visit(t.Root)
	for i := range t.Nodes {
		if state[i] == 0 {
			visit(i)
		}
	}
}
