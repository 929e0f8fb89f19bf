package diagram

import (
	"cmp"
	"slices"
)

// Layout is where everything of a graph stands, in points from the top left. The slices run parallel to the graph's.
type Layout struct {
	W, H  float64
	Zones []ZonePlace
	Nodes []NodePlace
	Edges []EdgePlace
	Notes []NotePlace
	// Origin is where the top left corner of the layout lies for boxes that people placed: a box placed at Origin
	// stands at 0, 0.
	Origin Point
	// Keys are the flows that the table below the diagram explains, because their label found no room. The number at
	// the flow is the position in Keys plus 1.
	Keys []int
}

// ZonePlace is the border of a zone and the room of its title.
type ZonePlace struct {
	Rect, Title Rect
	Text        string
}

// NodePlace is the place of a node with its text in lines.
type NodePlace struct {
	Rect       Rect
	Name, Note []string
}

// EdgePlace is the way of a flow and the place of its label; Label has no width where there is none.
type EdgePlace struct {
	Points []Point
	Label  Rect
	Lines  []string
	Bold   int // how many of the lines are bold
}

// LayoutOptions steer Arrange. The zero value is right for a page of A4 landscape.
type LayoutOptions struct {
	// Ratio is the width of the page divided by its height; 0 means 1.414.
	Ratio float64
	// Detail says how much the labels of flows tell.
	Detail Detail
}

// manyFlows is the number of flows above which a diagram is drawn in haste: gaps are wider, each flow is routed once, and
// flows may share a line. Nobody reads such a diagram as a whole; the overview and views are for reading.
const manyFlows = 250

// pageRoom is the free space around everything, in cells, where flows may run.
const pageRoom = 4

// Arrange finds a place for everything in the graph. It always succeeds: what cannot be drawn is left out, and a label
// without room becomes a number that Keys explains. Boxes that people placed stay where they are, on a grid of 10 points.
func Arrange(g *Graph, o LayoutOptions) *Layout {
	if o.Ratio <= 0 {
		o.Ratio = 1.414
	}
	g = g.clean()
	detail := o.Detail.orAuto(len(g.Edges))
	texts := make([]nodeText, len(g.Nodes))
	for i, n := range g.Nodes {
		texts[i] = measureNode(n)
	}
	labels := make([]label, len(g.Edges))
	for i, e := range g.Edges {
		labels[i] = edgeLabel(e, detail)
	}
	p := newPlan(g, texts, labels, o.Ratio*1.08)
	if len(g.Edges) > manyFlows {
		p.growAll(1)
	}
	p.improve()
	a := &arranger{g: g, p: p, texts: texts, labels: labels, detail: detail}
	a.pin()
	return a.best()
}

// arranger turns a plan into a layout.
type arranger struct {
	g      *Graph
	p      *plan
	texts  []nodeText
	labels []label
	detail Detail
	pinned bool
	via    [][]cell // the points that people led each flow through; nil where nothing is placed
	origin Point

	r     *router
	trips []trip
	paths [][]cell
	dirty []bool // flows on top of others
	room  *shelf
	out   *Layout
	bad   []int // flows whose label or line found no good place
}

// best routes and labels; where something found no room, it widens the gaps there and tries again.
func (a *arranger) best() *Layout {
	tries := 6
	switch n := len(a.g.Edges); {
	case a.pinned || n > manyFlows:
		tries = 1
	case n > 50:
		tries = 2
	}
	var best *Layout
	bestBad := 0
	for t := range tries {
		a.attempt()
		if best == nil || len(a.bad) < bestBad {
			best, bestBad = a.out, len(a.bad)
		}
		if len(a.bad) == 0 || t == tries-1 {
			break
		}
		a.widen()
	}
	best.placeNotes(a.g)
	return best
}

// widen adds room in the containers where flows were short of it.
func (a *arranger) widen() {
	done := map[int32]bool{}
	for _, e := range a.bad {
		from, to := int32(a.g.Edges[e].From), int32(a.g.Edges[e].To)
		c := a.p.parent[from] - int32(a.p.nodes)
		if from != to {
			c, _, _ = a.p.meet(from, to)
		}
		if !done[c] {
			done[c] = true
			a.p.grow[c]++
		}
	}
	for _, c := range a.p.post {
		a.p.measure(c)
	}
	a.p.place()
}

// attempt makes a layout from the plan as it stands.
func (a *arranger) attempt() {
	a.bad = nil
	a.settle()
	a.routeAll()
	a.placeLabels()
	a.finish()
}

// settle copies the boxes of the plan into a new layout and enters them in a new grid.
func (a *arranger) settle() {
	p, g := a.p, a.g
	page := p.page()
	w, h := int(p.w[page])+2*pageRoom, int(p.h[page])+2*pageRoom
	a.out = &Layout{Zones: make([]ZonePlace, len(g.Zones)), Nodes: make([]NodePlace, len(g.Nodes)), Edges: make([]EdgePlace, len(g.Edges))}
	a.out.W, a.out.H, a.out.Origin = float64(w*pitch), float64(h*pitch), a.origin
	r := newRouter(w+1, h+1)
	a.r, a.room = r, newShelf(a.out.W, a.out.H)
	for i := range r.zone {
		r.zone[i] = -1
	}
	for i := len(p.post) - 2; i >= 0; i-- { // outer zones first
		z := p.post[i]
		x, y, zw, zh := a.area(p.nodes + int(z))
		fill(r, r.zone, x, y, zw, zh, int16(z))
		place := ZonePlace{Rect: Rect{float64(x), float64(y), float64(zw), float64(zh)}.scaled(), Text: zoneTitle(g.Zones[z])}
		place.Rect = place.Rect.grown(-pitch / 2)
		place.Text = shorten(place.Text, titleSize, place.Rect.W-16, true)
		tw := textWidth(place.Text, titleSize, true)
		place.Title = Rect{place.Rect.X + 6, place.Rect.Y + 4, tw + 4, titleSize * 1.3}
		fill(r, r.block, x+1, y+1, int(tw+14)/pitch, 1, titleBlock)
		a.room.add(place.Title)
		a.out.Zones[z] = place
	}
	for i := range g.Nodes {
		x, y, nw, nh := a.area(i)
		fill(r, r.block, x, y, nw, nh, nodeBlock)
		rect := Rect{float64(x), float64(y), float64(nw), float64(nh)}.scaled()
		a.out.Nodes[i] = NodePlace{Rect: rect, Name: a.texts[i].name, Note: a.texts[i].note}
		a.room.add(rect.grown(2))
	}
	for _, n := range g.Notes {
		if n.At != nil { // labels keep off it, and flows where they can
			r := a.out.placed(n).Rect.grown(2)
			a.room.add(r)
			fill(a.r, a.r.labels, int(r.X/pitch), int(r.Y/pitch), int(r.W/pitch)+1, int(r.H/pitch)+1, underNote)
		}
	}
}

// underNote marks the points under a note, as the number of a flow marks those under its label.
const underNote = -1

func (r Rect) scaled() Rect { return Rect{r.X * pitch, r.Y * pitch, r.W * pitch, r.H * pitch} }

// area returns a box on the grid.
func (a *arranger) area(box int) (x, y, w, h int) {
	p := a.p
	return int(p.x[box]) + pageRoom, int(p.y[box]) + pageRoom, int(p.w[box]), int(p.h[box])
}

// routeAll finds a way for each flow, those with points first, then short ones, and then once more for each with all the others known.
func (a *arranger) routeAll() {
	g := a.g
	a.paths, a.dirty = make([][]cell, len(g.Edges)), make([]bool, len(g.Edges))
	a.trips = make([]trip, len(g.Edges))
	order := make([]int, len(g.Edges))
	length, legs := make([]int, len(g.Edges)), 0
	for i, e := range g.Edges {
		order[i] = i
		dx, dy := a.p.distance(int32(e.From), int32(e.To))
		length[i] = dx + dy + min(dx, dy)
		a.trips[i] = a.trip(i)
		legs += len(a.trips[i].via) + 1
	}
	a.r.legLimit = max(legWork/max(legs, 1), 500)
	slices.SortStableFunc(order, func(x, y int) int { // those that people led somewhere have the right of way
		return cmp.Or(cmp.Compare(len(a.trips[y].via), len(a.trips[x].via)), cmp.Compare(length[x], length[y]))
	})
	passes := 2
	if len(order) > manyFlows {
		passes = 1
		a.r.limit, a.r.share = 1_500_000/len(order), costBundle
	}
	for pass := range passes {
		for _, e := range order {
			if pass > 0 {
				a.lay(e, false)
			}
			a.paths[e], a.dirty[e] = nil, true
			if path, clean := a.r.route(a.trips[e]); path != nil {
				a.paths[e], a.dirty[e] = path, !clean
			} else {
				a.paths[e] = direct(a.trips[e].from, a.trips[e].to)
			}
			a.lay(e, true)
		}
	}
}

// trip describes flow e to the router.
func (a *arranger) trip(e int) trip {
	edge := a.g.Edges[e]
	t := trip{id: int32(e + 1), loop: edge.From == edge.To, home: make([]bool, len(a.g.Zones))}
	t.from.x, t.from.y, t.from.w, t.from.h = a.area(edge.From)
	t.to.x, t.to.y, t.to.w, t.to.h = a.area(edge.To)
	if a.via != nil {
		t.via = a.via[e]
	}
	for _, n := range []int{edge.From, edge.To} {
		for z := a.g.Nodes[n].Zone; z >= 0; z = a.g.Zones[z].In {
			t.home[z] = true
		}
	}
	return t
}

// lay enters the way of a flow with the likely place of its label in the grid, or takes both out.
func (a *arranger) lay(e int, in bool) {
	id := int32(0)
	if in {
		id = int32(e + 1)
	}
	a.r.lay(a.paths[e], id)
	if len(a.labels[e].lines) == 0 || len(a.g.Edges) > manyFlows {
		return
	}
	if in {
		rect, _, ok := a.spot(e, a.labels[e].w, a.labels[e].h)
		if !ok {
			return
		}
		a.out.Edges[e].Label = rect
	}
	rect := a.out.Edges[e].Label
	x, y := int(rect.X/pitch), int(rect.Y/pitch)
	for j := y; j <= int((rect.Y+rect.H)/pitch)+1 && j < a.r.h; j++ {
		for i := x; i <= int((rect.X+rect.W)/pitch)+1 && i < a.r.w; i++ {
			at := max(j, 0)*a.r.w + max(i, 0)
			if in && a.r.labels[at] == 0 || a.r.labels[at] == int32(e+1) {
				a.r.labels[at] = id
			}
		}
	}
}

// finish turns ways into points.
func (a *arranger) finish() {
	for e, path := range a.paths {
		points := make([]Point, len(path))
		for i, c := range path {
			points[i] = Point{float64(c.x * pitch), float64(c.y * pitch)}
		}
		a.out.Edges[e].Points = points
	}
}
