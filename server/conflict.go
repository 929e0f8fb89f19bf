package server

import (
	"context"
	"reflect"
	"slices"
	"strings"
)

// written lists the paths that a revision wrote, finest first where it can be told: the keys of an entry that changed,
// or the entry where it came or went.
func written(old *view, d *Delta) []string {
	var out []string
	before := map[string]string{} // by section/id now: the id before
	for _, r := range d.Renamed {
		before[r.Section+"/"+r.To] = r.From
		out = append(out, r.Section+"/"+r.From)
	}
	for section, entries := range d.Entries {
		for id, e := range entries {
			at := section + "/" + id
			from, renamed := before[at]
			if !renamed {
				from = id
			}
			was := old.Model.PlainEntry(section, from)
			if e == nil || was == nil {
				out = append(out, at)
				continue
			}
			out = append(out, differing(at, was, *e)...)
		}
	}
	if d.Head != nil {
		for key := range *d.Head {
			out = append(out, differingKey("", key, old.Model.PlainHead(), *d.Head)...)
		}
		for key := range old.Model.PlainHead() {
			if _, ok := (*d.Head)[key]; !ok {
				out = append(out, key)
			}
		}
	}
	for view, targets := range d.Layout {
		for target := range targets {
			out = append(out, "layout/"+view+"/"+target)
		}
	}
	slices.Sort(out)
	return out
}

// differing lists the paths below at in which two mappings differ.
func differing(at string, was, is Entry) []string {
	var out []string
	for key := range is {
		out = append(out, differingKey(at+"/", key, was, is)...)
	}
	for key := range was {
		if _, ok := is[key]; !ok {
			out = append(out, at+"/"+key)
		}
	}
	return out
}

func differingKey(at, key string, was, is Entry) []string {
	a, b := was[key], is[key]
	if reflect.DeepEqual(a, b) {
		return nil
	}
	switch b := b.(type) {
	case Entry:
		if a, ok := a.(Entry); ok {
			return differing(at+key, a, b)
		}
	case []Entry:
		if a, ok := a.([]Entry); ok {
			return differing(at+key, byID(a), byID(b))
		}
	case []string:
		if a, ok := a.([]string); ok {
			return differingWords(at+key, a, b)
		}
	}
	return []string{at + key}
}

func byID(list []Entry) Entry {
	out := Entry{}
	for _, e := range list {
		out[e["id"].(string)] = e
	}
	return out
}

// differingWords names the words that came to or went from a list; a list that only changed its order is named as a whole.
func differingWords(at string, was, is []string) []string {
	var out []string
	for _, w := range is {
		if !slices.Contains(was, w) {
			out = append(out, at+"/"+member+w)
		}
	}
	for _, w := range was {
		if !slices.Contains(is, w) {
			out = append(out, at+"/"+member+w)
		}
	}
	if out == nil {
		return []string{at}
	}
	return out
}

// touch reports whether two paths are the same or one holds the other.
func touch(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return strings.HasPrefix(b, a) && (len(a) == len(b) || b[len(a)] == '/')
}

// checkClaims refuses steps that write what another revision wrote after their base.
func (r *room) checkClaims(steps []step, later []*revision) error {
	var clashes []Clash
	seen := map[string]bool{}
	for _, s := range steps {
		for _, claim := range s.claims {
			for _, rev := range slices.Backward(later) {
				if !seen[claim] && slices.ContainsFunc(rev.Wrote, func(path string) bool { return touch(claim, path) }) {
					seen[claim] = true
					clashes = append(clashes, Clash{Path: claim, Theirs: r.valueAt(claim), Gone: r.entryGone(claim), Yours: s.yours, By: rev.author, At: rev.number})
				}
			}
		}
	}
	if len(clashes) > 0 {
		return &clashed{r.head.number, clashes, "somebody else changed the same in the meantime"}
	}
	return nil
}

// after are the revisions after a number: from memory, or else from the log, which does not know their deltas.
func (r *room) after(ctx context.Context, n int64) ([]*revision, error) {
	if n == r.head.number {
		return nil, nil
	}
	for i, rev := range r.recent {
		if rev.base == n {
			return r.recent[i:], nil
		}
	}
	return r.keep.since(ctx, n)
}

// entryGone reports whether the entry that a path leads into is not there.
func (r *room) entryGone(path string) bool {
	section, rest, _ := strings.Cut(path, "/")
	id, _, into := strings.Cut(rest, "/")
	return into && r.view.Model.EntryIDs(section) != nil && r.view.Model.PlainEntry(section, id) == nil
}

// valueAt is what stands at a path now; nil where nothing does.
func (r *room) valueAt(path string) any {
	parts := strings.Split(path, "/")
	if parts[0] == "layout" && len(parts) == 3 {
		if p, ok := laidOut(r.view.Model)[placeAt{parts[1], parts[2]}]; ok {
			return p
		}
		return nil
	}
	var at any = r.view.Model.PlainHead()
	if len(parts) > 1 && r.view.Model.EntryIDs(parts[0]) != nil {
		e := r.view.Model.PlainEntry(parts[0], parts[1])
		if e == nil {
			return nil
		}
		at, parts = e, parts[2:]
	}
	for _, key := range parts {
		switch here := at.(type) {
		case Entry:
			at = here[key]
		case []Entry:
			at = byID(here)[key]
		case []string:
			return here
		default:
			return nil
		}
	}
	return at
}
