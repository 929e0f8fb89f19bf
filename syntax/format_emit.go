package syntax

import (
	"slices"
	"strings"
)

// emit writes the chunk in its new layout. Next is the level of the chunk that follows.
func (p *chunkFormat) emit(next level, isFirst, isLast bool) string {
	p.padKeys()
	slices.SortFunc(p.edits, func(a, b Edit) int { return a.Start - b.Start })
	p.placeComments(next)
	var b strings.Builder
	blank := isFirst // whether the last line written was blank
	edits := p.edits
	for i := range p.lines {
		var text string
		text, edits = p.content(i, edits)
		if text == "" && !p.raw[i] {
			if p.keep[i] || !blank {
				b.WriteByte('\n')
			}
			blank = !p.keep[i]
			continue
		}
		blank = false
		b.WriteString(strings.Repeat(" ", max(p.indent[i], 0)))
		b.WriteString(text)
		b.WriteByte('\n')
	}
	out := b.String()
	if isLast {
		out = p.trimEnd(out)
	}
	return out
}

// content returns the text of line i behind its indentation, with the edits made, and the edits that are left.
func (p *chunkFormat) content(i int, edits []Edit) (string, []Edit) {
	ln := p.lines[i]
	at := ln.text
	if p.raw[i] {
		at = ln.start
	}
	var b strings.Builder
	for len(edits) > 0 && edits[0].Start < ln.next {
		e := edits[0]
		b.WriteString(p.text[at:e.Start])
		b.WriteString(e.New)
		at, edits = e.End, edits[1:]
	}
	b.WriteString(p.text[at:max(at, ln.end)])
	if p.raw[i] {
		return b.String(), edits
	}
	return strings.TrimRight(b.String(), " \t"), edits
}

// padKeys adds the edits between keys and values.
func (p *chunkFormat) padKeys() {
	for _, k := range p.keys {
		i := k.line - p.firstLine
		ln := p.lines[i]
		h, ok := scanKey(p.text, ln.text, ln.end)
		if ok {
			p.replace(h.colon+1, skipBlanks(p.text, h.colon+1, ln.end), strings.Repeat(" ", k.pad))
		}
	}
}

// placeComments gives comment lines their indentation: that of the line below, or, for a comment that is indented
// deeper than the line below, that of the entry above to which it belongs.
func (p *chunkFormat) placeComments(next level) {
	below := make([]level, len(p.lines))
	for i := len(p.lines) - 1; i >= 0; i-- {
		below[i] = next
		if p.levels[i] != (level{}) || p.indent[i] != free {
			next = level{p.lines[i].indent, p.indent[i]}
		}
	}
	var above []level
	for i, ln := range p.lines {
		switch {
		case p.indent[i] != free && !p.raw[i]:
			for len(above) > 0 && above[len(above)-1].old >= ln.indent {
				above = above[:len(above)-1]
			}
			above = append(above, level{ln.indent, p.indent[i]})
		case p.indent[i] == free && ln.text < ln.end:
			p.indent[i] = commentIndent(ln.indent, below[i], above)
		}
	}
}

func commentIndent(indent int, below level, above []level) int {
	if indent <= below.old {
		return below.new
	}
	for i := len(above) - 1; i >= 0; i-- {
		if above[i].old <= indent {
			return max(above[i].new, below.new)
		}
	}
	return below.new
}

// trimEnd removes blank lines from the end of the file, unless they are part of a text.
func (p *chunkFormat) trimEnd(out string) string {
	if n := len(p.lines); n > 0 && p.keep[n-1] {
		return out
	}
	for strings.HasSuffix(out, "\n\n") {
		out = out[:len(out)-1]
	}
	if out == "\n" {
		return ""
	}
	return out
}
