package report

import (
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/risk"
)

// Register is the risk assessment of one model: two registers that are kept apart and linked, since security risk and
// safety risk are estimated by different means (AAMI TIR57, SW96; ISO 14971). Nothing in it is a probability.
type Register struct {
	Model    string        `json:"model" doc:"Id of the model."`
	Name     string        `json:"name" doc:"Name of the model."`
	Counts   RegisterCount `json:"counts" doc:"Counts that add up."`
	Scales   ScaleWords    `json:"scales" doc:"The scales in force."`
	Security []SecurityRow `json:"security" doc:"Security risks: one row for each finding that leads to a hazard, worst first."`
	Unrated  []SecurityRow `json:"unrated" doc:"Findings that lead to no hazard of the model: nothing to rate yet."`
	Safety   []SafetyRow   `json:"safety" doc:"Safety risks: one row for each hazard, worst first."`
	Links    []Link        `json:"links" doc:"Typed links between the two registers."`
	Matrix   []Cell        `json:"matrix" doc:"How many security risks stand in each cell, before controls and of what is left."`
}

// RegisterCount counts the rows of a register.
type RegisterCount struct {
	Findings   int            `json:"findings" doc:"All findings: security and unrated."`
	Security   int            `json:"security" doc:"Rows of the security register."`
	Unrated    int            `json:"unrated" doc:"Findings without a hazard."`
	Controlled int            `json:"controlled" doc:"Security risks that are controlled."`
	Before     map[string]int `json:"before" doc:"Security risks by level before controls."`
	Residual   map[string]int `json:"residual" doc:"Security risks by level of what is left; gone where nothing is left."`
	Hazards    int            `json:"hazards" doc:"Rows of the safety register."`
}

// ScaleWords are the scales in force, in words.
type ScaleWords struct {
	Severity       []LevelWords `json:"severity" doc:"S1 to S5."`
	Exploitability []LevelWords `json:"exploitability" doc:"E1 to E5."`
	Risks          []LevelWords `json:"risks" doc:"Levels of risk, lowest first."`
	Matrix         [][]string   `json:"matrix" doc:"Level of risk by severity and exploitability, S1 and E1 first."`
	After          string       `json:"after" doc:"Status from which a control counts for what is left."`
}

// LevelWords is one level of a scale.
type LevelWords struct {
	ID         string   `json:"id" doc:"Id of the level."`
	Name       string   `json:"name" doc:"Its word."`
	Text       string   `json:"text" doc:"What belongs to it."`
	Accept     string   `json:"accept" doc:"Levels of risk: acceptable, justify, unacceptable."`
	Authority  []string `json:"authority" doc:"Levels of risk: who may accept it."`
	Controlled bool     `json:"controlled" doc:"Levels of risk: controlled in the sense of FDA's postmarket guidance."`
}

// SecurityRow is one security risk.
type SecurityRow struct {
	Finding   string    `json:"finding" doc:"Id of the finding."`
	Title     string    `json:"title" doc:"One line."`
	Target    string    `json:"target" doc:"What it is about."`
	Certainty string    `json:"certainty" doc:"confirmed or possible."`
	Severity  string    `json:"severity" doc:"Worst severity of what it leads to."`
	Patients  string    `json:"patients" doc:"one or many."`
	Hazards   []string  `json:"hazards" doc:"Hazards that it leads to, worst first."`
	Risk      Risk      `json:"risk" doc:"Rating before and after controls."`
	Impact    []Impact  `json:"impact" doc:"Impact beside harm to people, as the team rates it."`
	Controls  []Control `json:"controls" doc:"Controls that answer it."`
	State     string    `json:"state" doc:"open, review, planned, controlled, accepted, transferred, eliminated, not-applicable."`
	Decision  *Decision `json:"decision,omitempty" doc:"The team's decision."`
	CVSS      *CVSS     `json:"cvss,omitempty" doc:"Scores of the vector that the team states."`
	Seen      string    `json:"seen" doc:"theory or evidence, as the team says."`
}

// Impact is the impact of a threat in one field beside harm to people.
type Impact struct {
	Field string `json:"field" doc:"privacy, reputation, money, regulatory."`
	Level string `json:"level" doc:"I1 to I4."`
	Name  string `json:"name" doc:"Its word on the scale."`
}

// CVSS is a vector with its scores. It is an input to the rating and never the rating itself.
type CVSS struct {
	Version string  `json:"version" doc:"Version of CVSS."`
	Vector  string  `json:"vector" doc:"The vector as it is written."`
	Base    float64 `json:"base" doc:"Base score."`
	Word    string  `json:"word" doc:"Qualitative rating of the base score."`
	From    string  `json:"from" doc:"stated, or MITRE rubric."`
}

// SafetyRow is one hazard with what leads to it.
type SafetyRow struct {
	Hazard     string         `json:"hazard" doc:"Id of the hazard."`
	Text       string         `json:"text" doc:"The hazard."`
	Situations []SituationRow `json:"situations" doc:"Hazardous situations."`
	Harm       string         `json:"harm" doc:"The harm."`
	Severity   string         `json:"severity" doc:"Worst severity; S3 where nobody has rated it."`
	Patients   string         `json:"patients" doc:"one, many, or none where the harm is not to health."`
	Functions  []string       `json:"functions" doc:"Critical functions whose failure leads to it."`
	Threats    []string       `json:"threats" doc:"Findings that lead to it, worst first."`
	Open       int            `json:"open" doc:"How many of them are open, planned or at review."`
	Before     string         `json:"before" doc:"Worst level of security risk before controls."`
	Residual   string         `json:"residual" doc:"Worst level of security risk that is left."`
	Controlled bool           `json:"controlled" doc:"Are all security risks that lead to it controlled?"`
	Mitigated  []string       `json:"mitigated" doc:"Controls of the model that answer threats to it."`
	Introduced []string       `json:"introduced" doc:"Controls that bring this hazard themselves. It goes to the safety process."`
}

// SituationRow is one hazardous situation.
type SituationRow struct {
	ID      string   `json:"id" doc:"Id."`
	Text    string   `json:"text" doc:"The circumstances."`
	Harm    string   `json:"harm" doc:"The harm that it can lead to."`
	Threats []string `json:"threats" doc:"Findings that lead to it."`
}

// Link is a typed link between entries of the two registers.
type Link struct {
	From string `json:"from" doc:"Id that it starts from."`
	Kind string `json:"kind" doc:"leads-to, mitigates, introduces, depends-on."`
	To   string `json:"to" doc:"Id that it goes to."`
}

// Cell is one cell of the matrix.
type Cell struct {
	Severity       string   `json:"severity" doc:"S1 to S5."`
	Exploitability string   `json:"exploitability" doc:"E1 to E5."`
	Risk           string   `json:"risk" doc:"Level of risk of the cell."`
	Before         []string `json:"before" doc:"Findings that stand there before controls."`
	Residual       []string `json:"residual" doc:"Findings that stand there with what is left."`
}

// NewRegister makes the risk assessment of an analysis.
func NewRegister(a *engine.Analysis) *Register {
	b := &registrar{a: a, at: newPlaces(a), links: map[Link]bool{}, out: &Register{Model: a.Model.ID.Value, Name: a.Model.Name.Value,
		Security: []SecurityRow{}, Unrated: []SecurityRow{}, Safety: []SafetyRow{}, Links: []Link{}}}
	b.out.Counts = RegisterCount{Before: map[string]int{}, Residual: map[string]int{}}
	b.out.Scales = scaleWords(a.Scales)
	b.matrix()
	for _, f := range a.Findings {
		b.security(f)
	}
	b.safety()
	b.controls()
	c := &b.out.Counts
	c.Security, c.Unrated, c.Hazards = len(b.out.Security), len(b.out.Unrated), len(b.out.Safety)
	c.Findings = c.Security + c.Unrated
	return b.out
}

type registrar struct {
	a     *engine.Analysis
	at    *places
	out   *Register
	links map[Link]bool
}

func (b *registrar) link(from, kind, to string) {
	l := Link{from, kind, to}
	if from != "" && to != "" && !b.links[l] {
		b.links[l] = true
		b.out.Links = append(b.out.Links, l)
	}
}

func (b *registrar) matrix() {
	for s := risk.S5; s >= risk.S1; s-- {
		for e := risk.E1; e <= risk.E5; e++ {
			b.out.Matrix = append(b.out.Matrix, Cell{Severity: s.String(), Exploitability: e.String(),
				Risk: b.a.Scales.Rate(s, e).Risk, Before: []string{}, Residual: []string{}})
		}
	}
}

// cell returns the cell of a severity and an exploitability.
func (r *Register) cell(s risk.Severity, e risk.Exploitability) *Cell {
	return &r.Matrix[int(risk.S5-s)*5+int(e-risk.E1)]
}

func (b *registrar) security(f *engine.Finding) {
	full := newFinding(b.at, f, 0)
	row := SecurityRow{Finding: f.ID, Title: f.Title, Target: f.Target, Certainty: full.Certainty, Severity: full.Severity,
		Patients: full.Patients, Hazards: full.Hazards, Risk: full.Risk, Impact: b.impact(f.Decision), Controls: full.Controls,
		State: f.State, Decision: full.Decision, CVSS: newCVSS(f)}
	if f.Decision != nil {
		row.Seen = f.Decision.Seen.Value
	}
	if f.Severity == 0 {
		b.out.Unrated = append(b.out.Unrated, row)
		return
	}
	b.out.Security = append(b.out.Security, row)
	b.out.Counts.Before[row.Risk.Before]++
	c := b.out.cell(f.Risk.Severity, f.Risk.Exploitability[engine.Before])
	c.Before = append(c.Before, f.ID)
	left, level := b.a.Rating(f, b.a.Residual())
	if level == nil {
		b.out.Counts.Residual["gone"]++
		b.out.Counts.Controlled++
	} else {
		c = b.out.cell(f.Risk.Severity, left)
		c.Residual = append(c.Residual, f.ID)
		b.out.Counts.Residual[level.ID]++
		if level.Controlled {
			b.out.Counts.Controlled++
		}
	}
	for _, l := range f.Controls {
		b.link(l.Control.ID.Value, "mitigates", f.ID)
	}
}

// impact lists what the team says of the impact beside harm to people.
func (b *registrar) impact(d *model.Threat) []Impact {
	out := []Impact{}
	if d == nil {
		return out
	}
	for _, scale := range b.a.Scales.Impacts {
		stated := map[string]model.String{"privacy": d.Impact.Privacy, "reputation": d.Impact.Reputation,
			"money": d.Impact.Money, "regulatory": d.Impact.Regulatory}[scale.ID].Value
		if i := slices.IndexFunc(scale.Levels, func(l risk.Level) bool { return l.ID == stated }); i >= 0 {
			out = append(out, Impact{scale.ID, stated, scale.Levels[i].Name})
		}
	}
	return out
}

// newCVSS scores the vector that a decision states, or that its answers to the rubric make.
func newCVSS(f *engine.Finding) *CVSS {
	text, from := f.Vector()
	if text == "" {
		return nil
	}
	v, err := risk.ParseVector(text)
	if err != nil {
		return nil
	}
	return &CVSS{Version: string(v.Version()), Vector: v.String(), Base: v.BaseScore(), Word: risk.ScoreWord(v.BaseScore()), From: from}
}

func (b *registrar) safety() {
	for _, h := range b.a.Model.Hazards.All() {
		b.out.Safety = append(b.out.Safety, b.hazard(h))
	}
	slices.SortStableFunc(b.out.Safety, func(x, y SafetyRow) int {
		if (x.Patients == "none") != (y.Patients == "none") {
			if x.Patients == "none" {
				return 1
			}
			return -1
		}
		return strings.Compare(y.Severity, x.Severity)
	})
}

func (b *registrar) hazard(h *model.Hazard) SafetyRow {
	m, id := b.a.Model, h.ID.Value
	row := SafetyRow{Hazard: id, Text: h.Text.Value, Harm: harmWords(m, h.Harm.Value), Severity: Severity(engine.SeverityOf(m, h)),
		Patients: h.Patients.Value, Functions: stringsOf(h.Of), Situations: []SituationRow{}, Threats: []string{},
		Mitigated: []string{}, Introduced: []string{}, Controlled: true}
	worst := [2]int{-1, -1}
	for _, f := range b.a.Findings {
		if !slices.Contains(f.Hazards, id) {
			continue
		}
		row.Threats = append(row.Threats, f.ID)
		if f.Left() {
			row.Open++
		}
		for _, l := range f.Controls {
			row.Mitigated = addOnce(row.Mitigated, l.Control.ID.Value)
		}
		before, left := b.onHazard(f, row.Severity)
		worst[0], worst[1] = max(worst[0], before), max(worst[1], left)
	}
	row.Before, row.Residual = b.levelID(worst[0]), b.levelID(worst[1])
	row.Controlled = worst[1] < 0 || b.a.Scales.Risks[worst[1]].Controlled
	b.situations(h, &row)
	return row
}

// onHazard rates a finding by one of its hazards, which may be milder than its worst one.
func (b *registrar) onHazard(f *engine.Finding, severity string) (before, left int) {
	s, err := risk.ParseSeverity(severity)
	if err != nil {
		return -1, -1
	}
	level := func(stage engine.Stage) int {
		if _, rated := b.a.Rating(f, stage); rated == nil {
			return -1
		}
		id := b.a.Scales.Rate(s, f.Risk.Exploitability[stage]).Risk
		return slices.IndexFunc(b.a.Scales.Risks, func(l risk.AcceptanceLevel) bool { return l.ID == id })
	}
	return level(engine.Before), level(b.a.Residual())
}

func (b *registrar) levelID(i int) string {
	if i < 0 {
		return ""
	}
	return b.a.Scales.Risks[i].ID
}

func (b *registrar) situations(h *model.Hazard, row *SafetyRow) {
	m := b.a.Model
	for _, s := range m.Situations.All() {
		if s.Hazard.Value != h.ID.Value {
			continue
		}
		threats := stringsOf(s.Threats)
		if !s.Threats.Stated() {
			threats = row.Threats
		}
		harm := s.Harm.Value
		if harm == "" {
			harm = h.Harm.Value
		}
		row.Situations = append(row.Situations, SituationRow{s.ID.Value, s.Text.Value, harmWords(m, harm), threats})
		for _, t := range threats {
			b.link(t, "leads-to", s.ID.Value)
		}
		b.link(s.ID.Value, "leads-to", h.ID.Value)
		if m.Harms.Get(harm) != nil {
			b.link(s.ID.Value, "leads-to", harm)
		}
	}
	if len(row.Situations) == 0 {
		for _, t := range row.Threats {
			b.link(t, "leads-to", h.ID.Value)
		}
	}
	if m.Harms.Get(h.Harm.Value) != nil {
		b.link(h.ID.Value, "leads-to", h.Harm.Value)
	}
}

// controls adds what controls bring with them and what they hang on.
func (b *registrar) controls() {
	for _, c := range b.a.Model.Controls.All() {
		for _, h := range c.Introduces.Items {
			b.link(c.ID.Value, "introduces", h.Value)
			for i := range b.out.Safety {
				if b.out.Safety[i].Hazard == h.Value {
					b.out.Safety[i].Introduced = addOnce(b.out.Safety[i].Introduced, c.ID.Value)
				}
			}
		}
		for _, on := range c.DependsOn.Items {
			b.link(c.ID.Value, "depends-on", on.Value)
		}
	}
}

func harmWords(m *model.Model, harm string) string {
	if h := m.Harms.Get(harm); h != nil {
		return h.Text.Value
	}
	return harm
}

func stringsOf(s model.Strings) []string {
	out := []string{}
	for _, it := range s.Items {
		out = append(out, it.Value)
	}
	return out
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func scaleWords(s *risk.Scales) ScaleWords {
	out := ScaleWords{Matrix: s.Matrix, After: string(s.Counts)}
	for _, l := range s.Severity {
		out.Severity = append(out.Severity, LevelWords{ID: l.ID, Name: l.Name, Text: l.Text, Authority: []string{}})
	}
	for _, l := range s.Exploitability {
		out.Exploitability = append(out.Exploitability, LevelWords{ID: l.ID, Name: l.Name, Text: l.Text, Authority: []string{}})
	}
	for _, l := range s.Risks {
		out.Risks = append(out.Risks, LevelWords{ID: l.ID, Name: l.Name, Text: l.Text, Accept: string(l.Accept),
			Authority: list(l.Authority), Controlled: l.Controlled})
	}
	return out
}
