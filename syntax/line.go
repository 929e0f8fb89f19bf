package syntax

import "strings"

const byteOrderMark = "\ufeff"

// line is one line of a text by offsets: start <= text <= end <= next. Text is the first byte that is neither space nor
// tab; end stands before the line break.
type line struct {
	start, text, end, next int
	indent                 int // columns before text; a tab, which is an error, counts as two
}

// lineAt returns the line that starts at pos.
func lineAt(s string, pos int) line {
	ln := line{start: pos, end: len(s), next: len(s)}
	i := pos
	for i < len(s) && s[i] == ' ' {
		i++
	}
	ln.indent = i - pos
	for i < len(s) && isBlank(s[i]) {
		if s[i] == '\t' {
			ln.indent++
		}
		ln.indent++
		i++
	}
	ln.text = i
	if j := strings.IndexByte(s[i:], '\n'); j >= 0 {
		ln.end, ln.next = i+j, i+j+1
		if ln.end > ln.text && s[ln.end-1] == '\r' {
			ln.end--
		}
	}
	return ln
}

// idle reports whether the line holds nothing but blanks or a comment.
func (ln line) idle(s string) bool {
	return ln.text >= ln.end || s[ln.text] == '#'
}

// nextContent returns the first line at or after pos that holds more than a comment; its start is len(s) where there
// is none.
func nextContent(s string, pos int) line {
	for pos < len(s) {
		ln := lineAt(s, pos)
		if !ln.idle(s) {
			return ln
		}
		pos = ln.next
	}
	return line{start: len(s), text: len(s), end: len(s), next: len(s), indent: -1}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// isDash reports whether a sequence item starts at pos: a dash before a blank or the end of the line.
func isDash(s string, pos, end int) bool {
	return pos < end && s[pos] == '-' && (pos+1 == end || isBlank(s[pos+1]))
}

// blankOrComment reports whether nothing but blanks or a comment stands in s[pos:end]. A comment needs a blank before
// it.
func blankOrComment(s string, pos, end int) bool {
	i := skipBlanks(s, pos, end)
	return i == end || s[i] == '#' && i > pos
}

func skipBlanks(s string, pos, end int) int {
	for pos < end && isBlank(s[pos]) {
		pos++
	}
	return pos
}

func trimBlanks(s string, start, end int) int {
	for end > start && isBlank(s[end-1]) {
		end--
	}
	return end
}

// keyHead is the key of a block mapping entry: its bytes [start, end) and its colon.
type keyHead struct {
	start, end, colon int
}

// scanKey looks for a key and its colon in one line of block style.
func scanKey(s string, pos, end int) (keyHead, bool) {
	if pos >= end {
		return keyHead{}, false
	}
	switch s[pos] {
	case '"', '\'':
		return scanQuotedKey(s, pos, end)
	case '{', '[', '|', '>', '#':
		return keyHead{}, false
	case '-', '?':
		if pos+1 == end || isBlank(s[pos+1]) {
			return keyHead{}, false
		}
	}
	for i := pos; i < end; i++ {
		switch s[i] {
		case ':':
			if i+1 == end || isBlank(s[i+1]) {
				return keyHead{pos, trimBlanks(s, pos, i), i}, true
			}
		case '#':
			if isBlank(s[i-1]) {
				return keyHead{}, false
			}
		}
	}
	return keyHead{}, false
}

func scanQuotedKey(s string, pos, end int) (keyHead, bool) {
	close := closingQuote(s, pos, end)
	if close < 0 {
		return keyHead{}, false
	}
	i := skipBlanks(s, close+1, end)
	if i < end && s[i] == ':' && (i+1 == end || isBlank(s[i+1])) {
		return keyHead{pos, close + 1, i}, true
	}
	return keyHead{}, false
}

// closingQuote returns where the quote opened at pos closes on the same line, or -1.
func closingQuote(s string, pos, end int) int {
	q := s[pos]
	for i := pos + 1; i < end; i++ {
		switch {
		case s[i] == '\\' && q == '"':
			i++
		case s[i] == q && q == '\'' && i+1 < end && s[i+1] == q:
			i++
		case s[i] == q:
			return i
		}
	}
	return -1
}

// isLoneWord reports whether the line is one plain word and nothing else: a key whose colon is not written yet.
func isLoneWord(s string, ln line) bool {
	i := ln.text
	for i < ln.end && isWordByte(s[i]) {
		i++
	}
	return i > ln.text && blankOrComment(s, i, ln.end)
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c >= 0x80
}
