package server

import (
	"io/fs"
	"strings"
	"sync"

	"theriac.dev/library"
	"theriac.dev/workspace"
)

// workspaces opens documents for rooms. All rooms share one workspace and so one library. The texts of the rooms are
// held here by path, so that a document reads what the room has and not what happens to be on disk.
type workspaces struct {
	full *workspace.Workspace
	disk func(path string) ([]byte, error) // files that no room holds; nil for none

	mu     sync.Mutex
	texts  map[string][]byte
	orders map[*library.Library]map[string]int
	libs   map[string]*library.Library // by the packs in them
}

func newWorkspaces(disk func(string) ([]byte, error)) *workspaces {
	w := &workspaces{disk: disk, texts: map[string][]byte{}, orders: map[*library.Library]map[string]int{}}
	w.libs = map[string]*library.Library{}
	w.full = workspace.New(workspace.Options{Read: w.read, Packs: w.packs})
	return w
}

// packs loads the library for a model. Models that name other packs, or none, may well mean the same ones: they share.
func (w *workspaces) packs(names, devices []string) (*library.Library, error) {
	lib, err := workspace.Embedded(names, devices)
	if lib == nil {
		return nil, err
	}
	var key strings.Builder
	for _, p := range lib.Packs {
		key.WriteString(p.ID + "@" + p.Digest + " ")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if same := w.libs[key.String()]; same != nil {
		return same, err
	}
	w.libs[key.String()] = lib
	return lib, err
}

func (w *workspaces) read(path string) ([]byte, error) {
	w.mu.Lock()
	text, ok := w.texts[path]
	w.mu.Unlock()
	if ok {
		return text, nil
	}
	if w.disk == nil {
		return nil, fs.ErrNotExist
	}
	return w.disk(path)
}

// put holds files under a prefix.
func (w *workspaces) put(folder string, files map[string][]byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, text := range files {
		w.texts[folder+name] = text
	}
}

// hold holds the texts of a view.
func (w *workspaces) hold(v *view) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range v.Files {
		w.texts[f.Name] = f.Text()
	}
}

// drop lets go of a file.
func (w *workspaces) drop(path string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.texts, path)
}

// draft opens a copy of a snapshot that is not analysed, for trying out several steps.
func (w *workspaces) draft(s *workspace.Snapshot) *workspace.Document {
	ws := workspace.New(workspace.Options{NoAnalysis: true, Read: w.read})
	return ws.OpenText(s.Files[0].Name, s.Files[0].Text())
}

// order is the place of each threat in the library of a snapshot.
func (w *workspaces) order(s *workspace.Snapshot) map[string]int {
	if s.Analysis == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	lib := s.Analysis.Library
	if w.orders[lib] == nil {
		w.orders[lib] = threatOrder(lib)
	}
	return w.orders[lib]
}
