package interop

import (
	"bytes"
	"fmt"
	"strings"

	"theriac.dev/tree"
)

// WriteMermaid writes a tree as a Mermaid flowchart, to be shown in a Markdown page. It cannot be read back.
//
// A gate says its word below its text. Attack steps are boxes, gates hexagons, defences have round ends; a dotted arrow
// with a cross stops the node that it leads to.
func WriteMermaid(d *Document) ([]byte, []Loss, error) {
	d, losses, err := tidy(d)
	if err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	if d.Name != "" {
		fmt.Fprintf(&out, "---\ntitle: %q\n---\n", mermaidText(d.Name))
	}
	out.WriteString("flowchart TB\n")
	for i := range d.Tree.Nodes {
		n := &d.Tree.Nodes[i]
		shown := mermaidText(label(n))
		if n.Gate != tree.Leaf {
			shown += "<br/>" + gateWord(n)
		}
		left, right := "[", "]"
		switch {
		case n.Defence:
			left, right, shown = "([", "])", "Defence: "+shown
		case n.Gate != tree.Leaf:
			left, right = "{{", "}}"
		}
		fmt.Fprintf(&out, "  n%d%s\"%s\"%s\n", i, left, shown, right)
	}
	for i, n := range d.Tree.Nodes {
		for j, c := range n.Children {
			if n.Gate == tree.Ordered {
				fmt.Fprintf(&out, "  n%d -- \"%d\" --> n%d\n", i, j+1, c)
				continue
			}
			fmt.Fprintf(&out, "  n%d --> n%d\n", i, c)
		}
		for _, c := range n.Counters {
			fmt.Fprintf(&out, "  n%d -. stops .-x n%d\n", c, i)
		}
	}
	losses = append(losses, unsaid(d, 0)...)
	return out.Bytes(), losses, nil
}

// mermaidText writes characters that Mermaid would read as its own by their numbers.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\"#&<>;`\\{}[]()|", r) {
			fmt.Fprintf(&b, "#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
