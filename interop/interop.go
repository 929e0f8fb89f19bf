// Package interop reads and writes attack-defence trees in the formats of other tools: ADTool, Attack Flow (the files of
// its builder, and STIX), Graphviz DOT, Mermaid and Deciduous.
//
// No format says all that a tree can say, and each says things that a tree cannot. What is left behind is never left
// behind in silence: every reader and every writer returns a list of losses. A reader takes what it understands; only
// where it understands nothing that makes a tree is there an error, which says what is wrong, where, and what was expected.
//
// A tree that is written and read again is the same tree, up to the losses.
package interop

import (
	"fmt"
	"strings"

	"theriac.dev/syntax"
	"theriac.dev/tree"
)

// Document is a tree with what a [tree.Tree] has no room for.
type Document struct {
	Name, Text string
	// Created is the time stamp that formats ask for, as in RFC 3339. Nothing here reads a clock: where it is empty, the
	// first second of 1970 is written.
	Created string
	Tree    tree.Tree
	// Notes are by the index of the node. The list may be shorter than that of the nodes; the rest have none.
	Notes []Note
}

// Note is what other formats say of a node beside its text.
type Note struct {
	Technique string // id of a technique, such as T1110
	Tactic    string // id of a tactic
	Text      string // a longer description or a comment
}

// Note returns the note of a node; it is empty where there is none.
func (d *Document) Note(node int) Note {
	if node < 0 || node >= len(d.Notes) {
		return Note{}
	}
	return d.Notes[node]
}

// Loss is something that a format could not carry, or that was read in another sense than it may have been meant.
type Loss struct {
	Place syntax.Place // where it stands in a text that was read; zero where the format has no lines, or when writing
	Node  string       // id or label of the node; empty where it concerns the whole
	Text  string       // what, and what became of it: lower case, no full stop
}

// String says the loss with its place and node.
func (l Loss) String() string {
	s := l.Text
	if l.Node != "" {
		s = l.Node + ": " + s
	}
	if !l.Place.IsZero() {
		s = fmt.Sprintf("%s:%d:%d: %s", l.Place.File, l.Place.Line, l.Place.Column, s)
	}
	return s
}

// Error is a file that cannot be read. Its Place has a line where it can be known.
type Error = syntax.BadFile

// fault makes the error of a reader.
func fault(at syntax.Place, hint, format string, args ...any) error {
	return syntax.NewBadFile(at, hint, format, args...)
}

// The limits of what is read and written.
const (
	maxBytes = 16 << 20 // of a file
	maxNodes = 20_000   // of a tree, and of what a tree becomes where shared nodes are written several times
	maxDepth = 400      // of nested elements in a file
)

// tooLarge refuses a file that is over the limit.
func tooLarge(name string, data []byte) error {
	if len(data) > maxBytes {
		return fault(syntax.Place{File: name}, "split the tree", "the file has %d bytes; at most %d are read", len(data), maxBytes)
	}
	return nil
}

// Format is one format of trees.
type Format struct {
	ID         string // the word for the command line
	Title      string
	Extensions []string // of files, with the dot; the first is the usual one
	// Read makes a document of a file. It is nil where the format is only written. The name is used in messages alone.
	Read func(name string, data []byte) (*Document, []Loss, error)
	// Write makes a file of a document. It is nil where the format is only read. The error says why nothing can be written.
	Write func(d *Document) ([]byte, []Loss, error)
}

// Formats lists the formats.
func Formats() []Format {
	return []Format{
		{"adtool", "ADTool 1 and 2", []string{".xml", ".adt"}, ReadADTool, WriteADTool},
		{"afb", "Attack Flow Builder", []string{".afb"}, ReadAFB, WriteAFB},
		{"stix", "Attack Flow in STIX 2.1", []string{".json", ".stix"}, ReadSTIX, WriteSTIX},
		{"dot", "Graphviz DOT", []string{".dot", ".gv"}, ReadDOT, WriteDOT},
		{"mermaid", "Mermaid flowchart", []string{".mmd", ".mermaid"}, nil, WriteMermaid},
		{"deciduous", "Deciduous", []string{".yaml", ".yml"}, ReadDeciduous, nil},
	}
}

// Find returns the format with the id, or the one that a file name ends in.
func Find(idOrName string) (Format, bool) {
	for _, f := range Formats() {
		if f.ID == idOrName {
			return f, true
		}
	}
	for _, f := range Formats() {
		for _, ext := range f.Extensions {
			if strings.HasSuffix(strings.ToLower(idOrName), ext) {
				return f, true
			}
		}
	}
	return Format{}, false
}
