package attack

import (
	"cmp"
	"maps"
	"slices"
)

// Choke is what all paths to a target have in common, and what single controls do about it.
type Choke struct {
	Target string `json:"target"`
	// Open says that some path leads to the target. Where none does, the rest is empty.
	Open bool `json:"open"`
	// States are held on every path, in their order on the best one. Findings are used by every path.
	States   []string `json:"states"`
	Findings []string `json:"findings"`
	// Controls are the single controls that close the target, best first: those that close most hazards, then the cheapest.
	Controls []Single `json:"controls"`
}

// Single is what one control does alone.
type Single struct {
	*Candidate
	// Cost is the cost of the control and of all that it rests on.
	Cost int `json:"cost"`
	// Closes are the hazards that no path leads to any more, worst first.
	Closes []string `json:"closes"`
	// Paths is how many of the paths that were asked about it cuts.
	Paths int `json:"paths"`
}

// Choke finds what lies on all paths to a target (its dominators), and the single controls that close it. The error names
// a target that the model does not have.
func (g *Graph) Choke(target string) (Choke, error) {
	c := Choke{Target: target, States: []string{}, Findings: []string{}, Controls: []Single{}}
	node, err := g.node(target)
	if err != nil || node < 0 {
		return c, err
	}
	way := g.tour(Cheapest).way(node)
	if way == nil {
		return c, nil
	}
	c.Open = true
	// A node that lies on all paths lies on the best one.
	for _, v := range way[1 : len(way)-1] {
		s := &g.where[v]
		if s.kind == atHarm || g.avoidable(v, node) {
			continue
		}
		if s.kind == atFinding {
			c.Findings = append(c.Findings, g.findings[s.ref].ID)
		} else {
			c.States = append(c.States, g.holds(v))
		}
	}
	ways := g.ways(g.net.searcher(g.tour(Cheapest), g.shut), node, 5)
	for _, cand := range g.candidatesFor(ways[0]) {
		if !cutsAll(ways, cand) {
			continue
		}
		seen := g.net.reachable(g.shutWith(cand), -1)
		if !seen[node] {
			c.Controls = append(c.Controls, Single{Candidate: cand, Cost: g.whole(cand), Closes: g.closed(seen)})
		}
	}
	sortSingles(c.Controls)
	return c, nil
}

// avoidable reports whether some way to a target misses a node; for a finding, whether some way does without it, wherever
// it is used.
func (g *Graph) avoidable(v, target int32) bool {
	if f := g.net.finding[v]; f >= 0 {
		shut := slices.Clone(g.shut)
		shut.add(f)
		return g.net.reachable(shut, -1)[target]
	}
	return g.net.reachable(g.shut, v)[target]
}

// Singles ranks what each single control does to the hazards that are open and to the best k paths to each of them: those
// first that close most hazards, then those that cut most paths, then the cheapest. Only controls that cut one of the paths
// are listed; no other can close a hazard alone.
func (g *Graph) Singles(k int) []Single {
	s := g.net.searcher(g.tour(Cheapest), g.shut)
	var ways [][][]int32 // by hazard: the findings of each path
	var all []int32
	for _, h := range g.act.hazards {
		list := g.ways(s, g.targets[h.ID.Value], max(k, 1))
		ways = append(ways, list)
		all = append(all, slices.Concat(list...)...)
	}
	slices.Sort(all)
	out := []Single{}
	for _, cand := range g.candidatesFor(slices.Compact(all)) {
		x := Single{Candidate: cand, Cost: g.whole(cand), Closes: []string{}}
		for _, list := range ways {
			for _, w := range list {
				if uses(w, cand.shuts) {
					x.Paths++
				}
			}
		}
		// Only one that cuts all of the best paths to some hazard can close it.
		if slices.ContainsFunc(ways, func(list [][]int32) bool { return cutsAll(list, cand) }) {
			x.Closes = g.closed(g.net.reachable(g.shutWith(cand), -1))
		}
		out = append(out, x)
	}
	sortSingles(out)
	return out
}

// ways returns the findings of up to k differing paths to a target.
func (g *Graph) ways(s *searcher, target int32, k int) [][]int32 {
	var out [][]int32
	for _, way := range s.differing(target, k) {
		out = append(out, g.net.findingsOf(way))
	}
	return out
}

// cutsAll reports whether a control cuts each of some paths, of which there is at least one.
func cutsAll(ways [][]int32, c *Candidate) bool {
	return len(ways) > 0 && !slices.ContainsFunc(ways, func(w []int32) bool { return !uses(w, c.shuts) })
}

func sortSingles(list []Single) {
	slices.SortStableFunc(list, func(a, b Single) int {
		return cmp.Or(len(b.Closes)-len(a.Closes), b.Paths-a.Paths, a.Cost-b.Cost, cmp.Compare(a.ID, b.ID))
	})
}

// closed lists the hazards that were open and are not among those seen.
func (g *Graph) closed(seen []bool) []string {
	out := []string{}
	t := g.tour(Cheapest)
	for _, h := range g.act.hazards {
		if n := g.targets[h.ID.Value]; t.cost[n] != endless && !seen[n] {
			out = append(out, h.ID.Value)
		}
	}
	return out
}

// shutWith returns what is shut with some candidates in place.
func (g *Graph) shutWith(list ...*Candidate) bits {
	shut := slices.Clone(g.shut)
	for _, c := range list {
		for _, f := range c.shuts {
			shut.add(f)
		}
	}
	return shut
}

// candidatesFor lists the controls that would shut any of some findings, in the order of their ids: those of the model
// that do not count yet, and those of the library that the threats name, at the target of the finding and, for a flow or
// a port, at the element that receives it where that is part of the product.
func (g *Graph) candidatesFor(findings []int32) []*Candidate {
	made := map[string]*Candidate{}
	for _, f := range findings {
		g.suggest(f, made)
	}
	for _, c := range g.act.controls {
		if own := g.pending(c); own != nil && uses(findings, own.shuts) {
			made[own.ID] = own
		}
	}
	ids := slices.Sorted(maps.Keys(made))
	out := make([]*Candidate, len(ids))
	for i, id := range ids {
		out[i] = made[id]
	}
	return out
}

// suggest adds the controls that the library names for a finding, where they can act.
func (g *Graph) suggest(finding int32, made map[string]*Candidate) {
	f := g.findings[finding]
	for _, target := range targetsOf(f) {
		for _, at := range g.placesFor(target) {
			for _, c := range f.Suggested {
				id := c.ID + "@" + at
				if made[id] == nil && g.act.stops(f.Threat, c) {
					made[id] = g.placed(c, at)
				}
			}
		}
	}
}

// placesFor are the targets at which a control can be placed against a finding.
func (g *Graph) placesFor(target string) []string {
	out := []string{target}
	at, ok := g.at[target]
	if !ok {
		return out
	}
	receiver := int32(-1)
	switch p := &g.places[at]; p.kind {
	case ofFlow:
		receiver = g.g.to[p.slot]
	case ofPort:
		receiver = int32(p.slot)
	}
	if receiver >= 0 && !g.g.outside[receiver] {
		out = append(out, g.g.m.Elements.All()[receiver].ID.Value)
	}
	return out
}
