package main

import (
	"fmt"
	"strings"
	"testing"

	"theriac.dev/model"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

func TestTheModelIsSoundAndTheSameEachTime(t *testing.T) {
	for _, n := range []int{2, 30, 400} {
		text := generate(n, 7)
		if text != generate(n, 7) {
			t.Fatalf("%d elements: two runs differ", n)
		}
		if text == generate(n, 8) {
			t.Fatalf("%d elements: the seed does nothing", n)
		}
		m := model.Decode(syntax.Parse("theriac.yaml", []byte(text)))
		for _, d := range m.Diagnostics {
			if d.Severity == syntax.Error {
				t.Errorf("%d elements: line %d: %s", n, d.Place.Line, d.Message)
			}
		}
		if m.Elements.Len() != n || m.Flows.Len() != 2*n {
			t.Fatalf("%d elements: got %d and %d flows", n, m.Elements.Len(), m.Flows.Len())
		}
	}
}

// BenchmarkOpen is from text to first findings.
func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			text := []byte(generate(n, 1))
			w := workspace.New(workspace.Options{})
			for b.Loop() {
				w.OpenText("m/theriac.yaml", text)
			}
		})
	}
}

// BenchmarkEdit is one edit from text to new findings.
func BenchmarkEdit(b *testing.B) {
	edits := []struct{ name, from, to string }{
		{"name", "{name: Flow 77,", "{name: Flow seventy-seven,"},
		{"protocol", "{name: Flow 78, from: e39,", "{name: Flow 78, over: ethernet, from: e39,"},
		{"attribute", "{name: Part 40,", "{name: Part 40, owner: hospital,"},
		{"element", "\n  e41: ", "\n  extra: {name: Extra, type: kiosk, zone: z1}\n  e41: "},
		{"flow", "\n  f79: ", "\n  extra: {from: e3, to: e4, protocol: telnet}\n  f79: "},
		{"decision", "\nthreats:\n", "\nthreats:\n  clear-text@f0: {decision: accept, because: Measured.}\n"},
	}
	for _, n := range []int{1000, 10000} {
		text := generate(n, 1)
		w := workspace.New(workspace.Options{})
		for _, e := range edits {
			b.Run(fmt.Sprintf("%d/%s", n, e.name), func(b *testing.B) {
				d := w.OpenText("m/theriac.yaml", []byte(text))
				other := strings.Replace(text, e.from, e.to, 1)
				if other == text {
					b.Fatal("the edit changes nothing")
				}
				versions := [][]byte{[]byte(other), []byte(text)}
				i := 0
				for b.Loop() {
					if _, err := d.Update("m/theriac.yaml", versions[i%2]); err != nil {
						b.Fatal(err)
					}
					i++
				}
			})
		}
	}
}

// BenchmarkVerb is a verb and the edit that it makes.
func BenchmarkVerb(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		m := model.Decode(syntax.Parse("theriac.yaml", []byte(generate(n, 1))))
		for name, verb := range map[string]func() (model.Change, error){
			"set":    func() (model.Change, error) { return model.Set(m, "flows/f5/protocol", model.Word("https")) },
			"rename": func() (model.Change, error) { return model.Rename(m, "elements", "e5", "renamed") },
			"remove": func() (model.Change, error) { return model.Remove(m, "elements", "e5", model.Cascade) },
			"add":    func() (model.Change, error) { return model.Connect(m, "e1", "e2") },
		} {
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				for b.Loop() {
					if _, err := verb(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
