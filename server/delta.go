package server

import (
	"maps"
	"reflect"
	"slices"

	"theriac.dev/engine"
	"theriac.dev/model"
)

// compareViews says what differs between two versions of a document that follow each other.
func compareViews(old, now *view) *Delta {
	d := &Delta{Entries: EntryDiff{}, Counts: now.counts()}
	compareModels(d, old, now)
	d.Findings = compareFindings(old, now)
	if is := now.diagnostics(); !sameProblems(old.diagnostics(), is) {
		d.Diagnostics = &is
	}
	return d
}

// sameProblems reports whether two lists tell the same problems, wherever they stand by now.
func sameProblems(was, is []Diagnostic) bool {
	return slices.EqualFunc(was, is, func(a, b Diagnostic) bool {
		return a.Code == b.Code && a.Message == b.Message && a.Hint == b.Hint && a.File == b.File && a.Severity == b.Severity &&
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
		d.Layout = compareBoxes(boxes(old.Model), boxes(now.Model))
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

func compareBoxes(old, now map[boxAt]Box) map[string]map[string]*Box {
	out := map[string]map[string]*Box{}
	put := func(at boxAt, b *Box) {
		if out[at.view] == nil {
			out[at.view] = map[string]*Box{}
		}
		out[at.view][at.target] = b
	}
	for at, b := range now {
		if was, ok := old[at]; !ok || was != b {
			put(at, &b)
		}
	}
	for at := range old {
		if _, ok := now[at]; !ok {
			put(at, nil)
		}
	}
	return out
}

// compareFindings says which findings came, changed or went. Those that the engine did not ask again are the very same
// pointers.
func compareFindings(old, now *view) FindingDiff {
	out := FindingDiff{Upsert: []Finding{}, Gone: []string{}}
	was := map[string]*engine.Finding{}
	if old.Analysis != nil {
		for _, f := range old.Analysis.Findings {
			was[f.ID] = f
		}
	}
	if now.Analysis != nil {
		sameScales := old.Analysis != nil && reflect.DeepEqual(old.Analysis.Scales, now.Analysis.Scales)
		for _, f := range now.Analysis.Findings {
			before := was[f.ID]
			delete(was, f.ID)
			if before == f && sameScales {
				continue
			}
			fresh := now.finding(f)
			if before != nil {
				if stale := old.finding(before); stale.same(&fresh) {
					continue
				}
			}
			out.Upsert = append(out.Upsert, fresh)
		}
	}
	out.Gone = append(out.Gone, slices.Sorted(maps.Keys(was))...)
	return out
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
