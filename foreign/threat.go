package foreign

import (
	"cmp"
	"strings"
)

// foundThreat is a threat as other tools keep one.
type foundThreat struct {
	item        *item
	format      string // whose words it speaks
	tool        string // name of the tool, for people
	id          string // what it is called there, where that is a word
	title       string
	description string
	category    string // its word for the kind of threat
	status      string // its word for what was decided
	mitigation  string
	reason      string   // of the decision, where it is apart from the mitigation
	facts       []string // what else it says, as sentences
	at          *entry   // what it is about; nil where that is not in the model
	mitigations *tally
}

// threat makes a threat of the team's own, with its decision, and a control of its mitigation.
func (d *draft) threat(t foundThreat) *entry {
	title := oneLine(t.title)
	e := d.add("threats", cmp.Or(t.id, title, t.description), "threat")
	t.item.entry = e
	e.set("title", title).note(t.description)
	if t.at != nil {
		e.append("of", t.at.id)
	}
	if t.category != "" {
		if fields, ok := row(t.format, "categories", t.category); ok {
			e.apply(fields)
		} else {
			e.note("Type in " + t.tool + ": " + sentence(t.category))
			t.item.change("its type %s has no category here and is kept in its text: give it a category", t.category)
		}
	}
	e.note(strings.Join(t.facts, " "))
	t.decide(d, e)
	return e
}

// decide writes the status. What a decision of that kind needs here and the file does not say is asked for.
func (t *foundThreat) decide(d *draft, e *entry) {
	decision, ok := one(t.format, "statuses", t.status)
	if !ok && t.status != "" {
		e.note("Status in " + t.tool + ": " + sentence(t.status))
		t.item.change("its status %s is not known and is kept in its text; the threat is open until you decide", t.status)
	}
	because := t.reason
	switch decision {
	case "mitigate", "open", "":
		t.control(d, e, decision)
	default:
		if t.mitigation != "" {
			it := t.mitigated(d)
			it.entry = e
			it.change("the mitigation of a threat that is decided as %s is kept as the reason of the decision", t.status)
			because = strings.TrimSpace(because + "\n\n" + t.mitigation)
		}
	}
	e.set("decision", decision)
	switch decision {
	case "accept", "transfer", "not-applicable":
		because = cmp.Or(tidy(because), t.tool+" has it as "+t.status+" and gives no reason.")
	}
	e.set("because", because)
	switch decision {
	case "accept":
		t.item.ask("it is accepted there: say by whom (`owner`), in which function (`authority`) and until when (`until`)")
	case "transfer":
		t.item.ask("it is transferred there: say to whom (`to`) and in which document they read it (`document`)")
	case "mitigate":
		if t.mitigation == "" && t.mitigations != nil {
			t.item.ask("it is mitigated there, and nothing says by what: name the `controls`")
		}
	}
}

func (t *foundThreat) mitigated(d *draft) *item {
	return d.item(t.mitigations, "mitigation of %s", t.item.where)
}

// control makes a control of the text that says how a threat is answered. The same text is the same control.
func (t *foundThreat) control(d *draft, e *entry, decision string) {
	text := tidy(t.mitigation)
	if text == "" {
		return
	}
	it := t.mitigated(d)
	status := "planned"
	if decision == "mitigate" {
		status = "implemented"
	}
	c := d.control(text, status)
	it.entry = c
	if t.at != nil {
		c.append("at", t.at.id)
	}
	e.append("controls", c.id)
}

// control finds or makes a control of a text.
func (d *draft) control(text, status string) *entry {
	k := status + " " + text
	if c := d.controls[k]; c != nil {
		return c
	}
	name := headline(text)
	c := d.add("controls", name, "control").set("name", name).set("status", status)
	if name != strings.TrimSuffix(oneLine(text), ".") {
		c.note(text)
	}
	d.controls[k] = c
	return c
}

// headline is the first sentence of a text, or as much of it as makes a name.
func headline(text string) string {
	line, _, _ := strings.Cut(tidy(text), "\n")
	for i := range len(line) - 2 {
		// A full stop before a capital; not the one of "e.g. this".
		if line[i] == '.' && line[i+1] == ' ' && line[i+2] >= 'A' && line[i+2] <= 'Z' {
			line = line[:i]
			break
		}
	}
	line = strings.TrimRight(line, ".: ")
	const most = 90
	if len(line) > most {
		if cut := strings.LastIndexByte(line[:most], ' '); cut > 0 {
			line = line[:cut] + " ..."
		}
	}
	return line
}
