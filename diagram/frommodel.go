package diagram

import (
	"fmt"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
)

// Options say what of a model to draw. The zero value draws all of it.
type Options struct {
	// View is the id of a view of the model, or of a zone: that zone with what its flows lead to. Empty: everything.
	View string
	// Overview draws all elements of a zone as one box with their number, and all flows between two zones as one.
	Overview bool
	// Library gives titles to words, a kind to types and classes to protections. Without it, words are shown as written.
	Library *library.Library
	// Guard says what is certain of the protection of a flow where the model states nothing, such as Guard of an analysis.
	// It needs the Library. Without it, what the model states decides.
	Guard func(flow string) engine.Guard
	// Marks are numbers to show, by id of element or flow.
	Marks map[string]Mark
}

// FromModel returns the graph of a model, or an error where the view is not known.
func FromModel(m *model.Model, o Options) (*Graph, error) {
	b := &builder{m: m, o: o, zoneAt: map[string]int{}, nodeAt: map[string]int{}}
	b.g = &Graph{ID: m.ID.Value, Title: or(m.Name.Value, m.ID.Value)}
	if err := b.choose(); err != nil {
		return nil, err
	}
	b.zones()
	b.nodes()
	b.flows()
	b.notes()
	if o.Overview {
		b.g = collapse(b.g)
	}
	b.g.Text = describe(b.g)
	return b.g, nil
}

// describe says in two sentences what a diagram shows, for people who do not see it.
func describe(g *Graph) string {
	parts := []string{count(len(g.Zones), "zone"), count(len(g.Nodes), "element"), count(len(g.Edges), "flow")}
	if len(g.Notes) > 0 {
		parts = append(parts, count(len(g.Notes), "note"))
	}
	return "Data flow diagram with " + join(parts) + ". The same is told in sentences by the text form of the diagram."
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

type builder struct {
	m              *model.Model
	o              Options
	g              *Graph
	view           string // under which the layout keeps positions
	shown          *selection
	zoneAt, nodeAt map[string]int
}

// selection is what a view shows.
type selection struct {
	elements map[string]bool
	ends     map[string]bool // elements shown only as ends of flows
	flows    map[string]bool
	zones    map[string]bool
}

func (b *builder) choose() error {
	b.view = model.DefaultView
	if b.o.View == "" || b.o.View == model.DefaultView && b.m.Views.Get(b.o.View) == nil {
		return nil
	}
	b.view = b.o.View
	if v := b.m.Views.Get(b.o.View); v != nil {
		b.g.Title += ": " + or(v.Name.Value, v.ID.Value)
		if v.Shows.Stated() {
			b.selects(v.Shows)
		}
		return nil
	}
	if z := b.m.Zones.Get(b.o.View); z != nil {
		b.g.Title += ": " + or(z.Name.Value, z.ID.Value)
		b.shown = newSelection()
		b.show(z.ID.Value)
		for _, f := range b.m.Flows.All() {
			if b.shown.elements[f.From.Value] || b.shown.elements[f.To.Value] {
				b.show(f.ID.Value)
			}
		}
		return nil
	}
	return fmt.Errorf("no view and no zone is called %q: name one of the section views, a zone, or none for everything", b.o.View)
}

func newSelection() *selection {
	return &selection{elements: map[string]bool{}, ends: map[string]bool{}, flows: map[string]bool{}, zones: map[string]bool{}}
}

func (b *builder) selects(shows model.Strings) {
	b.shown = newSelection()
	for _, s := range shows.Items {
		if s.Value == "device" {
			b.shown = nil
			return
		}
		b.show(s.Value)
	}
}

// show adds a target: an element or one of its interfaces, a flow with its ends, a zone with what is in it, or a data
// asset with the flows that carry it.
func (b *builder) show(id string) {
	s := b.shown
	owner, _, _ := strings.Cut(id, ".")
	switch {
	case b.m.Elements.Get(owner) != nil:
		s.elements[owner] = true
	case b.m.Flows.Get(id) != nil:
		f := b.m.Flows.Get(id)
		s.flows[id] = true
		s.ends[f.From.Value], s.ends[f.To.Value] = true, true
	case b.m.Zones.Get(id) != nil:
		s.zones[id] = true
		for _, e := range b.m.Elements.All() {
			if b.within(e.Zone.Value, id) {
				s.elements[e.ID.Value] = true
			}
		}
		for _, z := range b.m.Zones.All() {
			s.zones[z.ID.Value] = s.zones[z.ID.Value] || b.within(z.ID.Value, id)
		}
	case b.m.Data.Get(id) != nil:
		for _, f := range b.m.Flows.All() {
			for _, d := range f.Carries.Items {
				if d.Value == id {
					b.show(f.ID.Value)
				}
			}
		}
	}
}

// within reports whether a zone is, or lies in, another.
func (b *builder) within(zone, outer string) bool {
	for range b.m.Zones.Len() + 1 {
		if zone == outer {
			return true
		}
		z := b.m.Zones.Get(zone)
		if z == nil {
			return false
		}
		zone = z.In.Value
	}
	return false
}

func (b *builder) showsElement(id string) bool {
	return b.shown == nil || b.shown.elements[id] || b.shown.ends[id]
}

func (b *builder) showsFlow(f *model.Flow) bool {
	s := b.shown
	return s == nil || s.flows[f.ID.Value] || s.elements[f.From.Value] && s.elements[f.To.Value]
}

// zones adds the zones that are shown, with those around them.
func (b *builder) zones() {
	keep := map[string]bool{}
	need := func(id string) {
		for range b.m.Zones.Len() {
			z := b.m.Zones.Get(id)
			if z == nil || keep[id] {
				return
			}
			keep[id], id = true, z.In.Value
		}
	}
	for _, z := range b.m.Zones.All() {
		if b.shown == nil || b.shown.zones[z.ID.Value] {
			need(z.ID.Value)
		}
	}
	for _, e := range b.m.Elements.All() {
		if b.showsElement(e.ID.Value) {
			need(e.Zone.Value)
		}
	}
	for _, z := range b.m.Zones.All() {
		if keep[z.ID.Value] {
			b.zoneAt[z.ID.Value] = len(b.g.Zones)
			b.g.Zones = append(b.g.Zones, Zone{ID: z.ID.Value, Name: or(z.Name.Value, z.ID.Value), In: -1, Trust: b.trust(z), At: b.box(z.ID.Value)})
		}
	}
	for i, z := range b.g.Zones {
		b.g.Zones[i].In = index(b.zoneAt, b.m.Zones.Get(z.ID).In.Value)
	}
}

// trust returns the trust of a zone, or of the nearest zone around it that states one, or -1.
func (b *builder) trust(z *model.Zone) int {
	for range b.m.Zones.Len() {
		if z == nil {
			break
		}
		if z.Trust.Stated() {
			return z.Trust.Value
		}
		z = b.m.Zones.Get(z.In.Value)
	}
	return -1
}

func (b *builder) box(target string) *Box {
	at, ok := b.m.Layout.Of(b.view, target)
	if !ok || !at.X.Stated() || !at.Y.Stated() {
		return nil
	}
	return &Box{float64(at.X.Value), float64(at.Y.Value), float64(at.Width.Value), float64(at.Height.Value)}
}

func (b *builder) nodes() {
	for _, e := range b.m.Elements.All() {
		id := e.ID.Value
		if !b.showsElement(id) {
			continue
		}
		name, note := or(e.Name.Value, id), titles(b.o.Library, "component", e.Type)
		if strings.EqualFold(name, note) {
			note = ""
		}
		b.nodeAt[id] = len(b.g.Nodes)
		b.g.Nodes = append(b.g.Nodes, Node{
			ID: id, Name: name, Note: note, Shape: shapeOf(b.o.Library, e),
			Zone: index(b.zoneAt, e.Zone.Value), OutOfScope: e.OutOfScope.Stated(), Mark: b.o.Marks[id], At: b.box(id),
		})
	}
}

// shapeOf returns the kind that an element states, else the one of its types, else process.
func shapeOf(lib *library.Library, e *model.Element) Shape {
	if s := Shape(e.Kind.Value); isKind(s) {
		return s
	}
	for _, word := range e.Type.Items {
		if isKind(Shape(word.Value)) {
			return Shape(word.Value)
		}
		if lib == nil {
			continue
		}
		if id, ok := lib.Vocabulary.ID("component", word.Value); ok {
			for _, wider := range lib.Vocabulary.Wider(id) {
				if s := Shape(lib.Vocabulary.Word(wider)); isKind(s) {
					return s
				}
			}
		}
	}
	return Process
}

func isKind(s Shape) bool {
	switch s {
	case Process, Store, External, Human, Sensor, Actuator, Physical:
		return true
	}
	return false
}

func (b *builder) flows() {
	for _, f := range b.m.Flows.All() {
		from, to := index(b.nodeAt, f.From.Value), index(b.nodeAt, f.To.Value)
		if from < 0 || to < 0 || !b.showsFlow(f) {
			continue
		}
		id := f.ID.Value
		g := b.o.guarded(f)
		b.g.Edges = append(b.g.Edges, Edge{
			ID: id, From: from, To: to, Name: b.flowName(f), Detail: b.wire(f), Guard: g.String(), Protection: protection(b.o.Library, g),
			TwoWay: f.Direction.Value == "two-way", OutOfScope: f.OutOfScope.Stated(), Mark: b.o.Marks[id],
			Via: b.via(id),
		})
	}
}

// via are the points that people led a flow through.
func (b *builder) via(flow string) []Point {
	var out []Point
	for _, p := range b.m.Layout.Via(b.view, flow) {
		out = append(out, Point{float64(p.X), float64(p.Y)})
	}
	return out
}

// flowName is the name of a flow, else what it carries, else its id.
func (b *builder) flowName(f *model.Flow) string {
	if f.Name.Value != "" {
		return f.Name.Value
	}
	var names []string
	for _, d := range f.Carries.Items {
		name := d.Value
		if data := b.m.Data.Get(d.Value); data != nil {
			name = or(data.Name.Value, d.Value)
		}
		names = append(names, name)
	}
	return or(strings.Join(names, ", "), f.ID.Value)
}

// wire is the protocol of a flow with what carries it.
func (b *builder) wire(f *model.Flow) string {
	s := or(titles(b.o.Library, "protocol", f.Protocol), "protocol ?")
	if over := titles(b.o.Library, "protocol", f.Over); over != "" {
		s += " over " + over
	}
	return s
}

// titles joins the titles of words; a word that no pack knows stands for itself.
func titles(lib *library.Library, vocabulary string, words model.Strings) string {
	var out []string
	for _, w := range words.Items {
		title := w.Value
		if lib != nil {
			if t := lib.Vocabulary.Lookup(vocabulary, w.Value); t != nil {
				title = or(t.Title, title)
			}
		}
		out = append(out, title)
	}
	return strings.Join(out, " / ")
}

func index(at map[string]int, id string) int {
	if i, ok := at[id]; ok {
		return i
	}
	return -1
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
