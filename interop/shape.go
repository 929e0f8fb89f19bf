package interop

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"theriac.dev/tree"
)

// label is what a node is called where a format has labels only: its text, or its id.
func label(n *tree.Node) string {
	if n.Text != "" {
		return n.Text
	}
	return n.ID
}

// slug makes an id of a label, as the language of models writes ids: it begins with a letter and has letters, digits,
// hyphens and underscores.
func slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
			b.WriteRune(r)
		case r == '\'', r == '’':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 48 {
			break
		}
	}
	s := strings.Trim(b.String(), "-")
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		s = strings.TrimSuffix("n-"+s, "-")
	}
	return s
}

// names gives out ids that are not taken.
type names map[string]bool

// fresh returns the id, or the id with a number where it is taken.
func (n names) fresh(id string) string {
	for i := 2; n[id]; i++ {
		if next := fmt.Sprintf("%s-%d", id, i); !n[next] {
			id = next
		}
	}
	n[id] = true
	return id
}

// clean puts a text on one line, without what no format takes.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// tidy returns a copy of a document as the writers want it: only what the root needs, no cycles, indexes that exist, ids
// that differ, and texts on one line. Losses tell what is left out.
func tidy(d *Document) (*Document, []Loss, error) {
	t := d.Tree
	if t.Root < 0 || t.Root >= len(t.Nodes) {
		return nil, nil, fmt.Errorf("the tree has no root node, so there is nothing to write")
	}
	w := tidier{from: d, state: make([]uint8, len(t.Nodes)), at: make([]int, len(t.Nodes)), ids: names{}}
	w.to = &Document{Name: clean(d.Name), Text: clean(d.Text), Created: d.Created}
	w.visit(t.Root)
	if n := len(t.Nodes) - len(w.to.Tree.Nodes); n > 0 {
		w.losses = append(w.losses, Loss{Text: fmt.Sprintf("%d nodes that nothing under the root refers to are left out", n)})
	}
	if len(w.to.Tree.Nodes) > maxNodes {
		return nil, nil, fmt.Errorf("the tree has %d nodes; at most %d are written", len(w.to.Tree.Nodes), maxNodes)
	}
	return w.to, w.losses, nil
}

type tidier struct {
	from, to *Document
	state    []uint8 // 0 not met, 1 under way, 2 done
	at       []int
	ids      names
	losses   []Loss
}

// visit copies a node and what is below it, and returns its new index. Depth is bounded by the number of nodes.
func (w *tidier) visit(i int) int {
	old := &w.from.Tree.Nodes[i]
	n := *old
	n.ID, n.Text = clean(n.ID), clean(n.Text)
	if n.ID == "" {
		n.ID = slug(n.Text)
	}
	n.ID = w.ids.fresh(n.ID)
	at := len(w.to.Tree.Nodes)
	w.state[i], w.at[i] = 1, at
	w.to.Tree.Nodes = append(w.to.Tree.Nodes, n)
	note := w.from.Note(i)
	w.to.Notes = append(w.to.Notes, Note{clean(note.Technique), clean(note.Tactic), clean(note.Text)})
	children := w.list(i, old.Children, "child", true)
	counters := w.list(i, old.Counters, "counter", false)
	w.to.Tree.Nodes[at].Children, w.to.Tree.Nodes[at].Counters = children, counters
	if n.Gate == tree.Leaf && len(children) > 0 {
		w.lose(at, "is a leaf with nodes under it; it is written as an or")
		w.to.Tree.Nodes[at].Gate = tree.Or
	}
	if n.Gate != tree.Leaf && len(children) == 0 {
		w.lose(at, "is a gate with nothing under it; it is written as a leaf")
		w.to.Tree.Nodes[at].Gate = tree.Leaf
	}
	if n.Gate < tree.Leaf || n.Gate > tree.AtLeast {
		w.lose(at, "has a gate that is not known; it is written as an or")
		w.to.Tree.Nodes[at].Gate = tree.Or
	}
	w.state[i] = 2
	return at
}

func (w *tidier) list(from int, refs []int, what string, same bool) []int {
	var out []int
	for _, c := range refs {
		switch {
		case c < 0 || c >= len(w.state):
			w.lose(w.at[from], "has a "+what+" that does not exist; it is left out")
			continue
		case (w.from.Tree.Nodes[c].Defence == w.from.Tree.Nodes[from].Defence) != same:
			w.lose(w.at[from], "has a "+what+" of the wrong side, "+w.from.Tree.Nodes[c].ID+"; it is left out")
			continue
		case w.state[c] == 1:
			w.lose(w.at[from], "leads back to "+w.from.Tree.Nodes[c].ID+"; the cycle is cut here")
			continue
		}
		at := w.at[c]
		if w.state[c] == 0 {
			at = w.visit(c)
		}
		if slices.Contains(out, at) {
			w.lose(w.at[from], "has the same "+what+" twice; it is written once")
			continue
		}
		out = append(out, at)
	}
	return out
}

func (w *tidier) lose(node int, text string) {
	w.losses = append(w.losses, Loss{Node: w.to.Tree.Nodes[node].ID, Text: text})
}

// maxWays bounds how many choices an at-least gate is written out into.
const maxWays = 60

// spellOut replaces the at-least gates of a tidy document by and and or, for formats that have no others.
func spellOut(d *Document) []Loss {
	var losses []Loss
	ids := names{}
	for _, n := range d.Tree.Nodes {
		ids[n.ID] = true
	}
	for i := range len(d.Tree.Nodes) {
		n := &d.Tree.Nodes[i]
		if n.Gate != tree.AtLeast {
			continue
		}
		k, total := n.K, len(n.Children)
		said := fmt.Sprintf("at least %d of %d", k, total)
		switch ways := choose(total, k, maxWays+1); {
		case k <= 1:
			n.Gate = tree.Or
		case k >= total:
			n.Gate = tree.And
			if k > total {
				said += ", which can never be,"
			}
		case ways > maxWays:
			n.Gate = tree.Or
			losses = append(losses, Loss{Node: n.ID, Text: said + " has too many ways to write them out; it is written as an or, which is easier for the attacker"})
			continue
		default:
			writeOut(d, i, k, ids)
			n = &d.Tree.Nodes[i]
			losses = append(losses, Loss{Node: n.ID, Text: said + " is written out as an or of ands"})
			n.K = 0
			continue
		}
		losses = append(losses, Loss{Node: n.ID, Text: said + " is written as an " + n.Gate.String()})
		n.K = 0
	}
	return losses
}

// writeOut turns node i into an or over all choices of k of its children.
func writeOut(d *Document, i, k int, ids names) {
	children := d.Tree.Nodes[i].Children
	var ways []int
	pick := make([]int, 0, k)
	var from func(at int)
	from = func(at int) {
		if len(pick) == k {
			id := ids.fresh(fmt.Sprintf("%s-way", d.Tree.Nodes[i].ID))
			var of []string
			for _, c := range pick {
				of = append(of, label(&d.Tree.Nodes[c]))
			}
			ways = append(ways, len(d.Tree.Nodes))
			d.Tree.Nodes = append(d.Tree.Nodes, tree.Node{ID: id, Text: strings.Join(of, " and "), Gate: tree.And, Children: slices.Clone(pick), Defence: d.Tree.Nodes[i].Defence})
			d.Notes = append(d.Notes, Note{})
			return
		}
		for c := at; c < len(children); c++ {
			pick = append(pick, children[c])
			from(c + 1)
			pick = pick[:len(pick)-1]
		}
	}
	from(0)
	d.Tree.Nodes[i].Gate, d.Tree.Nodes[i].Children = tree.Or, ways
}

// choose is the number of choices of k of n, or limit where there are more.
func choose(n, k, limit int) int {
	if k < 0 || k > n {
		return 0
	}
	out := 1
	for i := range min(k, n-k) {
		out = out * (n - i) / (i + 1)
		if out >= limit {
			return limit
		}
	}
	return out
}

// unsaid lists the attributes that a format cannot carry, as far as any node has them.
func unsaid(d *Document, carried tree.AttributeSet) []Loss {
	var out []Loss
	for _, a := range tree.EveryAttribute() {
		if carried.Has(a) {
			continue
		}
		count := 0
		for _, n := range d.Tree.Nodes {
			if n.Of(a) != 0 {
				count++
			}
		}
		if count > 0 {
			out = append(out, Loss{Text: fmt.Sprintf("the format has no place for %s, which %d nodes state", a, count)})
		}
	}
	return out
}
