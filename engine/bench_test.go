package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

var sizes = []int{100, 1000, 5000, 10000}

// BenchmarkAnalyze takes a decoded model of n elements and 2n flows through all packs, with all reasons.
func BenchmarkAnalyze(b *testing.B) {
	e := engine.New(loadLibrary(b))
	for _, n := range sizes {
		m := decode(b, generate(n, 1))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a := e.Analyze(m)
				b.ReportMetric(float64(len(a.Findings)), "findings")
			}
		})
	}
}

// BenchmarkUpdate edits one attribute of one element and analyses the change.
func BenchmarkUpdate(b *testing.B) {
	e := engine.New(loadLibrary(b))
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkEdit(b, e, n, "Part 5,", "Part five,") })
	}
}

// BenchmarkUpdateShape edits what a flow carries, so that influence is found again.
func BenchmarkUpdateShape(b *testing.B) {
	e := engine.New(loadLibrary(b))
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchmarkEdit(b, e, n, "carries: [d1,", "carries: [d2,") })
	}
}

func benchmarkEdit(b *testing.B, e *engine.Engine, n int, from, to string) {
	file := syntax.Parse("theriac.yaml", []byte(generate(n, 1)))
	m := model.Decode(file)
	a := e.Analyze(m)
	edited := replaceOnce(b, file, from, to)
	m2, there := m.Update(edited)
	_, back := m2.Update(file)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			a = e.Update(a, m2, there)
		} else {
			a = e.Update(a, m, back)
		}
	}
}

// replaceOnce returns the file after the first `from` has become `to`.
func replaceOnce(t testing.TB, f *syntax.File, from, to string) *syntax.File {
	t.Helper()
	text := string(f.Text())
	at := strings.Index(text, from)
	if at < 0 {
		t.Fatalf("%q is not in the text", from)
	}
	next, err := f.Apply([]syntax.Edit{{Start: at, End: at + len(from), New: to}})
	if err != nil {
		t.Fatal(err)
	}
	return next
}
