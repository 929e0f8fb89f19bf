package server_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"theriac.dev/server"
	"theriac.dev/store"
)

func set(path string, value any) server.Command {
	return server.Command{Verb: "set", Path: path, Value: value}
}

// TestTwoPeople has two people command on the same revision: on different places both are done, on the same one the
// later is asked.
func TestTwoPeople(t *testing.T) {
	word := func(s string) server.Command {
		return server.Command{Verb: "append", Path: "elements/pcu/runs", Value: s}
	}
	edit := func(was, now string) server.Command {
		i := strings.Index(small, was)
		return server.Command{Verb: "text", File: "theriac.yaml", Edits: []server.Edit{{Start: i, End: i + len(was), Text: now}}}
	}
	for _, c := range []struct {
		name         string
		first, later server.Command
		clash        string
	}{
		{"other entry", set("elements/pcu/name", "A"), set("elements/srv/name", "B"), ""},
		{"other key", set("elements/pcu/name", "A"), set("elements/pcu/kind", "process"), ""},
		{"other attribute", server.Command{Verb: "attribute", Target: "srv", Key: "secure-boot", Value: "no"}, server.Command{Verb: "attribute", Target: "srv", Key: "debug-port", Value: "no"}, ""},
		{"other word of a list", word("linux"), word("windows"), ""},
		{"other box", server.Command{Verb: "place", Target: "pcu", X: 1}, server.Command{Verb: "place", Target: "srv", X: 1}, ""},
		{"box and name", server.Command{Verb: "place", Target: "pcu", X: 1}, set("elements/pcu/name", "A"), ""},
		{"new flows", server.Command{Verb: "connect", From: "pcu", To: "srv"}, server.Command{Verb: "connect", From: "srv", To: "pcu"}, ""},
		{"another id, and a key under it", server.Command{Verb: "rename", Section: "elements", ID: "srv", To: "s"}, set("elements/s/name", "B"), ""},
		{"same key", set("elements/pcu/name", "A"), set("elements/pcu/name", "B"), "elements/pcu/name"},
		{"same box", server.Command{Verb: "place", Target: "pcu", X: 1}, server.Command{Verb: "place", Target: "pcu", X: 2}, "layout/default/pcu"},
		{"same way", server.Command{Verb: "place", Target: "f1", Via: [][2]int{{1, 2}}}, server.Command{Verb: "place", Target: "f1", Via: [][2]int{{3, 4}}}, "layout/default/f1"},
		{"a word and the whole list", word("linux"), set("elements/pcu/runs", []string{"windows"}), "elements/pcu/runs"},
		{"entry that is gone", server.Command{Verb: "remove", Section: "elements", ID: "srv", Cascade: true}, set("elements/srv/name", "B"), "elements/srv/name"},
		{"entry that has another id", server.Command{Verb: "rename", Section: "elements", ID: "srv", To: "s"}, set("elements/srv/name", "B"), "elements/srv/name"},
		{"key and entry that goes", set("elements/srv/name", "B"), server.Command{Verb: "remove", Section: "elements", ID: "srv", Cascade: true}, "elements/srv"},
		{"other lines", edit("name: Small", "name: Little"), edit("name: Server", "name: Host"), ""},
		{"verb and text elsewhere", set("elements/pcu/name", "A much longer name"), edit("name: Server", "name: Host"), ""},
		{"same bytes", edit("name: Small", "name: Little"), edit("Small", "Tiny"), "file:theriac.yaml"},
		{"text and the key in it", edit("name: Server", "name: Host"), set("elements/srv/name", "Box"), "elements/srv/name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := serveText(t, small)
			f := follower{t, x.state("m")}
			f.apply(x.do("m", 1, c.first))
			if c.clash == "" {
				f.apply(x.do("m", 1, c.later))
				f.check(x.state("m"))
				return
			}
			p := x.refused(409, "m", 1, c.later)
			if p.Code != "clash" || p.Head != 2 || len(p.Clashes) != 1 || p.Clashes[0].Path != c.clash || p.Clashes[0].At != 2 || p.Clashes[0].By == "" {
				t.Fatalf("problem %+v, want a clash on %s", p, c.clash)
			}
			f.check(x.state("m"))
		})
	}
}

func TestAClashSaysThatTheEntryIsGone(t *testing.T) {
	x := serveText(t, small)
	x.do("m", 1, server.Command{Verb: "remove", Section: "elements", ID: "srv", Cascade: true})
	p := x.refused(409, "m", 1, set("elements/srv/name", "Yours"))
	if c := p.Clashes[0]; !c.Gone || c.Theirs != nil {
		t.Errorf("clash %+v", c)
	}
}

func TestAClashShowsBothValues(t *testing.T) {
	x := serveText(t, small)
	x.do("m", 1, set("elements/pcu/name", "Theirs"))
	p := x.refused(409, "m", 1, set("elements/pcu/name", "Yours"))
	if p.Clashes[0].Theirs != "Theirs" || p.Clashes[0].Yours != "Yours" || p.Clashes[0].Gone {
		t.Errorf("clash %+v", p.Clashes[0])
	}
	if d := x.do("m", p.Head, set("elements/pcu/name", "Yours")); d.Revision != 3 {
		t.Error("on the newest revision it is done")
	}
}

// TestAnotherEditor writes the file from outside while the studio is open.
func TestAnotherEditor(t *testing.T) {
	x := serveText(t, small)
	f := follower{t, x.state("m")}
	path := filepath.Join(x.folder, "theriac.yaml")
	writeFile(t, path, strings.Replace(small, "name: Server", "name: Host", 1))
	deltas := waitFor(t, func() []server.Delta { return get[[]server.Delta](x.person, "/projects/m/delta?since=1") })
	if deltas[0].Author != store.AnotherEditor || deltas[0].Entries["elements"]["srv"] == nil {
		t.Errorf("delta %+v", deltas[0])
	}
	f.apply(deltas[0])
	f.check(x.state("m"))
	// A command that does not know of an edit from outside is checked against it at once, watched or not.
	writeFile(t, path, strings.Replace(small, "name: Server", "name: Box", 1))
	if p := x.refused(409, "m", 2, set("elements/srv/name", "Mine")); p.Clashes[0].Theirs != "Box" || p.Clashes[0].By != store.AnotherEditor {
		t.Errorf("clash %+v", p)
	}
	writeFile(t, path, strings.Replace(small, "name: Server", "name: Case", 1))
	d := x.do("m", 3, set("elements/pcu/name", "Mine"))
	now := x.state("m")
	if got := text(now, "theriac.yaml"); !strings.Contains(got, "name: Case") || !strings.Contains(got, "name: Mine") || d.Revision != 5 {
		t.Errorf("revision %d:\n%s", d.Revision, got)
	}
	for _, d := range get[[]server.Delta](x.person, "/projects/m/delta?since=2") {
		f.apply(d)
	}
	f.check(now)
	if readFile(t, path) != text(now, "theriac.yaml") {
		t.Error("the file is not what the studio shows")
	}
}

// TestAFileIsIncludedFromOutside adds a file of the model, takes it away, and removes the root file.
func TestFilesComeAndGo(t *testing.T) {
	x := serveText(t, small)
	f := follower{t, x.state("m")}
	follow := func() {
		t.Helper()
		for _, d := range waitFor(t, func() []server.Delta {
			return get[[]server.Delta](x.person, "/projects/m/delta?since="+itoa(f.Revision))
		}) {
			f.apply(d)
		}
		f.check(x.state("m"))
	}
	writeFile(t, filepath.Join(x.folder, "more.yaml"), "elements:\n  late: {name: Late}\n")
	f.apply(x.do("m", 1, set("include", []string{"more.yaml"})))
	f.check(x.state("m"))
	if len(f.Files) != 2 {
		t.Fatalf("%d files, want 2", len(f.Files))
	}
	f.apply(x.do("m", f.Revision, set("elements/late/name", "Later")))
	if got := readFile(t, filepath.Join(x.folder, "more.yaml")); !strings.Contains(got, "Later") {
		t.Errorf("more.yaml: %s", got)
	}
	writeFile(t, filepath.Join(x.folder, "more.yaml"), "elements:\n  late: {name: Outside}\n")
	follow()
	if err := os.Remove(filepath.Join(x.folder, "more.yaml")); err != nil {
		t.Fatal(err)
	}
	follow()
	if f.Counts.Errors == 0 {
		t.Error("an included file that is gone is an error")
	}
	writeFile(t, filepath.Join(x.folder, "more.yaml"), "elements:\n  late: {name: Back}\n")
	follow()
	if text(f.State, "more.yaml") == "" || !slices.ContainsFunc(f.Model.Sections["elements"], func(e server.Entry) bool { return e["name"] == "Back" }) {
		t.Error("an included file that came back is not in the model")
	}
	if err := os.Remove(filepath.Join(x.folder, "more.yaml")); err != nil {
		t.Fatal(err)
	}
	follow()
	if err := os.Remove(filepath.Join(x.folder, "theriac.yaml")); err != nil {
		t.Fatal(err)
	}
	follow()
	f.apply(want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/restore", server.Restore{To: 1, Base: f.Revision, Key: newKey()}))
	f.check(x.state("m"))
	if text(f.State, "theriac.yaml") != small {
		t.Error("the first revision did not come back")
	}
}

// waitFor asks until there is something.
func waitFor[T any](t testing.TB, ask func() []T) []T {
	t.Helper()
	for range 200 {
		if list := ask(); len(list) > 0 {
			return list
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("nothing came")
	return nil
}

func TestUndoAndRedo(t *testing.T) {
	x := serveText(t, small)
	f := follower{t, x.state("m")}
	undo := func(kind string, revision int64) { // undo or redo
		t.Helper()
		f.apply(want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/"+kind, server.Which{Revision: revision, Key: newKey()}))
		f.check(x.state("m"))
	}
	f.apply(x.do("m", 1, set("elements/pcu/name", "A")))
	f.apply(x.do("m", 2, set("elements/srv/name", "B")))
	undo("undo", 2) // the older one: its bytes are untouched
	if got := text(f.State, "theriac.yaml"); !strings.Contains(got, "name: Pump,") || !strings.Contains(got, "name: B") {
		t.Errorf("after undo:\n%s", got)
	}
	undo("redo", 4)
	if got := text(f.State, "theriac.yaml"); !strings.Contains(got, "name: A,") {
		t.Errorf("after redo:\n%s", got)
	}
	history := get[[]server.Revision](x.person, "/projects/m/history")
	if history[0].Title != "Redo: Set elements/pcu/name" || history[1].Title != "Undo: Set elements/pcu/name" || history[1].Undo != 2 {
		t.Errorf("history %+v", history[:2])
	}
	// What changed since is asked about.
	f.apply(x.do("m", 5, set("elements/srv/name", "C")))
	if p := want[problem](x.person, 409, http.MethodPost, "/projects/m/undo", server.Which{Revision: 3, Key: newKey()}); p.Code != "clash" || p.Clashes[0].At != 6 {
		t.Errorf("problem %+v", p)
	}
	// What came later would hang in the air.
	f.apply(x.do("m", 6, server.Command{Verb: "add", Section: "elements", ID: "app"}))
	f.apply(x.do("m", 7, server.Command{Verb: "connect", From: "app", To: "srv"}))
	if p := want[problem](x.person, 409, http.MethodPost, "/projects/m/undo", server.Which{Revision: 7, Key: newKey()}); !strings.Contains(p.Detail, "rests on it") {
		t.Errorf("problem %+v", p)
	}
	f.apply(want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/undo", server.Which{Revision: 7, Key: newKey(), Force: true}))
	f.check(x.state("m"))
}

// TestAfterARestart ends the server and starts it again on the same folder: history, keys and old bases are as they were.
func TestAfterARestart(t *testing.T) {
	x := serveText(t, small)
	key := newKey()
	p := server.Proposal{Base: 1, Key: key, Commands: []server.Command{set("elements/pcu/name", "A")}}
	first := want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/commands", p)
	x.do("m", 2, set("elements/srv/name", "B"))
	folder := x.folder
	x.end()
	y := serve(t, server.Options{Folder: folder})
	s := y.state("m")
	if s.Revision != 3 {
		t.Fatalf("revision %d after a restart, want 3", s.Revision)
	}
	again := want[server.Delta](y.person, 200, http.MethodPost, "/projects/m/commands", p)
	if again.Revision != first.Revision || again.Hash != first.Hash || firstDifference(t, again.Entries, first.Entries) != "" {
		t.Errorf("the same key after a restart: %+v", again)
	}
	if q := y.refused(409, "m", 1, set("elements/srv/name", "C")); q.Clashes[0].At != 3 {
		t.Errorf("an old base after a restart: %+v", q)
	}
	i := strings.Index(small, "Small")
	y.do("m", 1, server.Command{Verb: "text", File: "theriac.yaml", Edits: []server.Edit{{Start: i, End: i + 5, Text: "Tiny"}}})
	want[server.Delta](y.person, 200, http.MethodPost, "/projects/m/undo", server.Which{Revision: 2, Key: newKey()})
	if got := text(y.state("m"), "theriac.yaml"); !strings.Contains(got, "name: Tiny") || !strings.Contains(got, "name: Pump,") {
		t.Errorf("text:\n%s", got)
	}
	if status, _, _ := y.ask("GET", "/projects/m/delta?since=1", nil); status != http.StatusGone {
		t.Errorf("deltas from before the restart: status %d, want 410", status)
	}
}

// TestAFolderHasOneServer starts a second server on the same folder.
func TestAFolderHasOneServer(t *testing.T) {
	x := serveText(t, small)
	x.state("m")
	y, err := server.New(context.Background(), server.Options{Folder: x.folder})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = y.Close() }()
	if err := y.Warm(context.Background()); err == nil || !strings.Contains(err.Error(), itoa(int64(os.Getpid()))) {
		t.Errorf("error %v, want one that names the process", err)
	}
}

func TestDiffAndBlame(t *testing.T) {
	x := serveText(t, small)
	x.do("m", 1, set("elements/pcu/name", "A"), server.Command{Verb: "add", Section: "elements", ID: "app", Fields: map[string]any{"name": "App"}})
	x.do("m", 2, server.Command{Verb: "remove", Section: "flows", ID: "f1"}, server.Command{Verb: "place", Target: "pcu", X: 5})
	d := get[server.Diff](x.person, "/projects/m/diff?from=1&to=3")
	var kinds []string
	for _, e := range d.Entries {
		kinds = append(kinds, e.Kind+" "+e.Section+"/"+e.ID)
	}
	if got := strings.Join(kinds, ", "); got != "added elements/app, changed elements/pcu, removed flows/f1" {
		t.Errorf("entries: %s", got)
	}
	if f := d.Entries[1].Fields; len(f) != 1 || f[0].Key != "name" || f[0].Was != "Pump" || f[0].Now != "A" {
		t.Errorf("fields: %+v", f)
	}
	if len(d.Findings.Went) == 0 || len(d.Files) != 2 || len(d.Layout) != 1 {
		t.Errorf("%d findings went, %d files, layout %v", len(d.Findings.Went), len(d.Files), d.Layout)
	}
	blame := get[[]server.Blame](x.person, "/projects/m/blame?path=elements/pcu")
	if len(blame) != 2 || blame[0].Path != "elements/pcu/name" || blame[0].Revision != 2 || blame[1].Revision != 1 {
		t.Errorf("blame %+v", blame)
	}
}
