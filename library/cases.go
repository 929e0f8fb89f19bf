package library

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Case is one small model in the test file of a threat, with what the threat must say on its lines.
type Case struct {
	Threat *Threat
	Name   string
	Model  *model.Model
	// Text is the case as it is written, to show as an example.
	Text  string
	Marks []Mark
	// Diagnostics are what is wrong with the test file itself.
	Diagnostics []syntax.Diagnostic
}

// Mark is what a comment at the end of a line asks of the subject whose entry starts there.
type Mark struct {
	Target string
	// Want is confirmed, possible or silent.
	Want  string
	Place syntax.Place
}

// Failure is a test of a pack that does not hold.
type Failure struct {
	Threat, Case string
	Place        syntax.Place
	Message      string
}

// marks are the comments and what they ask for.
var marks = map[string]string{"fires": "confirmed", "possible": "possible", "silent": "silent"}

// Cases returns the tests of a threat in the order of its test file.
func (l *Library) Cases(threat string) []Case {
	t, src := l.Threat(threat), l.tests[threat]
	if t == nil || src.text == nil {
		return nil
	}
	file := syntax.Parse(src.name, src.text)
	var out []Case
	for _, p := range file.Root.Pairs {
		c := Case{Threat: t, Name: p.Key.Value, Model: model.DecodePart(file, p.Value)}
		c.Diagnostics = append(c.Diagnostics, file.Diagnostics()...)
		c.Diagnostics = append(c.Diagnostics, c.Model.Diagnostics...)
		c.Diagnostics = append(c.Diagnostics, Check(c.Model, l)...)
		from, to := file.Place(p.Key), file.Place(p.Value)
		c.Text = string(bytes.TrimSpace(src.text[from.Start:max(to.End, from.End)]))
		c.mark(file, from.Line, max(to.EndLine, from.Line))
		out = append(out, c)
	}
	return out
}

// mark reads the comments on the lines of the case.
func (c *Case) mark(file *syntax.File, first, last int) {
	at := c.targets()
	for line := first; line <= last; line++ {
		text := file.Line(line)
		i := strings.LastIndex(text, "# ")
		if i < 0 {
			continue
		}
		want, ok := marks[strings.TrimSpace(text[i+2:])]
		if !ok {
			continue
		}
		place := syntax.Place{File: file.Name, Line: line, EndLine: line, Column: 1, EndColumn: len([]rune(text)) + 1}
		targets := at[line]
		if line == first && c.Threat.For == "device" {
			targets = []string{"device"}
		}
		if len(targets) != 1 {
			c.Diagnostics = append(c.Diagnostics, syntax.Diagnostic{Place: place, Code: "bad-mark",
				Message: fmt.Sprintf("a mark stands on the line on which exactly one %s starts; here start %d", c.Threat.For, len(targets))})
			continue
		}
		c.Marks = append(c.Marks, Mark{targets[0], want, place})
	}
}

// targets returns the ids of the subjects that the threat can be about, by the line on which their entry starts.
func (c *Case) targets() map[int][]string {
	out := map[int][]string{}
	m := c.Model
	add := func(id string, key *syntax.Node) { out[m.Place(key).Line] = append(out[m.Place(key).Line], id) }
	switch c.Threat.For {
	case "flow":
		for _, f := range m.Flows.All() {
			add(f.ID.Value, f.ID.Node)
		}
	case "element":
		for _, e := range m.Elements.All() {
			add(e.ID.Value, e.ID.Node)
		}
	case "interface":
		for _, e := range m.Elements.All() {
			for _, i := range e.Interfaces.All() {
				add(e.ID.Value+"."+i.ID.Value, i.ID.Node)
			}
		}
	case "data":
		for _, d := range m.Data.All() {
			add(d.ID.Value, d.ID.Node)
		}
	case "device":
		if m.Device.Node != nil {
			add("device", m.Device.Node)
		}
	}
	return out
}

// String is the failure on one line: file, line, case, message.
func (f Failure) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.Place.File, f.Place.Line, f.Case, f.Message)
}

// TestResult is what the tests of packs came to.
type TestResult struct {
	Threats, Cases, Marks int
	Failures              []Failure
}

// TestPack runs the tests of every threat of a pack; of all packs where pack is empty. Packs do not know how a model is
// analysed: findings returns, for a model, the certainty (confirmed or possible) of each finding by its id,
// <threat>@<target>.
func (l *Library) TestPack(pack string, findings func(*model.Model) map[string]string) TestResult {
	var r TestResult
	for _, t := range l.Threats {
		if pack != "" && t.Pack != pack {
			continue
		}
		r.Threats++
		r.threat(t, l.Cases(t.ID), findings)
	}
	return r
}

// threat runs the tests of one threat.
func (r *TestResult) threat(t *Threat, cases []Case, findings func(*model.Model) map[string]string) {
	fires, silent := false, false
	for _, c := range cases {
		r.Cases++
		r.Marks += len(c.Marks)
		r.Failures = append(r.Failures, c.run(findings(c.Model))...)
		for _, m := range c.Marks {
			fires = fires || m.Want != "silent"
			silent = silent || m.Want == "silent"
		}
	}
	if !fires || !silent {
		r.Failures = append(r.Failures, Failure{Threat: t.ID, Place: t.Place, Message: "no test says where the threat fires, or none says where it is silent"})
	}
}

// run compares the findings on the model of a case with its marks.
func (c *Case) run(findings map[string]string) []Failure {
	var out []Failure
	fail := func(place syntax.Place, format string, args ...any) {
		out = append(out, Failure{c.Threat.ID, c.Name, place, fmt.Sprintf(format, args...)})
	}
	for _, d := range c.Diagnostics {
		if d.Severity == syntax.Error {
			fail(d.Place, "%s", d.Message)
		}
	}
	marked := map[string]bool{}
	for _, m := range c.Marks {
		marked[m.Target] = true
		got := findings[c.Threat.ID+"@"+m.Target]
		if got == "" {
			got = "silent"
		}
		if got != m.Want {
			fail(m.Place, "%s at %s is %s, and the test says %s", c.Threat.ID, m.Target, got, m.Want)
		}
	}
	var unmarked []string
	for id := range findings {
		if target, ok := strings.CutPrefix(id, c.Threat.ID+"@"); ok && !marked[target] {
			unmarked = append(unmarked, target)
		}
	}
	slices.Sort(unmarked)
	for _, target := range unmarked {
		fail(c.placeOf(target), "%s fires at %s (%s), and no mark says so", c.Threat.ID, target, findings[c.Threat.ID+"@"+target])
	}
	return out
}

// placeOf returns where the entry of a target stands.
func (c *Case) placeOf(target string) syntax.Place {
	for line, ids := range c.targets() {
		if slices.Contains(ids, target) {
			return syntax.Place{File: c.Model.Files[0].Name, Line: line, EndLine: line, Column: 1, EndColumn: 1}
		}
	}
	return c.Threat.Place
}
