package server

import (
	"io/fs"
	"sync"

	"theriac.dev/library"
	"theriac.dev/workspace"
)

// workspaces opens documents for rooms: one workspace with findings, so that all rooms share a library, and one without
// for trying out several steps at once.
type workspaces struct {
	full *workspace.Workspace
	read func(path string) ([]byte, error)

	mu     sync.Mutex
	orders map[*library.Library]map[string]int
}

func newWorkspaces() *workspaces {
	return &workspaces{full: workspace.New(workspace.Options{})}
}

// draft opens a copy of a snapshot that is not analysed.
func (w *workspaces) draft(s *workspace.Snapshot) *workspace.Document {
	texts := map[string][]byte{}
	for _, f := range s.Files {
		texts[f.Name] = f.Text()
	}
	ws := workspace.New(workspace.Options{NoAnalysis: true, Read: func(path string) ([]byte, error) {
		if text, ok := texts[path]; ok {
			return text, nil
		}
		if w.read == nil {
			return nil, fs.ErrNotExist
		}
		return w.read(path)
	}})
	root := s.Files[0].Name
	return ws.OpenText(root, texts[root])
}

// order is the place of each threat in a library.
func (w *workspaces) order(s *workspace.Snapshot) map[string]int {
	if s.Analysis == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	lib := s.Analysis.Library
	if w.orders == nil {
		w.orders = map[*library.Library]map[string]int{}
	}
	if w.orders[lib] == nil {
		w.orders[lib] = threatOrder(lib)
	}
	return w.orders[lib]
}
