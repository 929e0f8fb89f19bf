package tree

import (
	"cmp"
	"slices"
)

// maxWays bounds the ways to reach one node that are looked at for one set of leaves.
const maxWays = 2048

// way is one way to reach a term with the leaves of a given set: what it uses of them, and in which steps.
type way struct {
	used []uint64 // by position in the set
	uses []slot   // by gate and step, ascending
}

type slot struct {
	gate, step int
	used       []uint64
}

func (s slot) compare(t slot) int {
	return cmp.Or(cmp.Compare(s.gate, t.gate), cmp.Compare(s.step, t.step))
}

// join goes both ways.
func (w way) join(v way) way {
	out := way{used: union(w.used, v.used), uses: make([]slot, 0, len(w.uses)+len(v.uses))}
	i, j := 0, 0
	for i < len(w.uses) || j < len(v.uses) {
		switch {
		case j == len(v.uses) || i < len(w.uses) && w.uses[i].compare(v.uses[j]) < 0:
			out.uses = append(out.uses, w.uses[i])
			i++
		case i == len(w.uses) || w.uses[i].compare(v.uses[j]) > 0:
			out.uses = append(out.uses, v.uses[j])
			j++
		default:
			s := w.uses[i]
			s.used = union(s.used, v.uses[j].used)
			out.uses = append(out.uses, s)
			i, j = i+1, j+1
		}
	}
	return out
}

func (w way) compare(v way) int {
	return cmp.Or(slices.Compare(w.used, v.used), slices.CompareFunc(w.uses, v.uses, func(a, b slot) int {
		return cmp.Or(a.compare(b), slices.Compare(a.used, b.used))
	}))
}

func union(a, b []uint64) []uint64 {
	out := slices.Clone(a)
	for i := range b {
		out[i] |= b[i]
	}
	return out
}

// ways are the ways to reach a formula's root with leaves of one set.
type ways struct {
	f       formula
	set     []int // node indexes of the leaves, ascending
	of      [][]way
	skipped bool // there were too many
}

// findWays finds the ways to the root that use leaves of the set alone.
func findWays(f formula, set []int) ways {
	w := ways{f: f, set: set, of: make([][]way, len(f.terms))}
	words := (len(set) + 63) / 64
	w.of[always] = []way{{used: make([]uint64, words)}}
	for i, live := range f.live() {
		if i < 2 || !live {
			continue
		}
		t := &f.terms[i]
		if t.gate != Leaf {
			w.of[i] = w.gate(i, t)
			continue
		}
		if at, ok := slices.BinarySearch(set, t.leaf); ok {
			used := make([]uint64, words)
			used[at/64] |= 1 << (at % 64)
			w.of[i] = []way{{used: used}}
		}
	}
	return w
}

func (w *ways) gate(i int, t *term) []way {
	switch t.gate {
	case Or:
		var out []way
		for _, kid := range t.kids {
			out = append(out, w.of[kid]...)
		}
		return w.tidy(out)
	case AtLeast:
		some := make([][]way, t.k+1)
		some[0] = w.of[always]
		for _, kid := range t.kids {
			for j := t.k; j > 0; j-- {
				some[j] = w.tidy(append(some[j], w.product(some[j-1], w.of[kid])...))
			}
		}
		return some[t.k]
	}
	out := w.of[always]
	for step, kid := range t.kids {
		if len(out) == 0 {
			return nil
		}
		next := w.of[kid]
		if t.gate == Ordered {
			next = tagged(next, i, step)
		}
		out = w.product(out, next)
	}
	return out
}

// tagged notes of each way that it is a step of an ordered gate.
func tagged(in []way, gate, step int) []way {
	out := make([]way, len(in))
	for i, w := range in {
		out[i] = w.join(way{used: w.used, uses: []slot{{gate, step, w.used}}})
	}
	return out
}

func (w *ways) product(a, b []way) []way {
	if len(a)*len(b) > 16*maxWays {
		w.skipped = true
		a, b = a[:min(len(a), maxWays)], b[:min(len(b), 16)]
	}
	out := make([]way, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, x.join(y))
		}
	}
	return w.tidy(out)
}

func (w *ways) tidy(in []way) []way {
	if len(in) < 2 {
		return in
	}
	slices.SortFunc(in, way.compare)
	in = slices.CompactFunc(in, func(a, b way) bool { return a.compare(b) == 0 })
	if len(in) > maxWays {
		w.skipped = true
		in = in[:maxWays]
	}
	return in
}

// best is the fastest order in which the set reaches the root, or false where no way without a contradiction was found.
func (w *ways) best(time func(leaf int) int64) (precedence, bool) {
	var best precedence
	found := false
	of := func(i int) int64 { return time(w.set[i]) }
	for _, one := range w.of[w.f.root] {
		var uses []use
		for _, s := range one.uses {
			for i := range w.set {
				if s.used[i/64]&(1<<(i%64)) != 0 {
					uses = append(uses, use{s.gate, s.step, i})
				}
			}
		}
		p, ok := arrange(len(w.set), uses)
		if ok && (!found || p.better(best, of)) {
			best, found = p, true
		}
	}
	return best, found
}
