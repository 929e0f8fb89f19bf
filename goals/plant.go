package goals

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// fields are what is written of a node.
func (g *Grown) fields() []model.Field {
	var out []model.Field
	for _, w := range []struct{ key, value string }{{"text", g.Text}, {"gate", g.Gate}} {
		if w.value != "" {
			out = append(out, model.Field{Key: w.key, Value: model.Word(w.value)})
		}
	}
	if len(g.Of) > 0 {
		out = append(out, model.Field{Key: "of", Value: model.List(g.Of...)})
	}
	if len(g.Counters) > 0 {
		out = append(out, model.Field{Key: "counters", Value: model.List(g.Counters...)})
	}
	for _, w := range []struct{ key, value string }{{"finding", g.Finding}, {"control", g.Control}} {
		if w.value != "" {
			out = append(out, model.Field{Key: w.key, Value: model.Word(w.value)})
		}
	}
	return append(out, model.Field{Key: "made", Value: model.Word(g.Made())})
}

// Plant adds a generated tree to a model under an id, each node on a line of its own.
func Plant(m *model.Model, id string, g *Growth) (model.Change, error) {
	var nodes []model.Field
	for i := range g.Nodes {
		nodes = append(nodes, model.Field{Key: g.Nodes[i].ID, Value: model.Fields(g.Nodes[i].fields()...)})
	}
	c := newChain(m)
	c.do(func(m *model.Model) (model.Change, error) {
		return model.Add(m, "trees", id, model.Field{Key: "name", Value: model.Word(g.Name)}, model.Field{Key: "of", Value: model.List(g.Of)},
			model.Field{Key: "root", Value: model.Word(g.Root)}, model.Field{Key: "nodes", Value: model.Fields(nodes...)})
	})
	c.do(func(m *model.Model) (model.Change, error) { return spread(m, id), nil })
	return c.done()
}

// spread writes an entry that stands on one line over several: one for each key, and one for each node.
func spread(m *model.Model, id string) model.Change {
	entry := m.Trees.Get(id)
	for _, f := range m.Files {
		if entry == nil || !f.Owns(entry.Node) || entry.ID.Node.InFlow() {
			continue
		}
		text := f.Text()
		line := f.Place(entry.ID.Node)
		indent := strings.Repeat(" ", max(line.Column-1, 0))
		write := func(n *syntax.Node) string {
			p := f.Place(n)
			return strings.TrimSpace(string(text[p.Start:p.End]))
		}
		var b strings.Builder
		newline := "\n"
		if strings.Contains(string(text), "\r\n") {
			newline = "\r\n"
		}
		for _, p := range entry.Node.Pairs {
			b.WriteString(newline + indent + "  " + write(p.Key) + ":")
			if p.Key.Value != "nodes" || len(p.Value.Pairs) == 0 {
				b.WriteString(" " + write(p.Value))
				continue
			}
			for _, n := range p.Value.Pairs {
				b.WriteString(newline + indent + "    " + write(n.Key) + ": " + write(n.Value))
			}
		}
		at := f.Place(entry.Node)
		start, end := line.End+1, at.End // after the colon
		for end > start && strings.ContainsRune(" \r\n", rune(text[end-1])) {
			end--
		}
		return model.Change{Edits: []model.FileEdit{{File: f.Name, Edits: []syntax.Edit{{Start: start, End: end, New: b.String()}}}}}
	}
	return model.Change{}
}

// chain does several verbs one after the other and makes one change of them.
type chain struct {
	first, m       *model.Model
	pieces         map[string][]piece
	added, removed []string
	err            error
}

// piece is a stretch of a text: bytes of the text at the start, or new ones.
type piece struct {
	start, end int // of the text at the start; start < 0 for new text
	text       string
}

func (p piece) length() int {
	if p.start < 0 {
		return len(p.text)
	}
	return p.end - p.start
}

func newChain(m *model.Model) *chain {
	return &chain{first: m, m: m, pieces: map[string][]piece{}}
}

// do runs a verb on the model as it has become so far.
func (c *chain) do(verb func(m *model.Model) (model.Change, error)) {
	if c.err != nil {
		return
	}
	change, err := verb(c.m)
	if err != nil {
		c.err = err
		return
	}
	if change.Empty() {
		return
	}
	files, err := model.ApplyChange(c.m.Files, change)
	if err != nil {
		c.err = fmt.Errorf("change the tree: %w", err)
		return
	}
	for _, fe := range change.Edits {
		c.splice(fe)
	}
	c.m, _ = c.m.Update(files...)
	c.added, c.removed = append(c.added, change.Added...), append(c.removed, change.Removed...)
}

// splice applies the edits of a file to its pieces.
func (c *chain) splice(fe model.FileEdit) {
	have, ok := c.pieces[fe.File]
	if !ok {
		for _, f := range c.first.Files {
			if f.Name == fe.File {
				have = []piece{{start: 0, end: len(f.Text())}}
			}
		}
	}
	var out []piece
	at := 0
	take := func(until int) { // moves what stands before a byte of the text in between to the result
		for at < until && len(have) > 0 {
			n := min(have[0].length(), until-at)
			head, tail := have[0].split(n)
			if out = append(out, head); tail.length() == 0 {
				have = have[1:]
			} else {
				have[0] = tail
			}
			at += n
		}
	}
	have = slices.Clone(have)
	for _, e := range fe.Edits {
		take(e.Start)
		kept := len(out)
		take(e.End)
		out = append(out[:kept], piece{start: -1, text: e.New})
	}
	c.pieces[fe.File] = append(out, have...)
}

func (p piece) split(n int) (piece, piece) {
	if p.start < 0 {
		return piece{start: -1, text: p.text[:n]}, piece{start: -1, text: p.text[n:]}
	}
	return piece{start: p.start, end: p.start + n}, piece{start: p.start + n, end: p.end}
}

// done makes one change of all that was done.
func (c *chain) done() (model.Change, error) {
	if c.err != nil {
		return model.Change{}, c.err
	}
	out := model.Change{Added: c.added, Removed: c.removed}
	names := map[string]bool{}
	for _, f := range c.m.Files {
		if pieces, ok := c.pieces[f.Name]; ok && !names[f.Name] {
			names[f.Name] = true
			if edits := editsOf(pieces, c.length(f.Name)); len(edits) > 0 {
				out.Edits = append(out.Edits, model.FileEdit{File: f.Name, Edits: edits})
			}
		}
	}
	return out, nil
}

func (c *chain) length(file string) int {
	for _, f := range c.first.Files {
		if f.Name == file {
			return len(f.Text())
		}
	}
	return 0
}

// editsOf turns the pieces of a text into edits of the text at the start.
func editsOf(pieces []piece, length int) []syntax.Edit {
	var out []syntax.Edit
	at, fresh := 0, ""
	flush := func(until int) {
		if until > at || fresh != "" {
			out = append(out, syntax.Edit{Start: at, End: until, New: fresh})
		}
		fresh = ""
	}
	for _, p := range pieces {
		if p.start < 0 {
			fresh += p.text
			continue
		}
		if p.start == p.end {
			continue
		}
		flush(p.start)
		at = p.end
	}
	flush(length)
	return out
}
