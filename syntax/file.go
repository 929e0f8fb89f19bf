package syntax

import "strings"

// Limits of a file. They keep a hostile or broken text from costing more than a moment.
const (
	// MaxSize is the greatest size of a file in bytes.
	MaxSize = 16 << 20
	// MaxDepth is how deep collections may be nested.
	MaxDepth = 64
	// maxKey is the longest key in bytes: other YAML readers refuse longer ones.
	maxKey = 1000
	// maxChunks is how many entries the sections of a file may have together.
	maxChunks = 1 << 18
)

// File is one version of a text with its tree. It never changes: Apply and Update return the next version, which
// shares with this one the nodes of every chunk that was not touched. A File may be read by many goroutines.
type File struct {
	// Name is the path or other name by which places and diagnostics refer to the file.
	Name string
	// Root is the mapping of the whole file; it is never nil, and empty where nothing was understood.
	Root *Node

	text     string
	chunks   []*Chunk
	offsets  []int32 // where each chunk starts in text
	lines    []int32 // how many line feeds stand before each chunk
	sections []section
	own      []Diagnostic // of the file as a whole: duplicate keys, notes
}

// Parse reads text. It never fails: what was not understood is told by Diagnostics.
func Parse(name string, text []byte) *File { return parse(name, string(text)) }

func parse(name, text string) *File {
	f := &File{Name: name, text: text}
	if len(text) > MaxSize {
		return f.refuse(tooLarge(len(text)))
	}
	sp := splitter{s: text}
	p := &parser{slabSize: 256}
	for {
		span, ok := sp.next()
		if !ok {
			break
		}
		if len(f.chunks) == maxChunks {
			return f.refuse(tooManyEntries())
		}
		c := p.parseChunk(text[span.start:span.end], span.role, span.indent)
		c.label = uint64(len(f.chunks)+1) << labelBits
		f.chunks = append(f.chunks, c)
	}
	f.assemble(nil)
	return f
}

// refuse gives up on the text as a whole.
func (f *File) refuse(d Diagnostic) *File {
	return &File{Name: f.Name, text: f.text, Root: &Node{Kind: Mapping, Style: Block}, own: []Diagnostic{d}}
}

// Text returns a copy of the bytes of the file.
func (f *File) Text() []byte { return []byte(f.text) }

// Line returns the text of line n, counted from 1, without its line break; it is empty where there is no such line.
func (f *File) Line(n int) string {
	start, ok := f.lineStart(n)
	if !ok {
		return ""
	}
	rest := f.text[start:]
	if i := strings.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return strings.TrimSuffix(rest, "\r")
}

// Diagnostics returns what was wrong or doubtful in the text, in the order of their places.
func (f *File) Diagnostics() []Diagnostic {
	var all []Diagnostic
	for _, d := range f.own {
		all = append(all, f.locate(d, 0))
	}
	for i, c := range f.chunks {
		for _, d := range c.diagnostics {
			all = append(all, f.locate(d, int(f.offsets[i])))
		}
	}
	sortDiagnostics(all)
	return all
}

// HasErrors reports whether some of the text was not understood.
func (f *File) HasErrors() bool {
	for _, d := range f.own {
		if d.Severity == Error {
			return true
		}
	}
	for _, c := range f.chunks {
		for i := range c.diagnostics {
			if c.diagnostics[i].Severity == Error {
				return true
			}
		}
	}
	return false
}
