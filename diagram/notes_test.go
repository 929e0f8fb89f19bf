package diagram_test

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	. "theriac.dev/diagram"
)

// noted is the pump with notes on each kind of thing, on none, and for one view alone.
const noted = pump + `notes:
  why:    {text: "Why is this <open>?", about: [wbm]}
  lines:
    text: |
      First line

      Second & last line
    about: [f4, z-srv]
  free:   {text: Drawn after release 4.2.}
  listed: {text: Only on the view., about: [nurse], views: [update]}
`

func shownNotes(t *testing.T, o Options) []string {
	t.Helper()
	g, err := FromModel(decode(noted), o)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, n := range g.Notes {
		out = append(out, fmt.Sprint(n.ID, len(n.Zones), len(n.Nodes), len(n.Edges)))
	}
	return out
}

func TestNotesStandWhereTheyBelong(t *testing.T) {
	for name, test := range map[string]struct {
		o    Options
		want []string
	}{
		"the whole model":     {Options{}, []string{"why0 1 0", "lines1 0 1", "free0 0 0"}},
		"a view":              {Options{View: "update"}, []string{"why0 1 0", "lines1 0 1", "listed0 0 0"}},
		"a zone as a view":    {Options{View: "z-core"}, []string{"why0 1 0"}},
		"an overview":         {Options{Overview: true}, []string{"why0 1 0", "lines1 0 1", "free0 0 0"}},
		"all of it as a view": {Options{View: "everything"}, []string{"why0 1 0", "lines1 0 1"}},
		"a zone with flows":   {Options{View: "z-bed"}, []string{"why0 1 0", "lines1 0 1"}},
		"nothing":             {Options{View: "nothing"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, shownNotes(t, test.o)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestEveryFormatTellsNotes holds that each form of a diagram has the text of its notes.
func TestEveryFormatTellsNotes(t *testing.T) {
	m := decode(noted)
	g, err := FromModel(m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	scene := Draw(g, Arrange(g, LayoutOptions{}))
	look(t, "notes", scene)
	var svg, dot, mermaid bytes.Buffer
	for _, err := range []error{scene.WriteSVG(&svg, Light()), g.WriteDOT(&dot), g.WriteMermaid(&mermaid)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"SVG": {svg.String(), []string{`<g data-kind="note" data-id="why"><title>Note: Why is this &lt;open&gt;?; about Wireless module</title>`,
			">First line</text>", ">Second &amp; last line</text>", ">Drawn after release 4.2.</text>", "3 notes"}},
		"DOT":       {dot.String(), []string{`label="Why is this <open>?\l", shape=note`, `First line\lSecond & last line\l(about Library download)\l`, "lhead=cluster_"}},
		"Mermaid":   {mermaid.String(), []string{"Drawn after release 4.2.", "note0 -.- n", "note1 -.- z"}},
		"sentences": {Sentences(m, Options{}), []string{"- A note (`why`) about Wireless module: Why is this \\<open\\>?", "about Library download and the zone Servers: First line Second", "A note (`listed`) about Nurse, on the view "}},
	} {
		for _, want := range test.want {
			if !strings.Contains(test.text, want) {
				t.Errorf("%s lacks %q:\n%s", name, want, test.text)
			}
		}
	}
	if text := content(t, pdf(t, PaperSize{}, scene)); !strings.Contains(text, inPDF("Drawn after release 4.2.")) {
		t.Error("the PDF lacks a note")
	}
}

// TestNotesFindRoom puts notes beside random graphs: those without a place of their own lie on nothing, and all the rest
// stands where it stood without them; those that people placed are where they were put, with all of their text.
func TestNotesFindRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := graphs().Draw(t, "graph")
		bare := Arrange(raw, LayoutOptions{})
		hand := rapid.Bool().Draw(t, "by hand")
		some := rapid.SliceOfN(rapid.IntRange(-1, 30), 0, 3)
		for i := range rapid.IntRange(1, 6).Draw(t, "notes") {
			n := Note{ID: fmt.Sprint("n", i), Text: rapid.SampledFrom(names).Draw(t, "text"), Zones: some.Draw(t, "zones"), Nodes: some.Draw(t, "nodes"), Edges: some.Draw(t, "edges")}
			if hand && i == 0 {
				n.At = &Box{X: float64(rapid.IntRange(-900, 2_000_000).Draw(t, "x")), Y: 10, W: float64(rapid.IntRange(0, 300).Draw(t, "w")), H: 20}
			}
			raw.Notes = append(raw.Notes, n)
		}
		l := Arrange(raw, LayoutOptions{})
		Draw(raw, l)
		g := mended(raw)
		checkBoxes(t, g, l)
		checkLabels(t, g, l)
		checkFlows(t, g, l)
		if !hand && !reflect.DeepEqual([]any{bare.Zones, bare.Nodes, bare.Edges, bare.Keys}, []any{l.Zones, l.Nodes, l.Edges, l.Keys}) {
			t.Fatal("notes that nobody placed have moved something")
		}
		for i, n := range l.Notes {
			if raw.Notes[i].At != nil {
				if raw.Notes[i].At.X < 16000 && n.Rect.X != raw.Notes[i].At.X-l.Origin.X {
					t.Fatalf("note %d was put at %v and stands at %v", i, *raw.Notes[i].At, n.Rect)
				}
				continue
			}
			for j, o := range l.Notes[:i] {
				if n.Rect.Overlaps(o.Rect) {
					t.Fatalf("notes %d %v and %d %v overlap", i, n.Rect, j, o.Rect)
				}
			}
			for j, o := range l.Nodes {
				if n.Rect.Overlaps(o.Rect) {
					t.Fatalf("note %d %v lies on node %d %v", i, n.Rect, j, o.Rect)
				}
			}
			for j, z := range l.Zones {
				if n.Rect.Overlaps(z.Rect) && !z.Rect.Contains(n.Rect) {
					t.Fatalf("note %d %v lies across the border of zone %d %v", i, n.Rect, j, z.Rect)
				}
			}
			for j, e := range l.Edges {
				if e.Label.W > 0 && n.Rect.Overlaps(e.Label) {
					t.Fatalf("note %d %v lies on label %d %v", i, n.Rect, j, e.Label)
				}
			}
		}
	})
}

func TestComparedNotes(t *testing.T) {
	was, err := FromModel(decode(noted), Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(noted, "  free:   {text: Drawn after release 4.2.}\n", "  fresh: {text: New, about: pcu}\n", 1)
	now, err := FromModel(decode(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := Compare(was, now, map[string]bool{"notes/why": true})
	var got []string
	for _, n := range g.Notes {
		got = append(got, n.ID+" "+n.Change.String())
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"free removed", "fresh added", "lines ", "why changed"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	look(t, "compare-notes", Draw(g, Arrange(g, LayoutOptions{Detail: NameDetail})))
}
