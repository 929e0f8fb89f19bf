package model

import (
	"slices"

	"theriac.dev/syntax"
)

// Decide writes the decision on a finding, threat@target, or changes the one that is there. Fields with the zero Value
// are taken away, fields not named stay.
func Decide(m *Model, finding string, fields ...Field) (Change, error) {
	e := m.edit()
	if err := e.decide(finding, fields); err != nil {
		return Change{}, err
	}
	return e.done()
}

func (e *editor) decide(finding string, fields []Field) error {
	_, target, ok := SplitFinding(finding)
	if !ok || !findingForm.MatchString(finding) {
		return e.m.refuse(nil, "bad-finding", "write it as threat@target", "`%s` is not the id of a finding", finding)
	}
	if at, ok := e.find("threats", finding); ok {
		s := scope{plan: e.g.byKey["threats"].group}
		if err := e.checkKeys(s, Fields(fields...), "threats/"+finding); err != nil {
			return err
		}
		if k := at.pair().Value.Kind; k != syntax.Mapping && k != syntax.Missing {
			return e.m.refuse(at.pair().Value, "wrong-type", "write it as a mapping of keys", "`%s` is not a mapping of keys", finding)
		}
		at.t.setFields(at.pair(), s, fields)
		return nil
	}
	if !e.m.HasTarget(target) {
		return e.m.refuse(nil, "no-entry", "", "there is nothing called `%s` that a finding could be about", target)
	}
	return e.addNew("threats", Field{finding, Fields(fields...)})
}

// AddControl writes a control of the product and makes it the answer to findings: each gets the control in its decision,
// and those without one get the decision to mitigate.
func AddControl(m *Model, id string, fields []Field, findings ...string) (Change, error) {
	e := m.edit()
	if err := e.addNew("controls", Field{id, Fields(fields...)}); err != nil {
		return Change{}, err
	}
	var fresh []Field
	for i, finding := range findings {
		if slices.Contains(findings[:i], finding) {
			continue
		}
		at, ok := e.find("threats", finding)
		if !ok {
			if _, target, ok := SplitFinding(finding); !ok || !m.HasTarget(target) {
				return Change{}, m.refuse(nil, "bad-finding", "write it as threat@target", "`%s` is not the id of a finding of this model", finding)
			}
			fresh = append(fresh, Field{finding, Fields(Field{"decision", Word("mitigate")}, Field{"controls", List(id)})})
			continue
		}
		if err := e.answer(at, finding, id); err != nil {
			return Change{}, err
		}
	}
	if len(fresh) > 0 {
		if err := e.addNew("threats", fresh...); err != nil {
			return Change{}, err
		}
	}
	return e.done()
}

// answer adds a control to a decision that is there.
func (e *editor) answer(at spot, finding, control string) error {
	var fields []Field
	v := at.pair().Value
	if d := v.Get("decision"); d == nil || d.Kind == syntax.Missing || d.Value == "open" {
		fields = append(fields, Field{"decision", Word("mitigate")})
	}
	if have := v.Get("controls"); have == nil || have.Kind == syntax.Missing {
		fields = append(fields, Field{"controls", List(control)})
	} else if list := words(have); !slices.Contains(list, control) {
		fields = append(fields, Field{"controls", List(append(list, control)...)})
	}
	return e.decide(finding, fields)
}
