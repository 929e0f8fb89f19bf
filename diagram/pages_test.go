package diagram_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	. "theriac.dev/diagram"
)

func pdf(t fataler, paper PaperSize, scenes ...*Scene) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WritePDF(&b, scenes, Light(), paper); err != nil {
		t.Fatalf("%v", err)
	}
	return b.Bytes()
}

var stream = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)

// content is what the pages of a PDF draw.
func content(t fataler, file []byte) string {
	t.Helper()
	var all strings.Builder
	for _, m := range stream.FindAllSubmatch(file, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		if text, err := io.ReadAll(r); err == nil {
			all.Write(text)
		}
	}
	return all.String()
}

// inPDF is how a text stands in a page.
func inPDF(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.Write(binary.BigEndian.AppendUint16(nil, u))
	}
	return strings.NewReplacer("(", "\\(", ")", "\\)", "\\", "\\\\").Replace(b.String())
}

func TestPDFSaysWhatThePictureSays(t *testing.T) {
	g := graph(t, Options{})
	scene := Draw(g, Arrange(g, LayoutOptions{}))
	file := pdf(t, PaperSize{}, scene)
	text := content(t, file)
	for _, part := range scene.Groups {
		for _, line := range part.Texts {
			if !strings.Contains(text, inPDF(line.Value)) {
				t.Errorf("%q is not in the PDF", line.Value)
			}
		}
	}
	if want := fmt.Sprintf("/MediaBox [0 0 %.2f %.2f]", scene.W, scene.H); !bytes.Contains(file, []byte(want)) {
		t.Errorf("no page of the size of the picture: %s", want)
	}
	if bytes.Contains(file, []byte("Date")) {
		t.Error("the file states a date")
	}
	if !bytes.Equal(file, pdf(t, PaperSize{}, scene)) {
		t.Error("the same picture gave other bytes")
	}
}

func TestPDFOnPaper(t *testing.T) {
	pages, err := Pages(decode(pump), Options{}, Views(decode(pump)), LayoutOptions{})
	if err != nil {
		t.Fatal(err)
	}
	file := pdf(t, A4, Scenes(pages)...)
	box := regexp.MustCompile(`/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`)
	count := 0
	for _, m := range box.FindAllStringSubmatch(string(file), -1) {
		if count++; !slices.Contains([]string{"595.28 841.89", "841.89 595.28"}, m[1]+" "+m[2]) {
			t.Errorf("a page of %s by %s is no A4", m[1], m[2])
		}
	}
	if count < 2 {
		t.Errorf("%d sizes of pages for pictures upright and across", count)
	}
	if n := bytes.Count(file, []byte("/Type /Page\n")); n != len(pages) {
		t.Errorf("%d pages for %d views", n, len(pages))
	}
}

// drawn is a draw.io file as another program reads it.
type drawn struct {
	Diagrams []struct {
		ID   string `xml:"id,attr"`
		Name string `xml:"name,attr"`
		Root struct {
			Cells   []drawnCell   `xml:"mxCell"`
			Objects []drawnObject `xml:"object"`
		} `xml:"mxGraphModel>root"`
	} `xml:"diagram"`
}

type drawnObject struct {
	ID      string    `xml:"id,attr"`
	Label   string    `xml:"label,attr"`
	Theriac string    `xml:"theriac-id,attr"`
	Kind    string    `xml:"theriac-kind,attr"`
	Cell    drawnCell `xml:"mxCell"`
}

type drawnCell struct {
	ID       string `xml:"id,attr"`
	Parent   string `xml:"parent,attr"`
	Source   string `xml:"source,attr"`
	Target   string `xml:"target,attr"`
	Geometry struct {
		X      string `xml:"x,attr"`
		Y      string `xml:"y,attr"`
		Width  string `xml:"width,attr"`
		Height string `xml:"height,attr"`
	} `xml:"mxGeometry"`
}

func readDrawIO(t fataler, pages ...Page) drawn {
	t.Helper()
	var b bytes.Buffer
	if err := WriteDrawIO(&b, pages, Light()); err != nil {
		t.Fatalf("%v", err)
	}
	var d drawn
	if err := xml.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

// absolute adds up the corners of a cell and of the containers around it.
func absolute(cells map[string]drawnCell, id string) (x, y float64) {
	for cells[id].Parent != "" {
		c := cells[id]
		px, _ := strconv.ParseFloat(c.Geometry.X, 64)
		py, _ := strconv.ParseFloat(c.Geometry.Y, 64)
		x, y, id = x+px, y+py, c.Parent
	}
	return x, y
}

func drawIOHolds(t fataler, g *Graph) *Layout {
	t.Helper()
	l := Arrange(g, LayoutOptions{})
	file := readDrawIO(t, Page{ID: "v", Graph: g, Layout: l})
	page := file.Diagrams[0].Root
	cells := map[string]drawnCell{}
	for _, c := range page.Cells {
		cells[c.ID] = c
	}
	byID := map[string]drawnObject{}
	for _, o := range page.Objects {
		if _, twice := cells[o.ID]; twice {
			t.Fatalf("two cells are called %s", o.ID)
		}
		if _, known := cells[o.Cell.Parent]; !known {
			t.Fatalf("%s stands before the container %s that it lies in", o.ID, o.Cell.Parent)
		}
		cells[o.ID] = o.Cell
		if o.Theriac != "" {
			byID[o.Kind+" "+o.Theriac] = o
		}
	}
	m := mended(g)
	for i, z := range m.Zones {
		x, y := absolute(cells, byID["zone "+z.ID].ID)
		if at := l.Zones[i].Rect; abs(x-at.X) > 0.02 || abs(y-at.Y) > 0.02 {
			t.Fatalf("zone %s is drawn at %g, %g and not at %g, %g", z.ID, x, y, at.X, at.Y)
		}
	}
	for i, n := range m.Nodes {
		o, ok := byID["element "+n.ID]
		x, y := absolute(cells, o.ID)
		at := l.Nodes[i].Rect
		if !ok || x < at.X-0.02 || y < at.Y-0.02 || x > at.X+at.W || y > at.Y+at.H {
			t.Fatalf("element %s is drawn at %g, %g and not in %v", n.ID, x, y, at)
		}
	}
	for i, e := range m.Edges {
		o, ok := byID["flow "+e.ID]
		if !ok && len(l.Edges[i].Points) < 2 {
			continue
		}
		if from, to := byID["element "+m.Nodes[e.From].ID], byID["element "+m.Nodes[e.To].ID]; o.Cell.Source != from.ID || o.Cell.Target != to.ID {
			t.Fatalf("flow %s runs from %s to %s", e.ID, o.Cell.Source, o.Cell.Target)
		}
	}
	return l
}

func abs(v float64) float64 { return max(v, -v) }

func TestDrawIOKeepsWhatThereIs(t *testing.T) {
	for _, o := range []Options{{}, {View: "update"}, {View: "z-comm"}} {
		drawIOHolds(t, graph(t, o))
	}
}

func TestDrawIOPages(t *testing.T) {
	m := decode(pump)
	pages, err := Pages(m, Options{Marks: map[string]Mark{"pcu": {Count: 3, Severity: "S5"}}}, Views(m), LayoutOptions{})
	if err != nil {
		t.Fatal(err)
	}
	file := readDrawIO(t, pages...)
	var got []string
	for _, d := range file.Diagrams {
		got = append(got, d.ID)
	}
	if want := []string{"theriac-page-0", "update", "bedside", "data", "everything", "nothing"}; !slices.Equal(got, want) {
		t.Errorf("pages %v, want %v", got, want)
	}
	labels := map[string]string{}
	for _, o := range file.Diagrams[0].Root.Objects {
		labels[o.Kind] += o.Label + "\n"
	}
	for kind, want := range map[string]string{"zone": "<b>Servers</b> · trust unknown", "element": "<b>Drug library</b>", "flow": "<b>Library download</b>", "findings": "3 · S5"} {
		if !strings.Contains(labels[kind], want) {
			t.Errorf("no %s says %q: %s", kind, want, labels[kind])
		}
	}
	var b bytes.Buffer
	if err := WriteDrawIO(&b, pages[1:2], Light()); err != nil {
		t.Fatal(err)
	}
	golden(t, "update.drawio", b.Bytes())
}

func TestDrawIOOverviewHasNoElements(t *testing.T) {
	g := graph(t, Options{Overview: true})
	kinds := map[string]bool{}
	for _, o := range readDrawIO(t, Page{Graph: g, Layout: Arrange(g, LayoutOptions{})}).Diagrams[0].Root.Objects {
		kinds[o.Kind] = true
	}
	if got := slices.Sorted(maps.Keys(kinds)); !slices.Equal(got, []string{"flow", "group", "zone"}) {
		t.Errorf("an overview has %v", got)
	}
}

func TestAnyGraphGoesIntoFiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		pdf(t, PaperSize{}, Draw(g, drawIOHolds(t, g)))
	})
}

func TestPDFTakesCharactersBeyond16Bits(t *testing.T) {
	g := &Graph{Title: "𝔓ump 🫀 \xf0\x9f", Nodes: []Node{{ID: "a", Name: "🫀", Zone: -1}}}
	file := pdf(t, Letter, Draw(g, Arrange(g, LayoutOptions{})))
	if !strings.Contains(content(t, file), inPDF("ump")) {
		t.Error("the title is not in the PDF")
	}
}
