package server

import (
	"context"
	"maps"
	"net/http"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/model"
	"theriac.dev/store"
)

// Revision is one step of the history.
type Revision struct {
	Number  int64    `json:"number" doc:"Its number, from 1."`
	Author  string   `json:"author" doc:"Who made it; another editor for edits on the files."`
	Time    string   `json:"time" doc:"When, as RFC 3339."`
	Title   string   `json:"title" doc:"What was done."`
	Did     *Did     `json:"did,omitempty" doc:"The same for readers of any language."`
	Hash    string   `json:"hash" doc:"Hash over all of it and the revision before: the chain of the log."`
	Content string   `json:"content" doc:"Hash of the files: what an approval is bound to."`
	Files   []string `json:"files" doc:"Files that it wrote or took away."`
	Wrote   []string `json:"wrote" doc:"Paths that it wrote, as section/id/key."`
	Undo    int64    `json:"undo,omitempty" doc:"The revision that it undid."`
	Outside bool     `json:"outside,omitempty" doc:"It was made by another editor, on the files."`
	Text    bool     `json:"text,omitempty" doc:"It was made in the text; each pause of typing makes one."`
}

// RevisionFiles is a revision with its files.
type RevisionFiles struct {
	Revision
	All []FileText `json:"all" doc:"All files as they stood after it."`
}

// Diff says what differs between two revisions.
type Diff struct {
	From     int64       `json:"from" doc:"The older revision."`
	To       int64       `json:"to" doc:"The newer revision."`
	Entries  []EntryTurn `json:"entries" doc:"Entries that came, went or changed, in the order of the sections."`
	Findings Turn        `json:"findings" doc:"Findings that came, went or changed."`
	Counts   CountsTurn  `json:"counts" doc:"Findings and problems counted before and after."`
	Files    []FileTurn  `json:"files" doc:"Files that differ."`
	Layout   []string    `json:"layout" doc:"Boxes and ways of flows that differ, as view/target."`
}

// EntryTurn is how one entry differs.
type EntryTurn struct {
	Section string      `json:"section" doc:"Section of the entry; empty for the head of the model."`
	ID      string      `json:"id" doc:"Its id; empty for the head."`
	Kind    string      `json:"kind" enum:"added,removed,changed" doc:"What happened to it."`
	Name    string      `json:"name,omitempty" doc:"Its name, where it has one."`
	Fields  []FieldTurn `json:"fields" doc:"Keys that differ."`
}

// FieldTurn is how one key differs.
type FieldTurn struct {
	Key string `json:"key" doc:"The key."`
	Was any    `json:"was,omitempty" doc:"Its value before; absent for unknown."`
	Now any    `json:"now,omitempty" doc:"Its value after; absent for unknown."`
}

// Turn is how the findings differ.
type Turn struct {
	Came    []Finding     `json:"came" doc:"Findings that are new."`
	Went    []Finding     `json:"went" doc:"Findings that are gone, as they were."`
	Changed []Finding     `json:"changed" doc:"Findings that differ, as they are after."`
	Turned  []FindingTurn `json:"turned" doc:"How those that changed differ, in the same order."`
}

// FileTurn is how one file differs.
type FileTurn struct {
	Name string `json:"name" doc:"Its name."`
	Was  string `json:"was" doc:"Its text before; empty where there was none."`
	Now  string `json:"now" doc:"Its text after; empty where there is none."`
}

// Blame says who last wrote what.
type Blame struct {
	Path     string `json:"path" doc:"What was written, as section/id/key."`
	Revision int64  `json:"revision" doc:"In which revision."`
	Author   string `json:"author" doc:"By whom."`
	Time     string `json:"time" doc:"When, as RFC 3339."`
	Title    string `json:"title" doc:"In which change."`
	Did      *Did   `json:"did,omitempty" doc:"The same for readers of any language."`
}

type revisionAsk struct {
	InProject
	Number int64 `path:"number" minimum:"1" doc:"Number of the revision."`
}

func (s *Server) historyRoutes(api huma.API) {
	get := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/projects/{project}" + path, Summary: summary, Tags: []string{"history"}, Errors: problems}
	}
	huma.Register(api, get("list-revisions", "/history", "The history, newest first"), func(ctx context.Context, in *struct {
		InProject
		Before int64 `query:"before" minimum:"0" doc:"Only revisions below this number; 0 starts at the newest."`
		Limit  int   `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"How many at most."`
	}) (*struct{ Body []Revision }, error) {
		return inRoom(ctx, s, in.Project, store.Reader, func(r *room) ([]Revision, error) {
			list, err := r.keep.Log(ctx, r.keep.project, in.Before, in.Limit)
			return mapped(list, wireRevision), err
		})
	})
	huma.Register(api, get("get-revision", "/revisions/{number}", "A revision with its files"), func(ctx context.Context, in *revisionAsk) (*struct{ Body RevisionFiles }, error) {
		return inRoom(ctx, s, in.Project, store.Reader, func(r *room) (RevisionFiles, error) { return r.revisionFiles(ctx, in.Number) })
	})
	huma.Register(api, get("get-diff", "/diff", "What differs between two revisions"), func(ctx context.Context, in *struct {
		InProject
		From int64 `query:"from" required:"true" minimum:"0" doc:"The older revision; 0 is before the first."`
		To   int64 `query:"to" required:"true" minimum:"1" doc:"The newer revision."`
	}) (*struct{ Body *Diff }, error) {
		return inRoom(ctx, s, in.Project, store.Reader, func(r *room) (*Diff, error) {
			done, err := s.heavy.turn(ctx)
			if err != nil {
				return nil, err
			}
			defer done()
			return r.diff(ctx, in.From, in.To)
		})
	})
	huma.Register(api, get("get-blame", "/blame", "Who last wrote what below a path"), func(ctx context.Context, in *struct {
		InProject
		Path string `query:"path" required:"true" minLength:"1" maxLength:"1000" doc:"An entry or key, as elements/pcu or elements/pcu/zone."`
	}) (*struct{ Body []Blame }, error) {
		return inRoom(ctx, s, in.Project, store.Reader, func(r *room) ([]Blame, error) { return r.blame(ctx, in.Path) })
	})
	s.compareRoutes(api)
	s.goBackRoutes(api)
}

func wireRevision(x store.Revision) Revision {
	rec := recordOf(x)
	return Revision{Number: x.Number, Author: x.Author, Time: headOf(x).stamp(), Title: x.Title, Did: didOf(x, rec), Hash: x.Hash, Content: x.Content,
		Files: list(x.Changed), Wrote: list(rec.Wrote), Undo: rec.Undo, Outside: x.Author == store.AnotherEditor, Text: rec.Text}
}

func (r *room) revisionFiles(ctx context.Context, number int64) (RevisionFiles, error) {
	x, err := r.keep.Revision(ctx, r.keep.project, number)
	if err != nil {
		return RevisionFiles{}, err
	}
	files, err := r.keep.At(ctx, r.keep.project, number)
	if err != nil {
		return RevisionFiles{}, err
	}
	out := RevisionFiles{Revision: wireRevision(x), All: []FileText{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		out.All = append(out.All, FileText{name, string(files[name]), x.Files[name]})
	}
	return out, nil
}

// blame finds for every path below one the revision that wrote it last, by the records of the log.
func (r *room) blame(ctx context.Context, path string) ([]Blame, error) {
	out := []Blame{}
	seen := map[string]bool{}
	for before := int64(0); ; {
		list, err := r.keep.Log(ctx, r.keep.project, before, 200)
		if err != nil || len(list) == 0 {
			return out, err
		}
		for _, x := range list {
			rec := recordOf(x)
			if rec.Wrote == nil && x.Number == 1 && !seen[path] {
				rec.Wrote = []string{path} // the first revision wrote everything that nobody has written since
			}
			for _, wrote := range rec.Wrote {
				if touch(path, wrote) && !seen[wrote] {
					seen[wrote] = true
					out = append(out, Blame{wrote, x.Number, x.Author, headOf(x).stamp(), x.Title, didOf(x, rec)})
				}
			}
		}
		if before = list[len(list)-1].Number; before <= 1 {
			return out, nil
		}
	}
}

// diff compares two revisions by entries, findings and text.
func (r *room) diff(ctx context.Context, from, to int64) (*Diff, error) {
	old, err := r.viewAt(ctx, from)
	if err != nil {
		return nil, err
	}
	now, err := r.viewAt(ctx, to)
	if err != nil {
		return nil, err
	}
	now.apart = true
	d := compareViews(old, now, nil)
	out := &Diff{From: from, To: to, Entries: []EntryTurn{}, Layout: []string{}, Files: []FileTurn{},
		Counts:   CountsTurn{old.counts(), d.Counts},
		Findings: Turn{Came: []Finding{}, Went: []Finding{}, Changed: []Finding{}, Turned: []FindingTurn{}}}
	if d.Head != nil {
		out.Entries = append(out.Entries, EntryTurn{Kind: "changed", Fields: turns(old.Model.PlainHead(), *d.Head)})
	}
	for _, section := range model.SectionKeys() {
		for _, id := range slices.Sorted(maps.Keys(d.Entries[section])) {
			out.Entries = append(out.Entries, turnOf(section, id, old.Model.PlainEntry(section, id), d.Entries[section][id]))
		}
	}
	for _, f := range d.Findings.Upsert {
		if old.Finding(f.ID) == nil {
			out.Findings.Came = append(out.Findings.Came, f)
		} else {
			was := old.finding(old.Finding(f.ID))
			out.Findings.Changed = append(out.Findings.Changed, f)
			out.Findings.Turned = append(out.Findings.Turned, findingTurn(&was, &f))
		}
	}
	for _, id := range d.Findings.Gone {
		out.Findings.Went = append(out.Findings.Went, old.finding(old.Finding(id)))
	}
	for view, targets := range d.Layout {
		for target := range targets {
			out.Layout = append(out.Layout, view+"/"+target)
		}
	}
	slices.Sort(out.Layout)
	out.Files = fileTurns(old, now)
	return out, nil
}

func fileTurns(old, now *view) []FileTurn {
	out := []FileTurn{}
	texts := func(v *view) map[string]string {
		m := map[string]string{}
		for _, f := range v.Files {
			m[v.name(f.Name)] = string(f.Text())
		}
		return m
	}
	was, is := texts(old), texts(now)
	names := slices.Sorted(maps.Keys(was))
	for name := range is {
		if _, there := was[name]; !there {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if was[name] != is[name] {
			out = append(out, FileTurn{name, was[name], is[name]})
		}
	}
	return out
}

func turnOf(section, id string, was Entry, is *Entry) EntryTurn {
	t := EntryTurn{Section: section, ID: id, Kind: "changed"}
	now := Entry{}
	switch {
	case was == nil:
		t.Kind = "added"
	case is == nil:
		t.Kind = "removed"
	}
	if is != nil {
		now = *is
	}
	t.Fields = turns(was, now)
	for _, e := range []Entry{now, was} {
		if name, ok := e["name"].(string); ok && t.Name == "" {
			t.Name = name
		}
	}
	return t
}

// turns lists the keys in which two entries differ.
func turns(was, now Entry) []FieldTurn {
	keys := map[string]bool{}
	for key := range was {
		keys[key] = true
	}
	for key := range now {
		keys[key] = true
	}
	delete(keys, "id")
	out := []FieldTurn{}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if !reflect.DeepEqual(was[key], now[key]) {
			out = append(out, FieldTurn{key, was[key], now[key]})
		}
	}
	return out
}
