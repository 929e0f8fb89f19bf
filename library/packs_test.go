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

// TestCompiledIsUsed holds that a checked form is taken where its key fits, and that anything else is checked anew.
func TestCompiledIsUsed(t *testing.T) {
	const text, checked = "flow.authentication.is('unproven') && flow.carries('command')", "(and flow.authentication.is(unproven) flow.carries(command))"
	key := compiledKey(text, "flow")
	for line, want := range map[string]string{
		"forged.when flow " + key + " flow.crosses":                      "flow.crosses", // another one, to see that it is read
		"forged.when flow 0123456789abcdef flow.crosses":                 checked,
		"forged.when flow " + key + " flow.crosses)":                     checked,
		"forged.when flow " + key + " flow.severity":                     checked,
		"forged.when flow " + key + " (exists x flow.inbound x.crosses)": checked,
		"forged.when flow " + key + " (and flow.crosses":                 checked,
		"forged.when flow " + key + " (in flow.crosses \"a\")":           checked,
		"forged.when flow " + key + " element.is(pump)":                  checked,
		"forged.when flow " + key:                                        checked,
		"":                                                               checked,
	} {
		lib, err := Open(testPack(map[string]string{compiledName: line + "\n"}))
		if err != nil || lib.Err() != nil {
			t.Fatal(err, lib.Err())
		}
		if got := lib.Threat("forged").When.root.String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
}
