package main

import (
	"bufio"
	"regexp"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/model"
)

// template prints the sections of a method as text that can be appended to the model: a section that is there already,
// and one that needs something which the model lacks, is printed as a comment.
func (v *guideView) template(o output, m *method) error {
	w := bufio.NewWriter(o)
	w.WriteString("\n# " + m.title + ": to begin with. Replace the words, keep what fits.\n")
	f := v.filler()
	for i := range m.stages {
		for _, p := range m.stages[i].paste {
			w.WriteString(f.section(p))
		}
	}
	return w.Flush()
}

// filler puts ids of the model in place of the blanks of templates. What it has written itself counts as being there.
type filler struct {
	v       *guideView
	have    map[string]string // ids by blank
	written string            // the section that the text so far ends with
}

// section returns the text of a section, or the same as a comment where it cannot be appended.
func (f *filler) section(p paste) string {
	text, missing := f.fill(p.text)
	head, entries, _ := strings.Cut(text, "\n")
	switch {
	case p.in(f.v.m) != nil:
		return "# The model has the section " + strings.TrimSuffix(head, ":") + " already; another entry:\n" + comment(entries)
	case missing != "":
		return "# Needs " + missing + " first:\n" + comment(text)
	}
	if b, ok := begins[head]; ok && f.have[b.blank] == "" {
		f.have[b.blank] = b.id
	}
	if head == f.written {
		return entries
	}
	f.written = head
	return text
}

func comment(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("# " + line)
	}
	return b.String()
}

var blank = regexp.MustCompile(`\{[a-z]+\}`)

// fill returns a text without blanks, and what the model lacks for that, in words, or nothing where it has all.
func (f *filler) fill(text string) (filled, missing string) {
	filled = blank.ReplaceAllStringFunc(text, func(b string) string {
		if id := f.have[b]; id != "" {
			return id
		}
		if missing == "" {
			missing = lacks[b]
		}
		return b
	})
	return filled, missing
}

// begins are the ids with which templates begin a section, by its first line.
var begins = map[string]struct{ blank, id string }{
	"goals:": {"{goal}", "G1"}, "anti-goals:": {"{antigoal}", "AG1"}, "losses:": {"{loss}", "L1"}, "control-actions:": {"{action}", "CA1"},
	"unsafe-actions:": {"{unsafe}", "UCA1"}, "scenarios:": {"{scenario}", "CS1"}, "usecases:": {"{usecase}", "use-1"},
}

// lacks says in words what stands behind a blank.
var lacks = map[string]string{
	"{controller}": "a flow between two elements", "{process}": "a flow between two elements", "{flow}": "a flow between two elements",
	"{function}": "an entry in functions", "{hazard}": "an entry in hazards", "{finding}": "a finding or a threat of the team",
	"{goal}": "an entry in goals", "{antigoal}": "an entry in anti-goals", "{action}": "an entry in control-actions",
	"{unsafe}": "an entry in unsafe-actions", "{scenario}": "an entry in scenarios", "{usecase}": "a use case",
}

// filler chooses the id of the model for each blank: as a rule the first entry of the section.
func (v *guideView) filler() *filler {
	m := v.m
	first := func(list []string) string {
		if len(list) > 0 {
			return list[0]
		}
		return ""
	}
	out := map[string]string{
		"{function}": first(ids(&m.Functions)), "{goal}": first(ids(&m.Goals)), "{antigoal}": first(ids(&m.AntiGoals)),
		"{loss}": first(ids(&m.Losses)), "{action}": first(ids(&m.ControlActions)), "{unsafe}": first(ids(&m.UnsafeActions)),
		"{scenario}": first(ids(&m.Scenarios)), "{usecase}": first(v.uses()), "{hazard}": v.worstHazard(), "{position}": "anyone-near",
	}
	out["{finding}"] = v.findingFor(out["{hazard}"])
	if f := v.commandFlow(); f != nil {
		out["{controller}"], out["{process}"], out["{flow}"] = f.From.Value, f.To.Value, f.ID.Value
	}
	return &filler{v: v, have: out}
}

// uses are the use cases that are no misuse.
func (v *guideView) uses() []string {
	var out []string
	for _, u := range v.m.UseCases.All() {
		if u.Kind.Value != "misuse" {
			out = append(out, u.ID.Value)
		}
	}
	return out
}

// worstHazard is the first hazard of the highest severity.
func (v *guideView) worstHazard() string {
	id, worst := "", ""
	for _, h := range v.m.Hazards.All() {
		if id == "" || h.Severity.Value > worst {
			id, worst = h.ID.Value, h.Severity.Value
		}
	}
	return id
}

// findingFor is the first finding, in rank order, that leads to a hazard, or the first of all.
func (v *guideView) findingFor(hazard string) string {
	first := ""
	for _, f := range v.a.Findings {
		for _, h := range f.Hazards {
			if h == hazard {
				return f.ID
			}
		}
		if first == "" {
			first = f.ID
		}
	}
	return first
}

// commandFlow is a flow that tells an element which performs a critical function what to do, or any flow.
func (v *guideView) commandFlow() *model.Flow {
	performs := performers(v.a)
	var first *model.Flow
	for _, f := range v.m.Flows.All() {
		if v.m.Elements.Get(f.From.Value) == nil || v.m.Elements.Get(f.To.Value) == nil {
			continue
		}
		if first == nil {
			first = f
		}
		if performs[f.To.Value] != "" {
			return f
		}
	}
	return first
}

// performers maps elements to the first critical function that they perform.
func performers(a *engine.Analysis) map[string]string {
	out := map[string]string{}
	for _, f := range a.Model.Functions.All() {
		for _, by := range f.By.Items {
			if out[by.Value] == "" {
				out[by.Value] = f.ID.Value
			}
		}
	}
	return out
}
