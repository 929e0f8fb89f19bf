package syntax

import "strings"

// Format returns text in the one layout that `theriac fmt` writes: two spaces a level, one space behind colons, commas
// and dashes, none inside brackets, no blanks at the end of lines, at most one blank line, line feeds, no byte order
// mark. Order, comments, quotes and line structure stay, and so do values that stand aligned below each other. The tree
// never changes. What was not understood is left as it is.
func Format(text []byte) []byte {
	f := Parse("", text)
	out, err := splice(f.text, f.Format())
	if err != nil {
		return text
	}
	return []byte(out)
}

// Format returns the edits that lay out the file as Format does.
func (f *File) Format() []Edit {
	if len(f.chunks) == 0 {
		return nil
	}
	w := &fileFormat{f: f, frozen: make([]bool, len(f.chunks)), indents: make([]int, len(f.chunks))}
	for i, c := range f.chunks {
		w.frozen[i] = !c.formattable()
	}
	if len(f.chunks) > 1 && strings.HasPrefix(f.chunks[1].text, byteOrderMark) {
		w.frozen[0] = true // without the blank lines above it, this mark would be the mark of the file
	}
	for {
		texts := w.layout()
		if w.verify(texts) {
			return f.chunkEdits(texts)
		}
	}
}

// chunkEdits returns an edit for each chunk whose text changes, without what stays the same at its ends.
func (f *File) chunkEdits(texts []string) []Edit {
	var edits []Edit
	for i, c := range f.chunks {
		if texts[i] == c.text {
			continue
		}
		front := commonPrefix(c.text, texts[i])
		back := commonSuffix(c.text[front:], texts[i][front:])
		at := int(f.offsets[i])
		edits = append(edits, Edit{Start: at + front, End: at + len(c.text) - back, New: texts[i][front : len(texts[i])-back]})
	}
	return edits
}

// formattable reports whether all of the chunk was understood; tabs that indent do not stand in the way.
func (c *Chunk) formattable() bool {
	for i := range c.diagnostics {
		if d := &c.diagnostics[i]; d.Severity == Error && d.Code != "tab" {
			return false
		}
	}
	return true
}

// fileFormat lays out the chunks of a file.
type fileFormat struct {
	f       *File
	frozen  []bool // chunks that stay as they are
	indents []int  // of the entries in the section of each chunk
}

// layout returns the new text of every chunk.
func (w *fileFormat) layout() []string {
	w.entryIndents()
	parts := make([]*chunkFormat, len(w.f.chunks))
	var keys []*keyLine
	for i := range w.f.chunks {
		parts[i] = w.plan(i)
		for k := range parts[i].keys {
			keys = append(keys, &parts[i].keys[k])
		}
	}
	align(keys)
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.text
		if !w.frozen[i] {
			next := level{}
			if i+1 < len(parts) {
				next = level{old: parts[i+1].old, new: parts[i+1].base}
			}
			texts[i] = p.emit(next, i == 0, i == len(parts)-1)
		}
	}
	return texts
}

// plan decides about the indentation and spacing of one chunk.
func (w *fileFormat) plan(i int) *chunkFormat {
	c := w.f.chunks[i]
	p := &chunkFormat{text: c.text, firstLine: int(w.f.lines[i])}
	if c.role == prelude {
		p.text = strings.TrimPrefix(p.text, byteOrderMark)
	}
	p.splitLines()
	if len(p.lines) > 0 && c.role != prelude {
		p.old = p.lines[0].indent
	}
	p.base = p.old
	if w.frozen[i] {
		p.text = c.text
		return p
	}
	if c.role == entry {
		p.base = w.indents[i]
	}
	switch {
	case c.flowRoot != nil:
		p.value(c.flowRoot, level{old: -2, new: -2})
	case c.pair.Key != nil:
		p.pair(c.pair, p.base, true)
	case c.role == prelude:
		for k, ln := range p.lines {
			if !ln.idle(p.text) {
				p.indent[k] = 0
			}
		}
	}
	return p
}

// entryIndents computes how deep the entries of each section stand. Where one of them stays as it is, all stay where
// they are.
func (w *fileFormat) entryIndents() {
	chunks := w.f.chunks
	for first := 0; first < len(chunks); {
		last, indent := first+1, 2
		for last < len(chunks) && chunks[last].role == entry {
			if w.frozen[last] {
				indent = int(chunks[last].indent)
			}
			last++
		}
		for k := first; k < last; k++ {
			w.indents[k] = indent
		}
		first = last
	}
}

// verify parses the new text of every chunk and compares the trees. A chunk that would not mean the same stays as it
// is; false asks for another layout, which takes that into account.
func (w *fileFormat) verify(texts []string) bool {
	ok := true
	p := &parser{slabSize: 64}
	for i, c := range w.f.chunks {
		if w.frozen[i] || texts[i] == c.text {
			continue
		}
		indent := c.indent
		if c.role == entry {
			indent = int32(w.indents[i])
		}
		n := p.parseChunk(texts[i], c.role, indent)
		if !n.formattable() || !sameTree(n.pair.Key, c.pair.Key) || !sameTree(n.pair.Value, c.pair.Value) || !sameTree(n.flowRoot, c.flowRoot) {
			w.frozen[i], ok = true, false
		}
	}
	if !ok {
		return false
	}
	whole := parse("", strings.Join(texts, ""))
	if sameTree(whole.Root, w.f.Root) {
		return true
	}
	for i := range w.frozen { // not reached by any text known, but a formatter must not rely on that
		ok = ok && w.frozen[i]
		w.frozen[i] = true
	}
	return ok
}

// sameTree reports whether two nodes hold the same keys and values in the same order.
func sameTree(a, b *Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Kind != b.Kind || a.Value != b.Value || len(a.Pairs) != len(b.Pairs) || len(a.Items) != len(b.Items) {
		return false
	}
	for i := range a.Pairs {
		if !sameTree(a.Pairs[i].Key, b.Pairs[i].Key) || !sameTree(a.Pairs[i].Value, b.Pairs[i].Value) {
			return false
		}
	}
	for i := range a.Items {
		if !sameTree(a.Items[i], b.Items[i]) {
			return false
		}
	}
	return true
}
