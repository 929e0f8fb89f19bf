package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/report"
	"theriac.dev/syntax"
)

// hostile is a small model whose names try to become formulas, markup and colours.
const hostile = `theriac: 1
id: hostile
name: "Pump <script>alert(1)</script>"
elements:
  a: {name: "=HYPERLINK(\"http://x\")", type: handset}
  b: {name: "[click](javascript:x) | **b** \u001b[31m", type: therapy-controller, runs: [c-firmware]}
  c: {name: Cloud, type: cloud-service, out-of-scope: "bought | as <b>service</b>"}
data:
  bolus: {name: "@SUM(A1)", type: therapy-command}
flows:
  f1: {name: Commands from the remote control to the pump over the air, from: a, to: b, protocol: proprietary-rf, authentication: none, encryption: none, carries: [bolus]}
functions: {deliver: {name: Deliver, by: [b]}}
hazards: {H1: {text: Over-infusion, of: [deliver], severity: S5, patients: one}}
`

func analysed(t *testing.T, text string) *engine.Analysis {
	t.Helper()
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	return engine.New(lib).Analyze(model.Decode(syntax.Parse("m/theriac.yaml", []byte(text))))
}

func reported(t *testing.T, filter report.Filter) *report.Report {
	t.Helper()
	r, err := report.New("test", filter, analysed(t, hostile))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Models) != 1 || len(r.Models[0].Findings) == 0 {
		t.Fatal("nothing found: the test looks at nothing")
	}
	return r
}

// TestCountsAddUp holds every count against the findings listed, under each filter.
func TestCountsAddUp(t *testing.T) {
	all := len(analysed(t, hostile).Findings)
	for name, filter := range map[string]report.Filter{
		"all": {}, "severe": {Severity: 5}, "confirmed": {Certainty: []string{"confirmed"}}, "top": {Top: 2},
		"target": {Targets: []string{"b"}}, "category": {Categories: []string{"spoofing"}}, "none": {Threats: []string{"nothing"}},
		"open": {States: []string{"open"}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := report.New("test", filter, analysed(t, hostile))
			if err != nil {
				t.Fatal(err)
			}
			c, listed := r.Models[0].Counts, len(r.Models[0].Findings)
			if c.Findings != listed || c.Findings+c.Hidden != all {
				t.Errorf("%d listed, %d counted, %d hidden, %d in all", listed, c.Findings, c.Hidden, all)
			}
			for _, m := range []map[string]int{c.ByCertainty, c.BySeverity, c.ByState} {
				sum := 0
				for _, n := range m {
					sum += n
				}
				if sum != listed {
					t.Errorf("%v adds up to %d, want %d", m, sum, listed)
				}
			}
		})
	}
}

// TestUnknownStateFailsLoudly breaks a finding and expects no report at all.
func TestUnknownStateFailsLoudly(t *testing.T) {
	a := analysed(t, hostile)
	a.Findings[0].State = "forgotten"
	if _, err := report.New("test", report.Filter{}, a); err == nil || !strings.Contains(err.Error(), "forgotten") {
		t.Errorf("got %v, want an error that names the state", err)
	}
}

// TestTableFitsTheTerminal draws the table at several widths and measures every line.
func TestTableFitsTheTerminal(t *testing.T) {
	color := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for _, width := range []int{60, 80, 100, 160} {
		for _, colored := range []bool{false, true} {
			var b bytes.Buffer
			if err := reported(t, report.Filter{}).WriteTable(&b, report.Terminal{Width: width, Color: colored}); err != nil {
				t.Fatal(err)
			}
			if !colored && strings.Contains(b.String(), "\x1b") {
				t.Error("a colour where none is wanted, or one from the model")
			}
			for _, line := range strings.Split(color.ReplaceAllString(b.String(), ""), "\n") {
				if n := utf8.RuneCountInString(line); n > width {
					t.Errorf("width %d: a line of %d: %q", width, n, line)
				}
			}
		}
	}
}

// TestCSVRunsNoFormula reads the CSV back: no cell starts as a spreadsheet formula does.
func TestCSVRunsNoFormula(t *testing.T) {
	var b bytes.Buffer
	if err := reported(t, report.Filter{}).WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	escaped := 0
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a formula: %q", cell)
			}
			if strings.HasPrefix(cell, "'") {
				escaped++
			}
		}
	}
	if escaped == 0 {
		t.Error("no cell was escaped: the test looks at nothing")
	}
}

// TestMarkdownStaysText expects no markup from names in the model.
func TestMarkdownStaysText(t *testing.T) {
	var b bytes.Buffer
	if err := reported(t, report.Filter{}).WriteMarkdown(&b); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<b>", "[click](", " **b**", "\x1b"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("%q came through", bad)
		}
	}
}

// TestJSONReadsBack decodes what was written into the same types.
func TestJSONReadsBack(t *testing.T) {
	want := reported(t, report.Filter{})
	var b bytes.Buffer
	if err := want.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var got report.Report
	dec := json.NewDecoder(&b)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if len(got.Models[0].Findings) != len(want.Models[0].Findings) || got.Models[0].Findings[0].ID != want.Models[0].Findings[0].ID {
		t.Error("the findings that were read are not those that were written")
	}
	if got.Models[0].OutOfScope[0].Because != "bought | as <b>service</b>" {
		t.Errorf("out of scope: %q", got.Models[0].OutOfScope[0].Because)
	}
}

func TestParseThreshold(t *testing.T) {
	for in, want := range map[string]report.Threshold{
		"":            {},
		"any":         {On: true},
		"S4":          {On: true, Severity: 4},
		"S3,possible": {On: true, Severity: 3, Possible: true},
	} {
		if got, err := report.ParseThreshold(in); err != nil || got != want {
			t.Errorf("%q: got %+v, %v; want %+v", in, got, err, want)
		}
	}
	for _, in := range []string{"S6", "high", "S", "s4"} {
		if _, err := report.ParseThreshold(in); err == nil {
			t.Errorf("%q was taken", in)
		}
	}
}

// TestFindingIsWrittenAsEncodingJSONDoes compares the quick writer with the standard one on findings of every kind, and
// on one in which every key says something.
func TestFindingIsWrittenAsEncodingJSONDoes(t *testing.T) {
	findings := reported(t, report.Filter{}).Models[0].Findings
	full := report.Finding{
		Rank: 7, ID: "a@b", Threat: "a", Target: "b", Title: "\u00fc \"x\" \\ \u2028 <b> \x7f \t", Text: "text", Categories: []string{"safety", "\u00e9"},
		Weaknesses: []string{"CWE-1"}, Certainty: "possible", Severity: "S5", Hazards: []string{"H1"}, Patients: "many",
		Exposure: []string{"visitor"}, State: "planned",
		Risk: report.Risk{Exploitability: "E4", From: "attack potential", Points: 11, Assumed: []string{"access"}, Before: "high",
			Planned: "low", Implemented: "medium", Verified: "high", Residual: "high", ResidualExploitability: "E4", Health: true},
		Decision: &report.Decision{Decision: "accept", Because: "because <x>", Owner: "o", Date: "d", To: "t"},
		Controls: []report.Control{{ID: "c", Title: "t & u", Status: "planned"}},
		Reason: report.Reason{Because: "b", Facts: []report.Fact{{Subject: "s", Field: "f", Value: "v", Origin: "usual", Guard: true, From: "x", At: "f:1:2"}},
			Missing: []report.Fact{}},
		Place: report.Place{File: "f", Line: 1, Column: 2, EndLine: 3, EndColumn: 4},
	}
	for _, f := range append(findings, full) {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(f); err != nil {
			t.Fatal(err)
		}
		r := report.Report{Models: []report.Model{{Findings: []report.Finding{f}}}}
		var got bytes.Buffer
		if err := r.WriteJSON(&got); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got.String(), "\n"+want.String()) {
			t.Fatalf("got\n%s\nwant the line\n%s", got.String(), want.String())
		}
	}
}
