package diagram

import (
	"fmt"
	"maps"
	"slices"
)

// Change is how a thing of one model differs from that of an older one.
type Change uint8

// The changes.
const (
	Same Change = iota
	Added
	Removed
	Changed
)

var (
	changeWords = [...]string{"", "added", "removed", "changed"}
	changeSigns = [...]string{"", "+ added", "− removed", "± changed"}
	changeInks  = [...]struct{ line, fill Ink }{{Faint, Fill}, {Came, CameFill}, {Gone, GoneFill}, {Turned, TurnedFill}}
)

func (c Change) String() string { return changeWords[c] }

// Compare joins two graphs in one that shows what came, went and changed: what is gone stands where it stood. Changed
// says of what is in both whether it differs, by section and id as in elements/pcu; a graph does not show all of a model.
func Compare(was, now *Graph, changed map[string]bool) *Graph {
	c := &comparer{out: &Graph{ID: now.ID, Title: now.Title, Compared: true}, changed: changed, zones: map[string]int{}, nodes: map[string]int{}, counts: map[Change]int{}}
	was, now = was.clean(), now.clean()
	c.take(now, was, Added)
	c.take(was, nil, Removed)
	c.out.Text = fmt.Sprintf("Data flow diagram of what changed: %d added, %d removed, %d changed among zones, elements, flows and notes. The same is told in the table of changes.",
		c.counts[Added], c.counts[Removed], c.counts[Changed])
	return c.out
}

// comparer joins graphs. The maps say where zones and nodes stand in what comes out.
type comparer struct {
	out          *Graph
	changed      map[string]bool
	zones, nodes map[string]int
	counts       map[Change]int
}

// take adds what is not there yet of a graph. What the other one lacks differs as told; without another, all of it does.
func (c *comparer) take(g, other *Graph, lacking Change) {
	state := func(key string, known bool) Change {
		s := Same
		switch {
		case !known:
			s = lacking
		case c.changed[key]:
			s = Changed
		}
		c.counts[s]++
		return s
	}
	had := namesOf(other)
	for _, z := range g.Zones {
		if _, there := c.zones[z.ID]; !there {
			z.Change = state("zones/"+z.ID, had["zones/"+z.ID])
			c.zones[z.ID] = len(c.out.Zones)
			c.out.Zones = append(c.out.Zones, z)
		}
	}
	for _, z := range g.Zones {
		if at := c.zones[z.ID]; c.out.Zones[at].Change == lacking || other != nil {
			c.out.Zones[at].In = c.zoneOf(g, z.In)
		}
	}
	for _, n := range g.Nodes {
		if at, there := c.nodes[n.ID]; there {
			c.moved(g, n, at)
		} else {
			n.Zone = c.zoneOf(g, n.Zone)
			n.Change = state("elements/"+n.ID, had["elements/"+n.ID])
			c.nodes[n.ID] = len(c.out.Nodes)
			c.out.Nodes = append(c.out.Nodes, n)
		}
	}
	edges := c.flows(g, other, had, state)
	for _, n := range g.Notes {
		if slices.ContainsFunc(c.out.Notes, func(have Note) bool { return have.ID == n.ID }) {
			continue
		}
		n.Change = state("notes/"+n.ID, had["notes/"+n.ID])
		n.Edges = through(n.Edges, edges)
		for i, z := range n.Zones {
			n.Zones[i] = c.zoneOf(g, z)
		}
		for i, e := range n.Nodes {
			n.Nodes[i] = c.nodes[g.Nodes[e].ID]
		}
		c.out.Notes = append(c.out.Notes, n)
	}
}

// moved says of a node that stood in another zone which one that was.
func (c *comparer) moved(g *Graph, was Node, at int) {
	now := &c.out.Nodes[at]
	if now.Change != Changed || c.zoneOf(g, was.Zone) == now.Zone {
		return
	}
	now.Note = "was in no zone"
	if was.Zone >= 0 {
		now.Note = "was in " + g.Zones[was.Zone].Name
	}
}

// flows adds the flows and returns where each of the graph stands now.
func (c *comparer) flows(g, other *Graph, had map[string]bool, state func(string, bool) Change) []int {
	there := map[string]int{}
	for i, e := range c.out.Edges {
		there[c.wayOf(c.out, e)] = i
	}
	at := make([]int, len(g.Edges))
	for i, e := range g.Edges {
		if have, ok := there[c.wayOf(g, e)]; ok && other == nil {
			at[i] = have
			continue
		}
		at[i] = len(c.out.Edges)
		from, to := g.Nodes[e.From].ID, g.Nodes[e.To].ID
		e.Change = state("flows/"+e.ID, had["flows/"+e.ID])
		e.From, e.To = c.nodes[from], c.nodes[to]
		c.out.Edges = append(c.out.Edges, e)
	}
	return at
}

// wayOf names a flow with its ends: one that was led elsewhere is shown on both ways.
func (c *comparer) wayOf(g *Graph, e Edge) string {
	return e.ID + " " + g.Nodes[e.From].ID + " " + g.Nodes[e.To].ID
}

func (c *comparer) zoneOf(g *Graph, z int) int {
	if z < 0 {
		return -1
	}
	return c.zones[g.Zones[z].ID]
}

// namesOf lists what there is in a graph, by section and id.
func namesOf(g *Graph) map[string]bool {
	names := map[string]bool{}
	if g == nil {
		return names
	}
	for _, z := range g.Zones {
		names["zones/"+z.ID] = true
	}
	for _, n := range g.Nodes {
		names["elements/"+n.ID] = true
	}
	for _, e := range g.Edges {
		names["flows/"+e.ID] = true
	}
	for _, n := range g.Notes {
		names["notes/"+n.ID] = true
	}
	return names
}

// changeDash is the line of a change; it tells them apart without colour.
func changeDash(c Change) (width float64, dash []float64) {
	switch c {
	case Added:
		return 2.6, nil
	case Removed:
		return 1.6, []float64{2, 3}
	case Changed:
		return 2.2, []float64{9, 2.5}
	}
	return 1, nil
}

// turned paints a shape as its change asks for.
func turned(paths []Path, c Change) []Path {
	ink := changeInks[c]
	width, dash := changeDash(c)
	for i := range paths {
		p := &paths[i]
		if p.Fill == Fill || p.Fill == FillOut || p.Fill == Sheet {
			p.Fill = ink.fill
		}
		if p.Stroke == Outline || p.Stroke == SheetLine {
			p.Stroke, p.Dash = ink.line, dash
			p.Width = max(p.Width*width/1.4, 0.8)
		}
	}
	return paths
}

// turnZone paints a zone as its change asks for and returns the ink of its title.
func (d *drawing) turnZone(border *Path, c Change) Ink {
	ink := changeInks[c]
	if c == Same {
		border.Fill, border.Stroke, border.Width = ZoneNone, ink.line, 1
		return Text1
	}
	border.Fill, border.Stroke = ZoneNone, ink.line
	border.Width, border.Dash = changeDash(c)
	return ink.line
}

// textInk is the ink of a text on something that may have changed.
func textInk(g *Graph, c Change, usual Ink) Ink {
	switch {
	case !g.Compared:
		return usual
	case c == Removed:
		return Gone
	case c == Same:
		return Text1
	}
	return usual
}

// chip is a word on a ground of its own, in the middle of a line.
func chip(text string, x, y float64, fill Ink) (Path, Text) {
	w := textWidth(text, noteSize, true) + 10
	return filled(rectPath(Rect{x - w/2, y, w, noteSize * lineGap}, 5), fill),
		Text{X: x, Y: y + noteSize*0.95, Size: noteSize, Bold: true, Ink: MarkText, Value: text}
}

// compareLegend explains the marks of a comparison.
func compareLegend(g *Graph) strip {
	seen := map[Change]bool{Same: true}
	for _, z := range g.Zones {
		seen[z.Change] = true
	}
	for _, n := range g.Nodes {
		seen[n.Change] = true
	}
	for _, e := range g.Edges {
		seen[e.Change] = true
	}
	for _, n := range g.Notes {
		seen[n.Change] = true
	}
	p := Part{Kind: "legend", Title: "Legend"}
	x := 0.0
	for _, c := range slices.Sorted(maps.Keys(seen)) {
		box := rectPath(Rect{x, 12, 26, 14}, 4)
		box.Fill, box.Stroke, box.Width = Fill, Outline, 1.4
		p.Paths = append(p.Paths, turned([]Path{box}, c)...)
		text := changeSigns[c]
		if c == Same {
			text = "as before"
		}
		p.Texts = append(p.Texts, Text{X: x + 32, Y: 19 + noteSize*0.35, Size: noteSize, Align: -1, Ink: Text1, Value: text})
		x += 32 + textWidth(text, noteSize, false) + 18
	}
	return strip{height: 32, parts: []Part{p}}
}
