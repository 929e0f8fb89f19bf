package server_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

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
