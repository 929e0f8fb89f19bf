package server

import (
	"maps"
	"reflect"
	"slices"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// compareViews says what differs between two versions of a document that follow each other. t counts the findings of the
// old one, and those of the new one afterwards; nil counts anew.
func compareViews(old, now *view, t *tally) *Delta {
	d := &Delta{Entries: EntryDiff{}}
	compareModels(d, old, now)
	d.Protection = compareGuarded(d, old, now)
	if t == nil {
		t = old.newTally()
	}
	d.Findings = compareFindings(old, now, t)
	d.Counts = t.told(now)
	if !sameProblems(old.Diagnostics, now.Diagnostics) {
		is := now.diagnostics()
		d.Diagnostics = &is
	}
	return d
}

// sameProblems reports whether two lists tell the same problems, wherever they stand by now.
func sameProblems(was, is []syntax.Diagnostic) bool {
	return slices.EqualFunc(was, is, func(a, b syntax.Diagnostic) bool {
		return a.Code == b.Code && a.Message == b.Message && a.Hint == b.Hint && a.Place.File == b.Place.File && a.Severity == b.Severity &&
			len(a.Fixes) == len(b.Fixes)
	})
}

// compareModels fills in what differs between the models. Where a model extends others, the changes do not tell what
// came with those, and every entry is compared.
func compareModels(d *Delta, old, now *view) {
	whole := now.apart || len(old.Model.Extends) > 0 || len(now.Model.Extends) > 0
	if ch := now.Changes; !whole {
		for _, s := range ch.Sections {
			for _, id := range slices.Concat(s.Added, s.Changed) {
				d.Entries.put(s.Section, id, now.Model.PlainEntry(s.Section, id))
			}
			for _, id := range s.Removed {
				d.Entries.put(s.Section, id, nil)
			}
			if s.Moved || len(s.Added)+len(s.Removed) > 0 {
				d.order(s.Section, now.Model)
			}
		}
	} else {
		compareAll(d, old.Model, now.Model)
	}
	if whole || now.Changes.Head {
		if h := now.Model.PlainHead(); !reflect.DeepEqual(h, old.Model.PlainHead()) {
			d.Head = &h
		}
		if s := now.scales(); !reflect.DeepEqual(s, old.scales()) {
			d.Scales = &s
		}
	}
	if whole || now.Changes.Layout {
		d.Layout = comparePlaces(laidOut(old.Model), laidOut(now.Model))
	}
}

func compareAll(d *Delta, old, now *model.Model) {
	for _, section := range model.SectionKeys() {
		was := map[string]Entry{}
		for _, e := range old.PlainEntries(section) {
			was[e["id"].(string)] = e
		}
		for _, e := range now.PlainEntries(section) {
			id := e["id"].(string)
			if !reflect.DeepEqual(was[id], e) {
				d.Entries.put(section, id, e)
			}
			delete(was, id)
		}
		for id := range was {
			d.Entries.put(section, id, nil)
		}
		if !slices.Equal(old.EntryIDs(section), now.EntryIDs(section)) {
			d.order(section, now)
		}
	}
}

func (e EntryDiff) put(section, id string, entry Entry) {
	if e[section] == nil {
		e[section] = map[string]*Entry{}
	}
	if entry == nil {
		e[section][id] = nil
		return
	}
	e[section][id] = &entry
}

func (d *Delta) order(section string, m *model.Model) {
	if d.Order == nil {
		d.Order = map[string][]string{}
	}
	d.Order[section] = m.EntryIDs(section)
}

func comparePlaces(old, now map[placeAt]Place) map[string]map[string]*Place {
	out := map[string]map[string]*Place{}
	put := func(at placeAt, p *Place) {
		if out[at.view] == nil {
			out[at.view] = map[string]*Place{}
		}
		out[at.view][at.target] = p
	}
	for at, p := range now {
		if was, ok := old[at]; !ok || !was.same(p) {
			put(at, &p)
		}
	}
	for at := range old {
		if _, ok := now[at]; !ok {
			put(at, nil)
		}
	}
	return out
}

// compareFindings says which findings came, changed or went, and counts them. Those that the engine did not ask again are
// the very same pointers, and both lists are in the same order, so that a walk along both finds the others.
func compareFindings(old, now *view, t *tally) FindingDiff {
	out := FindingDiff{Upsert: []Finding{}, Gone: []string{}}
	went, came := differingFindings(old, now)
	if old.Analysis == nil || now.Analysis == nil || !reflect.DeepEqual(old.Analysis.Scales, now.Analysis.Scales) {
		*t = *now.newTally()
	} else {
		for _, f := range went {
			t.add(f, -1)
		}
		t.a = now.Analysis
		for _, f := range came {
			t.add(f, 1)
		}
	}
	was := make(map[string]*engine.Finding, len(went))
	for _, f := range went {
		was[f.ID] = f
	}
	for _, f := range came {
		before := was[f.ID]
		delete(was, f.ID)
		fresh := now.finding(f)
		if before != nil {
			if stale := old.finding(before); stale.same(&fresh) {
				continue
			}
		}
		out.Upsert = append(out.Upsert, fresh)
	}
	out.Gone = append(out.Gone, slices.Sorted(maps.Keys(was))...)
	return out
}

// differingFindings are the findings of the one view that are not, as the same pointers, those of the other.
func differingFindings(old, now *view) (went, came []*engine.Finding) {
	var a, b []*engine.Finding
	if old.Analysis != nil {
		a = old.Analysis.Findings
	}
	if now.Analysis != nil {
		b = now.Analysis.Findings
	}
	if old.Analysis == nil || now.Analysis == nil || old.Analysis.Library != now.Analysis.Library || !reflect.DeepEqual(old.Analysis.Scales, now.Analysis.Scales) {
		return a, b
	}
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			a, b = a[1:], b[1:]
		case now.before(b[0], a[0]):
			came, b = append(came, b[0]), b[1:]
		default:
			went, a = append(went, a[0]), a[1:]
		}
	}
	return append(went, a...), append(came, b...)
}

// fileChanges says how the files changed, with the edits of the change where it names the file.
func fileChanges(old, now *view, c model.Change) map[string]FileChange {
	out := map[string]FileChange{}
	edits := map[string][]Edit{}
	for _, fe := range c.Edits {
		edits[now.name(fe.File)] = wireEdits(fe.Edits)
	}
	for _, f := range now.Files {
		name := now.name(f.Name)
		was := old.file(name)
		if was == f {
			continue
		}
		text, before := string(f.Text()), ""
		if was != nil {
			before = string(was.Text())
		}
		if was != nil && text == before {
			continue
		}
		change := FileChange{Created: was == nil, Edits: edits[name], Hash: hashText(text)}
		if change.Edits == nil {
			change.Edits = wireEdits(between(before, text))
		}
		out[name] = change
	}
	for _, f := range old.Files {
		if name := old.name(f.Name); now.file(name) == nil {
			out[name] = FileChange{Removed: true}
		}
	}
	return out
}
