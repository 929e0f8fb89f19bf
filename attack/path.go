package attack

import (
	"fmt"
	"slices"

	"theriac.dev/engine"
	"theriac.dev/library"
)

// Path is one way of an attack from a position to a target.
type Path struct {
	Target   string `json:"target"`
	Text     string `json:"text,omitempty"` // what the target is, in the words of the model
	Severity string `json:"severity,omitempty"`
	// From are the attacker positions from which the same findings are enough, the one of Steps first.
	From []string `json:"from"`
	// Steps begin at the position and end at the target.
	Steps []Step `json:"steps"`
	// Findings counts the findings on the way, Points sums their attack potential and the window of opportunity of the
	// position. More points mean a harder attack; they are no probability.
	Findings int `json:"findings"`
	Points   int `json:"points"`
	// Hardest is the place in Steps of the finding with most points: where the attack is most likely to fail. -1 where the
	// path has no finding.
	Hardest int `json:"hardest"`
	// Possible says that a finding on the way rests on something unknown or usual.
	Possible bool `json:"possible,omitempty"`
}

// Step is one step of a path.
type Step struct {
	// Kind is position, finding, ground (what needs no weakness) or target.
	Kind string `json:"kind"`
	// Holds is what the attacker has after the step, as control@server; the position at the start, the target at the end.
	Holds string `json:"holds"`
	// Text says in one sentence what is done, or why it can be done.
	Text string `json:"text"`
	// Finding is the id of the finding that the step uses; empty for other steps.
	Finding string `json:"finding,omitempty"`
	Title   string `json:"title,omitempty"`
	State   string `json:"state,omitempty"`
	// Certainty is confirmed or possible.
	Certainty string `json:"certainty,omitempty"`
	Because   string `json:"because,omitempty"`
	Facts     []Fact `json:"facts,omitempty"`
	Missing   []Fact `json:"missing,omitempty"`
	// Follow says, at a hazard, how it follows from the step before.
	Follow *Follow `json:"follow,omitempty"`
	// Points is what the step adds, Sum what the path has come to with it.
	Points int `json:"points"`
	Sum    int `json:"sum"`
	// Unrated are the factors of attack potential that nobody rated, each counted as the easiest for the attacker.
	Unrated []string `json:"unrated,omitempty"`

	finding *engine.Finding
}

// Found returns the finding of the step, or nil.
func (s *Step) Found() *engine.Finding { return s.finding }

// Fact is a fact that a finding rests on, in words.
type Fact struct {
	Subject string `json:"subject"`
	Field   string `json:"field"`
	Value   string `json:"value"`
	Origin  string `json:"origin"` // stated, inherent, usual or unknown
}

// PathList is the paths to one target.
type PathList struct {
	Target   string `json:"target"`
	Text     string `json:"text,omitempty"`
	Severity string `json:"severity,omitempty"`
	Paths    []Path `json:"paths"`
	// Partial says that the search gave up with fewer paths than were asked for, and that there may be more.
	Partial bool `json:"partial,omitempty"`
}

// Paths returns up to k paths to a target, best first, that differ: each misses a finding of every one before it. A
// target is the id of a hazard, a function, a data asset or an element, the last meaning control of it. No path means
// that the target cannot be reached in this graph. The error names a target that the model does not have.
func (g *Graph) Paths(target string, k int, o Order) ([]Path, error) {
	return g.paths(g.net.searcher(g.tour(o), g.shut), target, k)
}

func (g *Graph) paths(s *searcher, target string, k int) ([]Path, error) {
	node, err := g.node(target)
	if err != nil || node < 0 {
		return nil, err
	}
	var out []Path
	for _, way := range s.differing(node, k) {
		out = append(out, g.path(target, node, way))
	}
	return out, nil
}

// All returns up to k differing paths to each hazard, worst first. The first path to all of them costs one pass.
func (g *Graph) All(k int, o Order) []PathList {
	out := []PathList{}
	s := g.net.searcher(g.tour(o), g.shut)
	for _, h := range g.act.hazards {
		list := PathList{Target: h.ID.Value, Text: h.Text.Value, Severity: g.severity(h.ID.Value), Paths: []Path{}}
		paths, _ := g.paths(s, h.ID.Value, k)
		list.Paths, list.Partial = append(list.Paths, paths...), s.partial
		out = append(out, list)
	}
	return out
}

// Reachable returns the hazards that some path leads to, worst first.
func (g *Graph) Reachable() []string {
	seen := g.net.reachable(g.shut, -1)
	out := []string{}
	for _, h := range g.act.hazards {
		if seen[g.targets[h.ID.Value]] {
			out = append(out, h.ID.Value)
		}
	}
	return out
}

// node returns the node of a target; -1 for an element that nothing leads to control of.
func (g *Graph) node(target string) (int32, error) {
	if n, ok := g.targets[target]; ok {
		return n, nil
	}
	at, ok := g.at[target]
	if !ok || g.places[at].kind != ofElement {
		return 0, fmt.Errorf("no path can end at %q: expected the id of a hazard, a function, a data asset or an element", target)
	}
	if g.places[at].first < 0 {
		return -1, nil
	}
	return g.places[at].first + int32(canControl), nil
}

func (g *Graph) severity(target string) string {
	if s := g.act.severity[target]; s > 0 {
		return fmt.Sprintf("S%d", s)
	}
	return ""
}

// path turns a way into a path.
func (g *Graph) path(target string, node int32, way []int32) Path {
	p := Path{Target: target, Text: g.textOf(target), Severity: g.severity(target), Hardest: -1}
	p.From = g.starts(way, node)
	hardest := -1
	for i := 1; i < len(way); i++ {
		v := way[i]
		s := &g.where[v]
		before := &g.where[way[i-1]]
		if s.kind == atHarm || s.kind == atState && (before.kind == atFinding || before.kind == atState && before.ref == s.ref) {
			continue // said by the step before
		}
		step := g.step(way, i)
		p.Points += step.Points
		step.Sum = p.Points
		if step.finding != nil {
			p.Findings++
			p.Possible = p.Possible || step.finding.Certainty == engine.Possible
			if step.Points > hardest {
				hardest, p.Hardest = step.Points, len(p.Steps)
			}
		}
		p.Steps = append(p.Steps, step)
	}
	return p
}

// starts returns the positions from which the findings of a way are enough.
func (g *Graph) starts(way []int32, node int32) []string {
	used := g.net.findingsOf(way)
	shut := newBits(len(g.findings))
	for i := range shut {
		shut[i] = ^uint64(0)
	}
	for _, f := range used {
		shut[f>>6] &^= 1 << (f & 63)
	}
	seen := g.net.flood(&g.net.in, []int32{node}, shut, -1)
	out := []string{g.positionAt(way[1])}
	for _, v := range g.net.out.of(0) {
		if seen[v] && v != way[1] {
			out = append(out, g.positionAt(v))
		}
	}
	return out
}

func (g *Graph) positionAt(node int32) string { return g.g.v.Positions()[g.where[node].ref] }

// step says the i-th node of a way.
func (g *Graph) step(way []int32, i int) Step {
	v := way[i]
	s := &g.where[v]
	step := Step{Points: int(g.net.points[v]), Holds: g.holds(v)}
	switch s.kind {
	case atPosition:
		step.Kind = "position"
		p, _ := g.a.Library.Position(g.positionAt(v))
		step.Text = p.Title
	case atFinding:
		g.fill(&step, way, i)
	case atState:
		step.Kind = "ground"
		step.Text = g.why(way[i-1], v)
	default:
		step.Kind = "target"
		step.Text = g.why(way[i-1], v)
		step.Follow = g.followFrom(way[:i], step.Holds)
	}
	return step
}

// followFrom says how a hazard follows from the end of a way: from the target of the last finding, or from the place of
// the last state; for a finding about the product as a whole, from the part that it was used at.
func (g *Graph) followFrom(way []int32, hazard string) *Follow {
	for i := len(way) - 1; i > 0; i-- {
		switch s := &g.where[way[i]]; s.kind {
		case atFinding:
			if target := g.findings[s.ref].Target; target != deviceTarget {
				return g.follow(target, hazard)
			}
		case atState:
			return g.follow(g.places[s.ref].id, hazard)
		}
	}
	return nil
}

// fill says a step that uses a finding.
func (g *Graph) fill(step *Step, way []int32, i int) {
	n := g.where[way[i]].ref
	f := g.findings[n]
	step.Kind, step.finding, step.Finding = "finding", f, f.ID
	step.Title, step.State, step.Certainty = f.Title, f.State, string(f.Certainty)
	step.Text, step.Because = f.Text, f.Reason.Because
	step.Facts, step.Missing = factsOf(f.Reason.Facts), factsOf(f.Reason.Missing)
	step.Unrated = g.weights[n].unknown
	next := i + 1
	if next < len(way)-1 && g.where[way[next]].kind == atHarm {
		next++
	}
	if next < len(way) {
		step.Holds = g.holds(way[next])
	}
}

var origins = [...]string{library.Unknown: "unknown", library.Usual: "usual", library.Inherent: "inherent", library.Stated: "stated"}

// factsOf puts facts into words; those that only guard a rule are left to `why`.
func factsOf(list []engine.Fact) []Fact {
	var out []Fact
	for _, f := range list {
		if !f.Guard {
			out = append(out, Fact{Subject: f.Subject, Field: f.Field, Value: f.Value, Origin: origins[f.Origin]})
		}
	}
	return out
}

// holds names what a node stands for.
func (g *Graph) holds(v int32) string {
	s := &g.where[v]
	switch s.kind {
	case atPosition:
		return g.positionAt(v)
	case atState:
		p := &g.places[s.ref]
		return words[s.can] + "@" + groupPrefix[p.kind] + p.id
	case atFinding:
		return g.findings[s.ref].ID
	case atHazard:
		return g.act.hazards[s.ref].ID.Value
	case atGoal:
		return g.goalIDs[s.ref]
	}
	return ""
}

// groupPrefix marks the places that stand for several elements.
var groupPrefix = [...]string{ofNetwork: "network:", ofUnit: "unit:", ofType: "type:", ofFleet: "fleet:", ofPeers: "peers:"}

// textOf says what a target is, in the words of the model.
func (g *Graph) textOf(id string) string {
	m := g.g.m
	if h := m.Hazards.Get(id); h != nil {
		return h.Text.Value
	}
	if f := m.Functions.Get(id); f != nil {
		return f.Name.Value
	}
	if d := m.Data.Get(id); d != nil {
		return d.Name.Value
	}
	if el := m.Elements.Get(id); el != nil {
		return el.Name.Value
	}
	return ""
}

// uses reports whether a path uses any of some findings; both lists rise.
func uses(findings, any []int32) bool {
	return slices.ContainsFunc(any, func(f int32) bool {
		_, ok := slices.BinarySearch(findings, f)
		return ok
	})
}
