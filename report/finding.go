package report

import (
	"fmt"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

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
	Controlled             bool     `json:"controlled" doc:"Is what is left controlled in the sense of FDA's postmarket guidance? true where nothing is left, false where nothing is rated."`
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

// newRisk says the rating of a finding with the ids of its levels.
func newRisk(a *engine.Analysis, f *engine.Finding) Risk {
	level := func(s engine.Stage) string {
		if _, r := a.Rating(f, s); r != nil {
			return r.ID
		}
		return ""
	}
	left, now := a.Rating(f, a.Residual())
	_, before := a.Rating(f, engine.Before)
	r := Risk{Exploitability: f.Risk.Exploitability[engine.Before].String(), From: string(f.Risk.From), Points: f.Risk.Points,
		Assumed: list(f.Risk.Assumed), Before: level(engine.Before), Planned: level(engine.AfterPlanned),
		Implemented: level(engine.AfterImplemented), Verified: level(engine.AfterVerified), Residual: level(a.Residual()),
		ResidualExploitability: left.String(), Controlled: before != nil && (now == nil || now.Controlled), Health: f.Risk.Health}
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
