package main

import (
	"slices"

	"theriac.dev/engine"
	"theriac.dev/model"
)

// stpaView is an STPA as it is read: what the model states once is followed both ways. It is the JSON form of
// `theriac guide stpa --table`.
type stpaView struct {
	Model         string           `json:"model"`
	Name          string           `json:"name,omitempty"`
	Losses        []stpaLoss       `json:"losses"`
	Hazards       []stpaHazard     `json:"hazards"`
	Actions       []stpaAction     `json:"controlActions"`
	UnsafeActions []stpaUnsafe     `json:"unsafeActions"`
	Scenarios     []stpaScenario   `json:"scenarios"`
	Constraints   []stpaConstraint `json:"constraints"`
	Threats       []stpaThreat     `json:"threats"`
}

type stpaLoss struct {
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Hazards []string `json:"hazards"`
}

type stpaHazard struct {
	ID            string   `json:"id"`
	Text          string   `json:"text"`
	Severity      string   `json:"severity,omitempty"`
	Losses        []string `json:"losses"`
	UnsafeActions []string `json:"unsafeActions"`
}

type stpaAction struct {
	ID         string   `json:"id"`
	Text       string   `json:"text"`
	Controller string   `json:"controller"`
	Process    string   `json:"process,omitempty"`
	Flows      []string `json:"flows"`
	Feedback   []string `json:"feedback"`
	// Forms are the unsafe actions by form, in the order of stpaForms.
	Forms [4][]string `json:"forms"`
}

type stpaUnsafe struct {
	ID          string   `json:"id"`
	Action      string   `json:"action"`
	Form        string   `json:"form"`
	Text        string   `json:"text,omitempty"`
	Because     string   `json:"because,omitempty"`
	Hazards     []string `json:"hazards"`
	Losses      []string `json:"losses"`
	Scenarios   []string `json:"scenarios"`
	Constraints []string `json:"constraints"` // on it or on one of its scenarios
}

type stpaScenario struct {
	ID          string   `json:"id"`
	Text        string   `json:"text"`
	Cause       string   `json:"cause,omitempty"`
	Of          []string `json:"of"`
	Threats     []string `json:"threats"`
	Constraints []string `json:"constraints"`
}

type stpaConstraint struct {
	ID           string   `json:"id"`
	Text         string   `json:"text"`
	Of           []string `json:"of"`
	Requirements []string `json:"requirements"`
	Controls     []string `json:"controls"`
	// Threats are those of the scenarios that it prevents, by themselves or through their unsafe actions.
	Threats []string `json:"threats"`
}

// stpaThreat is a threat that brings a scenario about, with all that follows from it.
type stpaThreat struct {
	ID            string   `json:"id"`
	Title         string   `json:"title"`
	State         string   `json:"state"` // of the finding; "not raised" where there is none
	Scenarios     []string `json:"scenarios"`
	UnsafeActions []string `json:"unsafeActions"`
	Hazards       []string `json:"hazards"`
	Losses        []string `json:"losses"`
	Constraints   []string `json:"constraints"`
}

// stpaForms are the four forms of unsafe control actions, in the words of the language, and stpaFormTitles for people.
var (
	stpaForms      = [4]string{"not-given", "given", "wrong-time", "wrong-duration"}
	stpaFormTitles = [4]string{"not given", "given", "wrong time", "wrong duration"}
)

func newStpaView(a *engine.Analysis) *stpaView {
	m := a.Model
	v := &stpaView{Model: m.ID.Value, Name: m.Name.Value, Losses: []stpaLoss{}, Hazards: []stpaHazard{}, Actions: []stpaAction{},
		UnsafeActions: []stpaUnsafe{}, Scenarios: []stpaScenario{}, Constraints: []stpaConstraint{}, Threats: []stpaThreat{}}
	for _, l := range m.Losses.All() {
		v.Losses = append(v.Losses, stpaLoss{l.ID.Value, l.Text.Value,
			pick(m.Hazards.All(), func(h *model.Hazard) bool { return names(h.Losses, l.ID.Value) })})
	}
	for _, h := range m.Hazards.All() {
		v.Hazards = append(v.Hazards, stpaHazard{h.ID.Value, h.Text.Value, h.Severity.Value, words(h.Losses),
			pick(m.UnsafeActions.All(), func(u *model.UnsafeAction) bool { return names(u.Hazards, h.ID.Value) })})
	}
	for _, c := range m.ControlActions.All() {
		x := stpaAction{ID: c.ID.Value, Text: c.Text.Value, Controller: c.Controller.Value, Process: c.Process.Value,
			Flows: words(c.Flows), Feedback: words(c.Feedback)}
		for i, form := range stpaForms {
			x.Forms[i] = pick(m.UnsafeActions.All(), func(u *model.UnsafeAction) bool {
				return u.Action.Value == c.ID.Value && u.Form.Value == form
			})
		}
		v.Actions = append(v.Actions, x)
	}
	v.unsafe(m)
	for _, s := range m.Scenarios.All() {
		v.Scenarios = append(v.Scenarios, stpaScenario{s.ID.Value, s.Text.Value, s.Cause.Value, words(s.Of), words(s.Threats),
			pick(m.Constraints.All(), func(c *model.Constraint) bool { return prevents(c, s) })})
	}
	for _, c := range m.Constraints.All() {
		x := stpaConstraint{ID: c.ID.Value, Text: c.Text.Value, Of: words(c.Of), Requirements: words(c.Requirements),
			Controls: words(c.Controls), Threats: []string{}}
		for _, s := range m.Scenarios.All() {
			if prevents(c, s) {
				x.Threats = join(x.Threats, words(s.Threats))
			}
		}
		v.Constraints = append(v.Constraints, x)
	}
	v.threats(a)
	return v
}

// unsafe fills in the unsafe actions with what lies before and behind them.
func (v *stpaView) unsafe(m *model.Model) {
	for _, u := range m.UnsafeActions.All() {
		id := u.ID.Value
		x := stpaUnsafe{ID: id, Action: u.Action.Value, Form: u.Form.Value, Text: u.Text.Value, Because: u.Because.Value,
			Hazards: words(u.Hazards), Losses: lossesOf(m, words(u.Hazards)),
			Scenarios: pick(m.Scenarios.All(), func(s *model.Scenario) bool { return names(s.Of, id) })}
		x.Constraints = pick(m.Constraints.All(), func(c *model.Constraint) bool {
			return names(c.Of, id) || slices.ContainsFunc(x.Scenarios, func(s string) bool { return names(c.Of, s) })
		})
		v.UnsafeActions = append(v.UnsafeActions, x)
	}
}

// threats follows each threat of a scenario to the losses.
func (v *stpaView) threats(a *engine.Analysis) {
	m := a.Model
	at := map[string]int{}
	for _, s := range m.Scenarios.All() {
		for _, id := range words(s.Threats) {
			i, known := at[id]
			if !known {
				i = len(v.Threats)
				at[id] = i
				v.Threats = append(v.Threats, stpaThreat{ID: id, State: "not raised", Scenarios: []string{}, UnsafeActions: []string{},
					Hazards: []string{}, Losses: []string{}, Constraints: []string{}})
			}
			t := &v.Threats[i]
			t.Scenarios = join(t.Scenarios, []string{s.ID.Value})
			t.UnsafeActions = join(t.UnsafeActions, words(s.Of))
			t.Constraints = join(t.Constraints, pick(m.Constraints.All(), func(c *model.Constraint) bool { return prevents(c, s) }))
		}
	}
	for i := range v.Threats {
		t := &v.Threats[i]
		for _, id := range t.UnsafeActions {
			if u := m.UnsafeActions.Get(id); u != nil {
				t.Hazards = join(t.Hazards, words(u.Hazards))
			}
		}
		t.Losses = lossesOf(m, t.Hazards)
	}
	for _, f := range a.Findings {
		if i, ok := at[f.ID]; ok {
			v.Threats[i].Title, v.Threats[i].State = f.Title, f.State
		}
	}
}

// prevents reports whether a constraint is on a scenario, or on an unsafe action that the scenario leads to.
func prevents(c *model.Constraint, s *model.Scenario) bool {
	return names(c.Of, s.ID.Value) || slices.ContainsFunc(words(s.Of), func(u string) bool { return names(c.Of, u) })
}

func lossesOf(m *model.Model, hazards []string) []string {
	out := []string{}
	for _, id := range hazards {
		if h := m.Hazards.Get(id); h != nil {
			out = join(out, words(h.Losses))
		}
	}
	slices.Sort(out)
	return out
}

// pick returns the ids of the entries that fit.
func pick[T any, P interface {
	*T
	Ident() *model.Entry
}](entries []P, fits func(P) bool) []string {
	out := []string{}
	for _, e := range entries {
		if fits(e) {
			out = append(out, e.Ident().ID.Value)
		}
	}
	return out
}

func names(list model.Strings, id string) bool {
	return slices.ContainsFunc(list.Items, func(s model.String) bool { return s.Value == id })
}

// join appends what list does not have yet.
func join(list, more []string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
