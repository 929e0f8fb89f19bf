package model

import (
	"reflect"

	"theriac.dev/syntax"
)

// Decode makes a Model of its files, the root file first. It never fails: what was not understood is left unstated and
// told in Diagnostics, so that a half-written model can still be analysed. Of two entries with the same id the first
// is kept. A reference to nothing stays as it was written; Get returns nil for it.
func Decode(files ...*syntax.File) *Model {
	m, _ := build(nil, files, nil)
	return m
}

// DecodePart makes a Model of one mapping inside a file, such as a case in the test of a pack. It needs no head: no
// `theriac` and no `id`.
func DecodePart(file *syntax.File, root *syntax.Node) *Model {
	m, _ := build(nil, []*syntax.File{file}, root)
	return m
}

// Includes returns the names under `include` of one file, as they are written. Whoever loads a model calls it for each
// file, because an included file may include more.
func Includes(f *syntax.File) []string {
	var names []string
	n := f.Root.Get("include")
	if n == nil {
		return nil
	}
	for _, item := range append([]*syntax.Node{n}, n.Items...) {
		if item.Kind == syntax.Scalar && item.Value != "" {
			names = append(names, item.Value)
		}
	}
	return names
}

// Place returns where a node of the model stands; the zero Place where it is in none of the files.
func (m *Model) Place(n *syntax.Node) syntax.Place {
	if n == nil {
		return syntax.Place{}
	}
	for _, f := range m.Files {
		if p := f.Place(n); !p.IsZero() {
			return p
		}
	}
	return syntax.Place{}
}

// record is one decoded entry of a section in one file. It never changes, and models made by Update share it.
type record struct {
	section    int // number of the section
	key, value *syntax.Node
	entry      any // *Zone, *Element ...
	decoder        // what was found by looking at the entry alone
}

// part is what one file says in one section.
type part struct {
	file    int // index in Files
	section int // number of the section
	node    *syntax.Node
	pairs   []syntax.Pair
	records []*record
}

// headPair is one top-level key that is no section.
type headPair struct {
	file       int
	key, value *syntax.Node
}

// state is what a Model remembers of how it was made, for Update and Inherit.
type state struct {
	parts    []part
	head     []headPair
	headSaid decoder
	partial  bool // made by DecodePart
	merged   bool // made by Inherit: sections hold more than the records
	ownFiles int  // files of the model itself, without those of its platforms
	platform []problem
	// targets holds the ids that findings can be about with the key of the entry.
	targets map[string]*syntax.Node
	// out holds the records that are kept out of their section, because of their id.
	out map[*record]problem
	// local are the records with problems of their own, dangling those with references to nothing.
	local    map[*record]bool
	dangling map[*record][]problem
	cycles   []problem
	near     map[nearKey]string
}

// builder makes a model, reusing what it can of an older one.
type builder struct {
	m, old  *Model
	st, was *state
	g       *grammar
	aligned bool      // the parts are those of the older model, one for one
	touched []bool    // by section: its ids or their order are not what they were
	fresh   []*record // those that the older model does not have
	gone    []*record // those that only the older model has
	changes Changes
}

func build(old *Model, files []*syntax.File, root *syntax.Node) (*Model, Changes) {
	b := &builder{m: &Model{Files: files}, old: old, st: &state{partial: root != nil}, g: language()}
	b.m.state = b.st
	if old != nil {
		b.was = old.state
	}
	if b.was == nil {
		b.old, b.was = &Model{}, &state{}
	}
	b.gather(root)
	b.decodeHead()
	b.decodeParts()
	b.fillSections()
	b.check()
	b.m.render()
	if old != nil {
		b.compare()
	}
	return b.m, b.changes
}

// gather sorts the top-level pairs of all files into the head and the parts of sections.
func (b *builder) gather(root *syntax.Node) {
	for i, f := range b.m.Files {
		top := f.Root
		if root != nil {
			top = root
		}
		for _, pair := range top.Pairs {
			number, ok := b.g.number[pair.Key.Value]
			if !ok {
				b.st.head = append(b.st.head, headPair{i, pair.Key, pair.Value})
				continue
			}
			p := part{file: i, section: number, node: pair.Value}
			if p.node.Kind == syntax.Mapping {
				p.pairs = p.node.Pairs
			}
			b.st.parts = append(b.st.parts, p)
		}
	}
}

// decodeHead decodes all that is no section. A key may be written once in all files, except that lists add up and that
// each file may give the version of the language.
func (b *builder) decodeHead() {
	d := &b.st.headSaid
	v := reflect.ValueOf(b.m).Elem()
	first := map[string]*syntax.Node{}
	var theriac Int
	for _, h := range b.st.head {
		f := b.g.byKey[h.key.Value]
		if f == nil {
			d.unknownKey(h.key, b.g.keys)
			continue
		}
		if earlier := first[f.key]; earlier != nil && !f.addsUp() {
			d.report(problem{node: h.key, code: "duplicate-key",
				message: "`" + f.key + "` is already written in another file",
				hint:    "keep one of the two", related: []related{{earlier, "first written here"}}})
			continue
		}
		first[f.key] = h.key
		if f.required && h.value.Kind == syntax.Missing {
			continue
		}
		before := b.m.wordsOf(f, v)
		d.value(f, f.in(v), v, h.key, h.value)
		if f.shape == shapeWords {
			b.m.addUp(f, v, before)
		}
		if f.key == "theriac" && !theriac.Stated() {
			theriac = b.m.Theriac
		}
	}
	if theriac.Stated() {
		b.m.Theriac = theriac
	}
}

// addsUp reports whether the key may be written in several files.
func (f *field) addsUp() bool {
	return f.shape == shapeWords || f.shape == shapeExtends || f.shape == shapeLayout || f.key == "theriac"
}

func (m *Model) wordsOf(f *field, v reflect.Value) Strings {
	if f.shape != shapeWords {
		return Strings{}
	}
	return *f.in(v).(*Strings)
}

// addUp puts the words that were already there before those just decoded.
func (m *Model) addUp(f *field, v reflect.Value, before Strings) {
	if !before.Stated() {
		return
	}
	now := f.in(v).(*Strings)
	now.Items = append(append([]String(nil), before.Items...), now.Items...)
	now.Node = before.Node
}
