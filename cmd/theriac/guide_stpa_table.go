package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

func (v *stpaView) write(o output, format string) error {
	switch format {
	case "json":
		return o.json(v)
	case "markdown":
		return v.markdown(o)
	}
	return v.text(o)
}

// title names the model.
func (v *stpaView) title() string {
	if v.Name != "" {
		return v.Name
	}
	return v.Model
}

// text writes the analysis for a terminal: ids in the table of the four forms, and what they mean below it.
func (v *stpaView) text(o output) error {
	w := bufio.NewWriter(o)
	fmt.Fprintf(w, "STPA of %s\n", plain(v.title()))
	head := func(title string, n int) {
		fmt.Fprintf(w, "\n%s\n", title)
		if n == 0 {
			fmt.Fprintln(w, "  none")
		}
	}
	head("Losses", len(v.Losses))
	for _, l := range v.Losses {
		entry(w, l.ID, l.Text, "from", l.Hazards)
	}
	head("Hazards", len(v.Hazards))
	for _, h := range v.Hazards {
		entry(w, h.ID, strings.TrimSpace(h.Severity+" "+h.Text), "leads to", h.Losses, "from", h.UnsafeActions)
	}
	head("Control structure", len(v.Actions))
	for _, a := range v.Actions {
		entry(w, a.ID, a.Controller+" -> "+orDash(a.Process)+": "+a.Text, "over", a.Flows, "feedback", orNone(a.Feedback))
	}
	head("Unsafe control actions", len(v.Actions))
	v.forms(w)
	for _, u := range v.UnsafeActions {
		text := u.Text
		if len(u.Hazards) == 0 && u.Because != "" {
			text = "not unsafe: " + u.Because
		}
		entry(w, u.ID, u.Action+", "+strings.ReplaceAll(u.Form, "-", " ")+": "+text, "leads to", u.Hazards, "by", u.Scenarios, "kept by", u.Constraints)
	}
	head("Scenarios", len(v.Scenarios))
	for _, s := range v.Scenarios {
		entry(w, s.ID, s.Text, "cause", one(s.Cause), "leads to", s.Of, "threats", s.Threats, "kept by", s.Constraints)
	}
	head("Constraints", len(v.Constraints))
	for _, c := range v.Constraints {
		entry(w, c.ID, c.Text, "prevents", c.Of, "becomes", append(c.Requirements[:len(c.Requirements):len(c.Requirements)], c.Controls...),
			"threats", c.Threats)
	}
	head("Threats", len(v.Threats))
	for _, t := range v.Threats {
		entry(w, t.ID, t.Title, "state", one(t.State), "by way of", t.UnsafeActions, "hazards", t.Hazards, "losses", t.Losses)
	}
	return w.Flush()
}

// forms writes the table of actions and forms.
func (v *stpaView) forms(w io.Writer) {
	if len(v.Actions) == 0 {
		return
	}
	rows := [][]string{append([]string{"action"}, stpaFormTitles[:]...)}
	for _, a := range v.Actions {
		row := []string{a.ID}
		for _, cell := range a.Forms {
			row = append(row, v.cell(cell))
		}
		rows = append(rows, row)
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString("  " + cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
	fmt.Fprintln(w, "  (in brackets: this form is not unsafe; ?: not answered)")
	fmt.Fprintln(w)
}

// cell writes the unsafe actions of one action and form.
func (v *stpaView) cell(ids []string) string {
	if len(ids) == 0 {
		return "?"
	}
	out := make([]string, 0, len(ids))
	for _, u := range v.UnsafeActions {
		for _, id := range ids {
			switch {
			case u.ID != id:
			case len(u.Hazards) > 0:
				out = append(out, id)
			case u.Because != "":
				out = append(out, "("+id+")")
			default:
				out = append(out, id+"?")
			}
		}
	}
	return strings.Join(out, ", ")
}

// entry writes one entry and, on a line below, its links: pairs of a word and a list of ids.
func entry(w io.Writer, id, text string, links ...any) {
	fmt.Fprintf(w, "  %-5s %s\n", id, plain(text))
	var parts []string
	for i := 0; i+1 < len(links); i += 2 {
		if list := links[i+1].([]string); len(list) > 0 {
			parts = append(parts, links[i].(string)+" "+strings.Join(list, ", "))
		}
	}
	if len(parts) > 0 {
		fmt.Fprintf(w, "        %s\n", plain(strings.Join(parts, "; ")))
	}
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func orNone(list []string) []string {
	if len(list) == 0 {
		return []string{"none"}
	}
	return list
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// markdown writes the analysis as tables for a document.
func (v *stpaView) markdown(o output) error {
	w := bufio.NewWriter(o)
	fmt.Fprintf(w, "# STPA of %s\n", markdownCell(v.title()))
	t := mdTables{w}
	t.head("Losses", "loss", "what", "hazards")
	for _, l := range v.Losses {
		t.row(l.ID, l.Text, list(l.Hazards))
	}
	t.head("Hazards", "hazard", "what", "severity", "losses", "unsafe actions")
	for _, h := range v.Hazards {
		t.row(h.ID, h.Text, h.Severity, list(h.Losses), list(h.UnsafeActions))
	}
	t.head("Control structure", "action", "what", "controller", "process", "flows", "feedback")
	for _, a := range v.Actions {
		t.row(a.ID, a.Text, a.Controller, a.Process, list(a.Flows), list(a.Feedback))
	}
	t.head("Unsafe control actions", append([]string{"action"}, stpaFormTitles[:]...)...)
	for _, a := range v.Actions {
		row := []string{a.ID}
		for _, form := range a.Forms {
			row = append(row, v.said(form))
		}
		t.row(row...)
	}
	t.head("Scenarios", "scenario", "what", "cause", "unsafe actions", "threats", "constraints")
	for _, s := range v.Scenarios {
		t.row(s.ID, s.Text, s.Cause, list(s.Of), list(s.Threats), list(s.Constraints))
	}
	t.head("Constraints", "constraint", "what", "prevents", "requirements", "controls", "threats")
	for _, c := range v.Constraints {
		t.row(c.ID, c.Text, list(c.Of), list(c.Requirements), list(c.Controls), list(c.Threats))
	}
	t.head("Threats", "threat", "what", "state", "scenarios", "unsafe actions", "hazards", "losses", "constraints")
	for _, x := range v.Threats {
		t.row(x.ID, x.Title, x.State, list(x.Scenarios), list(x.UnsafeActions), list(x.Hazards), list(x.Losses), list(x.Constraints))
	}
	return w.Flush()
}

// said writes the unsafe actions of one form in full.
func (v *stpaView) said(ids []string) string {
	if len(ids) == 0 {
		return "not answered"
	}
	var out []string
	for _, u := range v.UnsafeActions {
		for _, id := range ids {
			switch {
			case u.ID != id:
			case len(u.Hazards) > 0:
				out = append(out, id+": "+u.Text+" ("+list(u.Hazards)+")")
			default:
				out = append(out, id+": not unsafe. "+u.Because)
			}
		}
	}
	return strings.Join(out, "; ")
}

func list(ids []string) string { return strings.Join(ids, ", ") }

// mdTables writes tables of Markdown.
type mdTables struct{ w io.Writer }

func (t mdTables) head(title string, columns ...string) {
	fmt.Fprintf(t.w, "\n## %s\n\n| %s |\n|%s\n", title, strings.Join(columns, " | "), strings.Repeat(" --- |", len(columns)))
}

func (t mdTables) row(cells ...string) {
	for i, c := range cells {
		cells[i] = markdownCell(c)
	}
	fmt.Fprintf(t.w, "| %s |\n", strings.Join(cells, " | "))
}

// markdownCell makes text safe inside Markdown: nothing in a model can become markup, a link or the end of a cell.
func markdownCell(s string) string { return markdownEscaper.Replace(orDash(plain(s))) }

var markdownEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "|", `\|`, "#", `\#`,
)
