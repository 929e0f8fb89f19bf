package model

import (
	"reflect"
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// problem is a diagnostic before it has a place: nodes move with the text, so places are looked up last.
type problem struct {
	node     *syntax.Node
	severity syntax.Severity
	code     string
	message  string
	hint     string
	instead  []string // words that would mend it, best first
	related  []related
	lacks    string // the required key that is missing; a platform model may have it
	ref      *ref   // an id that nothing has: the nearest id is looked for when the diagnostic is made
}

type related struct {
	node    *syntax.Node
	message string
}

// suggest proposes to write another word in place of the node.
func (p *problem) suggest(word string) {
	p.instead = append(p.instead, word)
	if p.hint == "" {
		p.hint = "did you mean `" + word + "`?"
	}
}

// check finds the problems that concern more than one entry.
func (b *builder) check() {
	b.checkReferences()
	b.checkLocal()
	if zones := b.g.number["zones"]; b.touched[zones] || slices.ContainsFunc(b.fresh,
		func(r *record) bool { return r.section == zones }) {
		b.st.cycles = zoneCycles(b.m)
	} else {
		b.st.cycles = b.was.cycles
	}
}

// checkLocal collects the records with problems of their own.
func (b *builder) checkLocal() {
	b.st.local = map[*record]bool{}
	if !b.aligned {
		b.st.each(func(r *record) {
			if len(r.problems) > 0 {
				b.st.local[r] = true
			}
		})
		return
	}
	for r := range b.was.local {
		b.st.local[r] = true
	}
	for _, r := range b.gone {
		delete(b.st.local, r)
	}
	for _, r := range b.fresh {
		if len(r.problems) > 0 {
			b.st.local[r] = true
		}
	}
}

func (st *state) each(visit func(*record)) {
	for i := range st.parts {
		for _, r := range st.parts[i].records {
			visit(r)
		}
	}
}

// checkReferences finds the references to nothing. Where no id came or went, only new records can have others than
// they had.
func (b *builder) checkReferences() {
	x := newIndex(b.m)
	b.st.dangling = map[*record][]problem{}
	if slices.Contains(b.touched, true) {
		b.st.each(func(r *record) { b.st.checkRecord(x, r) })
		return
	}
	for r, problems := range b.was.dangling {
		b.st.dangling[r] = problems
	}
	for _, r := range b.gone {
		delete(b.st.dangling, r)
	}
	for _, r := range b.fresh {
		b.st.checkRecord(x, r)
	}
}

func (st *state) checkRecord(x *index, r *record) {
	if found := x.unresolved(r.refs); len(found) > 0 {
		st.dangling[r] = found
	}
}

// index answers which ids a model has.
type index struct {
	sections []anySection
	elements *Section[Element]
	targets  [len(targetSections)]anySection
}

func newIndex(m *Model) *index {
	x := &index{elements: &m.Elements}
	v := reflect.ValueOf(m).Elem()
	for _, f := range language().sections {
		x.sections = append(x.sections, f.in(v).(anySection))
	}
	for i, name := range targetSections {
		x.targets[i] = x.sections[language().number[name]]
	}
	return x
}

// unresolved returns a problem for each reference to nothing.
func (x *index) unresolved(refs []ref) []problem {
	var found []problem
	for i := range refs {
		r := &refs[i]
		if x.has(r.node.Value, r.want) {
			continue
		}
		p := problem{node: r.node, code: "unknown-reference",
			message: "there is no " + x.nouns(r.want) + " `" + r.node.Value + "`"}
		if other := x.holder(r.node.Value); other != "" {
			p.message += ": `" + r.node.Value + "` is " + withArticle(noun(other))
		} else {
			p.ref = r
		}
		found = append(found, p)
	}
	return found
}

// has reports whether id is in one of the wanted sections.
func (x *index) has(id string, w want) bool {
	switch {
	case w&wantTarget != 0:
		return x.hasTarget(id)
	case w&wantFact != 0:
		return true
	case w&wantFinding != 0:
		if _, target, ok := SplitFinding(id); ok {
			return x.hasTarget(target)
		}
		return x.sections[language().number["threats"]].Index(id) >= 0
	}
	for i, s := range x.sections {
		if w&(1<<i) != 0 && s.Index(id) >= 0 {
			return true
		}
	}
	return false
}

// hasTarget reports whether a finding can be about id.
func (x *index) hasTarget(id string) bool {
	if id == "device" {
		return true
	}
	for _, s := range x.targets {
		if s.Index(id) >= 0 {
			return true
		}
	}
	element, name, dotted := strings.Cut(id, ".")
	if !dotted {
		return false
	}
	e := x.elements.Get(element)
	return e != nil && e.Interfaces.Index(name) >= 0
}

// holder returns the section that has the id, or "".
func (x *index) holder(id string) string {
	for i, s := range x.sections {
		if s.Index(id) >= 0 {
			return language().sections[i].key
		}
	}
	return ""
}

// nouns names what a reference asks for: element or role.
func (x *index) nouns(w want) string {
	switch {
	case w&wantTarget != 0:
		return "element, flow, data asset, zone or interface"
	case w&wantFinding != 0:
		return "finding or own threat"
	}
	var names []string
	for i, f := range language().sections {
		if w&(1<<i) != 0 {
			names = append(names, noun(f.key))
		}
	}
	return strings.Join(names, " or ")
}

// HasTarget reports whether a finding can be about id: the id of an element, flow, data asset or zone, an interface as
// element.interface, or `device`.
func (m *Model) HasTarget(id string) bool { return newIndex(m).hasTarget(id) }

// SplitFinding parts the id of a finding, threat@target. ok is false for every other text, such as the id of one of the
// team's own threats.
func SplitFinding(id string) (threat, target string, ok bool) {
	threat, target, ok = strings.Cut(id, "@")
	return threat, target, ok && threat != "" && target != "" && !strings.Contains(target, "@")
}

// zoneCycles finds the zones that lie in themselves. Each cycle is told once, at its first zone.
func zoneCycles(m *Model) []problem {
	var found []problem
	done := map[*Zone]bool{}
	for _, z := range m.Zones.All() {
		var trail []*Zone
		for at := z; at != nil && !done[at]; at = m.Zones.Get(at.In.Value) {
			if i := slices.Index(trail, at); i >= 0 {
				found = append(found, cycleProblem(trail[i:]))
				break
			}
			trail = append(trail, at)
		}
		for _, at := range trail {
			done[at] = true
		}
	}
	return found
}

func cycleProblem(cycle []*Zone) problem {
	var names strings.Builder
	for _, z := range cycle {
		names.WriteString(z.ID.Value + " in ")
	}
	p := problem{node: cycle[0].In.Node, code: "zone-cycle",
		message: "the zone `" + cycle[0].ID.Value + "` lies in itself: " + names.String() + cycle[0].ID.Value,
		hint:    "take one `in` away; a zone lies in the larger zone around it"}
	for _, z := range cycle[1:] {
		p.related = append(p.related, related{z.In.Node, "and this zone is part of the circle"})
	}
	return p
}
