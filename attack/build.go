package attack

import (
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/risk"
)

// builder makes the nodes and arcs of a graph. It goes through the things of the model in the order of their ids, so
// that a node has the same number whatever the order of the text.
type builder struct {
	*world
	o       Options
	points  []int32
	finding []int32
	arcs    []arc

	elementAt, flowAt, dataAt []int32 // place by slot
	networkAt, unitAt, typeAt map[string]int32
	fleetAt, peersAt          map[int32]int32 // by the slot of the element that they are seen from
	harmAt                    map[*string]int32
	typed                     map[string][]int32 // elements of each type
}

func newBuilder(a *engine.Analysis, o Options) *builder {
	w := &world{a: a, g: newGround(a), at: map[string]int32{}, targets: map[string]int32{}}
	w.act = newActs(w.g)
	b := &builder{world: w, o: o, networkAt: map[string]int32{}, unitAt: map[string]int32{}, typeAt: map[string]int32{}, fleetAt: map[int32]int32{},
		peersAt: map[int32]int32{}, harmAt: map[*string]int32{}}
	b.node(spot{kind: atStart}, 0, -1)
	for _, f := range a.Findings {
		if !o.ConfirmedOnly || f.Certainty == engine.Confirmed {
			w.findings = append(w.findings, f)
		}
	}
	slices.SortFunc(w.findings, func(a, b *engine.Finding) int { return strings.Compare(a.ID, b.ID) })
	return b
}

func (b *builder) build() {
	b.goals()
	b.things()
	b.positions()
	b.grounds()
	b.chain()
	b.net = newNet(b.points, b.finding, b.arcs)
	b.act.index(b.world)
}

func (b *builder) node(s spot, points int, finding int32) int32 {
	b.where = append(b.where, s)
	b.points, b.finding = append(b.points, int32(points)), append(b.finding, finding)
	return int32(len(b.where) - 1)
}

func (b *builder) arc(from, to int32, k kind, ref int32) {
	if from != to {
		b.arcs = append(b.arcs, arc{from, to, reason{k, ref}})
	}
}

// goals makes the targets: hazards, functions and data.
func (b *builder) goals() {
	for i, h := range b.act.hazards {
		b.targets[h.ID.Value] = b.node(spot{kind: atHazard, ref: int32(i)}, 0, -1)
	}
	b.functionsAt()
}

// functionsAt makes targets of functions and data, in the order of their ids. A hazard of the same id is meant first.
func (b *builder) functionsAt() {
	var ids []string
	for _, f := range b.g.m.Functions.All() {
		ids = append(ids, f.ID.Value)
	}
	for _, d := range b.g.m.Data.All() {
		ids = append(ids, d.ID.Value)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if _, taken := b.targets[id]; !taken {
			b.targets[id] = b.node(spot{kind: atGoal, ref: int32(len(b.goalIDs))}, 0, -1)
			b.goalIDs = append(b.goalIDs, id)
		}
	}
}

func (b *builder) place(k placeKind, id string, slot int32) int32 {
	b.places = append(b.places, place{kind: k, id: id, slot: int(slot), first: -1})
	return int32(len(b.places) - 1)
}

// state returns the node of a capability at a place. The states of a place are made together, with the arcs by which
// one gives another.
func (b *builder) state(at int32, c capability) int32 {
	p := &b.places[at]
	if p.first < 0 {
		p.first = int32(len(b.where))
		for c := range capabilities {
			b.node(spot{kind: atState, ref: at, can: c}, 0, -1)
		}
		first := p.first
		for has, gives := range direct {
			for _, c := range gives {
				b.arc(first+int32(has), first+int32(c), implies, 0)
			}
		}
	}
	return b.places[at].first + int32(c)
}

// things makes the places of the model: elements with their ports, flows, data.
func (b *builder) things() {
	m := b.g.m
	b.elementAt, b.flowAt, b.dataAt = make([]int32, m.Elements.Len()), make([]int32, m.Flows.Len()), make([]int32, m.Data.Len())
	b.typed = map[string][]int32{}
	for _, i := range b.g.elements {
		el := m.Elements.All()[i]
		b.elementAt[i] = b.place(ofElement, el.ID.Value, i)
		b.at[el.ID.Value] = b.elementAt[i]
		for _, t := range el.Type.Items {
			b.typed[t.Value] = append(b.typed[t.Value], i)
		}
		ports := el.Interfaces.All()
		for _, p := range byID(ports, portID) {
			id := el.ID.Value + "." + ports[p].ID.Value
			b.at[id] = b.place(ofPort, id, i)
			b.port(i, b.at[id], b.local(ports[p]))
		}
	}
	for _, i := range b.g.flows {
		id := m.Flows.All()[i].ID.Value
		b.flowAt[i] = b.place(ofFlow, id, i)
		b.at[id] = b.flowAt[i]
	}
	for _, i := range b.g.data {
		id := m.Data.All()[i].ID.Value
		b.dataAt[i] = b.place(ofData, id, i)
		b.at[id] = b.dataAt[i]
	}
}

// positions makes a node of each attacker position, and says what it has from the start.
func (b *builder) positions() {
	for n, id := range b.g.v.Positions() {
		p, _ := b.a.Library.Position(id)
		points, _ := b.o.Scales.Effort(risk.Potential{Access: p.Access})
		at := b.node(spot{kind: atPosition, ref: int32(n)}, points.Points, -1)
		if b.o.From != nil && !slices.Contains(b.o.From, id) {
			continue
		}
		b.arc(0, at, starts, 0)
		b.stand(at, id, p.Gives)
	}
}

// stand gives a position what it has at what it reaches. Hands, login and control are given only where the position can
// stand: at an element whose zone it reaches, or a zone around it. Who has a login there has it at the receiver of what
// the element sends as well, since that is where it is accepted.
func (b *builder) stand(at int32, id string, gives []string) {
	reach := b.g.reach
	for _, i := range b.g.elements {
		el := &reach.Elements[i]
		if slices.Contains(el.Exposure, id) {
			b.arc(at, b.state(b.elementAt[i], canReach), exposes, 0)
		}
		if !slices.Contains(el.Beside, id) {
			continue
		}
		for _, word := range gives {
			c, ok := can(word)
			if !ok || c == canReach || !slices.Contains(el.Exposure, id) && c != canTouch {
				continue
			}
			b.arc(at, b.state(b.elementAt[i], c), stands, 0)
			b.standAlong(at, i, c)
		}
	}
	for _, i := range b.g.flows {
		if slices.Contains(reach.Flows[i].Exposure, id) {
			b.arc(at, b.state(b.flowAt[i], canReach), exposes, 0)
		}
	}
}

// standAlong gives a position that stands at an element what it has at the flows there.
func (b *builder) standAlong(at, element int32, c capability) {
	if c == canTouch {
		for _, f := range slices.Concat(b.g.outOf[element], b.g.into[element]) {
			b.arc(at, b.state(b.flowAt[f], canTouch), stands, 0)
		}
	}
	if c == canLogIn {
		for _, f := range b.g.outOf[element] {
			b.arc(at, b.state(b.flowAt[f], canLogIn), stands, 0)
			if to := b.g.to[f]; to >= 0 {
				b.arc(at, b.state(b.elementAt[to], canLogIn), operates, f)
			}
		}
	}
}

// chain makes the nodes of the findings with what they need, gain and lead to.
func (b *builder) chain() {
	b.weights = make([]weight, len(b.findings))
	for i, f := range b.findings {
		b.weights[i] = b.weigh(f)
		if f.Target == deviceTarget && f.Threat != nil {
			b.chainParts(int32(i), f)
			continue
		}
		at := b.node(spot{kind: atFinding, ref: int32(i)}, b.weights[i].points, int32(i))
		for _, t := range targetsOf(f) {
			b.chainAt(at, f, t)
		}
		if len(f.Hazards) > 0 && !accessOnly(f) {
			b.arc(at, b.harm(f.Hazards), leads, 0)
		}
	}
	b.entries()
}

// deviceTarget is the target of findings about the product as a whole.
const deviceTarget = "device"

// chainParts ties a finding about the product as a whole to each part by itself: a flaw that any part may have is used
// where the attacker is, and gives that part and what follows from it.
func (b *builder) chainParts(i int32, f *engine.Finding) {
	need, ok := can(f.Threat.Needs.Capability)
	if !ok {
		need = canReach
	}
	for _, part := range b.g.elements {
		if b.g.outside[part] {
			continue
		}
		at := b.node(spot{kind: atFinding, ref: i}, b.weights[i].points, i)
		el := b.elementAt[part]
		b.arc(b.state(el, need), at, needs, 0)
		s := subject{word: library.PlaceDevice, place: el, element: part, source: -1, flow: -1, data: b.handled(part)}
		b.gain(at, f, &s)
		if hazards := common(f.Hazards, b.g.reach.Elements[part].Hazards); len(hazards) > 0 && !accessOnly(f) {
			b.arc(at, b.harm(hazards), leads, 0)
		}
	}
}

// common returns what is in both lists, in the order of the second; the second itself where that is all of it.
func common(a, b []string) []string {
	if !slices.ContainsFunc(b, func(s string) bool { return !slices.Contains(a, s) }) {
		return b
	}
	return slices.DeleteFunc(slices.Clone(b), func(s string) bool { return !slices.Contains(a, s) })
}

// targetsOf returns what a finding is about: one thing, or all that the team's own threat names.
func targetsOf(f *engine.Finding) []string {
	if f.Own == nil || len(f.Own.Of.Items) < 2 {
		return []string{f.Target}
	}
	var out []string
	for _, s := range f.Own.Of.Items {
		out = append(out, s.Value)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// chainAt ties a finding to the states at one of its targets. The team's own threats need reach and gain nothing that is
// known here, beside their hazards.
func (b *builder) chainAt(at int32, f *engine.Finding, target string) {
	s := b.subject(target)
	need := library.Step{Place: s.word, Capability: library.CanReach}
	if f.Threat != nil && f.Threat.Needs.Capability != "" {
		need = f.Threat.Needs
	}
	if c, ok := can(need.Capability); ok {
		for _, p := range b.resolve(&s, need.Place, true) {
			b.arc(b.state(p, c), at, needs, 0)
		}
	}
	if f.Threat != nil {
		b.gain(at, f, &s)
	}
}

// gain ties a finding to the states that it gains.
func (b *builder) gain(at int32, f *engine.Finding, s *subject) {
	for _, g := range f.Threat.Gains {
		c, ok := can(g.Capability)
		if !ok {
			continue
		}
		if c == canControl {
			c = canTake
		}
		for _, p := range b.resolve(s, g.Place, false) {
			b.arc(at, b.state(p, c), gains, 0)
		}
	}
}

// harm returns the node that leads to each of some hazards. Findings about the same thing share their list of hazards,
// and so the node.
func (b *builder) harm(hazards []string) int32 {
	key := &hazards[0]
	at, ok := b.harmAt[key]
	if !ok {
		at = b.node(spot{kind: atHarm}, 0, -1)
		b.harmAt[key] = at
		for _, h := range hazards {
			if to, ok := b.targets[h]; ok {
				b.arc(at, to, leads, 0)
			}
		}
	}
	return at
}

// weight is what a finding adds to a path: points of attack potential, and the factors that nobody rated, each of them
// counted as the easiest for the attacker.
type weight struct {
	points  int
	unknown []string
}

// weigh rates a finding: as the team does where it has, else as the library does.
func (b *builder) weigh(f *engine.Finding) weight {
	var p risk.Potential
	if f.Threat != nil {
		p = f.Threat.Potential
	}
	for _, d := range []*decision{f.Decision, f.Own} {
		if d != nil && d.Potential.Node != nil {
			t := d.Potential
			p = risk.Potential{Time: t.Time.Value, Expertise: t.Expertise.Value, Knowledge: t.Knowledge.Value,
				Access: t.Access.Value, Equipment: t.Equipment.Value}
		}
	}
	e, _ := b.o.Scales.Effort(p)
	return weight{points: e.Points, unknown: slices.DeleteFunc(e.Unknown, func(s string) bool { return s == "access" })}
}
