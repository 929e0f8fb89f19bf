package model

import (
	"reflect"

	"theriac.dev/syntax"
)

// Section is an ordered set of entries with short ids, immutable once built.
type Section[T any] struct {
	list []*T
	at   map[string]int
	// Node is the mapping in the first file that has the section; nil where none has.
	Node *syntax.Node
}

// All returns the entries in the order of the text. The caller must not change the slice.
func (s *Section[T]) All() []*T { return s.list }

// Len returns the number of entries.
func (s *Section[T]) Len() int { return len(s.list) }

// Get returns the entry with the id, or nil.
func (s *Section[T]) Get(id string) *T {
	if i, ok := s.at[id]; ok {
		return s.list[i]
	}
	return nil
}

// Index returns the position of the id in All, or -1.
func (s *Section[T]) Index(id string) int {
	if i, ok := s.at[id]; ok {
		return i
	}
	return -1
}

// anySection is a Section of any type of entry, for the code that treats all sections alike.
type anySection interface {
	Len() int
	Index(id string) int
	entryType() reflect.Type
	node() *syntax.Node
	entry(i int) any
	ident(i int) *Entry
	fill(entries []any, at map[string]int, node *syntax.Node)
	follow(old anySection, changed map[int]any, node *syntax.Node)
}

func (s *Section[T]) entryType() reflect.Type { return reflect.TypeFor[T]() }
func (s *Section[T]) node() *syntax.Node      { return s.Node }
func (s *Section[T]) entry(i int) any         { return s.list[i] }

func (s *Section[T]) ident(i int) *Entry {
	return any(s.list[i]).(interface{ Ident() *Entry }).Ident()
}

// fill makes the section of new entries, each a *T, with the index that belongs to them.
func (s *Section[T]) fill(entries []any, at map[string]int, node *syntax.Node) {
	s.list = make([]*T, len(entries))
	for i, e := range entries {
		s.list[i] = e.(*T)
	}
	s.at, s.Node = at, node
}

// follow makes the section from an older one with the same ids, in which only some entries differ.
func (s *Section[T]) follow(old anySection, changed map[int]any, node *syntax.Node) {
	from := old.(*Section[T])
	s.list, s.at, s.Node = from.list, from.at, node
	if len(changed) == 0 {
		return
	}
	s.list = append([]*T(nil), from.list...)
	for i, e := range changed {
		s.list[i] = e.(*T)
	}
}

// section returns the section with the key, or nil.
func (m *Model) section(key string) anySection {
	n, ok := language().number[key]
	if !ok {
		return nil
	}
	return language().sections[n].in(reflect.ValueOf(m).Elem()).(anySection)
}

// ownFiles returns the files of the model itself, without those of its platform models.
func (m *Model) ownFiles() []*syntax.File {
	if m.state == nil || !m.state.merged {
		return m.Files
	}
	return m.Files[:m.state.ownFiles]
}
