package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// place is a model in the folder that is served.
type place struct {
	id     string
	folder string // relative to the folder served, with slashes
	root   string // path of the root file
}

// places are the models in the folder that is served.
type places struct {
	base    string   // absolute
	root    *os.Root // reads nothing outside of base
	confine bool     // platform models must lie in base as well

	mu     sync.Mutex
	list   []*place
	looked time.Time
}

// lookAgain is how long the list of models is taken for granted.
const lookAgain = 2 * time.Second

func openPlaces(folder string, confine bool) (*places, error) {
	base, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(base)
	if err != nil {
		return nil, fmt.Errorf("serve %s: %w", folder, err)
	}
	if !info.IsDir() { // the root file of a model stands for its folder
		base = filepath.Dir(base)
	}
	root, err := os.OpenRoot(base)
	if err != nil {
		return nil, fmt.Errorf("serve %s: %w", folder, err)
	}
	return &places{base: base, root: root, confine: confine}, nil
}

// all are the models that are there now, in the order of their folders.
func (p *places) all() ([]*place, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.looked) < lookAgain {
		return p.list, nil
	}
	roots, err := workspace.Find(p.base)
	if err != nil && len(roots) == 0 && !errors.Is(err, fs.ErrNotExist) {
		roots, err = nil, nil // an empty folder: the first model can be made on a page
	}
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	p.list, p.looked = nil, time.Now()
	for _, root := range roots {
		folder, err := filepath.Rel(p.base, filepath.Dir(filepath.FromSlash(root)))
		if err != nil {
			return nil, err
		}
		name := folder
		if folder == "." {
			name = filepath.Base(p.base)
		}
		p.list = append(p.list, &place{id: freshID(name, taken), folder: filepath.ToSlash(folder), root: root})
	}
	return p.list, nil
}

// of returns the model with the id, or nil.
func (p *places) of(id string) (*place, error) {
	list, err := p.all()
	if i := slices.IndexFunc(list, func(x *place) bool { return x.id == id }); i >= 0 {
		return list[i], err
	}
	return nil, err
}

// forget looks again at the next question.
func (p *places) forget() {
	p.mu.Lock()
	p.looked = time.Time{}
	p.mu.Unlock()
}

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// freshID makes an id of a name that no other project has.
func freshID(name string, taken map[string]bool) string {
	id := strings.Trim(notID.ReplaceAllString(strings.ToLower(name), "-"), "-")
	if id == "" {
		id = "model"
	}
	id = strings.Trim(id[:min(len(id), 56)], "-")
	out := id
	for n := 2; taken[out]; n++ {
		out = id + "-" + strconv.Itoa(n)
	}
	taken[out] = true
	return out
}

// read reads a file that belongs to a model: text in YAML, of a size that a model can have.
func (p *places) read(name string) ([]byte, error) {
	if ext := path.Ext(name); ext != ".yaml" && ext != ".yml" {
		return nil, fs.ErrNotExist
	}
	local := filepath.FromSlash(name)
	var f *os.File
	var err error
	if rel, outside := filepath.Rel(p.base, local); outside == nil && filepath.IsLocal(rel) {
		f, err = p.root.Open(rel)
	} else if p.confine {
		return nil, fs.ErrNotExist
	} else {
		f, err = os.Open(local)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, syntax.MaxSize+1))
	if err == nil && len(data) > syntax.MaxSize {
		return nil, fmt.Errorf("read %s: it is larger than the %d MB that a model may have", name, syntax.MaxSize>>20)
	}
	return data, err
}

// watch tells rooms that their files may have changed, until the server closes.
func (s *Server) watch() {
	err := workspace.Watch(s.ctx, []string{s.places.base}, func(files []string) {
		s.places.forget()
		s.mu.Lock()
		var touched []*room
		for _, r := range s.rooms {
			if slices.ContainsFunc(files, func(f string) bool { return strings.HasPrefix(f, r.folder) }) {
				touched = append(touched, r)
			}
		}
		s.mu.Unlock()
		for _, r := range touched {
			r.refresh(s.ctx)
		}
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		s.log.Error("files are not watched; edits from outside show with the next change here", "error", err)
	}
}
