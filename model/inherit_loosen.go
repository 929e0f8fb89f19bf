package model

import (
	"fmt"
	"slices"

	"theriac.dev/syntax"
)

// statusRank orders the states of a control by how much they promise.
var statusRank = map[string]int{"gap": 0, "waived": 0, "planned": 1, "": 1, "inherited": 2, "implemented": 2, "verified": 3}

// looseness compares an entry of a model with the one that it overrides.
type looseness struct{ found []problem }

// checkLoosened reports what the entry takes back of what the platform promises, unless it says why.
func (h *heir) checkLoosened(over, base any) {
	l := &looseness{}
	var reason String
	switch o := over.(type) {
	case *Zone:
		l.more("trust", o.Trust, base.(*Zone).Trust)
	case *Element:
		b := base.(*Element)
		l.hides(o.OutOfScope, b.OutOfScope)
		l.interfaces(o, b)
	case *Flow:
		l.flow(o, base.(*Flow))
	case *Data:
		l.fewer("needs", o.Needs, base.(*Data).Needs)
	case *Hazard:
		b := base.(*Hazard)
		l.lower("severity", o.Severity, b.Severity)
		if o.Patients.Stated() && o.Patients.Value != "many" && b.Patients.Value == "many" {
			l.add(o.Patients.Node, b.Patients.Node, "patients", "many", o.Patients.Value)
		}
	case *Harm:
		l.lower("severity", o.Severity, base.(*Harm).Severity)
	case *Control:
		l.control(o, base.(*Control))
		reason = o.Because
	case *Threat:
		l.decision(o, base.(*Threat))
		reason = o.Because
	}
	e := over.(interface{ Ident() *Entry }).Ident()
	if e.Loosens.Stated() || reason.Stated() {
		return
	}
	for _, p := range l.found {
		h.report(p)
	}
}

func (l *looseness) add(node, base *syntax.Node, key, was, now string) {
	l.found = append(l.found, problem{node: node, code: "loosened",
		message: fmt.Sprintf("`%s` promises less than the platform model: `%s` there, `%s` here", key, was, now),
		hint:    "keep what the platform promises, or say why not with `loosens`",
		related: []related{{base, "the platform model says so here"}}})
}

// more finds a number that may not rise: who claims more trust has fewer boundaries.
func (l *looseness) more(key string, over, base Int) {
	if over.Stated() && base.Stated() && over.Value > base.Value {
		l.add(over.Node, base.Node, key, fmt.Sprint(base.Value), fmt.Sprint(over.Value))
	}
}

// lower finds a word of an ordered scale, such as S1 to S5, that may not fall.
func (l *looseness) lower(key string, over, base String) {
	if over.Stated() && base.Stated() && over.Value < base.Value {
		l.add(over.Node, base.Node, key, base.Value, over.Value)
	}
}

// fewer finds words that a list has lost.
func (l *looseness) fewer(key string, over, base Strings) {
	if !over.Stated() {
		return
	}
	for _, word := range base.Items {
		if !over.has(word.Value) {
			l.add(over.Node, word.Node, key, word.Value, "not "+word.Value)
		}
	}
}

func (s Strings) has(word string) bool {
	return slices.ContainsFunc(s.Items, func(x String) bool { return x.Value == word })
}

// none finds a protection that was there and is denied now. Nothing said before is no promise.
func (l *looseness) none(key string, over, base Strings) {
	if !base.Stated() || base.has("none") || base.has(unknownWord) {
		return
	}
	for _, word := range over.Items {
		if word.Value == "none" && len(base.Items) > 0 {
			l.add(word.Node, base.Node, key, base.Items[0].Value, "none")
		}
	}
}

func (l *looseness) layers(key string, over, base Layers) {
	l.none(key, over.Link, base.Link)
	l.none(key, over.Tunnel, base.Tunnel)
	l.none(key, over.Application, base.Application)
	l.none(key, over.Payload, base.Payload)
}

// hides finds something that is taken out of scope.
func (l *looseness) hides(over, base String) {
	if over.Stated() && !base.Stated() {
		l.add(over.Node, nil, "out-of-scope", "in scope", over.Value)
	}
}

func (l *looseness) flow(over, base *Flow) {
	l.hides(over.OutOfScope, base.OutOfScope)
	l.layers("authentication", over.Authentication, base.Authentication)
	l.layers("encryption", over.Encryption, base.Encryption)
	l.layers("integrity", over.Integrity, base.Integrity)
}

func (l *looseness) interfaces(over, base *Element) {
	for _, i := range over.Interfaces.All() {
		if b := base.Interfaces.Get(i.ID.Value); b != nil && !i.Loosens.Stated() {
			l.none("authentication", i.Authentication, b.Authentication)
		}
	}
}

func (l *looseness) control(over, base *Control) {
	if over.Status.Stated() && statusRank[over.Status.Value] < statusRank[base.Status.Value] {
		l.add(over.Status.Node, base.ID.Node, "status", base.Status.Value, over.Status.Value)
	}
	l.fewer("at", over.At, base.At)
}

func (l *looseness) decision(over, base *Threat) {
	now, was := over.Decision, base.Decision
	if (was.Value == "mitigate" || was.Value == "eliminate") && (now.Value == "accept" || now.Value == "not-applicable") {
		l.add(now.Node, was.Node, "decision", was.Value, now.Value)
	}
	if now.Value == "mitigate" {
		l.fewer("controls", over.Controls, base.Controls)
	}
}
