package server_test

import (
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"theriac.dev/foreign"
	"theriac.dev/server"
)

// dragon is a model of another tool, as a person would choose it.
func dragon(t testing.TB, name string) server.ForeignFile {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../foreign/testdata/threat-dragon", name))
	if err != nil {
		t.Fatal(err)
	}
	return server.ForeignFile{Name: name, Data: data}
}

func TestLookAtImport(t *testing.T) {
	x := serve(t, server.Options{Folder: t.TempDir(), Version: "test"})
	formats := get[[]foreign.Format](x.person, "/import/formats")
	if len(formats) == 0 || formats[0].ID == "" || formats[0].Title == "" || len(formats[0].Endings) == 0 {
		t.Fatalf("formats %+v", formats)
	}
	look := want[server.ImportLook](x.person, 200, http.MethodPost, "/import", server.LookAsk{ForeignFile: dragon(t, "td-demo-payment-online.json")})
	if look.Title == "" || look.Model == "" || look.Layout == "" || !strings.HasPrefix(look.Picture, "<") {
		t.Errorf("title %q, model %d, layout %d, picture %d", look.Title, len(look.Model), len(look.Layout), len(look.Picture))
	}
	for _, c := range look.Taken {
		if c.Found != c.Taken+c.Changed+c.Lost {
			t.Errorf("%+v does not add up", c)
		}
	}
	for name, data := range map[string]string{"broken.json": "{\n  \"summary\": {\n", "letter.txt": "Dear Sir or Madam", "empty.json": ""} {
		status, head, body := x.ask(http.MethodPost, "/import", server.LookAsk{ForeignFile: server.ForeignFile{Name: name, Data: []byte(data)}})
		if status != 422 || !strings.HasPrefix(head.Get("Content-Type"), "application/problem+json") {
			t.Errorf("%s: status %d: %s", name, status, body)
		}
		var p server.Problem
		decode(t, body, &p)
		if data != "" && (p.Code != "unreadable" || p.Detail == "" || p.File != name) {
			t.Errorf("%s: %s", name, body)
		}
		if name == "broken.json" && p.Line < 2 {
			t.Errorf("%s: the place is missing: %s", name, body)
		}
	}
	if p := want[problem](x.person, 422, http.MethodPost, "/import", server.LookAsk{ForeignFile: server.ForeignFile{Name: "x", As: "no-such-format", Data: []byte("{}")}}); p.Code != "unreadable" {
		t.Errorf("a format that is not there: %+v", p)
	}
	big := server.LookAsk{ForeignFile: server.ForeignFile{Name: "big.json", Data: make([]byte, 18<<20)}}
	if status, _, body := x.ask(http.MethodPost, "/import", big); status != 413 && status != 422 {
		t.Errorf("18 MB: status %d: %s", status, body)
	}
}

// A project that begins as an import has the files, no errors, and the report as a comment.
func TestProjectFromImport(t *testing.T) {
	_, people := serveDatabase(t)
	shared := serve(t, server.Options{Folder: t.TempDir(), SignIn: true})
	if err := shared.s.AddPerson(t.Context(), "anna", password, false); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]person{"folder": serve(t, server.Options{Folder: t.TempDir()}).person, "folder with sign-in": signIn(t, shared, "anna"), "database": people["editor"]} {
		t.Run(name, func(t *testing.T) {
			file := dragon(t, "td-demo-payment-online.json")
			p := want[server.Project](x, 201, http.MethodPost, "/projects", server.NewProject{Name: "Payment", From: server.ProjectFrom{Import: &file}})
			if p.Counts.Errors > 0 || p.Elements == 0 || p.Flows == 0 {
				t.Errorf("%+v", p)
			}
			if s := x.state(p.ID); len(s.Model.Layout["default"]) == 0 {
				t.Error("the layout did not come along")
			}
			threads := get[[]server.Thread](x, "/projects/"+p.ID+"/comments")
			if len(threads) != 1 || threads[0].Target != "import/"+file.Name || !strings.Contains(threads[0].Comments[0].Body, "found") {
				t.Errorf("threads %+v", threads)
			}
			bad := server.ForeignFile{Name: "x.json", Data: []byte("{")}
			if p := want[problem](x, 422, http.MethodPost, "/projects", server.NewProject{Name: "Bad", From: server.ProjectFrom{Import: &bad}}); p.Code != "unreadable" {
				t.Errorf("%+v", p)
			}
		})
	}
}

// What is brought in is one revision that adds everything beside what is there, and that can be taken back.
func TestBringIn(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pump")
	copyExample(t, "infusion-pump", folder)
	x := serve(t, server.Options{Folder: folder, Version: "test"})
	before := x.state("pump")
	ask := server.BringIn{ForeignFile: dragon(t, "td-demo-payment-online.json"), Key: newKey(), Try: true}
	tried := want[server.Brought](x.person, 200, http.MethodPost, "/projects/pump/import", ask)
	if s := x.state("pump"); s.Revision != before.Revision {
		t.Fatal("a try changed the model")
	}
	ask.Try = false
	first := want[broughtDelta](x.person, 200, http.MethodPost, "/projects/pump/import", ask)
	if first.Added != tried.Added || first.Added < 10 || first.Delta.Revision != before.Revision+1 || len(first.Renamed) > 0 || first.Thread == "" {
		t.Errorf("%d added, tried %d, revision %d, renamed %v, thread %q", first.Added, tried.Added, first.Delta.Revision, first.Renamed, first.Thread)
	}
	if !strings.Contains(first.Delta.Title, ask.Name) {
		t.Errorf("title %q", first.Delta.Title)
	}
	after := x.state("pump")
	if after.Counts.Errors > before.Counts.Errors {
		t.Errorf("errors: %+v", after.Diagnostics)
	}
	if n := entries(after) - entries(before); n != first.Added {
		t.Errorf("%d entries more, %d told", n, first.Added)
	}
	beside(t, before, after)
	if again := want[broughtDelta](x.person, 200, http.MethodPost, "/projects/pump/import", ask); again.Delta.Revision != first.Delta.Revision {
		t.Errorf("the same key made revision %d", again.Delta.Revision)
	}

	// Once more: every id is taken now.
	ask.Key = newKey()
	second := want[broughtDelta](x.person, 200, http.MethodPost, "/projects/pump/import", ask)
	twice := x.state("pump")
	if len(second.Renamed) == 0 || entries(twice)-entries(after) != second.Added || twice.Counts.Errors > before.Counts.Errors {
		t.Errorf("%d renamed, %d added of %d, errors %d", len(second.Renamed), entries(twice)-entries(after), second.Added, twice.Counts.Errors)
	}
	for _, n := range []int64{second.Delta.Revision, first.Delta.Revision} {
		want[server.Delta](x.person, 200, http.MethodPost, "/projects/pump/undo", server.Which{Revision: n, Key: newKey()})
	}
	for _, f := range before.Files {
		if got := text(x.state("pump"), f.Name); got != f.Text {
			t.Errorf("%s is not as it was before", f.Name)
		}
	}
	if list := get[[]server.Thread](x.person, "/projects/pump/comments"); len(list) != 2 {
		t.Errorf("%d reports are kept", len(list))
	}
}

// Undo of an import leaves the folder as it was, without the layout that came with it; redo brings it back, also after a
// restart, and restoring an older revision takes it away as well.
func TestUndoOfAnImportTakesItsLayoutAway(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pump")
	copyExample(t, "infusion-pump", folder)
	before := filesIn(t, folder)
	if before["layout.yaml"] != "" {
		t.Fatal("the example has a layout: the test needs one without")
	}
	x := serve(t, server.Options{Folder: folder, Version: "test"})
	f := follower{t, x.state("pump")}
	step := func(what, path string, body any) int64 {
		t.Helper()
		d := want[server.Delta](x.person, 200, http.MethodPost, "/projects/pump/"+path, body)
		f.apply(d)
		f.check(x.state("pump"))
		if now := filesIn(t, folder); (now["layout.yaml"] != "") != (what == "there") {
			t.Fatalf("%s %d: want a layout that is %s, the folder has %v", path, d.Revision, what, slices.Sorted(maps.Keys(now)))
		} else if what == "gone" && !maps.Equal(now, before) {
			t.Errorf("%s %d: the folder is not as it was", path, d.Revision)
		}
		return d.Revision
	}
	which := func(n int64) server.Which { return server.Which{Revision: n, Key: newKey()} }
	ask := server.BringIn{ForeignFile: dragon(t, "td-demo-payment-online.json"), Key: newKey()}
	brought := want[broughtDelta](x.person, 200, http.MethodPost, "/projects/pump/import", ask)
	f.apply(brought.Delta)
	whole := filesIn(t, folder)
	undone := step("gone", "undo", which(brought.Delta.Revision))
	redone := step("there", "redo", which(undone))
	if !maps.Equal(filesIn(t, folder), whole) {
		t.Error("redo does not bring back what undo took")
	}
	x.end()
	x = serve(t, server.Options{Folder: folder, Version: "test"})
	f = follower{t, x.state("pump")}
	undone = step("gone", "undo", which(redone))
	redone = step("there", "redo", which(undone))
	restored := step("gone", "restore", server.Restore{Base: redone, To: 1, Key: newKey()})
	step("there", "restore", server.Restore{Base: restored, To: brought.Delta.Revision, Key: newKey()})
}

// filesIn are the texts of the files in a folder.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, path := range list {
		out[filepath.Base(path)] = readFile(t, path) + "\n" // an empty file is a file
	}
	return out
}

type broughtDelta struct {
	server.Brought
	Delta server.Delta `json:"delta"`
}

func entries(s server.State) int {
	n := 0
	for _, list := range s.Model.Sections {
		n += len(list)
	}
	return n
}

// beside asks that nothing that came lies on what was there.
func beside(t *testing.T, before, after server.State) {
	t.Helper()
	was := map[string]bool{}
	for _, e := range slices.Concat(before.Model.Sections["elements"], before.Model.Sections["zones"]) {
		was[e["id"].(string)] = true
	}
	right := 0
	boxes := after.Model.Layout["default"]
	for id, b := range boxes {
		if was[id] {
			right = max(right, b.X+b.W)
		}
	}
	for _, e := range after.Model.Sections["elements"] {
		id := e["id"].(string)
		b, placed := boxes[id]
		if !placed {
			t.Errorf("%s has no place", id)
		} else if !was[id] && b.X <= right {
			t.Errorf("%s at %d lies on what was there, up to %d", id, b.X, right)
		}
	}
}

// Every sample of every format comes into a model as a whole, breaks nothing there, and can be taken back.
func TestBringInEverySample(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pump")
	copyExample(t, "infusion-pump", folder)
	x := serve(t, server.Options{Folder: folder, Version: "test"})
	before := x.state("pump")
	read := 0
	samples, _ := filepath.Glob("../foreign/testdata/*/*")
	for _, sample := range samples {
		data, err := os.ReadFile(sample)
		if err != nil {
			continue // a folder
		}
		file := server.ForeignFile{Name: filepath.Base(sample), Data: data}
		if status, _, _ := x.ask(http.MethodPost, "/import", server.LookAsk{ForeignFile: file}); status != 200 {
			continue // no model, such as notes
		}
		read++
		at := x.state("pump")
		got := want[broughtDelta](x.person, 200, http.MethodPost, "/projects/pump/import", server.BringIn{ForeignFile: file, Key: newKey()})
		after := x.state("pump")
		if n := entries(after) - entries(at); n != got.Added || after.Counts.Errors > at.Counts.Errors || got.Delta.Revision != at.Revision+1 {
			t.Errorf("%s: %d entries of %d, %d errors more", sample, n, got.Added, after.Counts.Errors-at.Counts.Errors)
		}
		want[server.Delta](x.person, 200, http.MethodPost, "/projects/pump/undo", server.Which{Revision: got.Delta.Revision, Key: newKey()})
	}
	if read < 10 {
		t.Errorf("only %d samples were read", read)
	}
	if got := text(x.state("pump"), "theriac.yaml"); got != text(before, "theriac.yaml") {
		t.Error("the model is not as it was before")
	}
}
