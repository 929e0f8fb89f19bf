// Package report writes analyses in the forms that people and programs read: JSON, table, Markdown, CSV.
//
// There is one Report, made from the analyses, and many writers of it. JSON is the whole Report; each other form is a
// reading of the same values, so no figure stands in one of them that is not in the JSON. Every count adds up, or New
// fails.
package report

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Format is the version of the JSON form. It grows when a key is removed or changes its meaning; new keys may come at
// any time.
const Format = 1

// Report is what an analysis of one or more models found.
type Report struct {
	Format  int      `json:"format" doc:"Version of this form: 1."`
	Theriac string   `json:"theriac" doc:"Version of the program."`
	Counts  Counts   `json:"counts" doc:"Counts over all models."`
	Threats []Threat `json:"threats" doc:"What the library knows of the threats that are listed, by id."`
	Models  []Model  `json:"models" doc:"One for each model, in the order given."`
}

// Threat is what the library knows of a threat, whatever it is about.
type Threat struct {
	ID         string   `json:"id" doc:"Id of the threat."`
	Pack       string   `json:"pack" doc:"The pack that it comes from."`
	Patterns   []string `json:"patterns" doc:"CAPEC ids."`
	Techniques []string `json:"techniques" doc:"ATT&CK ids."`
	EMB3D      []string `json:"emb3d" doc:"EMB3D threat ids."`
	Evidence   []string `json:"evidence" doc:"Advisories and CVE ids of the same weakness in other devices."`
	Controls   []string `json:"controls" doc:"Ids of controls of the library that answer it, best first."`
	Stages     []string `json:"stages" doc:"Phases of life in which it acts."`
	Check      string   `json:"check" doc:"How to look for it on the product."`
}

func newThreat(t *library.Threat) Threat {
	return Threat{t.ID, t.Pack, list(t.Patterns), list(t.Techniques), list(t.EMB3D), list(t.Evidence), list(t.Controls), list(t.Stages), t.Check}
}

// threat returns what the library knows of a threat; nothing of one of the team's own.
func (r *Report) threat(id string) Threat {
	if i, ok := slices.BinarySearchFunc(r.Threats, id, func(t Threat, id string) int { return strings.Compare(t.ID, id) }); ok {
		return r.Threats[i]
	}
	return Threat{}
}

// gather lists the threats of the findings that are shown.
func (r *Report) gather(analyses []*engine.Analysis) {
	known := map[string]*library.Threat{}
	for _, a := range analyses {
		for _, t := range a.Library.Threats {
			known[t.ID] = t
		}
	}
	listed := map[string]bool{}
	for _, m := range r.Models {
		for _, f := range m.Findings {
			if t := known[f.Threat]; t != nil && !listed[f.Threat] {
				listed[f.Threat] = true
				r.Threats = append(r.Threats, newThreat(t))
			}
		}
	}
	slices.SortFunc(r.Threats, func(a, b Threat) int { return strings.Compare(a.ID, b.ID) })
}

// Counts are the findings shown, counted three ways; each way adds up to Findings.
type Counts struct {
	Findings    int            `json:"findings" doc:"Number of findings listed."`
	Hidden      int            `json:"hidden" doc:"Number of findings left out by filters or --top."`
	ByCertainty map[string]int `json:"byCertainty" doc:"confirmed, possible."`
	BySeverity  map[string]int `json:"bySeverity" doc:"S5 to S1, and none where no hazard can be reached."`
	ByRisk      map[string]int `json:"byRisk" doc:"Levels of the risk that is left, by id, and none where nothing is rated."`
	ByState     map[string]int `json:"byState" doc:"open, review, planned, controlled, accepted, transferred, eliminated, not-applicable."`
}

// Model is the report on one model.
type Model struct {
	ID          string       `json:"id" doc:"Id of the model."`
	Name        string       `json:"name" doc:"Name of the model."`
	File        string       `json:"file" doc:"Its first file."`
	Packs       []string     `json:"packs" doc:"Packs analysed with, as id@version."`
	Elements    int          `json:"elements" doc:"Number of elements."`
	Flows       int          `json:"flows" doc:"Number of flows."`
	Counts      Counts       `json:"counts" doc:"Counts of this model."`
	Findings    []Finding    `json:"findings" doc:"Findings in rank order, most serious first."`
	OutOfScope  []OutOfScope `json:"outOfScope" doc:"What no threats are raised on, with the reason given."`
	Orphans     []Orphan     `json:"orphans" doc:"Decisions whose finding is gone."`
	Diagnostics []Diagnostic `json:"diagnostics" doc:"Problems of the text and the model."`
}

// Finding is one threat at one target.
type Finding struct {
	Rank       int       `json:"rank" doc:"Place in the rank order of its model, from 1, before any filter."`
	ID         string    `json:"id" doc:"<threat>@<target>, stable."`
	Threat     string    `json:"threat" doc:"Id of the threat in the library, or of the team's own threat."`
	Target     string    `json:"target" doc:"Short id of what it is about."`
	Title      string    `json:"title" doc:"One line."`
	Text       string    `json:"text" doc:"Who does what, so that what happens."`
	Categories []string  `json:"categories" doc:"STRIDE words, safety, abuse, privacy; the main one first."`
	Weaknesses []string  `json:"weaknesses" doc:"CWE ids."`
	Certainty  string    `json:"certainty" doc:"confirmed or possible."`
	Severity   string    `json:"severity" doc:"S1 to S5: worst harm that it can lead to; empty where no hazard can be reached."`
	Hazards    []string  `json:"hazards" doc:"Ids of the hazards that it can lead to, worst first."`
	Patients   string    `json:"patients" doc:"many where one attack can hurt several patients, else one; empty without a hazard."`
	Exposure   []string  `json:"exposure" doc:"Attacker positions that reach the target."`
	Risk       Risk      `json:"risk" doc:"How bad and how hard, before and after its controls. Never a probability."`
	State      string    `json:"state" doc:"open, review, planned, controlled, accepted, transferred, eliminated, not-applicable."`
	Decision   *Decision `json:"decision,omitempty" doc:"The team's decision."`
	Controls   []Control `json:"controls" doc:"Controls of the model that answer it."`
	Reason     Reason    `json:"reason" doc:"Why it fired."`
	Place      Place     `json:"place" doc:"Where its target stands in the text."`
}

// Risk rates a finding at each stage of its controls.
type Risk struct {
	Exploitability         string   `json:"exploitability" doc:"E1, hardest for the attacker, to E5, before controls."`
	From                   string   `json:"from" doc:"Where the exploitability comes from: attack potential, stated, CVSS, MITRE rubric."`
	Points                 int      `json:"points" doc:"Points of attack potential before controls, where it comes from there."`
	Assumed                []string `json:"assumed" doc:"Factors that are not known and counted as the easiest for the attacker."`
	Before                 string   `json:"before" doc:"Id of the level of risk before controls; empty where no hazard can be reached."`
	Planned                string   `json:"planned" doc:"The level once planned controls count too."`
	Implemented            string   `json:"implemented" doc:"The level once implemented controls count."`
	Verified               string   `json:"verified" doc:"The level once only verified controls count."`
	Residual               string   `json:"residual" doc:"The level that is left, as the scales of the model count controls."`
	ResidualExploitability string   `json:"residualExploitability" doc:"The exploitability that is left."`
	Controlled             bool     `json:"controlled" doc:"Is what is left controlled in the sense of FDA's postmarket guidance? true where nothing is left."`
	Health                 bool     `json:"health" doc:"Is the harm one to people, and not only to privacy or money?"`
}

// Decision is what the team decided on a finding.
type Decision struct {
	Decision  string   `json:"decision" doc:"eliminate, mitigate, accept, transfer, not-applicable."`
	Because   string   `json:"because" doc:"Why."`
	Owner     string   `json:"owner" doc:"Who decided."`
	Authority string   `json:"authority" doc:"In which function the risk was accepted."`
	Date      string   `json:"date" doc:"When."`
	Until     string   `json:"until" doc:"When it must be looked at again."`
	To        string   `json:"to" doc:"Who takes a transferred threat over."`
	Text      string   `json:"text" doc:"The words that the receiver of a transfer is given."`
	Document  string   `json:"document" doc:"The document in which the receiver reads it."`
	Changed   []string `json:"changed" doc:"Facts that it rests on and that are not what they were: it is asked for again."`
}

// Control is a control of the model with its status.
type Control struct {
	ID     string `json:"id" doc:"Id in the model."`
	Title  string `json:"title" doc:"Name."`
	Status string `json:"status" doc:"gap, planned, implemented, verified, waived, inherited."`
	// HeldBack is false for nearly all.
	HeldBack bool `json:"heldBack,omitempty" doc:"What it depends on has not come as far, so that it counts for less than its status says."`
}

// standing is how far a control has come, in words.
func (c Control) standing() string {
	if c.HeldBack {
		return c.Status + ", but what it depends on is not as far"
	}
	return c.Status
}

// Reason says why a finding fired.
type Reason struct {
	Because string `json:"because" doc:"The rule in one sentence."`
	Facts   []Fact `json:"facts" doc:"Facts that matched."`
	Missing []Fact `json:"missing" doc:"Facts that are not known."`
}

// Fact is one fact that a rule read.
type Fact struct {
	Subject string `json:"subject" doc:"Short id of what the fact is about."`
	Field   string `json:"field" doc:"What is said of it."`
	Value   string `json:"value" doc:"What is said, or unknown."`
	Origin  string `json:"origin" doc:"stated, inherent, usual, unknown."`
	Guard   bool   `json:"guard,omitempty" doc:"true where the fact matters only because the rule excludes something that it is not. Only why tells such facts."`
	From    string `json:"from,omitempty" doc:"For inherent and usual: what brings it."`
	At      string `json:"at,omitempty" doc:"Where it is stated, as file:line:column."`
}

// OutOfScope is something that no threats are raised on.
type OutOfScope struct {
	Target  string `json:"target" doc:"Short id."`
	Because string `json:"because" doc:"The reason given in the model."`
}

// Orphan is a decision whose finding is gone.
type Orphan struct {
	ID       string `json:"id" doc:"Id of the finding that it was made for."`
	Decision string `json:"decision" doc:"The decision."`
	Because  string `json:"because" doc:"Why it was made."`
	Place    Place  `json:"place" doc:"Where it stands."`
}

// Place is a stretch of a file, in lines and columns from 1; columns count Unicode code points.
type Place struct {
	File      string `json:"file" doc:"Path of the file."`
	Line      int    `json:"line" doc:"First line."`
	Column    int    `json:"column" doc:"First column."`
	EndLine   int    `json:"endLine" doc:"Last line."`
	EndColumn int    `json:"endColumn" doc:"Column after the last character."`
}

// Diagnostic is a problem of the text or the model.
type Diagnostic struct {
	Severity string `json:"severity" doc:"error, warning or note."`
	Code     string `json:"code" doc:"Kind of problem, stable."`
	Message  string `json:"message" doc:"What was found and what was expected."`
	Hint     string `json:"hint,omitempty" doc:"What to do next."`
	Place    Place  `json:"place" doc:"Where."`
}

// New makes a report of analyses, showing the findings that the filter lets through. It fails where a count does not
// add up, which is a defect of the program and never of the input.
func New(version string, filter Filter, analyses ...*engine.Analysis) (*Report, error) {
	r := &Report{Format: Format, Theriac: version, Counts: newCounts(), Threats: []Threat{}, Models: []Model{}}
	for _, a := range analyses {
		m := newModel(a, filter)
		if err := m.Counts.check(); err != nil {
			return nil, fmt.Errorf("model %s: %w", m.ID, err)
		}
		r.Counts.add(m.Counts)
		r.Models = append(r.Models, m)
	}
	if err := r.Counts.check(); err != nil {
		return nil, err
	}
	r.gather(analyses)
	return r, nil
}

// Within takes a folder off the names of all files, for readers who do not know where the model lies.
func (r *Report) Within(folder string) {
	cut := func(name *string) { *name = strings.TrimPrefix(*name, folder) }
	for i := range r.Models {
		m := &r.Models[i]
		cut(&m.File)
		for j := range m.Orphans {
			cut(&m.Orphans[j].Place.File)
		}
		for j := range m.Diagnostics {
			cut(&m.Diagnostics[j].Place.File)
		}
		for j := range m.Findings {
			f := &m.Findings[j]
			cut(&f.Place.File)
			for _, facts := range [][]Fact{f.Reason.Facts, f.Reason.Missing} {
				for k := range facts {
					cut(&facts[k].At)
				}
			}
		}
	}
}

func newModel(a *engine.Analysis, filter Filter) Model {
	m := Model{
		ID: a.Model.ID.Value, Name: a.Model.Name.Value, Packs: packs(a.Library), Counts: newCounts(),
		Elements: a.Model.Elements.Len(), Flows: a.Model.Flows.Len(),
		Findings: []Finding{}, OutOfScope: outOfScope(a.Model), Orphans: []Orphan{}, Diagnostics: []Diagnostic{},
	}
	if len(a.Model.Files) > 0 {
		m.File = a.Model.Files[0].Name
	}
	at := newPlaces(a)
	for i, f := range a.Findings {
		if filter.Top > 0 && len(m.Findings) >= filter.Top || !filter.keeps(f) {
			m.Counts.Hidden++
			continue
		}
		m.Findings = append(m.Findings, newFinding(at, f, i+1))
		m.Counts.count(a, f)
	}
	for _, o := range a.Orphans {
		m.Orphans = append(m.Orphans, Orphan{
			ID: o.ID.Value, Decision: o.Decision.Value, Because: o.Because.Value, Place: newPlace(a.Model.Place(o.ID.Node)),
		})
	}
	m.Diagnostics = Diagnostics(a.Diagnostics)
	return m
}

// Diagnostics turns problems into their reported form.
func Diagnostics(ds []syntax.Diagnostic) []Diagnostic {
	out := make([]Diagnostic, 0, len(ds))
	for _, d := range ds {
		out = append(out, Diagnostic{
			Severity: d.Severity.String(), Code: d.Code, Message: d.Message, Hint: d.Hint, Place: newPlace(d.Place),
		})
	}
	return out
}

// newRisk says the rating of a finding with the ids of its levels.
func newRisk(a *engine.Analysis, f *engine.Finding) Risk {
	level := func(s engine.Stage) string {
		if _, r := a.Rating(f, s); r != nil {
			return r.ID
		}
		return ""
	}
	left, now := a.Rating(f, a.Residual())
	r := Risk{Exploitability: f.Risk.Exploitability[engine.Before].String(), From: string(f.Risk.From), Points: f.Risk.Points,
		Assumed: list(f.Risk.Assumed), Before: level(engine.Before), Planned: level(engine.AfterPlanned),
		Implemented: level(engine.AfterImplemented), Verified: level(engine.AfterVerified), Residual: level(a.Residual()),
		ResidualExploitability: left.String(), Controlled: now == nil || now.Controlled, Health: f.Risk.Health}
	return r
}

func newFinding(at *places, f *engine.Finding, rank int) Finding {
	out := Finding{
		Rank: rank, ID: f.ID, Target: f.Target, Title: f.Title, Text: f.Text, Categories: list(f.Categories),
		Weaknesses: list(f.Weakness), Certainty: string(f.Certainty), Severity: Severity(f.Severity),
		Hazards: list(f.Hazards), Patients: patients(f), Exposure: list(f.Exposure), State: f.State, Risk: newRisk(at.analysis, f),
		Controls: []Control{}, Reason: newReason(at, f, false), Place: newPlace(at.model.Place(f.Node)),
	}
	out.Threat, _, _ = strings.Cut(f.ID, "@")
	if d := f.Decision; d != nil && d.Decision.Stated() {
		out.Decision = &Decision{Decision: d.Decision.Value, Because: d.Because.Value, Owner: d.Owner.Value,
			Authority: d.Authority.Value, Date: d.Date.Value, Until: d.Until.Value, To: d.To.Value, Text: d.Text.Value,
			Document: d.Document.Value, Changed: []string{}}
		for _, c := range f.Changed {
			out.Decision.Changed = append(out.Decision.Changed, c.String())
		}
	}
	for _, c := range f.Controls {
		title := c.Control.Name.Value
		if title == "" {
			title = c.Control.Control.Value
		}
		out.Controls = append(out.Controls, Control{c.Control.ID.Value, title, c.Status, c.HeldBack()})
	}
	return out
}

// newReason lists the facts of a finding; with guards also those that matter only because the rule excludes something.
func newReason(at *places, f *engine.Finding, guards bool) Reason {
	return Reason{f.Reason.Because, newFacts(at, f.Reason.Facts, guards), newFacts(at, f.Reason.Missing, guards)}
}

func newFacts(at *places, facts []engine.Fact, guards bool) []Fact {
	n := 0
	for i := range facts {
		if guards || !facts[i].Guard {
			n++
		}
	}
	out := at.room(n)
	for i := range facts {
		x := &facts[i]
		if x.Guard && !guards {
			continue
		}
		out = append(out, Fact{
			Subject: x.Subject, Field: x.Field, Value: x.Value, Origin: origin(x.Origin), From: x.From, Guard: x.Guard,
			At: at.of(x.Node),
		})
	}
	return out
}

// places says where nodes stand, each asked for once: many findings rest on the same facts.
type places struct {
	analysis *engine.Analysis
	model    *model.Model
	known    map[*syntax.Node]string
	block    []Fact // room for facts, taken in blocks: a large model has hundreds of thousands
}

func newPlaces(a *engine.Analysis) *places {
	return &places{analysis: a, model: a.Model, known: map[*syntax.Node]string{}}
}

// room returns an empty list with room for n facts.
func (p *places) room(n int) []Fact {
	if p.block == nil || len(p.block) < n { // never nil, so that JSON has [] and not null
		p.block = make([]Fact, max(n, 1024))
	}
	out := p.block[:0:n]
	p.block = p.block[n:]
	return out
}

func (p *places) of(n *syntax.Node) string {
	if n == nil {
		return ""
	}
	at, ok := p.known[n]
	if !ok {
		at = position(p.model.Place(n))
		p.known[n] = at
	}
	return at
}

func origin(o library.Origin) string {
	return [...]string{"unknown", "usual", "inherent", "stated"}[o]
}

// Severity is the word for a severity of 1 to 5, or "" for 0.
func Severity(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("S%d", n)
}

func patients(f *engine.Finding) string {
	switch {
	case f.Severity == 0:
		return ""
	case f.ManyPatients:
		return "many"
	}
	return "one"
}

func newPlace(p syntax.Place) Place {
	return Place{p.File, p.Line, p.Column, p.EndLine, p.EndColumn}
}

// list never returns nil, so that JSON has [] and not null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func packs(lib *library.Library) []string {
	out := []string{}
	for _, p := range lib.Packs {
		out = append(out, p.ID+"@"+p.Version)
	}
	return out
}

func outOfScope(m *model.Model) []OutOfScope {
	out := []OutOfScope{}
	for _, e := range m.Elements.All() {
		if e.OutOfScope.Stated() {
			out = append(out, OutOfScope{e.ID.Value, e.OutOfScope.Value})
		}
	}
	for _, f := range m.Flows.All() {
		if f.OutOfScope.Stated() {
			out = append(out, OutOfScope{f.ID.Value, f.OutOfScope.Value})
		}
	}
	return out
}

func newCounts() Counts {
	return Counts{ByCertainty: map[string]int{}, BySeverity: map[string]int{}, ByRisk: map[string]int{}, ByState: map[string]int{}}
}

func (c *Counts) count(a *engine.Analysis, f *engine.Finding) {
	c.Findings++
	c.ByCertainty[string(f.Certainty)]++
	severity := Severity(f.Severity)
	if severity == "" {
		severity = "none"
	}
	c.BySeverity[severity]++
	left := "none"
	if _, level := a.Rating(f, a.Residual()); level != nil {
		left = level.ID
	}
	c.ByRisk[left]++
	c.ByState[f.State]++
}

func (c *Counts) add(d Counts) {
	c.Findings += d.Findings
	c.Hidden += d.Hidden
	for _, p := range []struct{ to, from map[string]int }{
		{c.ByCertainty, d.ByCertainty}, {c.BySeverity, d.BySeverity}, {c.ByRisk, d.ByRisk}, {c.ByState, d.ByState},
	} {
		for k, n := range p.from {
			p.to[k] += n
		}
	}
}

// check reports a count that does not add up.
func (c Counts) check() error {
	for name, m := range map[string]map[string]int{"certainty": c.ByCertainty, "severity": c.BySeverity, "risk": c.ByRisk, "state": c.ByState} {
		sum := 0
		for _, n := range m {
			sum += n
		}
		if sum != c.Findings {
			return fmt.Errorf("counts by %s add up to %d, but there are %d findings", name, sum, c.Findings)
		}
	}
	for state := range c.ByState {
		if !slices.Contains(States, state) {
			return fmt.Errorf("a finding has the unknown state %q", state)
		}
	}
	return nil
}

// States are the states of a finding, most urgent first.
var States = []string{"open", "review", "planned", "controlled", "accepted", "transferred", "eliminated", "not-applicable"}
