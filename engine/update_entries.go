package engine

import (
	"slices"

	"theriac.dev/model"
)

// The functions of this file bring the records in line with the entries of a newer model and mark what has changed.

// applyZones resolves the zones again where one has changed and marks the elements in those that read otherwise now.
func (u *update) applyZones() {
	x, s := u.x, u.ch.Section("zones")
	if len(s.Added)+len(s.Removed)+len(s.Changed) == 0 {
		return
	}
	was := make(map[string]*zoneRec, len(x.zones))
	for _, z := range x.zones {
		was[z.Ref.ID.Value] = z
	}
	x.zones = x.zones[:0:0]
	for _, ref := range x.m.Zones.All() {
		z := &zoneRec{}
		z.Ref = ref
		x.zones = append(x.zones, z)
	}
	x.resolveZones()
	changed := make(map[*zoneRec]bool)
	for _, z := range x.zones {
		old := was[z.Ref.ID.Value]
		changed[z] = old == nil || old.Ref != z.Ref || (old.parent == nil) != (z.parent == nil)
	}
	for _, z := range x.zones {
		for up := z.parent; up != nil && !changed[z]; up = up.parent {
			changed[z] = changed[up]
		}
	}
	for i, el := range x.elements {
		j := x.m.Zones.Index(el.Ref.Zone.Value)
		if !el.Ref.Zone.Stated() || j < 0 {
			if el.zone != nil {
				u.els.add(x.elements[i])
			}
			continue
		}
		z := x.zones[j]
		if el.zone == nil || changed[z] {
			u.els.add(el)
			continue
		}
		el.zone, el.Zone = z, &z.ZoneFacts
	}
	for _, f := range x.flows {
		f.place()
	}
}

// reorder brings the records of a section into the order of the new model. What is new gets a record from make, what is
// gone is handed to drop. It reports whether anything came or went.
func reorder[R any, E any](recs []R, section *model.Section[E], s model.SectionChange, id func(R) string, ref func(*E) string,
	make func(*E) R, drop func(R)) ([]R, bool) {
	if len(s.Added)+len(s.Removed) == 0 {
		return recs, false
	}
	gone, old := map[string]bool{}, 0
	for _, r := range s.Removed {
		gone[r] = true
	}
	added := map[string]bool{}
	for _, a := range s.Added {
		added[a] = true
	}
	out := slices.Grow([]R(nil), section.Len())
	for _, e := range section.All() {
		if added[ref(e)] {
			out = append(out, make(e))
			continue
		}
		for gone[id(recs[old])] {
			drop(recs[old])
			old++
		}
		out = append(out, recs[old])
		old++
	}
	for ; old < len(recs); old++ {
		drop(recs[old])
	}
	return out, true
}

func (u *update) applyData() {
	x, s := u.x, u.ch.Section("data")
	if len(s.Added)+len(s.Removed)+len(s.Changed) == 0 {
		return
	}
	var came bool
	x.data, came = reorder(x.data, &x.m.Data, s, func(r *dataRec) string { return r.Ref.ID.Value },
		func(d *model.Data) string { return d.ID.Value },
		func(d *model.Data) *dataRec {
			r := &dataRec{}
			u.dts.add(r)
			return r
		}, func(r *dataRec) { u.gone = append(u.gone, r.found...) })
	if came {
		u.reshape = true
		for i, r := range x.data {
			r.slot = i
		}
		u.reference(s)
	}
	for i, r := range x.data {
		if ref := x.m.Data.All()[i]; r.Ref != ref {
			u.dts.add(r)
			x.resolveData(r, ref)
		}
	}
	if len(u.dts.list) == 0 {
		return
	}
	for _, el := range x.elements {
		if slices.ContainsFunc(el.kept, func(d *dataRec) bool { return u.dts.has[d] }) {
			u.els.add(el)
		}
	}
	for _, f := range x.flows {
		if slices.ContainsFunc(f.data, func(d *dataRec) bool { return u.dts.has[d] }) {
			u.touch(f)
		}
	}
}

// reference marks the elements and flows that name data which came or went.
func (u *update) reference(s model.SectionChange) {
	names := func(list model.Strings) bool {
		return slices.ContainsFunc(list.Items, func(it model.String) bool {
			return slices.Contains(s.Added, it.Value) || slices.Contains(s.Removed, it.Value)
		})
	}
	for _, el := range u.x.elements {
		if names(el.Ref.Stores) {
			u.els.add(el)
		}
	}
	for _, f := range u.x.flows {
		if names(f.Ref.Carries) {
			u.touch(f)
		}
	}
}

// touch marks a flow and its ends, which read what it carries.
func (u *update) touch(f *flowRec) {
	u.fls.add(f)
	u.end(f.from)
	u.end(f.to)
}

// end marks an end of a changed flow.
func (u *update) end(el *elementRec) {
	if el != nil && !el.dead {
		u.ends.add(el)
	}
}

func (u *update) applyElements() {
	x, s := u.x, u.ch.Section("elements")
	if len(s.Added)+len(s.Removed)+len(s.Changed) == 0 {
		return
	}
	var came bool
	x.elements, came = reorder(x.elements, &x.m.Elements, s, func(r *elementRec) string { return r.Ref.ID.Value },
		func(e *model.Element) string { return e.ID.Value },
		func(e *model.Element) *elementRec {
			r := &elementRec{}
			r.Ref = e
			u.els.add(r)
			return r
		}, func(r *elementRec) {
			u.gone = append(u.gone, r.found...)
			for _, p := range r.ports {
				u.gone = append(u.gone, p.found...)
			}
			u.els.forget(r)
			u.ends.forget(r)
			r.dead = true
		})
	if came {
		u.reshape = true
		for i, r := range x.elements {
			r.slot = i
		}
	}
	for i, r := range x.elements {
		ref := x.m.Elements.All()[i]
		if r.Ref == ref {
			continue
		}
		if r.Ref.Serves.Count != ref.Serves.Count || !slices.Equal(values(r.Ref.Stores), values(ref.Stores)) {
			u.reshape = true
		}
		r.Ref = ref
		u.els.add(r)
	}
	if !came {
		return
	}
	for _, f := range x.flows {
		if slices.Contains(s.Added, f.Ref.From.Value) || slices.Contains(s.Removed, f.Ref.From.Value) ||
			slices.Contains(s.Added, f.Ref.To.Value) || slices.Contains(s.Removed, f.Ref.To.Value) {
			u.fls.add(f)
		}
	}
}

// forget takes a member out that is gone from the model.
func (s *set[T]) forget(t T) {
	if s.has[t] {
		delete(s.has, t)
		s.list = slices.DeleteFunc(s.list, func(x T) bool { return x == t })
	}
}

func (u *update) applyFlows() {
	x, s := u.x, u.ch.Section("flows")
	var came bool
	x.flows, came = reorder(x.flows, &x.m.Flows, s, func(r *flowRec) string { return r.Ref.ID.Value },
		func(f *model.Flow) string { return f.ID.Value },
		func(f *model.Flow) *flowRec {
			r := &flowRec{}
			r.Ref = f
			u.fls.add(r)
			return r
		}, func(r *flowRec) {
			u.gone = append(u.gone, r.found...)
			u.end(r.from)
			u.end(r.to)
			r.detach()
			u.fls.forget(r)
		})
	if came {
		u.reshape = true
		for i, r := range x.flows {
			r.slot = i
		}
	}
	changed := len(s.Changed) > 0 || came
	for i, r := range x.flows {
		if ref := x.m.Flows.All()[i]; changed && r.Ref != ref {
			was := r.Ref
			r.Ref = ref
			u.fls.add(r)
			u.reshape = u.reshape || was.From.Value != ref.From.Value || was.To.Value != ref.To.Value ||
				was.Direction.Value != ref.Direction.Value || !slices.Equal(values(was.Carries), values(ref.Carries))
		}
	}
	for _, r := range u.fls.list {
		u.relink(r)
	}
}

// relink ties a flow to its ends again and keeps the lists of its ends in the order of the model.
func (u *update) relink(r *flowRec) {
	u.touch(r)
	from, to := r.from, r.to
	u.x.linkFlow(r, r.Ref)
	if r.from != from || r.to != to {
		now, nowTo := r.from, r.to
		r.from, r.to = from, to
		r.detach()
		r.from, r.to = now, nowTo
		r.attach()
		for _, el := range [2]*elementRec{r.from, r.to} {
			if el != nil {
				el.sortFlows()
			}
		}
	}
	u.touch(r)
}

func (r *flowRec) detach() {
	if r.from != nil {
		if i := slices.Index(r.from.out, r); i >= 0 {
			r.from.out = slices.Delete(r.from.out, i, i+1)
			r.from.Outbound = slices.Delete(r.from.Outbound, i, i+1)
		}
	}
	if r.to != nil {
		if i := slices.Index(r.to.in, r); i >= 0 {
			r.to.in = slices.Delete(r.to.in, i, i+1)
			r.to.Inbound = slices.Delete(r.to.Inbound, i, i+1)
		}
	}
	r.from, r.to = nil, nil
}

// sortFlows orders the flows of an element as the model does.
func (r *elementRec) sortFlows() {
	bySlot := func(a, b *flowRec) int { return a.slot - b.slot }
	slices.SortFunc(r.in, bySlot)
	slices.SortFunc(r.out, bySlot)
	for i, f := range r.in {
		r.Inbound[i] = &f.FlowFacts
	}
	for i, f := range r.out {
		r.Outbound[i] = &f.FlowFacts
	}
}
