package cover

import "slices"

// reduction is a problem in which what follows at once has been drawn: which options are needed and which are not, and
// which rows are met whenever others are. The cheapest set of what is left, with the options taken, is a cheapest set of all.
type reduction struct {
	costs []int64
	rows  [][]int32 // a row that needs no more care is nil
	meets [][]int32 // the rows of each option that is still in play
	taken []int32
}

// reduce applies the classical reductions over and over until none finds anything: Toregas and ReVelle, "Binary logic
// solutions to a class of location problem" (Geographical Analysis 5, 1973).
func reduce(costs []int64, rows [][]int32) *reduction {
	d := &reduction{costs: costs, rows: rows, meets: make([][]int32, len(costs))}
	for o, c := range costs {
		if c == 0 {
			d.taken = append(d.taken, int32(o))
		}
	}
	for r, row := range d.rows {
		if slices.ContainsFunc(row, func(o int32) bool { return costs[o] == 0 }) {
			d.rows[r] = nil
		}
	}
	for {
		d.index()
		if !d.needed() && !d.dropRows() && !d.dropOptions() {
			return d
		}
	}
}

// index lists the rows of each option anew.
func (d *reduction) index() {
	for o := range d.meets {
		d.meets[o] = d.meets[o][:0]
	}
	for r, row := range d.rows {
		for _, o := range row {
			d.meets[o] = append(d.meets[o], int32(r))
		}
	}
}

// needed takes the options that are the last of a row.
func (d *reduction) needed() bool {
	before := len(d.taken)
	for r := range d.rows {
		if len(d.rows[r]) != 1 {
			continue
		}
		o := d.rows[r][0]
		d.taken = append(d.taken, o)
		for _, q := range d.meets[o] {
			d.rows[q] = nil
		}
	}
	return len(d.taken) > before
}

// dropRows drops each row that holds all options of another: it is met whenever that one is.
func (d *reduction) dropRows() bool {
	found := false
	for r, row := range d.rows {
		if row == nil {
			continue
		}
		rare := slices.MinFunc(row, func(a, b int32) int { return len(d.meets[a]) - len(d.meets[b]) })
		for _, q := range d.meets[rare] {
			if int(q) != r && d.rows[q] != nil && within(row, d.rows[q]) {
				d.rows[q] = nil
				found = true
			}
		}
	}
	return found
}

// dropOptions drops each option whose rows another meets as well and for no more cost.
func (d *reduction) dropOptions() bool {
	found := false
	for o, mine := range d.meets {
		if len(mine) == 0 {
			continue
		}
		short := slices.MinFunc(mine, func(a, b int32) int { return len(d.rows[a]) - len(d.rows[b]) })
		if slices.ContainsFunc(d.rows[short], func(p int32) bool { return int(p) != o && d.beats(p, int32(o)) }) {
			for _, r := range mine {
				d.rows[r] = slices.DeleteFunc(d.rows[r], func(p int32) bool { return int(p) == o })
			}
			d.meets[o] = mine[:0]
			found = true
		}
	}
	return found
}

// beats says whether p does all that o does and costs no more. Of two that are alike the first beats the second.
func (d *reduction) beats(p, o int32) bool {
	if d.costs[p] > d.costs[o] || !within(d.meets[o], d.meets[p]) {
		return false
	}
	return d.costs[p] < d.costs[o] || len(d.meets[p]) > len(d.meets[o]) || p < o
}

// within says whether all of a stand in b; both rise.
func within(a, b []int32) bool {
	if len(a) > len(b) {
		return false
	}
	for _, v := range a {
		for len(b) > 0 && b[0] < v {
			b = b[1:]
		}
		if len(b) == 0 || b[0] != v {
			return false
		}
		b = b[1:]
	}
	return true
}

// part is a piece of a problem that shares no option with the rest.
type part struct {
	*core
	options []int32 // the option of the whole problem that each option of the part is
	unit    int64   // the costs of the core are in this unit
}

// split returns the parts of what is left, the smallest first.
func (d *reduction) split() []*part {
	group := make([]int32, len(d.costs))
	for o := range group {
		group[o] = int32(o)
	}
	root := func(o int32) int32 {
		for group[o] != o {
			group[o] = group[group[o]]
			o = group[o]
		}
		return o
	}
	for _, row := range d.rows {
		for k := 1; k < len(row); k++ {
			a, b := root(row[0]), root(row[k])
			group[max(a, b)] = min(a, b)
		}
	}
	rows := map[int32][][]int32{}
	for _, row := range d.rows {
		if row != nil {
			g := root(row[0])
			rows[g] = append(rows[g], row)
		}
	}
	var out []*part
	for o := range d.costs {
		if list := rows[int32(o)]; list != nil {
			out = append(out, newPart(d.costs, list))
		}
	}
	slices.SortStableFunc(out, func(a, b *part) int { return len(a.options) - len(b.options) })
	return out
}

// newPart numbers the options of the rows anew and divides their costs by what divides them all.
func newPart(costs []int64, rows [][]int32) *part {
	p := &part{}
	for _, row := range rows {
		p.options = append(p.options, row...)
	}
	slices.Sort(p.options)
	p.options = slices.Compact(p.options)
	id := make(map[int32]int32, len(p.options))
	own := make([]int64, len(p.options))
	for k, o := range p.options {
		id[o], own[k] = int32(k), costs[o]
		p.unit = divisor(p.unit, costs[o])
	}
	for k := range own {
		own[k] /= p.unit
	}
	named := make([][]int32, len(rows))
	for r, row := range rows {
		for _, o := range row {
			named[r] = append(named[r], id[o])
		}
	}
	p.core = newCore(own, named)
	return p
}

func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
