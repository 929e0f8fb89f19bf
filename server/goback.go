package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/model"
	"theriac.dev/store"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

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
		}) (*struct{ Body Written }, error) {
			return inRoom(ctx, s, in.Project, store.Editor, func(r *room) (Written, error) {
				d, err := r.undo(ctx, &in.Body, caller(ctx).Name, x.redo)
				return Written(d), err
			})
		})
	}
	huma.Register(api, post("restore", "/restore", "Make the files of an older revision the newest", "The history stays; the restored files are a new revision."), func(ctx context.Context, in *struct {
		InProject
		Body Restore
	}) (*struct{ Body Written }, error) {
		return inRoom(ctx, s, in.Project, store.Editor, func(r *room) (Written, error) {
			d, err := r.restore(ctx, &in.Body, caller(ctx).Name)
			return Written(d), err
		})
	})
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
	case rec.Archived != nil:
		return nil, bad("revision %d changed no file: an owner archives the project and takes it back", w.Revision)
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
	did, title := takenBack(rec.Did, x.Title, redo)
	return r.commit(ctx, change, draft{author: author, title: title, record: record{Key: w.Key, Undo: w.Revision, Did: did}})
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
	return r.commit(ctx, change, draft{author: author, title: fmt.Sprintf("Restore revision %d", w.To), record: record{Key: w.Key, Did: restored(w.To)}})
}
