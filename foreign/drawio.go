package foreign

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// draw.io keeps pages of cells. A cell is a vertex or an edge, lies in another cell, and looks as its style says; an
// object around it may add attributes. A page is plain XML, or XML that is URL-encoded, deflated and written in base64.
// What a shape means is nowhere: a table says it for the shapes of data flow diagrams and for common icons.

func drawIO() Format {
	return Format{
		ID: "drawio", Title: "draw.io (diagrams.net) data flow diagrams", Endings: []string{".drawio", ".xml", ".drawio.xml"}, Layout: true,
		Takes: "Shapes as elements where the shape says what they are, containers and dashed boxes as zones, connectors with labels and direction as flows, texts as notes, all pages with positions and bends.",
		fits: func(s *source) bool {
			if !s.isXML() {
				return false
			}
			top, err := s.root()
			return err == nil && (top.name == "mxfile" || top.name == "mxGraphModel" || top.name == "mxlibrary")
		},
		read: readDrawIO,
	}
}

// dio reads one file of draw.io.
type dio struct {
	d    *draft
	ours map[string]*entry // of a drawing that Theriac made: what stands on an earlier page, by kind and id
}

// page is one page of it.
type dioPage struct {
	r      *dio
	k      *sketch
	title  string
	view   *entry
	cells  []*dioCell
	byID   map[string]*dioCell
	zone   map[string]*entry // zones by the id of their cell
	labels map[string]string // of edges, from the cells that lie on them
	texts  []*dioCell
	noted  map[string]*entry // notes by the id of their cell
	flows  map[string]*entry // flows by the same
}

// dioCell is a cell with the object around it.
type dioCell struct {
	id, label, parent string
	source, target    string
	vertex, edge      bool
	style             map[string]string
	stylist           []string // words of the style without a value
	attrs             [][2]string
	geometry          *element
	kids              int
}

func readDrawIO(s *source) (*draft, error) {
	top, err := s.root()
	if err != nil {
		return nil, err
	}
	r := &dio{d: newDraft(), ours: map[string]*entry{}}
	r.d.sources = []string{stem(s.name) + ": drawing of draw.io"}
	switch top.name {
	case "mxlibrary":
		return nil, fault(syntax.Place{File: s.name}, "draw with it, and import the drawing", "this is a library of shapes and no drawing")
	case "mxGraphModel":
		r.page(top, "Page 1", false)
	case "mxfile":
		pages := top.all("diagram")
		for i, p := range pages {
			model, err := dioModel(s.name, p)
			if err != nil {
				return nil, err
			}
			r.page(model, cmp.Or(oneLine(p.attr("name")), fmt.Sprintf("Page %d", i+1)), len(pages) > 1 && !isWhole(p))
			if r.d.full() {
				break
			}
		}
	default:
		return nil, fault(syntax.Place{File: s.name, Line: top.line, Column: top.col}, "", "this is no drawing of draw.io: expected mxfile or mxGraphModel, found %s", top.name)
	}
	if r.d.count == 0 && len(r.d.tallies) == 0 {
		return nil, fault(syntax.Place{File: s.name, Line: top.line, Column: top.col}, "", "this is no drawing of draw.io: expected diagram, mxGraphModel, root and mxCell in each other")
	}
	return r.d, nil
}

// dioModel is the model of a page, unpacked where it is packed.
func dioModel(name string, p *element) (*element, error) {
	if len(p.kids) > 0 {
		return p.kids[0], nil
	}
	packed := strings.TrimSpace(string(p.chars))
	if packed == "" {
		return &element{}, nil
	}
	at := syntax.Place{File: name, Line: p.line, Column: p.col}
	raw, err := base64.StdEncoding.DecodeString(packed)
	if err != nil {
		return nil, fault(at, "save the drawing without compression", "the page is neither XML nor base64: %v", err)
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(raw)), maxBytes+1))
	if err != nil {
		return nil, fault(at, "save the drawing without compression", "the page cannot be unpacked: %v", err)
	}
	if len(text) > maxBytes {
		return nil, fault(at, "split the drawing", "the page becomes larger than %d bytes when it is unpacked", maxBytes)
	}
	plainText, err := url.PathUnescape(string(text))
	if err != nil {
		return nil, fault(at, "save the drawing without compression", "the page cannot be unpacked: %v", err)
	}
	return readXML(name, []byte(plainText))
}

func (r *dio) page(model *element, title string, several bool) {
	cells := dioCells(model.kid("root"))
	if len(cells) == 0 {
		return
	}
	it := r.d.item(r.d.tally("pages", "views"), "page %s", title)
	p := &dioPage{r: r, k: newSketch(r.d, ""), title: title, cells: cells, byID: map[string]*dioCell{}, zone: map[string]*entry{}, labels: map[string]string{}, noted: map[string]*entry{}, flows: map[string]*entry{}}
	if several {
		p.view = r.d.add("views", title, "page").set("name", title)
		it.entry, p.k.view = p.view, p.view.id
	}
	for _, c := range cells {
		if p.byID[c.id] == nil {
			p.byID[c.id] = c
		}
	}
	for _, c := range cells {
		parent := p.byID[c.parent]
		switch {
		case parent == nil || !c.vertex:
		case parent.edge:
			p.labels[parent.id] = strings.TrimSpace(p.labels[parent.id] + " " + c.label)
		default:
			parent.kids++
		}
	}
	for _, c := range cells {
		if r.d.full() {
			return
		}
		if parent := p.byID[c.parent]; c.vertex && (parent == nil || !parent.edge) {
			p.vertex(c)
		}
	}
	p.notes()
	p.edges()
	p.k.settle()
	p.k.show(p.view)
}

// dioCells lists the cells of a page. An object has the label and the id, and the cell in it the rest.
func dioCells(root *element) []*dioCell {
	var out []*dioCell
	for _, e := range root.kids {
		cell, object := e, e
		switch e.name {
		case "mxCell":
		case "object", "UserObject":
			cell = e.kid("mxCell")
		default:
			continue
		}
		c := &dioCell{id: object.attr("id"), label: plain(cmp.Or(object.attr("label"), cell.attr("value"))), parent: cell.attr("parent"),
			source: cell.attr("source"), target: cell.attr("target"), vertex: cell.attr("vertex") == "1", edge: cell.attr("edge") == "1",
			style: map[string]string{}, geometry: cell.kid("mxGeometry")}
		for _, part := range strings.Split(cell.attr("style"), ";") {
			if k, v, ok := strings.Cut(part, "="); ok {
				c.style[k] = v
			} else if part != "" {
				c.stylist = append(c.stylist, part)
			}
		}
		if object != cell {
			for _, a := range object.attrs {
				switch a.Name.Local {
				case "id", "label", "placeholders":
				default:
					if v := tidy(plain(a.Value)); v != "" {
						c.attrs = append(c.attrs, [2]string{a.Name.Local, v})
					}
				}
			}
		}
		c.ownLabel(object.attr("label"))
		out = append(out, c)
	}
	return out
}

func (c *dioCell) attr(name string) string {
	for _, a := range c.attrs {
		if strings.EqualFold(a[0], name) {
			return a[1]
		}
	}
	return ""
}

// shapes are the words that may say what a cell is, the most telling first.
func (c *dioCell) shapes() []string {
	out := nonEmpty(c.attr("type"))
	for _, k := range []string{"resIcon", "grIcon", "prIcon"} {
		out = append(out, nonEmpty(c.style[k])...)
	}
	if image := c.style["image"]; image != "" && !strings.HasPrefix(image, "data:") {
		name := path.Base(image)
		name, _, _ = strings.Cut(name, ".")
		name, _, _ = strings.Cut(name, "_128x128")
		out = append(out, name)
	}
	return append(append(out, nonEmpty(c.style["shape"])...), c.stylist...)
}

// looks finds what a cell is by its shape: the fields that an entry gets, and whether it is an element, a zone, a note or
// something else.
func (p *dioPage) looks(c *dioCell) (as string, fields []field) {
	if as, fields = c.ownLooks(); as != "" {
		return as, fields
	}
	for _, s := range c.shapes() {
		found, ok := row("drawio", "shapes", s)
		if !ok {
			continue
		}
		as = "element"
		for _, f := range found {
			if f.key == "as" {
				as = f.word
			} else {
				fields = append(fields, f)
			}
		}
		return as, fields
	}
	switch {
	case c.style["container"] == "1", c.style["dashed"] == "1" && (c.style["fillColor"] == "none" || c.kids > 0), c.kids > 0:
		return "zone", nil
	case c.style["rounded"] == "1":
		return "element", []field{{key: "kind", word: "process"}}
	}
	return "element", nil
}

// corner is where the inside of a cell starts on the page.
func (p *dioPage) corner(id string, depth int) point {
	c := p.byID[id]
	if c == nil || depth > maxDepth || c.edge {
		return point{}
	}
	at := p.corner(c.parent, depth+1)
	return point{at.x + number64(c.geometry.attr("x")), at.y + number64(c.geometry.attr("y"))}
}

func (p *dioPage) rect(c *dioCell) box {
	at := p.corner(c.parent, 0)
	g := c.geometry
	return box{at.x + number64(g.attr("x")), at.y + number64(g.attr("y")), number64(g.attr("width")), number64(g.attr("height"))}
}

// around is the zone of the nearest cell around that is one.
func (p *dioPage) around(c *dioCell) string {
	for range maxDepth {
		if c = p.byID[c.parent]; c == nil {
			return ""
		}
		if z := p.zone[c.id]; z != nil {
			return z.id
		}
	}
	return ""
}

func (p *dioPage) where(what string, c *dioCell) string {
	return fmt.Sprintf("page %s, %s %s (%s)", p.title, what, headline(c.label), c.id)
}

func (p *dioPage) vertex(c *dioCell) {
	d := p.r.d
	switch as, fields := p.looks(c); as {
	case "zone":
		p.k.border[c.id] = true
		it := d.item(d.tally("containers and boundaries", "zones"), "%s", p.where("boundary", c))
		e := p.entry(c, "zones", oneLine(c.label), "zone")
		it.entry, p.zone[c.id] = e, e
		e.apply(fields)
		p.attributes(e, it, c)
		switch {
		case e.get("trust") != nil:
		case e.get("type") == nil:
			it.ask("say what kind of place it is (`type`) and how far it is trusted (`trust`); where it is no border of trust, take it away")
		default:
			it.ask("say how far it is trusted (`trust`)")
		}
		if around := p.around(c); !p.k.inside(around, e.id) {
			e.set("in", around)
		}
		p.k.enclose(&shape{e, it, p.rect(c)}, nil)
	case "note":
		p.k.border[c.id] = true
		if c.label != "" {
			p.texts = append(p.texts, c)
		}
	case "line":
		p.k.border[c.id] = true
		d.item(d.tally("open boundaries", "zones"), "%s", p.where("boundary", c)).
			lose("it is an open line, and a zone is closed: make a zone of what lies on one side")
	case "gate":
		p.k.border[c.id] = true
		d.item(d.tally("gates", "none"), "%s", p.where("gate", c)).
			lose("it is a gate of an attack tree; `theriac tree import` reads trees, of other formats")
	case "nothing":
		p.k.border[c.id] = true
	default:
		p.element(c, fields)
	}
}

func (p *dioPage) element(c *dioCell, fields []field) {
	d := p.r.d
	it := d.item(d.tally("shapes", "elements"), "%s", p.where("shape", c))
	looks := strings.Join(c.shapes(), " ")
	name := cmp.Or(oneLine(c.label), upper(label(path.Base(strings.ReplaceAll(firstWord(c.shapes()), ".", "/")))))
	e := p.entry(c, "elements", name, "element")
	it.entry = e
	if c.label == "" {
		it.ask("it has no label there and is called by its shape: give it a name")
	}
	e.apply(fields)
	e.set("zone", p.around(c))
	p.attributes(e, it, c)
	switch {
	case e.get("type") != nil || e.field("kind") == "human":
	case e.get("kind") != nil:
		it.ask("its shape says only that it is %s: say what it is (`type`), so that the library knows its threats", article(e.field("kind")))
	default:
		it.ask("its shape (%s) does not say what it is: give it a `type`, or at least a `kind`", cmp.Or(looks, "a box"))
	}
	p.k.put(c.id, &shape{e, it, p.rect(c)})
}

func firstWord(words []string) string {
	if len(words) > 0 {
		return words[0]
	}
	return "box"
}

// attributes keeps what an object says beside its label.
func (p *dioPage) attributes(e *entry, it *item, c *dioCell) {
	var kept []string
	var said [][2]string
	for _, a := range c.attrs {
		if !strings.EqualFold(a[0], "type") && !strings.HasPrefix(a[0], ownMark) {
			said = append(said, a)
		}
	}
	e.noteAll(said, func(f [2]string) { kept = append(kept, f[0]+" ("+headline(f[1])+")") })
	it.kept(kept)
}

func (p *dioPage) edges() {
	var lines []*dioCell
	defer func() { p.aboutLines(lines) }()
	for _, c := range p.cells {
		if p.r.d.full() {
			return
		}
		if !c.edge {
			continue
		}
		if p.noted[c.source] != nil || p.noted[c.target] != nil {
			lines = append(lines, c)
			continue
		}
		name := oneLine(strings.TrimSpace(c.label + " " + p.labels[c.id]))
		it := p.r.d.item(p.r.d.tally("connectors", "flows"), "%s", p.where("connector", &dioCell{id: c.id, label: name}))
		from, to := end{id: c.source, at: p.point(c, "sourcePoint")}, end{id: c.target, at: p.point(c, "targetPoint")}
		start, finish := c.arrow("startArrow", false), c.arrow("endArrow", true)
		via := p.bends(c)
		if start && !finish {
			from, to = to, from
			slices.Reverse(via)
		}
		if known := p.r.ours[c.own()]; known != nil {
			it.entry, p.flows[c.id] = known, known
			p.k.lead(known, it, via)
			continue
		}
		e := p.k.connect(link{item: it, id: c.attr(ownMark + "id"), name: name, from: from, to: to, via: via})
		if e == nil {
			continue
		}
		p.r.keep(c, e)
		p.flows[c.id] = e
		if start && finish {
			e.set("direction", "two-way")
		}
		if !start && !finish {
			it.ask("it has no arrow; it is taken to lead from where it was started: correct `from` and `to` if that is wrong")
		}
		if fields, ok := row("drawio", "protocols", name); ok {
			e.apply(fields)
		}
		p.attributes(e, it, c)
	}
}

// bends are the points that a line goes through. What Theriac drew says where people led it; the rest of its corners were
// found by the diagram, and are no bends as long as nobody moved them.
func (p *dioPage) bends(c *dioCell) []point {
	at := p.corner(c.parent, 0)
	var out []point
	for _, e := range c.geometry.all("Array") {
		if e.attr("as") != "points" {
			continue
		}
		for _, q := range e.all("mxPoint") {
			if len(out) == maxCorners {
				break
			}
			out = append(out, point{at.x + number64(q.attr("x")), at.y + number64(q.attr("y"))})
		}
	}
	if c.own() != "" && slices.Equal(out, pointsOf(c.attr(ownMark+"way"))) {
		return pointsOf(c.attr(ownMark + "via"))
	}
	return out
}

// arrow reports whether a line has an arrow at an end; at its end it has one unless the style says no.
func (c *dioCell) arrow(which string, usual bool) bool {
	switch v, ok := c.style[which]; {
	case !ok:
		return usual
	default:
		return v != "none" && v != ""
	}
}

// point is where an end of a line stands that is not tied to anything.
func (p *dioPage) point(c *dioCell, which string) *point {
	for _, e := range c.geometry.all("mxPoint") {
		if e.attr("as") == which {
			at := p.corner(c.parent, 0)
			return &point{at.x + number64(e.attr("x")), at.y + number64(e.attr("y"))}
		}
	}
	return nil
}
