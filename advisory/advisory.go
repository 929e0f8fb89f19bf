// Package advisory is published vulnerabilities of products as facts, from the formats in which they are published.
//
// It reads security advisories in CSAF 2.0, the catalogue of vulnerabilities that are known to be exploited, and tables of
// EPSS scores, all from the user's own copy, and keeps what they say in one sorted text file. That a vulnerability is
// exploited elsewhere, or has a high score, is shown as a fact beside it and is never a probability of an attack on a
// device: the scores are made for whole populations of servers and desktops.
//
// Like the packages below it, it touches no file, clock or network: readers take bytes.
package advisory

import (
	"cmp"
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// Advisory is one published document about vulnerabilities of some products.
type Advisory struct {
	// ID is the publisher's id, such as ICSMA-17-017-02.
	ID    string `json:"id"`
	Title string `json:"title,omitempty"`
	// Publisher is who published it.
	Publisher string `json:"publisher,omitempty"`
	// Published and Updated are days, as 2017-01-17.
	Published string `json:"published,omitempty"`
	Updated   string `json:"updated,omitempty"`
	// URL is where people read it.
	URL string `json:"url,omitempty"`
	// Kind is what sort of device it is about, in words, where somebody labelled it by hand.
	Kind            string          `json:"kind,omitempty"`
	Products        []Product       `json:"products,omitempty"`
	Vulnerabilities []Vulnerability `json:"vulnerabilities"`
}

// Product is a product that an advisory names.
type Product struct {
	Vendor string `json:"vendor,omitempty"`
	Name   string `json:"name"`
	// Versions are the versions and ranges that the advisory tells apart, in its words.
	Versions []string `json:"versions,omitempty"`
}

// Vulnerability is one vulnerability of an advisory.
type Vulnerability struct {
	// CVE is its id, or the publisher's own id where it has no CVE.
	CVE string `json:"cve"`
	// Weakness are CWE ids.
	Weakness []string `json:"cwe,omitempty"`
	// Summary is what the advisory says in prose; empty in what comes with the program.
	Summary string `json:"summary,omitempty"`
	// Scores are the CVSS scores as they were published, newest version first.
	Scores []Score `json:"cvss,omitempty"`
	// Status are the words of CSAF that the advisory uses for its products: known_affected, fixed, under_investigation.
	Status []string `json:"status,omitempty"`
	// Remediation are the categories of what can be done: vendor_fix, mitigation, workaround, none_available, no_fix_planned.
	Remediation []string `json:"remediation,omitempty"`
	// Exploited is set where it is in the catalogue of vulnerabilities that are known to be exploited.
	Exploited *Exploited `json:"exploited,omitempty"`
	// EPSS is its score, where a table of scores was given.
	EPSS *EPSS `json:"epss,omitempty"`
}

// Score is a CVSS score as published. Nothing is computed from it.
type Score struct {
	Version string  `json:"version"`
	Vector  string  `json:"vector,omitempty"`
	Base    float64 `json:"base,omitempty"`
}

// Base returns the highest score, for products may differ; 0 where there is none. A score of CVSS 2 counts only where no
// newer one is there.
func (v Vulnerability) Base() float64 {
	highest, old := 0.0, 0.0
	for _, s := range v.Scores {
		if strings.HasPrefix(s.Version, "2") {
			old = max(old, s.Base)
			continue
		}
		highest = max(highest, s.Base)
	}
	return cmp.Or(highest, old)
}

// Base returns the highest score of the vulnerabilities; 0 where none has one.
func (a Advisory) Base() float64 {
	highest := 0.0
	for _, v := range a.Vulnerabilities {
		highest = max(highest, v.Base())
	}
	return highest
}

// Weakness returns the CWE ids of all vulnerabilities, sorted by number.
func (a Advisory) Weakness() []string {
	var out []string
	for _, v := range a.Vulnerabilities {
		out = append(out, v.Weakness...)
	}
	return sortIDs(out)
}

// Exploited reports whether one of the vulnerabilities is known to be exploited.
func (a Advisory) Exploited() bool {
	return slices.ContainsFunc(a.Vulnerabilities, func(v Vulnerability) bool { return v.Exploited != nil })
}

// sortIDs sorts ids such as CWE-79 by their numbers, and leaves out those that are there twice.
func sortIDs(ids []string) []string {
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b)) })
	return slices.Compact(ids)
}

// tidy puts what has no order of its own into a stable one.
func (a *Advisory) tidy() {
	slices.SortFunc(a.Products, func(x, y Product) int {
		return cmp.Or(strings.Compare(x.Vendor, y.Vendor), strings.Compare(x.Name, y.Name))
	})
	for i := range a.Vulnerabilities {
		v := &a.Vulnerabilities[i]
		v.Weakness = sortIDs(v.Weakness)
		v.Status, v.Remediation = sorted(v.Status), sorted(v.Remediation)
		slices.SortStableFunc(v.Scores, func(x, y Score) int { return strings.Compare(y.Version, x.Version) })
		v.Scores = slices.Compact(v.Scores)
	}
	slices.SortStableFunc(a.Vulnerabilities, func(x, y Vulnerability) int { return strings.Compare(x.CVE, y.CVE) })
}

func sorted(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

// isID reports whether an id is a prefix and digits, with hyphens between them: CVE-2016-8375, CWE-306.
func isID(id, prefix string) bool {
	rest, ok := strings.CutPrefix(id, prefix)
	return ok && rest != "" && strings.Trim(rest, "0123456789-") == "" && rest[0] != '-' && rest[len(rest)-1] != '-'
}

// day returns the day of a moment such as 2017-08-15T00:00:00.000000Z, or nothing where it is no moment.
func day(moment string) string {
	if len(moment) < 10 || moment[4] != '-' || moment[7] != '-' {
		return ""
	}
	for i, c := range moment[:10] {
		if i != 4 && i != 7 && (c < '0' || c > '9') {
			return ""
		}
	}
	return moment[:10]
}

// problem makes a diagnostic about a whole file.
func problem(file string, severity syntax.Severity, code, message, hint string) syntax.Diagnostic {
	return syntax.Diagnostic{Place: syntax.Place{File: file, Line: 1, EndLine: 1, Column: 1, EndColumn: 1}, Severity: severity, Code: code, Message: message, Hint: hint}
}
