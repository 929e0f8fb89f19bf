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

// TestBendsComeBack holds that a drawing brings back where people led flows and nothing of how the diagram led the rest,
// and that a line which somebody moves in draw.io is led from then on.
func TestBendsComeBack(t *testing.T) {
	layout := "layout:\n  default:\n    pcu: {x: 400, y: 120}\n    server: {x: -90, y: 300}\n    wbm: {x: 120, y: 60}\n" +
		"    f4: {via: [[-40, 20], [60, 20], [60, 96]]}\n    f1: {via: [[333, -47]]}\n"
	m := model.Decode(syntax.Parse("theriac.yaml", []byte(pump)), syntax.Parse("layout.yaml", []byte(layout)))
	ways := func(m *model.Model) map[string][]model.Point {
		out := map[string][]model.Point{}
		for _, w := range m.Layout.Ways {
			out[w.View+"/"+w.Target] = w.Via.Items
		}
		return out
	}
	if len(ways(m)) != 2 {
		t.Fatalf("the model has the ways %v", ways(m))
	}
	if diff := cmp.Diff(ways(m), ways(back(t, m, Options{}, []string{""}))); diff != "" {
		t.Errorf("(-drawn +imported):\n%s", diff)
	}
	if again := back(t, decode(pump), Options{}, []string{""}); again.Layout == nil || len(again.Layout.Ways) > 0 {
		t.Errorf("flows that nobody led are led: %v", ways(again))
	}

	pages, err := Pages(m, Options{}, []string{""}, LayoutOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteDrawIO(&b, pages, Light()); err != nil {
		t.Fatal(err)
	}
	moved := strings.ReplaceAll(b.String(), `<mxPoint x="60" y="20">`, `<mxPoint x="70" y="20">`)
	im, err := foreign.Read("model.drawio", []byte(moved), "drawio")
	if err != nil || moved == b.String() {
		t.Fatalf("no point to move: %v\n%s", err, moved)
	}
	via := model.Decode(syntax.Parse("theriac.yaml", []byte(im.Model)), syntax.Parse("layout.yaml", []byte(im.Layout))).Layout.Via("default", "f4")
	if !slices.Contains(via, model.Point{X: 70, Y: 20}) {
		t.Errorf("a line that was moved goes through %v", via)
	}
}
