package syntax

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
	if o := f.sameSection(old, s); o != nil {
		s.pair, s.repeats = o.pair, o.repeats
		return s
	}
	n := &Node{Kind: Mapping, Style: Block, chunk: f.chunks[i], start: spanning}
	pairs := make([]Pair, 0, end-i-1)
	for _, c := range f.chunks[i+1 : end] {
		if c.pair.Key != nil {
			pairs = append(pairs, c.pair)
		}
	}
	n.Pairs, s.repeats = distinct(pairs)
	s.pair = Pair{Key: f.chunks[i].pair.Key, Value: n}
	return s
}

// sameSection returns the section of old that consists of the very same chunks, or nil.
func (f *File) sameSection(old *File, s section) *section {
	if old == nil {
		return nil
	}
	n := len(f.sections)
	for _, k := range [...]int{n, n + len(old.sections) - 1} {
		_ = k
	}
	for k := range old.sections {
		o := &old.sections[k]
		if old.chunks[o.head] != f.chunks[s.head] {
			continue
		}
		if o.end-o.head != s.end-s.head {
			return nil
		}
		for j := range s.end - s.head {
			if old.chunks[o.head+j] != f.chunks[s.head+j] {
				return nil
			}
		}
		return o
	}
	return nil
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
				Message: "lines end with carriage return and line feed", Hint: "`theriac fmt` writes line feeds only"})
			return
		}
	}
}
