package model

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// render makes the diagnostics of the model, in the order of the files and their bytes.
func (m *Model) render() {
	st := m.state
	r := renderer{m: m, files: map[string]int{}, near: map[nearKey]string{}}
	for i, f := range m.Files {
		r.files[f.Name] = i
		if !st.partial && !(st.merged && i >= st.ownFiles) {
			for _, d := range f.Diagnostics() {
				r.all = append(r.all, rendered{Diagnostic: d})
			}
		}
	}
	r.add(st.headSaid.problems...)
	r.add(newIndex(m).unresolved(st.headSaid.refs)...)
	r.add(st.platform...)
	r.add(st.cycles...)
	r.add(m.headProblems()...)
	for _, p := range st.out {
		r.add(p)
	}
	for rec := range st.local {
		for i := range rec.problems {
			if !m.filledIn(rec, rec.problems[i]) {
				r.add(rec.problems[i])
			}
		}
	}
	for _, problems := range st.dangling {
		r.add(problems...)
	}
	m.Diagnostics = r.finish()
	st.near = r.near
}

// headProblems tells what the model as a whole lacks.
func (m *Model) headProblems() []problem {
	if m.state.partial || len(m.Files) == 0 {
		return nil
	}
	var found []problem
	for _, f := range language().fields {
		if f.required && f.nodeOf(reflect.ValueOf(m).Elem()) == nil && !m.state.wrote(f.key) {
			found = append(found, problem{code: "missing-required", message: "`" + f.key + "` is missing",
				hint: "add `" + f.key + "`: " + f.doc})
		}
	}
	if m.Elements.Len() == 0 {
		found = append(found, problem{severity: syntax.Note, code: "empty-model",
			message: "the model has no elements yet", hint: "add the parts of the system under `elements`"})
	}
	return found
}

// wrote reports whether a key of the head was written, understood or not.
func (st *state) wrote(key string) bool {
	return slices.ContainsFunc(st.head, func(h headPair) bool {
		return h.key.Value == key && h.value.Kind != syntax.Missing
	})
}

// renderer gives problems their places.
type renderer struct {
	m     *Model
	files map[string]int
	all   []rendered
	near  map[nearKey]string
}

type rendered struct {
	syntax.Diagnostic
	ref *ref
}

func (r *renderer) add(problems ...problem) {
	for i := range problems {
		p := &problems[i]
		d := syntax.Diagnostic{Place: r.m.Place(p.node), Severity: p.severity, Code: p.code, Message: p.message, Hint: p.hint}
		if d.Place.IsZero() {
			d.Place = syntax.Place{File: r.m.Files[0].Name, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
		}
		for _, word := range p.instead {
			d.Fixes = append(d.Fixes, replace(d.Place, word))
		}
		for _, rel := range p.related {
			if at := r.m.Place(rel.node); !at.IsZero() {
				d.Related = append(d.Related, syntax.Related{Place: at, Message: rel.message})
			}
		}
		r.all = append(r.all, rendered{d, p.ref})
	}
}

// replace is the fix that writes word in the place.
func replace(at syntax.Place, word string) syntax.Fix {
	return syntax.Fix{Title: "write `" + word + "`", Edits: []syntax.Edit{{Start: at.Start, End: at.End, New: word}}}
}

// finish sorts the diagnostics and looks for the nearest ids.
func (r *renderer) finish() []syntax.Diagnostic {
	slices.SortFunc(r.all, func(a, b rendered) int {
		return cmp.Or(cmp.Compare(r.files[a.Place.File], r.files[b.Place.File]), cmp.Compare(a.Place.Start, b.Place.Start),
			cmp.Compare(a.Place.End, b.Place.End), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message))
	})
	var list []syntax.Diagnostic
	for i := range r.all {
		if r.all[i].ref != nil {
			r.nearest(&r.all[i])
		}
		list = append(list, r.all[i].Diagnostic)
	}
	return list
}

// maxNearest bounds how many wrong ids of a model get a proposal, because each one is compared with all ids.
const maxNearest = 50

// nearKey is a wrong id and what it should be the id of.
type nearKey struct {
	word string
	want want
}

// nearest proposes the nearest id for a reference to nothing.
func (r *renderer) nearest(d *rendered) {
	key := nearKey{d.ref.node.Value, d.ref.want}
	near, ok := r.near[key]
	if !ok {
		if len(r.near) >= maxNearest {
			return
		}
		if near, ok = r.m.state.near[key]; !ok {
			near = r.m.nearestID(key)
		}
		r.near[key] = near
	}
	if near == "" {
		return
	}
	d.Hint = "did you mean `" + near + "`?"
	d.Fixes = []syntax.Fix{replace(d.Place, near)}
	d.Related = []syntax.Related{{Place: r.m.Place(newIndex(r.m).key(near, key.want)), Message: "`" + near + "` is defined here"}}
}

// nearestID compares a wrong id with all ids that it could stand for.
func (m *Model) nearestID(wrong nearKey) string {
	x := newIndex(m)
	var ids []string
	add := func(prefix string, s anySection) {
		for i := range s.Len() {
			ids = append(ids, prefix+s.ident(i).ID.Value)
		}
	}
	for i, s := range x.sections {
		if x.wants(wrong.want, i) {
			add("", s)
		}
	}
	if element, _, dotted := strings.Cut(wrong.word, "."); dotted && wrong.want&wantTarget != 0 {
		if e := m.Elements.Get(element); e != nil {
			add(element+".", &e.Interfaces)
		}
	}
	return Nearest(wrong.word, ids)
}

// wants reports whether a reference may point into the section.
func (x *index) wants(w want, section int) bool {
	return w&(1<<section) != 0 || w&wantTarget != 0 && isTarget(language().sections[section].key)
}

// key returns the place where an id that may be referred to is defined.
func (x *index) key(id string, w want) *syntax.Node {
	for i, s := range x.sections {
		if at := s.Index(id); at >= 0 && x.wants(w, i) {
			return s.ident(at).ID.Node
		}
	}
	element, name, _ := strings.Cut(id, ".")
	if e := x.elements.Get(element); e != nil {
		if i := e.Interfaces.Get(name); i != nil {
			return i.ID.Node
		}
	}
	return nil
}
