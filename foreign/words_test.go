package foreign

import (
	"slices"
	"strings"
	"testing"

	"theriac.dev/library"
	"theriac.dev/syntax"
)

// TestWordsAreOfTheLibrary holds that every word that a table writes is one that the packs or the language have.
func TestWordsAreOfTheLibrary(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	vocabulary := map[string]string{"type": "component", "runs": "component", "protocol": "protocol", "over": "protocol",
		"authentication": "authentication", "encryption": "encryption", "integrity": "integrity"}
	fixed := map[string][]string{
		"kind":     {"process", "store", "external", "human", "sensor", "actuator", "physical"},
		"category": {"spoofing", "tampering", "repudiation", "information-disclosure", "denial-of-service", "elevation-of-privilege", "safety", "abuse", "privacy"},
		"decision": {"open", "eliminate", "mitigate", "accept", "transfer", "not-applicable"},
		"needs":    {"confidentiality", "integrity", "availability"},
		"state":    {"open", "verified", "refuted"},
		"status":   {"gap", "planned", "implemented", "waived"},
		"as":       {"zone", "note", "line", "gate", "nothing"},
	}
	var check func(where, section string, fields []field)
	check = func(where, section string, fields []field) {
		for _, f := range fields {
			kind := vocabulary[f.key]
			if f.key == "type" && section == "sensitivity" {
				kind = "data"
			}
			if f.key == "type" && (section == "zones" || strings.Contains(where, "as: zone")) {
				kind = "zone"
			}
			if f.key == "attributes" {
				check(where, "attributes", f.fields)
				continue
			}
			for _, w := range append(nonEmpty(f.word), f.words...) {
				switch {
				case section == "attributes":
					if lib.Attribute(f.key) == nil || w != "yes" && w != "no" {
						t.Errorf("%s: %s: %s is no attribute of the library", where, f.key, w)
					}
				case section == "shapes" && f.key == "kind" && strings.HasPrefix(w, "tm."), f.key == "text", f.key == "stores":
				case kind != "":
					if _, ok := lib.Vocabulary.ID(kind, w); !ok {
						t.Errorf("%s: %s %s is no word of the library", where, kind, w)
					}
				case !slices.Contains(fixed[f.key], w):
					t.Errorf("%s: %s: %s is not known", where, f.key, w)
				}
			}
		}
	}
	for file, w := range tables() {
		for section, rows := range w {
			for word, fields := range rows {
				where := file + " " + section + " " + word
				if slices.ContainsFunc(fields, func(f field) bool { return f.key == "as" && f.word == "zone" }) {
					where += " as: zone"
				}
				check(where, section, fields)
			}
		}
	}
}

// TestTablesAreRead holds that the tables have no errors, and no word twice in one section.
func TestTablesAreRead(t *testing.T) {
	entries, err := wordFiles.ReadDir("words")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := wordFiles.ReadFile("words/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		f := syntax.Parse(e.Name(), text)
		for _, d := range f.Diagnostics() {
			t.Errorf("%s:%d: %s", e.Name(), d.Place.Line, d.Message)
		}
		for _, section := range f.Root.Pairs {
			seen := map[string]string{}
			for _, row := range section.Value.Pairs {
				k := key(row.Key.Value)
				if other, ok := seen[k]; ok {
					t.Errorf("%s: %s has %s and %s, which are the same word", e.Name(), section.Key.Value, other, row.Key.Value)
				}
				seen[k] = row.Key.Value
			}
		}
	}
}
