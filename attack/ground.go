package attack

import (
	"slices"

	"theriac.dev/model"
)

// kind is why one state leads to another where no finding does.
type kind uint8

const (
	starts   kind = iota // the attacker stands there
	exposes              // the position reaches it
	stands               // the position can stand there
	operates             // who has a login at an element has it where the element sends
	implies              // the one capability gives the other at the same place
	members              // what is held at a group is held at each of its elements
	atPort               // an element is reached by its ports
	onWire               // who holds an element is on its flows
	sends                // who holds the source of a flow sends what it sends
	talks                // who is on a flow can talk to its ends
	near                 // elements of one network can talk to each other
	holds                // who holds an element or a flow is at the data there
	secret               // who knows a secret can log in where it is used
	shared               // a credential that is used in several places
	needs                // a finding needs the state
	gains                // a finding gains the state
	leads                // what follows for patients
	performs             // who holds an element holds what it performs
)

// grounds makes the arcs between states that need no weakness.
func (b *builder) grounds() {
	for _, i := range b.g.flows {
		b.groundFlow(i)
	}
	for _, i := range b.g.elements {
		b.groundElement(i)
	}
	for _, i := range b.g.data {
		b.groundData(i)
	}
	b.groundCredentials()
	b.groundFunctions()
}

// groundFlow lets who is on a flow talk to its ends, and who holds an end be on the flow. What the source sends is
// genuine, so whoever holds it has its login at the flow and at the receiver.
func (b *builder) groundFlow(i int32) {
	at, from, to := b.flowAt[i], b.g.from[i], b.g.to[i]
	for _, end := range []int32{from, to} {
		if end < 0 {
			continue
		}
		b.arc(b.state(at, canReach), b.state(b.elementAt[end], canReach), talks, i)
		b.arc(b.state(b.elementAt[end], canControl), b.state(at, canReach), onWire, i)
	}
	if to >= 0 {
		b.arc(b.state(at, canChange), b.state(b.elementAt[to], canInfluence), sends, i)
	}
	b.groundSend(from, to, at, i)
	if twoWay(b.g.m.Flows.All()[i]) {
		b.groundSend(to, from, at, i)
	}
}

func (b *builder) groundSend(from, to, at, flow int32) {
	if from < 0 {
		return
	}
	holder := b.state(b.elementAt[from], canControl)
	for _, c := range []capability{canLogIn, canRead, canChange, canDeny} {
		b.arc(holder, b.state(at, c), sends, flow)
	}
	if to >= 0 {
		b.arc(holder, b.state(b.elementAt[to], canLogIn), sends, flow)
	}
}

// groundElement lets who holds an element of a network reach the others there, and leads control and commands to what
// follows from them.
func (b *builder) groundElement(i int32) {
	at := b.elementAt[i]
	zone := b.g.m.Elements.All()[i].Zone.Value
	if b.g.network[zone] && len(b.g.inZone[zone]) > 1 {
		b.arc(b.state(at, canControl), b.state(b.networkOf(zone), canReach), near, b.networkOf(zone))
	}
	r := &b.g.reach.Elements[i]
	if len(r.Hazards) > 0 {
		b.arc(b.state(at, canTake), b.harm(r.Hazards), leads, i)
	}
	if len(r.Performs) > 0 {
		b.arc(b.state(at, canCommand), b.harm(r.Performs), leads, i)
	}
}

// port ties a port to its element. A local port, such as a USB socket, is reached by hand alone.
func (b *builder) port(element, at int32, local bool) {
	el := b.elementAt[element]
	b.arc(b.state(el, canTouch), b.state(at, canTouch), atPort, at)
	if !local {
		b.arc(b.state(el, canReach), b.state(at, canReach), atPort, at)
	}
	b.arc(b.state(el, canLogIn), b.state(at, canLogIn), atPort, at)
	for c := range capabilities {
		if c != canTouch {
			b.arc(b.state(at, c), b.state(el, c), atPort, at)
		}
	}
}

// local reports whether all that a port is said to speak needs a cable, a medium or a hand at it. A port of which nobody
// says what it speaks is not, since unknown is not safe.
func (b *builder) local(p *model.Interface) bool {
	if len(p.Protocol.Items) == 0 {
		return false
	}
	return !slices.ContainsFunc(p.Protocol.Items, func(s model.String) bool {
		id, ok := b.g.v.ID("protocol", s.Value)
		if !ok {
			return true
		}
		return !slices.ContainsFunc([]string{"wired-bus", "local-input", "local-output", "signal", "removable-media"}, func(w string) bool {
			t := b.g.term[w]
			return t != 0 && b.g.v.IsA(id, t)
		})
	})
}

// groundData lets who reaches, holds or logs in at a keeper or at an end of a flow be at the data there. A secret that
// was read is a login wherever it is kept or sent.
func (b *builder) groundData(i int32) {
	at := b.dataAt[i]
	users := slices.Clone(b.g.keepers[i])
	for _, f := range b.g.carriers[i] {
		b.arc(b.state(b.flowAt[f], canReach), b.state(at, canReach), holds, b.flowAt[f])
		users = append(users, b.g.from[f], b.g.to[f])
	}
	users = slices.DeleteFunc(users, func(u int32) bool { return u < 0 })
	slices.SortFunc(users, func(x, y int32) int { return int(b.elementAt[x] - b.elementAt[y]) })
	known := b.g.dataIs(i, "secret")
	for _, u := range slices.Compact(users) {
		el := b.elementAt[u]
		for _, c := range []capability{canReach, canLogIn} {
			b.arc(b.state(el, c), b.state(at, c), holds, el)
		}
		for _, c := range []capability{canRead, canChange, canDeny} {
			b.arc(b.state(el, canControl), b.state(at, c), holds, el)
		}
		if known && !b.g.is(u, "human") {
			b.arc(b.state(at, canRead), b.state(el, canLogIn), secret, at)
		}
	}
	goal, ok := b.targets[b.places[at].id]
	if !ok || b.where[goal].kind != atGoal {
		return
	}
	for _, c := range []capability{canRead, canChange, canDeny} {
		b.arc(b.state(at, c), goal, performs, at)
	}
}

// groundCredentials lets who holds one place of a credential log in at the others: whoever holds an element has the
// secrets on it.
func (b *builder) groundCredentials() {
	all := b.g.m.Credentials.All()
	for _, n := range byID(all, func(c *model.Credential) string { return c.ID.Value }) {
		var at []int32
		for _, s := range all[n].At.Items {
			if p, ok := b.at[s.Value]; ok && !slices.Contains(at, p) {
				at = append(at, p)
			}
		}
		slices.Sort(at)
		for _, p := range at {
			if b.places[p].kind != ofElement {
				continue
			}
			for _, q := range at {
				if q != p {
					b.arc(b.state(p, canControl), b.state(q, canLogIn), shared, n)
				}
			}
		}
	}
}

// groundFunctions leads what is held at an element to the functions that it performs.
func (b *builder) groundFunctions() {
	for _, id := range b.goalIDs {
		for _, i := range b.g.performers[id] {
			for _, c := range []capability{canInfluence, canDeny} { // control and commands give these
				b.arc(b.state(b.elementAt[i], c), b.targets[id], performs, b.elementAt[i])
			}
		}
	}
}
