package diagram

import "math"

// chance is a small random generator (xorshift). It always starts alike, so that the same graph gives the same picture.
type chance uint64

func (c *chance) next() uint64 {
	*c ^= *c << 13
	*c ^= *c >> 7
	*c ^= *c << 17
	return uint64(*c)
}

func (c *chance) below(n int) int { return int(c.next() >> 11 % uint64(n)) }
func (c *chance) unit() float64   { return float64(c.next()>>11) / (1 << 53) }

// Prices of the search, in cells of line.
const (
	priceBend  = 6
	priceCross = 12
	priceHit   = 30 // a line through a node
)

// improve searches for an arrangement with short flows, few crossings and a page near the wanted ratio. It tries random
// small changes and keeps those that help, at first also some that do not (simulated annealing). How many it tries
// depends on the size of the graph only, never on time.
func (p *plan) improve() {
	size := p.nodes + p.zones + 2*len(p.edges)
	quick := min(max(2_500_000/(size+20), 12000), 30000)
	careful := min(10_000_000/(len(p.edges)*(len(p.edges)/2+p.nodes)+200), 12000)
	rounds := 1
	if size < 100 {
		rounds = 3
	}
	movable := p.movable()
	if len(movable) == 0 {
		p.place()
		return
	}
	start := p.save()
	var best arrangement
	bestCost := math.MaxInt
	for r := range rounds {
		p.restore(start)
		luck := chance(0x9E3779B97F4A7C15 + uint64(r)*0x1234567)
		p.anneal(&luck, movable, quick/rounds, false, 40, 1)
		p.anneal(&luck, movable, careful/rounds, true, 12, 0.5)
		if c := p.cost(careful > 0, math.MaxInt); c < bestCost {
			best, bestCost = p.save(), c
		}
	}
	p.restore(best)
	p.place()
}

// movable lists the containers in which something can be moved, each as often as it has boxes.
func (p *plan) movable() []int32 {
	var list []int32
	for c, k := range p.kids {
		if k > 1 {
			for range k {
				list = append(list, int32(c))
			}
		}
	}
	return list
}

type arrangement struct {
	lines  [][][]int32
	turned []bool
}

func (p *plan) save() arrangement {
	a := arrangement{lines: make([][][]int32, len(p.lines)), turned: append([]bool(nil), p.turned...)}
	for c := range p.lines {
		a.lines[c] = copyLines(p.lines[c])
	}
	return a
}

func (p *plan) restore(a arrangement) {
	for c := range a.lines {
		p.lines[c] = copyLines(a.lines[c])
	}
	copy(p.turned, a.turned)
	for _, c := range p.post {
		p.measure(c)
	}
}

func copyLines(lines [][]int32) [][]int32 {
	total := 0
	for _, l := range lines {
		total += len(l)
	}
	flat := make([]int32, 0, total)
	out := make([][]int32, len(lines))
	for i, l := range lines {
		from := len(flat)
		flat = append(flat, l...)
		out[i] = flat[from:len(flat):len(flat)]
	}
	return out
}

// anneal tries changes, cooling from hot to cold cells.
func (p *plan) anneal(luck *chance, movable []int32, tries int, full bool, hot, cold float64) {
	if tries == 0 {
		return
	}
	cost := p.cost(full, math.MaxInt)
	best, bestCost := p.save(), cost
	cool := math.Pow(cold/hot, 1/float64(tries))
	for heat := hot; tries > 0; tries-- {
		heat *= cool
		c := movable[luck.below(len(movable))]
		lines, turned := p.lines[c], p.turned[c]
		p.lines[c] = copyLines(lines)
		p.change(luck, c)
		p.measureUp(c)
		most := cost + int(-heat*math.Log(luck.unit()+1e-12))
		now := p.cost(full, most)
		if now > most {
			p.lines[c], p.turned[c] = lines, turned
			p.measureUp(c)
			continue
		}
		cost = now
		if cost < bestCost {
			best, bestCost = p.save(), cost
		}
	}
	p.restore(best)
}

func (p *plan) measureUp(c int32) {
	for b := int32(p.nodes) + c; b >= 0; b = p.parent[b] {
		p.measure(b - int32(p.nodes))
	}
}

// change swaps two boxes of a container, moves one elsewhere, or turns rows into columns.
func (p *plan) change(luck *chance, c int32) {
	lines := p.lines[c]
	l1 := luck.below(len(lines))
	i1 := luck.below(len(lines[l1]))
	switch kind := luck.below(10); {
	case kind == 0:
		p.turned[c] = !p.turned[c]
	case kind < 5:
		l2 := luck.below(len(lines))
		i2 := luck.below(len(lines[l2]))
		lines[l1][i1], lines[l2][i2] = lines[l2][i2], lines[l1][i1]
	default:
		box := lines[l1][i1]
		lines[l1] = append(lines[l1][:i1], lines[l1][i1+1:]...)
		if len(lines[l1]) == 0 {
			lines = append(lines[:l1], lines[l1+1:]...)
		}
		l2 := luck.below(len(lines) + 1)
		if l2 == len(lines) || luck.below(4) == 0 {
			lines = append(lines, nil)
			copy(lines[l2+1:], lines[l2:])
			lines[l2] = []int32{box}
		} else {
			at := luck.below(len(lines[l2]) + 1)
			grown := make([]int32, 0, len(lines[l2])+1)
			grown = append(append(append(grown, lines[l2][:at]...), box), lines[l2][at:]...)
			lines[l2] = grown
		}
		p.lines[c] = lines
	}
}

// cost places all boxes and says how bad that is, in cells. Full adds crossings and lines through nodes. It stops
// counting above most.
func (p *plan) cost(full bool, most int) int {
	p.place()
	sum := 0
	for _, e := range p.edges {
		dx, dy := p.distance(e.a, e.b)
		sum += dx + dy
		if dx > 0 && dy > 0 {
			sum += priceBend
		}
	}
	page := p.page()
	w, h := float64(p.w[page]+8), float64(p.h[page]+8)
	side := max(w, h*p.ratio)
	sum += int(side * (2 + float64(len(p.edges))/10))
	if full && sum <= most {
		sum += p.tangle(most - sum)
	}
	return sum
}

// distance returns the cells between two boxes in each direction; 0 where a straight line can join them.
func (p *plan) distance(a, b int32) (dx, dy int) {
	dx = apart(p.x[a], p.w[a], p.x[b], p.w[b])
	dy = apart(p.y[a], p.h[a], p.y[b], p.h[b])
	if dx < 0 && dy >= 0 {
		dx = 0
	}
	if dy < 0 && dx >= 0 {
		dy = 0
	}
	return max(dx, 0), max(dy, 0)
}

// apart returns the gap between two stretches, or a negative number where they share more than two cells.
func apart(a, aw, b, bw int32) int {
	return int(max(a-(b+bw), b-(a+aw))) + 2
}

type segment struct{ x1, y1, x2, y2 int32 }

// lineOf returns the line that a flow will about follow, in half cells.
func (p *plan) lineOf(e link) segment {
	s := segment{2*p.x[e.a] + p.w[e.a], 2*p.y[e.a] + p.h[e.a], 2*p.x[e.b] + p.w[e.b], 2*p.y[e.b] + p.h[e.b]}
	if lo, hi := max(p.x[e.a], p.x[e.b]), min(p.x[e.a]+p.w[e.a], p.x[e.b]+p.w[e.b]); hi-lo > 2 {
		s.x1, s.x2 = lo+hi, lo+hi
	}
	if lo, hi := max(p.y[e.a], p.y[e.b]), min(p.y[e.a]+p.h[e.a], p.y[e.b]+p.h[e.b]); hi-lo > 2 {
		s.y1, s.y2 = lo+hi, lo+hi
	}
	return s
}

// tangle prices crossings of flows and flows that would run through nodes, up to a little more than most.
func (p *plan) tangle(most int) int {
	p.segments, p.reach, p.frames = p.segments[:0], p.reach[:0], p.frames[:0]
	for _, e := range p.edges {
		s := p.lineOf(e)
		p.segments = append(p.segments, s)
		p.reach = append(p.reach, s.frame())
	}
	for n := range p.nodes {
		x, y := 2*p.x[n], 2*p.y[n]
		p.frames = append(p.frames, frame{x, y, x + 2*p.w[n], y + 2*p.h[n]})
	}
	sum := 0
	for i, s := range p.segments {
		if sum > most {
			break
		}
		a, box := p.edges[i], p.reach[i]
		for j, o := range p.reach[:i] {
			if !box.apart(o) && s.crosses(p.segments[j]) && !a.shares(p.edges[j]) {
				sum += priceCross
			}
		}
		for n, f := range p.frames {
			if !box.apart(f) && int32(n) != a.a && int32(n) != a.b && s.hits(f) {
				sum += priceHit
			}
		}
	}
	return sum
}

// shares reports whether two edges have an end in common.
func (l link) shares(o link) bool { return l.a == o.a || l.a == o.b || l.b == o.a || l.b == o.b }

// frame is a rectangle in half cells.
type frame struct{ x1, y1, x2, y2 int32 }

func (f frame) apart(o frame) bool { return f.x2 < o.x1 || o.x2 < f.x1 || f.y2 < o.y1 || o.y2 < f.y1 }

func (s segment) frame() frame {
	return frame{min(s.x1, s.x2), min(s.y1, s.y2), max(s.x1, s.x2), max(s.y1, s.y2)}
}

// crosses reports whether two segments with overlapping frames meet.
func (s segment) crosses(o segment) bool {
	return side(s, o.x1, o.y1)*side(s, o.x2, o.y2) <= 0 && side(o, s.x1, s.y1)*side(o, s.x2, s.y2) <= 0
}

// side says on which side of the segment a point lies: -1, 0 or 1.
func side(s segment, x, y int32) int {
	v := int64(s.x2-s.x1)*int64(y-s.y1) - int64(s.y2-s.y1)*int64(x-s.x1)
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// hits reports whether the segment meets a frame that overlaps its own.
func (s segment) hits(f frame) bool {
	first := side(s, f.x1, f.y1)
	return first == 0 || side(s, f.x2, f.y1) != first || side(s, f.x1, f.y2) != first || side(s, f.x2, f.y2) != first
}
