package store_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"theriac.dev/store"
)

// model is a text of some size in which one line is edited at a time.
func model(lines, edit int) string {
	var b strings.Builder
	for i := range lines {
		if i == edit%lines {
			fmt.Fprintf(&b, "    description: edited in step %d\n", edit)
		} else {
			fmt.Fprintf(&b, "  - id: element-%d\n", i)
		}
	}
	return b.String()
}

func BenchmarkCommit(b *testing.B) {
	for _, lines := range []int{100, 5000, 50000} {
		b.Run(fmt.Sprintf("lines=%d", lines), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "s.db")
			s := open(b, path)
			project(b, s, "theriac.yaml", model(lines, 0))
			texts := [2]string{}
			n := int64(1)
			for b.Loop() {
				b.StopTimer()
				texts[n%2] = model(lines, int(n))
				b.StartTimer()
				if _, err := s.Commit(b.Context(), "pump", store.Change{Base: n, Author: "ana", Title: "edit", Files: files("theriac.yaml", texts[n%2])}); err != nil {
					b.Fatal(err)
				}
				n++
			}
			b.ReportMetric(float64(size(b, path))/float64(n), "bytes/revision")
		})
	}
}

func BenchmarkFolderCommit(b *testing.B) {
	dir := b.TempDir()
	write(b, dir, "theriac.yaml", model(5000, 0))
	f := openFolder(b, dir)
	n := int64(1)
	for b.Loop() {
		if _, _, err := f.Commit(b.Context(), change(n, "theriac.yaml", model(5000, int(n)))); err != nil {
			b.Fatal(err)
		}
		n++
	}
}

// BenchmarkHistory reads a history of 10,000 revisions of a model with 5,000 lines.
func BenchmarkHistory(b *testing.B) {
	const revisions = 10000
	path := filepath.Join(b.TempDir(), "s.db")
	s := open(b, path)
	project(b, s, "theriac.yaml", model(5000, 0), "more.yaml", "x")
	for n := int64(1); n < revisions; n++ {
		if _, err := s.Commit(b.Context(), "pump", store.Change{Base: n, Author: "ana", Title: "edit", Files: files("theriac.yaml", model(5000, int(n)))}); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("log", func(b *testing.B) {
		for b.Loop() {
			if list, err := s.Log(b.Context(), "pump", 0, revisions); err != nil || len(list) != revisions {
				b.Fatal(len(list), err)
			}
		}
	})
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			if list, err := s.Log(b.Context(), "pump", 5000, 50); err != nil || len(list) != 50 {
				b.Fatal(len(list), err)
			}
		}
	})
	b.Run("at", func(b *testing.B) {
		for n := int64(0); b.Loop(); n += 997 {
			if _, err := s.At(b.Context(), "pump", 1+n%revisions); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			if err := s.Verify(b.Context(), "pump"); err != nil {
				b.Fatal(err)
			}
		}
	})
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.Logf("file: %.1f MB for %d revisions; heap after all: %.1f MB", float64(size(b, path))/1e6, revisions, float64(m.HeapAlloc)/1e6)
}

func BenchmarkAuthenticate(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "s.db"))
	if _, err := s.CreateUser(b.Context(), "ana", password); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Authenticate(b.Context(), "ana", password); err != nil {
			b.Fatal(err)
		}
	}
}
