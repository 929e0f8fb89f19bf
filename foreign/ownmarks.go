package foreign

import (
	"cmp"
	"strings"
)

// A drawing that Theriac made says of each thing which one it is, in attributes of the object around its cell. The ids come
// back from there, whatever the thing is called by now, and something that stands on several pages is one thing.

// ownMark begins the attributes of such a drawing.
const ownMark = "theriac-"

// isWhole reports whether a page shows the whole model, so that it is no view of it.
func isWhole(page *element) bool { return strings.HasPrefix(page.attr("id"), ownMark+"page-") }

// own names the thing of a model that a cell is; it is empty where nothing says so.
func (c *dioCell) own() string {
	if id := c.attr(ownMark + "id"); id != "" {
		return c.attr(ownMark+"kind") + " " + id
	}
	return ""
}

// ownLabel takes the name from the label: it is what stands in bold, the rest is told by the model. Of a note all of it is
// its text, in which what looks like a tag was written by a person.
func (c *dioCell) ownLabel(label string) {
	switch c.attr(ownMark + "kind") {
	case "":
		return
	case "note":
		c.label = unmarked(label)
		return
	}
	if _, rest, ok := strings.Cut(label, "<b>"); ok {
		if name, _, ok := strings.Cut(rest, "</b>"); ok {
			c.label = plain(name)
		}
	}
}

// ownLooks is what a cell is, where Theriac said it.
func (c *dioCell) ownLooks() (as string, fields []field) {
	switch c.attr(ownMark + "kind") {
	case "zone":
		if trust := c.attr(ownMark + "trust"); trust != "" {
			fields = []field{{key: "trust", word: trust}}
		}
		return "zone", fields
	case "element":
		if kind := c.attr(ownMark + "shape"); kind != "" {
			fields = []field{{key: "kind", word: kind}}
		}
		return "element", fields
	case "note":
		return "note", nil
	case "findings":
		return "nothing", nil
	}
	return "", nil
}

// entry is the entry of a cell: the one from an earlier page, or a new one under its own id.
func (p *dioPage) entry(c *dioCell, section, name, fallback string) *entry {
	if e := p.r.ours[c.own()]; e != nil {
		return e
	}
	e := p.r.d.add(section, cmp.Or(c.attr(ownMark+"id"), name), fallback).set("name", name)
	p.r.keep(c, e)
	return e
}

func (r *dio) keep(c *dioCell, e *entry) {
	if own := c.own(); own != "" {
		r.ours[own] = e
	}
}

// pointsOf reads points as a drawing that Theriac made has them: 240,120 240,300.
func pointsOf(s string) []point {
	var out []point
	for word := range strings.FieldsSeq(s) {
		x, y, _ := strings.Cut(word, ",")
		out = append(out, point{number64(x), number64(y)})
	}
	return out
}
