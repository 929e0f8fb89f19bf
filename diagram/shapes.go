package diagram

import "strconv"

// cut is how far the slanted outlines of sensors, actuators and physical parts reach in from the frame.
const cut = 9

// inset returns how far the outline of a shape lies inside its frame where a flow comes from the side at a point.
func inset(s Shape, r Rect, at Point) float64 {
	fromMiddle := abs64(at.Y-r.Y-r.H/2) / (r.H / 2)
	left := at.X < r.X+r.W/2
	switch s {
	case Sensor:
		return cut * fromMiddle
	case Actuator:
		if left {
			return cut * (1 - fromMiddle)
		}
		return cut * fromMiddle
	}
	return 0
}

// outline draws a shape in its frame.
func outline(s Shape, r Rect, fill Ink) []Path {
	x0, y0, x1, y1, my := r.X, r.Y, r.X+r.W, r.Y+r.H, r.Y+r.H/2
	var p Path
	switch s {
	case Process:
		p = rectPath(r, 11)
	case Sensor:
		p.polygon(Point{x0 + cut, y0}, Point{x1 - cut, y0}, Point{x1, my}, Point{x1 - cut, y1}, Point{x0 + cut, y1}, Point{x0, my})
	case Actuator:
		p.polygon(Point{x0, y0}, Point{x1 - cut, y0}, Point{x1, my}, Point{x1 - cut, y1}, Point{x0, y1}, Point{x0 + cut, my})
	case Physical:
		p.polygon(Point{x0 + cut, y0}, Point{x1, y0}, Point{x1, y1 - cut}, Point{x1 - cut, y1}, Point{x0, y1}, Point{x0, y0 + cut})
	case Store:
		return storePaths(r, fill)
	case Group:
		back := rectPath(Rect{x0 + 4, y0, r.W - 4, r.H - 4}, 3)
		back.Fill, back.Stroke, back.Width = fill, Outline, 1
		p = rectPath(Rect{x0, y0 + 4, r.W - 4, r.H - 4}, 3)
		p.Fill, p.Stroke, p.Width = fill, Outline, 1.4
		return []Path{back, p}
	default:
		p = rectPath(r, 0)
	}
	p.Fill, p.Stroke, p.Width = fill, Outline, 1.4
	if s == Human {
		return []Path{p, person(x0+13, my)}
	}
	return []Path{p}
}

// storePaths draws a store: open at the right, with a double line at the left.
func storePaths(r Rect, fill Ink) []Path {
	var p, bar Path
	p.move(r.X+r.W, r.Y)
	p.line(r.X, r.Y)
	p.line(r.X, r.Y+r.H)
	p.line(r.X+r.W, r.Y+r.H)
	p.Stroke, p.Width = Outline, 1.8
	bar.move(r.X+6, r.Y)
	bar.line(r.X+6, r.Y+r.H)
	bar.Stroke, bar.Width = Outline, 1.2
	return []Path{filled(rectPath(r, 0), fill), p, bar}
}

// person draws a small figure.
func person(x, y float64) Path {
	p := rectPath(Rect{x - 3.5, y - 13, 7, 7}, 3.5)
	p.move(x, y-6)
	p.line(x, y+4)
	p.move(x-6, y-2)
	p.line(x+6, y-2)
	p.move(x-5, y+12)
	p.line(x, y+4)
	p.line(x+5, y+12)
	p.Stroke, p.Width = Outline, 1.3
	return p
}

func (d *drawing) node(i int) Part {
	n, at := d.g.Nodes[i], d.l.Nodes[i]
	p := Part{Kind: "element", ID: n.ID, Title: nodeTitle(n), Change: n.Change}
	r := d.shift(at.Rect)
	fill := Fill
	if n.OutOfScope || n.Shape == External || n.Shape == Human {
		fill = FillOut
	}
	p.Paths = outline(n.Shape, r, fill)
	if n.OutOfScope {
		for j := range p.Paths {
			if p.Paths[j].Stroke == Outline {
				p.Paths[j].Dash = []float64{3, 2}
			}
		}
	}
	if d.g.Compared {
		p.Paths = turned(p.Paths, n.Change)
	}
	x := r.X + r.W/2
	switch n.Shape {
	case Human:
		x += 9
	case Store:
		x += 3
	}
	height := float64(len(at.Name))*nameSize*lineGap + float64(len(at.Note))*noteSize*lineGap
	if n.Mark.Count > 0 || n.Change != Same {
		height += noteSize * lineGap
	}
	y := r.Y + (r.H-height)/2
	put := func(s string, size float64, bold bool, ink Ink) {
		p.Texts = append(p.Texts, Text{X: x, Y: y + size*0.95, Size: size, Bold: bold, Ink: ink, Value: s})
		y += size * lineGap
	}
	for _, s := range at.Name {
		put(s, nameSize, true, textInk(d.g, n.Change, Text0))
	}
	for _, s := range at.Note {
		put(s, noteSize, false, textInk(d.g, n.Change, Text1))
	}
	sign, ground := changeSigns[n.Change], changeInks[n.Change].line
	if n.Change == Same && n.Mark.Count > 0 {
		sign, ground = markText(n.Mark), MarkFill
	}
	if sign != "" {
		path, text := chip(sign, x, y, ground)
		p.Paths, p.Texts = append(p.Paths, path), append(p.Texts, text)
	}
	return p
}

// markText is the number of findings with the worst severity among them.
func markText(m Mark) string {
	s := strconv.Itoa(m.Count)
	if m.Severity != "" {
		s += " · " + plain(m.Severity)
	}
	return s
}

func nodeTitle(n Node) string {
	s := plain(n.Name) + ", " + string(n.Shape)
	if n.Note != "" {
		s += ", " + plain(n.Note)
	}
	if n.OutOfScope {
		s += ", out of scope"
	}
	if n.Change != Same {
		s += ", " + n.Change.String()
	}
	if n.Mark.Count > 0 {
		s += ", findings: " + markText(n.Mark)
	}
	return s
}
