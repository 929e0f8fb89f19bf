package syntax

// parser reads one chunk after the other into nodes.
type parser struct {
	s     string
	pos   int
	depth int
	chunk *Chunk
	diags []Diagnostic

	slab     []Node
	slabSize int
	pairs    []Pair  // scratch: the entries of the mappings that are open
	items    []*Node // scratch: the items of the sequences that are open
}

// parseChunk parses text in the role that the splitter gave it. The result depends on nothing else.
func (p *parser) parseChunk(text string, r role, indent int32) *Chunk {
	c := &Chunk{text: text, role: r, indent: indent, crlf: -1}
	p.s, p.pos, p.depth, p.chunk, p.diags = text, 0, 0, c, nil
	p.scanCharacters()
	switch r {
	case prelude:
		p.checkPrelude()
	case marker:
		p.checkMarker()
	default:
		p.parseEntryChunk()
	}
	if len(p.diags) > 0 {
		c.diagnostics = p.diags
	}
	return c
}

// parseEntryChunk parses a chunk that starts with an entry.
func (p *parser) parseEntryChunk() {
	c := p.chunk
	ln := lineAt(p.s, 0)
	if ln.indent != int(c.indent) {
		p.wrongIndent(ln, int(c.indent))
	}
	p.checkTabs(ln)
	parent := -1
	if c.role == entry {
		parent = 0
	}
	if c.role != entry && (p.s[ln.text] == '{' || p.s[ln.text] == '[') {
		p.parseFlowRoot(ln)
		return
	}
	mark := len(p.pairs)
	p.entry(ln, parent)
	if len(p.pairs) > mark {
		c.pair = p.pairs[mark]
		p.pairs = p.pairs[:mark]
	}
	p.leftovers(ln.indent)
}

// parseFlowRoot parses a collection in brackets that stands at the top.
func (p *parser) parseFlowRoot(ln line) {
	p.pos = ln.text
	n, ok := p.flow(0)
	if ok {
		ok = p.endOfValue()
	}
	if n.Kind == Mapping {
		p.chunk.flowRoot = n
	} else {
		p.report("not-a-mapping", int(n.start), int(n.end), "a file is a mapping of keys to values, not a list")
	}
	if ok {
		p.leftovers(-1)
	}
}

// leftovers reports content that stands below an entry and belongs to nothing.
func (p *parser) leftovers(indent int) {
	ln := nextContent(p.s, p.pos)
	if ln.start >= len(p.s) {
		return
	}
	p.strayLine(ln, indent)
	p.pos = len(p.s)
}

// node returns a new node that starts at start and ends at end.
func (p *parser) node(k Kind, style Style, start, end int) *Node {
	if len(p.slab) == cap(p.slab) {
		p.slab = make([]Node, 0, max(p.slabSize, 4))
	}
	p.slab = append(p.slab, Node{Kind: k, Style: style, chunk: p.chunk, start: int32(start), end: int32(end)})
	return &p.slab[len(p.slab)-1]
}

func (p *parser) scalar(style Style, value string, start, end int) *Node {
	n := p.node(Scalar, style, start, end)
	n.Value = value
	return n
}

func (p *parser) missing(at int) *Node { return p.node(Missing, Plain, at, at) }

// takePairs moves the pairs above mark from the scratch stack into the node.
func (p *parser) takePairs(n *Node, mark int) {
	if len(p.pairs) > mark {
		n.Pairs = append(make([]Pair, 0, len(p.pairs)-mark), p.pairs[mark:]...)
		p.pairs = p.pairs[:mark]
	}
}

func (p *parser) takeItems(n *Node, mark int) {
	if len(p.items) > mark {
		n.Items = append(make([]*Node, 0, len(p.items)-mark), p.items[mark:]...)
		p.items = p.items[:mark]
	}
}

// add appends an entry to the mapping whose entries start at mark, unless its key is there already.
func (p *parser) add(mark int, key, value *Node) {
	for i := mark; i < len(p.pairs); i++ {
		if p.pairs[i].Key.Value == key.Value {
			p.duplicate(key, p.pairs[i].Key)
			return
		}
	}
	p.pairs = append(p.pairs, Pair{key, value})
}

// enter counts a level of nesting; it reports false, with a diagnostic, where the text is nested too deeply.
func (p *parser) enter(at int) bool {
	p.depth++
	if p.depth > MaxDepth {
		if p.depth == MaxDepth+1 {
			p.report("too-deep", at, at+1, "collections are nested more than 64 deep")
		}
		return false
	}
	return true
}

func (p *parser) leave() { p.depth-- }
