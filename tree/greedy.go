package tree

// greedy finds some minimal sets without a proof that they are the cheapest, so that there is an answer where the search
// comes to its end with nothing: one that takes the cheapest child everywhere, and for each leaf of it one without.
func (s *search) greedy() []weighted {
	first, ok := s.cheap(-1)
	if !ok {
		return nil
	}
	out := []weighted{first}
	for _, rank := range first.set.list() {
		if w, ok := s.cheap(rank); ok {
			out = append(out, w)
		}
	}
	return out
}

// cheap is a minimal set without one leaf, or false where there is none.
func (s *search) cheap(except int) (weighted, bool) {
	all := make(leafSet, len(s.empty))
	for _, rank := range s.dearest {
		if rank != except {
			all[rank/64] |= 1 << (rank % 64)
		}
	}
	if !s.holds(all, -1) {
		return weighted{}, false
	}
	for _, rank := range s.dearest {
		if all.has(rank) && s.holds(all, rank) {
			all[rank/64] &^= 1 << (rank % 64)
		}
	}
	w := weighted{set: all}
	for i := range s.f.terms {
		if s.f.terms[i].gate == Leaf && i > always && all.has(s.rank[i]) {
			w.weight = addUp(w.weight, s.cost[i])
		}
	}
	return w, true
}
