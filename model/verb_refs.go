package model

import (
	"slices"
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
	findingWord // threat@target in a list or a key
	factWord    // a fact about the entry
)

// references collects the places that name one of the ids, by the id; an interface is filed under its element.
func (e *editor) references(ids ...string) map[string][]*reference {
	r := &referrer{e: e, g: e.g, found: map[string][]*reference{}}
	for _, id := range ids {
		r.found[beforeDot(id)] = nil
	}
	for _, t := range e.texts {
		r.t = t
		root := syntax.Pair{Value: t.f.Root}
		for i, p := range t.f.Root.Pairs {
			f := e.g.byKey[p.Key.Value]
			if f == nil {
				continue
			}
			r.push(root, i, false, false)
			switch f.shape {
			case shapeSection:
				r.entries(f, p)
			case shapeLayout:
				r.boxes(p)
			default:
				r.value(f, p)
			}
			r.pop()
		}
	}
	return r.found
}

func beforeDot(id string) string {
	element, _, _ := strings.Cut(id, ".")
	return element
}

// referrer walks through the files and remembers the way to where it is.
type referrer struct {
	e              *editor
	g              *grammar
	found          map[string][]*reference // only for the ids asked for
	t              *text
	way            []step
	section, owner string
}

func (r *referrer) push(p syntax.Pair, i int, entry, top bool) {
	r.way = append(r.way, step{holder: p, index: i, entry: entry, top: top})
}

func (r *referrer) pop() { r.way = r.way[:len(r.way)-1] }

// word files a word by what it names: of a finding its target, of a fact what it is about.
func (r *referrer) word(node *syntax.Node, w want, required bool) {
	switch {
	case w&wantFact != 0:
		about, _, _ := strings.Cut(node.Value, " ")
		r.add(node, about, wantTarget, false, factWord)
	case w&wantFinding != 0:
		if _, target, ok := SplitFinding(node.Value); ok {
			r.add(node, target, wantTarget, false, findingWord)
			return
		}
		r.add(node, node.Value, 1<<r.g.number["threats"], required, wordReference)
	default:
		r.add(node, node.Value, w, required, wordReference)
	}
}

func (r *referrer) add(node *syntax.Node, value string, w want, required bool, kind referenceKind) {
	key := beforeDot(value)
	have, asked := r.found[key]
	if !asked {
		return
	}
	r.found[key] = append(have, &reference{spot: spot{r.t, slices.Clone(r.way)}, node: node, value: value, want: w,
		required: required, kind: kind, section: r.section, owner: r.owner})
}

// entries looks through the entries of a section or of the interfaces of an element.
func (r *referrer) entries(f *field, p syntax.Pair) {
	outer := r.section == ""
	for i, q := range p.Value.Pairs {
		r.push(p, i, false, outer)
		if outer {
			r.section, r.owner = f.key, q.Key.Value
			if _, target, ok := SplitFinding(q.Key.Value); ok && f.key == "threats" {
				r.add(q.Key, target, wantTarget, false, decisionKey)
			}
		}
		for k, v := range q.Value.Pairs {
			if inner := f.group.byKey[v.Key.Value]; inner != nil && (wanted(r.g, f.key, inner) != 0 || inner.shape == shapeSection) {
				r.push(q, k, true, false)
				r.value(inner, v)
				r.pop()
			}
		}
		if outer {
			r.section, r.owner = "", ""
		}
		r.pop()
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

func (r *referrer) value(f *field, p syntax.Pair) {
	w := wanted(r.g, r.section, f)
	n := p.Value
	switch {
	case f.shape == shapeSection:
		r.entries(f, p)
	case f.shape == shapeGroup:
		for i, q := range n.Pairs {
			if inner := f.group.byKey[q.Key.Value]; inner != nil {
				r.push(p, i, false, false)
				r.value(inner, q)
				r.pop()
			}
		}
	case f.shape == shapeExtends:
		r.extension(f, p)
		for i, item := range n.Items {
			r.push(p, i, false, false)
			r.extension(f, syntax.Pair{Key: p.Key, Value: item})
			r.pop()
		}
	case w == 0:
	case n.Kind == syntax.Scalar:
		r.word(n, w, f.required)
	default:
		for i, item := range n.Items {
			if item.Kind == syntax.Scalar {
				r.push(p, i, false, false)
				r.word(item, w, false)
				r.pop()
			}
		}
	}
}

// extension looks at the zone into which a platform model is put.
func (r *referrer) extension(f *field, p syntax.Pair) {
	for i, q := range p.Value.Pairs {
		if inner := f.group.byKey[q.Key.Value]; inner != nil && inner.want != 0 && q.Value.Kind == syntax.Scalar {
			r.push(p, i, false, false)
			r.add(q.Value, q.Value.Value, inner.want, false, wordReference)
			r.pop()
		}
	}
}

// boxes looks at the layout: view, then target.
func (r *referrer) boxes(p syntax.Pair) {
	for i, view := range p.Value.Pairs {
		r.push(p, i, false, false)
		r.add(view.Key, view.Key.Value, 1<<r.g.number["views"], false, boxKey)
		for k, box := range view.Value.Pairs {
			r.push(view, k, false, false)
			r.add(box.Key, box.Key.Value, wantTarget|1<<r.g.number["notes"], false, boxKey)
			r.pop()
		}
		r.pop()
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
	case r.want&(1<<number) == 0 || r.value != id:
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
	var out []*reference
	for _, r := range all[beforeDot(id)] {
		if e.means(r, section, id) {
			out = append(out, r)
		}
	}
	return out
}
