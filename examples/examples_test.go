package examples_test

import (
	"os"
	"path/filepath"
	"testing"

	"theriac.dev/examples"
)

// The list is the table of README.md, and every folder with a model beside it is in the table.
func TestAll(t *testing.T) {
	all := examples.All()
	worked := 0
	for _, e := range all {
		if e.Text == "" || len(e.Files["theriac.yaml"]) == 0 {
			t.Errorf("%s: text %q, files %d", e.ID, e.Text, len(e.Files))
		}
		if e.Worked {
			worked++
		}
		if e.Worked != (len(e.Files["risk.yaml"]) > 0) {
			t.Errorf("%s has a star: %v, and a risk.yaml: %v", e.ID, e.Worked, !e.Worked)
		}
		for name, text := range e.Files {
			if disk, err := os.ReadFile(filepath.Join(e.ID, name)); err != nil || string(disk) != string(text) {
				t.Errorf("%s/%s is not what is on disk: %v", e.ID, name, err)
			}
		}
	}
	folders, _ := filepath.Glob("*/theriac.yaml")
	if len(all) != len(folders) || len(all) < 12 || worked != 5 {
		t.Errorf("%d examples, %d worked out, %d folders", len(all), worked, len(folders))
	}
	if _, ok := examples.Find("infusion-pump"); !ok {
		t.Error("the infusion pump is not found")
	}
	if _, ok := examples.Find("types"); ok {
		t.Error("a folder of folders is no example")
	}
}
