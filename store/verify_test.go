package store_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/store"
)

// history makes a project of some revisions on two files, of which one is long enough to be kept in parts.
func history(t testing.TB, s *bench, revisions int64) {
	t.Helper()
	long := strings.Repeat("a line of a model\n", 200)
	project(t, s, "long", long, "short", "1")
	for n := int64(1); n < revisions; n++ {
		at := int(n*37) % len(long)
		long = long[:at] + fmt.Sprintf("edit %d", n) + long[at:]
		must[store.Revision](t)(s.Commit(t.Context(), "pump", store.Change{Base: n, Author: "ana", Title: fmt.Sprint("edit ", n), Files: files("long", long, "short", fmt.Sprint(n))}))
	}
}

func TestThePastCannotBeChanged(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		history(t, s, 3)
		c := must[store.Comment](t)(s.AddComment(t.Context(), store.Comment{Project: "pump", Author: "ana", Body: "x"}))
		for _, q := range []string{
			"update revisions set title = 'x'", "delete from revisions", "update blobs set bytes = bytes", "delete from blobs",
			"update revision_files set hash = null", "delete from revision_files", "update comments set body = 'y' where id = '" + c.ID + "'", "delete from comments",
		} {
			if err := rawErr(t, s.address, q); err == nil || !strings.Contains(err.Error(), "kept for ever") {
				t.Errorf("%s: error is %v", q, err)
			}
		}
	})
}

// TestVerifyFindsEveryChange takes the triggers off, as somebody with full access can, and changes one thing at a time.
func TestVerifyFindsEveryChange(t *testing.T) {
	cases := map[string]struct {
		statement string
		revision  int64
	}{
		"title":           {"update revisions set title = 'x' where number = 3", 3},
		"author":          {"update revisions set author = 'x' where number = 2", 2},
		"time":            {"update revisions set made = made + 1 where number = 4", 4},
		"command":         {"update revisions set command = '{}' where number = 5", 5},
		"content hash":    {"update revisions set content = 'x' where number = 5", 5},
		"hash":            {"update revisions set hash = 'x' where number = 5", 5},
		"head hash":       {"update projects set head_hash = 'x'", 30},
		"head number":     {"update projects set head = 29", 29},
		"file of another": {"update revision_files set hash = (select hash from revision_files where number = 1 and name = 'short') where number = 7 and name = 'short'", 7},
		"file gone":       {"delete from revision_files where number = 9 and name = 'short'", 9},
		"file removed":    {"update revision_files set hash = null where number = 9 and name = 'long'", 9},
		"content":         {"update blobs set bytes = x'0041' where hash = (select hash from revision_files where number = 8 and name = 'short')", 8},
		"part of content": {"update blobs set front = front + 1, back = back - 1 where hash = (select hash from revision_files where number = 6 and name = 'long')", 6},
		"unpackable":      {"update blobs set bytes = x'07' where hash = (select hash from revision_files where number = 8 and name = 'short')", 8},
		"content gone":    {"delete from blobs where hash = (select hash from revision_files where number = 29 and name = 'short')", 29},
		"revision gone":   {"delete from revisions where number = 12", 12},
		"last one gone":   {"delete from revisions where number = 30", 30},
		"last two gone":   {"delete from revisions where number >= 29", 29},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s := open(t, filepath.Join(t.TempDir(), "s.db"))
			history(t, s, 30)
			if err := s.Integrity(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, table := range []string{"revisions", "revision_files", "blobs"} {
				raw(t, s.address, "drop trigger "+table+"_no_update", "drop trigger "+table+"_no_delete")
			}
			raw(t, s.address, c.statement)
			err := s.Verify(t.Context(), "pump")
			var broken *store.BrokenError
			if !errors.As(err, &broken) || broken.Number != c.revision {
				t.Errorf("verify says %v, want revision %d", err, c.revision)
			}
			wantErr(t, s.Integrity(t.Context()), store.ErrBroken)
		})
	}
}

// TestContents commits random edits and reads every revision back, from the memory of the writer and from a store that
// was just opened. The oracle is a copy of the files.
func TestContents(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		path := filepath.Join(dir, "s.db")
		s := open(t, path)
		project(t, s)
		now := map[string]string{}
		var want []map[string]string
		for n := range rapid.IntRange(1, 40).Draw(rt, "revisions") {
			name := rapid.SampledFrom([]string{"a", "b/c", "d"}).Draw(rt, "name")
			c := store.Change{Base: int64(n + 1), Author: "ana", Title: "t", Files: map[string][]byte{}}
			text := edited(rt, now[name])
			if rapid.IntRange(0, 9).Draw(rt, "remove") == 0 {
				c.Files[name] = nil
				delete(now, name)
			} else {
				c.Files[name] = append([]byte{}, text...)
				now[name] = text
			}
			must[store.Revision](t)(s.Commit(t.Context(), "pump", c))
			kept := map[string]string{}
			for k, v := range now {
				kept[k] = v
			}
			want = append(want, kept)
		}
		cold := open(t, path)
		for _, s := range []*bench{s, cold} {
			for i := len(want) - 1; i >= 0; i-- {
				got := must[map[string][]byte](t)(s.At(t.Context(), "pump", int64(i+2)))
				if len(got) != len(want[i]) {
					rt.Fatalf("revision %d has %d files, want %d", i+2, len(got), len(want[i]))
				}
				for name, text := range want[i] {
					if string(got[name]) != text {
						rt.Fatalf("revision %d: %s is %q, want %q", i+2, name, got[name], text)
					}
				}
			}
			if err := errors.Join(s.Integrity(t.Context()), s.Close()); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

func edited(rt *rapid.T, text string) string {
	if text == "" || rapid.IntRange(0, 9).Draw(rt, "anew") == 0 {
		return strings.Repeat(rapid.StringN(0, 30, -1).Draw(rt, "text"), rapid.IntRange(0, 40).Draw(rt, "times"))
	}
	from := rapid.IntRange(0, len(text)).Draw(rt, "from")
	to := rapid.IntRange(from, min(len(text), from+20)).Draw(rt, "to")
	return text[:from] + rapid.StringN(0, 10, -1).Draw(rt, "insert") + text[to:]
}

func TestBackup(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "s.db"))
	history(t, s, 10)
	stop, done := make(chan struct{}), make(chan int64)
	go func() { // somebody works on while the copy is made
		n := int64(10)
		for {
			select {
			case <-stop:
				done <- n
				return
			default:
			}
			if _, err := s.Commit(t.Context(), "pump", store.Change{Base: n, Author: "ben", Title: "t", Files: files("short", fmt.Sprint(n))}); err != nil {
				t.Error(err)
			} else {
				n++
			}
		}
	}()
	path := filepath.Join(dir, "copy.db")
	if err := s.Backup(t.Context(), path); err != nil {
		t.Error(err)
	}
	wantErr(t, s.Backup(t.Context(), path), store.ErrExists)
	close(stop)
	last := <-done
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("backup is %v (%v)", info, err)
	}
	restored := open(t, path)
	if err := restored.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
	head := must[store.Revision](t)(restored.Head(t.Context(), "pump"))
	if head.Number < 10 || head.Number > last {
		t.Errorf("backup ends at revision %d, the store at %d", head.Number, last)
	}
	project2 := store.Change{Base: head.Number, Author: "ana", Title: "goes on"}
	must[store.Revision](t)(restored.Commit(t.Context(), "pump", project2))
}

func TestDamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	s := open(t, path)
	history(t, s, 60)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data := must[[]byte](t)(os.ReadFile(path))
	for i := len(data) / 2; i < len(data)/2+8192; i++ {
		data[i] ^= 0x5a
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged, err := store.Open(t.Context(), path, store.Options{})
	if err == nil { // it depends on the page
		err = errors.Join(damaged.Integrity(t.Context()), damaged.Close())
	}
	wantErr(t, err, store.ErrBroken)
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), path, store.Options{})
	wantErr(t, err, store.ErrBroken)
}

func TestFullDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	s := open(t, path)
	history(t, s, 5)
	if err := s.LimitPages(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	big := make([]byte, 1<<20)
	for i := range big {
		big[i] = byte(i * i >> 3 * i)
	}
	c := store.Change{Base: 5, Author: "ana", Title: "too much", Files: map[string][]byte{"big": []byte(fmt.Sprintf("%x", big))}, Key: "k"}
	_, err := s.Commit(t.Context(), "pump", c)
	wantErr(t, err, store.ErrFull)
	if head := must[store.Revision](t)(s.Head(t.Context(), "pump")); head.Number != 5 {
		t.Errorf("head is %d after a refused change", head.Number)
	}
	if err := s.LimitPages(t.Context(), 1<<20); err != nil {
		t.Fatal(err)
	}
	must[store.Revision](t)(s.Commit(t.Context(), "pump", c))
	if err := s.Integrity(t.Context()); err != nil {
		t.Error(err)
	}
}
