package diagram

import "math"

// pin moves boxes to where people put them. What nobody placed goes where there is room near what it belongs to: nodes
// and zones without any placed part move as they were arranged. Zones are then drawn around what is in them.
func (a *arranger) pin() {
	n := &pinner{a: a, p: a.p, placed: make([]bool, a.p.page()+1)}
	for _, z := range a.g.Zones {
		a.pinned = a.pinned || z.At != nil
	}
	for _, node := range a.g.Nodes {
		a.pinned = a.pinned || node.At != nil
	}
	if !a.pinned {
		return
	}
	n.base = n.corner()
	for i, node := range a.g.Nodes {
		if node.At != nil {
			n.put(i, *node.At)
		}
	}
	for _, c := range a.p.post {
		n.settle(c)
	}
	n.lead()
	a.origin = n.home()
}

// lead notes the points that flows go through and makes the page large enough for them. A point within an end of its
// flow is left out: no line is seen there. One within another element moves to the nearest free place.
func (n *pinner) lead() {
	n.a.via = make([][]cell, len(n.a.g.Edges))
	for e, edge := range n.a.g.Edges {
		for _, at := range edge.Via {
			c := cell{int(cells(at.X - n.base.X)), int(cells(at.Y - n.base.Y))}
			if n.covers(edge.From, c) || n.covers(edge.To, c) {
				continue
			}
			c, ok := n.beside(c)
			if !ok {
				continue
			}
			n.a.via[e] = append(n.a.via[e], c)
			n.cover(n.p.page(), int32(c.x), int32(c.y), 0, 0)
		}
	}
}

// mostAside is how many cells away from a point a free place is looked for, as on the canvas of the studio.
const mostAside = 60

// beside is the point that is nearest to one, ring by ring, and lies in no element.
func (n *pinner) beside(c cell) (cell, bool) {
	free := func(c cell) bool {
		for box := range n.p.nodes {
			if n.covers(box, c) {
				return false
			}
		}
		return true
	}
	for ring := range mostAside + 1 {
		for k := range ring + 1 {
			for _, s := range [2]int{k, -k} {
				for _, by := range [4]cell{{ring, s}, {s, ring}, {-ring, s}, {s, -ring}} {
					if at := (cell{c.x + by.x, c.y + by.y}); free(at) {
						return at, true
					}
				}
			}
		}
	}
	return cell{}, false
}

// covers reports whether a point lies in a box, borders included.
func (n *pinner) covers(box int, c cell) bool {
	x, y := int32(c.x)-n.p.x[box], int32(c.y)-n.p.y[box]
	return x >= 0 && y >= 0 && x <= n.p.w[box] && y <= n.p.h[box]
}

// corner is the top left of all hand-set boxes, on the grid.
func (n *pinner) corner() Point {
	p := Point{math.Inf(1), math.Inf(1)}
	see := func(b *Box) {
		if b != nil {
			p.X, p.Y = min(p.X, b.X), min(p.Y, b.Y)
		}
	}
	for _, z := range n.a.g.Zones {
		see(z.At)
	}
	for _, node := range n.a.g.Nodes {
		see(node.At)
	}
	return Point{math.Floor(p.X/pitch) * pitch, math.Floor(p.Y/pitch) * pitch}
}

type pinner struct {
	a      *arranger
	p      *plan
	placed []bool
	base   Point // what all hand-set places count from
}

// cells rounds a hand-set number to the grid. Numbers beyond what can be drawn are brought back.
func cells(points float64) int32 {
	const far = 16000
	return int32(math.Round(min(max(points, -far), far) / pitch))
}

func (n *pinner) put(box int, at Box) {
	p := n.p
	p.x[box], p.y[box] = cells(at.X-n.base.X), cells(at.Y-n.base.Y)
	if at.W > 0 {
		p.w[box] = max(cells(at.W), 4)
	}
	if at.H > 0 {
		p.h[box] = max(cells(at.H), 2)
	}
	n.placed[box] = true
}

// members lists the boxes of a container.
func (n *pinner) members(c int32) []int32 {
	var list []int32
	for _, line := range n.p.lines[c] {
		list = append(list, line...)
	}
	return list
}

// settle places what is left in a container of which something is placed, and draws the container around it.
func (n *pinner) settle(c int32) {
	p := n.p
	self := p.nodes + int(c)
	any := int(c) == p.zones
	var open []int32
	for _, b := range n.members(c) {
		if n.placed[b] {
			any = true
		} else {
			open = append(open, b)
		}
	}
	var own *Box
	if int(c) < p.zones {
		own = n.a.g.Zones[c].At
	}
	switch {
	case !any && own == nil:
		return
	case !any:
		n.shift(int32(self), cells(own.X-n.base.X-pitch/2)-p.x[self], cells(own.Y-n.base.Y-pitch/2)-p.y[self])
	default:
		for _, b := range open {
			n.fit(c, b)
		}
		n.wrap(c)
	}
	if own != nil && own.W > 0 && own.H > 0 {
		n.cover(self, cells(own.X-n.base.X-pitch/2), cells(own.Y-n.base.Y-pitch/2), cells(own.W+pitch), cells(own.H+pitch))
	}
	n.placed[self] = true
}

// shift moves a box with everything in it and marks it as placed.
func (n *pinner) shift(b, dx, dy int32) {
	p := n.p
	p.x[b], p.y[b] = p.x[b]+dx, p.y[b]+dy
	n.placed[b] = true
	if int(b) >= p.nodes {
		for _, m := range n.members(b - int32(p.nodes)) {
			n.shift(m, dx, dy)
		}
	}
}

// wrap draws a container around its boxes.
func (n *pinner) wrap(c int32) {
	p := n.p
	self, first := p.nodes+int(c), true
	for _, b := range n.members(c) {
		if first {
			p.x[self], p.y[self], p.w[self], p.h[self], first = p.x[b], p.y[b], p.w[b], p.h[b], false
		}
		n.cover(self, p.x[b], p.y[b], p.w[b], p.h[b])
	}
	if int(c) < p.zones {
		p.x[self], p.y[self] = p.x[self]-padSide, p.y[self]-padTop
		p.w[self] = max(p.w[self]+2*padSide, int32(p.title[c]))
		p.h[self] += padTop + padBottom
	}
}

// cover makes a box large enough to hold a rectangle.
func (n *pinner) cover(box int, x, y, w, h int32) {
	p := n.p
	right, low := max(p.x[box]+p.w[box], x+w), max(p.y[box]+p.h[box], y+h)
	p.x[box], p.y[box] = min(p.x[box], x), min(p.y[box], y)
	p.w[box], p.h[box] = right-p.x[box], low-p.y[box]
}

// fit finds room for a box near the placed ones of its container: the nearest place that leaves a gap to all others and
// to which the container can grow. Where the container is hemmed in, only the box itself has to be clear.
func (n *pinner) fit(c, b int32) {
	for _, strict := range []bool{true, false} {
		if dx, dy, ok := n.nearest(c, b, strict); ok {
			n.shift(b, dx, dy)
			return
		}
	}
	n.shift(b, 0, 0)
}

// nearest returns the way to the nearest place that fits, in rings around the anchor.
func (n *pinner) nearest(c, b int32, strict bool) (dx, dy int32, ok bool) {
	p := n.p
	ax, ay := n.anchor(c, b)
	ax, ay = ax-p.w[b]/2, ay-p.h[b]/2
	last := int32(120)
	if !strict {
		last = 4000
	}
	for ring := int32(0); ring < last; ring += 2 {
		for dy := -ring; dy <= ring; dy += 2 {
			step := int32(2)
			if abs(int(dy)) != int(ring) {
				step = 2 * ring
			}
			for dx := -ring; dx <= ring; dx += step {
				if n.fits(c, b, ax+dx, ay+dy, strict) {
					return ax + dx - p.x[b], ay + dy - p.y[b], true
				}
			}
		}
	}
	return 0, 0, false
}

// anchor is the middle of the boxes that a box has flows with, else of its container's placed boxes.
func (n *pinner) anchor(c, b int32) (x, y int32) {
	p := n.p
	var sx, sy, k int32
	add := func(o int32) {
		if n.placed[o] {
			sx, sy, k = sx+p.x[o]+p.w[o]/2, sy+p.y[o]+p.h[o]/2, k+1
		}
	}
	for _, e := range p.edges {
		switch b {
		case e.a:
			add(e.b)
		case e.b:
			add(e.a)
		}
	}
	if k == 0 || int(c) < p.zones {
		for _, o := range n.members(c) {
			add(o)
		}
	}
	if k == 0 {
		return p.x[b] + p.w[b]/2, p.y[b] + p.h[b]/2
	}
	return sx / k, sy / k
}

// fits reports whether a box at x, y leaves a gap to everything that is placed, and, if strict, whether its container,
// grown around it, leaves what lies outside of it alone.
func (n *pinner) fits(c, b, x, y int32, strict bool) bool {
	p := n.p
	const gap = gapMin + padSide
	x1, y1, x2, y2 := x, y, x+p.w[b], y+p.h[b]
	if strict && int(c) < p.zones { // the container around its placed boxes and this one
		for _, o := range n.members(c) {
			if n.placed[o] {
				x1, y1 = min(x1, p.x[o]), min(y1, p.y[o])
				x2, y2 = max(x2, p.x[o]+p.w[o]), max(y2, p.y[o]+p.h[o])
			}
		}
		x1, y1, x2, y2 = x1-padSide, y1-padTop, x2+padSide, y2+padBottom
	}
	for o := range int32(p.page()) {
		if !n.placed[o] {
			continue
		}
		l, t, r, d := x-gap, y-gap, x+p.w[b]+gap, y+p.h[b]+gap
		if !n.inside(o, c) {
			l, t, r, d = x1-gap, y1-gap, x2+gap, y2+gap
		}
		if l < p.x[o]+p.w[o] && p.x[o] < r && t < p.y[o]+p.h[o] && p.y[o] < d {
			return false
		}
	}
	return true
}

// inside reports whether a box lies, at any depth, in a container.
func (n *pinner) inside(b, c int32) bool {
	for ; b >= 0; b = n.p.parent[b] {
		if n.p.parent[b] == int32(n.p.nodes)+c {
			return true
		}
	}
	return false
}

// home moves everything so that it starts at 0, 0 and returns where that was.
func (n *pinner) home() Point {
	p := n.p
	page := p.page()
	dx, dy := p.x[page], p.y[page]
	for b := range p.x {
		p.x[b], p.y[b] = p.x[b]-dx, p.y[b]-dy
	}
	for _, way := range n.a.via {
		for i := range way {
			way[i] = cell{way[i].x - int(dx) + pageRoom, way[i].y - int(dy) + pageRoom}
		}
	}
	return Point{n.base.X + float64(dx-pageRoom)*pitch, n.base.Y + float64(dy-pageRoom)*pitch}
}
