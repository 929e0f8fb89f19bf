package engine

import (
	"strconv"

	"theriac.dev/library"
)

// resolveZones resolves type, reach and trust of all zones. Trust comes from the zone, else from the zones around it,
// nearest first, else from what such a zone usually has. Reach is what reaches the zone directly and is not inherited: a
// box inside a ward is not reached by whoever walks through the ward.
func (x *facts) resolveZones() {
	for _, z := range x.zones {
		z.Type = x.w.stated("zone", z.Ref.Type)
		z.Reach = x.w.stated("position", z.Ref.Reach)
		if z.Ref.Reach.Stated() && z.Reach.Of == nil {
			z.Reach.Origin = library.Stated // an empty list says that nobody reaches it
		}
		if z.Reach.Origin == library.Unknown {
			z.Reach = x.w.follow(fieldReach, &z.Type)
		}
		z.reach, z.usual = x.positions(&z.Reach)
		z.parent, z.depth = nil, 0
		if i := x.m.Zones.Index(z.Ref.In.Value); z.Ref.In.Stated() && i >= 0 && x.zones[i] != z {
			z.parent = x.zones[i]
		}
	}
	for _, z := range x.zones {
		x.placeZone(z)
	}
}

// placeZone finds how deep a zone lies and how far it is trusted. Zones that lie in each other are the model's error;
// the walk ends when it has seen as many zones as there are.
func (x *facts) placeZone(z *zoneRec) {
	z.Trust, z.TrustKnown = 0, false
	for up := z; up != nil && z.depth <= len(x.zones); up = up.parent {
		if !z.TrustKnown && up.Ref.Trust.Stated() {
			z.Trust, z.TrustKnown = up.Ref.Trust.Value, true
		}
		if up.parent != nil {
			z.depth++
		}
	}
	if z.depth > len(x.zones) {
		z.parent, z.depth = nil, 0
	}
	if z.TrustKnown {
		return
	}
	for up := z; up != nil; up = up.parent {
		for _, t := range up.Type.Of {
			b := find(x.w.gives[t], fieldTrust)
			if b == nil {
				b = find(x.w.usually[t], fieldTrust)
			}
			if b == nil {
				continue
			}
			if n, err := strconv.Atoi(b.value); err == nil {
				z.Trust, z.TrustKnown = n, true
				return
			}
		}
	}
}

// positions turns a reach into exposure bits, and says which of them are only usual.
func (x *facts) positions(t *library.Terms) (bits, usual uint32) {
	for _, p := range t.Of {
		bits |= x.eng.positionBit[p]
	}
	if t.Origin < library.Inherent {
		usual = bits
	}
	return bits, usual
}

// around returns the innermost zone that holds both; nil where there is none.
func around(a, b *zoneRec) *zoneRec {
	for a != nil && b != nil && a != b {
		switch {
		case a.depth > b.depth:
			a = a.parent
		case b.depth > a.depth:
			b = b.parent
		default:
			a, b = a.parent, b.parent
		}
	}
	if a == nil || b == nil {
		return nil
	}
	return a
}

// inside reports whether z is outer or lies in it.
func inside(z, outer *zoneRec) bool {
	for ; z != nil; z = z.parent {
		if z == outer {
			return true
		}
	}
	return false
}
