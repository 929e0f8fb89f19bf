package interop

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"theriac.dev/syntax"
)

type dotKind uint8

const (
	dotWord dotKind = iota
	dotSign
	dotEnd
)

type dotToken struct {
	kind   dotKind
	text   string
	quoted bool
	place  syntax.Place
}

// String says the token in a message.
func (t dotToken) String() string {
	if t.kind == dotEnd {
		return "the end of the file"
	}
	return strconv.Quote(clean(t.text))
}

// dotLexer cuts a file into words and signs (graphviz.org/doc/info/lang.html).
type dotLexer struct {
	name string
	data []byte
	at   int
	seen int // bytes whose lines are counted
	line int // lines before the one of seen
	from int // first byte of that line
}

func (l *dotLexer) place(at int) syntax.Place {
	for ; l.seen < at; l.seen++ {
		if l.data[l.seen] == '\n' {
			l.line++
			l.from = l.seen + 1
		}
	}
	column := utf8.RuneCount(l.data[l.from:at]) + 1
	return syntax.Place{File: l.name, Start: at, End: at, Line: l.line + 1, Column: column, EndLine: l.line + 1, EndColumn: column}
}

// blank passes over space and comments.
func (l *dotLexer) blank() {
	for l.at < len(l.data) {
		rest := l.data[l.at:]
		switch {
		case rest[0] <= ' ':
			l.at++
		case strings.HasPrefix(string(rest[:min(2, len(rest))]), "//"), rest[0] == '#':
			l.until("\n")
		case strings.HasPrefix(string(rest[:min(2, len(rest))]), "/*"):
			l.at += 2
			l.until("*/")
		default:
			return
		}
	}
}

// until passes over everything up to and with a mark.
func (l *dotLexer) until(mark string) {
	for l.at < len(l.data) {
		if l.at+len(mark) <= len(l.data) && string(l.data[l.at:l.at+len(mark)]) == mark {
			l.at += len(mark)
			return
		}
		l.at++
	}
}

func (l *dotLexer) next() (dotToken, error) {
	l.blank()
	t := dotToken{place: l.place(l.at)}
	if l.at >= len(l.data) {
		t.kind = dotEnd
		return t, nil
	}
	start := l.at
	switch c := l.data[l.at]; {
	case c == '"':
		return l.quoted(t)
	case c == '<':
		return l.html(t)
	case wordByte(c):
		for l.at < len(l.data) && wordByte(l.data[l.at]) {
			l.at++
		}
	case c == '-' && l.at+1 < len(l.data) && (l.data[l.at+1] == '>' || l.data[l.at+1] == '-'):
		l.at += 2
		t.kind = dotSign
		if l.data[l.at-1] == '-' {
			return t, fault(t.place, "write `->`", "`--` stands in a directed graph")
		}
	case c == '-' && l.at+1 < len(l.data) && wordByte(l.data[l.at+1]):
		for l.at++; l.at < len(l.data) && wordByte(l.data[l.at]); {
			l.at++
		}
	default:
		l.at++
		t.kind = dotSign
	}
	t.text = string(l.data[start:l.at])
	return t, nil
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c >= 0x80
}

// quoted reads a text in quotes, with the escapes that matter in labels.
func (l *dotLexer) quoted(t dotToken) (dotToken, error) {
	var b strings.Builder
	for l.at++; l.at < len(l.data); l.at++ {
		switch c := l.data[l.at]; {
		case c == '"':
			l.at++
			t.text, t.quoted = b.String(), true
			return t, nil
		case c == '\\' && l.at+1 < len(l.data):
			l.at++
			switch e := l.data[l.at]; e {
			case 'n', 'l', 'r':
				b.WriteByte('\n')
			case '"', '\\':
				b.WriteByte(e)
			case '\n':
			default:
				b.WriteByte('\\')
				b.WriteByte(e)
			}
		default:
			b.WriteByte(c)
		}
	}
	return t, fault(t.place, "", "the quotes are not closed")
}

// html reads a label in angle brackets and keeps its text.
func (l *dotLexer) html(t dotToken) (dotToken, error) {
	var b strings.Builder
	for depth := 0; l.at < len(l.data); l.at++ {
		switch c := l.data[l.at]; c {
		case '<':
			depth++
			b.WriteByte(' ')
		case '>':
			if depth--; depth == 0 {
				l.at++
				t.text, t.quoted = clean(b.String()), true
				return t, nil
			}
		default:
			if depth == 1 {
				b.WriteByte(c)
			}
		}
	}
	return t, fault(t.place, "", "the angle bracket is not closed")
}
