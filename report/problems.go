package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"theriac.dev/syntax"
)

// WriteProblems writes diagnostics for people, each with its source line and a caret under what it is about. The files
// are where the lines come from.
func WriteProblems(out io.Writer, t Terminal, files []*syntax.File, ds []syntax.Diagnostic) error {
	w := bufio.NewWriter(out)
	byName := map[string]*syntax.File{}
	for _, f := range files {
		byName[f.Name] = f
	}
	for _, d := range ds {
		fmt.Fprintf(w, "%s: %s: %s %s\n", position(d.Place), t.paint(problemStyle(d.Severity), d.Severity.String()), printable(d.Message),
			t.paint(dim, "["+d.Code+"]"))
		if f := byName[d.Place.File]; f != nil && d.Place.Line > 0 {
			fmt.Fprintln(w, strings.TrimRight(syntax.Excerpt(f, d.Place), "\n"))
		}
		for _, r := range d.Related {
			fmt.Fprintf(w, "  %s: %s\n", position(r.Place), printable(r.Message))
		}
		if d.Hint != "" {
			fmt.Fprintf(w, "  hint: %s\n", d.Hint)
		}
		for _, fix := range d.Fixes {
			fmt.Fprintf(w, "  fix: %s\n", fix.Title)
		}
	}
	return w.Flush()
}

// CountProblems counts diagnostics by severity.
func CountProblems(ds []syntax.Diagnostic) (errors, warnings, notes int) {
	for _, d := range ds {
		switch d.Severity {
		case syntax.Error:
			errors++
		case syntax.Warning:
			warnings++
		default:
			notes++
		}
	}
	return errors, warnings, notes
}

func position(p syntax.Place) string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

func problemStyle(s syntax.Severity) string {
	switch s {
	case syntax.Error:
		return red
	case syntax.Warning:
		return yellow
	}
	return dim
}
