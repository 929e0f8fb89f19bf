package interop

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"theriac.dev/tree"
)

// WriteADTool writes a tree as ADTool 2 exports it. A tree with ordered steps and without defences becomes a sandtree;
// with defences the order is lost.
func WriteADTool(d *Document) ([]byte, []Loss, error) {
	d, losses, err := tidy(d)
	if err != nil {
		return nil, nil, err
	}
	losses = append(losses, spellOut(d)...)
	w := adtWriter{d: d, losses: losses, labels: make([]string, len(d.Tree.Nodes))}
	defences, ordered := len(d.Tree.Defences()) > 0, false
	for i := range d.Tree.Nodes {
		n := &d.Tree.Nodes[i]
		defences = defences || n.Defence
		ordered = ordered || n.Gate == tree.Ordered
	}
	w.sand = ordered && !defences
	w.domains()
	w.nameLeaves()
	var ids, notes int
	for i := range d.Tree.Nodes {
		if slug(w.labels[i]) != d.Tree.Nodes[i].ID {
			ids++
		}
		if d.Notes[i].Technique != "" || d.Notes[i].Tactic != "" {
			notes++
		}
	}
	if ids > 0 {
		w.lose("", "the format has no ids; the ids of %d nodes will be made of their labels", ids)
	}
	if notes > 0 {
		w.lose("", "the format has no place for techniques, which %d nodes state", notes)
	}
	if d.Text != "" || d.Name != "" && d.Name != w.labels[d.Tree.Root] {
		w.lose("", "the format has no place for the name and the text of the tree")
	}
	return w.document()
}

type adtWriter struct {
	d      *Document
	sand   bool
	carry  []int // indexes of adtAttributes
	labels []string
	out    bytes.Buffer
	count  int
	losses []Loss
	cut    map[int]bool // nodes whose lost order is told already
}

func (w *adtWriter) lose(node, format string, args ...any) {
	w.losses = append(w.losses, Loss{Node: node, Text: fmt.Sprintf(format, args...)})
}

// domains chooses the domains that have values. The time of parallel steps is that of ours.
func (w *adtWriter) domains() {
	classes := []string{"MinCost", "MinTimePar", "MinSkill"}
	carried := tree.SetOf(tree.Cost, tree.Time, tree.Skill)
	if w.sand {
		classes, carried = []string{"MinTime"}, tree.SetOf(tree.Time)
	}
	for i, a := range adtAttributes {
		for _, class := range classes {
			if a.class == class && w.stated(a.of) {
				w.carry = append(w.carry, i)
			}
		}
	}
	w.losses = append(w.losses, unsaid(w.d, carried)...)
}

func (w *adtWriter) stated(a tree.Attribute) bool {
	for _, n := range w.d.Tree.Nodes {
		if n.Gate == tree.Leaf && !n.Defence && !n.Unknown.Has(a) {
			return true
		}
	}
	return false
}

// nameLeaves gives each node its label. Leaves of one side with equal labels would become one step, so they are told
// apart.
func (w *adtWriter) nameLeaves() {
	taken := map[string]bool{}
	for i := range w.d.Tree.Nodes {
		n := &w.d.Tree.Nodes[i]
		w.labels[i] = label(n)
		if n.Gate != tree.Leaf {
			continue
		}
		key := fmt.Sprint(n.Defence, w.labels[i])
		for j := 1; taken[key]; j++ {
			w.labels[i] = fmt.Sprintf("%s (%s)", label(n), n.ID)
			if j > 1 {
				w.labels[i] = fmt.Sprintf("%s (%s, %d)", label(n), n.ID, j)
			}
			key = fmt.Sprint(n.Defence, w.labels[i])
		}
		if w.labels[i] != label(n) {
			w.lose(n.ID, "another step has the same text, so its label says the id too")
		}
		taken[key] = true
	}
}

func (w *adtWriter) document() ([]byte, []Loss, error) {
	root := "adtree"
	if w.sand {
		root = "sandtree"
	}
	w.cut = map[int]bool{}
	w.out.WriteString(xml.Header + "<" + root + ">\n")
	top := &w.d.Tree.Nodes[w.d.Tree.Root]
	if err := w.node(w.d.Tree.Root, 1, top.Defence); err != nil {
		return nil, nil, err
	}
	for i, c := range w.carry {
		class := adtAttributes[c].class
		pack := "adtpredefined"
		if w.sand {
			pack = "sandpredefined"
		}
		fmt.Fprintf(&w.out, "  <domain id=\"%s%d\">\n    <class>lu.uni.adtool.domains.%s.%s</class>\n    <tool>ADTool2</tool>\n", class, i+1, pack, class)
		if class == "MinSkill" {
			fmt.Fprintf(&w.out, "    <range>%d</range>\n", w.mostSkill())
		}
		w.out.WriteString("  </domain>\n")
	}
	w.out.WriteString("</" + root + ">\n")
	return w.out.Bytes(), w.losses, nil
}

func (w *adtWriter) mostSkill() int {
	most := 1
	for _, n := range w.d.Tree.Nodes {
		most = max(most, n.Skill)
	}
	return most
}

// node writes a node with all below it. turned says that it is of the other side than the node around it.
func (w *adtWriter) node(i, depth int, turned bool) error {
	n := &w.d.Tree.Nodes[i]
	if w.count++; w.count > maxNodes {
		return fmt.Errorf("shared nodes are written once for each use in this format, and that makes more than %d nodes", maxNodes)
	}
	if depth > maxDepth {
		return fmt.Errorf("the tree is deeper than %d nodes", maxDepth)
	}
	refinement := map[tree.Gate]string{tree.And: "conjunctive", tree.Ordered: "sequential"}[n.Gate]
	if refinement == "" {
		refinement = "disjunctive"
	}
	if n.Gate == tree.Ordered && !w.sand {
		refinement = "conjunctive"
		if !w.cut[i] {
			w.cut[i] = true
			w.lose(n.ID, "trees with defences have no order in this format; the ordered gate is written as an and")
		}
	}
	in := strings.Repeat("  ", min(depth, 40))
	w.open(in, refinement, turned)
	w.element(in, "label", w.labels[i])
	w.element(in, "comment", w.d.Notes[i].Text)
	if n.Gate == tree.Leaf && !n.Defence {
		w.values(in, n)
	}
	for _, c := range n.Children {
		if err := w.node(c, depth+1, false); err != nil {
			return err
		}
	}
	if err := w.counters(in, n, depth); err != nil {
		return err
	}
	w.out.WriteString(in + "</node>\n")
	return nil
}

func (w *adtWriter) open(in, refinement string, turned bool) {
	w.out.WriteString(in + `<node refinement="` + refinement + `"`)
	if turned {
		w.out.WriteString(` switchRole="yes"`)
	}
	w.out.WriteString(">\n")
}

func (w *adtWriter) element(in, name, text string) {
	if text == "" {
		return
	}
	w.out.WriteString(in + "  <" + name + ">")
	_ = xml.EscapeText(&w.out, []byte(text)) // a bytes.Buffer never fails
	w.out.WriteString("</" + name + ">\n")
}

func (w *adtWriter) values(in string, n *tree.Node) {
	for j, c := range w.carry {
		if a := adtAttributes[c]; !n.Unknown.Has(a.of) {
			value := strconv.FormatInt(n.Of(a.of), 10)
			if a.of != tree.Skill {
				value += ".0"
			}
			fmt.Fprintf(&w.out, "%s  <parameter domainId=\"%s%d\" category=\"basic\">%s</parameter>\n", in, a.class, j+1, value)
		}
	}
}

// counters writes the counters of a node: ADTool has room for one, so several stand under an or.
func (w *adtWriter) counters(in string, n *tree.Node, depth int) error {
	switch len(n.Counters) {
	case 0:
		return nil
	case 1:
		if c := &w.d.Tree.Nodes[n.Counters[0]]; label(c) != anyCounter {
			return w.node(n.Counters[0], depth+1, true)
		}
	}
	w.open(in+"  ", "disjunctive", true)
	w.element(in+"  ", "label", anyCounter)
	for _, c := range n.Counters {
		if err := w.node(c, depth+2, false); err != nil {
			return err
		}
	}
	w.out.WriteString(in + "  </node>\n")
	return nil
}
