package library

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const catalogues = "../../shared"

// idsIn returns every id of the form in the files.
func idsIn(t *testing.T, form string, files ...string) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(catalogues, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range regexp.MustCompile(form).FindAllString(string(text), -1) {
			out[id] = true
		}
	}
	return out
}

// rows returns the rows of a table whose column has a value that passes, by the value of another column.
func rows(t *testing.T, file, id, column string, pass func(string) bool) map[string]bool {
	t.Helper()
	f, err := os.Open(filepath.Join(catalogues, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range all[0] {
		at[name] = i
	}
	out := map[string]bool{}
	for _, row := range all[1:] {
		if pass(row[at[column]]) {
			out[row[at[id]]] = true
		}
	}
	return out
}

// TestIdsExist holds every id of a public catalogue that a pack names against the lists of those catalogues.
func TestIdsExist(t *testing.T) {
	if _, err := os.Stat(catalogues); err != nil {
		t.Skip("the lists of public catalogues are not here; run where ../../shared is present")
	}
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	cwe := rows(t, "data/cwe-list.csv", "cwe", "mapping_usage", func(s string) bool { return s != "Prohibited" })
	capec := rows(t, "data/capec-list.csv", "capec", "status", func(s string) bool { return s != "Deprecated" && s != "Obsolete" })
	attack := idsIn(t, `\bT\d{4}(\.\d{3})?\b`, "data/attack/ics-slim.json", "data/capec-attack.csv", "data/nist80053-attack.csv")
	tid := idsIn(t, `\bTID-\d+`, "data/emb3d-threats.csv")
	mid := idsIn(t, `\bMID-\d+`, "data/emb3d-threat-mitigation.csv")
	items := idsIn(t, `\bFDA-A1-[A-Z]+-\d+`, "regulatory/fda-controls.yaml")
	published := func(s string) bool { return !strings.HasPrefix(s, "icsap-") }
	evidence := rows(t, "data/icsma-dev.csv", "cve", "source", published)
	for id := range rows(t, "data/icsma-dev.csv", "advisory", "source", published) {
		evidence[id] = true
	}
	check := func(entry, what string, ids []string, known map[string]bool) {
		for _, id := range ids {
			if !known[id] {
				t.Errorf("%s: there is no %s %s", entry, what, id)
			}
		}
	}
	for _, threat := range lib.Threats {
		check(threat.ID, "weakness that may be mapped to", threat.Weakness, cwe)
		check(threat.ID, "attack pattern", threat.Patterns, capec)
		check(threat.ID, "technique", threat.Techniques, attack)
		check(threat.ID, "EMB3D threat", threat.EMB3D, tid)
		check(threat.ID, "advisory or CVE in the list", threat.Evidence, evidence)
	}
	for _, c := range lib.Controls {
		check(c.ID, "EMB3D mitigation", c.EMB3D, mid)
		check(c.ID, "FDA item", c.Items, items)
	}
}
