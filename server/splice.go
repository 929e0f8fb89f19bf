package server

import (
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// piece is a stretch of a text: bytes of the text before, or new ones.
type piece struct {
	from, to int // of the text before; to is 0 and from -1 for new text
	text     string
}

func (p piece) size() int {
	if p.from < 0 {
		return len(p.text)
	}
	return p.to - p.from
}

func (p piece) cut(a, b int) piece {
	if p.from < 0 {
		return piece{from: -1, text: p.text[a:b]}
	}
	return piece{from: p.from + a, to: p.from + b}
}

// composition collects edits that follow one another, each counting bytes of the text that the one before left, into
// edits of the text before all of them.
type composition struct {
	size   int // of the text before
	pieces []piece
}

func compose(size int) *composition {
	c := &composition{size: size}
	if size > 0 {
		c.pieces = []piece{{from: 0, to: size}}
	}
	return c
}

// add makes edits of the text as it is by now. They are ordered and do not overlap, as a verb makes them.
func (c *composition) add(edits []syntax.Edit) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b syntax.Edit) int { return a.Start - b.Start })
	var out []piece
	put := func(p piece) {
		if p.size() > 0 {
			out = append(out, p)
		}
	}
	at, i := 0, 0 // at: where pieces[i] starts
	rest := func(until int) {
		for i < len(c.pieces) {
			p := c.pieces[i]
			if n := until - at; n < p.size() {
				put(p.cut(0, max(n, 0)))
				c.pieces[i] = p.cut(max(n, 0), p.size())
				at += max(n, 0)
				return
			}
			put(p)
			at += p.size()
			i++
		}
	}
	skip := func(until int) {
		for i < len(c.pieces) && at < until {
			p := c.pieces[i]
			if n := until - at; n < p.size() {
				c.pieces[i] = p.cut(n, p.size())
				at = until
				return
			}
			at += p.size()
			i++
		}
	}
	for _, e := range edits {
		rest(e.Start)
		put(piece{from: -1, text: e.New})
		skip(e.End)
	}
	c.pieces = append(out, c.pieces[i:]...)
}

// edits are what was collected, ordered and without overlap.
func (c *composition) edits() []syntax.Edit {
	var out []syntax.Edit
	var fresh strings.Builder
	at := 0
	flush := func(until int) {
		if until > at || fresh.Len() > 0 {
			out = append(out, syntax.Edit{Start: at, End: until, New: fresh.String()})
			fresh.Reset()
		}
	}
	for _, p := range c.pieces {
		if p.from < 0 {
			fresh.WriteString(p.text)
			continue
		}
		flush(p.from)
		at = p.to
	}
	flush(c.size)
	return out
}

// reverse returns the edits that take the text after some edits back to the text before them.
func reverse(before string, edits []syntax.Edit) []syntax.Edit {
	out := make([]syntax.Edit, 0, len(edits))
	shift := 0
	for _, e := range edits {
		start := e.Start + shift
		out = append(out, syntax.Edit{Start: start, End: start + len(e.New), New: before[e.Start:e.End]})
		shift += len(e.New) - (e.End - e.Start)
	}
	return out
}

// rebase moves edits of a text over others that were made to it meanwhile. It reports false where the two touch the same
// bytes, so that nobody can say which is meant.
func rebase(edits, over []syntax.Edit) ([]syntax.Edit, bool) {
	out := make([]syntax.Edit, len(edits))
	for i, e := range edits {
		shift := 0
		for _, o := range over {
			switch {
			case o.End < e.Start || o.End == e.Start && (o.Start < o.End && e.Start < e.End):
				shift += len(o.New) - (o.End - o.Start)
			case o.Start > e.End || o.Start == e.End && (o.Start < o.End && e.Start < e.End):
			default:
				return nil, false
			}
		}
		out[i] = syntax.Edit{Start: e.Start + shift, End: e.End + shift, New: e.New}
	}
	return out, true
}

// between returns the edit that makes one text of another: what lies between their common start and end, on whole runes.
func between(before, after string) []syntax.Edit {
	if before == after {
		return nil
	}
	a := 0
	for a < len(before) && a < len(after) && before[a] == after[a] {
		a++
	}
	for a > 0 && a < len(before) && !runeStart(before[a]) || a > 0 && a < len(after) && !runeStart(after[a]) {
		a--
	}
	z := 0
	for z < len(before)-a && z < len(after)-a && before[len(before)-1-z] == after[len(after)-1-z] {
		z++
	}
	for z > 0 && !runeStart(before[len(before)-z]) {
		z--
	}
	return []syntax.Edit{{Start: a, End: len(before) - z, New: after[a : len(after)-z]}}
}

func runeStart(b byte) bool { return b&0xc0 != 0x80 }
