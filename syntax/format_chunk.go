package syntax

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// chunkFormat is the new layout of a chunk: an indentation for each line that has one, and edits inside of lines.
type chunkFormat struct {
	text      string
	firstLine int // its number in the file
	old, base int // indentation of the first line, before and after
	lines     []line
	indent    []int   // new indentation of each line, or one of the two below
	keep      []bool  // blank lines that are part of a text
	raw       []bool  // lines of block text, whose trailing blanks are text
	levels    []level // of each line that starts an entry or an item
	edits     []Edit
	keys      []keyLine
}

// free marks a line whose indentation follows from its neighbours: blank or comment.
const free = -1

// level is an indentation before and after.
type level struct{ old, new int }

// keyLine is a line of block style with a key and its value; pad is how many spaces stand between the two.
type keyLine struct {
	line, indent int
	width        int // of the key
	column       int // of the value
	pad          int
}

func (p *chunkFormat) splitLines() {
	for pos := 0; pos < len(p.text); {
		ln := lineAt(p.text, pos)
		p.lines = append(p.lines, ln)
		pos = ln.next
	}
	p.indent = slices.Repeat([]int{free}, len(p.lines))
	p.keep = make([]bool, len(p.lines))
	p.raw = make([]bool, len(p.lines))
	p.levels = make([]level, len(p.lines))
}

// lineOf returns the number of the line of byte pos.
func (p *chunkFormat) lineOf(pos int) int {
	return sort.Search(len(p.lines), func(i int) bool { return p.lines[i].start > pos }) - 1
}

// column returns the column of byte pos before the layout.
func (p *chunkFormat) column(pos int) int {
	ln := p.lines[p.lineOf(pos)]
	return ln.indent + pos - ln.text
}

// starts gives the line of pos an indentation where pos is its first byte of content.
func (p *chunkFormat) starts(pos, indent int) {
	if i := p.lineOf(pos); p.lines[i].text == pos {
		p.indent[i] = indent
		p.levels[i] = level{p.lines[i].indent, indent}
	}
}

// pair lays out an entry of a block mapping at the given indentation. Own says that it starts its line.
func (p *chunkFormat) pair(pair Pair, indent int, own bool) {
	key, value := pair.Key, pair.Value
	at := level{p.column(int(key.start)), indent}
	p.starts(int(key.start), indent)
	i := p.lineOf(int(key.start))
	colon := skipBlanks(p.text, int(key.end), p.lines[i].end)
	p.replace(int(key.end), colon, "")
	if value.Kind != Missing && value.start >= 0 && p.lineOf(int(value.start)) == i {
		k := keyLine{line: p.firstLine + i, indent: at.old, pad: 1,
			width:  utf8.RuneCountInString(p.text[key.start:key.end]),
			column: utf8.RuneCountInString(p.text[p.lines[i].text:value.start])}
		if own {
			p.keys = append(p.keys, k)
		} else {
			p.replace(colon+1, int(value.start), " ")
		}
	}
	if value.start >= 0 {
		p.value(value, at)
	}
}

// value lays out what belongs to a key or dash at the given level.
func (p *chunkFormat) value(n *Node, at level) {
	switch {
	case n.Kind == Missing:
	case n.Style == Block && n.Kind == Mapping:
		for _, pair := range n.Pairs {
			p.pair(pair, at.new+2, p.lines[p.lineOf(int(pair.Key.start))].text == int(pair.Key.start))
		}
	case n.Style == Block:
		p.sequence(n, at.new+2)
	case n.Style == Literal || n.Style == Folded:
		p.blockText(n, at)
	default:
		p.inline(n, at)
	}
}

// sequence lays out a block sequence with its dashes at the given indentation.
func (p *chunkFormat) sequence(n *Node, indent int) {
	column, dash := p.column(int(n.start)), int(n.start)
	for k, item := range n.Items {
		if k > 0 {
			dash = p.nextDash(int(n.Items[k-1].end), column)
		}
		p.starts(dash, indent)
		i := p.lineOf(dash)
		if item.Kind != Missing && p.lineOf(int(item.start)) == i {
			p.replace(dash+1, int(item.start), " ")
		}
		p.value(item, level{column, indent})
	}
}

// nextDash returns the first dash in a column, on a line behind pos.
func (p *chunkFormat) nextDash(pos, column int) int {
	for i := p.lineOf(pos) + 1; i < len(p.lines); i++ {
		ln := p.lines[i]
		if ln.indent == column && isDash(p.text, ln.text, ln.end) {
			return ln.text
		}
	}
	return pos
}

// inline lays out a scalar or a collection in brackets.
func (p *chunkFormat) inline(n *Node, at level) {
	first, last := p.lineOf(int(n.start)), p.lineOf(int(n.end)-1)
	shift := at.new - at.old
	if p.lines[first].text == int(n.start) {
		p.indent[first] = max(at.new+2, 0)
		shift = p.indent[first] - p.lines[first].indent
	}
	p.brackets(n)
	for i := first + 1; i <= last; i++ {
		ln := p.lines[i]
		if ln.text >= ln.end {
			p.keep[i] = true
			continue
		}
		least := at.new + 2
		if c := p.text[ln.text]; c == ']' || c == '}' {
			least = at.new
		}
		p.indent[i] = max(ln.indent+shift, least, 0)
	}
}

// brackets writes anew each collection that stands on one line.
func (p *chunkFormat) brackets(n *Node) {
	if n.Kind != Mapping && n.Kind != Sequence {
		return
	}
	if !strings.Contains(p.text[n.start:n.end], "\n") {
		var b strings.Builder
		p.oneLine(&b, n)
		p.replace(int(n.start), int(n.end), b.String())
		return
	}
	for _, pair := range n.Pairs {
		p.brackets(pair.Value)
	}
	for _, item := range n.Items {
		p.brackets(item)
	}
}

func (p *chunkFormat) oneLine(b *strings.Builder, n *Node) {
	switch n.Kind {
	case Mapping:
		b.WriteByte('{')
		for i, pair := range n.Pairs {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(p.text[pair.Key.start:pair.Key.end])
			b.WriteString(": ")
			p.oneLine(b, pair.Value)
		}
		b.WriteByte('}')
	case Sequence:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			p.oneLine(b, item)
		}
		b.WriteByte(']')
	default:
		b.WriteString(p.text[n.start:n.end])
	}
}

// blockText lays out a literal or folded scalar: its lines stand two deeper than their key.
func (p *chunkFormat) blockText(n *Node, at level) {
	first, last := p.lineOf(int(n.start)), p.lineOf(max(int(n.end)-1, int(n.start)))
	if p.lines[first].text == int(n.start) {
		p.indent[first] = at.new + 2
	}
	own := -1
	for i := int(n.start) + 1; i < p.lines[first].end && !isBlank(p.text[i]); i++ {
		if c := p.text[i]; c >= '1' && c <= '9' {
			own = max(at.old, 0) + int(c-'0')
			p.replace(i, i+1, strconv.Itoa(2))
		}
	}
	for i := first + 1; i <= last; i++ {
		if ln := p.lines[i]; own < 0 && ln.text < ln.end {
			own = countSpaces(p.text, ln.start)
		}
	}
	for i := first + 1; i < len(p.lines); i++ {
		ln := p.lines[i]
		spaces := countSpaces(p.text, ln.start)
		blank := ln.text >= ln.end && (own < 0 || spaces < own || ln.start+own >= ln.end)
		switch {
		case i > last && (!blank || !strings.HasSuffix(n.Value, "\n\n") && n.Value != "\n"):
			return
		case blank:
			p.keep[i] = true
		default:
			p.raw[i] = true
			p.indent[i] = max(at.new, 0) + 2
			p.replace(ln.start, ln.start+own, "")
		}
	}
}

func (p *chunkFormat) replace(start, end int, text string) {
	if p.text[start:end] != text {
		p.edits = append(p.edits, Edit{Start: start, End: end, New: text})
	}
}

// align keeps values that stand below each other on neighbouring lines in one column.
func align(keys []*keyLine) {
	for i := 0; i < len(keys); {
		j, width := i+1, keys[i].width
		for j < len(keys) && keys[j].line == keys[j-1].line+1 && keys[j].indent == keys[i].indent && keys[j].column == keys[i].column {
			width = max(width, keys[j].width)
			j++
		}
		if j > i+1 {
			for _, k := range keys[i:j] {
				k.pad = width - k.width + 1
			}
		}
		i = j
	}
}
