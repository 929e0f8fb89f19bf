package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"theriac.dev/model"
	"theriac.dev/store"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// room is a project that is open: its document, and the last revisions of its log. All changes of a project go through
// its room, one after the other.
type room struct {
	id     string
	folder string // prefix of the files of the document
	root   string // name of the root file
	ws     *workspaces
	keep   keeper
	tell   func(project string, delta []byte)
	log    *slog.Logger
	names  *atomic.Pointer[[]string] // the files of view, for the store of a folder; nil with a database
	used   atomic.Int64              // when somebody last asked for it, in seconds
	late   atomic.Bool               // files could not be written yet

	mu     sync.Mutex
	doc    *workspace.Document
	view   *view
	head   head
	recent []*revision // the last revisions, the newest last, without gaps
	size   int         // bytes of recent
	counts Counts      // of view
	tally  *tally      // of view
	broken error       // why the room takes no change: it is closed
	notice *Notice     // what the next delta tells the people
}

// head is where a log stands.
type head struct {
	number int64
	hash   string
	time   time.Time
}

// revision is one change as the room remembers it. Its delta is kept as it goes over the wire.
type revision struct {
	number int64
	base   int64
	author string
	record
	back  map[string][]syntax.Edit // by file: from the text after to the text before
	delta json.RawMessage
}

// record is what the log keeps of a change besides the files, as JSON.
type record struct {
	Key      string            `json:"key,omitempty"`
	Commands []Command         `json:"commands,omitempty"`
	Edits    map[string][]Edit `json:"edits,omitempty"` // by file, of the text before
	Wrote    []string          `json:"wrote,omitempty"` // paths, as section/id/key
	Renamed  []Renaming        `json:"renamed,omitempty"`
	Undo     int64             `json:"undo,omitempty"`
	Did      *Did              `json:"did,omitempty"`
	Outside  bool              `json:"outside,omitempty"` // made by another editor, on the files
	Text     bool              `json:"text,omitempty"`    // made in the text by a person
	Archived *bool             `json:"archived,omitempty"`
}

// What a room remembers. A client that is further behind reads the whole state again.
const (
	recentMost  = 300
	recentBytes = 2 << 20
)

// Proposal is what a client asks of a project: commands made on a revision.
type Proposal struct {
	Base     int64     `json:"base" minimum:"0" doc:"Revision that the client saw when it made the commands."`
	Key      string    `json:"key" minLength:"8" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$" doc:"A fresh UUID. The same key sent again gets the same answer and changes nothing."`
	Title    string    `json:"title,omitempty" maxLength:"200" doc:"What is done, for history and undo. Default: words made from the verbs."`
	Did      *Did      `json:"did,omitempty" doc:"The same for readers of other languages; only beside a title."`
	Commands []Command `json:"commands" minItems:"1" maxItems:"1000" doc:"What is to be done, in order: all of it or nothing, one revision and one step of undo."`
}

// Clash is one path that two people wrote.
type Clash struct {
	Path   string `json:"path" doc:"What both wrote, as section/id/key, or file:name."`
	Theirs any    `json:"theirs,omitempty" doc:"What stands there now; absent where it is gone or unknown."`
	Gone   bool   `json:"gone,omitempty" doc:"The entry itself is not there any more, so that nothing can be written to it."`
	Yours  any    `json:"yours,omitempty" doc:"What the command would write."`
	By     string `json:"by" doc:"Who wrote it."`
	At     int64  `json:"at" doc:"In which revision."`
}

// clashed is the error of a change that meets another one.
type clashed struct {
	head    int64
	clashes []Clash
	detail  string
}

func (c *clashed) Error() string { return c.detail }

// apply makes the changes of a proposal and returns the delta.
func (r *room) apply(ctx context.Context, p *Proposal, author string) (json.RawMessage, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return nil, r.broken
	}
	// Another editor may have been at the files: then the log is ahead of the room, and the change is looked at again.
	for range mostTries {
		if done, err := r.done(ctx, p.Key, author); done != nil || err != nil {
			return done, err
		}
		delta, err := r.propose(ctx, p, author)
		if !errors.Is(err, store.ErrConflict) {
			return delta, err
		}
		if err := r.follow(ctx); err != nil {
			return nil, err
		}
	}
	return nil, errBusy
}

// mostTries is how often a change is tried while another editor keeps writing the files.
const mostTries = 5

var errBusy = errors.New("somebody else keeps writing the files; try again")

// propose checks a proposal against what came since its base, and makes it.
func (r *room) propose(ctx context.Context, p *Proposal, author string) (json.RawMessage, error) {
	if p.Base > r.head.number {
		return nil, bad("base %d is newer than the project, which is at revision %d", p.Base, r.head.number)
	}
	later, err := r.after(ctx, p.Base)
	if err != nil {
		return nil, err
	}
	d := draft{author: author, title: p.Title, record: record{Key: p.Key, Commands: p.Commands, Did: p.Did.clipped()}}
	if slices.ContainsFunc(p.Commands, func(c Command) bool { return c.Verb == "text" }) {
		return r.applyText(ctx, p, later, d)
	}
	var steps []step
	for i := range p.Commands {
		more, err := p.Commands[i].prepare()
		if err != nil {
			return nil, fmt.Errorf("command %d: %w", i, err)
		}
		steps = append(steps, more...)
	}
	if err := r.checkClaims(steps, later); err != nil {
		return nil, err
	}
	change, err := r.work(steps)
	if err != nil {
		return nil, err
	}
	if d.title == "" {
		d.Did, d.title = doneBy(p.Commands, steps)
	}
	return r.commit(ctx, change, d)
}

// done returns the answer to a key that was sent before, and nil where it is new.
func (r *room) done(ctx context.Context, key, author string) (json.RawMessage, error) {
	for _, rev := range slices.Backward(r.recent) {
		if rev.Key != key {
			continue
		}
		if rev.author != author {
			return nil, bad("the key was used by somebody else")
		}
		if rev.delta != nil {
			return rev.delta, nil
		}
		return r.rebuilt(ctx, rev.number)
	}
	return nil, nil
}

// work asks the steps one after the other, each of the model that the one before left, and returns all as one change of
// the files as they are.
func (r *room) work(steps []step) (model.Change, error) {
	at := r.view.Snapshot
	if len(steps) == 1 {
		return steps[0].do(at, at.Model)
	}
	d := r.ws.draft(at)
	total := newTotal(at.Files)
	for i := 0; i < len(steps); {
		n := alike(steps[i:])
		if change, err := together(d, steps[i:i+n]); err == nil {
			total.add(change)
			i += n
			continue
		}
		for end := i + n; i < end; i++ { // one by one, also to say which of them cannot be done
			s := steps[i]
			_, change, err := d.Do(func(m *model.Model) (model.Change, error) { return s.do(at, m) })
			if err != nil {
				return model.Change{}, fmt.Errorf("%s (step %d of %d): %w", s.title, i+1, len(steps), err)
			}
			total.add(change)
		}
	}
	return total.change(), nil
}

// alike is how many steps at the beginning are of one kind, at least one.
func alike(steps []step) int {
	n := 1
	for n < len(steps) && steps[0].bulk != nil && steps[n].bulk != nil && steps[n].bulk.kind == steps[0].bulk.kind {
		n++
	}
	return n
}

var errAlone = errors.New("a step that is done alone")

// together does steps of one kind at once: a thousand entries cost as much as one.
func together(d *workspace.Document, steps []step) (model.Change, error) {
	if len(steps) < 2 {
		return model.Change{}, errAlone
	}
	entries := make([]model.Field, len(steps))
	for i, s := range steps {
		entries[i] = s.bulk.one
	}
	_, change, err := d.Do(func(m *model.Model) (model.Change, error) { return steps[0].bulk.do(m, entries...) })
	return change, err
}

// total joins changes that follow one another into one.
type total struct {
	files map[string]*composition
	order []string
	model.Change
}

func newTotal(files []*syntax.File) *total {
	t := &total{files: map[string]*composition{}}
	for _, f := range files {
		t.files[f.Name] = compose(len(f.Text()))
		t.order = append(t.order, f.Name)
	}
	return t
}

func (t *total) add(c model.Change) {
	for _, fe := range c.Edits {
		if t.files[fe.File] == nil {
			t.files[fe.File] = compose(0)
			t.order = append(t.order, fe.File)
		}
		t.files[fe.File].add(fe.Edits)
	}
	t.Renamed = append(t.Renamed, c.Renamed...)
	t.Added = append(t.Added, c.Added...)
	t.Removed = append(t.Removed, c.Removed...)
}

func (t *total) change() model.Change {
	out := t.Change
	out.Edits = nil
	for _, name := range t.order {
		if edits := t.files[name].edits(); len(edits) > 0 {
			out.Edits = append(out.Edits, model.FileEdit{File: name, Edits: edits})
		}
	}
	return out
}

// draft is what is said of a change besides the change.
type draft struct {
	author, title string
	record
}

// errNothing says that a proposal changes nothing: what it asks for is so already.
var errNothing = errors.New("nothing changes: it is so already")

// commit makes a change in the document, keeps it in the log, and tells it.
func (r *room) commit(ctx context.Context, c model.Change, d draft) (json.RawMessage, error) {
	if c.Empty() {
		return nil, errNothing
	}
	old := r.view
	s, err := r.doc.Apply(old.Snapshot, c)
	if err != nil {
		return nil, bad("%s", strings.ReplaceAll(err.Error(), r.folder, ""))
	}
	for _, x := range c.Renamed {
		d.Renamed = append(d.Renamed, Renaming{x.Section, x.From, x.To})
	}
	return r.settle(ctx, old, newView(s, r.folder, r.ws.order(s)), c, d)
}

// settle keeps the step from one view to the next in the log and tells it. Where the log refuses, the document goes back.
func (r *room) settle(ctx context.Context, old, now *view, c model.Change, d draft) (json.RawMessage, error) {
	delta := compareViews(old, now, r.tally)
	delta.Files = fileChanges(old, now, c)
	if len(delta.Files) == 0 {
		r.view, r.counts = now, delta.Counts // the same text, parsed again
		return nil, errNothing
	}
	delta.Base, delta.Author, delta.Title, delta.Key, delta.Undo, delta.Did, delta.Renamed = r.head.number, d.author, d.title, d.Key, d.Undo, d.Did, d.Renamed
	rev := &revision{base: r.head.number, author: d.author, record: d.record, back: map[string][]syntax.Edit{}}
	rev.describe(old, delta)
	files := map[string][]byte{}
	for name, change := range delta.Files {
		switch {
		case !change.Removed:
			files[name] = now.file(name).Text()
		case name == workspace.LayoutName:
			files[name] = nil
		default: // it is no part of the model any more, and stays where it is
		}
	}
	done, err := r.keep.commit(ctx, r.head.number, d.author, d.title, rev.record, files)
	if err != nil {
		r.reopen(old)
		return nil, err
	}
	if _, was := files[workspace.LayoutName]; was && now.file(workspace.LayoutName) == nil {
		r.ws.drop(r.folder + workspace.LayoutName)
	}
	if done.unsettled != nil {
		r.log.Error("files not written", "project", r.id, "error", done.unsettled)
		delta.Notice = &Notice{Kind: "unwritten", Why: done.unsettled.Error()}
		r.late.Store(true)
	}
	r.publish(rev, delta, done.head, now)
	if done.beyond {
		r.warn(done.overtaken)
		if err := r.follow(ctx); err != nil {
			r.log.Error("edits from outside not read", "project", r.id, "error", err)
		}
	}
	return rev.delta, nil
}

// publish makes a revision that is in the log the newest of the room, and tells it.
func (r *room) publish(rev *revision, delta *Delta, at head, now *view) {
	delta.Revision, delta.Hash, delta.Time = at.number, at.hash, at.stamp()
	rev.number = at.number
	data, err := json.Marshal(delta)
	if err != nil { // plain structs and maps of strings: it cannot fail
		r.log.Error("delta not written", "project", r.id, "error", err)
	}
	rev.delta = data
	r.show(now, delta.Counts)
	r.head = at
	r.remember(rev)
	r.tell(r.id, rev.delta)
}

// show makes a view the newest.
func (r *room) show(v *view, c Counts) {
	r.ws.hold(v)
	r.view, r.counts = v, c
	if r.names != nil {
		names := namesOf(v.Snapshot, r.folder)
		r.names.Store(&names)
	}
}

// reopen makes the document that of an older view, after a change that could not be kept.
func (r *room) reopen(old *view) {
	r.ws.hold(old)
	r.doc = r.ws.full.OpenText(old.Files[0].Name, old.Files[0].Text())
	s := r.doc.Snapshot()
	r.view = newView(s, r.folder, r.ws.order(s))
	r.tally = r.view.newTally()
}

func syntaxEdits(edits []Edit) []syntax.Edit {
	out := make([]syntax.Edit, len(edits))
	for i, e := range edits {
		out[i] = syntax.Edit{Start: e.Start, End: e.End, New: e.Text}
	}
	return out
}

func (r *room) remember(rev *revision) {
	r.recent = append(r.recent, rev)
	r.size += rev.bytes()
	for len(r.recent) > recentMost || r.size > recentBytes && len(r.recent) > 1 {
		r.size -= r.recent[0].bytes()
		r.recent[0] = nil
		r.recent = r.recent[1:]
	}
}

// bytes is about what a revision takes in memory: its delta holds most of the rest too.
func (rev *revision) bytes() int { return 2*len(rev.delta) + 1000 }

// since returns the deltas after a revision; ok is false where the room does not remember that far back.
func (r *room) since(n int64) (out []Written, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	out = []Written{}
	if n == r.head.number {
		return out, true
	}
	for _, rev := range r.recent {
		if rev.base >= n {
			if rev.delta == nil || len(out) == 0 && rev.base != n {
				return nil, false
			}
			out = append(out, Written(rev.delta))
		}
	}
	return out, len(out) > 0
}
