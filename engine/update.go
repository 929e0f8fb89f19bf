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
	u := &update{run: run{x: l.x, act: newActs(m), size: 16}, ch: ch, old: l.x.m, prev: prev}
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
