package diagram

import (
	"cmp"
	"slices"
	"strconv"
)

// Prices of the place of a label.
const (
	spotBeside = 14  // beside its line, not on it
	spotBorder = 6   // on the border of a zone
	spotBend   = 16  // on a corner of its own line
	spotClose  = 3   // near another label, per label
	spotWire   = 400 // on another flow: not acceptable
)

// shelf finds rectangles that are in the way, by squares of the page.
type shelf struct {
	across int
	boxes  [][]Rect
}

const shelfSize = 120

func newShelf(w, h float64) *shelf {
	s := &shelf{across: int(w/shelfSize) + 1}
	s.boxes = make([][]Rect, s.across*(int(h/shelfSize)+1))
	return s
}

func (s *shelf) each(r Rect, do func(at int) bool) {
	x0, x1 := max(int(r.X/shelfSize), 0), min(int((r.X+r.W)/shelfSize), s.across-1)
	y0, y1 := max(int(r.Y/shelfSize), 0), min(int((r.Y+r.H)/shelfSize), len(s.boxes)/s.across-1)
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			if !do(y*s.across + x) {
				return
			}
		}
	}
}

func (s *shelf) add(r Rect) {
	s.each(r, func(at int) bool {
		s.boxes[at] = append(s.boxes[at], r)
		return true
	})
}

// taken reports whether something lies in the rectangle.
func (s *shelf) taken(r Rect) bool {
	hit := false
	s.each(r, func(at int) bool {
		for _, b := range s.boxes[at] {
			if b.Overlaps(r) {
				hit = true
				return false
			}
		}
		return true
	})
	return hit
}

// placeLabels gives every label its final place, those with the shortest lines first. A label that would cover another
// flow becomes a number.
func (a *arranger) placeLabels() {
	order := make([]int, len(a.paths))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(pathLength(a.paths[x]), pathLength(a.paths[y])) })
	for i := range a.r.labels {
		a.r.labels[i] = 0
	}
	for e := range a.paths { // ways that crossed a taken-out one are entered again
		a.r.lay(a.paths[e], int32(e+1))
	}
	for _, e := range order {
		l := a.labels[e]
		a.out.Edges[e].Label = Rect{}
		if a.dirty[e] {
			a.bad = append(a.bad, e)
		}
		if len(l.lines) == 0 {
			continue
		}
		rect, price, ok := a.spot(e, l.w, l.h)
		if ok && price < spotWire {
			a.out.Edges[e].Label, a.out.Edges[e].Lines, a.out.Edges[e].Bold = rect, l.lines, l.bold
			a.room.add(rect.grown(2))
			continue
		}
		if !a.dirty[e] {
			a.bad = append(a.bad, e)
		}
		a.out.Keys = append(a.out.Keys, e)
	}
	if a.detail == KeyDetail {
		for e := range a.paths {
			a.out.Keys = append(a.out.Keys, e)
		}
	}
	slices.Sort(a.out.Keys)
	for i, e := range a.out.Keys {
		a.placeKey(e, i+1)
	}
}

// placeKey puts the number of a flow at its line. Where even that finds no room, only the table names the flow.
func (a *arranger) placeKey(e, number int) {
	l := label{lines: []string{strconv.Itoa(number)}, bold: 1}
	l.size()
	rect, _, ok := a.spot(e, l.w+2, l.h)
	if !ok {
		return
	}
	a.out.Edges[e].Label, a.out.Edges[e].Lines, a.out.Edges[e].Bold = rect, l.lines, 1
	a.room.add(rect.grown(2))
}

func pathLength(path []cell) int {
	n := 0
	for i := 1; i < len(path); i++ {
		n += abs(path[i].x-path[i-1].x) + abs(path[i].y-path[i-1].y)
	}
	return n
}

// spot finds the best free place for the label of a flow. It is never on a node, a title or a label placed before.
func (a *arranger) spot(e int, w, h float64) (best Rect, price int, ok bool) {
	path := a.paths[e]
	total := float64(pathLength(path) * pitch)
	var gone float64
	for i := 1; i < len(path); i++ {
		from, to := path[i-1], path[i]
		length := float64((abs(to.x-from.x) + abs(to.y-from.y)) * pitch)
		flat := from.y == to.y
		along := h
		if flat {
			along = w
		}
		dx, dy := float64(sign(to.x-from.x)), float64(sign(to.y-from.y))
		room := max((length-along)/2-10, 0)
		for off := 0.0; off <= room; off += 5 {
			for _, at := range []float64{length/2 - off, length/2 + off} {
				cx, cy := float64(from.x*pitch)+dx*at, float64(from.y*pitch)+dy*at
				cost := int(max(gone+at-total/2, total/2-gone-at) / 12)
				if length < along+16 {
					cost += spotBend
				}
				a.offers(e, flat, Rect{cx - w/2, cy - h/2, w, h}, cost, func(r Rect, c int) {
					if !ok || c < price {
						best, price, ok = r, c, true
					}
				}, func(c int) bool { return ok && c >= price })
			}
		}
		gone += length
	}
	return best, price, ok
}

// offers tries a place on the line and the two beside it.
func (a *arranger) offers(e int, flat bool, on Rect, cost int, take func(Rect, int), hopeless func(int) bool) {
	for side := range 3 {
		r, c := on, cost
		if side > 0 {
			c += spotBeside
			shift := float64(side*2 - 3)
			if flat {
				r.Y += shift * (r.H/2 + 2)
			} else {
				r.X += shift * (r.W/2 + 3)
			}
		}
		if hopeless(c) || r.X < 2 || r.Y < 2 || r.X+r.W > a.out.W-2 || r.Y+r.H > a.out.H-2 || a.room.taken(r) {
			continue
		}
		c += a.borders(r) + spotWire*a.wires(r.grown(1), int32(e+1), side > 0)
		take(r, c)
	}
}

// borders prices the borders of zones that run through a label.
func (a *arranger) borders(r Rect) int {
	at := func(x, y float64) int16 {
		return a.r.zone[int(y/pitch+.5)*a.r.w+int(x/pitch+.5)]
	}
	z := at(r.X, r.Y)
	if at(r.X+r.W, r.Y) != z || at(r.X, r.Y+r.H) != z || at(r.X+r.W, r.Y+r.H) != z {
		return spotBorder
	}
	return 0
}

// wires counts the points of other flows, or other labels' likely places, in a rectangle. Own ones count where the
// label should lie beside its line.
func (a *arranger) wires(r Rect, id int32, own bool) int {
	n := 0
	x0, x1 := int(r.X/pitch)+1, int((r.X+r.W)/pitch)
	y0, y1 := int(r.Y/pitch)+1, int((r.Y+r.H)/pitch)
	for y := max(y0, 0); y <= min(y1, a.r.h-1); y++ {
		for x := max(x0, 0); x <= min(x1, a.r.w-1); x++ {
			at := y*a.r.w + x
			h, v, l := a.r.useH[at], a.r.useV[at], a.r.labels[at]
			if h != 0 && (own || h != id) || v != 0 && (own || v != id) || l != 0 && l != id {
				n++
			}
		}
	}
	return n
}
