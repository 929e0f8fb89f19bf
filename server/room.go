package server

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"theriac.dev/model"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// room is a project that is open: its document, and the last revisions of its log. All changes of a project go through
// its room, one after the other.
type room struct {
	id     string
	folder string // prefix of the files of the document
	ws     *workspaces

	mu   sync.Mutex
	doc  *workspace.Document
	view *view
	head head
	// recent are the last revisions, the newest last, without gaps.
	recent []*revision
	used   time.Time
}

// head is where a log stands.
type head struct {
	number int64
	hash   string
}

// revision is one change as the room remembers it.
type revision struct {
	delta *Delta
	wrote []string                 // paths that it wrote, as section/id/key
	edits map[string][]syntax.Edit // by file, of the text before
	was   map[string]string        // text before, of the files that it changed
	undid int64
}

// recentMost is how many revisions a room remembers. A client that is further behind reads the whole state again.
const recentMost = 400

// Proposal is what a client asks of a project: commands made on a revision.
type Proposal struct {
	Base     int64     `json:"base" minimum:"0" doc:"Revision that the client saw when it made the commands."`
	Key      string    `json:"key" minLength:"8" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$" doc:"A fresh UUID. The same key sent again gets the same answer and changes nothing."`
	Title    string    `json:"title,omitempty" maxLength:"200" doc:"What is done, for history and undo. Default: words made from the verbs."`
	Commands []Command `json:"commands" minItems:"1" maxItems:"1000" doc:"What is to be done, in order: all of it or nothing, one revision and one step of undo."`
}

// Clash is one path that two people wrote.
type Clash struct {
	Path   string `json:"path" doc:"What both wrote, as section/id/key, or file:name."`
	Theirs any    `json:"theirs,omitempty" doc:"What stands there now; absent where it is gone or unknown."`
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
func (r *room) apply(p *Proposal, author string) (*Delta, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used = time.Now()
	if rev := r.byKey(p.Key); rev != nil {
		return rev.delta, nil
	}
	if p.Base > r.head.number {
		return nil, bad("base %d is newer than the project, which is at revision %d", p.Base, r.head.number)
	}
	if slices.ContainsFunc(p.Commands, func(c Command) bool { return c.Verb == "text" }) {
		return r.applyText(p, author)
	}
	var steps []step
	for i := range p.Commands {
		more, err := p.Commands[i].prepare()
		if err != nil {
			return nil, fmt.Errorf("command %d: %w", i, err)
		}
		steps = append(steps, more...)
	}
	if err := r.checkClaims(p, steps); err != nil {
		return nil, err
	}
	change, err := r.work(steps)
	if err != nil {
		return nil, err
	}
	title := p.Title
	if title == "" {
		title = titleOf(p.Commands, steps)
	}
	return r.commit(change, draft{author: author, key: p.Key, title: title})
}

func (r *room) byKey(key string) *revision {
	for _, rev := range slices.Backward(r.recent) {
		if rev.delta.Key == key {
			return rev
		}
	}
	return nil
}

func titleOf(commands []Command, steps []step) string {
	if len(steps) == 1 {
		return steps[0].title
	}
	verb := commands[0].Verb
	for _, c := range commands {
		if c.Verb != verb {
			return fmt.Sprintf("%s and %d more", steps[0].title, len(steps)-1)
		}
	}
	word, _, _ := strings.Cut(steps[0].title, " ")
	switch verb {
	case "decide":
		return fmt.Sprintf("Decide %d findings", len(steps))
	case "place", "move":
		return fmt.Sprintf("Move %d elements", len(steps))
	case "add", "remove":
		return fmt.Sprintf("%s %d entries", word, len(steps))
	}
	return fmt.Sprintf("%s and %d more", steps[0].title, len(steps)-1)
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
	for i, s := range steps {
		_, change, err := d.Do(func(m *model.Model) (model.Change, error) { return s.do(at, m) })
		if err != nil {
			if len(steps) > 1 {
				err = fmt.Errorf("%s (step %d of %d): %w", s.title, i+1, len(steps), err)
			}
			return model.Change{}, err
		}
		total.add(change)
	}
	return total.change(), nil
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
	author, key, title string
	undo               int64
}

// commit keeps a change: in the log first, then in the document, then it is told.
func (r *room) commit(c model.Change, d draft) (*Delta, error) {
	if c.Empty() {
		return nil, errNothing
	}
	old := r.view
	if _, err := model.ApplyChange(old.Files, c); err != nil {
		return nil, err
	}
	s, err := r.doc.Apply(old.Snapshot, c)
	if err != nil {
		return nil, err
	}
	now := newView(s, r.folder, old.order)
	delta := compareViews(old, now)
	delta.Base, delta.Revision = r.head.number, r.head.number+1
	delta.Hash = hashFiles(now)
	delta.Author, delta.Key, delta.Title, delta.Undo = d.author, d.key, d.title, d.undo
	delta.Time = time.Now().UTC().Format(time.RFC3339Nano)
	delta.Files = fileChanges(old, now, c)
	for _, x := range c.Renamed {
		delta.Renamed = append(delta.Renamed, Renaming{x.Section, x.From, x.To})
	}
	rev := &revision{delta: delta, wrote: written(old, now, delta), edits: map[string][]syntax.Edit{}, was: map[string]string{}, undid: d.undo}
	for _, fe := range c.Edits {
		rev.edits[fe.File] = fe.Edits
		if f := old.File(fe.File); f != nil {
			rev.was[fe.File] = string(f.Text())
		}
	}
	r.remember(rev, now)
	return delta, nil
}

func (r *room) remember(rev *revision, now *view) {
	r.view, r.head = now, head{rev.delta.Revision, rev.delta.Hash}
	r.recent = append(r.recent, rev)
	if len(r.recent) > recentMost {
		r.recent = slices.Delete(r.recent, 0, len(r.recent)-recentMost)
	}
}

// errNothing says that a proposal changes nothing: what it asks for is so already.
var errNothing = errors.New("nothing changes: it is so already")

// since returns the deltas after a revision; ok is false where the room does not remember that far back.
func (r *room) since(n int64) (out []*Delta, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n == r.head.number {
		return []*Delta{}, true
	}
	for i, rev := range r.recent {
		if rev.delta.Base == n {
			for _, x := range r.recent[i:] {
				out = append(out, x.delta)
			}
			return out, true
		}
	}
	return nil, false
}
