package engine

import (
	"strings"

	"theriac.dev/library"
)

// Why is everything that led to a finding.
type Why struct {
	Finding *Finding
	// Rule is the id of the threat with its pack, as medical/forged-command; empty for a threat of the team.
	Rule string
	// When and Unless are the conditions as the pack states them.
	When, Unless string
	// Clinical says for a clinician what happens; empty where the library has no such words. Ask is the question whose
	// answer settles it.
	Clinical, Ask string
	// Reason are the facts that matched and those that are missing.
	Reason Reason
	// Exposure says for each attacker position how it gets to the target, from outside to inside.
	Exposure []Approach
	// Hazards say how the target can lead to each hazard, worst first.
	Hazards []Consequence
}

// Approach is how an attacker position reaches a target.
type Approach struct {
	Position string
	// Flow is the flow over which it reaches the target; empty where it reaches the zone of the target itself.
	Flow string
	// Zone is the zone that it reaches; empty where it comes over the air or with the protocol.
	Zone string
	// Carrier is the protocol or carrier that brings it, such as wifi; empty where a zone does.
	Carrier string
	// Usual says that this is only usual for such a place, not stated.
	Usual bool
}

// Consequence is how a target can lead to a hazard.
type Consequence struct {
	Hazard string
	// Function is the critical function that fails; empty where the hazard follows from the data itself.
	Function string
	// Path are the ids of flows and elements from the target to who performs the function, the target first. It is the
	// target alone where that is the performer, or where it only handles data that the function uses.
	Path []string
	// Steps is the distance: 0 where the target performs the function itself.
	Steps int
}

// explain says which facts made a rule fire at the subject that was asked last, and which it lacks. A confirmed finding
// rests on what is stated, a possible one also on what is usual.
func (r *run) explain(rule *rule, certainty Certainty, n *names) Reason {
	usual := certainty != Confirmed
	_, r.readings = rule.threat.When.AppendReadings(r.readings[:0], &r.subject, usual)
	if rule.threat.Unless != nil {
		_, r.readings = rule.threat.Unless.AppendReadings(r.readings, &r.subject, usual)
	}
	out := Reason{Because: rule.because.fill(n)}
	missing := 0
	for i := range r.readings {
		if lacks(&r.readings[i]) {
			missing++
		}
	}
	facts := r.newFacts(len(r.readings))
	known := len(r.readings) - missing
	out.Facts, out.Missing = facts[:0:known], facts[known:known]
	for _, guard := range [2]bool{false, true} {
		for i := range r.readings {
			if r.readings[i].Guard == guard {
				out.add(&r.readings[i])
			}
		}
	}
	return out.tidy()
}

// lacks reports whether a reading is of a fact that is missing.
func lacks(r *library.Reading) bool { return r.Missing || r.Origin == library.Unknown }

// newFacts takes facts from a block, so that thousands of reasons cost few allocations.
func (r *run) newFacts(n int) []Fact {
	if len(r.facts) < n {
		r.facts = make([]Fact, max(n, r.size))
	}
	out := r.facts[:n:n]
	r.facts = r.facts[n:]
	return out
}

// add puts a reading among the facts that are known or those that are missing, unless it is told there.
func (r *Reason) add(g *library.Reading) {
	list := &r.Facts
	if lacks(g) {
		list = &r.Missing
	}
	for i := range *list {
		if o := &(*list)[i]; o.Subject == g.Subject && o.Field == g.Field && o.Value == g.Value {
			return
		}
	}
	*list = append(*list, Fact{Subject: g.Subject, Field: g.Field, Value: g.Value, Origin: g.Origin, From: g.From, Node: g.Node, Guard: g.Guard})
}

// tidy makes empty lists nil.
func (r Reason) tidy() Reason {
	if len(r.Facts) == 0 {
		r.Facts = nil
	}
	if len(r.Missing) == 0 {
		r.Missing = nil
	}
	return r
}

// Why explains a finding of the analysis.
func (a *Analysis) Why(f *Finding) Why {
	out := Why{Finding: f, Reason: f.Reason}
	if t := f.Threat; t != nil {
		out.Rule = t.Pack + "/" + t.ID
		if t.When != nil {
			out.When = t.When.Text
		}
		if t.Unless != nil {
			out.Unless = t.Unless.Text
		}
	}
	a.withFacts(func(x *facts) {
		out.Exposure = x.approaches(f)
		out.Hazards = x.consequences(f)
		if t := f.Threat; t != nil {
			n := x.namesOf(f.Target)
			clinical, ask := newTemplate(t.Clinical), newTemplate(t.Ask)
			out.Clinical, out.Ask = clinical.fill(n), ask.fill(n)
		}
	})
	return out
}

// withFacts lends the facts of the analysis. Those behind the newest analysis are still there; those of an older one
// are made again, once.
func (a *Analysis) withFacts(use func(*facts)) {
	if a.live == nil {
		return
	}
	a.live.mu.Lock()
	defer a.live.mu.Unlock()
	if a.live.newest == a {
		use(a.live.x)
		return
	}
	if a.frozen == nil {
		a.frozen = newFacts(a.live.x.eng, a.Model)
	}
	use(a.frozen)
}

// approaches explains each position of a finding.
func (x *facts) approaches(f *Finding) []Approach {
	el, fl := x.place(f.Target)
	var out []Approach
	for _, p := range f.Exposure {
		bit := x.w.voc.PositionBit(p)
		switch {
		case fl != nil:
			out = append(out, x.approachFlow(fl, p, bit))
		case el != nil:
			out = append(out, x.approachElement(el, p, bit))
		}
	}
	return out
}

// namesOf returns the names that texts about a target use.
func (x *facts) namesOf(id string) *names {
	el, fl := x.place(id)
	switch {
	case fl != nil:
		return x.nameFlow(fl)
	case el != nil:
		for _, p := range el.ports {
			if id == el.Ref.ID.Value+"."+p.Ref.ID.Value {
				return x.nameInterface(p)
			}
		}
		return x.nameElement(el)
	}
	if i := x.m.Data.Index(id); i >= 0 {
		return x.nameData(x.data[i])
	}
	return &names{ready: true, word: all(x.deviceName())}
}

// place returns the element or flow that a target is or belongs to.
func (x *facts) place(id string) (*elementRec, *flowRec) {
	if i := x.m.Flows.Index(id); i >= 0 {
		return nil, x.flows[i]
	}
	owner, _, _ := strings.Cut(id, ".")
	if i := x.m.Elements.Index(owner); i >= 0 {
		return x.elements[i], nil
	}
	return nil, nil
}

func (x *facts) approachElement(el *elementRec, position string, bit uint32) Approach {
	if z := el.zone; z != nil && z.reach&bit != 0 {
		return Approach{Position: position, Zone: z.Ref.ID.Value, Usual: z.usual&bit != 0}
	}
	for _, sure := range [2]bool{true, false} {
		for _, list := range [2][]*flowRec{el.in, el.out} {
			for _, f := range list {
				if f.Exposure&bit != 0 && (f.ExposureUsual&bit == 0) == sure {
					a := x.approachFlow(f, position, bit)
					a.Flow = f.Ref.ID.Value
					return a
				}
			}
		}
	}
	return Approach{Position: position}
}

func (x *facts) approachFlow(f *flowRec, position string, bit uint32) Approach {
	out := Approach{Position: position, Usual: f.ExposureUsual&bit != 0}
	for _, end := range [2]*zoneRec{zoneOf(f.to), zoneOf(f.from)} {
		for z := end; z != nil; z = z.parent {
			if z.reach&bit != 0 && (z.usual&bit != 0) == out.Usual {
				out.Zone = z.Ref.ID.Value
				return out
			}
			if z == f.wire {
				break
			}
		}
	}
	for _, c := range [2]*library.Terms{&f.Over, &f.Protocol} {
		for _, t := range c.Of {
			if x.eng.radio[t] && bit&x.eng.near != 0 || x.eng.termReach[t]&bit != 0 {
				out.Carrier = x.w.voc.Word(t)
				return out
			}
		}
	}
	return out
}

// consequences explains each hazard of a finding.
func (x *facts) consequences(f *Finding) []Consequence {
	el, fl := x.place(f.Target)
	var hits []hit
	switch {
	case fl != nil:
		hits = fl.hits
	case el != nil:
		hits = el.hits
	default:
		if i := x.m.Data.Index(f.Target); i >= 0 {
			hits = x.data[i].hits
		}
	}
	var out []Consequence
	for _, id := range f.Hazards {
		if h, ok := x.inf.nearest(hits, id); ok {
			out = append(out, x.consequence(f.Target, id, h, el))
		} else {
			out = append(out, Consequence{Hazard: id, Path: []string{f.Target}})
		}
	}
	return out
}

// nearest returns the hit that leads to a hazard in the fewest steps.
func (inf *influence) nearest(hits []hit, hazard string) (hit, bool) {
	best, found := hit{}, false
	for _, h := range hits {
		for _, d := range inf.causes[h.cause].hazards {
			if inf.dangers[d].ref.ID.Value == hazard && (!found || h.dist < best.dist) {
				best, found = h, true
			}
		}
	}
	return best, found
}

// consequence follows a hit to who performs the function.
func (x *facts) consequence(target, hazard string, h hit, at *elementRec) Consequence {
	out := Consequence{Hazard: hazard, Path: []string{target}, Steps: int(h.dist)}
	if f := x.inf.causes[h.cause].function; f != nil {
		out.Function = f.ID.Value
	}
	for steps := 0; h.via >= 0 && steps <= len(x.flows); steps++ {
		f := x.flows[h.via]
		next := f.to
		if at != nil && f.to == at {
			next = f.from
		}
		if at != nil {
			out.Path = append(out.Path, f.Ref.ID.Value)
		} else if next == nil || !hasHit(next, h) {
			next = f.from // a flow in both directions, which matters at its sender
		}
		if next == nil {
			return out
		}
		out.Path = append(out.Path, next.Ref.ID.Value)
		found := false
		for _, n := range next.hits {
			if n.cause == h.cause {
				h, at, found = n, next, true
				break
			}
		}
		if !found {
			return out
		}
	}
	return out
}

// hasHit reports whether an element is nearer to the cause of a hit.
func hasHit(el *elementRec, h hit) bool {
	for _, n := range el.hits {
		if n.cause == h.cause && n.dist < h.dist {
			return true
		}
	}
	return false
}
