package model

import (
	"fmt"
	"slices"

	"theriac.dev/syntax"
)

// Change is what a verb asks for: byte edits, and how ids change by them. Nothing outside the edits moves, so that
// comments, blank lines, order and alignment stay as people wrote them.
type Change struct {
	// Edits are the edits of each file, in the order of the model's files. A file that the model does not have yet is
	// to be created.
	Edits []FileEdit
	// Renamed says which ids changed, those of findings (section threats) among them, so that canvas, comments and
	// links follow.
	Renamed []IDChange
	// Added and Removed are the entries that the change brings and takes away, as section/id.
	Added, Removed []string
}

// FileEdit is the edits of one file, ordered and without overlap.
type FileEdit struct {
	File  string
	Edits []syntax.Edit
	Gone  bool // the file goes, whatever is in it; the edits are not looked at
}

// IDChange is an id that became another. ID of an interface is element.interface.
type IDChange struct {
	Section, From, To string
}

// Empty reports whether the change does nothing.
func (c Change) Empty() bool { return len(c.Edits) == 0 }

// Refused is the error of a verb that cannot be done, with the place that stands in its way.
type Refused struct{ syntax.Diagnostic }

// Error says where and why.
func (r *Refused) Error() string {
	msg := r.Message
	if !r.Place.IsZero() {
		msg = fmt.Sprintf("%s:%d:%d: %s", r.Place.File, r.Place.Line, r.Place.Column, msg)
	}
	if r.Hint != "" {
		msg += "; " + r.Hint
	}
	return msg
}

// Value is what a verb writes: a word or text, a list of words or points, or fields. The zero Value means nothing: a field with it
// is taken away.
type Value struct {
	kind   valueKind
	text   string
	items  []string
	points []Point
	fields []Field
}

type valueKind uint8

const (
	nothing valueKind = iota
	wordValue
	listValue
	pointsValue
	fieldsValue
)

// Field is one key with its value.
type Field struct {
	Key   string
	Value Value
}

// Word makes a word, a number or a text of it.
func Word(s string) Value { return Value{kind: wordValue, text: s} }

// List makes a list of words.
func List(items ...string) Value { return Value{kind: listValue, items: items} }

// PointList makes a list of points.
func PointList(points ...Point) Value { return Value{kind: pointsValue, points: points} }

// Fields makes a mapping.
func Fields(fields ...Field) Value { return Value{kind: fieldsValue, fields: fields} }

// IsZero reports whether there is nothing to write.
func (v Value) IsZero() bool { return v.kind == nothing }

// ApplyChange returns the files after the change. The files given stay as they are; a file that is not among them is
// created. The only error is a change that was made for another version of the text.
func ApplyChange(files []*syntax.File, c Change) ([]*syntax.File, error) {
	out := slices.Clone(files)
	for _, fe := range c.Edits {
		i := slices.IndexFunc(out, func(f *syntax.File) bool { return f.Name == fe.File })
		if i < 0 {
			out = append(out, syntax.Parse(fe.File, nil))
			i = len(out) - 1
		}
		if fe.Gone {
			out = slices.Delete(out, i, i+1)
			continue
		}
		next, err := out[i].Apply(fe.Edits)
		if err != nil {
			return nil, err
		}
		out[i] = next
	}
	return out, nil
}

// tidy orders edits and joins those that touch or stand at the same place, in the order in which they were asked for.
// Of two that overlap the later one is dropped; verbs do not make such edits.
func tidy(edits []syntax.Edit) []syntax.Edit {
	slices.SortStableFunc(edits, func(a, b syntax.Edit) int { return a.Start - b.Start })
	var out []syntax.Edit
	for _, e := range edits {
		if e.Start == e.End && e.New == "" {
			continue
		}
		if n := len(out); n > 0 {
			last := &out[n-1]
			if e.Start < last.End {
				last.End = max(last.End, e.End)
				last.New += e.New
				continue
			}
			if e.Start == last.End {
				last.New += e.New
				last.End = e.End
				continue
			}
		}
		out = append(out, e)
	}
	return out
}
