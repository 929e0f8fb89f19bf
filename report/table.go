package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Terminal says what the reader's terminal can do. The zero value is a plain text file of 100 columns.
type Terminal struct {
	Width int  // columns; 0 means 100
	Color bool // may use ANSI colours
}

func (t Terminal) width() int {
	if t.Width <= 0 {
		return 100
	}
	return max(t.Width, 40)
}

// paint wraps s in an ANSI style where colours are allowed. No meaning rests on colour alone.
func (t Terminal) paint(style, s string) string {
	if !t.Color || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	yellow = "33"
	green  = "32"
)

// WriteTable writes the findings for a terminal: confirmed ones first, then possible ones under their own head, each in
// rank order with its reason.
func (r *Report) WriteTable(out io.Writer, t Terminal) error {
	w := bufio.NewWriter(out)
	for i, m := range r.Models {
		if i > 0 {
			fmt.Fprintln(w)
		}
		tableModel(w, t, m)
	}
	if len(r.Models) > 1 {
		fmt.Fprintf(w, "\n%s in %s\n", r.Counts.sentence(), plural(len(r.Models), "model"))
	}
	return w.Flush()
}

func tableModel(w io.Writer, t Terminal, m Model) {
	fmt.Fprintf(w, "%s  %s\n", t.paint(bold, oneLine(title(m))), t.paint(dim, m.File))
	fmt.Fprintf(w, "%s, %s. %s.\n", plural(m.Elements, "element"), plural(m.Flows, "flow"), m.Counts.sentence())
	tableGroup(w, t, m, "confirmed", "Confirmed: every fact is stated")
	tableGroup(w, t, m, "possible", "Possible: rests on something unknown, or on what such parts usually have")
	if len(m.Findings) == 0 {
		fmt.Fprintln(w, "\nNo findings to show.")
	}
	for _, o := range m.OutOfScope {
		fmt.Fprintf(w, "\nout of scope: %s (%s)", o.Target, oneLine(o.Because))
	}
	if len(m.OutOfScope) > 0 {
		fmt.Fprintln(w)
	}
	for _, o := range m.Orphans {
		fmt.Fprintf(w, "\n%s the finding of decision %s (%s:%d) is gone: remove it, or find out why\n",
			t.paint(yellow, "orphan:"), o.ID, o.Place.File, o.Place.Line)
	}
}

func tableGroup(w io.Writer, t Terminal, m Model, certainty, head string) {
	first := true
	for _, f := range m.Findings {
		if f.Certainty != certainty {
			continue
		}
		if first {
			fmt.Fprintln(w)
			for _, line := range wrap(head, t.width()) {
				fmt.Fprintln(w, t.paint(bold, line))
			}
			first = false
		}
		tableFinding(w, t, f)
	}
}

// tableIndent is where the texts of a finding start: after rank, severity and exploitability.
const tableIndent = 13

func tableFinding(w io.Writer, t Terminal, f Finding) {
	severity, patients := f.Severity, ""
	if severity == "" {
		severity = "--"
	}
	if f.Patients == "many" {
		patients = "many patients"
	}
	head := fmt.Sprintf("%4d  %s %s  ", f.Rank, t.paint(severityStyle(f.Severity), severity), f.Risk.Exploitability)
	state := f.State
	if f.Decision != nil {
		state += ", " + f.Decision.Decision
	}
	right := strings.TrimSpace(patients + "  " + state)
	if f.Risk.Residual != "" {
		right = strings.TrimSpace(right + ", " + f.Risk.Residual)
	}
	room := t.width() - tableIndent - utf8.RuneCountInString(right) - 2
	id := clip(f.ID, room)
	gap := max(2, t.width()-tableIndent-utf8.RuneCountInString(id)-utf8.RuneCountInString(right))
	fmt.Fprintf(w, "%s%s%s%s\n", head, t.paint(bold, id), strings.Repeat(" ", gap), t.paint(stateStyle(f.State), right))
	indented(w, t, "", f.Title)
	why := factWords(f.Reason.Facts)
	if why == "" {
		why = f.Reason.Because
	}
	indented(w, t, dim, "because "+oneLine(why))
	if f.Certainty == "possible" && len(f.Reason.Missing) > 0 {
		indented(w, t, dim, "but "+oneLine(factWords(f.Reason.Missing)))
	}
}

// indented writes text under a finding, on at most two lines.
func indented(w io.Writer, t Terminal, style, text string) {
	lines := wrap(text, t.width()-tableIndent)
	if len(lines) > 2 {
		lines = lines[:2]
		lines[1] = clip(lines[1], t.width()-tableIndent-2) + " …"
	}
	for _, line := range lines {
		fmt.Fprintf(w, "%s%s\n", strings.Repeat(" ", tableIndent), t.paint(style, line))
	}
}

func severityStyle(s string) string {
	switch s {
	case "S5", "S4":
		return red
	case "S3":
		return yellow
	}
	return dim
}

func stateStyle(s string) string {
	if s == "open" || s == "planned" || s == "review" {
		return yellow
	}
	return green
}

// clip shortens s to n characters, with an ellipsis where something was cut.
func clip(s string, n int) string {
	if n < 1 || utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// oneLine puts text on one line and takes control characters out of it, so that a name in a model cannot steer the
// reader's terminal.
func oneLine(s string) string { return strings.Join(strings.Fields(printable(s)), " ") }

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

// wrap breaks text into lines of at most n characters, between words where it can.
func wrap(text string, n int) []string {
	var lines []string
	line, length := "", 0
	for _, word := range strings.Fields(printable(text)) {
		k := utf8.RuneCountInString(word)
		switch {
		case line == "":
			line, length = word, k
		case length+1+k <= n:
			line, length = line+" "+word, length+1+k
		default:
			lines, line, length = append(lines, line), word, k
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
