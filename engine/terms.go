package engine

import (
	"slices"

	"theriac.dev/library"
	"theriac.dev/model"
)

// field is a fact that a term can bring to the thing that it is said of. What is not a field of its own is an attribute.
type field uint8

const (
	isAttribute field = iota
	fieldAuthentication
	fieldEncryption
	fieldIntegrity
	fieldLinkAuthentication
	fieldLinkEncryption
	fieldPayloadAuthentication
	fieldPayloadEncryption
	fieldProtocol
	fieldOver
	fieldRuns
	fieldReach
	fieldTrust
	fieldConnectivity
	fieldRemoteAccess
	fieldNeeds
)

// fields names the fields as packs write them, which is as conditions read them, and the vocabulary of their words.
var fields = map[string]struct {
	field field
	vocab string
}{
	"authentication":        {fieldAuthentication, "authentication"},
	"encryption":            {fieldEncryption, "encryption"},
	"integrity":             {fieldIntegrity, "integrity"},
	"linkAuthentication":    {fieldLinkAuthentication, "authentication"},
	"linkEncryption":        {fieldLinkEncryption, "encryption"},
	"payloadAuthentication": {fieldPayloadAuthentication, "authentication"},
	"payloadEncryption":     {fieldPayloadEncryption, "encryption"},
	"protocol":              {fieldProtocol, "protocol"},
	"over":                  {fieldOver, "protocol"},
	"runs":                  {fieldRuns, "component"},
	"is":                    {fieldRuns, "component"},
	"reach":                 {fieldReach, "position"},
	"trust":                 {fieldTrust, ""},
	"needs":                 {fieldNeeds, ""},
	"connectivity":          {fieldConnectivity, "connectivity"},
	"remoteAccess":          {fieldRemoteAccess, "remote-access"},
}

// brought is one fact that a term brings.
type brought struct {
	field field
	key   string           // the field or attribute as written
	terms []library.TermID // for a field with a vocabulary
	value string           // for an attribute, and for a number
	words []string         // as written
	from  string           // the term that brings it
}

// words is the vocabulary of a library prepared for quick resolution: tables by term number, no maps.
type words struct {
	voc     *library.Vocabulary
	one     [][]library.TermID // one[t] is the list of t alone, shared by all facts with that value
	gives   [][]brought        // by term, with what its wider terms give; narrower terms win
	usually [][]brought
}

func newWords(v *library.Vocabulary) *words {
	n := v.Len()
	w := &words{voc: v, one: make([][]library.TermID, n), gives: make([][]brought, n), usually: make([][]brought, n)}
	ids := make([]library.TermID, n)
	for i := range ids {
		ids[i] = library.TermID(i)
		w.one[i] = ids[i : i+1 : i+1]
	}
	for i := 1; i < n; i++ {
		w.gives[i] = w.collect(library.TermID(i), func(t *library.Term) map[string][]string { return t.Gives })
		w.usually[i] = w.collect(library.TermID(i), func(t *library.Term) map[string][]string { return t.Usually })
	}
	return w
}

// collect gathers what a term and its wider terms bring, the nearest term first, so that a narrower word overrides a
// wider one.
func (w *words) collect(id library.TermID, of func(*library.Term) map[string][]string) []brought {
	var out []brought
	for _, wide := range w.voc.Wider(id) {
		t := w.voc.Term(wide)
		if t == nil {
			continue
		}
		facts := of(t)
		keys := make([]string, 0, len(facts))
		for k := range facts {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			if slices.ContainsFunc(out, func(b brought) bool { return b.key == k }) {
				continue
			}
			out = append(out, w.bring(k, facts[k], t.ID))
		}
	}
	return out
}

func (w *words) bring(key string, values []string, from string) brought {
	f := fields[key]
	b := brought{field: f.field, key: key, from: from, words: values}
	if len(values) > 0 {
		b.value = values[0]
	}
	if f.vocab != "" {
		for _, v := range values {
			id, _ := w.voc.ID(f.vocab, v)
			b.terms = append(b.terms, id)
		}
	}
	return b
}

// stated resolves words written in the model. A word that the packs do not know is unknown. A list in which nothing is
// known leaves the fact open to what follows from elsewhere.
func (w *words) stated(vocab string, s model.Strings) library.Terms {
	if len(s.Items) == 0 {
		return library.Terms{Node: s.Node}
	}
	if len(s.Items) == 1 {
		id, _ := w.voc.ID(vocab, s.Items[0].Value)
		if id == 0 {
			return library.Terms{Node: s.Node}
		}
		return library.Terms{Of: w.one[id], Origin: library.Stated, Node: s.Node}
	}
	of := make([]library.TermID, 0, len(s.Items))
	known := false
	for _, it := range s.Items {
		id, _ := w.voc.ID(vocab, it.Value)
		known = known || id != 0
		if !slices.Contains(of, id) {
			of = append(of, id)
		}
	}
	if !known {
		return library.Terms{Node: s.Node}
	}
	return library.Terms{Of: of, Origin: library.Stated, Node: s.Node}
}

// find returns what list says of a field, or nil.
func find(list []brought, f field) *brought {
	for i := range list {
		if list[i].field == f {
			return &list[i]
		}
	}
	return nil
}

// follow resolves a field from the terms that can bring it, in order: first what cannot be otherwise, then what is
// usual. Where a carrier has several alternatives and some of them say nothing, unknown is one of the alternatives.
func (w *words) follow(f field, carriers ...*library.Terms) library.Terms {
	for _, c := range carriers {
		if c.Origin >= library.Inherent {
			if t, ok := w.bringAll(f, c, w.gives, library.Inherent); ok {
				return t
			}
		}
	}
	for _, c := range carriers {
		if t, ok := w.bringAll(f, c, w.usually, library.Usual); ok {
			return t
		}
		if c.Origin == library.Usual {
			if t, ok := w.bringAll(f, c, w.gives, library.Usual); ok {
				return t
			}
		}
	}
	return library.Terms{}
}

func (w *words) bringAll(f field, c *library.Terms, table [][]brought, origin library.Origin) (library.Terms, bool) {
	var out library.Terms
	silent := false
	for _, id := range c.Of {
		b := find(table[id], f)
		if b == nil || len(b.terms) == 0 {
			silent = true
			continue
		}
		if out.Of == nil {
			out = library.Terms{Of: b.terms, Origin: origin, Node: c.Node, From: b.from}
			continue
		}
		out.Of = union(out.Of, b.terms)
	}
	if out.Of == nil {
		return out, false
	}
	if silent {
		out.Of = union(out.Of, w.one[0])
	}
	return out, true
}

// union returns a with those of b that it lacks, without changing a.
func union(a, b []library.TermID) []library.TermID {
	out := a[:len(a):len(a)]
	for _, x := range b {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// attributes resolves free attributes: the stated ones, then what the carriers bring. A stated `unknown` gives way to
// what is known from elsewhere.
func (w *words) attributes(stated model.Attributes, carriers ...*library.Terms) []library.Attr {
	n := len(stated.Items)
	for _, c := range carriers {
		for _, id := range c.Of {
			n += len(w.gives[id]) + len(w.usually[id])
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]library.Attr, 0, n)
	for _, a := range stated.Items {
		if a.Value.Value != unknownWord {
			out = append(out, library.Attr{Key: a.Key.Value, Value: a.Value.Value, Origin: library.Stated, Node: a.Value.Node})
		}
	}
	for _, c := range carriers {
		origin := min(c.Origin, library.Inherent)
		for _, id := range c.Of {
			out = addAttributes(out, w.gives[id], origin, c)
		}
	}
	for _, c := range carriers {
		for _, id := range c.Of {
			out = addAttributes(out, w.usually[id], library.Usual, c)
		}
	}
	for _, a := range stated.Items {
		if a.Value.Value == unknownWord && attribute(out, a.Key.Value) == nil {
			out = append(out, library.Attr{Key: a.Key.Value, Node: a.Value.Node})
		}
	}
	return out
}

func addAttributes(out []library.Attr, list []brought, origin library.Origin, c *library.Terms) []library.Attr {
	for i := range list {
		b := &list[i]
		if b.field != isAttribute || attribute(out, b.key) != nil {
			continue
		}
		out = append(out, library.Attr{Key: b.key, Value: b.value, Origin: origin, Node: c.Node, From: b.from})
	}
	return out
}

// attribute returns the attribute called key, or nil.
func attribute(list []library.Attr, key string) *library.Attr {
	for i := range list {
		if list[i].Key == key {
			return &list[i]
		}
	}
	return nil
}

// unknownWord is what a model writes for a fact that it says it does not know.
const unknownWord = "unknown"

// title is the name of a term as people write it, the word itself where the packs give none.
func (w *words) title(t library.TermID) string {
	term := w.voc.Term(t)
	if term.Title != "" {
		return term.Title
	}
	return term.ID
}

// list names the terms of a fact for a text; none stands where nothing is known.
func (w *words) list(of []library.TermID, none string) string {
	switch len(of) {
	case 0:
		return none
	case 1:
		return w.title(of[0])
	}
	names := make([]string, len(of))
	for i, t := range of {
		names[i] = w.title(t)
	}
	return enumerate(names)
}
