package syntax

import "fmt"

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
	if c.role != entry && (p.s[ln.text] == '{' || p.s[ln.text] == '[') {
		p.parseFlowRoot(ln)
		return
	}
	if isDash(p.s, ln.text, ln.end) {
		p.refused(ln, ln.text)
		return
	}
	mark := len(p.pairs)
	p.entryAt(ln, ln.text, ln.indent)
	if len(p.pairs) > mark {
		c.pair = p.pairs[mark]
		p.pairs = p.pairs[:mark]
	}
	p.leftovers()
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
		p.leftovers()
	}
}

// leftovers reports content that stands below an entry and belongs to nothing.
func (p *parser) leftovers() {
	ln := nextContent(p.s, p.pos)
	if ln.start >= len(p.s) {
		return
	}
	p.strayLine(ln)
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

// takePairs moves the entries above mark from the scratch stack into the node. Of two with the same key the second is
// reported and left out.
func (p *parser) takePairs(n *Node, mark int) {
	pairs := p.pairs[mark:]
	if len(pairs) == 0 {
		return
	}
	p.pairs = p.pairs[:mark]
	if len(pairs) <= fewKeys {
		pairs = p.distinctFew(pairs)
	} else {
		var repeats []repeat
		pairs, repeats = distinct(pairs)
		for _, r := range repeats {
			p.duplicate(r.key, r.first)
		}
	}
	n.Pairs = append(make([]Pair, 0, len(pairs)), pairs...)
}

// fewKeys is up to how many keys comparing each with each is cheaper than a map.
const fewKeys = 16

func (p *parser) distinctFew(pairs []Pair) []Pair {
	out := pairs[:0]
next:
	for _, pair := range pairs {
		for _, first := range out {
			if first.Key.Value == pair.Key.Value {
				p.duplicate(pair.Key, first.Key)
				continue next
			}
		}
		out = append(out, pair)
	}
	return out
}

func (p *parser) takeItems(n *Node, mark int) {
	if len(p.items) > mark {
		n.Items = append(make([]*Node, 0, len(p.items)-mark), p.items[mark:]...)
		p.items = p.items[:mark]
	}
}

// add appends an entry to the mapping that is open.
func (p *parser) add(key, value *Node) { p.pairs = append(p.pairs, Pair{key, value}) }

// enter counts a level of nesting; it reports false, with a diagnostic, where the text is nested too deeply.
func (p *parser) enter(at int) bool {
	if p.depth >= MaxDepth {
		p.report("too-deep", at, at+1, fmt.Sprintf("collections are nested more than %d deep", MaxDepth))
		return false
	}
	p.depth++
	return true
}

func (p *parser) leave() { p.depth-- }
