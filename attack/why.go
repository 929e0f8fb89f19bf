package attack

import "fmt"

// nameOf names a place for a sentence, with its id.
func (g *Graph) nameOf(at int32) string {
	p := &g.places[at]
	switch p.kind {
	case ofElement:
		return named(g.g.m.Elements.All()[p.slot].Name.Value, p.id)
	case ofFlow:
		return g.flowName(int32(p.slot))
	case ofData:
		return named(g.g.m.Data.All()[p.slot].Name.Value, p.id)
	case ofNetwork:
		return "the network of " + named(g.g.zoneOf[p.id].Name.Value, p.id)
	case ofUnit:
		return "all parts of " + p.id
	case ofType:
		return "every device of the type " + p.id
	case ofFleet:
		return "every device that gets the same data from " + g.elementName(int32(p.slot))
	case ofPeers:
		return "what " + g.elementName(int32(p.slot)) + " talks to"
	}
	return p.id
}

func named(name, id string) string {
	if name == "" || name == id {
		return id
	}
	return name + " (" + id + ")"
}

func (g *Graph) elementName(slot int32) string {
	el := g.g.m.Elements.All()[slot]
	return named(el.Name.Value, el.ID.Value)
}

func (g *Graph) flowName(slot int32) string {
	f := g.g.m.Flows.All()[slot]
	return named(f.Name.Value, f.ID.Value)
}

// has says what a capability is in a sentence.
var has = [capabilities]string{
	canReach: "reaches", canTouch: "is at", canLogIn: "can log in at", canControl: "controls", canTake: "controls", canRead: "can read",
	canChange: "can change", canInfluence: "can mislead", canCommand: "can command", canDeny: "can stop",
}

// why says in one sentence why one node leads to the next.
func (g *Graph) why(from, to int32) string {
	r := g.net.reasonOf(from, to)
	a, b := &g.where[from], &g.where[to]
	switch r.kind {
	case exposes:
		return fmt.Sprintf("The position reaches %s.", g.nameOf(b.ref))
	case stands:
		return fmt.Sprintf("The position stands there: it %s %s.", has[b.can], g.nameOf(b.ref))
	case operates:
		return fmt.Sprintf("Who works there is accepted at %s, by %s.", g.nameOf(b.ref), g.flowName(r.ref))
	case implies:
		return fmt.Sprintf("Who %s %s also %s it.", has[a.can], g.nameOf(a.ref), has[b.can])
	case members:
		return fmt.Sprintf("%s is one of them: %s.", g.nameOf(b.ref), g.nameOf(a.ref))
	case atPort:
		return fmt.Sprintf("The port %s is a way in to its element.", g.places[r.ref].id)
	case onWire:
		return fmt.Sprintf("Who controls an end of %s is on it.", g.flowName(r.ref))
	case sends:
		return fmt.Sprintf("What is sent along %s counts as genuine, so the attacker %s %s.", g.flowName(r.ref), has[b.can], g.nameOf(b.ref))
	case talks:
		return fmt.Sprintf("Who is on %s can talk to %s.", g.flowName(r.ref), g.nameOf(b.ref))
	case near:
		return fmt.Sprintf("It stands in %s, whose elements can talk to each other.", g.nameOf(r.ref))
	case holds:
		return fmt.Sprintf("%s has %s, so the attacker %s it.", g.nameOf(r.ref), g.nameOf(b.ref), has[b.can])
	case secret:
		return fmt.Sprintf("Who has read %s can log in at %s.", g.nameOf(r.ref), g.nameOf(b.ref))
	case shared:
		c := g.g.m.Credentials.All()[r.ref]
		return fmt.Sprintf("%s is used at both, so the attacker can log in at %s.", named(c.Name.Value, c.ID.Value), g.nameOf(b.ref))
	}
	return g.lead(from, to)
}

// lead says why a target follows.
func (g *Graph) lead(from, to int32) string {
	if g.where[to].kind == atGoal {
		return fmt.Sprintf("The attacker %s %s.", has[g.where[from].can], g.nameOf(g.where[from].ref))
	}
	return g.textOf(g.holds(to))
}
