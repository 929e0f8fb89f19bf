package model_test

import (
	"testing"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// FuzzDecode holds that no text makes Decode, Inherit or Update panic, and that every diagnostic stands inside the text
// and proposes edits that do so too.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"", head, small, pump, product, platform, large(3), "a:\n- b\n", "elements: {a: {zone: z}}\nzones: [",
		"extends: [a, {model: b, zone: c}]\nlayout: {v: {t: {x: 1}}}\n",
		"layout: {v: {f: {via: [[1, 2], [3]]}, g: {via: [[4, 5]], x: 1, locked: yes}, h: {via: unknown}}}\n", "threats: {a@b: {decision: accept}}\n",
		"notes: {a: {text: A, about: [b, a]}, b: }\nelements: {b: {}}\nlayout: {default: {a: {x: 1, y: 2}}}\n"} {
		f.Add(seed)
	}
	base := model.Decode(syntax.Parse("base.yaml", []byte(platform)))
	f.Fuzz(func(t *testing.T, text string) {
		file := syntax.Parse("theriac.yaml", []byte(text))
		m := model.Decode(file)
		checkPlaces(t, m)
		checkPlaces(t, model.DecodePart(file, file.Root))
		checkPlaces(t, model.Inherit(m, base, model.Extension{}))
		half, _ := base.Update(syntax.Parse("half.yaml", []byte(text[:len(text)/2])))
		whole, _ := half.Update(file)
		requireSame(t, whole, []*syntax.File{file})
		checkPlaces(t, model.Inherit(half, m, model.Extension{}))
	})
}

func checkPlaces(t *testing.T, m *model.Model) {
	sizes := map[string]int{}
	for _, file := range m.Files {
		sizes[file.Name] = len(file.Text())
	}
	inside := func(p syntax.Place) bool {
		size, ok := sizes[p.File]
		return ok && 0 <= p.Start && p.Start <= p.End && p.End <= size && p.Line > 0 && p.Column > 0
	}
	for _, d := range m.Diagnostics {
		if !inside(d.Place) {
			t.Fatalf("outside of the text: %+v", d)
		}
		for _, r := range d.Related {
			if !inside(r.Place) {
				t.Fatalf("related place outside of the text: %+v", d)
			}
		}
		for _, fix := range d.Fixes {
			for _, e := range fix.Edits {
				if e.Start < 0 || e.Start > e.End || e.End > sizes[d.Place.File] {
					t.Fatalf("fix outside of the text: %+v", d)
				}
			}
		}
	}
}
