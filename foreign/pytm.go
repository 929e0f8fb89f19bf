package foreign

import (
	"cmp"
	"slices"
	"strings"
)

// pytm models are Python; what can be read is the dump that `tm.py --json` writes. Things refer to each other by name. Of
// each control that is false nobody can tell whether it is absent or was never thought of, because false is the default,
// so only true is a statement. The findings in a dump are those of pytm's own rules.

func pytm() Format {
	return Format{
		ID: "pytm", Title: "pytm, the dump of tm.py --json", Endings: []string{".json"}, Threats: true,
		Takes: "Elements by their class, boundaries, dataflows with what they carry, data with classification, controls that are true, assumptions, findings that somebody answered or excluded, and those of own rules.",
		fits: func(s *source) bool {
			return !s.isXML() && s.has("boundaries", "flows") && (s.has("elements") || s.has("assets"))
		},
		read: readPytm,
	}
}

// py reads one dump.
type py struct {
	d     *draft
	parts map[string]*entry
	zones map[string]*entry
	data  map[string]*entry
	flows map[string]*entry
	own   bool // the findings come from rules that are not pytm's
}

func readPytm(s *source) (*draft, error) {
	top, err := s.tree()
	if err != nil {
		return nil, err
	}
	if top.kind != object || top.get("flows").kind != list {
		return nil, fault(s.place(top), "write it with `tm.py --json`", "this is no dump of pytm: expected lists `elements`, `boundaries` and `flows`")
	}
	r := &py{d: newDraft(), parts: map[string]*entry{}, zones: map[string]*entry{}, data: map[string]*entry{}, flows: map[string]*entry{}}
	r.d.title = top.word("name")
	r.d.sources = []string{stem(s.name) + ": dump of a pytm model"}
	r.d.keep("description", "Description", top.word("description"))
	r.boundaries(top.list("boundaries"))
	for _, v := range top.list("data") {
		r.datum(v)
	}
	r.elements(top)
	for _, v := range top.list("flows") {
		if r.flow(v); r.d.full() {
			return r.d, nil
		}
	}
	for _, v := range top.list("assumptions") {
		r.assume(v, nil, "assumption")
	}
	rules := strings.ReplaceAll(top.word("threatsFile"), `\`, "/")
	r.own = rules != "" && !strings.HasSuffix(rules, "pytm/threatlib/threats.json")
	if r.own {
		r.d.tell(Asked, "threatsFile", "the findings come from rules of your own (%s) and became open threats of your own: rules that hold for other models too can become threats of a pack of your own", rules)
	}
	for _, kind := range []string{"findings", "excluded_findings"} {
		for _, v := range top.list(kind) {
			r.finding(kind, v)
			if r.d.full() {
				return r.d, nil
			}
		}
	}
	return r.d, nil
}

// pytmDerived are the keys that pytm fills in by itself, or that say where a thing is drawn.
var pytmDerived = []string{"name", "description", "__class__", "findings", "severity", "maxClassification", "levels", "inputs", "outputs", "carriedBy",
	"processedBy", "order", "inBoundary", "inScope", "controls", "assumptions", "data", "source", "sink", "protocol", "dstPort", "isResponse",
	"implementsCommunicationProtocol", "tlsVersion", "minTLSVersion", "note", "classification", "isCredentials", "overrides"}

// stated leaves out of a record what is at its default, because that says nothing.
func stated(v *value) *value {
	out := &value{kind: object}
	for i, k := range v.keys {
		it := v.items[i]
		switch said := it.word(); {
		case it.kind == truth && said == "false", said == "-1", said == "0", strings.HasSuffix(said, ".NONE"), strings.HasSuffix(said, ".UNKNOWN"):
		default:
			out.keys, out.items = append(out.keys, k), append(out.items, it)
		}
	}
	return out
}

func (r *py) boundaries(list []*value) {
	for _, v := range list {
		if r.d.full() {
			return
		}
		name := v.word("name")
		it := r.d.item(r.d.tally("boundaries", "zones"), "boundary %s", name)
		e := r.d.add("zones", name, "zone").set("name", oneLine(name)).note(v.word("description"))
		it.entry = e
		r.controls(e, it, v, "none")
		e.rest(it, stated(v), pytmDerived...)
		it.ask("say what kind of place it is (`type`) and how far it is trusted (`trust`)")
		first(r.zones, name, e)
	}
	k := &sketch{zoned: map[string]*shape{}}
	for _, z := range r.zones {
		k.zones = append(k.zones, &boundary{id: z.id})
		k.zoned[z.id] = &shape{entry: z}
	}
	for _, v := range list {
		inner, outer := r.zones[v.word("name")], r.zones[v.word("inBoundary")]
		if outer != nil && inner.get("in") == nil && !k.inside(outer.id, inner.id) {
			inner.set("in", outer.id)
		}
	}
}

func (r *py) datum(v *value) {
	name := v.word("name")
	it := r.d.item(r.d.tally("data", "data"), "data %s", name)
	e := r.d.add("data", name, "data").set("name", oneLine(name)).note(v.word("description"))
	it.entry = e
	_, class, _ := strings.Cut(v.word("classification"), ".")
	if fields, ok := row("pytm", "classifications", class); ok {
		e.apply(fields)
	}
	if class != "" && class != "UNKNOWN" {
		e.note("Classification in pytm: " + sentence(class))
	}
	if v.answer("isCredentials") == "yes" {
		e.append("type", "credential")
	} else {
		it.ask("say what kind of data it is (`type`)")
	}
	e.rest(it, stated(v), pytmDerived...)
	first(r.data, name, e)
}

// elements takes actors, assets, and of the list of all elements those that stand in neither.
func (r *py) elements(top *value) {
	for _, kind := range []string{"actors", "assets", "elements"} {
		for _, v := range top.list(kind) {
			name := v.word("name")
			if kind == "elements" && (r.parts[name] != nil || r.zones[name] != nil) {
				continue
			}
			if r.d.full() {
				return
			}
			it := r.d.item(r.d.tally("elements", "elements"), "%s %s", cmp.Or(v.word("__class__"), "element"), name)
			e := r.d.add("elements", name, "element").set("name", oneLine(name))
			it.entry = e
			e.typed(it, "pytm", "pytm", v.word("__class__"))
			if z := r.zones[v.word("inBoundary")]; z != nil {
				e.set("zone", z.id)
			}
			e.note(v.word("description"))
			r.common(e, it, v, "controls")
			first(r.parts, name, e)
		}
	}
}

// common takes what elements and flows have both.
func (r *py) common(e *entry, it *item, v *value, table string) {
	if v.answer("inScope") == "no" {
		e.set("out-of-scope", "pytm has it out of scope and gives no reason.")
	}
	r.controls(e, it, v, table)
	for _, a := range v.list("assumptions") {
		r.assume(a, e, it.where+", assumption")
	}
	for _, o := range v.list("overrides") {
		for _, f := range leftover(o, "", nil) {
			e.note(sentence("Override in pytm, " + label(f[0]) + ": " + f[1]))
		}
		it.change("an override of a finding is kept in the text")
	}
	e.rest(it, stated(v), append(slices.Clone(pytmDerived), no(v, "usesVPN")...)...)
}

// controls takes the controls that are true, and those that say something in words.
func (r *py) controls(e *entry, it *item, v *value, table string) {
	var kept []string
	var all [][2]string
	for i, k := range v.get("controls").keys {
		said := v.get("controls").items[i]
		if said.word() == "" || said.word() == "false" {
			continue
		}
		if fields, ok := row("pytm", table, k); ok && said.word() == "true" {
			e.apply(fields)
			continue
		}
		all = append(all, [2]string{k, said.word()})
	}
	e.noteAll(all, func(f [2]string) { kept = append(kept, f[0]+" ("+headline(f[1])+")") })
	it.kept(kept)
}

func (r *py) assume(v *value, about *entry, where string) {
	said := tidy(cmp.Or(v.word(), v.word("name")))
	if said == "" {
		return
	}
	it := r.d.item(r.d.tally("assumptions", "assumptions"), "%s %s", where, headline(said))
	for _, old := range r.d.sections[slices.Index(sectionNames[:], "assumptions")] {
		if about == nil && old.field("text") == said {
			it.entry = old
			return
		}
	}
	e := r.d.add("assumptions", headline(said), "assumption").set("text", said).set("state", "open")
	it.entry = e
	if d := v.word("description"); d != "" {
		e.note(d)
	}
	if x := v.word("exclude"); x != "" && key(x) != "set" {
		e.note("It excludes the findings " + sentence(strings.Trim(x, "{}")))
		it.change("that it excludes findings is kept in its text: decide on the findings of the library that it answers")
	}
	if about != nil {
		e.append("about", about.id)
	}
}

func (r *py) flow(v *value) {
	name := v.word("name")
	it := r.d.item(r.d.tally("flows", "flows"), "flow %s", name)
	from, to := r.parts[v.word("source")], r.parts[v.word("sink")]
	if from == nil || to == nil {
		it.lose("one of its ends (%s, %s) is no element of the file: connect it to one", cmp.Or(v.word("source"), "none"), cmp.Or(v.word("sink"), "none"))
		return
	}
	e := r.d.add("flows", name, from.id+"-to-"+to.id).set("name", oneLine(name)).set("from", from.id).set("to", to.id)
	it.entry = e
	e.spoken(it, "pytm", "pytm", v.word("protocol"))
	if port := v.num("dstPort"); port > 0 && port < 65536 {
		e.set("port", v.word("dstPort"))
	}
	for _, d := range v.words("data") {
		if a := r.data[d]; a != nil {
			e.append("carries", a.id)
		} else {
			it.change("it carries %s, which the file does not have", d)
		}
	}
	_, tls, _ := strings.Cut(v.word("tlsVersion"), ".")
	if fields, ok := row("pytm", "tls", tls); ok {
		e.apply(fields)
	}
	if v.answer("usesVPN") == "yes" {
		e.append("over", "vpn")
	}
	e.note(v.word("description"), v.word("note"))
	r.common(e, it, v, "flow controls")
	if e.field("encryption") == "transport" {
		e.drop("encryption")
		if !e.seal() {
			e.set("encryption", "transport")
			it.ask("it is encrypted, and nothing says how: replace `transport` by the word for it, such as tls")
		}
	}
	first(r.flows, name, e)
}

// finding takes the findings that somebody has answered or excluded, and those of rules of their own. The others are what
// the rules of pytm say.
func (r *py) finding(kind string, v *value) {
	it := r.d.item(r.d.tally(kind, "threats"), "finding %s %s at %s", v.word("id"), v.word("threat_id"), v.word("target"))
	response := v.word("response")
	if kind == "findings" && response == "" && !r.own {
		it.lose("pytm's own rules found it (%s), and nobody has answered it; the library looks at the model itself", v.word("description"))
		return
	}
	t := foundThreat{item: it, format: "pytm", tool: "pytm", title: v.word("description"), description: v.word("details"),
		at: cmp.Or(r.parts[v.word("target")], r.flows[v.word("target")]), reason: response}
	if kind == "excluded_findings" {
		t.status = "excluded"
		t.reason = strings.TrimSpace(response + "\n\n" + prefixed("Assumption: ", v.word("assumption", "name")))
	}
	e := r.d.threat(t)
	for _, f := range leftover(v, "", []string{"id", "description", "details", "target", "response", "assumption", "condition"}) {
		e.note(sentence(upper(label(f[0])) + ": " + f[1]))
	}
	if t.at == nil {
		it.change("what it is about (%s) is not in the model, so it is about the device as a whole: give it an `of`", v.word("target"))
	}
	if kind == "findings" && response != "" {
		it.ask("somebody answered it there, and the answer is its reason: decide about it")
	}
}
