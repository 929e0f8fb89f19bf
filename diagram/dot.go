package diagram

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// dotShapes are the nearest shapes of Graphviz.
var dotShapes = map[Shape]string{
	Process: `shape=box, style="rounded,filled"`, Store: "shape=cylinder", External: "shape=box", Human: "shape=box",
	Sensor: "shape=hexagon", Actuator: "shape=cds", Physical: "shape=octagon", Group: "shape=box3d",
}

// WriteDOT writes the graph for Graphviz, zones as clusters.
func (g *Graph) WriteDOT(w io.Writer) error {
	g = g.clean()
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "digraph %s {\n  label=%s; labelloc=t; rankdir=LR; compound=true;\n", dotQuote(or(g.ID, "model")), dotQuote(g.Title))
	fmt.Fprintln(out, "  node [fontname=\"Arial\", fontsize=11, style=filled, fillcolor=white];\n  edge [fontname=\"Arial\", fontsize=9];")
	var zone func(in int, indent string)
	zone = func(in int, indent string) {
		for i, n := range g.Nodes {
			if n.Zone == in {
				fmt.Fprintf(out, "%sn%d [label=%s, %s, tooltip=%s];\n", indent, i, dotQuote(nodeLines(n, "\n")), or(dotShapes[n.Shape], "shape=box"), dotQuote(n.ID))
			}
		}
		for i, z := range g.Zones {
			if z.In == in {
				fmt.Fprintf(out, "%ssubgraph cluster_%d {\n%s  label=%s; style=\"rounded,dashed\"; color=\"#7A4B76\";\n", indent, i, indent, dotQuote(zoneTitle(z)))
				zone(i, indent+"  ")
				fmt.Fprintf(out, "%s}\n", indent)
			}
		}
	}
	zone(-1, "  ")
	for _, e := range g.Edges {
		fmt.Fprintf(out, "  n%d -> n%d [label=%s, style=%s", e.From, e.To, dotQuote(edgeLines(e, "\n")), [3]string{"dotted", "dashed", "solid"}[e.Protection])
		if e.TwoWay {
			fmt.Fprint(out, ", dir=both")
		}
		fmt.Fprintf(out, ", tooltip=%s];\n", dotQuote(e.ID))
	}
	g.dotNotes(out)
	fmt.Fprintln(out, "}")
	return out.Flush()
}

// dotNotes writes the notes with their lines. A line to a zone ends at its border, which Graphviz can do only on the way
// to something in it.
func (g *Graph) dotNotes(out *bufio.Writer) {
	for i, n := range g.Notes {
		fmt.Fprintf(out, "  note%d [label=%s, shape=note, fillcolor=\"#FFFBE3\", color=\"#7D7340\", fontsize=9, tooltip=%s];\n", i,
			strings.ReplaceAll(dotQuote(g.noteText(n)+"\n"), `\n`, `\l`), dotQuote(n.ID))
		line := func(to int, more string) {
			fmt.Fprintf(out, "  note%d -> n%d [style=dotted, arrowhead=none, color=\"#7D7340\", constraint=false%s];\n", i, to, more)
		}
		for _, to := range n.Nodes {
			line(to, "")
		}
		for _, z := range n.Zones {
			if to := slices.IndexFunc(g.Nodes, func(n Node) bool { return g.inZone(n.Zone, z) }); to >= 0 {
				line(to, fmt.Sprintf(", lhead=cluster_%d", z))
			}
		}
	}
}

// inZone reports whether a zone is, or lies in, another.
func (g *Graph) inZone(zone, outer int) bool {
	for ; zone >= 0; zone = g.Zones[zone].In {
		if zone == outer {
			return true
		}
	}
	return false
}

// nodeLines joins the texts of a node.
func nodeLines(n Node, by string) string {
	lines := []string{plain(n.Name)}
	if n.Note != "" {
		lines = append(lines, plain(n.Note))
	}
	if n.OutOfScope {
		lines = append(lines, "out of scope")
	}
	if n.Mark.Count > 0 {
		lines = append(lines, markText(n.Mark))
	}
	return strings.Join(lines, by)
}

// edgeLines joins the texts of a flow.
func edgeLines(e Edge, by string) string {
	lines := []string{plain(e.Name)}
	for _, s := range []string{e.Detail, e.Guard} {
		if s != "" {
			lines = append(lines, plain(s))
		}
	}
	if e.Mark.Count > 0 {
		lines = append(lines, markText(e.Mark))
	}
	return strings.Join(lines, by)
}

func dotQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}
