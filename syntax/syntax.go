// Package syntax reads and edits the text of a threat model.
//
// The text is a strict subset of YAML 1.2: block or flow mappings and sequences, plain, quoted and block scalars,
// comments. There are no anchors, aliases, tags, merge keys or multiple documents. Every plain scalar is a string:
// whether `on` or `3.10` is a word, a number or an answer is decided by who reads it, never by the parser.
//
// Parse never fails. It returns a tree of what it understood and a list of diagnostics for the rest; a half-written
// file still has a tree. Each node knows its bytes, so that a finding, an editor and a refactoring can point at it,
// and so that an edit is a splice of bytes which leaves every other byte alone.
//
// The file is kept in chunks: one for each entry of each top-level section (`elements.pcu`, `flows.f1`). An edit parses
// again only the chunks it touches; all other nodes are the very same pointers as before. Positions inside a chunk are
// relative to it, so a change at the head of a file moves nothing. Ask the File, not the node, where a node stands.
package syntax

// Kind is the shape of a node.
type Kind uint8

// The kinds of a node. Missing stands where a value was expected and nothing was written.
const (
	Missing Kind = iota
	Scalar
	Mapping
	Sequence
)

// Style is how a node is written.
type Style uint8

// The styles. Plain, SingleQuoted, DoubleQuoted, Literal (|) and Folded (>) are scalars; Block and Flow ({}, []) are
// collections.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
	Block
	Flow
)

// Node is one value of the tree. Nodes are immutable and shared between the versions of a file.
type Node struct {
	Kind  Kind
	Style Style
	// Value is the text of a scalar, without quotes and escapes.
	Value string
	// Pairs are the entries of a mapping in the order of the text. A duplicate key is reported and its entry kept out.
	Pairs []Pair
	// Items are the values of a sequence in the order of the text.
	Items []*Node

	inFlow     bool // a key or an item within brackets
	chunk      *Chunk
	start, end int32 // bytes from the start of the chunk
}

// Pair is one entry of a mapping. Value is never nil; its Kind may be Missing.
type Pair struct {
	Key, Value *Node
}

// Get returns the value under key of a mapping, or nil.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	for i := range n.Pairs {
		if n.Pairs[i].Key.Value == key {
			return n.Pairs[i].Value
		}
	}
	return nil
}

// Place is a stretch of a file. Start and End are bytes from the start of the file; lines and columns count from 1,
// columns in Unicode code points.
type Place struct {
	File               string
	Start, End         int
	Line, Column       int
	EndLine, EndColumn int
}

// IsZero reports whether the place points nowhere.
func (p Place) IsZero() bool { return p.File == "" && p.Line == 0 }

// Edit replaces the bytes [Start, End) of a file by New. An insertion has Start == End.
type Edit struct {
	Start, End int
	New        string
}
