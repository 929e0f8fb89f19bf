package report_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"theriac.dev/engine"
	"theriac.dev/report"
	"theriac.dev/workspace"
)

// TestRegisterAddsUp: each finding stands once, in one of the two lists; each rated one stands in one cell of each matrix;
// every count is that of the rows behind it.
func TestRegisterAddsUp(t *testing.T) {
	for _, name := range []string{"infusion-pump", "pacs", "insulin-delivery", "cardiac-implant", "patient-monitor"} {
		a := analysisOf(t, "../examples/"+name)
		r := report.NewRegister(a)
		if r.Counts.Findings != len(a.Findings) || len(r.Security)+len(r.Unrated) != len(a.Findings) {
			t.Errorf("%s: %d findings, %d in the registers", name, len(a.Findings), r.Counts.Findings)
		}
		before, left := 0, 0
		for _, c := range r.Matrix {
			before, left = before+len(c.Before), left+len(c.Residual)
		}
		if before != r.Counts.Security || left+r.Counts.Residual["gone"] != r.Counts.Security {
			t.Errorf("%s: %d and %d findings in the matrices, %d are rated", name, before, left, r.Counts.Security)
		}
		for what, counts := range map[string]map[string]int{"before": r.Counts.Before, "residual": r.Counts.Residual} {
			sum := 0
			for _, n := range counts {
				sum += n
			}
			if sum != r.Counts.Security {
				t.Errorf("%s: %s adds up to %d of %d", name, what, sum, r.Counts.Security)
			}
		}
		for _, s := range r.Safety {
			for _, f := range s.Threats {
				if !slices.ContainsFunc(r.Security, func(x report.SecurityRow) bool { return x.Finding == f && slices.Contains(x.Hazards, s.Hazard) }) {
					t.Errorf("%s: %s names %s, which does not name it", name, s.Hazard, f)
				}
			}
		}
	}
}

// TestRegisterForms writes every form and reads it again.
func TestRegisterForms(t *testing.T) {
	r := report.NewRegister(analysisOf(t, "../examples/infusion-pump"))
	var out bytes.Buffer
	for which, rows := range map[string]int{"security": r.Counts.Findings, "safety": r.Counts.Hazards} {
		out.Reset()
		if err := r.WriteCSV(&out, which); err != nil {
			t.Fatal(err)
		}
		got, err := csv.NewReader(&out).ReadAll()
		if err != nil || len(got) != rows+1 {
			t.Errorf("%s register: %d rows, want %d and a head (%v)", which, len(got), rows, err)
		}
	}
	out.Reset()
	if err := r.WriteXLSX(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Security risks")
	if err != nil || len(rows) != r.Counts.Findings+1 || rows[1][0] != r.Security[0].Finding {
		t.Errorf("the sheet has %d rows (%v)", len(rows), err)
	}
	if got := book.GetSheetList(); !slices.Equal(got, []string{"Security risks", "Safety risks", "Scales", "Links"}) {
		t.Errorf("sheets are %v", got)
	}
	out.Reset()
	if err := r.WriteMarkdown(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# Risk assessment of", "## Security risks", "## Safety risks", "| `forged-command@f4` |", "| mitigates |"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the document lacks %q", want)
		}
	}
}

// analysisOf analyses a model on disk.
func analysisOf(t *testing.T, folder string) *engine.Analysis {
	t.Helper()
	doc, err := workspace.New(workspace.Options{}).Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	return doc.Snapshot().Analysis
}
