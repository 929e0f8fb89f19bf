package server

import (
	"context"
	"slices"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/attack"
	"theriac.dev/report"
	"theriac.dev/store"
)

// graphs are the attack graphs of a view, each made when it is first asked for.
type graphs struct {
	mu sync.Mutex
	by map[string]*attack.Graph
}

// graph is the attack graph with the controls of a status and further; "none" leaves all controls out.
func (v *view) graph(after string) (*attack.Graph, error) {
	a, err := v.analysis()
	if err != nil {
		return nil, err
	}
	switch after {
	case "":
		after = string(a.Scales.Counts)
	case "none":
		after = ""
	}
	v.graphs.mu.Lock()
	defer v.graphs.mu.Unlock()
	if g := v.graphs.by[after]; g != nil {
		return g, nil
	}
	g := attack.Build(a, attack.Options{After: after, Scales: a.Scales})
	if v.graphs.by == nil {
		v.graphs.by = map[string]*attack.Graph{}
	}
	v.graphs.by[after] = g
	return g, nil
}

// AfterControls says which controls count.
type AfterControls struct {
	After string `query:"after" enum:"none,planned,implemented,verified" doc:"Status from which a control counts; none leaves all out. Default: as the scales of the model say."`
}

// WhatIf asks what the attacker could do if some controls were there, or were not.
type WhatIf struct {
	With    []string `json:"with,omitempty" maxItems:"200" doc:"Controls to put in place: control@target for one of the library, or the id of one of the model."`
	Without []string `json:"without,omitempty" maxItems:"200" doc:"Controls of the model to take away."`
	After   string   `json:"after,omitempty" enum:"none,planned,implemented,verified" doc:"Status from which controls of the model count. Default: as its scales say."`
}

// WhatIfAnswer compares what the attacker can do now and then.
type WhatIfAnswer struct {
	Hazards []WhatIfHazard `json:"hazards" doc:"One for each hazard, worst first."`
	Opened  int            `json:"opened" doc:"Hazards that a path leads to only then."`
	Closed  int            `json:"closed" doc:"Hazards that no path leads to any more."`
}

// WhatIfHazard is one hazard before and after.
type WhatIfHazard struct {
	Hazard string       `json:"hazard" doc:"Id of the hazard."`
	Text   string       `json:"text" doc:"The hazard."`
	Before *attack.Path `json:"before,omitempty" doc:"The easiest path now; absent where there is none."`
	After  *attack.Path `json:"after,omitempty" doc:"The easiest path then; absent where there is none."`
}

func (s *Server) riskRoutes(api huma.API) {
	read(s, api, "get-risk", "/risk", "risk", "The risk assessment: two registers and what links them", func(_ context.Context, v *view, _ *struct{ AtHead }) (*report.Register, error) {
		a, err := v.analysis()
		if err != nil {
			return nil, err
		}
		return report.NewRegister(a), nil
	})
	read(s, api, "get-paths", "/paths", "risk", "The easiest attack paths to a target, or to each hazard", func(_ context.Context, v *view, in *struct {
		AtHead
		AfterControls
		Target string `query:"target" maxLength:"400" doc:"Hazard, function, data asset or element; empty for all hazards."`
		Most   int    `query:"k" minimum:"1" maximum:"50" default:"3" doc:"How many differing paths to each."`
		Order  string `query:"order" enum:"cheapest,fewest" default:"cheapest" doc:"Fewest points of attack potential, or fewest findings."`
	}) ([]attack.PathList, error) {
		return v.paths(in.After, in.Target, in.Most, in.Order)
	})
	read(s, api, "get-spread", "/spread", "risk", "How many patients one attack can reach", func(_ context.Context, v *view, in *struct {
		AtHead
		Target string `query:"target" required:"true" maxLength:"400" doc:"Hazard or element."`
	}) (attack.Spread, error) {
		g, err := v.graph("none")
		if err != nil {
			return attack.Spread{}, err
		}
		out, err := g.Spread(in.Target)
		return out, asked(err)
	})
	read(s, api, "get-choke", "/choke", "risk", "What all paths to a target have in common", func(_ context.Context, v *view, in *struct {
		AtHead
		AfterControls
		Target string `query:"target" required:"true" maxLength:"400" doc:"Hazard, function, data asset or element."`
	}) (attack.Choke, error) {
		g, err := v.graph(in.After)
		if err != nil {
			return attack.Choke{}, err
		}
		out, err := g.Choke(in.Target)
		return out, asked(err)
	})
	read(s, api, "get-cut", "/cut", "risk", "The cheapest set of controls that cuts all paths", func(ctx context.Context, v *view, in *struct {
		AtHead
		AfterControls
		Targets []string `query:"target" maxItems:"100" doc:"Targets, separated by commas; empty for the hazards of S4 and S5."`
	}) (attack.Cut, error) {
		g, err := v.graph(in.After)
		if err != nil {
			return attack.Cut{}, err
		}
		out, err := g.Cut(in.Targets, nil, attack.Limit{Nodes: 50_000, Gap: 0.02, Rounds: 200, Stop: func() bool { return ctx.Err() != nil }})
		return out, asked(err)
	})
	ask(s, api, store.Reader, "ask-what-if", "/what-if", "risk", "What the attacker could do with other controls", (*view).whatIf)
}

// asked marks an error as one of the question: it names something that the model does not have.
func asked(err error) error {
	if err == nil {
		return nil
	}
	return bad("%s", err.Error())
}

func (v *view) paths(after, target string, most int, order string) ([]attack.PathList, error) {
	g, err := v.graph(after)
	if err != nil {
		return nil, err
	}
	by := attack.Cheapest
	if order == "fewest" {
		by = attack.Fewest
	}
	if target == "" {
		return some(g.All(most, by)), nil
	}
	paths, err := g.Paths(target, most, by)
	if err != nil {
		return nil, asked(err)
	}
	out := attack.PathList{Target: target, Paths: some(paths)}
	if len(paths) > 0 {
		out.Text, out.Severity = paths[0].Text, paths[0].Severity
	}
	return []attack.PathList{out}, nil
}

// some makes an empty list of none.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (v *view) whatIf(q *WhatIf) (*WhatIfAnswer, error) {
	before, err := v.graph(q.After)
	if err != nil {
		return nil, err
	}
	then := before
	for _, id := range q.With {
		if then, err = then.With(id); err != nil {
			return nil, asked(err)
		}
	}
	for _, id := range q.Without {
		if then, err = then.Without(id); err != nil {
			return nil, asked(err)
		}
	}
	out := &WhatIfAnswer{Hazards: []WhatIfHazard{}}
	easiest := func(g *attack.Graph) map[string]*attack.Path {
		m := map[string]*attack.Path{}
		for _, l := range g.All(1, attack.Cheapest) {
			if len(l.Paths) > 0 {
				m[l.Target] = &l.Paths[0]
			}
		}
		return m
	}
	was, is := easiest(before), easiest(then)
	for _, h := range before.Hazards() {
		id := h.ID.Value
		out.Hazards = append(out.Hazards, WhatIfHazard{Hazard: id, Text: h.Text.Value, Before: was[id], After: is[id]})
		switch {
		case was[id] == nil && is[id] != nil:
			out.Opened++
		case was[id] != nil && is[id] == nil:
			out.Closed++
		}
	}
	slices.SortStableFunc(out.Hazards, func(a, b WhatIfHazard) int { return before.Severity(b.Hazard) - before.Severity(a.Hazard) })
	return out, nil
}
