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
