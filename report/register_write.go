package report

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// WriteJSON writes the whole register.
func (r *Register) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// securityHead and safetyHead are the columns of the registers in CSV and spreadsheets.
var (
	securityHead = []string{"finding", "title", "target", "certainty", "hazards", "severity", "patients", "exploitability", "from",
		"not known", "risk", "controls", "residual exploitability", "residual risk", "controlled (FDA)", "state", "decision", "because",
		"owner", "authority", "until", "to", "document", "privacy", "reputation", "money", "regulatory", "CVSS", "CVSS vector", "seen"}
	safetyHead = []string{"hazard", "text", "hazardous situations", "harm", "severity", "patients", "functions", "threats", "still to do",
		"security risk", "residual risk", "controlled (FDA)", "mitigated by", "introduced by"}
)

func (s SecurityRow) cells() []string {
	d := Decision{}
	if s.Decision != nil {
		d = *s.Decision
	}
	impact := map[string]string{}
	for _, i := range s.Impact {
		impact[i.Field] = i.Level
	}
	score, vector := "", ""
	if s.CVSS != nil {
		score, vector = strconv.FormatFloat(s.CVSS.Base, 'f', 1, 64), s.CVSS.Vector
	}
	controls := []string{}
	for _, c := range s.Controls {
		controls = append(controls, c.ID+" ("+c.standing()+")")
	}
	return []string{s.Finding, s.Title, s.Target, s.Certainty, strings.Join(s.Hazards, " "), s.Severity, s.Patients,
		s.Risk.Exploitability, s.Risk.From, strings.Join(s.Risk.Assumed, " "), s.Risk.Before, strings.Join(controls, ", "),
		s.Risk.ResidualExploitability, s.Risk.Residual, s.Risk.controlledCell(), s.State, d.Decision, d.Because,
		d.Owner, d.Authority, d.Until, d.To, d.Document, impact["privacy"], impact["reputation"], impact["money"],
		impact["regulatory"], score, vector, s.Seen}
}

// controlledCell is empty where nothing is rated: that is neither controlled nor uncontrolled.
func (r Risk) controlledCell() string {
	if r.Before == "" {
		return ""
	}
	return strconv.FormatBool(r.Controlled)
}

func (s SafetyRow) cells() []string {
	situations := []string{}
	for _, x := range s.Situations {
		situations = append(situations, x.ID+": "+x.Text)
	}
	return []string{s.Hazard, s.Text, strings.Join(situations, "; "), s.Harm, s.Severity, s.Patients, strings.Join(s.Functions, " "),
		strings.Join(s.Threats, " "), strconv.Itoa(s.Open), s.Before, s.Residual, strconv.FormatBool(s.Controlled),
		strings.Join(s.Mitigated, " "), strings.Join(s.Introduced, " ")}
}

// WriteCSV writes one of the registers, security or safety, one row each with a head.
func (r *Register) WriteCSV(w io.Writer, which string) error {
	out := csv.NewWriter(w)
	for _, row := range r.table(which) {
		for i := range row {
			row[i] = plainCell(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// table returns a register as rows of cells, the head first. The security register has the unrated findings at its end.
func (r *Register) table(which string) [][]string {
	if which == "safety" {
		rows := [][]string{slices.Clone(safetyHead)}
		for _, s := range r.Safety {
			rows = append(rows, s.cells())
		}
		return rows
	}
	rows := [][]string{slices.Clone(securityHead)}
	for _, s := range slices.Concat(r.Security, r.Unrated) {
		rows = append(rows, s.cells())
	}
	return rows
}

// WriteTable writes the assessment for a terminal: counts, both matrices, the worst security risks and all hazards.
func (r *Register) WriteTable(out io.Writer, t Terminal, top int) error {
	w := bufio.NewWriter(out)
	c := r.Counts
	fmt.Fprintf(w, "%s\n%s\n\n", t.paint(bold, oneLine(r.Name)), r.sentence())
	r.writeMatrices(w, t)
	fmt.Fprintf(w, "%s\n", t.paint(bold, "Security risks, worst first"))
	for i, s := range r.Security {
		if top > 0 && i == top {
			fmt.Fprintf(w, "  %d more; --top 0 shows all\n", len(r.Security)-top)
			break
		}
		left := dash(s.Risk.Residual)
		if left != s.Risk.Before {
			left = s.Risk.Before + " > " + left
		}
		fmt.Fprintf(w, "  %s %s  %s  %s, %s\n", t.paint(severityStyle(s.Severity), s.Severity), s.Risk.Exploitability, t.paint(bold, s.Finding), left, s.State)
		indentedAt(w, t, 9, oneLine(s.Title))
	}
	if c.Unrated > 0 {
		fmt.Fprintf(w, "  and %d findings that lead to no hazard of the model, so there is nothing to rate\n", c.Unrated)
	}
	fmt.Fprintf(w, "\n%s\n", t.paint(bold, "Safety risks: what leads to each hazard"))
	for _, s := range r.Safety {
		s.write(w, t)
	}
	return w.Flush()
}

// sentence says the counts in words.
func (r *Register) sentence() string {
	c := r.Counts
	return fmt.Sprintf("%d findings: %d security risks, %d lead to no hazard. %d of %d risks are controlled in the sense of FDA's postmarket guidance; %s controls count.",
		c.Findings, c.Security, c.Unrated, c.Controlled, c.Security, r.Scales.After)
}

func (s SafetyRow) write(w io.Writer, t Terminal) {
	state := "uncontrolled"
	if s.Controlled {
		state = "controlled"
	}
	if s.Patients == "none" {
		state += ", no harm to health"
	}
	fmt.Fprintf(w, "  %s  %s  %s\n", t.paint(severityStyle(s.Severity), s.Severity), t.paint(bold, s.Hazard), oneLine(s.Text))
	indentedAt(w, t, 6, fmt.Sprintf("%s; %s; %d threats, %d of them still to do; %s > %s, %s", oneLine(dash(s.Harm)), patientsWords(s.Patients),
		len(s.Threats), s.Open, dash(s.Before), dash(s.Residual), state))
	if len(s.Introduced) > 0 {
		indentedAt(w, t, 6, "introduced by control "+strings.Join(s.Introduced, ", "))
	}
}

func patientsWords(s string) string {
	switch s {
	case "many":
		return "many patients"
	case "none":
		return "nobody's health"
	}
	return "one patient"
}

func indentedAt(w io.Writer, t Terminal, indent int, text string) {
	for _, line := range wrap(text, t.width()-indent) {
		fmt.Fprintf(w, "%s%s\n", strings.Repeat(" ", indent), t.paint(dim, line))
	}
}

// writeMatrices draws both matrices as text: the number of risks and the level of each cell.
func (r *Register) writeMatrices(w io.Writer, t Terminal) {
	for _, m := range []struct {
		head  string
		count func(Cell) int
	}{
		{"Before controls", func(c Cell) int { return len(c.Before) }},
		{"What is left", func(c Cell) int { return len(c.Residual) }},
	} {
		fmt.Fprintf(w, "%s\n", t.paint(bold, m.head))
		for i, c := range r.Matrix {
			if i%5 == 0 {
				fmt.Fprintf(w, "  %s ", c.Severity)
			}
			number := "."
			if n := m.count(c); n > 0 {
				number = strconv.Itoa(n)
			}
			fmt.Fprintf(w, " %4s %-8s", number, clip(c.Risk, 8))
			if i%5 == 4 {
				fmt.Fprintln(w)
			}
		}
		fmt.Fprint(w, "     ")
		for e := 1; e <= 5; e++ {
			fmt.Fprintf(w, " %4s %-8s", "E"+strconv.Itoa(e), "")
		}
		fmt.Fprint(w, "\n\n")
	}
}

// WriteMarkdown writes the assessment as a document: scales, criteria, both registers and the links between them.
func (r *Register) WriteMarkdown(out io.Writer) error {
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "# Risk assessment of %s\n\n%s No figure here is a probability.\n\n", md(r.Name), r.sentence())
	r.markdownScales(w)
	fmt.Fprint(w, "## Security risks\n\n| finding | what | severity | exploitability | risk | controls | left | controlled (FDA) | state |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, s := range r.Security {
		cells := s.cells()
		fmt.Fprintf(w, "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |\n", s.Finding, md(s.Title), s.Severity, s.Risk.Exploitability,
			s.Risk.Before, md(dash(cells[11])), dash(s.Risk.Residual), yesNo(s.Risk.Controlled), s.State)
	}
	if len(r.Unrated) > 0 {
		fmt.Fprint(w, "\nThese lead to no hazard of the model, so there is nothing to rate:")
		for i, s := range r.Unrated {
			fmt.Fprintf(w, "%s `%s`", map[bool]string{true: ",", false: ""}[i > 0], s.Finding)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprint(w, "\n## Safety risks\n\n| hazard | text | harm | severity | patients | threats | still to do | left | controlled (FDA) | introduced by |\n| --- | --- | --- | --- | --- | ---: | ---: | --- | --- | --- |\n")
	for _, s := range r.Safety {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %d | %d | %s | %s | %s |\n", s.Hazard, md(s.Text), md(dash(s.Harm)), s.Severity,
			dash(s.Patients), len(s.Threats), s.Open, dash(s.Residual), yesNo(s.Controlled), dash(strings.Join(s.Introduced, ", ")))
	}
	fmt.Fprint(w, "\n## Links\n\n| from | | to |\n| --- | --- | --- |\n")
	for _, l := range r.Links {
		fmt.Fprintf(w, "| `%s` | %s | `%s` |\n", l.From, l.Kind, l.To)
	}
	return w.Flush()
}

func (r *Register) markdownScales(w io.Writer) {
	fmt.Fprint(w, "## Scales and criteria\n\n| level of risk | what it means | acceptance | who may accept it | controlled (FDA) |\n| --- | --- | --- | --- | --- |\n")
	for _, l := range r.Scales.Risks {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", md(l.Name), md(l.Text), l.Accept, md(dash(strings.Join(l.Authority, ", "))), yesNo(l.Controlled))
	}
	fmt.Fprint(w, "\n| severity | |\n| --- | --- |\n")
	for _, l := range r.Scales.Severity {
		fmt.Fprintf(w, "| %s %s | %s |\n", l.ID, md(l.Name), md(l.Text))
	}
	fmt.Fprint(w, "\n| exploitability | |\n| --- | --- |\n")
	for _, l := range r.Scales.Exploitability {
		fmt.Fprintf(w, "| %s %s | %s |\n", l.ID, md(l.Name), md(l.Text))
	}
	fmt.Fprint(w, "\n| before controls / left | E1 | E2 | E3 | E4 | E5 |\n| --- | --- | --- | --- | --- | --- |\n")
	for i, c := range r.Matrix {
		if i%5 == 0 {
			fmt.Fprintf(w, "| **%s** |", c.Severity)
		}
		fmt.Fprintf(w, " %s: %d / %d |", c.Risk, len(c.Before), len(c.Residual))
		if i%5 == 4 {
			fmt.Fprintln(w)
		}
	}
	fmt.Fprintln(w)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
