package foreign_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"theriac.dev/foreign"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// TestTextsBecomeNotes holds what a text on a drawing becomes: its words, what it is about, its views, and its place.
func TestTextsBecomeNotes(t *testing.T) {
	cell := func(id, style, label, more string) string {
		return fmt.Sprintf(`<mxCell id="%s" style="%s" value="%s" parent="1" %s</mxCell>`, id, style, label, more)
	}
	at := func(x, y, w, h int) string {
		return fmt.Sprintf(`vertex="1"><mxGeometry x="%d" y="%d" width="%d" height="%d" as="geometry"/>`, x, y, w, h)
	}
	page := func(cells ...string) string {
		return `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>` + strings.Join(cells, "") + `</root></mxGraphModel>`
	}
	pump, phone := cell("a", "rounded=1", "Pump", at(0, 0, 100, 60)), cell("b", "rounded=1", "Phone", at(300, 0, 100, 60))
	wire := cell("f", "endArrow=block", "Dose", `edge="1" source="b" target="a"><mxGeometry relative="1" as="geometry"/>`)
	sheet := cell("n", "shape=note", "Why two?&lt;br&gt;Ask.", at(0, 200, 120, 40))
	line := func(id, from, to, label string) string {
		return cell(id, "endArrow=none", label, fmt.Sprintf(`edge="1" source="%s" target="%s"><mxGeometry relative="1" as="geometry"/>`, from, to))
	}
	dragon := func(diagrams ...string) string {
		return `{"version":"2.2","summary":{"title":"T"},"detail":{"contributors":[],"diagrams":[` + strings.Join(diagrams, ",") + `]}}`
	}
	drawing := func(title string, cells ...string) string {
		return `{"id":0,"title":"` + title + `","diagramType":"STRIDE","cells":[` + strings.Join(cells, ",") + `]}`
	}
	words := func(s string) string {
		return `{"shape":"td-text-block","id":"w` + s + `","position":{"x":10,"y":20},"size":{"width":200,"height":50},"data":{"type":"tm.Text","name":"` + s + `"}}`
	}
	for name, test := range map[string]struct {
		text string
		want []string
		kind string
		said string // of the account: found, taken, changed, lost
	}{
		"draw.io, alone":             {page(pump, sheet), []string{"why-two-ask: Why two?/Ask. [] [] default 0,200 120x40"}, "texts", "1 1 0 0"},
		"draw.io, led to an element": {page(pump, sheet, line("l", "n", "a", "")), []string{"why-two-ask: Why two?/Ask. [pump] [] default 0,200 120x40"}, "lines of notes", "1 1 0 0"},
		"draw.io, led to a flow":     {page(pump, phone, sheet, line("l", "f", "n", "see"), wire), []string{"why-two-ask: Why two?/Ask.//see [dose] [] default 0,200 120x40"}, "lines of notes", "1 0 1 0"},
		"draw.io, led to nothing":    {page(pump, sheet, line("l", "n", "gone", "")), []string{"why-two-ask: Why two?/Ask. [] [] default 0,200 120x40"}, "lines of notes", "1 0 0 1"},
		"draw.io, on an element":     {page(pump, cell("n", "text", "v2", at(80, 40, 30, 16))), nil, "texts", "1 0 1 0"},
		"draw.io, two pages":         {`<mxfile><diagram name="One">` + page(pump) + `</diagram><diagram name="Two">` + page(sheet) + `</diagram></mxfile>`, []string{"why-two-ask: Why two?/Ask. [] [two] two 0,200 120x40"}, "texts", "1 1 0 0"},
		"Threat Dragon":              {dragon(drawing("Home", words("Not ours"))), []string{"not-ours: Not ours [] [] default 10,20 200x50"}, "text blocks", "1 1 0 0"},
		"Threat Dragon, two drawings": {dragon(drawing("Home", words("Not ours")), drawing("Clinic", words("Ours"))),
			[]string{"not-ours: Not ours [] [home] home 10,20 200x50", "ours: Ours [] [clinic] clinic 10,20 200x50"}, "text blocks", "2 2 0 0"},
		"Threat Dragon, empty": {dragon(drawing("Home", words(""))), nil, "text blocks", "1 0 0 1"},
	} {
		t.Run(name, func(t *testing.T) {
			im, err := foreign.Read("drawing", []byte(test.text), "")
			if err != nil {
				t.Fatal(err)
			}
			addsUp(t, im)
			m := model.Decode(syntax.Parse("theriac.yaml", []byte(im.Model)), syntax.Parse("layout.yaml", []byte(im.Layout)))
			if diff := cmp.Diff(test.want, notesOf(m)); diff != "" {
				t.Errorf("(-want +got):\n%s\n%s", diff, im.Model)
			}
			for _, d := range m.Diagnostics {
				if d.Severity == syntax.Error {
					t.Error(d.Message)
				}
			}
			seen := false
			for _, c := range im.Taken {
				seen = seen || c.Theirs == test.kind
				if got := fmt.Sprint(c.Found, c.Taken, c.Changed, c.Lost); c.Theirs == test.kind && (got != test.said || c.Ours != "notes") {
					t.Errorf("%+v, want %s", c, test.said)
				}
			}
			if !seen {
				t.Errorf("the account lacks %s: %+v", test.kind, im.Taken)
			}
		})
	}
}

func notesOf(m *model.Model) []string {
	var out []string
	for _, n := range m.Notes.All() {
		list := func(s model.Strings) []string {
			words := []string{}
			for _, x := range s.Items {
				words = append(words, x.Value)
			}
			return words
		}
		place := ""
		for _, b := range m.Layout.Boxes {
			if b.Target == n.ID.Value {
				place += fmt.Sprintf(" %s %d,%d %dx%d", b.View, b.X.Value, b.Y.Value, b.Width.Value, b.Height.Value)
			}
		}
		out = append(out, fmt.Sprintf("%s: %s %v %v%s", n.ID.Value, strings.ReplaceAll(n.Text.Value, "\n", "/"), list(n.About), list(n.Views), place))
	}
	return out
}
