package attack

import (
	"slices"

	"theriac.dev/cover"
	"theriac.dev/library"
)

// Cut is the cheapest set of controls found that cuts all paths to some targets, with what is proven about it.
type Cut struct {
	Targets  []string     `json:"targets"`
	Controls []*Candidate `json:"controls"` // what others rest on comes before them
	// Cost is the sum of the costs of Controls. No set of the candidates that cuts the same paths costs less than Bound;
	// Exact says that the two are equal, Gap is the share that might still be saved.
	Cost  int64   `json:"cost"`
	Bound int64   `json:"bound"`
	Exact bool    `json:"exact"`
	Gap   float64 `json:"gap"`
	// Closed are the targets that no path leads to with the controls in place; those that were closed before are among them.
	Closed []string `json:"closed"`
	// Open are the targets that no candidate can close, each with a path that stays open even with all candidates in place.
	Open []Path `json:"open"`
	// Paths counts the paths that were looked at, Rounds how often the set was solved anew.
	Paths  int `json:"paths-seen"`
	Rounds int `json:"rounds"`
}

// Limit bounds the work of Cut. The zero value bounds nothing but the subproblems of one round.
type Limit struct {
	Nodes  int         // subproblems of one round; 0 for the default of 200,000
	Gap    float64     // content with a proven gap of at most this, such as 0.05
	Stop   func() bool // polled now and then; true makes do with what is proven
	Rounds int         // rounds; 0 for no limit. Past it the rest is closed greedily, and Bound stays true.
}

const defaultNodes = 200_000

// WorstTargets are the hazards of S4 and S5, which Cut closes where it is told nothing else.
func (g *Graph) WorstTargets() []string {
	out := []string{}
	for _, h := range g.act.hazards {
		if g.act.severity[h.ID.Value] >= 4 {
			out = append(out, h.ID.Value)
		}
	}
	return out
}

// Candidates lists what could be put in place against the findings on any path to some targets (default: WorstTargets).
func (g *Graph) Candidates(targets []string) ([]*Candidate, error) {
	nodes, _, err := g.nodes(targets)
	if err != nil {
		return nil, err
	}
	return g.candidatesFor(g.between(nodes)), nil
}

// between are the findings that lie on a way from the start to any of some nodes, in rising order.
func (g *Graph) between(nodes []int32) []int32 {
	ahead, behind := g.net.reachable(g.shut, -1), g.net.flood(&g.net.in, nodes, g.shut, -1)
	var out []int32
	for v := range g.where {
		if f := g.net.finding[v]; f >= 0 && ahead[v] && behind[v] {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (g *Graph) nodes(targets []string) ([]int32, []string, error) {
	if targets == nil {
		targets = g.WorstTargets()
	}
	var nodes []int32
	for _, t := range targets {
		n, err := g.node(t)
		if err != nil {
			return nil, nil, err
		}
		nodes = append(nodes, n)
	}
	return slices.DeleteFunc(nodes, func(n int32) bool { return n < 0 }), targets, nil
}

// Cut finds the cheapest set of candidates that cuts every path to some targets (nil: WorstTargets; nil candidates:
// Candidates). It is an implicit hitting set (Moreno-Centeno and Karp 2013): find the cheapest set that hits the paths
// known so far, look for paths that it leaves open, add them, and go on until there is none. The cost of each round is a
// bound from below, so the answer is exact where each round was solved exactly.
func (g *Graph) Cut(targets []string, candidates []*Candidate, l Limit) (Cut, error) {
	_, targets, err := g.nodes(targets)
	if err != nil {
		return Cut{}, err
	}
	if candidates == nil {
		if candidates, err = g.Candidates(targets); err != nil {
			return Cut{}, err
		}
	}
	c := newCutter(g, targets, candidates, l)
	c.weights = g.net.weighed(c.by)
	out := Cut{Targets: targets, Controls: []*Candidate{}, Closed: []string{}, Open: []Path{}}
	c.setAside(&out)
	c.run(&out)
	return out, nil
}

// cutter is a cut under way.
//
// A candidate cuts only with all that it rests on, so a path is cut by one of several groups of candidates, and one row
// of the problem does not say it all. Each round adds the row that its choice breaks: of each candidate that could cut
// the path one control that it still lacks. Whatever cuts the path has all that such a candidate lacks, so the row is true
// of every answer, and the bound stays one.
type cutter struct {
	g          *Graph
	l          Limit
	targets    []string
	candidates []*Candidate
	rests      [][]int         // by candidate: the candidates that it rests on
	chosen     []bool          // by candidate: what the last round took
	by         map[int32][]int // candidates by finding
	nodes      []int32         // of the targets that can be closed
	problem    cover.Problem
	scale      int64 // costs in the problem are this many times the costs of the candidates, and a little more
	weights    *net  // the graph with each finding weighed by how many candidates shut it
}

func newCutter(g *Graph, targets []string, candidates []*Candidate, l Limit) *cutter {
	c := &cutter{g: g, l: l, candidates: g.withWhatTheyRestOn(candidates), by: map[int32][]int{}, targets: targets}
	at := map[string]int{}
	for i, cand := range c.candidates {
		at[cand.ID] = i
		for _, f := range cand.shuts {
			c.by[f] = append(c.by[f], i)
		}
		c.problem.Costs = append(c.problem.Costs, int64(cand.Cost))
	}
	c.rests, c.chosen = make([][]int, len(c.candidates)), make([]bool, len(c.candidates))
	for i, cand := range c.candidates {
		for _, id := range cand.RestsOn {
			c.rests[i] = append(c.rests[i], at[id])
		}
	}
	c.prefer()
	return c
}

// prefer lets the problem tell equally cheap sets apart: of two that cost the same, the one whose controls are named
// earlier by the threats that they answer, and are on their way in the model already, comes first. All that it adds is
// less than one unit of cost.
func (c *cutter) prefer() {
	extra := make([]int64, len(c.candidates))
	c.scale = 1
	for i, cand := range c.candidates {
		extra[i] = c.g.rank(cand)
		c.scale += extra[i]
	}
	for i := range extra {
		c.problem.Costs[i] = c.problem.Costs[i]*c.scale + extra[i]
	}
}

// maxRank is the place among the controls of a threat past which all count alike.
const maxRank = 8

// rank is how far down a candidate stands on average among the controls of the threats that it answers; 0 for a control
// of the model.
func (g *Graph) rank(c *Candidate) int64 {
	if c.Model || len(c.shuts) == 0 {
		return 0
	}
	sum := 0
	for _, f := range c.shuts {
		at := slices.IndexFunc(g.findings[f].Suggested, func(s *library.Control) bool { return s.ID == c.Control })
		if at < 0 || at > maxRank {
			at = maxRank
		}
		sum += at
	}
	return int64((2*sum + len(c.shuts)) / (2 * len(c.shuts)))
}

// setAside names the targets that all candidates together leave open.
func (c *cutter) setAside(out *Cut) {
	all := c.g.shutWith(c.candidates...)
	t := c.g.net.tour(Cheapest, all)
	for _, id := range c.targets {
		n, _ := c.g.node(id)
		switch {
		case n < 0 || t.cost[n] == endless:
			out.Closed = append(out.Closed, id)
			if n >= 0 {
				c.nodes = append(c.nodes, n)
			}
		default:
			out.Open = append(out.Open, c.g.path(id, n, t.way(n)))
		}
	}
}

// run solves and adds what is left open, until nothing is.
func (c *cutter) run(out *Cut) {
	var chosen []int
	for {
		added := c.violated(chosen)
		if added == 0 {
			break
		}
		if c.l.Rounds > 0 && out.Rounds >= c.l.Rounds || c.l.Stop != nil && c.l.Stop() {
			chosen = c.finish(chosen)
			break
		}
		out.Rounds++
		s := cover.Solve(c.problem, cover.Limit{Nodes: c.nodesAllowed(), Stop: c.l.Stop, Gap: c.l.Gap})
		chosen, out.Bound = s.Chosen, max(out.Bound, s.Bound/c.scale)
	}
	out.Paths = len(c.problem.Rows)
	for _, i := range c.inOrder(chosen) {
		out.Controls = append(out.Controls, c.candidates[i])
		out.Cost += int64(c.candidates[i].Cost)
	}
	out.Exact = out.Bound >= out.Cost
	if out.Cost > 0 {
		out.Gap = float64(out.Cost-out.Bound) / float64(out.Cost)
	}
}

// inOrder puts what others rest on before them.
func (c *cutter) inOrder(chosen []int) []int {
	var out []int
	var add func(i int)
	add = func(i int) {
		if slices.Contains(out, i) || !slices.Contains(chosen, i) {
			return
		}
		for _, on := range c.rests[i] {
			if !slices.Contains(c.rests[on], i) { // no circle; a candidate that rests on itself shuts nothing
				add(on)
			}
		}
		out = append(out, i)
	}
	for _, i := range chosen {
		add(i)
	}
	return out
}

func (c *cutter) nodesAllowed() int {
	if c.l.Nodes > 0 {
		return c.l.Nodes
	}
	return defaultNodes
}

// violated adds paths that a set of candidates leaves open, and returns how many. No two of them share a candidate, so
// that the next round sees as much as it can: one sweep takes a path by way of each finding that leads to a target, as
// far as they are apart, and sweeps go on past what they took until every target is closed.
func (c *cutter) violated(chosen []int) int {
	clear(c.chosen)
	for _, i := range chosen {
		c.chosen[i] = true
	}
	shut := slices.Clone(c.g.shut)
	for _, i := range chosen {
		if c.lacks(i) < 0 {
			c.shut(shut, i)
		}
	}
	before := len(c.problem.Rows)
	for {
		found := len(c.problem.Rows)
		t := c.weights.tour(Cheapest, shut)
		for _, n := range c.nodes {
			if t.cost[n] != endless {
				c.sweep(t, n, shut)
			}
		}
		if len(c.problem.Rows) == found {
			return found - before
		}
	}
}

// sweep adds the paths of a tour that end in a target and share no candidate with what is shut.
func (c *cutter) sweep(t *tour, target int32, shut bits) {
	last := []int32{target}
	for _, v := range c.g.net.in.of(target) {
		if c.g.where[v].kind == atHarm {
			last = append(last, c.g.net.in.of(v)...)
		} else {
			last = append(last, v)
		}
	}
	for _, v := range last {
		if t.cost[v] == endless {
			continue
		}
		way := t.way(v)
		if slices.ContainsFunc(way, func(v int32) bool { f := c.g.net.finding[v]; return f >= 0 && shut.has(f) }) {
			continue
		}
		if cutting := c.cutting(way); len(cutting) > 0 {
			c.problem.Rows = append(c.problem.Rows, c.row(cutting))
			for _, i := range cutting {
				c.shut(shut, i)
			}
		}
	}
}

func (c *cutter) shut(b bits, candidate int) {
	for _, f := range c.candidates[candidate].shuts {
		b.add(f)
	}
}

// cutting lists the candidates that cut a path.
func (c *cutter) cutting(way []int32) []int {
	var out []int
	for _, f := range c.g.net.findingsOf(way) {
		out = append(out, c.by[f]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// row lists what each candidate that cuts a path lacks. One that rests on another that cuts it too adds nothing.
func (c *cutter) row(cutting []int) []int {
	var row []int
	for _, i := range cutting {
		if !slices.ContainsFunc(c.rests[i], func(on int) bool { return slices.Contains(cutting, on) }) {
			row = append(row, c.lacks(i))
		}
	}
	slices.Sort(row)
	return slices.Compact(row)
}

// lacks returns what the last round did not take of a candidate and what it rests on; -1 where nothing is missing.
func (c *cutter) lacks(i int) int {
	if !c.chosen[i] {
		return i
	}
	for _, on := range c.rests[i] {
		if !c.chosen[on] {
			return on
		}
	}
	return -1
}

// finish closes what is left open with one candidate after the other, when the rounds are used up.
func (c *cutter) finish(chosen []int) []int {
	for c.violated(chosen) > 0 {
		s := cover.Solve(c.problem, cover.Limit{Nodes: 1, Stop: func() bool { return true }})
		chosen = s.Chosen
	}
	return chosen
}
