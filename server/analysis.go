package server

import (
	"context"
	"io"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/attack"
	"theriac.dev/cover"
	"theriac.dev/diagram"
	"theriac.dev/goals"
	"theriac.dev/model"
	"theriac.dev/report"
	"theriac.dev/risk"
	"theriac.dev/store"
)

// GoalAnswer says how a goal stands.
type GoalAnswer struct {
	Goal        string   `json:"goal" doc:"Id of the goal."`
	Kind        string   `json:"kind" doc:"Kind of the goal."`
	Text        string   `json:"text" doc:"What shall hold."`
	Owner       string   `json:"owner" doc:"Who answers for it."`
	Serves      []string `json:"serves" doc:"Goals that it is part of."`
	Functions   []string `json:"functions" doc:"Functions that it rests on."`
	Assets      []string `json:"assets" doc:"Data and elements that it rests on."`
	AntiGoals   []string `json:"antiGoals" doc:"Anti-goals that break it or a goal below it."`
	Trees       []string `json:"trees" doc:"Trees that show how they are reached."`
	Hazards     []string `json:"hazards" doc:"Hazards that follow, worst first."`
	Findings    []string `json:"findings" doc:"Findings against it, worst first."`
	Before      string   `json:"before" doc:"Highest level of risk before controls; empty where there is none."`
	Left        string   `json:"left" doc:"Highest level that is left; empty where none is."`
	LeftFinding string   `json:"leftFinding,omitempty" doc:"The first finding with that level."`
	Open        bool     `json:"open" doc:"Some finding is not controlled, accepted or transferred."`
	Gaps        []string `json:"gaps" doc:"What is missing to judge it, in sentences without a full stop."`
}

// GrowAsk says which tree to grow.
type GrowAsk struct {
	Of    string `json:"of" minLength:"1" maxLength:"400" doc:"Hazard or anti-goal for a new tree; a tree to follow the paths in one that was made."`
	ID    string `json:"id,omitempty" maxLength:"200" doc:"Id of the new tree. Default: tree- and the id of the hazard."`
	Paths int    `json:"paths,omitempty" minimum:"0" maximum:"100" doc:"Ways at most; 0 for 12."`
	Steps int    `json:"steps,omitempty" minimum:"0" maximum:"50" doc:"Findings on a way at most; 0 for 8."`
}

// Grown is a tree made from the attack paths, as edits of the text that nobody has made yet. They are to be sent as text
// commands, so that growing is one step of the history as any other change.
type Grown struct {
	ID      string      `json:"id" doc:"Id of the tree."`
	Nodes   int         `json:"nodes" doc:"Number of nodes of a new tree."`
	Edits   []GrownFile `json:"edits" doc:"Edits of each file; empty where nothing would change."`
	Added   []string    `json:"added" doc:"Nodes that come to a tree that was there."`
	Updated []string    `json:"updated" doc:"Nodes that follow what is found now."`
	Kept    []string    `json:"kept" doc:"Nodes that stay as the team wrote them."`
	Gone    []string    `json:"gone" doc:"Nodes that are no longer found and go."`
	Stale   []string    `json:"stale" doc:"Nodes that are no longer found and stay, because the team refers to them."`
	Offered []string    `json:"offered" doc:"New nodes under a node that the team has rearranged, as parent: node."`
	Left    []string    `json:"left" doc:"What was left out, in sentences without a full stop."`
}

// GrownFile are the edits of one file.
type GrownFile struct {
	File  string `json:"file" doc:"Path within the project."`
	Hash  string `json:"hash" doc:"SHA-256 of the text that the edits count bytes of."`
	Edits []Edit `json:"edits" doc:"Edits, ordered and without overlap."`
}

// TreeProtection is the cheapest set of defences that leaves no attack on a tree, beside those that count already.
type TreeProtection struct {
	Chosen []TreeOption `json:"chosen" doc:"The defences."`
	Cost   int64        `json:"cost" doc:"Their cost in all."`
	Bound  int64        `json:"bound" doc:"Proven: no set of the known defences that stops as much costs less."`
	Exact  bool         `json:"exact" doc:"Cost and bound are equal."`
	Open   [][]string   `json:"open" doc:"Attacks that nothing that is known stops, by the ids of their steps; a few of them."`
}

// TreeOption is one defence that could be put in place.
type TreeOption struct {
	ID    string   `json:"id" doc:"Id of the node, or control@target for one of the library."`
	Title string   `json:"title" doc:"What it is."`
	Cost  int64    `json:"cost" doc:"What it takes."`
	From  string   `json:"from" doc:"Where the cost comes from: model, library or assumed."`
	InUse bool     `json:"inUse" doc:"It is a defence of the tree that does not count yet."`
	Stops []string `json:"stops" doc:"Steps that it counters."`
}

// PlanStep is one control of a plan, and what the attacker can still do once it and those before it are in place.
type PlanStep struct {
	*attack.Candidate
	For    string         `json:"for" doc:"The hazard that it is there to close."`
	Closed []string       `json:"closed" doc:"Hazards that no path leads to any more with this step, and did before it."`
	Points map[string]int `json:"points" doc:"Points of the easiest path to each hazard that is still open."`
}

// PlanAnswer says in which order controls would close hazard after hazard, those first that take least.
type PlanAnswer struct {
	Points map[string]int `json:"points" doc:"Points of the easiest path to each hazard that is open now."`
	Steps  []PlanStep     `json:"steps" doc:"Controls in their order."`
	Open   []string       `json:"open" doc:"Hazards that nothing that is known closes."`
}

// analysisRoutes are what is asked of goals, single controls, and trees beyond what they mean.
func (s *Server) analysisRoutes(api huma.API) {
	read(s, api, "list-goals", "/goals", "risk", "How each goal stands, worst first", func(_ context.Context, v *view, _ *struct{ AtHead }) ([]GoalAnswer, error) {
		return v.goals()
	})
	read(s, api, "list-singles", "/singles", "risk", "What each single control would close, best first", func(_ context.Context, v *view, in *struct {
		AtHead
		AfterControls
		Paths int `query:"k" minimum:"1" maximum:"20" default:"5" doc:"How many paths to each hazard are looked at."`
	}) ([]attack.Single, error) {
		g, err := v.graph(in.After)
		if err != nil {
			return nil, err
		}
		return some(g.Singles(in.Paths)), nil
	})
	read(s, api, "get-plan", "/plan", "risk", "Controls in an order that closes hazard after hazard", func(ctx context.Context, v *view, in *struct {
		AtHead
		AfterControls
	}) (*PlanAnswer, error) {
		return v.plan(ctx, in.After)
	})
	read(s, api, "get-tree-protection", "/trees/{tree}/protection", "risk", "The cheapest defences that stop every attack of a tree", func(ctx context.Context, v *view, in *TreeAsk) (*TreeProtection, error) {
		return v.protection(ctx, in)
	})
	ask(s, api, store.Editor, "grow-tree", "/grow", "risk", "A tree from the attack paths, as edits that are yet to be made", (*view).grow)
	s.registerRoutes(api)
}

// registerRoutes give the registers of risk as files.
func (s *Server) registerRoutes(api huma.API) {
	file(s, api, "get-risk-file", "/risk/{register}/{format}", "risk", "A register of risk as a file", func(w io.Writer, v *view, in *struct {
		AtHead
		Register string `path:"register" enum:"security,safety,both" doc:"Which; csv has one of them, the other formats have both."`
		Format   string `path:"format" enum:"csv,xlsx,md,json,svg,pdf" doc:"Format; svg and pdf draw the matrix."`
		Theme    string `query:"theme" enum:"light,dark,print" default:"light" doc:"svg, pdf: colours."`
	}) (string, error) {
		name := "risk." + in.Format
		if in.Format == "csv" {
			name = in.Register + "-" + name
		}
		return name, v.register(w, in.Register, in.Format, in.Theme)
	})
}

func (v *view) goals() ([]GoalAnswer, error) {
	a, err := v.analysis()
	if err != nil {
		return nil, err
	}
	out := []GoalAnswer{}
	for _, g := range goals.Overview(a) {
		x := GoalAnswer{Goal: g.Goal.ID.Value, Kind: g.Goal.Kind.Value, Text: g.Goal.Text.Value, Owner: g.Goal.Owner.Value,
			Serves: list(g.Serves), Functions: list(g.Functions), Assets: list(g.Assets), AntiGoals: list(g.AntiGoals), Trees: list(g.Trees),
			Hazards: list(g.Hazards), Findings: []string{}, Before: levelID(g.WorstBefore), Left: levelID(g.Worst), Open: g.Threatened, Gaps: list(g.Gaps)}
		if g.WorstFinding != nil {
			x.LeftFinding = g.WorstFinding.ID
		}
		for _, f := range g.Findings {
			x.Findings = append(x.Findings, f.ID)
		}
		out = append(out, x)
	}
	return out, nil
}

func levelID(l *risk.AcceptanceLevel) string {
	if l == nil {
		return ""
	}
	return l.ID
}

// plan puts the cheapest cut of each hazard behind the other, the cheapest first, and tells what is open after each step.
func (v *view) plan(ctx context.Context, after string) (*PlanAnswer, error) {
	g, err := v.graph(after)
	if err != nil {
		return nil, err
	}
	type part struct {
		hazard string
		cut    attack.Cut
	}
	var parts []part
	out := &PlanAnswer{Points: easiest(g), Steps: []PlanStep{}, Open: []string{}}
	limit := attack.Limit{Nodes: 20_000, Gap: 0.05, Rounds: 60, Stop: func() bool { return ctx.Err() != nil }}
	for _, h := range g.Reachable() {
		cut, err := g.Cut([]string{h}, nil, limit)
		if err != nil {
			return nil, asked(err)
		}
		if len(cut.Open) > 0 {
			out.Open = append(out.Open, h)
			continue
		}
		parts = append(parts, part{h, cut})
	}
	slices.SortStableFunc(parts, func(a, b part) int { return int(a.cut.Cost - b.cut.Cost) })
	then, was, there := g, out.Points, map[string]bool{}
	for _, p := range parts {
		for _, c := range p.cut.Controls {
			if there[c.ID] {
				continue
			}
			there[c.ID] = true
			if then, err = then.With(c.ID); err != nil {
				return nil, asked(err)
			}
			is := easiest(then)
			out.Steps = append(out.Steps, PlanStep{c, p.hazard, lost(was, is), is})
			was = is
		}
	}
	return out, ctx.Err()
}

// easiest are the points of the easiest path to each hazard that one leads to.
func easiest(g *attack.Graph) map[string]int {
	out := map[string]int{}
	for _, l := range g.All(1, attack.Cheapest) {
		if len(l.Paths) > 0 {
			out[l.Target] = l.Paths[0].Points
		}
	}
	return out
}

// lost are the keys of one map that another does not have, in order.
func lost(was, is map[string]int) []string {
	out := []string{}
	for id := range was {
		if _, ok := is[id]; !ok {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

func (v *view) protection(ctx context.Context, in *TreeAsk) (*TreeProtection, error) {
	a, err := v.analysis()
	if err != nil {
		return nil, err
	}
	t, _ := goals.FromModel(v.Model, a, in.Tree)
	if t == nil {
		return nil, errNoTree
	}
	g, err := v.graph("none")
	if err != nil {
		return nil, err
	}
	q := goals.Question{Stage: v.stage(in.After), With: in.With, Without: in.Without}
	p, err := t.Protect(q, g, cover.Limit{Nodes: 50_000, Gap: 0.02, Stop: func() bool { return ctx.Err() != nil }})
	if err != nil {
		return nil, asked(err)
	}
	out := &TreeProtection{Chosen: []TreeOption{}, Cost: p.Cost, Bound: p.Bound, Exact: p.Exact, Open: [][]string{}}
	for _, o := range p.Chosen {
		out.Chosen = append(out.Chosen, TreeOption{o.ID, o.Title, o.Cost, o.From, o.InUse, list(o.Stops)})
	}
	for _, x := range p.Open.Attacks[:min(5, len(p.Open.Attacks))] {
		out.Open = append(out.Open, list(t.Steps(x.Leaves)))
	}
	return out, nil
}

func (v *view) grow(ask *GrowAsk) (*Grown, error) {
	a, err := v.analysis()
	if err != nil {
		return nil, err
	}
	size := goals.Grow{Paths: ask.Paths, Steps: ask.Steps}
	out := &Grown{ID: ask.Of, Edits: []GrownFile{}, Added: []string{}, Updated: []string{}, Kept: []string{}, Gone: []string{}, Stale: []string{}, Offered: []string{}, Left: []string{}}
	if v.Model.Trees.Get(ask.Of) != nil {
		change, renewal, err := goals.Regenerate(a, ask.Of, size)
		if err != nil {
			return nil, asked(err)
		}
		out.Added, out.Updated, out.Kept, out.Gone = list(renewal.Added), list(renewal.Updated), list(renewal.Kept), list(renewal.Gone)
		out.Stale, out.Offered, out.Left = list(renewal.Stale), list(renewal.Offered), list(renewal.Left)
		return out, v.grown(change, out)
	}
	growth, err := goals.Generate(a, ask.Of, size)
	if err != nil {
		return nil, asked(err)
	}
	out.ID, out.Nodes, out.Left = ask.ID, len(growth.Nodes), list(growth.Left)
	if out.ID == "" {
		out.ID = "tree-" + ask.Of
	}
	change, err := goals.Plant(v.Model, out.ID, growth)
	if err != nil {
		return nil, asked(err)
	}
	return out, v.grown(change, out)
}

// grown tells a change as edits of the files that the caller has.
func (v *view) grown(change model.Change, out *Grown) error {
	for _, fe := range change.Edits {
		f := v.File(fe.File)
		if f == nil {
			return bad("the tree would go to `%s`, which is no file of the project", v.name(fe.File))
		}
		out.Edits = append(out.Edits, GrownFile{File: v.name(fe.File), Hash: hashText(string(f.Text())), Edits: wireEdits(fe.Edits)})
	}
	return nil
}

func (v *view) register(w io.Writer, which, format, theme string) error {
	a, err := v.analysis()
	if err != nil {
		return err
	}
	r := report.NewRegister(a)
	switch format {
	case "csv":
		if which == "both" {
			which = "security"
		}
		return r.WriteCSV(w, which)
	case "xlsx":
		return r.WriteXLSX(w)
	case "md":
		return r.WriteMarkdown(w)
	case "json":
		return r.WriteJSON(w)
	}
	return paint(w, diagram.DrawMatrix(diagram.MatrixOf(r)), theme, format)
}
