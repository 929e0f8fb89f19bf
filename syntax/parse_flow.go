package syntax

// flow parses a collection in brackets, which opens at p.pos. Lines that continue it must be indented deeper than
// indent, but for those that start with a closing bracket.
func (p *parser) flow(indent int) (n *Node, ok bool) {
	open := p.pos
	kind, closer := Mapping, byte('}')
	if p.s[open] == '[' {
		kind, closer = Sequence, ']'
	}
	n = p.node(kind, Flow, open, open+1)
	if !p.enter(open) {
		p.pos++
		return n, false
	}
	pairs, items := len(p.pairs), len(p.items)
	p.pos++
	if kind == Mapping {
		ok = p.flowEntries(n, indent, closer)
	} else {
		ok = p.flowItems(n, indent, closer)
	}
	p.leave()
	p.takePairs(n, pairs)
	p.takeItems(n, items)
	n.end = int32(max(p.pos, open+1))
	return n, ok
}

func (p *parser) flowEntries(n *Node, indent int, closer byte) bool {
	for first := true; ; first = false {
		if done, ok := p.flowNext(n, indent, closer, first); done || !ok {
			return ok
		}
		if !p.flowEntry(indent) {
			return false
		}
	}
}

func (p *parser) flowItems(n *Node, indent int, closer byte) bool {
	for first := true; ; first = false {
		if done, ok := p.flowNext(n, indent, closer, first); done || !ok {
			return ok
		}
		item, ok := p.flowItem(indent)
		if item != nil {
			item.inFlow = true
			p.items = append(p.items, item)
		}
		if !ok {
			return false
		}
	}
}

// flowNext moves to the next entry or item of the collection; done is true behind its closing bracket.
func (p *parser) flowNext(n *Node, indent int, closer byte, first bool) (done, ok bool) {
	if !p.flowSpace(indent) {
		return false, p.unclosed(n, closer)
	}
	if !first && p.s[p.pos] != closer {
		if p.s[p.pos] != ',' {
			p.missingComma(n, closer)
			return false, false
		}
		p.pos++
		if !p.flowSpace(indent) {
			return false, p.unclosed(n, closer)
		}
	}
	switch c := p.s[p.pos]; c {
	case closer:
		p.pos++
		return true, true
	case ',':
		p.report("empty-item", p.pos, p.pos+1, "nothing stands before this comma", fix("remove the comma", Edit{Start: p.pos, End: p.pos + 1}))
		return false, false
	case ']', '}':
		p.report("stray-bracket", p.pos, p.pos+1, "found `"+string(c)+"` where `"+string(closer)+"` closes the bracket")
		return false, false
	}
	return false, true
}

// flowEntry parses `key: value` within braces.
func (p *parser) flowEntry(indent int) bool {
	key, ok := p.flowKey(indent)
	if !ok {
		return false
	}
	key.inFlow = true
	colon := skipBlanks(p.s, p.pos, len(p.s))
	if colon >= len(p.s) || p.s[colon] != ':' {
		return p.flowKeyOnly(key)
	}
	after := colon + 1
	if after < len(p.s) && !isSpace(p.s[after]) && key.Style == Plain {
		p.report("missing-space", colon, after, "a space is missing after the colon", fix("add a space", insertion(after, " ")))
	}
	p.pos = after
	if !p.flowSpace(indent) {
		p.add(key, p.missing(after))
		return true // the missing bracket is reported by the caller
	}
	switch p.s[p.pos] {
	case ',', '}', ']':
		p.add(key, p.missing(after))
		return true
	}
	value, ok := p.flowValue(indent)
	p.add(key, value)
	return ok
}

// flowKeyOnly reports a key within braces that has no colon, and keeps it.
func (p *parser) flowKeyOnly(key *Node) bool {
	start, end := int(key.start), int(key.end)
	opts := []option{hint("write `key: value`"), fix("add a colon", insertion(end, ":"))}
	if key.Style == Plain {
		for i := start + 1; i+1 < end; i++ {
			if p.s[i] == ':' {
				opts = []option{fix("add a space after the colon", insertion(i+1, " "))}
				break
			}
		}
	}
	p.report("missing-colon", start, end, "`"+clip(key.Value)+"` has no value: a colon and a space are missing", opts...)
	p.add(key, p.missing(end))
	return true
}

func (p *parser) flowKey(indent int) (*Node, bool) {
	start := p.pos
	switch p.s[p.pos] {
	case '"', '\'':
		n, ok := p.quoted(indent)
		if ok && p.breaksIn(start, p.pos) {
			p.report("complex-key", start, p.pos, "a key must stand on one line")
			return n, false
		}
		return n, ok
	case '{', '[':
		p.report("complex-key", start, start+1, "a key is one word or one quoted text, not a collection")
		return nil, false
	}
	n, ok := p.flowPlain(indent, true)
	if !ok {
		return n, false
	}
	return n, p.checkKey(n)
}

// flowItem parses one item within square brackets.
func (p *parser) flowItem(indent int) (*Node, bool) {
	n, ok := p.flowValue(indent)
	if !ok {
		return n, false
	}
	i := skipBlanks(p.s, p.pos, len(p.s))
	if i < len(p.s) && p.s[i] == ':' {
		p.report("pair-in-list", int(n.start), i+1, "a `key: value` within square brackets needs braces",
			hint("write `[{key: value}]`"))
		return n, false
	}
	return n, true
}

func (p *parser) flowValue(indent int) (*Node, bool) {
	switch p.s[p.pos] {
	case '"', '\'':
		return p.quoted(indent)
	case '{', '[':
		return p.flow(indent)
	}
	return p.flowPlain(indent, false)
}

// flowSpace skips blanks, comments and line breaks; it reports false where the collection cannot go on: at the end of
// the chunk, or where the next line is not indented enough.
func (p *parser) flowSpace(indent int) bool {
	i := skipBlanks(p.s, p.pos, len(p.s))
	if i < len(p.s) && p.s[i] != '\n' && p.s[i] != '\r' && p.s[i] != '#' {
		p.pos = i
		return true
	}
	ln := lineAt(p.s, i)
	if i < len(p.s) && p.s[i] == '#' {
		if i == p.pos && i > 0 && !isSpace(p.s[i-1]) {
			p.report("missing-space", i, i+1, "a space is missing before the comment", fix("add a space", insertion(i, " ")))
		}
	} else if i < ln.end {
		p.pos = i
		return true // a lone carriage return, reported as a character
	}
	next := nextContent(p.s, ln.next)
	if next.start >= len(p.s) || !p.continues(next, indent) {
		return false
	}
	p.checkTabs(next)
	p.pos = next.text
	return true
}

// continues reports whether a line goes on with what was opened in an entry that stands at indent.
func (p *parser) continues(ln line, indent int) bool {
	if ln.indent > indent {
		return true
	}
	c := p.s[ln.text]
	return ln.indent == indent && (c == ']' || c == '}')
}

func (p *parser) unclosed(n *Node, closer byte) bool {
	open := int(n.start)
	end := p.lastContent()
	p.report("unclosed-bracket", open, open+1, "this `"+string(p.s[open])+"` is never closed: `"+string(closer)+"` is missing",
		fix("add `"+string(closer)+"`", insertion(end, string(closer))))
	p.pos = end
	return false
}

func (p *parser) missingComma(n *Node, closer byte) {
	c := p.s[p.pos]
	if c == ']' || c == '}' {
		p.report("stray-bracket", p.pos, p.pos+1, "found `"+string(c)+"` where `"+string(closer)+"` closes the bracket",
			related(int(n.start), int(n.start)+1, "opened here"))
		return
	}
	p.report("missing-comma", p.pos, p.pos+1, "a comma or `"+string(closer)+"` is missing before this",
		hint("put text that holds `: ` or ` #` in double quotes"))
}

// lastContent returns the end of the last text before p.pos, without the blanks and comments after it.
func (p *parser) lastContent() int {
	i := min(p.pos, len(p.s))
	for i > 0 && isSpace(p.s[i-1]) {
		i--
	}
	return i
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
