package report

import (
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
)

// Threat is what the library knows of a threat, whatever it is about.
type Threat struct {
	ID         string   `json:"id" doc:"Id of the threat."`
	Pack       string   `json:"pack" doc:"The pack that it comes from."`
	Patterns   []string `json:"patterns" doc:"CAPEC ids."`
	Techniques []string `json:"techniques" doc:"ATT&CK ids."`
	EMB3D      []string `json:"emb3d" doc:"EMB3D threat ids."`
	Evidence   []string `json:"evidence" doc:"Advisories and CVE ids of the same weakness in other devices."`
	Controls   []string `json:"controls" doc:"Ids of controls of the library that answer it, best first."`
	Stages     []string `json:"stages" doc:"Phases of life in which it acts."`
	Check      string   `json:"check" doc:"How to look for it on the product."`
}

func newThreat(t *library.Threat) Threat {
	return Threat{t.ID, t.Pack, list(t.Patterns), list(t.Techniques), list(t.EMB3D), list(t.Evidence), list(t.Controls), list(t.Stages), t.Check}
}

// threat returns what the library knows of a threat; nothing of one of the team's own.
func (r *Report) threat(id string) Threat {
	if i, ok := slices.BinarySearchFunc(r.Threats, id, func(t Threat, id string) int { return strings.Compare(t.ID, id) }); ok {
		return r.Threats[i]
	}
	return Threat{}
}

// gather lists the threats of the findings that are shown.
func (r *Report) gather(analyses []*engine.Analysis) {
	known := map[string]*library.Threat{}
	for _, a := range analyses {
		for _, t := range a.Library.Threats {
			known[t.ID] = t
		}
	}
	listed := map[string]bool{}
	for _, m := range r.Models {
		for _, f := range m.Findings {
			if t := known[f.Threat]; t != nil && !listed[f.Threat] {
				listed[f.Threat] = true
				r.Threats = append(r.Threats, newThreat(t))
			}
		}
	}
	slices.SortFunc(r.Threats, func(a, b Threat) int { return strings.Compare(a.ID, b.ID) })
}
