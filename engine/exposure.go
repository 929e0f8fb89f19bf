package engine

import "theriac.dev/library"

// resolveExposure finds which attacker positions reach each flow and each element.
//
// A position reaches a flow where it reaches the zone of one of its ends, a zone that the wire passes on the way from
// the one to the other, or where the flow goes over the air. It reaches an element where it reaches its zone, or one of
// its flows: one hop, since what lies further off needs an attack on the way there, which is a finding of its own.
func (x *facts) resolveExposure() {
	for _, f := range x.flows {
		x.exposeFlow(f)
	}
	for _, el := range x.elements {
		x.exposeElement(el)
	}
}

func (x *facts) exposeFlow(r *flowRec) {
	var sure, usual uint32
	a, b := zoneOf(r.from), zoneOf(r.to)
	for z := a; z != nil; z = z.parent {
		sure, usual = reached(z, sure, usual)
		if z == r.wire {
			break
		}
	}
	for z := b; z != nil && z != r.wire; z = z.parent {
		sure, usual = reached(z, sure, usual)
	}
	sure, usual = x.eng.carried(r, sure, usual)
	r.Exposure = sure | usual
	r.ExposureUsual = usual &^ sure
}

// reached adds the positions that reach a zone to those for sure and those that are only usual.
func reached(z *zoneRec, sure, usual uint32) (uint32, uint32) {
	return sure | z.reach&^z.usual, usual | z.usual
}

// carried adds the positions that a carrier brings: anyone near hears and speaks on a radio.
func (e *Engine) carried(r *flowRec, sure, usual uint32) (uint32, uint32) {
	for _, c := range [2]*library.Terms{&r.Over, &r.Protocol} {
		for _, t := range c.Of {
			if e.radio[t] && c.Origin >= library.Inherent {
				sure |= e.near
			} else if e.radio[t] {
				usual |= e.near
			}
			usual |= e.termReach[t]
		}
	}
	return sure, usual
}

func (x *facts) exposeElement(r *elementRec) {
	var sure, usual uint32
	if r.zone != nil {
		sure, usual = reached(r.zone, 0, 0)
	}
	for _, f := range r.in {
		sure |= f.Exposure &^ f.ExposureUsual
		usual |= f.ExposureUsual
	}
	for _, f := range r.out {
		sure |= f.Exposure &^ f.ExposureUsual
		usual |= f.ExposureUsual
	}
	r.Exposure = sure | usual
	r.ExposureUsual = usual &^ sure
}
