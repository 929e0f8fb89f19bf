package foreign

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"theriac.dev/syntax"
)

// The files of Microsoft's Threat Modeling Tool are data contracts in XML: drawing surfaces with Borders (boxes) and
// Lines, what people wrote about the model, the threats with their states, and the whole template. What a stencil is
// stands in the head of its properties. A property that is a list says all choices and which one is selected; the first
// one is selected where nobody chose, so only others are statements.

func tm7() Format {
	return Format{
		ID: "tm7", Title: "Microsoft Threat Modeling Tool", Endings: []string{".tm7"}, Threats: true, Layout: true,
		Takes: "Elements and flows with the type of their stencil and the properties that somebody chose, border boundaries as zones, threats with state, justification and priority, positions of each drawing.",
		fits: func(s *source) bool {
			if !s.isXML() {
				return false
			}
			top, err := s.root()
			return err == nil && top.name == "ThreatModel"
		},
		read: readTM7,
	}
}

// tm reads one file of the Threat Modeling Tool.
type tm struct {
	d         *draft
	at        map[string]*entry    // by guid
	ends      map[string][2]string // of flows: the guids of source and target
	labels    map[string]string    // of properties of threats, by id
	defaults  int                  // properties that stand at their first choice
	generated int                  // threats that nobody has looked at
	ranked    int
}

func readTM7(s *source) (*draft, error) {
	top, err := s.root()
	if err != nil {
		return nil, err
	}
	if top.name != "ThreatModel" {
		return nil, fault(syntax.Place{File: s.name, Line: top.line, Column: top.col}, "",
			"this is no model of the Threat Modeling Tool: expected the element ThreatModel, found %s", top.name)
	}
	r := &tm{d: newDraft(), at: map[string]*entry{}, ends: map[string][2]string{}, labels: map[string]string{}}
	r.head(top, s.name)
	surfaces := top.kid("DrawingSurfaceList").all("DrawingSurfaceModel")
	for i, surface := range surfaces {
		r.surface(surface, i, len(surfaces) > 1)
	}
	for _, x := range top.kid("KnowledgeBase", "ThreatMetaData", "PropertiesMetaData").kids {
		r.labels[x.word("Id")] = x.word("Label")
	}
	for _, x := range top.kid("ThreatInstances").kids {
		if r.d.full() {
			break
		}
		r.threat(x.kid("Value"))
	}
	r.tell(top)
	return r.d, nil
}

// head takes what people wrote about the model as a whole.
func (r *tm) head(top *element, name string) {
	meta := top.kid("MetaInformation")
	r.d.title = meta.word("ThreatModelName")
	r.d.sources = []string{strings.TrimSpace(stem(name) + ": model of the Microsoft Threat Modeling Tool, version " + cmp.Or(top.word("Version"), "unknown"))}
	for _, f := range []struct{ key, label string }{
		{"HighLevelSystemDescription", "Description"}, {"Owner", "Owner"}, {"Contributors", "Contributors"}, {"Reviewer", "Reviewer"},
		{"ExternalDependencies", "External dependencies"},
	} {
		if said := plain(meta.word(f.key)); key(said) != "none" {
			r.d.keep("MetaInformation/"+f.key, f.label, said)
		}
	}
	if said := plain(meta.word("Assumptions")); said != "" && key(said) != "none" {
		it := r.d.item(r.d.tally("assumptions", "assumptions"), "MetaInformation/Assumptions")
		it.entry = r.d.add("assumptions", "assumptions of the imported model", "assumption").set("text", said).set("state", "open")
		it.ask("all assumptions stand in one text: write one entry for each, and say what it is about")
	}
	for _, n := range top.kid("Notes").all("Note") {
		it := r.d.item(r.d.tally("notes", "comments"), "note %s", n.word("Id"))
		day, _, _ := strings.Cut(n.word("Date"), "T")
		r.d.notes = append(r.d.notes, "Note of "+cmp.Or(oneLine(day), "no date")+": "+tidy(plain(n.word("Message"))))
		it.change("kept as a comment at the head of theriac.yaml, without the name of who wrote it")
	}
}

func (r *tm) tell(top *element) {
	if r.defaults > 0 {
		r.d.tell(Asked, "the file", "%s at the first of the choices, which is also what stands there when nobody chooses. This is taken as unknown: answer what `theriac ask` asks", counted(r.defaults, "property stands", "properties stand"))
	}
	if r.generated > 0 {
		r.d.tell(Asked, "the file", "%s generated there and decided by nobody, and came along as open threats of your own: remove what the findings of the library say as well", counted(r.generated, "threat was", "threats were"))
	}
	if r.ranked > 0 {
		r.d.tell(Asked, "the file", "%s a priority, which is kept in the text. Here the order comes from the harm to patients: write hazards, and let the threats lead to them", counted(r.ranked, "threat has", "threats have"))
	}
	if kb := top.kid("KnowledgeBase"); len(kb.kids) > 0 {
		r.d.tell(Lost, "KnowledgeBase", "the template %s with its %d types of threats is not taken; the packs of the library stand in its place. Rules that you wrote yourself can become threats of a pack of your own",
			cmp.Or(kb.word("Manifest", "Name"), kb.kid("Manifest").word("name"), "in the file"), len(kb.kid("ThreatTypes").kids))
	}
	if len(top.kid("ThreatInstances").kids) > 0 {
		r.d.tell(Lost, "ThreatInstances/ChangedBy", "the accounts of the people who changed threats, and when, are left out: they are personal data, and the history of the model starts with the import")
	}
}

// stencil is a shape or line with its properties.
type stencil struct {
	e       *element
	shape   string // StencilEllipse, Connector and the like
	guid    string
	generic string
	title   string // of the stencil, such as Web Server
	name    string
	out     bool
	reason  string
	chosen  [][2]string // properties with what somebody chose
	free    [][2]string // properties with a text
	first   int         // how many stand at the first choice
	rect    box
}

func readStencil(e *element) stencil {
	s := stencil{e: e, shape: e.attr("type"), guid: guid(e.word("Guid")), generic: e.word("GenericTypeId")}
	if i := strings.IndexByte(s.shape, ':'); i >= 0 {
		s.shape = s.shape[i+1:]
	}
	for _, p := range e.kid("Properties").kids {
		kind := p.attr("type")
		kind = kind[strings.IndexByte(kind, ':')+1:]
		label, value := p.word("DisplayName"), p.kid("Value")
		said := strings.TrimSpace(string(value.chars))
		switch {
		case kind == "HeaderDisplayAttribute" && s.title == "":
			s.title = label
		case kind == "StringDisplayAttribute" && label == "Name":
			s.name = oneLine(said)
		case kind == "StringDisplayAttribute" && label == "Reason For Out Of Scope":
			s.reason = said
		case kind == "BooleanDisplayAttribute" && label == "Out Of Scope":
			s.out = said == "true"
		case kind == "ListDisplayAttribute":
			i, err := strconv.Atoi(p.word("SelectedIndex"))
			switch {
			case err != nil || i < 0 || i >= len(value.kids):
			case i == 0:
				s.first++
			default:
				s.chosen = append(s.chosen, [2]string{label, strings.TrimSpace(string(value.kids[i].chars))})
			}
		case kind == "StringDisplayAttribute" && said != "":
			s.free = append(s.free, [2]string{label, plain(said)})
		case kind == "BooleanDisplayAttribute" && said == "true":
			s.free = append(s.free, [2]string{label, "yes"})
		}
	}
	s.rect = box{number64(e.word("Left")), number64(e.word("Top")), number64(e.word("Width")), number64(e.word("Height"))}
	if e.word("Left") == "" || e.word("Top") == "" {
		s.rect = box{}
	}
	return s
}

// guid spells a GUID in one way; files that were edited by hand have blanks in them.
func guid(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// number64 is a number of a file, or 0 where it is none that a drawing can have.
func number64(s string) float64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || f != f || f > 1e7 || f < -1e7 {
		return 0
	}
	return f
}

func (r *tm) surface(surface *element, number int, several bool) {
	title := cmp.Or(oneLine(surface.word("Header")), fmt.Sprintf("Diagram %d", number+1))
	it := r.d.item(r.d.tally("drawings", "views"), "drawing %s", title)
	k := newSketch(r.d, "")
	var view *entry
	if several {
		view = r.d.add("views", title, "drawing").set("name", title)
		it.entry, k.view = view, view.id
	}
	for _, kv := range surface.kid("Borders").kids {
		if r.d.full() {
			return
		}
		r.border(k, readStencil(kv.kid("Value")), title)
	}
	drawn := map[*entry][]point{}
	var flows []*entry
	var bounds []stencil
	for _, kv := range surface.kid("Lines").kids {
		if r.d.full() {
			return
		}
		switch s := readStencil(kv.kid("Value")); s.shape {
		case "Connector":
			if e := r.flow(k, s, title); e != nil {
				drawn[e], flows = tmLine(s.e), append(flows, e)
			}
		case "LineBoundary":
			bounds = append(bounds, s)
		default:
			r.d.item(r.d.tally("other lines", "none"), "drawing %s, %s (%s)", title, s.name, s.guid).
				lose("a line of the kind %s is not known: add what it means by hand", cmp.Or(s.shape, "(none)"))
		}
	}
	for _, s := range bounds {
		r.d.item(r.d.tally("line boundaries", "zones"), "drawing %s, %s %s (%s)", title, s.title, s.name, s.guid).
			lose("it is an open line, and a zone is closed; %s: make a zone of what lies on one side", r.d.crossed(tmLine(s.e), drawn, flows))
	}
	k.settle()
	k.show(view)
}

// show lists in a view what the drawing shows.
func (k *sketch) show(view *entry) {
	if view == nil {
		return
	}
	for _, z := range k.zones {
		view.append("shows", z.id)
	}
	for _, s := range k.order {
		view.append("shows", s.entry.id)
	}
}

// tmLine is a curve by a few of its points: the handle is a point that it goes through.
func tmLine(e *element) []point {
	at := func(which string) point { return point{number64(e.word(which + "X")), number64(e.word(which + "Y"))} }
	return []point{at("Source"), at("Handle"), at("Target")}
}

// tmKinds are what shapes are, where their type is not known: the kind in their words, and ours.
var tmKinds = map[string][3]string{
	"StencilEllipse": {"processes", "process", "process"}, "StencilRectangle": {"external interactors", "interactor", "external"},
	"StencilParallelLines": {"data stores", "store", "store"},
}

func (r *tm) border(k *sketch, s stencil, title string) {
	switch s.shape {
	case "StencilEllipse", "StencilRectangle", "StencilParallelLines":
		if s.generic != "GE.A" {
			r.element(k, s, title)
			return
		}
		fallthrough
	case "Annotation":
		k.border[s.guid] = true
		it := r.d.item(r.d.tally("annotations", "notes"), "drawing %s, annotation %s (%s)", title, headline(s.name), s.guid)
		k.write(it, "", s.name, s.rect)
	case "BorderBoundary":
		k.border[s.guid] = true
		r.zone(k, s, title)
	default:
		r.d.item(r.d.tally("other shapes", "none"), "drawing %s, %s (%s)", title, s.name, s.guid).
			lose("a shape of the kind %s is not known: add what it means by hand", cmp.Or(s.shape, "(none)"))
	}
}

func (r *tm) element(k *sketch, s stencil, title string) {
	kind := tmKinds[s.shape]
	it := r.d.item(r.d.tally(kind[0], "elements"), "drawing %s, %s %s (%s)", title, kind[1], s.name, s.guid)
	e := r.d.add("elements", cmp.Or(s.name, s.title), kind[1])
	it.entry = e
	e.set("name", cmp.Or(s.name, s.title))
	if s.name == "" {
		it.ask("it has no name there and is called by its stencil: give it a name")
	}
	fields, known := row("tm7", "elements", s.title)
	e.apply(fields)
	if e.get("kind") == nil && (e.get("type") == nil || s.shape == "StencilRectangle") {
		e.set("kind", kind[2])
	}
	if e.get("type") == nil && e.field("kind") != "human" {
		if known {
			it.ask("the stencil says only that it is %s: say what it is (`type`), so that the library knows its threats", article(kind[1]))
		} else {
			e.note("Stencil: " + sentence(s.title))
			it.ask("the stencil %s has no type here: say what it is (`type`), so that the library knows its threats", s.title)
		}
	}
	r.properties(e, it, s)
	if s.rect.empty() {
		it.ask("it has no place on the drawing, so nothing is known of its zone: give it a `zone`")
	}
	if r.at[s.guid] == nil {
		r.at[s.guid] = e
	}
	k.put(s.guid, &shape{e, it, s.rect})
}

// field is the word that an entry has for a key.
func (e *entry) field(key string) string {
	if f := e.get(key); f != nil {
		return cmp.Or(f.word, strings.Join(f.words, " "))
	}
	return ""
}

// properties takes scope and what somebody chose.
func (r *tm) properties(e *entry, it *item, s stencil) {
	if s.out {
		e.set("out-of-scope", cmp.Or(s.reason, "The Threat Modeling Tool has it out of scope and gives no reason."))
	} else {
		e.note(prefixed("Reason for being out of scope, which it is not: ", s.reason))
	}
	r.defaults += s.first
	var kept []string
	for _, c := range append(slices.Clone(s.chosen), s.free...) {
		fields, ok := row("tm7", "properties", c[0]+" "+c[1])
		switch {
		case ok && len(fields) == 1 && fields[0].key == "stores":
			r.d.secret(e, it, cmp.Or(s.name, e.id))
		case ok:
			e.apply(fields)
		default:
			e.note(sentence(c[0] + ": " + c[1]))
			kept = append(kept, c[0]+" ("+headline(c[1])+")")
		}
	}
	it.kept(kept)
}

func (r *tm) zone(k *sketch, s stencil, title string) {
	it := r.d.item(r.d.tally("border boundaries", "zones"), "drawing %s, %s %s (%s)", title, s.title, s.name, s.guid)
	e := r.d.add("zones", cmp.Or(s.name, s.title), "zone").set("name", cmp.Or(s.name, s.title))
	it.entry = e
	fields, _ := row("tm7", "zones", s.title)
	e.apply(fields)
	r.properties(e, it, s)
	if s.rect.empty() {
		it.change("it has no place on the drawing, so nothing is known to stand in it: give elements their `zone`")
	}
	if e.get("type") == nil {
		it.ask("say what kind of place it is (`type`) and how far it is trusted (`trust`)")
	} else {
		it.ask("say how far it is trusted (`trust`)")
	}
	k.enclose(&shape{e, it, s.rect}, nil)
}

func (r *tm) flow(k *sketch, s stencil, title string) *entry {
	it := r.d.item(r.d.tally("data flows", "flows"), "drawing %s, flow %s (%s)", title, s.name, s.guid)
	line := tmLine(s.e)
	from, to := guid(s.e.word("SourceGuid")), guid(s.e.word("TargetGuid"))
	for _, id := range []*string{&from, &to} {
		if strings.Trim(*id, "0-") == "" {
			*id = ""
		}
	}
	e := k.connect(link{item: it, name: s.name, from: end{id: from, at: &line[0]}, to: end{id: to, at: &line[2]}})
	if e == nil {
		return nil
	}
	fields, known := row("tm7", "flows", s.title)
	e.apply(fields)
	if !known {
		e.note("Stencil: " + sentence(s.title))
		it.ask("the stencil %s has no protocol here: say what is spoken (`protocol`)", s.title)
	}
	r.properties(e, it, s)
	if e.field("encryption") == "transport" {
		e.drop("encryption")
		if !e.seal() {
			e.set("encryption", "transport")
			it.ask("it keeps what it carries confidential, and nothing says how: replace `transport` by the word for it, such as tls")
		}
	}
	r.at[s.guid], r.ends[s.guid] = e, [2]string{from, to}
	return e
}

// drop takes a field away.
func (e *entry) drop(key string) {
	e.fields = slices.DeleteFunc(e.fields, func(f field) bool { return f.key == key })
}

// tmProperties are the properties of a threat that have a place, or that say what every threat of the category says.
var tmProperties = []string{"Title", "UserThreatCategory", "UserThreatShortDescription", "UserThreatDescription", "StateInformation",
	"InteractionString", "Priority", "PossibleMitigations"}

func (r *tm) threat(v *element) {
	said := map[string]string{}
	var order []string
	for _, p := range v.kid("Properties").kids {
		k := p.word("Key")
		said[k], order = plain(p.word("Value")), append(order, k)
	}
	get := func(property string) string { return cmp.Or(said[property], plain(v.word(property))) }
	title := oneLine(get("Title"))
	flow := guid(v.word("FlowGuid"))
	it := r.d.item(r.d.tally("threats", "threats"), "threat %s %s", cmp.Or(v.word("Id"), "without number"), title)
	t := foundThreat{item: it, format: "tm7", tool: "the Threat Modeling Tool", title: title, description: get("UserThreatDescription"),
		category: get("UserThreatCategory"), status: v.word("State"), at: r.at[flow], mitigations: r.d.tally("justifications", "controls")}
	switch justification := get("StateInformation"); key(t.status) {
	case "mitigated":
		t.mitigation = justification
	case "notapplicable":
		t.reason = justification
	default:
		t.facts = append(t.facts, sentence(prefixed("Justification: ", justification)))
	}
	if key(t.status) == "autogenerated" {
		r.generated++
	}
	if p := get("Priority"); p != "" {
		t.facts = append(t.facts, "Priority in the Threat Modeling Tool: "+p+".")
		r.ranked++
	}
	for _, k := range order {
		if !slices.Contains(tmProperties, k) && said[k] != "" {
			t.facts = append(t.facts, sentence(cmp.Or(r.labels[k], k)+": "+said[k]))
		}
	}
	if m := said["PossibleMitigations"]; m != "" {
		t.facts = append(t.facts, "\n\nPossible mitigations: "+m)
	}
	ends, known := r.ends[flow]
	if t.at == nil {
		t.at = cmp.Or(r.at[guid(v.word("TargetGuid"))], r.at[guid(v.word("SourceGuid"))])
	}
	r.d.threat(t)
	switch {
	case !known && t.at != nil:
		it.change("its flow is not in the model, so it is about `%s`: correct `of` if that is wrong", t.at.id)
	case !known:
		it.change("neither its flow nor its ends are in the model, so it is about the device as a whole: give it an `of`")
	case ends != [2]string{guid(v.word("SourceGuid")), guid(v.word("TargetGuid"))}:
		it.ask("it was written when its flow had other ends: see whether it still holds")
	}
}
