package main

import (
	"slices"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

var goalsPaste = paste{func(m *model.Model) *syntax.Node { return m.Goals.Node }, `goals:
  G1: {text: What shall hold for the patient, kind: clinical, of: [{function}], owner: Who answers for it}
`}

var antiGoalsPaste = paste{func(m *model.Model) *syntax.Node { return m.AntiGoals.Node }, `anti-goals:
  AG1: {text: What the attacker wants to reach, against: [{goal}], hazards: [{hazard}], by: [{position}]}
`}

var treesPaste = paste{func(m *model.Model) *syntax.Node { return m.Trees.Node }, `trees:
  T1:
    name: How it could be reached
    of: [{antigoal}]
    root: top
    nodes:
      top: {text: The attacker reaches it, gate: or, of: [one-way]}
      one-way: {finding: {finding}}
`}

// goalsMethod is goal-oriented modeling after KAOS (van Lamsweerde, Requirements Engineering, 2009, chapters 8 and 9):
// goals, their refinement, what stands against them, and how that is resolved.
var goalsMethod = method{
	id: "goals", title: "Goals and anti-goals", about: "For the question what matters most: from what shall hold, to who would break it, to what cuts that off.",
	stages: []stage{
		{title: "Goals", asks: "What shall hold, for patients, users and makers?",
			holds: func(v *guideView) []holding {
				return []holding{{"goals", ids(&v.m.Goals), "no goal is written down"}, {"critical functions", ids(&v.m.Functions), "no critical function is written down"}}
			},
			wants: func(v *guideView) []string { return aimless(v, v.m.Goals.Len() > 0) },
			next:  "write `goals`, one sentence each",
			paste: []paste{goalsPaste}},
		{title: "Refinement", asks: "Which goals serve which, what do they rest on, and who answers for each?",
			holds: func(v *guideView) []holding { return []holding{{"goals with an owner", ownedGoals(v, true), ""}} },
			wants: func(v *guideView) []string {
				if v.m.Goals.Len() == 0 {
					return []string{"no goal to refine"}
				}
				return told(ownedGoals(v, false), "%d goals without `owner`")
			},
			checks: []string{"goal-tied-to-nothing"},
			next:   "add `of`, `assets`, `part-of` and `owner` to the goals"},
		{title: "Obstacles and anti-goals", asks: "What can go wrong by itself, and who would break each goal on purpose?",
			holds: func(v *guideView) []holding {
				return []holding{{"anti-goals", ids(&v.m.AntiGoals), "no anti-goal is written down"}, {"hazards", ids(&v.m.Hazards), "no hazard is written down"}}
			},
			checks: []string{"goal-without-anti-goal", "anti-goal-tied-to-nothing"},
			next:   "write `anti-goals`, each with `against` and the attackers in `by`",
			paste:  []paste{antiGoalsPaste}},
		{title: "Trees", asks: "By which steps could each anti-goal be reached, also those believed to be blocked?",
			holds: func(v *guideView) []holding {
				return []holding{{"trees", ids(&v.m.Trees), "no tree is written down"}, {"findings in trees", v.treeFindings(), ""}}
			},
			checks: []string{"anti-goal-without-tree", "severe-hazard-in-no-tree", "tree-leaf-without-threat", "finding-not-raised"},
			next:   "write `trees`; leaves name findings of `theriac analyze {model}`",
			paste:  []paste{treesPaste}},
		{title: "Resolution", asks: "What cuts each way off: prevent it, weaken it, restore after it, or give the goal to somebody else?",
			holds: func(v *guideView) []holding {
				return []holding{{"defences in trees", v.defences(), ""}, {"controls", ids(&v.m.Controls), ""}}
			},
			wants:  unresolved,
			checks: []string{"tree-defence-not-there", "control-may-harm", "depends-on-weaker"},
			next:   "theriac decide <finding> mitigate {model} --control <control>"},
	},
}

// aimless names critical functions that no goal names, where there are goals.
func aimless(v *guideView, goals bool) []string {
	if !goals {
		return nil
	}
	served := map[string]bool{}
	for _, g := range v.m.Goals.All() {
		for _, f := range words(g.Of) {
			served[f] = true
		}
	}
	var out []string
	for _, f := range ids(&v.m.Functions) {
		if !served[f] {
			out = append(out, f)
		}
	}
	return told(out, "%d critical functions that serve no goal")
}

func ownedGoals(v *guideView, owned bool) []string {
	var out []string
	for _, g := range v.m.Goals.All() {
		if g.Owner.Stated() == owned {
			out = append(out, g.ID.Value)
		}
	}
	return out
}

// treeFindings are the findings and own threats that trees name.
func (v *guideView) treeFindings() []string {
	var out []string
	for _, t := range v.m.Trees.All() {
		for _, n := range t.Nodes.All() {
			if id := n.Finding.Value; id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// defences are the controls that trees name.
func (v *guideView) defences() []string {
	var out []string
	for _, t := range v.m.Trees.All() {
		for _, n := range t.Nodes.All() {
			if id := n.Control.Value; id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// unresolved names findings in trees that nobody has decided on.
func unresolved(v *guideView) []string {
	named := v.treeFindings()
	if len(named) == 0 {
		return []string{"no tree names a finding, so there is nothing to resolve yet"}
	}
	return told(v.findings(func(f *engine.Finding) bool { return undecided(f) && slices.Contains(named, f.ID) }), "%d open findings in trees")
}
