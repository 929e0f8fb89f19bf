package library_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// embedded returns the packs that come with the program with their profile.
func embedded(t *testing.T) (*library.Library, *library.Profile) {
	t.Helper()
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := lib.Profile(library.Embedded()...)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range p.Diagnostics {
		t.Errorf("%s:%d: %s", d.Place.File, d.Place.Line, d.Message)
	}
	return lib, p
}

func decode(t *testing.T, text string) *model.Model {
	t.Helper()
	m := model.Decode(syntax.Parse("m.yaml", []byte("theriac: 1\nid: m\n"+text)))
	for _, d := range m.Diagnostics {
		if d.Severity == syntax.Error {
			t.Fatalf("%s\n%s", text, d.Message)
		}
	}
	return m
}

// traits are values of each trait, from harmless to the worst; the last says nothing.
var traits = [][]string{
	{"[none]", "[usb]", "[usb, wifi]", ""},
	{"[none]", "[biomed]", "[biomed, vendor]", ""},
	{"no", "partial", "yes", ""},
	{"none", "stored", "shared", ""},
	{"no", "indirect", "yes", ""},
}

// rate rates a device whose traits have the values with these numbers.
func rate(t *testing.T, lib *library.Library, p *library.Profile, at [5]int) library.Rated {
	var b strings.Builder
	for i, key := range []string{"connectivity", "remote-access", "legacy", "patient-data", "life-sustaining"} {
		if v := traits[i][at[i]]; v != "" {
			fmt.Fprintf(&b, "    %s: %s\n", key, v)
		}
	}
	text := ""
	if b.Len() > 0 {
		text = "device:\n  traits:\n" + b.String()
	}
	return p.Rate(engine.DeviceFacts(lib, decode(t, text)))
}

// TestRatingNeverFallsByWorseOrUnknownTraits goes through all combinations: a worse trait never lowers the rating, and a
// trait that is not known rates as high as the worst value that it may have.
func TestRatingNeverFallsByWorseOrUnknownTraits(t *testing.T) {
	lib, p := embedded(t)
	height := func(id string) int {
		return -slices.IndexFunc(p.Ratings, func(r library.ProfileRating) bool { return r.ID == id })
	}
	all := map[[5]int]library.Rated{}
	for n := range 4 * 4 * 4 * 4 * 4 {
		at := [5]int{n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6 & 3, n >> 8}
		all[at] = rate(t, lib, p, at)
	}
	seen := map[string]bool{}
	for at, r := range all {
		seen[r.Rating.ID] = true
		for i := range at {
			for v := at[i] + 1; v < 4; v++ {
				worse := at
				worse[i] = v
				if height(all[worse].Rating.ID) < height(r.Rating.ID) {
					t.Errorf("%v rates %s and %v only %s", at, r.Rating.ID, worse, all[worse].Rating.ID)
				}
				if v == 3 && height(all[worse].Least.ID) > height(r.Rating.ID) {
					t.Errorf("%v rates %s, and %v says it is at least %s", at, r.Rating.ID, worse, all[worse].Least.ID)
				}
			}
			if known := at[i] < 3; r.Traits[i].Known != known {
				t.Errorf("%v: %s known %t", at, r.Traits[i].Trait.ID, r.Traits[i].Known)
			}
		}
		if r.Depth.ID == "" || r.Rating.Because == "" {
			t.Errorf("%v rates as nothing", at)
		}
	}
	if len(seen) != len(p.Ratings) {
		t.Errorf("only the ratings %v are ever given", seen)
	}
}

func TestProfileNamesPacksThatAreThere(t *testing.T) {
	lib, p := embedded(t)
	for _, k := range p.Packs {
		if !slices.ContainsFunc(lib.Packs, func(o library.Pack) bool { return o.ID == k.ID }) {
			t.Errorf("the profile recommends the pack %s, which does not come with the program", k.ID)
		}
	}
}
