package foreign

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Threat Dragon keeps JSON: summary, and detail with diagrams. In version 2 a diagram has `cells`, and what a cell means
// is in its `data`; in version 1 the cells are in `diagramJson` and hold the meaning themselves. A curve is a line with
// free ends. Which elements a boundary holds is written by newer releases, from the rectangles around curves too, so
// that it is found again here.

func threatDragon() Format {
	return Format{
		ID: "threat-dragon", Title: "OWASP Threat Dragon 1 and 2", Endings: []string{".json"}, Threats: true, Layout: true,
		Takes: "Elements, flows with protocol and encryption, boundary boxes and closed curves as zones, threats with status and mitigation, positions and bends of each diagram.",
		fits: func(s *source) bool {
			if s.isXML() || s.get("otmVersion").kind != missing {
				return false
			}
			return s.has("summary", "detail") || s.has("detail", "version") || s.has("summary", "version") || s.get("detail", "diagrams").kind == list ||
				s.get("summary", "title").kind == text && s.get("detail").kind == object
		},
		read: readDragon,
	}
}

// dragon reads one file of Threat Dragon.
type dragon struct {
	d           *draft
	old         bool // version 1
	unencrypted int  // flows and stores whose box "encrypted" is not ticked
	rated       int  // threats with a severity
}

func readDragon(s *source) (*draft, error) {
	top, err := s.tree()
	if err != nil {
		return nil, err
	}
	detail := top.get("detail")
	if top.kind != object || detail.kind != object {
		return nil, fault(s.place(top), "expected `summary` and `detail` with `diagrams`", "this is no model of Threat Dragon: `detail` is missing")
	}
	diagrams := detail.get("diagrams")
	if diagrams.kind != list {
		return nil, fault(s.place(detail), "", "this is no model of Threat Dragon: expected a list `diagrams` in `detail`")
	}
	r := &dragon{d: newDraft()}
	r.head(top, s.name)
	for i, g := range diagrams.items {
		r.diagram(g, i, len(diagrams.items) > 1)
		if r.d.full() {
			break
		}
	}
	if r.unencrypted > 0 {
		r.d.tell(Asked, "the file", "the box Encrypted is not ticked at %s, which is taken as no. Threat Dragon cannot tell no from not looked at: take `encryption` and `encrypted-storage` away where nobody has looked", counted(r.unencrypted, "flow or store", "flows and stores"))
	}
	if r.rated > 0 {
		r.d.tell(Asked, "the file", "%s a severity, which is kept in the text. Here severity comes from the harm to patients: write hazards, and let the threats lead to them", counted(r.rated, "threat has", "threats have"))
	}
	return r.d, nil
}

func (r *dragon) head(top *value, name string) {
	version := top.word("version")
	r.old = version == "" || strings.HasPrefix(version, "1")
	for _, g := range top.list("detail", "diagrams") {
		if g.get("cells").kind == list {
			r.old = false
		}
	}
	r.d.title = top.word("summary", "title")
	r.d.sources = []string{strings.TrimSpace(stem(name) + ": model of Threat Dragon " + version)}
	r.d.keep("summary/description", "Description", top.word("summary", "description"))
	r.d.keep("summary/owner", "Owner", top.word("summary", "owner"))
	r.d.keep("detail/reviewer", "Reviewer", top.word("detail", "reviewer"))
	var people []string
	for _, c := range top.list("detail", "contributors") {
		people = append(people, nonEmpty(cmp.Or(c.word("name"), c.word()))...)
	}
	r.d.keep("detail/contributors", "Contributors", strings.Join(people, ", "))
}

// dragonCell is a cell with what it means.
type dragonCell struct {
	v, data *value
	kind    string // tm.Process and the like
	id      string
	name    string
	rect    box
}

func (r *dragon) cell(v *value) dragonCell {
	c := dragonCell{v: v, data: v, id: v.word("id")}
	if !r.old {
		c.data = v.get("data")
	}
	c.kind = cmp.Or(c.data.word("type"), v.word("type"))
	if word, ok := one("threat-dragon", "shapes", v.word("shape")); ok && c.kind == "" {
		c.kind = word
	}
	c.name = c.data.word("name")
	for _, path := range [][]string{{"attrs", "text", "text"}, {"attrs", "label", "text"}} {
		c.name = cmp.Or(c.name, v.word(path...))
	}
	for _, l := range v.list("labels") {
		c.name = cmp.Or(c.name, l.word(), l.word("attrs", "text", "text"), l.word("attrs", "label", "text"), l.word("attrs", "labelText", "text"))
	}
	c.name = oneLine(c.name)
	c.rect = box{v.num("position", "x"), v.num("position", "y"), v.num("size", "width"), v.num("size", "height")}
	return c
}

// num is the number at the keys, or 0.
func (v *value) num(keys ...string) float64 {
	f, err := strconv.ParseFloat(v.word(keys...), 64)
	if err != nil || f > 1e9 || f < -1e9 || f != f {
		return 0
	}
	return f
}

func (r *dragon) diagram(g *value, number int, several bool) {
	title := cmp.Or(oneLine(g.word("title")), fmt.Sprintf("Diagram %d", number+1))
	it := r.d.item(r.d.tally("diagrams", "views"), "diagram %s", title)
	var view *entry
	if several {
		view = r.d.add("views", title, "diagram").set("name", title).note(g.word("description"))
		it.entry = view
	} else {
		r.d.keep("diagram "+title, "Diagram "+title, g.word("description"))
	}
	k := newSketch(r.d, "")
	if view != nil {
		k.view = view.id
	}
	cells := g.list("cells")
	if r.old {
		cells = g.list("diagramJson", "cells")
	}
	var links, curves []dragonCell
	for _, v := range cells {
		if r.d.full() {
			return
		}
		switch c := r.cell(v); c.kind {
		case "tm.Process", "tm.Store", "tm.Actor":
			r.element(k, c, title)
		case "tm.BoundaryBox":
			k.border[c.id] = true
			r.boundary(k, c, title, "boundary boxes", nil)
		case "tm.Boundary":
			k.border[c.id] = true
			curves = append(curves, c)
		case "tm.Flow":
			links = append(links, c)
		case "tm.Text":
			k.border[c.id] = true
			r.words(k, c, title)
		default:
			r.d.item(r.d.tally("other cells", "none"), "diagram %s, cell %s (%s)", title, c.name, c.id).
				lose("Threat Dragon has no cell of the type %s: add what it means by hand", cmp.Or(c.kind, "(none)"))
		}
	}
	r.lines(k, links, curves, title)
	k.settle()
	k.show(view)
}

// lines makes flows, and zones of the curves that go round.
func (r *dragon) lines(k *sketch, links, curves []dragonCell, title string) {
	drawn := map[*entry][]point{}
	var flows []*entry
	for _, c := range links {
		if r.d.full() {
			return
		}
		if e := r.flow(k, c, title); e != nil {
			from, to := dragonEnds(c.v)
			drawn[e], flows = k.straight(from, to, dragonPoints(c.v)), append(flows, e)
		}
	}
	for _, c := range curves {
		line := dragonPoints(c.v)
		from, to := dragonEnds(c.v)
		if from.at != nil && to.at != nil {
			line = append(append([]point{*from.at}, line...), *to.at)
		}
		if loop := closed(line); loop != nil {
			c.rect = around(loop)
			r.boundary(k, c, title, "boundary curves", loop)
			continue
		}
		r.d.item(r.d.tally("boundary curves", "zones"), "diagram %s, boundary curve %s (%s)", title, c.name, c.id).
			lose("it is an open line, and a zone is closed; %s: make a zone of what lies on one side", r.d.crossed(line, drawn, flows))
	}
}

var dragonKinds = map[string][2]string{"tm.Process": {"processes", "process"}, "tm.Store": {"stores", "store"}, "tm.Actor": {"actors", "actor"}}

func (r *dragon) element(k *sketch, c dragonCell, title string) {
	kind := dragonKinds[c.kind]
	it := r.d.item(r.d.tally(kind[0], "elements"), "diagram %s, %s %s (%s)", title, kind[1], c.name, c.id)
	e := r.d.add("elements", c.name, kind[1])
	it.entry = e
	e.set("name", c.name)
	fields, _ := row("threat-dragon", "elements", c.kind)
	e.apply(fields)
	for _, key := range c.data.keys {
		if fields, ok := row("threat-dragon", "ticked", key); ok && c.data.answer(key) == "yes" {
			e.apply(fields)
		}
	}
	r.describe(e, it, c)
	if c.kind == "tm.Store" {
		r.store(e, it, c)
	}
	if e.get("type") == nil {
		it.ask("the file says only that it is %s: say what it is (`type`), so that the library knows its threats", article(kind[1]))
	}
	k.put(c.id, &shape{e, it, c.rect})
	r.threats(e, c, it.where)
}

func article(word string) string {
	if strings.ContainsAny(word[:1], "aeiou") {
		return "an " + word
	}
	return "a " + word
}

// store takes what boxes say about what a store keeps.
func (r *dragon) store(e *entry, it *item, c dragonCell) {
	switch c.data.answer("isEncrypted") {
	case "yes":
		e.attribute("encrypted-storage", "yes")
	case "no":
		e.attribute("encrypted-storage", "no")
		r.unencrypted++
	}
	if c.data.answer("storesCredentials") == "yes" {
		r.d.secret(e, it, cmp.Or(c.name, e.id))
	}
}

// described are the keys of a cell that are taken, or that are about the drawing alone.
var described = []string{"type", "name", "description", "outOfScope", "reasonOutOfScope", "threats", "isTrustBoundary", "hasOpenThreats",
	"threatFrequency", "trustBoundaryIds", "crossingFlows", "containedElements", "isEncrypted", "protocol", "isBidirectional", "isWebApplication",
	"isALog", "storesCredentials", "$$hashKey", "size", "position", "angle", "id", "z", "zIndex", "attrs", "smooth", "source", "target", "vertices",
	"labels", "dfd", "shape", "visible", "ports", "connector", "markup", "embeds", "parent", "width", "height", "data", "view"}

// describe takes description and scope, and keeps as text what has no place of its own.
func (r *dragon) describe(e *entry, it *item, c dragonCell) {
	e.note(c.data.word("description"))
	if c.data.answer("outOfScope") == "yes" {
		e.set("out-of-scope", cmp.Or(c.data.word("reasonOutOfScope"), "Threat Dragon has it out of scope and gives no reason."))
	} else {
		e.note(prefixed("Reason for being out of scope, which it is not: ", c.data.word("reasonOutOfScope")))
	}
	var kept []string
	for i, key := range c.data.keys {
		said := c.data.items[i].word()
		if slices.Contains(described, key) || said == "" || c.data.items[i].kind == truth && said == "false" {
			continue
		}
		sense, ok := one("threat-dragon", "kept", key)
		if !ok {
			sense = key
		}
		if c.data.items[i].kind == truth {
			e.note(sentence(sense))
		} else {
			e.note(sentence(sense + ": " + said))
		}
		kept = append(kept, key+" ("+headline(said)+")")
	}
	it.kept(kept)
}

func prefixed(label, s string) string {
	if s == "" {
		return ""
	}
	return label + s
}

func (r *dragon) boundary(k *sketch, c dragonCell, title, kind string, loop []point) {
	it := r.d.item(r.d.tally(kind, "zones"), "diagram %s, boundary %s (%s)", title, c.name, c.id)
	e := r.d.add("zones", c.name, "zone").set("name", c.name).note(c.data.word("description"))
	it.entry = e
	if c.rect.empty() {
		it.change("it has no size, so nothing is known to stand in it: give elements their `zone`")
	}
	it.ask("say what kind of place it is (`type`) and how far it is trusted (`trust`)")
	k.enclose(&shape{e, it, c.rect}, loop)
}

// words makes a note of a text block.
func (r *dragon) words(k *sketch, c dragonCell, title string) {
	it := r.d.item(r.d.tally("text blocks", "notes"), "diagram %s, text %s (%s)", title, headline(c.name), c.id)
	k.write(it, "", cmp.Or(c.data.word("name"), c.v.word("attrs", "text", "text"), c.name), c.rect)
}

func dragonEnds(v *value) (from, to end) {
	ends := [2]end{}
	for i, key := range []string{"source", "target"} {
		e := v.get(key)
		ends[i].id = cmp.Or(e.word("cell"), e.word("id"))
		if e.get("x").kind == number && e.get("y").kind == number {
			ends[i].at = &point{e.num("x"), e.num("y")}
		}
	}
	return ends[0], ends[1]
}

func dragonPoints(v *value) []point {
	var out []point
	for _, p := range v.list("vertices") {
		if len(out) == maxCorners {
			break
		}
		out = append(out, point{p.num("x"), p.num("y")})
	}
	return out
}

func (r *dragon) flow(k *sketch, c dragonCell, title string) *entry {
	it := r.d.item(r.d.tally("flows", "flows"), "diagram %s, flow %s (%s)", title, c.name, c.id)
	from, to := dragonEnds(c.v)
	e := k.connect(link{item: it, name: c.name, from: from, to: to, via: dragonPoints(c.v),
		detail: strings.TrimSpace(c.data.word("protocol") + " " + c.data.word("description"))})
	if e == nil {
		r.threats(nil, c, it.where)
		return nil
	}
	if said := c.data.word("protocol"); said != "" {
		if left := e.protocol("threat-dragon", said); left != nil {
			e.note("Protocol in Threat Dragon: " + sentence(said))
			it.change("of its protocol %s the part %s has no word here; it is kept in its text: give it a `protocol`", said, strings.Join(left, ", "))
		}
	}
	switch c.data.answer("isEncrypted") {
	case "yes":
		if e.get("encryption") == nil && !e.seal() {
			e.set("encryption", "transport")
			it.ask("it is encrypted, and nothing says how: replace `transport` by the word for it, such as tls")
		}
	case "no":
		if e.get("encryption") == nil && !e.seal() {
			e.set("encryption", "none")
			r.unencrypted++
		} else {
			it.ask("its protocol is encrypted and the box Encrypted is not ticked; the protocol is believed: correct it if that is wrong")
		}
	}
	if c.data.answer("isBidirectional") == "yes" {
		e.set("direction", "two-way")
	}
	r.describe(e, it, c)
	r.threats(e, c, it.where)
	return e
}

// seal writes how a flow is encrypted that speaks a protocol which is encrypted by itself, and reports whether it is.
func (e *entry) seal() bool {
	f := e.get("protocol")
	if f == nil || len(f.words) != 1 {
		return false
	}
	fields, ok := row("common", "sealed", f.words[0])
	e.apply(fields)
	return ok
}

// dragonPlaceholders are the texts that Threat Dragon writes into a new threat.
var dragonPlaceholders = []string{"Provide a description for this threat", "Provide remediation for this threat or a reason if status is N/A",
	"Provide remediation for this threat or a reason if status is N/A."}

func (r *dragon) threats(e *entry, c dragonCell, where string) {
	list := c.data.get("threats")
	if list.kind == missing {
		list = c.v.get("threats")
	}
	for _, v := range list.list() {
		title := oneLine(v.word("title"))
		it := r.d.item(r.d.tally("threats", "threats"), "%s, threat %s (%s)", where, title, cmp.Or(v.word("id"), v.word("threatId"), v.word("number"), "no id"))
		t := foundThreat{item: it, format: "threat-dragon", tool: "Threat Dragon", title: title, category: v.word("type"), status: v.word("status"),
			description: v.word("description"), mitigation: v.word("mitigation"), at: e, mitigations: r.d.tally("mitigations", "controls")}
		if slices.Contains(dragonPlaceholders, t.mitigation) {
			t.mitigation = ""
		}
		for _, f := range []struct{ key, label string }{{"severity", "Severity"}, {"score", "Score"}, {"number", "Number"}} {
			if said := v.word(f.key); said != "" {
				t.facts = append(t.facts, sentence(f.label+" in Threat Dragon: "+said))
			}
		}
		if v.word("severity") != "" {
			r.rated++
		}
		r.d.threat(t)
		if e == nil {
			it.change("what it is about (%s) is not in the model, so it is about the device as a whole: give it an `of`", where)
		}
	}
}
