package interop

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"theriac.dev/tree"
)

// In DOT a node is an ordinary node, an arrow leads from a node to one under it, and a dotted arrow to a counter. What
// Graphviz has no words for stands in attributes of our own, which it passes over: gate, k, side, text, technique, tactic,
// comment, and the values. With them, a tree that is written and read again is the very same tree.

// WriteDOT writes a tree for Graphviz.
func WriteDOT(d *Document) ([]byte, []Loss, error) {
	d, losses, err := tidy(d)
	if err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "digraph %s {\n  rankdir=TB; ordering=out;\n", quoteDOT(or(d.Name, "tree")))
	if d.Text != "" {
		fmt.Fprintf(&out, "  comment=%s;\n", quoteDOT(d.Text))
	}
	out.WriteString("  node [fontname=\"Arial\", fontsize=11, shape=box];\n  edge [fontname=\"Arial\", fontsize=9];\n")
	for i := range d.Tree.Nodes {
		fmt.Fprintf(&out, "  %s [%s];\n", quoteDOT(d.Tree.Nodes[i].ID), dotAttributes(d, i))
	}
	for _, n := range d.Tree.Nodes {
		for j, c := range n.Children {
			to := quoteDOT(d.Tree.Nodes[c].ID)
			if n.Gate == tree.Ordered {
				fmt.Fprintf(&out, "  %s -> %s [label=\"%d\"];\n", quoteDOT(n.ID), to, j+1)
				continue
			}
			fmt.Fprintf(&out, "  %s -> %s;\n", quoteDOT(n.ID), to)
		}
		for _, c := range n.Counters {
			fmt.Fprintf(&out, "  %s -> %s [style=dotted, arrowhead=tee, dir=back, arrowtail=tee, counter=true];\n", quoteDOT(n.ID), quoteDOT(d.Tree.Nodes[c].ID))
		}
	}
	out.WriteString("}\n")
	return out.Bytes(), losses, nil
}

// gateWord is what a drawing says of a gate; empty for a leaf.
func gateWord(n *tree.Node) string {
	switch n.Gate {
	case tree.And:
		return "AND"
	case tree.Or:
		return "OR"
	case tree.Ordered:
		return "AND in order"
	case tree.AtLeast:
		return fmt.Sprintf("%d of %d", n.K, len(n.Children))
	}
	return ""
}

func dotAttributes(d *Document, i int) string {
	n, note := &d.Tree.Nodes[i], d.Note(i)
	shown := label(n)
	if n.Gate != tree.Leaf {
		shown += "\n" + gateWord(n)
	}
	list := []string{"label=" + quoteDOT(shown)}
	add := func(key, value string) {
		if value != "" {
			list = append(list, key+"="+quoteDOT(value))
		}
	}
	if n.Defence {
		list = append(list, `style=rounded`, `side=defence`)
	}
	if i == d.Tree.Root {
		list = append(list, `penwidth=2`, `root=true`)
	}
	add("text", n.Text)
	if n.Gate != tree.Leaf {
		add("gate", n.Gate.String())
	}
	if n.Gate == tree.AtLeast {
		add("k", strconv.Itoa(n.K))
	}
	add("technique", note.Technique)
	add("tactic", note.Tactic)
	add("comment", note.Text)
	if n.Gate == tree.Leaf {
		for _, a := range tree.EveryAttribute() {
			if !n.Unknown.Has(a) {
				add(a.String(), strconv.FormatInt(n.Of(a), 10))
			}
		}
		list = append(list, "stated=true")
	}
	return strings.Join(list, ", ")
}

func quoteDOT(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}
