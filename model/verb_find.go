package model

import (
	"fmt"
	"strings"

	"theriac.dev/syntax"
)

// editor is a verb at work on the files of a model.
type editor struct {
	m     *Model
	g     *grammar
	texts []*text
	Change
}

func (m *Model) edit() *editor {
	e := &editor{m: m, g: language()}
	for _, f := range m.ownFiles() {
		e.texts = append(e.texts, &text{f: f, src: string(f.Text())})
	}
	return e
}

// done collects the edits of all files.
func (e *editor) done() (Change, error) {
	for _, t := range e.texts {
		if edits := tidy(t.edits); len(edits) > 0 {
			e.Edits = append(e.Edits, FileEdit{File: t.f.Name, Edits: edits})
		}
	}
	return e.Change, nil
}

// refuse makes the error of a verb. at is what stands in the way, or nil.
func (m *Model) refuse(at *syntax.Node, code, hint, format string, args ...any) *Refused {
	return &Refused{syntax.Diagnostic{Place: m.Place(at), Code: code, Message: fmt.Sprintf(format, args...), Hint: hint}}
}

// spot is where a pair stands: its file and the mappings around it, the root first.
type spot struct {
	t     *text
	steps []step
}

// step is one member of a collection: pair or item number index of what stands under holder.
type step struct {
	holder syntax.Pair // its Key is nil for the root
	index  int
	entry  bool // the collection is the mapping of an entry: it stays, be it empty
	top    bool // the collection is a section of its own
}

// pair returns the pair at the spot.
func (s spot) pair() syntax.Pair {
	last := s.steps[len(s.steps)-1]
	return last.holder.Value.Pairs[last.index]
}

// below returns the spot of a key inside the mapping at this one; ok is false where it has no such key.
func (s spot) below(key string, entry bool) (spot, bool) {
	p := s.pair()
	if p.Value.Kind != syntax.Mapping {
		return spot{}, false
	}
	i := pairIndex(p.Value, key)
	if i < 0 {
		return spot{}, false
	}
	steps := append(s.steps[:len(s.steps):len(s.steps)], step{holder: p, index: i, entry: entry})
	return spot{s.t, steps}, true
}

// top finds a top-level key in the first file that has it.
func (e *editor) top(key string) (spot, bool) {
	for _, t := range e.texts {
		if i := pairIndex(t.f.Root, key); i >= 0 {
			return spot{t, []step{{holder: syntax.Pair{Value: t.f.Root}, index: i}}}, true
		}
	}
	return spot{}, false
}

// find finds an entry. The section `interfaces` has ids of the form element.interface.
func (e *editor) find(section, id string) (spot, bool) {
	if section == "interfaces" {
		element, name, _ := strings.Cut(id, ".")
		at, ok := e.find("elements", element)
		if !ok {
			return spot{}, false
		}
		if at, ok = at.below("interfaces", true); !ok {
			return spot{}, false
		}
		return at.below(name, false)
	}
	for _, t := range e.texts {
		i := pairIndex(t.f.Root, section)
		if i < 0 {
			continue
		}
		at := spot{t, []step{{holder: syntax.Pair{Value: t.f.Root}, index: i}}}
		if at, ok := at.below(id, false); ok {
			at.steps[1].top = true
			return at, true
		}
	}
	return spot{}, false
}

// entry finds an entry or says why it cannot be edited.
func (e *editor) entry(section, id string) (spot, error) {
	if section != "interfaces" && !e.isSection(section) {
		return spot{}, e.noSection(section)
	}
	at, ok := e.find(section, id)
	if !ok {
		if e.m.has(section, id) {
			return spot{}, e.m.refuse(nil, "inherited", "change it there, or set keys of it here",
				"%s `%s` comes from a platform model", noun(section), id)
		}
		return spot{}, e.m.refuse(nil, "no-entry", "", "there is no %s `%s`", noun(section), id)
	}
	return at, nil
}

func (e *editor) isSection(name string) bool {
	_, ok := e.g.number[name]
	return ok
}

func (e *editor) noSection(name string) error {
	var names []string
	for _, f := range e.g.sections {
		names = append(names, f.key)
	}
	hint := "expected one of " + listOf(names)
	if near := Nearest(name, names); near != "" {
		hint = "did you mean `" + near + "`?"
	}
	return e.m.refuse(nil, "no-section", hint, "there is no section `%s`", name)
}

// has reports whether the model has the entry, be it from a platform model.
func (m *Model) has(section, id string) bool {
	if section == "interfaces" {
		element, name, ok := strings.Cut(id, ".")
		el := m.Elements.Get(element)
		return ok && el != nil && el.Interfaces.Get(name) != nil
	}
	s := m.section(section)
	return s != nil && s.Index(id) >= 0
}

// inPlatform reports whether a platform model has the entry, whatever this one says about it.
func (e *editor) inPlatform(section, id string) bool {
	for _, f := range e.m.Files[len(e.texts):] {
		at := &text{f: f}
		platform := editor{m: e.m, g: e.g, texts: []*text{at}}
		if _, ok := platform.find(section, id); ok {
			return true
		}
	}
	return false
}
