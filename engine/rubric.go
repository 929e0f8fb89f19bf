package engine

import (
	"slices"
	"strconv"

	"theriac.dev/library"
	"theriac.dev/risk"
)

// RubricAnswer is an answer to a question of the MITRE rubric that the model itself gives.
type RubricAnswer struct {
	Question risk.QuestionID
	Answer   risk.Answer
	// Because says which facts of the model give the answer.
	Because string
}

// Rubric answers the questions of the MITRE rubric about a finding as far as stated facts of the model allow, in the order
// of the rubric. What it leaves out is for people to answer; it never answers from what is usual or unknown.
func (a *Analysis) Rubric(f *Finding) []RubricAnswer {
	var out []RubricAnswer
	a.withFacts(func(x *facts) {
		r := rubricReader{x: x, f: f, given: risk.Answers{}}
		r.vector()
		r.privileges()
		r.impact()
		out = r.out
	})
	order := map[risk.QuestionID]int{}
	for i, q := range risk.MITRE().Questions {
		order[q.ID] = i
	}
	slices.SortStableFunc(out, func(p, q RubricAnswer) int { return order[p.Question] - order[q.Question] })
	return out
}

type rubricReader struct {
	x     *facts
	f     *Finding
	out   []RubricAnswer
	given risk.Answers
}

// say notes an answer. Of two for one question the worse stands, which for these questions is the one given first.
func (r *rubricReader) say(id risk.QuestionID, answer risk.Answer, because string) {
	if r.given[id] == "" {
		r.given[id] = answer
		r.out = append(r.out, RubricAnswer{id, answer, because})
	}
}

// vector answers where the attack comes from: by hand where the threat needs hands, else by what the flow speaks.
func (r *rubricReader) vector() {
	if t := r.f.Threat; t != nil && t.Needs.Capability == library.CanTouch {
		r.say("XAVN", risk.No, "the threat needs hands at the target")
		r.say("XAVP", risk.Yes, "the threat needs hands at the target")
		return
	}
	i := r.x.m.Flows.Index(r.f.Target)
	if i < 0 {
		return
	}
	flow := r.x.flows[i]
	spoken := []*library.Terms{&flow.Protocol, &flow.Over}
	for _, t := range spoken {
		if t.Origin == library.Stated && r.any(t, "ip") {
			r.say("XAVN", risk.Yes, "protocol of "+r.f.Target)
			r.say("XAVT", risk.Yes, "protocol of "+r.f.Target+" runs over IP")
		}
	}
	for _, t := range spoken {
		if t.Origin == library.Stated && r.any(t, "radio") {
			r.say("XAVN", risk.Yes, "protocol of "+r.f.Target)
			r.say("XAVT", risk.No, "protocol of "+r.f.Target+" is a radio of its own")
			r.say("XAVW", risk.Yes, r.f.Target+" goes over the air")
			if r.all(t, "nfc") || r.all(t, "inductive") {
				r.say("XAVR", risk.Yes, "its reach is a few centimetres")
			}
		}
	}
	if flow.Protocol.Origin == library.Stated && r.all(&flow.Protocol, "wired-bus") && len(flow.Over.Of) == 0 {
		r.say("XAVN", risk.Yes, "protocol of "+r.f.Target)
		r.say("XAVT", risk.No, "protocol of "+r.f.Target+" is a bus")
		r.say("XAVW", risk.No, r.f.Target+" is wired")
	}
}

func (r *rubricReader) any(t *library.Terms, class string) bool {
	wide, ok := r.x.w.voc.ID("protocol", class)
	return ok && slices.ContainsFunc(t.Of, func(id library.TermID) bool { return r.x.w.voc.IsA(id, wide) })
}

func (r *rubricReader) all(t *library.Terms, class string) bool {
	wide, ok := r.x.w.voc.ID("protocol", class)
	return ok && len(t.Of) > 0 && !slices.ContainsFunc(t.Of, func(id library.TermID) bool { return !r.x.w.voc.IsA(id, wide) })
}

// privileges answers whether the attacker needs an account first.
func (r *rubricReader) privileges() {
	yes, no := false, false
	for _, role := range r.x.m.Roles.All() {
		yes, no = yes || role.Privileged.Value == "yes", no || role.Privileged.Value == "no"
	}
	if yes && no {
		r.say("XPRL", risk.Yes, "the roles of the model differ in privilege")
	}
	if t := r.f.Threat; t != nil {
		switch t.Needs.Capability {
		case library.CanLogIn:
			r.say("XPRZ", risk.Yes, "the threat needs a login")
		case library.CanReach, library.CanTouch:
			r.say("XPRZ", risk.No, "the threat needs no login")
		}
	}
}

// impact answers how much suffers, from the hazards that the finding leads to, the functions that they follow from, and
// what the threat takes away.
func (r *rubricReader) impact() {
	if r.f.Threat == nil {
		return
	}
	takes := r.f.Threat.Harms
	for _, id := range r.f.Hazards {
		h := r.x.m.Hazards.Get(id)
		severity := SeverityOf(r.x.m, h)
		level := risk.Low
		if severity >= 4 {
			level = risk.High
		}
		because := id + " of severity S" + strconv.Itoa(severity)
		for _, of := range h.Of.Items {
			fn := r.x.m.Functions.Get(of.Value)
			if fn == nil {
				continue
			}
			class := rubricClass(values(fn.Type))
			if slices.Contains(takes, "integrity") || slices.Contains(takes, "authenticity") {
				r.say(risk.QuestionID("XI"+class), level, because+" follows from "+of.Value)
			}
			if slices.Contains(takes, "availability") {
				r.say(risk.QuestionID("XA"+class), level, because+" follows from "+of.Value)
			}
		}
		if h.Patients.Value == "none" && slices.Contains(takes, "confidentiality") && len(h.Data.Items) > 0 {
			r.say("XCP", risk.Yes, id+" follows from the loss of "+h.Data.Items[0].Value)
		}
	}
}

// rubricClass names the class of a critical function in the rubric: diagnosis or monitoring, therapy, or workflow.
func rubricClass(types []string) string {
	switch {
	case slices.Contains(types, "therapy") || slices.Contains(types, "limit"):
		return "T"
	case slices.Contains(types, "monitoring") || slices.Contains(types, "diagnosis") || slices.Contains(types, "alarm"):
		return "D"
	}
	return "W"
}
