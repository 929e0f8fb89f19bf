package model

import (
	"strings"
	"unicode/utf8"

	"theriac.dev/syntax"
)

// Rename gives an entry another id and follows it everywhere: in the references of all sections and files, in the
// decisions on findings about it, in the layout, in views and use cases. No decision is lost. The section interfaces
// has ids of the form element.interface; a decision is not renamed, because its id is that of its finding.
func Rename(m *Model, section, id, to string) (Change, error) {
	e := m.edit()
	at, err := e.entry(section, id)
	if err != nil {
		return Change{}, err
	}
	if id == to {
		return Change{}, nil
	}
	if e.inPlatform(section, id) {
		return Change{}, m.refuse(at.pair().Key, "inherited", "rename it there",
			"%s `%s` says more about an entry of a platform model", noun(section), id)
	}
	if err := e.checkRename(at, section, id, to); err != nil {
		return Change{}, err
	}
	e.renameKey(at, lastPart(to))
	e.Renamed = append(e.Renamed, IDChange{section, id, to})
	for _, r := range e.referring(e.references(id), section, id) {
		if err := e.follow(r, id, to); err != nil {
			return Change{}, err
		}
	}
	return e.done()
}

// lastPart is the key of an entry: of an interface what stands after the dot.
func lastPart(id string) string { return id[strings.LastIndexByte(id, '.')+1:] }

func (e *editor) checkRename(at spot, section, id, to string) error {
	key := at.pair().Key
	if section == "interfaces" {
		element, _, _ := strings.Cut(id, ".")
		other, name, _ := strings.Cut(to, ".")
		if element != other || !idForm.MatchString(name) {
			return e.m.refuse(key, "bad-id", "write it as "+element+".name", "`%s` cannot be the id of this interface", to)
		}
		if there, ok := e.find(section, to); ok {
			return e.m.refuse(there.pair().Key, "duplicate-id", "choose another id", "the id `%s` is taken", to)
		}
		return nil
	}
	if strings.Contains(id, "@") || section == "threats" && strings.Contains(to, "@") {
		return e.m.refuse(key, "bad-id", "rename what it is about, or decide on the other finding",
			"`%s` is a decision, and a decision has the id of its finding", id)
	}
	return e.checkNewID(section, to, key)
}

// follow rewrites one reference to an id that is renamed.
func (e *editor) follow(r *reference, id, to string) error {
	now := to + strings.TrimPrefix(r.value, id)
	switch r.kind {
	case wordReference:
		start, end := r.t.span(r.node)
		r.t.replace(start, end, requote(now, r.node))
	case findingWord:
		threat, _, _ := SplitFinding(r.node.Value)
		start, end := r.t.span(r.node)
		r.t.replace(start, end, requote(threat+"@"+now, r.node))
	case factWord:
		start, end := r.t.span(r.node)
		r.t.replace(start, end, requote(now+strings.TrimPrefix(r.node.Value, r.value), r.node))
	case boxKey:
		if there := pairIndex(r.steps[len(r.steps)-1].holder.Value, now); there >= 0 {
			break // the box of something that is gone; what is renamed keeps its own
		}
		e.renameKey(r.spot, now)
	case decisionKey:
		threat, _, _ := SplitFinding(r.owner)
		finding := threat + "@" + now
		if there, taken := e.find("threats", finding); taken {
			return e.m.refuse(there.pair().Key, "duplicate-id", "remove one of the two decisions first",
				"there is already a decision on `%s`", finding)
		}
		e.renameKey(r.spot, finding)
		e.Renamed = append(e.Renamed, IDChange{"threats", r.owner, finding})
	}
	return nil
}

// renameKey writes another key. Where the values around it are lined up, its own stays in the line.
func (e *editor) renameKey(at spot, to string) {
	t, p := at.t, at.pair()
	start, end := t.span(p.Key)
	written := requote(to, p.Key)
	t.replace(start, end, written)
	last := at.steps[len(at.steps)-1]
	if last.holder.Value.Style == syntax.Flow || p.Value.Kind == syntax.Missing {
		return
	}
	value, _ := t.span(p.Value)
	line := t.lineStart(end)
	if t.lineStart(value) != line {
		return
	}
	column := t.column(last.holder.Value.Pairs, last.index)
	if utf8.RuneCountInString(t.src[line:value]) != column {
		return
	}
	colon := t.colon(p.Key)
	used := utf8.RuneCountInString(t.src[line:start]) + utf8.RuneCountInString(written) + utf8.RuneCountInString(t.src[end:colon])
	if pad := column - used; pad > 0 {
		t.replace(colon, value, strings.Repeat(" ", pad))
	}
}
