package model

import (
	"cmp"
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
	targets  [len(sharedSections)]anySection
}

func newIndex(m *Model) *index {
	x := &index{elements: &m.Elements}
	v := reflect.ValueOf(m).Elem()
	for _, f := range language().sections {
		x.sections = append(x.sections, f.in(v).(anySection))
	}
	for i, name := range sharedSections {
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
		found = append(found, problem{node: r.node, code: "unknown-reference", ref: r,
			message: "there is no " + x.nouns(r.want) + " `" + r.node.Value + "`"})
	}
	return found
}

// has reports whether id is in one of the wanted sections.
func (x *index) has(id string, w want) bool {
	if w&wantTarget != 0 {
		return x.hasTarget(id)
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

// nouns names what a reference asks for: element or role.
func (x *index) nouns(w want) string {
	if w&wantTarget != 0 {
		return "element, flow, data asset, zone or interface"
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

// render makes the diagnostics of the model, in the order of the files and their bytes.
func (m *Model) render() {
	st := m.state
	r := renderer{m: m, files: map[string]int{}, near: map[nearKey]nearID{}}
	for i, f := range m.Files {
		r.files[f.Name] = i
		if !st.partial && !(st.merged && i >= st.ownFiles) {
			for _, d := range f.Diagnostics() {
				r.all = append(r.all, rendered{Diagnostic: d})
			}
		}
	}
	r.add(st.headSaid.problems...)
	r.add(newIndex(m).unresolved(st.headSaid.refs)...)
	r.add(st.platform...)
	r.add(st.cycles...)
	r.add(m.headProblems()...)
	for _, p := range st.out {
		r.add(p)
	}
	for rec := range st.local {
		for i := range rec.problems {
			if !m.filledIn(rec, rec.problems[i]) {
				r.add(rec.problems[i])
			}
		}
	}
	for _, problems := range st.dangling {
		r.add(problems...)
	}
	m.Diagnostics = r.finish()
	st.near = r.near
}

// headProblems tells what the model as a whole lacks.
func (m *Model) headProblems() []problem {
	if m.state.partial || len(m.Files) == 0 {
		return nil
	}
	var found []problem
	for _, f := range language().fields {
		if f.required && f.nodeOf(reflect.ValueOf(m).Elem()) == nil && !m.state.wrote(f.key) {
			found = append(found, problem{code: "missing-required", message: "`" + f.key + "` is missing",
				hint: "add `" + f.key + "`: " + f.doc})
		}
	}
	if m.Elements.Len() == 0 {
		found = append(found, problem{severity: syntax.Note, code: "empty-model",
			message: "the model has no elements yet", hint: "add the parts of the system under `elements`"})
	}
	return found
}

// wrote reports whether a key of the head was written, understood or not.
func (st *state) wrote(key string) bool {
	return slices.ContainsFunc(st.head, func(h headPair) bool {
		return h.key.Value == key && h.value.Kind != syntax.Missing
	})
}

// renderer gives problems their places.
type renderer struct {
	m     *Model
	files map[string]int
	all   []rendered
	near  map[nearKey]nearID
}

type rendered struct {
	syntax.Diagnostic
	ref *ref
}

func (r *renderer) add(problems ...problem) {
	for i := range problems {
		p := &problems[i]
		d := syntax.Diagnostic{Place: r.m.Place(p.node), Severity: p.severity, Code: p.code, Message: p.message, Hint: p.hint}
		if d.Place.IsZero() {
			d.Place = syntax.Place{File: r.m.Files[0].Name, Line: 1, Column: 1, EndLine: 1, EndColumn: 1}
		}
		for _, word := range p.instead {
			d.Fixes = append(d.Fixes, replace(d.Place, word))
		}
		for _, rel := range p.related {
			if at := r.m.Place(rel.node); !at.IsZero() {
				d.Related = append(d.Related, syntax.Related{Place: at, Message: rel.message})
			}
		}
		r.all = append(r.all, rendered{d, p.ref})
	}
}

// replace is the fix that writes word in the place.
func replace(at syntax.Place, word string) syntax.Fix {
	return syntax.Fix{Title: "write `" + word + "`", Edits: []syntax.Edit{{Start: at.Start, End: at.End, New: word}}}
}

// finish sorts the diagnostics and looks for the nearest ids.
func (r *renderer) finish() []syntax.Diagnostic {
	slices.SortFunc(r.all, func(a, b rendered) int {
		return cmp.Or(cmp.Compare(r.files[a.Place.File], r.files[b.Place.File]), cmp.Compare(a.Place.Start, b.Place.Start),
			cmp.Compare(a.Place.End, b.Place.End), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message))
	})
	var list []syntax.Diagnostic
	for i := range r.all {
		if r.all[i].ref != nil {
			r.nearest(&r.all[i])
		}
		list = append(list, r.all[i].Diagnostic)
	}
	return list
}

// maxNearest bounds how many wrong ids of a model get a proposal, because each one is compared with all ids.
const maxNearest = 50

// nearKey is a wrong id and what it should be the id of.
type nearKey struct {
	word string
	want want
}

// nearID is the id nearest to a wrong one, with the place where it is defined.
type nearID struct {
	id  string
	key *syntax.Node
}

// nearest proposes the nearest id for a reference to nothing.
func (r *renderer) nearest(d *rendered) {
	key := nearKey{d.ref.node.Value, d.ref.want}
	near, ok := r.near[key]
	if !ok {
		if len(r.near) >= maxNearest {
			return
		}
		near = r.m.nearestID(key)
		r.near[key] = near
	}
	if near.id == "" {
		return
	}
	d.Hint = "did you mean `" + near.id + "`?"
	d.Fixes = []syntax.Fix{replace(d.Place, near.id)}
	d.Related = []syntax.Related{{Place: r.m.Place(near.key), Message: "`" + near.id + "` is defined here"}}
}

// nearestID compares a wrong id with all ids that it could stand for.
func (m *Model) nearestID(wrong nearKey) nearID {
	x := newIndex(m)
	var ids []string
	var keys []*syntax.Node
	add := func(prefix string, s anySection) {
		for i := range s.Len() {
			e := s.ident(i)
			ids, keys = append(ids, prefix+e.ID.Value), append(keys, e.ID.Node)
		}
	}
	for i, s := range x.sections {
		if wrong.want&(1<<i) != 0 || wrong.want&wantTarget != 0 && isTarget(language().sections[i].key) {
			add("", s)
		}
	}
	if element, _, dotted := strings.Cut(wrong.word, "."); dotted && wrong.want&wantTarget != 0 {
		if e := m.Elements.Get(element); e != nil {
			add(element+".", &e.Interfaces)
		}
	}
	id := Nearest(wrong.word, ids)
	if id == "" {
		return nearID{}
	}
	return nearID{id, keys[slices.Index(ids, id)]}
}
