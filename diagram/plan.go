package diagram

// pitch is the distance of two parallel lines in points: everything is laid out on a grid of this size.
const pitch = 10

// Spaces inside zones and between things, in cells.
const (
	padSide, padTop, padBottom = 2, 4, 2
	gapMin                     = 3
)

// plan is an arrangement of nested boxes. Boxes are numbered: nodes first, then zones, then the page. Each container
// (zone or page) holds its boxes in lines: rows, or columns where turned.
type plan struct {
	nodes, zones int
	parent       []int32
	slot         []int32 // position among the boxes of the parent, for needs
	lines        [][][]int32
	turned       []bool
	grow         []int // cells added to every gap of a container because a label found no room
	needs        [][]need
	size         [][]lineSize // of the lines, from the last measure
	kids         []int
	title        []int   // width that the title of a container needs
	nw, nh       []int32 // natural sizes: what the content needs
	w, h, x, y   []int32 // places
	post         []int32 // containers, inner ones first
	edges        []link
	ratio        float64

	segments []segment // room for tangle
	reach    []frame
	frames   []frame
}

// need is the room that the labels between two neighbours ask for, in cells.
type need struct{ across, along int16 }

// link is an edge between two boxes.
type link struct{ a, b int32 }

func (p *plan) page() int { return p.nodes + p.zones }

// lineSize is the length and thickness of a line with the space before it, in cells.
type lineSize struct{ along, thick, before int }

// newPlan starts with the boxes of each container in lines of about equal length.
func newPlan(g *Graph, texts []nodeText, labels []label, ratio float64) *plan {
	n, z := len(g.Nodes), len(g.Zones)
	p := &plan{nodes: n, zones: z, ratio: ratio}
	total := n + z + 1
	p.parent, p.slot = make([]int32, total), make([]int32, total)
	p.nw, p.nh = make([]int32, total), make([]int32, total)
	p.w, p.h = make([]int32, total), make([]int32, total)
	p.x, p.y = make([]int32, total), make([]int32, total)
	p.lines, p.turned = make([][][]int32, z+1), make([]bool, z+1)
	p.size = make([][]lineSize, z+1)
	p.grow, p.kids, p.title = make([]int, z+1), make([]int, z+1), make([]int, z+1)
	members := make([][]int32, z+1)
	put := func(box, zone int) {
		if zone < 0 {
			zone = z
		}
		p.parent[box], p.slot[box] = int32(n+zone), int32(len(members[zone]))
		members[zone] = append(members[zone], int32(box))
	}
	for i, zone := range g.Zones {
		put(n+i, zone.In)
		p.title[i] = even(textWidth(zoneTitle(zone), titleSize, true)+16) + 1
	}
	for i, node := range g.Nodes {
		put(i, node.Zone)
		p.nw[i], p.nh[i] = int32(texts[i].w), int32(texts[i].h)
	}
	p.parent[total-1] = -1
	for c, boxes := range members {
		p.kids[c] = len(boxes)
		p.lines[c] = inLines(boxes)
	}
	p.order(g)
	for _, e := range g.Edges {
		if e.From != e.To {
			p.edges = append(p.edges, link{int32(e.From), int32(e.To)})
		}
	}
	p.findNeeds(g, labels)
	for _, c := range p.post {
		p.measure(c)
	}
	return p
}

// inLines spreads boxes over lines so that the block is about half as many lines as boxes in a line.
func inLines(boxes []int32) [][]int32 {
	var lines [][]int32
	per := 1
	for per*per < 2*len(boxes) {
		per++
	}
	for len(boxes) > per {
		lines = append(lines, boxes[:per:per])
		boxes = boxes[per:]
	}
	if len(boxes) > 0 {
		lines = append(lines, boxes)
	}
	return lines
}

// order lists the containers, inner ones before the one around them.
func (p *plan) order(g *Graph) {
	depth := make([]int, p.zones)
	deepest := 0
	for i := range g.Zones {
		for z := g.Zones[i].In; z >= 0; z = g.Zones[z].In {
			depth[i]++
		}
		deepest = max(deepest, depth[i])
	}
	for d := deepest; d >= 0; d-- {
		for i := range g.Zones {
			if depth[i] == d {
				p.post = append(p.post, int32(i))
			}
		}
	}
	p.post = append(p.post, int32(p.zones))
}

// meet returns the innermost container of both boxes and the boxes in it that hold them.
func (p *plan) meet(a, b int32) (c, ka, kb int32) {
	da, db := p.depth(a), p.depth(b)
	for ; da > db; da-- {
		a = p.parent[a]
	}
	for ; db > da; db-- {
		b = p.parent[b]
	}
	for p.parent[a] != p.parent[b] {
		a, b = p.parent[a], p.parent[b]
	}
	return p.parent[a] - int32(p.nodes), a, b
}

func (p *plan) depth(b int32) int {
	d := 0
	for ; p.parent[b] >= 0; b = p.parent[b] {
		d++
	}
	return d
}

// maxNeeds bounds the boxes of a container for which pairs are looked at; above it gaps are all alike.
const maxNeeds = 48

// findNeeds notes for each pair of neighbours the room for the labels between them.
func (p *plan) findNeeds(g *Graph, labels []label) {
	p.needs = make([][]need, p.zones+1)
	for c, k := range p.kids {
		if k > 1 && k <= maxNeeds {
			p.needs[c] = make([]need, k*k)
		}
	}
	for i, e := range g.Edges {
		l := labels[i]
		if e.From == e.To || len(l.lines) == 0 {
			continue
		}
		c, a, b := p.meet(int32(e.From), int32(e.To))
		if p.needs[c] == nil {
			continue
		}
		inside := 0
		for _, end := range []int32{a, b} {
			if int(end) >= p.nodes {
				inside += padSide
			}
		}
		k := p.kids[c]
		for _, at := range []int{int(p.slot[a])*k + int(p.slot[b]), int(p.slot[b])*k + int(p.slot[a])} {
			n := &p.needs[c][at]
			n.across = max(n.across, int16(int(l.w)/pitch+4-inside))
			n.along = min(n.along+int16(int(l.h+3)/pitch+1), 12)
		}
	}
}

// gap returns the cells between two boxes that stand side by side (across) or one below the other.
func (p *plan) gap(c int32, a, b int32, across bool) int {
	g := gapMin + p.grow[c]
	if p.needs[c] == nil {
		return g + 1
	}
	n := p.needs[c][int(p.slot[a])*p.kids[c]+int(p.slot[b])]
	if across {
		return max(g, int(n.across)+p.grow[c])
	}
	if n.along > 0 {
		return max(g, int(n.along)+2+p.grow[c])
	}
	return g
}

// lineSpace returns the cells between two lines of a container.
func (p *plan) lineSpace(c int32, a, b []int32) int {
	g := gapMin + p.grow[c]
	if p.needs[c] == nil {
		return g + 1
	}
	for _, i := range a {
		for _, j := range b {
			g = max(g, p.gap(c, i, j, p.turned[c]))
		}
	}
	return g
}

// measure finds the size of a container from its boxes.
func (p *plan) measure(c int32) {
	along, across := 0, 0
	sizes := p.size[c][:0]
	for i, line := range p.lines[c] {
		l := p.measureLine(c, line)
		if i > 0 {
			l.before = p.lineSpace(c, p.lines[c][i-1], line)
		}
		along, across = max(along, l.along), across+l.thick+l.before
		sizes = append(sizes, l)
	}
	p.size[c] = sizes
	if p.turned[c] {
		along, across = across, along
	}
	if int(c) < p.zones {
		along = max(along+2*padSide, p.title[c])
		across += padTop + padBottom
		if p.kids[c] == 0 {
			across = padTop
		}
	}
	b := p.nodes + int(c)
	p.nw[b], p.nh[b] = int32(along), int32(across)
}

// measureLine returns the length and the thickness of a line.
func (p *plan) measureLine(c int32, line []int32) (l lineSize) {
	turned := p.turned[c]
	for i, b := range line {
		w, h := int(p.nw[b]), int(p.nh[b])
		if turned {
			w, h = h, w
		}
		l.along, l.thick = l.along+w, max(l.thick, h)
		if i > 0 {
			l.along += p.gap(c, line[i-1], b, !turned)
		}
	}
	return l
}

// growAll widens all gaps.
func (p *plan) growAll(cells int) {
	for c := range p.grow {
		p.grow[c] += cells
	}
	for _, c := range p.post {
		p.measure(c)
	}
}

// place gives every box its position. Zones take the room that is left in their line, so that borders align.
func (p *plan) place() {
	page := p.page()
	p.w[page], p.h[page] = p.nw[page], p.nh[page]
	for i := len(p.post) - 1; i >= 0; i-- {
		p.spread(p.post[i])
	}
}

// spread places the boxes of one container, whose own place and size are known.
func (p *plan) spread(c int32) {
	b := p.nodes + int(c)
	x, y, w, h := int(p.x[b]), int(p.y[b]), int(p.w[b]), int(p.h[b])
	if int(c) < p.zones {
		x, y, w, h = x+padSide, y+padTop, w-2*padSide, h-padTop-padBottom
	}
	if p.turned[c] {
		x, y, w, h = y, x, h, w
	}
	used := 0
	for _, l := range p.size[c] {
		used += l.thick + l.before
	}
	left, shares := max(h-used, 0), len(p.lines[c])
	for i, line := range p.lines[c] {
		l := p.size[c][i]
		extra := left / shares
		left, shares = left-extra, shares-1
		y += l.before
		p.spreadLine(c, line, x, y, w-l.along, l.thick+extra)
		y += l.thick + extra
	}
}

// spreadLine places the boxes of one line from x, y on, with spare cells to share out. Zones stretch; nodes stand in the
// middle of their share.
func (p *plan) spreadLine(c int32, line []int32, x, y, spare, thick int) {
	turned := p.turned[c]
	left, shares := max(spare, 0), len(line)
	for i, b := range line {
		if i > 0 {
			x += p.gap(c, line[i-1], b, !turned)
		}
		extra := left / shares
		left, shares = left-extra, shares-1
		bw, bh := int(p.nw[b]), int(p.nh[b])
		if turned {
			bw, bh = bh, bw
		}
		bx, by := x, y
		if int(b) >= p.nodes {
			bw0 := bw
			bw, bh = bw+extra, thick
			p.setBox(b, bx, by, bw, bh, turned)
			x += bw0 + extra
			continue
		}
		bx, by = x+extra/2, y+(thick-bh)/2
		p.setBox(b, bx, by, bw, bh, turned)
		x += bw + extra
	}
}

func (p *plan) setBox(b int32, x, y, w, h int, turned bool) {
	if turned {
		x, y, w, h = y, x, h, w
	}
	p.x[b], p.y[b] = int32(x), int32(y)
	p.w[b], p.h[b] = int32(w), int32(h)
}
