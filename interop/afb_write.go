package interop

import (
	"fmt"
	"strconv"

	"theriac.dev/tree"
)

// pair is one property of a block.
type pair [2]any

type afbOut struct {
	Schema  string         `json:"schema"`
	Theme   string         `json:"theme"`
	Objects []any          `json:"objects"`
	Layout  map[string]any `json:"layout"`
	Camera  map[string]int `json:"camera"`
}

type afbBlock struct {
	ID         string            `json:"id"`
	Instance   string            `json:"instance"`
	Properties []pair            `json:"properties"`
	Anchors    map[string]string `json:"anchors,omitempty"`
	Objects    []string          `json:"objects,omitempty"`
}

type afbAnchor struct {
	ID       string   `json:"id"`
	Instance string   `json:"instance"`
	Latches  []string `json:"latches"`
}

type afbLine struct {
	ID       string   `json:"id"`
	Instance string   `json:"instance"`
	Source   string   `json:"source,omitempty"`
	Target   string   `json:"target,omitempty"`
	Handles  []string `json:"handles,omitempty"`
}

// WriteAFB writes a file for version 3 of Attack Flow Builder, with the scope attack-tree.
func WriteAFB(d *Document) ([]byte, []Loss, error) {
	d, losses, err := tidy(d)
	if err != nil {
		return nil, nil, err
	}
	losses = append(losses, spellOut(d)...)
	losses = append(losses, unsaid(d, 0)...)
	w := afbWriter{d: d, losses: losses, anchors: map[string]*afbAnchor{}, depth: depths(&d.Tree)}
	w.row = make([]int, len(d.Tree.Nodes)*2+2)
	w.out = afbOut{Schema: "attack_flow_v2", Theme: "dark_theme", Layout: map[string]any{}, Camera: map[string]int{"x": 0, "y": 0, "k": 1}}
	flow := &afbBlock{ID: "flow", Instance: uuid(d.Name), Properties: []pair{{"name", d.Name}, {"description", text0(d.Text)},
		{"author", []pair{{"name", nil}, {"identity_class", nil}, {"contact_information", nil}}},
		{"scope", "attack-tree"}, {"external_references", []pair{}}, {"created", created(d)}}}
	w.out.Objects = append(w.out.Objects, flow)
	w.out.Layout[flow.Instance] = [2]int{-480, 0}
	ids := 0
	for i := range d.Tree.Nodes {
		if w.node(i); slug(d.Tree.Nodes[i].Text) != d.Tree.Nodes[i].ID {
			ids++
		}
	}
	if ids > 0 {
		w.losses = append(w.losses, Loss{Text: fmt.Sprintf("the format has no ids; the ids of %d nodes will be made of their names", ids)})
	}
	for i := range d.Tree.Nodes {
		w.lines(i)
	}
	flow.Objects = w.inside
	out, err := encode(w.out)
	return out, w.losses, err
}

// text0 is a text, or null where there is none.
func text0(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func created(d *Document) string { return or(d.Created, "1970-01-01T00:00:00.000Z") }

// depths says for each node of a tidy tree how far below the root it is at most. Children and counters count alike.
func depths(t *tree.Tree) []int {
	out := make([]int, len(t.Nodes))
	waits := make([]int, len(t.Nodes))
	for _, n := range t.Nodes {
		for _, c := range append(append([]int(nil), n.Children...), n.Counters...) {
			waits[c]++
		}
	}
	queue := []int{t.Root}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, c := range append(append([]int(nil), t.Nodes[i].Children...), t.Nodes[i].Counters...) {
			out[c] = max(out[c], out[i]+1)
			if waits[c]--; waits[c] == 0 {
				queue = append(queue, c)
			}
		}
	}
	return out
}

type afbWriter struct {
	d       *Document
	out     afbOut
	inside  []string
	anchors map[string]*afbAnchor
	depth   []int
	row     []int // how many blocks stand in each row
	losses  []Loss
}

func (w *afbWriter) id(i int) string { return uuid(w.d.Name + "\x00" + w.d.Tree.Nodes[i].ID) }
func (w *afbWriter) gateID(i int) string {
	return uuid(w.d.Name + "\x00" + w.d.Tree.Nodes[i].ID + "\x00gate")
}

// end is the block of a node that arrows from above meet: its box, or its operator where it has no text.
func (w *afbWriter) end(i int) string {
	if n := &w.d.Tree.Nodes[i]; n.Text == "" && n.Gate != tree.Leaf {
		return w.gateID(i)
	}
	return w.id(i)
}

// node writes the box and the operator of a node.
func (w *afbWriter) node(i int) {
	n, note := &w.d.Tree.Nodes[i], w.d.Note(i)
	if n.Text != "" || n.Gate == tree.Leaf {
		id, properties := "action", []pair{{"name", label(n)}, {"ttp", []pair{{"tactic", text0(note.Tactic)}, {"technique", text0(note.Technique)}}},
			{"description", text0(note.Text)}, {"confidence", nil}, {"execution_start", nil}, {"execution_end", nil}}
		if n.Defence {
			id, properties = "course_of_action", []pair{{"name", label(n)}, {"description", text0(note.Text)},
				{"action_type", nil}, {"os_execution_envs", []pair{}}, {"action_bin", nil}}
			if note.Technique != "" || note.Tactic != "" {
				w.losses = append(w.losses, Loss{Node: n.ID, Text: "a defence has no place for a technique in this format"})
			}
		}
		w.block(id, w.id(i), properties, 2*w.depth[i])
	} else if note != (Note{}) {
		w.losses = append(w.losses, Loss{Node: n.ID, Text: "a gate without a text has no place for a comment or technique in this format"})
	}
	switch n.Gate {
	case tree.Leaf:
	case tree.Or:
		w.block("OR_operator", w.gateID(i), []pair{{"operator", "OR"}}, 2*w.depth[i]+1)
	default:
		if n.Gate == tree.Ordered {
			w.losses = append(w.losses, Loss{Node: n.ID, Text: "the format has no order among steps; the ordered gate is written as an and"})
		}
		w.block("AND_operator", w.gateID(i), []pair{{"operator", "AND"}}, 2*w.depth[i]+1)
	}
}

func (w *afbWriter) block(id, instance string, properties []pair, row int) {
	b := &afbBlock{ID: id, Instance: instance, Properties: properties, Anchors: map[string]string{}}
	w.out.Objects = append(w.out.Objects, b)
	for degree := 0; degree < 360; degree += 30 {
		kind := "horizontal_anchor"
		if degree%180 >= 60 && degree%180 <= 120 {
			kind = "vertical_anchor"
		}
		position := strconv.Itoa(degree)
		a := &afbAnchor{ID: kind, Instance: uuid(instance + position), Latches: []string{}}
		b.Anchors[position] = a.Instance
		w.anchors[instance+position] = a
		w.out.Objects = append(w.out.Objects, a)
	}
	w.inside = append(w.inside, instance)
	w.out.Layout[instance] = [2]int{420 * w.row[row], 200 * row}
	w.row[row]++
}

// lines draws the arrows that lead to a node.
func (w *afbWriter) lines(i int) {
	n := &w.d.Tree.Nodes[i]
	if n.Gate != tree.Leaf {
		for _, c := range n.Children {
			w.line(w.end(c), w.gateID(i))
		}
		if w.end(i) != w.gateID(i) {
			w.line(w.gateID(i), w.id(i))
		}
	}
	for _, c := range n.Counters {
		w.line(w.end(c), w.end(i))
	}
}

func (w *afbWriter) line(from, to string) {
	id := uuid(from + to)
	l := afbLine{ID: "dynamic_line", Instance: id, Source: uuid(id + "source"), Target: uuid(id + "target"), Handles: []string{uuid(id + "handle")}}
	w.out.Objects = append(w.out.Objects, l, afbLine{ID: "generic_latch", Instance: l.Source},
		afbLine{ID: "generic_latch", Instance: l.Target}, afbLine{ID: "generic_handle", Instance: l.Handles[0]})
	a, b := w.anchors[from+"90"], w.anchors[to+"270"]
	a.Latches, b.Latches = append(a.Latches, l.Source), append(b.Latches, l.Target)
	w.out.Layout[l.Source], w.out.Layout[l.Target] = w.out.Layout[from], w.out.Layout[to]
	w.inside = append(w.inside, id)
}
