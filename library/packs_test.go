package library

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the files that the tests compare with")

// TestEmbedded loads the packs that come with the program. A pack author runs it after each change; it says in which
// file and line something is wrong.
func TestEmbedded(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range lib.Diagnostics {
		t.Errorf("%s:%d:%d: %s", d.Place.File, d.Place.Line, d.Place.Column, d.Message)
	}
	t.Logf("%d threats, %d controls, %d devices, %d attributes, %d terms", len(lib.Threats), len(lib.Controls), len(lib.Devices), len(lib.Attributes), lib.Vocabulary.Len())
}

// TestCompiled holds the compiled conditions of each pack against its threats; with -update it writes them.
func TestCompiled(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range lib.Packs {
		name := "packs/" + p.ID + "/" + compiledName
		want := lib.Compiled(p.ID)
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, _ := os.ReadFile(name)
		if !bytes.Equal(got, want) {
			t.Errorf("%s is stale; run go generate ./library", name)
		}
	}
}
