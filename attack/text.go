package attack

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteText writes lists of paths for people to read.
func WriteText(w io.Writer, lists []PathList) error {
	out := bufio.NewWriter(w)
	for i, l := range lists {
		if i > 0 {
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out, heading(l))
		if len(l.Paths) == 0 {
			fmt.Fprintln(out, "  No path leads there.")
		}
		for n := range l.Paths {
			writePath(out, n+1, &l.Paths[n])
		}
		if l.Partial {
			fmt.Fprintln(out, "\n  There may be more paths: the search gave up.")
		}
	}
	return out.Flush()
}

func heading(l PathList) string {
	parts := []string{l.Target}
	if l.Severity != "" {
		parts = append(parts, l.Severity)
	}
	if l.Text != "" {
		parts = append(parts, l.Text)
	}
	return strings.Join(parts, "  ")
}

func writePath(w io.Writer, n int, p *Path) {
	fmt.Fprintf(w, "\n  Path %d: %s, %d points", n, plural(p.Findings, "finding"), p.Points)
	if p.Possible {
		fmt.Fprint(w, ", not all of it confirmed")
	}
	fmt.Fprintf(w, "\n    from %s\n", strings.Join(p.From, ", "))
	for i := range p.Steps {
		writeStep(w, &p.Steps[i], i == p.Hardest && p.Findings > 1)
	}
}

func writeStep(w io.Writer, s *Step, hardest bool) {
	switch s.Kind {
	case "position":
		fmt.Fprintf(w, "    %3d  %s\n", s.Sum, s.Text)
	case "finding":
		mark := ""
		if hardest {
			mark = "  (hardest step)"
		}
		fmt.Fprintf(w, "    %3d  %s%s\n", s.Sum, s.Title, mark)
		fmt.Fprintf(w, "         %s, %s, %s\n", s.Finding, s.Certainty, s.State)
		if s.Because != "" {
			fmt.Fprintf(w, "         because: %s\n", s.Because)
		}
		for _, f := range s.Facts {
			fmt.Fprintf(w, "         fact: %s %s: %s (%s)\n", f.Subject, f.Field, f.Value, f.Origin)
		}
		for _, f := range s.Missing {
			fmt.Fprintf(w, "         not known: %s %s\n", f.Subject, f.Field)
		}
		if len(s.Unrated) > 0 {
			fmt.Fprintf(w, "         not rated, counted as easy: %s\n", strings.Join(s.Unrated, ", "))
		}
		fmt.Fprintf(w, "         gains: %s\n", s.Holds)
	case "ground":
		fmt.Fprintf(w, "         %s  [%s]\n", s.Text, s.Holds)
	default:
		fmt.Fprintf(w, "    %3d  %s: %s\n", s.Sum, s.Holds, s.Text)
		if s.Follow != nil {
			fmt.Fprintf(w, "         by: %s, which fails %s\n", strings.Join(s.Follow.Along, " > "), s.Follow.Function)
		}
	}
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
