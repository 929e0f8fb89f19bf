package syntax

import (
	"sort"
	"unicode/utf8"
)

// spanning is the start of a node that stands across chunks: the root and the value of a section.
const spanning = -1

// Place returns where a node of this file stands, and a zero Place for a node of another file or of an older version
// of this one whose text has changed since.
func (f *File) Place(n *Node) Place {
	start, end, ok := f.bounds(n)
	if !ok {
		return Place{}
	}
	return f.PlaceAt(start, end)
}

// Owns reports whether the node is one of this version of this file.
func (f *File) Owns(n *Node) bool {
	if f == nil || n == nil {
		return false
	}
	if n == f.Root {
		return true
	}
	i, ok := f.find(n.chunk)
	if !ok {
		return false
	}
	if n.start != spanning {
		return true
	}
	s := f.sectionOf(i)
	return s != nil && s.pair.Value == n
}

// bounds returns the bytes of a node.
func (f *File) bounds(n *Node) (start, end int, ok bool) {
	if !f.Owns(n) {
		return 0, 0, false
	}
	if n.start != spanning {
		i, _ := f.find(n.chunk)
		at := int(f.offsets[i])
		return at + int(n.start), at + int(n.end), true
	}
	if len(n.Pairs) == 0 {
		at := 0
		if i, found := f.find(n.chunk); found {
			at = int(f.offsets[i]) + len(n.chunk.text)
		}
		return at, at, true
	}
	start, _, _ = f.bounds(n.Pairs[0].Key)
	last := n.Pairs[len(n.Pairs)-1]
	_, end, _ = f.bounds(last.Value)
	_, keyEnd, _ := f.bounds(last.Key)
	return start, max(end, keyEnd), true
}

// sectionOf returns the section whose head is chunk i, or nil.
func (f *File) sectionOf(i int) *section {
	k := sort.Search(len(f.sections), func(k int) bool { return f.sections[k].head >= i })
	if k < len(f.sections) && f.sections[k].head == i {
		return &f.sections[k]
	}
	return nil
}

// find returns the number of a chunk in this file.
func (f *File) find(c *Chunk) (int, bool) {
	if c == nil {
		return 0, false
	}
	i := sort.Search(len(f.chunks), func(i int) bool { return f.chunks[i].label >= c.label })
	for ; i < len(f.chunks) && f.chunks[i].label == c.label; i++ {
		if f.chunks[i] == c {
			return i, true
		}
	}
	return 0, false
}

// PlaceAt returns the place of the bytes [start, end) of the file. Offsets outside of the text are moved to its ends.
func (f *File) PlaceAt(start, end int) Place {
	start = min(max(start, 0), len(f.text))
	end = min(max(end, start), len(f.text))
	p := Place{File: f.Name, Start: start, End: end}
	p.Line, p.Column = f.position(start)
	p.EndLine, p.EndColumn = f.position(end)
	return p
}

// position returns line and column of a byte, counted from 1.
func (f *File) position(at int) (line, column int) {
	if len(f.chunks) == 0 {
		return 1, 1
	}
	i := sort.Search(len(f.chunks), func(i int) bool { return int(f.offsets[i+1]) > at })
	i = min(i, len(f.chunks)-1)
	c, local := f.chunks[i], at-int(f.offsets[i])
	k := sort.Search(len(c.lines), func(k int) bool { return int(c.lines[k]) > local })
	begin := 0
	if k > 0 {
		begin = int(c.lines[k-1])
	}
	line = int(f.lines[i]) + k + 1
	text := c.text[begin:local]
	if local == len(c.text) && local > begin && text[len(text)-1] == '\n' {
		return line + 1, 1
	}
	if c.role == prelude && begin == 0 && len(text) >= len(byteOrderMark) && text[:len(byteOrderMark)] == byteOrderMark {
		text = text[len(byteOrderMark):]
	}
	return line, utf8.RuneCountInString(text) + 1
}

// lineStart returns the first byte of line n, counted from 1.
func (f *File) lineStart(n int) (int, bool) {
	if n < 1 {
		return 0, false
	}
	if n == 1 {
		return 0, true
	}
	i := sort.Search(len(f.chunks), func(i int) bool { return int(f.lines[i+1]) >= n-1 })
	if i == len(f.chunks) {
		return 0, false
	}
	k := n - 2 - int(f.lines[i])
	if k < len(f.chunks[i].lines) {
		return int(f.offsets[i] + f.chunks[i].lines[k]), true
	}
	return int(f.offsets[i+1]), true
}

// locate turns a diagnostic with offsets into one with places; base is added to its offsets.
func (f *File) locate(d Diagnostic, base int) Diagnostic {
	d.Place = f.PlaceAt(d.Place.Start+base, d.Place.End+base)
	if len(d.Related) > 0 {
		rel := make([]Related, len(d.Related))
		for i, r := range d.Related {
			rel[i] = Related{f.PlaceAt(r.Place.Start+base, r.Place.End+base), r.Message}
		}
		d.Related = rel
	}
	if len(d.Fixes) > 0 {
		fixes := make([]Fix, len(d.Fixes))
		for i, x := range d.Fixes {
			fixes[i] = Fix{Title: x.Title, Edits: shift(x.Edits, base)}
		}
		d.Fixes = fixes
	}
	return d
}

func shift(edits []Edit, by int) []Edit {
	out := make([]Edit, len(edits))
	for i, e := range edits {
		out[i] = Edit{Start: e.Start + by, End: e.End + by, New: e.New}
	}
	return out
}
