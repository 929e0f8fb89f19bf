package library

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// advice is what a published advisory says about one vulnerability.
type advice struct {
	weakness []string
	stems    map[string]bool
}

// TestEvidenceFits holds each vulnerability that a threat names as evidence against the advisory it comes from: its weakness
// is one of the threat's, a parent or a child of it, or both texts are about the same thing. A pair that does not fit is
// logged for a person to judge; one that does not exist is an error.
func TestEvidenceFits(t *testing.T) {
	if _, err := os.Stat(catalogues); err != nil {
		t.Skip("the lists of public advisories are not here; run where ../../shared is present")
	}
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	known, near := advices(t), relatives(t)
	var pairs, byWeakness, byWords int
	for _, threat := range lib.Threats {
		words := stems(strings.Join([]string{threat.ID, threat.Title, threat.Text, threat.Clinical, threat.Because, threat.Ask, threat.Check}, " "))
		for _, id := range threat.Evidence {
			a := known[id]
			if a == nil {
				if strings.HasPrefix(id, "CVE-") {
					t.Errorf("%s: there is no %s among the published advisories", threat.ID, id)
				}
				continue
			}
			pairs++
			switch {
			case slices.ContainsFunc(a.weakness, func(w string) bool { return near.any(w, threat.Weakness) }):
				byWeakness++
			case shared(words, a.stems) >= 2:
				byWords++
			default:
				t.Errorf("does not fit by its weakness or its words: %s %s (%s), threat names %s", threat.ID, id, commas(a.weakness), commas(threat.Weakness))
			}
		}
	}
	t.Logf("%d pairs of threat and vulnerability: %d fit by weakness, %d by words only, %d do not", pairs, byWeakness, byWords, pairs-byWeakness-byWords)
	if pairs == 0 {
		t.Error("no threat names evidence: the test looked at nothing")
	}
}

// table reads a list by the names of its columns.
func table(t *testing.T, file string) []map[string]string {
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
	var out []map[string]string
	for _, row := range all[1:] {
		r := map[string]string{}
		for i, name := range all[0] {
			r[name] = row[i]
		}
		out = append(out, r)
	}
	return out
}

func advices(t *testing.T) map[string]*advice {
	t.Helper()
	out := map[string]*advice{}
	for _, r := range table(t, "data/icsma-dev.csv") {
		if strings.HasPrefix(r["source"], "icsap-") {
			continue
		}
		for _, id := range []string{r["cve"], r["advisory"]} {
			a := out[id]
			if a == nil {
				a = &advice{stems: map[string]bool{}}
				out[id] = a
			}
			if !slices.Contains(a.weakness, r["cwe"]) {
				a.weakness = append(a.weakness, r["cwe"])
			}
			maps.Copy(a.stems, stems(r["cwe_name"]+" "+r["description"]))
		}
	}
	return out
}

// family says which weaknesses are parent and child.
type family map[[2]string]bool

func relatives(t *testing.T) family {
	t.Helper()
	out := family{}
	for _, r := range table(t, "data/cwe-parents.csv") {
		if r["steps"] == "1" {
			out[[2]string{r["cwe"], r["ancestor"]}] = true
		}
	}
	return out
}

func (f family) any(weakness string, of []string) bool {
	return slices.ContainsFunc(of, func(w string) bool { return w == weakness || f[[2]string{w, weakness}] || f[[2]string{weakness, w}] })
}

// stems returns the beginnings of the words of a text that say something.
func stems(text string) map[string]bool {
	const common = " allow attack attacker could device vulner exploit product affect version success result access system which their about after other being there where without through patient before that this with from have into does must such "
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isLetter(r) }) {
		if len(w) < 4 {
			continue
		}
		if s := w[:min(len(w), 6)]; !strings.Contains(common, " "+s) {
			out[s] = true
		}
	}
	return out
}

func shared(a, b map[string]bool) int {
	n := 0
	for s := range a {
		if b[s] {
			n++
		}
	}
	return n
}
