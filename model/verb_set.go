package model

import (
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// Set writes a value. The path names it: `name`, `device/traits/legacy`, `elements/pcu/zone`,
// `elements/pcu/attributes/secure-boot`, `elements/pcu/interfaces/usb/state`. The zero Value takes the key away.
func Set(m *Model, path string, v Value) (Change, error) {
	e := m.edit()
	parts := strings.Split(path, "/")
	if v.IsZero() {
		return Unset(m, path)
	}
	if err := e.set(parts, v); err != nil {
		return Change{}, err
	}
	return e.done()
}

// Unset takes a key away, so that its value is unknown. It is no error where nothing was written. A mapping or a list
// that becomes empty goes too, an entry does not.
func Unset(m *Model, path string) (Change, error) {
	e := m.edit()
	at, left, err := e.walk(strings.Split(path, "/"))
	if err != nil {
		return Change{}, err
	}
	if len(left) == 0 {
		c := e.cuts()
		c.cut(at)
		c.finish()
	}
	return e.done()
}

// SetAttribute writes a free attribute of whatever a finding can be about: an element, a flow, a data asset, an
// interface as element.interface, or `device`.
func SetAttribute(m *Model, target, key, value string) (Change, error) {
	path, err := m.attributePath(target)
	if err != nil {
		return Change{}, err
	}
	if value == "" {
		return Unset(m, path+"/"+key)
	}
	return Set(m, path+"/"+key, Word(value))
}

func (m *Model) attributePath(target string) (string, error) {
	element, name, dotted := strings.Cut(target, ".")
	switch {
	case target == "device":
		return "device/attributes", nil
	case m.has("interfaces", target):
		return "elements/" + element + "/interfaces/" + name + "/attributes", nil
	case dotted:
		return "", m.refuse(nil, "no-entry", "", "there is no interface `%s`", target)
	}
	for _, s := range []string{"elements", "flows", "data"} {
		if m.has(s, target) {
			return s + "/" + target + "/attributes", nil
		}
	}
	return "", m.refuse(nil, "no-entry", "", "there is no element, flow, data asset or interface `%s`", target)
}

// AppendTo adds a word to the end of the list at the path, where it is not there yet. A single word becomes a list.
func AppendTo(m *Model, path, word string) (Change, error) {
	e := m.edit()
	at, left, err := e.walk(strings.Split(path, "/"))
	if err != nil {
		return Change{}, err
	}
	if len(left) > 0 || at.pair().Value.Kind == syntax.Missing {
		return Set(m, path, List(word))
	}
	n := at.pair().Value
	switch have := words(n); {
	case n.Kind == syntax.Mapping:
		return Change{}, m.refuse(n, "wrong-type", "", "`%s` is not a list", path)
	case slices.Contains(have, word):
	case n.Kind == syntax.Scalar:
		return Set(m, path, List(append(have, word)...))
	case n.Style == syntax.Block && len(n.Items) == 0:
		return Set(m, path, List(word))
	default:
		at.t.appendItems(n, []string{word})
	}
	return e.done()
}

// RemoveFrom takes a word out of the list at the path. A list that becomes empty is taken away, because an empty list
// would say that there is none.
func RemoveFrom(m *Model, path, word string) (Change, error) {
	e := m.edit()
	at, left, err := e.walk(strings.Split(path, "/"))
	if err != nil || len(left) > 0 {
		return Change{}, err
	}
	c := e.cuts()
	p := at.pair()
	if p.Value.Kind == syntax.Scalar && p.Value.Value == word {
		c.cut(at)
	}
	for i, item := range p.Value.Items {
		if item.Kind == syntax.Scalar && item.Value == word {
			c.cut(spot{at.t, append(at.steps[:len(at.steps):len(at.steps)], step{holder: p, index: i})})
		}
	}
	c.finish()
	return e.done()
}

// walk follows a path as far as it is written; left are the keys that are not there. It refuses a path that the language
// does not have.
func (e *editor) walk(parts []string) (at spot, left []string, err error) {
	s := scope{plan: e.g.plan}
	if err := e.checkPath(s, parts); err != nil {
		return spot{}, nil, err
	}
	s = s.in(parts[0])
	var ok bool
	if s.ids {
		if at, err = e.entry(parts[0], parts[1]); err != nil {
			return spot{}, nil, err
		}
		s, parts = s.in(parts[1]), parts[2:]
	} else {
		if at, ok = e.top(parts[0]); !ok {
			return spot{}, parts, nil
		}
		parts = parts[1:]
	}
	for len(parts) > 0 {
		next, ok := at.below(parts[0], s.isEntry())
		if !ok {
			return at, parts, nil
		}
		at, s, parts = next, s.in(parts[0]), parts[1:]
	}
	return at, nil, nil
}

// checkPath refuses a path with a key that the language does not have.
func (e *editor) checkPath(s scope, parts []string) error {
	for i, key := range parts {
		if key == "" {
			return e.m.refuse(nil, "bad-path", "write it as section/id/key", "the path has an empty part")
		}
		if i == 1 && s.ids && len(parts) < 3 {
			return e.m.refuse(nil, "bad-path", "write it as section/id/key", "the path names no key of `%s`", key)
		}
		if err := e.checkKey(s, key, strings.Join(parts[:i], "/")); err != nil {
			return err
		}
		s = s.in(key)
	}
	if s.ids && len(parts) < 2 {
		return e.m.refuse(nil, "bad-path", "write it as section/id/key", "`%s` is a section", parts[0])
	}
	return nil
}

// checkKey refuses a key that may not stand in the scope.
func (e *editor) checkKey(s scope, key, where string) error {
	switch {
	case len(key) > maxKey:
		return e.m.refuse(nil, "key-too-long", "", "a key of %s has at most %d bytes", orModel(where), maxKey)
	case s.ids:
		return nil // whether there is such an entry is asked later
	case s.plan != nil && s.plan.byKey[key] == nil:
		hint := "expected one of " + listOf(s.plan.keys)
		if near := Nearest(key, s.plan.keys); near != "" {
			hint = "did you mean `" + near + "`?"
		}
		return e.m.refuse(nil, "unknown-key", hint, "`%s` is not a key of %s", key, orModel(where))
	case s.plan == nil && (s.field == nil || s.field.shape != shapeAttributes):
		return e.m.refuse(nil, "wrong-type", "", "`%s` has no keys", where)
	}
	return nil
}

// maxKey is the longest key that a verb writes, in bytes.
const maxKey = 1000

func orModel(where string) string {
	if where == "" {
		return "a model"
	}
	return where
}

// checkKeys refuses fields, and fields inside them, that may not stand in the scope.
func (e *editor) checkKeys(s scope, v Value, where string) error {
	if v.kind != fieldsValue {
		if s.field != nil && (s.field.shape == shapeAttributes || s.field.shape == shapeGroup || s.ids) && !v.IsZero() {
			return e.m.refuse(nil, "wrong-type", "", "`%s` takes keys, not one word", where)
		}
		return nil
	}
	for i, f := range v.fields {
		if slices.ContainsFunc(v.fields[:i], func(g Field) bool { return g.Key == f.Key }) {
			return e.m.refuse(nil, "duplicate-key", "give it once", "`%s` is given twice for `%s`", f.Key, where)
		}
		if err := e.checkKey(s, f.Key, where); err != nil {
			return err
		}
		if err := e.checkKeys(s.in(f.Key), f.Value, where+"/"+f.Key); err != nil {
			return err
		}
	}
	return nil
}

// set writes a value at a path, with the keys on the way that are not there.
func (e *editor) set(parts []string, v Value) error {
	if e.isInherited(parts) {
		return e.tighten(parts, v)
	}
	at, left, err := e.walk(parts)
	if err != nil {
		return err
	}
	s := scope{plan: e.g.plan}
	for _, key := range parts[:len(parts)-len(left)] {
		s = s.in(key)
	}
	inner := s
	for _, key := range left {
		inner = inner.in(key)
	}
	if err := e.checkKeys(inner, v, strings.Join(parts, "/")); err != nil {
		return err
	}
	if len(left) == 0 {
		at.t.setValue(at.pair(), s, v)
		return nil
	}
	for i := len(left) - 1; i > 0; i-- {
		v = Fields(Field{left[i], v})
	}
	if at.steps == nil {
		return e.addTop(left[0], v)
	}
	p := at.pair()
	if k := p.Value.Kind; k != syntax.Mapping && k != syntax.Missing && !s.layers {
		return e.m.refuse(p.Value, "wrong-type", "write it as a mapping of keys", "`%s` is not a mapping of keys", p.Key.Value)
	}
	at.t.setFields(p, s, []Field{{left[0], v}})
	return nil
}

// isInherited reports whether the path leads into an entry that a platform model has and this one does not.
func (e *editor) isInherited(parts []string) bool {
	if len(parts) < 3 || !e.m.has(parts[0], parts[1]) {
		return false
	}
	_, own := e.find(parts[0], parts[1])
	return !own
}

// tighten writes a value of an inherited entry as an entry of this model: what it states counts, and the platform fills
// in the rest.
func (e *editor) tighten(parts []string, v Value) error {
	s := scope{plan: e.g.plan}
	if err := e.checkPath(s, parts); err != nil {
		return err
	}
	for _, key := range parts {
		s = s.in(key)
	}
	if err := e.checkKeys(s, v, strings.Join(parts, "/")); err != nil {
		return err
	}
	for i := len(parts) - 1; i >= 2; i-- {
		v = Fields(Field{parts[i], v})
	}
	return e.writeNew(parts[0], Field{parts[1], v})
}
