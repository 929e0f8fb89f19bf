package main

import (
	"slices"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// misuseMethod is modeling with misuse cases (Sindre and Opdahl, Eliciting security requirements with misuse cases, 2005).
var misuseMethod = method{
	id: "misuse", title: "Misuse cases", about: "For a group with clinicians and users: what they do with the device, and who would turn it against them.",
	stages: []stage{
		{title: "Uses", asks: "What do people do with the device, in which roles, step by step?",
			holds: func(v *guideView) []holding {
				return []holding{{"use cases", v.uses(), "no use case is written down"}, {"roles", ids(&v.m.Roles), ""}}
			},
			wants: func(v *guideView) []string {
				return told(v.useCases(func(u *model.UseCase) bool {
					return u.Kind.Value != "misuse" && (len(u.Steps.Items) == 0 || len(u.Roles.Items) == 0)
				}), "%d use cases without `roles` or `steps`")
			},
			next: "write `usecases` with `roles` and `steps`; steps are flows or sentences",
			paste: []paste{{func(m *model.Model) *syntax.Node { return m.UseCases.Node }, `usecases:
  use-1: {name: What somebody does, roles: [{controller}], steps: [{flow}]}
`}}},
		{title: "Misusers", asks: "Who could get at it: people nearby, patients, staff, the vendor, other apps, the internet?",
			holds: func(v *guideView) []holding { return []holding{{"zones", ids(&v.m.Zones), "no zone is written down"}} },
			wants: unreached,
			next:  "add `type` or `reach` to the zones"},
		{title: "Misuse cases", asks: "How would each of them turn each use against the patient or the owner?",
			holds: func(v *guideView) []holding {
				return []holding{{"misuse cases", v.misuses(), "no misuse case is written down"}}
			},
			wants:  unthreatened,
			checks: []string{"misuse-incomplete"},
			next:   "add use cases of `kind: misuse`, each with `by`, `threatens` and `threats`",
			paste: []paste{{func(m *model.Model) *syntax.Node { return m.UseCases.Node }, `usecases:
  misuse-1: {name: What a misuser does, kind: misuse, by: [{position}], threatens: [{usecase}], threats: [{finding}]}
`}}},
		{title: "Threats", asks: "Which findings and threats of the team make up each misuse case?",
			holds: func(v *guideView) []holding {
				return []holding{{"threats in misuse cases", v.misuseThreats(), "no misuse case names a threat"}}
			},
			checks: []string{"finding-not-raised"},
			next:   "theriac analyze {model}"},
		{title: "Answers", asks: "What prevents it, notices it, or limits the harm?",
			holds: func(v *guideView) []holding { return []holding{{"controls", ids(&v.m.Controls), ""}} },
			wants: unanswered,
			next:  "theriac decide <finding> <decision> {model}"},
	},
}

func (v *guideView) useCases(fits func(*model.UseCase) bool) []string {
	var out []string
	for _, u := range v.m.UseCases.All() {
		if fits(u) {
			out = append(out, u.ID.Value)
		}
	}
	return out
}

func (v *guideView) misuses() []string {
	return v.useCases(func(u *model.UseCase) bool { return u.Kind.Value == "misuse" })
}

func (v *guideView) misuseThreats() []string {
	return gathered(v.m.UseCases.All(), func(u *model.UseCase) model.Strings { return u.Threats })
}

// unreached names zones of which the model does not say what they are, so nobody knows who reaches them.
func unreached(v *guideView) []string {
	var out []string
	for _, z := range v.m.Zones.All() {
		if !z.Reach.Stated() && !z.Type.Stated() {
			out = append(out, z.ID.Value)
		}
	}
	return told(out, "%d zones without `type` or `reach`, so nobody knows who gets there")
}

// unthreatened names uses that no misuse case threatens, where there are misuse cases.
func unthreatened(v *guideView) []string {
	if len(v.misuses()) == 0 {
		return nil
	}
	threatened := map[string]bool{}
	for _, u := range v.m.UseCases.All() {
		for _, id := range words(u.Threatens) {
			threatened[id] = true
		}
	}
	return told(slices.DeleteFunc(v.uses(), func(id string) bool { return threatened[id] }), "%d use cases that no misuse case threatens")
}

// unanswered names misuse cases that no control answers and of which a threat is still open.
func unanswered(v *guideView) []string {
	if len(v.misuses()) == 0 {
		return []string{"no misuse case to answer"}
	}
	open := v.findings(undecided)
	return told(v.useCases(func(u *model.UseCase) bool {
		return u.Kind.Value == "misuse" && len(u.Controls.Items) == 0 &&
			(len(u.Threats.Items) == 0 || slices.ContainsFunc(words(u.Threats), func(id string) bool { return slices.Contains(open, id) }))
	}), "%d misuse cases without an answer")
}
