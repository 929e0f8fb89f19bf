package engine

import (
	"slices"
	"strconv"

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
	// Run reports what it finds: of the whole model, of one element or of one flow. What only looks at one thing and its
	// neighbours is asked again only when one of them changes.
	model   func(*lint)
	element func(*lint, *elementRec)
	flow    func(*lint, *flowRec)
}

// Checks returns the checks of the engine in the order in which they are documented. They look at whether the model is
// whole and credible; they are no findings, and never errors.
func Checks() []Check { return slices.Clone(checks) }

var checks = []Check{
	{Code: "no-update-path", Title: "The way of updates is modelled",
		Why: "Whoever can change the software can change everything else. Reviewers look first for who builds, signs, carries and installs it.", model: updatePath},
	{Code: "same-name", Title: "A name stands for one thing",
		Why: "Two zones or two elements of the same name are one and the same to the reader of a diagram.", model: sameName},
	{Code: "no-multi-patient-view", Title: "Harm to many patients has its view",
		Why: "A hazard of severity S4 or S5 that can hurt several patients at once belongs in a multi-patient-harm view that shows who performs its functions.", model: multiPatientView},
	{Code: "view-leaves-out", Title: "The global view shows the whole system",
		Why: "A global-system view that leaves elements out hides ways in.", model: globalView},
	{Code: "port-without-actor", Title: "Each physical port has an actor",
		Why: "A port that nobody is said to use is a port that nobody watches, and the attacker's favourite.", element: portActor},
	{Code: "zone-without-flow", Title: "A zone has flows across its border",
		Why: "A zone that nothing crosses is either not part of the system or its flows are missing.", model: zoneFlow},
	{Code: "untyped", Title: "An element says what it is",
		Why: "Threats are known for kinds of things. Of an element without a type, and of a flow that does not say what it carries, the library knows nothing, so it raises nothing there.", element: untyped, flow: carriesNothing},
	{Code: "flow-incomplete", Title: "A flow says how it is made",
		Why: "Initiator, protocol, version, authentication and encryption decide which attacks work. What is missing is unknown, and unknown is not safe.", flow: flowFacts},
	{Code: "hopeful-words", Title: "Assumptions do not hope",
		Why: "A secure network, a trusted environment or careful users are somebody's duty. Where it is not the manufacturer's, it is a transfer, and whoever takes it over must be told.", model: hopefulWords},
	{Code: "control-without-threat", Title: "A control answers a threat",
		Why: "If no finding asks what happens where the control fails, it either answers nothing or stands at the wrong place.", model: idleControl},
	{Code: "checksum-as-security", Title: "A checksum is no protection",
		Why: "A checksum or a plain hash finds accidents. Whoever changes the data changes it too; a signature or a keyed code is needed.", flow: checksum},
	{Code: "unused", Title: "What is defined is used",
		Why: "An entry that nothing refers to is a leftover, or something that should refer to it is missing.", model: unused},
	{Code: "external-without-owner", Title: "An external system has an owner",
		Why: "What the manufacturer does not control must be in somebody's hands; a duty without a name is nobody's.", element: externalOwner},
	{Code: "acceptance-by-others", Title: "Who accepts a risk is who bears it",
		Why: "A risk that a hospital or a patient has to bear is not the manufacturer's to accept. It is transferred, with words for whoever takes it over.", model: acceptance},
	{Code: "single-alarm-route", Title: "An alarm has two ways to people",
		Why: "Where one flow carries the alarm, one fault or one flood silences it, and silence looks normal.", element: alarmRoute},
	{Code: "setpoint-without-bound", Title: "A setpoint meets a local bound",
		Why: "Where therapy follows a value from outside, the strongest answer is a limit in the trusted core that no message can lift.", element: localBound},
	{Code: "no-break-glass", Title: "Emergency access is modelled",
		Why: "Where a life depends on the device, someone must get in when security says no. That way is a flow with threats of its own.", model: breakGlass},
	{Code: "hazard-tied-to-nothing", Title: "A hazard follows from something",
		Why: "A hazard that names neither functions nor data takes no part in the ranking of findings.", model: looseHazard},
	{Code: "hazard-unrated", Title: "A hazard has a severity",
		Why: "Without it, findings that lead to the hazard are ranked as if it were S3.", model: unratedHazard},
	{Code: "scales", Title: "Scales of risk are sound",
		Why: "A matrix in which worse harm or an easier attack gives a lower risk, or that names a level nobody has defined, makes every rating doubtful.", model: badScales},
	{Code: "decision-without-finding", Title: "A decision has its finding",
		Why: "The model has changed, and what was decided is not raised any more. Remove the decision, or find out why the finding is gone.", model: lostDecision},
}

// remark is what a check says of a node. It has no place yet, since places move with every edit before them.
type remark struct {
	node     *syntax.Node
	check    uint8 // place of the check in the list
	message  string
	hint     string
	severity syntax.Severity
}

// lint is one run of the checks.
type lint struct {
	x       *facts
	m       *model.Model
	check   uint8
	found   []remark
	orphans []*model.Threat
	out     []syntax.Diagnostic
	told    [maxChecks]int // by check
}

// note reports something worth knowing at a node, warn something that is probably not meant.
func (l *lint) note(n *syntax.Node, message, hint string) { l.report(syntax.Note, n, message, hint) }
func (l *lint) warn(n *syntax.Node, message, hint string) { l.report(syntax.Warning, n, message, hint) }

func (l *lint) report(s syntax.Severity, n *syntax.Node, message, hint string) {
	l.found = append(l.found, remark{node: n, check: l.check, message: message, hint: hint, severity: s})
}

// remarkElement keeps what the checks of one element say.
func (x *facts) remarkElement(el *elementRec) {
	l := lint{x: x, m: x.m, found: el.remarks[:0:0]}
	for i := range checks {
		if c := &checks[i]; c.element != nil {
			l.check = uint8(i)
			c.element(&l, el)
		}
	}
	el.remarks = l.found
}

// remarkFlow keeps what the checks of one flow say.
func (x *facts) remarkFlow(f *flowRec) {
	l := lint{x: x, m: x.m, found: f.remarks[:0:0]}
	for i := range checks {
		if c := &checks[i]; c.flow != nil {
			l.check = uint8(i)
			c.flow(&l, f)
		}
	}
	f.remarks = l.found
}

// diagnose returns the diagnostics of the text, of the model, of its words and of the checks, in the order of the text.
func (e *Engine) diagnose(x *facts, orphans []*model.Threat) []syntax.Diagnostic {
	l := &lint{x: x, m: x.m}
	l.orphans = orphans
	for i := range checks {
		if c := &checks[i]; c.model != nil {
			l.check = uint8(i)
			c.model(l)
		}
	}
	words := library.Check(x.m, e.lib)
	out := make([]syntax.Diagnostic, 0, len(x.m.Diagnostics)+len(words)+len(l.found)+most)
	l.out = append(append(out, x.m.Diagnostics...), words...)
	l.settle(l.found)
	for _, el := range x.elements {
		l.settle(el.remarks)
	}
	for _, f := range x.flows {
		l.settle(f.remarks)
	}
	l.rest()
	return inTextOrder(x.m, l.out)
}

// maxChecks is room for counting by check.
const maxChecks = 64

// most is how many diagnostics of one check are told. Nobody reads more, and the rest is counted.
const most = 100

// settle gives remarks their places.
func (l *lint) settle(remarks []remark) {
	for i := range remarks {
		r := &remarks[i]
		if l.told[r.check]++; l.told[r.check] > most {
			continue
		}
		l.out = append(l.out, syntax.Diagnostic{Place: l.m.Place(r.node), Severity: r.severity, Code: checks[r.check].Code,
			Message: r.message, Hint: r.hint})
	}
}

// rest counts what is not told, at the head of the model.
func (l *lint) rest() {
	for i := range checks {
		if n := l.told[i] - most; n > 0 {
			l.out = append(l.out, syntax.Diagnostic{Place: l.m.Place(l.head()), Severity: syntax.Note, Code: checks[i].Code,
				Message: strconv.Itoa(n) + " more of this kind are not listed", Hint: "mend the first ones; the others are then shown"})
		}
	}
}

// inTextOrder sorts diagnostics by file and place. It sorts small keys, since a diagnostic is large.
func inTextOrder(m *model.Model, list []syntax.Diagnostic) []syntax.Diagnostic {
	type key struct{ file, start, at int }
	keys := make([]key, len(list))
	sorted := true
	files := make(map[string]int, len(m.Files))
	for i, f := range m.Files {
		files[f.Name] = i
	}
	for i := range list {
		p := &list[i].Place
		keys[i] = key{start: p.Start, at: i}
		if len(files) > 1 {
			keys[i].file = files[p.File]
		}
		sorted = sorted && (i == 0 || keys[i-1].file < keys[i].file || keys[i-1].file == keys[i].file && keys[i-1].start <= keys[i].start)
	}
	if sorted {
		return list
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.file != b.file {
			return a.file - b.file
		}
		if a.start != b.start {
			return a.start - b.start
		}
		return a.at - b.at
	})
	out := make([]syntax.Diagnostic, len(list))
	for i, k := range keys {
		out[i] = list[k.at]
	}
	return out
}

// class is a word that checks look for.
type class uint8

const (
	classExternal class = iota
	classHuman
	classEmbedded
	classMobile
	classTherapyController
	classEnergyDevice
	classWiredBus
	classRemovableMedia
	classSignal
	classLocalInput
	classLocalOutput
	classInProcess
	classAlarm
	classCode
	classTherapyCritical
	classEmergency
	classChecksumOnly
	classChecksum
	classes
)

var classWords = [classes][2]string{
	classExternal: {"component", "external"}, classHuman: {"component", "human"}, classEmbedded: {"component", "embedded"},
	classMobile: {"component", "mobile"}, classTherapyController: {"component", "therapy-controller"},
	classEnergyDevice: {"component", "energy-device"}, classWiredBus: {"protocol", "wired-bus"},
	classRemovableMedia: {"protocol", "removable-media"}, classSignal: {"protocol", "signal"},
	classLocalInput: {"protocol", "local-input"}, classLocalOutput: {"protocol", "local-output"},
	classInProcess: {"protocol", "in-process"}, classAlarm: {"data", "alarm"}, classCode: {"data", "code"},
	classTherapyCritical: {"data", "therapy-critical"}, classEmergency: {"function", "emergency"},
	classChecksumOnly: {"authentication", "checksum-only"}, classChecksum: {"integrity", "checksum"},
}

// is reports whether any of the words is of a class. A class that the packs do not have holds nothing.
func (l *lint) is(t *library.Terms, c class) bool {
	wide := l.x.eng.class[c]
	for _, id := range t.Of {
		if wide != 0 && l.x.w.voc.IsA(id, wide) {
			return true
		}
	}
	return false
}

// carries reports whether a flow carries data of a class.
func (l *lint) carries(f *flowRec, c class) bool {
	for _, d := range f.data {
		if l.is(&d.Type, c) {
			return true
		}
	}
	return false
}
