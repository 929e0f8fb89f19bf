package engine

import "theriac.dev/model"

// Progress says how far the controls of a model have come. A control counts no further than all that it depends on: a
// signature check whose key store is only planned is a plan. It does not change, and is safe for concurrent use.
type Progress struct{ stage map[*model.Control]Stage }

// NewProgress looks at all controls of a model. Those whose ids are in as are taken to have come that far, and what depends
// on them follows: Before is one that is absent.
func NewProgress(m *model.Model, as map[string]Stage) *Progress {
	p := &Progress{make(map[*model.Control]Stage, m.Controls.Len())}
	for _, c := range m.Controls.All() {
		p.visit(m, c, as)
	}
	return p
}

// Of returns the last stage at which a control counts; Before where it never does, as one that depends on itself.
func (p *Progress) Of(c *model.Control) Stage { return p.stage[c] }

func (p *Progress) visit(m *model.Model, c *model.Control, as map[string]Stage) Stage {
	if s, ok := p.stage[c]; ok {
		return s
	}
	p.stage[c] = Before // what comes back here goes in a circle
	s := Reached(c)
	if given, ok := as[c.ID.Value]; ok {
		s = given
	}
	for _, id := range c.DependsOn.Items {
		on := m.Controls.Get(id.Value)
		if on == nil {
			s = Before
			break
		}
		s = min(s, p.visit(m, on, as))
	}
	p.stage[c] = s
	return s
}

// Reached returns the last stage at which a control counts by its own status.
func Reached(c *model.Control) Stage {
	switch c.Status.Value {
	case "", "planned":
		return AfterPlanned
	case "implemented", "inherited":
		return AfterImplemented
	case "verified":
		return AfterVerified
	}
	return Before
}
