package engine

import (
	"strings"

	"theriac.dev/model"
)

// variable is a name that a threat's title and text may use.
type variable uint8

const (
	varFlow variable = iota
	varSource
	varTarget
	varElement
	varInterface
	varData
	varDevice
	varProtocol
	variables
)

var variableNames = [variables]string{"flow", "source", "target", "element", "interface", "data", "device", "protocol"}

// names are the words that the variables of a text stand for at one subject. They are made when the first finding needs
// them.
type names struct {
	ready bool
	word  [variables]string
}

// template is a text cut at its variables: parts[i] is followed by vars[i].
type template struct {
	parts []string
	vars  []variable
}

func newTemplate(text string) template {
	var t template
	rest, part := text, ""
	for {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			break
		}
		v, length := variableAt(rest[open:])
		if length == 0 {
			part += rest[:open+1]
			rest = rest[open+1:]
			continue
		}
		t.parts = append(t.parts, part+rest[:open])
		t.vars = append(t.vars, v)
		part, rest = "", rest[open+length:]
	}
	t.parts = append(t.parts, part+rest)
	return t
}

func variableAt(s string) (variable, int) {
	for v, name := range variableNames {
		if strings.HasPrefix(s[1:], name) && len(s) > len(name)+1 && s[len(name)+1] == '}' {
			return variable(v), len(name) + 2
		}
	}
	return 0, 0
}

// fill puts the names in. Where a variable says nothing at this kind of subject, the name of the subject stands.
func (t *template) fill(n *names) string {
	if len(t.vars) == 0 {
		return t.parts[0]
	}
	size := 0
	for i, p := range t.parts {
		size += len(p)
		if i < len(t.vars) {
			size += len(n.word[t.vars[i]])
		}
	}
	var b strings.Builder
	b.Grow(size)
	for i, p := range t.parts {
		b.WriteString(p)
		if i < len(t.vars) {
			b.WriteString(n.word[t.vars[i]])
		}
	}
	return b.String()
}

// nameOr is the name of an entry, its id where it has none.
func nameOr(name model.String, id model.String) string {
	if name.Value != "" {
		return name.Value
	}
	return id.Value
}

func (x *facts) deviceName() string {
	if x.m.Name.Value != "" {
		return x.m.Name.Value
	}
	return "the device"
}

func (x *facts) nameFlow(r *flowRec) *names {
	if r.names.ready {
		return &r.names
	}
	n := &r.names
	n.ready = true
	n.word = [variables]string{
		varFlow: nameOr(r.Ref.Name, r.Ref.ID), varSource: elementName(r.from, r.Ref.From), varTarget: elementName(r.to, r.Ref.To),
		varData: dataNames(r.data, "data"), varDevice: x.deviceName(), varProtocol: x.w.list(r.Protocol.Of, "the protocol"),
	}
	n.word[varElement] = n.word[varTarget]
	n.word[varInterface] = n.word[varFlow]
	return n
}

func elementName(r *elementRec, id model.String) string {
	if r == nil {
		return id.Value
	}
	return nameOr(r.Ref.Name, r.Ref.ID)
}

func (x *facts) nameElement(r *elementRec) *names {
	if r.names.ready {
		return &r.names
	}
	n := &r.names
	n.ready = true
	n.word = all(nameOr(r.Ref.Name, r.Ref.ID))
	n.word[varData] = dataNames(r.kept, "data")
	n.word[varDevice] = x.deviceName()
	n.word[varProtocol] = "the protocol"
	return n
}

func (x *facts) nameInterface(r *interfaceRec) *names {
	if r.names.ready {
		return &r.names
	}
	n := &r.names
	n.ready = true
	n.word = all(elementName(r.owner, r.Ref.ID))
	n.word[varInterface] = nameOr(r.Ref.Name, r.Ref.ID)
	n.word[varData] = "data"
	n.word[varDevice] = x.deviceName()
	n.word[varProtocol] = x.w.list(r.Protocol.Of, "the protocol")
	return n
}

func (x *facts) nameData(r *dataRec) *names {
	if r.names.ready {
		return &r.names
	}
	n := &r.names
	n.ready = true
	n.word = all(nameOr(r.Ref.Name, r.Ref.ID))
	n.word[varDevice] = x.deviceName()
	return n
}

func all(word string) (out [variables]string) {
	for i := range out {
		out[i] = word
	}
	return out
}

// dataNames lists the names of data assets.
func dataNames(list []*dataRec, none string) string {
	switch len(list) {
	case 0:
		return none
	case 1:
		return nameOr(list[0].Ref.Name, list[0].Ref.ID)
	}
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = nameOr(d.Ref.Name, d.Ref.ID)
	}
	return enumerate(words)
}

// enumerate joins words as a sentence does: a, b and c.
func enumerate(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
