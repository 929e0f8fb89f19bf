package interop

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/syntax"
	"theriac.dev/tree"
)

// ReadDeciduous reads a decision tree of Deciduous (github.com/rpetrich/deciduous, layout.ts): lists of facts, attacks,
// mitigations and goals, each entry with what it comes `from`.
//
// A goal is reached by any of what it comes from, and so is a fact. An attack that comes from attacks or facts is done
// after one of them; what comes from reality needs nothing before it. A mitigation counters the attacks and facts that it
// comes from. An attack that comes from a mitigation overcomes it: its step counters that mitigation, and it is reached
// by what the mitigation answers.
func ReadDeciduous(name string, data []byte) (*Document, []Loss, error) {
	if err := tooLarge(name, data); err != nil {
		return nil, nil, err
	}
	f := syntax.Parse(name, data)
	for _, d := range f.Diagnostics() {
		if d.Severity == syntax.Error {
			return nil, nil, &Error{Diagnostic: d}
		}
	}
	r := deciduousReader{f: f, at: map[string]int{}, ids: names{}, doc: &Document{}}
	if n := f.Root.Get("title"); n != nil {
		r.doc.Name = clean(n.Value)
	}
	for _, p := range f.Root.Pairs {
		if err := r.section(p); err != nil {
			return nil, nil, err
		}
	}
	if len(r.list) == 0 {
		return nil, nil, fault(syntax.Place{File: name}, "", "this is no tree of Deciduous: expected lists named facts, attacks, mitigations and goals")
	}
	return r.document()
}

type deciduousReader struct {
	f      *syntax.File
	doc    *Document
	list   []decided
	at     map[string]int
	ids    names
	losses []Loss
}

type decided struct {
	kind, name, text string
	key              *syntax.Node
	from             []*syntax.Node
	inputs           []int // attacks, facts and goals before it
	overcomes        []int // mitigations before it
	free             bool  // it comes from reality
}

func (r *deciduousReader) lose(at *syntax.Node, node, format string, args ...any) {
	r.losses = append(r.losses, Loss{Place: r.f.Place(at), Node: node, Text: fmt.Sprintf(format, args...)})
}

func (r *deciduousReader) section(p syntax.Pair) error {
	switch p.Key.Value {
	case "facts", "attacks", "mitigations", "goals":
	case "title", "theme", "dark", "legend":
		return nil
	case "filter":
		r.lose(p.Key, "", "the filter is for drawing; all of the tree is read")
		return nil
	default:
		r.lose(p.Key, "", "%s is not understood; it is left out", clean(p.Key.Value))
		return nil
	}
	if p.Value.Kind != syntax.Sequence && p.Value.Kind != syntax.Missing {
		return fault(r.f.Place(p.Value), "write each entry behind a dash", "%s is not a list", p.Key.Value)
	}
	for _, item := range p.Value.Items {
		if err := r.entry(strings.TrimSuffix(p.Key.Value, "s"), item); err != nil {
			return err
		}
	}
	return nil
}

func (r *deciduousReader) entry(kind string, item *syntax.Node) error {
	if item.Kind != syntax.Mapping || len(item.Pairs) == 0 {
		return fault(r.f.Place(item), "write it as `name: text`", "an entry has no name")
	}
	if len(r.list) >= maxNodes {
		return fault(r.f.Place(item), "split the tree", "there are more than %d entries", maxNodes)
	}
	first := item.Pairs[0]
	d := decided{kind: kind, name: first.Key.Value, text: clean(first.Value.Value), key: first.Key}
	if first.Value.Kind == syntax.Missing || d.text == "null" || d.text == "~" {
		d.text = clean(strings.ReplaceAll(d.name, "_", " "))
		if d.text != "" {
			d.text = strings.ToUpper(d.text[:1]) + d.text[1:]
		}
	}
	if _, twice := r.at[d.name]; twice {
		return fault(r.f.Place(first.Key), "give it another name", "%s is declared twice", clean(d.name))
	}
	for _, p := range item.Pairs[1:] {
		if p.Key.Value == "from" && (p.Value.Kind == syntax.Sequence || p.Value.Kind == syntax.Missing) {
			d.from = p.Value.Items
			continue
		}
		r.lose(p.Key, d.text, "%s is not understood; it is left out", clean(p.Key.Value))
	}
	r.at[d.name] = len(r.list)
	r.list = append(r.list, d)
	return nil
}

// origin reads one line of `from`: a name, or a name with a label and marks. Ok is false for one that does not count.
func (r *deciduousReader) origin(d *decided, n *syntax.Node) (string, bool) {
	if n.Kind != syntax.Mapping {
		return n.Value, n.Kind == syntax.Scalar
	}
	if len(n.Pairs) == 0 {
		return "", false
	}
	name := n.Pairs[0].Key.Value
	if v := n.Pairs[0].Value; v.Kind == syntax.Scalar {
		r.lose(v, d.text, "the label %q of an arrow has no place in a tree; it is left out", clean(v.Value))
	}
	// The marks may stand beside the name, or, as is often written, below it.
	for _, p := range slices.Concat(n.Pairs[1:], n.Pairs[0].Value.Pairs) {
		switch {
		case p.Key.Value == "backwards" && p.Value.Value == "true":
			r.lose(p.Key, d.text, "an arrow back to it from %s is left out", clean(name))
			return name, false
		case p.Key.Value == "implemented" && p.Value.Value == "false":
			r.lose(p.Key, d.text, "that it is not implemented for %s has no place in a tree; it is left out", clean(name))
		}
	}
	return name, true
}

// connect sorts what an entry comes from.
func (r *deciduousReader) connect(i int) {
	d := &r.list[i]
	for _, n := range d.from {
		name, ok := r.origin(d, n)
		if !ok {
			continue
		}
		from, known := r.at[name]
		switch {
		case name == "reality":
			d.free = true
		case !known:
			r.lose(n, d.text, "it comes from %s, which is not declared", clean(name))
		case r.list[from].kind == "mitigation":
			d.overcomes = append(d.overcomes, from)
		default:
			d.inputs = append(d.inputs, from)
		}
	}
	if d.free && len(d.inputs) > 0 && d.kind != "goal" && d.kind != "mitigation" {
		r.lose(d.key, d.text, "it comes from reality, so that nothing is needed before it; its other origins are left out")
		d.inputs = nil
	}
}

func (r *deciduousReader) document() (*Document, []Loss, error) {
	t := &r.doc.Tree
	for i := range r.list {
		d := &r.list[i]
		r.connect(i)
		t.Nodes = append(t.Nodes, tree.Node{ID: r.ids.fresh(slug(d.name)), Text: d.text, Defence: d.kind == "mitigation",
			Attributes: tree.Attributes{Unknown: tree.SetOf(tree.EveryAttribute()...)}})
	}
	var goals []int
	for i := range r.list {
		if r.list[i].kind == "goal" {
			goals = append(goals, i)
		}
		r.grow(i)
	}
	r.doc.Notes = make([]Note, len(t.Nodes))
	a := assembler{blocks: &blocks{name: r.f.Name}, doc: r.doc, ids: r.ids}
	switch len(goals) {
	case 0:
		a.root()
	case 1:
		t.Root = goals[0]
	default:
		a.lose(-1, fmt.Sprintf("there are %d goals; an or above them is the root", len(goals)))
		t.Root = a.grow(tree.Node{ID: r.ids.fresh("root"), Text: r.doc.Name, Gate: tree.Or, Children: goals}, Note{})
	}
	a.cutCycles()
	d, losses, err := tidy(r.doc)
	return d, slices.Concat(r.losses, a.losses, losses), err
}

// grow gives an entry its gate, children and counters.
func (r *deciduousReader) grow(i int) {
	d := &r.list[i]
	inputs := slices.Compact(slices.Sorted(slices.Values(d.inputs)))
	switch d.kind {
	case "mitigation":
		r.mitigate(i, inputs)
	case "attack":
		r.attack(i, inputs)
	default:
		if len(d.overcomes) > 0 {
			r.lose(d.key, d.text, "that a %s comes from a mitigation has no place in a tree; that arrow is left out", d.kind)
		}
		r.gate(i, tree.Or, inputs)
	}
}

func (r *deciduousReader) gate(i int, gate tree.Gate, children []int) {
	if n := &r.doc.Tree.Nodes[i]; len(children) > 0 {
		n.Gate, n.Children, n.Attributes = gate, children, tree.Attributes{}
	}
}

func (r *deciduousReader) counter(node, by int) {
	if c := &r.doc.Tree.Nodes[node].Counters; !slices.Contains(*c, by) {
		*c = append(*c, by)
	}
}

func (r *deciduousReader) mitigate(i int, inputs []int) {
	d := &r.list[i]
	for _, at := range inputs {
		r.counter(at, i)
	}
	if len(d.overcomes) > 0 {
		r.lose(d.key, d.text, "that one mitigation comes from another has no place in a tree; it is left out")
	}
	if len(inputs) == 0 {
		r.lose(d.key, d.text, "the mitigation answers no attack, so it is not part of the tree")
	}
}

// attack makes the node of an attack. What it overcomes is reached by the attacks before the mitigation, which the step
// of this attack sets free again; what it comes from directly is followed by the step.
func (r *deciduousReader) attack(i int, inputs []int) {
	d := &r.list[i]
	var ways []int
	for _, m := range d.overcomes {
		for _, before := range r.list[m].inputs {
			if !slices.Contains(ways, before) {
				ways = append(ways, before)
			}
		}
	}
	if len(ways) == 0 && len(inputs) == 0 {
		return
	}
	step := r.add(r.doc.Tree.Nodes[i].ID+"-step", d.text, tree.Leaf)
	for _, m := range d.overcomes {
		r.counter(m, step)
	}
	var chain []int
	if len(inputs) > 0 {
		before := inputs[0]
		if len(inputs) > 1 {
			before = r.add("before-"+r.doc.Tree.Nodes[i].ID, "", tree.Or, inputs...)
		}
		chain = []int{before, step}
	}
	switch {
	case len(ways) == 0:
		r.gate(i, tree.Ordered, chain)
	case len(chain) > 0:
		ways = append(ways, r.add("then-"+r.doc.Tree.Nodes[i].ID, d.text, tree.Ordered, chain...))
		r.gate(i, tree.Or, ways)
	default:
		r.gate(i, tree.Or, ways)
	}
}

func (r *deciduousReader) add(id, text string, gate tree.Gate, children ...int) int {
	t := &r.doc.Tree
	n := tree.Node{ID: r.ids.fresh(id), Text: text, Gate: gate, Children: children}
	if gate == tree.Leaf {
		n.Unknown = tree.SetOf(tree.EveryAttribute()...)
	}
	t.Nodes = append(t.Nodes, n)
	return len(t.Nodes) - 1
}
