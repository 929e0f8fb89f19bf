package goals

import (
	"cmp"
	"slices"

	"theriac.dev/attack"
	"theriac.dev/cover"
	"theriac.dev/tree"
)

// Option is one thing that could be put in place against a tree: a defence leaf that does not count yet, or a control of
// the library against the findings of steps.
type Option struct {
	ID    string // id of the node, or <library control>@<target>
	Title string
	Cost  int64
	// From says where the cost comes from: "model", "library" or "assumed". A defence that is no control is taken to cost
	// as much as a control of medium cost.
	From  string
	InUse bool     // it is a defence leaf of the tree
	Stops []string // ids of the attack leaves that it counters directly
}

// Protection is the cheapest set of options that leaves no attack, beside the defences that count already.
type Protection struct {
	Options []Option // all that were thought of
	Chosen  []Option
	Cost    int64
	// Bound is proven: no set of the options that stops as much costs less. Exact says that Cost equals Bound.
	Bound int64
	Exact bool
	Gap   float64 // the share of the cost that might still be saved
	// Open are attacks that work even with all options in place, cheapest first; only the others can be stopped. Every
	// means that there are no more of them.
	Open  tree.List
	Every bool
	// Rounds is how often the set was solved anew.
	Rounds int
}

const (
	mediumCost = 3     // of a control of medium cost, as package attack counts
	maxRounds  = 400   // of Protect
	maxOpen    = 2_000 // attacks that are looked at where some cannot be stopped
	perRound   = 40    // attacks that are added in one round
)

// Protect finds the cheapest options that stop every attack on the tree that is left at the stage of a question.
//
// It is an implicit hitting set (Moreno-Centeno, Karp, "The implicit hitting set approach to solve combinatorial
// optimization problems", Operations Research 61(2), 2013): of the sets that meet all rows known so far the cheapest is
// taken; where an attack is left, the set is grown as far as the attack still works, and what is outside must be met: a
// new row. For a fixed attack more defences never help the attacker, so every row is true of every set that stops all.
func (t *Tree) Protect(q Question, g *attack.Graph, l cover.Limit) (*Protection, error) {
	active, err := t.defences(q)
	if err != nil {
		return nil, err
	}
	s := &shield{limits: q.Limits, base: active}
	s.options, s.leaf, s.tree = t.options(active, g)
	s.tangled = slices.ContainsFunc(s.tree.Check(), func(p tree.Problem) bool { return p.Kind == tree.Contradiction })
	return s.solve(l), nil
}

// Single is what one option does alone.
type Single struct {
	Option
	Left tree.Number // attacks that are left with it
}

// Singles says what each option does alone to the attacks that are left at the stage of a question: those first that
// leave fewest attacks, then the cheapest, then by id.
func (t *Tree) Singles(q Question, g *attack.Graph) ([]Single, error) {
	active, err := t.defences(q)
	if err != nil {
		return nil, err
	}
	options, leaf, with := t.options(active, g)
	var out []Single
	for i, o := range options {
		out = append(out, Single{o, with.AttacksWithin(append(slices.Clone(active), leaf[i]), q.Limits).Count()})
	}
	slices.SortFunc(out, func(x, y Single) int {
		return cmp.Or(x.Left.N.Cmp(y.Left.N), cmp.Compare(x.Cost, y.Cost), cmp.Compare(x.ID, y.ID))
	})
	return out, nil
}

// options lists what could be put in place, each with a defence leaf in a copy of the tree.
func (t *Tree) options(active []int, g *attack.Graph) ([]Option, []int, tree.Tree) {
	b := optionBuilder{t: t, g: g, at: map[string]int{}}
	b.tree = tree.Tree{Nodes: slices.Clone(t.Tree.Nodes), Root: t.Tree.Root}
	for i := range b.tree.Nodes {
		b.tree.Nodes[i].Counters = slices.Clone(b.tree.Nodes[i].Counters)
	}
	for i := range t.Nodes {
		if n := &t.Tree.Nodes[i]; n.Defence && n.Gate == tree.Leaf && t.Nodes[i].Decision == nil && !slices.Contains(active, i) {
			b.own(i)
		}
	}
	if g != nil {
		for i := range t.Nodes {
			b.suggest(i)
		}
	}
	return b.options, b.leaves, b.tree
}

type optionBuilder struct {
	t       *Tree
	g       *attack.Graph
	tree    tree.Tree
	options []Option
	leaves  []int
	at      map[string]int // options by id
}

// own makes an option of a defence leaf of the tree.
func (b *optionBuilder) own(i int) {
	n := &b.t.Tree.Nodes[i]
	o := Option{ID: n.ID, Title: n.Text, Cost: mediumCost, From: "assumed", InUse: true}
	if c := b.t.Nodes[i].Control; c != nil && b.g != nil {
		if made, err := b.g.Candidate(c.ID.Value); err == nil {
			o.Cost, o.From = int64(made.Cost), made.CostFrom
		}
	} else if n := b.t.Nodes[i].Model; n != nil && n.Cost.Stated() {
		o.Cost, o.From = int64(n.Cost.Value), "model"
	}
	for j := range b.t.Tree.Nodes {
		if slices.Contains(b.t.Tree.Nodes[j].Counters, i) {
			o.Stops = append(o.Stops, b.t.Tree.Nodes[j].ID)
		}
	}
	b.options, b.leaves = append(b.options, o), append(b.leaves, i)
}

// suggest makes options of the controls of the library that answer the finding of a leaf.
func (b *optionBuilder) suggest(i int) {
	f := b.t.Nodes[i].Finding
	if f == nil {
		return
	}
	for _, c := range f.Suggested {
		id := c.ID + "@" + f.Target
		if _, known := b.at[id]; known {
			continue
		}
		made, err := b.g.Candidate(id)
		if err != nil || len(made.Shuts) == 0 {
			continue
		}
		at := len(b.options)
		b.at[id] = at
		b.options = append(b.options, Option{ID: id, Title: made.Title, Cost: int64(made.Cost), From: made.CostFrom})
		b.leaves = append(b.leaves, len(b.tree.Nodes))
		b.tree.Nodes = append(b.tree.Nodes, tree.Node{ID: id, Text: made.Title, Defence: true})
		b.stop(at, made.Shuts)
	}
}

// stop lets an option counter every leaf whose finding it shuts.
func (b *optionBuilder) stop(at int, shuts []string) {
	for j := range b.t.Nodes {
		if f := b.t.Nodes[j].Finding; f != nil && slices.Contains(shuts, f.ID) {
			b.tree.Nodes[j].Counters = append(b.tree.Nodes[j].Counters, b.leaves[at])
			b.options[at].Stops = append(b.options[at].Stops, b.tree.Nodes[j].ID)
		}
	}
}

// shield is a search for the cheapest options.
type shield struct {
	tree    tree.Tree
	limits  tree.Limits
	base    []int
	options []Option
	leaf    []int // by option: its defence leaf
	tangled bool
	whole   bool // every attack list that was looked at was complete
}

// defences are the leaves that count with some options.
func (s *shield) defences(options []int) []int {
	out := slices.Clone(s.base)
	for _, o := range options {
		out = append(out, s.leaf[o])
	}
	return out
}

func (s *shield) solve(l cover.Limit) *Protection {
	every := make([]int, len(s.options))
	for i := range every {
		every[i] = i
	}
	all := s.tree.AttacksWithin(s.defences(every), s.limits)
	p := &Protection{Options: s.options, Open: all.Minimal(10)}
	p.Every = p.Open.Complete
	closable := p.Open.Complete && len(p.Open.Attacks) == 0
	problem := cover.Problem{Costs: make([]int64, len(s.options))}
	for i, o := range s.options {
		problem.Costs[i] = o.Cost
	}
	s.whole = true
	var chosen cover.Solution
	for p.Rounds = 1; ; p.Rounds++ {
		chosen = cover.Solve(problem, l)
		left := s.left(chosen.Chosen, every, closable)
		if len(left) == 0 {
			p.Exact = chosen.Exact && s.whole && !s.tangled
			s.finish(p, chosen.Chosen, chosen.Bound)
			return p
		}
		if p.Rounds >= maxRounds {
			s.finish(p, s.trim(every, closable), chosen.Bound)
			return p
		}
		for _, set := range left {
			problem.Rows = append(problem.Rows, s.row(set, chosen.Chosen))
		}
	}
}

func (s *shield) finish(p *Protection, chosen []int, bound int64) {
	for _, o := range chosen {
		p.Chosen = append(p.Chosen, s.options[o])
		p.Cost += s.options[o].Cost
	}
	slices.SortFunc(p.Chosen, func(x, y Option) int { return cmp.Compare(x.ID, y.ID) })
	if p.Bound = min(bound, p.Cost); s.tangled {
		p.Bound = 0
	}
	p.Exact = p.Exact && p.Bound == p.Cost
	if p.Cost > 0 {
		p.Gap = float64(p.Cost-p.Bound) / float64(p.Cost)
	}
}

// left finds some attacks that a set of options leaves and that all options together would stop; none where there are
// none.
func (s *shield) left(options, every []int, closable bool) [][]int {
	attacks := s.tree.AttacksWithin(s.defences(options), s.limits)
	limit := maxOpen
	if closable {
		limit = perRound
	}
	list := attacks.Minimal(limit)
	var out [][]int
	for _, a := range list.Attacks {
		if closable || !s.works(a.Leaves, s.defences(every)) {
			if out = append(out, a.Leaves); len(out) == perRound {
				return out
			}
		}
	}
	s.whole = s.whole && (len(out) > 0 || list.Complete)
	return out
}

// row is what must be met: the options outside the largest set with which an attack still works.
func (s *shield) row(attack, options []int) []int {
	with := slices.Clone(options)
	var row []int
	for o := range s.options {
		if slices.Contains(options, o) {
			continue
		}
		if s.works(attack, s.defences(append(with, o))) {
			with = append(with, o)
			continue
		}
		row = append(row, o)
	}
	return row
}

// trim takes options away, dearest first, while nothing is left.
func (s *shield) trim(every []int, closable bool) []int {
	out := slices.Clone(every)
	order := slices.Clone(every)
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(s.options[y].Cost, s.options[x].Cost) })
	for _, o := range order {
		without := slices.DeleteFunc(slices.Clone(out), func(x int) bool { return x == o })
		if len(s.left(without, every, closable)) == 0 {
			out = without
		}
	}
	return out
}

// works says whether a set of attack leaves reaches the root while some defences count. The order of steps is left aside.
func (s *shield) works(attack, defences []int) bool {
	const unknown, no, yes = 0, 1, 2
	memo := make([]uint8, len(s.tree.Nodes))
	var holds func(i int) bool
	holds = func(i int) bool {
		if memo[i] != unknown {
			return memo[i] == yes
		}
		memo[i] = no // a node that leads back to itself does not hold by that
		n := &s.tree.Nodes[i]
		if s.gate(n, i, attack, defences, holds) && !slices.ContainsFunc(n.Counters, holds) {
			memo[i] = yes
		}
		return memo[i] == yes
	}
	root := s.tree.Root
	if root < 0 || root >= len(s.tree.Nodes) {
		return false
	}
	return holds(root) != s.tree.Nodes[root].Defence
}

func (s *shield) gate(n *tree.Node, i int, attack, defences []int, holds func(int) bool) bool {
	need := len(n.Children)
	switch n.Gate {
	case tree.Leaf:
		return slices.Contains(attack, i) || slices.Contains(defences, i)
	case tree.Or:
		need = 1
	case tree.AtLeast:
		need = n.K
	}
	have := 0
	for _, c := range n.Children {
		if holds(c) {
			have++
		}
	}
	return have >= need && (need > 0 || n.Gate != tree.And)
}
