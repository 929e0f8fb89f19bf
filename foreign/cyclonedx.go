package foreign

import (
	"cmp"
	"strings"
)

// CycloneDX 2.0, of which there is a draft, keeps architecture in blueprints and what threatens it in threats, controls and
// risks, all tied by bom-ref. A file may hold a bill of materials beside; that is not a threat model and stays where it is.

func cycloneDX() Format {
	return Format{
		ID: "cyclonedx", Title: "CycloneDX 2.0 blueprints and threats (draft)", Endings: []string{".cdx.json", ".json"}, Threats: true,
		Takes: "Actors, assets, data stores and data sets of blueprints, nested zones, flows with protocols and encryption, assumptions with validity, threats with categories, controls with status, abuse cases.",
		fits: func(s *source) bool {
			return !s.isXML() && s.get("specFormat").kind != missing && (s.has("blueprints") || s.has("threats"))
		},
		read: readCycloneDX,
	}
}

const cdxTool = "CycloneDX"

// cdx reads one file of CycloneDX.
type cdx struct {
	d        *draft
	zones    map[string]*entry
	parts    map[string]*entry // actors, assets and stores
	data     map[string]*entry // data sets by bom-ref, data objects by name
	controls map[string]*entry
}

func readCycloneDX(s *source) (*draft, error) {
	top, err := s.tree()
	if err != nil {
		return nil, err
	}
	if top.kind != object || top.get("blueprints").kind == missing && top.get("threats").kind == missing {
		return nil, fault(s.place(top), "", "there is no threat model in this bill of materials: expected `blueprints` or `threats`")
	}
	r := &cdx{d: newDraft(), zones: map[string]*entry{}, parts: map[string]*entry{}, data: map[string]*entry{}, controls: map[string]*entry{}}
	r.d.sources = []string{stem(s.name) + ": CycloneDX " + top.word("specVersion")}
	r.d.title = top.word("metadata", "component", "name")
	for _, k := range []string{"components", "services", "vulnerabilities"} {
		if n := len(top.list(k)); n > 0 {
			r.d.tell(Lost, k, "%s of the bill of materials not taken; elements can name what they are made of (`component`)", counted(n, "entry is", "entries are"))
		}
	}
	r.d.keepRest("the file", top, "$schema", "specFormat", "specVersion", "serialNumber", "version", "blueprints", "threats", "controls", "risks", "components",
		"services", "vulnerabilities", "dependencies")
	for _, b := range top.list("blueprints") {
		r.blueprint(b)
		if r.d.full() {
			return r.d, nil
		}
	}
	for _, v := range top.list("controls") {
		r.control(v)
	}
	r.threats(top.get("threats"))
	for _, v := range top.list("risks", "risks") {
		r.comment("risks", v)
	}
	return r.d, nil
}

func (r *cdx) blueprint(b *value) {
	r.d.title = cmp.Or(r.d.title, b.word("name"))
	where := "blueprint " + cmp.Or(b.word("name"), b.word("bom-ref"))
	r.d.keepRest(where, b, "bom-ref", "name", "zones", "boundaries", "actors", "assets", "dataStores", "dataSets", "flows", "assumptions")
	for _, v := range b.list("zones") {
		it := r.d.item(r.d.tally("zones", "zones"), "%s, zone %s", where, v.word("bom-ref"))
		e := r.named("zones", v)
		it.entry = e
		e.also(v, cdxTool, "type", "characteristics")
		e.rest(it, v, "bom-ref", "name", "description", "parent", "type", "characteristics")
		it.ask("say what kind of place it is (`type`) and how far it is trusted (`trust`)")
		first(r.zones, v.word("bom-ref"), e)
	}
	k := &sketch{zoned: map[string]*shape{}}
	for _, v := range b.list("zones") {
		z := r.zones[v.word("bom-ref")]
		k.zones = append(k.zones, &boundary{id: z.id})
		k.zoned[z.id] = &shape{entry: z}
	}
	for _, v := range b.list("zones") {
		z, outer := r.zones[v.word("bom-ref")], r.zones[v.word("parent")]
		if outer != nil && z.get("in") == nil && !k.inside(outer.id, z.id) {
			z.set("in", outer.id)
		}
	}
	r.boundaries(where, b.list("boundaries"))
	for _, kind := range []string{"actors", "assets", "dataStores"} {
		for _, v := range b.list(kind) {
			r.part(where, kind, v)
		}
	}
	for _, v := range b.list("dataSets") {
		r.dataSet(where, v)
	}
	for _, v := range b.list("flows") {
		if r.flow(where, v); r.d.full() {
			return
		}
	}
	for _, v := range b.list("assumptions") {
		r.assumption(where, v)
	}
}

// named makes an entry of a record with a name and a description.
func (r *cdx) named(section string, v *value) *entry {
	name := cmp.Or(v.word("name"), v.word("party", "persona", "archetype"), v.word("party", "organization", "name"), v.word("bom-ref"))
	return r.d.add(section, name, strings.TrimSuffix(section, "s")).set("name", oneLine(name)).note(v.word("description"))
}

func (r *cdx) boundaries(where string, list []*value) {
	for _, v := range list {
		it := r.d.item(r.d.tally("boundaries", "zones"), "%s, boundary %s", where, v.word("bom-ref"))
		var said []string
		for _, f := range leftover(v, "", []string{"bom-ref", "zones"}) {
			said = append(said, label(f[0])+" "+f[1])
		}
		found := false
		for _, id := range v.words("zones") {
			if z := r.zones[id]; z != nil {
				z.note(sentence("Border: " + strings.Join(said, "; ")))
				found = true
			}
		}
		if !found {
			it.lose("none of its zones is in the file")
			continue
		}
		it.change("a border is where two zones meet here; what is said of it is kept in the text of both: give the flows that cross it their `authentication`")
	}
}

func (r *cdx) part(where, kind string, v *value) {
	it := r.d.item(r.d.tally(kind, "elements"), "%s, %s %s", where, strings.TrimSuffix(kind, "s"), v.word("bom-ref"))
	e := r.named("elements", v)
	it.entry = e
	if fields, ok := row("cyclonedx", "kinds", kind); ok {
		e.apply(fields)
	}
	known := []string{"bom-ref", "name", "description", "zone"}
	if fields, ok := row("cyclonedx", "elements", v.word("type")); ok {
		e.apply(fields)
		known = append(known, "type")
	}
	if e.get("type") == nil {
		it.ask("nothing says what it is that the library knows: give it a `type`")
	}
	if z := r.zones[v.word("zone")]; z != nil {
		e.set("zone", z.id)
	} else if v.word("zone") != "" {
		it.change("its zone %s is not in the file", v.word("zone"))
	}
	e.rest(it, v, known...)
	first(r.parts, v.word("bom-ref"), e)
}

func (r *cdx) dataSet(where string, v *value) {
	it := r.d.item(r.d.tally("dataSets", "data"), "%s, data set %s", where, v.word("bom-ref"))
	e := r.named("data", v)
	it.entry = e
	for _, p := range v.list("placements") {
		if store := r.parts[cmp.Or(p.word("dataStore"), p.word("store"))]; store != nil {
			store.append("stores", e.id)
			if said := p.answer("encrypted"); said != "" {
				store.attribute("encrypted-storage", said)
			}
		}
	}
	e.rest(it, v, "bom-ref", "name", "description")
	it.ask("say what kind of data it is (`type`)")
	first(r.data, v.word("bom-ref"), e)
}

func (r *cdx) flow(where string, v *value) {
	it := r.d.item(r.d.tally("flows", "flows"), "%s, flow %s", where, v.word("bom-ref"))
	from, to := r.parts[v.word("source")], r.parts[v.word("destination")]
	if from == nil || to == nil {
		it.lose("one of its ends (%s, %s) is no actor, asset or store of the file: connect it to one", cmp.Or(v.word("source"), "none"), cmp.Or(v.word("destination"), "none"))
		return
	}
	e := r.named("flows", v).set("from", from.id).set("to", to.id)
	it.entry = e
	for _, p := range v.words("protocols") {
		e.spoken(it, "cyclonedx", cdxTool, p)
	}
	for _, a := range v.words("authentication") {
		if fields, ok := row("cyclonedx", "authentication", a); ok {
			e.apply(fields)
		} else {
			e.note("Authentication in CycloneDX: " + sentence(a))
			it.change("its authentication %s has no word here and is kept in its text", a)
		}
	}
	switch v.answer("encrypted") {
	case "yes":
		if e.get("encryption") == nil && !e.seal() {
			e.set("encryption", "transport")
			it.ask("it is encrypted, and nothing says how: replace `transport` by the word for it, such as tls")
		}
	case "no":
		e.set("encryption", "none")
	}
	if v.answer("bidirectional") == "yes" {
		e.set("direction", "two-way")
	}
	for _, o := range v.list("dataObjects") {
		name := cmp.Or(o.word("name"), o.word())
		if name == "" {
			continue
		}
		a := cmp.Or(r.data[name], r.data["object "+name])
		if a == nil {
			a = r.d.add("data", name, "data").set("name", oneLine(name))
			r.data["object "+name] = a
		}
		e.append("carries", a.id)
	}
	e.rest(it, v, "bom-ref", "name", "description", "source", "destination", "protocols", "authentication", "encrypted", "bidirectional", "dataObjects", "synchronous", "type", "sequence")
}

func (r *cdx) assumption(where string, v *value) {
	it := r.d.item(r.d.tally("assumptions", "assumptions"), "%s, assumption %s", where, v.word("bom-ref"))
	state, ok := one("cyclonedx", "validity", v.word("validity"))
	if !ok {
		state = "open"
	}
	e := r.d.add("assumptions", cmp.Or(v.word("bom-ref"), headline(v.word("description"))), "assumption").
		set("text", cmp.Or(v.word("description"), "Nothing is said.")).set("state", state)
	it.entry = e
	for _, id := range v.words("relatedAssets") {
		if at := r.parts[id]; at != nil {
			e.append("about", at.id)
		}
	}
	e.rest(it, v, "bom-ref", "description", "validity", "relatedAssets")
}

func (r *cdx) control(v *value) {
	it := r.d.item(r.d.tally("controls", "controls"), "control %s", v.word("bom-ref"))
	status, ok := one("cyclonedx", "statuses of controls", v.word("status"))
	if !ok {
		status = "planned"
	}
	c := r.named("controls", v).set("status", status)
	it.entry = c
	c.also(v, cdxTool, "status")
	for _, id := range v.words("appliesTo") {
		if at := r.parts[id]; at != nil {
			c.append("at", at.id)
		} else {
			it.change("it applies to %s, which is no element of the model", id)
		}
	}
	if c.get("at") == nil {
		it.ask("say where it acts (`at`)")
	}
	c.rest(it, v, "bom-ref", "name", "description", "status", "appliesTo")
	first(r.controls, v.word("bom-ref"), c)
}

func (r *cdx) threats(top *value) {
	for _, v := range top.list("threats") {
		if r.d.full() {
			return
		}
		it := r.d.item(r.d.tally("threats", "threats"), "threat %s", v.word("bom-ref"))
		e := r.d.threat(foundThreat{item: it, format: "cyclonedx", tool: cdxTool, title: cmp.Or(v.word("name"), v.word("bom-ref")), description: v.word("description")})
		for _, c := range v.list("categories") {
			if fields, ok := row("cyclonedx", "categories", c.word("category")); ok {
				e.apply(fields)
			} else {
				e.note(sentence("Category in CycloneDX: " + c.word("taxonomy") + " " + c.word("category")))
			}
		}
		for _, id := range v.words("affectedAssets") {
			if at := r.parts[id]; at != nil {
				e.append("of", at.id)
			} else {
				it.change("it affects %s, which is no element of the model", id)
			}
		}
		var others []string
		for _, id := range v.words("mitigations") {
			if c := r.controls[id]; c != nil {
				e.append("controls", c.id)
			} else {
				others = append(others, id)
			}
		}
		if len(others) > 0 {
			e.note("Mitigations in CycloneDX: " + sentence(strings.Join(others, ", ")))
			it.change("its mitigations %s are no controls of the file; they are kept in its text", strings.Join(others, ", "))
		}
		e.rest(it, v, "bom-ref", "name", "description", "categories", "affectedAssets", "mitigations")
	}
	for _, v := range top.list("abuseCases") {
		it := r.d.item(r.d.tally("abuseCases", "usecases"), "abuse case %s", v.word("bom-ref"))
		e := r.named("usecases", v).set("kind", "misuse")
		it.entry = e
		for _, s := range v.list("mainFlow") {
			e.append("steps", oneLine(s.word("description")))
		}
		e.rest(it, v, "bom-ref", "name", "description", "mainFlow")
	}
	for _, kind := range []string{"scenarios", "attackPatterns", "attackTrees", "attackPaths", "trustBoundaries"} {
		for _, v := range top.list(kind) {
			r.comment(kind, v)
		}
	}
}

// comment keeps at the head of the file a record that has no place here.
func (r *cdx) comment(kind string, v *value) {
	name := cmp.Or(v.word("name"), v.word("bom-ref"))
	it := r.d.item(r.d.tally(kind, "comments"), "%s %s", kind, cmp.Or(v.word("bom-ref"), name))
	said := upper(kind) + ": " + sentence(name)
	for _, f := range leftover(v, "", []string{"name", "bom-ref"}) {
		said += " " + upper(label(f[0])) + ": " + sentence(f[1])
	}
	r.d.notes = append(r.d.notes, said)
	it.change("it has no place that it could be put into as it is; kept as a comment at the head of theriac.yaml")
}
