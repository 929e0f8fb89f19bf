package model_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// sameModel compares two models of the very same files by all that they say, and ignores how they were made.
var sameModel = cmp.Options{
	cmp.Exporter(func(t reflect.Type) bool { return t.PkgPath() == reflect.TypeFor[model.Model]().PkgPath() }),
	cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".state" }, cmp.Ignore()),
	cmp.Comparer(func(a, b *syntax.Node) bool { return a == b }),
	cmp.Comparer(func(a, b *syntax.File) bool { return a == b }),
}

func requireSame(t interface{ Fatalf(string, ...any) }, got *model.Model, files []*syntax.File) {
	want := model.Decode(files...)
	if diff := cmp.Diff(want, got, sameModel); diff != "" {
		t.Fatalf("Update differs from Decode (-decode +update):\n%s\nfiles:\n%s", diff, texts(files))
	}
}

func texts(files []*syntax.File) string {
	var b strings.Builder
	for _, f := range files {
		fmt.Fprintf(&b, "--- %s\n%s\n", f.Name, f.Text())
	}
	return b.String()
}

// fragments are lines that random edits are made of. They clash, dangle and break on purpose.
var fragments = []string{
	"elements:\n", "flows:\n", "zones:\n", "data:\n", "threats:\n", "controls:\n", "  a: {}\n", "  b: {zone: z}\n", "  c: {type: emr}\n",
	"  z: {in: y}\n", "  y: {in: z}\n", "  f: {from: a, to: b}\n", "  g:\n    from: b\n    to: c\n", "  a: {interfaces: {usb: {}}}\n",
	"  x@f: {decision: accept}\n", "  k: {at: [a.usb, f]}\n", "name: Pump\n", "id: m\n", "theriac: 1\n", "device: {type: pump}\n",
	"layout: {default: {a: {x: 1, y: 2}}}\n", "  h: {from: a, to: \n", "# words\n", "\n", "  device: {}\n", "  d: {needs: integrity}\n",
	"extends: [../p]\n", "packs: [core]\n", "  b: {name: [x]}\n", "nonsense\n",
	"notes:\n", "  a: {text: A, about: f}\n", "notes: {b: {text: B}, g: {about: [a, y], views: v}}\n",
}

// TestUpdateEqualsDecode makes random edits in one to three files.
func TestUpdateEqualsDecode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := []*syntax.File{syntax.Parse("theriac.yaml", []byte(pump))}
		m := model.Decode(files...)
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			files = slices.Clone(files)
			switch i := rapid.IntRange(0, len(files)-1).Draw(t, "file"); rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0:
				text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 12).Draw(t, "text"), "")
				files = append(files, syntax.Parse(fmt.Sprintf("f%d.yaml", len(files)), []byte(text)))
			case 1:
				if len(files) > 1 {
					files = files[:len(files)-1]
				}
			default:
				files[i] = files[i].Update(editLines(t, files[i].Text()))
			}
			m, _ = m.Update(files...)
			requireSame(t, m, files)
		}
	})
}

// editLines replaces some lines of a text by fragments.
func editLines(t *rapid.T, text []byte) []byte {
	lines := strings.SplitAfter(string(text), "\n")
	from := rapid.IntRange(0, len(lines)).Draw(t, "from")
	to := min(len(lines), from+rapid.IntRange(0, 2).Draw(t, "lines"))
	put := rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 2).Draw(t, "put")
	return []byte(strings.Join(slices.Concat(lines[:from], put, lines[to:]), ""))
}

func TestChanges(t *testing.T) {
	base := head + "elements:\n  a: {}\n  b: {}\n  c: {}\nflows:\n  f: {from: a, to: b}\nlayout:\n  default: {a: {x: 1, y: 2}}\n"
	tests := map[string]struct {
		old, now string
		want     model.Changes
	}{
		"nothing":  {"", "", model.Changes{}},
		"changed":  {"  b: {}", "  b: {name: B}", sections(model.SectionChange{Section: "elements", Changed: []string{"b"}})},
		"added":    {"  c: {}\n", "  c: {}\n  d: {}\n", sections(model.SectionChange{Section: "elements", Added: []string{"d"}})},
		"removed":  {"  c: {}\n", "", sections(model.SectionChange{Section: "elements", Removed: []string{"c"}})},
		"renamed":  {"  c: {}\n", "  d: {}\n", sections(model.SectionChange{Section: "elements", Added: []string{"d"}, Removed: []string{"c"}})},
		"head":     {"id: m", "id: n", model.Changes{Head: true}},
		"device":   {"id: m\n", "id: m\ndevice: {}\n", model.Changes{Head: true}},
		"position": {"x: 1", "x: 7", model.Changes{Layout: true}},
		"note":     {"flows:", "notes: {n: {text: N}}\nflows:", sections(model.SectionChange{Section: "notes", Added: []string{"n"}})},
		// A note gives way to a thing with its id, wherever it stands.
		"note's id taken": {"elements:", "notes: {b: {text: N}}\nelements:", model.Changes{}},
		"clash":           {"  f: {from: a, to: b}\n", "  f: {from: a, to: b}\n  a: {from: a, to: b}\n", model.Changes{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := syntax.Parse("theriac.yaml", []byte(base))
			m := model.Decode(f)
			next := f.Update([]byte(strings.Replace(base, test.old, test.now, 1)))
			if name == "nothing" {
				next = f
			}
			if empty, _ := m.Update(); empty.Elements.Len() > 0 || len(empty.Diagnostics) > 0 {
				t.Errorf("a model of no files has %d elements", empty.Elements.Len())
			}
			now, got := m.Update(next)
			requireSame(t, now, []*syntax.File{next})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func sections(list ...model.SectionChange) model.Changes { return model.Changes{Sections: list} }

// large is a model of n elements, n flows, n/2 data assets and n/4 decisions.
func large(n int) string {
	var b strings.Builder
	r := rand.New(rand.NewPCG(1, 2))
	b.WriteString(head + "zones:\n")
	for i := range n/20 + 1 {
		fmt.Fprintf(&b, "  z%d: {name: Zone %d, trust: %d, reach: [visitor]}\n", i, i, i%10)
	}
	b.WriteString("elements:\n")
	for i := range n {
		fmt.Fprintf(&b, "  e%d: {name: Element %d, type: therapy-controller, zone: z%d, runs: [rtos], attributes: {secure-boot: yes}}\n", i, i, i/20)
	}
	b.WriteString("data:\n")
	for i := range n / 2 {
		fmt.Fprintf(&b, "  d%d: {name: Data %d, type: order, needs: [integrity, authenticity]}\n", i, i)
	}
	b.WriteString("flows:\n")
	for i := range n {
		fmt.Fprintf(&b, "  f%d: {from: e%d, to: e%d, protocol: hl7-mllp, authentication: none, carries: [d%d]}\n", i, i, (i+1+r.IntN(n-1))%n, r.IntN(n/2))
	}
	b.WriteString("threats:\n")
	for i := range n / 4 {
		fmt.Fprintf(&b, "  forged-data@f%d: {decision: mitigate, because: Reason %d., owner: A. Meier, date: 2026-11-02}\n", i, i)
	}
	return b.String()
}

func BenchmarkDecode(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		f := syntax.Parse("theriac.yaml", []byte(large(n)))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				model.Decode(f)
			}
		})
	}
}

// BenchmarkUpdate measures one edit of a value, and one of an id, without the time of the parser.
func BenchmarkUpdate(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		text := large(n)
		f := syntax.Parse("theriac.yaml", []byte(text))
		m := model.Decode(f)
		if len(m.Diagnostics) > 0 {
			b.Fatal(m.Diagnostics[0])
		}
		for name, now := range map[string]string{"value": "  e500: {name: Another 500,", "id": "  ee500: {name: Element 500,"} {
			next := f.Update([]byte(strings.Replace(text, "  e500: {name: Element 500,", now, 1)))
			b.Run(fmt.Sprint(name, "/", n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					m.Update(next)
				}
			})
		}
	}
}
