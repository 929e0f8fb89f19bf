// Package goals ties goals and their attack-defence trees to the model: which goals are threatened and by what, what the
// trees of a model mean for the attacker and for the controls, and trees that are made from the attack graph and then
// owned by the team.
//
// A tree of the model becomes a [tree.Tree] with what its leaves rest on: findings with their attack potential, controls
// with their status. All answers come from the minimal attack sets of package tree, and the cheapest set of controls from
// package cover, with its proof.
//
// Everything is a function of the model and its analysis. The order of the nodes in the text plays no part, except that
// of the nodes under an ordered gate.
package goals

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
	"theriac.dev/tree"
)

// Tree is a tree of the model, ready to be asked.
type Tree struct {
	ID, Name, Text string
	Of             []string // the anti-goals and hazards that its root means
	Tree           tree.Tree
	Nodes          []Node // by the index of the node in Tree
	// Unit says what costs are: "as written", "points of attack potential", or "" where no leaf has any.
	Unit string

	a *engine.Analysis // may be nil
}

// The units of cost.
const (
	AsWritten = "as written"
	Potential = "points of attack potential"
)

// Node is what a node of a tree rests on.
type Node struct {
	Model   *model.TreeNode // nil for a decision
	Finding *engine.Finding // of an attack leaf, where the analysis raises it
	Control *model.Control  // of a defence leaf
	// Decision is set for a defence that the tool adds: the team has decided that the finding of a step is eliminated or
	// does not apply, so that the step cannot be done once controls count.
	Decision *model.Threat
	// From says where each attribute that is stated comes from: "node" or "finding".
	From map[tree.Attribute]string
	// Unshown are controls of the model that answer the finding of the leaf and that the tree does not show.
	Unshown []string
	// Stage is the last stage at which a defence leaf counts; Before where it never does.
	Stage engine.Stage
}

// FromModel makes a tree of the entry of `trees` with the id. The analysis may be nil: then leaves know only what they
// state themselves. The tree is nil where there is no such entry. Diagnostics tell what is wrong with the tree, at the
// places of its nodes; what the decoder has reported already is left out.
func FromModel(m *model.Model, a *engine.Analysis, id string) (*Tree, []syntax.Diagnostic) {
	entry := m.Trees.Get(id)
	if entry == nil {
		return nil, []syntax.Diagnostic{{Severity: syntax.Error, Code: "no-entry", Message: fmt.Sprintf("there is no tree `%s`", id), Hint: treesHint(m)}}
	}
	b := &builder{m: m, progress: engine.NewProgress(m, nil), entry: entry, at: map[string]int{}, findings: map[string]*engine.Finding{}}
	b.t = &Tree{ID: id, Name: entry.Name.Value, Text: entry.Text.Value, Of: words(entry.Of), a: a}
	if a != nil {
		for _, f := range a.Findings {
			b.findings[f.ID] = f
		}
	}
	b.grow()
	b.link()
	b.decide()
	b.costs()
	b.report()
	return b.t, b.diagnostics
}

func treesHint(m *model.Model) string {
	if m.Trees.Len() == 0 {
		return "the model has no trees"
	}
	return "the trees of the model are " + strings.Join(m.EntryIDs("trees"), ", ")
}

func words(s model.Strings) []string {
	var out []string
	for _, i := range s.Items {
		out = append(out, i.Value)
	}
	return out
}

type builder struct {
	m           *model.Model
	progress    *engine.Progress
	entry       *model.Tree
	t           *Tree
	at          map[string]int // by id
	findings    map[string]*engine.Finding
	diagnostics []syntax.Diagnostic
}

// byID returns the nodes of a tree in the order of their ids.
func byID(t *model.Tree) []*model.TreeNode {
	out := slices.Clone(t.Nodes.All())
	slices.SortStableFunc(out, func(x, y *model.TreeNode) int { return cmp.Compare(x.ID.Value, y.ID.Value) })
	return out
}

// defends tells whose step a node is: the defence's where it names a control, unless it says.
func defends(n *model.TreeNode) bool {
	return n.Side.Value == "defence" || !n.Side.Stated() && n.Control.Stated()
}

// grow makes the nodes.
func (b *builder) grow() {
	for _, n := range byID(b.entry) {
		b.at[n.ID.Value] = len(b.t.Nodes)
		node, at := tree.Node{ID: n.ID.Value, Text: n.Text.Value, Gate: gateOf(n), K: n.AtLeast.Value, Defence: defends(n)}, Node{Model: n}
		if node.Gate == tree.Leaf {
			at.From = map[tree.Attribute]string{}
			b.leaf(&node, &at)
		}
		b.t.Tree.Nodes, b.t.Nodes = append(b.t.Tree.Nodes, node), append(b.t.Nodes, at)
	}
}

func gateOf(n *model.TreeNode) tree.Gate {
	switch n.Gate.Value {
	case "or":
		return tree.Or
	case "and":
		return tree.And
	case "ordered":
		return tree.Ordered
	case "at-least":
		return tree.AtLeast
	}
	switch {
	case n.AtLeast.Stated():
		return tree.AtLeast
	case len(n.Of.Items) > 0:
		return tree.Or
	}
	return tree.Leaf
}

// leaf fills in what a leaf rests on.
func (b *builder) leaf(node *tree.Node, at *Node) {
	n := at.Model
	node.Unknown = tree.SetOf(tree.EveryAttribute()...)
	if node.Defence {
		if at.Control = b.m.Controls.Get(n.Control.Value); at.Control != nil {
			at.Stage = b.progress.Of(at.Control)
			if node.Text == "" {
				node.Text = controlName(b.t.a, at.Control)
			}
		}
	} else if at.Finding = b.findings[n.Finding.Value]; at.Finding != nil && node.Text == "" {
		node.Text = at.Finding.Title
	}
	if node.Text == "" {
		node.Text = cmp.Or(n.Finding.Value, n.Technique.Value, n.Control.Value)
	}
	attributes(b.t.a, node, at)
}

func controlName(a *engine.Analysis, c *model.Control) string {
	if c.Name.Stated() {
		return c.Name.Value
	}
	if a != nil {
		if lib := a.Library.Control(c.Control.Value); lib != nil {
			return lib.Title
		}
	}
	return cmp.Or(c.Control.Value, c.ID.Value)
}

// link ties the nodes together. What names no node is left out; the decoder has reported it.
func (b *builder) link() {
	t := &b.t.Tree
	for i := range t.Nodes {
		n := b.t.Nodes[i].Model
		for _, id := range n.Of.Items {
			if c, ok := b.at[id.Value]; ok {
				t.Nodes[i].Children = append(t.Nodes[i].Children, c)
			}
		}
		for _, id := range n.Counters.Items {
			if c, ok := b.at[id.Value]; ok {
				t.Nodes[c].Counters = append(t.Nodes[c].Counters, i)
			}
		}
	}
	root, ok := b.at[b.entry.Root.Value]
	if !ok {
		root = -1
	}
	if t.Root = root; ok && t.Nodes[root].Text == "" {
		t.Nodes[root].Text = b.t.Name
	}
	b.unshown()
}

// unshown notes which controls answer the finding of a leaf without standing in the tree.
func (b *builder) unshown() {
	shown := map[string]bool{}
	for i := range b.t.Nodes {
		if c := b.t.Nodes[i].Control; c != nil {
			shown[c.ID.Value] = true
		}
	}
	for i := range b.t.Nodes {
		if f := b.t.Nodes[i].Finding; f != nil {
			for _, l := range f.Controls {
				if id := l.Control.ID.Value; !shown[id] && l.Stage > engine.Before {
					b.t.Nodes[i].Unshown = append(b.t.Nodes[i].Unshown, id)
				}
			}
			slices.Sort(b.t.Nodes[i].Unshown)
		}
	}
}

// decide adds a defence for each step whose finding the team has decided to be gone.
func (b *builder) decide() {
	for i := range len(b.t.Nodes) {
		f := b.t.Nodes[i].Finding
		if f == nil || f.Decision == nil || f.State != engine.Eliminated && f.State != engine.NotApplicable {
			continue
		}
		id := "decision-" + b.t.Tree.Nodes[i].ID
		for b.has(id) {
			id += "-x"
		}
		b.at[id] = len(b.t.Nodes)
		b.t.Tree.Nodes[i].Counters = append(b.t.Tree.Nodes[i].Counters, len(b.t.Nodes))
		b.t.Tree.Nodes = append(b.t.Tree.Nodes, tree.Node{ID: id, Text: "Decided: " + strings.ReplaceAll(f.State, "-", " "), Defence: true})
		b.t.Nodes = append(b.t.Nodes, Node{Decision: f.Decision, Stage: engine.AfterVerified})
	}
}

func (b *builder) has(id string) bool { _, ok := b.at[id]; return ok }

// report turns the problems of the tree into diagnostics.
func (b *builder) report() {
	for _, p := range b.t.Tree.Check() {
		if p.Node < 0 || p.Node >= len(b.t.Nodes) || b.t.Nodes[p.Node].Model == nil {
			continue
		}
		n := b.t.Nodes[p.Node].Model
		b.tell(n.ID.Node, "tree-"+string(p.Kind), fmt.Sprintf("node `%s` of tree `%s`: %s", n.ID.Value, b.t.ID, p.Text), "")
	}
	slices.SortStableFunc(b.diagnostics, func(x, y syntax.Diagnostic) int {
		return cmp.Or(cmp.Compare(x.Place.File, y.Place.File), cmp.Compare(x.Place.Start, y.Place.Start), cmp.Compare(x.Message, y.Message))
	})
}

func (b *builder) tell(at *syntax.Node, code, message, hint string) {
	b.diagnostics = append(b.diagnostics, syntax.Diagnostic{Place: b.m.Place(at), Severity: syntax.Warning, Code: code, Message: message, Hint: hint})
}

// Active lists the defence leaves that count at a stage, by index. A defence that is no control of the model, or whose
// control is a gap or waived, never counts.
func (t *Tree) Active(s engine.Stage) []int {
	var out []int
	if s == engine.Before {
		return nil
	}
	for i := range t.Nodes {
		if n := &t.Tree.Nodes[i]; n.Defence && n.Gate == tree.Leaf && t.Nodes[i].Stage >= s {
			out = append(out, i)
		}
	}
	return out
}

// Cut lists the attack leaves whose finding the team has decided to be eliminated or not applicable, by index.
func (t *Tree) Cut() []int {
	var out []int
	for i := range t.Tree.Nodes {
		for _, c := range t.Tree.Nodes[i].Counters {
			if t.Nodes[c].Decision != nil {
				out = append(out, i)
			}
		}
	}
	return out
}
