package server_test

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"theriac.dev/server"
)

func TestWaysOfFlows(t *testing.T) {
	x := serveText(t, small)
	f := follower{t, x.state("m")}
	via := [][2]int{{240, 120}, {240, -30}}
	d := x.do("m", 1, server.Command{Verb: "place", Target: "f1", Via: via})
	if d.Title != "Route f1" {
		t.Errorf("title %q", d.Title)
	}
	f.apply(d)
	f.check(x.state("m"))
	if w := f.Model.Layout["default"]["f1"]; !slices.Equal(w.Via, via) {
		t.Errorf("way %v", w)
	}
	_, _, body := x.ask(http.MethodGet, "/projects/m/state", nil)
	if !strings.Contains(string(body), `"layout":{"default":{"f1":{"via":[[240,120],[240,-30]]}}}`) {
		t.Errorf("the state does not tell the way alone: %s", body)
	}
	if got := readFile(t, filepath.Join(x.folder, "layout.yaml")); got != "layout:\n  default:\n    f1: {via: [[240, 120], [240, -30]]}\n" {
		t.Errorf("layout.yaml:\n%s", got)
	}

	f.apply(x.do("m", 2, server.Command{Verb: "rename", Section: "flows", ID: "f1", To: "link"}))
	f.check(x.state("m"))
	if w := f.Model.Layout["default"]["link"]; !slices.Equal(w.Via, via) {
		t.Errorf("the way does not follow its flow: %v", f.Model.Layout)
	}
	d = x.do("m", 3, server.Command{Verb: "place", Target: "link", Via: [][2]int{}})
	f.apply(d)
	f.check(x.state("m"))
	if d.Title != "Straighten link" || len(f.Model.Layout) != 0 {
		t.Errorf("%s leaves %v", d.Title, f.Model.Layout)
	}
	if diff := get[server.Diff](x.person, "/projects/m/diff?from=3&to=4"); !slices.Equal(diff.Layout, []string{"default/link"}) {
		t.Errorf("the comparison tells %v", diff.Layout)
	}
	f.apply(want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/undo", server.Which{Revision: 4, Key: newKey()}))
	f.check(x.state("m"))
	if w := f.Model.Layout["default"]["link"]; !slices.Equal(w.Via, via) {
		t.Errorf("undo does not bring the way back: %v", f.Model.Layout)
	}
}

func TestWaysThatCannotBe(t *testing.T) {
	x := serveText(t, small)
	for name, c := range map[string]server.Command{
		"a place for a flow":   {Verb: "place", Target: "f1", X: 1},
		"a way for an element": {Verb: "place", Target: "pcu", Via: [][2]int{{1, 2}}},
		"out of the canvas":    {Verb: "place", Target: "f1", Via: [][2]int{{1, 2_000_000}}},
		"too many points":      {Verb: "place", Target: "f1", Via: make([][2]int, 21)},
		"nothing to take away": {Verb: "place", Target: "f1", Via: [][2]int{}},
	} {
		if status, _, body := x.ask(http.MethodPost, "/projects/m/commands", server.Proposal{Base: 1, Key: newKey(), Commands: []server.Command{c}}); status != 422 {
			t.Errorf("%s: status %d: %s", name, status, body)
		}
	}
	body := map[string]any{"base": 1, "key": newKey(), "commands": []any{map[string]any{"verb": "place", "target": "f1", "via": []any{[]any{1, 2, 3}}}}}
	if status, _, answer := x.ask(http.MethodPost, "/projects/m/commands", body); status != 422 {
		t.Errorf("three numbers for a point: status %d: %s", status, answer)
	}
}

// TestBendsComeBesideWhatIsThere holds that the bends of an import move with its boxes.
func TestBendsComeBesideWhatIsThere(t *testing.T) {
	x := serveText(t, small)
	file := server.ForeignFile{Name: "home-pump.json", Data: []byte(readFile(t, "../examples/import/home-pump.json"))}
	want[broughtDelta](x.person, 200, http.MethodPost, "/projects/m/import", server.BringIn{ForeignFile: file, Key: newKey()})
	layout := x.state("m").Model.Layout["default"]
	phone, sync := layout["phone-app"], layout["sync"]
	dx, dy := phone.X-90, phone.Y-330
	if len(sync.Via) != 2 || phone.W == 0 || dx == 0 || sync.Via[0] != [2]int{620 + dx, 380 + dy} || sync.Via[1] != [2]int{620 + dx, 200 + dy} {
		t.Errorf("the app is moved by %d, %d, and the flow goes through %v", dx, dy, sync.Via)
	}
}
