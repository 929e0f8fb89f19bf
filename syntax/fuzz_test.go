package syntax

import (
	"testing"

	"pgregory.net/rapid"
)

// checkParse fails where a file or one of its diagnostics is not sound: a place outside of the text, or a fix that
// cannot be applied.
func checkParse(t reporter, text []byte) {
	t.Helper()
	f := Parse("t.yaml", text)
	if f.Root == nil || f.Root.Kind != Mapping {
		t.Fatalf("%q has no root", text)
	}
	if s := checkPlaces(f); s != "" {
		t.Fatalf("%s in\n%q", s, text)
	}
	last := 0
	for _, d := range f.Diagnostics() {
		p := d.Place
		if p.File != "t.yaml" || p.Start < last || p.End < p.Start || p.End > len(text) || p.Line < 1 || p.Column < 1 || p.EndLine < p.Line {
			t.Fatalf("%q: %s has the place %+v", text, d.Code, p)
		}
		last = p.Start
		if d.Severity != Note && p.Line == p.EndLine && Excerpt(f, p) == "" {
			t.Fatalf("%q: %s has no excerpt", text, d.Code)
		}
		for _, x := range d.Fixes {
			if x.Title == "" || len(x.Edits) == 0 {
				t.Fatalf("%q: %s has an empty fix", text, d.Code)
			}
			fixed, err := f.Apply(x.Edits)
			if err != nil {
				t.Fatalf("%q: %s: %v", text, d.Code, err)
			}
			if fixed == f {
				t.Fatalf("%q: the fix of %s changes nothing", text, d.Code)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range seeds {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) < 1<<14 {
			checkParse(t, text)
		}
	})
}

func TestSoupParses(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) { checkParse(rt, soup(rt)) })
}

func TestDamagedTextParses(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text, _ := drawText(rt)
		for range 3 {
			text = damage(rt, text)
		}
		checkParse(rt, []byte(text))
	})
}
