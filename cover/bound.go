package cover

import "math/bits"

// proof turns prices found in floating point into a bound that holds in whole numbers.
//
// Whatever prices y >= 0 the rows have, no set that meets all rows costs less than
//
//	sum of y[r]  +  for each option: 0 if it is decided against, left[o] if it is taken, else the less of the two
//
// where left[o] is the cost of o less the prices of its rows: the Lagrangian bound. Prices are rounded to whole multiples of
// 2^-shift and the sum is reckoned in int64, so there is no rounding error in what is proven.
type proof struct {
	shift uint
	price []int64
	left  []int64
	total int64
}

// ceiling is what no sum in a proof exceeds.
const ceiling = 1 << 60

func newProof(costs []int64) *proof {
	sum := int64(1)
	for _, c := range costs {
		sum += c
	}
	shift := 0
	if n := 50 - bits.Len64(uint64(sum)); n > 0 {
		shift = min(n, 30)
	}
	return &proof{shift: uint(shift), left: make([]int64, len(costs))}
}

// read reckons the bound that the prices of l prove, for what is decided in l.
func (b *proof) read(l *simplex, costs []int64) {
	b.prices(l)
	for o, c := range costs {
		b.left[o] = c << b.shift
	}
	b.total = 0
	for r, y := range b.price {
		if y == 0 {
			continue
		}
		b.total += y
		for _, o := range l.rows[r] {
			b.left[o] -= y
		}
	}
	for o, d := range b.left {
		switch {
		case l.fix[o] == with:
			b.total += d
		case l.fix[o] == undecided && d < 0:
			b.total += d
		}
	}
}

// prices rounds the prices of l. They are scaled down where a sum could leave the range of int64.
func (b *proof) prices(l *simplex) {
	b.price = append(b.price[:0], make([]int64, len(l.rows))...)
	scale, sum := float64(int64(1)<<b.shift), 0.0
	each := func(do func(r int, y float64)) {
		for i, v := range l.head {
			if r := int(v) - l.n; r >= 0 && l.val[i] > 0 {
				do(r, l.val[i])
			}
		}
		if l.ray >= 0 && l.rayRise > 0 {
			do(int(l.ray), l.rayRise)
		}
	}
	each(func(r int, y float64) {
		sum += float64(y * scale * float64(1+len(l.rows[r])))
	})
	if sum > ceiling {
		scale *= ceiling / sum
	}
	if !(sum < 1e300) {
		return
	}
	each(func(r int, y float64) { b.price[r] += int64(y * scale) })
}

// bound is the least whole cost that is not ruled out.
func (b *proof) bound() int64 { return -(-b.total >> b.shift) }

// without is the bound were option o not taken, with the bound were it taken.
func (b *proof) without(o int32) int64 { return -(-(b.total - min(0, b.left[o])) >> b.shift) }
func (b *proof) with(o int32) int64    { return -(-(b.total + max(0, b.left[o])) >> b.shift) }
