package cover

import "math"

// simplex solves the linear relaxation of a core: the least sum of cost times x, where the x of each row's options sum to one
// or more. It works on the dual, which gives each row a price:
//
//	the greatest sum of y[r]    where for each option o    sum of y[r] over its rows + s[o] = cost[o]
//
// with prices y and slacks s that are not negative. The dual suits the search for four reasons: the basis is as large as
// the number of options and not of rows; all slacks make a basis to start from; a row is priced by looking at how far x
// misses it; and a decision about an option only sets its slack free, so that the prices found so far stay good.
//
// It reckons in floating point, and nothing that is proven rests on it: see bound.go. Products are converted to float64 before they
// are added, so that no machine fuses the two steps and rounds otherwise: the answer is the same everywhere.
type simplex struct {
	n    int
	cost []float64
	rows [][]int32
	fix  []int8 // what is decided of each option

	head []int32     // the variable that is basic at each place: the slack of option v below n, else the price of row v-n
	at   []int32     // the place of each variable in the basis, -1 if it has none
	inv  [][]float64 // the inverse of the basis, column by column
	val  []float64   // the value of each basic variable
	x    []float64   // how far each option is taken

	ray     int32 // the row whose price rises without end, -1 if none
	rayRise float64

	alpha  []float64
	pivots int
}

const (
	undecided int8 = iota
	without        // decided: not taken
	with           // decided: taken
)

const tiny = 1e-9

func newSimplex(c *core) *simplex {
	n := len(c.costs)
	l := &simplex{n: n, rows: c.rows, fix: make([]int8, n), head: make([]int32, n), at: make([]int32, n+len(c.rows)),
		val: make([]float64, n), x: make([]float64, n), alpha: make([]float64, n), ray: -1}
	// Equal costs make equal steps and the method may then run in a circle. Each cost is lowered a little, by an amount of
	// its own; lowered, so that prices that fit the lowered costs fit the true ones.
	for o, cost := range c.costs {
		l.cost = append(l.cost, float64(cost)*(1-float64(1e-7*(1+float64(o*7919%1009)/1009))))
		l.inv = append(l.inv, make([]float64, n))
	}
	l.load(nil)
	return l
}

// load takes the basis in which the given variables, and for the rest slacks, are basic. Without any it is all slacks.
func (l *simplex) load(head []int32) {
	n := l.n
	for v := range l.at {
		l.at[v] = -1
	}
	for o := range n {
		clear(l.inv[o])
		l.inv[o][o] = 1
		l.head[o] = int32(o)
	}
	stays := make([]bool, n)
	for _, v := range head {
		if int(v) < n {
			stays[v] = true
		}
	}
	for _, v := range head {
		if int(v) < n {
			continue
		}
		l.column(v)
		p, most := -1, 1e-7
		for i, h := range l.head {
			if int(h) < n && !stays[h] && math.Abs(l.alpha[i]) > most {
				p, most = i, math.Abs(l.alpha[i])
			}
		}
		if p >= 0 {
			l.replace(p, v)
		}
	}
	for i, v := range l.head {
		l.at[v] = int32(i)
	}
	l.refresh()
}

// refresh reckons the values and x anew from the inverse.
func (l *simplex) refresh() {
	clear(l.val)
	for o, c := range l.cost {
		for i, q := range l.inv[o] {
			l.val[i] += float64(c * q)
		}
	}
	for o := range l.n {
		sum := 0.0
		for i, q := range l.inv[o] {
			if q != 0 {
				sum += float64(l.worth(l.head[i]) * q)
			}
		}
		l.x[o] = sum
	}
	for i, v := range l.head {
		if l.val[i] < 0 && !l.free(v) {
			l.val[i] = 0
		}
	}
}

// worth is what one unit of a variable adds to the sum that is made as large as possible.
func (l *simplex) worth(v int32) float64 {
	if int(v) >= l.n || l.fix[v] == with {
		return 1
	}
	return 0
}

// free says whether a variable may be negative: the slack of a decided option.
func (l *simplex) free(v int32) bool { return int(v) < l.n && l.fix[v] != undecided }

// column fills alpha: what the basic variables lose when v gains one.
func (l *simplex) column(v int32) {
	if int(v) < l.n {
		copy(l.alpha, l.inv[v])
		return
	}
	clear(l.alpha)
	for _, o := range l.rows[int(v)-l.n] {
		for i, q := range l.inv[o] {
			l.alpha[i] += q
		}
	}
}

// replace puts v into the basis at place p, with alpha as its column.
func (l *simplex) replace(p int, v int32) {
	alpha := l.alpha
	by := 1 / alpha[p]
	for _, col := range l.inv {
		q := col[p]
		if q == 0 {
			continue
		}
		q *= by
		col = col[:len(alpha)]
		for i, a := range alpha {
			col[i] -= float64(q * a)
		}
		col[p] = q
	}
	l.head[p] = v
}

// missed is how far x falls short of meeting a row.
func (l *simplex) missed(row []int32) float64 {
	d := 1.0
	for _, o := range row {
		d -= l.x[o]
	}
	return d
}

// enter finds the variable that is to come into the basis and what one unit of it gains, or -1 at the optimum.
func (l *simplex) enter() (v int32, gain float64) {
	v = -1
	most := 0.0
	for o := range l.n {
		if l.at[o] >= 0 {
			continue
		}
		d := l.worth(int32(o)) - l.x[o]
		if l.fix[o] != undecided && math.Abs(d) > tiny {
			return int32(o), d
		}
		if l.fix[o] == undecided && d > 1e-7 && d*d > most {
			v, gain, most = int32(o), d, d*d
		}
	}
	for r := range l.rows {
		if l.at[l.n+r] >= 0 {
			continue
		}
		if d := l.missed(l.rows[r]); d > 1e-7 {
			if w := d * d / float64(1+len(l.rows[r])); w > most {
				v, gain, most = int32(l.n+r), d, w
			}
		}
	}
	return v, gain
}

// leave finds the place that the entering variable takes over and how far it moves there; -1 if nothing stops it.
func (l *simplex) leave(up float64) (p int, step float64) {
	p, step = -1, math.Inf(1)
	for i, a := range l.alpha {
		a *= up
		if a <= tiny || l.free(l.head[i]) {
			continue
		}
		if t := l.val[i] / a; t < step-1e-12 || t < step+1e-12 && a > l.alpha[p]*up {
			p, step = i, t
		}
	}
	return p, step
}

// sum is the value of the dual.
func (l *simplex) sum() float64 {
	s := 0.0
	for i, v := range l.head {
		s += float64(l.worth(v) * l.val[i])
	}
	return s
}

// solve moves to the optimum, and ends early when the sum reaches the cutoff, after most pivots (0 = as many as it takes) or
// when stop says so. Wherever it ends, the prices prove a bound.
func (l *simplex) solve(cutoff float64, most int, stop func() bool) {
	l.ray = -1
	sum := l.sum()
	for k := 0; most == 0 || k < most; k++ {
		if sum >= cutoff {
			return
		}
		if k%16 == 15 && stop != nil && stop() || k > 50*(l.n+100) {
			return
		}
		v, d := l.enter()
		if v < 0 {
			return
		}
		up := 1.0
		if d < 0 {
			up = -1
		}
		l.column(v)
		p, step := l.leave(up)
		if p < 0 {
			l.slide(v, up, 2*(cutoff-sum)/math.Abs(d))
			return
		}
		l.step(v, p, d, up*step)
		sum += float64(math.Abs(d) * step)
		if l.pivots++; l.pivots%300 == 0 {
			l.load(append([]int32(nil), l.head...))
			sum = l.sum()
		}
	}
}

// step moves v by t and puts it into the basis at place p.
func (l *simplex) step(v int32, p int, d, t float64) {
	for i, a := range l.alpha {
		l.val[i] -= float64(t * a)
		if l.val[i] < 0 && !l.free(l.head[i]) {
			l.val[i] = 0
		}
	}
	l.at[l.head[p]], l.at[v] = -1, int32(p)
	l.replace(p, v)
	l.val[p] = t
	for o, col := range l.inv {
		if q := col[p]; q != 0 {
			l.x[o] += float64(d * q)
		}
	}
}

// slide moves along a direction without end: no set meets all rows with what is decided, and the prices show it.
func (l *simplex) slide(v int32, up, t float64) {
	if int(v) >= l.n {
		l.ray, l.rayRise = v-int32(l.n), t
	}
	for i, a := range l.alpha {
		l.val[i] -= float64(up * t * a)
	}
}
