package engine

import (
	"theriac.dev/library"
	"theriac.dev/model"
)

// TestPacks runs the tests that stand beside the threats of all packs of a library.
func TestPacks(lib *library.Library) library.TestResult {
	e := New(lib)
	return lib.TestPack("", func(m *model.Model) map[string]string {
		out := map[string]string{}
		for _, f := range e.Analyze(m).Findings {
			out[f.ID] = string(f.Certainty)
		}
		return out
	})
}
