package library_test

import (
	"slices"
	"testing"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// A newcomer reads every finding of a first model, so there must not be more of them than one can read in an hour or two.
const (
	mostFindings = 60
	// fewFindings holds for the device types of which the others are kinds or relatives: most people start with one of them.
	fewFindings = 45
)

var startedOften = []string{
	"cardiac-implant", "dialysis", "generic-connected-device", "imaging-modality", "infusion-pump", "insulin-delivery",
	"patient-monitor", "surgical-robot", "telehealth-rpm",
}

// TestFirstModelsAreShort holds how many findings the first model of each device type has, and that none of them is kept
// short by a protection that nobody has stated: a first model says what there is and not how it is protected.
func TestFirstModelsAreShort(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(lib)
	for _, d := range lib.Devices {
		m := model.Decode(syntax.Parse("theriac.yaml", []byte(d.First(d.ID, d.Title))))
		for _, el := range m.Elements.All() {
			if len(el.Attributes.Items) > 0 {
				t.Errorf("first model of %s: element %s states attributes", d.ID, el.ID.Value)
			}
		}
		for _, f := range m.Flows.All() {
			if len(f.Attributes.Items) > 0 || f.Authentication.Stated() || f.Encryption.Stated() || f.Integrity.Stated() {
				t.Errorf("first model of %s: flow %s states how it is protected", d.ID, f.ID.Value)
			}
		}
		limit := mostFindings
		if slices.Contains(startedOften, d.ID) {
			limit = fewFindings
		}
		if n := len(e.Analyze(m).Findings); n == 0 || n > limit {
			t.Errorf("the first model of %s has %d findings, at most %d are wanted", d.ID, n, limit)
		}
	}
}
