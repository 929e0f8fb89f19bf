package server

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/diagram"
	"theriac.dev/engine"
	"theriac.dev/goals"
	"theriac.dev/risk"
	"theriac.dev/tree"
)

var errNoTree = errors.New("there is no such tree")

// TreeLine is a tree in the list of all.
type TreeLine struct {
	ID    string   `json:"id" doc:"Id of the tree."`
	Name  string   `json:"name" doc:"Its title."`
	Of    []string `json:"of" doc:"Anti-goals and hazards that its root means."`
	Nodes int      `json:"nodes" doc:"Number of nodes."`
	// Attacks and Left count minimal attack sets.
	Attacks string `json:"attacks" doc:"Number of minimal attack sets before controls, in decimal digits; it may be very large."`
	Left    string `json:"left" doc:"Number that is left with the controls that count."`
}

// TreeAnswer is what the attacker can do in a tree, and where it can be stopped.
type TreeAnswer struct {
	ID       string       `json:"id" doc:"Id of the tree."`
	Name     string       `json:"name" doc:"Its title."`
	Unit     string       `json:"unit" doc:"What costs are: as written, points of attack potential, or empty where no leaf has any."`
	Nodes    []TreeNode   `json:"nodes" doc:"Its nodes, in the order of the text."`
	Count    string       `json:"count" doc:"Number of minimal attack sets, in decimal digits."`
	Exact    bool         `json:"exact" doc:"Whether that number is exact, or a bound from below."`
	Cheapest []TreeAttack `json:"cheapest" doc:"The cheapest attacks."`
	Front    []TreeAttack `json:"front" doc:"Attacks that no other is at least as easy as in everything."`
	Cuts     [][]string   `json:"cuts" doc:"Sets of steps such that no attack is left when they are made impossible."`
	Problems []Diagnostic `json:"problems" doc:"What is wrong with the tree."`
}

// TreeNode is a node with what it rests on.
type TreeNode struct {
	ID      string `json:"id" doc:"Id in the tree."`
	Text    string `json:"text" doc:"What happens here."`
	Finding string `json:"finding,omitempty" doc:"The finding that the step is, where the analysis raises it."`
	Control string `json:"control,omitempty" doc:"The control of the model that the defence is."`
	Status  string `json:"status,omitempty" doc:"Its status."`
	Active  bool   `json:"active" doc:"A defence that counts in this answer."`
	Gone    bool   `json:"gone" doc:"A step whose finding is eliminated or does not apply."`
}

// TreeAttack is one attack.
type TreeAttack struct {
	Leaves []string `json:"leaves" doc:"Steps of the attack, by the ids of their nodes."`
	Cost   int64    `json:"cost" doc:"Sum of the costs."`
	Hours  int64    `json:"hours" doc:"Time along the longest chain."`
}

// TreeAsk says which controls count.
type TreeAsk struct {
	AtHead
	Tree    string   `path:"tree" maxLength:"400" doc:"Id of the tree."`
	After   string   `query:"after" enum:"none,planned,implemented,verified" doc:"Status from which a control counts. Default: as the scales of the model say."`
	With    []string `query:"with" maxItems:"200" doc:"Defences that count besides, by ids of nodes or controls, separated by commas."`
	Without []string `query:"without" maxItems:"200" doc:"Defences that do not count."`
	Most    int      `query:"k" minimum:"1" maximum:"100" default:"10" doc:"How many attacks and cuts."`
}

func (s *Server) treeRoutes(api huma.API) {
	read(s, api, "list-trees", "/trees", "risk", "The attack-defence trees", func(_ context.Context, v *view, _ *struct{ AtHead }) ([]TreeLine, error) {
		return v.trees()
	})
	read(s, api, "get-tree", "/trees/{tree}", "risk", "What the attacker can do in a tree", func(_ context.Context, v *view, in *TreeAsk) (*TreeAnswer, error) {
		return v.tree(in)
	})
	file(s, api, "get-tree-picture", "/trees/{tree}/picture/{format}", "risk", "A tree as svg, png or pdf", func(w io.Writer, v *view, in *struct {
		TreeAsk
		Theme  string `query:"theme" enum:"light,dark,print" default:"light" doc:"Colours."`
		Format string `path:"format" enum:"svg,png,pdf" doc:"Format."`
	}) (string, error) {
		t, _ := goals.FromModel(v.Model, v.Analysis, in.Tree)
		if t == nil {
			return "", errNoTree
		}
		scene := diagram.DrawTree(diagram.TreeDrawing{Title: t.Name, Text: t.Text, Tree: t.Tree, Off: t.Cut()})
		return in.Tree + "." + in.Format, paint(w, scene, in.Theme, in.Format)
	})
}

// stage is the stage of controls that a question names.
func (v *view) stage(after string) engine.Stage {
	switch after {
	case "none":
		return engine.Before
	case "":
		if v.Analysis != nil {
			return v.Analysis.Residual()
		}
		after = "implemented"
	}
	return engine.StageOf(risk.Status(after))
}

func (v *view) trees() ([]TreeLine, error) {
	out := []TreeLine{}
	for _, x := range v.Model.Trees.All() {
		t, _ := goals.FromModel(v.Model, v.Analysis, x.ID.Value)
		if t == nil {
			continue
		}
		line := TreeLine{ID: t.ID, Name: t.Name, Of: list(t.Of), Nodes: len(t.Tree.Nodes)}
		before, err := t.Ask(goals.Question{Stage: engine.Before, Attacks: 1, Cuts: 1})
		if err != nil {
			return nil, asked(err)
		}
		left, err := t.Ask(goals.Question{Stage: v.stage(""), Attacks: 1, Cuts: 1})
		if err != nil {
			return nil, asked(err)
		}
		line.Attacks, line.Left = digits(before.Count), digits(left.Count)
		out = append(out, line)
	}
	return out, nil
}

func digits(n tree.Number) string {
	if n.N == nil {
		return "0"
	}
	return n.N.String()
}

func (v *view) tree(in *TreeAsk) (*TreeAnswer, error) {
	t, problems := goals.FromModel(v.Model, v.Analysis, in.Tree)
	if t == nil {
		return nil, errNoTree
	}
	a, err := t.Ask(goals.Question{Stage: v.stage(in.After), With: in.With, Without: in.Without, Attacks: in.Most, Cuts: in.Most})
	if err != nil {
		return nil, asked(err)
	}
	out := &TreeAnswer{ID: t.ID, Name: t.Name, Unit: t.Unit, Nodes: []TreeNode{}, Count: digits(a.Count), Exact: a.Count.Exact,
		Cheapest: []TreeAttack{}, Front: []TreeAttack{}, Cuts: [][]string{}, Problems: v.problems(problems)}
	gone := t.Cut()
	for i, n := range t.Tree.Nodes {
		node := TreeNode{ID: n.ID, Text: n.Text, Active: slices.Contains(a.Active, i), Gone: slices.Contains(gone, i)}
		if i < len(t.Nodes) {
			node.rest(&t.Nodes[i])
		}
		out.Nodes = append(out.Nodes, node)
	}
	for _, x := range a.Cheapest.Attacks {
		out.Cheapest = append(out.Cheapest, attackOf(t, x))
	}
	for _, p := range a.Front.Points {
		out.Front = append(out.Front, attackOf(t, p.Attack))
	}
	for _, set := range a.Cuts.Sets {
		out.Cuts = append(out.Cuts, list(t.Steps(set)))
	}
	return out, nil
}

func (n *TreeNode) rest(x *goals.Node) {
	if x.Finding != nil {
		n.Finding = x.Finding.ID
	}
	if x.Control != nil {
		n.Control, n.Status = x.Control.ID.Value, x.Control.Standing()
	}
}

func attackOf(t *goals.Tree, x tree.Attack) TreeAttack {
	return TreeAttack{Leaves: list(t.Steps(x.Leaves)), Cost: x.Totals.Cost, Hours: x.Totals.Time}
}
