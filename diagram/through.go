package diagram

// ownLeg marks the legs of a flow that are already found, so that the next one does not run back over them.
const ownLeg = -1

// through returns a way that goes through the points of the trip in their order: a leg from stop to stop, each the
// cheapest there is. A point that nothing leads to is left out.
func (r *router) through(t trip) (path []cell, clean bool) {
	stops := make([]area, 0, len(t.via)+3)
	stops = append(stops, t.from)
	for _, c := range t.via {
		stops = append(stops, area{x: c.x, y: c.y})
	}
	stops = append(stops, t.to, t.to)
	leg := t
	leg.loop, clean = false, true
	for i := range len(stops) - 2 {
		leg.to, leg.next = stops[i+1], stops[i+2]
		if leg.from == leg.to && leg.to.point() {
			continue // the same point twice
		}
		part := r.leg(leg)
		if part == nil {
			continue
		}
		clean = clean && r.clear(part, t.id)
		r.lay(part, ownLeg)
		if n := len(part); n > 1 {
			leg.turned, leg.came = true, direction(part[n-2], part[n-1])
		}
		path, leg.from = append(path, part...), leg.to
	}
	return joined(path), clean
}

// legWork bounds how many points are looked at for all legs together, since people may lead many flows far.
const legWork = 2_000_000

// leg returns the corners of a way from one stop to the next; none where no way leads to a point.
func (r *router) leg(t trip) []cell {
	if r.dist != nil {
		for _, r.haste = range []int{1, 5, 25} {
			if goal := r.search(t, r.legLimit); goal >= 0 {
				return r.trace(goal)
			}
			if t.to.point() && len(r.queue) == 0 {
				return nil
			}
		}
	}
	return direct(t.from, t.to)
}

// goOn starts at a point where another leg ended: rather straight on than around a corner, and not back.
func (r *router) goOn(t trip) {
	for dir := range 4 {
		cost := 0
		switch {
		case !t.turned || dir == t.came:
		case dir == (t.came+2)%4:
			cost = costShare
		default:
			cost = costBend
		}
		r.push(t, t.from.x, t.from.y, dir, cost, 4)
	}
}

// onward is the price of coming to a point in a direction: that of the corners that it takes to go on from there.
func (t *trip) onward(dir int) int {
	dx, dy := t.next.from(t.to.x, t.to.y)
	ahead, aside := dx*stepX[dir]+dy*stepY[dir], dx*stepY[dir]+dy*stepX[dir]
	switch {
	case ahead > 0 && aside == 0:
		return 0
	case ahead >= 0:
		return costBend
	case aside != 0:
		return 2 * costBend
	}
	return costShare
}

// from is the way from a point to the nearest point of an area.
func (a area) from(x, y int) (dx, dy int) {
	return min(a.x+a.w-x, 0) + max(a.x-x, 0), min(a.y+a.h-y, 0) + max(a.y-y, 0)
}

// direction is where a straight line leads.
func direction(a, b cell) int {
	for d := range 4 {
		if sign(b.x-a.x) == stepX[d] && sign(b.y-a.y) == stepY[d] {
			return d
		}
	}
	return 0
}

// joined drops repeated points and those that lie between their neighbours. Where a line turns back, its tip stays.
func joined(path []cell) []cell {
	var out []cell
	for _, p := range path {
		n := len(out)
		switch {
		case n > 0 && out[n-1] == p:
		case n > 1 && direction(out[n-2], out[n-1]) == direction(out[n-1], p):
			out[n-1] = p
		default:
			out = append(out, p)
		}
	}
	return out
}

// direct is a way with one corner, for where the router gave up.
func direct(a, b area) []cell {
	from, to := cell{a.x + a.w/2, a.y + a.h/2}, cell{b.x + b.w/2, b.y + b.h/2}
	switch {
	case to.x > from.x:
		from.x = a.x + a.w
	case to.x < from.x:
		from.x = a.x
	}
	switch {
	case to.y > from.y:
		to.y = b.y
	case to.y < from.y:
		to.y = b.y + b.h
	}
	return straight([]cell{from, {to.x, from.y}, to})
}
