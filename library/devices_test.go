package library

import (
	"strings"
	"testing"
)

// TestDevicesAreWhole holds that each device type says what it does, what it can do to people, where it is used and by
// whom, and that its first model has the views that reviewers ask for.
func TestDevicesAreWhole(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	v := lib.Vocabulary
	people, _ := v.ID("component", "people")
	for _, d := range lib.Devices {
		if len(d.Functions) < 2 || len(d.Hazards) < 2 || len(d.Parts) == 0 || len(d.Environments) == 0 || len(d.Users) == 0 || len(d.Packs) == 0 {
			t.Errorf("device type %s does not say its functions, hazards, parts, environments, users and packs", d.ID)
		}
		for _, user := range d.Users {
			if id, _ := v.ID("component", user); !v.IsA(id, people) {
				t.Errorf("device type %s: %s is nobody", d.ID, user)
			}
		}
		for _, h := range d.Hazards {
			if h.Severity == "" || h.Patients == "" || h.Harm == "" || len(h.Of) == 0 {
				t.Errorf("device type %s: hazard %s does not say its harm, severity, patients and function", d.ID, h.ID)
			}
		}
		for _, want := range []string{"id: {id}", "type: " + d.ID + "\n", "kind: global-system", "kind: multi-patient-harm", "kind: updateability", "severity: S", "carries: ["} {
			if !strings.Contains(d.Start, want) {
				t.Errorf("the first model of device type %s has no `%s`", d.ID, strings.TrimSpace(want))
			}
		}
	}
}
