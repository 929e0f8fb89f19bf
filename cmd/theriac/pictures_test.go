package main

import (
	"bytes"
	"os"
	"testing"
)

// TestPictures holds the pictures of the documentation against what the program draws.
func TestPictures(t *testing.T) {
	t.Chdir("../..")
	for path, args := range map[string][]string{
		"docs/infusion-pump.svg":      {"diagram", "examples/infusion-pump"},
		"docs/infusion-pump-risk.svg": {"risk", "examples/infusion-pump", "--format", "svg"},
	} {
		var out, problems bytes.Buffer
		code := run(t.Context(), args, streams{bytes.NewReader(nil), &out, &problems, func(string) string { return "" }})
		if code != 0 {
			t.Fatalf("exit %d: %s", code, problems.String())
		}
		if *update {
			if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, out.Bytes()) {
			t.Errorf("%s is stale: run go test ./cmd/theriac -update", path)
		}
	}
}
