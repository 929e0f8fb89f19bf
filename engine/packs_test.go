package engine_test

import (
	"testing"

	"theriac.dev/engine"
	"theriac.dev/library"
)

// TestPacks runs the tests that stand beside each threat of the packs that come with the program.
func TestPacks(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := engine.TestPacks(lib)
	for _, f := range r.Failures {
		t.Error(f)
	}
	t.Logf("%d threats, %d cases, %d marks", r.Threats, r.Cases, r.Marks)
}
