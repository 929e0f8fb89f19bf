package model

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"theriac.dev/syntax"
)

// text is one file at work: its tree, its bytes and the edits asked for so far.
type text struct {
	f     *syntax.File
	src   string
	edits []syntax.Edit
}

// span returns the bytes of a node. The blank end of a block scalar is not counted, so that what is written after it
// starts on the line that follows.
func (t *text) span(n *syntax.Node) (start, end int) {
	p := t.f.Place(n)
	start, end = p.Start, p.End
	for end > start && strings.IndexByte(" \t\r\n", t.src[end-1]) >= 0 {
		end--
	}
	return start, end
}

func (t *text) replace(start, end int, s string) {
	t.edits = append(t.edits, syntax.Edit{Start: start, End: end, New: s})
}

func (t *text) insert(at int, s string) { t.replace(at, at, s) }

// lineStart is the first byte of the line that holds pos.
func (t *text) lineStart(pos int) int { return strings.LastIndexByte(t.src[:pos], '\n') + 1 }

// lineEnd is the byte after the last of the line that holds pos, its line break not counted.
func (t *text) lineEnd(pos int) int {
	end := len(t.src)
	if i := strings.IndexByte(t.src[pos:], '\n'); i >= 0 {
		end = pos + i
		if end > pos && t.src[end-1] == '\r' {
			end--
		}
	}
	return end
}

// breakBefore is the first byte of the line break that ends the line before start, which must begin a line.
func (t *text) breakBefore(start int) int {
	if start == 0 {
		return 0
	}
	return len(strings.TrimSuffix(t.src[:start-1], "\r"))
}

// nextLine is the first byte of the line after the one that holds pos, or the end of the file.
func (t *text) nextLine(pos int) int {
	if i := strings.IndexByte(t.src[pos:], '\n'); i >= 0 {
		return pos + i + 1
	}
	return len(t.src)
}

// newline is the line break that the file uses.
func (t *text) newline() string {
	if i := strings.IndexByte(t.src, '\n'); i > 0 && t.src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// blankBefore reports whether nothing but space stands before pos on its line.
func (t *text) blankBefore(pos int) bool {
	return strings.TrimLeft(t.src[t.lineStart(pos):pos], " ") == ""
}

// indent is the space that stands before a key on its line. After the dash of a list it is as wide as what stands there.
func (t *text) indent(pos int) string {
	return strings.Repeat(" ", utf8.RuneCountInString(t.src[t.lineStart(pos):pos]))
}

// colon is the byte after the colon of a key, or the end of the key where none is written.
func (t *text) colon(key *syntax.Node) int {
	_, end := t.span(key)
	i := end
	for i < len(t.src) && (t.src[i] == ' ' || t.src[i] == '\t') {
		i++
	}
	if i < len(t.src) && t.src[i] == ':' {
		return i + 1
	}
	return end
}

// pairEnd is the byte after the last of a pair, be its value missing.
func (t *text) pairEnd(p syntax.Pair) int {
	at := t.colon(p.Key)
	if p.Value.Kind != syntax.Missing {
		_, end := t.span(p.Value)
		at = max(at, end)
	}
	return at
}

// write renders a value on one line, as it may stand inside a flow collection or after a key.
func write(v Value) string {
	switch v.kind {
	case listValue:
		parts := make([]string, len(v.items))
		for i, s := range v.items {
			parts[i] = syntax.Quote(s)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case pointsValue:
		parts := make([]string, len(v.points))
		for i, p := range v.points {
			parts[i] = "[" + strconv.Itoa(p.X) + ", " + strconv.Itoa(p.Y) + "]"
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case fieldsValue:
		var parts []string
		for _, f := range v.fields {
			if !f.Value.IsZero() {
				parts = append(parts, writeField(f))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return syntax.Quote(v.text)
}

func writeField(f Field) string {
	return syntax.Quote(f.Key) + ": " + write(f.Value)
}

// requote writes s in the style of the scalar that it replaces, where that style can hold it.
func requote(s string, old *syntax.Node) string {
	plain := syntax.Quote(s)
	if plain != s || strings.ContainsAny(s, `"'\\`) || old.Kind != syntax.Scalar {
		return plain
	}
	switch old.Style {
	case syntax.DoubleQuoted:
		return `"` + s + `"`
	case syntax.SingleQuoted:
		return "'" + s + "'"
	}
	return plain
}

// inLines writes a text of several lines in the place of one that is written in lines, as far in as that. ok is false where
// the old one is not, and for texts that need quotes to be seen as they are.
func (t *text) inLines(s string, old *syntax.Node) (written string, ok bool) {
	if old.Style != syntax.Literal && old.Style != syntax.Folded || !strings.Contains(s, "\n") {
		return "", false
	}
	start, end := t.span(old)
	head, below, _ := strings.Cut(t.src[start:end], "\n")
	first := strings.TrimLeft(below, " \r\n")
	indent := below[strings.LastIndexByte(below[:len(below)-len(first)], '\n')+1 : len(below)-len(first)]
	header, body := "|-", s
	if rest, ended := strings.CutSuffix(s, "\n"); ended {
		header, body = "|", rest
	}
	if len(strings.TrimRight(head, "\r")) > 2 || first == "" || body == "" || strings.ContainsAny(body[:1]+body[len(body)-1:], " \n") {
		return "", false
	}
	nl := t.newline()
	written = header
	for line := range strings.SplitSeq(body, "\n") {
		if strings.TrimLeft(line, " ") == "" && line != "" || strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }) {
			return "", false
		}
		if written += nl; line != "" {
			written += indent + line
		}
	}
	if header == "|" && end == len(t.src) {
		written += nl
	}
	return written, true
}
