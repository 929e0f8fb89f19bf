package model

import (
	"strings"

	"theriac.dev/syntax"
)

// reference is a place where the text names an entry.
type reference struct {
	spot
	node           *syntax.Node // the word, or the key of a decision or a box
	section, owner string       // the entry that it stands in; both empty at the top
	value          string       // the id that is named, of a decision its target
	want           want
	required       bool
	kind           referenceKind
}

type referenceKind uint8

const (
	wordReference referenceKind = iota
	decisionKey
	boxKey
)

// references collects all places that name an entry, by the id they name; an interface is filed under its element.
func (e *editor) references() map[string][]*reference {
	r := &referrer{e: e, g: e.g, found: map[string][]*reference{}}
	for _, t := range e.texts {
		root := syntax.Pair{Value: t.f.Root}
		for i, p := range t.f.Root.Pairs {
			f := e.g.byKey[p.Key.Value]
			if f == nil {
				continue
			}
			r.section, r.owner = "", ""
			at := spot{t, []step{{holder: root, index: i}}}
			switch f.shape {
			case shapeSection:
				r.entries(at, f, p)
			case shapeLayout:
				r.boxes(at, p)
			default:
				r.value(at, f, p)
			}
		}
	}
	return r.found
}

type referrer struct {
	e              *editor
	g              *grammar
	found          map[string][]*reference
	section, owner string
}

func (r *referrer) add(ref reference) {
	ref.section, ref.owner = r.section, r.owner
	key, _, _ := strings.Cut(ref.value, ".")
	r.found[key] = append(r.found[key], &ref)
}

func (s spot) inside(p syntax.Pair, i int, entry, top bool) spot {
	return spot{s.t, append(s.steps[:len(s.steps):len(s.steps)], step{holder: p, index: i, entry: entry, top: top})}
}

// entries looks through the entries of a section or of the interfaces of an element.
func (r *referrer) entries(at spot, f *field, p syntax.Pair) {
	outer := r.section == ""
	for i, q := range p.Value.Pairs {
		here := at.inside(p, i, false, outer)
		if outer {
			r.section, r.owner = f.key, q.Key.Value
			if _, target, ok := SplitFinding(q.Key.Value); ok && f.key == "threats" {
				r.add(reference{spot: here, node: q.Key, value: target, want: wantTarget, kind: decisionKey})
			}
		}
		for k, v := range q.Value.Pairs {
			if inner := f.group.byKey[v.Key.Value]; inner != nil && (wanted(r.g, f.key, inner) != 0 || inner.shape == shapeSection) {
				r.value(here.inside(q, k, true, false), inner, v)
			}
		}
		if outer {
			r.section, r.owner = "", ""
		}
	}
}

// wanted is what the words of a field refer to. Two fields hold ids or text and so have no tag: the harm of a hazard and
// the steps of a use case. A text that is exactly such an id is taken for the id.
func wanted(g *grammar, section string, f *field) want {
	switch {
	case section == "hazards" && f.key == "harm":
		return 1 << g.number["harms"]
	case section == "usecases" && f.key == "steps":
		return 1 << g.number["flows"]
	}
	return f.want
}

func (r *referrer) value(at spot, f *field, p syntax.Pair) {
	w := wanted(r.g, r.section, f)
	n := p.Value
	switch {
	case f.shape == shapeSection:
		r.entries(at, f, p)
	case f.shape == shapeGroup:
		for i, q := range n.Pairs {
			if inner := f.group.byKey[q.Key.Value]; inner != nil {
				r.value(at.inside(p, i, false, false), inner, q)
			}
		}
	case f.shape == shapeExtends:
		r.extensions(at, f, p)
	case w == 0:
	case n.Kind == syntax.Scalar:
		r.add(reference{spot: at, node: n, value: n.Value, want: w, required: f.required})
	default:
		for i, item := range n.Items {
			if item.Kind == syntax.Scalar {
				r.add(reference{spot: at.inside(p, i, false, false), node: item, value: item.Value, want: w})
			}
		}
	}
}

// extensions looks at the zones into which platform models are put.
func (r *referrer) extensions(at spot, f *field, p syntax.Pair) {
	one := func(at spot, p syntax.Pair) {
		for i, q := range p.Value.Pairs {
			if inner := f.group.byKey[q.Key.Value]; inner != nil && inner.want != 0 && q.Value.Kind == syntax.Scalar {
				r.add(reference{spot: at.inside(p, i, false, false), node: q.Value, value: q.Value.Value, want: inner.want})
			}
		}
	}
	one(at, p)
	for i, item := range p.Value.Items {
		one(at.inside(p, i, false, false), syntax.Pair{Key: p.Key, Value: item})
	}
}

// boxes looks at layout: view, then target.
func (r *referrer) boxes(at spot, p syntax.Pair) {
	for i, view := range p.Value.Pairs {
		here := at.inside(p, i, false, false)
		r.add(reference{spot: here, node: view.Key, value: view.Key.Value, want: 1 << r.g.number["views"], kind: boxKey})
		for k, box := range view.Value.Pairs {
			r.add(reference{spot: here.inside(view, k, false, false), node: box.Key, value: box.Key.Value, want: wantTarget, kind: boxKey})
		}
	}
}

// means reports whether the reference names the entry, or for an element one of its interfaces. Where one word may name
// entries of two sections, the section that comes first in the language is meant.
func (e *editor) means(r *reference, section, id string) bool {
	if section == "interfaces" {
		return r.want&wantTarget != 0 && r.value == id
	}
	number := e.g.number[section]
	switch {
	case r.want&wantTarget != 0 && isTarget(section):
		return r.value == id || section == "elements" && strings.HasPrefix(r.value, id+".")
	case r.want&wantTarget != 0 || r.want&(1<<number) == 0 || r.value != id:
		return false
	}
	for i := range number {
		if r.want&(1<<i) != 0 && e.m.has(e.g.sections[i].key, id) {
			return false
		}
	}
	return true
}

// referring returns the places that name an entry.
func (e *editor) referring(all map[string][]*reference, section, id string) []*reference {
	key, _, _ := strings.Cut(id, ".")
	var out []*reference
	for _, r := range all[key] {
		if e.means(r, section, id) {
			out = append(out, r)
		}
	}
	return out
}
