package diagram_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	. "theriac.dev/diagram"
	"theriac.dev/foreign"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// bones are what of a model a drawing can hold: what there is, where it lies, and between whom flows run.
func bones(m *model.Model) map[string]string {
	out := map[string]string{}
	for _, z := range m.Zones.All() {
		out["zone "+z.ID.Value] = or(z.Name.Value, z.ID.Value) + " in " + z.In.Value
	}
	for _, e := range m.Elements.All() {
		out["element "+e.ID.Value] = or(e.Name.Value, e.ID.Value) + " in " + e.Zone.Value
	}
	for _, f := range m.Flows.All() {
		out["flow "+f.ID.Value] = f.From.Value + " to " + f.To.Value + " " + f.Direction.Value
	}
	for _, n := range m.Notes.All() {
		out["note "+n.ID.Value] = fmt.Sprint(strings.TrimSpace(n.Text.Value), sorted(n.About), n.Views.Stated())
	}
	return out
}

func sorted(s model.Strings) []string {
	var out []string
	for _, x := range s.Items {
		out = append(out, x.Value)
	}
	slices.Sort(out)
	return out
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// back draws a model for draw.io and imports the drawing.
func back(t *testing.T, m *model.Model, o Options, views []string) *model.Model {
	t.Helper()
	pages, err := Pages(m, o, views, LayoutOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteDrawIO(&b, pages, Light()); err != nil {
		t.Fatal(err)
	}
	im, err := foreign.Read("model.drawio", b.Bytes(), "drawio")
	if err != nil {
		t.Fatal(err)
	}
	again := model.Decode(syntax.Parse("theriac.yaml", []byte(im.Model)), syntax.Parse("layout.yaml", []byte(im.Layout)))
	for _, d := range again.Diagnostics {
		if d.Severity == syntax.Error {
			t.Errorf("%s:%d: %s\n%s", d.Place.File, d.Place.Line, d.Message, im.Model)
		}
	}
	return again
}

func TestDrawIOComesBack(t *testing.T) {
	marks := map[string]Mark{"pcu": {Count: 3, Severity: "S5"}, "f1": {Count: 1, Severity: "S2"}}
	// What a view does not show is nothing that a note on it can lead to.
	m := decode(strings.Replace(noted, "about: [nurse], views", "about: [wbm], views", 1))
	for name, views := range map[string][]string{"one page": {""}, "all views": Views(m)} {
		m := m
		if name == "one page" { // which has no note that is for a view
			m = decode(noted[:strings.Index(noted, "  listed:")])
		}
		again := back(t, m, Options{Marks: marks}, views)
		if diff := cmp.Diff(bones(m), bones(again)); diff != "" {
			t.Errorf("%s (-drawn +imported):\n%s", name, diff)
		}
	}
	again := back(t, m, Options{}, []string{""})
	if z := again.Zones.Get("z-core"); z == nil || z.Trust.Value != 9 {
		t.Error("trust did not come back")
	}
	if e := again.Elements.Get("libdb"); e == nil || e.Kind.Value != "store" {
		t.Error("kind did not come back")
	}
}

func TestDrawIOOfExamplesComesBack(t *testing.T) {
	folders, err := filepath.Glob("../examples/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, folder := range folders {
		text, err := os.ReadFile(filepath.Join(folder, "theriac.yaml"))
		if err != nil {
			continue
		}
		t.Run(filepath.Base(folder), func(t *testing.T) {
			m := decode(string(text))
			if diff := cmp.Diff(bones(m), bones(back(t, m, Options{}, []string{""}))); diff != "" {
				t.Errorf("(-drawn +imported):\n%s", diff)
			}
		})
	}
}
