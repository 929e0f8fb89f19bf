package model

import "theriac.dev/syntax"

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
