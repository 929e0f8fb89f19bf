package workspace

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Snapshot is one version of a document: text, model, findings and diagnostics that belong together. It never changes.
type Snapshot struct {
	// Number counts the versions of the document from 1.
	Number int
	// Files are the files of the model itself, the root file first; those of platform models are in Model.Files.
	Files []*syntax.File
	// Model is the model with what it inherits.
	Model *model.Model
	// Analysis holds the findings; nil where there was no library to analyse with.
	Analysis *engine.Analysis
	// Diagnostics are those of text, model, engine, and of files that could not be read, in the order of the text.
	Diagnostics []syntax.Diagnostic
	// Changes says what the model itself says differently from the version before.
	Changes model.Changes

	own       *model.Model // without what it inherits
	platforms []platform
	said      []told // of includes, platform models and packs
	engine    *engine.Engine
}

// told is a problem of this package at a node of the model.
type told struct {
	node *syntax.Node
	d    syntax.Diagnostic
}

// File returns the file with the name, or nil.
func (s *Snapshot) File(name string) *syntax.File {
	for _, f := range s.Files {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// Finding returns the finding with the id, or nil.
func (s *Snapshot) Finding(id string) *engine.Finding {
	if s.Analysis == nil {
		return nil
	}
	return s.Analysis.Finding(id)
}

// Compare returns the findings that came and those that went from an older version to this one, each in rank order.
func (s *Snapshot) Compare(old *Snapshot) (came, went []*engine.Finding) {
	return missingFrom(old, s), missingFrom(s, old)
}

func missingFrom(a, b *Snapshot) []*engine.Finding {
	have := map[string]bool{}
	if a != nil && a.Analysis != nil {
		for _, f := range a.Analysis.Findings {
			have[f.ID] = true
		}
	}
	var out []*engine.Finding
	if b != nil && b.Analysis != nil {
		for _, f := range b.Analysis.Findings {
			if !have[f.ID] {
				out = append(out, f)
			}
		}
	}
	return out
}

// Document is a model that is open. It is safe for concurrent use: changes wait for one another, and Snapshot waits for
// nobody.
type Document struct {
	w    *Workspace
	root string // path of the root file

	mu   sync.Mutex
	now  atomic.Pointer[Snapshot]
	disk map[string]*string // text of each file when it was last read or written; nil where there was none
	// aside are files that were edited and are no longer included, perhaps only while the line that includes them is
	// being typed.
	aside map[string]*syntax.File
}

func (w *Workspace) open(name string, text []byte) *Document {
	d := &Document{w: w, root: name, disk: map[string]*string{}, aside: map[string]*syntax.File{}}
	d.remember(name, text)
	files := d.gather(syntax.Parse(name, text), nil)
	d.publish(nil, files)
	return d
}

func (d *Document) remember(name string, text []byte) {
	s := string(text)
	d.disk[name] = &s
}

// Path returns the path of the root file.
func (d *Document) Path() string { return d.root }

// Snapshot returns the newest version.
func (d *Document) Snapshot() *Snapshot { return d.now.Load() }

// Update gives a file of the document another text and returns the next version. A name that is not among the files is
// an error, except for the layout, which is created.
func (d *Document) Update(name string, text []byte) (*Snapshot, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now.Load()
	name = slashed(name)
	i := slices.IndexFunc(now.Files, func(f *syntax.File) bool { return f.Name == name })
	files := slices.Clone(now.Files)
	switch {
	case i >= 0:
		files[i] = files[i].Update(text)
	case name == d.beside(LayoutName):
		files = append(files, syntax.Parse(name, text))
	default:
		return nil, fmt.Errorf("update %s: it is not a file of the model %s", name, d.root)
	}
	return d.publish(now, files), nil
}

// Apply makes the change of a verb and returns the next version. The change must have been made for base; where the
// document has moved on since, it is an error and nothing is changed.
func (d *Document) Apply(base *Snapshot, c model.Change) (*Snapshot, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now.Load()
	if base != now {
		return nil, fmt.Errorf("change %s: the model was changed in the meantime; look at it again", d.root)
	}
	files, err := model.ApplyChange(now.Files, c)
	if err != nil {
		return nil, fmt.Errorf("change %s: %w", d.root, err)
	}
	if c.Empty() {
		return now, nil
	}
	return d.publish(now, files), nil
}

// Do asks a verb of the newest version and applies what it answers.
func (d *Document) Do(verb func(*model.Model) (model.Change, error)) (*Snapshot, model.Change, error) {
	for {
		base := d.Snapshot()
		c, err := verb(base.Model)
		if err != nil {
			return nil, c, err
		}
		if s, err := d.Apply(base, c); err == nil || d.Snapshot() == base {
			return s, c, err
		}
	}
}

// Reload reads all files again, platform models among them, and returns the next version. Text that was not saved is
// lost, except where keep says otherwise.
func (d *Document) Reload(keep ...string) (*Snapshot, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now.Load()
	held := map[string]*syntax.File{}
	for _, name := range keep {
		if f := now.File(slashed(name)); f != nil {
			held[f.Name] = f
		}
	}
	root := held[d.root]
	if root == nil {
		text, err := d.w.read(d.root)
		if err != nil {
			return nil, fmt.Errorf("read model again: %w", err)
		}
		d.remember(d.root, text)
		root = now.Files[0].Update(text)
	}
	files := d.gather(root, func(name string) *syntax.File {
		if f := held[name]; f != nil {
			return f
		}
		if f := now.File(name); f != nil {
			if text, err := d.w.read(name); err == nil {
				d.remember(name, text)
				return f.Update(text)
			}
		}
		return nil
	})
	clear(d.aside)
	fresh := *now
	fresh.platforms = nil
	return d.publish(&fresh, files), nil
}

// publish makes the snapshot of files and makes it the newest. prev is nil for the first.
func (d *Document) publish(prev *Snapshot, files []*syntax.File) *Snapshot {
	s := &Snapshot{Number: 1}
	if prev == nil {
		s.own = model.Decode(files...)
	} else {
		s.Number = prev.Number + 1
		s.own, s.Changes = prev.own.Update(files...)
		if !slices.Equal(included(prev.own), included(s.own)) {
			files = d.regather(files)
			s.own, s.Changes = prev.own.Update(files...)
		}
	}
	s.Files = files
	s.said = d.missing(s)
	d.inherit(prev, s)
	d.analyse(prev, s)
	d.collect(s)
	d.now.Store(s)
	return s
}

// regather follows a change of `include`. Files that are known are not read again.
func (d *Document) regather(files []*syntax.File) []*syntax.File {
	for _, f := range files {
		d.aside[f.Name] = f
	}
	next := d.gather(files[0], func(name string) *syntax.File { return d.aside[name] })
	for _, f := range next {
		delete(d.aside, f.Name)
	}
	return next
}

// analyse finds the findings, from those of the version before where that is possible.
func (d *Document) analyse(prev, s *Snapshot) {
	if d.w.noAnalysis {
		return
	}
	var err error
	if s.engine, err = d.w.engine(s.Model); err != nil {
		s.say(s.Model.Packs.Node, "unknown-pack", err.Error(), "")
	}
	switch {
	case s.engine == nil:
	case prev != nil && prev.engine == s.engine && len(s.platforms) == 0 && len(prev.platforms) == 0:
		s.Analysis = s.engine.Update(prev.Analysis, s.Model, s.Changes)
	default:
		s.Analysis = s.engine.Analyze(s.Model)
	}
}

// collect gathers the diagnostics.
func (d *Document) collect(s *Snapshot) {
	s.Diagnostics = s.Model.Diagnostics
	if s.Analysis != nil {
		s.Diagnostics = s.Analysis.Diagnostics
	}
	if len(s.said) == 0 {
		return
	}
	s.Diagnostics = slices.Clone(s.Diagnostics)
	for _, t := range s.said {
		t.d.Place = s.Model.Place(t.node)
		if t.d.Place.IsZero() {
			t.d.Place = s.Files[0].PlaceAt(0, 0)
		}
		s.Diagnostics = append(s.Diagnostics, t.d)
	}
	sortDiagnostics(s.Model.Files, s.Diagnostics)
}

func (s *Snapshot) say(node *syntax.Node, code, message, hint string) {
	s.said = append(s.said, told{node, syntax.Diagnostic{Severity: syntax.Error, Code: code, Message: message, Hint: hint}})
}
