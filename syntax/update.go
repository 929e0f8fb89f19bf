package syntax

import (
	"sort"
	"strings"
)

// Update returns the version of the file that has the given text. It parses again only the chunks that differ; the
// nodes of all others are those of this version. The result is the same as that of Parse.
func (f *File) Update(text []byte) *File {
	s := string(text)
	from := commonPrefix(f.text, s)
	if from == len(s) && from == len(f.text) {
		return f
	}
	return f.update(s, from, commonSuffix(f.text[from:], s[from:]))
}

// update returns the version of the file with the given text, which differs neither in its first bytes, up to from, nor
// in as many as same at its end.
func (f *File) update(text string, from, same int) *File {
	if len(f.chunks) == 0 || len(text) > MaxSize {
		return parse(f.Name, text)
	}
	first := f.restart(from)
	spans, rest := f.resplit(text, first, len(text)-same)
	next := &File{Name: f.Name, text: text}
	if first+len(spans)+len(f.chunks)-rest > maxChunks {
		return next.refuse(tooManyEntries())
	}
	next.chunks = make([]*Chunk, 0, first+len(spans)+len(f.chunks)-rest)
	next.chunks = append(next.chunks, f.chunks[:first]...)
	next.chunks = append(next.chunks, f.reparse(text, spans, first, rest)...)
	next.chunks = append(next.chunks, f.chunks[rest:]...)
	next.assemble(f)
	return next
}

// restart returns the first chunk that a change at byte from can touch. That is the one before the chunk of the change:
// the changed line may have become a part of it. Where the first entry of a section is half written, what the section
// is depends on all of its lines.
func (f *File) restart(from int) int {
	i := sort.Search(len(f.chunks), func(i int) bool { return int(f.offsets[i+1]) > from })
	i = max(0, min(i, len(f.chunks)-1)-1)
	if f.chunks[i].role != entry {
		return i
	}
	k := sort.Search(len(f.sections), func(k int) bool { return f.sections[k].head > i }) - 1
	head := f.sections[k].head
	text := f.chunks[head+1].text
	ln := lineAt(text, 0)
	if _, ok := scanKey(text, ln.text, ln.end); ok {
		return i
	}
	return head
}

// resplit cuts the new text into chunks from the chunk first on, until behind newEnd, the end of the change, the cuts
// meet those of this version again. It returns the new cuts and the first chunk that stays as it is.
func (f *File) resplit(text string, first, newEnd int) (spans []span, rest int) {
	delta := len(text) - len(f.text)
	sp := splitter{s: text, pos: int(f.offsets[first]), begun: first > 0}
	if f.chunks[first].role == entry {
		sp.inside, sp.indent = true, f.chunks[first].indent
	}
	rest = first
	for {
		if sp.begun && sp.pos >= newEnd {
			for int(f.offsets[rest]) < sp.pos-delta {
				rest++
			}
			if rest > 0 && int(f.offsets[rest]) == sp.pos-delta && (rest == len(f.chunks) || sp.meets(f.chunks[rest])) {
				return spans, rest
			}
		}
		s, ok := sp.next()
		if !ok {
			return spans, len(f.chunks)
		}
		spans = append(spans, s)
	}
}

// meets reports whether the splitter, at the start of chunk c of the version before, would go on in the same way.
func (sp *splitter) meets(c *Chunk) bool {
	if c.role == prelude || len(c.text) == 0 {
		return false
	}
	if c.role == entry {
		return sp.inside && sp.indent == c.indent
	}
	return !sp.inside || !isBlank(c.text[0])
}

// reparse parses the spans, which replace the chunks [first, rest) of this version. A chunk with the same text in the
// same role is used again.
func (f *File) reparse(text string, spans []span, first, rest int) []*Chunk {
	out := make([]*Chunk, len(spans))
	p := &parser{slabSize: 16}
	var byText map[string]int
	at, done := first, 0 // the next chunk to use again, and the spans that have their label
	for k, s := range spans {
		t := text[s.start:s.end]
		found := at
		if at < rest && !f.chunks[at].is(t, s) {
			if byText == nil {
				byText = f.byText(first, rest)
			}
			i, ok := byText[t]
			if !ok {
				i = -1
			}
			found = i
		}
		if found >= at && found < rest && f.chunks[found].is(t, s) {
			f.label(out[done:k], at, found)
			out[k], at, done = f.chunks[found], found+1, k+1
			continue
		}
		out[k] = p.parseChunk(strings.Clone(t), s.role, s.indent)
	}
	f.label(out[done:], at, rest)
	return out
}

func (f *File) byText(first, rest int) map[string]int {
	m := make(map[string]int, rest-first)
	for i := first; i < rest; i++ {
		m[f.chunks[i].text] = i
	}
	return m
}

func (c *Chunk) is(text string, s span) bool {
	return c.role == s.role && c.indent == s.indent && c.text == text
}

// label numbers new chunks that stand behind chunk at-1 and before chunk end of this version.
func (f *File) label(chunks []*Chunk, at, end int) {
	n := uint64(len(chunks))
	var low uint64
	if at > 0 {
		low = f.chunks[at-1].label
	}
	high := low + (n+1)<<labelBits
	if end < len(f.chunks) {
		high = f.chunks[end].label
	}
	step := (high - low) / (n + 1)
	for i, c := range chunks {
		c.label = low + step*uint64(i+1)
	}
}

// commonPrefix returns how many bytes a and b share at their start.
func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for step := 4096; step > 0; step /= 16 {
		for i+step <= n && a[i:i+step] == b[i:i+step] {
			i += step
		}
	}
	return i
}

// commonSuffix returns how many bytes a and b share at their end.
func commonSuffix(a, b string) int {
	n := min(len(a), len(b))
	i := 0
	for step := 4096; step > 0; step /= 16 {
		for i+step <= n && a[len(a)-i-step:len(a)-i] == b[len(b)-i-step:len(b)-i] {
			i += step
		}
	}
	return i
}
