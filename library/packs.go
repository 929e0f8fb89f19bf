package library

import (
	"embed"
	"io/fs"
)

// packs are the packs that come with the program.
//
//go:embed packs
var packs embed.FS

// embedded are the packs that come with the program, in the order in which their threats are told: core, what any
// connected system has; medical, the words, device types and threats of medical devices; then one pack for each field.
var embedded = []string{
	"core", "medical", "embedded", "wireless", "clinical-protocols", "health-it", "cloud-mobile", "therapy-safety", "abuse",
	"privacy", "supply-chain", "ai", "legacy",
}

// Embedded returns the packs that come with the program.
func Embedded() []Source {
	var out []Source
	for _, id := range embedded {
		if sub, err := fs.Sub(packs, "packs/"+id); err == nil {
			out = append(out, Source{Files: sub, Path: "library/packs/" + id})
		}
	}
	return out
}

// Load opens the packs that come with the program.
func Load() (*Library, error) { return Open(Embedded()...) }
