package library

import (
	"strings"
	"testing"
)

// TestScaffold holds that what is begun is refused until it is filled in, and read without a wrong key.
func TestScaffold(t *testing.T) {
	for what, want := range map[string]string{"threat": "has no because", "control": "has no title", "device": "needs a title"} {
		files, err := Scaffold(what, "new-thing")
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for _, f := range files {
			all[f.Path] = f.Text
		}
		lib, err := Open(testPack(all))
		if err != nil {
			t.Fatal(err)
		}
		if err := lib.Err(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: expected %q, found %v", what, want, err)
		}
		for _, d := range lib.Diagnostics {
			if d.Code == "unknown-key" || d.Code == "wrong-id" {
				t.Errorf("%s: %s", what, d.Message)
			}
		}
	}
	files, err := Scaffold("pack", "mine")
	if err != nil || !strings.Contains(files[0].Text, "id: mine\n") {
		t.Errorf("pack: %v %v", files, err)
	}
	for _, bad := range [][2]string{{"threat", "Two Words"}, {"threat", ""}, {"threat", "../x"}, {"word", "x"}} {
		if _, err := Scaffold(bad[0], bad[1]); err == nil {
			t.Errorf("%q %q is begun", bad[0], bad[1])
		}
	}
}

func TestPages(t *testing.T) {
	lib := tiny(t)
	page := Page(lib, "forged")
	for _, want := range []string{
		"# Forged {data} accepted by {target}", "flow.authentication.is('unproven')", "`flow.authentication`, `flow.carries`, `target.attr(signed-update)`",
		"[message-signing](../controls/message-signing.md)", "# fires", "CWE-345",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the threat has no %q:\n%s", want, page)
		}
	}
	if page := Page(lib, "message-signing"); !strings.Contains(page, "[forged](../threats/forged.md)") {
		t.Errorf("the page of the control does not name its threats:\n%s", page)
	}
	if Page(lib, "nothing") != "" {
		t.Error("there is a page about nothing")
	}
	if pages := Doc(lib); len(pages) != 15 || !strings.Contains(pages[0].Text, "threats/forged.md") {
		t.Errorf("%+v", pages)
	}
	for _, f := range fields {
		if f.doc == "" || !strings.Contains(Reference(), "`"+f.written()+"`") {
			t.Errorf("the reference does not tell of %s.%s", kindNames[f.on], f.name)
		}
	}
}

func TestLock(t *testing.T) {
	lib := tiny(t)
	lock, err := ParseLock(lib.Lock().String())
	if err != nil || len(lock.Verify(lib)) != 0 {
		t.Fatal(err, lock.Verify(lib))
	}
	open := func(files map[string]string) *Library {
		other, err := Open(testPack(files))
		if err != nil {
			t.Fatal(err)
		}
		return other
	}
	for want, other := range map[string]*Library{
		"changed without a new version":     open(map[string]string{"terms/data/more.yaml": "more:\n"}),
		"is version 1.1.0 and was 1.0.0":    open(map[string]string{"pack.yaml": "id: tiny\nname: T\nversion: 1.1.0\nlicence: MIT\n"}),
		"pack tiny 1.0.0 is locked and not": open(map[string]string{"pack.yaml": "id: tinier\nname: T\nversion: 1.1.0\nlicence: MIT\n"}),
		"pack tinier 1.1.0 is not locked":   open(map[string]string{"pack.yaml": "id: tinier\nname: T\nversion: 1.1.0\nlicence: MIT\n"}),
	} {
		if got := strings.Join(lock.Verify(other), "\n"); !strings.Contains(got, want) {
			t.Errorf("expected %q, found %q", want, got)
		}
	}
	if d := open(map[string]string{"compiled.txt": "anything", "notes.txt": "x", "README.md": "x"}).Lock()[0].Digest; d != lib.Lock()[0].Digest {
		t.Error("files that are not the pack's change its digest")
	}
	if _, err := ParseLock("core 1.0.0\n"); err == nil {
		t.Error("half a line is a lock")
	}
}
