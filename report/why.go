package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteWhy explains one finding in full: what happens, the rule, each fact with its place, what is not known, who can
// reach it, what it leads to, and what would answer it.
func (f Finding) WriteWhy(out io.Writer, t Terminal) error {
	w := bufio.NewWriter(out)
	severity := f.Severity
	if severity == "" {
		severity = "no hazard reached"
	}
	fmt.Fprintf(w, "%s\n%s\n\n", t.paint(bold, f.ID), f.Title)
	fmt.Fprintf(w, "%s, %s, %s\n\n", t.paint(severityStyle(f.Severity), severity), f.Certainty, t.paint(stateStyle(f.State), f.State))
	paragraph(w, t, f.Text)
	paragraph(w, t, f.Clinical)
	section(w, t, "Why", f.Reason.Because)
	for _, x := range f.Reason.Facts {
		if x.Guard {
			factLine(w, t, "-", x)
		} else {
			factLine(w, t, "+", x)
		}
	}
	for _, x := range f.Reason.Missing {
		factLine(w, t, "?", x)
	}
	listSection(w, t, "Who can reach it", f.Exposure)
	if len(f.Hazards) > 0 {
		listSection(w, t, "Leads to", append([]string(nil), f.Hazards...))
	}
	if f.Ask != "" {
		section(w, t, "What would settle it", f.Ask)
	}
	controls(w, t, f)
	if d := f.Decision; d != nil {
		section(w, t, "Decision", strings.TrimSpace(d.Decision+". "+d.Because+" "+strings.TrimSpace(d.Owner+" "+d.Date)))
	}
	listSection(w, t, "Weaknesses and patterns", join(f.Weaknesses, f.Patterns, f.Techniques, f.EMB3D))
	listSection(w, t, "Seen in other devices", f.Evidence)
	fmt.Fprintf(w, "%s\n", t.paint(dim, fmt.Sprintf("%s:%d:%d", f.Place.File, f.Place.Line, f.Place.Column)))
	return w.Flush()
}

func controls(w io.Writer, t Terminal, f Finding) {
	if len(f.Controls) > 0 {
		fmt.Fprintln(w, t.paint(bold, "Controls in the model"))
		for _, c := range f.Controls {
			fmt.Fprintf(w, "  %s: %s (%s)\n", c.ID, c.Title, c.Status)
		}
		fmt.Fprintln(w)
	}
	if len(f.Suggested) == 0 {
		return
	}
	fmt.Fprintln(w, t.paint(bold, "Controls that answer it"))
	for _, c := range f.Suggested {
		fmt.Fprintf(w, "  %s\n", c)
	}
	fmt.Fprintln(w)
}

func factLine(w io.Writer, t Terminal, mark string, x Fact) {
	at := ""
	if x.At != "" {
		at = "  " + x.At
	}
	fmt.Fprintf(w, "  %s %s%s\n", mark, x.words(), t.paint(dim, at))
}

func section(w io.Writer, t Terminal, head, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	fmt.Fprintln(w, t.paint(bold, head))
	paragraph(w, t, text)
}

func listSection(w io.Writer, t Terminal, head string, items []string) {
	if len(items) == 0 {
		return
	}
	section(w, t, head, strings.Join(items, ", "))
}

func paragraph(w io.Writer, t Terminal, text string) {
	lines := wrap(text, min(t.width(), 100)-2)
	for _, line := range lines {
		fmt.Fprintf(w, "  %s\n", line)
	}
	if len(lines) > 0 {
		fmt.Fprintln(w)
	}
}

func join(lists ...[]string) []string {
	var out []string
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}
