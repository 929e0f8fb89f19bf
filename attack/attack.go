// Package attack is what an attacker can do next: the graph that chains findings, and the paths through it.
//
// The graph is a plain directed graph, so that an attack is a path in it. Its nodes are
//
//	positions     where an attacker may stand, from the library
//	states        a capability at a place: reach@f4, hands@wbm, login@server, control@pcu
//	findings      a state that a finding needs leads to it, and it leads to the states that it gains
//	targets       hazards, functions and data: what an attack ends in
//
// What an attacker can do without a weakness is an arc between two states, with its reason: a position reaches what the
// engine says that it reaches; control gives login, and login gives reach; who controls an element reaches its flows,
// what stands at their other ends and, in a network, what stands in the same zone, and sends what the element sends.
//
// A finding leads to its hazards; one that only opens a way in, such as a guessed login, does so by the findings that take
// it up, where there are any. So does control of an element to all that the element influences, and a command to an
// element to what it performs. Controls shut findings, by their status; nothing else can be shut. Each finding weighs its
// points of attack potential and each position its window of opportunity, never a probability.
//
// Possible findings are in: unknown is not safe. docs/paths.md tells the same at more length.
package attack

import (
	"sync"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/risk"
)

// Options say what a graph counts.
type Options struct {
	// After is the status from which a control of the model shuts findings: planned, implemented or verified. Empty means
	// that none does: the graph before controls.
	After string
	// ConfirmedOnly leaves possible findings out.
	ConfirmedOnly bool
	// From limits the attacker positions that attacks begin at, such as internet and hospital-network; nil means all.
	From []string
	// Scales rate attack potential; nil means the default ones.
	Scales *risk.Scales
}

// Graph is the attack graph of one analysis. It is immutable and safe for concurrent use; a what-if is another Graph on
// the same ground.
type Graph struct {
	Options Options

	*world
	shut    bits               // findings that are shut
	by      map[int32][]string // for each finding that a control shuts, the controls that do
	without map[string]bool    // controls of the model that are taken away
	with    []*Candidate       // controls that are added
	// progress says how far the controls of the model have come without those that are taken away
	progress *engine.Progress

	once  [2]sync.Once
	tours [2]*tour
}

// world is what all graphs of one analysis share.
type world struct {
	a        *engine.Analysis
	g        *ground
	net      *net
	findings []*engine.Finding // in the order of ids
	weights  []weight          // by finding
	places   []place
	at       map[string]int32 // place by the id of a target
	where    []spot           // by node: what it is
	targets  map[string]int32 // node by the id of a hazard, function or data
	goalIDs  []string         // functions and data, by the ref of their spot
	act      *acts
}

// spot says what a node stands for.
type spot struct {
	kind spotKind
	ref  int32
	can  capability
}

type spotKind uint8

const (
	atStart spotKind = iota
	atPosition
	atState
	atFinding
	atHarm   // the hazards that several findings share; not a step of its own
	atHazard // a hazard
	atGoal   // a function or data
)

// Build makes the graph of an analysis.
func Build(a *engine.Analysis, o Options) *Graph {
	if o.Scales == nil {
		o.Scales = risk.Default()
	}
	b := newBuilder(a, o)
	b.build()
	g := &Graph{Options: o, world: b.world, without: map[string]bool{}}
	g.settle()
	return g
}

// Analysis returns the analysis that the graph was made from.
func (g *Graph) Analysis() *engine.Analysis { return g.a }

// Size returns how many nodes and arcs the graph has.
func (g *Graph) Size() (nodes, arcs int) { return len(g.net.points), len(g.net.out.to) }

// tour returns the best ways from the start, found once.
func (g *Graph) tour(o Order) *tour {
	g.once[o].Do(func() { g.tours[o] = g.net.tour(o, g.shut) })
	return g.tours[o]
}

// Hazards returns the hazards of the model as targets, worst first, equal ones by id.
func (g *Graph) Hazards() []*model.Hazard { return g.act.hazards }

// Severity returns the severity of a hazard, 1 to 5; 0 for one that the model does not have.
func (g *Graph) Severity(hazard string) int { return g.act.severity[hazard] }
