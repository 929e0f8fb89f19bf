package engine

import (
	"slices"
	"strconv"
	"strings"

	"theriac.dev/model"
	"theriac.dev/risk"
)

// The checks of this file look at what is decided about threats, and at what controls do beside answering them.

// transferIncomplete looks at transfers for what they need to reach anybody, as risk.Treatment lists it.
func transferIncomplete(l *lint) {
	for _, t := range l.m.Threats.All() {
		if t.Decision.Value != string(risk.Transfer) {
			continue
		}
		var missing []string
		for _, need := range [...]struct {
			key model.String
			say string
		}{{t.To, "who takes it over (`to`)"}, {t.Text, "what they have to do (`text`)"}, {t.Document, "where they read it (`document`)"}} {
			if strings.TrimSpace(need.key.Value) == "" {
				missing = append(missing, need.say)
			}
		}
		if len(missing) > 0 {
			l.warn(t.ID.Node, "the transfer of `"+t.ID.Value+"` does not say "+enumerate(missing),
				"a transfer counts when somebody outside can read it and act on it; until then the threat is open")
		}
	}
}

// transferVague looks at the words that the receiver of a transfer is given.
func transferVague(l *lint) {
	for _, t := range l.m.Threats.All() {
		if t.Decision.Value != string(risk.Transfer) {
			continue
		}
		for _, v := range risk.VaguePhrases(t.Text.Value) {
			l.warn(t.Text.Node, "nobody can act on `"+v.Phrase+"`: "+v.Why, v.Instead)
			break
		}
	}
}

// acceptanceIncomplete looks for who accepts a risk and for how long. A reason that is missing is told by the model, and
// whether the person has the authority by the rating of the risk.
func acceptanceIncomplete(l *lint) {
	for _, t := range l.m.Threats.All() {
		if t.Decision.Value != string(risk.Accept) {
			continue
		}
		var missing []string
		if !t.Owner.Stated() {
			missing = append(missing, "by whom (`owner`)")
		}
		if !t.Until.Stated() {
			missing = append(missing, "until when (`until`)")
		}
		if len(missing) > 0 {
			l.warn(t.ID.Node, "`"+t.ID.Value+"` is accepted, and the decision does not say "+enumerate(missing),
				"name the person who answers for it, and the date on which it is looked at again")
		}
	}
}

// fewDecisions is how many decisions may be the same without a remark.
const fewDecisions = 10

func sameDecision(l *lint) {
	var first *model.Threat
	n := 0
	for _, t := range l.m.Threats.All() {
		if !t.Decision.Stated() || t.Decision.Value == string(risk.Open) {
			continue
		}
		if first == nil {
			first = t
		}
		if t.Decision.Value != first.Decision.Value {
			return
		}
		n++
	}
	if n >= fewDecisions {
		l.note(first.Decision.Node, "all "+strconv.Itoa(n)+" decisions are `"+first.Decision.Value+"`",
			"go through the most serious ones with somebody who did not take part")
	}
}

func controlMayHarm(l *lint) {
	if l.m.Controls.Len() == 0 {
		return
	}
	vital := l.vital()
	for _, c := range l.m.Controls.All() {
		if c.Introduces.Stated() || !l.stands(c) {
			continue
		}
		const hint = "add `introduces` with the hazards that it brings, or `introduces: []` where somebody has looked and found none"
		if of := l.x.eng.lib.Control(c.Control.Value); of != nil && of.Introduces != "" {
			l.note(c.ID.Node, "control `"+c.ID.Value+"` may bring a hazard of its own: "+of.Introduces, hint)
			continue
		}
		for _, at := range c.At.Items {
			element, _, _ := strings.Cut(at.Value, ".")
			if f := vital[element]; f != "" {
				l.note(c.ID.Node, "control `"+c.ID.Value+"` acts where `"+f+"` is performed, and nobody says what it does to that", hint)
				break
			}
		}
	}
}

// stands reports whether a control is there or will be: neither a gap nor waived.
func (l *lint) stands(c *model.Control) bool {
	return c.Status.Value != "gap" && c.Status.Value != "waived"
}

// vital maps the elements that perform a function of therapy or alarm to the first such function.
func (l *lint) vital() map[string]string {
	out := map[string]string{}
	for _, f := range l.m.Functions.All() {
		kind := l.x.w.stated("function", f.Type)
		if !l.is(&kind, classTherapy) && !l.is(&kind, classWarning) {
			continue
		}
		for _, by := range f.By.Items {
			if out[by.Value] == "" {
				out[by.Value] = f.ID.Value
			}
		}
	}
	return out
}

// ranks order the statuses of controls by what can be relied on. What others provide counts like what is in place: their
// proof is theirs.
var ranks = map[string]int{"gap": 0, "waived": 0, "": 1, "planned": 1, "implemented": 2, "inherited": 2, "verified": 3}

func dependsOnWeaker(l *lint) {
	for _, c := range l.m.Controls.All() {
		for _, on := range c.DependsOn.Items {
			d := l.m.Controls.Get(on.Value)
			if d == nil || d == c || d.Status.Value == "inherited" || ranks[d.Status.Value] >= ranks[c.Status.Value] {
				continue
			}
			l.warn(on.Node, "control `"+c.ID.Value+"` is "+withGap(c.Standing())+", and `"+d.ID.Value+"`, without which it is worth nothing, is "+
				withGap(d.Standing()), "bring `"+d.ID.Value+"` as far, or set back the status of `"+c.ID.Value+"`")
		}
	}
	l.dependsInCircle()
}

// dependsInCircle reports each dependency that closes a circle, once, where it is written.
func (l *lint) dependsInCircle() {
	done := map[*model.Control]bool{}
	var way []*model.Control
	var visit func(c *model.Control)
	visit = func(c *model.Control) {
		way = append(way, c)
		for _, on := range c.DependsOn.Items {
			d := l.m.Controls.Get(on.Value)
			if d == nil || done[d] {
				continue
			}
			if i := slices.Index(way, d); i >= 0 {
				l.warn(on.Node, "controls depend on each other in a circle: "+circle(way[i:]), "say which of them stands by itself")
				continue
			}
			visit(d)
		}
		way = way[:len(way)-1]
		done[c] = true
	}
	for _, c := range l.m.Controls.All() {
		if !done[c] && len(c.DependsOn.Items) > 0 {
			visit(c)
		}
	}
}

// circle writes the way round, back to where it starts.
func circle(way []*model.Control) string {
	var ids []string
	for _, c := range way {
		ids = append(ids, "`"+c.ID.Value+"`")
	}
	return strings.Join(append(ids, ids[0]), " on ")
}

// situationHarm and hazardSituation keep the chain of ISO 14971 whole, in models that write it down.
func situationHarm(l *lint) {
	for _, s := range l.m.Situations.All() {
		if !s.Harm.Stated() {
			l.note(s.ID.Node, "hazardous situation `"+s.ID.Value+"` does not say which harm it can lead to", "add `harm`, an id of the section `harms`")
		}
	}
}

func hazardSituation(l *lint) {
	if l.m.Situations.Len() == 0 {
		return
	}
	used := uses{}
	for _, s := range l.m.Situations.All() {
		used[s.Hazard.Value] = true
	}
	for _, h := range l.m.Hazards.All() {
		if !used[h.ID.Value] && h.Patients.Value != "none" {
			l.note(h.ID.Node, "no hazardous situation says how people are exposed to hazard `"+h.ID.Value+"`",
				"add an entry to `situations` with `hazard: "+h.ID.Value+"`")
		}
	}
}

func harmUnrated(l *lint) {
	for _, h := range l.m.Harms.All() {
		if !h.Severity.Stated() {
			l.note(h.ID.Node, "harm `"+h.ID.Value+"` has no severity", "add `severity`, S1 to S5, from the risk file")
		}
	}
}

// acceptanceNotAllowed holds each acceptance against the level of the risk that is left now.
func acceptanceNotAllowed(l *lint) {
	scales := l.x.scales
	l.x.each(func(s *subject) {
		for _, f := range s.found {
			level := f.Risk.Level[l.x.left]
			if f.State != Accepted || level < 0 {
				continue
			}
			d := f.Decision
			record := risk.Record{Decision: risk.Accept, Because: "-", Until: "-", Authority: d.Authority.Value}
			for _, p := range scales.CheckRecord(record, scales.Risks[level].ID) {
				l.warn(d.Decision.Node, "the risk of `"+f.ID+"` that is left is "+scales.Risks[level].Name+": "+p.Message,
					"add or correct `authority`, strengthen the controls, or decide otherwise; `theriac risk --scales` shows who may accept what")
			}
		}
	})
}
