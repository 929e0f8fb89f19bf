package engine

import "theriac.dev/syntax"

// Overdue tells the decisions that must be looked at again by now: those whose `until` lies before today, given as
// 2026-11-23. The engine reads no clock, so whoever shows the model says what day it is. They are in the order of the text.
func (a *Analysis) Overdue(today string) []syntax.Diagnostic {
	var out []syntax.Diagnostic
	for _, t := range a.Model.Threats.All() {
		until := t.Until.Value
		if until == "" || until >= today || t.Decision.Value == "" || t.Decision.Value == "open" {
			continue
		}
		out = append(out, syntax.Diagnostic{Place: a.Model.Place(t.Until.Node), Severity: syntax.Warning, Code: "decision-overdue",
			Message: "the decision on `" + t.ID.Value + "` was to be looked at again by " + until,
			Hint:    "decide again: theriac decide " + t.ID.Value + " open, then the new decision"})
	}
	return inTextOrder(a.Model, out)
}
