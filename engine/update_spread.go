package engine

import "slices"

// The functions of this file carry a change on to the facts that follow from it.

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
