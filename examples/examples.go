// Package examples carries the models of devices beside it, as they are commonly found, for faces that have no folder to
// read them from.
package examples

import (
	"embed"
	"io/fs"
	"path"
	"regexp"
	"slices"
)

// README.md is embedded too: its table is the list, in the order in which the examples are shown.
//
//go:embed README.md */*.yaml
var files embed.FS

// Example is the model of a device.
type Example struct {
	ID   string // its folder
	Text string // what it shows, in half a sentence
	// Worked reports whether it has what a team adds to a model: harms, goals, trees, controls and decisions.
	Worked bool
	Files  map[string][]byte // by name; one is theriac.yaml
}

var row = regexp.MustCompile("(?m)^\\| `([a-z-]+)` (\\*?) ?\\| (.+) \\|$")

// All returns the examples that README.md lists, in its order.
func All() []Example {
	readme, err := files.ReadFile("README.md")
	if err != nil {
		return nil // it is embedded
	}
	var out []Example
	for _, m := range row.FindAllStringSubmatch(string(readme), -1) {
		e := Example{ID: m[1], Text: m[3], Worked: m[2] != "", Files: map[string][]byte{}}
		names, _ := fs.Glob(files, m[1]+"/*.yaml")
		for _, name := range names {
			e.Files[path.Base(name)], _ = files.ReadFile(name)
		}
		out = append(out, e)
	}
	return out
}

// Find returns the example with the id.
func Find(id string) (Example, bool) {
	all := All()
	i := slices.IndexFunc(all, func(e Example) bool { return e.ID == id })
	if i < 0 {
		return Example{}, false
	}
	return all[i], true
}
