package workspace_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

func writeFiles(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		p := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func onDisk() *workspace.Workspace {
	return workspace.New(workspace.Options{Packs: func(_, _ []string) (*library.Library, error) { return loaded() }})
}

func rename(m *model.Model) (model.Change, error) { return model.Rename(m, "elements", "a", "b") }

func TestSaveWritesWholeFilesAndKeepsTheirRights(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"real.yaml": head + "elements:\n  a: {name: A}\n"})
	link := filepath.Join(dir, "theriac.yaml")
	if err := os.Symlink("real.yaml", link); err != nil {
		t.Fatal(err)
	}
	d, err := onDisk().Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Do(rename); err != nil {
		t.Fatal(err)
	}
	if got := d.Unsaved(); len(got) != 1 {
		t.Errorf("unsaved: %v", got)
	}
	if _, err := d.Save(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "real.yaml"))
	if err != nil || string(data) != head+"elements:\n  b: {name: A}\n" {
		t.Errorf("got %q, %v", data, err)
	}
	if info, err := os.Stat(link); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("rights: %v, %v", info, err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().IsRegular() {
		t.Error("the link became a file")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".theriac-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSaveRefusesToOverwriteTheWorkOfOthers(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "theriac.yaml")
	writeFiles(t, dir, map[string]string{"theriac.yaml": head + "elements:\n  a: {name: A}\n"})
	d, err := onDisk().Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.Do(rename); err != nil {
		t.Fatal(err)
	}
	other := head + "name: By another hand\n"
	writeFiles(t, dir, map[string]string{"theriac.yaml": other})
	if _, err := d.Save(); !errors.Is(err, workspace.ErrChanged) {
		t.Errorf("got %v, want ErrChanged", err)
	}
	if data, _ := os.ReadFile(file); string(data) != other {
		t.Errorf("it was overwritten: %q", data)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Save(); !errors.Is(err, workspace.ErrChanged) {
		t.Errorf("a file that is gone: got %v, want ErrChanged", err)
	}
}

func TestFindLooksBelow(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"a/theriac.yaml": "", "a/more.yaml": "", "b/c/theriac.yaml": "", ".git/theriac.yaml": "",
		"b/node_modules/x/theriac.yaml": "", "lone.yaml": "", "empty/readme.md": ""})
	at := func(name string) string { return filepath.ToSlash(filepath.Join(dir, name)) }
	got, err := workspace.Find(dir, at("a"), at("lone.yaml"))
	want := []string{at("a/theriac.yaml"), at("b/c/theriac.yaml"), at("lone.yaml")}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	for _, p := range []string{at("empty"), at("nothing")} {
		if _, err := workspace.Find(p); err == nil {
			t.Errorf("%s: no error", p)
		}
	}
}

func TestWatchTellsOnceWhatWasWritten(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"m/theriac.yaml": head})
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan []string, 100)
	done := make(chan error, 1)
	go func() { done <- workspace.Watch(ctx, []string{dir}, func(files []string) { told <- files }) }()
	at := func(name string) string { return filepath.ToSlash(filepath.Join(dir, name)) }

	// Nothing says that the watch has begun, so the first file is written until it is told.
	seen := map[string]bool{}
	wait := func(name string) {
		t.Helper()
		for end := time.After(20 * time.Second); !seen[at(name)]; {
			select {
			case files := <-told:
				for _, f := range files {
					seen[f] = true
				}
			case err := <-done:
				t.Fatal(err)
			case <-time.After(200 * time.Millisecond):
				writeFiles(t, dir, map[string]string{name: head})
			case <-end:
				t.Fatalf("%s was not told", name)
			}
		}
	}
	wait("m/theriac.yaml")
	writeFiles(t, dir, map[string]string{"m/notes.txt": "", "new/sub/theriac.yaml": head})
	wait("new/sub/theriac.yaml")
	if seen[at("m/notes.txt")] {
		t.Error("a file that is no model was told")
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := workspace.Watch(t.Context(), []string{at("nowhere")}, nil); err == nil {
		t.Error("watching nothing is no error")
	}
}

func TestFilesThatAreTooLargeAreNotRead(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"theriac.yaml": head + "include: [big.yaml]\n", "big.yaml": ""})
	if err := os.Truncate(filepath.Join(dir, "big.yaml"), syntax.MaxSize+1); err != nil {
		t.Fatal(err)
	}
	d, err := onDisk().Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := codes(d.Snapshot()); len(got) != 1 || !strings.HasSuffix(got[0], ":3 missing-include") {
		t.Errorf("got %v", got)
	}
	if _, err := onDisk().Open(filepath.Join(dir, "big.yaml")); err == nil {
		t.Error("a file that is too large was opened")
	}
}
