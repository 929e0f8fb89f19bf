package foreign

import (
	"cmp"
	"regexp"
	"strings"
)

// Threagile keeps YAML: mappings from titles to records that name each other by id. Communication links stand in the
// asset that opens them. Risks that its rules find are not in the file; what people decided about them is, under
// risk_tracking, by the id of the risk, in which * stands for any part.

func threagile() Format {
	return Format{
		ID: "threagile", Title: "Threagile, releases 0.9 and master", Endings: []string{".yaml", ".yml"}, Threats: true,
		Takes: "Technical assets with technology and scope, data assets with what they need, links with protocol and authentication, nested trust boundaries, abuse cases, requirements, risks that people wrote, and decisions on risks.",
		fits: func(s *source) bool {
			return !s.isXML() && (s.has("technical_assets") || s.has("threagile_version"))
		},
		read: readThreagile,
	}
}

const threagileTool = "Threagile"

// ta reads one Threagile model.
type ta struct {
	d        *draft
	assets   map[string]*entry
	data     map[string]*entry
	zones    map[string]*entry
	byID     map[string]*entry // zones, by their ids here
	links    map[string]*entry // by asset>link
	tracking map[string]bool   // keys of risk_tracking that went to a risk
	tracks   map[string][]int  // of risk_tracking, by the category
}

func readThreagile(s *source) (*draft, error) {
	top, err := s.tree()
	if err != nil {
		return nil, err
	}
	includes := top.words("includes")
	if len(top.get("technical_assets").keys) == 0 && len(includes) > 0 {
		return nil, fault(s.place(top.get("includes")), "join the parts into one file, and import that", "the model is split into %d files, of which one is here", len(includes)+1)
	}
	if top.kind != object || top.get("technical_assets").kind == missing && top.get("threagile_version").kind == missing {
		return nil, fault(s.place(top), "", "this is no model of Threagile: expected `technical_assets`")
	}
	r := &ta{d: newDraft(), assets: map[string]*entry{}, data: map[string]*entry{}, zones: map[string]*entry{}, byID: map[string]*entry{}, links: map[string]*entry{}, tracking: map[string]bool{}, tracks: map[string][]int{}}
	r.head(top, s.name)
	for _, file := range includes {
		r.d.tell(Lost, "includes/"+file, "the file is not read: join the parts into one file, and import that")
	}
	each := func(v *value, do func(string, *value)) {
		each(v, func(title string, v *value) {
			if !r.d.full() {
				do(title, v)
			}
		})
	}
	each(top.get("data_assets"), r.dataAsset)
	each(top.get("technical_assets"), r.asset)
	each(top.get("technical_assets"), func(_ string, v *value) {
		each(v.get("communication_links"), func(title string, l *value) { r.link(title, l, v) })
	})
	each(top.get("trust_boundaries"), r.boundary)
	each(top.get("trust_boundaries"), r.fill)
	each(top.get("shared_runtimes"), r.runtime)
	for i, k := range top.get("risk_tracking").keys {
		category, _, _ := strings.Cut(k, "@")
		r.tracks[category] = append(r.tracks[category], i)
	}
	for _, kind := range []string{"individual_risk_categories", "custom_risk_categories"} {
		each(top.get(kind), func(title string, v *value) { r.category(kind, title, v, top.get("risk_tracking")) })
	}
	each(top.get("risk_tracking"), r.tracked)
	each(top.get("abuse_cases"), r.abuse)
	each(top.get("security_requirements"), r.requirement)
	return r.d, nil
}

// each calls do with every entry of a mapping.
func each(v *value, do func(title string, v *value)) {
	for i, k := range v.keys {
		do(oneLine(plain(k)), v.items[i])
	}
}

func (r *ta) head(top *value, name string) {
	r.d.title = top.word("title")
	r.d.sources = []string{strings.TrimSpace(stem(name) + ": model of Threagile " + top.word("threagile_version"))}
	known := []string{"threagile_version", "title", "includes", "questions", "abuse_cases", "security_requirements", "tags_available", "data_assets",
		"technical_assets", "trust_boundaries", "shared_runtimes", "individual_risk_categories", "custom_risk_categories", "risk_tracking"}
	for _, k := range top.keys {
		if strings.HasPrefix(k, "diagram_tweak") {
			known = append(known, k)
		}
	}
	r.d.keepRest("the file", top, known...)
	each(top.get("questions"), func(question string, v *value) {
		it := r.d.item(r.d.tally("questions", "comments"), "question %s", question)
		r.d.notes = append(r.d.notes, "Question: "+question+"\nAnswer: "+cmp.Or(tidy(plain(v.word())), "(none yet)"))
		it.change("kept with its answer as a comment at the head of theriac.yaml")
	})
}

// threagileNeeds are the ratings, with the lowest level, at which nothing is needed.
var threagileNeeds = [][2]string{{"confidentiality", "public"}, {"integrity", "archive"}, {"availability", "archive"}}

func (r *ta) dataAsset(title string, v *value) {
	it := r.d.item(r.d.tally("data_assets", "data"), "data asset %s (%s)", title, v.word("id"))
	e := r.d.add("data", cmp.Or(v.word("id"), title), "data").set("name", title)
	it.entry = e
	for _, need := range threagileNeeds {
		if said := v.word(need[0]); said != "" && said != need[1] {
			e.append("needs", need[0])
		}
	}
	e.note(plain(v.word("description")))
	e.also(v, threagileTool, "confidentiality", "integrity", "availability", "usage", "quantity", "origin", "owner", "tags")
	e.note(plain(v.word("justification_cia_rating")))
	it.ask("say what kind of data it is (`type`); what it needs follows from ratings above the lowest, which are kept in its text")
	e.rest(it, v, "id", "description", "confidentiality", "integrity", "availability", "usage", "quantity", "origin", "owner", "tags", "justification_cia_rating")
	first(r.data, v.word("id"), e)
}

// first keeps the first of several entries with one id.
func first(m map[string]*entry, id string, e *entry) {
	if m[id] == nil {
		m[id] = e
	}
}

func (r *ta) asset(title string, v *value) {
	it := r.d.item(r.d.tally("technical_assets", "elements"), "technical asset %s (%s)", title, v.word("id"))
	e := r.d.add("elements", cmp.Or(v.word("id"), title), "element").set("name", title)
	it.entry = e
	if fields, ok := row("threagile", "kinds", v.word("type")); ok {
		e.apply(fields)
	}
	technologies := append(nonEmpty(v.word("technology")), v.words("technologies")...)
	for _, t := range technologies {
		e.typed(it, "threagile", threagileTool, t)
	}
	if len(technologies) == 0 {
		e.typed(it, "threagile", threagileTool, "")
	}
	if fields, ok := row("threagile", "machines", v.word("machine")); ok {
		e.apply(fields)
	}
	if fields, ok := row("threagile", "storage", v.word("encryption")); ok {
		e.apply(fields)
		if v.word("encryption") == "transparent" {
			it.ask("its storage is encrypted transparently: say whether the key is out of reach of who steals it (`encrypted-storage`)")
		}
	}
	if v.answer("out_of_scope") == "yes" {
		e.set("out-of-scope", cmp.Or(plain(v.word("justification_out_of_scope")), "Threagile has it out of scope and gives no reason."))
	} else {
		e.note(prefixed("Reason for being out of scope, which it is not: ", plain(v.word("justification_out_of_scope"))))
	}
	e.set("owner", v.word("owner"))
	for _, id := range v.words("data_assets_stored") {
		r.refer(e, it, "stores", id)
	}
	e.note(plain(v.word("description")))
	r.processed(e, it, v)
	e.also(v, threagileTool, "usage", "size", "machine", "encryption", "used_as_client_by_human", "redundant", "custom_developed_parts", "data_formats_accepted", "confidentiality", "integrity", "availability", "tags")
	e.note(plain(v.word("justification_cia_rating")))
	known := []string{"id", "description", "type", "confidentiality", "integrity", "availability", "justification_cia_rating", "tags", "technology", "technologies", "machine", "encryption", "out_of_scope", "justification_out_of_scope", "owner",
		"data_assets_stored", "data_assets_processed", "usage", "size", "used_as_client_by_human", "redundant", "custom_developed_parts", "data_formats_accepted",
		"communication_links", "diagram_tweak_order"}
	e.rest(it, v, append(known, no(v, "internet", "multi_tenant")...)...)
	first(r.assets, v.word("id"), e)
}

// no lists the keys whose answer is no: that something is not there needs no place.
func no(v *value, keys ...string) []string {
	var out []string
	for _, k := range keys {
		if v.answer(k) == "no" {
			out = append(out, k)
		}
	}
	return out
}

func (r *ta) refer(e *entry, it *item, key, id string) {
	if a := r.data[id]; a != nil {
		e.append(key, a.id)
		return
	}
	it.change("it %s the data asset %s, which the file does not have", key, id)
}

// processed keeps what an asset processes and neither stores nor gets by a link.
func (r *ta) processed(e *entry, it *item, v *value) {
	var list []string
	for _, id := range v.words("data_assets_processed") {
		if a := r.data[id]; a != nil {
			list = append(list, a.field("name"))
		} else {
			list = append(list, id)
		}
	}
	if len(list) > 0 {
		e.note("It processes " + sentence(strings.Join(list, ", ")))
		it.change("what it processes is kept in its text: the flows that bring it carry it")
	}
}

func (r *ta) link(title string, v, owner *value) {
	where := owner.word("id")
	it := r.d.item(r.d.tally("communication_links", "flows"), "asset %s, link %s", where, title)
	from, to := r.assets[where], r.assets[v.word("target")]
	if from == nil || to == nil {
		it.lose("its target %s is not in the file: connect it to an asset", cmp.Or(v.word("target"), "(none)"))
		return
	}
	e := r.d.add("flows", title, from.id+"-to-"+to.id).set("name", title).set("from", from.id).set("to", to.id)
	it.entry = e
	e.spoken(it, "threagile", threagileTool, v.word("protocol"))
	if said := v.word("authentication"); said != "" {
		if fields, ok := row("threagile", "authentication", said); ok {
			e.apply(fields)
		} else {
			e.note("Authentication in Threagile: " + sentence(said))
			it.change("its authentication %s has no word here and is kept in its text", said)
		}
	}
	if v.answer("vpn") == "yes" {
		e.append("over", "vpn")
	}
	for _, key := range []string{"data_assets_sent", "data_assets_received"} {
		for _, id := range v.words(key) {
			r.refer(e, it, "carries", id)
		}
	}
	if len(v.words("data_assets_received")) > 0 {
		e.set("direction", "two-way")
	}
	e.note(plain(v.word("description")))
	e.also(v, threagileTool, "usage", "tags")
	known := []string{"target", "tags", "description", "protocol", "authentication", "vpn", "data_assets_sent", "data_assets_received", "usage", "diagram_tweak_weight", "diagram_tweak_constraint"}
	e.rest(it, v, append(known, no(v, "ip_filtered", "readonly")...)...)
	first(r.links, where+">"+slug(title), e)
}

func (r *ta) boundary(title string, v *value) {
	it := r.d.item(r.d.tally("trust_boundaries", "zones"), "trust boundary %s (%s)", title, v.word("id"))
	e := r.d.add("zones", cmp.Or(v.word("id"), title), "zone").set("name", title)
	it.entry = e
	fields, ok := row("threagile", "zones", v.word("type"))
	e.apply(fields)
	if text := plain(v.word("description")); text != title {
		e.note(text)
	}
	e.also(v, threagileTool, "type", "tags")
	known := []string{"id", "description", "type", "tags", "technical_assets_inside", "trust_boundaries_nested"}
	if !ok || len(fields) == 0 {
		it.ask("Threagile says only that it is %s: say what kind of place it is (`type`)", cmp.Or(v.word("type"), "a boundary"))
	}
	it.ask("say how far it is trusted (`trust`)")
	e.rest(it, v, known...)
	first(r.zones, v.word("id"), e)
	r.byID[e.id] = e
}

// fill puts assets and boundaries into a boundary.
func (r *ta) fill(_ string, v *value) {
	z := r.zones[v.word("id")]
	if z == nil {
		return
	}
	for _, id := range v.words("technical_assets_inside") {
		if a := r.assets[id]; a != nil && a.get("zone") == nil {
			a.set("zone", z.id)
		} else {
			r.d.tell(Changed, "trust boundary "+v.word("id"), "the asset %s inside is not in the file, or stands in another boundary already", id)
		}
	}
	for _, id := range v.words("trust_boundaries_nested") {
		if inner := r.zones[id]; inner != nil && inner.get("in") == nil && !r.around(z, inner) {
			inner.set("in", z.id)
		} else {
			r.d.tell(Changed, "trust boundary "+v.word("id"), "the nested boundary %s is not in the file, or lies elsewhere already", id)
		}
	}
}

// around reports whether a zone is, or lies in, another one.
func (r *ta) around(z, other *entry) bool {
	for at := z; at != nil; at = r.byID[at.field("in")] {
		if at == other {
			return true
		}
	}
	return false
}

func (r *ta) runtime(title string, v *value) {
	it := r.d.item(r.d.tally("shared_runtimes", "elements"), "shared runtime %s (%s)", title, v.word("id"))
	var found []string
	for _, id := range v.words("technical_assets_running") {
		if a := r.assets[id]; a != nil {
			a.note(sentence("It runs on " + title + ", which others share"))
			found = append(found, "`"+a.id+"`")
		}
	}
	if len(found) == 0 {
		it.lose("nothing that the file has runs on it")
		return
	}
	it.change("a runtime that several share has no place of its own; it is kept in the text of %s: where it is a border, make it a zone", strings.Join(found, ", "))
}

// category takes the risks that people wrote, and a rule of their own that has none.
func (r *ta) category(kind, title string, v, tracking *value) {
	risks := v.get("risks_identified")
	if len(risks.keys) == 0 {
		it := r.d.item(r.d.tally(kind, "threats"), "risk category %s (%s)", title, v.word("id"))
		it.entry = r.d.threat(foundThreat{item: it, format: "threagile", tool: threagileTool, title: title, description: plain(v.word("description")), category: v.word("stride")})
		it.entry.rest(it, v, "id", "description", "stride")
		it.ask("it is a kind of risk that was found nowhere: say what it is about (`of`), or make it a threat of a pack of your own")
		return
	}
	each(risks, func(risk string, x *value) {
		it := r.d.item(r.d.tally(kind, "threats"), "risk category %s, risk %s", v.word("id"), risk)
		t := foundThreat{item: it, format: "threagile", tool: threagileTool, title: risk, description: plain(v.word("description")), category: v.word("stride"),
			at: r.relevant(x)}
		for _, i := range r.tracks[v.word("id")] {
			k := tracking.keys[i]
			if !r.tracking[k] && t.at != nil && matches(k, x.word("most_relevant_technical_asset")) {
				r.tracking[k] = true
				t.status, t.reason = tracking.items[i].word("status"), r.why(k, tracking.items[i])
			}
		}
		e := r.d.threat(t)
		if cwe := v.word("cwe"); cwe != "" {
			e.append("weakness", "CWE-"+cwe)
		}
		e.rest(it, x)
		e.noteAll(leftover(v, "", []string{"id", "description", "stride", "cwe", "risks_identified"}), func([2]string) {})
		if t.at == nil {
			it.change("nothing in the file is most relevant for it, so it is about the device as a whole: give it an `of`")
		}
	})
}

// relevant is what a risk is about.
func (r *ta) relevant(x *value) *entry {
	if id := x.word("most_relevant_communication_link"); id != "" && r.links[id] != nil {
		return r.links[id]
	}
	return cmp.Or(r.assets[x.word("most_relevant_technical_asset")], r.data[x.word("most_relevant_data_asset")], r.zones[x.word("most_relevant_trust_boundary")])
}

// matches reports whether the id of a risk, with * for any part, is at the asset.
func matches(key, asset string) bool {
	parts := strings.Split(key, "@")
	for _, p := range parts[1:] {
		if p == "*" || p == asset {
			return true
		}
	}
	return len(parts) == 1
}

// why a risk has its status.
func (r *ta) why(key string, v *value) string {
	out := plain(v.word("justification"))
	for _, f := range leftover(v, "", []string{"status", "justification", "date"}) {
		out = strings.TrimSpace(sentence(out) + " " + sentence(upper(label(f[0]))+": "+f[1]))
	}
	return strings.TrimSpace(sentence(out) + " Risk in Threagile: " + key + ".")
}

var dayForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)

// tracked keeps a decision on a risk that Threagile found as a threat of the team's own.
func (r *ta) tracked(key string, v *value) {
	if r.tracking[key] {
		r.d.item(r.d.tally("risk_tracking", "threats"), "risk tracking %s", key)
		return
	}
	it := r.d.item(r.d.tally("risk_tracking", "threats"), "risk tracking %s", key)
	parts := strings.Split(key, "@")
	title := upper(strings.ReplaceAll(parts[0], "-", " "))
	t := foundThreat{item: it, format: "threagile", tool: threagileTool, title: title, description: "A risk that the rules of Threagile found and the team decided about.",
		status: v.word("status"), reason: r.why(key, v)}
	e := r.d.threat(t)
	for _, p := range parts[1:] {
		if at := cmp.Or(r.links[p], r.assets[p], r.data[p], r.zones[p]); at != nil {
			e.append("of", at.id)
		}
	}
	if day := dayForm.FindString(v.word("date")); day != "" {
		e.set("date", day)
	}
	it.ask("the library may find the same by another name: move the decision to its finding, and take this entry away")
	if e.field("decision") == "mitigate" {
		it.ask("it is mitigated there, and nothing says by what: name the `controls`")
	}
}

func (r *ta) abuse(title string, v *value) {
	it := r.d.item(r.d.tally("abuse_cases", "usecases"), "abuse case %s", title)
	it.entry = r.d.add("usecases", title, "misuse").set("name", title).set("kind", "misuse").note(plain(v.word()))
}

func (r *ta) requirement(title string, v *value) {
	it := r.d.item(r.d.tally("security_requirements", "requirements"), "security requirement %s", title)
	it.entry = r.d.add("requirements", title, "requirement").set("text", strings.TrimSpace(title+": "+plain(v.word())))
}
