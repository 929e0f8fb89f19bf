package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"theriac.dev/store"
)

// postgresEnv names a PostgreSQL database that the conformance suite may use as well. Each test works in a schema of
// its own there.
const postgresEnv = "THERIAC_TEST_POSTGRES"

// bench is a store with a clock that tests move.
type bench struct {
	*store.Store
	address string
	mu      sync.Mutex
	time    time.Time
}

func (b *bench) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.time
}

func (b *bench) wait(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.time = b.time.Add(d)
}

func open(t testing.TB, address string) *bench {
	t.Helper()
	b := &bench{address: address, time: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
	s, err := store.Open(t.Context(), address, store.Options{Clock: b.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	b.Store = s
	return b
}

// each runs a test on every database that is at hand.
func each(t *testing.T, fn func(t *testing.T, s *bench)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		fn(t, open(t, filepath.Join(t.TempDir(), "studio.db")))
	})
	t.Run("postgres", func(t *testing.T) {
		fn(t, open(t, postgresSchema(t)))
	})
}

func must[T any](t testing.TB) func(v T, err error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error is %v, want %v", err, want)
	}
}

func files(pairs ...string) map[string][]byte {
	out := map[string][]byte{}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = []byte(pairs[i+1])
	}
	return out
}

func project(t testing.TB, s *bench, pairs ...string) store.Revision {
	t.Helper()
	return must[store.Revision](t)(s.CreateProject(t.Context(), store.Project{ID: "pump", Name: "Infusion pump"}, "ana", files(pairs...)))
}

func TestHistory(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		one := project(t, s, "theriac.yaml", "a: 1\n", "parts/x.yaml", "x\n")
		s.wait(time.Minute)
		two, err := s.Commit(ctx, "pump", store.Change{Base: 1, Author: "ben", Title: "Set a", Command: []byte(`{"verb": "set"}`),
			Files: map[string][]byte{"theriac.yaml": []byte("a: 2\n"), "parts/x.yaml": nil, "empty.yaml": {}}, Key: "k1"})
		if err != nil {
			t.Fatal(err)
		}
		if two.Number != 2 || two.Parent != one.Hash || two.Time.Sub(one.Time) != time.Minute || string(two.Command) != `{"verb": "set"}` {
			t.Errorf("second revision is %+v", two)
		}
		if want := []string{"empty.yaml", "parts/x.yaml", "theriac.yaml"}; !slices.Equal(two.Changed, want) {
			t.Errorf("changed %v, want %v", two.Changed, want)
		}
		head := must[store.Revision](t)(s.Head(ctx, "pump"))
		if diff := cmp.Diff(two, head); diff != "" {
			t.Errorf("head differs from what commit returned (-commit +head):\n%s", diff)
		}
		for n, want := range map[int64]map[string][]byte{1: files("theriac.yaml", "a: 1\n", "parts/x.yaml", "x\n"), 2: files("theriac.yaml", "a: 2\n", "empty.yaml", "")} {
			if got := must[map[string][]byte](t)(s.At(ctx, "pump", n)); !maps.EqualFunc(got, want, bytes.Equal) {
				t.Errorf("at %d: %q, want %q", n, got, want)
			}
		}
		back := must[map[string][]byte](t)(s.Difference(ctx, "pump", 2, 1))
		three := must[store.Revision](t)(s.Commit(ctx, "pump", store.Change{Base: 2, Author: "ben", Title: "Undo: Set a", Files: back}))
		if three.Content != one.Content || three.Hash == one.Hash {
			t.Errorf("after undo the content is %s and the hash %s; first %s and %s", three.Content, three.Hash, one.Content, one.Hash)
		}
		if err := s.Verify(ctx, "pump"); err != nil {
			t.Error(err)
		}
		_, err = s.At(ctx, "pump", 4)
		wantErr(t, err, store.ErrNotFound)
		_, err = s.Head(ctx, "other")
		wantErr(t, err, store.ErrNotFound)
	})
}

func TestConflictAndRetry(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		project(t, s, "a", "1")
		c := store.Change{Base: 1, Author: "ana", Title: "two", Files: files("a", "2"), Key: "key"}
		two := must[store.Revision](t)(s.Commit(ctx, "pump", c))
		again := must[store.Revision](t)(s.Commit(ctx, "pump", c))
		if diff := cmp.Diff(two, again); diff != "" {
			t.Errorf("the second answer differs:\n%s", diff)
		}
		other := c
		other.Title = "three"
		_, err := s.Commit(ctx, "pump", other)
		wantErr(t, err, store.ErrKeyReused)
		other.Key = ""
		_, err = s.Commit(ctx, "pump", other)
		wantErr(t, err, store.ErrConflict)
		var conflict *store.ConflictError
		if !errors.As(err, &conflict) || conflict.Head != 2 || conflict.Base != 1 {
			t.Errorf("conflict is %#v", err)
		}
		archive := store.Change{Author: "ana", Title: "Archive", Command: []byte(`{"archived": true}`)}
		if done := must[bool](t)(s.ArchiveProject(ctx, "pump", true, archive)); !done {
			t.Error("it was archived, and the store says that it was not")
		}
		if done := must[bool](t)(s.ArchiveProject(ctx, "pump", true, archive)); done {
			t.Error("it was archived twice")
		}
		if got := must[store.Revision](t)(s.Head(ctx, "pump")); got.Number != 3 || got.Author != "ana" || got.Parent != two.Hash || got.Content != two.Content || len(got.Changed) != 0 ||
			string(got.Command) != string(archive.Command) || !got.Time.Equal(must[store.Project](t)(s.Project(ctx, "pump")).Archived) {
			t.Errorf("the history says of archiving: %+v", got)
		}
		if err := s.Verify(ctx, "pump"); err != nil {
			t.Error(err)
		}
		other.Base = 3
		_, err = s.Commit(ctx, "pump", other)
		wantErr(t, err, store.ErrArchived)
		again = must[store.Revision](t)(s.Commit(ctx, "pump", c))
		if again.Number != two.Number {
			t.Errorf("the answer after archiving is revision %d, want %d", again.Number, two.Number)
		}
		_, err = s.Commit(ctx, "nothing", c)
		wantErr(t, err, store.ErrNotFound)
	})
}

// TestRace lets many writers fight for each number: each number is won once, and a loser that tries again wins later.
func TestRace(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		project(t, s, "a", "1")
		const writers, changes = 6, 8
		var group sync.WaitGroup
		for w := range writers {
			group.Go(func() {
				base := int64(1)
				for i := 0; i < changes; {
					rev, err := s.Commit(ctx, "pump", store.Change{Base: base, Author: fmt.Sprint("w", w), Title: fmt.Sprint(i), Files: files(fmt.Sprint("f", w), fmt.Sprint(i))})
					var conflict *store.ConflictError
					switch {
					case err == nil:
						base, i = rev.Number, i+1
					case errors.As(err, &conflict):
						base = conflict.Head
					default:
						t.Error(err)
						return
					}
				}
			})
		}
		group.Wait()
		head := must[store.Revision](t)(s.Head(ctx, "pump"))
		if head.Number != 1+writers*changes || len(head.Files) != 1+writers {
			t.Errorf("head is %d with %d files", head.Number, len(head.Files))
		}
		if err := s.Verify(ctx, "pump"); err != nil {
			t.Error(err)
		}
	})
}

func TestLogPages(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		project(t, s, "a", "1")
		for n := int64(1); n < 25; n++ {
			must[store.Revision](t)(s.Commit(ctx, "pump", store.Change{Base: n, Author: "ana", Title: fmt.Sprint(n), Files: files("a", fmt.Sprint(n+1), fmt.Sprint("f", n%5), fmt.Sprint(n))}))
		}
		all := must[[]store.Revision](t)(s.Since(ctx, "pump", 0, 0))
		var paged []store.Revision
		for before := int64(0); ; before = paged[len(paged)-1].Number {
			page := must[[]store.Revision](t)(s.Log(ctx, "pump", before, 7))
			if len(page) == 0 {
				break
			}
			paged = append(paged, page...)
		}
		slices.Reverse(paged)
		if diff := cmp.Diff(all, paged); diff != "" || len(all) != 25 {
			t.Errorf("%d revisions; log by pages differs from all:\n%s", len(all), diff)
		}
		for _, r := range all {
			if diff := cmp.Diff(r, must[store.Revision](t)(s.Revision(ctx, "pump", r.Number))); diff != "" {
				t.Fatalf("revision %d alone differs:\n%s", r.Number, diff)
			}
		}
	})
}

func TestBadInput(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "s.db"))
	project(t, s, "a", "1")
	good := store.Change{Base: 1, Author: "ana", Title: "t"}
	cases := map[string]func(*store.Change){
		"no author":      func(c *store.Change) { c.Author = " " },
		"no title":       func(c *store.Change) { c.Title = "" },
		"two lines":      func(c *store.Change) { c.Title = "a\nb" },
		"zero byte":      func(c *store.Change) { c.Key = "a\x00" },
		"not UTF-8":      func(c *store.Change) { c.Title = "\xff" },
		"not JSON":       func(c *store.Change) { c.Command = []byte("{") },
		"long title":     func(c *store.Change) { c.Title = strings.Repeat("x", 501) },
		"way out":        func(c *store.Change) { c.Files = files("../a", "") },
		"absolute":       func(c *store.Change) { c.Files = files("/etc/passwd", "") },
		"drive":          func(c *store.Change) { c.Files = files("c:/x", "") },
		"backslash":      func(c *store.Change) { c.Files = files(`..\x`, "") },
		"our own folder": func(c *store.Change) { c.Files = files(".Theriac/studio.db", "") },
		"folder":         func(c *store.Change) { c.Files = files(".", "") },
	}
	for name, spoil := range cases {
		c := good
		spoil(&c)
		if _, err := s.Commit(t.Context(), "pump", c); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
	if head := must[store.Revision](t)(s.Head(t.Context(), "pump")); head.Number != 1 {
		t.Errorf("head is %d after refused changes", head.Number)
	}
	must[store.Revision](t)(s.Commit(t.Context(), "pump", good))
}

func TestProjects(t *testing.T) {
	each(t, func(t *testing.T, s *bench) {
		ctx := t.Context()
		must[store.User](t)(s.CreateUser(ctx, "Ana", "correct horse battery"))
		project(t, s)
		_, err := s.CreateProject(ctx, store.Project{ID: "pump", Name: "x"}, "ana", nil)
		wantErr(t, err, store.ErrExists)
		_, err = s.CreateProject(ctx, store.Project{ID: "Pump!", Name: "x"}, "ana", nil)
		wantErr(t, err, store.ErrInvalid)
		made := must[store.Revision](t)(s.CreateProject(ctx, store.Project{Name: "Another"}, "nobody we know", nil))
		if err := s.RenameProject(ctx, made.Project, "A third"); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, p := range must[[]store.Project](t)(s.Projects(ctx, "")) {
			names = append(names, p.Name)
		}
		if !slices.Equal(names, []string{"A third", "Infusion pump"}) {
			t.Errorf("projects are %v", names)
		}
		mine := must[[]store.Project](t)(s.Projects(ctx, "ANA"))
		if len(mine) != 1 || mine[0].ID != "pump" || mine[0].Head != 1 {
			t.Errorf("projects of ana are %+v", mine)
		}
		wantErr(t, s.RenameProject(ctx, "none", "x"), store.ErrNotFound)
		_, err = s.ArchiveProject(ctx, "none", true, store.Change{Author: "ana", Title: "Archive"})
		wantErr(t, err, store.ErrNotFound)
		_, err = s.ArchiveProject(ctx, "pump", true, store.Change{Title: "Archive"})
		wantErr(t, err, store.ErrInvalid)
	})
}

// TestSeveralProcesses opens one database several times, as several processes do: all at once when it is still empty,
// and then all of them write.
func TestSeveralProcesses(t *testing.T) {
	addresses := map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "s.db") },
		"postgres": func(t *testing.T) string { return postgresSchema(t) },
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) {
			at := address(t)
			var group sync.WaitGroup
			for p := range 4 {
				group.Go(func() {
					s, err := store.Open(t.Context(), at, store.Options{})
					if err != nil {
						t.Error(err)
						return
					}
					id := fmt.Sprint("p", p)
					_, err = s.CreateProject(t.Context(), store.Project{ID: id, Name: id}, "ana", nil)
					for n := int64(1); n < 10 && err == nil; n++ {
						_, err = s.Commit(t.Context(), id, store.Change{Base: n, Author: "ana", Title: "t", Files: files("same", fmt.Sprint(n))})
					}
					if err := errors.Join(err, s.Close()); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			s := open(t, at)
			list := must[[]store.Project](t)(s.Projects(t.Context(), ""))
			if len(list) != 4 {
				t.Errorf("%d projects", len(list))
			}
			for _, p := range list {
				if p.Head != 10 {
					t.Errorf("head of %s is %d", p.ID, p.Head)
				}
			}
			if err := s.Integrity(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestMessages holds that what people read says what to do.
func TestMessages(t *testing.T) {
	until := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for want, err := range map[string]error{
		"send the change again on revision 9":      &store.ConflictError{Project: "pump", Base: 7, Head: 9},
		"try again after 2026-11-23T08:00:00Z":     &store.LockedError{Until: until},
		"revision 3: it is gone; restore a backup": &store.BrokenError{Project: "pump", Number: 3, What: "it is gone"},
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
}

func TestNewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	s := open(t, path)
	project(t, s, "a", "1")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw(t, path, `insert into goose_db_version (version_id, is_applied) values (99, 1)`)
	before := must[[]byte](t)(os.ReadFile(path))
	_, err := store.Open(context.Background(), path, store.Options{})
	wantErr(t, err, store.ErrNewer)
	if after := must[[]byte](t)(os.ReadFile(path)); !bytes.Equal(before, after) {
		t.Error("the file was changed although it was refused")
	}
}
