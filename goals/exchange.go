package goals

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"theriac.dev/interop"
	"theriac.dev/model"
	"theriac.dev/risk"
	"theriac.dev/tree"
)

// Document makes a tree ready for the formats of other tools. What a leaf rests on goes along as a note: its technique, or
// the first one of the threat of its finding, and the ids of its finding or control.
func (t *Tree) Document() *interop.Document {
	d := &interop.Document{Name: cmp.Or(t.Name, t.ID), Text: t.Text, Tree: t.Tree, Notes: make([]interop.Note, len(t.Nodes))}
	for i := range t.Nodes {
		n, note := &t.Nodes[i], &d.Notes[i]
		switch {
		case n.Decision != nil:
			note.Text = "decision on " + n.Decision.ID.Value
		case n.Control != nil:
			note.Text = "control " + n.Control.ID.Value
		case n.Finding != nil:
			note.Text = "finding " + n.Finding.ID
		}
		if n.Model != nil {
			note.Technique = n.Model.Technique.Value
		}
		if f := n.Finding; f != nil && note.Technique == "" && f.Threat != nil && len(f.Threat.Techniques) > 0 {
			note.Technique = f.Threat.Techniques[0]
		}
	}
	return d
}

var (
	idForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	notID  = regexp.MustCompile(`[^A-Za-z0-9_-]+`)
)

// Import adds a tree of another tool to a model under an id. Of may name the hazards and anti-goals that its root means.
// The losses tell what the language of models has no place for.
func Import(m *model.Model, id string, d *interop.Document, of ...string) (model.Change, []interop.Loss, error) {
	i := importer{d: d, ids: make([]string, len(d.Tree.Nodes)), scales: risk.Default()}
	if d.Tree.Root < 0 || d.Tree.Root >= len(d.Tree.Nodes) {
		return model.Change{}, nil, fmt.Errorf("the tree has no root node, so there is nothing to add")
	}
	taken := map[string]bool{}
	for k := range d.Tree.Nodes {
		i.ids[k] = fresh(d.Tree.Nodes[k].ID, taken)
	}
	var nodes []model.Field
	for k := range d.Tree.Nodes {
		nodes = append(nodes, model.Field{Key: i.ids[k], Value: model.Fields(i.fields(k)...)})
	}
	fields := []model.Field{{Key: "name", Value: model.Word(cmp.Or(oneLine(d.Name), id))}}
	if len(of) > 0 {
		fields = append(fields, model.Field{Key: "of", Value: model.List(of...)})
	}
	fields = append(fields, model.Field{Key: "root", Value: model.Word(i.ids[d.Tree.Root])}, model.Field{Key: "nodes", Value: model.Fields(nodes...)})
	if text := oneLine(d.Text); text != "" {
		fields = append(fields, model.Field{Key: "text", Value: model.Word(text)})
	}
	c := newChain(m)
	c.do(func(m *model.Model) (model.Change, error) { return model.Add(m, "trees", id, fields...) })
	c.do(func(m *model.Model) (model.Change, error) { return spread(m, id), nil })
	change, err := c.done()
	return change, i.losses, err
}

// fresh makes an id of the language of a text, and tells it apart from those that are taken.
func fresh(id string, taken map[string]bool) string {
	if !idForm.MatchString(id) {
		id = strings.Trim(notID.ReplaceAllString(id, "-"), "-")
		if !idForm.MatchString(id) {
			id = strings.TrimSuffix("n-"+id, "-")
		}
	}
	out := id
	for k := 2; taken[out]; k++ {
		out = id + "-" + strconv.Itoa(k)
	}
	taken[out] = true
	return out
}

type importer struct {
	d      *interop.Document
	ids    []string
	scales *risk.Scales
	losses []interop.Loss
}

func (i *importer) fields(k int) []model.Field {
	n, note := &i.d.Tree.Nodes[k], i.d.Note(k)
	var out []model.Field
	word := func(key, value string) {
		if value != "" {
			out = append(out, model.Field{Key: key, Value: model.Word(value)})
		}
	}
	list := func(key string, of []int) {
		var names []string
		for _, c := range of {
			if c >= 0 && c < len(i.ids) {
				names = append(names, i.ids[c])
			}
		}
		if len(names) > 0 {
			out = append(out, model.Field{Key: key, Value: model.List(names...)})
		}
	}
	word("text", cmp.Or(oneLine(n.Text), n.ID))
	if n.Defence {
		word("side", "defence")
	}
	if n.Gate > tree.Leaf && n.Gate <= tree.AtLeast {
		word("gate", n.Gate.String())
	}
	if n.Gate == tree.AtLeast {
		word("at-least", strconv.Itoa(max(n.K, 1)))
	}
	list("of", n.Children)
	var stops []int
	for j := range i.d.Tree.Nodes {
		if slices.Contains(i.d.Tree.Nodes[j].Counters, k) {
			stops = append(stops, j)
		}
	}
	list("counters", stops)
	word("technique", note.Technique)
	if note.Text != "" || note.Tactic != "" {
		i.losses = append(i.losses, interop.Loss{Node: i.ids[k], Text: "its comment and tactic have no place in a model; they are left out"})
	}
	if n.Gate == tree.Leaf && !n.Defence {
		i.attributes(n, i.ids[k], word)
	}
	return out
}

// attributes writes what a leaf states, levels as the words of the default scales.
func (i *importer) attributes(n *tree.Node, id string, word func(key, value string)) {
	number := func(key string, a tree.Attribute, most int64) {
		if v := n.Of(a); !n.Unknown.Has(a) && v >= 0 {
			if v > most {
				i.losses = append(i.losses, interop.Loss{Node: id, Text: fmt.Sprintf("its %s of %d is cut down to %d", a, v, most)})
			}
			word(key, strconv.FormatInt(min(v, most), 10))
		}
	}
	number("cost", tree.Cost, 1_000_000_000)
	number("hours", tree.Time, 1_000_000)
	for _, f := range []struct {
		key string
		a   tree.Attribute
	}{{"expertise", tree.Skill}, {"knowledge", tree.Knowledge}, {"access", tree.Access}, {"equipment", tree.Equipment}, {"seen", tree.Detect}} {
		if n.Unknown.Has(f.a) {
			continue
		}
		words := i.words(f.key)
		level := max(n.Of(f.a), 0)
		if level >= int64(len(words)) {
			i.losses = append(i.losses, interop.Loss{Node: id, Text: fmt.Sprintf("its %s of %d is above the highest word and becomes %s", f.a, level, words[len(words)-1])})
			level = int64(len(words)) - 1
		}
		word(f.key, words[level])
	}
}

func (i *importer) words(factor string) []string {
	for _, f := range i.scales.Potential {
		if f.ID == factor {
			var out []string
			for _, w := range f.Words {
				out = append(out, w.Word)
			}
			return out
		}
	}
	return seen
}
