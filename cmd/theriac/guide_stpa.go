package main

import (
	"slices"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// stpaMethod follows the four steps of STPA (Leveson and Thomas, STPA Handbook, 2018), with the threats of STPA-Sec as what
// brings a scenario about.
var stpaMethod = method{
	id: "stpa", title: "STPA", about: "For control loops: what could a controller do that harms, and what would make it do so?",
	stages: []stage{
		{title: "Losses and hazards", asks: "What must not be lost, and which states of the system lead to that?",
			holds: func(v *guideView) []holding {
				return []holding{{"losses", ids(&v.m.Losses), "no loss is written down"}, {"hazards", ids(&v.m.Hazards), "no hazard is written down"}}
			},
			checks: []string{"hazard-without-loss", "hazard-unrated"},
			next:   "write `losses`, and name them in `losses` of each hazard",
			paste: []paste{{func(m *model.Model) *syntax.Node { return m.Losses.Node }, `losses:
  L1: {text: Death or injury of a patient}
  L2: {text: Loss of privacy}
`}}},
		{title: "Control structure", asks: "Who tells whom to do what, over which flows, and how do they learn what became of it?",
			holds: func(v *guideView) []holding {
				return []holding{{"control actions", ids(&v.m.ControlActions), "no control action is written down"},
					{"controllers", v.controllers(), ""}, {"flows with feedback", v.feedbackFlows(), ""}}
			},
			wants:  outsideControl,
			checks: []string{"no-feedback"},
			next:   "write `control-actions`, also those of people, each with its `flows` and `feedback`",
			paste: []paste{{func(m *model.Model) *syntax.Node { return m.ControlActions.Node }, `control-actions:
  CA1: {text: What the controller tells the process to do, controller: {controller}, process: {process}, flows: [{flow}]}
`}}},
		{title: "Unsafe control actions", asks: "When does each action harm: not given, given, at the wrong time, for the wrong duration?",
			holds: func(v *guideView) []holding {
				return []holding{{"unsafe actions", ids(&v.m.UnsafeActions), "no unsafe action is written down"}}
			},
			checks: []string{"action-form-missing", "unsafe-action-open"},
			next:   "theriac guide stpa {model} --table",
			paste: []paste{{func(m *model.Model) *syntax.Node { return m.UnsafeActions.Node }, `unsafe-actions:
  UCA1: {action: {action}, form: not-given, text: In which circumstances, hazards: [{hazard}]}
  UCA2: {action: {action}, form: given, text: In which circumstances, hazards: [{hazard}]}
  UCA3: {action: {action}, form: wrong-time, text: In which circumstances, hazards: [{hazard}]}
  UCA4: {action: {action}, form: wrong-duration, because: Why this form cannot harm.}
`}}},
		{title: "Scenarios", asks: "Why would that happen: a controller misled, feedback forged, a command changed or held back?",
			holds: func(v *guideView) []holding {
				return []holding{{"scenarios", ids(&v.m.Scenarios), "no scenario is written down"}, {"threats in scenarios", v.scenarioThreats(), ""}}
			},
			checks: []string{"unsafe-action-unanswered", "scenario-without-threat", "finding-not-raised"},
			next:   "theriac analyze {model}",
			paste: []paste{{func(m *model.Model) *syntax.Node { return m.Scenarios.Node }, `scenarios:
  CS1: {of: [{unsafe}], text: How it comes about, cause: command, threats: [{finding}]}
`}}},
		{title: "Constraints", asks: "What must hold so that none of this happens, and which requirement or control keeps it?",
			holds: func(v *guideView) []holding {
				return []holding{{"constraints", ids(&v.m.Constraints), "no constraint is written down"}}
			},
			wants:  unconstrained,
			checks: []string{"constraint-not-kept"},
			next:   "write `constraints`, and in each the `requirements` or `controls` that keep it",
			paste: []paste{{func(m *model.Model) *syntax.Node { return m.Constraints.Node }, `constraints:
  SC1: {text: What must hold, of: [{unsafe}, {scenario}]}
`}}},
	},
}

func (v *guideView) controllers() []string {
	var out []string
	for _, a := range v.m.ControlActions.All() {
		if a.Controller.Value != "" && !slices.Contains(out, a.Controller.Value) {
			out = append(out, a.Controller.Value)
		}
	}
	return out
}

func (v *guideView) feedbackFlows() []string {
	return gathered(v.m.ControlActions.All(), func(a *model.ControlAction) model.Strings { return a.Feedback })
}

func (v *guideView) scenarioThreats() []string {
	return gathered(v.m.Scenarios.All(), func(s *model.Scenario) model.Strings { return s.Threats })
}

// gathered are the words that entries name under one key, each once.
func gathered[E any](entries []E, key func(E) model.Strings) []string {
	var out []string
	for _, e := range entries {
		for _, w := range words(key(e)) {
			if !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// outsideControl names elements that perform a critical function and have no part in any control action.
func outsideControl(v *guideView) []string {
	part := map[string]bool{}
	for _, a := range v.m.ControlActions.All() {
		part[a.Controller.Value], part[a.Process.Value] = true, true
		for _, id := range slices.Concat(words(a.Flows), words(a.Feedback)) {
			if f := v.m.Flows.Get(id); f != nil {
				part[f.From.Value], part[f.To.Value] = true, true
			}
		}
	}
	performs := performers(v.a)
	var out []string
	for _, id := range ids(&v.m.Elements) {
		if f := performs[id]; f != "" && !part[id] {
			out = append(out, "`"+id+"` performs `"+f+"` and has no part in any control action")
		}
	}
	return out
}

// unconstrained names unsafe actions that no constraint prevents, neither themselves nor one of their scenarios.
func unconstrained(v *guideView) []string {
	kept := map[string]bool{}
	for _, c := range v.m.Constraints.All() {
		for _, id := range words(c.Of) {
			kept[id] = true
			if s := v.m.Scenarios.Get(id); s != nil {
				for _, of := range words(s.Of) {
					kept[of] = true
				}
			}
		}
	}
	var open []string
	for _, u := range v.m.UnsafeActions.All() {
		if len(u.Hazards.Items) > 0 && !kept[u.ID.Value] {
			open = append(open, u.ID.Value)
		}
	}
	return told(open, "%d unsafe actions that no constraint prevents")
}
