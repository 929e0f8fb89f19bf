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
	iec := idsIn(t, `\bIEC(62443-4-2|TR60601-4-5)-[A-Za-z0-9.]+`, "regulatory/iec62443-4-2.yaml")
	mds2 := idsIn(t, `\b(MDS2|IECTR80001-2-2)-[A-Z]+(-[0-9.]+)?`, "regulatory/mds2.yaml")
	nist := map[string]bool{}
	for id := range idsIn(t, `\b[A-Z]{2}-\d{2}(\(\d{2}\))?`, "data/nist80053-attack.csv", "data/nist/rev5_MODERATE.json") {
		nist[strings.NewReplacer("-0", "-", "(0", "(").Replace(id)] = true
	}
	answered := map[string]bool{}
	for _, c := range lib.Controls {
		check(c.ID, "EMB3D mitigation", c.EMB3D, mid)
		check(c.ID, "FDA item", c.Items, items)
		check(c.ID, "requirement of IEC 62443-4-2 or IEC TR 60601-4-5", c.IEC62443, iec)
		check(c.ID, "control of SP 800-53 in the lists", c.NIST, nist)
		check(c.ID, "MDS2 question", c.MDS2, mds2)
		for _, id := range c.Items {
			answered[id] = true
		}
	}
	for id := range items {
		if !answered[id] {
			t.Errorf("no control answers FDA's item %s", id)
		}
	}
}

// TestControlsAreWhole holds that the controls of the two packs on which all others rest say how they are proven and what
// they answer, and that no type of control is missing.
func TestControlsAreWhole(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]int{}
	for _, c := range lib.Controls {
		types[c.Type]++
		if c.Pack != "core" && c.Pack != "medical" {
			continue
		}
		if c.Test == "" || c.Strength == "" || c.Cost == "" || len(c.Evidence) == 0 || len(c.FDA) == 0 || len(c.IEC62443) == 0 || len(c.NIST) == 0 || len(c.MDS2) == 0 {
			t.Errorf("control %s does not say its strength, cost, evidence, test and what it answers", c.ID)
		}
	}
	for _, kind := range []string{"eliminate", "protect", "detect", "respond", "recover", "inform"} {
		if types[kind] < 10 {
			t.Errorf("only %d controls that %s", types[kind], kind)
		}
	}
}

// TestControlsAnswer holds that each control answers a threat. What answers none is work of the team that stops no attack.
func TestControlsAnswer(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string]bool{}
	for _, threat := range lib.Threats {
		for _, id := range threat.Controls {
			answers[id] = true
		}
	}
	for _, c := range lib.Controls {
		if answers[c.ID] == (c.ID == "security-to-safety-link") {
			t.Errorf("control %s answers a threat: %v", c.ID, answers[c.ID])
		}
	}
}
