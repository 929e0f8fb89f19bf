package advisory

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"theriac.dev/syntax"
)

// small is an advisory with each part that is read.
const small = `{
 "document": {
  "csaf_version": "2.0", "title": "Example Pump 3\nUpdate A",
  "publisher": {"name": "Example CERT"},
  "references": [{"category": "self", "url": "https://example.org/a.json"}, {"category": "self", "url": "https://example.org/a"}],
  "tracking": {"id": "EX-1", "initial_release_date": "2024-01-02T10:00:00Z", "current_release_date": "2024-03-04T10:00:00Z"}
 },
 "product_tree": {
  "branches": [{"category": "vendor", "name": "Example", "branches": [
   {"category": "product_name", "name": "Pump 3", "branches": [
    {"category": "product_version", "name": "1.2", "product": {"product_id": "P1", "name": "Pump 3 1.2"}}]}]}],
  "full_product_names": [{"product_id": "P2", "name": "Gateway"}],
  "relationships": [{"category": "installed_on", "full_product_name": {"product_id": "P3", "name": "Pump 3 with Gateway"}}]
 },
 "vulnerabilities": [
  {"cve": "CVE-2024-2", "cwe": {"id": "CWE-306"}, "notes": [{"category": "summary", "text": "No  proof."}],
   "product_status": {"known_affected": ["P1", "P3"], "fixed": ["P2"]},
   "remediations": [{"category": "vendor_fix"}, {"category": "mitigation"}, {"category": "vendor_fix"}],
   "scores": [{"cvss_v3": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N", "baseScore": 9.8}, "cvss_v2": {"version": "2.0", "baseScore": 10}},
    {"cvss_v4": {"version": "4.0", "vectorString": "CVSS:4.0/AV:N", "baseScore": 9.3}}]},
  {"ids": [{"system_name": "own", "text": "OWN-1"}], "cwes": [{"id": "CWE-798"}, {"id": "CWE-79"}]}
 ]
}`

func TestCSAFKeepsTheFacts(t *testing.T) {
	a, found := CSAF("a.json", []byte(small))
	for _, d := range found {
		t.Errorf("unexpected: %s", d.Message)
	}
	got, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"EX-1","title":"Example Pump 3 Update A","publisher":"Example CERT","published":"2024-01-02","updated":"2024-03-04",` +
		`"url":"https://example.org/a","products":[{"name":"Gateway"},{"name":"Pump 3 with Gateway"},{"vendor":"Example","name":"Pump 3","versions":["1.2"]}],` +
		`"vulnerabilities":[{"cve":"CVE-2024-2","cwe":["CWE-306"],"summary":"No proof.","cvss":[{"version":"4.0","vector":"CVSS:4.0/AV:N","base":9.3},` +
		`{"version":"3.1","vector":"CVSS:3.1/AV:N","base":9.8},{"version":"2.0","base":10}],"status":["fixed","known_affected"],"remediation":["mitigation","vendor_fix"]},` +
		`{"cve":"OWN-1","cwe":["CWE-79","CWE-798"]}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestBadInputIsTold(t *testing.T) {
	csaf := func(name string, text []byte) []syntax.Diagnostic { _, d := CSAF(name, text); return d }
	kev := func(name string, text []byte) []syntax.Diagnostic { _, d := KEV(name, text); return d }
	epss := func(name string, text []byte) []syntax.Diagnostic { _, d := ReadEPSS(name, text); return d }
	for name, c := range map[string]struct {
		read     func(string, []byte) []syntax.Diagnostic
		text     string
		line     int
		severity syntax.Severity
		message  string
	}{
		"cut off":             {csaf, "{\n \"document\": {", 2, syntax.Error, "the file is not JSON: unexpected end of JSON input"},
		"not JSON":            {csaf, "<html>", 1, syntax.Error, "the file is not JSON: invalid character '<' looking for beginning of value"},
		"packed":              {csaf, "\x1f\x8b\xff", 1, syntax.Error, "the file is not text in UTF-8"},
		"a list":              {csaf, "[]", 1, syntax.Error, "this is no advisory in CSAF 2.0"},
		"wrong shape":         {csaf, "{\"document\": {\"csaf_version\": \"2.0\", \"title\":\n 3}}", 2, syntax.Error, "/document/title: found number, expected string"},
		"a catalogue":         {csaf, "{\"vulnerabilities\": {}}", 1, syntax.Error, "this is no advisory in CSAF 2.0"},
		"another format":      {csaf, "{}", 1, syntax.Error, "/document/csaf_version is \"\"; this reads CSAF 2.0"},
		"no id":               {csaf, strings.Replace(small, "EX-1", " ", 1), 1, syntax.Error, "/document/tracking/id is missing: an advisory without an id cannot be kept"},
		"no date":             {csaf, strings.Replace(small, "2024-03-04T10", "soon", 1), 1, syntax.Warning, "/document/tracking/current_release_date is \"soon:00:00Z\" and no date"},
		"bad weakness":        {csaf, strings.Replace(small, "CWE-306", "306", 1), 1, syntax.Warning, "/vulnerabilities/0/cwe \"306\" is no CWE id; it is left out"},
		"bad CVE":             {csaf, strings.Replace(small, "CVE-2024-2", "2024-2", 1), 1, syntax.Warning, "/vulnerabilities/0/cve \"2024-2\" is no CVE id"},
		"nameless":            {csaf, strings.Replace(small, "OWN-1", "", 1), 1, syntax.Warning, "/vulnerabilities/1 has neither a CVE id nor one of its own; it is left out"},
		"unknown product":     {csaf, strings.Replace(small, "\"P1\", \"P3\"", "\"P9\"", 1), 1, syntax.Warning, "/vulnerabilities/0 names products that the product tree does not have: P9"},
		"no vulnerability":    {csaf, `{"document":{"csaf_version":"2.0","tracking":{"id":"A","current_release_date":"2024-01-01"}}}`, 1, syntax.Warning, "the advisory names no vulnerability"},
		"no catalogue":        {kev, `{"title": "x"}`, 1, syntax.Error, "there is no list `vulnerabilities`"},
		"bad entry":           {kev, `{"vulnerabilities": [{"cveID": "x"}]}`, 1, syntax.Warning, "/vulnerabilities/0/cveID \"x\" is no CVE id; it is left out"},
		"no scores":           {epss, "", 1, syntax.Error, "the table is empty; expected the columns cve, epss, percentile"},
		"no column":           {epss, "#x\ncve,epss\n", 2, syntax.Error, "there is no column percentile; expected the columns cve, epss, percentile"},
		"short line":          {epss, "cve,epss,percentile\nCVE-1-2,0.1\n", 2, syntax.Warning, "the line has too few columns; it is left out"},
		"score out of bounds": {epss, "cve,epss,percentile\nCVE-1-2,1.5,0.1\n", 2, syntax.Warning, "1.5, 0.1 are no two numbers from 0 to 1; the line is left out"},
		"no number":           {epss, "cve,epss,percentile\nCVE-1-2,NaN,0.1\n", 2, syntax.Warning, "NaN, 0.1 are no two numbers from 0 to 1; the line is left out"},
		"no CVE":              {epss, "cve,epss,percentile\nx,0.5,0.1\n", 2, syntax.Warning, "\"x\" is no CVE id; the line is left out"},
	} {
		t.Run(name, func(t *testing.T) {
			found := c.read("file", []byte(c.text))
			if len(found) != 1 {
				t.Fatalf("got %d diagnostics, want 1: %v", len(found), found)
			}
			d := found[0]
			if d.Place.Line != c.line || d.Severity != c.severity || d.Message != c.message {
				t.Errorf("got  line %d %s %q\nwant line %d %s %q", d.Place.Line, d.Severity, d.Message, c.line, c.severity, c.message)
			}
		})
	}
}

func read(t *testing.T, id, updated string) Advisory {
	t.Helper()
	a, _ := CSAF("a.json", []byte(strings.NewReplacer("EX-1", id, "2024-03-04", updated).Replace(small)))
	return a
}

func TestStoreIsTheSameWhateverTheOrder(t *testing.T) {
	kev, _ := KEV("kev", []byte(`{"dateReleased": "2025-01-01T00:00:00Z", "vulnerabilities": [{"cveID": "CVE-2024-2", "dateAdded": "2024-05-05", "knownRansomwareCampaignUse": "Known"}]}`))
	epss, _ := ReadEPSS("epss", []byte("#model_version:v1,score_date:2025-02-02T00:00:00+0000\ncve,epss,percentile\nCVE-2024-2,0.5,0.9\nCVE-2020-1,0.1,0.1\n"))
	write := func(order ...Advisory) string {
		s := &Store{}
		for _, a := range order {
			s.Add(a)
		}
		s.Exploited(kev)
		s.Scored(epss)
		text, err := s.Write()
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	old, fresh, other := read(t, "EX-1", "2024-03-04"), read(t, "EX-1", "2024-09-09"), read(t, "EX-0", "2024-03-04")
	one, two := write(old, fresh, other), write(other, fresh, old)
	if one != two {
		t.Errorf("the order shows:\n%s\n%s", one, two)
	}
	back, err := Read("s", []byte(one))
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := back.Write(); string(text) != one {
		t.Errorf("not the same after reading:\n%s\n%s", one, text)
	}
	for _, want := range []string{`"added": "2024-05-05"`, `"ransomware": true`, `"percentile": 0.9`, `"date": "2024-09-09"`, `"date": "2025-02-02"`} {
		if !strings.Contains(one, want) {
			t.Errorf("no %s in:\n%s", want, one)
		}
	}
}

func TestStoreIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{`:                            "s:1:1: the file is not JSON: unexpected end of JSON input",
		`{}`:                           "s is no store of advisories; `theriac advisories import` writes one",
		`{"theriac-advisories": 2}`:    "s has version 2, and this program reads version 1; import the advisories again",
		`{"theriac-advisories": "one"`: "s:1:28: the file is not JSON: unexpected end of JSON input",
	} {
		if _, err := Read("s", []byte(text)); err == nil || err.Error() != want {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
}

func TestMatchesSayWhy(t *testing.T) {
	pump := Kind{ID: "infusion-pump", Labels: []string{"infusion pump"}, Words: []string{"infusion pump"}, Not: []string{"insulin"}}
	for name, c := range map[string]struct {
		a    Advisory
		want string
	}{
		"label":         {Advisory{Kind: "infusion pump", Title: "X"}, "labelled by hand as `infusion pump`"},
		"narrow label":  {Advisory{Kind: "other: infusion pump"}, "labelled by hand as `infusion pump`"},
		"label first":   {Advisory{Kind: "other", Title: "Infusion pump"}, ""},
		"title":         {Advisory{Title: "Example Infusion Pumps (Update A)"}, "`infusion pump` stands in `Example Infusion Pumps (Update A)`"},
		"product":       {Advisory{Products: []Product{{Name: "An infusion pump"}}}, "`infusion pump` stands in `An infusion pump`"},
		"taken back":    {Advisory{Title: "Insulin infusion pump"}, ""},
		"part of words": {Advisory{Title: "Defusion infusion pumpkin"}, ""},
	} {
		if got := pump.Match(c.a); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	s := &Store{Advisories: []Advisory{
		{ID: "A", Published: "2024-01-01", Vulnerabilities: []Vulnerability{{CVE: "CVE-1-1", Weakness: []string{"CWE-306"}}}},
		{ID: "B", Published: "2020-01-01", Kind: "infusion pump", Vulnerabilities: []Vulnerability{{CVE: "CVE-1-2", Weakness: []string{"CWE-306"}}}},
		{ID: "C", Published: "2019-01-01", Vulnerabilities: []Vulnerability{{CVE: "CVE-1-3", Weakness: []string{"CWE-79"}}, {CVE: "CVE-1-4"}}},
		{ID: "D", Published: "2025-01-01", Vulnerabilities: []Vulnerability{{CVE: "CVE-1-5", Weakness: []string{"CWE-30"}}}},
	}}
	var got []string
	for _, m := range s.Behind([]string{"CVE-1-3"}, []string{"CWE-306"}, []Kind{pump}) {
		got = append(got, m.Advisory.ID+": "+strings.Join(m.Because, "; "))
	}
	want := "C: the threat names CVE-1-3 as evidence\nB: the same weakness, CWE-306; the same kind of device, infusion-pump: labelled by hand as `infusion pump`\nA: the same weakness, CWE-306"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

const shared = "../../shared/data"

// TestEveryKnownAdvisoryIsRead reads the advisories of the project's own collection, where it is at hand.
func TestEveryKnownAdvisoryIsRead(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared, "csaf", "*.json"))
	if len(files) == 0 {
		t.Skip("the collection of advisories is not at hand")
	}
	s := &Store{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a, found := CSAF(filepath.Base(file), text)
		for _, d := range found {
			t.Errorf("%s: %s", file, d.Message)
		}
		if a.Published == "" || a.URL == "" || len(a.Products) == 0 || a.Base() == 0 || len(a.Weakness()) == 0 {
			t.Errorf("%s: something is missing: %+v", file, a)
		}
		s.Add(a)
	}
	text, err := os.ReadFile(filepath.Join(shared, "kev", "kev.json"))
	if err != nil {
		t.Fatal(err)
	}
	kev, found := KEV("kev.json", text)
	if len(found) > 0 || len(kev.ByCVE) != 1404 || kev.Date != "2025-08-25" {
		t.Errorf("catalogue: %d entries of %s, %v", len(kev.ByCVE), kev.Date, found)
	}
	if n := s.Exploited(kev); n == 0 || s.CVEs() < 250 {
		t.Errorf("%d of %d are known to be exploited", n, s.CVEs())
	}
	facts := factsOfPack(t)
	t.Logf("%d advisories, %d CVEs, %d exploited", len(s.Advisories), s.CVEs(), s.Exploited(kev))
	checkFacts(t, s, facts)
	checkWords(t, s, facts)
}

func factsOfPack(t *testing.T) []Advisory {
	t.Helper()
	text, err := os.ReadFile("../library/packs/medical/advisories/cisa.csv")
	if err != nil {
		t.Fatal(err)
	}
	facts, found := Facts("cisa.csv", "CISA", text)
	for _, d := range found {
		t.Error(d.Message)
	}
	return facts
}

// checkFacts holds the facts that come with the program against the advisories themselves.
func checkFacts(t *testing.T, s *Store, facts []Advisory) {
	t.Helper()
	if len(facts) != 100 {
		t.Errorf("%d advisories come with the program, not 100", len(facts))
	}
	for _, f := range facts {
		var full *Advisory
		for i := range s.Advisories {
			if s.Advisories[i].ID == f.ID {
				full = &s.Advisories[i]
			}
		}
		if full == nil || full.Published != f.Published || full.Updated != f.Updated || len(full.Vulnerabilities) != len(f.Vulnerabilities) {
			t.Errorf("%s does not say what the advisory says: %+v", f.ID, full)
			continue
		}
		for i, v := range f.Vulnerabilities {
			o := full.Vulnerabilities[i]
			if v.CVE != o.CVE || strings.Join(v.Weakness, " ") != strings.Join(o.Weakness, " ") || !slices.Contains(o.Scores, v.Scores[0]) {
				t.Errorf("%s: %+v is not %+v", f.ID, v, o)
			}
		}
	}
}

// checkWords measures the words of the pack against the labels that were given by hand: a match by a word must be right four
// times of five.
func checkWords(t *testing.T, s *Store, facts []Advisory) {
	t.Helper()
	text, err := os.ReadFile("../library/packs/medical/advisories/kinds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	kinds, found := Kinds("kinds.yaml", text)
	for _, d := range found {
		t.Error(d.Message)
	}
	labelled := map[string]Advisory{}
	for _, f := range facts {
		labelled[f.ID] = f
	}
	right, wrong, missed := 0, 0, 0
	for _, a := range s.Advisories {
		for _, k := range kinds {
			why, want := k.Match(a), k.Match(labelled[a.ID]) != ""
			switch {
			case why != "" && want:
				right++
			case why != "":
				wrong++
				t.Logf("%s is %s and matches %s: %s", a.ID, labelled[a.ID].Kind, k.ID, why)
			case want:
				missed++
			}
		}
	}
	t.Logf("words: %d right, %d wrong, %d missed", right, wrong, missed)
	if right < 4*wrong {
		t.Errorf("words are wrong too often: %d right, %d wrong", right, wrong)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`{"vulnerabilities": [{"cveID": "CVE-2024-2", "dateAdded": "2024-05-05"}]}`))
	f.Add([]byte("#model_version:v1,score_date:2025-02-02\ncve,epss,percentile\nCVE-2024-2,0.5,0.9\n"))
	f.Add([]byte("pump:\n  words: [pump]\n"))
	f.Add([]byte(factColumns + "\nA,2024-01-01,2024-01-01,pump,CVE-1-1,CWE-1,CVSS:3.1/AV:N,9.8\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := &Store{}
		if a, found := CSAF("f", text); a.ID != "" {
			s.Add(a)
		} else if len(found) == 0 {
			t.Error("no advisory and no reason")
		}
		facts, _ := Facts("f", "x", text)
		for _, a := range facts {
			s.Add(a)
		}
		kev, _ := KEV("f", text)
		s.Exploited(kev)
		epss, _ := ReadEPSS("f", text)
		s.Scored(epss)
		kinds, _ := Kinds("f", text)
		s.About(kinds)
		written, err := s.Write()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Read("f", written)
		if err != nil {
			t.Fatal(err)
		}
		if twice, _ := again.Write(); string(twice) != string(written) {
			t.Errorf("not the same after reading:\n%s\n%s", written, twice)
		}
	})
}
