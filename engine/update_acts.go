package engine

import (
	"slices"
	"strings"

	"theriac.dev/model"
)

// markActs marks what a changed control or decision covers.
func (u *update) markActs() {
	controls, threats := u.ch.Section("controls"), u.ch.Section("threats")
	changed := slices.Concat(controls.Added, controls.Removed, controls.Changed)
	for _, id := range slices.Concat(threats.Added, threats.Removed, threats.Changed) {
		u.markDecision(id)
	}
	if len(changed) == 0 {
		return
	}
	changed = u.dependents(changed)
	for _, id := range changed {
		for _, m := range [2]*model.Model{u.old, u.x.m} {
			if c := m.Controls.Get(id); c != nil {
				for _, at := range c.At.Items {
					u.markTarget(at.Value)
				}
			}
		}
	}
	for _, m := range [2]*model.Model{u.old, u.x.m} {
		for _, t := range m.Threats.All() {
			if slices.ContainsFunc(t.Controls.Items, func(s model.String) bool { return slices.Contains(changed, s.Value) }) {
				u.markDecision(t.ID.Value)
			}
		}
	}
}

// dependents adds the controls that depend on changed ones, by any number of steps.
func (u *update) dependents(changed []string) []string {
	for i := 0; i < len(changed); i++ {
		for _, m := range [2]*model.Model{u.old, u.x.m} {
			for _, c := range m.Controls.All() {
				on := slices.ContainsFunc(c.DependsOn.Items, func(s model.String) bool { return s.Value == changed[i] })
				if on && !slices.Contains(changed, c.ID.Value) {
					changed = append(changed, c.ID.Value)
				}
			}
		}
	}
	return changed
}

func (u *update) markDecision(id string) {
	if _, at, ok := strings.Cut(id, "@"); ok {
		u.markTarget(at)
	}
}

// markTarget marks a target and all that a control there covers.
func (u *update) markTarget(id string) {
	x := u.x
	if id == deviceTarget {
		for _, el := range x.elements {
			u.askEls.add(el)
		}
		for _, f := range x.flows {
			u.askFls.add(f)
		}
		for _, d := range x.data {
			u.askDts.add(d)
		}
	}
	if owner, _, ok := strings.Cut(id, "."); ok {
		id = owner
	}
	if i := x.m.Elements.Index(id); i >= 0 {
		u.askEls.add(x.elements[i])
		for _, f := range x.elements[i].in {
			u.askFls.add(f)
		}
	}
	if i := x.m.Flows.Index(id); i >= 0 {
		u.askFls.add(x.flows[i])
	}
	if i := x.m.Data.Index(id); i >= 0 {
		u.askDts.add(x.data[i])
	}
	if i := x.m.Zones.Index(id); i >= 0 {
		for _, el := range x.elements {
			if inside(el.zone, x.zones[i]) {
				u.askEls.add(el)
			}
		}
		for _, f := range x.flows {
			if inside(f.wire, x.zones[i]) {
				u.askFls.add(f)
			}
		}
	}
}

// finish puts the new findings in the place of the old ones. Both are few, so their places are found by halving.
func (u *update) finish() *Analysis {
	x := u.x
	a := &Analysis{Model: x.m, Library: x.eng.lib, Scales: x.scales, own: u.ownFound}
	a.Findings = splice(u.prev.Findings, u.gone, u.fresh)
	a.Orphans = x.orphans()
	a.OutOfScope = x.outOfScope()
	a.Diagnostics = x.eng.diagnose(x, a.Orphans)
	return a
}

// splice returns list without those in gone and with those in fresh, in rank order. List is in rank order and stays as it
// is.
func splice(list, gone, fresh []*Finding) []*Finding {
	drop := make([]int, 0, len(gone))
	for _, f := range gone {
		if i, ok := slices.BinarySearchFunc(list, f, before); ok {
			drop = append(drop, i)
		}
	}
	slices.Sort(drop)
	drop = slices.Compact(drop)
	sortFindings(fresh)
	out := make([]*Finding, 0, len(list)-len(drop)+len(fresh))
	at := 0
	keep := func(to int) {
		for len(drop) > 0 && drop[0] < to {
			out = append(out, list[at:drop[0]]...)
			at, drop = drop[0]+1, drop[1:]
		}
		out = append(out, list[at:max(at, to)]...)
		at = max(at, to)
	}
	for _, f := range fresh {
		i, _ := slices.BinarySearchFunc(list, f, before)
		keep(i)
		out = append(out, f)
	}
	keep(len(list))
	return out
}
