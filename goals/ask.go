package goals

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/tree"
)

// Question says which defences count and how much is asked.
type Question struct {
	Stage engine.Stage // the controls that count
	// With and Without are defences that count, or do not, beside those of the stage: ids of nodes, or of controls of the
	// model.
	With, Without []string
	Attacks       int              // how many of the cheapest attacks; default 10
	Cuts          int              // how many minimal cuts; default 10
	By            tree.Attribute   // by which the attacks are ranked; default cost
	Over          []tree.Attribute // the attributes of the front; default cost, and each other one that a leaf states
	Limits        tree.Limits
}

// Answer is what the attacker can do in a tree, and where it can be stopped.
type Answer struct {
	Active []int // the defence leaves that count
	// Count is the number of minimal attack sets, Size that of the nodes of the decision diagram that holds them.
	Count    tree.Number
	Size     int
	Cheapest tree.List
	Front    tree.Front
	Cuts     tree.Cuts

	attacks *tree.Attacks
}

// Attacks returns all minimal attack sets behind the answer, for further questions.
func (a *Answer) Attacks() *tree.Attacks { return a.attacks }

// Ask answers a question on a tree. The error names a defence that the tree does not have.
func (t *Tree) Ask(q Question) (*Answer, error) {
	active, err := t.defences(q)
	if err != nil {
		return nil, err
	}
	attacks := t.Tree.AttacksWithin(active, q.Limits)
	over := q.Over
	if len(over) == 0 {
		over = t.stated()
	}
	a := &Answer{Active: attacks.Active(), Count: attacks.Count(), Size: attacks.Size(), attacks: attacks}
	a.Cheapest = attacks.Cheapest(orDefault(q.Attacks), q.By)
	a.Front = attacks.Front(over...)
	a.Cuts = attacks.Cuts(orDefault(q.Cuts))
	return a, nil
}

func orDefault(n int) int {
	if n <= 0 {
		return 10
	}
	return n
}

// stated lists cost and each other attribute that some step states.
func (t *Tree) stated() []tree.Attribute {
	out := []tree.Attribute{tree.Cost}
	for _, a := range tree.EveryAttribute()[1:] {
		if slices.ContainsFunc(t.Tree.Steps(), func(i int) bool { return !t.Tree.Nodes[i].Unknown.Has(a) }) {
			out = append(out, a)
		}
	}
	return out
}

// defences are the leaves that count for a question.
func (t *Tree) defences(q Question) ([]int, error) {
	active := t.Active(q.Stage)
	for _, id := range q.With {
		leaves, err := t.defence(id)
		if err != nil {
			return nil, err
		}
		active = append(active, leaves...)
	}
	for _, id := range q.Without {
		leaves, err := t.defence(id)
		if err != nil {
			return nil, err
		}
		active = slices.DeleteFunc(active, func(i int) bool { return slices.Contains(leaves, i) })
	}
	slices.Sort(active)
	return slices.Compact(active), nil
}

// defence finds the defence leaves that an id of a node or of a control names.
func (t *Tree) defence(id string) ([]int, error) {
	var out []int
	var known []string
	for i := range t.Nodes {
		n := &t.Tree.Nodes[i]
		if !n.Defence || n.Gate != tree.Leaf {
			continue
		}
		known = append(known, n.ID)
		if n.ID == id || t.Nodes[i].Control != nil && t.Nodes[i].Control.ID.Value == id {
			out = append(out, i)
		}
	}
	if len(out) == 0 {
		expected := "it has none"
		if len(known) > 0 {
			expected = "expected one of " + strings.Join(known, ", ")
		}
		return nil, fmt.Errorf("tree `%s` has no defence `%s`; %s", t.ID, id, expected)
	}
	return out, nil
}

// Residual compares the front before any control and with those that count for residual risk, as the scales of the model
// say; with no analysis, those that are implemented.
func (t *Tree) Residual() (before, after *Answer) {
	s := engine.AfterImplemented
	if t.a != nil {
		s = t.a.Residual()
	}
	before, _ = t.Ask(Question{Stage: engine.Before}) // names no defence, so it cannot fail
	after, _ = t.Ask(Question{Stage: s})
	return before, after
}

// Steps names the nodes of a list of indexes.
func (t *Tree) Steps(list []int) []string {
	var out []string
	for _, i := range list {
		out = append(out, t.Tree.Nodes[i].ID)
	}
	return out
}
