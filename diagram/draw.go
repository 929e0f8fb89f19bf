package diagram

import (
	"fmt"
	"strconv"
)

// margin is the free border of the scene, in points.
const margin = 14

// headSize is the size of the title.
const headSize = 15

// Draw makes the scene of a graph from its layout.
func Draw(g *Graph, l *Layout) *Scene {
	g = g.clean()
	box := l.bounds()
	s := &Scene{Title: g.Title, Text: g.Text, W: max(box.W, 420) + 2*margin}
	page := Part{Kind: "page"}
	head := 0.0
	for _, line := range wrap(g.Title, headSize, s.W-2*margin, true, 3) {
		page.Texts = append(page.Texts, Text{X: margin, Y: margin + head + 13, Size: headSize, Bold: true, Align: -1, Ink: Text0, Value: line})
		head += 19
	}
	head += 7
	keys := keyTable(g, l, s.W-2*margin)
	foot := legend(g, s.W-2*margin)
	s.H = head + box.H + keys.height + foot.height + 2*margin
	page.Paths = []Path{filled(rectPath(Rect{0, 0, s.W, s.H}, 0), Paper)}
	s.Groups = append(s.Groups, page)
	d := drawing{g: g, l: l, dx: (s.W-box.W)/2 - box.X, dy: margin + head - box.Y}
	for _, z := range zonesOutside(g) {
		s.Groups = append(s.Groups, d.zone(z))
	}
	for e := range g.Edges {
		s.Groups = append(s.Groups, d.flow(e))
	}
	for n := range g.Nodes {
		s.Groups = append(s.Groups, d.node(n))
	}
	for n := range g.Notes {
		s.Groups = append(s.Groups, d.threadPart(n))
	}
	for e := range g.Edges {
		if l.Edges[e].Label.W > 0 {
			s.Groups = append(s.Groups, d.label(e))
		}
	}
	for n := range g.Notes {
		s.Groups = append(s.Groups, d.note(n))
	}
	s.Groups = append(s.Groups, keys.at(margin, margin+head+box.H)...)
	s.Groups = append(s.Groups, foot.at(margin, s.H-margin-foot.height)...)
	return s
}

// bounds is the smallest rectangle around everything, flows and labels included.
func (l *Layout) bounds() Rect {
	var box Rect
	first := true
	add := func(r Rect) {
		if first {
			box, first = r, false
		}
		box = box.Union(r)
	}
	for _, z := range l.Zones {
		add(z.Rect)
	}
	for _, n := range l.Nodes {
		add(n.Rect)
	}
	for _, n := range l.Notes {
		if n.Rect.W > 0 {
			add(n.Rect)
		}
	}
	for _, e := range l.Edges {
		for _, p := range e.Points {
			add(Rect{p.X - 2, p.Y - 2, 4, 4})
		}
		if e.Label.W > 0 {
			add(e.Label)
		}
	}
	return box
}

// zonesOutside lists the zones, each after the one around it.
func zonesOutside(g *Graph) []int {
	var list []int
	var down func(in int)
	down = func(in int) {
		for i, z := range g.Zones {
			if z.In == in {
				list = append(list, i)
				down(i)
			}
		}
	}
	down(-1)
	return list
}

// drawing turns places into shapes, shifted by dx, dy.
type drawing struct {
	g      *Graph
	l      *Layout
	dx, dy float64
}

func (d *drawing) shift(r Rect) Rect { return Rect{r.X + d.dx, r.Y + d.dy, r.W, r.H} }

func zoneTitle(z Zone) string {
	name := plain(z.Name)
	if z.Change != Same {
		name = changeSigns[z.Change] + ": " + name
	}
	if z.Trust < 0 {
		return name + " · trust unknown"
	}
	return name + " · trust " + strconv.Itoa(z.Trust)
}

func zoneInk(trust int) Ink {
	switch {
	case trust < 0:
		return ZoneNone
	case trust < 3:
		return ZoneLow
	case trust < 7:
		return ZoneMid
	}
	return ZoneHigh
}

func (d *drawing) zone(i int) Part {
	z, at := d.g.Zones[i], d.l.Zones[i]
	p := Part{Kind: "zone", ID: z.ID, Title: "Zone " + zoneTitle(z), Change: z.Change}
	border, title := rectPath(d.shift(at.Rect), 10), Border
	border.Fill, border.Stroke, border.Width, border.Dash = zoneInk(z.Trust), Border, 1.3, []float64{10, 3, 2, 3}
	if d.g.Compared {
		title = d.turnZone(&border, z.Change)
	}
	p.Paths = []Path{border}
	t := d.shift(at.Title)
	p.Texts = []Text{{X: t.X + 2, Y: t.Y + titleSize, Size: titleSize, Bold: true, Align: -1, Ink: title, Value: at.Text}}
	return p
}

func filled(p Path, ink Ink) Path {
	p.Fill = ink
	return p
}

// strokeOf returns the line style of a protection.
func strokeOf(p Protection) (ink Ink, width float64, dash []float64) {
	switch p {
	case Stated:
		return Flow2, 1.8, nil
	case Absent:
		return Flow1, 1.5, []float64{7, 4}
	}
	return Flow0, 1.6, []float64{1.6, 3.4}
}

func (d *drawing) flow(e int) Part {
	edge, at := d.g.Edges[e], d.l.Edges[e]
	p := Part{Kind: "flow", ID: edge.ID, Title: d.flowTitle(edge), Change: edge.Change}
	if len(at.Points) < 2 {
		return p
	}
	points := make([]Point, len(at.Points))
	for i, q := range at.Points {
		points[i] = Point{q.X + d.dx, q.Y + d.dy}
	}
	last := len(points) - 1
	points[0] = d.touch(edge.From, points[0], points[1])
	points[last] = d.touch(edge.To, points[last], points[last-1])
	ink, width, dash := strokeOf(edge.Protection)
	if d.g.Compared {
		ink = changeInks[edge.Change].line
		width, dash = changeDash(edge.Change)
	}
	heads := []Path{arrow(points[last], points[last-1], ink)}
	line := append([]Point(nil), points...)
	line[last] = toward(points[last], points[last-1], 5)
	if edge.TwoWay {
		heads = append(heads, arrow(points[0], points[1], ink))
		line[0] = toward(points[0], points[1], 5)
	}
	path := linePath(line, 5)
	path.Stroke, path.Width, path.Dash, path.Round = ink, width, dash, edge.Protection == Unknown && !d.g.Compared
	p.Paths = append([]Path{path}, heads...)
	return p
}

// touch moves the end of a flow from the frame of a node to its outline.
func (d *drawing) touch(n int, end, next Point) Point {
	r := d.shift(d.l.Nodes[n].Rect)
	in := inset(d.g.Nodes[n].Shape, r, end)
	if next.Y == end.Y {
		if end.X < r.X+r.W/2 {
			end.X += in
		} else {
			end.X -= in
		}
	}
	return end
}

// arrow is the head of a flow at its end.
func arrow(end, before Point, ink Ink) Path {
	var p Path
	b := toward(end, Point{2*before.X - end.X, 2*before.Y - end.Y}, 9)
	dx, dy := (end.X-b.X)*0.42, (end.Y-b.Y)*0.42
	p.polygon(end, Point{b.X - dy, b.Y + dx}, Point{b.X + dy, b.Y - dx})
	p.Fill = ink
	return p
}

func (d *drawing) flowTitle(e Edge) string {
	s := fmt.Sprintf("Flow %s from %s to %s", plain(e.Name), plain(d.g.Nodes[e.From].Name), plain(d.g.Nodes[e.To].Name))
	for _, more := range []string{e.Detail, e.Guard, e.Change.String()} {
		if more != "" {
			s += "; " + plain(more)
		}
	}
	return s
}

func (d *drawing) label(e int) Part {
	edge, at := d.g.Edges[e], d.l.Edges[e]
	p := Part{Kind: "label", ID: edge.ID, Change: edge.Change}
	r := d.shift(at.Label)
	chip := filled(rectPath(r, 3), Chip)
	if len(at.Lines) == 1 && isKey(at.Lines[0]) {
		chip.Stroke, chip.Width = Text1, 0.7
	}
	p.Paths = []Path{chip}
	for i, line := range at.Lines {
		ink := Text1
		if i < at.Bold {
			ink = textInk(d.g, edge.Change, Text0)
		}
		if i == 0 && edge.Change != Same {
			ink = changeInks[edge.Change].line
		}
		y := r.Y + 1 + labelSize*(0.92+lineGap*float64(i))
		p.Texts = append(p.Texts, Text{X: r.X + r.W/2, Y: y, Size: labelSize, Bold: i < at.Bold, Ink: ink, Value: line})
	}
	return p
}

func isKey(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}
