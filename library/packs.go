package library

import (
	"embed"
	"io/fs"
)

// packs are the packs that come with the program.
//
//go:embed packs
var packs embed.FS

// Embedded returns the packs that come with the program: core, threats that any connected system has, and medical,
// those of medical devices and their surroundings.
func Embedded() []Source {
	var out []Source
	for _, id := range []string{"core", "medical"} {
		if sub, err := fs.Sub(packs, "packs/"+id); err == nil {
			out = append(out, Source{Files: sub, Path: "library/packs/" + id})
		}
	}
	return out
}

// Load opens the packs that come with the program.
func Load() (*Library, error) { return Open(Embedded()...) }
