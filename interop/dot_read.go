package interop

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"theriac.dev/syntax"
	"theriac.dev/tree"
)

// ReadDOT reads a directed graph of Graphviz as a tree: an arrow leads from a node to one under it, a dotted one to a
// counter. Where no node is at the top but one is at the foot, the arrows are read the other way round. A gate is what the
// attribute gate says, or the last word of the label: AND, OR, SAND; else an or. Of subgraphs, ports and defaults only what
// concerns nodes and arrows is read.
func ReadDOT(name string, data []byte) (*Document, []Loss, error) {
	if err := tooLarge(name, data); err != nil {
		return nil, nil, err
	}
	r := &dotReader{lexer: dotLexer{name: name, data: data}, index: map[string]int{}, doc: &Document{}, said: map[string]bool{}}
	if err := r.graph(); err != nil {
		return nil, nil, err
	}
	return r.document()
}

type dotReader struct {
	lexer  dotLexer
	token  dotToken
	index  map[string]int
	nodes  []dotNode
	edges  []dotEdge
	doc    *Document
	losses []Loss
	said   map[string]bool
	met    []int // nodes that the group that is being read names
}

type dotNode struct {
	id    string
	attrs map[string]string
	place syntax.Place
}

type dotEdge struct {
	from, to int
	attrs    map[string]string
	place    syntax.Place
}

// lose tells a loss once.
func (r *dotReader) lose(at syntax.Place, text string) {
	if !r.said[text] {
		r.said[text] = true
		r.losses = append(r.losses, Loss{Place: at, Text: text})
	}
}

func (r *dotReader) next() (err error) {
	r.token, err = r.lexer.next()
	return err
}

func (r *dotReader) is(kind dotKind, text string) bool {
	return r.token.kind == kind && strings.EqualFold(r.token.text, text)
}

func (r *dotReader) wrong(expected string) error {
	return fault(r.token.place, "", "%s stands here: expected %s", r.token, expected)
}

// graph reads the whole file.
func (r *dotReader) graph() error {
	if err := r.next(); err != nil {
		return err
	}
	if r.is(dotWord, "strict") {
		if err := r.next(); err != nil {
			return err
		}
	}
	if !r.is(dotWord, "digraph") {
		return r.wrong("`digraph`")
	}
	if err := r.next(); err != nil {
		return err
	}
	if r.token.kind == dotWord {
		r.doc.Name = clean(r.token.text)
		if err := r.next(); err != nil {
			return err
		}
	}
	if !r.is(dotSign, "{") {
		return r.wrong("`{`")
	}
	return r.statements(1)
}

// statements reads up to the brace that closes the one that the token is at.
func (r *dotReader) statements(depth int) error {
	if depth > maxDepth {
		return fault(r.token.place, "", "subgraphs are nested deeper than %d", maxDepth)
	}
	if err := r.next(); err != nil {
		return err
	}
	for !r.is(dotSign, "}") {
		var err error
		switch {
		case r.is(dotSign, ";") || r.is(dotSign, ","):
			err = r.next()
		case r.is(dotWord, "subgraph"):
			r.lose(r.token.place, "subgraphs are read for their nodes and arrows only")
			if err = r.next(); err == nil && r.token.kind == dotWord {
				err = r.next()
			}
			if err == nil && r.is(dotSign, "{") {
				err = r.inside(depth)
			}
		case r.is(dotSign, "{"):
			r.lose(r.token.place, "subgraphs are read for their nodes and arrows only")
			err = r.inside(depth)
		case r.token.kind == dotWord:
			err = r.statement(depth)
		default:
			return r.wrong("a node, an arrow or `}`")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *dotReader) inside(depth int) error {
	if err := r.statements(depth + 1); err != nil {
		return err
	}
	return r.next()
}

// statement reads a node, a chain of arrows, an attribute or defaults.
func (r *dotReader) statement(depth int) error {
	first := r.token
	if err := r.next(); err != nil {
		return err
	}
	if r.is(dotSign, "=") {
		if err := r.next(); err != nil {
			return err
		}
		if r.token.kind != dotWord {
			return r.wrong("a value")
		}
		if depth == 1 && first.text == "comment" {
			r.doc.Text = clean(r.token.text)
		}
		return r.next()
	}
	if !first.quoted && (first.text == "node" || first.text == "edge" || first.text == "graph") && r.is(dotSign, "[") {
		_, err := r.attributes()
		return err
	}
	chain := [][]int{{r.node(first)}}
	for {
		if err := r.port(); err != nil {
			return err
		}
		if !r.is(dotSign, "->") {
			break
		}
		if err := r.next(); err != nil {
			return err
		}
		end, err := r.end(depth)
		if err != nil {
			return err
		}
		chain = append(chain, end)
	}
	attrs, err := r.attributes()
	if err != nil {
		return err
	}
	if len(chain) == 1 {
		for k, v := range attrs {
			r.nodes[chain[0][0]].attrs[k] = v
		}
	}
	for i := 1; i < len(chain); i++ {
		for _, from := range chain[i-1] {
			for _, to := range chain[i] {
				if r.edges = append(r.edges, dotEdge{from, to, attrs, first.place}); len(r.edges) > 4*maxNodes {
					return fault(first.place, "split the graph", "the graph has more than %d arrows", 4*maxNodes)
				}
			}
		}
	}
	if len(r.nodes) > maxNodes {
		return fault(first.place, "split the graph", "the graph has more than %d nodes", maxNodes)
	}
	return nil
}

// end reads what an arrow leads to: a node, or all nodes of a group in braces.
func (r *dotReader) end(depth int) ([]int, error) {
	switch {
	case r.token.kind == dotWord:
		at := r.node(r.token)
		return []int{at}, r.next()
	case !r.is(dotSign, "{"):
		return nil, r.wrong("the id of a node")
	}
	outer := r.met
	r.met = nil
	err := r.inside(depth)
	group := slices.Compact(slices.Sorted(slices.Values(r.met)))
	r.met = append(outer, group...)
	return group, err
}

// port passes over a port behind a node.
func (r *dotReader) port() error {
	for r.is(dotSign, ":") {
		r.lose(r.token.place, "ports are left out")
		if err := r.next(); err != nil {
			return err
		}
		if r.token.kind != dotWord {
			return r.wrong("a port")
		}
		if err := r.next(); err != nil {
			return err
		}
	}
	return nil
}

func (r *dotReader) node(t dotToken) int {
	if i, ok := r.index[t.text]; ok {
		r.met = append(r.met, i)
		return i
	}
	r.met = append(r.met, len(r.nodes))
	r.index[t.text] = len(r.nodes)
	r.nodes = append(r.nodes, dotNode{id: t.text, attrs: map[string]string{}, place: t.place})
	return len(r.nodes) - 1
}

// attributes reads any lists of attributes in brackets.
func (r *dotReader) attributes() (map[string]string, error) {
	out := map[string]string{}
	for r.is(dotSign, "[") {
		if err := r.next(); err != nil {
			return nil, err
		}
		for !r.is(dotSign, "]") {
			if r.is(dotSign, ",") || r.is(dotSign, ";") {
				if err := r.next(); err != nil {
					return nil, err
				}
				continue
			}
			key := r.token
			if key.kind != dotWord {
				return nil, r.wrong("the name of an attribute or `]`")
			}
			if err := r.next(); err != nil {
				return nil, err
			}
			if !r.is(dotSign, "=") {
				out[key.text] = "true"
				continue
			}
			if err := r.next(); err != nil {
				return nil, err
			}
			if r.token.kind != dotWord {
				return nil, r.wrong("a value")
			}
			out[key.text] = r.token.text
			if err := r.next(); err != nil {
				return nil, err
			}
		}
		if err := r.next(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// document makes the tree of nodes and arrows.
func (r *dotReader) document() (*Document, []Loss, error) {
	if len(r.nodes) == 0 {
		return nil, nil, fault(syntax.Place{File: r.lexer.name}, "", "the graph has no nodes: expected at least a root")
	}
	for i := range r.nodes {
		t, note := r.treeNode(&r.nodes[i])
		r.doc.Tree.Nodes = append(r.doc.Tree.Nodes, t)
		r.doc.Notes = append(r.doc.Notes, note)
	}
	if r.reversed() {
		r.losses = append(r.losses, Loss{Text: "all arrows lead to one node, so they are read as leading up to the root"})
		for i, e := range r.edges {
			r.edges[i].from, r.edges[i].to = e.to, e.from
		}
	}
	r.spreadSides()
	t := &r.doc.Tree
	for _, e := range r.edges {
		from := &t.Nodes[e.from]
		if from.Defence == t.Nodes[e.to].Defence {
			from.Children = append(from.Children, e.to)
		} else {
			from.Counters = append(from.Counters, e.to)
		}
	}
	for i := range t.Nodes {
		if n := &t.Nodes[i]; len(n.Children) > 0 && n.Gate == tree.Leaf {
			n.Gate = labelGate(n.Text)
		}
	}
	a := assembler{blocks: &blocks{name: r.lexer.name}, doc: r.doc, ids: names{}}
	for _, n := range t.Nodes {
		a.ids[n.ID] = true
	}
	if !r.ownRoot() {
		a.root()
	}
	a.cutCycles()
	d, losses, err := tidy(r.doc)
	return d, append(append(r.losses, a.losses...), losses...), err
}

// ownRoot takes the node that says that it is the root.
func (r *dotReader) ownRoot() bool {
	for i, n := range r.nodes {
		if n.attrs["root"] == "true" {
			r.doc.Tree.Root = i
			return true
		}
	}
	return false
}

// treeNode reads what a node says of itself.
func (r *dotReader) treeNode(n *dotNode) (tree.Node, Note) {
	a := n.attrs
	t := tree.Node{ID: n.id, Defence: a["side"] == "defence"}
	text, ours := a["text"]
	if !ours {
		_, ours = a["stated"]
	}
	if !ours && a["gate"] == "" {
		if text = a["label"]; text == "" {
			text = n.id
		}
		text = strings.ReplaceAll(text, `\N`, n.id)
	}
	t.Text = clean(text)
	for g := tree.And; g <= tree.AtLeast; g++ {
		if g.String() == strings.ToLower(a["gate"]) {
			t.Gate = g
		}
	}
	t.K = int(r.number(n, "k"))
	if !ours {
		t.ID = slug(n.id)
	}
	t.Unknown = tree.SetOf(tree.EveryAttribute()...)
	for _, which := range tree.EveryAttribute() {
		if _, ok := a[which.String()]; ok && t.Gate == tree.Leaf {
			t.Set(which, r.number(n, which.String()))
		}
	}
	if t.Gate != tree.Leaf {
		t.Attributes = tree.Attributes{}
	}
	return t, Note{clean(a["technique"]), clean(a["tactic"]), clean(a["comment"])}
}

func (r *dotReader) number(n *dotNode, key string) int64 {
	word, ok := n.attrs[key]
	if !ok {
		return 0
	}
	v, err := strconv.ParseInt(word, 10, 64)
	if err != nil || v < 0 {
		r.losses = append(r.losses, Loss{Place: n.place, Node: n.id, Text: fmt.Sprintf("its %s %q is no whole number from 0; it counts as 0", key, clean(word))})
		return 0
	}
	return v
}

// labelGate is the gate that a label ends in, else an or.
func labelGate(text string) tree.Gate {
	words := strings.Fields(text)
	if len(words) > 0 {
		switch strings.Trim(words[len(words)-1], "()[]") {
		case "AND":
			return tree.And
		case "SAND":
			return tree.Ordered
		}
	}
	return tree.Or
}

// spreadSides makes the far end of a counter arrow the other side, and what is under it too, where the nodes do not say.
func (r *dotReader) spreadSides() {
	t := &r.doc.Tree
	told := make([]bool, len(r.nodes))
	for i, n := range r.nodes {
		_, told[i] = n.attrs["side"]
	}
	if r.anyOurs() {
		return
	}
	counter := func(e dotEdge) bool {
		return e.attrs["counter"] == "true" || strings.Contains(e.attrs["style"], "dotted")
	}
	for _, e := range r.edges {
		if counter(e) && !told[e.to] {
			told[e.to], t.Nodes[e.to].Defence = true, !t.Nodes[e.from].Defence
		}
	}
	for more := true; more; {
		more = false
		for _, e := range r.edges {
			if !counter(e) && told[e.from] && !told[e.to] {
				told[e.to], t.Nodes[e.to].Defence, more = true, t.Nodes[e.from].Defence, true
			}
		}
	}
}

// anyOurs says that the file was written by WriteDOT, so that each node says its side.
func (r *dotReader) anyOurs() bool {
	for _, n := range r.nodes {
		if n.attrs["root"] == "true" {
			return true
		}
	}
	return false
}

// reversed says that the arrows lead up: no single node is at the top, but one is at the foot.
func (r *dotReader) reversed() bool {
	in, out := make([]int, len(r.nodes)), make([]int, len(r.nodes))
	for _, e := range r.edges {
		in[e.to]++
		out[e.from]++
	}
	tops, feet := 0, 0
	for i := range r.nodes {
		if in[i] == 0 {
			tops++
		}
		if out[i] == 0 {
			feet++
		}
	}
	return tops != 1 && feet == 1 && !r.anyOurs()
}
