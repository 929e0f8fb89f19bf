package attack

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
)

// acts is what the team has done and can do: which controls shut which findings.
//
// A control shuts a finding where its library control is one of those that the threat names, or a kind of it, where it
// eliminates or protects, and where it acts there. What only detects, responds, recovers or informs shuts nothing, unless
// the threat names nothing better: the answer to an order that is lost unnoticed is that it is noticed. A decision also
// shuts its finding where all controls that it names count, whatever they are: the team answers for that.
type acts struct {
	g        *ground
	hazards  []*model.Hazard
	severity map[string]int
	byTarget map[string][]int32  // findings by target
	wider    map[string][]string // library control: itself and the wider ones that it will do for
	controls []*model.Control    // in the order of ids
}

func newActs(g *ground) *acts {
	a := &acts{g: g, severity: map[string]int{}, byTarget: map[string][]int32{}, wider: map[string][]string{}}
	for _, h := range g.m.Hazards.All() {
		a.hazards = append(a.hazards, h)
		a.severity[h.ID.Value] = engine.SeverityOf(g.m, h)
	}
	slices.SortFunc(a.hazards, func(x, y *model.Hazard) int {
		if d := a.severity[y.ID.Value] - a.severity[x.ID.Value]; d != 0 {
			return d
		}
		return strings.Compare(x.ID.Value, y.ID.Value)
	})
	all := g.m.Controls.All()
	for _, i := range byID(all, func(c *model.Control) string { return c.ID.Value }) {
		a.controls = append(a.controls, all[i])
	}
	for _, c := range g.a.Library.Controls {
		list := []string{c.ID}
		for i := 0; i < len(list); i++ {
			if wide := g.a.Library.Control(list[i]); wide != nil {
				for _, up := range wide.Is {
					if !slices.Contains(list, up) {
						list = append(list, up)
					}
				}
			}
		}
		a.wider[c.ID] = list
	}
	return a
}

func (a *acts) index(w *world) {
	for i, f := range w.findings {
		for _, t := range targetsOf(f) {
			a.byTarget[t] = append(a.byTarget[t], int32(i))
		}
	}
}

// protects reports whether a library control stops an attack.
func protects(c *library.Control) bool {
	return c != nil && (c.Type == "eliminate" || c.Type == "protect")
}

// stops reports whether a library control stops an attack by a threat: where it protects, or where no control that the
// threat names does.
func (a *acts) stops(t *library.Threat, c *library.Control) bool {
	if c == nil || protects(c) {
		return c != nil
	}
	return !slices.ContainsFunc(t.Controls, func(id string) bool { return protects(a.g.a.Library.Control(id)) })
}

// answers reports whether a library control shuts a finding wherever it acts.
func (a *acts) answers(f *engine.Finding, control string) bool {
	if f.Threat == nil || !a.stops(f.Threat, a.g.a.Library.Control(control)) {
		return false
	}
	return slices.ContainsFunc(a.wider[control], func(c string) bool { return slices.Contains(f.Threat.Controls, c) })
}

// settle finds which findings are shut.
func (g *Graph) settle() {
	g.progress = engine.NewProgress(g.g.m, g.standing())
	g.shut, g.by = newBits(len(g.findings)), map[int32][]string{}
	for i, f := range g.findings {
		if f.State == engine.Eliminated || f.State == engine.NotApplicable {
			g.shut.add(int32(i))
			continue
		}
		if by := g.shutBy(f); by != nil {
			g.shut.add(int32(i))
			g.by[int32(i)] = by
		}
	}
	for _, c := range g.with {
		for _, f := range c.shuts {
			g.shut.add(f)
			g.by[f] = append(g.by[f], c.ID)
		}
	}
}

// covered are the targets that a control at a target acts on: itself; of an element its ports and the flows into it; of
// a zone all that lies inside; of the device everything. It is what the engine says of a control of the model.
func (a *acts) covered(target string) []string {
	m := a.g.m
	if target == deviceTarget {
		return a.everything()
	}
	out := []string{target}
	if i := m.Elements.Index(target); i >= 0 {
		out = append(out, a.portsOf(int32(i))...)
		for _, f := range a.g.into[i] {
			out = append(out, m.Flows.All()[f].ID.Value)
		}
		return out
	}
	if m.Zones.Get(target) == nil {
		return out
	}
	for _, i := range a.g.elements {
		if a.lies(m.Elements.All()[i].Zone.Value, target) {
			out = append(append(out, m.Elements.All()[i].ID.Value), a.portsOf(i)...)
		}
	}
	for _, f := range a.g.flows {
		if from, to := a.g.from[f], a.g.to[f]; from >= 0 && to >= 0 &&
			a.lies(m.Elements.All()[from].Zone.Value, target) && a.lies(m.Elements.All()[to].Zone.Value, target) {
			out = append(out, m.Flows.All()[f].ID.Value)
		}
	}
	return out
}

func (a *acts) portsOf(element int32) []string {
	el := a.g.m.Elements.All()[element]
	var out []string
	for _, p := range el.Interfaces.All() {
		out = append(out, el.ID.Value+"."+p.ID.Value)
	}
	return out
}

func (a *acts) everything() []string {
	out := []string{deviceTarget}
	for _, i := range a.g.elements {
		out = append(append(out, a.g.m.Elements.All()[i].ID.Value), a.portsOf(i)...)
	}
	for _, i := range a.g.flows {
		out = append(out, a.g.m.Flows.All()[i].ID.Value)
	}
	for _, i := range a.g.data {
		out = append(out, a.g.m.Data.All()[i].ID.Value)
	}
	return out
}

// lies reports whether a zone is another one or lies in it.
func (a *acts) lies(zone, outer string) bool {
	for n := 0; n <= a.g.m.Zones.Len(); n++ {
		if zone == outer {
			return true
		}
		z := a.g.zoneOf[zone]
		if z == nil || z.In.Value == "" {
			return false
		}
		zone = z.In.Value
	}
	return false
}

// With returns the graph as it would be with one more control in place, given as control@target: a control of the library,
// or the library control of one of the model, at anything that a finding can be about, a zone, or `device`. Alone, the id
// of a control of the model means that it counts where it acts, and so does what it rests on.
func (g *Graph) With(control string) (*Graph, error) {
	c, err := g.Candidate(control)
	if err != nil {
		return nil, err
	}
	return g.add([]*Candidate{c}), nil
}

// add returns the graph with candidates in place.
func (g *Graph) add(list []*Candidate) *Graph {
	out := &Graph{Options: g.Options, world: g.world, without: g.without, with: slices.Concat(g.with, list)}
	out.settle()
	return out
}

// Without returns the graph as it would be if a control of the model were not there.
func (g *Graph) Without(id string) (*Graph, error) {
	if g.g.m.Controls.Get(id) == nil {
		return nil, fmt.Errorf("the model has no control %q to leave out; expected the id of an entry of its section `controls`", id)
	}
	out := &Graph{Options: g.Options, world: g.world, without: map[string]bool{id: true}, with: g.with}
	for c := range g.without {
		out.without[c] = true
	}
	out.settle()
	return out, nil
}

// Candidate is a control that could be put in place.
type Candidate struct {
	// ID is the id of a control of the model, or <library control>@<target>.
	ID string `json:"id"`
	// Control is the control of the library; empty where a control of the model names none.
	Control string `json:"control,omitempty"`
	Title   string `json:"title"`
	// Model says that it is a control of the model that does not count yet, with its status.
	Model  bool     `json:"in-model,omitempty"`
	Status string   `json:"status,omitempty"`
	At     []string `json:"at"`
	// RestsOn are the controls of the model that do not count yet and without which it is worth nothing.
	RestsOn []string `json:"rests-on,omitempty"`
	// Cost is what the model says, else 1, 3 or 9 for the class low, medium or high of the library; CostFrom says which.
	// It is the cost of this control alone: 0, from "in place", for one that only waits for what it rests on.
	Cost     int    `json:"cost"`
	CostFrom string `json:"cost-from"`
	// Shuts are the ids of the findings that it shuts, with what it rests on in place, in their order: itself, or by controls
	// in place that waited for nothing else.
	Shuts []string `json:"shuts"`
	shuts []int32
}

// Candidate returns what a control could do, as With reads it.
func (g *Graph) Candidate(id string) (*Candidate, error) {
	control, target, placed := strings.Cut(id, "@")
	own := g.g.m.Controls.Get(control)
	if !placed {
		if own == nil {
			return nil, fmt.Errorf("%q is no control of the model; expected the id of one, or <control>@<target> such as signed-data@f4", id)
		}
		return g.own(own), nil
	}
	if own != nil && g.a.Library.Control(control) == nil {
		control = own.Control.Value
	}
	c := g.a.Library.Control(control)
	if c == nil {
		return nil, fmt.Errorf("no control %q in the model or in the packs that it uses", control)
	}
	if !g.isTarget(target) {
		return nil, fmt.Errorf("control %q can not act at %q: no element, flow, data, zone or interface has that id", control, target)
	}
	return g.placed(c, target), nil
}

func (g *Graph) isTarget(id string) bool {
	_, ok := g.at[id]
	return ok || id == deviceTarget || g.g.zoneOf[id] != nil
}

// placed makes the candidate of a library control at a target. It shuts what the library says that it answers there.
func (g *Graph) placed(c *library.Control, target string) *Candidate {
	out := &Candidate{ID: c.ID + "@" + target, Control: c.ID, Title: c.Title, At: []string{target}}
	out.Cost, out.CostFrom = libraryCost(c)
	for _, t := range g.act.covered(target) {
		for _, f := range g.act.byTarget[t] {
			if g.act.answers(g.findings[f], c.ID) {
				out.shuts = append(out.shuts, f)
			}
		}
	}
	g.name(out)
	return out
}

// name gives a candidate the ids of what it shuts.
func (g *Graph) name(c *Candidate) {
	slices.Sort(c.shuts)
	c.shuts = slices.Compact(c.shuts)
	for _, f := range c.shuts {
		c.Shuts = append(c.Shuts, g.findings[f].ID)
	}
}

// libraryCost is the cost of a control by its class in the library. A control of which nobody says what it costs counts as
// medium.
func libraryCost(c *library.Control) (int, string) {
	if c == nil {
		return 3, "assumed medium"
	}
	switch c.Cost {
	case "low":
		return 1, "library low"
	case "high":
		return 9, "library high"
	case "medium":
		return 3, "library medium"
	}
	return 3, "assumed medium"
}
