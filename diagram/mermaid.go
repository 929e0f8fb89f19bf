package diagram

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// mermaidShapes are the brackets of the nearest shapes of Mermaid.
var mermaidShapes = map[Shape][2]string{
	Process: {"(", ")"}, Store: {"[(", ")]"}, External: {"[", "]"}, Human: {"[/", "\\]"}, Sensor: {"{{", "}}"},
	Actuator: {">", "]"}, Physical: {"[\\", "/]"}, Group: {"[[", "]]"},
}

// WriteMermaid writes the graph as a Mermaid flowchart, zones as subgraphs. Solid lines are flows of which authentication
// and encryption are stated; the others are dotted and say which is none or unknown.
func (g *Graph) WriteMermaid(w io.Writer) error {
	g = g.clean()
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "flowchart LR")
	var zone func(in int, indent string)
	zone = func(in int, indent string) {
		for i, n := range g.Nodes {
			if n.Zone == in {
				b := mermaidShapes[n.Shape]
				if b[0] == "" {
					b = mermaidShapes[Process]
				}
				fmt.Fprintf(out, "%sn%d%s\"%s\"%s\n", indent, i, b[0], mermaidLines(nodeLines(n, "\n")), b[1])
			}
		}
		for i, z := range g.Zones {
			if z.In == in {
				fmt.Fprintf(out, "%ssubgraph z%d[\"%s\"]\n", indent, i, mermaidEscape(zoneTitle(z)))
				zone(i, indent+"  ")
				fmt.Fprintf(out, "%send\n", indent)
			}
		}
	}
	zone(-1, "  ")
	for _, e := range g.Edges {
		arrow := "-.->"
		if e.Protection == Stated {
			arrow = "-->"
		}
		if e.TwoWay {
			arrow = "<" + arrow
		}
		fmt.Fprintf(out, "  n%d %s|\"%s\"| n%d\n", e.From, arrow, mermaidLines(edgeLines(e, "\n")), e.To)
	}
	for i, n := range g.Notes {
		fmt.Fprintf(out, "  note%d[\"%s\"]\n", i, mermaidLines(g.noteText(n)))
		for _, to := range n.Nodes {
			fmt.Fprintf(out, "  note%d -.- n%d\n", i, to)
		}
		for _, to := range n.Zones {
			fmt.Fprintf(out, "  note%d -.- z%d\n", i, to)
		}
		fmt.Fprintf(out, "  style note%d fill:#FFFBE3,stroke:#7D7340,text-align:left\n", i)
	}
	for i := range g.Zones {
		fmt.Fprintf(out, "  style z%d stroke-dasharray:6 4\n", i)
	}
	return out.Flush()
}

func mermaidLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = mermaidEscape(lines[i])
	}
	return strings.Join(lines, "<br/>")
}

// mermaidEscape writes every character that could mean something to Mermaid, Markdown or HTML as an entity.
func mermaidEscape(s string) string {
	var b strings.Builder
	for _, r := range plain(s) {
		if strings.ContainsRune("\"'#&<>`*_[]{}()|\\;:/~=-$%@^", r) && r != '-' {
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
			continue
		}
		b.WriteRune(r)
	}
	if b.Len() == 0 {
		return " "
	}
	return b.String()
}
