package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"theriac.dev/server"
)

const typedModel = `theriac: 1
id: m
name: M
zones:
  z-a: {name: Ward, type: bedside}
elements:
  pcu: {name: Control unit, type: therapy-controller, zone: z-a}
  app: {name: Phone, type: mobile-app, zone: z-a}
flows:
  f1: {from: app, to: pcu, protocol: ble, attributes: {}}
`

// askTyped asks about text that the project does not have, with the cursor at ¦.
func askTyped[T any](p person, what, text string) T {
	p.t.Helper()
	body := map[string]any{"text": strings.Replace(text, "¦", "", 1), "offset": strings.Index(text, "¦")}
	return want[T](p, 200, http.MethodPost, "/projects/m/"+what, body)
}

func TestComplete(t *testing.T) {
	x := serveText(t, typedModel)
	tests := []struct {
		name, text string
		has, lacks []string
		from       string // what is replaced
	}{
		{"keys of the head", "zo¦", []string{"zones"}, []string{"zone"}, "zo"},
		{"keys of an element, without those that are there", "elements:\n  x: {name: X, zone: z-a, ¦}", []string{"type", "runs"}, []string{"name", "zone", "from"}, ""},
		{"ids of zones", "elements:\n  x: {zone: ¦", []string{"z-a"}, []string{"pcu"}, ""},
		{"ids of elements", "flows:\n  x: {from: p¦", []string{"pcu", "app"}, []string{"z-a"}, "p"},
		{"what a note is about", "notes:\n  n: {text: Why, about: [¦", []string{"z-a", "pcu", "f1"}, []string{"device"}, ""},
		{"words of a vocabulary", "elements:\n  x: {type: therapy¦", []string{"therapy-controller"}, []string{"bedside"}, "therapy"},
		{"words that a key allows", "elements:\n  x: {interfaces: {u: {state: ¦", []string{"used", "service-only"}, nil, ""},
		{"attributes of this kind of thing", "flows:\n  x: {attributes: {¦", []string{"replay-protection"}, nil, ""},
		{"values of an attribute", "flows:\n  x: {attributes: {replay-protection: ¦", []string{"yes", "no", "unknown"}, nil, ""},
		{"no words in a comment", "elements: # na¦", nil, nil, ""},
		{"no words for a new id", "elements:\n  ne¦", nil, nil, "ne"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := askTyped[server.Completions](x.person, "complete", test.text)
			var labels []string
			for _, c := range got.Items {
				labels = append(labels, c.Label)
			}
			for _, w := range test.has {
				if !slices.Contains(labels, w) {
					t.Errorf("%q is not offered among %v", w, labels)
				}
			}
			for _, w := range test.lacks {
				if slices.Contains(labels, w) {
					t.Errorf("%q is offered and cannot stand there", w)
				}
			}
			if test.has == nil && len(labels) > 0 {
				t.Errorf("offered: %v", labels)
			}
			text := strings.Replace(test.text, "¦", "", 1)
			if got.From > got.To || text[got.From:got.To] != test.from {
				t.Errorf("replaces %d to %d, want %q", got.From, got.To, test.from)
			}
		})
	}
}

// TestCompletedModelDecodes takes each word that is offered for a value, writes it, and holds that the text with it has no
// error that the word could have brought.
func TestCompletedModelDecodes(t *testing.T) {
	x := serveText(t, typedModel)
	before := x.state("m")
	at := strings.Index(typedModel, "therapy-controller")
	got := get[server.Completions](x.person, fmt.Sprintf("/projects/m/complete?file=theriac.yaml&offset=%d", at))
	if len(got.Items) < 20 || got.From != at {
		t.Fatalf("%d words from %d", len(got.Items), got.From)
	}
	base := before.Revision
	text := typedModel
	for i, c := range got.Items {
		if i%40 != 0 {
			continue
		}
		old := text[at : at+strings.IndexByte(text[at:], ',')]
		if old == c.Insert {
			continue
		}
		edit := server.Edit{Start: at, End: at + len(old), Text: c.Insert}
		d := x.do("m", base, server.Command{Verb: "text", File: "theriac.yaml", Edits: []server.Edit{edit}})
		base, text = d.Revision, text[:at]+c.Insert+text[at+len(old):]
		if d.Counts.Errors > before.Counts.Errors {
			t.Errorf("with type %q: %d errors", c.Insert, d.Counts.Errors)
		}
	}
	if base == before.Revision {
		t.Fatal("nothing was tried")
	}
}

func TestHover(t *testing.T) {
	x := serveText(t, typedModel)
	tests := []struct{ name, text, word, title, about, entry string }{
		{"key", "elements:\n  x: {zo¦ne: z-a}", "zone", "text", "zone", ""},
		{"word", "elements:\n  x: {type: therapy¦-controller}", "therapy-controller", "Therapy controller", "", ""},
		{"id that is named", "flows:\n  x: {from: ¦pcu, to: app}", "pcu", "Control unit", "", "elements/pcu"},
		{"id where it is written", "elements:\n  p¦cu: {}", "pcu", "Control unit", "", "elements/pcu"},
		{"interface", "elements:\n  pcu:\n    interfaces:\n      us¦b: {}", "usb", "", "", "interfaces/pcu.usb"},
		{"attribute", "flows:\n  f1: {attributes: {replay-pro¦tection: no}}", "replay-protection", "attribute", "?", ""},
		{"comment", "elements: # zo¦ne", "", "", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := askTyped[server.Hover](x.person, "hover", test.text)
			if got.Word != test.word || got.Title != test.title || got.Entry != test.entry || !strings.Contains(got.Text, test.about) {
				t.Errorf("got %+v", got)
			}
		})
	}
	p := x.refused(422, "m", 1, server.Command{Verb: "text", File: "none.yaml"})
	if p.Code != "bad" {
		t.Errorf("a file that is not there: %+v", p)
	}
	if status, _, _ := x.ask("GET", "/projects/m/hover?file=none.yaml&offset=1", nil); status != 422 {
		t.Errorf("hover in a file that is not there: status %d", status)
	}
}

// TestShelf holds that the pages of the library agree with its lists.
func TestShelf(t *testing.T) {
	x := serveText(t, typedModel)
	threats := get[[]server.LibraryThreat](x.person, "/library/threats")
	for i, th := range threats {
		if i%30 != 0 {
			continue
		}
		more := get[server.ThreatMore](x.person, "/library/threats/"+url.PathEscape(th.ID))
		wants := map[string]bool{}
		for _, c := range more.Cases {
			for _, m := range c.Marks {
				wants[m.Want] = true
			}
		}
		if !wants["silent"] || !wants["confirmed"] && !wants["possible"] {
			t.Errorf("%s: tests say only %v", th.ID, wants)
		}
		for _, id := range th.Controls {
			c := get[server.ControlMore](x.person, "/library/controls/"+url.PathEscape(id))
			if !slices.Contains(c.Threats, th.ID) {
				t.Errorf("control %s does not know that it answers %s", id, th.ID)
			}
		}
	}
	for _, d := range get[[]server.LibraryDevice](x.person, "/library/devices")[:5] {
		more := get[server.DeviceMore](x.person, "/library/devices/"+d.ID)
		if len(more.Functions) != d.Functions || len(more.Hazards) != d.Hazards {
			t.Errorf("%s: %d functions and %d hazards, the list says %d and %d", d.ID, len(more.Functions), len(more.Hazards), d.Functions, d.Hazards)
		}
	}
	if words := get[[]server.LibraryWord](x.person, "/library/glossary"); len(words) < 20 {
		t.Errorf("%d words", len(words))
	}
	if packs := get[[]server.LibraryPack](x.person, "/library/packs"); len(packs) < 2 {
		t.Errorf("%d packs", len(packs))
	}
	for _, path := range []string{"threats", "controls", "devices"} {
		if status, _, _ := x.ask("GET", "/library/"+path+"/no-such-thing", nil); status != 404 {
			t.Errorf("%s: status %d for an id that is not there", path, status)
		}
	}
}
