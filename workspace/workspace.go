// Package workspace turns documents into immutable snapshots, for every face: command line, editor, server, assistant.
//
// A Document is a model with all the files that it is made of: the root file, those that it includes, the layout and the
// platform models that it extends. Each change of text makes a new Snapshot, which holds text, tree, model, findings and
// diagnostics that belong together; whoever holds an older one keeps it. A change costs what it touches. Whatever stands
// in the files, opening them never fails: a file that is missing is a diagnostic at the line that names it.
//
// Files are read and written by functions that the caller may replace, so that a server can keep documents elsewhere.
package workspace

import (
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// RootName is the name of the root file of a model that is a folder.
const RootName = "theriac.yaml"

// LayoutName is the file beside the root file that holds the positions of boxes. It need not be included.
const LayoutName = "layout.yaml"

// Options says where documents come from and what they are analysed with.
type Options struct {
	// Read returns the bytes of a file, or an error that is fs.ErrNotExist where there is none. Paths have slashes. The
	// default reads from disk.
	Read func(path string) ([]byte, error)
	// Write replaces a file as a whole or not at all. The default writes to disk.
	Write func(path string, data []byte) error
	// Packs loads the library for the packs that a model names, and for the types of its device, which may bring more;
	// none named means the usual ones. It is called once for each set of packs and types. The default knows the packs that come with the program. Where it returns a library together with
	// an error, that library is used and the error is told.
	Packs func(names, devices []string) (*library.Library, error)
	// NoAnalysis leaves out the findings.
	NoAnalysis bool
}

// Workspace opens documents. It shares libraries among them and is safe for concurrent use.
type Workspace struct {
	read       func(string) ([]byte, error)
	write      func(string, []byte) error
	packs      func(names, devices []string) (*library.Library, error)
	noAnalysis bool

	mu      sync.Mutex
	engines map[string]*loadedEngine
}

type loadedEngine struct {
	once sync.Once
	*engine.Engine
	err error
}

// New makes a workspace.
func New(o Options) *Workspace {
	w := &Workspace{read: o.Read, write: o.Write, packs: o.Packs, noAnalysis: o.NoAnalysis, engines: map[string]*loadedEngine{}}
	if w.read == nil {
		w.read = readDisk
	}
	if w.write == nil {
		w.write = writeDisk
	}
	if w.packs == nil {
		w.packs = Embedded
	}
	return w
}

// Open opens a model: a folder with a theriac.yaml, or its root file. The error says that there is nothing to open;
// whatever else is wrong is in the diagnostics.
func (w *Workspace) Open(name string) (*Document, error) {
	name = slashed(name)
	data, err := w.read(name)
	if err != nil {
		inside := path.Join(name, RootName)
		folder, inner := w.read(inside)
		if inner != nil {
			if strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
				return nil, fmt.Errorf("open model: %w", err)
			}
			return nil, fmt.Errorf("open model in %s: %w", name, inner)
		}
		name, data = inside, folder
	}
	return w.open(name, data), nil
}

// OpenText opens a model whose root file has the text, whatever is on disk. Includes and platform models are looked for
// as if it stood at name.
func (w *Workspace) OpenText(name string, text []byte) *Document { return w.open(slashed(name), text) }

// OpenAll opens models side by side. The documents are in the order of the names; those that could not be opened are
// nil, with the errors beside them.
func (w *Workspace) OpenAll(names ...string) ([]*Document, []error) {
	docs, errs := make([]*Document, len(names)), make([]error, len(names))
	var group sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, name := range names {
		slots <- struct{}{}
		group.Go(func() {
			docs[i], errs[i] = w.Open(name)
			<-slots
		})
	}
	group.Wait()
	return docs, errs
}

// slashed is the form of a path that names a file everywhere.
func slashed(name string) string { return path.Clean(filepath.ToSlash(name)) }

// engine returns the engine for the packs of a model. Both results may be set: the engine knows what could be loaded.
func (w *Workspace) engine(m *model.Model) (*engine.Engine, error) {
	var names []string
	for _, p := range m.Packs.Items {
		names = append(names, p.Value)
	}
	var devices []string
	for _, t := range m.Device.Type.Items {
		devices = append(devices, t.Value)
	}
	key := strings.Join(names, " ") + " for " + strings.Join(devices, " ")
	if len(names) == 0 {
		key = "" // all packs, whatever the device
	}
	w.mu.Lock()
	e := w.engines[key]
	if e == nil {
		e = &loadedEngine{}
		w.engines[key] = e
	}
	w.mu.Unlock()
	e.once.Do(func() {
		var lib *library.Library
		if lib, e.err = w.packs(names, devices); lib != nil {
			e.Engine = engine.New(lib)
		}
	})
	return e.Engine, e.err
}

// Embedded loads packs that come with the program, each named as name or name@version; none named means all of them.
// Packs that another one requires or brings come with it, and those that the types of the device bring. Where one is not known the error says so, and the library holds the
// others.
func Embedded(names, devices []string) (*library.Library, error) {
	all, err := library.Load()
	if err != nil || len(names) == 0 {
		return all, err
	}
	byID := map[string]library.Pack{}
	for _, p := range all.Packs {
		byID[p.ID] = p
	}
	wanted := map[string]bool{}
	var problems []string
	var want func(name string)
	want = func(name string) {
		id, version, pinned := strings.Cut(name, "@")
		p, ok := byID[id]
		switch {
		case !ok:
			problems = append(problems, fmt.Sprintf("there is no pack `%s`", id))
			return
		case pinned && version != p.Version:
			problems = append(problems, fmt.Sprintf("the pack `%s` is at version %s, the model asks for %s", id, p.Version, version))
		}
		if !wanted[id] {
			wanted[id] = true
			for _, r := range slices.Concat(p.Requires, p.Brings) {
				want(r)
			}
		}
	}
	for _, name := range names {
		want(name)
	}
	for _, d := range all.Devices {
		if slices.Contains(devices, d.ID) {
			for _, name := range d.Packs {
				want(name)
			}
		}
	}
	if len(problems) > 0 {
		err = fmt.Errorf("%s", strings.Join(problems, "; "))
	}
	if len(wanted) == 0 || len(wanted) == len(all.Packs) {
		return all, err
	}
	var sources []library.Source
	for _, s := range library.Embedded() {
		if wanted[path.Base(s.Path)] {
			sources = append(sources, s)
		}
	}
	lib, openErr := library.Open(sources...)
	if openErr != nil {
		return nil, openErr
	}
	return lib, err
}

// sortDiagnostics puts diagnostics in the order of the files and their bytes.
func sortDiagnostics(files []*syntax.File, all []syntax.Diagnostic) {
	order := map[string]int{}
	for i, f := range files {
		order[f.Name] = i
	}
	slices.SortStableFunc(all, func(a, b syntax.Diagnostic) int {
		if d := order[a.Place.File] - order[b.Place.File]; d != 0 {
			return d
		}
		return a.Place.Start - b.Place.Start
	})
}
