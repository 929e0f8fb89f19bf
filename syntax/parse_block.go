package syntax

// entryAt parses one entry of a block mapping, whose key is at pos on line ln in column indent, and adds it to the open
// mapping. Afterwards p.pos is at the start of a line, and nothing deeper than the entry is left where something was
// wrong with it.
func (p *parser) entryAt(ln line, pos, indent int) {
	k, ok := scanKey(p.s, pos, ln.end)
	if !ok {
		p.brokenEntry(ln, pos, indent)
		return
	}
	key, keyOK := p.key(k)
	value, valueOK := p.value(ln, k.colon+1, indent, true)
	if keyOK {
		p.add(key, value)
	}
	if !valueOK {
		p.skipDeeper(indent)
	}
}

// key reads the key that scanKey found.
func (p *parser) key(k keyHead) (*Node, bool) {
	switch p.s[k.start] {
	case '"', '\'':
		p.pos = k.start
		n, ok := p.quoted(-1)
		return n, ok
	}
	if !p.plainStart(k.start, k.end) {
		return nil, false
	}
	n := p.scalar(Plain, p.s[k.start:k.end], k.start, k.end)
	return n, p.checkKey(n)
}

// value parses what follows a colon or a dash at pos on line ln. Indent is the column of the key or dash. It leaves
// p.pos at the start of a line; ok is false where something was wrong.
func (p *parser) value(ln line, pos, indent int, inMapping bool) (n *Node, ok bool) {
	i := skipBlanks(p.s, pos, ln.end)
	if i == ln.end || p.s[i] == '#' && i > pos {
		p.pos = ln.next
		return p.nested(pos, indent, inMapping)
	}
	if isDash(p.s, i, ln.end) {
		p.report("sequence-after-key", i, i+1, "a list with dashes cannot start on the line of its key",
			hint("put each `- ` on a line of its own, or write the list in brackets"))
		p.pos = ln.next
		return p.missing(pos), false
	}
	p.pos = i
	return p.inline(indent)
}

// inline parses a scalar or a flow collection that starts at p.pos, to the end of its last line. Whatever continues it
// must be indented deeper than indent.
func (p *parser) inline(indent int) (n *Node, ok bool) {
	switch c := p.s[p.pos]; c {
	case '"', '\'':
		n, ok = p.quoted(indent)
	case '{', '[':
		n, ok = p.flow(indent)
	case '|', '>':
		return p.blockScalar(indent)
	default:
		return p.plain(indent)
	}
	if ok {
		ok = p.endOfValue()
	}
	p.toNextLine()
	return n, ok
}

// nested parses a value that starts on a line below its key or dash, or finds that there is none. At is the end of the
// colon or dash.
func (p *parser) nested(at, indent int, inMapping bool) (*Node, bool) {
	ln := nextContent(p.s, p.pos)
	listAtKey := inMapping && ln.indent == indent && isDash(p.s, ln.text, ln.end)
	if ln.indent <= indent && !listAtKey {
		return p.missing(at), true
	}
	if !p.enter(ln.text) {
		return p.missing(at), false
	}
	defer p.leave()
	return p.block(ln, indent)
}

// block parses the node that starts on line ln.
func (p *parser) block(ln line, parent int) (*Node, bool) {
	p.checkTabs(ln)
	switch {
	case isDash(p.s, ln.text, ln.end):
		return p.sequence(ln, ln.text, ln.indent), true
	case beginsMapping(p.s, ln, parent):
		return p.mapping(ln, ln.text, ln.indent, parent), true
	}
	p.pos = ln.text
	return p.inline(parent)
}

// mapping parses a block mapping whose first key is at pos on line ln in column indent; it may stand behind a dash.
// Parent is the column of the key or dash to which the mapping belongs.
func (p *parser) mapping(ln line, pos, indent, parent int) *Node {
	mark := len(p.pairs)
	n := p.node(Mapping, Block, pos, pos)
	p.entryAt(ln, pos, indent)
	for {
		ln = nextContent(p.s, p.pos)
		if ln.start >= len(p.s) || ln.indent <= parent {
			break
		}
		if ln.indent > indent || isDash(p.s, ln.text, ln.end) {
			p.strayLine(ln)
			p.pos = ln.next
			p.skipDeeper(min(indent, ln.indent))
			continue
		}
		if ln.indent < indent {
			p.wrongIndent(ln, indent)
		}
		p.checkTabs(ln)
		p.entryAt(ln, ln.text, ln.indent)
	}
	p.takePairs(n, mark)
	p.endAtChild(n)
	return n
}

// sequence parses a block sequence whose first dash is at pos on line ln in column indent; it may stand behind another
// dash.
func (p *parser) sequence(ln line, pos, indent int) *Node {
	mark := len(p.items)
	n := p.node(Sequence, Block, pos, pos+1)
	p.item(ln, pos, indent)
	for {
		ln = nextContent(p.s, p.pos)
		if ln.start >= len(p.s) || ln.indent < indent || ln.indent == indent && !isDash(p.s, ln.text, ln.end) {
			break
		}
		if ln.indent > indent {
			p.strayLine(ln)
			p.pos = ln.next
			p.skipDeeper(indent)
			continue
		}
		p.checkTabs(ln)
		p.item(ln, ln.text, indent)
	}
	p.takeItems(n, mark)
	n.end = max(n.end, n.Items[len(n.Items)-1].end)
	return n
}

// item parses the item whose dash is at pos and stands in column indent, and adds it to the open sequence.
func (p *parser) item(ln line, pos, indent int) {
	n, ok := p.itemValue(ln, pos, indent)
	p.items = append(p.items, n)
	if !ok {
		p.skipDeeper(indent)
	}
}

func (p *parser) itemValue(ln line, pos, indent int) (*Node, bool) {
	i := skipBlanks(p.s, pos+1, ln.end)
	if i < ln.end && p.s[i] != '#' {
		p.checkTabBetween(pos+1, i)
	}
	_, isKey := scanKey(p.s, i, ln.end)
	if !isKey && !isDash(p.s, i, ln.end) {
		return p.value(ln, pos+1, indent, false)
	}
	if !p.enter(i) {
		p.pos = ln.next
		return p.missing(pos + 1), false
	}
	defer p.leave()
	column := indent + i - pos
	if isKey {
		return p.mapping(ln, i, column, indent), true
	}
	return p.sequence(ln, i, column), true
}

// brokenEntry reports a line in a mapping that has no key with a colon, and keeps what can be kept.
func (p *parser) brokenEntry(ln line, pos, indent int) {
	p.pos = ln.next
	if p.refused(ln, pos) {
		p.skipDeeper(indent)
		return
	}
	word := pos
	for word < ln.end && isWordByte(p.s[word]) {
		word++
	}
	if word > pos && word < ln.end && p.s[word] == ':' {
		p.report("missing-space", word, word+1, "a space is missing after the colon",
			fix("add a space", insertion(word+1, " ")))
		key := p.scalar(Plain, p.s[pos:word], pos, word)
		p.pos = word + 1
		value, ok := p.inline(indent)
		p.add(key, value)
		if !ok {
			p.skipDeeper(indent)
		}
		return
	}
	if word > pos && blankOrComment(p.s, word, ln.end) {
		p.report("missing-colon", pos, word, "a colon is missing after this key",
			hint("write `key: value`"), fix("add a colon", insertion(word, ":")))
		if p.chunk.role == head {
			p.add(p.scalar(Plain, p.s[pos:word], pos, word), p.missing(word))
			return
		}
		if next := nextContent(p.s, p.pos); next.indent > indent {
			key := p.scalar(Plain, p.s[pos:word], pos, word)
			value, ok := p.nested(word, indent, true)
			p.add(key, value)
			if ok {
				return
			}
		}
		p.skipDeeper(indent)
		return
	}
	p.report("missing-colon", pos, trimBlanks(p.s, pos, ln.end), "this line is no `key: value`",
		hint("each line of a mapping starts with a key and a colon"))
	p.skipDeeper(indent)
}

// skipDeeper moves p.pos behind all lines that are indented deeper than indent.
func (p *parser) skipDeeper(indent int) {
	for p.pos < len(p.s) {
		ln := nextContent(p.s, p.pos)
		if ln.indent <= indent {
			return
		}
		p.pos = ln.next
	}
}

// endAtChild lets a mapping end where its last value ends.
func (p *parser) endAtChild(n *Node) {
	if k := len(n.Pairs); k > 0 {
		n.end = max(n.end, n.Pairs[k-1].Value.end, n.Pairs[k-1].Key.end)
	}
}

func (p *parser) toNextLine() { p.pos = lineAt(p.s, p.pos).next }

// endOfValue checks that nothing but a comment follows a value on its line.
func (p *parser) endOfValue() bool {
	ln := lineAt(p.s, p.pos)
	i := skipBlanks(p.s, p.pos, ln.end)
	if i >= ln.end || p.s[i] == '#' && i > p.pos {
		return true
	}
	if p.s[i] == '#' {
		p.report("missing-space", i, i+1, "a space is missing before the comment", fix("add a space", insertion(i, " ")))
		return false
	}
	if p.s[i] == ':' {
		p.report("complex-key", i, i+1, "a colon cannot follow here",
			hint("a key is one word or one quoted text, and a space follows its colon"))
		return false
	}
	p.report("text-after-value", i, trimBlanks(p.s, i, ln.end), "there is text after the end of the value",
		hint("put the whole value in double quotes, or start a comment with ` #`"))
	return false
}
