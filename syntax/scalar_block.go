package syntax

import "strings"

// blockHeader is what follows | or > on its line.
type blockHeader struct {
	literal  bool
	indent   int  // stated indentation, or 0
	chomping byte // '-' strip, '+' keep, 0 clip
}

// blockScalar parses a literal or folded scalar at p.pos. Its lines must be indented deeper than indent.
func (p *parser) blockScalar(indent int) (*Node, bool) {
	start := p.pos
	ln := lineAt(p.s, start)
	h, end, ok := p.blockHeader(start, ln)
	style := Folded
	if h.literal {
		style = Literal
	}
	n := p.scalar(style, "", start, end)
	p.pos = ln.next
	if !ok {
		return n, false
	}
	indent = max(indent, 0)
	own := indent + h.indent
	if h.indent == 0 {
		own = p.detectIndent(indent)
	}
	lines, trailing := p.blockLines(n, own)
	if h.literal {
		n.Value = strings.Join(lines, "\n")
	} else {
		n.Value = joinFolded(lines)
	}
	n.Value += ending(h.chomping, len(lines) > 0 && p.s[n.end:] != "", trailing)
	return n, true
}

func (p *parser) blockHeader(start int, ln line) (h blockHeader, end int, ok bool) {
	h.literal = p.s[start] == '|'
	end = start + 1
	for ; end < ln.end && end < start+3; end++ {
		switch c := p.s[end]; {
		case c >= '1' && c <= '9' && h.indent == 0:
			h.indent = int(c - '0')
			continue
		case (c == '-' || c == '+') && h.chomping == 0:
			h.chomping = c
			continue
		}
		break
	}
	if !blankOrComment(p.s, end, ln.end) {
		p.report("block-text-header", end, trimBlanks(p.s, end, ln.end), "the text must start on the line below",
			hint("after | or > stand only an indentation (1 to 9), a + or a -, and a comment"))
		return h, end, false
	}
	return h, end, true
}

// detectIndent returns the indentation of a block scalar: that of its first line that is not blank.
func (p *parser) detectIndent(parent int) int {
	deepest, at := 0, 0
	for pos := p.pos; pos < len(p.s); {
		ln := lineAt(p.s, pos)
		spaces := countSpaces(p.s, pos)
		if pos+spaces < ln.text && ln.text >= ln.end { // blank but for tabs: reported where the lines are read
			pos = ln.next
			continue
		}
		if pos+spaces < ln.end {
			if spaces <= parent {
				break
			}
			p.checkTabs(ln)
			if deepest > spaces {
				p.report("wrong-indentation", at, at+deepest, "this blank line is longer than the indentation of the text below",
					fix("remove the spaces", Edit{Start: at, End: at + deepest}))
			}
			return spaces
		}
		if spaces > deepest {
			deepest, at = spaces, pos
		}
		pos = ln.next
	}
	return max(deepest, parent+1)
}

// blockLines returns the lines of a block scalar without their indentation, and how many blank lines end it.
func (p *parser) blockLines(n *Node, indent int) (lines []string, trailing int) {
	for p.pos < len(p.s) {
		ln := lineAt(p.s, p.pos)
		spaces := countSpaces(p.s, p.pos)
		content := p.pos+spaces < ln.end
		if spaces < indent && ln.text >= ln.end {
			p.checkTabs(ln)
			content = false
		}
		if spaces < indent && content {
			break
		}
		if !content && spaces <= indent {
			if ln.next == ln.end { // the end of the text, not a line
				p.pos = ln.next
				break
			}
			lines = append(lines, "")
			trailing++
		} else {
			lines = append(lines, p.s[p.pos+indent:ln.end])
			trailing = 0
			n.end = int32(ln.end)
		}
		p.pos = ln.next
	}
	return lines[:len(lines)-trailing], trailing
}

func countSpaces(s string, pos int) int {
	i := pos
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i - pos
}

// joinFolded joins lines by spaces; a blank line is a line break, and lines that are indented deeper keep theirs.
func joinFolded(lines []string) string {
	var b []byte
	for i := 0; i < len(lines); {
		b = append(b, lines[i]...)
		deep := isDeep(lines[i])
		blanks := 0
		j := i + 1
		for j < len(lines) && lines[j] == "" {
			blanks++
			j++
		}
		if j == len(lines) {
			break
		}
		switch {
		case lines[i] == "" || deep || isDeep(lines[j]):
			b = append(b, strings.Repeat("\n", blanks+1)...)
		default:
			b = fold(b, blanks)
		}
		i = j
	}
	return string(b)
}

func isDeep(l string) bool { return l != "" && isBlank(l[0]) }

// ending returns the line breaks that a block scalar ends with.
func ending(chomping byte, hasText bool, trailing int) string {
	switch {
	case chomping == '-':
		return ""
	case chomping == '+':
		if hasText {
			trailing++
		}
		return strings.Repeat("\n", trailing)
	case hasText:
		return "\n"
	}
	return ""
}
