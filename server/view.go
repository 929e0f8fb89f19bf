package server

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/report"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// view turns a snapshot into what goes over the wire. It knows the folder that the names of files are told relative to.
type view struct {
	*workspace.Snapshot
	folder string
	order  map[string]int // threats of the library in their order, which breaks ties of rank
	graphs graphs
	apart  bool // the snapshot does not follow the one before it: its changes are not told
}

func newView(s *workspace.Snapshot, folder string, order map[string]int) *view {
	return &view{Snapshot: s, folder: folder, order: order}
}

// threatOrder is the place of the id of each threat among all ids of a library.
func threatOrder(lib *library.Library) map[string]int {
	ids := make([]string, len(lib.Threats))
	for i, t := range lib.Threats {
		ids[i] = t.ID
	}
	slices.Sort(ids)
	out := make(map[string]int, len(ids))
	for i, id := range ids {
		out[id] = i
	}
	return out
}

// name is the path of a file within the project.
func (v *view) name(file string) string { return strings.TrimPrefix(file, v.folder) }

// file is the file with a name within the project, or nil.
func (v *view) file(name string) *syntax.File { return v.File(v.folder + name) }

// findings are all findings in rank order.
func (v *view) findings() []Finding {
	if v.Analysis == nil {
		return []Finding{}
	}
	out := make([]Finding, len(v.Analysis.Findings))
	for i, f := range v.Analysis.Findings {
		out[i] = v.finding(f)
	}
	return out
}

func (v *view) finding(f *engine.Finding) Finding {
	a := v.Analysis
	out := Finding{
		ID: f.ID, Target: f.Target, Title: f.Title, Severity: f.Severity, Certainty: string(f.Certainty), State: f.State,
		Many: f.ManyPatients, Hazards: list(f.Hazards), Categories: list(f.Categories), Exposure: list(f.Exposure),
		Suggested: []string{}, Controls: []string{},
	}
	out.Rank = int64(f.Points()+1000) << 16
	if f.Threat != nil {
		out.Threat = f.Threat.ID
		out.Rank += int64(0xffff - v.order[f.Threat.ID])
	} else {
		out.Rank += 0xffff
	}
	exploit, level := a.Rating(f, engine.Before)
	left, residual := a.Rating(f, a.Residual())
	out.Exploit, out.ExploitNow = int(exploit), int(left)
	if level != nil {
		out.Risk = level.ID
	}
	if residual != nil {
		out.Residual = residual.ID
	}
	for _, c := range f.Suggested {
		out.Suggested = append(out.Suggested, c.ID)
	}
	for _, c := range f.Controls {
		out.Controls = append(out.Controls, c.Control.ID.Value)
	}
	if d := f.Decision; d != nil {
		out.Decision, out.Owner, out.Until = d.Decision.Value, d.Owner.Value, d.Until.Value
	}
	for _, c := range f.Changed {
		out.Changed = append(out.Changed, c.String())
	}
	return out
}

// list makes an empty list of none, since the wire has no null lists.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// same reports whether two findings say the same.
func (f *Finding) same(g *Finding) bool {
	return f.ID == g.ID && f.Rank == g.Rank && f.Severity == g.Severity && f.Certainty == g.Certainty && f.State == g.State &&
		f.Risk == g.Risk && f.Residual == g.Residual && f.Exploit == g.Exploit && f.ExploitNow == g.ExploitNow && f.Many == g.Many &&
		f.Title == g.Title && f.Target == g.Target && f.Decision == g.Decision && f.Owner == g.Owner && f.Until == g.Until &&
		slices.Equal(f.Hazards, g.Hazards) && slices.Equal(f.Categories, g.Categories) &&
		slices.Equal(f.Exposure, g.Exposure) && slices.Equal(f.Suggested, g.Suggested) && slices.Equal(f.Controls, g.Controls) &&
		slices.Equal(f.Changed, g.Changed)
}

// counts counts the findings and the diagnostics.
func (v *view) counts() Counts { return v.newTally().told(v) }

// diagnostics are those of the snapshot on the wire.
func (v *view) diagnostics() []Diagnostic { return v.problems(v.Diagnostics) }

func (v *view) problems(list []syntax.Diagnostic) []Diagnostic {
	out := make([]Diagnostic, len(list))
	for i, d := range list {
		out[i] = Diagnostic{Severity: d.Severity.String(), Code: d.Code, Message: d.Message, Hint: d.Hint, File: v.name(d.Place.File),
			Start: d.Place.Start, End: d.Place.End, Line: d.Place.Line, Column: d.Place.Column}
		for _, f := range d.Fixes {
			out[i].Fixes = append(out[i].Fixes, Fix{Title: f.Title, Edits: wireEdits(f.Edits)})
		}
	}
	return out
}

func wireEdits(edits []syntax.Edit) []Edit {
	out := make([]Edit, len(edits))
	for i, e := range edits {
		out[i] = Edit{e.Start, e.End, e.New}
	}
	return out
}

// model is the model by entries.
func (v *view) model() Model {
	out := Model{Head: v.Model.PlainHead(), Sections: map[string][]Entry{}, Layout: map[string]map[string]Place{}}
	for _, key := range model.SectionKeys() {
		out.Sections[key] = v.Model.PlainEntries(key)
	}
	for at, p := range laidOut(v.Model) {
		if out.Layout[at.view] == nil {
			out.Layout[at.view] = map[string]Place{}
		}
		out.Layout[at.view][at.target] = p
	}
	return out
}

// texts are the files of the model itself.
func (v *view) texts() []FileText {
	out := make([]FileText, len(v.Files))
	for i, f := range v.Files {
		text := string(f.Text())
		out[i] = FileText{Name: v.name(f.Name), Text: text, Hash: hashText(text)}
	}
	return out
}

func hashText(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func (v *view) scales() report.ScaleWords {
	if v.Analysis == nil {
		return report.ScaleWords{Severity: []report.LevelWords{}, Exploitability: []report.LevelWords{}, Risks: []report.LevelWords{}, Matrix: [][]string{}}
	}
	return report.NewRegister(v.Analysis).Scales
}

// state is the whole of it.
func (v *view) state(p ProjectHead, at head, c Counts) *State {
	return &State{Project: p, Revision: at.number, Hash: at.hash, Model: v.model(), Protection: v.guarded(), Findings: v.findings(), Counts: c,
		Diagnostics: v.diagnostics(), Files: v.texts(), Scales: v.scales()}
}

// before reports whether a finding of the view ranks before another, in the order of the engine.
func (v *view) before(f, g *engine.Finding) bool {
	if a, b := f.Points(), g.Points(); a != b {
		return a > b
	}
	threat := func(f *engine.Finding) int {
		if f.Threat == nil {
			return 0
		}
		return v.order[f.Threat.ID]
	}
	if a, b := threat(f), threat(g); a != b {
		return a < b
	}
	return f.ID < g.ID
}
