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
	{Code: "transfer-incomplete", Title: "A transfer reaches its receiver",
		Why: "Handing a risk on means that somebody else reads what to do and can do it. Without a receiver, words and a document it is only gone from our list.", model: transferIncomplete},
	{Code: "transfer-vague", Title: "A transfer can be acted on",
		Why: "Words such as secure network name a wish. Whoever takes the threat over needs to know which measure, where, and how to see that it works.", model: transferVague},
	{Code: "acceptance-incomplete", Title: "An acceptance has a name and an end",
		Why: "A risk is accepted by a person, for as long as the reason holds. Without both it is forgotten, not accepted.", model: acceptanceIncomplete},
	{Code: "acceptance-not-allowed", Title: "Who accepts a risk may accept it",
		Why: "The scale of risks says who may accept which level, and which level nobody may. A risk that has risen, or a control that has slipped, can take an acceptance out of its authority.", model: acceptanceNotAllowed},
	{Code: "same-decision", Title: "Decisions differ",
		Why: "Ten threats and more that all end the same way, such as all mitigated, mean as a rule that nobody asked of each one what is left.", model: sameDecision},
	{Code: "control-may-harm", Title: "A control is asked what it may harm",
		Why: "A lock keeps the nurse out as well. Each control can bring a hazard of its own, and the risk file asks whether somebody has looked.", model: controlMayHarm},
	{Code: "depends-on-weaker", Title: "A control is as far as what it rests on",
		Why: "A signature check is worth nothing while the key store behind it is only planned, and two controls that rest on each other rest on nothing.", model: dependsOnWeaker},
	{Code: "situation-without-harm", Title: "A hazardous situation leads to a harm",
		Why: "ISO 14971 rates the harm that follows from a situation. Without it the chain from threat to patient is broken.", model: situationHarm},
	{Code: "hazard-without-situation", Title: "A hazard has a hazardous situation",
		Why: "A hazard does harm only where people are exposed to it. A model that writes situations down has one for each hazard, or the chain is broken there.", model: hazardSituation},
	{Code: "harm-unrated", Title: "A harm has a severity",
		Why: "The severity of a risk is that of its harm.", model: harmUnrated},
	{Code: "goal-tied-to-nothing", Title: "A goal rests on something",
		Why: "A goal without functions and assets cannot be attacked, so nobody will find out that it fails.", model: looseGoal},
	{Code: "goal-without-anti-goal", Title: "A goal is looked at from the attacker's side",
		Why: "Each goal asks who would like to break it, and what for. What breaks a part of a goal breaks the goal.", model: unopposedGoal},
	{Code: "anti-goal-tied-to-nothing", Title: "An anti-goal breaks something",
		Why: "What an attacker wants matters here where it breaks a goal or leads to a hazard.", model: looseAntiGoal},
	{Code: "anti-goal-without-tree", Title: "An anti-goal has its tree",
		Why: "The tree shows by which steps it could be reached, and so what has to be cut.", model: antiGoalTree},
	{Code: "severe-hazard-in-no-tree", Title: "A hazard of severity S5 stands in a tree",
		Why: "A team that draws trees and leaves out what can kill draws the wrong ones.", model: severeHazardTree},
	{Code: "tree-leaf-without-threat", Title: "A step of a tree is a known threat",
		Why: "A step that no finding, threat or technique stands behind is a gap in the analysis, or an invention.", model: leafThreat},
	{Code: "tree-defence-not-there", Title: "A defence in a tree is a control that stands",
		Why: "A tree that counts on a control which is a gap or waived shows a protection that is not there.", model: leafControl},
	{Code: "finding-not-raised", Title: "What is named is raised",
		Why: "The model has changed, and a finding that a tree, a situation, a scenario or a misuse case rests on is not raised any more.", model: lostReference},
	{Code: "misuse-incomplete", Title: "A misuse case says who, what and how",
		Why: "A misuse case ties a misuser to the use that it threatens and to the threats that make it up. Without them it is a story.", model: misuse},
	{Code: "action-form-missing", Title: "A control action answers all four forms",
		Why: "A control action can harm by not being given, by being given, at the wrong time, or for the wrong duration. A form that nobody answered is a form that nobody thought of.", model: actionForms},
	{Code: "unsafe-action-open", Title: "An unsafe action leads to a hazard",
		Why: "Either it leads to a hazard, or there is a reason why it does not. Both are worth writing down.", model: openUnsafeAction},
	{Code: "hazard-without-loss", Title: "Hazards and losses meet",
		Why: "In STPA a hazard is what leads to a loss. A hazard without a loss is none, and a loss without a hazard is not yet understood.", model: hazardLoss},
	{Code: "unsafe-action-unanswered", Title: "An unsafe action has a scenario or a constraint",
		Why: "Knowing that it harms is half of the work: the other half is how it comes about and what keeps it from happening.", model: unansweredUnsafeAction},
	{Code: "scenario-without-threat", Title: "A scenario is brought about by a threat",
		Why: "The threats are what ties the analysis of safety to that of security. A scenario without them is not traced to anything an attacker can do.", model: scenarioThreat},
	{Code: "constraint-not-kept", Title: "A constraint becomes a requirement or a control",
		Why: "What must hold has to be built and tested by somebody.", model: constraintKept},
	{Code: "no-feedback", Title: "A controller is told what became of its actions",
		Why: "A controller acts on what it believes of the process. Without feedback, a forged or lost command goes unnoticed.", model: feedback},
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
	classTherapy
	classWarning
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
	classTherapy: {"function", "therapy"}, classWarning: {"function", "alarm"},
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
