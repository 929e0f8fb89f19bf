package store_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"theriac.dev/store"
)

var killRounds = flag.Int("kill", 25, "rounds of TestKill")

const (
	killEnv    = "THERIAC_TEST_KILL_FOLDER"
	killPerDir = 50 // rounds in one folder, before a fresh one keeps the rounds short
	sideRooms  = 2  // projects that are committed to beside the folder
)

// TestMain is the child of TestKill where the environment says so.
func TestMain(m *testing.M) {
	if dir := os.Getenv(killEnv); dir != "" {
		fmt.Println("child:", work(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// work changes the folder from several goroutines until it is killed. It says what was acknowledged, one line each:
// "ack <project> <number> <hash>".
func work(dir string) error {
	ctx := context.Background()
	f, err := store.OpenFolder(ctx, dir, yamlFiles(dir), store.Options{})
	if err != nil {
		return err
	}
	if _, err := f.Reconcile(ctx); err != nil {
		return err
	}
	fail := make(chan error)
	for w := range 3 {
		go func() {
			fail <- hammer(ctx, f, store.FolderProject, w, func(c store.Change) (store.Revision, error) {
				rev, _, err := f.Commit(ctx, c)
				return rev, err
			})
		}()
	}
	for i := range sideRooms {
		id := fmt.Sprint("side-", i)
		_, err := f.CreateProject(ctx, store.Project{ID: id, Name: id}, "child", nil)
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
		for w := range 2 {
			go func() {
				fail <- hammer(ctx, f, id, w, func(c store.Change) (store.Revision, error) { return f.Store.Commit(ctx, id, c) })
			}()
		}
	}
	return <-fail
}

// hammer commits one change after the other to a project.
func hammer(ctx context.Context, f *store.Folder, id string, w int, commit func(store.Change) (store.Revision, error)) error {
	head, err := f.Head(ctx, id)
	base := head.Number
	for i := 0; err == nil; i++ {
		text := fmt.Sprintf("# written by %d\n%s# end %d\n", w, strings.Repeat(fmt.Sprintf("step: %d\n", i), rand.IntN(4000)), i)
		var rev store.Revision
		rev, err = commit(store.Change{Base: base, Author: fmt.Sprint("w", w), Title: fmt.Sprint("step ", i), Command: fmt.Appendf(nil, `{"base": %d}`, base),
			Files: files(fmt.Sprintf("f%d.yaml", w), text, "shared.yaml", text), Key: fmt.Sprint(rand.Uint64())})
		var conflict *store.ConflictError
		switch {
		case err == nil:
			base = rev.Number
			_, err = fmt.Printf("ack %s %d %s\n", id, rev.Number, rev.Hash)
		case errors.As(err, &conflict):
			base, err = conflict.Head, nil
		}
	}
	return err
}

// TestKill kills a process that works under load, again and again. After each kill everything that was acknowledged is
// there, the history verifies, each file on disk is whole, and files and store come in step. In some rounds another
// editor writes a file before the next start; that edit is kept too.
func TestKill(t *testing.T) {
	var dir string
	acks, pending, outside := 0, 0, 0
	for round := range *killRounds {
		if round%killPerDir == 0 {
			dir = t.TempDir()
			write(t, dir, "shared.yaml", "start: here\n")
		}
		got := killOne(t, dir)
		acks += len(got)
		foreign := ""
		if round%5 == 4 {
			foreign = fmt.Sprintf("edited: outside in round %d\n", round)
		}
		pending += checkKilled(t, dir, got, foreign)
		if foreign != "" {
			outside++
		}
		if t.Failed() {
			t.Fatalf("round %d failed", round)
		}
	}
	t.Logf("%d rounds: %d revisions acknowledged, %d kills found files pending, %d edits from outside", *killRounds, acks, pending, outside)
	if acks < *killRounds {
		t.Errorf("only %d revisions were acknowledged in %d rounds: the load is too small to prove anything", acks, *killRounds)
	}
}

type ack struct {
	project, hash string
	number        int64
}

// killOne starts a child, kills it at a random moment and returns what it had acknowledged.
func killOne(t *testing.T, dir string) []ack {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killEnv+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	kill := func() { once.Do(func() { _ = cmd.Process.Kill() }) }
	late := time.AfterFunc(20*time.Second, kill)
	defer late.Stop()
	if rand.IntN(8) == 0 { // sometimes while it is still starting
		time.AfterFunc(time.Duration(rand.IntN(60))*time.Millisecond, kill)
	}
	var got []ack
	for in := bufio.NewReader(out); ; {
		line, err := in.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break // a line without its end was not said
		}
		if err != nil {
			t.Fatal(err)
		}
		var a ack
		if _, err := fmt.Sscanf(line, "ack %s %d %s", &a.project, &a.number, &a.hash); err != nil {
			t.Fatalf("the child says %q", line)
		}
		if got = append(got, a); len(got) == 1 {
			time.AfterFunc(time.Duration(rand.IntN(150_000))*time.Microsecond, kill)
		}
	}
	kill()
	_ = cmd.Wait() // it was killed
	return got
}

// checkKilled looks at what a kill left and returns 1 where files were pending.
func checkKilled(t *testing.T, dir string, acks []ack, foreign string) int {
	t.Helper()
	ctx := t.Context()
	f, err := store.OpenFolder(ctx, dir, yamlFiles(dir), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, a := range acks {
		if rev, err := f.Revision(ctx, a.project, a.number); err != nil || rev.Hash != a.hash {
			t.Errorf("acknowledged revision %d of %s: %v", a.number, a.project, err)
		}
	}
	if err := f.Integrity(ctx); err != nil {
		t.Error(err)
	}
	checkWhole(t, dir, f)
	waiting := must[[]int64](t)(f.Pending(ctx, store.FolderProject))
	if foreign != "" {
		write(t, dir, "f0.yaml", foreign)
	}
	report := must[store.Report](t)(f.Reconcile(ctx))
	if (report.Imported.Number != 0) != (foreign != "") {
		t.Errorf("imported %+v, edited outside: %q", report.Imported, foreign)
	}
	files := must[map[string][]byte](t)(f.At(ctx, store.FolderProject, report.Head.Number))
	for _, name := range must[[]string](t)(yamlFiles(dir)()) {
		data := must[[]byte](t)(os.ReadFile(filepath.Join(dir, name)))
		if kept, ok := files[name]; !ok || string(kept) != string(data) {
			t.Errorf("%s on disk is not that of revision %d", name, report.Head.Number)
		}
		if name == "f0.yaml" && foreign != "" && string(data) != foreign {
			t.Errorf("the edit from outside is lost: %s is %q", name, data)
		}
		delete(files, name)
	}
	if len(files) > 0 {
		t.Errorf("files are missing on disk: %v", files)
	}
	if left := must[[]int64](t)(f.Pending(ctx, store.FolderProject)); len(left) > 0 {
		t.Errorf("revisions %v are pending after reconcile", left)
	}
	return min(len(waiting), 1)
}

// checkWhole compares every file on disk, before anything is repaired, with the contents that it ever had.
func checkWhole(t *testing.T, dir string, f *store.Folder) {
	t.Helper()
	known := map[string]bool{}
	for _, r := range must[[]store.Revision](t)(f.Since(t.Context(), store.FolderProject, 0, 0)) {
		for _, name := range r.Changed {
			known[name+r.Files[name]] = true
		}
	}
	for _, name := range must[[]string](t)(yamlFiles(dir)()) {
		data := must[[]byte](t)(os.ReadFile(filepath.Join(dir, name)))
		if !known[name+sum(data)] {
			t.Errorf("%s is half-written: %d bytes that no revision has", name, len(data))
		}
	}
}
