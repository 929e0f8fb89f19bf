package library

import (
	"slices"

	"theriac.dev/model"
)

// fact evaluates a field that is yes or no.
func (n *node) fact(f *frame) Tri {
	switch n.field.on {
	case kindFlow:
		if flow := n.kids[0].flow(f); flow != nil {
			return n.flowFact(flow, f)
		}
	case kindElement:
		if e := n.kids[0].element(f); e != nil {
			return n.elementFact(e, f)
		}
	case kindData:
		if d := n.kids[0].data(f); d != nil {
			if n.op == opNeeds {
				return d.needs(n.text)
			}
			return n.isAny(&d.Type, f)
		}
	case kindZone:
		if z := n.kids[0].zone(f); z != nil {
			return n.isAny(&z.Type, f)
		}
	}
	return Maybe
}

func (n *node) flowFact(flow *FlowFacts, f *frame) Tri {
	switch n.op {
	case opCarries:
		return n.carries(flow, f)
	case opCrosses:
		if flow.Source == nil || flow.Target == nil || flow.Source.Zone == nil || flow.Target.Zone == nil {
			return Maybe
		}
		return triOf(flow.Crosses)
	case opFlowExposedTo:
		return exposed(flow.Exposure&n.bits, flow.ExposureUsual, flow.reachKnown(), f)
	}
	return exposed(flow.Exposure, flow.ExposureUsual, flow.reachKnown(), f)
}

func (n *node) elementFact(e *ElementFacts, f *frame) Tri {
	switch n.op {
	case opElementIs:
		return n.isElement(e, f)
	case opStores:
		return n.kept(e, f)
	case opReceives:
		return n.over(e.Inbound, f)
	case opSends:
		return n.over(e.Outbound, f)
	case opHandles:
		return n.kept(e, f).Or(n.over(e.Inbound, f)).Or(n.over(e.Outbound, f))
	case opExposedTo:
		return exposed(e.Exposure&n.bits, e.ExposureUsual, e.reachKnown(), f)
	case opExposed:
		return exposed(e.Exposure, e.ExposureUsual, e.reachKnown(), f)
	case opManyPatients:
		return derived(e.ManyPatient, f.s.hazardsKnown())
	}
	return derived(e.Performs, f.s.functionsKnown())
}

// isElement is Yes where the element is the term of the node or one of its kinds. What such an element usually is or
// runs besides counts only where usual facts count; it makes nothing unknown that has to do with other terms.
//
// An element of which nobody says what it is, is nothing: what a thing is are the bones of a model, and without them
// every threat there is would be possible. The check `untyped` asks for it, so it is not passed over in silence. Only a
// written `unknown` stays unknown. The same holds for what a flow carries.
func (n *node) isElement(e *ElementFacts, f *frame) Tri {
	r := No
	if len(e.Is.Of) > 0 {
		r = n.isAny(&e.Is, f)
	}
	if r == Yes {
		return Yes
	}
	for _, id := range e.Usual.Of {
		if n.has(id) {
			if f.floor <= Usual {
				return Yes
			}
			return Maybe
		}
	}
	return r
}

// carries is Yes where the flow carries data of the class.
func (n *node) carries(flow *FlowFacts, f *frame) Tri {
	return n.anyData(flow.Data, flow.dataKnown(), f)
}

func (n *node) anyData(datas []*DataFacts, known bool, f *frame) Tri {
	r := No
	if !known {
		r = Maybe
	}
	for _, d := range datas {
		if r = r.Or(n.isAny(&d.Type, f)); r == Yes {
			break
		}
	}
	return r
}

// over is Yes where any of the flows carries data of the class.
func (n *node) over(flows []*FlowFacts, f *frame) Tri {
	r := No
	for _, flow := range flows {
		if r = r.Or(n.carries(flow, f)); r == Yes {
			break
		}
	}
	return r
}

// kept is Yes where the element keeps data of the class.
func (n *node) kept(e *ElementFacts, f *frame) Tri {
	known := len(e.Stores) > 0 || e.Ref != nil && e.Ref.Stores.Stated()
	return n.anyData(e.Stores, known || n.keepsNothing(e), f)
}

// keepsNothing reports whether an element that does not say what it keeps can be taken to keep nothing: a store must
// say it, anything else need not, so that a condition about kept data does not ask about every process of a model.
func (n *node) keepsNothing(e *ElementFacts) bool {
	for _, id := range e.Is.Of {
		if i := int(id >> 6); id == 0 || i < len(n.stores) && n.stores[i]&(1<<(id&63)) != 0 {
			return false
		}
	}
	return len(e.Is.Of) > 0
}

// needs is Yes where the property is among those that must be kept.
func (d *DataFacts) needs(property string) Tri {
	if slices.Contains(d.Needs, property) {
		return Yes
	}
	if len(d.Needs) > 0 || d.Ref != nil && d.Ref.Needs.Stated() {
		return No
	}
	return Maybe
}

// exposed is Yes where a bit is set that does not rest on what is usual only, or where usual facts count.
func exposed(bits, usual uint32, known bool, f *frame) Tri {
	switch {
	case bits&^usual != 0 || bits != 0 && f.floor <= Usual:
		return Yes
	case bits != 0 || !known:
		return Maybe
	}
	return No
}

// derived is what the engine found, or unknown where it found nothing and the model does not say enough.
func derived(found, known bool) Tri {
	if !found && !known {
		return Maybe
	}
	return triOf(found)
}

// The functions below say whether an absence means anything.

// dataKnown reports whether it is known what the flow carries: see isElement.
func (f *FlowFacts) dataKnown() bool {
	return f.Ref == nil || !slices.ContainsFunc(f.Ref.Carries.Items, func(s model.String) bool { return s.Value == "unknown" })
}

func (f *FlowFacts) trustKnown() bool {
	return f.Source != nil && f.Target != nil && f.Source.Zone != nil && f.Target.Zone != nil &&
		f.Source.Zone.TrustKnown && f.Target.Zone.TrustKnown
}

func (f *FlowFacts) reachKnown() bool {
	return f.Source != nil && f.Target != nil && f.Source.reachKnown() && f.Target.reachKnown()
}

// reachKnown reports whether it is written down who reaches the element, be it as usual for such a place.
func (e *ElementFacts) reachKnown() bool { return e.Zone != nil && e.Zone.Reach.Origin != Unknown }

func (e *ElementFacts) interfacesKnown() bool {
	return len(e.Interfaces) > 0 || e.Ref != nil && e.Ref.Interfaces.Node != nil
}

func (s *Subject) hazardsKnown() bool {
	return s.Device != nil && s.Device.Model != nil && s.Device.Model.Hazards.Len() > 0
}

func (s *Subject) functionsKnown() bool {
	return s.Device != nil && s.Device.Model != nil && s.Device.Model.Functions.Len() > 0
}
