package engine

import (
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/risk"
)

// The records of the engine: the facts that conditions read, and beside them what only the engine needs. They are kept
// by pointer, so that a record stays where it is while entries come and go around it, and slot is always the position
// of the entry in its section.

type zoneRec struct {
	library.ZoneFacts
	parent *zoneRec
	depth  int
	reach  uint32 // positions that reach it directly
	usual  uint32 // those of reach that are only usual

	// Room for the check zoneFlow, which counts anew each time: how many elements stand in it, and whether a flow crosses
	// its border. A map by zone would cost more than all other checks.
	lived   int
	crossed bool
}

type subject struct {
	found []*Finding // the findings about it, in rank order
	names names
}

type elementRec struct {
	library.ElementFacts
	subject
	slot    int
	zone    *zoneRec
	in      []*flowRec // those of Inbound, in the order of the model
	out     []*flowRec
	ports   []*interfaceRec
	kept    []*dataRec // those of Stores
	hits    []hit
	remarks []remark
	dead    bool // gone from the model; what still points here lets go
}

type interfaceRec struct {
	library.InterfaceFacts
	subject
	owner *elementRec
}

type dataRec struct {
	library.DataFacts
	subject
	slot int
	hits []hit
}

type flowRec struct {
	library.FlowFacts
	subject
	slot     int
	from, to *elementRec // nil where the end is not in the model
	data     []*dataRec
	wire     *zoneRec // the zone whose reach covers the wire between the ends, or nil
	hits     []hit
	remarks  []remark
}

// facts is a model with its vocabulary resolved and all derived facts.
type facts struct {
	eng      *Engine
	m        *model.Model
	w        *words
	device   library.DeviceFacts
	self     subject // the device as a target
	zones    []*zoneRec
	elements []*elementRec
	data     []*dataRec
	flows    []*flowRec
	inf      *influence

	// Risk, looked up once for all findings.
	scales    *risk.Scales
	left      Stage             // controls of this stage count for what is left
	matrix    [5][5]int8        // by severity and exploitability: index into the levels of risk
	access    []int             // points of the window of opportunity, by attacker position
	able      map[string]uint32 // positions that have a capability at what they reach
	potential []int             // points of the attack potential, by the place of a threat among all
}

// newFacts resolves a whole model.
func newFacts(e *Engine, m *model.Model) *facts {
	x := &facts{eng: e, m: m, w: e.words, device: e.words.device(m)}
	x.prepareRisk()
	zones := make([]zoneRec, m.Zones.Len())
	for i, z := range m.Zones.All() {
		x.zones = append(x.zones, &zones[i])
		zones[i].Ref = z
	}
	x.resolveZones()
	data := make([]dataRec, m.Data.Len())
	for i, d := range m.Data.All() {
		data[i].slot = i
		x.data = append(x.data, &data[i])
		x.resolveData(&data[i], d)
	}
	elements := make([]elementRec, m.Elements.Len())
	for i, el := range m.Elements.All() {
		elements[i].slot = i
		x.elements = append(x.elements, &elements[i])
		x.resolveElement(&elements[i], el)
	}
	flows := make([]flowRec, m.Flows.Len())
	for i, f := range m.Flows.All() {
		flows[i].slot = i
		x.flows = append(x.flows, &flows[i])
		x.linkFlow(&flows[i], f)
	}
	x.linkElements()
	for _, f := range x.flows {
		x.resolveFlow(f)
	}
	for _, el := range x.elements {
		x.finishElement(el)
	}
	x.resolveExposure()
	x.inf = newInfluence(x)
	x.applyInfluence()
	return x
}

// DeviceFacts resolves what a model says of the device as a whole in the words of a library, with what its type brings: for
// those who ask conditions of the device without an analysis, or with another library.
func DeviceFacts(lib *library.Library, m *model.Model) *library.DeviceFacts {
	d := newWords(lib.Vocabulary).device(m)
	return &d
}

func (w *words) device(m *model.Model) library.DeviceFacts {
	d := &m.Device
	f := library.DeviceFacts{
		Model:          m,
		Type:           w.stated("device", d.Type),
		Connectivity:   w.stated("connectivity", d.Traits.Connectivity),
		RemoteAccess:   w.stated("remote-access", d.Traits.RemoteAccess),
		Legacy:         word("legacy", d.Traits.Legacy),
		PatientData:    word("patientData", d.Traits.PatientData),
		LifeSustaining: word("lifeSustaining", d.Traits.LifeSustaining),
		Stage:          word("stage", d.Stage),
	}
	fill(w, &f.Connectivity, fieldConnectivity, &f.Type)
	fill(w, &f.RemoteAccess, fieldRemoteAccess, &f.Type)
	f.Attributes = w.attributes(d.Attributes, &f.Type)
	return f
}

// word makes a fact of a single word; `unknown` is the same as nothing, with a place.
func word(key string, s model.String) library.Attr {
	if !s.Stated() || s.Value == unknownWord || s.Value == "" {
		return library.Attr{Key: key, Node: s.Node}
	}
	return library.Attr{Key: key, Value: s.Value, Origin: library.Stated, Node: s.Node}
}

func (x *facts) resolveData(r *dataRec, d *model.Data) {
	r.Ref = d
	r.Type = x.w.stated("data", d.Type)
	r.Attributes = x.w.attributes(d.Attributes, &r.Type)
	r.Needs = r.Needs[:0:0]
	for _, n := range d.Needs.Items {
		r.Needs = append(r.Needs, n.Value)
	}
}

// resolveElement resolves what the element's own entry says. What flows tell about it is added by finishElement.
func (x *facts) resolveElement(r *elementRec, el *model.Element) {
	w := x.w
	r.Ref = el
	r.zone, r.Zone = nil, nil
	if i := x.m.Zones.Index(el.Zone.Value); i >= 0 && el.Zone.Stated() {
		r.zone = x.zones[i]
		r.Zone = &r.zone.ZoneFacts
	}
	r.Is, r.Usual = w.kindsOf(el)
	r.Stores, r.kept = nil, nil
	for _, s := range el.Stores.Items {
		if i := x.m.Data.Index(s.Value); i >= 0 {
			r.kept = append(r.kept, x.data[i])
			r.Stores = append(r.Stores, &x.data[i].DataFacts)
		}
	}
	r.Serves = el.Serves.Count
	r.Attributes = w.attributes(el.Attributes, &r.Is, &r.Usual)
	x.resolvePorts(r, el)
}

// kindsOf returns what an element is, all at once: its types, what it runs and its kind; and what such an element
// usually runs where the model does not say.
func (w *words) kindsOf(el *model.Element) (is, usual library.Terms) {
	is = w.stated("component", el.Type)
	runs := w.stated("component", el.Runs)
	kind := w.stated("component", model.Strings{Items: []model.String{el.Kind}, Node: el.Kind.Node})
	if !el.Kind.Stated() {
		kind = library.Terms{}
	}
	for _, more := range []library.Terms{runs, kind} {
		if more.Of == nil {
			continue
		}
		if is.Of == nil {
			is = more
			continue
		}
		is.Of = union(is.Of, more.Of)
	}
	if runs.Of == nil {
		usual = w.follow(fieldRuns, &is)
		if usual.Of != nil {
			usual.Of = without(usual.Of, 0)
			usual.Origin = min(usual.Origin, library.Usual)
		}
	}
	return is, usual
}

func without(list []library.TermID, t library.TermID) []library.TermID {
	for i, x := range list {
		if x == t {
			return append(list[:i:i], list[i+1:]...)
		}
	}
	return list
}

func (x *facts) resolvePorts(r *elementRec, el *model.Element) {
	old := r.ports
	r.ports, r.Interfaces = nil, nil
	if el.Interfaces.Len() == 0 {
		return
	}
	recs := make([]interfaceRec, el.Interfaces.Len())
	for i, p := range el.Interfaces.All() {
		q := &recs[i]
		q.Ref, q.Element, q.owner = p, &r.ElementFacts, r
		for _, o := range old {
			if o.Ref.ID.Value == p.ID.Value {
				q.subject = o.subject
			}
		}
		q.Protocol = x.w.stated("protocol", p.Protocol)
		q.Authentication = x.w.stated("authentication", p.Authentication)
		if q.Authentication.Of == nil {
			q.Authentication = x.w.follow(fieldAuthentication, &q.Protocol)
		}
		q.State = word("state", p.State)
		q.Attributes = x.w.attributes(p.Attributes, &q.Protocol)
		r.ports = append(r.ports, q)
		r.Interfaces = append(r.Interfaces, &q.InterfaceFacts)
	}
}
