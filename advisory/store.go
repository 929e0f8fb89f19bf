package advisory

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// StoreName is the name of the store beside a model.
const StoreName = "advisories.json"

// storeVersion is the version of the form of the store.
const storeVersion = 1

// Store is the advisories that were imported, with where they came from. It is kept as sorted text: the same imports give the
// same bytes.
type Store struct {
	Version int `json:"theriac-advisories"`
	// Sources are who published what is in the store, each once.
	Sources    []Source   `json:"sources"`
	Advisories []Advisory `json:"advisories"`
}

// Source is where facts in the store come from.
type Source struct {
	// Name is the publisher or the catalogue: CISA, CISA KEV, EPSS.
	Name string `json:"name"`
	// Format is csaf, kev or epss.
	Format string `json:"format"`
	// Date is the day of the newest of them, by their own words, as 2025-08-25.
	Date string `json:"date,omitempty"`
	// Count is how many advisories or entries it brought into the store.
	Count int `json:"count"`
}

// Read reads a store that Write wrote. File names it in the error.
func Read(file string, text []byte) (*Store, error) {
	s := &Store{}
	if d, ok := readJSON(file, text, s); !ok {
		return nil, fmt.Errorf("%s:%d:%d: %s", file, d.Place.Line, d.Place.Column, d.Message)
	}
	switch {
	case s.Version == 0:
		return nil, fmt.Errorf("%s is no store of advisories; `theriac advisories import` writes one", file)
	case s.Version != storeVersion:
		return nil, fmt.Errorf("%s has version %d, and this program reads version %d; import the advisories again", file, s.Version, storeVersion)
	}
	s.sort()
	return s, nil
}

// Write returns the text of the store.
func (s *Store) Write() ([]byte, error) {
	s.Version = storeVersion
	s.count()
	s.sort()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(s)
	return b.Bytes(), err
}

func (s *Store) sort() {
	for i := range s.Advisories {
		s.Advisories[i].tidy()
	}
	slices.SortStableFunc(s.Advisories, func(a, b Advisory) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(s.Sources, func(a, b Source) int { return strings.Compare(a.Format+a.Name, b.Format+b.Name) })
	if s.Advisories == nil {
		s.Advisories = []Advisory{}
	}
	if s.Sources == nil {
		s.Sources = []Source{}
	}
}

// Add puts an advisory into the store. Of one that is there already the newer stays; facts that catalogues told about its
// vulnerabilities stay with them. It reports whether the store has changed.
func (s *Store) Add(a Advisory) bool {
	a.tidy()
	i := slices.IndexFunc(s.Advisories, func(o Advisory) bool { return o.ID == a.ID })
	if i < 0 {
		s.Advisories = append(s.Advisories, a)
		return true
	}
	old := s.Advisories[i]
	if a.Updated < old.Updated {
		return false
	}
	if a.Kind == "" {
		a.Kind = old.Kind
	}
	for k := range a.Vulnerabilities {
		v := &a.Vulnerabilities[k]
		for _, o := range old.Vulnerabilities {
			if o.CVE == v.CVE && v.Exploited == nil && v.EPSS == nil {
				v.Exploited, v.EPSS = o.Exploited, o.EPSS
			}
		}
	}
	s.Advisories[i] = a
	return true
}

// count makes the sources of advisories again, one for each publisher.
func (s *Store) count() {
	kept := slices.DeleteFunc(s.Sources, func(o Source) bool { return o.Format == "csaf" })
	byName := map[string]*Source{}
	var names []string
	for _, a := range s.Advisories {
		o := byName[a.Publisher]
		if o == nil {
			o = &Source{Name: a.Publisher, Format: "csaf"}
			byName[a.Publisher], names = o, append(names, a.Publisher)
		}
		o.Count++
		o.Date = max(o.Date, a.Updated)
	}
	for _, name := range names {
		kept = append(kept, *byName[name])
	}
	s.Sources = kept
}

// Exploited marks the vulnerabilities that are in the catalogue, takes the mark from those that are not, and returns how
// many are.
func (s *Store) Exploited(c Catalog[Exploited]) int {
	n := mark(s, c, func(v *Vulnerability, e *Exploited) { v.Exploited = e })
	s.source(Source{"CISA KEV", "kev", c.Date, n})
	return n
}

// Scored writes the scores of a table beside the vulnerabilities and returns how many have one.
func (s *Store) Scored(c Catalog[EPSS]) int {
	n := mark(s, c, func(v *Vulnerability, e *EPSS) { v.EPSS = e })
	s.source(Source{"EPSS", "epss", c.Date, n})
	return n
}

func mark[T any](s *Store, c Catalog[T], set func(*Vulnerability, *T)) int {
	seen := map[string]bool{}
	for i := range s.Advisories {
		for k := range s.Advisories[i].Vulnerabilities {
			v := &s.Advisories[i].Vulnerabilities[k]
			fact, ok := c.ByCVE[v.CVE]
			if !ok {
				set(v, nil)
				continue
			}
			set(v, &fact)
			seen[v.CVE] = true
		}
	}
	return len(seen)
}

func (s *Store) source(n Source) {
	s.Sources = append(slices.DeleteFunc(s.Sources, func(o Source) bool { return o.Format == n.Format }), n)
}

// Has reports whether the store holds facts of a format: csaf, kev or epss.
func (s *Store) Has(format string) bool {
	return slices.ContainsFunc(s.Sources, func(o Source) bool { return o.Format == format })
}

// CVEs returns how many different vulnerabilities there are.
func (s *Store) CVEs() int {
	seen := map[string]bool{}
	for _, a := range s.Advisories {
		for _, v := range a.Vulnerabilities {
			seen[v.CVE] = true
		}
	}
	return len(seen)
}
