package goals

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/interop"
	"theriac.dev/model"
	"theriac.dev/risk"
	"theriac.dev/tree"
)

// Document makes the form in which a tree is written for other tools. Techniques go with it: the one that a leaf names, or
// the first of the threat that its finding is.
func (t *Tree) Document() *interop.Document {
	d := &interop.Document{Name: t.Name, Text: t.Text, Tree: t.Tree, Notes: make([]interop.Note, len(t.Nodes))}
	if d.Name == "" {
		d.Name = t.ID
	}
	for i := range t.Nodes {
		n := &t.Nodes[i]
		if n.Model != nil {
			d.Notes[i].Technique = n.Model.Technique.Value
		}
		if f := n.Finding; f != nil && f.Threat != nil {
			if d.Notes[i].Technique == "" && len(f.Threat.Techniques) > 0 {
				d.Notes[i].Technique = f.Threat.Techniques[0]
			}
			d.Notes[i].Text = f.ID
		}
	}
	return d
}

// Take adds a tree that another tool has written to a model, under an id, each node on a line of its own. Its nodes get ids
// that the language allows; all words stay. A level beyond the scale of the language counts as the highest that there is. The error says why the tree cannot be taken.
func Take(m *model.Model, id string, d *interop.Document) (model.Change, error) {
	if problems := d.Tree.Check(); len(problems) > 0 {
		return model.Change{}, fmt.Errorf("the tree is not sound: %s", problems[0].Text)
	}
	ids := nodeIDs(d.Tree.Nodes)
	var nodes []model.Field
	for i := range d.Tree.Nodes {
		nodes = append(nodes, model.Field{Key: ids[i], Value: model.Fields(taken(d, i, ids)...)})
	}
	fields := []model.Field{}
	if d.Name != "" {
		fields = append(fields, model.Field{Key: "name", Value: model.Word(d.Name)})
	}
	if d.Text != "" {
		fields = append(fields, model.Field{Key: "text", Value: model.Word(d.Text)})
	}
	fields = append(fields, model.Field{Key: "root", Value: model.Word(ids[d.Tree.Root])}, model.Field{Key: "nodes", Value: model.Fields(nodes...)})
	c := newChain(m)
	c.do(func(m *model.Model) (model.Change, error) { return model.Add(m, "trees", id, fields...) })
	c.do(func(m *model.Model) (model.Change, error) { return spread(m, id), nil })
	return c.done()
}

// taken are the keys of one node.
func taken(d *interop.Document, i int, ids []string) []model.Field {
	n := &d.Tree.Nodes[i]
	var out []model.Field
	add := func(key string, v model.Value) { out = append(out, model.Field{Key: key, Value: v}) }
	text := n.Text
	if text == "" {
		text = n.ID
	}
	add("text", model.Word(text))
	if n.Defence {
		add("side", model.Word("defence"))
	}
	if n.Gate != tree.Leaf {
		add("gate", model.Word(map[tree.Gate]string{tree.And: "and", tree.Or: "or", tree.Ordered: "ordered", tree.AtLeast: "at-least"}[n.Gate]))
		if n.Gate == tree.AtLeast {
			add("at-least", model.Word(fmt.Sprint(n.K)))
		}
		add("of", model.List(named(n.Children, ids)...))
	}
	if stops := countered(d.Tree.Nodes, i); len(stops) > 0 {
		add("counters", model.List(named(stops, ids)...))
	}
	if technique := d.Note(i).Technique; technique != "" {
		add("technique", model.Word(technique))
	}
	if n.Gate == tree.Leaf && !n.Defence {
		out = append(out, takenAttributes(n)...)
	}
	return out
}

// takenAttributes writes what a leaf states.
func takenAttributes(n *tree.Node) []model.Field {
	var out []model.Field
	scales := risk.Default()
	for _, a := range tree.EveryAttribute() {
		if n.Unknown.Has(a) {
			continue
		}
		value := n.Of(a)
		switch a {
		case tree.Cost:
			out = append(out, model.Field{Key: "cost", Value: model.Word(fmt.Sprint(value))})
		case tree.Time:
			out = append(out, model.Field{Key: "hours", Value: model.Word(fmt.Sprint(value))})
		case tree.Detect:
			out = append(out, model.Field{Key: "seen", Value: model.Word(seen[min(int(value), len(seen)-1)])})
		default:
			factor := map[tree.Attribute]string{tree.Skill: "expertise", tree.Access: "access", tree.Equipment: "equipment", tree.Knowledge: "knowledge"}[a]
			for _, f := range scales.Potential {
				if f.ID == factor {
					out = append(out, model.Field{Key: factor, Value: model.Word(f.Words[min(int(value), len(f.Words)-1)].Word)})
				}
			}
		}
	}
	return out
}

// countered lists the nodes that name the node as their counter.
func countered(nodes []tree.Node, i int) []int {
	var out []int
	for j := range nodes {
		if slices.Contains(nodes[j].Counters, i) {
			out = append(out, j)
		}
	}
	return out
}

func named(list []int, ids []string) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = ids[n]
	}
	return out
}

// nodeIDs makes ids that the language allows of those of another tool: its letters and digits, and a number where two
// would be the same.
func nodeIDs(nodes []tree.Node) []string {
	out, used := make([]string, len(nodes)), map[string]bool{}
	for i, n := range nodes {
		base := importedID(n.ID)
		if base == "" {
			base = importedID(n.Text)
		}
		if base == "" {
			base = "n"
		}
		id := base
		for k := 2; used[id]; k++ {
			id = fmt.Sprintf("%s-%d", base, k)
		}
		used[id] = true
		out[i] = id
	}
	return out
}

func importedID(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() == 40 {
			break
		}
	}
	id := strings.Trim(b.String(), "-")
	if id != "" && id[0] >= '0' && id[0] <= '9' {
		id = "n" + id
	}
	if id == "unknown" {
		id = "unknown-step"
	}
	return id
}
