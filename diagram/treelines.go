package diagram

import (
	"slices"
	"strconv"

	"theriac.dev/tree"
)

// edges draws the lines from a node to those under it, and from its counters to it.
func (g *treePlan) edges(i int) []Part {
	n := &g.d.Tree.Nodes[i]
	var out []Part
	for _, c := range n.Children {
		if _, ok := g.box[c]; ok {
			line := g.way(i, c, false)
			line.Stroke, line.Width = Flow0, 1.1
			out = append(out, Part{Kind: "edge", ID: n.ID + " " + g.d.Tree.Nodes[c].ID, Paths: []Path{line}})
		}
	}
	for _, c := range n.Counters {
		if _, ok := g.box[c]; !ok {
			continue
		}
		line := g.way(i, c, true)
		line.Stroke, line.Width, line.Dash, line.Round = Flow2, 1.6, []float64{0.1, 3.4}, true
		bar := g.bar(i, c)
		out = append(out, Part{Kind: "counter", ID: n.ID + " " + g.d.Tree.Nodes[c].ID, Title: g.title(c) + " stops " + g.title(i), Paths: []Path{line, bar}})
	}
	return out
}

// foot is where the lines to the nodes under a node begin: the foot of its gate, or that of its box.
func (g *treePlan) foot(i int) Point {
	b := g.box[i]
	return Point{b.X + b.W/2, b.Y + b.H}
}

// hangs says that a node hangs from another in its list or row, so that the line between them has a free way.
func (g *treePlan) hangs(i, c int) bool {
	p, ok := g.parent[c]
	return ok && p == i
}

// start is where the line from a node to one under it, or to a counter, leaves. Lines to a list run down beside it; lines
// of counters leave beside the gate.
func (g *treePlan) start(i, c int, counter bool) Point {
	b := g.box[i]
	switch {
	case g.hangs(i, c) && g.listed[i]:
		x := b.X + treeIndent/2
		if counter {
			return Point{x - 4, b.Y + g.boxHeight(i)}
		}
		return Point{x + 2, b.Y + b.H}
	case counter && g.above(i, c):
		return Point{b.X + b.W*0.86, b.Y}
	case counter && g.isGate(i):
		return Point{b.X + b.W*0.86, b.Y + g.boxHeight(i)}
	case counter:
		return Point{b.X + b.W*0.7, b.Y + b.H}
	}
	return g.foot(i)
}

// above says that a shared node stands higher than one that it is used by.
func (g *treePlan) above(i, c int) bool {
	return !g.hangs(i, c) && g.box[c].Y+g.boxHeight(c)/2 < g.box[i].Y
}

// way is the line between a node and one under it.
func (g *treePlan) way(i, c int, counter bool) Path {
	from, to := g.start(i, c, counter), g.box[c]
	if !g.hangs(i, c) {
		return g.shared(i, c, counter)
	}
	if g.listed[i] {
		y := to.Y + min(g.boxHeight(c)/2, 12)
		if counter {
			y += 3
		}
		points := []Point{from, {from.X, y}, {to.X, y}}
		if !counter && g.isGate(i) { // from the gate to the trunk
			foot := g.foot(i)
			points = append([]Point{{foot.X, foot.Y}, {foot.X, foot.Y + 3.5}, {from.X, foot.Y + 3.5}}, points[1:]...)
		}
		return linePath(points, 0)
	}
	if g.stacked[c] {
		return g.toColumn(i, c, counter)
	}
	middle := to.X + to.W/2
	level := g.box[i].Y + g.box[i].H + treeGapY/2
	if counter {
		level += 5
	}
	return linePath([]Point{from, {from.X, level}, {middle, level}, {middle, to.Y}}, 3)
}

// toColumn is the line to a node in a column: along the row, then down beside the column.
func (g *treePlan) toColumn(i, c int, counter bool) Path {
	from, to := g.start(i, c, counter), g.box[c]
	level, x, y := g.box[i].Y+g.box[i].H+treeGapY/2, to.X-treeStack+5, to.Y+min(g.boxHeight(c)/2, 12)
	if counter {
		level, x, y = level+5, x-4, y+3
	}
	return linePath([]Point{from, {from.X, level}, {x, level}, {x, y}, {to.X, y}}, 0)
}

// shared is the line to a node that hangs from another: a curve that passes behind the boxes between.
func (g *treePlan) shared(i, c int, counter bool) Path {
	from, to := g.start(i, c, counter), g.box[c]
	end := Point{to.X + to.W, to.Y + g.boxHeight(c)/2}
	lead := 26.0
	if from.X < to.X+to.W/2 {
		end, lead = Point{to.X, end.Y}, -26
	}
	down := 22.0
	if counter && g.above(i, c) {
		down = -22
	}
	var p Path
	p.move(from.X, from.Y)
	p.curve(Point{from.X, from.Y + down}, Point{end.X + lead, end.Y}, end)
	return p
}

// bar is the bar at the end of a counter, at the node that it stops.
func (g *treePlan) bar(i, c int) Path {
	at := g.start(i, c, true)
	at.Y += 2.2
	if g.above(i, c) {
		at.Y -= 4.4
	}
	p := linePath([]Point{{at.X - 5, at.Y}, {at.X + 5, at.Y}}, 0)
	p.Stroke, p.Width = Flow2, 2
	return p
}

// numbers draws the numbers of the steps of an ordered gate, each where its line meets the box.
func (g *treePlan) numbers(i int) (Part, bool) {
	n := &g.d.Tree.Nodes[i]
	p := Part{Kind: "order", ID: n.ID}
	if n.Gate != tree.Ordered {
		return p, false
	}
	for k, c := range n.Children {
		to, ok := g.box[c]
		if !ok {
			continue
		}
		at := Point{to.X - 3, to.Y + min(g.boxHeight(c)/2, 12)}
		switch {
		case !g.hangs(i, c):
			at = g.onShared(i, c)
		case !g.listed[i] && !g.stacked[c]:
			at = Point{to.X + to.W/2, to.Y - 6}
		}
		chip := rectPath(Rect{at.X - 6, at.Y - 6, 12, 12}, 6)
		chip.Fill, chip.Stroke, chip.Width = Chip, Flow0, 0.9
		p.Paths = append(p.Paths, chip)
		p.Texts = append(p.Texts, Text{X: at.X, Y: at.Y + 2.7, Size: 7.6, Bold: true, Ink: Text0, Value: strconv.Itoa(k + 1)})
	}
	return p, len(p.Texts) > 0
}

// onShared is a point near the end of the line to a shared node.
func (g *treePlan) onShared(i, c int) Point {
	ops := g.shared(i, c, false).Ops
	a, b := ops[0].P[0], ops[1].P
	const t, u = 0.8, 0.2
	at := func(p, q, r, s float64) float64 { return u*u*u*p + 3*u*u*t*q + 3*u*t*t*r + t*t*t*s }
	return Point{at(a.X, b[0].X, b[1].X, b[2].X), at(a.Y, b[0].Y, b[1].Y, b[2].Y)}
}

// legend explains what occurs in the drawing.
func (g *treePlan) legend(width float64) strip {
	p := Part{Kind: "legend", Title: "Legend"}
	x, y := 0.0, 10.0
	add := func(text string, w float64, paths ...Path) {
		need := w + 5 + textWidth(text, noteSize, false) + 16
		if x > 0 && x+need-16 > width {
			x, y = 0, y+24
		}
		s := strip{parts: []Part{{Paths: paths}}}
		p.Paths = append(p.Paths, s.at(x, y)[0].Paths...)
		p.Texts = append(p.Texts, Text{X: x + w + 5, Y: y + 9 + noteSize*0.35, Size: noteSize, Align: -1, Ink: Text1, Value: text})
		x += need
	}
	box := func(defence, off bool) Path {
		b := rectPath(Rect{0, 2, 26, 14}, 0)
		b.Fill, b.Stroke, b.Width = Fill, Flow1, 1.3
		if defence {
			b = rectPath(Rect{0, 2, 26, 14}, 7)
			b.Fill, b.Stroke, b.Width = FillOut, Flow2, 1.3
		}
		if off {
			b.Dash = []float64{4, 3}
		}
		return b
	}
	add("step of the attacker", 26, box(false, false))
	has := func(f func(i int) bool) bool { return slices.ContainsFunc(g.nodes, f) }
	node := func(i int) *tree.Node { return &g.d.Tree.Nodes[i] }
	if has(func(i int) bool { return node(i).Defence }) {
		add("defence", 26, box(true, false))
		line := linePath([]Point{{0, 9}, {22, 9}}, 0)
		line.Stroke, line.Width, line.Dash, line.Round = Flow2, 1.6, []float64{0.1, 3.4}, true
		bar := linePath([]Point{{25, 4}, {25, 14}}, 0)
		bar.Stroke, bar.Width = Flow2, 2
		add("stops", 26, line, bar)
	}
	if has(func(i int) bool { return slices.Contains(g.d.Off, i) }) {
		add("does not count", 26, box(true, true))
	}
	for _, gate := range []struct {
		gate  tree.Gate
		words string
	}{{tree.Or, "any of them"}, {tree.And, "all, in any order"}, {tree.Ordered, "all, one after the other as numbered"}, {tree.AtLeast, "so many of them"}} {
		if has(func(i int) bool { return g.isGate(i) && node(i).Gate == gate.gate }) {
			shape := gatePath(gate.gate, Rect{0, 1, 30, 16})
			shape.Fill, shape.Stroke, shape.Width = Chip, Flow1, 1.2
			if gate.gate == tree.Ordered {
				mark := linePath([]Point{{7, 11}, {20, 11}}, 0)
				mark.Stroke, mark.Width = Flow1, 1.2
				add(gate.words, 30, shape, mark, arrow(Point{24, 11}, Point{15, 11}, Flow1))
				continue
			}
			add(gate.words, 30, shape)
		}
	}
	return strip{height: y + 20, parts: []Part{p}}
}
