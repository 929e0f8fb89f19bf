package model_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// FuzzVerbs asks verbs of any text at all. None may panic; edits must fit; and a text without errors has none after.
func FuzzVerbs(f *testing.F) {
	paths, _ := filepath.Glob("testdata/verbs/*.txtar")
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		archive := txtar.Parse(data)
		for _, file := range archive.Files {
			if !strings.HasSuffix(file.Name, ".yaml") {
				f.Add(string(archive.Files[0].Data), file.Name)
			}
		}
	}
	for _, text := range []string{
		"{theriac: 1, elements: {pcu: {name: a}, wbm: }, flows: {f1: {from: pcu, to: wbm}}}",
		"elements: {\n  pcu: {zone: a}, # one\n  wbm: {}\n  }\nzones:\n  a:",
		"elements:\n  pcu:\n    stores:\n    - d1\n    -\n    text: >-\n      x\n\n  wbm: [a]\nthreats:\n  t@pcu: word\n",
		"elements\nzones:\n  a\n  b: {\n",
		"layout:\n  default: {pcu: {x: 1, y: 2}}\nelements: {pcu: }\n",
		"layout: {default: {f1: {via: [[1, 2], [3, 4]]}}}\nelements: {a: , b: }\nflows: {f1: {from: a, to: b}}\n",
		"flows:\n  f1: {}\nlayout:\n  default:\n    f1:\n      x: 1\n      via:\n        - [1, 2] # one\n        - - 3\n          - 4\n    a: {x: 1}\n",
		"# only a comment",
	} {
		for _, line := range []string{"add elements new name=x", "add zones z", "set elements/pcu/zone b", "unset elements/pcu/zone", "set name x",
			"remove elements pcu cascade", "rename elements pcu q", "connect pcu wbm", "decide t@pcu decision=open because=\"a, b\"",
			"control c2 t@pcu", "box default pcu 3 4", "way default f1 5 6 7 8", "way default f1 9 9", "way v f1", "way default f1", "append elements/pcu/stores d9", "drop elements/pcu/stores d1", "order elements wbm pcu",
			"attribute pcu secure-boot yes", "add notes n text=x about=[pcu]", "rename notes n pcu", "box default n 3 4", "set elements/pcu/interfaces/usb/port 4", "set device/traits/legacy no"} {
			f.Add(text, line)
		}
	}
	f.Fuzz(func(t *testing.T, text, line string) {
		file := syntax.Parse("theriac.yaml", []byte(text))
		m := model.Decode(file)
		change, err := runVerb(m, line)
		if err != nil {
			return
		}
		after, err := model.ApplyChange([]*syntax.File{file}, change)
		if err != nil {
			t.Fatalf("%q: the edits do not fit: %v", line, err)
		}
		for _, f := range after {
			if f.HasErrors() && !file.HasErrors() {
				t.Fatalf("%q brings errors:\n%s\n%v", line, f.Text(), f.Diagnostics())
			}
		}
	})
}
