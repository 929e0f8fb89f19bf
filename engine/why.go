package engine

import "theriac.dev/library"

// explain says which facts made a rule fire at the subject that was asked last, and which it lacks. A confirmed finding
// rests on what is stated, a possible one also on what is usual.
func (r *run) explain(rule *rule, certainty Certainty, n *names) Reason {
	usual := certainty != Confirmed
	out := Reason{Because: rule.because.fill(n)}
	_, readings := rule.threat.When.Explain(&r.subject, usual)
	out.add(readings)
	if rule.threat.Unless != nil {
		_, readings = rule.threat.Unless.Explain(&r.subject, usual)
		out.add(readings)
	}
	return out
}

// add sorts readings into facts that are known and facts that are missing.
func (r *Reason) add(readings []library.Reading) {
	for i := range readings {
		g := &readings[i]
		f := Fact{Subject: g.Subject, Field: g.Field, Value: g.Value, Origin: g.Origin, From: g.From, Node: g.Node}
		if g.Missing || g.Origin == library.Unknown {
			r.Missing = append(r.Missing, f)
		} else {
			r.Facts = append(r.Facts, f)
		}
	}
}
