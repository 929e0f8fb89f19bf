package attack

import (
	"cmp"
	"fmt"
	"slices"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Spread is how many patients one attack can reach, and why.
type Spread struct {
	Target string `json:"target"`
	// Many says that one attack can reach more than one patient. Patients is the largest number that the model states for
	// one of the reasons; 0 where it states none, which says that the number is unknown and not that it is small.
	Many     bool           `json:"many"`
	Patients int            `json:"patients"`
	Reasons  []SpreadReason `json:"reasons"`
}

// SpreadReason is one reason for which one attack reaches more than one patient.
type SpreadReason struct {
	// Kind is stated, fan-out, shared-secret, broadcast, common-source or fleet-attack.
	Kind string `json:"kind"`
	// Place is the id of the hazard, element, credential, flow or finding that it is about.
	Place string `json:"place"`
	// Patients is how many the model states there; 0 unknown.
	Patients int    `json:"patients"`
	Text     string `json:"text"`

	Node *syntax.Node `json:"-"`
}

// Spread says how many patients one attack on a hazard or an element can reach. For a hazard it looks at every element
// that can lead to it, for an element at itself; then at what such elements share with other devices:
//
//	stated         the hazard says that it hurts several patients
//	fan-out        more than one device or patient depends on an element (serves)
//	shared-secret  a credential there is shared by a site, a product or a fleet, or is of a kind that commonly is
//	broadcast      a flow there reaches every receiver nearby
//	common-source  an element sends software or a drug library to others, so that one change reaches all of them
//	fleet-attack   a finding there that some path leads to gains every device that shares the flaw or secret
//
// A credential of which nobody says whether it is shared counts where its kind commonly is. The error names a target that
// is neither a hazard nor an element.
func (g *Graph) Spread(target string) (Spread, error) {
	s := spreader{g: g, out: Spread{Target: target, Reasons: []SpreadReason{}}, on: map[string]bool{}}
	m := g.g.m
	switch h := m.Hazards.Get(target); {
	case h != nil:
		if h.Patients.Value == "many" {
			s.add("stated", target, 0, "The hazard is stated to hurt many patients.", h.Patients.Node)
		}
		for _, i := range g.g.elements {
			if slices.Contains(g.g.reach.Elements[i].Hazards, target) {
				s.elements = append(s.elements, i)
			}
		}
	case m.Elements.Get(target) != nil:
		s.elements = []int32{int32(m.Elements.Index(target))}
	default:
		return s.out, fmt.Errorf("no spread of %q: expected the id of a hazard or an element", target)
	}
	s.look()
	slices.SortStableFunc(s.out.Reasons, func(a, b SpreadReason) int {
		return cmp.Or(b.Patients-a.Patients, slices.Index(spreadKinds, a.Kind)-slices.Index(spreadKinds, b.Kind), cmp.Compare(a.Place, b.Place))
	})
	return s.out, nil
}

var spreadKinds = []string{"stated", "fan-out", "shared-secret", "broadcast", "common-source", "fleet-attack"}

type spreader struct {
	g        *Graph
	out      Spread
	elements []int32
	on       map[string]bool // ids of the elements, and of the flows into and out of them
}

func (s *spreader) add(kind, place string, patients int, text string, n *syntax.Node) {
	s.out.Many = true
	s.out.Patients = max(s.out.Patients, patients)
	s.out.Reasons = append(s.out.Reasons, SpreadReason{Kind: kind, Place: place, Patients: patients, Text: text, Node: n})
}

func (s *spreader) look() {
	g := s.g.g
	flows := map[int32]bool{}
	for _, i := range s.elements {
		el := g.m.Elements.All()[i]
		s.on[el.ID.Value] = true
		if n := el.Serves.Count; n > 1 {
			s.add("fan-out", el.ID.Value, n, fmt.Sprintf("%d %s depend on %s.", n, cmp.Or(el.Serves.Of, "devices or patients"), s.g.elementName(i)), el.Serves.Node)
		}
		for _, f := range slices.Concat(g.outOf[i], g.into[i]) {
			flows[f] = true
		}
		s.source(i)
	}
	for _, f := range g.flows {
		if flows[f] {
			s.flow(f)
		}
	}
	s.credentials()
	s.attacks()
}

// source looks whether an element is where others get their software or drug library from.
func (s *spreader) source(i int32) {
	g := s.g.g
	if !g.is(i, "server") && !g.is(i, "update-service") && !g.is(i, "fleet-server") {
		return
	}
	for _, f := range g.outOf[i] {
		for _, d := range g.carried[f] {
			if !g.dataIs(d, "code") && !g.dataIs(d, "drug-library") {
				continue
			}
			el, data := g.m.Elements.All()[i], g.m.Data.All()[d]
			s.add("common-source", el.ID.Value, max(el.Serves.Count, 0), fmt.Sprintf("%s sends %s to whatever takes it from there, so one change reaches all.",
				s.g.elementName(i), named(data.Name.Value, data.ID.Value)), el.Node)
			return
		}
	}
}

func (s *spreader) flow(f int32) {
	g := s.g.g
	fl := g.m.Flows.All()[f]
	s.on[fl.ID.Value] = true
	if g.anyIs(g.reach.Flows[f].Protocol, "ble-broadcast") {
		s.add("broadcast", fl.ID.Value, 0, fmt.Sprintf("%s reaches every receiver nearby at once.", s.g.flowName(f)), fl.Node)
	}
}

func (s *spreader) credentials() {
	all := s.g.g.m.Credentials.All()
	for _, n := range byID(all, func(c *model.Credential) string { return c.ID.Value }) {
		c := all[n]
		if !slices.ContainsFunc(c.At.Items, func(at model.String) bool { return s.on[at.Value] }) {
			continue
		}
		name := named(c.Name.Value, c.ID.Value)
		switch c.Shared.Value {
		case "fleet", "per-product":
			s.add("shared-secret", c.ID.Value, 0, name+" is the same on all devices, so what one gives away opens the others.", c.Shared.Node)
		case "per-site":
			s.add("shared-secret", c.ID.Value, 0, name+" is the same on all devices of a site, so what one gives away opens the others.", c.Shared.Node)
		case "", "unknown":
			if s.commonlyShared(c) {
				s.add("shared-secret", c.ID.Value, 0, name+" is of a kind that is commonly the same on many devices, and nobody says that it is not.", c.Node)
			}
		}
	}
}

func (s *spreader) commonlyShared(c *model.Credential) bool {
	g := s.g.g
	return slices.ContainsFunc(c.Type.Items, func(t model.String) bool {
		id, ok := g.v.ID("authentication", t.Value)
		return ok && slices.ContainsFunc([]string{"shared-credential", "hard-coded-credential", "default-credential"}, func(w string) bool {
			return g.term[w] != 0 && g.v.IsA(id, g.term[w])
		})
	})
}

// attacks looks for findings at the elements and their flows that gain a whole fleet and that an attacker gets to.
func (s *spreader) attacks() {
	seen := s.g.net.reachable(s.g.shut, -1)
	for v := range s.g.where {
		if s.g.where[v].kind != atFinding || !seen[v] {
			continue
		}
		f := s.g.findings[s.g.where[v].ref]
		if f.Threat == nil || !slices.ContainsFunc(targetsOf(f), func(t string) bool { return s.on[t] }) {
			continue
		}
		for _, gain := range f.Threat.Gains {
			if gain.Place == "devices" {
				s.add("fleet-attack", f.ID, 0, fmt.Sprintf("%s: it works on every device that shares the secret, the update, the service or the flaw.", f.Title), f.Node)
				break
			}
		}
	}
}
