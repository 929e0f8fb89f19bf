package diagram

import (
	"fmt"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
)

// Sentences tells a whole model in plain English, as Markdown: zones with the elements in them, each flow with what it
// carries and how it is protected, functions, hazards and notes. It says the same as the diagram, for people who cannot see it
// and for reviewers who want to read. Every element and every flow has exactly one paragraph of its own. What is not
// neither stated nor certain all the same is called unknown. Of the options it takes Library and Guard.
func Sentences(m *model.Model, o Options) string {
	t := &teller{m: m, o: o}
	t.line("# " + or(words(m.Name.Value), words(m.ID.Value)) + " in sentences")
	if s := words(m.Device.IntendedUse.Value); s != "" {
		t.line("Intended use: " + sentence(s))
	}
	t.line(fmt.Sprintf("The model has %s, %s, %s and %s.", count(m.Zones.Len(), "zone"), count(m.Elements.Len(), "element"),
		count(m.Flows.Len(), "flow"), count(m.Data.Len(), "data asset")))
	t.zones()
	t.flows()
	t.data()
	t.functions()
	t.hazards()
	t.notes()
	return t.b.String()
}

type teller struct {
	m *model.Model
	o Options
	b strings.Builder
}

// line writes a paragraph.
func (t *teller) line(s string) {
	if t.b.Len() > 0 {
		t.b.WriteByte('\n')
	}
	t.b.WriteString(s + "\n")
}

func (t *teller) zones() {
	if t.m.Elements.Len()+t.m.Zones.Len() == 0 {
		return
	}
	t.line("## Zones and elements")
	done := map[string]bool{}
	for _, z := range t.m.Zones.All() {
		if t.m.Zones.Get(z.In.Value) == nil {
			t.zone(z, done)
		}
	}
	for _, z := range t.m.Zones.All() { // zones that contain each other hang on nothing
		t.zone(z, done)
	}
	outside := false
	for _, e := range t.m.Elements.All() {
		if t.m.Zones.Get(e.Zone.Value) != nil {
			continue
		}
		if !outside {
			outside = true
			t.line("### In no zone")
			t.line("It is unknown in which zone these elements stand.")
		}
		t.element(e)
	}
}

// zone tells a zone, the elements in it, and then the zones in it.
func (t *teller) zone(z *model.Zone, done map[string]bool) {
	if done[z.ID.Value] {
		return
	}
	done[z.ID.Value] = true
	name := t.zoneName(z.ID.Value)
	t.line("### " + name)
	s := "The zone " + name
	if outer := t.m.Zones.Get(z.In.Value); outer != nil {
		s += " lies in the zone " + t.zoneName(outer.ID.Value)
	} else {
		s += " lies in no other zone"
	}
	if z.Trust.Stated() {
		s += fmt.Sprintf(" and has trust %d of 9.", z.Trust.Value)
	} else {
		s += ". No trust of its own is stated."
	}
	if z.Reach.Stated() {
		s += " Reached directly by: " + or(all(z.Reach), "nobody") + "."
	}
	t.line(s + after(z.Text))
	for _, e := range t.m.Elements.All() {
		if e.Zone.Value == z.ID.Value {
			t.element(e)
		}
	}
	for _, inner := range t.m.Zones.All() {
		if inner.In.Value == z.ID.Value {
			t.zone(inner, done)
		}
	}
}

func (t *teller) element(e *model.Element) {
	s := fmt.Sprintf("- **%s** (%s)", or(words(e.Name.Value), words(e.ID.Value)), code(e.ID))
	switch kind, types := words(e.Kind.Value), all(e.Type); {
	case kind != "" && types != "":
		s += " is " + article(kind) + " of the type " + types + "."
	case types != "":
		s += " is of the type " + types + "."
	case kind != "":
		s += " is " + article(kind) + ". Its type is unknown."
	default:
		s += " is an element of which neither kind nor type is known."
	}
	if len(e.Runs.Items) > 0 {
		s += " It runs " + all(e.Runs) + "."
	}
	if len(e.Stores.Items) > 0 {
		s += " It stores " + t.dataNames(e.Stores) + "."
	}
	if e.Serves.Stated() {
		s += fmt.Sprintf(" It serves %d %s.", e.Serves.Count, words(e.Serves.Of))
	}
	for _, i := range e.Interfaces.All() {
		s += fmt.Sprintf(" Interface %s: %s, state %s, authentication %s.", or(words(i.Name.Value), words(i.ID.Value)),
			or(list(i.Protocol), "protocol unknown"), or(words(i.State.Value), "unknown"), or(list(i.Authentication), "unknown"))
	}
	if e.OutOfScope.Stated() {
		s += " It is out of scope: " + sentence(words(e.OutOfScope.Value))
	}
	t.line(s + after(e.Text))
}

func (t *teller) flows() {
	if t.m.Flows.Len() == 0 {
		return
	}
	t.line("## Flows")
	for _, f := range t.m.Flows.All() {
		t.flow(f)
	}
}

func (t *teller) flow(f *model.Flow) {
	verb := "goes one way from"
	if f.Direction.Value == "two-way" {
		verb = "goes both ways between"
	}
	to := "to"
	if f.Direction.Value == "two-way" {
		to = "and"
	}
	s := fmt.Sprintf("- **%s** (%s) %s %s %s %s", or(words(f.Name.Value), words(f.ID.Value)), code(f.ID), verb,
		t.elementName(f.From.Value), to, t.elementName(f.To.Value))
	s += ", " + t.crossing(f) + "."
	if len(f.Carries.Items) > 0 {
		s += " It carries " + t.dataNames(f.Carries) + "."
	} else {
		s += " Nothing is known about the data that it carries."
	}
	if len(f.Protocol.Items) > 0 {
		s += " It speaks " + list(f.Protocol)
	} else {
		s += " Its protocol is unknown"
	}
	if len(f.Over.Items) > 0 {
		s += " over " + list(f.Over)
	}
	s += "." + t.guard(f)
	if f.OutOfScope.Stated() {
		s += " It is out of scope: " + sentence(words(f.OutOfScope.Value))
	}
	t.line(s + after(f.Text))
}

// crossing says whether a flow crosses a trust boundary.
func (t *teller) crossing(f *model.Flow) string {
	from, to := t.m.Elements.Get(f.From.Value), t.m.Elements.Get(f.To.Value)
	if from == nil || to == nil {
		return "and one of its ends is not in the model"
	}
	a, b := t.m.Zones.Get(from.Zone.Value), t.m.Zones.Get(to.Zone.Value)
	switch {
	case a == nil || b == nil:
		return "and it is unknown whether it crosses a trust boundary"
	case a == b:
		return "inside the zone " + t.zoneName(a.ID.Value)
	}
	return "across the trust boundary from the zone " + t.zoneName(a.ID.Value) + " to the zone " + t.zoneName(b.ID.Value)
}

// guard tells how a flow is protected.
func (t *teller) guard(f *model.Flow) string {
	var sure engine.Guard
	if t.o.Guard != nil && t.o.Library != nil {
		sure = t.o.Guard(f.ID.Value)
	}
	s := t.layers("authentication", f.Authentication, sure.Authentication) + t.layers("encryption", f.Encryption, sure.Encryption)
	if f.Integrity.Stated() || sure.Integrity.From != "" {
		s += t.layers("integrity protection", f.Integrity, sure.Integrity)
	}
	return s
}

// layers tells a property of a flow, layer by layer. What is certain stands between the two parties where nothing is stated
// there.
func (t *teller) layers(what string, l model.Layers, sure library.Terms) string {
	var parts []string
	inherent := sure.From != "" && !known(l.Application)
	if inherent {
		l.Application = model.Strings{}
		parts = append(parts, list(wordsOf(t.o.Library, sure))+" between the two parties"+because(sure))
	}
	for _, layer := range []struct {
		where string
		words model.Strings
	}{
		{"between the two parties", l.Application}, {"on the data itself", l.Payload}, {"in the tunnel", l.Tunnel}, {"on the link", l.Link},
	} {
		if len(layer.words.Items) > 0 {
			parts = append(parts, list(layer.words)+" "+layer.where)
		}
	}
	if len(parts) == 0 {
		return " Nothing is known about its " + what + "."
	}
	s := " Its " + what + ": " + strings.Join(parts, ", ") + "."
	if len(l.Application.Items) == 0 && !inherent {
		s += " Nothing is known about " + what + " between the two parties."
	}
	return s
}

// because says what makes a fact certain that the flow does not state.
func because(t library.Terms) string {
	if t.Origin == library.Stated {
		return " (as the interface " + t.From + " states)"
	}
	return " (always so for " + t.From + ")"
}

func (t *teller) data() {
	if t.m.Data.Len() == 0 {
		return
	}
	t.line("## Data")
	for _, d := range t.m.Data.All() {
		needs := "What must be kept of it is unknown."
		if d.Needs.Stated() {
			needs = "It needs " + or(all(d.Needs), "no protection") + "."
		}
		t.line(fmt.Sprintf("- **%s** (%s). Type: %s. %s", or(words(d.Name.Value), words(d.ID.Value)), code(d.ID), or(all(d.Type), "unknown"), needs) + after(d.Text))
	}
}

func (t *teller) functions() {
	if t.m.Functions.Len() == 0 {
		return
	}
	t.line("## Critical functions")
	for _, f := range t.m.Functions.All() {
		var by []string
		for _, e := range f.By.Items {
			by = append(by, t.elementName(e.Value))
		}
		s := fmt.Sprintf("- **%s** (%s) is performed by %s", or(words(f.Name.Value), words(f.ID.Value)), code(f.ID), or(join(by), "elements that are not known"))
		if len(f.Uses.Items) > 0 {
			s += " and rests on " + t.dataNames(f.Uses)
		}
		t.line(s + "." + after(f.Text))
	}
}

func (t *teller) hazards() {
	if t.m.Hazards.Len() == 0 {
		return
	}
	t.line("## Hazards")
	for _, h := range t.m.Hazards.All() {
		s := fmt.Sprintf("- **%s** (%s).", words(h.Text.Value), code(h.ID))
		if harm := words(h.Harm.Value); harm != "" {
			if entry := t.m.Harms.Get(h.Harm.Value); entry != nil {
				harm = words(entry.Text.Value)
			}
			s += " Harm: " + sentence(harm)
		}
		s += " Severity: " + or(words(h.Severity.Value), "unknown") + ". Patients: " + or(words(h.Patients.Value), "unknown") + "."
		var of []string
		for _, f := range h.Of.Items {
			name := words(f.Value)
			if fn := t.m.Functions.Get(f.Value); fn != nil {
				name = or(words(fn.Name.Value), name)
			}
			of = append(of, name)
		}
		if len(of) > 0 {
			s += " It follows from a failure of: " + join(of) + "."
		}
		t.line(s)
	}
}

func (t *teller) notes() {
	if t.m.Notes.Len() == 0 {
		return
	}
	t.line("## Notes on diagrams")
	for _, n := range t.m.Notes.All() {
		var about, views []string
		for _, id := range n.About.Items {
			about = append(about, t.thingName(id.Value))
		}
		for _, id := range n.Views.Items {
			name := words(id.Value)
			if v := t.m.Views.Get(id.Value); v != nil {
				name = or(words(v.Name.Value), name)
			}
			views = append(views, name)
		}
		s := "- A note (" + code(n.ID) + ")"
		if len(about) > 0 {
			s += " about " + join(about)
		}
		switch len(views) {
		case 0:
		case 1:
			s += ", on the view " + views[0]
		default:
			s += ", on the views " + join(views)
		}
		t.line(s + ":" + after(n.Text))
	}
}

// thingName is the name of an element, a zone or a flow.
func (t *teller) thingName(id string) string {
	switch f := t.m.Flows.Get(id); {
	case f != nil:
		return or(words(f.Name.Value), words(id))
	case t.m.Zones.Get(id) != nil:
		return "the zone " + t.zoneName(id)
	}
	return t.elementName(id)
}

func (t *teller) elementName(id string) string {
	if e := t.m.Elements.Get(id); e != nil {
		return or(words(e.Name.Value), words(id))
	}
	return or(words(id), "an unknown element")
}

func (t *teller) zoneName(id string) string {
	if z := t.m.Zones.Get(id); z != nil {
		return or(words(z.Name.Value), words(id))
	}
	return words(id)
}

func (t *teller) dataNames(ids model.Strings) string {
	var names []string
	for _, s := range ids.Items {
		name := words(s.Value)
		if d := t.m.Data.Get(s.Value); d != nil {
			name = or(words(d.Name.Value), name)
		}
		names = append(names, name)
	}
	return join(names)
}

// list joins words of which any may hold.
func list(s model.Strings) string {
	var out []string
	for _, w := range s.Items {
		out = append(out, words(w.Value))
	}
	if len(out) > 1 {
		return strings.Join(out[:len(out)-1], ", ") + " or " + out[len(out)-1]
	}
	return strings.Join(out, "")
}

func join(names []string) string {
	if len(names) > 1 {
		return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	}
	return strings.Join(names, "")
}

// all joins words that hold together.
func all(s model.Strings) string {
	var out []string
	for _, w := range s.Items {
		out = append(out, words(w.Value))
	}
	return join(out)
}

// article puts a or an before a noun; kinds that are adjectives get one.
func article(noun string) string {
	switch noun {
	case "external":
		noun = "external system"
	case "human":
		noun = "person"
	case "physical":
		noun = "physical part"
	case "store":
		noun = "data store"
	}
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// words makes a text of a model safe inside Markdown: one line, nothing that starts markup.
func words(s string) string {
	var b strings.Builder
	for _, r := range plain(s) {
		if strings.ContainsRune("\\`*_[]<>#|~!", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// code writes an id as code.
func code(id model.String) string {
	return "`" + strings.ReplaceAll(plain(id.Value), "`", "'") + "`"
}

// sentence ends a text with a full stop where it has no end.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

// after is a description as one more sentence.
func after(text model.String) string {
	if s := words(text.Value); s != "" {
		return " " + sentence(s)
	}
	return ""
}
