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
	stage  map[*model.Control]Stage // the last stage at which a control counts, as far as asked
}

func newActs(m *model.Model) *acts {
	a := &acts{m: m, at: map[string][]*model.Control{}, stage: map[*model.Control]Stage{}}
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
			f.link(c)
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
				f.link(c)
			}
		}
	}
	f.Changed = changedFacts(f)
	f.State = stateOf(f)
}

// counts reports whether a control counts at a stage: whether it, and all that it depends on, have come that far.
func (a *acts) counts(c *model.Control, s Stage) bool { return a.reached(c) >= s }

// reached returns the last stage at which a control still counts; Before where it never does. A control that depends on
// itself never counts.
func (a *acts) reached(c *model.Control) Stage {
	if s, ok := a.stage[c]; ok {
		return s
	}
	a.stage[c] = Before
	s := Before
	switch c.Status.Value {
	case "", "planned":
		s = AfterPlanned
	case "implemented", "inherited":
		s = AfterImplemented
	case "verified":
		s = AfterVerified
	}
	for _, id := range c.DependsOn.Items {
		on := a.m.Controls.Get(id.Value)
		if on == nil {
			s = Before
			break
		}
		s = min(s, a.reached(on))
	}
	a.stage[c] = s
	return s
}

func (f *Finding) link(c *model.Control) {
	for _, l := range f.Controls {
		if l.Control == c {
			return
		}
	}
	status := c.Status.Value
	if status == "" {
		status = "planned"
	}
	f.Controls = append(f.Controls, ControlLink{Control: c, Status: status})
}

// stateOf says what is left to do. A decision whose facts have changed is asked for again. One to accept, transfer or exclude stands by itself. Otherwise controls decide:
// one that is in place controls the finding, one that is planned is a plan, and a decision without either is open.
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
	state := Open
	if decision == "mitigate" {
		state = Planned
	}
	for _, l := range f.Controls {
		switch l.Status {
		case "implemented", "verified", "inherited":
			return Controlled
		case "planned":
			state = Planned
		}
	}
	if decision == "mitigate" && len(f.Controls) > 0 && !slices.ContainsFunc(f.Controls, planned) {
		return Open // all that was meant to answer it is a gap or waived
	}
	return state
}

func planned(l ControlLink) bool { return l.Status == "planned" }

// isDecision tells a decision on a finding from an own threat by its key.
func isDecision(t *model.Threat) bool { return strings.Contains(t.ID.Value, "@") }
