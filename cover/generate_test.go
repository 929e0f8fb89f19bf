package cover_test

import "theriac.dev/cover"

// dice is a small generator of numbers, so that the instances measured never change.
type dice uint64

func (d *dice) roll(n int) int {
	*d = *d*6364136223846793005 + 1442695040888963407
	return int(uint64(*d)>>33) % n
}

func newDice(seed uint64) *dice {
	d := dice(seed)
	for range 10 {
		d.roll(2)
	}
	return &d
}

// scattered has rows of 3 to 8 random options. Costs are 1 to top.
func scattered(seed uint64, options, rows, top int) cover.Problem {
	d := newDice(seed)
	p := cover.Problem{Costs: make([]int64, options), Rows: make([][]int, rows)}
	for o := range p.Costs {
		p.Costs[o] = int64(1 + d.roll(top))
	}
	for r := range p.Rows {
		for range 3 + d.roll(6) {
			p.Rows[r] = append(p.Rows[r], d.roll(options))
		}
	}
	return p
}

// layered has rows that are walks through a graph in layers, as attack paths are: each layer has nodes, each step from a
// node to one of three nodes of the next, and each step is cut by one or two options that serve several steps.
func layered(seed uint64, options, rows, top int) cover.Problem {
	d := newDice(seed)
	p := cover.Problem{Costs: make([]int64, options)}
	for o := range p.Costs {
		p.Costs[o] = int64(1 + d.roll(top))
	}
	const layers, fan = 6, 3
	width := max(2, options/8)
	cuts := make([][]int, layers*width*fan)
	for e := range cuts {
		for range 1 + d.roll(2) {
			layer := e / (width * fan)
			cuts[e] = append(cuts[e], (layer*options/layers+d.roll(max(1, options/layers)))%options)
		}
	}
	next := make([]int, len(cuts))
	for e := range next {
		next[e] = d.roll(width)
	}
	for range rows {
		node, row := d.roll(width), []int(nil)
		for layer := range layers {
			e := (layer*width+node)*fan + d.roll(fan)
			row = append(row, cuts[e]...)
			node = next[e]
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}
