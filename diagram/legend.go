package diagram

import "strconv"

// strip is a block of parts below the diagram.
type strip struct {
	height float64
	parts  []Part
}

// at returns the parts moved to a place.
func (s strip) at(x, y float64) []Part {
	for i := range s.parts {
		for j := range s.parts[i].Paths {
			ops := s.parts[i].Paths[j].Ops
			for k := range ops {
				for m := range ops[k].P {
					ops[k].P[m].X += x
					ops[k].P[m].Y += y
				}
			}
		}
		for j := range s.parts[i].Texts {
			s.parts[i].Texts[j].X += x
			s.parts[i].Texts[j].Y += y
		}
	}
	return s.parts
}

// legendWords say what shapes and lines mean.
var legendWords = map[Shape]string{
	Process: "process", Store: "data store", External: "external system", Human: "person", Sensor: "sensor",
	Actuator: "actuator", Physical: "physical part", Group: "elements of a zone",
}

// legend explains the shapes and lines that occur.
func legend(g *Graph, width float64) strip {
	if g.Compared {
		return compareLegend(g)
	}
	p := Part{Kind: "legend", Title: "Legend"}
	x, y := 0.0, 12.0
	add := func(w float64, sample func(x, y float64) []Path, text string) {
		need := w + 5 + textWidth(text, noteSize, false) + 16
		if x > 0 && x+need-16 > width {
			x, y = 0, y+18
		}
		p.Paths = append(p.Paths, sample(x, y)...)
		p.Texts = append(p.Texts, Text{X: x + w + 5, Y: y + 7 + noteSize*0.35, Size: noteSize, Align: -1, Ink: Text1, Value: text})
		x += need
	}
	seen := map[Shape]bool{}
	for _, n := range g.Nodes {
		seen[n.Shape] = true
	}
	for _, s := range []Shape{Process, Store, External, Human, Sensor, Actuator, Physical, Group} {
		if seen[s] {
			add(24, func(x, y float64) []Path { return sampleShape(s, x, y) }, legendWords[s])
		}
	}
	lines := map[Protection]bool{}
	for _, e := range g.Edges {
		lines[e.Protection] = true
	}
	for i, words := range []string{"authentication or encryption unknown", "authentication or encryption none or weak", "both stated, or not applicable"} {
		if s := Protection(i); lines[s] {
			add(32, func(x, y float64) []Path { return sampleLine(s, x, y+7) }, words)
		}
	}
	if len(g.Zones) > 0 {
		add(24, func(x, y float64) []Path {
			z := rectPath(Rect{x, y, 24, 14}, 4)
			z.Fill, z.Stroke, z.Width, z.Dash = ZoneNone, Border, 1.3, []float64{7, 2, 1.5, 2}
			return []Path{z}
		}, "trust boundary, trust 0 (not ours) to 9 (decides on therapy)")
	}
	if len(p.Texts) == 0 {
		return strip{}
	}
	return strip{height: y + 18, parts: []Part{p}}
}

func sampleShape(s Shape, x, y float64) []Path {
	fill := Fill
	if s == External || s == Human {
		fill = FillOut
	}
	r := Rect{x, y, 24, 14}
	if s != Human {
		if s == Process {
			p := rectPath(r, 5)
			p.Fill, p.Stroke, p.Width = fill, Outline, 1.2
			return []Path{p}
		}
		return outline(s, r, fill)
	}
	box := rectPath(r, 0)
	box.Fill, box.Stroke, box.Width = fill, Outline, 1.2
	figure := person(x+12, y+7)
	for i := range figure.Ops {
		for j := range figure.Ops[i].P {
			q := &figure.Ops[i].P[j]
			q.X, q.Y = x+12+(q.X-x-12)*0.45, y+7+(q.Y-y-7)*0.45
		}
	}
	figure.Width = 0.9
	return []Path{box, figure}
}

func sampleLine(s Protection, x, y float64) []Path {
	ink, width, dash := strokeOf(s)
	p := linePath([]Point{{x, y}, {x + 27, y}}, 0)
	p.Stroke, p.Width, p.Dash, p.Round = ink, width, dash, s == Unknown
	return []Path{p, arrow(Point{x + 32, y}, Point{x + 20, y}, ink)}
}

// keyTable explains the numbers at flows whose label found no room, in columns.
func keyTable(g *Graph, l *Layout, width float64) strip {
	if len(l.Keys) == 0 {
		return strip{}
	}
	const column = 260
	columns := max(int(width/column), 1)
	rows := (len(l.Keys) + columns - 1) / columns
	p := Part{Kind: "key", Title: "Numbered flows"}
	for i, e := range l.Keys {
		edge := g.Edges[e]
		text := strconv.Itoa(i+1) + "  " + plain(edge.Name) + ": " + plain(g.Nodes[edge.From].Name) + " → " + plain(g.Nodes[edge.To].Name)
		for _, more := range []string{edge.Detail, edge.Guard} {
			if more != "" {
				text += ", " + plain(more)
			}
		}
		text = shorten(text, noteSize, column-12, false)
		x, y := float64(i/rows)*column, float64(i%rows)*13+20
		p.Texts = append(p.Texts, Text{X: x, Y: y, Size: noteSize, Align: -1, Ink: Text1, Value: text})
	}
	return strip{height: float64(rows)*13 + 16, parts: []Part{p}}
}
