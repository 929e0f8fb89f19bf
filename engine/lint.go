package engine

import (
	"slices"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Check is a question that a reviewer would ask of a model, as a value: docs/checks.md shows each with an example.
type Check struct {
	// Code names it in diagnostics, in kebab case.
	Code string
	// Title is a short name, Why the reason in one or two sentences.
	Title, Why string
	// Run reports what it finds.
	run func(*lint)
}

// Checks returns the checks of the engine in the order in which they are documented. They look at whether the model is
// whole and credible; they are no findings, and never errors.
func Checks() []Check { return slices.Clone(checks) }

var checks = []Check{
	{"no-update-path", "The way of updates is modelled",
		"Whoever can change the software can change everything else. Reviewers look first for who builds, signs, carries and installs it.", updatePath},
	{"same-name", "A name stands for one thing",
		"Two zones or two elements of the same name are one and the same to the reader of a diagram.", sameName},
	{"no-multi-patient-view", "Harm to many patients has its view",
		"A hazard of severity S4 or S5 that can hurt several patients at once belongs in a multi-patient-harm view that shows who performs its functions.", multiPatientView},
	{"view-leaves-out", "The global view shows the whole system",
		"A global-system view that leaves elements out hides ways in.", globalView},
	{"port-without-actor", "Each physical port has an actor",
		"A port that nobody is said to use is a port that nobody watches, and the attacker's favourite.", portActor},
	{"zone-without-flow", "A zone has flows across its border",
		"A zone that nothing crosses is either not part of the system or its flows are missing.", zoneFlow},
	{"flow-incomplete", "A flow says how it is made",
		"Initiator, protocol, version, authentication and encryption decide which attacks work. What is missing is unknown, and unknown is not safe.", flowFacts},
	{"hopeful-words", "Assumptions do not hope",
		"A secure network, a trusted environment or careful users are somebody's duty. Where it is not the manufacturer's, it is a transfer, and whoever takes it over must be told.", hopefulWords},
	{"control-without-threat", "A control answers a threat",
		"If no finding asks what happens where the control fails, it either answers nothing or stands at the wrong place.", idleControl},
	{"checksum-as-security", "A checksum is no protection",
		"A checksum or a plain hash finds accidents. Whoever changes the data changes it too; a signature or a keyed code is needed.", checksum},
	{"unused", "What is defined is used",
		"An entry that nothing refers to is a leftover, or something that should refer to it is missing.", unused},
	{"external-without-owner", "An external system has an owner",
		"What the manufacturer does not control must be in somebody's hands; a duty without a name is nobody's.", externalOwner},
	{"acceptance-by-others", "Who accepts a risk is who bears it",
		"A risk that a hospital or a patient has to bear is not the manufacturer's to accept. It is transferred, with words for whoever takes it over.", acceptance},
	{"single-alarm-route", "An alarm has two ways to people",
		"Where one flow carries the alarm, one fault or one flood silences it, and silence looks normal.", alarmRoute},
	{"setpoint-without-bound", "A setpoint meets a local bound",
		"Where therapy follows a value from outside, the strongest answer is a limit in the trusted core that no message can lift.", localBound},
	{"no-break-glass", "Emergency access is modelled",
		"Where a life depends on the device, someone must get in when security says no. That way is a flow with threats of its own.", breakGlass},
	{"hazard-tied-to-nothing", "A hazard follows from something",
		"A hazard that names neither functions nor data takes no part in the ranking of findings.", looseHazard},
	{"hazard-unrated", "A hazard has a severity",
		"Without it, findings that lead to the hazard are ranked as if it were S3.", unratedHazard},
	{"decision-without-finding", "A decision has its finding",
		"The model has changed, and what was decided is not raised any more. Remove the decision, or find out why the finding is gone.", lostDecision},
}

// lint is one run of the checks over a model.
type lint struct {
	x     *facts
	m     *model.Model
	a     *Analysis
	code  string
	found []syntax.Diagnostic
}

// note reports something worth knowing at a node, warn something that is probably not meant.
func (l *lint) note(n *syntax.Node, message, hint string) { l.report(syntax.Note, n, message, hint) }
func (l *lint) warn(n *syntax.Node, message, hint string) { l.report(syntax.Warning, n, message, hint) }

func (l *lint) report(s syntax.Severity, n *syntax.Node, message, hint string) {
	l.found = append(l.found, syntax.Diagnostic{Place: l.m.Place(n), Severity: s, Code: l.code, Message: message, Hint: hint})
}

// diagnose returns the diagnostics of the text, of the model, of its words and of the checks, in the order of the text.
func (e *Engine) diagnose(x *facts, a *Analysis) []syntax.Diagnostic {
	l := &lint{x: x, m: x.m, a: a}
	for _, c := range checks {
		l.code = c.Code
		c.run(l)
	}
	out := slices.Concat(x.m.Diagnostics, library.Check(x.m, e.lib), l.found)
	files := make(map[string]int, len(x.m.Files))
	for i, f := range x.m.Files {
		files[f.Name] = i
	}
	order := func(a, b syntax.Diagnostic) int {
		if a.Place.File != b.Place.File {
			return files[a.Place.File] - files[b.Place.File]
		}
		return a.Place.Start - b.Place.Start
	}
	if !slices.IsSortedFunc(out, order) {
		slices.SortStableFunc(out, order)
	}
	return out
}

// is reports whether any of the words is one of a wider word.
func (l *lint) is(t *library.Terms, vocab, word string) bool {
	wide, ok := l.x.w.voc.ID(vocab, word)
	if !ok {
		return false
	}
	for _, id := range t.Of {
		if l.x.w.voc.IsA(id, wide) {
			return true
		}
	}
	return false
}

// carries reports whether a flow carries data of a class.
func (l *lint) carries(f *flowRec, class string) bool {
	for _, d := range f.data {
		if l.is(&d.Type, "data", class) {
			return true
		}
	}
	return false
}
