package diagram

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/report"
)

// Marks counts the confirmed findings with something left to do at each element, flow and piece of data, with the worst
// severity among them. What is at an interface counts at its element.
func Marks(a *engine.Analysis) map[string]Mark {
	out := map[string]Mark{}
	for _, f := range a.Findings {
		if f.Certainty != engine.Confirmed || !f.Left() {
			continue
		}
		target, _, _ := strings.Cut(f.Target, ".")
		m := out[target]
		m.Count++
		m.Severity = max(m.Severity, report.Severity(f.Severity))
		out[target] = m
	}
	return out
}

// MatrixOf makes the picture of the matrix of a register: how many risks stand in each cell before controls, and of what is
// left.
func MatrixOf(r *report.Register) *Matrix {
	m := &Matrix{Title: "Risk of " + r.Name,
		Text: "How many security risks stand in each cell of severity and exploitability, before controls and of what is left."}
	for _, l := range slices.Backward(r.Scales.Severity) {
		m.Rows = append(m.Rows, [2]string{l.ID, l.Name})
	}
	for _, l := range r.Scales.Exploitability {
		m.Columns = append(m.Columns, [2]string{l.ID, l.Name})
	}
	before := MatrixPanel{Title: fmt.Sprintf("Before controls: %d risks", r.Counts.Security)}
	left := MatrixPanel{Title: fmt.Sprintf("What is left, counting %s controls: %d of %d controlled (FDA)", r.Scales.After, r.Counts.Controlled, r.Counts.Security)}
	for row := range slices.Chunk(r.Matrix, max(len(m.Columns), 1)) {
		var was, is []MatrixCell
		for _, c := range row {
			i := slices.IndexFunc(r.Scales.Risks, func(l report.LevelWords) bool { return l.ID == c.Risk })
			cell := MatrixCell{Level: max(i, 0), Levels: len(r.Scales.Risks), Word: c.Risk, Count: len(c.Before)}
			if i >= 0 {
				cell.Word = r.Scales.Risks[i].Name
			}
			was = append(was, cell)
			cell.Count = len(c.Residual)
			is = append(is, cell)
		}
		before.Cells, left.Cells = append(before.Cells, was), append(left.Cells, is)
	}
	m.Panels = []MatrixPanel{before, left}
	return m
}
