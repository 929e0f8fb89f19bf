package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
)

// csvHead are the columns of the CSV form.
var csvHead = []string{
	"model", "rank", "id", "threat", "target", "title", "severity", "exploitability", "risk", "residual", "controlled", "patients", "certainty", "state", "decision",
	"categories", "weaknesses", "hazards", "exposure", "because", "facts", "missing", "suggested", "file", "line",
}

// WriteCSV writes one row a finding, with a head. A cell that a spreadsheet would take for a formula is made text.
func (r *Report) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write(csvHead); err != nil {
		return err
	}
	for _, m := range r.Models {
		for _, f := range m.Findings {
			if err := out.Write(csvRow(m, f, r.threat(f.Threat))); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func csvRow(m Model, f Finding, t Threat) []string {
	decision := ""
	if f.Decision != nil {
		decision = f.Decision.Decision
	}
	row := []string{
		m.ID, strconv.Itoa(f.Rank), f.ID, f.Threat, f.Target, f.Title, f.Severity,
		f.Risk.Exploitability, f.Risk.Before, f.Risk.Residual, f.Risk.controlledCell(), f.Patients, f.Certainty, f.State, decision,
		strings.Join(f.Categories, " "), strings.Join(f.Weaknesses, " "), strings.Join(f.Hazards, " "),
		strings.Join(f.Exposure, " "), f.Reason.Because, factWords(f.Reason.Facts), factWords(f.Reason.Missing),
		strings.Join(t.Controls, " "), f.Place.File, strconv.Itoa(f.Place.Line),
	}
	for i, cell := range row {
		row[i] = plainCell(cell)
	}
	return row
}

// plainCell puts an apostrophe before text that a spreadsheet would run as a formula (CWE-1236).
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n|", rune(s[0])) {
		return "'" + s
	}
	return s
}

// factWords says facts in words: "f4 authentication is none; f4 carries drug-library".
func factWords(facts []Fact) string {
	words := make([]string, 0, len(facts))
	for _, f := range facts {
		words = append(words, f.words())
	}
	return strings.Join(words, "; ")
}

// words says a fact in words: "f4 carries drug-library", "authentication of f4 is none".
func (f Fact) words() string {
	field := strings.TrimPrefix(f.Field, "attributes.")
	known := f.Value != "unknown" && f.Origin != "unknown"
	var s string
	switch {
	case slices.Contains(verbs, field) && known:
		s = strings.TrimSpace(f.Subject + " " + field + " " + f.Value)
	case field == "type" && known:
		s = f.Subject + " is " + f.Value
	case known:
		s = field + of(f.Subject) + " is " + f.Value
	default:
		return field + of(f.Subject) + " is not known"
	}
	switch f.Origin {
	case "usual":
		return s + ", as usual for " + f.From
	case "inherent":
		return s + ", which comes with " + f.From
	}
	return s
}

// verbs are fields that read as what their subject does.
var verbs = []string{"carries", "stores", "sends", "receives", "handles", "crosses", "performs", "serves", "runs"}

func of(subject string) string {
	if subject == "" {
		return ""
	}
	return " of " + subject
}
