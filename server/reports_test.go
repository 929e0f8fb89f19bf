package server_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"theriac.dev/report"
	"theriac.dev/server"
)

// Every report that is listed can be had in every format that it names, and is what it says.
func TestReportsInAllFormats(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pump")
	copyExample(t, "infusion-pump", folder)
	x := serve(t, server.Options{Folder: folder, Version: "test"})
	begins := map[string]string{"md": "# ", "json": "{", "svg": "<", "png": "\x89PNG", "pdf": "%PDF-", "drawio": "<?xml", "xlsx": "PK", "csv": "", "txt": ""}
	seen := map[string]bool{}
	for _, r := range get[[]server.ReportLine](x.person, "/projects/pump/reports") {
		for _, f := range r.Formats {
			status, head, body := x.ask(http.MethodGet, "/projects/pump/reports/"+r.Name+"/"+f, nil)
			start, known := begins[f]
			if status != 200 || !known || len(body) < 100 || !strings.HasPrefix(string(body), start) {
				t.Errorf("%s as %s: status %d, %d bytes, beginning with %q", r.Name, f, status, len(body), body[:min(len(body), 40)])
			}
			if want := "." + f; !strings.Contains(head.Get("Content-Disposition"), want) {
				t.Errorf("%s as %s is offered as %q", r.Name, f, head.Get("Content-Disposition"))
			}
			if strings.Contains(string(body), filepath.Dir(folder)) || strings.Contains(string(body), "//theriac.yaml") {
				t.Errorf("%s as %s tells where the model lies on this machine", r.Name, f)
			}
			seen[r.Name+"."+f] = true
		}
	}
	for _, must := range []string{"risk.md", "risk.xlsx", "risk.csv", "risk.json", "risk.svg", "safety.csv", "findings.csv", "paths.svg", "diagram.png", "diagram.pdf", "diagram.drawio"} {
		if !seen[must] {
			t.Errorf("%s is not among the reports", must)
		}
	}
	_, _, security := x.ask(http.MethodGet, "/projects/pump/risk/security/csv", nil)
	if _, _, as := x.ask(http.MethodGet, "/projects/pump/reports/risk/csv", nil); string(as) != string(security) {
		t.Error("the security register is not the same on the page of risk and among the reports")
	}
}

// TestReportsAddUp holds what is taken along against what the pages count, in a model with the usual scales, one with
// scales of its own, and one in which findings lead to no hazard: those are neither controlled nor uncontrolled.
func TestReportsAddUp(t *testing.T) {
	base := t.TempDir()
	for _, name := range []string{"infusion-pump", "patient-monitor", "pacs"} {
		copyExample(t, name, filepath.Join(base, name))
	}
	x := serve(t, server.Options{Folder: base, Version: "test"})
	for _, p := range get[[]server.Project](x.person, "/projects") {
		at := "/projects/" + p.ID + "/reports/"
		f := get[report.Report](x.person, at+"findings/json").Counts
		for by, both := range map[string][2]map[string]int{"state": {f.ByState, p.Counts.ByState}, "certainty": {f.ByCertainty, p.Counts.ByCertainty},
			"severity": {f.BySeverity, p.Counts.BySeverity}, "risk": {f.ByRisk, p.Counts.ByRisk}, "residual": {f.ByResidual, p.Counts.ByResidual}} {
			for k, n := range both[1] {
				if both[0][k] != n {
					t.Errorf("%s: by %s %s the findings report counts %d, the pages %d", p.ID, by, k, both[0][k], n)
				}
			}
		}
		r := get[report.Register](x.person, at+"risk/json").Counts
		for name, columns := range map[string][2]string{"findings": {"controlled", "residual"}, "risk": {"controlled (FDA)", "residual risk"}} {
			rows := table(t, x, at+name+"/csv")
			got := [3]int{count(rows, columns[0], "true"), count(rows, columns[0], ""), count(rows, columns[1], "")}
			if want := [3]int{r.Controlled, r.Unrated, p.Counts.ByResidual["none"]}; len(rows) != p.Counts.Findings || got != want {
				t.Errorf("%s: %s.csv has %d rows; controlled, not rated, without a risk that is left: %d, want %d rows, %d", p.ID, name, len(rows), got, p.Counts.Findings, want)
			}
		}
		left := p.Counts.ByState["open"] + p.Counts.ByState["planned"] + p.Counts.ByState["review"]
		for _, row := range table(t, x, at+"safety/csv") {
			if n, err := strconv.Atoi(row["still to do"]); err != nil || n > left {
				t.Errorf("%s: %q threats to %s are still to do, of %d", p.ID, row["still to do"], row["hazard"], left)
			}
		}
		_, _, text := x.ask(http.MethodGet, at+"risk/md", nil)
		if want := fmt.Sprintf("%d of %d risks are controlled in the sense of FDA's postmarket guidance", r.Controlled, r.Security); !strings.Contains(string(text), want) {
			t.Errorf("%s: the document does not say %q", p.ID, want)
		}
	}
}

// table reads a report in CSV, each row by its head.
func table(t *testing.T, x *studio, path string) []map[string]string {
	t.Helper()
	_, _, body := x.ask(http.MethodGet, path, nil)
	lines, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil || len(lines) == 0 {
		t.Fatal(path, err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		out = append(out, row)
	}
	return out
}

func count(rows []map[string]string, column, value string) int {
	n := 0
	for _, row := range rows {
		if got, ok := row[column]; ok && got == value {
			n++
		}
	}
	return n
}
