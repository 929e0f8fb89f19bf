package library

import (
	"slices"
	"strings"

	"theriac.dev/model"
)

// Asked is a question about one thing of a model.
type Asked struct {
	Question *Question
	// Target is the id of an element or a flow, or `device`; Name is what people call it.
	Target, Name string
	// Text is the question with the name in it.
	Text string
	// Answer is what the model says; empty where it does not.
	Answer string
}

// Of returns the questions that fit a model with what it answers, first those about the device, then element by element,
// then flow by flow. A question that comes after another is there once that one is answered with yes.
func (q *Questionnaire) Of(l *Library, m *model.Model) []Asked {
	out := q.about(l, "device", "device", "the device", nil, func(x *Question) string { return deviceAnswer(m, x) })
	for _, e := range m.Elements.All() {
		if e.OutOfScope.Stated() {
			continue
		}
		terms := l.termsOf(e)
		out = append(out, q.about(l, "element", e.ID.Value, named(e.Name, e.ID), terms, func(x *Question) string { return l.elementAnswer(e, terms, x) })...)
	}
	for _, f := range m.Flows.All() {
		if f.OutOfScope.Stated() {
			continue
		}
		out = append(out, q.about(l, "flow", f.ID.Value, named(f.Name, f.ID), nil, func(x *Question) string { return flowAnswer(f, x) })...)
	}
	return out
}

func named(name, id model.String) string {
	if name.Stated() && name.Value != "" {
		return name.Value
	}
	return id.Value
}

// about returns the questions about one thing.
func (q *Questionnaire) about(l *Library, kind, target, name string, terms []TermID, answer func(*Question) string) []Asked {
	var out []Asked
	answers := map[string]string{}
	for _, x := range q.Questions {
		if x.For != kind || len(x.Of) > 0 && !l.anyOf(terms, x.Of) || x.After != "" && answers[x.After] != "yes" {
			continue
		}
		a := answer(x)
		answers[x.ID] = a
		out = append(out, Asked{x, target, name, strings.ReplaceAll(x.Ask, "{name}", name), a})
	}
	return out
}

// termsOf are the terms that an element is, runs, or has as its kind.
func (l *Library) termsOf(e *model.Element) []TermID {
	var out []TermID
	for _, list := range [][]model.String{e.Type.Items, e.Runs.Items, {e.Kind}} {
		for _, w := range list {
			if id, ok := l.Vocabulary.ID("component", w.Value); ok && id != 0 {
				out = append(out, id)
			}
		}
	}
	return out
}

// anyOf reports whether one of the terms is one of the words, or of their kinds.
func (l *Library) anyOf(terms []TermID, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		want, ok := l.Vocabulary.ID("component", w)
		return ok && slices.ContainsFunc(terms, func(t TermID) bool { return l.Vocabulary.IsA(t, want) })
	})
}

// said is what a key says, or nothing where it says `unknown`.
func said(s model.String) string {
	if s.Value == "unknown" {
		return ""
	}
	return s.Value
}

func deviceAnswer(m *model.Model, x *Question) string {
	switch {
	case x.Attribute != "":
		return said(m.Device.Attributes.Get(x.Attribute))
	case x.Field == "legacy":
		return said(m.Device.Traits.Legacy)
	case x.Field == "patient-data":
		return said(m.Device.Traits.PatientData)
	case x.Field == "life-sustaining":
		return said(m.Device.Traits.LifeSustaining)
	}
	return ""
}

func (l *Library) elementAnswer(e *model.Element, terms []TermID, x *Question) string {
	switch {
	case x.Attribute != "":
		return said(e.Attributes.Get(x.Attribute))
	case x.Yes.Key == "interfaces":
		want, _ := l.Vocabulary.ID("protocol", x.Yes.Word)
		for _, i := range e.Interfaces.All() {
			for _, p := range i.Protocol.Items {
				if id, ok := l.Vocabulary.ID("protocol", p.Value); ok && l.Vocabulary.IsA(id, want) {
					return "yes"
				}
			}
		}
	case x.Grows() && l.anyOf(terms, []string{x.Yes.Word}):
		return "yes"
	}
	return ""
}

func flowAnswer(f *model.Flow, x *Question) string {
	var layers model.Layers
	switch x.Key() {
	case "authentication":
		layers = f.Authentication
	case "encryption":
		layers = f.Encryption
	case "integrity":
		layers = f.Integrity
	default:
		return said(f.Attributes.Get(x.Attribute))
	}
	if !layers.Stated() {
		return ""
	}
	for _, w := range layers.Application.Items {
		if w.Value == x.No.Word {
			return "no"
		}
	}
	return "yes"
}
