package foreign

import (
	"cmp"
	"strings"
)

// notes makes notes of the texts of a page. A small one that stands at an element goes into the text of the element.
func (p *dioPage) notes() {
	d := p.r.d
	for _, c := range p.texts {
		it := d.item(d.tally("texts", "notes"), "%s", p.where("text", c))
		own := c.own()
		if known := p.r.ours[own]; known != nil { // from an earlier page
			it.entry, p.noted[c.id] = known, known
			if known.get("views") != nil && p.view != nil {
				known.append("views", p.view.id)
			}
			p.k.pin(known, p.rect(c))
			continue
		}
		if s := p.k.marked(p.rect(c)); own == "" && s != nil {
			it.entry = s.entry
			s.entry.note("Marked on the drawing: " + sentence(oneLine(c.label)))
			it.change("kept in the text of `%s`, at which it stands", s.entry.id)
			continue
		}
		if e := p.k.write(it, c.attr(ownMark+"id"), c.label, p.rect(c)); e != nil {
			p.noted[c.id] = e
			p.r.keep(c, e)
		}
	}
}

// aboutLines makes of the lines between a note and something else what the note is about.
func (p *dioPage) aboutLines(lines []*dioCell) {
	d := p.r.d
	for _, c := range lines {
		note, other := p.noted[c.source], c.target
		if note == nil {
			note, other = p.noted[c.target], c.source
		}
		thing := cmp.Or(p.zone[other], p.flows[other])
		if s := p.k.shapes[other]; s != nil {
			thing = s.entry
		}
		own := c.attr(ownMark+"kind") == "about"
		if thing != nil {
			note.append("about", thing.id)
		}
		if own {
			continue
		}
		it := d.item(d.tally("lines of notes", "notes"), "%s", p.where("line", c))
		name := oneLine(strings.TrimSpace(c.label + " " + p.labels[c.id]))
		switch it.entry = note; {
		case thing == nil:
			it.lose("its other end is at nothing that a note can be about, which is an element, a zone or a flow; it says: %s", cmp.Or(name, "nothing"))
		case name != "":
			note.note(name)
			it.change("its words are kept in the text of the note")
		}
	}
}

// marked is the one element that a small box overlaps.
func (k *sketch) marked(b box) *shape {
	var found *shape
	for _, s := range k.order {
		if b.empty() || s.rect.area() <= b.area() || !s.rect.meets(b) {
			continue
		}
		if found != nil {
			return nil
		}
		found = s
	}
	return found
}
