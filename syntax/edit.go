package syntax

import (
	"fmt"
	"slices"
	"strings"
)

// Apply returns the next version of the file with the edits made. The edits count bytes of this version, in any order,
// and must not overlap; of two insertions at one place the first in the list stands first.
func (f *File) Apply(edits []Edit) (*File, error) {
	text, err := splice(f.text, edits)
	if err != nil {
		return nil, fmt.Errorf("edit %s: %w", f.Name, err)
	}
	from, to := len(f.text), 0
	for _, e := range edits {
		from, to = min(from, e.Start), max(to, e.End)
	}
	if len(text) == len(f.text) && (from > to || text[from:to] == f.text[from:to]) {
		return f, nil
	}
	return f.update(text, from, len(f.text)-to), nil
}

// Splice returns text with the edits made. The edits may stand in any order but must not overlap; of two insertions at
// one place the first in the list stands first.
func Splice(text []byte, edits []Edit) ([]byte, error) {
	s, err := splice(string(text), edits)
	return []byte(s), err
}

func splice(text string, edits []Edit) (string, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return a.Start - b.Start })
	size, at := len(text), 0
	for _, e := range sorted {
		if e.Start < at || e.End < e.Start || e.End > len(text) {
			return "", fmt.Errorf("the edit of bytes %d to %d overlaps another or lies outside of the %d bytes of text", e.Start, e.End, len(text))
		}
		size, at = size+len(e.New)-(e.End-e.Start), e.End
	}
	var b strings.Builder
	b.Grow(size)
	at = 0
	for _, e := range sorted {
		b.WriteString(text[at:e.Start])
		b.WriteString(e.New)
		at = e.End
	}
	b.WriteString(text[at:])
	return b.String(), nil
}
