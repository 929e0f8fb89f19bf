package engine

import (
	"slices"
	"strings"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/risk"
)

// Stage says which controls count when a finding is rated.
type Stage uint8

// The stages, from none of the controls to those whose effect has been shown.
const (
	Before           Stage = iota // no control counts
	AfterPlanned                  // those that are planned or further
	AfterImplemented              // those that are in the product
	AfterVerified                 // those that a test has shown to work
	stages
)

// StageOf returns the stage at which controls of a status count.
func StageOf(s risk.Status) Stage {
	switch s {
	case risk.Planned:
		return AfterPlanned
	case risk.Implemented:
		return AfterImplemented
	}
	return AfterVerified
}

// Risk rates a finding: how bad the harm is, and how hard the attack at each stage of the controls. It never says how
// probable an attack is (FDA premarket guidance, V.A.2).
type Risk struct {
	// Severity is the worst severity among the hazards; 0 where there is none, and then the finding has no level.
	Severity risk.Severity
	// Health says that the severity is one of harm to people, not only of a hazard with `patients: none`.
	Health bool
	// Exploitability by stage, and Level as an index into the levels of risk; noLevel where there is nothing to rate.
	Exploitability [stages]risk.Exploitability
	Level          [stages]int8
	// Points are those of the attack potential before controls, where the exploitability comes from it.
	Points int
	From   risk.Source
	// Assumed names what is not known and therefore counted as the easiest for the attacker.
	Assumed []string
}

// noLevel is the level of a finding that leads to no hazard, or of which nothing is left.
const noLevel = -1

// What a control adds to the attack potential that an attack asks for, by its strength. The points are ours, set so that
// one strong control moves an attack by about two levels of exploitability. Docs/risk.md explains them.
const (
	strongPoints = 10
	mediumPoints = 5
	weakPoints   = 2
)

// rate fills in the risk of a finding. It needs its controls and its decision.
func (r *run) rate(f *Finding, rule *rule, exposure uint32, health bool) {
	x := r.x
	f.Risk = Risk{Severity: risk.Severity(f.Severity), Health: health}
	points, level := x.attackPotential(&f.Risk, f.Threat, rule, exposure)
	if d := f.Decision; d != nil {
		points, level = x.stated(&f.Risk, d, points, level)
	}
	f.Risk.Points = points
	for s := Before; s < stages; s++ {
		f.Risk.Exploitability[s] = r.after(f, s, points, level)
		f.Risk.Level[s] = x.level(f, s)
	}
}

// attackPotential adds up what the threat of the library asks for and how those who reach the target come at it.
func (x *facts) attackPotential(out *Risk, t *library.Threat, rule *rule, exposure uint32) (int, risk.Exploitability) {
	out.From = risk.FromPotential
	if t == nil {
		out.Assumed = []string{"time", "expertise", "knowledge", "equipment"}
		access := x.easiest(exposure)
		return access, x.scales.LevelOfPoints(access)
	}
	points := x.potential[rule.order]
	if t.Potential.Access == "" {
		able := exposure & x.able[t.Needs.Capability]
		if able == 0 {
			able = exposure // nobody who reaches it has what it needs at once; how they get there is for the paths to say
		}
		points += x.easiest(able)
		if exposure == 0 {
			out.Assumed = assumedAccess
		}
	}
	return points, x.scales.LevelOfPoints(points)
}

var assumedAccess = []string{"access"}

// easiest returns the points of the easiest window of opportunity among the positions that reach a target. Where none is
// known to reach it, the window is not known, and what is not known counts as the easiest.
func (x *facts) easiest(exposure uint32) int {
	least := -1
	for i := range x.eng.positions {
		if exposure&(1<<i) != 0 && (least < 0 || x.access[i] < least) {
			least = x.access[i]
		}
	}
	return max(least, 0)
}

// stated applies what the team says itself: a level, a CVSS vector, answers to the rubric, or factors of attack potential,
// in this order.
func (x *facts) stated(out *Risk, d *model.Threat, points int, level risk.Exploitability) (int, risk.Exploitability) {
	switch {
	case d.Exploitability.Stated():
		if e, err := risk.ParseExploitability(d.Exploitability.Value); err == nil {
			out.From, out.Assumed, level = risk.FromPerson, nil, e
		}
	case d.CVSS.Stated() || d.Rubric.Node != nil:
		text, from := vectorOf(d)
		if v, err := risk.ParseVector(text); err == nil {
			out.From, out.Assumed, level = from, nil, x.scales.LevelOfScore(v.Exploitability())
		}
	case d.Potential.Node != nil:
		effort, _ := x.scales.Effort(potentialOf(d.Potential)) // the decoder has refused other words
		out.Assumed = effort.Unknown
		return effort.Points, effort.Level
	}
	return points, level
}

// Vector returns the CVSS vector that the decision on the finding states, or that its answers to the MITRE rubric make,
// and where it comes from; both are empty where there is neither.
func (f *Finding) Vector() (vector, from string) {
	if f.Decision == nil {
		return "", ""
	}
	vector, source := vectorOf(f.Decision)
	return vector, string(source)
}

func vectorOf(d *model.Threat) (string, risk.Source) {
	switch {
	case d.CVSS.Stated():
		return d.CVSS.Value, risk.FromCVSS
	case d.Rubric.Node != nil:
		vector, _ := risk.MITRE().Vector(Answers(d))
		return vector, risk.FromRubric
	}
	return "", ""
}

// Answers reads the answers to the MITRE rubric that a decision states. Words that are no answers are left out, so that
// they count as unknown.
func Answers(d *model.Threat) risk.Answers {
	out := risk.Answers{}
	for _, a := range d.Rubric.Items {
		out[risk.QuestionID(a.Key.Value)] = risk.Answer(strings.ToUpper(a.Value.Value))
	}
	return out
}

func potentialOf(p model.Potential) risk.Potential {
	return risk.Potential{Time: p.Time.Value, Expertise: p.Expertise.Value, Knowledge: p.Knowledge.Value,
		Access: p.Access.Value, Equipment: p.Equipment.Value}
}

// after is the exploitability when the controls of a stage count: each adds to the attack potential by its strength. One
// that takes the cause away leaves the hardest level. What only detects, answers or recovers leaves it as it is.
func (r *run) after(f *Finding, s Stage, points int, level risk.Exploitability) risk.Exploitability {
	if s == Before || len(f.Controls) == 0 {
		return level
	}
	more, gone := 0, false
	for _, l := range f.Controls {
		if l.Stage >= s {
			p, removes := r.x.eng.worth(l.Control)
			more, gone = more+p, gone || removes
		}
	}
	switch {
	case gone:
		return risk.E1
	case more == 0:
		return level
	case f.Risk.From == risk.FromPotential:
		return r.x.scales.LevelOfPoints(points + more)
	}
	// A level that is stated or comes from CVSS has no points; a strong control is worth two steps, a medium one one.
	return max(risk.E1, level-min(level-risk.E1, risk.Exploitability(more/mediumPoints)))
}

// worth returns the points that a control adds, and whether it takes the cause away.
func (e *Engine) worth(c *model.Control) (points int, removes bool) {
	lib := e.controls[c.Control.Value]
	strength := c.Strength.Value
	if lib != nil {
		switch lib.Type {
		case "eliminate":
			removes = true
		case "detect", "respond", "recover", "inform":
			return 0, false
		}
		if strength == "" {
			strength = lib.Strength
		}
	}
	switch strength {
	case "high":
		return strongPoints, removes
	case "medium":
		return mediumPoints, removes
	}
	return weakPoints, removes
}

// level looks the risk up in the matrix, as an index into the levels.
func (x *facts) level(f *Finding, s Stage) int8 {
	if f.Severity == 0 || s != Before && (f.State == Eliminated || f.State == NotApplicable) {
		return noLevel
	}
	return x.matrix[f.Risk.Severity-risk.S1][f.Risk.Exploitability[s]-risk.E1]
}

// prepareRisk looks everything up in the scales that many findings ask for.
func (x *facts) prepareRisk() {
	x.scales = Scales(x.m)
	x.left = StageOf(x.scales.Counts)
	for s := range x.matrix {
		for e := range x.matrix[s] {
			r := x.scales.Rate(risk.S1+risk.Severity(s), risk.E1+risk.Exploitability(e))
			at := slices.IndexFunc(x.scales.Risks, func(l risk.AcceptanceLevel) bool { return l.ID == r.Risk })
			if at < 0 {
				at = len(x.scales.Risks) - 1 // a matrix that is wrong makes nothing look better
			}
			x.matrix[s][e] = int8(at)
		}
	}
	x.access = make([]int, len(x.eng.positions))
	for i, id := range x.eng.positions {
		p, _ := x.eng.lib.Position(id)
		effort, _ := x.scales.Effort(risk.Potential{Access: p.Access}) // packs have only words of the default scales
		x.access[i] = effort.Points
	}
	x.able = map[string]uint32{}
	for i, id := range x.eng.positions {
		p, _ := x.eng.lib.Position(id)
		for _, need := range []string{library.CanReach, library.CanTouch, library.CanLogIn, library.CanControl} {
			if slices.ContainsFunc(p.Gives, func(has string) bool { return library.Implies(has, need) }) {
				x.able[need] |= 1 << i
			}
		}
	}
	x.potential = make([]int, len(x.eng.lib.Threats))
	for _, rules := range x.eng.rules {
		for _, r := range rules {
			effort, _ := x.scales.Effort(r.threat.Potential)
			x.potential[r.order] = effort.Points
		}
	}
}

// Rating returns the rating of a finding at a stage. The level of risk is nil where there is nothing to rate: the finding
// leads to no hazard, or nothing is left of it.
func (a *Analysis) Rating(f *Finding, s Stage) (risk.Exploitability, *risk.AcceptanceLevel) {
	i := f.Risk.Level[s]
	if i < 0 || int(i) >= len(a.Scales.Risks) {
		return f.Risk.Exploitability[s], nil
	}
	return f.Risk.Exploitability[s], &a.Scales.Risks[i]
}

// Residual returns the stage at which controls count for residual risk, as the scales of the model say.
func (a *Analysis) Residual() Stage { return StageOf(a.Scales.Counts) }
