package diagram_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	. "theriac.dev/diagram"
	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

const pump = `theriac: 1
id: infusion-pump
name: Infusion pump
device: {intended-use: Delivers fluids and drugs to one patient at a set rate.}
zones:
  z-bed:  {name: Bedside, type: bedside, trust: 0, reach: [anyone-near, visitor]}
  z-comm: {name: Communication module, in: z-bed, trust: 4}
  z-core: {name: Therapy core, in: z-comm, trust: 9}
  z-srv:  {name: Servers}
elements:
  nurse:  {name: Nurse, kind: human, zone: z-bed}
  pcu:    {name: Pump control unit, kind: process, type: therapy-controller, zone: z-core, runs: [rtos, c-firmware]}
  motor:  {name: Motor, kind: actuator, zone: z-core}
  wbm:    {name: Wireless module, type: comms-module, zone: z-comm, interfaces: {usb: {protocol: usb, state: service-only}}}
  server: {name: Pump server, type: fleet-server, zone: z-srv, serves: 400 pumps}
  libdb:  {name: Drug library, kind: store, zone: z-srv, stores: [drug-library]}
  vendor: {kind: external, out-of-scope: Assessed by the vendor}
data:
  drug-library: {name: Drug library, type: drug-library, needs: [integrity, authenticity]}
flows:
  f1: {name: Programming, from: nurse, to: pcu, protocol: keypad, authentication: none, encryption: not-applicable}
  f2: {name: Motor commands, from: pcu, to: motor, direction: two-way}
  f3: {from: wbm, to: pcu, protocol: can, carries: [drug-library], authentication: mac, encryption: none}
  f4: {name: Library download, from: server, to: wbm, protocol: tcp-proprietary, over: wifi, authentication: mutual-tls, encryption: {link: wpa2-psk, application: tls}, carries: [drug-library]}
  f5: {name: Query, from: server, to: libdb, authentication: [password, unknown], encryption: {link: wpa2-psk}}
  f6: {name: Support, from: vendor, to: server}
functions:
  deliver: {name: Deliver the prescribed rate, by: [pcu, motor], uses: [drug-library]}
hazards:
  H1: {text: Over-infusion of a high-risk drug, of: [deliver], harm: Respiratory depression, severity: S5, patients: one}
views:
  update: {name: How a library reaches the pump, shows: [f3, f4]}
  bedside: {name: At the bedside, shows: [z-bed, wbm.usb]}
  data: {shows: [drug-library]}
  everything: {shows: [device]}
  nothing: {shows: []}
layout:
  default: {}
`

func decode(text string) *model.Model {
	return model.Decode(syntax.Parse("theriac.yaml", []byte(text)))
}

func graph(t *testing.T, o Options) *Graph {
	t.Helper()
	g, err := FromModel(decode(pump), o)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(file, got, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs; look at it and run with -update where it is right:\n%s", file, diff)
	}
}

func TestGoldens(t *testing.T) {
	g := graph(t, Options{View: "update", Marks: map[string]Mark{"f4": {Count: 3, Severity: "S5"}, "wbm": {Count: 1}}})
	s := Draw(g, Arrange(g, LayoutOptions{}))
	look(t, "golden", s)
	var svg, dot, mermaid bytes.Buffer
	if err := errors.Join(s.WriteSVG(&svg, Light()), g.WriteDOT(&dot), g.WriteMermaid(&mermaid)); err != nil {
		t.Fatal(err)
	}
	golden(t, "update.svg", svg.Bytes())
	golden(t, "update.dot", dot.Bytes())
	golden(t, "update.mmd", mermaid.Bytes())
	golden(t, "pump.md", []byte(Sentences(decode(pump), Options{})))
}

func ids(g *Graph) string {
	var out []string
	for _, z := range g.Zones {
		out = append(out, z.ID)
	}
	out = append(out, "|")
	for _, n := range g.Nodes {
		out = append(out, n.ID)
	}
	out = append(out, "|")
	for _, e := range g.Edges {
		out = append(out, e.ID)
	}
	return strings.Join(out, " ")
}

func TestViews(t *testing.T) {
	all := "z-bed z-comm z-core z-srv | nurse pcu motor wbm server libdb vendor | f1 f2 f3 f4 f5 f6"
	for view, want := range map[string]string{
		"":           all,
		"default":    all,
		"everything": all,
		"update":     "z-bed z-comm z-core z-srv | pcu wbm server | f3 f4",
		"data":       "z-bed z-comm z-core z-srv | pcu wbm server | f3 f4",
		"bedside":    "z-bed z-comm z-core | nurse pcu motor wbm | f1 f2 f3",
		"nothing":    " |  | ",
		"z-core":     "z-bed z-comm z-core | nurse pcu motor wbm | f1 f2 f3",
		"z-srv":      "z-bed z-comm z-srv | wbm server libdb vendor | f4 f5 f6",
	} {
		if got := ids(graph(t, Options{View: view})); strings.TrimSpace(got) != strings.TrimSpace(strings.ReplaceAll(want, "  ", " ")) {
			t.Errorf("view %q shows %q, want %q", view, got, want)
		}
	}
	if _, err := FromModel(decode(pump), Options{View: "nowhere"}); err == nil || !strings.Contains(err.Error(), `"nowhere"`) {
		t.Errorf("an unknown view gives %v", err)
	}
}

func TestProtection(t *testing.T) {
	want := map[string]Protection{"f1": Absent, "f2": Unknown, "f3": Absent, "f4": Stated, "f5": Unknown, "f6": Unknown}
	for _, e := range graph(t, Options{}).Edges {
		if e.Protection != want[e.ID] {
			t.Errorf("%s: protection %d, want %d (%s)", e.ID, e.Protection, want[e.ID], e.Guard)
		}
	}
}

// TestWhatIsCertainIsShown holds that a diagram asks nothing that the engine knows for certain, and keeps asking the rest.
func TestWhatIsCertainIsShown(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	m := decode("elements:\n  a: {kind: process}\n  b: {kind: process, interfaces: {web: {protocol: rest-api, authentication: oauth}}}\nflows:\n" +
		"  lab: {from: a, to: b, protocol: hl7-mllp}\n" +
		"  said: {from: a, to: b, protocol: hl7-mllp, authentication: unknown, encryption: {link: wpa2-psk}}\n" +
		"  signed: {from: a, to: b, protocol: hl7-mllp, authentication: {payload: signature}}\n" +
		"  own: {from: a, to: b, protocol: hl7-mllp, authentication: mutual-tls, encryption: tls}\n" +
		"  web: {from: a, to: b, protocol: rest-api}\n" +
		"  safe: {from: a, to: b, protocol: https}\n" +
		"  any: {from: a, to: b, protocol: tcp-proprietary}\n")
	o := Options{Library: lib, Guard: engine.New(lib).Analyze(m).Guard}
	g, err := FromModel(m, o)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range g.Edges {
		got = append(got, e.ID+": "+e.Guard+", "+e.Protection.String())
	}
	want := []string{
		"lab: auth none · enc none, none",
		"said: auth none · enc none, none",
		"signed: auth signature on data · enc none, none",
		"own: auth mutual-tls · enc tls, stated",
		"web: auth oauth · enc ?, unknown",
		"safe: auth ? · enc tls, unknown",
		"any: auth ? · enc ?, unknown",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	text := Sentences(m, o)
	for _, s := range []string{
		"Its authentication: none between the two parties (always so for hl7-mllp).",
		"Its authentication: oauth between the two parties (as the interface b.web states).",
		"Its authentication: none between the two parties (always so for hl7-mllp), signature on the data itself.",
	} {
		if !strings.Contains(text, s) {
			t.Errorf("the sentences do not say %q:\n%s", s, text)
		}
	}
}

func TestLibraryGivesKindsAndTitles(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	m := decode("zones: {z: {trust: 1}}\nelements:\n  db: {type: database, zone: z}\n  n: {type: nurse, zone: z}\n  m: {type: comms-module, kind: physical}\n" +
		"flows: {f: {from: db, to: n, protocol: mqtt, authentication: [password, default-credential], encryption: tls}}\n")
	g, err := FromModel(m, Options{Library: lib})
	if err != nil {
		t.Fatal(err)
	}
	got := []Shape{g.Nodes[0].Shape, g.Nodes[1].Shape, g.Nodes[2].Shape}
	if diff := cmp.Diff([]Shape{Store, Human, Physical}, got); diff != "" {
		t.Error(diff)
	}
	if g.Edges[0].Protection != Absent {
		t.Error("a default credential counts as protection")
	}
	if g.Nodes[0].Note == "database" || g.Nodes[2].Note == "comms-module" {
		t.Errorf("notes are words, not titles: %q, %q", g.Nodes[0].Note, g.Nodes[2].Note)
	}
}

func TestOverview(t *testing.T) {
	g := graph(t, Options{Overview: true, Marks: map[string]Mark{"pcu": {2, "S3"}, "motor": {1, "S5"}}})
	var got []string
	for _, n := range g.Nodes {
		got = append(got, n.Name+" ("+n.Note+")")
	}
	want := []string{"1 element (1 human)", "2 elements (1 process, 1 actuator)", "1 element (1 process)", "2 elements (1 process, 1 store)", "1 element (1 external)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if m := g.Nodes[1].Mark; m.Count != 3 || m.Severity != "S5" {
		t.Errorf("marks of the therapy core add up to %v", m)
	}
	if len(g.Edges) != 4 { // f2 and f5 stay inside their zones
		t.Errorf("%d edges, want 4", len(g.Edges))
	}
}

func TestSentencesNameEachSubjectOnce(t *testing.T) {
	m := decode(pump)
	text := Sentences(m, Options{})
	for _, e := range m.Elements.All() {
		if n := strings.Count(text, "\n- **"+orID(e.Name.Value, e.ID.Value)+"** (`"+e.ID.Value+"`)"); n != 1 {
			t.Errorf("element %s is the subject of %d paragraphs", e.ID.Value, n)
		}
	}
	for _, f := range m.Flows.All() {
		if n := strings.Count(text, "\n- **"+orID(f.Name.Value, f.ID.Value)+"** (`"+f.ID.Value+"`)"); n != 1 {
			t.Errorf("flow %s is the subject of %d paragraphs", f.ID.Value, n)
		}
	}
}

// TestExamples draws the examples of the project with all their views.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("../examples/*/theriac.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := decode(string(text))
		views := []string{""}
		for _, v := range m.Views.All() {
			views = append(views, v.ID.Value)
		}
		for _, view := range views {
			g, err := FromModel(m, Options{View: view, Library: lib})
			if err != nil {
				t.Fatal(err)
			}
			l := Arrange(g, LayoutOptions{})
			checkBoxes(t, g, l)
			checkLabels(t, g, l)
			checkFlows(t, g, l)
			s := Draw(g, l)
			name := filepath.Base(filepath.Dir(file)) + "-" + view
			look(t, name, s)
			t.Logf("%s: text on A4 is %.1f points high, %d flows in the table", name, textOnA4(s), len(l.Keys))
		}
	}
}

func orID(name, id string) string {
	if name == "" {
		return id
	}
	return name
}

// TestSVGIsStrict reads whatever is drawn as XML and looks for what a strict content security policy forbids.
func TestSVGIsStrict(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		var svg bytes.Buffer
		if err := Draw(g, Arrange(g, LayoutOptions{})).WriteSVG(&svg, Dark()); err != nil {
			t.Fatal(err)
		}
		allowed := map[string]bool{"svg": true, "title": true, "desc": true, "g": true, "path": true, "text": true}
		for d := xml.NewDecoder(&svg); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := token.(xml.StartElement); ok {
				if !allowed[e.Name.Local] {
					t.Fatalf("element %s in the drawing", e.Name.Local)
				}
				for _, a := range e.Attr {
					if n := a.Name.Local; n == "style" || n == "href" || strings.HasPrefix(n, "on") {
						t.Fatalf("attribute %s in the drawing", n)
					}
				}
			}
		}
	})
}

func TestPNG(t *testing.T) {
	g := graph(t, Options{})
	s := Draw(g, Arrange(g, LayoutOptions{}))
	look(t, "pump", s)
	for _, theme := range []Theme{Light(), Dark(), Print()} {
		var b bytes.Buffer
		if err := s.WritePNG(&b, theme, 1); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		colors := map[[3]uint32]bool{}
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				r, g, b, _ := img.At(x, y).RGBA()
				colors[[3]uint32{r, g, b}] = true
			}
		}
		for _, ink := range []Ink{Paper, Outline, Text0} {
			r, g, b, _ := theme[ink].RGBA()
			if !colors[[3]uint32{r, g, b}] {
				t.Errorf("ink %d is nowhere in the picture", ink)
			}
		}
	}
}

func TestPNGStaysSmall(t *testing.T) {
	s := &Scene{W: 100000, H: 100000}
	img, err := s.Image(Light(), 50)
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx()*b.Dy() > 41_000_000 {
		t.Errorf("a picture of %d by %d pixels", b.Dx(), b.Dy())
	}
	if _, err := (&Scene{}).Image(Light(), 1); err == nil {
		t.Error("a scene without a size became a picture")
	}
}

func TestHandSetPlacesFromModel(t *testing.T) {
	m := decode(strings.Replace(pump, "default: {}", "default: {nurse: {x: 40, y: 300}, server: {x: 900, y: 100}}", 1))
	g, err := FromModel(m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := Arrange(g, LayoutOptions{})
	look(t, "pinned", Draw(g, l))
	checkBoxes(t, g, l)
	nurse, server := l.Nodes[0].Rect, l.Nodes[4].Rect
	if server.X-nurse.X != 860 || server.Y-nurse.Y != -200 {
		t.Errorf("nurse at %v and server at %v are not where they were put", nurse, server)
	}
}
