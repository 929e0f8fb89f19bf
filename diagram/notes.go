package diagram

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"theriac.dev/model"
)

// Note is a text that people put on the picture. It is drawn as a sheet, with a thin line to each thing that it is about.
type Note struct {
	ID, Text            string
	Zones, Nodes, Edges []int // what it is about, as indices
	At                  *Box
	Change              Change
}

// NotePlace is the place of a note with its text in lines, and the lines to what it is about.
type NotePlace struct {
	Rect    Rect
	Lines   []string
	Threads [][2]Point
}

const (
	sheetPad   = 7  // between the edge of a note and its text
	sheetFold  = 8  // the corner that is turned down
	sheetGap   = 10 // between a note and what is around it
	sheetSteps = 36 // how many steps of the grid a note may lie away from what it is about
	mostLines  = 60 // of a note; the text form of the diagram has the rest
	mostSought = 60 // notes for which a place beside their subject is looked for
)

// notes adds the notes that the view shows.
func (b *builder) notes() {
	edgeAt := map[string]int{}
	for i, e := range b.g.Edges {
		edgeAt[e.ID] = i
	}
	for _, n := range b.m.Notes.All() {
		note := Note{ID: n.ID.Value, Text: n.Text.Value, At: b.box(n.ID.Value)}
		for _, id := range n.About.Items {
			if z, ok := b.zoneAt[id.Value]; ok {
				note.Zones = append(note.Zones, z)
			} else if e, ok := b.nodeAt[id.Value]; ok {
				note.Nodes = append(note.Nodes, e)
			} else if f, ok := edgeAt[id.Value]; ok {
				note.Edges = append(note.Edges, f)
			}
		}
		if b.showsNote(n, len(note.Zones)+len(note.Nodes)+len(note.Edges) > 0) {
			b.g.Notes = append(b.g.Notes, note)
		}
	}
}

// showsNote reports whether the view shows a note; near says that it shows something that the note is about.
func (b *builder) showsNote(n *model.Note, near bool) bool {
	if len(n.Views.Items) > 0 {
		return b.view != model.DefaultView && slices.ContainsFunc(n.Views.Items, func(v model.String) bool { return v.Value == b.view })
	}
	return near || b.view == model.DefaultView
}

// sheetLines wraps the text of a note, each of its lines on its own, and returns how wide and high the sheet must be.
func sheetLines(text string, width float64) (lines []string, w, h float64) {
	if width <= 0 {
		switch n := len([]rune(text)); {
		case n < 120:
			width = 140
		case n < 400:
			width = 180
		default:
			width = 240
		}
	}
	width = max(width-2*sheetPad-sheetFold/2, 40)
	for line := range strings.Lines(strings.TrimRight(text, " \t\r\n")) {
		part := wrap(line, noteSize, width, false, mostLines)
		if part == nil {
			part = []string{""}
		}
		lines = append(lines, part...)
	}
	if len(lines) > mostLines {
		lines = append(lines[:mostLines-1], "…")
	}
	for _, s := range lines {
		w = max(w, textWidth(s, noteSize, false))
	}
	return lines, max(w, 26) + 2*sheetPad + sheetFold/2, max(float64(len(lines)), 1)*noteSize*lineGap + 2*sheetPad - 3
}

// placed is where a note stands that a person placed. It grows with its text, so that nothing is cut off.
func (l *Layout) placed(n Note) NotePlace {
	const far, large = 16000, 2000 // beyond that nothing can be drawn
	lines, w, h := sheetLines(n.Text, min(n.At.W, large))
	at := func(v float64) float64 { return min(max(v, -far), far) }
	return NotePlace{Rect: Rect{at(n.At.X - l.Origin.X), at(n.At.Y - l.Origin.Y), max(w, min(n.At.W, large)), max(h, min(n.At.H, large))}, Lines: lines}
}

// placeNotes gives each note its place: that of the person who placed it, else beside what it is about, else below the
// picture.
func (l *Layout) placeNotes(g *Graph) {
	l.Notes = make([]NotePlace, len(g.Notes))
	if len(g.Notes) == 0 {
		return
	}
	w, h := l.W+4*sheetSteps*pitch, l.H+4*sheetSteps*pitch
	s := &sheets{g: g, l: l, zones: zonesOutside(g), room: newShelf(w, h), solid: newShelf(w, h)}
	s.fill()
	var below []int
	for i, n := range g.Notes {
		if n.At != nil {
			l.Notes[i] = l.placed(n)
			s.take(l.Notes[i].Rect)
		}
	}
	for i, n := range g.Notes {
		if n.At != nil {
			continue
		}
		lines, w, h := sheetLines(n.Text, 0)
		l.Notes[i].Lines = lines
		at, ok := Rect{}, false
		if i < mostSought {
			at, ok = s.beside(n, w, h)
		}
		if !ok {
			below = append(below, i)
			continue
		}
		l.Notes[i].Rect = at
		s.take(at)
	}
	l.inRows(g, below)
	for i, n := range l.Notes {
		l.Notes[i].Threads = s.threads(g.Notes[i], n.Rect)
		l.W, l.H = max(l.W, n.Rect.X+n.Rect.W), max(l.H, n.Rect.Y+n.Rect.H)
	}
}

// inRows places notes below everything, from left to right.
func (l *Layout) inRows(g *Graph, list []int) {
	box := l.bounds()
	x, y, high := box.X, box.Y+box.H+2*sheetGap, 0.0
	for _, i := range list {
		r := &l.Notes[i].Rect
		_, r.W, r.H = sheetLines(g.Notes[i].Text, 0)
		if x > box.X && x+r.W > box.X+max(box.W, 420) {
			x, y, high = box.X, y+high+sheetGap, 0
		}
		r.X, r.Y = x, y
		x, high = x+r.W+sheetGap, max(high, r.H)
	}
}

// sheets finds places for notes in a picture that is otherwise done.
type sheets struct {
	g     *Graph
	l     *Layout
	zones []int  // each after the one around it
	room  *shelf // what a note may not cover
	solid *shelf // what a line from a note may not cross: elements and labels
}

// off is where the shelf begins: notes may stand left of the picture and above it.
const off = 2 * sheetSteps * pitch

func shelved(r Rect) Rect { return Rect{r.X + off, r.Y + off, r.W, r.H} }

func (s *sheets) take(r Rect) { s.room.add(shelved(r)) }

func (s *sheets) free(r Rect) bool { return !s.room.taken(shelved(r)) }

// clear reports whether a line crosses no element and no label but the one that it leads to.
func (s *sheets) clear(a, b Point, to Rect) bool {
	steps := math.Ceil(math.Hypot(b.X-a.X, b.Y-a.Y)/5) + 1
	for i := range int(steps) {
		k := float64(i) / steps
		at := Rect{a.X + (b.X-a.X)*k - 1, a.Y + (b.Y-a.Y)*k - 1, 2, 2}
		if !at.Overlaps(to.grown(3)) && s.solid.taken(shelved(at)) {
			return false
		}
	}
	return true
}

// fill enters what a note may not cover: elements, titles and borders of zones, flows and their labels.
func (s *sheets) fill() {
	for _, z := range s.l.Zones {
		r := z.Rect
		s.take(z.Title)
		for _, line := range []Rect{{r.X - 2, r.Y - 2, r.W + 4, 4}, {r.X - 2, r.Y + r.H - 2, r.W + 4, 4}, {r.X - 2, r.Y - 2, 4, r.H + 4}, {r.X + r.W - 2, r.Y - 2, 4, r.H + 4}} {
			s.take(line)
		}
	}
	for _, n := range s.l.Nodes {
		s.take(n.Rect)
		s.solid.add(shelved(n.Rect))
	}
	for _, e := range s.l.Edges {
		for i := 1; i < len(e.Points); i++ {
			a, b := e.Points[i-1], e.Points[i]
			s.take(Rect{min(a.X, b.X) - 2, min(a.Y, b.Y) - 2, abs64(a.X-b.X) + 4, abs64(a.Y-b.Y) + 4})
		}
		if e.Label.W > 0 {
			s.take(e.Label)
			s.solid.add(shelved(e.Label))
		}
	}
}

// beside finds the free place that is nearest to the first thing that a note is about, in a zone around that thing or in
// none.
func (s *sheets) beside(n Note, w, h float64) (Rect, bool) {
	near, home := s.subject(n)
	if home == nil {
		return Rect{}, false
	}
	type offer struct {
		r    Rect
		cost float64
	}
	var offers []offer
	all := s.l.bounds()
	for dy := -sheetSteps; dy <= sheetSteps; dy++ {
		for dx := -sheetSteps; dx <= sheetSteps; dx++ {
			r := Rect{near.X + near.W/2 - w/2 + float64(dx*pitch), near.Y + near.H/2 - h/2 + float64(dy*pitch), w, h}
			grown := all.Union(r)
			cost := gapOf(near, r) + (grown.W-all.W+grown.H-all.H)/2
			if dx < 0 {
				cost += 2 // where all is equal, right of it and below
			}
			if dy < 0 {
				cost++
			}
			offers = append(offers, offer{r, cost})
		}
	}
	slices.SortStableFunc(offers, func(a, b offer) int { return cmp.Compare(a.cost, b.cost) })
	for _, o := range offers {
		if a, b := nearest(o.r, near); s.free(o.r.grown(sheetGap-2)) && home[s.zoneAt(o.r)] && s.clear(a, b, near) {
			return o.r, true
		}
	}
	return Rect{}, false
}

// gapOf is the distance of two rectangles.
func gapOf(a, b Rect) float64 {
	dx := max(0, a.X-b.X-b.W, b.X-a.X-a.W)
	dy := max(0, a.Y-b.Y-b.H, b.Y-a.Y-a.H)
	return math.Hypot(dx, dy)
}

// subject is the place of the first thing that a note is about, with the zones in which the note may stand (-1 is none
// of them); nil where it is about nothing that is drawn.
func (s *sheets) subject(n Note) (near Rect, home map[int]bool) {
	home = map[int]bool{-1: true}
	up := func(z int) {
		for ; z >= 0; z = s.g.Zones[z].In {
			home[z] = true
		}
	}
	switch {
	case len(n.Nodes) > 0:
		up(s.g.Nodes[n.Nodes[0]].Zone)
		return s.l.Nodes[n.Nodes[0]].Rect, home
	case len(n.Edges) > 0 && len(s.l.Edges[n.Edges[0]].Points) > 1:
		e := s.g.Edges[n.Edges[0]]
		up(s.g.Nodes[e.From].Zone)
		up(s.g.Nodes[e.To].Zone)
		return s.l.edgeRect(n.Edges[0]), home
	case len(n.Zones) > 0:
		up(n.Zones[0])
		return s.l.Zones[n.Zones[0]].Title, home
	}
	return Rect{}, nil
}

// edgeRect is the label of a flow, or else the middle of its way.
func (l *Layout) edgeRect(e int) Rect {
	at := l.Edges[e]
	if at.Label.W > 0 {
		return at.Label
	}
	a, b := at.Points[(len(at.Points)-1)/2], at.Points[(len(at.Points)-1)/2+1]
	return Rect{(a.X + b.X) / 2, (a.Y + b.Y) / 2, 0, 0}
}

// zoneAt is the innermost zone that the middle of a rectangle lies in, or -1.
func (s *sheets) zoneAt(r Rect) int {
	at := -1
	for _, z := range s.zones {
		if s.l.Zones[z].Rect.Contains(Rect{r.X + r.W/2, r.Y + r.H/2, 0, 0}) {
			at = z
		}
	}
	return at
}

// note draws the sheet of a note with its corner turned down, and the text.
func (d *drawing) note(i int) Part {
	n, at := d.g.Notes[i], d.l.Notes[i]
	p := Part{Kind: "note", ID: n.ID, Title: d.noteTitle(n), Change: n.Change}
	r := d.shift(at.Rect)
	p.Paths = sheetPaths(r)
	if d.g.Compared {
		p.Paths = turned(p.Paths, n.Change)
	}
	y := r.Y + sheetPad - 2
	for _, line := range at.Lines {
		p.Texts = append(p.Texts, Text{X: r.X + sheetPad, Y: y + noteSize*0.95, Size: noteSize, Align: -1, Ink: textInk(d.g, n.Change, Text0), Value: line})
		y += noteSize * lineGap
	}
	if n.Change != Same {
		path, text := chip(changeSigns[n.Change], r.X+r.W/2, r.Y+r.H-noteSize*lineGap/2, changeInks[n.Change].line)
		p.Paths, p.Texts = append(p.Paths, path), append(p.Texts, text)
	}
	return p
}

func sheetPaths(r Rect) []Path {
	x1, y1, fold := r.X+r.W, r.Y+r.H, min(sheetFold, r.W/2, r.H/2)
	var sheet, corner Path
	sheet.polygon(Point{r.X, r.Y}, Point{x1 - fold, r.Y}, Point{x1, r.Y + fold}, Point{x1, y1}, Point{r.X, y1})
	sheet.Fill, sheet.Stroke, sheet.Width = Sheet, SheetLine, 0.9
	corner.move(x1-fold, r.Y)
	corner.line(x1-fold, r.Y+fold)
	corner.line(x1, r.Y+fold)
	corner.Stroke, corner.Width = SheetLine, 0.9
	return []Path{sheet, corner}
}

// threads are the lines from a note to what it is about.
func (s *sheets) threads(n Note, from Rect) (out [][2]Point) {
	add := func(to ...Rect) { // to the nearest of them, around what is in the way if that can be
		slices.SortStableFunc(to, func(a, b Rect) int { return cmp.Compare(gapOf(from, a), gapOf(from, b)) })
		best := to[0]
		for _, r := range to {
			if a, b := nearest(from, r); s.clear(a, b, r) {
				best = r
				break
			}
		}
		if a, b := nearest(from, best); !best.Overlaps(from) {
			out = append(out, [2]Point{a, b})
		}
	}
	for _, z := range n.Zones {
		if place := s.l.Zones[z]; place.Rect.Overlaps(from) { // the note lies in the zone
			add(place.Title)
		} else {
			add(place.Rect)
		}
	}
	for _, e := range n.Nodes {
		add(s.l.Nodes[e].Rect)
	}
	for _, e := range n.Edges {
		if len(s.l.Edges[e].Points) > 1 {
			add(s.l.flowRects(e)...)
		}
	}
	return out
}

// flowRects are the places at which a line to a flow may end: its label, and the middle of each stretch of its way.
func (l *Layout) flowRects(e int) []Rect {
	at := l.Edges[e]
	label := l.edgeRect(e)
	out := []Rect{{label.X + label.W/4, label.Y, label.W / 2, label.H}} // its lines are shorter than it is wide
	for i := 1; i < len(at.Points); i++ {
		a, b := at.Points[i-1], at.Points[i]
		if abs64(a.X-b.X)+abs64(a.Y-b.Y) > 4*pitch {
			out = append(out, Rect{min(a.X, b.X), min(a.Y, b.Y), abs64(a.X - b.X), abs64(a.Y - b.Y)}.narrowed())
		}
	}
	return out
}

// narrowed is the middle third of a line.
func (r Rect) narrowed() Rect { return Rect{r.X + r.W/3, r.Y + r.H/3, r.W / 3, r.H / 3} }

// threadPart draws the lines of a note. Each ends in a dot, so that nobody takes it for a flow.
func (d *drawing) threadPart(i int) Part {
	p := Part{Kind: "about", ID: d.g.Notes[i].ID}
	for _, t := range d.l.Notes[i].Threads {
		a, b := Point{t[0].X + d.dx, t[0].Y + d.dy}, Point{t[1].X + d.dx, t[1].Y + d.dy}
		var line Path
		line.move(a.X, a.Y)
		line.line(b.X, b.Y)
		line.Stroke, line.Width, line.Dash = SheetLine, 1, []float64{1, 2.5}
		p.Paths = append(p.Paths, line, filled(rectPath(Rect{b.X - 2, b.Y - 2, 4, 4}, 2), SheetLine))
	}
	return p
}

// nearest are the points at which two rectangles come closest, in the middle of what lies side by side.
func nearest(a, b Rect) (from, to Point) {
	axis := func(a0, a1, b0, b1 float64) (float64, float64) {
		switch low, high := max(a0, b0), min(a1, b1); {
		case low <= high:
			return (low + high) / 2, (low + high) / 2
		case a1 < b0:
			return a1, b0
		}
		return a0, b1
	}
	from.X, to.X = axis(a.X, a.X+a.W, b.X, b.X+b.W)
	from.Y, to.Y = axis(a.Y, a.Y+a.H, b.Y, b.Y+b.H)
	return from, to
}

// noteTitle is what a screen reader says of a note.
func (d *drawing) noteTitle(n Note) string {
	s := "Note: " + plain(n.Text)
	if about := d.g.aboutNames(n); len(about) > 0 {
		s += "; about " + join(about)
	}
	if n.Change != Same {
		s += "; " + n.Change.String()
	}
	return s
}

// aboutNames are the names of what a note is about.
func (g *Graph) aboutNames(n Note) []string {
	var names []string
	for _, z := range n.Zones {
		names = append(names, plain(g.Zones[z].Name))
	}
	for _, e := range n.Nodes {
		names = append(names, plain(g.Nodes[e].Name))
	}
	return append(names, g.flowNames(n)...)
}

// flowNames are the names of the flows among them.
func (g *Graph) flowNames(n Note) []string {
	var names []string
	for _, e := range n.Edges {
		names = append(names, plain(g.Edges[e].Name))
	}
	return names
}

// noteText is the text of a note for a writer that cannot lead a line to a flow: the flows are named instead.
func (g *Graph) noteText(n Note) string {
	var lines []string
	for line := range strings.Lines(n.Text) {
		if s := plain(line); s != "" {
			lines = append(lines, wrap(s, noteSize, 240, false, mostLines)...)
		}
	}
	if flows := g.flowNames(n); len(flows) > 0 {
		lines = append(lines, "(about "+join(flows)+")")
	}
	return strings.Join(lines, "\n")
}
