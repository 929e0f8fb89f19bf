package library

import (
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// glossaryName is the file of a pack that says what technical words mean.
const glossaryName = "glossary.yaml"

// Word is a word of the field with its meaning in plain English.
type Word struct {
	ID, Pack string
	// Title is the word as it is written.
	Title, Text string
	// Also are other spellings and forms. Plurals and possessives are found without them.
	Also  []string
	Place syntax.Place
}

// Glossary returns the words that the packs explain, in alphabetical order, and what is wrong with their files. It is read when
// it is asked for, since an analysis never needs it.
func (l *Library) Glossary() ([]Word, []syntax.Diagnostic) {
	var out []Word
	var found []syntax.Diagnostic
	for _, p := range l.Packs {
		src, ok := l.glossaries[p.ID]
		if !ok {
			continue
		}
		d := &decoder{pack: p.ID, file: syntax.Parse(src.name, src.text)}
		d.found = append(d.found, d.file.Diagnostics()...)
		out = append(out, d.decodeWords()...)
		found = append(found, d.found...)
	}
	slices.SortFunc(out, func(a, b Word) int { return strings.Compare(a.ID, b.ID) })
	for i := 1; i < len(out); i++ {
		if out[i].ID == out[i-1].ID {
			found = append(found, syntax.Diagnostic{Place: out[i].Place, Code: "duplicate-id", Message: "there is already a word with the id \"" + out[i].ID + "\""})
		}
	}
	return slices.CompactFunc(out, func(a, b Word) bool { return a.ID == b.ID }), found
}

func (d *decoder) decodeWords() []Word {
	var out []Word
	d.each(d.file.Root, func(id string, key, value *syntax.Node) {
		w := Word{ID: id, Pack: d.pack, Place: d.file.Place(key)}
		d.mapping(value, keys{"title": d.text(&w.Title), "text": d.text(&w.Text), "also": d.words(&w.Also, nil)})
		if w.Text == "" {
			d.report(key, "incomplete-word", "the word %q has no text", id)
		}
		if w.Title == "" {
			w.Title = strings.ReplaceAll(id, "-", " ")
		}
		out = append(out, w)
	})
	return out
}

// forms are the spellings of a word in lower case, as they are looked for in texts.
func (w *Word) forms() []string {
	out := []string{strings.ToLower(w.Title), w.ID}
	for _, a := range w.Also {
		out = append(out, strings.ToLower(a))
	}
	for _, f := range out[:len(out):len(out)] {
		out = append(out, f+"s", f+"es", f+"'s", f+"s'")
	}
	return out
}

// maxForm is how many words a form of the glossary has at most.
const maxForm = 4

// glosses finds words of the glossary in texts.
type glosses map[string]*Word

func newGlosses(words []Word) glosses {
	g := glosses{}
	for i := range words {
		for _, f := range words[i].forms() {
			if g[f] == nil {
				g[f] = &words[i]
			}
		}
	}
	return g
}

// at returns the longest word of the glossary that starts a text, and how many bytes of the text it covers. The text must
// start at the beginning of a word.
func (g glosses) at(text string) (*Word, int) {
	var best *Word
	length := 0
	end := 0
	for range maxForm {
		n := wordEnd(text[end:])
		if n == 0 {
			break
		}
		end += n
		if w := g[strings.ToLower(text[:end])]; w != nil {
			best, length = w, end
		}
		if end >= len(text) || text[end] != ' ' {
			break
		}
		end++
	}
	return best, length
}

// wordEnd returns where the word at the beginning of a text ends: letters and digits, with hyphens and apostrophes inside.
func wordEnd(text string) int {
	end := 0
	for i, r := range text {
		switch {
		case isLetter(r):
			end = i + len(string(r))
		case r == '-' || r == '\'' || r == '’':
		default:
			return end
		}
	}
	return end
}

func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > 0xbf
}

// words calls fn with each word of a text and its place, and lets it say where to go on.
func eachWord(text string, fn func(from, to int) int) {
	for i := 0; i < len(text); {
		n := wordEnd(text[i:])
		if n == 0 {
			i++
			continue
		}
		if next := fn(i, i+n); next > i {
			i = next
		} else {
			i += n
		}
	}
}

// glossaryPage lists the words that the packs explain.
func glossaryPage(words []Word) string {
	var b strings.Builder
	b.WriteString("# Glossary\n\nWords of the field in plain English.\n")
	for _, w := range words {
		b.WriteString("\n## " + w.Title + "\n\n" + w.Text + "\n")
	}
	return b.String()
}

// link links the first occurrence of each word of the glossary in the paragraphs of a page. Headings, lists, tables and code
// stay as they are.
func (g glosses) link(page, to string) string {
	done := map[*Word]bool{}
	lines := strings.Split(page, "\n")
	code := false
	for i, line := range lines {
		code = code != strings.HasPrefix(line, "```")
		if code || line == "" || strings.ContainsAny(line[:1], "#-|`") {
			continue
		}
		lines[i] = g.linkLine(line, to, done)
	}
	return strings.Join(lines, "\n")
}

func (g glosses) linkLine(line, to string, done map[*Word]bool) string {
	var b strings.Builder
	from := 0
	eachWord(line, func(at, end int) int {
		if at > 0 && strings.ContainsAny(line[at-1:at], "{[(/`.") {
			return end
		}
		w, n := g.at(line[at:])
		if w == nil || done[w] {
			return end
		}
		done[w] = true
		b.WriteString(line[from:at] + "[" + line[at:at+n] + "](" + to + "#" + w.ID + ")")
		from = at + n
		return from
	})
	return b.String() + line[from:]
}
