package model

import "reflect"

// Plain is an entry, or a part of one, as plain values by the keys of the text: a text or word as string, a number as int,
// a list as []string, a quantity as it is written, free attributes and groups as Plain, and entries inside an entry as
// []Plain in the order of the text. A flow's layers are always a Plain of lists, even where the text has one plain value.
// What is not stated has no key. An entry has its own id under "id".
//
// It is what faces show that speak JSON; nothing can be decoded from it, and text stays the truth.
type Plain map[string]any

// SectionKeys are the keys of the sections of the language, in its order.
func SectionKeys() []string {
	g := language()
	out := make([]string, len(g.sections))
	for i, f := range g.sections {
		out[i] = f.key
	}
	return out
}

// PlainEntries returns the entries of a section in the order of the text; nil where the language has no such section.
func (m *Model) PlainEntries(section string) []Plain {
	s := m.section(section)
	if s == nil {
		return nil
	}
	return plainSection(language().byKey[section], s)
}

// PlainEntry returns one entry of a section, or nil where there is none.
func (m *Model) PlainEntry(section, id string) Plain {
	s := m.section(section)
	if s == nil {
		return nil
	}
	i := s.Index(id)
	if i < 0 {
		return nil
	}
	return plainOf(language().byKey[section].group, s, i)
}

// EntryIDs returns the ids of a section in the order of the text.
func (m *Model) EntryIDs(section string) []string {
	s := m.section(section)
	if s == nil {
		return nil
	}
	out := make([]string, s.Len())
	for i := range out {
		out[i] = s.ident(i).ID.Value
	}
	return out
}

// PlainHead returns what stands at the top of the model besides sections and layout: id, name, device, packs, scales.
func (m *Model) PlainHead() Plain {
	out := Plain{}
	v := reflect.ValueOf(m).Elem()
	for _, f := range language().fields {
		if f.shape == shapeSection || f.shape == shapeLayout {
			continue
		}
		if x := f.plain(v); x != nil {
			out[f.key] = x
		}
	}
	return out
}

func plainSection(f *field, s anySection) []Plain {
	out := make([]Plain, s.Len())
	for i := range out {
		out[i] = plainOf(f.group, s, i)
	}
	return out
}

func plainOf(p *plan, s anySection, i int) Plain {
	out := plainFields(p, reflect.ValueOf(s.entry(i)).Elem())
	out["id"] = s.ident(i).ID.Value
	return out
}

func plainFields(p *plan, v reflect.Value) Plain {
	out := Plain{}
	for _, f := range p.fields {
		if x := f.plain(v); x != nil {
			out[f.key] = x
		}
	}
	return out
}

// plain returns the value of a field of the struct v, or nil where it is not stated.
func (f *field) plain(v reflect.Value) any {
	if f.shape != shapeExtends && f.nodeOf(v) == nil {
		return nil
	}
	switch at := f.in(v).(type) {
	case *String:
		return at.Value
	case *Int:
		return at.Value
	case *Strings:
		return plainWords(*at)
	case *Quantity:
		return at.Node.Value
	case *Attributes:
		out := Plain{}
		for _, a := range at.Items {
			out[a.Key.Value] = a.Value.Value
		}
		return out
	case *[]Extension:
		var out []Plain
		for i := range *at {
			out = append(out, plainFields(f.group, reflect.ValueOf(&(*at)[i]).Elem()))
		}
		if out == nil {
			return nil
		}
		return out
	case anySection:
		return plainSection(f, at)
	default:
		return plainFields(f.group, v.FieldByIndex(f.index))
	}
}

func plainWords(s Strings) []string {
	out := make([]string, len(s.Items))
	for i, item := range s.Items {
		out[i] = item.Value
	}
	return out
}

// Text is the word or text that a value writes; empty for a list or fields.
func (v Value) Text() string { return v.text }

// Items are the words that a value writes: those of a list, or the one word.
func (v Value) Items() []string {
	if v.kind == wordValue {
		return []string{v.text}
	}
	return v.items
}
