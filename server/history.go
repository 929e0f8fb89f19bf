package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/model"
	"theriac.dev/store"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// Revision is one step of the history.
type Revision struct {
	Number  int64    `json:"number" doc:"Its number, from 1."`
	Author  string   `json:"author" doc:"Who made it; another editor for edits on the files."`
	Time    string   `json:"time" doc:"When, as RFC 3339."`
	Title   string   `json:"title" doc:"What was done."`
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
}

// Which names a revision to go back over.
type Which struct {
	Revision int64  `json:"revision" minimum:"1" doc:"The revision."`
	Key      string `json:"key" minLength:"8" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$" doc:"A fresh UUID, as for commands."`
	Force    bool   `json:"force,omitempty" doc:"Do it although something that came later would be left without what it rests on."`
}

// Restore names a revision to take the project back to.
type Restore struct {
	To   int64  `json:"to" minimum:"1" doc:"The revision whose files become the newest."`
	Base int64  `json:"base" minimum:"1" doc:"The revision that the caller sees: where somebody changed something since, it is refused."`
	Key  string `json:"key" minLength:"8" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$" doc:"A fresh UUID."`
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
		r, _, err := s.enter(ctx, in.Project, store.Reader)
		if err != nil {
			return nil, s.told(err)
		}
		list, err := r.keep.Log(ctx, r.keep.project, in.Before, in.Limit)
		out := []Revision{}
		for _, x := range list {
			out = append(out, wireRevision(x))
		}
		return &struct{ Body []Revision }{out}, s.told(err)
	})
	huma.Register(api, get("get-revision", "/revisions/{number}", "A revision with its files"), func(ctx context.Context, in *revisionAsk) (*struct{ Body RevisionFiles }, error) {
		r, _, err := s.enter(ctx, in.Project, store.Reader)
		if err != nil {
			return nil, s.told(err)
		}
		x, err := r.revisionFiles(ctx, in.Number)
		return &struct{ Body RevisionFiles }{x}, s.told(err)
	})
	huma.Register(api, get("get-diff", "/diff", "What differs between two revisions"), func(ctx context.Context, in *struct {
		InProject
		From int64 `query:"from" required:"true" minimum:"0" doc:"The older revision; 0 is before the first."`
		To   int64 `query:"to" required:"true" minimum:"1" doc:"The newer revision."`
	}) (*struct{ Body *Diff }, error) {
		r, _, err := s.enter(ctx, in.Project, store.Reader)
		if err != nil {
			return nil, s.told(err)
		}
		done, err := s.heavy.turn(ctx)
		if err != nil {
			return nil, s.told(err)
		}
		defer done()
		d, err := r.diff(ctx, in.From, in.To)
		return &struct{ Body *Diff }{d}, s.told(err)
	})
	huma.Register(api, get("get-blame", "/blame", "Who last wrote what below a path"), func(ctx context.Context, in *struct {
		InProject
		Path string `query:"path" required:"true" minLength:"1" maxLength:"1000" doc:"An entry or key, as elements/pcu or elements/pcu/zone."`
	}) (*struct{ Body []Blame }, error) {
		r, _, err := s.enter(ctx, in.Project, store.Reader)
		if err != nil {
			return nil, s.told(err)
		}
		list, err := r.blame(ctx, in.Path)
		return &struct{ Body []Blame }{list}, s.told(err)
	})
	s.compareRoutes(api)
	s.goBackRoutes(api)
}

// goBackRoutes registers what changes the project by means of its history.
func (s *Server) goBackRoutes(api huma.API) {
	post := func(id, path, summary, text string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodPost, Path: "/projects/{project}" + path, Summary: summary, Description: text, Tags: []string{"history"},
			Errors: append([]int{http.StatusConflict}, problems...)}
	}
	for _, x := range []struct {
		id, path, text string
		redo           bool
	}{
		{"undo", "/undo", "Takes a revision of the caller's own back. 409 where others changed the same since.", false},
		{"redo", "/redo", "Takes an undo of the caller's own back.", true},
	} {
		huma.Register(api, post(x.id, x.path, strings.ToUpper(x.id[:1])+x.id[1:]+" a revision", x.text), func(ctx context.Context, in *struct {
			InProject
			Body Which
		}) (*deltaAnswer, error) {
			r, _, err := s.enter(ctx, in.Project, store.Editor)
			if err != nil {
				return nil, s.told(err)
			}
			d, err := r.undo(ctx, &in.Body, caller(ctx).Name, x.redo)
			if err != nil {
				return nil, s.told(err)
			}
			return &deltaAnswer{Written(d)}, nil
		})
	}
	huma.Register(api, post("restore", "/restore", "Make the files of an older revision the newest", "The history stays; the restored files are a new revision."), func(ctx context.Context, in *struct {
		InProject
		Body Restore
	}) (*deltaAnswer, error) {
		r, _, err := s.enter(ctx, in.Project, store.Editor)
		if err != nil {
			return nil, s.told(err)
		}
		d, err := r.restore(ctx, &in.Body, caller(ctx).Name)
		if err != nil {
			return nil, s.told(err)
		}
		return &deltaAnswer{Written(d)}, nil
	})
}

func wireRevision(x store.Revision) Revision {
	rec := recordOf(x)
	return Revision{Number: x.Number, Author: x.Author, Time: headOf(x).stamp(), Title: x.Title, Hash: x.Hash, Content: x.Content,
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
					out = append(out, Blame{wrote, x.Number, x.Author, headOf(x).stamp(), x.Title})
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

// undo takes a revision back by the reverse of its edits, moved over what came later.
func (r *room) undo(ctx context.Context, w *Which, author string, redo bool) (json.RawMessage, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return nil, r.broken
	}
	if done, err := r.done(ctx, w.Key, author); done != nil || err != nil {
		return done, err
	}
	x, err := r.keep.Revision(ctx, r.keep.project, w.Revision)
	if err != nil {
		return nil, err
	}
	rec := recordOf(x)
	switch {
	case x.Author != author:
		return nil, fmt.Errorf("%w: revision %d is not yours; restore an older revision instead", store.ErrForbidden, w.Revision)
	case x.Number == 1:
		return nil, bad("the first revision cannot be taken back")
	case redo && rec.Undo == 0:
		return nil, bad("revision %d has undone nothing", w.Revision)
	}
	back, err := r.backward(ctx, x, rec)
	if err != nil {
		return nil, err
	}
	change, err := r.overLater(ctx, x, rec, back)
	if err != nil {
		return nil, err
	}
	if err := r.wouldBreak(change, w.Force); err != nil {
		return nil, err
	}
	title := "Undo: " + x.Title
	if redo {
		title = "Redo: " + strings.TrimPrefix(x.Title, "Undo: ")
	}
	return r.commit(ctx, change, draft{author: author, title: title, record: record{Key: w.Key, Undo: w.Revision}})
}

// backward is the edits from the text after a revision to the text before it, by file.
func (r *room) backward(ctx context.Context, x store.Revision, rec record) (map[string][]syntax.Edit, error) {
	for _, rev := range r.recent {
		if rev.number == x.Number && len(rev.back) > 0 {
			return rev.back, nil
		}
	}
	out := map[string][]syntax.Edit{}
	for name, edits := range rec.Edits {
		before, err := r.textAt(ctx, x.Number-1, name)
		if err != nil {
			return nil, err
		}
		if edits == nil {
			after, err := r.textAt(ctx, x.Number, name)
			if err != nil {
				return nil, err
			}
			out[name] = between(after, before)
			continue
		}
		out[name] = reverse(before, syntaxEdits(edits))
	}
	return out, nil
}

// textAt is a file as a revision left it; empty where there was none.
func (r *room) textAt(ctx context.Context, number int64, name string) (string, error) {
	data, err := r.keep.File(ctx, r.keep.project, number, name)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return string(data), err
}

// ungrown is a change that takes the layout away where it leaves nothing of it and there was none in an older revision: a
// model that was never arranged has no file for it.
func (r *room) ungrown(ctx context.Context, c model.Change, older int64) (model.Change, error) {
	for i, fe := range c.Edits {
		f := r.view.file(workspace.LayoutName)
		if f == nil || f.Name != fe.File {
			continue
		}
		rest, err := f.Apply(fe.Edits)
		if err != nil || len(rest.Text()) > 0 {
			return c, err
		}
		was, err := r.keep.Revision(ctx, r.keep.project, older)
		if err != nil {
			return c, err
		}
		_, there := was.Files[workspace.LayoutName]
		c.Edits[i].Gone = !there
	}
	return c, nil
}

// overLater moves the reverse of a revision over those that came later. Where one of them wrote the same paths or the
// same bytes, nobody can say what is meant.
func (r *room) overLater(ctx context.Context, x store.Revision, rec record, back map[string][]syntax.Edit) (model.Change, error) {
	later, err := r.after(ctx, x.Number)
	if err != nil {
		return model.Change{}, err
	}
	later = standing(later)
	steps := []step{{claims: rec.Wrote}}
	if err := r.checkClaims(steps, later); err != nil {
		return model.Change{}, err
	}
	var change model.Change
	for _, name := range slices.Sorted(maps.Keys(back)) {
		edits := back[name]
		for _, rev := range later {
			over, changed := rev.Edits[name]
			if !changed {
				continue
			}
			moved, ok := rebase(edits, syntaxEdits(over))
			if !ok || over == nil {
				clash := Clash{Path: "file:" + name, By: rev.author, At: rev.number}
				return model.Change{}, &clashed{r.head.number, []Clash{clash}, "the same lines were changed since, by " + rev.author}
			}
			edits = moved
		}
		if r.view.file(name) == nil && name != workspace.LayoutName {
			return model.Change{}, bad("the file `%s` is no part of the model any more", name)
		}
		if len(edits) > 0 {
			change.Edits = append(change.Edits, model.FileEdit{File: r.folder + name, Edits: edits})
		}
	}
	return r.ungrown(ctx, change, x.Number-1)
}

// standing leaves out revisions that were undone right after, with their undo: together they did nothing.
func standing(list []*revision) []*revision {
	var out []*revision
	for _, rev := range list {
		if n := len(out); n > 0 && rev.Undo == out[n-1].number && rev.Undo > 0 {
			out = out[:n-1]
			continue
		}
		out = append(out, rev)
	}
	return out
}

// wouldBreak refuses a change that leaves more errors in the model than there were, unless it is asked for.
func (r *room) wouldBreak(c model.Change, force bool) error {
	if force || c.Empty() {
		return nil
	}
	d := r.ws.draft(r.view.Snapshot)
	before := errorsIn(d.Snapshot().Diagnostics)
	s, err := d.Apply(d.Snapshot(), c)
	if err != nil {
		return bad("%s", strings.ReplaceAll(err.Error(), r.folder, ""))
	}
	if after := errorsIn(s.Diagnostics); after > before {
		return &clashed{head: r.head.number, detail: "something that came later rests on it and would be left with errors"}
	}
	return nil
}

func errorsIn(ds []syntax.Diagnostic) int {
	n := 0
	for _, d := range ds {
		if d.Severity == syntax.Error {
			n++
		}
	}
	return n
}

// restore makes the files of an older revision the newest.
func (r *room) restore(ctx context.Context, w *Restore, author string) (json.RawMessage, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return nil, r.broken
	}
	if done, err := r.done(ctx, w.Key, author); done != nil || err != nil {
		return done, err
	}
	if w.Base != r.head.number {
		return nil, &clashed{head: r.head.number, detail: "somebody changed the project in the meantime; look at it again"}
	}
	files, err := r.keep.At(ctx, r.keep.project, w.To)
	if err != nil {
		return nil, err
	}
	var change model.Change
	if f := r.view.file(workspace.LayoutName); f != nil && files[workspace.LayoutName] == nil {
		change.Edits = append(change.Edits, model.FileEdit{File: f.Name, Gone: true})
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		before := ""
		if f := r.view.file(name); f != nil {
			before = string(f.Text())
		}
		if edits := between(before, string(files[name])); len(edits) > 0 {
			change.Edits = append(change.Edits, model.FileEdit{File: r.folder + name, Edits: edits})
		}
	}
	return r.commit(ctx, change, draft{author: author, title: fmt.Sprintf("Restore revision %d", w.To), record: record{Key: w.Key}})
}
