package engine

import (
	"theriac.dev/model"
)

// The checks of this file look at goals, anti-goals, trees and misuse cases. Each is silent where the model does not use
// that method.

func looseGoal(l *lint) {
	refined := uses{}
	for _, g := range l.m.Goals.All() {
		refined.all(g.PartOf)
	}
	for _, g := range l.m.Goals.All() {
		if len(g.Of.Items) == 0 && len(g.Assets.Items) == 0 && !refined[g.ID.Value] {
			l.note(g.ID.Node, "goal `"+g.ID.Value+"` rests on no function, no asset and no other goal",
				"add `of` or `assets`, or goals that are `part-of` it")
		}
	}
}

// unopposedGoal reports goals that nobody has thought through from the attacker's side: neither they nor any goal that
// serves them has an anti-goal.
func unopposedGoal(l *lint) {
	opposed := uses{}
	for _, a := range l.m.AntiGoals.All() {
		opposed.all(a.Against)
	}
	// What breaks a goal breaks those that it serves. There are few goals, so a pass for each level will do.
	for more := true; more; {
		more = false
		for _, g := range l.m.Goals.All() {
			if !opposed[g.ID.Value] {
				continue
			}
			for _, up := range g.PartOf.Items {
				more = more || !opposed[up.Value]
				opposed[up.Value] = true
			}
		}
	}
	for _, g := range l.m.Goals.All() {
		if !opposed[g.ID.Value] {
			l.note(g.ID.Node, "no anti-goal says who would break goal `"+g.ID.Value+"`, and what for", "add an entry to `anti-goals` with `against: ["+g.ID.Value+"]`")
		}
	}
}

func looseAntiGoal(l *lint) {
	for _, a := range l.m.AntiGoals.All() {
		if len(a.Against.Items) == 0 && len(a.Hazards.Items) == 0 {
			l.note(a.ID.Node, "anti-goal `"+a.ID.Value+"` breaks no goal and leads to no hazard", "add `against` or `hazards`")
		}
	}
}

func antiGoalTree(l *lint) {
	grown := uses{}
	for _, t := range l.m.Trees.All() {
		grown.all(t.Of)
	}
	for _, a := range l.m.AntiGoals.All() {
		if !grown[a.ID.Value] {
			l.note(a.ID.Node, "no tree shows how anti-goal `"+a.ID.Value+"` could be reached", "add an entry to `trees` with `of: ["+a.ID.Value+"]`")
		}
	}
}

// severeHazardTree asks for the hazards of severity S5 in models that draw trees at all.
func severeHazardTree(l *lint) {
	if l.m.Trees.Len() == 0 {
		return
	}
	grown := uses{}
	for _, t := range l.m.Trees.All() {
		for _, of := range t.Of.Items {
			grown[of.Value] = true
			if a := l.m.AntiGoals.Get(of.Value); a != nil {
				grown.all(a.Hazards)
			}
		}
	}
	for _, h := range l.m.Hazards.All() {
		if SeverityOf(l.m, h) == 5 && !grown[h.ID.Value] {
			l.note(h.ID.Node, "hazard `"+h.ID.Value+"` is S5 and stands at the root of no tree",
				"add it to `of` of a tree, or to `hazards` of an anti-goal that has one")
		}
	}
}

// defends tells whose step a node is, as the language says: the defence's where it names a control, unless it says.
func defends(n *model.TreeNode) bool {
	return n.Side.Value == "defence" || !n.Side.Stated() && n.Control.Stated()
}

func leafThreat(l *lint) {
	for _, t := range l.m.Trees.All() {
		for _, n := range t.Nodes.All() {
			if len(n.Of.Items) == 0 && !defends(n) && !n.Finding.Stated() && !n.Technique.Stated() {
				l.note(n.ID.Node, "step `"+n.ID.Value+"` of tree `"+t.ID.Value+"` is tied to no finding, threat or technique",
					"add `finding` or `technique`; where no finding fits, write the threat of your own under `threats`")
			}
		}
	}
}

func leafControl(l *lint) {
	for _, t := range l.m.Trees.All() {
		for _, n := range t.Nodes.All() {
			if len(n.Of.Items) > 0 || !defends(n) {
				continue
			}
			if !n.Control.Stated() {
				l.note(n.ID.Node, "defence `"+n.ID.Value+"` of tree `"+t.ID.Value+"` is no control of the model", "add `control`, and the control itself where it is missing")
			} else if c := l.m.Controls.Get(n.Control.Value); c != nil && !l.stands(c) {
				l.warn(n.Control.Node, "tree `"+t.ID.Value+"` counts on control `"+c.ID.Value+"`, which is "+withGap(c.Status.Value),
					"take the defence out of the tree, or plan the control")
			}
		}
	}
}

// withGap puts a status of a control into a sentence.
func withGap(status string) string {
	if status == "gap" {
		return "a gap"
	}
	return status
}

// lostReference reports what refers to a finding that the engine does not raise. An id that cannot be one is an error of
// the model already.
func lostReference(l *lint) {
	look := func(s model.String, what, id string) {
		threat, target, ok := model.SplitFinding(s.Value)
		if !ok || l.x.subjectOf(target) == nil && l.m.Zones.Index(target) < 0 || l.x.raised(s.Value) {
			return
		}
		hint := "remove it, or find out why the finding is gone"
		if l.x.eng.threats[threat] == nil {
			hint = "the packs have no such threat: correct the id"
		}
		l.warn(s.Node, what+" `"+id+"` rests on `"+s.Value+"`, which is not raised", hint)
	}
	for _, t := range l.m.Trees.All() {
		for _, n := range t.Nodes.All() {
			look(n.Finding, "tree", t.ID.Value)
		}
	}
	for _, s := range l.m.Situations.All() {
		for _, id := range s.Threats.Items {
			look(id, "hazardous situation", s.ID.Value)
		}
	}
	for _, s := range l.m.Scenarios.All() {
		for _, id := range s.Threats.Items {
			look(id, "scenario", s.ID.Value)
		}
	}
	for _, u := range l.m.UseCases.All() {
		for _, id := range u.Threats.Items {
			look(id, "misuse case", u.ID.Value)
		}
	}
}

func misuse(l *lint) {
	for _, u := range l.m.UseCases.All() {
		if u.Kind.Value != "misuse" {
			continue
		}
		var missing []string
		if len(u.By.Items) == 0 {
			missing = append(missing, "who does it (`by`)")
		}
		if len(u.Threatens.Items) == 0 {
			missing = append(missing, "which use it threatens (`threatens`)")
		}
		if len(u.Threats.Items) == 0 {
			missing = append(missing, "which threats it is made of (`threats`)")
		}
		if len(missing) > 0 {
			l.note(u.ID.Node, "misuse case `"+u.ID.Value+"` does not say "+enumerate(missing), "add what is missing: then it is traced from the misuser to the threat")
		}
	}
}
