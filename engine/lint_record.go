package engine

import (
	"slices"
	"strconv"
	"strings"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/risk"
	"theriac.dev/syntax"
)

// The checks of this file look at the record: assumptions, controls, decisions, hazards, leftovers.

func hopefulWords(l *lint) {
	look := func(s model.String) {
		if phrase, _, found := risk.VaguePhrase(s.Value); found {
			l.warn(s.Node, "`"+phrase+"` is a duty of somebody", "say who has it: a decision `transfer` with `to` and the words they are given")
		}
	}
	for _, as := range l.m.Assumptions.All() {
		if as.State.Value != "verified" {
			look(as.Text)
		}
	}
	for _, t := range l.m.Threats.All() {
		if t.Decision.Value != "transfer" {
			look(t.Because)
		}
	}
}

func idleControl(l *lint) {
	for _, c := range l.m.Controls.All() {
		if !l.busy(c) && c.Status.Value != "waived" && c.Status.Value != "gap" {
			l.note(c.ID.Node, "no finding asks what happens where control `"+c.ID.Value+"` fails",
				"correct `control` and `at`, name it in a decision, or write the threat that it answers")
		}
	}
}

// busy reports whether a control answers a finding. It looks where the control acts and at the decisions that name it.
func (l *lint) busy(c *model.Control) bool {
	for _, at := range c.At.Items {
		if l.busyAt(c, at.Value) {
			return true
		}
	}
	for _, t := range l.m.Threats.All() {
		for _, id := range t.Controls.Items {
			if id.Value == c.ID.Value && (!isDecision(t) || l.x.raised(t.ID.Value)) {
				return true
			}
		}
	}
	return false
}

func (l *lint) busyAt(c *model.Control, at string) bool {
	if s := l.x.subjectOf(at); s != nil && answered(s, c) {
		return true
	}
	if el := l.element(at); el != nil {
		return l.busyElement(c, el)
	}
	zone := l.m.Zones.Index(at)
	if zone < 0 && at != deviceTarget {
		return false
	}
	for _, el := range l.x.elements {
		if (zone < 0 || inside(el.zone, l.x.zones[zone])) && l.busyElement(c, el) {
			return true
		}
	}
	for _, f := range l.x.flows {
		if (zone < 0 || inside(f.wire, l.x.zones[zone])) && answered(&f.subject, c) {
			return true
		}
	}
	return zone < 0 && slices.ContainsFunc(l.x.data, func(d *dataRec) bool { return answered(&d.subject, c) })
}

func (l *lint) busyElement(c *model.Control, el *elementRec) bool {
	return answered(&el.subject, c) || slices.ContainsFunc(el.in, func(f *flowRec) bool { return answered(&f.subject, c) }) ||
		slices.ContainsFunc(el.ports, func(p *interfaceRec) bool { return answered(&p.subject, c) })
}

// answered reports whether a control answers a finding about a subject.
func answered(s *subject, c *model.Control) bool {
	for _, f := range s.found {
		for i := range f.Controls {
			if f.Controls[i].Control == c {
				return true
			}
		}
	}
	return false
}

func checksum(l *lint, f *flowRec) {
	proof := f.Authentication.Origin == library.Stated && l.is(&f.Authentication, classChecksumOnly)
	kept := f.Integrity.Origin == library.Stated && l.is(&f.Integrity, classChecksum)
	switch {
	case proof:
		l.badSum(f, f.Ref.Authentication.Node)
	case kept && (l.carries(f, classTherapyCritical) || l.carries(f, classCode) || needsIntegrity(f)):
		l.badSum(f, f.Ref.Integrity.Node)
	}
}

func (l *lint) badSum(f *flowRec, at *syntax.Node) {
	if at == nil {
		at = f.Ref.ID.Node
	}
	l.warn(at, "a checksum is stated where an attacker must be kept from changing `"+f.Ref.ID.Value+"`",
		"use a signature or a message authentication code; then say `integrity: mac` or `signature`")
}

func needsIntegrity(f *flowRec) bool {
	for _, d := range f.data {
		for _, n := range d.Needs {
			if n == "integrity" || n == "authenticity" {
				return true
			}
		}
	}
	return false
}

func acceptance(l *lint) {
	for _, t := range l.m.Threats.All() {
		if t.Decision.Value != "accept" {
			continue
		}
		if t.To.Stated() {
			l.warn(t.To.Node, "`"+t.ID.Value+"` is accepted for somebody else", "write `decision: transfer` and, in `text`, the words that they are given")
		}
	}
}

func looseHazard(l *lint) {
	for _, h := range l.m.Hazards.All() {
		if len(h.Of.Items) == 0 && len(h.Data.Items) == 0 {
			l.note(h.ID.Node, "hazard `"+h.ID.Value+"` follows from no function and no data", "add `of` or `data`")
		}
	}
}

func unratedHazard(l *lint) {
	for _, h := range l.m.Hazards.All() {
		harm := l.m.Harms.Get(h.Harm.Value)
		if !h.Severity.Stated() && (harm == nil || !harm.Severity.Stated()) {
			l.note(h.ID.Node, "hazard `"+h.ID.Value+"` has no severity", "add `severity`, S1 to S5, from the risk file")
		}
	}
}

func lostDecision(l *lint) {
	for _, t := range l.orphans {
		threat, at, _ := strings.Cut(t.ID.Value, "@")
		switch {
		case l.x.eng.threats[threat] == nil:
			l.warn(t.ID.Node, "the packs have no threat `"+threat+"`", "correct the id, or give an own threat a key without @")
		case l.x.subjectOf(at) == nil:
			l.warn(t.ID.Node, "there is no `"+at+"` in the model", "correct the id, or remove the decision")
		default:
			l.warn(t.ID.Node, "`"+t.ID.Value+"` is not raised any more", "remove the decision, or find out why the finding is gone")
		}
	}
}

// uses counts what refers to what.
type uses map[string]bool

func (u uses) all(lists ...model.Strings) {
	for _, list := range lists {
		for _, s := range list.Items {
			u[s.Value] = true
		}
	}
}

func unused(l *lint) {
	l.unusedData()
	l.unusedTests()
	used := uses{}
	for _, h := range l.m.Hazards.All() {
		used.all(h.Of)
		used[h.Harm.Value] = true
	}
	for _, s := range l.m.Situations.All() {
		used[s.Harm.Value] = true
	}
	for _, f := range l.m.Functions.All() {
		if l.m.Hazards.Len() > 0 && !used[f.ID.Value] {
			l.note(f.ID.Node, "no hazard follows from the failure of function `"+f.ID.Value+"`", "add it to `of` of a hazard")
		}
	}
	for _, h := range l.m.Harms.All() {
		if !used[h.ID.Value] {
			l.note(h.ID.Node, "no hazard leads to harm `"+h.ID.Value+"`", "add it to a hazard, or remove it")
		}
	}
	for _, e := range l.x.elements {
		if len(e.in)+len(e.out) == 0 && !e.Ref.OutOfScope.Stated() {
			l.note(e.Ref.ID.Node, "no flow comes from or goes to `"+e.Ref.ID.Value+"`", "add its flows, or remove it")
		}
	}
}

func (l *lint) unusedData() {
	used := make([]bool, len(l.x.data))
	for _, f := range l.x.flows {
		for _, d := range f.data {
			used[d.slot] = true
		}
	}
	for _, el := range l.x.elements {
		for _, d := range el.kept {
			used[d.slot] = true
		}
	}
	for i, d := range l.x.data {
		if !used[i] {
			l.note(d.Ref.ID.Node, "nothing carries or keeps `"+d.Ref.ID.Value+"`", "add it to `carries` or `stores`, or remove it")
		}
	}
}

func (l *lint) unusedTests() {
	used, roles := uses{}, uses{}
	for _, c := range l.m.Controls.All() {
		used.all(c.Requirements, c.Tests)
	}
	for _, r := range l.m.Requirements.All() {
		used.all(r.Tests)
	}
	for _, e := range l.m.Elements.All() {
		roles.all(e.Role)
		for _, p := range e.Interfaces.All() {
			roles[p.Actor.Value] = true
		}
	}
	for _, u := range l.m.UseCases.All() {
		roles.all(u.Roles)
	}
	for _, r := range l.m.Requirements.All() {
		if !used[r.ID.Value] {
			l.note(r.ID.Node, "no control meets requirement `"+r.ID.Value+"`", "add it to `requirements` of a control")
		}
	}
	for _, t := range l.m.Tests.All() {
		if !used[t.ID.Value] {
			l.note(t.ID.Node, "test `"+t.ID.Value+"` verifies nothing", "add it to `tests` of a requirement or a control")
		}
	}
	for _, r := range l.m.Roles.All() {
		if !roles[r.ID.Value] {
			l.note(r.ID.Node, "nobody plays the role `"+r.ID.Value+"`", "add it to `role` of a human, or remove it")
		}
	}
}

// count writes a number with its noun: 1 other, 3 others.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}
