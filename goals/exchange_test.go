package goals_test

import (
	"path/filepath"
	"testing"

	"theriac.dev/goals"
	"theriac.dev/interop"
	"theriac.dev/model"
	"theriac.dev/workspace"
)

// TestExchangeKeepsAttacks writes each tree of the examples in each format that is read as well, takes it back into the
// model under another id, and finds as many minimal attacks as before.
func TestExchangeKeepsAttacks(t *testing.T) {
	paths, err := filepath.Glob("../examples/*/theriac.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no examples", err)
	}
	trees := 0
	for _, path := range paths {
		doc, err := workspace.New(workspace.Options{}).Open(filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		s := doc.Snapshot()
		for _, entry := range s.Model.Trees.All() {
			trees++
			id := entry.ID.Value
			before, _ := goals.FromModel(s.Model, s.Analysis, id)
			for _, f := range interop.Formats() {
				if f.Read == nil || f.Write == nil || f.ID != "adtool" && f.ID != "dot" {
					continue // the formats of Attack Flow have no defences that counter one another
				}
				text, _, err := f.Write(before.Document())
				if err != nil {
					t.Fatalf("%s %s: %v", path, f.ID, err)
				}
				d, _, err := f.Read("tree", text)
				if err != nil {
					t.Fatalf("%s %s: %v", path, f.ID, err)
				}
				change, err := goals.Take(s.Model, "taken-back", d)
				if err != nil {
					t.Fatalf("%s %s %s: %v", path, id, f.ID, err)
				}
				files, err := model.ApplyChange(s.Files, change)
				if err != nil {
					t.Fatal(err)
				}
				after, problems := goals.FromModel(model.Decode(files...), nil, "taken-back")
				if after == nil {
					t.Fatalf("%s %s %s: %v", path, id, f.ID, problems)
				}
				was, _ := before.Ask(goals.Question{})
				is, _ := after.Ask(goals.Question{})
				if was.Count.N.Cmp(is.Count.N) != 0 {
					t.Errorf("%s %s: %s minimal attacks, %s after a trip through %s", path, id, was.Count.N, is.Count.N, f.ID)
				}
			}
		}
	}
	if trees == 0 {
		t.Error("no example has a tree: the test looks at nothing")
	}
}
