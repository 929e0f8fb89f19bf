package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"theriac.dev/advisory"
	"theriac.dev/report"
	"theriac.dev/workspace"
)

// explained is a finding with the advisories behind its threat.
type explained struct {
	report.Why
	Behind *behind `json:"advisories,omitempty"`
}

// behind are the advisories behind a threat, from a store.
type behind struct {
	Store string    `json:"store"`
	Total int       `json:"total"`
	First []matched `json:"first"`

	weakness []string
}

// mostBehind is how many advisories are shown with a finding.
const mostBehind = 5

// advisoriesBehind looks the threat of a finding up in the store beside the model; nil where there is none.
func advisoriesBehind(doc *workspace.Snapshot, packs []string, path string, f report.Why) (*behind, error) {
	store, name, err := findStore(path, filepath.Dir(doc.Files[0].Name))
	if err != nil || store == nil {
		return nil, err
	}
	var kinds []advisory.Kind
	lib := doc.Analysis.Library
	for _, t := range typesOf(doc.Model) {
		// A type that no pack knows how to find in advisories only means that none is told to be of the same kind.
		if k, err := kindsOf(lib, packs, []string{t}); err == nil {
			kinds = append(kinds, k...)
		}
	}
	matches := store.Behind(f.Known.Evidence, f.Weaknesses, kinds)
	out := &behind{Store: name, Total: len(matches), weakness: f.Weaknesses}
	var l listing
	l.matches(matches[:min(len(matches), mostBehind)])
	out.First = l.Advisories
	return out, nil
}

func (b *behind) text(o output) error {
	if b == nil {
		return nil
	}
	_, err := fmt.Fprintf(o, "\nAdvisories behind this threat: %d in %s\n", b.Total, b.Store)
	for _, m := range b.First {
		if err := m.text(o, "  "); err != nil {
			return err
		}
	}
	if n := b.Total - len(b.First); err == nil && n > 0 {
		_, err = fmt.Fprintf(o, "\n  %d more: theriac advisories list --advisories %s --cwe %s\n", n, b.Store, strings.Join(b.weakness, ","))
	}
	return err
}
