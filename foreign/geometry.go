package foreign

import "math"

// maxCorners is how many corners of a line are looked at.
const maxCorners = 200

// point is a place on a drawing.
type point struct{ x, y float64 }

// box is a rectangle on a drawing, from its top left.
type box struct{ x, y, w, h float64 }

func (b box) center() point        { return point{b.x + b.w/2, b.y + b.h/2} }
func (b box) area() float64        { return b.w * b.h }
func (b box) empty() bool          { return !(b.w > 0 && b.h > 0) }
func (b box) moved(dy float64) box { return box{b.x, b.y + dy, b.w, b.h} }

// roomy is a box that is wide and high enough for a name, around the same middle.
func (b box) roomy() box {
	const w, h = 112, 56
	dx, dy := max(w-b.w, 0), max(h-b.h, 0)
	return box{b.x - dx/2, b.y - dy/2, b.w + dx, b.h + dy}
}

func (b box) has(p point) bool {
	return p.x >= b.x && p.x <= b.x+b.w && p.y >= b.y && p.y <= b.y+b.h
}

// holds reports whether the other box lies within, give or take a little for what people draw by hand.
func (b box) holds(o box) bool {
	const slack = 4
	return o.x >= b.x-slack && o.y >= b.y-slack && o.x+o.w <= b.x+b.w+slack && o.y+o.h <= b.y+b.h+slack
}

// meets reports whether the boxes have more than an edge in common.
func (b box) meets(o box) bool {
	return o.x < b.x+b.w && b.x < o.x+o.w && o.y < b.y+b.h && b.y < o.y+o.h
}

// boundary is a border that is drawn: a rectangle, or a line that goes round.
type boundary struct {
	id   string // of the zone
	rect box
	loop []point // the corners where it is not a rectangle
}

func (z *boundary) encloses(p point) bool {
	if z.loop == nil {
		return z.rect.has(p)
	}
	return z.rect.has(p) && inLoop(z.loop, p)
}

// inLoop counts how often a ray to the right crosses the line.
func inLoop(loop []point, p point) bool {
	in := false
	for i, a := range loop {
		b := loop[(i+1)%len(loop)]
		if (a.y > p.y) != (b.y > p.y) && p.x < (b.x-a.x)*(p.y-a.y)/(b.y-a.y)+a.x {
			in = !in
		}
	}
	return in
}

// within finds the innermost zone around a box: of those that enclose its centre the smallest, and that it lies in as a
// whole if possible. cut names a zone whose border goes through the box.
func within(zones []*boundary, b box) (inner *boundary, cut *boundary) {
	for _, z := range zones {
		in := z.encloses(b.center())
		if in && !z.rect.holds(b) || !in && z.loop == nil && z.rect.meets(b) {
			cut = z
		}
		if in && (inner == nil || z.rect.area() < inner.rect.area()) {
			inner = z
		}
	}
	return inner, cut
}

// nest finds the zone around each zone: the smallest of the larger ones that hold it. Of two of the same size the first
// is the outer one, so that zones never lie in a circle.
func nest(zones []*boundary) (outer map[string]string, cut map[string]string) {
	outer, cut = map[string]string{}, map[string]string{}
	for i, z := range zones {
		var best *boundary
		for k, o := range zones {
			if i == k {
				continue
			}
			larger := o.rect.area() > z.rect.area() || o.rect.area() == z.rect.area() && k < i
			switch {
			case larger && o.rect.holds(z.rect) && o.encloses(z.rect.center()):
				if best == nil || o.rect.area() < best.rect.area() {
					best = o
				}
			case i < k && o.rect.meets(z.rect) && !o.rect.holds(z.rect) && !z.rect.holds(o.rect):
				cut[z.id] = o.id
			}
		}
		if best != nil {
			outer[z.id] = best.id
		}
	}
	return outer, cut
}

// closed returns the loop that a line makes where its ends meet.
func closed(line []point) []point {
	if len(line) < 4 {
		return nil
	}
	a, b := line[0], line[len(line)-1]
	r := around(line)
	if math.Hypot(a.x-b.x, a.y-b.y) > 0.15*math.Hypot(r.w, r.h) {
		return nil
	}
	return line
}

func around(line []point) box {
	if len(line) == 0 {
		return box{}
	}
	lo, hi := line[0], line[0]
	for _, p := range line {
		lo.x, lo.y, hi.x, hi.y = min(lo.x, p.x), min(lo.y, p.y), max(hi.x, p.x), max(hi.y, p.y)
	}
	return box{lo.x, lo.y, hi.x - lo.x, hi.y - lo.y}
}

// cross reports whether two lines meet.
func cross(a, b []point) bool {
	for i := 1; i < len(a); i++ {
		for k := 1; k < len(b); k++ {
			if segments(a[i-1], a[i], b[k-1], b[k]) {
				return true
			}
		}
	}
	return false
}

func segments(a, b, c, d point) bool {
	turn := func(p, q, r point) float64 { return (q.x-p.x)*(r.y-p.y) - (q.y-p.y)*(r.x-p.x) }
	return (turn(a, b, c) > 0) != (turn(a, b, d) > 0) && (turn(c, d, a) > 0) != (turn(c, d, b) > 0)
}
