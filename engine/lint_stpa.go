package engine

import (
	"slices"

	"theriac.dev/model"
)

// The checks of this file look at the sections of STPA: losses, control actions, unsafe actions, scenarios, constraints.
// Each fact is stored once, so they follow the links backwards. They are silent where those sections are empty.

// forms are the four forms of an unsafe control action (STPA Handbook, Leveson and Thomas 2018, table 2.3), in the words of
// the language.
var forms = []string{"not-given", "given", "wrong-time", "wrong-duration"}

func actionForms(l *lint) {
	answered := make(map[[2]string]bool, l.m.UnsafeActions.Len())
	for _, u := range l.m.UnsafeActions.All() {
		answered[[2]string{u.Action.Value, u.Form.Value}] = true
	}
	for _, a := range l.m.ControlActions.All() {
		var missing []string
		for _, f := range forms {
			if !answered[[2]string{a.ID.Value, f}] {
				missing = append(missing, "`"+f+"`")
			}
		}
		if len(missing) > 0 {
			l.note(a.ID.Node, "nobody says when control action `"+a.ID.Value+"` is unsafe in the form "+enumerate(missing),
				"add an entry to `unsafe-actions` for each form, with `hazards`, or with `because` where it cannot harm")
		}
	}
}

func openUnsafeAction(l *lint) {
	for _, u := range l.m.UnsafeActions.All() {
		if len(u.Hazards.Items) == 0 && !u.Because.Stated() {
			l.note(u.ID.Node, "unsafe action `"+u.ID.Value+"` leads to no hazard, and nothing says why not", "add `hazards`, or `because`")
		}
	}
}

func hazardLoss(l *lint) {
	if l.m.Losses.Len() == 0 {
		return
	}
	used := uses{}
	for _, h := range l.m.Hazards.All() {
		used.all(h.Losses)
		if len(h.Losses.Items) == 0 {
			l.note(h.ID.Node, "hazard `"+h.ID.Value+"` leads to none of the losses", "add `losses`")
		}
	}
	for _, loss := range l.m.Losses.All() {
		if !used[loss.ID.Value] {
			l.note(loss.ID.Node, "no hazard leads to loss `"+loss.ID.Value+"`", "add it to `losses` of a hazard, or the hazard that is missing")
		}
	}
}

// unansweredUnsafeAction follows scenarios and constraints back to the unsafe actions that they are of.
func unansweredUnsafeAction(l *lint) {
	used := uses{}
	for _, s := range l.m.Scenarios.All() {
		used.all(s.Of)
	}
	for _, c := range l.m.Constraints.All() {
		used.all(c.Of)
	}
	for _, u := range l.m.UnsafeActions.All() {
		if len(u.Hazards.Items) > 0 && !used[u.ID.Value] {
			l.note(u.ID.Node, "unsafe action `"+u.ID.Value+"` has neither a scenario nor a constraint",
				"say in `scenarios` how it comes about, or in `constraints` what keeps it from happening")
		}
	}
}

func scenarioThreat(l *lint) {
	for _, s := range l.m.Scenarios.All() {
		switch {
		case len(s.Of.Items) == 0:
			l.note(s.ID.Node, "scenario `"+s.ID.Value+"` leads to no unsafe action", "add `of`")
		case len(s.Threats.Items) == 0:
			l.note(s.ID.Node, "scenario `"+s.ID.Value+"` names no threat that brings it about", "add `threats`; `theriac analyze` lists the findings")
		}
	}
}

func constraintKept(l *lint) {
	for _, c := range l.m.Constraints.All() {
		if len(c.Requirements.Items) == 0 && len(c.Controls.Items) == 0 {
			l.note(c.ID.Node, "constraint `"+c.ID.Value+"` has become neither a requirement nor a control", "add `requirements` or `controls`")
		}
	}
}

// feedback reports controllers that are told nothing, and single actions of those that are told of others.
func feedback(l *lint) {
	told := uses{}
	for _, a := range l.m.ControlActions.All() {
		if len(a.Feedback.Items) > 0 {
			told[a.Controller.Value] = true
		}
	}
	blind := uses{}
	for _, a := range l.m.ControlActions.All() {
		who := a.Controller.Value
		switch {
		case len(a.Feedback.Items) > 0 || who == "":
		case told[who]:
			l.note(a.ID.Node, "nothing tells `"+who+"` what became of `"+a.ID.Value+"`", "add `feedback`"+l.likely(a))
		case !blind[who]:
			blind[who] = true
			l.warn(a.Controller.Node, "controller `"+who+"` gets no feedback on anything that it tells", "add `feedback`"+l.likely(a)+"; a controller that is told nothing goes on with what it believes")
		}
	}
}

// likely names flows that could carry the feedback on an action: those from the process to the controller.
func (l *lint) likely(a *model.ControlAction) string {
	var ids []string
	for _, f := range l.m.Flows.All() {
		back := f.From.Value == a.Process.Value && f.To.Value == a.Controller.Value
		both := f.Direction.Value == "two-way" && f.To.Value == a.Process.Value && f.From.Value == a.Controller.Value
		if a.Process.Stated() && (back || both) && !slices.Contains(ids, f.ID.Value) {
			ids = append(ids, "`"+f.ID.Value+"`")
		}
	}
	if len(ids) == 0 {
		return " with the flows that come back, or the flow that is missing"
	}
	return ", such as " + some(ids)
}
