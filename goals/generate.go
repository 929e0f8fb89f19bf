package goals

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"theriac.dev/attack"
	"theriac.dev/engine"
	"theriac.dev/model"
)

// Grow says how large a generated tree may become.
type Grow struct {
	Paths int // ways to each hazard or goal; default 12
	Steps int // findings on a way; longer ways are left out; default 8
}

func (g Grow) defaults() Grow {
	if g.Paths <= 0 {
		g.Paths = 12
	}
	if g.Steps <= 0 {
		g.Steps = 8
	}
	return g
}

// Growth is a tree made from the attack graph, not yet in the model.
type Growth struct {
	Of    string // the hazard or anti-goal
	Name  string
	Root  string
	Nodes []Grown // by id, the root first
	// Left says what was left out, in sentences without a full stop.
	Left []string
}

// Grown is one node of a generated tree, with the values that the language of models has for it. Those that are empty are
// not written.
type Grown struct {
	ID, Text, Gate, Finding, Control string
	Of, Counters                     []string
}

// Made is the mark of a node: short digests of its words and of its place in the tree. A node whose mark is not that of
// what it says has been edited by the team.
func (g *Grown) Made() string { return g.words() + "-" + g.place() }

func (g *Grown) words() string { return digest(g.Text, g.Finding, g.Control) }
func (g *Grown) place() string {
	return digest(g.Gate, strings.Join(g.Of, " "), strings.Join(g.Counters, " "))
}

// digest is a short digest of texts: the first four bytes of their SHA-256, in hexadecimal.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s,", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// Generate makes a tree for a hazard or an anti-goal from the attack graph of an analysis before controls: an or over the
// last findings of the ways to it, each done after what it needs. Findings and controls that occur several times are one
// shared leaf. Controls of the model stand as defences against the findings that they answer. The error names an id that
// is neither a hazard nor an anti-goal.
func Generate(a *engine.Analysis, of string, size Grow) (*Growth, error) {
	targets, err := targetsOf(a.Model, of)
	if err != nil {
		return nil, err
	}
	g := attack.Build(a, attack.Options{})
	b := &grower{a: a, size: size.defaults(), at: map[string]*Grown{}, leaf: map[string]string{}, by: map[string]string{}, findings: map[string]*engine.Finding{}}
	for _, f := range a.Findings {
		b.findings[f.ID] = f
	}
	b.g = &Growth{Of: of, Root: "goal"}
	root := b.node("goal")
	root.Text, root.Gate = textOf(a.Model, of), "or"
	b.g.Name = root.Text
	for _, target := range targets {
		paths, err := g.Paths(target, b.size.Paths+1, attack.Cheapest)
		if err != nil {
			return nil, fmt.Errorf("grow a tree for `%s`: %w", of, err)
		}
		ways := b.ways(target, paths)
		at := root
		if len(targets) > 1 && len(ways) > 0 {
			at = b.node("to-" + plainID(target))
			at.Text, at.Gate = textOf(a.Model, target), "or"
			root.Of = append(root.Of, at.ID)
		}
		b.gather(target, at, ways)
	}
	b.defend()
	b.finish()
	return b.g, nil
}

// targetsOf lists what the attack graph knows of a hazard or an anti-goal: of an anti-goal its hazards, or else the
// functions and assets of the goals that it breaks.
func targetsOf(m *model.Model, of string) ([]string, error) {
	if m.Hazards.Get(of) != nil {
		return []string{of}, nil
	}
	anti := m.AntiGoals.Get(of)
	if anti == nil {
		return nil, fmt.Errorf("there is no hazard and no anti-goal `%s` to grow a tree for", of)
	}
	var out []string
	add := func(id string, known bool) {
		if known && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, h := range words(anti.Hazards) {
		add(h, m.Hazards.Get(h) != nil)
	}
	if len(out) > 0 {
		return sorted(out), nil
	}
	for _, id := range below(m, words(anti.Against)) {
		goal := m.Goals.Get(id)
		for _, f := range words(goal.Of) {
			add(f, m.Functions.Get(f) != nil)
		}
		for _, d := range words(goal.Assets) {
			add(d, m.Data.Get(d) != nil || m.Elements.Get(d) != nil)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("anti-goal `%s` leads to no hazard, and the goals that it breaks rest on no function or asset, so no tree can be grown for it", of)
	}
	return sorted(out), nil
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

func textOf(m *model.Model, id string) string {
	var text, name model.String
	if h := m.Hazards.Get(id); h != nil {
		text = h.Text
	} else if a := m.AntiGoals.Get(id); a != nil {
		text = a.Text
	} else if f := m.Functions.Get(id); f != nil {
		text, name = f.Text, f.Name
	} else if d := m.Data.Get(id); d != nil {
		text, name = d.Text, d.Name
	} else if e := m.Elements.Get(id); e != nil {
		name = e.Name
	}
	for _, s := range []model.String{name, text} {
		if s.Value != "" {
			return oneLine(s.Value)
		}
	}
	return id
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

type grower struct {
	a     *engine.Analysis
	g     *Growth
	size  Grow
	at    map[string]*Grown
	order []*Grown
	leaf  map[string]string // finding to the id of its leaf
	by    map[string]string // control to the id of its leaf

	findings map[string]*engine.Finding
}

// node returns the node with the id, made where it is not there.
func (b *grower) node(id string) *Grown {
	if n := b.at[id]; n != nil {
		return n
	}
	n := &Grown{ID: id}
	b.at[id] = n
	b.order = append(b.order, n)
	return n
}

// ways are the findings of each path, from the first to the last. A path without a finding is a way of one step that needs
// no weakness.
func (b *grower) ways(target string, paths []attack.Path) [][]string {
	if len(paths) > b.size.Paths {
		b.g.Left = append(b.g.Left, fmt.Sprintf("there are more than %d ways to %s; the cheapest are in the tree", b.size.Paths, target))
		paths = paths[:b.size.Paths]
	}
	var out [][]string
	long := 0
	for i := range paths {
		var way []string
		for j := range paths[i].Steps {
			if id := paths[i].Steps[j].Finding; id != "" {
				way = append(way, id)
			}
		}
		switch {
		case len(way) > b.size.Steps:
			long++
			continue
		case len(way) == 0:
			way = []string{""}
		}
		if !slices.ContainsFunc(out, func(w []string) bool { return slices.Equal(w, way) }) {
			out = append(out, way)
		}
	}
	if long > 0 {
		b.g.Left = append(b.g.Left, fmt.Sprintf("%d ways to %s have more than %d steps and are left out", long, target, b.size.Steps))
	}
	return out
}

// gather puts the ways to a target under a node: those whose last findings are about the same thing under an or of their
// own, so that a tree of many ways can be read.
func (b *grower) gather(target string, at *Grown, ways [][]string) {
	about := map[string][][]string{}
	var things []string
	for _, w := range ways {
		thing := ""
		if f := b.findings[w[len(w)-1]]; f != nil {
			thing = f.Target
		}
		if about[thing] == nil {
			things = append(things, thing)
		}
		about[thing] = append(about[thing], w)
	}
	slices.Sort(things)
	for _, thing := range things {
		under := at
		ids := b.last(target, about[thing], nil)
		if len(ids) > 1 && len(things) > 1 && thing != "" {
			under = b.node("at-" + plainID(thing) + "-" + digest(target, thing)[:4])
			under.Text, under.Gate = b.throughText(thing), "or"
			at.Of = append(at.Of, under.ID)
		}
		for _, id := range ids {
			if !slices.Contains(under.Of, id) {
				under.Of = append(under.Of, id)
			}
		}
	}
}

// throughText says what an attack goes through.
func (b *grower) throughText(thing string) string {
	if thing == "device" {
		return "Through the device as a whole"
	}
	if f := b.a.Model.Flows.Get(thing); f != nil && f.Name.Stated() {
		return "Through " + oneLine(f.Name.Value)
	}
	return "Through " + textOf(b.a.Model, thing)
}

// last makes the nodes of ways, one for each last finding, in the order of the findings. The suffix is what comes after
// them on the way to the target.
func (b *grower) last(target string, ways [][]string, suffix []string) []string {
	groups := map[string][][]string{}
	var ends []string
	for _, w := range ways {
		end := w[len(w)-1]
		if groups[end] == nil {
			ends = append(ends, end)
		}
		groups[end] = append(groups[end], w[:len(w)-1])
	}
	slices.Sort(ends)
	var out []string
	for _, end := range ends {
		out = append(out, b.group(target, end, groups[end], append([]string{end}, suffix...)))
	}
	return out
}

// group makes the node of one finding with what it needs before it.
func (b *grower) group(target, end string, before [][]string, suffix []string) string {
	leaf := b.step(target, end)
	if slices.ContainsFunc(before, func(w []string) bool { return len(w) == 0 }) {
		return leaf // it needs nothing, so the other ways to it only do more
	}
	mark := digest(append([]string{target}, suffix...)...)
	n := b.node("way-" + mark)
	n.Text, n.Gate = b.title(end), "ordered"
	if len(before) == 1 {
		for _, f := range before[0] {
			n.Of = append(n.Of, b.step(target, f))
		}
		n.Of = append(n.Of, leaf)
		return n.ID
	}
	need := b.node("before-" + mark)
	need.Text, need.Gate = "What must come before: "+n.Text, "or"
	need.Of = b.last(target, before, suffix)
	n.Of = []string{need.ID, leaf}
	return n.ID
}

// step makes the leaf of a finding.
func (b *grower) step(target, finding string) string {
	if finding == "" {
		n := b.node("open-" + plainID(target))
		n.Text = "No weakness is needed: who stands in the right place can do this"
		return n.ID
	}
	if id, ok := b.leaf[finding]; ok {
		return id
	}
	id := plainID(finding)
	if b.at[id] != nil {
		id += "-" + digest(finding)
	}
	b.leaf[finding] = id
	b.node(id).Finding = finding
	return id
}

func (b *grower) title(finding string) string {
	if f := b.findings[finding]; f != nil {
		return oneLine(f.Title)
	}
	return "No weakness is needed"
}

// plainID makes the id of a node of the id of a finding or a target.
func plainID(id string) string { return strings.NewReplacer("@", "--", ".", "_").Replace(id) }

// defend adds the controls of the model that answer the findings.
func (b *grower) defend() {
	for _, f := range b.a.Findings {
		leaf, ok := b.leaf[f.ID]
		if !ok {
			continue
		}
		for _, l := range f.Controls {
			if l.Stage == engine.Before {
				continue
			}
			control := l.Control.ID.Value
			id, ok := b.by[control]
			if !ok {
				if id = plainID(control); b.at[id] != nil {
					id = "defence-" + id
				}
				b.by[control] = id
				b.node(id).Control = control
			}
			n := b.at[id]
			n.Counters = append(n.Counters, leaf)
			slices.Sort(n.Counters)
		}
	}
}

// finish orders the nodes: the root first, then by id.
func (b *grower) finish() {
	root := b.at[b.g.Root]
	if len(root.Of) == 0 {
		root.Gate = ""
		b.g.Left = append(b.g.Left, fmt.Sprintf("the analysis knows no way to %s", b.g.Of))
	}
	slices.SortFunc(b.order, func(x, y *Grown) int {
		if (x == root) != (y == root) {
			if x == root {
				return -1
			}
			return 1
		}
		return strings.Compare(x.ID, y.ID)
	})
	for _, n := range b.order {
		b.g.Nodes = append(b.g.Nodes, *n)
	}
}
