package foreign

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"theriac.dev/model"
)

// sketch is one drawing on its way into the draft. It knows what stands where, so that zones can be told from borders
// and flows from lines.
type sketch struct {
	d      *draft
	view   string  // id of the view, empty where the file has one drawing
	dy     float64 // how far the drawing is moved down on the canvas of the whole model
	shapes map[string]*shape
	order  []*shape
	zones  []*boundary
	zoned  map[string]*shape // by the id of the zone
	border map[string]bool   // foreign ids of what is drawn and is no element
}

// shape is something that is drawn as a box.
type shape struct {
	entry *entry
	item  *item
	rect  box
}

func newSketch(d *draft, view string) *sketch {
	k := &sketch{d: d, view: view, shapes: map[string]*shape{}, zoned: map[string]*shape{}, border: map[string]bool{}}
	for _, p := range d.boxes {
		if p.view == "default" {
			k.dy = max(k.dy, p.y+p.h+80)
		}
	}
	for _, w := range d.ways {
		for _, p := range w.via {
			if w.view == "default" {
				k.dy = max(k.dy, p.y+80)
			}
		}
	}
	return k
}

// put puts an element on the drawing. Of two with the same id flows go to the first. These formats do not say that two
// elements on different drawings are one, so that a person is asked where they have the same name.
func (k *sketch) put(id string, s *shape) {
	if name := s.entry.field("name"); k.view != "" && name != "" {
		switch other, ok := k.d.drawn[name]; {
		case !ok:
			k.d.drawn[name] = [2]string{s.entry.id, k.view}
		case other[1] != k.view && other[0] != s.entry.id:
			s.item.ask("`%s` on another drawing has the same name: where they are one, lead the flows to one of them and take the other away", other[0])
		}
	}
	if k.shapes[id] == nil {
		k.shapes[id] = s
	}
	k.order = append(k.order, s)
}

// enclose puts a zone on the drawing.
func (k *sketch) enclose(s *shape, loop []point) {
	k.zones = append(k.zones, &boundary{id: s.entry.id, rect: s.rect, loop: loop})
	k.zoned[s.entry.id] = s
}

// settle says in which zone each zone and each element lies, and puts them on the canvas.
func (k *sketch) settle() {
	outer, cut := nest(k.zones)
	for _, z := range k.zones {
		s := k.zoned[z.id]
		if s.entry.get("in") == nil && outer[z.id] != "" && !k.inside(outer[z.id], z.id) {
			s.entry.set("in", outer[z.id])
		}
		if other := cut[z.id]; other != "" {
			s.item.ask("its border crosses the one of `%s`; zones lie in each other or apart: correct `in` and the zones of what stands in both", other)
		}
		k.canvas(s)
	}
	for _, s := range k.order {
		if !s.rect.empty() {
			zone, through := within(k.zones, s.rect)
			if zone != nil && s.entry.get("zone") == nil {
				s.entry.set("zone", zone.id)
			}
			if through != nil {
				s.item.ask("the border of `%s` goes through it; it is taken to stand where its centre is: correct `zone` if that is wrong", through.id)
			}
		}
		k.canvas(s)
	}
}

// inside reports whether a zone is, or lies in, another one.
func (k *sketch) inside(id, other string) bool {
	for range len(k.zones) + 1 {
		if id == other {
			return true
		}
		s := k.zoned[id]
		if s == nil {
			return false
		}
		id = s.entry.field("in")
	}
	return true
}

func (k *sketch) canvas(s *shape) {
	if s.rect.empty() {
		return
	}
	rect := s.rect
	if s.entry.section == "elements" {
		rect = rect.roomy()
	}
	if !s.entry.placed { // something of ours may stand on several drawings
		k.d.place("default", s.entry.id, rect.moved(k.dy))
		s.entry.placed = true
	}
	if k.view != "" {
		k.d.place(k.view, s.entry.id, rect)
	}
}

// write puts a text that stands on the drawing into the model as a note, at its place. It is nil where there is no word in
// it. Where the drawing is one of several the note is for its view.
func (k *sketch) write(it *item, id, text string, at box) *entry {
	words := strings.Fields(tidy(text))
	if len(words) == 0 {
		it.lose("there is no word in it")
		return nil
	}
	it.entry = k.d.add("notes", cmp.Or(id, strings.Join(words[:min(len(words), 5)], " ")), "note").set("text", text)
	if k.view != "" {
		it.entry.append("views", k.view)
	}
	k.pin(it.entry, at)
	return it.entry
}

// pin puts a note on the canvas of the drawing; it needs no size, because it is as large as its text.
func (k *sketch) pin(e *entry, at box) {
	if at != (box{}) {
		k.d.place(cmp.Or(k.view, "default"), e.id, at)
	}
}

// end is where a line ends: at something, or at a point.
type end struct {
	id string
	at *point
}

// link is a line between two things.
type link struct {
	item     *item
	id       string // its own, where the drawing says it
	name     string
	detail   string // what else it says, to be named where it is lost
	from, to end
	via      []point // the bends between them, in order
}

// connect makes a flow of a line, or says why it is none.
func (k *sketch) connect(l link) *entry {
	var ends [2]*entry
	detail := ""
	if s := cmp.Or(k.shapes[l.from.id], k.shapes[l.to.id]); s != nil {
		detail = "; its other end is `" + s.entry.id + "`"
	}
	if l.detail != "" {
		detail += "; it says: " + oneLine(l.detail)
	}
	for i, e := range []end{l.from, l.to} {
		side := [...]string{"start", "end"}[i]
		s := k.shapes[e.id]
		switch {
		case s != nil:
		case k.border[e.id]:
			l.item.lose("its %s is at a boundary or note, which cannot send or receive: draw it between two elements%s", side, detail)
			return nil
		case e.at != nil && k.near(*e.at) != nil:
			s = k.near(*e.at)
			l.item.change("its %s is not tied to anything; it is taken to be at `%s`, which lies there: correct it if that is wrong", side, s.entry.id)
		case e.id != "":
			l.item.lose("its %s is tied to something that the file does not have (%s): connect it again%s", side, e.id, detail)
			return nil
		default:
			l.item.lose("its %s is not tied to any element: connect it in the other tool and import again, or add the flow here%s", side, detail)
			return nil
		}
		ends[i] = s.entry
	}
	e := k.d.add("flows", cmp.Or(l.id, l.name, ends[0].id+"-to-"+ends[1].id), "flow")
	e.set("name", oneLine(l.name)).set("from", ends[0].id).set("to", ends[1].id)
	l.item.entry = e
	k.lead(e, l.item, l.via)
	return e
}

// lead leads a flow through its bends on the canvas, as many as the layout takes.
func (k *sketch) lead(e *entry, it *item, via []point) {
	if len(via) > model.MaxPoints {
		it.change("of its %d bends the first %d are kept", len(via), model.MaxPoints)
		via = via[:model.MaxPoints]
	}
	if len(via) == 0 {
		return
	}
	if !e.placed {
		moved := make([]point, len(via))
		for i, p := range via {
			moved[i] = point{p.x, p.y + k.dy}
		}
		k.d.ways = append(k.d.ways, way{"default", e.id, moved})
		e.placed = true
	}
	if k.view != "" {
		k.d.ways = append(k.d.ways, way{k.view, e.id, via})
	}
}

// near is the element that a loose end of a line lies at.
func (k *sketch) near(p point) *shape {
	const reach = 12
	var best *shape
	far := math.Inf(1)
	for _, s := range k.order {
		if s.rect.empty() {
			continue
		}
		around := box{s.rect.x - reach, s.rect.y - reach, s.rect.w + 2*reach, s.rect.h + 2*reach}
		c := s.rect.center()
		if d := math.Hypot(c.x-p.x, c.y-p.y); around.has(p) && d < far {
			best, far = s, d
		}
	}
	return best
}

// straight is the line between two elements, by way of some points.
func (k *sketch) straight(from, to end, via []point) []point {
	var line []point
	for i, e := range []end{from, to} {
		if i == 1 {
			line = append(line, via...)
		}
		if s := k.shapes[e.id]; s != nil {
			line = append(line, s.rect.center())
		} else if e.at != nil {
			line = append(line, *e.at)
		}
	}
	return line
}

// crossed names the flows that an open boundary crosses, for the person who has to make a zone of it.
func (d *draft) crossed(curve []point, lines map[*entry][]point, order []*entry) string {
	var ids []string
	for _, e := range order {
		if d.compared += len(curve) * len(lines[e]); d.compared > maxPairs {
			return "the file has too many lines to say which flows it crosses"
		}
		if cross(curve, lines[e]) {
			ids = append(ids, "`"+e.id+"`")
		}
	}
	switch {
	case len(ids) == 0:
		return "it crosses no flow"
	case len(ids) > 8:
		return "it crosses the flows " + strings.Join(slices.Clip(ids[:8]), ", ") + " and others"
	}
	return "it crosses the flows " + strings.Join(ids, ", ")
}
