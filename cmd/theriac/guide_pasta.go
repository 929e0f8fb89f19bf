package main

import "theriac.dev/engine"

// pastaMethod is the Process for Attack Simulation and Threat Analysis in its seven stages (UcedaVélez and Morana, Risk
// Centric Threat Modeling, 2015). What PASTA calls the impact on the business is here harm to patients first.
var pastaMethod = method{
	id: "pasta", title: "PASTA", about: "For a whole product: from what it is for, through its parts and its threats, to the risks that stay.",
	stages: []stage{
		{title: "Objectives", asks: "What is the device for, what must it do for the patient, and how bad is it when it fails?",
			holds: func(v *guideView) []holding {
				return []holding{{"critical functions", ids(&v.m.Functions), "no critical function is written down"},
					{"hazards", ids(&v.m.Hazards), "no hazard is written down"}, {"goals", ids(&v.m.Goals), "no goal is written down"}}
			},
			wants: func(v *guideView) []string {
				if v.m.Device.IntendedUse.Stated() {
					return nil
				}
				return []string{"the device does not say its `intended-use`"}
			},
			checks: []string{"hazard-unrated", "hazard-tied-to-nothing", "goal-tied-to-nothing"},
			next:   "theriac guide goals {model}",
			paste:  []paste{goalsPaste}},
		{title: "Technical scope", asks: "Which parts, people, places and data belong to it, and who owns what the maker does not control?",
			holds: func(v *guideView) []holding {
				return []holding{{"elements", ids(&v.m.Elements), "no element is written down"}, {"zones", ids(&v.m.Zones), "no zone is written down"},
					{"data assets", ids(&v.m.Data), "no data asset is written down"}}
			},
			checks: []string{"untyped", "same-name", "external-without-owner", "port-without-actor"},
			next:   "theriac check {model}"},
		{title: "Decomposition", asks: "What flows where, across which borders, how protected, and for which uses?",
			holds: func(v *guideView) []holding {
				return []holding{{"flows", ids(&v.m.Flows), "no flow is written down"}, {"use cases", v.uses(), "no use case is written down"},
					{"views", ids(&v.m.Views), "no view is written down"}}
			},
			checks: []string{"flow-incomplete", "zone-without-flow", "view-leaves-out", "no-update-path", "unused"},
			next:   "theriac check {model}"},
		{title: "Threat analysis", asks: "Who would attack, by which known ways, and has it happened to others?",
			holds: func(v *guideView) []holding {
				return []holding{{"findings", v.findings(func(f *engine.Finding) bool { return f.Own == nil }), "no finding is raised"},
					{"threats of the team", v.findings(func(f *engine.Finding) bool { return f.Own != nil }), ""}}
			},
			wants: func(v *guideView) []string {
				return append(unreached(v), unseen(v)...)
			},
			checks: []string{"decision-without-finding", "finding-not-raised"},
			next:   "theriac advisories list {model}, then `seen` in the decisions"},
		{title: "Vulnerability analysis", asks: "Which weaknesses are known to be there, and which only may be?",
			holds: func(v *guideView) []holding {
				return []holding{{"confirmed findings", v.findings(func(f *engine.Finding) bool { return f.Certainty == engine.Confirmed }), ""}}
			},
			wants: func(v *guideView) []string {
				return told(v.findings(func(f *engine.Finding) bool { return severe(f) && f.Certainty == engine.Possible }),
					"%d findings of S4 or S5 rest on facts that nobody has stated")
			},
			next: "theriac ask {model}"},
		{title: "Attack modeling", asks: "By which steps would the worst be reached, and what do all the ways share?",
			holds: func(v *guideView) []holding {
				return []holding{{"anti-goals", ids(&v.m.AntiGoals), "no anti-goal is written down"}, {"trees", ids(&v.m.Trees), "no tree is written down"},
					{"misuse cases", v.misuses(), ""}}
			},
			checks: []string{"goal-without-anti-goal", "anti-goal-tied-to-nothing", "anti-goal-without-tree", "severe-hazard-in-no-tree",
				"tree-leaf-without-threat", "tree-defence-not-there", "misuse-incomplete"},
			next:  "theriac paths {model}, and theriac tree grow <hazard> {model}",
			paste: []paste{antiGoalsPaste, treesPaste}},
		{title: "Risk and impact", asks: "What is done about each threat, what is left, and who has accepted it?",
			holds: func(v *guideView) []holding {
				return []holding{{"decided findings", v.findings(func(f *engine.Finding) bool { return !undecided(f) }), "nothing is decided"},
					{"controls", ids(&v.m.Controls), ""}}
			},
			wants: func(v *guideView) []string {
				return told(v.findings(func(f *engine.Finding) bool { return severe(f) && undecided(f) }), "%d findings of S4 or S5 are open")
			},
			checks: []string{"transfer-incomplete", "transfer-vague", "acceptance-incomplete", "acceptance-by-others", "same-decision",
				"control-may-harm", "control-without-threat", "depends-on-weaker", "hopeful-words"},
			next: "theriac risk {model}, then theriac decide <finding> <decision> {model}"},
	},
}

// unseen asks for what is known of attacks in the world, once: no entry of the model tells theory from evidence.
func unseen(v *guideView) []string {
	for _, t := range v.m.Threats.All() {
		if t.Seen.Stated() {
			return nil
		}
	}
	return []string{"no decision says whether its threat has happened (`seen: evidence`) or only could (`seen: theory`)"}
}
