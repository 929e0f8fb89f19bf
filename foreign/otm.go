package foreign

import (
	"cmp"
	"fmt"
	"strings"
)

// The Open Threat Model is JSON or YAML: trust zones, components in zones or in other components, dataflows between
// components, assets, and threats and mitigations that components and flows refer to, each time with a state. Lists may
// be null. Version 0.1 calls properties what 0.2 calls attributes.

func otm() Format {
	return Format{
		ID: "otm", Title: "Open Threat Model 0.1 and 0.2 (IriusRisk, StartLeft)", Endings: []string{".otm", ".json", ".yaml", ".yml"}, Threats: true, Layout: true,
		Takes: "Components with their types, nested trust zones, dataflows with assets, assets with what they need, threats with state and categories, mitigations with their state, positions of the first diagram.",
		fits:  func(s *source) bool { return !s.isXML() && s.has("otmVersion") },
		read:  readOTM,
	}
}

// om reads one Open Threat Model.
type om struct {
	d        *draft
	zones    map[string]*entry
	parts    map[string]*entry
	zoneOf   map[string]string // of components, by id: the id of their zone in the model
	parents  map[string]*value // of components and zones, by id
	data     map[string]*entry
	threats  map[string]*value
	controls map[string]*item // mitigations, by id
	means    map[string]*value
	used     map[string]bool
	diagram  string
	corner   map[string]point // of what holds others, by id
}

func readOTM(s *source) (*draft, error) {
	top, err := s.tree()
	if err != nil {
		return nil, err
	}
	if top.kind != object || top.get("project").kind == missing && len(top.list("components")) == 0 {
		return nil, fault(s.place(top), "", "this is no Open Threat Model: expected `otmVersion`, `project` and `components`")
	}
	r := &om{d: newDraft(), zones: map[string]*entry{}, parts: map[string]*entry{}, zoneOf: map[string]string{}, parents: map[string]*value{}, data: map[string]*entry{},
		threats: map[string]*value{}, controls: map[string]*item{}, means: map[string]*value{}, used: map[string]bool{}, corner: map[string]point{}}
	r.head(top, s.name)
	for _, kind := range []string{"trustZones", "components"} {
		for _, v := range top.list(kind) {
			r.parents[v.word("id")] = v
		}
	}
	r.trustZones(top.list("trustZones"))
	r.assets(top.list("assets"))
	r.components(top.list("components"))
	for _, v := range top.list("threats") {
		r.threats[v.word("id")] = v
	}
	for _, v := range top.list("mitigations") {
		r.means[v.word("id")] = v
		r.controls[v.word("id")] = r.d.item(r.d.tally("mitigations", "controls"), "mitigation %s (%s)", v.word("name"), v.word("id"))
	}
	for _, v := range top.list("components") {
		if r.d.full() {
			return r.d, nil
		}
		r.instances(v, r.parts[v.word("id")], "component "+v.word("name"))
	}
	for _, v := range top.list("dataflows") {
		r.flow(v)
		if r.d.full() {
			return r.d, nil
		}
	}
	r.unused(top)
	return r.d, nil
}

func (r *om) head(top *value, name string) {
	r.d.title = top.word("project", "name")
	r.d.sources = []string{stem(name) + ": Open Threat Model " + cmp.Or(top.word("otmVersion"), "without version")}
	r.d.keepRest("project", top.get("project"), "name", "id")
	for _, v := range top.list("representations") {
		it := r.d.item(r.d.tally("representations", "layout"), "representation %s (%s)", v.word("name"), v.word("id"))
		switch {
		case v.word("type") != "diagram" && v.word("type") != "threat-model":
			r.d.notes = append(r.d.notes, sentence(strings.TrimSpace("Representation "+v.word("name")+" ("+v.word("type")+") "+v.word("repository", "url"))))
			it.change("a representation that is %s has no place here; its name and address are a comment at the head of theriac.yaml", cmp.Or(v.word("type"), "of no type"))
		case v.word("type") == "diagram" && r.diagram == "":
			r.diagram = v.word("id")
		case v.word("type") == "diagram":
			it.lose("the positions of one diagram are taken, and this is another one")
		}
	}
	r.d.keepRest("the file", top, "otmVersion", "project", "representations", "trustZones", "assets", "components", "dataflows", "threats", "mitigations")
}

// rect is where something stands on the diagram. A position counts from the corner of what holds it.
func (r *om) rect(v *value) (box, bool) {
	for _, p := range v.list("representations") {
		if p.word("representation") != r.diagram || p.get("position").kind != object {
			continue
		}
		b := box{p.num("position", "x"), p.num("position", "y"), p.num("size", "width"), p.num("size", "height")}
		corner := r.cornerOf(v, 0)
		return box{b.x + corner.x, b.y + corner.y, b.w, b.h}, !b.empty()
	}
	return box{}, false
}

func (r *om) cornerOf(v *value, depth int) point {
	parent := r.parents[cmp.Or(v.word("parent", "trustZone"), v.word("parent", "component"))]
	if parent == nil || depth > maxDepth {
		return point{}
	}
	for _, p := range parent.list("representations") {
		if p.word("representation") == r.diagram && p.get("position").kind == object {
			c := r.cornerOf(parent, depth+1)
			return point{c.x + p.num("position", "x"), c.y + p.num("position", "y")}
		}
	}
	return point{}
}

func (r *om) trustZones(list []*value) {
	for _, v := range list {
		if r.d.full() {
			return
		}
		it := r.d.item(r.d.tally("trustZones", "zones"), "trust zone %s (%s)", v.word("name"), v.word("id"))
		e := r.d.add("zones", v.word("name"), "zone").set("name", v.word("name"))
		it.entry = e
		fields, _ := row("otm", "zones", v.word("type"))
		e.apply(fields)
		e.note(v.word("description"))
		if r.zones[v.word("id")] == nil {
			r.zones[v.word("id")] = e
		}
		e.rest(it, v, "id", "name", "type", "description", "parent", "representations", "attributes.Name", "properties.Name", "attributes.Dataflow Order", "properties.Dataflow Order")
		it.ask("say what kind of place it is (`type`) and how far it is trusted (`trust`): a rating out of 100 is not taken for it")
		if b, ok := r.rect(v); ok {
			r.d.place("default", e.id, b)
		}
	}
	for _, v := range list {
		e := r.zones[v.word("id")]
		if outer := r.zoneAround(v, 0); outer != "" && outer != e.id && e.get("in") == nil && !r.circular(v) {
			e.set("in", outer)
		}
	}
}

// zoneAround is the id in the model of the zone that something lies in, through components that hold it.
func (r *om) zoneAround(v *value, depth int) string {
	if z := r.zones[v.word("parent", "trustZone")]; z != nil {
		return z.id
	}
	if parent := r.parents[v.word("parent", "component")]; parent != nil && depth < maxDepth {
		return r.zoneAround(parent, depth+1)
	}
	return ""
}

// circular reports whether what holds a thing lies in the thing itself.
func (r *om) circular(v *value) bool {
	at := v
	for range maxDepth {
		at = r.parents[cmp.Or(at.word("parent", "trustZone"), at.word("parent", "component"))]
		switch {
		case at == nil:
			return false
		case at.word("id") == v.word("id"):
			return true
		}
	}
	return true
}

func (r *om) assets(list []*value) {
	for _, v := range list {
		it := r.d.item(r.d.tally("assets", "data"), "asset %s (%s)", v.word("name"), v.word("id"))
		e := r.d.add("data", v.word("name"), "data").set("name", v.word("name"))
		it.entry = e
		for _, need := range []string{"confidentiality", "integrity", "availability"} {
			if v.num("risk", need) > 0 {
				e.append("needs", need)
			}
		}
		e.note(v.word("description"))
		e.rest(it, v, "id", "name", "description")
		it.ask("say what kind of data it is (`type`)")
		if r.data[v.word("id")] == nil {
			r.data[v.word("id")] = e
		}
	}
}

func (r *om) components(list []*value) {
	for _, v := range list {
		if r.d.full() {
			return
		}
		it := r.d.item(r.d.tally("components", "elements"), "component %s (%s)", v.word("name"), v.word("id"))
		e := r.d.add("elements", v.word("name"), "element").set("name", v.word("name"))
		it.entry = e
		e.typed(it, "otm", "the Open Threat Model", v.word("type"))
		e.set("zone", r.zoneAround(v, 0))
		e.note(v.word("description"))
		if parent := r.parents[v.word("parent", "component")]; parent != nil {
			e.note("It is a part of " + sentence(parent.word("name")))
			it.change("it lies in the component %s; elements do not lie in each other here, so it stands in the same zone and says so in its text", parent.word("name"))
		}
		for _, id := range v.words("assets", "stored") {
			if a := r.data[id]; a != nil {
				e.append("stores", a.id)
			} else {
				it.change("it stores the asset %s, which the file does not have", id)
			}
		}
		var processed []string
		for _, id := range v.words("assets", "processed") {
			if a := r.data[id]; a != nil {
				processed = append(processed, a.field("name"))
			}
		}
		if len(processed) > 0 {
			e.note("It processes " + sentence(strings.Join(processed, ", ")))
			it.change("what it processes is kept in its text: let the flows that bring it carry it")
		}
		r.scope(e, v)
		e.rest(it, v, append([]string{"id", "name", "type", "description", "parent", "representations", "assets", "threats"}, otmScope...)...)
		if r.parts[v.word("id")] == nil {
			r.parts[v.word("id")] = e
		}
		if b, ok := r.rect(v); ok {
			r.d.place("default", e.id, b.roomy())
		}
	}
}

// otmScope are the attributes that files made from the Threat Modeling Tool have, and that are taken or say nothing.
var otmScope = []string{"attributes.Name", "properties.Name", "attributes.Out Of Scope", "properties.Out Of Scope", "attributes.Reason For Out Of Scope",
	"properties.Reason For Out Of Scope", "attributes.Dataflow Order", "properties.Dataflow Order"}

func (r *om) scope(e *entry, v *value) {
	for _, in := range []string{"attributes", "properties"} {
		if v.answer(in, "Out Of Scope") == "yes" {
			e.set("out-of-scope", cmp.Or(v.word(in, "Reason For Out Of Scope"), "The Open Threat Model has it out of scope and gives no reason."))
		}
	}
}

func (r *om) flow(v *value) {
	name := v.word("name")
	it := r.d.item(r.d.tally("dataflows", "flows"), "dataflow %s (%s)", name, v.word("id"))
	var ends [2]*entry
	for i, side := range []string{"source", "destination"} {
		id := v.word(side)
		if ends[i] = r.parts[id]; ends[i] == nil {
			why := "which the file does not have"
			if r.zones[id] != nil {
				why = "which is a trust zone and cannot send or receive"
			}
			it.lose("its %s is %s, %s: connect it to a component", side, cmp.Or(id, "missing"), why)
			r.instances(v, nil, "dataflow "+name)
			return
		}
	}
	if isUUID(name) {
		name = ""
	}
	e := r.d.add("flows", cmp.Or(name, ends[0].id+"-to-"+ends[1].id), "flow").set("name", oneLine(name)).set("from", ends[0].id).set("to", ends[1].id)
	it.entry = e
	if v.answer("bidirectional") == "yes" {
		e.set("direction", "two-way")
	}
	for _, id := range v.words("assets") {
		if a := r.data[id]; a != nil {
			e.append("carries", a.id)
		} else {
			it.change("it carries the asset %s, which the file does not have", id)
		}
	}
	for _, tag := range v.words("tags") {
		if fields, ok := row("otm", "protocols", tag); ok {
			e.apply(fields)
		}
	}
	e.note(v.word("description"))
	r.scope(e, v)
	e.rest(it, v, append([]string{"id", "name", "source", "destination", "bidirectional", "assets", "description", "threats", "representations"}, otmScope...)...)
	r.instances(v, e, "dataflow "+name)
}

// isUUID reports whether a name is none: some writers give flows an id for a name.
func isUUID(s string) bool {
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
}

// instances takes the threats of a component or flow.
func (r *om) instances(v *value, at *entry, where string) {
	for _, x := range v.list("threats") {
		id := x.word("threat")
		def := r.threats[id]
		r.used[id] = true
		if def == nil {
			def = &value{}
		}
		r.threat(x, def, id, at, where)
	}
}

func (r *om) threat(x, def *value, id string, at *entry, where string) {
	title := cmp.Or(def.word("name"), "Threat "+id)
	it := r.d.item(r.d.tally("threats", "threats"), "%s, threat %s (%s)", where, title, id)
	t := foundThreat{item: it, format: "otm", tool: "the Open Threat Model", title: title, description: plain(def.word("description")),
		status: x.word("state"), at: at}
	for _, f := range leftover(def, "", []string{"id", "name", "description", "categories", "cwes"}) {
		t.facts = append(t.facts, sentence(upper(label(f[0]))+": "+f[1]))
	}
	e := r.d.threat(t)
	for _, c := range def.words("categories") {
		if fields, ok := row("otm", "categories", c); ok {
			e.apply(fields)
		} else {
			e.note("Category in the Open Threat Model: " + sentence(c))
			it.change("its category %s has no word here and is kept in its text", c)
		}
	}
	e.append("weakness", def.words("cwes")...)
	for _, m := range x.list("mitigations") {
		if c := r.control(m.word("mitigation"), m.word("state"), at); c != nil {
			e.append("controls", c.id)
		} else {
			it.change("it is mitigated by %s, which the file does not have", cmp.Or(m.word("mitigation"), "something without an id"))
		}
	}
	switch {
	case def.kind == missing:
		it.change("the file does not say what the threat %s is: give it a title", id)
	case at == nil && where != "":
		it.change("what it is about (%s) is not in the model, so it is about the device as a whole: give it an `of`", where)
	}
}

// control makes a control of a mitigation in a state.
func (r *om) control(id, state string, at *entry) *entry {
	v, it := r.means[id], r.controls[id]
	if v == nil {
		return nil
	}
	status, ok := one("otm", "states", state)
	if !ok || status == "" {
		status = "planned"
	}
	k := fmt.Sprintf("otm %s %s", status, id)
	c := r.d.controls[k]
	if c == nil {
		name := oneLine(plain(v.word("name")))
		c = r.d.add("controls", name, "control").set("name", name).set("status", status)
		if text := tidy(plain(v.word("description"))); oneLine(text) != name && text != name+"." {
			c.note(text)
		}
		first := it.entry == nil
		it.entry = c
		if status == "waived" {
			c.set("because", "The Open Threat Model has it as "+state+" and gives no reason.")
			it.ask("it is %s there: say why (`because`)", state)
		}
		if !ok && state != "" {
			c.note("State in the Open Threat Model: " + sentence(state))
			it.change("the state %s is not known; it counts as planned", state)
		}
		for _, f := range leftover(v, "", []string{"id", "name", "description"}) {
			c.note(sentence(upper(label(f[0])) + ": " + f[1]))
			if first {
				it.change("%s (%s) has no place here and is kept in its text", f[0], f[1])
			}
		}
		r.d.controls[k] = c
	}
	if at != nil {
		c.append("at", at.id)
	}
	return c
}

// unused takes the threats and mitigations that nothing refers to.
func (r *om) unused(top *value) {
	for _, v := range top.list("threats") {
		if id := v.word("id"); !r.used[id] {
			r.used[id] = true
			r.threat(&value{}, v, id, nil, "")
		}
	}
	for _, v := range top.list("mitigations") {
		id := v.word("id")
		if it := r.controls[id]; it != nil && it.entry == nil {
			r.control(id, "", nil)
			it.ask("no threat refers to it: say where it acts (`at`)")
		}
	}
}
