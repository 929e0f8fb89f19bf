package attack

import (
	"slices"

	"theriac.dev/library"
	"theriac.dev/model"
)

type decision = model.Threat

func portID(p *model.Interface) string { return p.ID.Value }

// subject is what a finding is about, with the things that its threat can name.
type subject struct {
	word    string // the place word of the subject itself
	place   int32  // -1 for the device, and for a zone
	element int32  // slot of the element that it is or belongs to; the receiver, for a flow; -1 where there is none
	source  int32
	flow    int32
	data    []int32
}

// subject finds what an id stands for.
func (b *builder) subject(id string) subject {
	s := subject{word: library.PlaceDevice, place: -1, element: -1, source: -1, flow: -1}
	at, ok := b.at[id]
	if !ok {
		return s
	}
	p := &b.places[at]
	s.place = at
	switch p.kind {
	case ofElement, ofPort:
		s.word, s.element = library.PlaceElement, int32(p.slot)
		if p.kind == ofPort {
			s.word = library.PlaceInterface
		}
		s.data = b.handled(s.element)
	case ofFlow:
		s.word, s.flow = library.PlaceFlow, int32(p.slot)
		s.source, s.element = b.g.from[s.flow], b.g.to[s.flow]
		s.data = b.g.carried[s.flow]
	case ofData:
		s.word, s.data = library.PlaceData, []int32{int32(p.slot)}
	}
	return s
}

// handled are the data that an element keeps, sends and receives.
func (b *builder) handled(element int32) []int32 {
	out := slices.Clone(b.g.kept[element])
	for _, f := range slices.Concat(b.g.outOf[element], b.g.into[element]) {
		out = append(out, b.g.carried[f]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// resolve turns a place word of a threat into places of the model. What is needed at the device is needed at any part of
// it; what is gained there is gained at all of them.
func (b *builder) resolve(s *subject, word string, needed bool) []int32 {
	switch word {
	case s.word:
		if s.place >= 0 {
			return []int32{s.place}
		}
	case library.PlaceElement, library.PlaceTarget:
		return b.placesOf(s.element)
	case library.PlaceSource:
		return b.placesOf(s.source)
	case library.PlaceFlow, library.PlaceInterface:
		if s.place >= 0 {
			return []int32{s.place}
		}
	case library.PlaceData:
		var out []int32
		for _, d := range s.data {
			out = append(out, b.dataAt[d])
		}
		return out
	case library.PlaceDevices:
		return b.fleet(s)
	case library.PlaceServices:
		return b.peers(s)
	case library.PlaceNetwork:
		return b.neighbours(s)
	}
	if needed && s.element < 0 {
		return b.parts()
	}
	return b.units(s)
}

func (b *builder) placesOf(slots ...int32) []int32 {
	var out []int32
	for _, i := range slots {
		if i >= 0 {
			out = append(out, b.elementAt[i])
		}
	}
	return out
}

// parts are all elements of the product: not people, and not what belongs to others.
func (b *builder) parts() []int32 {
	var out []int32
	for _, i := range b.g.elements {
		if !b.g.outside[i] {
			out = append(out, b.elementAt[i])
		}
	}
	return out
}

// group returns the place that stands for several elements: what is held there is held at each of them.
func (b *builder) group(k placeKind, id string, seen int32, of []int32) int32 {
	at := b.place(k, id, seen)
	for c := range capabilities {
		for _, i := range of {
			b.arc(b.state(at, c), b.state(b.elementAt[i], c), members, at)
		}
	}
	return at
}

// units are the parts of the one device that the subject belongs to: what lies in the same outermost zone inside a
// device, or the subject alone where no such zone is drawn. For the product as a whole they are all its parts.
func (b *builder) units(s *subject) []int32 {
	if s.element < 0 && s.source < 0 {
		return b.wholeAt()
	}
	var out []int32
	for _, i := range []int32{s.source, s.element} {
		if i < 0 {
			continue
		}
		zone := b.g.unit[i]
		if zone == "" {
			out = append(out, b.elementAt[i])
			continue
		}
		at, ok := b.unitAt[zone]
		if !ok {
			var of []int32
			for _, e := range b.g.elements {
				if b.g.unit[e] == zone {
					of = append(of, e)
				}
			}
			at = b.group(ofUnit, zone, i, of)
			b.unitAt[zone] = at
		}
		out = append(out, at)
	}
	return out
}

func (b *builder) wholeAt() []int32 {
	at, ok := b.unitAt[""]
	if !ok {
		var of []int32
		for _, i := range b.g.elements {
			if !b.g.outside[i] {
				of = append(of, i)
			}
		}
		at = b.group(ofUnit, deviceTarget, -1, of)
		b.unitAt[""] = at
	}
	return []int32{at}
}

// fleet is every device that shares a secret, an update, a service or a flaw with the subject: the elements of the same
// type, and those that get the same data from it, however many steps on.
func (b *builder) fleet(s *subject) []int32 {
	if s.element < 0 {
		return b.wholeAt()
	}
	out := []int32{b.elementAt[s.element]}
	for _, t := range b.g.m.Elements.All()[s.element].Type.Items {
		at, ok := b.typeAt[t.Value]
		if !ok {
			at = b.group(ofType, t.Value, -1, b.ours(b.typed[t.Value]))
			b.typeAt[t.Value] = at
		}
		out = append(out, at)
	}
	at, ok := b.fleetAt[s.element]
	if !ok {
		at = -1
		if of := b.ours(b.served(s.element)); len(of) > 0 {
			at = b.group(ofFleet, b.places[b.elementAt[s.element]].id, s.element, of)
		}
		b.fleetAt[s.element] = at
	}
	if at >= 0 {
		out = append(out, at)
	}
	return out
}

// ours leaves out people and what belongs to others.
func (b *builder) ours(list []int32) []int32 {
	return slices.DeleteFunc(slices.Clone(list), func(i int32) bool { return b.g.outside[i] })
}

// served are the elements that what an element sends comes to, along flows that carry the same data.
func (b *builder) served(from int32) []int32 {
	type bearer struct{ element, data int32 }
	var out []int32
	queue := []bearer{}
	seen := map[bearer]bool{}
	push := func(f, d int32) {
		if to := b.g.to[f]; to >= 0 && !seen[bearer{to, d}] {
			seen[bearer{to, d}] = true
			queue = append(queue, bearer{to, d})
			out = append(out, to)
		}
	}
	for _, f := range b.g.outOf[from] {
		for _, d := range b.g.carried[f] {
			push(f, d)
		}
	}
	for len(queue) > 0 {
		q := queue[0]
		queue = queue[1:]
		for _, f := range b.g.outOf[q.element] {
			if slices.Contains(b.g.carried[f], q.data) {
				push(f, q.data)
			}
		}
	}
	slices.SortFunc(out, func(x, y int32) int { return int(b.elementAt[x] - b.elementAt[y]) })
	return slices.Compact(out)
}

// peers are the elements that the subject talks to, people left out.
func (b *builder) peers(s *subject) []int32 {
	if s.element < 0 {
		return nil
	}
	at, ok := b.peersAt[s.element]
	if !ok {
		var of []int32
		for _, f := range b.g.outOf[s.element] {
			of = append(of, b.g.to[f])
		}
		for _, f := range b.g.into[s.element] {
			of = append(of, b.g.from[f])
		}
		of = slices.DeleteFunc(of, func(i int32) bool { return i < 0 || i == s.element || b.g.is(i, "human") })
		slices.SortFunc(of, func(x, y int32) int { return int(b.elementAt[x] - b.elementAt[y]) })
		at = b.group(ofPeers, b.places[b.elementAt[s.element]].id, s.element, slices.Compact(of))
		b.peersAt[s.element] = at
	}
	return []int32{at}
}

// neighbours is the zone of the subject, as a network.
func (b *builder) neighbours(s *subject) []int32 {
	for _, i := range []int32{s.element, s.source} {
		if i < 0 {
			continue
		}
		if zone := b.g.m.Elements.All()[i].Zone.Value; b.g.zoneOf[zone] != nil {
			return []int32{b.networkOf(zone)}
		}
	}
	return nil
}

func (b *builder) networkOf(zone string) int32 {
	at, ok := b.networkAt[zone]
	if !ok {
		at = b.group(ofNetwork, zone, -1, b.g.inZone[zone])
		b.networkAt[zone] = at
	}
	return at
}
