package attack

import (
	"cmp"
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
)

// placeKind is what a place is.
type placeKind uint8

const (
	ofElement placeKind = iota
	ofPort
	ofFlow
	ofData
	ofNetwork // all elements of a network zone, as one hop
	ofUnit    // all parts of one device
	ofType    // all elements of a type
	ofFleet   // all elements that get the same data from a subject
	ofPeers   // the elements that a subject talks to
)

// place is where an attacker can hold something: a thing of the model, or a group of its elements.
type place struct {
	kind  placeKind
	id    string
	slot  int // of the element, flow or data in the model; of the element of a port
	first int32
}

// capability is what an attacker can do at a place, in the words of the library. Control that a position lends, such as
// that of a supplier over its own server, gives all that control gives but the hazards: those follow from what goes wrong
// further on, which is a finding. So no path to a hazard is without one.
type capability uint8

const (
	canReach capability = iota
	canTouch
	canLogIn
	canControl
	canTake // control that was gained by a finding, not lent by the position
	canRead
	canChange
	canInfluence
	canCommand
	canDeny
	capabilities
)

// words are the capabilities as the library writes them.
var words = [capabilities]string{
	library.CanReach, library.CanTouch, library.CanLogIn, library.CanControl, library.CanControl, library.CanRead, library.CanChange,
	library.CanInfluence, library.CanCommand, library.CanDeny,
}

// can returns the capability of a word.
func can(word string) (capability, bool) {
	i := slices.Index(words[:], word)
	return capability(max(i, 0)), i >= 0
}

// direct are the capabilities that each gives at once at the same place. What follows from those follows from it too, so
// that the whole is what library.Implies says.
var direct = [capabilities][]capability{
	canTake:      {canControl, canCommand},
	canControl:   {canLogIn, canRead, canChange, canInfluence, canDeny},
	canLogIn:     {canReach},
	canTouch:     {canReach},
	canCommand:   {canInfluence},
	canReach:     nil,
	canDeny:      nil,
	canRead:      nil,
	canChange:    nil,
	canInfluence: nil,
}

// ground is the model as the graph needs it: its things in the order of their ids, so that the order of the text plays
// no part, and what stands near what.
type ground struct {
	a     *engine.Analysis
	m     *model.Model
	v     *library.Vocabulary
	reach *engine.Reach

	elements, flows, data []int32 // slots in the order of ids
	outOf, into           [][]int32
	from, to              []int32   // by slot of the flow: slot of the element, or -1
	carried               [][]int32 // by slot of the flow: slots of data
	kept                  [][]int32 // by slot of the element: slots of data
	keepers, carriers     [][]int32 // by slot of the data
	performers            map[string][]int32

	zoneOf  map[string]*model.Zone
	network map[string]bool // zones whose elements can all talk to each other
	unit    []string        // by slot of the element: the outermost zone inside a device that it lies in, or empty
	inZone  map[string][]int32
	outside []bool // by slot of the element: not part of the product: a person, or somebody else's
	term    map[string]library.TermID
}

func newGround(a *engine.Analysis) *ground {
	g := &ground{a: a, m: a.Model, v: a.Library.Vocabulary, reach: a.Reach(), performers: map[string][]int32{},
		zoneOf: map[string]*model.Zone{}, network: map[string]bool{}, inZone: map[string][]int32{}}
	g.elements = byID(g.m.Elements.All(), func(e *model.Element) string { return e.ID.Value })
	g.flows = byID(g.m.Flows.All(), func(f *model.Flow) string { return f.ID.Value })
	g.data = byID(g.m.Data.All(), func(d *model.Data) string { return d.ID.Value })
	g.terms()
	g.link()
	g.zones()
	return g
}

// byID returns the positions of entries in the order of their ids.
func byID[T any](all []*T, id func(*T) string) []int32 {
	out := make([]int32, len(all))
	for i := range out {
		out[i] = int32(i)
	}
	slices.SortFunc(out, func(a, b int32) int { return strings.Compare(id(all[a]), id(all[b])) })
	return out
}

// link finds the ends of flows and where data is.
func (g *ground) link() {
	m := g.m
	g.outOf, g.into = make([][]int32, m.Elements.Len()), make([][]int32, m.Elements.Len())
	g.kept, g.outside = make([][]int32, m.Elements.Len()), make([]bool, m.Elements.Len())
	g.from, g.to = make([]int32, m.Flows.Len()), make([]int32, m.Flows.Len())
	g.carried = make([][]int32, m.Flows.Len())
	g.keepers, g.carriers = make([][]int32, m.Data.Len()), make([][]int32, m.Data.Len())
	for _, i := range g.flows {
		f := m.Flows.All()[i]
		g.from[i], g.to[i] = int32(m.Elements.Index(f.From.Value)), int32(m.Elements.Index(f.To.Value))
		if g.from[i] >= 0 {
			g.outOf[g.from[i]] = append(g.outOf[g.from[i]], i)
		}
		if g.to[i] >= 0 {
			g.into[g.to[i]] = append(g.into[g.to[i]], i)
		}
		g.carried[i] = slotsOf(&m.Data, f.Carries)
		for _, d := range g.carried[i] {
			g.carriers[d] = append(g.carriers[d], i)
		}
	}
	for _, i := range g.elements {
		el := m.Elements.All()[i]
		g.kept[i] = slotsOf(&m.Data, el.Stores)
		for _, d := range g.kept[i] {
			g.keepers[d] = append(g.keepers[d], i)
		}
		g.outside[i] = g.is(i, "external") || g.is(i, "human")
	}
	for _, fn := range m.Functions.All() {
		g.performers[fn.ID.Value] = slotsOf(&m.Elements, fn.By)
	}
}

// slotsOf returns the positions of the entries that a list names, in the order of their ids.
func slotsOf[T any](s *model.Section[T], ids model.Strings) []int32 {
	list := slices.Clone(ids.Items)
	slices.SortFunc(list, func(a, b model.String) int { return cmp.Compare(a.Value, b.Value) })
	var out []int32
	for _, id := range list {
		if i := s.Index(id.Value); i >= 0 && !slices.Contains(out, int32(i)) {
			out = append(out, int32(i))
		}
	}
	return out
}

// terms looks up the words of the vocabulary that the graph asks for.
func (g *ground) terms() {
	g.term = map[string]library.TermID{}
	for _, w := range [][2]string{
		{"component", "external"}, {"component", "human"}, {"component", "server"}, {"component", "update-service"},
		{"component", "fleet-server"}, {"data", "secret"}, {"data", "code"}, {"data", "drug-library"},
		{"protocol", "wired-bus"}, {"protocol", "local-input"}, {"protocol", "local-output"}, {"protocol", "signal"},
		{"protocol", "removable-media"}, {"protocol", "radio"}, {"protocol", "ble-broadcast"},
		{"authentication", "shared-credential"}, {"authentication", "hard-coded-credential"}, {"authentication", "default-credential"},
	} {
		g.term[w[1]], _ = g.v.ID(w[0], w[1])
	}
}

// is reports whether an element is known to be of a kind.
func (g *ground) is(slot int32, word string) bool { return g.anyIs(g.reach.Elements[slot].Is, word) }

func (g *ground) anyIs(list []library.TermID, word string) bool {
	t := g.term[word]
	return t != 0 && slices.ContainsFunc(list, func(x library.TermID) bool { return g.v.IsA(x, t) })
}

// dataIs reports whether a data asset is of a class.
func (g *ground) dataIs(slot int32, class string) bool {
	t := g.term[class]
	return t != 0 && slices.ContainsFunc(g.m.Data.All()[slot].Type.Items, func(s model.String) bool {
		id, ok := g.v.ID("data", s.Value)
		return ok && g.v.IsA(id, t)
	})
}

// networks are the kinds of zones whose elements can talk to each other without a flow that the model draws: networks,
// and the programs of one computer. A zone whose kind nobody stated counts as one, since unknown is not safe. In a room
// or inside a box, flows say who talks to whom.
var networks = []string{
	"device-network", "hospital-network", "clinical-servers", "cloud", "internet", "vendor", "manufacturer", "home", "phone",
	"sandbox", "machine", "operating-system-core",
}

func (g *ground) zones() {
	ids := make([]library.TermID, 0, len(networks))
	for _, w := range networks {
		if id, ok := g.v.ID("zone", w); ok {
			ids = append(ids, id)
		}
	}
	inside, _ := g.v.ID("zone", "device-internal")
	internal := map[string]bool{}
	for _, z := range g.m.Zones.All() {
		id := z.ID.Value
		g.zoneOf[id] = z
		g.network[id] = len(z.Type.Items) == 0
		for _, t := range z.Type.Items {
			term, ok := g.v.ID("zone", t.Value)
			if !ok || term == 0 {
				g.network[id] = true
				continue
			}
			internal[id] = internal[id] || inside != 0 && g.v.IsA(term, inside)
			for _, n := range ids {
				g.network[id] = g.network[id] || g.v.IsA(term, n)
			}
		}
	}
	g.unit = make([]string, g.m.Elements.Len())
	for _, i := range g.elements {
		zone := g.m.Elements.All()[i].Zone.Value
		if g.zoneOf[zone] == nil {
			continue
		}
		g.inZone[zone] = append(g.inZone[zone], i)
		for n := 0; g.zoneOf[zone] != nil && n <= g.m.Zones.Len(); n++ {
			if internal[zone] {
				g.unit[i] = zone
			}
			zone = g.zoneOf[zone].In.Value
		}
	}
}
