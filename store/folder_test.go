package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"theriac.dev/store"
)

// yamlFiles lists the files of a folder that count as the model in these tests.
func yamlFiles(dir string) func() ([]string, error) {
	return func() ([]string, error) {
		var out []string
		err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
			if err == nil && e.IsDir() && p != dir && strings.HasPrefix(e.Name(), ".") {
				return filepath.SkipDir
			}
			if err == nil && filepath.Ext(p) == ".yaml" {
				rel, relErr := filepath.Rel(dir, p)
				out, err = append(out, filepath.ToSlash(rel)), relErr
			}
			return err
		})
		return out, err
	}
}

func openFolder(t testing.TB, dir string) *store.Folder {
	t.Helper()
	f, err := store.OpenFolder(t.Context(), dir, yamlFiles(dir), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// onDisk returns the model files of a folder as one text, and complains about files that should not be there.
func onDisk(t testing.TB, dir string) string {
	t.Helper()
	names := must[[]string](t)(yamlFiles(dir)())
	var out strings.Builder
	for _, name := range names {
		fmt.Fprintf(&out, "%s=%s;", name, must[[]byte](t)(os.ReadFile(filepath.Join(dir, name))))
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".theriac-*")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
	return out.String()
}

func write(t testing.TB, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func wantDisk(t testing.TB, dir, want string) {
	t.Helper()
	if got := onDisk(t, dir); got != want {
		t.Errorf("on disk is %q, want %q", got, want)
	}
}

func wantSettled(t testing.TB, f *store.Folder) {
	t.Helper()
	if p := must[[]int64](t)(f.Pending(t.Context(), store.FolderProject)); len(p) > 0 {
		t.Errorf("revisions %v are still pending", p)
	}
	if err := f.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
}

func change(base int64, pairs ...string) store.Change {
	return store.Change{Base: base, Author: "ana", Title: "edit", Files: files(pairs...)}
}

func TestFolderCommit(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", "1")
	if err := os.Chmod(filepath.Join(dir, "a.yaml"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "real"), []byte("l"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", filepath.Join(dir, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	f := openFolder(t, dir)
	c := change(1, "a.yaml", "2", "sub/deep/b.yaml", "b", "link.yaml", "ll")
	rev, report, err := f.Commit(t.Context(), c)
	if err != nil || rev.Number != 2 || !slices.Equal(report.Wrote, []string{"a.yaml", "link.yaml", "sub/deep/b.yaml"}) {
		t.Fatalf("commit: %+v, %+v, %v", rev, report, err)
	}
	wantDisk(t, dir, "a.yaml=2;link.yaml=ll;sub/deep/b.yaml=b;")
	if info, err := os.Stat(filepath.Join(dir, "a.yaml")); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("permissions changed: %v %v", info.Mode(), err)
	}
	if to, err := os.Readlink(filepath.Join(dir, "link.yaml")); err != nil || to != "real" {
		t.Errorf("the link is %q (%v)", to, err)
	}
	c = change(2)
	c.Files["sub/deep/b.yaml"] = nil
	if _, _, err := f.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	wantDisk(t, dir, "a.yaml=2;link.yaml=ll;")
	wantSettled(t, f)
}

func TestFolderIsForOneProcess(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir)
	_, err := store.OpenFolder(t.Context(), dir, yamlFiles(dir), store.Options{})
	wantErr(t, err, store.ErrInUse)
	if !strings.Contains(err.Error(), fmt.Sprint("process ", os.Getpid(), ";")) {
		t.Errorf("the message does not name the process: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	openFolder(t, dir)
}

func TestAnotherEditor(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", "1")
	write(t, dir, "b.yaml", "1")
	f := openFolder(t, dir)
	if r := must[store.Report](t)(f.Reconcile(t.Context())); r.Imported.Number != 0 || len(r.Wrote) != 0 {
		t.Errorf("at rest: %+v", r)
	}

	// An edit, a new file and a removal become one revision, and a change that did not know of them is told.
	write(t, dir, "a.yaml", "2")
	write(t, dir, "new.yaml", "n")
	if err := os.Remove(filepath.Join(dir, "b.yaml")); err != nil {
		t.Fatal(err)
	}
	_, report, err := f.Commit(t.Context(), change(1, "a.yaml", "3"))
	wantErr(t, err, store.ErrConflict)
	got := report.Imported
	if got.Number != 2 || got.Author != store.AnotherEditor || got.Title != "Edited outside: a.yaml, b.yaml, new.yaml" || len(report.Overtaken) != 0 {
		t.Errorf("report is %+v", report)
	}
	if _, _, err := f.Commit(t.Context(), change(2, "a.yaml", "3")); err != nil {
		t.Fatal(err)
	}
	wantDisk(t, dir, "a.yaml=3;new.yaml=n;")
	wantSettled(t, f)
}

// TestEditedWhileDown edits the files while nobody watches, with a revision that was not yet written.
func TestEditedWhileDown(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", "1")
	write(t, dir, "b.yaml", "1")
	f := openFolder(t, dir)
	c := change(1, "a.yaml", "2", "b.yaml", "2")
	c.Disk = true
	must[store.Revision](t)(f.Store.Commit(t.Context(), store.FolderProject, c)) // as if killed before the files were written
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "a.yaml", "other")

	f = openFolder(t, dir)
	r := must[store.Report](t)(f.Reconcile(t.Context()))
	if r.Imported.Number != 3 || !slices.Equal(r.Imported.Changed, []string{"a.yaml"}) || !slices.Equal(r.Wrote, []string{"b.yaml"}) {
		t.Errorf("report is %+v", r)
	}
	if len(r.Overtaken) != 1 || r.Overtaken[0].Number != 2 {
		t.Errorf("overtaken are %+v", r.Overtaken)
	}
	wantDisk(t, dir, "a.yaml=other;b.yaml=2;")
	wantSettled(t, f)
}

// TestEditedAtTheSameMoment saves a file from another editor while the folder is about to replace it: nobody's text is
// lost, and the one who was overtaken is told.
func TestEditedAtTheSameMoment(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", "1")
	write(t, dir, "b.yaml", "1")
	f := openFolder(t, dir)
	calls := 0
	f.BeforeWrite(func() {
		if calls++; calls == 2 { // the second file of the first round
			write(t, dir, "b.yaml", "theirs")
		}
	})
	rev, report, err := f.Commit(t.Context(), change(1, "a.yaml", "ours", "b.yaml", "ours"))
	if err != nil || rev.Number != 2 || report.Imported.Number != 3 || len(report.Overtaken) != 1 || report.Overtaken[0].Hash != rev.Hash {
		t.Fatalf("commit: %+v, %+v, %v", rev, report, err)
	}
	wantDisk(t, dir, "a.yaml=ours;b.yaml=theirs;")
	if ours := must[[]byte](t)(f.File(t.Context(), store.FolderProject, 2, "b.yaml")); string(ours) != "ours" {
		t.Errorf("the change that was overtaken is %q in the history", ours)
	}
	wantSettled(t, f)
}

// TestEditorsRace lets another editor save at a random moment of a commit, in place or by way of a rename. Both texts are
// in the history afterwards, whoever was faster.
func TestEditorsRace(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", "start")
	f := openFolder(t, dir)
	for round := range 30 {
		head := must[store.Revision](t)(f.Head(t.Context(), store.FolderProject))
		ours, theirs := strings.Repeat(fmt.Sprint("ours ", round), 2000), strings.Repeat(fmt.Sprint("theirs ", round), 3000)
		var group sync.WaitGroup
		group.Go(func() {
			time.Sleep(time.Duration(rand.IntN(4000)) * time.Microsecond)
			if round%2 == 0 {
				write(t, dir, "a.yaml", theirs)
				return
			}
			write(t, dir, ".other", theirs)
			if err := os.Rename(filepath.Join(dir, ".other"), filepath.Join(dir, "a.yaml")); err != nil {
				t.Error(err)
			}
		})
		_, _, err := f.Commit(t.Context(), change(head.Number, "a.yaml", ours))
		group.Wait()
		refused := errors.Is(err, store.ErrConflict) // theirs came first
		if err != nil && !refused {
			t.Fatal(err)
		}
		must[store.Report](t)(f.Reconcile(t.Context()))
		found := map[string]bool{}
		for _, r := range must[[]store.Revision](t)(f.Since(t.Context(), store.FolderProject, head.Number, 0)) {
			found[r.Files["a.yaml"]] = true
		}
		if !found[sum([]byte(theirs))] || !refused && !found[sum([]byte(ours))] {
			t.Fatalf("round %d: theirs in the history: %v, ours: %v, refused: %v", round, found[sum([]byte(theirs))], found[sum([]byte(ours))], refused)
		}
	}
	wantSettled(t, f)
}

// TestRemovedAtTheSameMoment does the same with a file that the folder is about to remove.
func TestRemovedAtTheSameMoment(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", "1")
	write(t, dir, "b.yaml", "1")
	f := openFolder(t, dir)
	f.BeforeWrite(func() { write(t, dir, "b.yaml", "theirs") })
	c := change(1, "a.yaml", "ours")
	c.Files["b.yaml"] = nil
	if _, report, err := f.Commit(t.Context(), c); err != nil || len(report.Overtaken) != 1 {
		t.Fatalf("commit: %+v, %v", report, err)
	}
	wantDisk(t, dir, "a.yaml=ours;b.yaml=theirs;")
	wantSettled(t, f)
}

// TestSlowEditor writes a file in place in several steps while the folder looks at it: only the end is imported.
func TestSlowEditor(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", "1")
	f := openFolder(t, dir)
	out, err := os.Create(filepath.Join(dir, "a.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for i := range 10 {
			_, _ = fmt.Fprintf(out, "%d ", i)
			time.Sleep(10 * time.Millisecond)
		}
		_ = out.Close()
	}()
	time.Sleep(5 * time.Millisecond)
	if r := must[store.Report](t)(f.Reconcile(t.Context())); r.Imported.Number != 2 {
		t.Fatalf("report is %+v", r)
	}
	wantDisk(t, dir, "a.yaml=0 1 2 3 4 5 6 7 8 9 ;")
	if log := must[[]store.Revision](t)(f.Log(t.Context(), store.FolderProject, 0, 10)); len(log) != 2 {
		t.Errorf("%d revisions, want one import", len(log))
	}
}

func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.yaml", "1")
	f := openFolder(t, dir)
	mend := f.BreakDisk()
	for n := range int64(2) {
		rev, _, err := f.Commit(t.Context(), change(n+1, "a.yaml", fmt.Sprint("text ", n), "new.yaml", "n"))
		wantErr(t, err, store.ErrUnsettled)
		wantErr(t, err, store.ErrFull)
		if rev.Number != n+2 {
			t.Errorf("acknowledged revision is %d, want %d", rev.Number, n+2)
		}
		wantDisk(t, dir, "a.yaml=1;")
	}
	_, err := f.Reconcile(t.Context())
	wantErr(t, err, store.ErrUnsettled)
	mend()
	if r := must[store.Report](t)(f.Reconcile(t.Context())); r.Imported.Number != 0 || len(r.Wrote) != 2 {
		t.Errorf("report is %+v", r)
	}
	wantDisk(t, dir, "a.yaml=text 1;new.yaml=n;")
	wantSettled(t, f)
}

// TestFullTmpfs fills a real file system to the last byte.
func TestFullTmpfs(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no tmpfs here: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	write(t, dir, "a.yaml", "1")
	f, err := store.OpenFolder(t.Context(), dir, yamlFiles(dir), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	ballast := filepath.Join(dir, "ballast")
	out, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 16; size > 0; size /= 2 {
		block := make([]byte, size)
		for err = nil; err == nil; {
			_, err = out.Write(block)
		}
	}
	_ = out.Close()

	base, acknowledged, refused := int64(1), "1", 0
	for i := range 20 {
		text := strings.Repeat(fmt.Sprint(i), 20000+i)
		rev, _, err := f.Commit(t.Context(), change(base, "a.yaml", text))
		switch {
		case err == nil, errors.Is(err, store.ErrUnsettled):
			base, acknowledged = rev.Number, text
		case errors.Is(err, store.ErrFull):
			refused++
		default:
			t.Fatal(err)
		}
	}
	if refused == 0 {
		t.Error("the disk was never full")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	must[store.Report](t)(f.Reconcile(context.Background()))
	wantDisk(t, dir, "a.yaml="+acknowledged+";")
	wantSettled(t, f)
}
