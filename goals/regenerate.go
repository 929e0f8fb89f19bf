package goals

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/model"
)

// Renewal says what regenerating a tree did, by the ids of its nodes, each list in the order of ids.
type Renewal struct {
	Added   []string
	Updated []string // not edited by the team, and following what is generated now
	Kept    []string // edited or added by the team, and left as they are
	Gone    []string
	// Stale are nodes that are no longer generated and stay because a node that the team has changed refers to them.
	Stale []string
	// Offered are new nodes that would stand under a node that the team has rearranged, as "parent: node". They are not
	// added; the team may take them in.
	Offered []string
	Left    []string // what the generation left out
}

// Empty reports whether nothing changed.
func (r *Renewal) Empty() bool { return len(r.Added)+len(r.Updated)+len(r.Gone) == 0 }

// Regenerate makes the tree with the id anew from the attack graph, and returns the change to the text. What the team has
// written stays: nodes without a mark, and of marked nodes the words or the place in the tree where they are not those
// that the mark was made of. Nodes that nobody has edited follow, and go where they are no longer generated. The error
// says why no tree can be grown.
func Regenerate(a *engine.Analysis, id string, size Grow) (model.Change, *Renewal, error) {
	entry := a.Model.Trees.Get(id)
	if entry == nil {
		return model.Change{}, nil, fmt.Errorf("there is no tree `%s`; %s", id, treesHint(a.Model))
	}
	of := words(entry.Of)
	if len(of) != 1 {
		return model.Change{}, nil, fmt.Errorf("tree `%s` names %d hazards and anti-goals in `of`; expected one to grow it for", id, len(of))
	}
	g, err := Generate(a, of[0], size)
	if err != nil {
		return model.Change{}, nil, err
	}
	r := &renewer{id: id, entry: entry, fresh: map[string]*Grown{}, old: map[string]*Grown{}, next: map[string]*Grown{}, news: &Renewal{Left: g.Left}}
	for i := range g.Nodes {
		r.fresh[g.Nodes[i].ID] = &g.Nodes[i]
	}
	r.merge(g)
	c, err := r.write(a.Model)
	return c, r.news, err
}

type renewer struct {
	id    string
	entry *model.Tree
	fresh map[string]*Grown // as generated now
	old   map[string]*Grown // as the text has it
	next  map[string]*Grown // as it will be; nothing for nodes that the team owns whole
	ids   []string          // of old, in order
	news  *Renewal
}

// grownOf reads a node of the text.
func grownOf(n *model.TreeNode) *Grown {
	return &Grown{ID: n.ID.Value, Text: n.Text.Value, Gate: n.Gate.Value, Finding: n.Finding.Value, Control: n.Control.Value,
		Of: words(n.Of), Counters: sorted(words(n.Counters))}
}

// edits says which halves of a node are no longer what its mark was made of. A node without a mark is the team's own.
func edits(n *model.TreeNode, g *Grown) (words, place bool) {
	made, rest, ok := strings.Cut(n.Made.Value, "-")
	if !ok {
		return true, true
	}
	return made != g.words(), rest != g.place()
}

// merge decides what becomes of each node.
func (r *renewer) merge(g *Growth) {
	for _, n := range byID(r.entry) {
		old := grownOf(n)
		r.old[old.ID], r.ids = old, append(r.ids, old.ID)
		newWords, newPlace := edits(n, old)
		fresh := r.fresh[old.ID]
		switch {
		case newWords && newPlace:
			r.news.Kept = append(r.news.Kept, old.ID)
		case fresh == nil && !newWords && !newPlace:
			// it goes, unless something that stays refers to it
		case fresh == nil:
			r.news.Kept = append(r.news.Kept, old.ID)
		default:
			r.follow(old, fresh, newWords, newPlace)
		}
	}
	r.settle(g)
}

// follow lets a node that is generated still follow, apart from what the team has edited.
func (r *renewer) follow(old, fresh *Grown, newWords, newPlace bool) {
	next := *fresh
	if newWords {
		next.Text, next.Finding, next.Control = old.Text, old.Finding, old.Control
	}
	if newPlace {
		next.Gate, next.Of, next.Counters = old.Gate, old.Of, old.Counters
	}
	if newWords || newPlace {
		r.news.Kept = append(r.news.Kept, old.ID)
	}
	r.next[old.ID] = &next
}

// settle finds what else is in the tree: what the nodes that stay refer to.
func (r *renewer) settle(g *Growth) {
	in := map[string]bool{}
	var take func(id string)
	take = func(id string) {
		old, fresh := r.old[id], r.fresh[id]
		if in[id] || old == nil && fresh == nil {
			return
		}
		in[id] = true
		now := r.next[id]
		switch {
		case now != nil:
		case old != nil:
			now = old
			if !slices.Contains(r.news.Kept, id) {
				r.news.Stale = append(r.news.Stale, id)
			}
		default:
			now = fresh
			r.next[id] = fresh
			r.news.Added = append(r.news.Added, id)
		}
		for _, c := range slices.Concat(now.Of, now.Counters) {
			take(c)
		}
	}
	take(r.entry.Root.Value)
	for _, id := range r.news.Kept {
		take(id)
	}
	// Defences are under nothing: they come with what they counter.
	for i := range g.Nodes {
		if n := &g.Nodes[i]; slices.ContainsFunc(n.Counters, func(c string) bool { return in[c] }) {
			take(n.ID)
		}
	}
	r.offer(g, in)
	for _, id := range r.ids {
		if !in[id] {
			r.news.Gone = append(r.news.Gone, id)
		}
	}
	for _, list := range []*[]string{&r.news.Added, &r.news.Kept, &r.news.Gone, &r.news.Stale, &r.news.Offered} {
		slices.Sort(*list)
	}
}

// offer lists what would be new under nodes that the team has rearranged.
func (r *renewer) offer(g *Growth, in map[string]bool) {
	for i := range g.Nodes {
		n := &g.Nodes[i]
		if r.old[n.ID] == nil || !in[n.ID] {
			continue
		}
		for _, c := range n.Of {
			if !in[c] {
				r.news.Offered = append(r.news.Offered, n.ID+": "+c)
			}
		}
	}
}

// write makes the change of verbs.
func (r *renewer) write(m *model.Model) (model.Change, error) {
	c := newChain(m)
	path := "trees/" + r.id + "/nodes/"
	for _, id := range r.ids {
		old, next := r.old[id], r.next[id]
		switch {
		case slices.Contains(r.news.Gone, id):
			c.do(func(m *model.Model) (model.Change, error) { return model.Unset(m, path+id) })
		case next != nil:
			r.update(c, path+id+"/", old, next)
		}
	}
	for _, id := range r.news.Added {
		c.do(func(m *model.Model) (model.Change, error) {
			return model.Set(m, path+id, model.Fields(r.next[id].fields()...))
		})
	}
	return c.done()
}

// update writes what is new of a node, and its mark. Of a node that the team has edited in part the mark of that part is
// left as it was, so that it stays the team's.
func (r *renewer) update(c *chain, path string, old, next *Grown) {
	n := r.entry.Nodes.Get(old.ID)
	newWords, newPlace := edits(n, old)
	was, rest, _ := strings.Cut(n.Made.Value, "-")
	if !newWords {
		was = next.words()
	}
	if !newPlace {
		rest = next.place()
	}
	changed := false
	word := func(key, from, to string) {
		if from != to {
			changed = true
			c.do(func(m *model.Model) (model.Change, error) {
				if to == "" {
					return model.Unset(m, path+key)
				}
				return model.Set(m, path+key, model.Word(to))
			})
		}
	}
	list := func(key string, from, to []string) {
		if !slices.Equal(from, to) {
			changed = true
			c.do(func(m *model.Model) (model.Change, error) {
				if len(to) == 0 {
					return model.Unset(m, path+key)
				}
				return model.Set(m, path+key, model.List(to...))
			})
		}
	}
	word("text", old.Text, next.Text)
	word("gate", old.Gate, next.Gate)
	list("of", old.Of, next.Of)
	list("counters", old.Counters, next.Counters)
	word("finding", old.Finding, next.Finding)
	word("control", old.Control, next.Control)
	word("made", n.Made.Value, was+"-"+rest)
	if changed {
		r.news.Updated = append(r.news.Updated, old.ID)
	}
}
