package goals

import (
	"fmt"
	"slices"

	"theriac.dev/engine"
	"theriac.dev/risk"
	"theriac.dev/tree"
)

// seen are the words of `seen` from what is easiest for the attacker.
var seen = []string{"hidden", "logged", "noticed", "stopped"}

// attributes fills in what a leaf asks of the attacker: what the node says, else what its finding says of expertise,
// knowledge, access and equipment. Costs come last, since they must have one unit in the whole tree; see costs. Hours and
// who sees the step are only what the node says: a finding rates time in steps too wide to add up.
func attributes(a *engine.Analysis, node *tree.Node, at *Node) {
	n := at.Model
	state := func(which tree.Attribute, value int64, from string) {
		node.Set(which, value)
		at.From[which] = from
	}
	if n.Cost.Stated() {
		state(tree.Cost, int64(n.Cost.Value), "node")
	}
	if n.Hours.Stated() {
		state(tree.Time, int64(n.Hours.Value), "node")
	}
	if i := slices.Index(seen, n.Seen.Value); i >= 0 {
		state(tree.Detect, int64(i), "node")
	}
	var rated risk.Potential
	scales := risk.Default()
	if a != nil {
		scales = a.Scales
		if at.Finding != nil {
			rated = potentialOf(a, at.Finding)
		}
	}
	for _, f := range []struct {
		id            string
		which         tree.Attribute
		own, inferred string
	}{
		{"expertise", tree.Skill, n.Expertise.Value, rated.Expertise},
		{"knowledge", tree.Knowledge, n.Knowledge.Value, rated.Knowledge},
		{"access", tree.Access, n.Access.Value, rated.Access},
		{"equipment", tree.Equipment, n.Equipment.Value, rated.Equipment},
	} {
		if level := levelOf(scales, f.id, f.own); level >= 0 {
			state(f.which, int64(level), "node")
		} else if level := levelOf(scales, f.id, f.inferred); level >= 0 {
			state(f.which, int64(level), "finding")
		}
	}
}

// levelOf is the step of a word of attack potential, from 0 for the easiest; -1 for a word that the scales do not have.
func levelOf(s *risk.Scales, factor, word string) int {
	for _, f := range s.Potential {
		if f.ID == factor && word != "" {
			return slices.IndexFunc(f.Words, func(w risk.Points) bool { return w.Word == word })
		}
	}
	return -1
}

// potentialOf is the attack potential that a finding asks for: as the team rates it, else as the library does, with the
// easiest window of opportunity among those who reach the target.
func potentialOf(a *engine.Analysis, f *engine.Finding) risk.Potential {
	var p risk.Potential
	if f.Threat != nil {
		p = f.Threat.Potential
	}
	d := f.Decision
	if d == nil {
		d = f.Own
	}
	if d != nil && d.Potential.Node != nil {
		return risk.Potential{Time: d.Potential.Time.Value, Expertise: d.Potential.Expertise.Value, Knowledge: d.Potential.Knowledge.Value,
			Access: d.Potential.Access.Value, Equipment: d.Potential.Equipment.Value}
	}
	if p.Access == "" {
		best := -1
		for _, id := range f.Exposure {
			if pos, ok := a.Library.Position(id); ok {
				if level := levelOf(a.Scales, "access", pos.Access); level >= 0 && (best < 0 || level < best) {
					best, p.Access = level, pos.Access
				}
			}
		}
	}
	return p
}

// costs gives every leaf a cost where no leaf states one: the points of attack potential of its finding. Where some leaf
// states a cost, points would be of another unit, so the others stay unknown and a diagnostic says so.
func (b *builder) costs() {
	stated := false
	for i := range b.t.Nodes {
		stated = stated || b.t.Nodes[i].From[tree.Cost] != ""
	}
	if stated {
		b.t.Unit = AsWritten
	}
	for i := range b.t.Nodes {
		at, node := &b.t.Nodes[i], &b.t.Tree.Nodes[i]
		if at.Model == nil || node.Defence || node.Gate != tree.Leaf || at.From[tree.Cost] != "" {
			continue
		}
		switch {
		case stated:
			b.tell(at.Model.ID.Node, "tree-cost", fmt.Sprintf("step `%s` of tree `%s` states no cost and others do, so it counts as 0", node.ID, b.t.ID), "add `cost`, in the unit of the others")
		case at.Finding != nil && at.Finding.Risk.From == risk.FromPotential:
			b.t.Unit = Potential
			node.Set(tree.Cost, int64(max(at.Finding.Risk.Points, 0)))
			at.From[tree.Cost] = "finding"
		}
	}
}
