package cover

import "slices"

// budget is what the limit allows.
type budget struct {
	most  int
	poll  func() bool
	gap   float64
	nodes int
	ended bool
}

// more opens one more subproblem, if it may.
func (b *budget) more() bool {
	if b.stop() || b.most > 0 && b.nodes >= b.most {
		b.ended = true
		return false
	}
	b.nodes++
	return true
}

// stop asks the caller whether to end.
func (b *budget) stop() bool {
	b.ended = b.ended || b.poll != nil && b.poll()
	return b.ended
}

// content says whether a cost is near enough to its bound.
func (b *budget) content(cost, bound int64) bool {
	return bound >= cost || float64(cost-bound) <= b.gap*float64(cost)
}

// search solves a problem whose costs and rows are tidy: reduce it, split it, and search each part.
func search(costs []int64, rows [][]int32, l Limit) Solution {
	all := newCore(costs, slices.Clone(rows))
	d := reduce(costs, rows)
	b := &budget{most: l.Nodes, poll: l.Stop, gap: l.Gap}
	chosen, bound := d.taken, all.sum(d.taken)
	parts := d.split()
	trees := make([]*tree, len(parts))
	for i, p := range parts {
		trees[i] = plant(p.core, b)
	}
	for i, p := range parts {
		t := trees[i]
		t.grow()
		for _, o := range t.best {
			chosen = append(chosen, p.options[o])
		}
		bound += t.floor * p.unit
		trees[i] = nil
	}
	chosen = all.trim(chosen)
	s := Solution{Cost: all.sum(chosen), Nodes: b.nodes}
	for _, o := range chosen {
		s.Chosen = append(s.Chosen, int(o))
	}
	s.Bound = min(bound, s.Cost)
	s.Exact = s.Bound == s.Cost
	return s
}
