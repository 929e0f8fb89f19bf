package model

// Key describes one key that may stand at a place of the language.
type Key struct {
	Key, Doc string
	Required bool
	// Enum are the words allowed. Vocabulary is that of the packs which the words come from.
	Enum       []string
	Vocabulary string
	// Refs are the sections that an id may be of. Target says anything that a finding can be about, Finding that it is a
	// finding.
	Refs            []string
	Target, Finding bool
	// Kind is text, number, words, layers, attributes, quantity, group, section, extends, layout or points.
	Kind string
}

var shapeNames = [...]string{"text", "number", "words", "layers", "attributes", "quantity", "group", "section", "extends", "layout", "points"}

// KeysAt returns the keys that may stand in the mapping at a path, in the order of the language: none for the model
// itself, `elements`, an id and so on below it. ids says that the mapping is a section, whose keys are ids; free that it
// holds free attributes.
func KeysAt(path ...string) (keys []Key, ids, free bool) {
	s := scope{plan: language().plan}
	for _, key := range path {
		if s.ids {
			s = scope{plan: s.plan}
			continue
		}
		if s.plan == nil || s.plan.byKey[key] == nil {
			return nil, false, false
		}
		s = s.in(key)
	}
	if s.ids {
		return nil, true, false
	}
	if s.plan == nil {
		return nil, false, s.field != nil && s.field.shape == shapeAttributes
	}
	for _, f := range s.plan.fields {
		keys = append(keys, f.describe())
	}
	return keys, false, false
}

func (f *field) describe() Key {
	k := Key{Key: f.key, Doc: f.doc, Required: f.required, Enum: f.enum, Vocabulary: f.vocabulary, Kind: shapeNames[f.shape],
		Target: f.want&wantTarget != 0, Finding: f.want&wantFinding != 0}
	for i, section := range language().sections {
		if f.want&(1<<i) != 0 {
			k.Refs = append(k.Refs, section.key)
		}
	}
	return k
}
