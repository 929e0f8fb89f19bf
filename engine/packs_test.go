package engine_test

import (
	"testing"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
)

// TestPacks runs the tests that stand beside each threat of the packs that come with the program.
func TestPacks(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(lib)
	findings := func(m *model.Model) map[string]string {
		out := map[string]string{}
		for _, f := range e.Analyze(m).Findings {
			out[f.ID] = string(f.Certainty)
		}
		return out
	}
	for _, p := range lib.Packs {
		t.Run(p.ID, func(t *testing.T) {
			for _, f := range lib.TestPack(p.ID, findings) {
				t.Errorf("%s:%d: %s: %s", f.Place.File, f.Place.Line, f.Case, f.Message)
			}
		})
	}
}
