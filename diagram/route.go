package diagram

// Prices of a route; one cell of line costs 10.
const (
	costStep    = 10
	costBend    = 35
	costCross   = 70
	costShare   = 900 // on top of another flow, where there is room for all
	costBundle  = 90  // the same in a large graph, where there is not
	costForeign = 9   // per cell in a zone that neither end is in
	costLabel   = 60  // per cell under another label
	costNear    = 3   // per cell right beside another flow
	costPort    = 4   // per cell away from the middle of a side
	costShort   = 40  // a corner right at a node
)

// What blocks a point of the grid.
const (
	free uint8 = iota
	nodeBlock
	titleBlock
)

// cell is a point of the grid.
type cell struct{ x, y int }

// Directions are right, down, left, up.
var (
	stepX = [4]int{1, 0, -1, 0}
	stepY = [4]int{0, 1, 0, -1}
)

// router finds ways for flows on a grid, one after the other. Points are numbered row by row.
type router struct {
	w, h       int
	block      []uint8
	zone       []int16
	useH, useV []int32 // which flow runs through a point, plus 1
	labels     []int32 // whose label covers a point, plus 1
	limit      int     // points looked at before a quick search takes over; 0 for none
	legLimit   int     // the same for each leg of flows that go through points
	share      int     // price of running on top of another flow
	haste      int     // how much more the way that is left counts than the way gone

	dist  []int32
	seen  []int32
	from  []uint8
	turn  int32
	queue []uint64
}

// maxGrid is the largest grid that is searched; beyond it, flows run directly from node to node.
const maxGrid = 4_000_000

func newRouter(w, h int) *router {
	n := w * h
	r := &router{
		w: w, h: h, block: make([]uint8, n), zone: make([]int16, n), useH: make([]int32, n), useV: make([]int32, n),
		labels: make([]int32, n), share: costShare,
	}
	if n <= maxGrid {
		r.dist, r.seen, r.from = make([]int32, 4*n), make([]int32, 4*n), make([]uint8, 4*n)
	}
	return r
}

// fill sets a value on all points of a rectangle of cells, borders included.
func fill[T any](r *router, at []T, x, y, w, h int, v T) {
	for j := max(y, 0); j <= min(y+h, r.h-1); j++ {
		row := at[j*r.w : (j+1)*r.w]
		for i := max(x, 0); i <= min(x+w, r.w-1); i++ {
			row[i] = v
		}
	}
}

// trip is one flow to route.
type trip struct {
	id       int32 // number of the flow, plus 1
	from, to area
	via      []cell // points that it goes through, in order
	home     []bool // zones that it may run through freely
	loop     bool
	turned   bool // it comes from another leg
	came     int  // the direction in which that one ended
	next     area // where the flow goes on from a point
}

// area is a node on the grid, or a point where it has no size.
type area struct{ x, y, w, h int }

func (a area) point() bool { return a.w == 0 && a.h == 0 }

// port returns the price of leaving or entering at a border point by the side that faces dir, or -1 for a corner.
func (a area) port(x, y, dir int) int {
	var off, side int
	if dir%2 == 0 {
		off, side = 2*(y-a.y)-a.h, a.h
	} else {
		off, side = 2*(x-a.x)-a.w, a.w
	}
	if off < 0 {
		off = -off
	}
	if off >= side {
		return -1
	}
	return off * costPort / 2
}

// route returns the corners of a way for the trip, both ends included, and whether it is clean: on top of no other flow.
func (r *router) route(t trip) (path []cell, clean bool) {
	if len(t.via) > 0 {
		return r.through(t)
	}
	if r.dist == nil {
		return nil, false
	}
	r.haste = 1
	if r.limit > 0 {
		r.haste = 3
	}
	goal := r.search(t, r.limit)
	if goal < 0 && r.limit > 0 {
		r.haste = 20
		goal = r.search(t, 0)
	}
	if goal < 0 {
		return nil, false
	}
	path = r.trace(goal)
	return path, r.clear(path, t.id)
}

// search returns the state in which the cheapest way arrives, or -1 where there is none or the limit is reached.
func (r *router) search(t trip, limit int) int {
	r.turn++
	r.queue = r.queue[:0]
	if t.from.point() {
		r.goOn(t)
	} else {
		r.leave(t)
	}
	looked := 0
	for len(r.queue) > 0 {
		top := r.pop()
		state := int(uint32(top))
		point, dir := state/4, state%4
		if r.from[state]&8 != 0 {
			continue
		}
		r.from[state] |= 8
		x, y := point%r.w, point/r.w
		if r.arrived(t, x, y, dir) {
			return state
		}
		if looked++; limit > 0 && looked > limit {
			break
		}
		r.expand(t, state, x, y, dir)
	}
	return -1
}

// leave starts at all ports of the source.
func (r *router) leave(t trip) {
	for dir := range 4 {
		if t.loop && dir != 0 {
			continue
		}
		a := t.from
		x, y, n := a.x, a.y, a.w
		switch dir {
		case 0:
			x, n = a.x+a.w, a.h
		case 1:
			y = a.y + a.h
		case 2:
			n = a.h
		}
		for i := 1; i < n; i++ {
			px, py := x, y+i
			if dir%2 == 1 {
				px, py = x+i, y
			}
			cost := a.port(px, py, dir)
			if at := py*r.w + px; r.useH[at] != 0 || r.useV[at] != 0 {
				cost += r.share
			}
			r.push(t, px, py, dir, cost, 4)
		}
	}
}

// arrived reports whether the state stands on a port of the target, coming from outside.
func (r *router) arrived(t trip, x, y, dir int) bool {
	a := t.to
	if a.point() {
		return x == a.x && y == a.y
	}
	switch dir {
	case 0:
		return !t.loop && x == a.x && y > a.y && y < a.y+a.h
	case 1:
		return y == a.y && x > a.x && x < a.x+a.w
	case 2:
		return !t.loop && x == a.x+a.w && y > a.y && y < a.y+a.h
	}
	return !t.loop && y == a.y+a.h && x > a.x && x < a.x+a.w
}

// expand goes one step on, straight or around a corner.
func (r *router) expand(t trip, state, x, y, dir int) {
	point := y*r.w + x
	base := int(r.dist[state])
	for d := range 4 {
		if d == (dir+2)%4 {
			continue
		}
		cost := base
		if d != dir {
			if r.block[point] == nodeBlock {
				continue
			}
			cost += costBend
			if bx, by := x-stepX[dir], y-stepY[dir]; r.block[by*r.w+bx] == nodeBlock {
				cost += costShort
			}
			if o := r.useH[point]; o != 0 && o != t.id {
				cost += r.share
			}
			if o := r.useV[point]; o != 0 && o != t.id {
				cost += r.share
			}
		}
		nx, ny := x+stepX[d], y+stepY[d]
		if nx < 0 || ny < 0 || nx >= r.w || ny >= r.h {
			continue
		}
		next := ny*r.w + nx
		if r.block[next] != free {
			if !r.arrived(t, nx, ny, d) {
				continue
			}
			if port := t.to.port(nx, ny, d); port >= 0 {
				cost += port
			}
			if d != dir {
				cost += costShort
			}
		}
		if t.to.point() && t.to.x == nx && t.to.y == ny {
			cost += t.onward(d)
		}
		r.push(t, nx, ny, d, cost+r.stepCost(t, next, d), uint8(dir))
	}
}

// stepCost is the price of running through a point in a direction.
func (r *router) stepCost(t trip, at, dir int) int {
	along, across, side := r.useH, r.useV, r.w
	if dir%2 == 1 {
		along, across, side = r.useV, r.useH, 1
	}
	cost := costStep
	if o := along[at]; o != 0 && o != t.id {
		cost += r.share
	}
	if o := across[at]; o != 0 && o != t.id {
		cost += costCross
	}
	if o := r.labels[at]; o != 0 && o != t.id {
		cost += costLabel
	}
	if z := r.zone[at]; z >= 0 && !t.home[z] {
		cost += costForeign
	}
	if at >= side && along[at-side] != 0 || at+side < len(along) && along[at+side] != 0 {
		cost += costNear
	}
	return cost
}

// push offers a state at a price; came is the direction before it, or 4 at the start.
func (r *router) push(t trip, x, y, dir, cost int, came uint8) {
	state := (y*r.w+x)*4 + dir
	if r.seen[state] == r.turn && (int(r.dist[state]) <= cost || r.haste > 1 && r.from[state]&8 != 0) {
		return
	}
	r.seen[state], r.dist[state], r.from[state] = r.turn, int32(cost), came
	dx := max(t.to.x-x, x-(t.to.x+t.to.w), 0)
	dy := max(t.to.y-y, y-(t.to.y+t.to.h), 0)
	rest := (dx + dy) * costStep
	if dx > 0 && dy > 0 || dx > 0 && dir%2 == 1 || dy > 0 && dir%2 == 0 {
		rest += costBend
	}
	r.heap(uint64(cost+rest*r.haste)<<32 | uint64(uint32(state)))
}

func (r *router) heap(v uint64) {
	q := append(r.queue, v)
	i := len(q) - 1
	for i > 0 {
		up := (i - 1) / 2
		if q[up] <= v {
			break
		}
		q[i] = q[up]
		i = up
	}
	q[i] = v
	r.queue = q
}

func (r *router) pop() uint64 {
	q := r.queue
	top, last := q[0], q[len(q)-1]
	q = q[:len(q)-1]
	i := 0
	for {
		down := 2*i + 1
		if down >= len(q) {
			break
		}
		if down+1 < len(q) && q[down+1] < q[down] {
			down++
		}
		if q[down] >= last {
			break
		}
		q[i] = q[down]
		i = down
	}
	if len(q) > 0 {
		q[i] = last
	}
	r.queue = q
	return top
}

// trace follows the way back from the goal and keeps its ends and corners.
func (r *router) trace(state int) []cell {
	var back []cell
	for {
		point, dir := state/4, state%4
		x, y := point%r.w, point/r.w
		back = append(back, cell{x, y})
		came := int(r.from[state] & 7)
		if came == 4 {
			break
		}
		state = ((y-stepY[dir])*r.w+x-stepX[dir])*4 + came
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return straight(back)
}

// straight drops points that lie on the line between their neighbours, and repeated ones.
func straight(path []cell) []cell {
	var out []cell
	for _, p := range path {
		if n := len(out); n > 0 && out[n-1] == p {
			continue
		}
		if n := len(out); n > 1 && (out[n-1].x == p.x && out[n-2].x == p.x || out[n-1].y == p.y && out[n-2].y == p.y) {
			out[n-1] = p
			continue
		}
		out = append(out, p)
	}
	return out
}

// lay enters a way in the grid under id, or takes it out with id 0.
func (r *router) lay(path []cell, id int32) {
	for i := 1; i < len(path); i++ {
		a, b := path[i-1], path[i]
		use, n := r.useH, abs(b.x-a.x)
		if a.x == b.x {
			use, n = r.useV, abs(b.y-a.y)
		}
		dx, dy := sign(b.x-a.x), sign(b.y-a.y)
		for s := 0; s <= n; s++ {
			use[(a.y+s*dy)*r.w+a.x+s*dx] = id
		}
	}
}

// clear reports whether no other flow runs along the way or bends on it.
func (r *router) clear(path []cell, id int32) bool {
	for i := 1; i < len(path); i++ {
		a, b := path[i-1], path[i]
		use, n := r.useH, abs(b.x-a.x)
		if a.x == b.x {
			use, n = r.useV, abs(b.y-a.y)
		}
		dx, dy := sign(b.x-a.x), sign(b.y-a.y)
		for s := 0; s <= n; s++ {
			if o := use[(a.y+s*dy)*r.w+a.x+s*dx]; o != 0 && o != id && o != ownLeg {
				return false
			}
		}
	}
	return true
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func sign(n int) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}
