package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"theriac.dev/model"
	"theriac.dev/store"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// refresh brings the room in step with the files of its folder, after they were touched from outside.
func (r *room) refresh(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keep.folder == nil || r.broken != nil {
		return
	}
	report, err := r.keep.folder.Reconcile(ctx)
	r.late.Store(errors.Is(err, store.ErrUnsettled))
	if err == nil || errors.Is(err, store.ErrUnsettled) {
		r.warn(report.Overtaken)
		err = r.follow(ctx)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		r.log.Error("edits from outside not read", "project", r.id, "error", err)
	}
}

// warn tells that another editor saved over changes before they could be written to the files. They are in the history.
func (r *room) warn(overtaken []store.Revision) {
	if len(overtaken) == 0 {
		return
	}
	titles := make([]string, len(overtaken))
	for i, x := range overtaken {
		titles[i] = fmt.Sprintf("%s (%d, %s)", x.Title, x.Number, x.Author)
	}
	r.notice = &Notice{Kind: "overtaken", Changes: titles}
}

// follow takes the room to the newest revision of the log, for changes that were not made through the room.
func (r *room) follow(ctx context.Context) error {
	list, err := r.keep.Since(ctx, r.keep.project, r.head.number, 0)
	if err != nil {
		return err
	}
	for _, x := range list {
		if err := r.step(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// step takes the room one revision further.
func (r *room) step(ctx context.Context, x store.Revision) error {
	files, err := r.filesAt(ctx, x)
	if err != nil {
		return err
	}
	old := r.view
	now, change := r.move(old, files)
	rev := &revision{base: x.Number - 1, author: x.Author, record: recordOf(x), back: map[string][]syntax.Edit{}}
	rev.Outside, rev.Did = x.Author == store.AnotherEditor, didOf(x, rev.record)
	delta := compareViews(old, now, r.tally)
	delta.Files = fileChanges(old, now, change)
	delta.Base, delta.Author, delta.Title, delta.Key, delta.Undo, delta.Did = x.Number-1, x.Author, x.Title, rev.Key, rev.Undo, rev.Did
	delta.Archived = rev.Archived
	delta.Notice, r.notice = r.notice, nil
	rev.describe(old, delta)
	r.publish(rev, delta, headOf(x), now)
	return nil
}

// describe fills in what a revision wrote.
func (rev *revision) describe(old *view, delta *Delta) {
	rev.Wrote, rev.Edits = written(old, delta), map[string][]Edit{}
	for name, change := range delta.Files {
		before := ""
		if f := old.file(name); f != nil {
			before = string(f.Text())
		}
		switch {
		case change.Removed && name == workspace.LayoutName:
			change.Edits = wireEdits(between(before, ""))
		case change.Removed:
			continue
		}
		rev.Edits[name] = change.Edits
		rev.back[name] = reverse(before, syntaxEdits(change.Edits))
	}
}

// filesAt are the files that a revision changed, as they stood after it; nil for one that is gone.
func (r *room) filesAt(ctx context.Context, x store.Revision) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, name := range x.Changed {
		out[name] = nil
		if _, there := x.Files[name]; there {
			data, err := r.keep.File(ctx, r.keep.project, x.Number, name)
			if err != nil {
				return nil, err
			}
			out[name] = data
		}
	}
	return out, nil
}

// move gives files of the document another text. Where only files that the model has changed, the work grows with the
// change; else the document is opened anew.
func (r *room) move(old *view, files map[string][]byte) (*view, model.Change) {
	var change model.Change
	small := true
	for name, text := range files {
		path := r.folder + name
		f := old.File(path)
		if f == nil || text == nil {
			small = false
		} else if edits := between(string(f.Text()), string(text)); len(edits) > 0 {
			change.Edits = append(change.Edits, model.FileEdit{File: path, Edits: edits})
		}
		if text == nil {
			r.ws.drop(path)
		} else {
			r.ws.put(r.folder, map[string][]byte{name: text})
		}
	}
	slices.SortFunc(change.Edits, func(a, b model.FileEdit) int { return strings.Compare(a.File, b.File) })
	if small {
		if s, err := r.doc.Apply(old.Snapshot, change); err == nil {
			return newView(s, r.folder, r.ws.order(s)), change
		}
	}
	root := r.folder + r.root
	text := old.Files[0].Text()
	if fresh, ok := files[r.root]; ok {
		text = fresh // nothing where the file is gone: the model is empty then
	}
	r.doc = r.ws.full.OpenText(root, text)
	s := r.doc.Snapshot()
	v := newView(s, r.folder, r.ws.order(s))
	v.apart = true
	return v, model.Change{}
}

// rebuilt makes the delta of a revision that the room does not remember, from the files before and after it.
func (r *room) rebuilt(ctx context.Context, number int64) (json.RawMessage, error) {
	x, err := r.keep.Revision(ctx, r.keep.project, number)
	if err != nil {
		return nil, err
	}
	old, err := r.viewAt(ctx, number-1)
	if err != nil {
		return nil, err
	}
	now, err := r.viewAt(ctx, number)
	if err != nil {
		return nil, err
	}
	now.apart = true
	rec := recordOf(x)
	delta := compareViews(old, now, nil)
	delta.Files = fileChanges(old, now, model.Change{})
	delta.Base, delta.Author, delta.Title, delta.Key, delta.Undo, delta.Did, delta.Renamed = x.Number-1, x.Author, x.Title, rec.Key, rec.Undo, rec.Did, rec.Renamed
	delta.Revision, delta.Hash, delta.Time = x.Number, x.Content, headOf(x).stamp()
	return json.Marshal(delta)
}

// viewAt is the project as it stood after a revision. Platform models are those of today.
func (r *room) viewAt(ctx context.Context, number int64) (*view, error) {
	files := map[string][]byte{}
	if number > 0 {
		var err error
		if files, err = r.keep.At(ctx, r.keep.project, number); err != nil {
			return nil, err
		}
	}
	// Beside the real folder, so that paths to platform models lead to the same place.
	folder := path.Join(path.Dir(path.Clean(r.folder)), ".past-"+strings.ToLower(rand.Text())) + "/"
	r.ws.put(folder, files)
	defer func() {
		for name := range files {
			r.ws.drop(folder + name)
		}
	}()
	s := r.ws.full.OpenText(folder+r.root, files[r.root]).Snapshot()
	if number == 0 {
		// Before the first revision there was no model: nothing was found, though an empty one would raise threats.
		s.Analysis, s.Diagnostics = nil, nil
	}
	return newView(s, folder, r.ws.order(s)), nil
}
