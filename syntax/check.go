package syntax

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// option adds to a diagnostic.
type option func(*Diagnostic)

func hint(text string) option { return func(d *Diagnostic) { d.Hint = text } }

func warning(d *Diagnostic) { d.Severity = Warning }

func note(d *Diagnostic) { d.Severity = Note }

func fix(title string, edits ...Edit) option {
	return func(d *Diagnostic) { d.Fixes = append(d.Fixes, Fix{Title: title, Edits: edits}) }
}

func related(start, end int, message string) option {
	return func(d *Diagnostic) {
		d.Related = append(d.Related, Related{Place: Place{Start: start, End: end}, Message: message})
	}
}

func insertion(at int, text string) Edit { return Edit{Start: at, End: at, New: text} }

// quoteLine replaces s[start:end] by the same text in double quotes.
func quoteLine(s string, start, end int) Edit {
	return Edit{Start: start, End: end, New: doubleQuote(s[start:end])}
}

// report adds a diagnostic about the bytes [start, end) of the chunk.
func (p *parser) report(code string, start, end int, message string, opts ...option) {
	if len(p.diags) >= maxProblems {
		return
	}
	d := Diagnostic{Place: Place{Start: start, End: max(start, end)}, Code: code, Message: message}
	for _, o := range opts {
		o(&d)
	}
	p.diags = append(p.diags, d)
}

// maxProblems is how many diagnostics one chunk has at most, so that a file that is no text at all stays cheap.
const maxProblems = 100

func (p *parser) duplicate(key, first *Node) {
	if len(p.diags) >= maxProblems {
		return
	}
	p.diags = append(p.diags, duplicateKey(key.Value, int(key.start), int(key.end), int(first.start), int(first.end)))
}

func duplicateKey(name string, start, end, firstStart, firstEnd int) Diagnostic {
	return Diagnostic{
		Place:   Place{Start: start, End: end},
		Code:    "duplicate-key",
		Message: fmt.Sprintf("the key `%s` is here twice; this second one is left out", clip(name)),
		Hint:    "rename or remove one of the two",
		Related: []Related{{Place: Place{Start: firstStart, End: firstEnd}, Message: "first written here"}},
	}
}

func tooLarge(size int) Diagnostic {
	return Diagnostic{
		Code:    "too-large",
		Message: fmt.Sprintf("the file has %d bytes; the limit is %d", size, MaxSize),
		Hint:    "split the model into several files with `include`",
	}
}

func tooManyEntries() Diagnostic {
	return Diagnostic{
		Code:    "too-large",
		Message: fmt.Sprintf("the file has more than %d entries", maxChunks),
		Hint:    "split the model into several files with `include`",
	}
}

// clip shortens a text for a message.
func clip(s string) string {
	if len(s) <= 60 {
		return s
	}
	i := 57
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return s[:i] + "..."
}

// plainStart reports whether plain text may start at start; if not, it says why.
func (p *parser) plainStart(start, end int) bool {
	if start >= end {
		at := min(start+1, len(p.s))
		p.report("missing-key", start, at, "a key or a value is missing before this")
		return false
	}
	c := p.s[start]
	switch c {
	case '&':
		p.report("anchor", start, end, "anchors are not part of the language", hint("write the value out where it is needed"))
	case '*':
		p.report("alias", start, end, "aliases are not part of the language", hint("write the value out, or put it in quotes if it is text"))
	case '!':
		p.report("tag", start, end, "tags are not part of the language", hint("remove the tag, or put the text in quotes"))
	case '@', '`', '%', '|', '>', ',', ']', '}', '#', '"', '\'', '[', '{':
		p.report("reserved-character", start, start+1, fmt.Sprintf("plain text cannot start with `%c`", c),
			hint("put the text in double quotes"), fix("put the text in quotes", quoteLine(p.s, start, end)))
	case '-', '?', ':':
		if start+1 < end && !isSpace(p.s[start+1]) && !(isFlowIndicator(p.s[start+1])) {
			return true
		}
		p.report("reserved-character", start, start+1, fmt.Sprintf("plain text cannot be or start with a single `%c`", c),
			hint("put the text in double quotes"), fix("put the text in quotes", quoteLine(p.s, start, end)))
	default:
		return true
	}
	return false
}

// checkKey looks for keys that are refused or that other YAML tools read otherwise.
func (p *parser) checkKey(n *Node) bool {
	start, end := int(n.start), int(n.end)
	if n.Value == "<<" {
		p.report("merge-key", start, end, "merge keys are not part of the language", hint("write the values out"))
		return false
	}
	if end-start > maxKey {
		p.report("key-too-long", start, start+1, fmt.Sprintf("a key has at most %d bytes", maxKey))
		return false
	}
	if meaning := otherMeaning(n.Value); meaning != "" {
		p.report("ambiguous-key", start, end, fmt.Sprintf("other YAML tools read the key `%s` as %s", n.Value, meaning),
			warning, hint("rename it, or put it in quotes"), fix("put it in quotes", quoteLine(p.s, start, end)))
	}
	return true
}

// otherMeaning returns what a plain word means to tools that read YAML 1.1 or 1.2 with types, or "". The lone letters y
// and n are left out: hardly any tool takes them for truth values, and `y` is a key of layouts.
func otherMeaning(word string) string {
	if len(word) > 5 {
		return ""
	}
	switch strings.ToLower(word) {
	case "on", "yes", "true":
		return "true"
	case "off", "no", "false":
		return "false"
	case "null", "~":
		return "nothing"
	}
	return ""
}

// refused reports lines of a mapping that YAML knows and this language does not.
func (p *parser) refused(ln line, pos int) bool {
	end := trimBlanks(p.s, pos, ln.end)
	switch c := p.s[pos]; {
	case c == '%' && ln.indent == 0:
		p.report("directive", pos, end, "directives are not part of the language", fix("remove the line", Edit{Start: ln.start, End: ln.next}))
	case c == '?' && (pos+1 == ln.end || isBlank(p.s[pos+1])):
		p.report("complex-key", pos, pos+1, "keys marked by `?` are not part of the language", hint("write `key: value`"))
	case isDash(p.s, pos, ln.end):
		p.report("stray-item", pos, pos+1, "a list item stands where a key is expected", hint("a list needs a key above it"))
	case c == ']' || c == '}':
		p.report("stray-bracket", pos, pos+1, "this closing bracket closes nothing")
	case c == '"' || c == '\'':
		if closingQuote(p.s, pos, ln.end) >= 0 {
			return false
		}
		p.report("unclosed-quote", pos, end, "this quote is never closed", fix("close the quote", insertion(end, string(c))))
	case c == '{' || c == '[':
		p.report("missing-key", pos, end, "a key is missing before this value", hint("write `key: value`"))
	case strings.IndexByte("&*!@`%|>,#", c) >= 0:
		p.plainStart(pos, end)
	default:
		return false
	}
	return true
}

func (p *parser) wrongIndent(ln line, want int) {
	p.report("wrong-indentation", ln.start, max(ln.text, ln.start+1), fmt.Sprintf("this line is indented by %d, its neighbours by %d", ln.indent, want),
		fix("indent it like its neighbours", Edit{Start: ln.start, End: ln.text, New: strings.Repeat(" ", want)}))
}

// strayLine reports a line that is indented deeper than the entries around it.
func (p *parser) strayLine(ln line) {
	end := trimBlanks(p.s, ln.text, ln.end)
	if c := p.s[ln.text]; c == ']' || c == '}' {
		p.report("stray-bracket", ln.text, ln.text+1, "this closing bracket closes nothing")
		return
	}
	if isDash(p.s, ln.text, ln.end) {
		p.report("stray-item", ln.text, ln.text+1, "a list item stands where a key is expected", hint("a list needs a key above it, with nothing behind its colon"))
		return
	}
	p.report("wrong-indentation", ln.text, end, "this line is indented deeper than the entry above allows",
		hint("indent it like the entry above, or leave the entry above without a value of its own"))
}

// checkTabs reports tabs in the indentation of a line.
func (p *parser) checkTabs(ln line) {
	p.checkTabBetween(ln.start, ln.text)
}

func (p *parser) checkTabBetween(start, end int) {
	i := strings.IndexByte(p.s[start:end], '\t')
	if i < 0 {
		return
	}
	p.report("tab", start+i, end, "a tab cannot be used to indent",
		fix("use spaces", Edit{Start: start, End: end, New: strings.ReplaceAll(p.s[start:end], "\t", "  ")}))
}

func (p *parser) breaksIn(start, end int) bool {
	return strings.IndexByte(p.s[start:end], '\n') >= 0
}

func (p *parser) checkPrelude() {
	pos := 0
	if strings.HasPrefix(p.s, byteOrderMark) {
		pos = len(byteOrderMark)
		p.report("byte-order-mark", 0, pos, "the file starts with a byte order mark", note,
			fix("remove it", Edit{End: pos}))
	}
	ln := nextContent(p.s, pos)
	if ln.start < len(p.s) && !blankOrComment(p.s, ln.text+3, ln.end) {
		p.report("text-after-marker", skipBlanks(p.s, ln.text+3, ln.end), trimBlanks(p.s, ln.text, ln.end), "nothing may follow `---` on its line",
			hint("start the first key on a line of its own"))
	}
}

func (p *parser) checkMarker() {
	ln := lineAt(p.s, 0)
	p.report("multiple-documents", ln.text, ln.text+3, "a file holds one document; this marker starts or ends another",
		hint("remove the line, or move what follows to a file of its own"), fix("remove the line", Edit{Start: ln.start, End: ln.next}))
}

func sortDiagnostics(all []Diagnostic) {
	slices.SortStableFunc(all, func(a, b Diagnostic) int {
		if a.Place.Start != b.Place.Start {
			return a.Place.Start - b.Place.Start
		}
		return strings.Compare(a.Code, b.Code)
	})
}
