package engine

import (
	"slices"
	"strings"

	"theriac.dev/model"
)

// finish gathers what was found about each subject into an Analysis.
func (r *run) finish() *Analysis {
	x := r.x
	a := &Analysis{Model: x.m, Library: x.eng.lib, Scales: x.scales}
	n := len(x.self.found)
	x.each(func(s *subject) { n += len(s.found) })
	a.Findings = make([]*Finding, 0, n+x.m.Threats.Len())
	x.each(func(s *subject) { a.Findings = append(a.Findings, s.found...) })
	a.own = r.own()
	a.Findings = append(a.Findings, a.own...)
	sortFindings(a.Findings)
	a.Orphans = x.orphans()
	a.OutOfScope = x.outOfScope()
	a.Diagnostics = x.eng.diagnose(x, a.Orphans)
	return a
}

// each visits all subjects.
func (x *facts) each(visit func(*subject)) {
	visit(&x.self)
	for _, el := range x.elements {
		visit(&el.subject)
		for _, p := range el.ports {
			visit(&p.subject)
		}
	}
	for _, f := range x.flows {
		visit(&f.subject)
	}
	for _, d := range x.data {
		visit(&d.subject)
	}
}

// orphans are the decisions on findings that are not raised, in the order of the model.
func (x *facts) orphans() []*model.Threat {
	var out []*model.Threat
	for _, t := range x.m.Threats.All() {
		if isDecision(t) && !x.raised(t.ID.Value) {
			out = append(out, t)
		}
	}
	return out
}

// raised reports whether there is a finding with the id.
func (x *facts) raised(id string) bool {
	_, at, _ := strings.Cut(id, "@")
	s := x.subjectOf(at)
	return s != nil && slices.ContainsFunc(s.found, func(f *Finding) bool { return f.ID == id })
}

// subjectOf returns what findings about a target hang on, or nil.
func (x *facts) subjectOf(id string) *subject {
	if id == deviceTarget {
		return &x.self
	}
	if i := x.m.Elements.Index(id); i >= 0 {
		return &x.elements[i].subject
	}
	if i := x.m.Flows.Index(id); i >= 0 {
		return &x.flows[i].subject
	}
	if i := x.m.Data.Index(id); i >= 0 {
		return &x.data[i].subject
	}
	owner, port, _ := strings.Cut(id, ".")
	if i := x.m.Elements.Index(owner); i >= 0 {
		for _, p := range x.elements[i].ports {
			if p.Ref.ID.Value == port {
				return &p.subject
			}
		}
	}
	return nil
}

// outOfScope lists what raises no findings because the model says so.
func (x *facts) outOfScope() []OutOfScope {
	var out []OutOfScope
	for _, el := range x.elements {
		if s := el.Ref.OutOfScope; s.Stated() {
			out = append(out, OutOfScope{Target: el.Ref.ID.Value, Reason: s.Value, Node: s.Node})
		}
	}
	for _, f := range x.flows {
		switch s := f.Ref.OutOfScope; {
		case s.Stated():
			out = append(out, OutOfScope{Target: f.Ref.ID.Value, Reason: s.Value, Node: s.Node})
		case f.outOfScope():
			out = append(out, OutOfScope{Target: f.Ref.ID.Value, Reason: "both ends are out of scope", Node: f.Ref.Node})
		}
	}
	return out
}

// own makes findings of the team's own threats.
func (r *run) own() []*Finding {
	var out []*Finding
	for _, t := range r.x.m.Threats.All() {
		if !isDecision(t) {
			out = append(out, r.ownFinding(t))
		}
	}
	return out
}

func (r *run) ownFinding(t *model.Threat) *Finding {
	f := r.newFinding()
	*f = Finding{
		ID: t.ID.Value, Own: t, Target: deviceTarget, Node: t.Node, Title: t.Title.Value, Text: t.Text.Value,
		Categories: values(t.Category), Weakness: values(t.Weakness), Certainty: Confirmed,
		Reason: Reason{Because: "The team found it."},
	}
	if f.Title == "" {
		f.Title = strings.ReplaceAll(t.ID.Value, "-", " ")
	}
	var tg target
	for i, of := range t.Of.Items {
		if i == 0 {
			f.Target = of.Value
		}
		hits, exposure := r.aim(of.Value)
		tg.hits = append(tg.hits, hits...)
		tg.exposure |= exposure
	}
	h := r.harmOf(&tg, 0)
	f.Severity, f.ManyPatients, f.Hazards = h.severity, h.many, h.hazards
	health := h.health
	if t.Hazards.Stated() {
		f.Severity, f.ManyPatients, f.Hazards, health = r.x.inf.named(t.Hazards)
	}
	f.Exposure = r.x.eng.exposureWords(tg.exposure)
	r.act.decide(f, t)
	r.rate(f, nil, tg.exposure, health)
	f.rank = rankOf(f, &rule{prior: 1}, h.dist, tg.exposure, r.x.left)
	return f
}

// aim returns what is known of the thing that an own threat is about.
func (r *run) aim(id string) (hits []hit, exposure uint32) {
	x := r.x
	if i := x.m.Elements.Index(id); i >= 0 {
		el := x.elements[i]
		return el.hits, el.Exposure
	}
	if i := x.m.Flows.Index(id); i >= 0 {
		return x.flows[i].hits, x.flows[i].Exposure
	}
	if i := x.m.Data.Index(id); i >= 0 {
		return x.data[i].hits, 0
	}
	if owner, _, ok := strings.Cut(id, "."); ok {
		if i := x.m.Elements.Index(owner); i >= 0 {
			return x.elements[i].hits, x.elements[i].Exposure
		}
	}
	if i := x.m.Zones.Index(id); i >= 0 {
		for _, el := range x.elements {
			if inside(el.zone, x.zones[i]) {
				hits, exposure = append(hits, el.hits...), exposure|el.Exposure
			}
		}
		return hits, exposure
	}
	for i := range x.inf.causes {
		hits = append(hits, hit{cause: int32(i), via: -1, dist: far})
	}
	return hits, 0
}

// named returns severity and ids of hazards that an own threat names, worst first.
func (inf *influence) named(ids model.Strings) (severity int, many bool, list []string, health bool) {
	for i := range inf.dangers {
		d := &inf.dangers[i]
		if slices.ContainsFunc(ids.Items, func(s model.String) bool { return s.Value == d.ref.ID.Value }) {
			health = d.severity > severity && d.health() || d.severity <= severity && health
			severity, many, list = max(severity, d.severity), many || d.many, append(list, d.ref.ID.Value)
		}
	}
	return severity, many, list, health
}

func values(s model.Strings) []string {
	if len(s.Items) == 0 {
		return nil
	}
	out := make([]string, len(s.Items))
	for i, it := range s.Items {
		out[i] = it.Value
	}
	return out
}
