package engine

import (
	"slices"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Analyze asks every rule of every subject of its kind and returns the findings in rank order.
func (e *Engine) Analyze(m *model.Model) *Analysis {
	x := newFacts(e, m)
	r := &run{x: x, act: newActs(m), size: min(256, 4+m.Elements.Len())}
	r.askAll()
	a := r.finish()
	a.live = &live{newest: a, x: x, act: r.act}
	return a
}

// run is one analysis under way.
type run struct {
	x       *facts
	act     *acts
	subject library.Subject // filled anew for each subject, so that no condition allocates one
	scratch []int32

	// Room for what is found, taken in blocks of size, so that a whole model costs few allocations and an edit little
	// memory.
	size     int
	block    []Finding
	facts    []Fact
	readings []library.Reading
}

func (r *run) askAll() {
	x := r.x
	for _, el := range x.elements {
		r.askElement(el)
	}
	for _, f := range x.flows {
		r.askFlow(f)
	}
	for _, d := range x.data {
		r.askData(d)
	}
	r.askDevice()
}

// askElement asks the rules of an element and of its interfaces.
func (r *run) askElement(el *elementRec) {
	x := r.x
	x.remarkElement(el)
	el.found = el.found[:0:0]
	if el.Ref.OutOfScope.Stated() {
		for _, p := range el.ports {
			p.found = nil
		}
		return
	}
	t := target{id: el.Ref.ID.Value, node: el.Ref.Node, hits: el.hits, exposure: el.Exposure, subject: &el.subject,
		covers: r.act.ofElement(el)}
	r.subject = library.Subject{Device: &x.device, Element: &el.ElementFacts}
	r.ask("element", &t, func() *names { return x.nameElement(el) })
	for _, p := range el.ports {
		p.found = p.found[:0:0]
		q := t
		q.id, q.node, q.subject, q.harms = t.id+"."+p.Ref.ID.Value, p.Ref.Node, &p.subject, nil
		q.covers = slices.Concat(r.act.at[q.id], t.covers)
		r.subject = library.Subject{Device: &x.device, Interface: &p.InterfaceFacts, Element: &el.ElementFacts}
		r.ask("interface", &q, func() *names { return x.nameInterface(p) })
	}
}

func (r *run) askFlow(f *flowRec) {
	r.x.remarkFlow(f)
	f.found = f.found[:0:0]
	if f.outOfScope() {
		return
	}
	t := target{id: f.Ref.ID.Value, node: f.Ref.Node, hits: f.hits, exposure: f.Exposure, subject: &f.subject,
		covers: r.act.ofFlow(f)}
	r.subject = library.Subject{Device: &r.x.device, Flow: &f.FlowFacts}
	r.ask("flow", &t, func() *names { return r.x.nameFlow(f) })
}

// outOfScope reports whether a flow raises no findings: where it says so, or both of its ends do.
func (r *flowRec) outOfScope() bool {
	return r.Ref.OutOfScope.Stated() ||
		r.from != nil && r.to != nil && r.from.Ref.OutOfScope.Stated() && r.to.Ref.OutOfScope.Stated()
}

func (r *run) askData(d *dataRec) {
	d.found = d.found[:0:0]
	t := target{id: d.Ref.ID.Value, node: d.Ref.Node, hits: d.hits, subject: &d.subject, covers: r.act.ofData(d)}
	r.subject = library.Subject{Device: &r.x.device, Data: &d.DataFacts}
	r.ask("data", &t, func() *names { return r.x.nameData(d) })
}

func (r *run) askDevice() {
	x := r.x
	x.self.found = x.self.found[:0:0]
	t := target{id: deviceTarget, node: x.m.Device.Node, subject: &x.self, covers: r.act.device}
	for i := range x.inf.causes {
		t.hits = append(t.hits, hit{cause: int32(i), via: -1, dist: far})
	}
	r.subject = library.Subject{Device: &x.device}
	r.ask("device", &t, func() *names {
		x.self.names = names{ready: true, word: all(x.deviceName())}
		return &x.self.names
	})
}

// deviceTarget is the target of findings about the product as a whole.
const deviceTarget = "device"

// target is what the rules of one kind are asked of.
type target struct {
	id       string
	node     *syntax.Node
	hits     []hit
	exposure uint32
	subject  *subject
	covers   []*model.Control
	harms    []harm // by what is taken away, as far as needed so far
}

// ask asks every rule of a kind of the subject in r.subject.
func (r *run) ask(kind string, t *target, named func() *names) {
	for _, rule := range r.x.eng.rules[kind] {
		certainty := holds(rule.threat, &r.subject)
		if certainty == "" {
			continue
		}
		f := r.newFinding()
		r.fillFinding(f, rule, t, certainty, named())
		t.subject.found = append(t.subject.found, f)
	}
	t.subject.spread()
}

// holds asks whether a threat applies, and how sure that is. With usual facts counted less is unknown, so that most
// rules end at the first question.
func holds(t *library.Threat, s *library.Subject) Certainty {
	loose := applies(t, s, true)
	if loose == library.No {
		return ""
	}
	if loose == library.Yes && t.Certainty != string(Possible) && applies(t, s, false) == library.Yes {
		return Confirmed
	}
	return Possible
}

// applies evaluates `when`, and takes the threat away only where `unless` is known to hold: what is unknown or merely
// usual never removes a threat. It does not lower the certainty either; what `unless` lacks is told among the missing
// facts.
func applies(t *library.Threat, s *library.Subject, usual bool) library.Tri {
	when := t.When.Eval(s, usual)
	if when != library.No && t.Unless != nil && t.Unless.Eval(s, false) == library.Yes {
		return library.No
	}
	return when
}

// newFinding takes a finding from a block, so that thousands of them cost few allocations.
func (r *run) newFinding() *Finding {
	if len(r.block) == 0 {
		r.block = make([]Finding, r.size)
	}
	f := &r.block[0]
	r.block = r.block[1:]
	return f
}

func (r *run) fillFinding(f *Finding, rule *rule, t *target, certainty Certainty, n *names) {
	th := rule.threat
	h := r.harmOf(t, rule.harms)
	*f = Finding{
		ID: th.ID + "@" + t.id, Threat: th, Target: t.id, Node: t.node,
		Title: rule.title.fill(n), Text: rule.text.fill(n),
		Categories: th.Categories, Weakness: th.Weakness, Certainty: certainty,
		Severity: h.severity, Hazards: h.hazards, ManyPatients: h.many,
		Exposure: r.x.eng.exposureWords(t.exposure), Suggested: rule.suggested,
		Reason: r.explain(rule, certainty, n),
	}
	r.act.tie(f, rule, t.covers)
	r.rate(f, rule, t.exposure, h.health)
	f.rank = rankOf(f, rule, h.dist, t.exposure, r.x.left)
}

// harmOf returns what a target can lead to where the properties of mask are lost. Threats that take the same share it.
func (r *run) harmOf(t *target, mask uint8) *harm {
	for i := range t.harms {
		if t.harms[i].mask == mask {
			return &t.harms[i]
		}
	}
	var h harm
	h, r.scratch = r.x.inf.harmOf(t.hits, mask, r.scratch)
	t.harms = append(t.harms, h)
	return &t.harms[len(t.harms)-1]
}
