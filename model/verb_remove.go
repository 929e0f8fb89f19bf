package model

import (
	"fmt"
	"strings"

	"theriac.dev/syntax"
)

// Policy says what Remove does with what refers to an entry.
type Policy uint8

// The policies. Refuse lists the places that stand in the way. Cascade takes the id out of lists and optional keys, and
// takes away the entries that cannot be without it: flows from or to an element, decisions on its findings.
const (
	Refuse Policy = iota
	Cascade
)

// Remove takes an entry away. Boxes of the layout never stand in the way and go with it. What lies in a removed zone
// moves to the zone around it. The lines of the entry go with their comments; comment lines above it stay.
func Remove(m *Model, section, id string, policy Policy) (Change, error) {
	e := m.edit()
	if _, err := e.entry(section, id); err != nil {
		return Change{}, err
	}
	r := &remover{e: e, cuts: e.cuts(), gone: map[string]bool{}}
	r.add(section, id)
	if e.inPlatform(section, id) { // what the platform says of it stays, and so does what refers to it
		r.run()
		return e.done()
	}
	for next := r.queue; len(next) > 0; { // gather grows the queue
		var ids []string
		for _, entry := range next {
			ids = append(ids, entry.id)
		}
		all, done := e.references(ids...), len(r.queue)
		for _, entry := range next {
			r.gather(all, entry)
		}
		next = r.queue[done:]
	}
	if policy == Refuse && len(r.blocking) > 0 {
		return Change{}, r.refusal(section, id)
	}
	r.run()
	return e.done()
}

type remover struct {
	e        *editor
	cuts     *cuts
	queue    []entryID
	gone     map[string]bool
	loose    []looseEnd
	blocking []*reference
}

type entryID struct{ section, id string }

// looseEnd is a reference to an entry that goes, in an entry that perhaps stays.
type looseEnd struct {
	*reference
	to entryID
}

func (r *remover) add(section, id string) {
	if key := section + "/" + id; !r.gone[key] {
		r.gone[key] = true
		r.queue = append(r.queue, entryID{section, id})
		r.e.Removed = append(r.e.Removed, key)
	}
}

// gather finds what refers to an entry that goes, and which entries go with it.
func (r *remover) gather(all map[string][]*reference, entry entryID) {
	for _, ref := range r.e.referring(all, entry.section, entry.id) {
		switch {
		case ref.kind == factWord:
			continue // the decision is asked for again, which is what the fact is there for
		case ref.kind == decisionKey:
			r.add("threats", ref.owner)
		case ref.kind == wordReference && ref.required:
			r.add(ref.section, ref.owner)
		default:
			r.loose = append(r.loose, looseEnd{ref, entry})
		}
		if ref.kind != boxKey && !r.inside(ref, entry) {
			r.blocking = append(r.blocking, ref)
		}
	}
}

// inside reports whether the reference stands in the very entry that it names.
func (r *remover) inside(ref *reference, entry entryID) bool {
	return ref.section == entry.section && ref.owner == entry.id
}

func (r *remover) refusal(section, id string) error {
	at, _ := r.e.find(section, id)
	n := len(r.blocking)
	places := fmt.Sprintf("%d places refer", n)
	if n == 1 {
		places = "one place refers"
	}
	refused := r.e.m.refuse(at.pair().Key, "in-use", "remove those first, or remove it together with what hangs on it",
		"%s `%s` cannot be removed: %s to it", noun(section), id, places)
	for _, ref := range r.blocking {
		what := "named here"
		if ref.owner != "" {
			what = "named by " + noun(ref.section) + " `" + ref.owner + "`"
		}
		refused.Related = append(refused.Related, syntax.Related{Place: r.e.m.Place(ref.node), Message: what})
	}
	return refused
}

// run writes the edits.
func (r *remover) run() {
	for _, entry := range r.queue {
		if element, _, ok := strings.Cut(entry.id, "."); ok && r.gone["elements/"+element] {
			continue
		}
		if at, ok := r.e.find(entry.section, entry.id); ok {
			r.cuts.cut(at)
		}
	}
	for _, end := range r.loose {
		if r.gone[end.section+"/"+end.owner] || r.within(end.reference) {
			continue
		}
		if outer := r.outerZone(end); outer != "" {
			start, stop := end.t.span(end.node)
			end.t.replace(start, stop, requote(outer, end.node))
			continue
		}
		r.cuts.cut(end.spot)
	}
	r.cuts.finish()
}

// within reports whether the reference stands in something that is cut anyway, such as an interface that goes.
func (r *remover) within(ref *reference) bool {
	for _, s := range ref.steps[:len(ref.steps)-1] {
		if h := r.cuts.at[s.holder.Value]; h != nil && h.gone[s.index] {
			return true
		}
	}
	return false
}

// outerZone is the zone that takes in what lay in a zone that goes, or "".
func (r *remover) outerZone(end looseEnd) string {
	last := end.steps[len(end.steps)-1]
	if end.to.section != "zones" || end.want != 1<<r.e.g.number["zones"] || last.holder.Value.Kind != syntax.Mapping {
		return ""
	}
	seen := map[string]bool{}
	for z := r.e.m.Zones.Get(end.to.id); z != nil && !seen[z.ID.Value]; z = r.e.m.Zones.Get(z.In.Value) {
		seen[z.ID.Value] = true
		if !r.gone["zones/"+z.ID.Value] {
			return z.ID.Value
		}
	}
	return ""
}
