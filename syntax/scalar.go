package syntax

// plain parses a plain scalar of block style at p.pos, with the lines that continue it.
func (p *parser) plain(indent int) (*Node, bool) {
	start := p.pos
	ln := lineAt(p.s, start)
	end, colon := plainEnd(p.s, start, ln.end)
	if !p.plainStart(start, end) {
		p.pos = ln.next
		return p.missing(start), false
	}
	n := p.scalar(Plain, p.s[start:end], start, end)
	p.pos = ln.next
	if colon >= 0 {
		p.report("colon-in-text", colon, colon+1, "a colon with a space after it cannot stand in plain text",
			hint("put the text in double quotes"), fix("put the text in quotes", quoteLine(p.s, start, trimComment(p.s, start, ln.end))))
		n.end = int32(trimComment(p.s, start, ln.end))
		n.Value = p.s[n.start:n.end]
		return n, false
	}
	if commentAfter(p.s, end, ln.end) {
		return n, true
	}
	return n, p.plainLines(n, indent)
}

// plainLines adds the lines that continue a plain scalar: those that are indented deeper than indent.
func (p *parser) plainLines(n *Node, indent int) bool {
	var b []byte
	for breaks := 0; p.pos < len(p.s); {
		ln := lineAt(p.s, p.pos)
		if ln.text >= ln.end {
			breaks++
			p.pos = ln.next
			continue
		}
		if ln.indent <= indent || p.s[ln.text] == '#' {
			break
		}
		if !p.plainLine(ln) {
			return false
		}
		if b == nil {
			b = append(b, n.Value...)
		}
		b = fold(b, breaks)
		end, _ := plainEnd(p.s, ln.text, ln.end)
		b = append(b, p.s[ln.text:end]...)
		breaks, n.end, p.pos = 0, int32(end), ln.next
		if commentAfter(p.s, end, ln.end) {
			break
		}
	}
	if b != nil {
		n.Value = string(b)
	}
	return true
}

// plainLine checks a line that would continue a plain scalar; it reports false where it is an entry that stands too
// deep.
func (p *parser) plainLine(ln line) bool {
	_, colon := plainEnd(p.s, ln.text, ln.end)
	if colon < 0 && !isDash(p.s, ln.text, ln.end) {
		p.checkTabs(ln)
		return true
	}
	p.report("wrong-indentation", ln.text, trimBlanks(p.s, ln.text, ln.end), "this line is indented as if it went on with the text above",
		hint("indent it like the key above, or put the text above in quotes"))
	return false
}

// fold adds the line break between two lines of a scalar: a space, or as many line feeds as there are empty lines
// between the two.
func fold(b []byte, empty int) []byte {
	if empty == 0 {
		return append(b, ' ')
	}
	for range empty {
		b = append(b, '\n')
	}
	return b
}

// plainEnd returns the end of plain text in s[pos:end], without blanks and a comment after it, and the colon that ends
// it as a key, or -1.
func plainEnd(s string, pos, end int) (stop, colon int) {
	for i := pos; i < end; i++ {
		switch s[i] {
		case ':':
			if i+1 == end || isBlank(s[i+1]) {
				return trimBlanks(s, pos, i), i
			}
		case '#':
			if i > pos && isBlank(s[i-1]) {
				return trimBlanks(s, pos, i), -1
			}
		}
	}
	return trimBlanks(s, pos, end), -1
}

// trimComment returns the end of the text in s[pos:end] before a comment.
func trimComment(s string, pos, end int) int {
	for i := pos + 1; i < end; i++ {
		if s[i] == '#' && isBlank(s[i-1]) {
			return trimBlanks(s, pos, i)
		}
	}
	return trimBlanks(s, pos, end)
}

func commentAfter(s string, pos, end int) bool {
	i := skipBlanks(s, pos, end)
	return i < end && s[i] == '#'
}

// flowPlain parses a plain scalar within brackets. A key stands on one line.
func (p *parser) flowPlain(indent int, isKey bool) (*Node, bool) {
	start := p.pos
	end := p.flowPlainEnd(start)
	if !p.plainStart(start, end) {
		return p.missing(start), false
	}
	n := p.scalar(Plain, p.s[start:end], start, end)
	p.pos = end
	if isKey {
		return n, true
	}
	var b []byte
	for {
		next, breaks, more := p.flowPlainNext(indent)
		if !more {
			break
		}
		if b == nil {
			b = append(b, n.Value...)
		}
		b = fold(b, breaks)
		end := p.flowPlainEnd(next)
		b = append(b, p.s[next:end]...)
		p.pos, n.end = end, int32(end)
	}
	if b != nil {
		n.Value = string(b)
	}
	return n, true
}

// flowPlainNext finds the line that continues a plain scalar within brackets.
func (p *parser) flowPlainNext(indent int) (next, breaks int, more bool) {
	ln := lineAt(p.s, p.pos)
	if ln.text < ln.end {
		return 0, 0, false
	}
	for pos := ln.next; pos < len(p.s); pos, breaks = ln.next, breaks+1 {
		ln = lineAt(p.s, pos)
		if ln.text >= ln.end {
			continue
		}
		if ln.indent <= indent || p.flowPlainEnd(ln.text) == ln.text || p.s[ln.text] == '#' {
			return 0, 0, false
		}
		p.checkTabs(ln)
		return ln.text, breaks, true
	}
	return 0, 0, false
}

// flowPlainEnd returns where plain text within brackets ends on the line of pos.
func (p *parser) flowPlainEnd(pos int) int {
	i := pos
	for ; i < len(p.s); i++ {
		switch c := p.s[i]; c {
		case ',', '[', ']', '{', '}', '\n':
			return trimSpace(p.s, pos, i)
		case ':':
			if i+1 == len(p.s) || isSpace(p.s[i+1]) || isFlowIndicator(p.s[i+1]) {
				return trimSpace(p.s, pos, i)
			}
		case '#':
			if i > pos && isBlank(p.s[i-1]) {
				return trimSpace(p.s, pos, i)
			}
		}
	}
	return trimSpace(p.s, pos, i)
}

func trimSpace(s string, start, end int) int {
	for end > start && isSpace(s[end-1]) {
		end--
	}
	return end
}

func isFlowIndicator(c byte) bool {
	return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'
}
