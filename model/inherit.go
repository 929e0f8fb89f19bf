package model

import (
	"fmt"
	"reflect"
	"slices"

	"theriac.dev/syntax"
)

// Inherit makes the model that m means when it extends the platform model base. All entries of base come in. Where m
// has an entry of the same id, each key that m states counts and base fills in the others; so it is with the device.
// The outermost zones of base come to lie in the zone that ext names. The files of base follow those of m, so that
// Place knows every node; diagnostics are those of m, checked against all ids, and what base and m say differently.
//
// What base promises m may tighten but not silently loosen: see the diagnostic `loosened`. Inherit is called once for
// each extension, in their order, and again after each Update.
func Inherit(m *Model, base *Model, ext Extension) *Model {
	out := *m
	own := m.state
	if own == nil {
		own = &state{}
	}
	out.state = &state{parts: own.parts, head: own.head, headSaid: own.headSaid, partial: own.partial, out: own.out,
		local: own.local, targets: own.targets, merged: true, ownFiles: len(m.ownFiles()),
		platform: slices.Clone(own.platform)}
	out.Files = slices.Concat(m.Files, base.Files)
	h := heir{m: &out, base: base, ext: ext, g: language()}
	h.checkPlatform()
	h.device(m)
	for _, f := range h.g.sections {
		h.section(f)
	}
	out.state.cycles = zoneCycles(&out)
	x := newIndex(&out)
	out.state.dangling = map[*record][]problem{}
	out.state.each(func(r *record) { out.state.checkRecord(x, r) })
	if len(out.Files) > 0 {
		out.render()
	}
	return &out
}

// heir is a model on the way to inherit.
type heir struct {
	m, base *Model
	ext     Extension
	g       *grammar
}

func (h *heir) report(p problem) { h.m.state.platform = append(h.m.state.platform, p) }

// checkPlatform tells where the platform model is not the one that was meant, or not sound.
func (h *heir) checkPlatform() {
	if want := h.ext.Version; want.Stated() && want.Value != h.base.Version.Value {
		h.report(problem{node: want.Node, severity: syntax.Warning, code: "platform-version",
			message: fmt.Sprintf("the platform model is at version `%s`, expected `%s`", h.base.Version.Value, want.Value),
			hint:    "look at what has changed there, then write its version here"})
	}
	errors := 0
	for _, d := range h.base.Diagnostics {
		if d.Severity == syntax.Error {
			errors++
		}
	}
	if errors > 0 {
		h.report(problem{node: h.ext.Model.Node, severity: syntax.Warning, code: "platform-errors",
			message: fmt.Sprintf("the platform model has %s", count(errors, "error")),
			hint:    "what has errors there takes no part in the analysis here; check the platform model"})
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// device lets the base fill in what the model does not say of the device, its scales of risk and its packs.
func (h *heir) device(m *Model) {
	var device Device
	f := h.g.byKey["device"]
	overlay(f.group, reflect.ValueOf(&device).Elem(), reflect.ValueOf(&m.Device).Elem(), reflect.ValueOf(&h.base.Device).Elem())
	h.m.Device = device
	var scales Scales
	f = h.g.byKey["scales"]
	overlay(f.group, reflect.ValueOf(&scales).Elem(), reflect.ValueOf(&m.Scales).Elem(), reflect.ValueOf(&h.base.Scales).Elem())
	h.m.Scales = scales
	if !m.Packs.Stated() {
		h.m.Packs = h.base.Packs
	}
}

// section merges one section: the entries of the model, then those that only the base has.
func (h *heir) section(f *field) {
	now := f.in(reflect.ValueOf(h.m).Elem()).(anySection)
	base := f.in(reflect.ValueOf(h.base).Elem()).(anySection)
	if base.Len() == 0 {
		return
	}
	var entries []any
	at := map[string]int{}
	add := func(id string, e any) {
		at[id] = len(entries)
		entries = append(entries, e)
	}
	for i := range now.Len() {
		id, e := now.ident(i).ID.Value, now.entry(i)
		if j := base.Index(id); j >= 0 {
			h.checkLoosened(e, base.entry(j))
			e = h.placed(overlaid(f.group, e, base.entry(j)))
		}
		add(id, e)
	}
	for j := range base.Len() {
		id := base.ident(j).ID.Value
		if now.Index(id) < 0 && !h.clashes(f, base.ident(j).ID) {
			add(id, h.placed(base.entry(j)))
		}
	}
	node := now.node()
	if node == nil {
		node = base.node()
	}
	f.in(reflect.ValueOf(h.m).Elem()).(anySection).fill(entries, at, node)
}

// filledIn reports whether what an entry lacks is there because a platform model has it.
func (m *Model) filledIn(r *record, p problem) bool {
	if !m.state.merged || p.lacks == "" || p.node != r.key {
		return false
	}
	f := language().sections[r.section]
	s := f.in(reflect.ValueOf(m).Elem()).(anySection)
	i := s.Index(r.key.Value)
	return i >= 0 && f.group.byKey[p.lacks].nodeOf(reflect.ValueOf(s.entry(i)).Elem()) != nil
}

// clashes reports that the model uses the id of a platform's entry for something else that a finding can be about.
func (h *heir) clashes(f *field, id String) bool {
	if note := h.m.Notes.Get(id.Value); note != nil && isTarget(f.key) {
		h.clash(f, id, note.ID.Node) // the thing comes in all the same: a note takes nothing out of the analysis
		return false
	}
	key := h.m.state.targets[id.Value]
	if key == nil || !sharesIDs(f.key) {
		return false
	}
	h.clash(f, id, key)
	return true
}

func (h *heir) clash(f *field, id String, key *syntax.Node) {
	h.report(problem{node: key, code: "duplicate-id",
		message: "the platform model has " + withArticle(noun(f.key)) + " with the id `" + id.Value + "`",
		hint:    "choose another id here", related: []related{{id.Node, "in the platform model"}}})
}

// placed puts an outermost zone of the platform where the extension says.
func (h *heir) placed(entry any) any {
	z, ok := entry.(*Zone)
	if !ok || z.In.Stated() || !h.ext.Zone.Stated() || z.ID.Value == h.ext.Zone.Value {
		return entry
	}
	inner := *z
	inner.In = h.ext.Zone
	return &inner
}

// overlaid returns a new entry in which over counts and base fills in.
func overlaid(p *plan, over, base any) any {
	v := reflect.New(p.typ)
	overlay(p, v.Elem(), reflect.ValueOf(over).Elem(), reflect.ValueOf(base).Elem())
	return v.Interface()
}

// overlay sets to, key by key, to what over states and else to what base says.
func overlay(p *plan, to, over, base reflect.Value) {
	to.Set(over)
	for _, f := range p.fields {
		target := to.FieldByIndex(f.index)
		under := base.FieldByIndex(f.index)
		switch {
		case f.nodeOf(base) == nil:
		case f.nodeOf(over) == nil:
			target.Set(under)
		case f.shape == shapeGroup:
			overlay(f.group, target, over.FieldByIndex(f.index), under)
		case f.shape == shapeAttributes:
			a := target.Addr().Interface().(*Attributes)
			*a = a.over(under.Interface().(Attributes))
		case f.shape == shapeSection:
			overlaySection(f.group, f.in(to).(anySection), f.in(base).(anySection))
		}
	}
}

// over returns the attributes with those of base that they do not mention.
func (a Attributes) over(base Attributes) Attributes {
	out := Attributes{Items: slices.Clone(a.Items), Node: a.Node}
	for _, item := range base.Items {
		if !slices.ContainsFunc(a.Items, func(x Attribute) bool { return x.Key.Value == item.Key.Value }) {
			out.Items = append(out.Items, item)
		}
	}
	return out
}

// overlaySection merges entries inside an entry, such as interfaces.
func overlaySection(p *plan, to, base anySection) {
	var entries []any
	at := map[string]int{}
	for i := range to.Len() {
		id, e := to.ident(i).ID.Value, to.entry(i)
		if j := base.Index(id); j >= 0 {
			e = overlaid(p, e, base.entry(j))
		}
		at[id] = len(entries)
		entries = append(entries, e)
	}
	for j := range base.Len() {
		if id := base.ident(j).ID.Value; to.Index(id) < 0 {
			at[id] = len(entries)
			entries = append(entries, base.entry(j))
		}
	}
	to.fill(entries, at, to.node())
}
