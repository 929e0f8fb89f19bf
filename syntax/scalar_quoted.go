package syntax

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted parses a scalar in single or double quotes at p.pos. Lines that continue it must be indented deeper than
// indent.
func (p *parser) quoted(indent int) (*Node, bool) {
	start, q := p.pos, p.s[p.pos]
	style := DoubleQuoted
	if q == '\'' {
		style = SingleQuoted
	}
	for i := start + 1; i < len(p.s); i++ {
		c := p.s[i]
		if c == q && !(q == '\'' && i+1 < len(p.s) && p.s[i+1] == q) {
			p.pos = i + 1
			return p.scalar(style, p.s[start+1:i], start, p.pos), true
		}
		if c == '\n' || c == '\\' && q == '"' || c == q {
			break
		}
	}
	n := p.scalar(style, "", start, start)
	r := quotedReader{p: p, quote: q, indent: indent}
	ok := r.read(start + 1)
	n.Value, n.end = string(r.b), int32(p.pos)
	if !ok && !r.reported {
		p.unclosedQuote(n)
	}
	return n, ok
}

// unclosedQuote reports a quote that is never closed and keeps the rest of its line as the text.
func (p *parser) unclosedQuote(n *Node) {
	start := int(n.start)
	ln := lineAt(p.s, start)
	end := trimBlanks(p.s, start, ln.end)
	quote := p.s[start : start+1]
	p.report("unclosed-quote", start, end, "this quote is never closed",
		hint("a text that goes on over several lines must be indented deeper than its key"), fix("close the quote", insertion(end, quote)))
	n.Value, n.end = p.s[start+1:max(end, start+1)], int32(end)
	p.pos = end
}

// quotedReader reads quoted text that has escapes or several lines.
type quotedReader struct {
	p        *parser
	b        []byte
	quote    byte
	indent   int
	keep     int // bytes of b that trailing blanks may not be cut from
	reported bool
}

// read reads to behind the closing quote; it reports false where there is none, or an escape is wrong.
func (r *quotedReader) read(i int) bool {
	p := r.p
	for i < len(p.s) {
		switch c := p.s[i]; {
		case c == r.quote && c == '\'' && i+1 < len(p.s) && p.s[i+1] == '\'':
			r.b = append(r.b, '\'')
			i += 2
		case c == r.quote:
			p.pos = i + 1
			return !r.reported
		case c == '\\' && r.quote == '"':
			i = r.escape(i)
		case c == '\n' || c == '\r' && i+1 < len(p.s) && p.s[i+1] == '\n':
			i = r.lineBreak(i)
		default:
			r.b = append(r.b, c)
			i++
		}
		if i < 0 {
			return false
		}
	}
	return false
}

// lineBreak folds the line break at i and the blank lines after it, and returns where the text goes on.
func (r *quotedReader) lineBreak(i int) int {
	for len(r.b) > r.keep && isBlank(r.b[len(r.b)-1]) {
		r.b = r.b[:len(r.b)-1]
	}
	next, empty := r.nextLine(lineAt(r.p.s, i).next)
	if next >= 0 {
		r.b = fold(r.b, empty)
		r.keep = len(r.b)
	}
	return next
}

// nextLine returns the text of the next line that is not blank, and how many blank lines stand before it.
func (r *quotedReader) nextLine(pos int) (next, empty int) {
	for pos < len(r.p.s) {
		ln := lineAt(r.p.s, pos)
		if ln.text < ln.end {
			if ln.indent <= r.indent {
				return -1, 0
			}
			r.p.checkTabs(ln)
			return ln.text, empty
		}
		empty++
		pos = ln.next
	}
	return -1, 0
}

// escape reads the escape at i, and returns where the text goes on.
func (r *quotedReader) escape(i int) int {
	s := r.p.s
	if i+1 >= len(s) {
		return -1
	}
	c := s[i+1]
	if c == '\n' || c == '\r' {
		next, empty := r.nextLine(lineAt(s, i+1).next)
		for range empty {
			r.b = append(r.b, '\n')
		}
		r.keep = len(r.b)
		return next
	}
	if k := strings.IndexByte(escapeNames, c); k >= 0 {
		r.b = append(r.b, escapeValues[k]...)
		r.keep = len(r.b)
		return i + 2
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
	if digits == 0 || i+2+digits > len(s) {
		return r.badEscape(i, i+2)
	}
	v, err := strconv.ParseUint(s[i+2:i+2+digits], 16, 32)
	if err != nil || !utf8.ValidRune(rune(v)) || v > utf8.MaxRune {
		return r.badEscape(i, i+2)
	}
	r.b = utf8.AppendRune(r.b, rune(v))
	r.keep = len(r.b)
	return i + 2 + digits
}

// badEscape reports an escape that means nothing and reads it as the text it is.
func (r *quotedReader) badEscape(start, end int) int {
	_, size := utf8.DecodeRuneInString(r.p.s[start+1:])
	end = max(end, start+1+size)
	r.p.report("invalid-escape", start, end, "`"+r.p.s[start:end]+"` is no escape",
		hint(`write \\ for a backslash, or use single quotes`), fix("write two backslashes", insertion(start, `\`)))
	r.reported = true
	r.b = append(r.b, r.p.s[start:end]...)
	r.keep = len(r.b)
	return end
}

const escapeNames = "0abt\tnvfre \"/\\N_LP"

var escapeValues = [...]string{"\x00", "\a", "\b", "\t", "\t", "\n", "\v", "\f", "\r", "\x1b", " ", "\"", "/", "\\",
	"\u0085", "\u00a0", "\u2028", "\u2029"}
