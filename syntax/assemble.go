package syntax

import (
	"slices"
	"strings"
)

// section is a run of chunks: the head of a top-level section with its entries.
type section struct {
	head, end int // chunk numbers
	pair      Pair
	repeats   []repeat
}

// repeat is a key that was written before.
type repeat struct{ key, first *Node }

// assemble builds offsets, sections and root from the chunks. Whatever is the same in old, the version before, is used
// again.
func (f *File) assemble(old *File) {
	f.index()
	f.own = nil
	root := &Node{Kind: Mapping, Style: Block, start: spanning}
	f.Root = root
	var pairs []Pair
	for i := 0; i < len(f.chunks); {
		c := f.chunks[i]
		switch {
		case c.role == head:
			s := f.section(i, old)
			f.sections = append(f.sections, s)
			for _, r := range s.repeats {
				f.repeated(r)
			}
			if s.pair.Key != nil {
				pairs = append(pairs, s.pair)
			}
			i = s.end
			continue
		case c.flowRoot != nil:
			f.flowRoot(i)
		case c.pair.Key != nil:
			pairs = append(pairs, c.pair)
		}
		i++
	}
	unique, repeats := distinct(pairs)
	if f.Root == root {
		root.Pairs = unique
	}
	for _, r := range repeats {
		f.repeated(r)
	}
	f.noteLineBreaks()
}

// flowRoot takes a mapping in braces for the root, where nothing else stands in the file.
func (f *File) flowRoot(i int) {
	for k, c := range f.chunks {
		if k != i && c.role != prelude {
			at := int(f.offsets[i] + f.chunks[i].flowRoot.start)
			f.own = append(f.own, Diagnostic{Place: Place{Start: at, End: at + 1}, Code: "missing-key",
				Message: "a key is missing before this value", Hint: "write `key: value`"})
			return
		}
	}
	f.Root = f.chunks[i].flowRoot
}

// index computes where each chunk starts.
func (f *File) index() {
	f.offsets = make([]int32, len(f.chunks)+1)
	f.lines = make([]int32, len(f.chunks)+1)
	var at, line int32
	for i, c := range f.chunks {
		f.offsets[i], f.lines[i] = at, line
		at += int32(len(c.text))
		line += int32(len(c.lines))
		if n := len(c.text); n > 0 && c.text[n-1] == '\n' {
			line++
		}
	}
	f.offsets[len(f.chunks)], f.lines[len(f.chunks)] = at, line
}

// section gathers the entries of the section whose head is chunk i.
func (f *File) section(i int, old *File) section {
	end := i + 1
	for end < len(f.chunks) && f.chunks[end].role == entry {
		end++
	}
	s := section{head: i, end: end}
	chunks := f.chunks[i:end]
	before, was := f.sectionBefore(chunks[0], old)
	if slices.Equal(was, chunks) {
		s.pair, s.repeats = before.pair, before.repeats
		return s
	}
	n := &Node{Kind: Mapping, Style: Block, chunk: chunks[0], start: spanning}
	n.Pairs = make([]Pair, 0, len(chunks))
	for _, c := range chunks[1:] {
		if c.pair.Key != nil {
			n.Pairs = append(n.Pairs, c.pair)
		}
	}
	if before == nil || len(before.repeats) > 0 || !stillDistinct(n.Pairs, was, chunks) {
		n.Pairs, s.repeats = distinct(n.Pairs)
	}
	s.pair = Pair{Key: chunks[0].pair.Key, Value: n}
	return s
}

// sectionBefore returns the section of the version before that has the same head, with its chunks. Sections seldom come
// and go, so it stands at the same number from the front or from the back.
func (f *File) sectionBefore(head *Chunk, old *File) (*section, []*Chunk) {
	if old == nil {
		return nil, nil
	}
	i, ok := old.find(head)
	if !ok {
		return nil, nil
	}
	s := old.sectionOf(i)
	if s == nil {
		return nil, nil
	}
	return s, old.chunks[s.head:s.end]
}

// stillDistinct reports whether the keys of a section are all different, knowing that they were in the chunks before.
func stillDistinct(pairs []Pair, was, is []*Chunk) bool {
	front := 0
	for front < min(len(was), len(is)) && was[front] == is[front] {
		front++
	}
	back := 0
	for back < min(len(was), len(is))-front && was[len(was)-1-back] == is[len(is)-1-back] {
		back++
	}
	changed := is[front : len(is)-back]
	if len(changed) > 8 {
		return false // cheaper to look at all of them
	}
	for i, c := range changed {
		if c.pair.Key == nil || len(was) == len(is) && sameKey(c, was[front+i]) {
			continue
		}
		for i := range pairs {
			if pairs[i].Key != c.pair.Key && pairs[i].Key.Value == c.pair.Key.Value {
				return false
			}
		}
	}
	return true
}

// sameKey reports whether two chunks hold an entry of the same key.
func sameKey(a, b *Chunk) bool {
	return a.pair.Key != nil && b.pair.Key != nil && a.pair.Key.Value == b.pair.Key.Value
}

// distinct returns the pairs without those whose key was there before.
func distinct(pairs []Pair) ([]Pair, []repeat) {
	seen := make(map[string]*Node, len(pairs))
	var repeats []repeat
	out := pairs[:0]
	for _, p := range pairs {
		if first := seen[p.Key.Value]; first != nil {
			repeats = append(repeats, repeat{p.Key, first})
			continue
		}
		seen[p.Key.Value] = p.Key
		out = append(out, p)
	}
	return out, repeats
}

// repeated adds the diagnostic of a key that was written twice.
func (f *File) repeated(r repeat) {
	key, first := f.Place(r.key), f.Place(r.first)
	f.own = append(f.own, duplicateKey(r.key.Value, key.Start, key.End, first.Start, first.End))
}

// noteLineBreaks adds one note where the file has carriage returns.
func (f *File) noteLineBreaks() {
	for i, c := range f.chunks {
		if c.crlf >= 0 {
			at := int(f.offsets[i] + c.crlf)
			f.own = append(f.own, Diagnostic{Place: Place{Start: at, End: at + 2}, Severity: Note, Code: "crlf",
				Message: "lines end with carriage return and line feed", Hint: "`theriac fmt` writes line feeds only",
				Fixes: []Fix{{Title: "end lines with line feeds", Edits: []Edit{lineFeeds(f.text, at)}}}})
			return
		}
	}
}

// lineFeeds returns the edit that ends all lines from byte at on with line feeds.
func lineFeeds(text string, at int) Edit {
	end := strings.LastIndex(text, "\r\n") + 2
	return Edit{Start: at, End: end, New: strings.ReplaceAll(text[at:end], "\r\n", "\n")}
}
