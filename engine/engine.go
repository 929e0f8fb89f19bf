// Package engine turns a model and a library into findings, each with its reasons.
//
// It is pure: the same model and library give the same findings in the same order, and it touches no file, clock or
// network. It asks every rule of every subject that the rule is for and never stops early. A finding is confirmed where
// all the facts that it rests on are stated, and possible where it rests on something unknown or on what such a
// component usually has.
package engine

import (
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/risk"
	"theriac.dev/syntax"
)

// Certainty says how sure a finding is.
type Certainty string

// The certainties.
const (
	Confirmed Certainty = "confirmed"
	Possible  Certainty = "possible"
)

// Finding is one threat at one target.
type Finding struct {
	// ID is <threat>@<target>: stable under renaming of other things, reordering and reformatting.
	ID     string
	Threat *library.Threat // nil for the team's own threats
	Own    *model.Threat   // the team's own threat, or nil
	Target string          // short id: element, flow, data, element.interface, or "device"
	Node   *syntax.Node    // the entry of the target

	Title, Text string
	Categories  []string
	Weakness    []string
	Certainty   Certainty
	Reason      Reason

	// Severity is the worst severity, 1 to 5, of the hazards that the finding can lead to; 0 where there is none.
	Severity int
	// Hazards are the ids of those hazards, worst first.
	Hazards []string
	// ManyPatients says that one attack can hurt several patients.
	ManyPatients bool
	// Exposure are the attacker positions that reach the target, nearest to the outside first.
	Exposure []string

	// Suggested are controls of the library that answer it, best first.
	Suggested []*library.Control
	// Controls are the controls of the model that answer it, with their status.
	Controls []ControlLink
	// State is what is left to do: open, review, planned, controlled, accepted, transferred, eliminated, not-applicable.
	State    string
	Decision *model.Threat // the team's decision, or nil
	// Changed are the facts that the decision rests on and that are not what they were; State is then review.
	Changed []FactChange
	// Risk rates it before and after its controls.
	Risk Risk

	rank uint64
}

// Left says that there is something left to do about it: to decide, to decide again, or to put in place what is planned.
func (f *Finding) Left() bool { return f.State == Open || f.State == Review || f.State == Planned }

// ControlLink ties a control of the model to a finding. A control answers many findings, a finding has many controls.
type ControlLink struct {
	Control *model.Control
	Status  string
	// Stage is the last at which it counts: no further than what it depends on.
	Stage Stage
}

// HeldBack says that the control has come further than what it depends on, and so counts for less than its status says.
func (l ControlLink) HeldBack() bool { return l.Stage < Reached(l.Control) }

// Reason says why a finding fired: the rule, the facts that matched and the facts that are missing.
type Reason struct {
	Because string
	Facts   []Fact
	Missing []Fact
}

// Fact is one fact that a condition read, as words, with the place that states it.
type Fact struct {
	Subject string // short id of what the fact is about
	Field   string // what is said of it: protocol, authentication, attribute `signed-update`
	Value   string // what is said, or "unknown"
	Origin  library.Origin
	From    string // for Inherent and Usual: what brings it
	Node    *syntax.Node
	// Guard says that the fact matters only because the rule excludes something that it is not.
	Guard bool
}

// Question is an unknown fact, with the findings that its answer would settle.
type Question struct {
	Target   string // what is asked about
	Field    string // the key to set
	Text     string
	Answers  []string
	Settles  []string // finding ids
	Severity int      // worst severity among them
}

// OutOfScope is an element or flow that the model keeps out of the analysis.
type OutOfScope struct {
	Target string
	Reason string
	Node   *syntax.Node
}

// Analysis is the result for one model, immutable.
type Analysis struct {
	Model   *model.Model
	Library *library.Library
	// Scales are the scales of risk in force: those of the model over the default ones.
	Scales *risk.Scales
	// Findings are in rank order: see Finding.Points.
	Findings []*Finding
	// Orphans are decisions whose finding is gone.
	Orphans []*model.Threat
	// OutOfScope are the elements and flows that raise no findings, with the reason that the model gives.
	OutOfScope []OutOfScope
	// Diagnostics are those of the text, of the model and of the engine's own checks, in the order of the text.
	Diagnostics []syntax.Diagnostic

	own  []*Finding // those of the team's own threats
	live *live

	frozen *facts // made again for Why once live has moved on; guarded by live.mu
}

// Finding returns the finding with the id, or nil.
func (a *Analysis) Finding(id string) *Finding {
	for _, f := range a.Findings {
		if f.ID == id {
			return f
		}
	}
	return nil
}
