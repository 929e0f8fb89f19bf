package syntax

import "strings"

// Chunk is the smallest piece of a file that is parsed again: one entry of a top-level section, the head of a section,
// or a whole top-level entry that is no section. The nodes of a chunk count their bytes from its start.
type Chunk struct {
	text   string
	role   role
	indent int32 // of the entries of the section
	// label orders the chunks of a file, so that the place of a chunk is found by binary search. Labels never
	// decrease; a chunk parsed again takes the label of the one it replaces.
	label       uint64
	pair        Pair // Key is nil where the chunk holds no entry
	diagnostics []Diagnostic
	lines       []int32 // starts of the lines after the first
	crlf        int32   // first carriage return before a line feed, or -1
	flowRoot    *Node   // a flow mapping that stands alone at the top
}

const labelBits = 32

// role says what a chunk holds.
type role uint8

const (
	prelude role = iota // what stands before the first key: comments, blank lines, `---`
	whole               // a top-level entry with all of its value
	head                // the key of a section whose entries are chunks of their own
	entry               // an entry of the section before it
	marker              // a `---` or `...` where none belongs
)

// span is a stretch of text that becomes a chunk.
type span struct {
	start, end int
	role       role
	indent     int32
}

// splitter cuts a text into chunks by looking at the indentation of lines only. That is possible because the subset
// demands that whatever continues an entry is indented deeper than its key.
type splitter struct {
	s      string
	pos    int
	begun  bool  // the prelude is cut
	inside bool  // a section is open
	indent int32 // of its entries
}

// next returns the next span; ok is false at the end of the text.
func (sp *splitter) next() (span, bool) {
	if !sp.begun {
		sp.begun = true
		return sp.prelude(), true
	}
	if sp.pos >= len(sp.s) {
		return span{}, false
	}
	ln := lineAt(sp.s, sp.pos)
	if ln.indent > 0 && sp.inside {
		return sp.cut(span{start: sp.pos, role: entry, indent: sp.indent}, ln), true
	}
	sp.inside = false
	if isMarker(sp.s, ln) {
		return sp.cut(span{start: sp.pos, role: marker}, ln), true
	}
	return sp.top(ln), true
}

// prelude takes everything before the first line of content.
func (sp *splitter) prelude() span {
	pos := 0
	if strings.HasPrefix(sp.s, byteOrderMark) {
		pos = len(byteOrderMark)
	}
	marked := false
	for pos < len(sp.s) {
		ln := lineAt(sp.s, pos)
		if !ln.idle(sp.s) {
			if marked || !strings.HasPrefix(sp.s[ln.start:ln.end], "---") || !isMarker(sp.s, ln) {
				break
			}
			marked = true
		}
		pos = ln.next
	}
	sp.pos = pos
	return span{end: pos, role: prelude}
}

// top takes a top-level entry, or only its head where its value is a block mapping.
func (sp *splitter) top(ln line) span {
	out := span{start: sp.pos, role: whole}
	if ln.indent == 0 && opensBlock(sp.s, ln) {
		if n := sp.sectionIndent(ln.next); n > 0 {
			out.role, sp.inside, sp.indent = head, true, n
		}
	}
	return sp.cut(out, ln)
}

// sectionIndent returns the indentation of the entries of a section whose head ends before pos, or 0 where the value
// is no block mapping.
func (sp *splitter) sectionIndent(pos int) int32 {
	first := nextContent(sp.s, pos)
	if first.start >= len(sp.s) || first.indent == 0 {
		return 0
	}
	if beginsMapping(sp.s, first, 0) {
		return int32(first.indent)
	}
	return 0
}

// cut ends a span before the next line that starts a chunk.
func (sp *splitter) cut(out span, ln line) span {
	pos := ln.next
	limit := ln.indent // above 0 only where the file as a whole is indented
	if sp.inside && (out.role == head || limit > int(sp.indent)) {
		limit = int(sp.indent)
	}
	for pos < len(sp.s) {
		l := lineAt(sp.s, pos)
		if !l.idle(sp.s) && sp.starts(l, limit) {
			break
		}
		pos = l.next
	}
	sp.pos, out.end = pos, pos
	return out
}

// starts reports whether a line of content starts a chunk: it is indented by no more than limit. Closing brackets and
// items of a sequence never do: they belong to what stands above them.
func (sp *splitter) starts(l line, limit int) bool {
	if l.indent > limit {
		return false
	}
	switch sp.s[l.text] {
	case ']', '}':
		return false
	case '-':
		return l.indent == 0 && isMarker(sp.s, l) || !isDash(sp.s, l.text, l.end)
	}
	return true
}

// opensBlock reports whether the line is a key, with nothing after its colon, or a lone word that lacks its colon.
func opensBlock(s string, ln line) bool {
	k, ok := scanKey(s, ln.text, ln.end)
	if ok {
		return blankOrComment(s, k.colon+1, ln.end)
	}
	return isLoneWord(s, ln)
}

// beginsMapping reports whether the block that starts with line first is a mapping. Where the first line is no key,
// the lines below it at the same indentation decide: a half-written first entry must not hide the others.
func beginsMapping(s string, first line, parent int) bool {
	if _, ok := scanKey(s, first.text, first.end); ok {
		return true
	}
	switch s[first.text] {
	case '[', '{', '|', '>', '-', '#':
		return false
	}
	for pos := first.next; pos < len(s); {
		l := nextContent(s, pos)
		if l.start >= len(s) || l.indent <= parent {
			return false
		}
		if l.indent == first.indent {
			if _, ok := scanKey(s, l.text, l.end); ok {
				return true
			}
		}
		pos = l.next
	}
	return false
}

// isMarker reports whether the line is a document marker: three dashes or dots at its very start.
func isMarker(s string, ln line) bool {
	if ln.indent != 0 || ln.end-ln.start < 3 {
		return false
	}
	if m := s[ln.start : ln.start+3]; m != "---" && m != "..." {
		return false
	}
	return ln.end == ln.start+3 || isBlank(s[ln.start+3])
}
