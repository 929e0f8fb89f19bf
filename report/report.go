// Package report writes analyses in the forms that people and programs read: JSON, table, Markdown, CSV.
//
// There is one Report, made from the analyses, and many writers of it. JSON is the whole Report; each other form is a
// reading of the same values, so no figure stands in one of them that is not in the JSON. Every count adds up, or New
// fails.
package report

import (
	"fmt"
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

// States are the states of a finding, most urgent first.
var States = []string{"open", "review", "planned", "controlled", "accepted", "transferred", "eliminated", "not-applicable"}
