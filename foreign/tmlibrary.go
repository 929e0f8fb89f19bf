package foreign

import (
	"cmp"
	"strings"
)

// The OWASP Threat Model Library keeps JSON: records with a symbolic name that refer to each other by it, as type and
// object where several kinds are possible. Threat Dragon calls the same files TM-BOM. Encrypted is required of each flow
// and placement there, so false is a statement.

func tmLibrary() Format {
	return Format{
		ID: "tm-library", Title: "OWASP Threat Model Library 1.0 (TM-BOM of Threat Dragon)", Endings: []string{".json"}, Threats: true,
		Takes: "Actors, components, data stores and data sets with where they are kept, flows with encryption, trust zones, assumptions with validity, threats with weaknesses, and controls with status.",
		fits: func(s *source) bool {
			return !s.isXML() && s.has("scope") && (s.has("trust_zones") || s.has("data_flows") || s.has("components"))
		},
		read: readTMLibrary,
	}
}

const tmlTool = "the Threat Model Library"

// tml reads one model of the library.
type tml struct {
	d        *draft
	zones    map[string]*entry
	parts    map[string]*entry // actors, components and stores
	threats  map[string]*entry
	personas map[string]string
	sealed   map[*entry]string // of stores: whether what they keep is encrypted
}

func readTMLibrary(s *source) (*draft, error) {
	top, err := s.tree()
	if err != nil {
		return nil, err
	}
	if top.kind != object || top.get("scope").kind != object {
		return nil, fault(s.place(top), "", "this is no model of the Threat Model Library: expected `scope`, `components` and `data_flows`")
	}
	r := &tml{d: newDraft(), zones: map[string]*entry{}, parts: map[string]*entry{}, threats: map[string]*entry{}, personas: map[string]string{}, sealed: map[*entry]string{}}
	r.head(top, s.name)
	for _, v := range top.list("trust_zones") {
		it := r.d.item(r.d.tally("trust_zones", "zones"), "trust zone %s", v.word("symbolic_name"))
		e := r.named("zones", v)
		it.entry = e
		e.rest(it, v, "symbolic_name", "title", "description")
		it.ask("say what kind of place it is (`type`) and how far it is trusted (`trust`)")
		first(r.zones, v.word("symbolic_name"), e)
	}
	r.boundaries(top.list("trust_boundaries"))
	for _, kind := range []string{"actors", "components", "data_stores"} {
		for _, v := range top.list(kind) {
			r.part(kind, v)
		}
	}
	r.dataSets(top.list("data_sets"))
	for _, v := range top.list("data_flows") {
		r.flow(v)
	}
	r.assumptions(top.list("assumptions"))
	r.found(top)
	return r.d, nil
}

// named makes an entry of a record with symbolic name, title and description.
func (r *tml) named(section string, v *value) *entry {
	return r.d.add(section, cmp.Or(v.word("symbolic_name"), v.word("title")), strings.TrimSuffix(section, "s")).
		set("name", oneLine(v.word("title"))).note(v.word("description"))
}

func (r *tml) head(top *value, name string) {
	r.d.title = top.word("scope", "title")
	r.d.sources = []string{stem(name) + ": model of the OWASP Threat Model Library " + top.word("version")}
	r.d.keepRest("scope", top.get("scope"), "title")
	r.d.keepRest("the file", top, "$schema", "version", "scope", "frozen", "diagrams", "trust_zones", "trust_boundaries", "actors", "components", "data_stores",
		"data_sets", "data_flows", "assumptions", "threat_personas", "threats", "controls", "risks")
	for _, v := range top.list("diagrams") {
		it := r.d.item(r.d.tally("diagrams", "comments"), "diagram %s", v.word("title"))
		r.d.notes = append(r.d.notes, "Diagram "+v.word("title")+" ("+v.word("type")+"): "+strings.TrimSpace(v.word("description")+" "+v.word("link")+"\n"+v.word("source")))
		it.change("a drawing in the language %s is not read; its text is a comment at the head of theriac.yaml", cmp.Or(v.word("type"), "(unknown)"))
	}
	for _, v := range top.list("threat_personas") {
		it := r.d.item(r.d.tally("threat_personas", "comments"), "threat persona %s", v.word("symbolic_name"))
		r.personas[v.word("symbolic_name")] = v.word("title")
		said := "Threat persona " + v.word("title") + ": " + v.word("description")
		for _, f := range leftover(v, "", []string{"symbolic_name", "title", "description"}) {
			said = sentence(said) + " " + upper(label(f[0])) + ": " + f[1] + "."
		}
		r.d.notes = append(r.d.notes, said)
		it.change("kept as a comment at the head of theriac.yaml; here attackers are positions that zones and elements can be reached from (`reach`)")
	}
}

// boundaries keeps what is said of the border between two zones in the text of both.
func (r *tml) boundaries(list []*value) {
	for _, v := range list {
		a, b := v.word("trust_zone_a"), v.word("trust_zone_b")
		it := r.d.item(r.d.tally("trust_boundaries", "zones"), "trust boundary of %s and %s", a, b)
		var said []string
		for _, f := range leftover(v, "", []string{"trust_zone_a", "trust_zone_b"}) {
			said = append(said, label(f[0])+" "+f[1])
		}
		if r.zones[a] == nil && r.zones[b] == nil {
			it.lose("neither of its zones is in the file")
			continue
		}
		for _, pair := range [][2]string{{a, b}, {b, a}} {
			if z := r.zones[pair[0]]; z != nil {
				z.note(sentence("Border to " + pair[1] + ": " + cmp.Or(strings.Join(said, "; "), "nothing said")))
			}
		}
		it.change("a border is where two zones meet here; what is said of it is kept in the text of both: give the flows that cross it their `authentication`")
	}
}

func (r *tml) part(kind string, v *value) {
	it := r.d.item(r.d.tally(kind, "elements"), "%s %s", strings.TrimSuffix(strings.ReplaceAll(kind, "_", " "), "s"), v.word("symbolic_name"))
	e := r.named("elements", v)
	it.entry = e
	known := []string{"symbolic_name", "title", "description", "trust_zone", "parent_component", "type"}
	if fields, ok := row("tm-library", kind, cmp.Or(v.word("type"), "any")); ok {
		e.apply(fields)
	} else {
		known = known[:len(known)-1]
	}
	if e.get("type") == nil && e.field("kind") != "human" {
		it.ask("nothing says what it is: give it a `type`, so that the library knows its threats")
	}
	if z := r.zones[v.word("trust_zone")]; z != nil {
		e.set("zone", z.id)
	} else if id := v.word("trust_zone"); id != "" {
		it.change("its trust zone %s is not in the file", id)
	}
	if parent := v.word("parent_component"); parent != "" {
		e.note("It is a part of " + sentence(parent))
		it.change("it is a part of %s; elements do not lie in each other here, so its text says so", parent)
	}
	e.rest(it, v, known...)
	first(r.parts, v.word("symbolic_name"), e)
}

func (r *tml) dataSets(list []*value) {
	for _, v := range list {
		it := r.d.item(r.d.tally("data_sets", "data"), "data set %s", v.word("symbolic_name"))
		e := r.named("data", v)
		it.entry = e
		for _, s := range v.words("data_sensitivity") {
			fields, _ := row("tm-library", "sensitivity", s)
			e.apply(fields)
		}
		for _, p := range v.list("placements") {
			store := r.parts[p.word("data_store")]
			if store == nil {
				it.change("it is placed in %s, which the file does not have", p.word("data_store"))
				continue
			}
			store.append("stores", e.id)
			r.encrypted(store, it, p.answer("encrypted"))
		}
		e.also(v, tmlTool, "data_sensitivity", "record_count")
		e.rest(it, v, "symbolic_name", "title", "description", "data_sensitivity", "record_count", "placements")
		if e.get("type") == nil {
			it.ask("say what kind of data it is (`type`)")
		}
	}
}

// encrypted writes whether a store encrypts what it keeps, as long as its data sets agree.
func (r *tml) encrypted(store *entry, it *item, said string) {
	before, known := r.sealed[store]
	switch {
	case said == "":
	case !known:
		r.sealed[store] = said
		store.attribute("encrypted-storage", said)
	case before != said:
		it.ask("in `%s` some data sets are encrypted and others are not; `encrypted-storage` says what the first one says: correct it", store.id)
	}
}

func (r *tml) flow(v *value) {
	it := r.d.item(r.d.tally("data_flows", "flows"), "data flow %s", v.word("symbolic_name"))
	var ends [2]*entry
	for i, side := range []string{"source", "destination"} {
		if ends[i] = r.parts[v.word(side, "object")]; ends[i] == nil {
			it.lose("its %s (%s) is not in the file: connect it to something that is", side, cmp.Or(v.word(side, "object"), "none"))
			return
		}
	}
	e := r.d.add("flows", v.word("symbolic_name"), ends[0].id+"-to-"+ends[1].id).set("name", oneLine(v.word("title"))).
		set("from", ends[0].id).set("to", ends[1].id).note(v.word("description"))
	it.entry = e
	switch v.answer("encrypted") {
	case "yes":
		e.set("encryption", "transport")
		it.ask("it is encrypted, and nothing says how: replace `transport` by the word for it, such as tls")
	case "no":
		e.set("encryption", "none")
	}
	if v.answer("has_sensitive_data") == "yes" {
		e.note("It carries sensitive data.")
		it.ask("it carries sensitive data: say which (`carries`)")
	}
	e.rest(it, v, "symbolic_name", "title", "description", "source", "destination", "encrypted", "has_sensitive_data")
}

func (r *tml) assumptions(list []*value) {
	for _, v := range list {
		it := r.d.item(r.d.tally("assumptions", "assumptions"), "assumption %s", headline(v.word("description")))
		state, ok := one("tm-library", "validity", v.word("validity"))
		if !ok {
			state = "open"
		}
		e := r.d.add("assumptions", headline(v.word("description")), "assumption").set("text", cmp.Or(v.word("description"), "Nothing is said.")).set("state", state)
		it.entry = e
		e.rest(it, v, "description", "validity")
	}
}

// found takes threats, controls and risks.
func (r *tml) found(top *value) {
	for _, v := range top.list("threats") {
		it := r.d.item(r.d.tally("threats", "threats"), "threat %s", v.word("symbolic_name"))
		t := foundThreat{item: it, format: "tm-library", tool: tmlTool, id: v.word("symbolic_name"), title: v.word("title"), description: v.word("description")}
		if p := v.word("threat_persona"); p != "" {
			t.facts = append(t.facts, sentence("Threat persona: "+cmp.Or(r.personas[p], p)))
		}
		for _, f := range leftover(v, "", []string{"symbolic_name", "title", "description", "threat_persona", "components_affected", "weaknesses"}) {
			t.facts = append(t.facts, sentence(upper(label(f[0]))+": "+f[1]))
		}
		e := r.d.threat(t)
		for _, c := range v.list("components_affected") {
			if at := r.parts[cmp.Or(c.word("object"), c.word())]; at != nil {
				e.append("of", at.id)
			} else {
				it.change("it affects %s, which the file does not have", cmp.Or(c.word("object"), c.word(), "something"))
			}
		}
		for _, w := range v.list("weaknesses") {
			if id := w.word("cwe_id"); id != "" {
				e.append("weakness", "CWE-"+id)
			}
		}
		if e.get("of") == nil {
			it.ask("it does not say what it affects: give it an `of`")
		}
		first(r.threats, v.word("symbolic_name"), e)
	}
	for _, v := range top.list("controls") {
		r.control(v)
	}
	for _, v := range top.list("risks") {
		r.risk(v)
	}
}

func (r *tml) control(v *value) {
	it := r.d.item(r.d.tally("controls", "controls"), "control %s", v.word("symbolic_name"))
	status, ok := one("tm-library", "statuses of controls", v.word("status"))
	if !ok {
		status = "planned"
	}
	c := r.named("controls", v).set("status", status)
	it.entry = c
	if status == "waived" {
		c.set("because", "The Threat Model Library has it as "+v.word("status")+" and gives no reason.")
	}
	c.also(v, tmlTool, "status", "priority")
	c.rest(it, v, "symbolic_name", "title", "description", "status", "priority", "threats")
	for _, id := range v.words("threats") {
		t := r.threats[id]
		if t == nil {
			it.change("it answers %s, which the file does not have", id)
			continue
		}
		t.append("controls", c.id)
	}
	it.ask("say where it acts (`at`)")
}

// risk keeps a risk in the text of the threats that it is made of.
func (r *tml) risk(v *value) {
	it := r.d.item(r.d.tally("risks", "threats"), "risk %s", v.word("symbolic_name"))
	said := "Risk " + v.word("title") + ": " + sentence(v.word("description"))
	for _, f := range leftover(v, "", []string{"symbolic_name", "title", "description", "threats"}) {
		said += " " + upper(label(f[0])) + ": " + sentence(f[1])
	}
	found := false
	for _, id := range v.words("threats") {
		if t := r.threats[id]; t != nil {
			t.note(said)
			found = true
		}
	}
	if !found {
		r.d.notes = append(r.d.notes, said)
		it.change("none of its threats is in the file; it is kept as a comment at the head of theriac.yaml")
		return
	}
	it.change("it is kept in the text of its threats; here risk follows from harm and exploitability: write hazards, and let the threats lead to them")
}
