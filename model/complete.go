package model

import (
	"slices"
	"strings"
)

// Spot is where a cursor stands in the structure of a text that may be half written. KeysAt(Path...) tells what may stand
// there.
type Spot struct {
	// Path are the keys around the cursor, outermost first.
	Path []string
	// Key is the key whose value is being written; empty where a key itself is written.
	Key string
	// Taken are the other keys of the mapping around the cursor, those below it too.
	Taken []string
	// Start is the offset of the first byte of the word that is being written.
	Start int
	// Words says that nothing of the language stands here: a comment, or the lines of a long text.
	Words bool
}

// SpotAt finds where an offset stands in a text by its indents and brackets, so that it also works where the text does not
// parse yet. A bracket that is still open at a line of a key that is not further in is taken for unfinished. The cost is
// that of one look at each byte.
func SpotAt(text string, offset int) Spot {
	s := &spotter{text: text, cursor: min(max(offset, 0), len(text)), scalar: -1}
	for at := 0; at <= len(text) && !s.done(); {
		end := len(text)
		if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
			end = at + n
		}
		s.line(at, end)
		at = end + 1
	}
	if s.inner != nil {
		for _, key := range s.inner.keys {
			if key.start != s.spot.Start && key.name != s.spot.Key {
				s.spot.Taken = append(s.spot.Taken, key.name)
			}
		}
	}
	return s.spot
}

// spotKey is a key that was seen and where it begins.
type spotKey struct {
	name  string
	start int
}

// spotFrame is an open mapping or list.
type spotFrame struct {
	indent int  // of a mapping in lines
	flow   bool // in brackets
	list   bool
	key    string // the key whose value comes
	keys   []spotKey
}

type spotter struct {
	text   string
	cursor int
	open   []*spotFrame
	scalar int // indent of the key whose long text follows; -1 for none
	found  bool
	inner  *spotFrame // mapping around the cursor
	spot   Spot
}

// done says that everything about the cursor is known: the mapping around it has ended.
func (s *spotter) done() bool {
	return s.found && (s.inner == nil || !slices.Contains(s.open, s.inner))
}

func (s *spotter) top() *spotFrame {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1]
}

func (s *spotter) inFlow() bool { t := s.top(); return t != nil && t.flow }

// line reads the text from at to end, which is one line.
func (s *spotter) line(at, end int) {
	body := strings.TrimLeft(s.text[at:end], " ")
	indent := end - at - len(body)
	here := !s.found && s.cursor >= at && s.cursor <= end
	if here && body == "" {
		indent = s.cursor - at // a line of blanks counts as far as the cursor
	}
	if s.scalar >= 0 && (body == "" || indent > s.scalar) {
		if here {
			s.mark(s.cursor)
			s.spot.Words = true
		}
		return
	}
	s.scalar = -1
	comment := strings.HasPrefix(body, "#")
	if (body == "" || comment) && !here {
		return
	}
	if s.inFlow() && !comment && body != "" {
		s.breakFlow(indent, body)
	}
	if !s.inFlow() && !comment {
		at = s.block(at+indent, indent, end)
	} else {
		at += min(indent, end-at)
	}
	s.scan(min(at, end), end)
}

// breakFlow closes brackets that a line of a key ends: one that is not further in than the line that they began on.
func (s *spotter) breakFlow(indent int, body string) {
	i := slices.IndexFunc(s.open, func(f *spotFrame) bool { return f.flow })
	if i == 0 || indent > s.open[i-1].indent || strings.ContainsAny(body[:1], "]}") {
		return
	}
	if name, _, ok := strings.Cut(body, ":"); ok && !strings.ContainsAny(name, "{[,") {
		s.open = s.open[:i]
	}
}

// block opens the mapping that a line belongs to and returns where its words begin.
func (s *spotter) block(at, indent, end int) int {
	for {
		item := strings.HasPrefix(s.text[at:end], "- ") || s.text[at:end] == "-"
		for len(s.open) > 0 && s.top().indent > indent {
			s.open = s.open[:len(s.open)-1]
		}
		if !item {
			break
		}
		rest := strings.TrimLeft(s.text[min(at+2, end):end], " ")
		indent += end - at - len(rest)
		at = end - len(rest)
		if key := firstKey(rest); !key {
			return at // a word of a list: it belongs to the key above
		}
		for len(s.open) > 0 && s.top().indent >= indent {
			s.open = s.open[:len(s.open)-1]
		}
	}
	if t := s.top(); t == nil || t.indent < indent {
		s.open = append(s.open, &spotFrame{indent: indent})
	}
	s.top().key = ""
	return at
}

// firstKey says whether a line begins with a key.
func firstKey(body string) bool {
	name, rest, ok := strings.Cut(body, ":")
	return ok && (rest == "" || rest[0] == ' ') && !strings.ContainsAny(name, "{[")
}

// scan reads words, keys and brackets of one line.
func (s *spotter) scan(at, end int) {
	word := at
	blank := true
	for i := at; i <= end; i++ {
		if i == s.cursor && !s.found {
			s.mark(word)
		}
		if i == end {
			return
		}
		c := s.text[i]
		switch {
		case blank && c == ' ':
			word = i + 1
			continue
		case blank && (c == '"' || c == '\''):
			i = s.quoted(i, end)
			blank = false
			continue
		case c == '#' && (i == at || s.text[i-1] == ' '):
			if s.cursor > i && s.cursor <= end && !s.found {
				s.mark(s.cursor)
				s.spot.Words = true
			}
			return
		case s.bracket(c, blank):
			blank = true
		case c == ':' && s.colon(word, i, end):
			blank = true
		case blank && (c == '|' || c == '>') && !s.inFlow():
			s.scalar = s.top().indentOr(0)
			blank = false
			continue
		default:
			blank = false
			continue
		}
		word = i + 1
	}
}

func (f *spotFrame) indentOr(n int) int {
	if f == nil {
		return n
	}
	return f.indent
}

// quoted passes over a word in quotes and returns its last byte.
func (s *spotter) quoted(at, end int) int {
	for i := at + 1; i < end; i++ {
		if i == s.cursor && !s.found {
			s.mark(at + 1)
		}
		if s.text[at] == '"' && s.text[i] == '\\' {
			i++
		} else if s.text[i] == s.text[at] {
			return i
		}
	}
	return at
}

// bracket opens or closes what stands in brackets.
func (s *spotter) bracket(c byte, blank bool) bool {
	flow := s.inFlow()
	switch {
	case c == '{' && blank:
		s.open = append(s.open, &spotFrame{indent: s.top().indentOr(0), flow: true})
	case c == '[' && blank:
		s.open = append(s.open, &spotFrame{indent: s.top().indentOr(0), flow: true, list: true})
	case (c == '}' || c == ']') && flow:
		s.open = s.open[:len(s.open)-1]
	case c == ',' && flow:
		s.top().key = ""
	default:
		return false
	}
	return true
}

// colon ends a key, where one can stand.
func (s *spotter) colon(word, at, end int) bool {
	t := s.top()
	if t == nil || t.list || t.key != "" || at+1 < end && s.text[at+1] != ' ' {
		return false
	}
	t.key = strings.Trim(strings.TrimSpace(s.text[word:at]), `"'`)
	t.keys = append(t.keys, spotKey{t.key, word})
	return t.key != ""
}

// mark notes where the cursor stands.
func (s *spotter) mark(word int) {
	s.found = true
	s.spot.Start = word
	for _, f := range s.open {
		if f.list {
			continue
		}
		if s.inner != nil {
			s.spot.Path = append(s.spot.Path, s.inner.key)
		}
		s.inner = f
	}
	if s.inner != nil {
		s.spot.Key = s.inner.key
	}
}
