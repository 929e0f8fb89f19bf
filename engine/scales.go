package engine

import (
	"strconv"

	"theriac.dev/model"
	"theriac.dev/risk"
	"theriac.dev/syntax"
)

// Scales returns the scales of risk that a model states, over the default ones: what it leaves out is as in
// risk.Default. A level is replaced word by word; levels of risk and the matrix only as a whole, since one means nothing
// without the other.
func Scales(m *model.Model) *risk.Scales {
	s := risk.Default()
	own := &m.Scales
	if own.Node == nil {
		return s
	}
	for i := range s.Severity {
		reword(&s.Severity[i], own.Severity.Get(s.Severity[i].ID))
	}
	for i := range s.Exploitability {
		at := &s.Exploitability[i]
		if e := own.Exploitability.Get(at.ID); e != nil {
			reword(&at.Level, &model.ScaleLevel{Name: e.Name, Text: e.Text})
			if e.Potential.Stated() {
				at.Points = e.Potential.Value
			}
		}
	}
	ownRisks(s, own)
	for i := range s.Impacts {
		ownImpact(&s.Impacts[i], &own.Impact)
	}
	if own.After.Stated() {
		s.Counts = risk.Status(own.After.Value)
	}
	return s
}

func reword(l *risk.Level, own *model.ScaleLevel) {
	if own == nil {
		return
	}
	if own.Name.Stated() {
		l.Name = own.Name.Value
	}
	if own.Text.Stated() {
		l.Text = own.Text.Value
	}
}

func ownRisks(s *risk.Scales, own *model.Scales) {
	if own.Risks.Len() > 0 {
		s.Risks = nil
		for _, r := range own.Risks.All() {
			s.Risks = append(s.Risks, ownRisk(r))
		}
	}
	for i, row := range []model.Strings{own.Matrix.S1, own.Matrix.S2, own.Matrix.S3, own.Matrix.S4, own.Matrix.S5} {
		if row.Stated() {
			s.Matrix[i] = values(row)
		}
	}
}

// ownRisk reads one level of risk. What it does not say is the stricter: not acceptable, not controlled.
func ownRisk(r *model.RiskLevel) risk.AcceptanceLevel {
	level := risk.AcceptanceLevel{Level: risk.Level{ID: r.ID.Value, Name: r.ID.Value, Text: r.Text.Value},
		Accept: risk.Unacceptable, Authority: values(r.Authority), Controlled: r.Controlled.Value == "yes"}
	if r.Name.Stated() {
		level.Name = r.Name.Value
	}
	if r.Accept.Stated() {
		level.Accept = risk.Acceptance(r.Accept.Value)
	}
	return level
}

func ownImpact(s *risk.ImpactScale, own *model.ImpactScales) {
	section := map[string]*model.Section[model.ScaleLevel]{
		"privacy": &own.Privacy, "reputation": &own.Reputation, "money": &own.Money, "regulatory": &own.Regulatory,
	}[s.ID]
	for i := range s.Levels {
		reword(&s.Levels[i], section.Get(s.Levels[i].ID))
	}
}

// badScales reports what is wrong with the scales of a model, at the place that it concerns.
func badScales(l *lint) {
	own := l.m.Scales.Node
	if own == nil {
		return
	}
	told := map[*syntax.Node]bool{} // one wrong cell clashes with several others
	for _, p := range l.x.scales.Check() {
		if at := placeOf(own, p.Path); !told[at] {
			told[at] = true
			l.warn(at, p.Message, "`theriac risk --scales` shows the scales in force")
		}
	}
}

// placeOf follows a path of names and indexes into the text, as far as the text says it.
func placeOf(n *syntax.Node, path []string) *syntax.Node {
	name := ""
	for _, step := range path {
		inner := n.Get(step)
		if i, err := strconv.Atoi(step); err == nil {
			inner = member(n, name, i)
		}
		if inner == nil {
			return n
		}
		n, name = inner, step
	}
	return n
}

// member returns a member by its number. Severity and matrix count from S1, exploitability from E1.
func member(n *syntax.Node, name string, i int) *syntax.Node {
	switch {
	case name == "severity" || name == "matrix":
		return n.Get("S" + strconv.Itoa(i+1))
	case name == "exploitability":
		return n.Get("E" + strconv.Itoa(i+1))
	case i < len(n.Items):
		return n.Items[i]
	case i < len(n.Pairs):
		return n.Pairs[i].Value
	}
	return nil
}
