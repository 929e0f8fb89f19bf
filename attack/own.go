package attack

import (
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/risk"
)

// counts reports whether a control of the model counts in this graph, by its status and by that of all it depends on.
func (g *Graph) counts(c *model.Control) bool {
	return g.Options.After != "" && g.progress.Of(c) >= engine.StageOf(risk.Status(g.Options.After))
}

// shutBy returns the controls of the model that shut a finding in this graph; nil where none does.
func (g *Graph) shutBy(f *engine.Finding) []string {
	if saysOpen(f) {
		return nil
	}
	var by []string
	for _, l := range f.Controls {
		if g.counts(l.Control) && g.act.answers(f, l.Control.Control.Value) {
			by = append(by, l.Control.ID.Value)
		}
	}
	if by == nil {
		by = g.decided(f, nil)
	}
	slices.Sort(by)
	return by
}

// saysOpen reports whether the team says that a finding is open, whatever stands there.
func saysOpen(f *engine.Finding) bool {
	return f.Decision != nil && f.Decision.Decision.Value == "open"
}

// decided returns the controls that the decision on a finding names, where all of them count or are among some more.
func (g *Graph) decided(f *engine.Finding, more []*model.Control) []string {
	d := f.Decision
	if d == nil {
		d = f.Own
	}
	if d == nil || len(d.Controls.Items) == 0 {
		return nil
	}
	var by []string
	for _, s := range d.Controls.Items {
		c := g.g.m.Controls.Get(s.Value)
		if c == nil || !g.counts(c) && !slices.Contains(more, c) {
			return nil
		}
		by = append(by, s.Value)
	}
	return by
}

// own makes the candidate of a control of the model that would count, with what it rests on.
func (g *Graph) own(c *model.Control) *Candidate {
	lib := g.a.Library.Control(c.Control.Value)
	out := &Candidate{ID: c.ID.Value, Control: c.Control.Value, Title: c.Name.Value, Model: true, Status: c.Standing()}
	out.Cost, out.CostFrom = g.cost(c)
	if out.Title == "" && lib != nil {
		out.Title = lib.Title
	}
	for _, s := range c.At.Items {
		out.At = append(out.At, s.Value)
	}
	base, able := g.restsOn(c)
	for _, on := range base {
		out.RestsOn = append(out.RestsOn, on.ID.Value)
	}
	if able {
		all := g.begun(append(base, c))
		for i, f := range g.findings {
			if g.ownShuts(f, all) {
				out.shuts = append(out.shuts, int32(i))
			}
		}
	}
	g.name(out)
	return out
}

// standing is how far the controls are by name, where this graph takes them to be elsewhere than the model says.
func (g *Graph) standing() map[string]engine.Stage {
	out := map[string]engine.Stage{}
	for id := range g.without {
		out[id] = engine.Before
	}
	return out
}

// inPlace reports whether a control has come far enough by itself; it may still wait for what it depends on.
func (g *Graph) inPlace(c *model.Control) bool {
	return g.Options.After != "" && !g.without[c.ID.Value] &&
		engine.Reached(c) >= engine.StageOf(risk.Status(g.Options.After))
}

// begun returns controls that shall stand, with those that are in place and wait for nothing but them: they begin to count.
func (g *Graph) begun(controls []*model.Control) []*model.Control {
	as := g.standing()
	for _, c := range controls {
		as[c.ID.Value] = engine.AfterVerified
	}
	var then *engine.Progress
	for _, c := range g.g.m.Controls.All() {
		if !g.inPlace(c) || g.counts(c) || slices.Contains(controls, c) {
			continue
		}
		if then == nil {
			then = engine.NewProgress(g.g.m, as)
		}
		if then.Of(c) >= engine.StageOf(risk.Status(g.Options.After)) {
			controls = append(controls, c)
		}
	}
	return controls
}

// cost is what the model says that a control of it costs, or the class of the library: nothing for one that is in place and
// only waits for what it depends on.
func (g *Graph) cost(c *model.Control) (int, string) {
	if g.inPlace(c) {
		return 0, "in place"
	}
	if c.Cost.Stated() {
		return c.Cost.Value, "model"
	}
	return libraryCost(g.a.Library.Control(c.Control.Value))
}

// restsOn lists the controls that a control depends on, directly or by another, and that do not count yet, in the order
// of their ids. It is false where one of them never will: one that is waived, taken away or missing, or the control itself.
func (g *Graph) restsOn(c *model.Control) ([]*model.Control, bool) {
	var out []*model.Control
	var visit func(c *model.Control, way []*model.Control) bool
	visit = func(c *model.Control, way []*model.Control) bool {
		for _, id := range c.DependsOn.Items {
			on := g.g.m.Controls.Get(id.Value)
			switch {
			case on == nil || g.without[id.Value] || on.Standing() == "waived" || slices.Contains(way, on):
				return false
			case g.counts(on) || slices.Contains(out, on):
				continue
			case !visit(on, append(way, on)):
				return false
			}
			out = append(out, on)
		}
		return true
	}
	if !visit(c, []*model.Control{c}) {
		return nil, false
	}
	slices.SortFunc(out, func(x, y *model.Control) int { return strings.Compare(x.ID.Value, y.ID.Value) })
	return out, true
}

// ownShuts reports whether some controls of the model would shut a finding if they counted: because one of them answers
// it, or because a decision names one of them and all others that it names count too.
func (g *Graph) ownShuts(f *engine.Finding, controls []*model.Control) bool {
	if saysOpen(f) {
		return false
	}
	for _, l := range f.Controls {
		if slices.Contains(controls, l.Control) && g.act.answers(f, l.Control.Control.Value) {
			return true
		}
	}
	return slices.ContainsFunc(g.decided(f, controls), func(id string) bool {
		return slices.ContainsFunc(controls, func(c *model.Control) bool { return c.ID.Value == id })
	})
}

// pending returns the candidate of a control of the model that is on its way and does not count yet; nil for one that
// counts, was waived or is taken away. A gap is one that somebody has to build.
func (g *Graph) pending(c *model.Control) *Candidate {
	if g.without[c.ID.Value] || c.Standing() == "waived" || g.counts(c) {
		return nil
	}
	if own := g.own(c); len(own.shuts) > 0 {
		return own
	}
	return nil
}

// withWhatTheyRestOn adds to candidates the controls of the model that they rest on, where they are not among them.
func (g *Graph) withWhatTheyRestOn(list []*Candidate) []*Candidate {
	have := map[string]bool{}
	for _, c := range list {
		have[c.ID] = true
	}
	out := slices.Clone(list)
	for _, c := range list {
		for _, id := range c.RestsOn {
			if !have[id] {
				have[id] = true
				out = append(out, g.own(g.g.m.Controls.Get(id)))
			}
		}
	}
	return out
}

// whole is the cost of a candidate and of all that it rests on.
func (g *Graph) whole(c *Candidate) int {
	cost := c.Cost
	for _, id := range c.RestsOn {
		more, _ := g.cost(g.g.m.Controls.Get(id))
		cost += more
	}
	return cost
}
