package engine

import (
	"slices"
	"sync"

	"theriac.dev/model"
)

// live is the resolved model behind the newest analysis of a chain of updates. It changes with each update; an Analysis
// never does, so whoever holds an older one keeps it.
type live struct {
	mu     sync.Mutex
	newest *Analysis
	x      *facts
	act    *acts
}

// Update analyses a newer version of the model of prev. It returns what Analyze would, and asks again only the rules of
// subjects that read something that has changed. It is cheap once for each Analysis, on the newest of a chain; from an
// older one it starts from scratch.
func (e *Engine) Update(prev *Analysis, m *model.Model, ch model.Changes) *Analysis {
	if prev == nil || prev.live == nil || prev.Library != e.lib {
		return e.Analyze(m)
	}
	l := prev.live
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.newest != prev || ch.Head || moved(ch) {
		return e.Analyze(m)
	}
	u := &update{run: run{x: l.x, act: newActs(e, m), size: 16}, ch: ch, old: l.x.m, prev: prev}
	l.newest = nil // what follows takes the facts apart
	if !u.apply(m) {
		return e.Analyze(m)
	}
	l.act = u.act
	u.askDirty()
	a := u.finish()
	a.live, l.newest = l, a
	return a
}

// moved reports a change of order in a section whose order the facts keep.
func moved(ch model.Changes) bool {
	for _, s := range ch.Sections {
		if s.Moved {
			return true
		}
	}
	return false
}

// update is an analysis that starts from the one before.
type update struct {
	run
	ch   model.Changes
	old  *model.Model
	prev *Analysis

	els     set[*elementRec] // elements whose own entry reads otherwise
	ends    set[*elementRec] // elements of which a flow has changed
	derived set[*elementRec] // elements with another derived fact
	fls     set[*flowRec]    // flows with any changed fact
	dts     set[*dataRec]
	askEls  set[*elementRec] // what to ask again
	askFls  set[*flowRec]
	askDts  set[*dataRec]

	reshape bool       // influence must be found again
	gone    []*Finding // findings of the analysis before that may not hold any more
	fresh   []*Finding // findings that may be new

	ownFound []*Finding
}

// set is a small set that keeps the order in which members came.
type set[T comparable] struct {
	list []T
	has  map[T]bool
}

func (s *set[T]) add(t T) {
	var zero T
	if t == zero || s.has[t] {
		return
	}
	if s.has == nil {
		s.has = map[T]bool{}
	}
	s.has[t] = true
	s.list = append(s.list, t)
}

// apply brings the facts up to the new model. It reports false where so much hangs on the change that starting again is
// no more work.
func (u *update) apply(m *model.Model) bool {
	x := u.x
	if (u.old.Hazards.Len() == 0) != (m.Hazards.Len() == 0) || (u.old.Functions.Len() == 0) != (m.Functions.Len() == 0) {
		return false
	}
	for _, section := range []string{"functions", "hazards", "harms"} {
		s := u.ch.Section(section)
		u.reshape = u.reshape || len(s.Added)+len(s.Removed)+len(s.Changed) > 0
	}
	x.m, x.device.Model = m, m
	u.applyZones()
	u.applyData()
	u.applyElements()
	u.applyFlows()
	u.resolve()
	u.spreadExposure()
	return u.spreadInfluence()
}

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

// resolve resolves what has changed and what reads it: flows read their ends, elements what their flows state.
func (u *update) resolve() {
	x := u.x
	for _, el := range u.els.list {
		for _, p := range el.ports {
			u.gone = append(u.gone, p.found...)
			p.found = nil
		}
		x.resolveElement(el, el.Ref)
		for _, f := range el.in {
			u.fls.add(f)
		}
		for _, f := range el.out {
			u.fls.add(f)
		}
	}
	for _, f := range u.fls.list {
		x.resolveFlow(f)
	}
	for _, el := range u.els.list {
		x.finishElement(el)
	}
	for _, el := range u.ends.list {
		if !u.els.has[el] {
			u.refinish(el)
		}
	}
}

// refinish resolves the attributes of an element again, since one of its flows has changed.
func (u *update) refinish(el *elementRec) {
	was := el.Attributes
	el.Attributes = u.x.w.attributes(el.Ref.Attributes, &el.Is, &el.Usual)
	u.x.finishElement(el)
	if !slices.Equal(was, el.Attributes) {
		u.derived.add(el)
	}
}

func (u *update) spreadExposure() {
	x := u.x
	for _, f := range u.fls.list {
		x.exposeFlow(f)
		u.end(f.from)
		u.end(f.to)
	}
	for _, el := range u.els.list {
		x.exposeElement(el)
	}
	for _, el := range u.ends.list {
		was, wasUsual := el.Exposure, el.ExposureUsual
		x.exposeElement(el)
		if el.Exposure != was || el.ExposureUsual != wasUsual {
			u.derived.add(el)
		}
	}
}

// spreadInfluence finds the influence again where the shape of the model has changed, and marks what it changes. It
// reports false where the hazards themselves have changed, since almost every finding reads them.
func (u *update) spreadInfluence() bool {
	x := u.x
	if !u.reshape {
		return true
	}
	was := x.inf
	oldEls := make([][]hit, len(x.elements))
	for i, el := range x.elements {
		oldEls[i], el.hits = el.hits, nil
	}
	oldFls := make([][]hit, len(x.flows))
	for i, f := range x.flows {
		oldFls[i], f.hits = f.hits, nil
	}
	oldDts := make([][]hit, len(x.data))
	for i, d := range x.data {
		oldDts[i], d.hits = d.hits, nil
	}
	x.inf = newInfluence(x)
	if !x.inf.like(was) {
		return false
	}
	for i, el := range x.elements {
		if !sameHits(oldEls[i], el.hits) {
			u.derived.add(el)
		}
	}
	for i, f := range x.flows {
		if !sameHits(oldFls[i], f.hits) {
			u.fls.add(f)
		}
	}
	for i, d := range x.data {
		if !sameHits(oldDts[i], d.hits) {
			u.dts.add(d)
		}
	}
	x.applyInfluence()
	return true
}

// sameHits reports whether two lists of hits mean the same to a finding; the way they go does not matter to it.
func sameHits(a, b []hit) bool {
	return slices.EqualFunc(a, b, func(a, b hit) bool { return a.cause == b.cause && a.dist == b.dist && a.many == b.many })
}

// like reports whether hits on either influence mean the same hazards.
func (inf *influence) like(was *influence) bool {
	return slices.EqualFunc(inf.dangers, was.dangers, func(a, b danger) bool {
		return a.severity == b.severity && a.many == b.many && a.needs == b.needs && a.ref.ID.Value == b.ref.ID.Value &&
			a.ref.Patients.Value == b.ref.Patients.Value
	}) && slices.EqualFunc(inf.causes, was.causes, func(a, b cause) bool {
		return (a.function == nil) == (b.function == nil) && slices.Equal(a.hazards, b.hazards) &&
			(a.function == nil || a.function.ID.Value == b.function.ID.Value)
	})
}

// askDirty asks the rules of everything that reads a changed fact.
func (u *update) askDirty() {
	for _, el := range slices.Concat(u.els.list, u.derived.list) {
		u.askEls.add(el)
		for _, list := range [2][]*flowRec{el.in, el.out} {
			for _, f := range list {
				u.askFls.add(f)
				u.askEls.add(f.from)
				u.askEls.add(f.to)
			}
		}
	}
	for _, f := range u.fls.list {
		u.askFls.add(f)
	}
	for _, el := range u.ends.list {
		u.askEls.add(el)
	}
	for _, d := range u.dts.list {
		u.askDts.add(d)
	}
	u.markActs()
	for _, el := range u.askEls.list {
		u.replaceElement(el)
	}
	for _, f := range u.askFls.list {
		u.replace(&f.subject, func() { u.askFlow(f) })
	}
	for _, d := range u.askDts.list {
		u.replace(&d.subject, func() { u.askData(d) })
	}
	u.replace(&u.x.self, u.askDevice)
	u.ownFound = u.own()
	u.fresh = append(u.fresh, u.ownFound...)
	u.gone = append(u.gone, u.prev.own...)
}

func (u *update) replace(s *subject, ask func()) {
	u.gone = append(u.gone, s.found...)
	s.names.ready = false
	ask()
	u.fresh = append(u.fresh, s.found...)
}

func (u *update) replaceElement(el *elementRec) {
	for _, p := range el.ports {
		u.gone = append(u.gone, p.found...)
		p.names.ready = false
	}
	u.replace(&el.subject, func() { u.askElement(el) })
	for _, p := range el.ports {
		u.fresh = append(u.fresh, p.found...)
	}
}
