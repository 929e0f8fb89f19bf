package goals

import (
	"cmp"
	"slices"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/risk"
)

// Standing is how one goal stands: what it rests on, who would break it, and what the analysis finds against it.
type Standing struct {
	Goal *model.Goal
	// Serves are the goals that it is part of, Below those that are part of it, over all steps, in the order of ids.
	Serves, Below []string
	// Functions and Assets are what it rests on, itself or by a goal below it.
	Functions, Assets []string
	// AntiGoals break it or a goal below it. Trees show how they, or the hazards, are reached.
	AntiGoals, Trees []string
	// Hazards follow from what it rests on or from an anti-goal against it, worst first.
	Hazards []string
	// Findings can lead to such a hazard, or are at an asset that it rests on, in the order of their rank. Those that are
	// eliminated or do not apply are left out.
	Findings []*engine.Finding
	// Worst is the highest risk that is left, nil where no finding has any; WorstBefore is that before controls. The
	// findings are the first with it.
	Worst, WorstBefore               *risk.AcceptanceLevel
	WorstFinding, WorstBeforeFinding *engine.Finding
	// Threatened says that some finding is open: not controlled, accepted or transferred.
	Threatened bool
	// Gaps say what is missing to judge it, in sentences without a full stop.
	Gaps []string
}

// Overview says of each goal of the model how it stands: those with the highest risk left first, then by id.
func Overview(a *engine.Analysis) []Standing {
	var out []Standing
	for _, g := range a.Model.Goals.All() {
		out = append(out, standing(a, g))
	}
	slices.SortStableFunc(out, func(x, y Standing) int {
		return cmp.Or(cmp.Compare(levelAt(y.WorstFinding, a.Residual()), levelAt(x.WorstFinding, a.Residual())), cmp.Compare(x.Goal.ID.Value, y.Goal.ID.Value))
	})
	return out
}

func levelAt(f *engine.Finding, s engine.Stage) int {
	if f == nil {
		return -1
	}
	return int(f.Risk.Level[s])
}

// below returns the goals and all that are part of them, in the order of ids.
func below(m *model.Model, of []string) []string {
	in := map[string]bool{}
	for _, id := range of {
		in[id] = m.Goals.Get(id) != nil
	}
	for more := true; more; {
		more = false
		for _, g := range m.Goals.All() {
			for _, up := range g.PartOf.Items {
				if in[up.Value] && !in[g.ID.Value] {
					in[g.ID.Value], more = true, true
				}
			}
		}
	}
	return keysOf(in)
}

// above returns all goals that a goal is part of.
func above(m *model.Model, id string) []string {
	in := map[string]bool{}
	var up func(id string)
	up = func(id string) {
		if g := m.Goals.Get(id); g != nil {
			for _, p := range g.PartOf.Items {
				if !in[p.Value] && m.Goals.Get(p.Value) != nil {
					in[p.Value] = true
					up(p.Value)
				}
			}
		}
	}
	up(id)
	delete(in, id)
	return keysOf(in)
}

func keysOf(in map[string]bool) []string {
	var out []string
	for k, ok := range in {
		if ok {
			out = append(out, k)
		}
	}
	return sorted(out)
}

// overlap reports whether a list has one of the words.
func overlap(list []string, in map[string]bool) bool {
	return slices.ContainsFunc(list, func(s string) bool { return in[s] })
}

func setOf(lists ...[]string) map[string]bool {
	out := map[string]bool{}
	for _, l := range lists {
		for _, s := range l {
			out[s] = true
		}
	}
	return out
}

func standing(a *engine.Analysis, g *model.Goal) Standing {
	m := a.Model
	s := Standing{Goal: g, Serves: above(m, g.ID.Value)}
	all := below(m, []string{g.ID.Value})
	s.Below = slices.DeleteFunc(slices.Clone(all), func(id string) bool { return id == g.ID.Value })
	functions, assets := map[string]bool{}, map[string]bool{}
	for _, id := range all {
		of := m.Goals.Get(id)
		for _, f := range words(of.Of) {
			functions[f] = m.Functions.Get(f) != nil
		}
		for _, x := range words(of.Assets) {
			assets[x] = m.Data.Get(x) != nil || m.Elements.Get(x) != nil
		}
	}
	s.Functions, s.Assets = keysOf(functions), keysOf(assets)
	anti := map[string]bool{}
	for _, x := range m.AntiGoals.All() {
		anti[x.ID.Value] = overlap(words(x.Against), setOf(all))
	}
	s.AntiGoals = keysOf(anti)
	s.hazards(a)
	roots := setOf(s.AntiGoals, s.Hazards)
	trees := map[string]bool{}
	for _, t := range m.Trees.All() {
		trees[t.ID.Value] = overlap(words(t.Of), roots)
	}
	s.Trees = keysOf(trees)
	s.findings(a)
	s.gaps(m, all)
	return s
}

// hazards finds the hazards of the functions, the assets and the anti-goals, worst first.
func (s *Standing) hazards(a *engine.Analysis) {
	m := a.Model
	in, functions, assets := map[string]bool{}, setOf(s.Functions), setOf(s.Assets)
	for _, h := range m.Hazards.All() {
		in[h.ID.Value] = overlap(words(h.Of), functions) || overlap(words(h.Data), assets)
	}
	for _, id := range s.AntiGoals {
		for _, h := range words(m.AntiGoals.Get(id).Hazards) {
			in[h] = m.Hazards.Get(h) != nil
		}
	}
	s.Hazards = keysOf(in)
	slices.SortStableFunc(s.Hazards, func(x, y string) int {
		return engine.SeverityOf(m, m.Hazards.Get(y)) - engine.SeverityOf(m, m.Hazards.Get(x))
	})
}

func (s *Standing) findings(a *engine.Analysis) {
	hazards, assets := setOf(s.Hazards), setOf(s.Assets)
	left := a.Residual()
	for _, f := range a.Findings {
		if f.State == engine.Eliminated || f.State == engine.NotApplicable || !overlap(f.Hazards, hazards) && !assets[f.Target] {
			continue
		}
		s.Findings = append(s.Findings, f)
		switch f.State {
		case engine.Controlled, engine.Accepted, engine.Transferred:
		default:
			s.Threatened = true
		}
		if levelAt(f, left) > levelAt(s.WorstFinding, left) {
			_, s.Worst = a.Rating(f, left)
			s.WorstFinding = f
		}
		if levelAt(f, engine.Before) > levelAt(s.WorstBeforeFinding, engine.Before) {
			_, s.WorstBefore = a.Rating(f, engine.Before)
			s.WorstBeforeFinding = f
		}
	}
}

// gaps says what is missing.
func (s *Standing) gaps(m *model.Model, all []string) {
	say := func(missing bool, text string) {
		if missing {
			s.Gaps = append(s.Gaps, text)
		}
	}
	say(len(s.Functions)+len(s.Assets) == 0, "it rests on no function and no asset, so nothing can be found against it")
	say(len(s.AntiGoals) == 0, "no anti-goal says who would break it, and what for")
	grown := map[string]bool{}
	for _, t := range m.Trees.All() {
		for _, of := range words(t.Of) {
			grown[of] = true
		}
	}
	for _, id := range s.AntiGoals {
		say(!grown[id], "no tree shows how anti-goal `"+id+"` is reached")
	}
	for _, id := range s.Hazards {
		h := m.Hazards.Get(id)
		harm := m.Harms.Get(h.Harm.Value)
		say(!h.Severity.Stated() && (harm == nil || !harm.Severity.Stated()), "hazard `"+id+"` has no severity")
	}
	for _, id := range all {
		say(!m.Goals.Get(id).Owner.Stated(), "nobody answers for goal `"+id+"`")
	}
}
