package diagram

import (
	"fmt"
	"strings"

	"theriac.dev/attack"
)

// The measures of a drawing of paths, in points. A line of steps is as wide as a sheet of A4 held sideways.
const (
	pathWidth    = 1040
	pathGap      = 26  // between two steps
	pathSize     = 9.5 // of the text in a step
	pathLine     = 12
	pathPad      = 6
	findingWidth = 172
	otherWidth   = 112
)

// DrawPaths draws attack paths from left to right: where the attacker stands, each step, and the hazard at the end. Each
// path is a row of its own under the target that it ends in, and a long one goes on in the next line.
//
// Shapes tell what colour tells: a position has a small figure, what needs no weakness round ends, a finding corners; its
// border is broken where the finding is only possible, and double where it is the hardest step; the target is filled.
func DrawPaths(title string, lists []attack.PathList) *Scene {
	d := pathDrawing{scene: &Scene{Title: plain(title), Text: pathsText(lists), W: pathWidth + 2*margin}, y: margin}
	d.heading(title, headSize, Text0)
	for i := range lists {
		d.list(&lists[i])
	}
	foot := pathLegend().at(margin, d.y)
	d.scene.H = d.y + 26 + margin
	page := Part{Kind: "page", Paths: []Path{filled(rectPath(Rect{0, 0, d.scene.W, d.scene.H}, 0), Paper)}}
	d.scene.Groups = append([]Part{page}, append(d.scene.Groups, foot...)...)
	return d.scene
}

// pathsText says a drawing of paths for a screen reader.
func pathsText(lists []attack.PathList) string {
	var parts []string
	for _, l := range lists {
		parts = append(parts, fmt.Sprintf("%s: %s", plain(l.Target), count(len(l.Paths), "path")))
	}
	return strings.Join(parts, "; ")
}

type pathDrawing struct {
	scene *Scene
	y     float64
}

func (d *pathDrawing) add(p Part) { d.scene.Groups = append(d.scene.Groups, p) }

// heading writes lines over the full width.
func (d *pathDrawing) heading(text string, size float64, ink Ink) {
	p := Part{Kind: "heading"}
	for _, line := range wrap(text, size, pathWidth, true, 3) {
		d.y += size * 1.25
		p.Texts = append(p.Texts, Text{X: margin, Y: d.y - size*0.25, Size: size, Bold: true, Align: -1, Ink: ink, Value: line})
	}
	d.y += 4
	d.add(p)
}

func (d *pathDrawing) list(l *attack.PathList) {
	d.y += 8
	head := l.Target
	for _, more := range []string{l.Severity, l.Text} {
		if more != "" {
			head += " · " + more
		}
	}
	d.heading(head, 12, Text0)
	if len(l.Paths) == 0 {
		d.note("No path leads there.")
	}
	for i := range l.Paths {
		d.path(i+1, &l.Paths[i])
	}
}

func (d *pathDrawing) note(text string) {
	p := Part{Kind: "note"}
	for _, line := range wrap(text, pathSize, pathWidth, false, 2) {
		d.y += pathLine
		p.Texts = append(p.Texts, Text{X: margin, Y: d.y - 3, Size: pathSize, Align: -1, Ink: Text1, Value: line})
	}
	d.y += 4
	d.add(p)
}

// path draws the steps of a path, line by line.
func (d *pathDrawing) path(n int, p *attack.Path) {
	note := fmt.Sprintf("Path %d · %s · %s", n, count(p.Findings, "finding"), count(p.Points, "point"))
	if len(p.From) > 1 {
		note += " · the same from " + strings.Join(p.From[1:], ", ")
	}
	d.note(note)
	boxes := make([]stepBox, len(p.Steps))
	for i := range p.Steps {
		boxes[i] = boxOf(&p.Steps[i], i == p.Hardest && p.Findings > 1)
	}
	var before *stepBox
	for len(boxes) > 0 {
		fit, width, height := 0, 0.0, 0.0
		for fit < len(boxes) && (fit == 0 || width+pathGap+boxes[fit].W <= pathWidth) {
			width += boxes[fit].W + pathGap
			height = max(height, boxes[fit].H)
			fit++
		}
		x := float64(margin)
		for i := range boxes[:fit] {
			b := &boxes[i]
			b.X, b.Y = x, d.y+(height-b.H)/2
			x += b.W + pathGap
			if before != nil {
				d.add(Part{Kind: "arrow", Paths: joint(before.Rect, b.Rect, d.y-8)})
			}
			before = b
		}
		for i := range boxes[:fit] {
			d.add(boxes[i].part())
		}
		d.y += height + 14
		boxes = boxes[fit:]
	}
	d.y += 2
}

// joint is an arrow from one step to the next; to one in the next line it goes down and back to the left, between the lines
// at the height under.
func joint(a, b Rect, under float64) []Path {
	from, to := Point{a.X + a.W, a.Y + a.H/2}, Point{b.X, b.Y + b.H/2}
	points := []Point{from, to}
	if to.X < from.X {
		points = []Point{{a.X + a.W/2, a.Y + a.H}, {a.X + a.W/2, under}, {b.X + b.W/2, under}, {b.X + b.W/2, b.Y}}
	}
	last := len(points) - 1
	head := arrow(points[last], points[last-1], Outline)
	line := append([]Point(nil), points...)
	line[last] = toward(points[last], points[last-1], 5)
	path := linePath(line, 3)
	path.Stroke, path.Width = Outline, 1.2
	return []Path{path, head}
}

// stepBox is one step with its lines of text.
type stepBox struct {
	Rect
	step    *attack.Step
	hardest bool
	lines   []string
	bold    int // how many of the lines are bold
}

// boxOf sizes a step.
func boxOf(s *attack.Step, hardest bool) stepBox {
	b := stepBox{step: s, hardest: hardest}
	b.W = otherWidth
	switch s.Kind {
	case "finding":
		b.W = findingWidth
		b.lines = wrap(s.Title, pathSize, b.W-2*pathPad, true, 4)
		b.bold = len(b.lines)
		b.lines = append(b.lines, wrap(s.Finding, pathSize, b.W-2*pathPad, false, 2)...)
		b.lines = append(b.lines, wrap(findingNote(s, hardest), pathSize, b.W-2*pathPad, false, 2)...)
	case "position":
		b.lines = append(wrap(s.Text, pathSize, b.W-pathPad-28, true, 3), count(s.Points, "point"))
		b.bold = len(b.lines) - 1
	case "target":
		b.lines = wrap(s.Holds, pathSize, b.W-2*pathPad, true, 1)
		b.bold = len(b.lines)
		b.W = findingWidth
		b.lines = append(b.lines, wrap(s.Text, pathSize, b.W-2*pathPad, false, 3)...)
	default:
		b.lines = wrap(s.Holds, pathSize, b.W-2*pathPad-6, false, 3)
	}
	b.H = float64(len(b.lines))*pathLine + 2*pathPad
	return b
}

// findingNote says what a finding adds, how sure it is and where it stands.
func findingNote(s *attack.Step, hardest bool) string {
	note := fmt.Sprintf("+%s · %s · %s", count(s.Points, "point"), s.Certainty, s.State)
	if hardest {
		note += " · hardest step"
	}
	return note
}

func (b *stepBox) part() Part {
	p := Part{Kind: b.step.Kind, ID: b.step.Finding, Title: plain(strings.TrimSpace(b.step.Title + " " + b.step.Text))}
	if p.ID == "" {
		p.ID = b.step.Holds
	}
	p.Paths = stepOutline(b.step.Kind, b.Rect, b.step.Certainty == "possible", b.hardest)
	ink, note := Text0, Text1
	if b.step.Kind == "target" {
		ink, note = MarkText, MarkText
	}
	x, align := b.X+b.W/2, 0
	if b.step.Kind == "position" {
		x, align = b.X+28, -1
	}
	for i, line := range b.lines {
		t := Text{X: x, Y: b.Y + pathPad + pathLine*float64(i) + pathSize*0.95, Size: pathSize, Bold: i < b.bold, Align: align, Ink: ink, Value: line}
		if i >= b.bold && b.bold > 0 {
			t.Ink = note
		}
		p.Texts = append(p.Texts, t)
	}
	return p
}

// stepOutline draws the frame of a step.
func stepOutline(kind string, r Rect, possible, hardest bool) []Path {
	radius := map[string]float64{"finding": 0, "target": 6, "position": 4}
	round, ok := radius[kind]
	if !ok {
		round = r.H / 2
	}
	frame := rectPath(r, min(round, 14))
	frame.Fill, frame.Stroke, frame.Width = Fill, Outline, 1.2
	switch kind {
	case "position":
		return []Path{frame, person(r.X+14, r.Y+r.H/2)}
	case "target":
		frame.Fill, frame.Stroke = MarkFill, MarkFill
		return []Path{frame}
	case "finding":
		frame.Width = 1.6
		if possible {
			frame.Dash = []float64{5, 3}
		}
		if hardest {
			inner := rectPath(Rect{r.X + 2.5, r.Y + 2.5, r.W - 5, r.H - 5}, 0)
			inner.Stroke, inner.Width = Outline, 0.9
			return []Path{frame, inner}
		}
	default:
		frame.Stroke, frame.Width, frame.Fill = Text1, 0.9, FillOut
	}
	return []Path{frame}
}

// pathLegend explains the shapes.
func pathLegend() strip {
	p := Part{Kind: "legend", Title: "Legend"}
	x := 0.0
	for _, s := range []struct {
		kind, text        string
		possible, hardest bool
	}{
		{"position", "where the attacker stands", false, false}, {"ground", "needs no weakness", false, false},
		{"finding", "finding", false, false}, {"finding", "possible finding", true, false}, {"finding", "hardest step", false, true},
		{"target", "what it ends in", false, false},
	} {
		p.Paths = append(p.Paths, stepOutline(s.kind, Rect{x, 0, 30, 20}, s.possible, s.hardest)[0])
		if s.hardest {
			p.Paths = append(p.Paths, stepOutline(s.kind, Rect{x, 0, 30, 20}, s.possible, s.hardest)[1])
		}
		p.Texts = append(p.Texts, Text{X: x + 36, Y: 13, Size: pathSize, Align: -1, Ink: Text1, Value: s.text})
		x += 36 + textWidth(s.text, pathSize, false) + 18
	}
	p.Texts = append(p.Texts, Text{X: x, Y: 13, Size: pathSize, Align: -1, Ink: Text1,
		Value: "points: attack potential, more is harder; no probability"})
	return strip{height: 24, parts: []Part{p}}
}
