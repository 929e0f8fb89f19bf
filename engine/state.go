package engine

import (
	"slices"
	"strings"

	"theriac.dev/model"
)

// The states of a finding: what is left to do.
const (
	Open          = "open"
	Planned       = "planned"
	Controlled    = "controlled"
	Accepted      = "accepted"
	Transferred   = "transferred"
	Eliminated    = "eliminated"
	NotApplicable = "not-applicable"
	// Review is a decision that is asked for again, because a fact that it rests on has changed.
	Review = "review"
)

// acts is what the team has done: its controls by the place where they act, and its decisions.
//
// A control covers its own target. At a zone it covers everything inside, at the device everything. At an element it
// covers the element, its interfaces and what flows into it, since the receiver is where messages are checked; what
// flows out must be named or is covered at its own receiver. A control that says no place covers nothing by itself; a
// decision can still name it.
type acts struct {
	m      *model.Model
	at     map[string][]*model.Control
	device []*model.Control
	stage  *Progress
}

func newActs(m *model.Model) *acts {
	a := &acts{m: m, at: map[string][]*model.Control{}, stage: NewProgress(m, nil)}
	for _, c := range m.Controls.All() {
		for _, t := range c.At.Items {
			if t.Value == deviceTarget {
				a.device = append(a.device, c)
				continue
			}
			a.at[t.Value] = append(a.at[t.Value], c)
		}
	}
	return a
}

// none reports whether no control covers anything, which is the quick way out for most models under way.
func (a *acts) none() bool { return len(a.at) == 0 && len(a.device) == 0 }

func (a *acts) ofElement(el *elementRec) []*model.Control {
	if a.none() {
		return nil
	}
	out := slices.Concat(a.at[el.Ref.ID.Value], a.device)
	for z := el.zone; z != nil; z = z.parent {
		out = append(out, a.at[z.Ref.ID.Value]...)
	}
	return out
}

func (a *acts) ofFlow(f *flowRec) []*model.Control {
	if a.none() {
		return nil
	}
	out := slices.Concat(a.at[f.Ref.ID.Value], a.device)
	if f.to != nil {
		out = append(out, a.at[f.to.Ref.ID.Value]...)
	}
	for z := f.wire; z != nil; z = z.parent {
		out = append(out, a.at[z.Ref.ID.Value]...)
	}
	return out
}

func (a *acts) ofData(d *dataRec) []*model.Control {
	if a.none() {
		return nil
	}
	return slices.Concat(a.at[d.Ref.ID.Value], a.device)
}

// tie links a finding with the decision on it and the controls that answer it, and computes its state.
func (a *acts) tie(f *Finding, r *rule, covers []*model.Control) {
	for _, c := range covers {
		if r.answers[c.Control.Value] {
			a.link(f, c)
		}
	}
	a.decide(f, a.m.Threats.Get(f.ID))
}

// decide links a finding with a decision and the controls that the decision names.
func (a *acts) decide(f *Finding, d *model.Threat) {
	f.Decision = d
	if d != nil {
		for _, id := range d.Controls.Items {
			if c := a.m.Controls.Get(id.Value); c != nil {
				a.link(f, c)
			}
		}
	}
	f.Changed = changedFacts(f)
	f.State = stateOf(f)
}

func (a *acts) link(f *Finding, c *model.Control) {
	for _, l := range f.Controls {
		if l.Control == c {
			return
		}
	}
	f.Controls = append(f.Controls, ControlLink{Control: c, Status: c.Standing(), Stage: a.stage.Of(c)})
}

// stateOf says what is left to do. A decision whose facts have changed is asked for again. One to accept, transfer or
// exclude stands by itself. Otherwise controls decide, each as far as what it depends on: one that is in place controls
// the finding, one that is planned is a plan, and a decision without either is open.
func stateOf(f *Finding) string {
	decision := ""
	if f.Decision != nil {
		decision = f.Decision.Decision.Value
	}
	if decision != "" && decision != "open" && len(f.Changed) > 0 {
		return Review
	}
	switch decision {
	case "accept":
		return Accepted
	case "transfer":
		return Transferred
	case "not-applicable":
		return NotApplicable
	case "eliminate":
		return Eliminated
	case "open":
		return Open
	}
	best := Before
	for _, l := range f.Controls {
		best = max(best, l.Stage)
	}
	switch {
	case best >= AfterImplemented:
		return Controlled
	case best == AfterPlanned:
		return Planned
	case decision == "mitigate" && len(f.Controls) == 0:
		return Planned
	}
	return Open // also where all that was meant to answer it is a gap or waived
}

// isDecision tells a decision on a finding from an own threat by its key.
func isDecision(t *model.Threat) bool { return strings.Contains(t.ID.Value, "@") }
