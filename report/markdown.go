package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes a document for people: counts, a table of findings, then each finding with its reason.
func (r *Report) WriteMarkdown(out io.Writer) error {
	w := bufio.NewWriter(out)
	for i, m := range r.Models {
		if i > 0 {
			fmt.Fprintln(w)
		}
		markdownModel(w, r, m)
	}
	return w.Flush()
}

func markdownModel(w io.Writer, r *Report, m Model) {
	fmt.Fprintf(w, "# Threats of %s\n\n", md(title(m)))
	fmt.Fprintf(w, "%s. Analysed with %s.\n\n", m.Counts.sentence(), md(strings.Join(m.Packs, ", ")))
	if len(m.Findings) > 0 {
		fmt.Fprintln(w, "| # | severity | exploitability | risk left | patients | finding | what | certainty | state |")
		fmt.Fprintln(w, "| ---: | --- | --- | --- | --- | --- | --- | --- | --- |")
		for _, f := range m.Findings {
			fmt.Fprintf(w, "| %d | %s | %s | %s | %s | `%s` | %s | %s | %s |\n",
				f.Rank, dash(f.Severity), f.Risk.Exploitability, dash(f.Risk.Residual), dash(f.Patients), f.ID, md(f.Title), f.Certainty, f.State)
		}
	}
	for _, f := range m.Findings {
		markdownFinding(w, f, r.threat(f.Threat))
	}
	markdownLists(w, m)
}

func markdownFinding(w io.Writer, f Finding, t Threat) {
	fmt.Fprintf(w, "\n## %d. %s\n\n`%s` · %s · %s", f.Rank, md(f.Title), f.ID, dash(f.Severity), f.Certainty)
	if len(f.Weaknesses) > 0 {
		fmt.Fprintf(w, " · %s", strings.Join(f.Weaknesses, ", "))
	}
	fmt.Fprintf(w, "\n\n%s\n\n", md(strings.TrimSpace(f.Text)))
	if f.Reason.Because != "" {
		fmt.Fprintf(w, "**Why.** %s\n\n", md(f.Reason.Because))
	}
	for _, x := range f.Reason.Facts {
		fmt.Fprintf(w, "- %s%s\n", md(x.words()), atWords(x.At))
	}
	for _, x := range f.Reason.Missing {
		fmt.Fprintf(w, "- %s\n", md(x.words()))
	}
	if len(t.Controls) > 0 {
		fmt.Fprintf(w, "\n**Controls that answer it.** %s.\n", strings.Join(t.Controls, ", "))
	}
	for _, c := range f.Controls {
		fmt.Fprintf(w, "\nControl `%s` (%s): %s.\n", c.ID, md(c.Title), c.standing())
	}
	if d := f.Decision; d != nil {
		markdownDecision(w, *d)
	}
}

// markdownDecision tells a decision with all that it must say: why, to whom and in which words, by whom, until when.
func markdownDecision(w io.Writer, d Decision) {
	fmt.Fprintf(w, "\n**Decision.** %s", d.Decision)
	if d.Because != "" {
		fmt.Fprintf(w, ": %s", md(d.Because))
	}
	fmt.Fprint(w, "\n\n")
	for _, x := range []struct{ what, value string }{
		{"to", d.To}, {"told as", d.Text}, {"in", d.Document}, {"by", d.Owner}, {"as", d.Authority}, {"on", d.Date}, {"until", d.Until},
	} {
		if x.value != "" {
			fmt.Fprintf(w, "- %s %s\n", x.what, md(x.value))
		}
	}
}

func markdownLists(w io.Writer, m Model) {
	if len(m.OutOfScope) > 0 {
		fmt.Fprint(w, "\n## Out of scope\n\n")
		for _, o := range m.OutOfScope {
			fmt.Fprintf(w, "- `%s`: %s\n", o.Target, md(o.Because))
		}
	}
	if len(m.Orphans) > 0 {
		fmt.Fprint(w, "\n## Decisions whose finding is gone\n\n")
		for _, o := range m.Orphans {
			fmt.Fprintf(w, "- `%s`: %s. %s\n", o.ID, o.Decision, md(o.Because))
		}
	}
}

// md makes text safe inside Markdown: nothing in a model can become markup or a link.
func md(s string) string {
	return mdEscaper.Replace(oneLine(s))
}

var mdEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "|", `\|`, "#", `\#`,
)

func atWords(at string) string {
	if at == "" {
		return ""
	}
	return " (" + md(at) + ")"
}

func title(m Model) string {
	if m.Name != "" {
		return m.Name
	}
	return m.ID
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// sentence says the counts in words: "52 findings: 40 confirmed, 12 possible; 9 hidden".
func (c Counts) sentence() string {
	s := fmt.Sprintf("%s: %d confirmed, %d possible", plural(c.Findings, "finding"), c.ByCertainty["confirmed"], c.ByCertainty["possible"])
	if c.Hidden > 0 {
		s += fmt.Sprintf("; %d more not shown", c.Hidden)
	}
	return s
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
