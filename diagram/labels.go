package diagram

import "strings"

// Sizes of type, in points of the scene.
const (
	nameSize  = 11
	noteSize  = 9
	labelSize = 9
	titleSize = 10
	lineGap   = 1.22 // distance of lines in font sizes
)

// Detail says how much a label of a flow tells.
type Detail uint8

// The levels of detail. AutoDetail takes FullDetail up to 40 flows, NameDetail up to 120, and NoDetail above.
const (
	AutoDetail Detail = iota
	FullDetail        // name, protocol, authentication and encryption
	NameDetail        // name only
	KeyDetail         // a number that a table below the diagram explains
	NoDetail          // nothing
)

// label is the text of a flow with its size.
type label struct {
	lines []string
	bold  int // the first lines that are bold
	w, h  float64
}

const (
	labelWidth = 104 // widest line of a label
	labelPad   = 3
)

func (d Detail) orAuto(flows int) Detail {
	switch {
	case d != AutoDetail:
		return d
	case flows <= 40:
		return FullDetail
	case flows <= 120:
		return NameDetail
	}
	return NoDetail
}

// edgeLabel composes the label of a flow.
func edgeLabel(e Edge, d Detail) label {
	var l label
	switch d {
	case FullDetail:
		l.lines = wrap(e.Name, labelSize, labelWidth/boldFactor, false, 3)
		l.bold = len(l.lines)
		l.lines = append(l.lines, wrap(e.Detail, labelSize, labelWidth, false, 2)...)
		l.lines = append(l.lines, guardLines(e.Guard)...)
	case NameDetail:
		l.lines = wrap(e.Name, labelSize, labelWidth, false, 2)
	}
	if e.Mark.Count > 0 && d != NoDetail && d != KeyDetail {
		l.lines = append([]string{markText(e.Mark)}, l.lines...)
		l.bold++
	}
	if e.Change != Same {
		l.lines = append([]string{changeSigns[e.Change]}, l.lines...)
		l.bold++
	}
	l.size()
	return l
}

// guardLines puts authentication and encryption on one line, or else on lines of their own.
func guardLines(guard string) []string {
	if textWidth(guard, labelSize, false) <= labelWidth+10 {
		return wrap(guard, labelSize, labelWidth+10, false, 1)
	}
	var lines []string
	for _, part := range strings.Split(guard, " · ") {
		lines = append(lines, wrap(part, labelSize, labelWidth, false, 3)...)
	}
	return lines
}

func (l *label) size() {
	l.w, l.h = 0, 0
	if len(l.lines) == 0 {
		return
	}
	for i, s := range l.lines {
		l.w = max(l.w, textWidth(s, labelSize, i < l.bold))
	}
	l.w += 2 * labelPad
	l.h = float64(len(l.lines))*labelSize*lineGap + 2
}

// nodeText is the text of a node with the size that it asks for, in cells.
type nodeText struct {
	name, note []string
	w, h       int
}

// measureNode wraps the text of a node and finds its size.
func measureNode(n Node) nodeText {
	widest := 128.0
	if n.At != nil && n.At.W > 0 {
		widest = max(n.At.W-2*shapeInset(n.Shape), 60)
	}
	t := wrapNode(n, widest, 3, 2)
	if n.At == nil || n.At.H <= 0 {
		return t
	}
	// In a box that someone sized, the note gives way first.
	for _, lines := range [][2]int{{3, 1}, {2, 1}, {2, 0}, {1, 0}} {
		if t.h <= even(n.At.H) {
			break
		}
		t = wrapNode(n, widest, lines[0], lines[1])
	}
	return t
}

// wrapNode breaks name and note of a node into at most so many lines.
func wrapNode(n Node, widest float64, names, notes int) nodeText {
	t := nodeText{name: wrap(n.Name, nameSize, widest, true, names)}
	switch {
	case notes == 0:
	case n.OutOfScope:
		t.note = wrap("out of scope", noteSize, widest, false, 1)
	default:
		t.note = wrap(n.Note, noteSize, widest, false, notes)
	}
	w := 60.0
	for _, s := range t.name {
		w = max(w, textWidth(s, nameSize, true))
	}
	for _, s := range t.note {
		w = max(w, textWidth(s, noteSize, false))
	}
	w += 2 * shapeInset(n.Shape)
	h := float64(len(t.name))*nameSize*lineGap + float64(len(t.note))*noteSize*lineGap + 10
	if n.Mark.Count > 0 || n.Change != Same {
		h += noteSize * lineGap
	}
	t.w, t.h = even(w), even(h)
	return t
}

// shapeInset is the space between the outline of a shape and its text at the sides.
func shapeInset(s Shape) float64 {
	switch s {
	case Human:
		return 22
	case Sensor, Actuator, Physical:
		return 16
	case Store:
		return 12
	}
	return 10
}

// even rounds a length up to an even number of cells, so that the middle of a side lies on the grid.
func even(points float64) int {
	n := int(points/pitch) + 1
	return n + n%2
}
