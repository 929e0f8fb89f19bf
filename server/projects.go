package server

import (
	"context"
	"errors"
	"net/http"
	"os/user"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/workspace"
)

// Project is a project in the list of all.
type Project struct {
	ID       string  `json:"id" doc:"Id of the project on this server."`
	Name     string  `json:"name" doc:"Name of the model."`
	Folder   string  `json:"folder,omitempty" doc:"Folder mode: where it is, relative to the folder served."`
	Device   string  `json:"device" doc:"Device types of the library, separated by commas."`
	Elements int     `json:"elements" doc:"Number of elements."`
	Flows    int     `json:"flows" doc:"Number of flows."`
	Counts   Counts  `json:"counts" doc:"Its findings."`
	Revision int64   `json:"revision" doc:"Newest revision."`
	Updated  string  `json:"updated,omitempty" doc:"When it was last changed, as RFC 3339; absent where nobody knows."`
	Role     string  `json:"role" enum:"owner,editor,reviewer,reader" doc:"What the caller may do."`
	Waiting  Waiting `json:"waiting" doc:"What waits for somebody."`
}

// Waiting counts what waits in a project.
type Waiting struct {
	Review    int `json:"review" doc:"Decisions that are asked for again, because a fact has changed."`
	Open      int `json:"open" doc:"Findings on which nothing is decided."`
	Questions int `json:"questions" doc:"Questions whose answers would settle findings."`
}

// place is a model of the folder that is served.
type place struct {
	id, folder, root string // folder is relative to the folder served; root is the path of the root file
}

var errNoProject = errors.New("there is no such project")

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// findPlaces looks for the models of the folder.
func (s *Server) findPlaces() error {
	if s.o.Folder == "" {
		return nil
	}
	base, err := filepath.Abs(s.o.Folder)
	if err != nil {
		return err
	}
	roots, err := workspace.Find(base)
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, root := range roots {
		folder, err := filepath.Rel(base, filepath.Dir(filepath.FromSlash(root)))
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		name := folder
		if folder == "." {
			name = filepath.Base(base)
		}
		s.found = append(s.found, &place{id: freshID(name, taken), folder: folder, root: root})
	}
	return nil
}

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

// room returns the room of a project, opened where it is not.
func (s *Server) room(_ context.Context, id string) (*room, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rooms[id]; r != nil {
		return r, nil
	}
	for _, p := range s.found {
		if p.id == id {
			r, err := s.openFolder(p)
			if err == nil {
				s.rooms[id] = r
			}
			return r, err
		}
	}
	return nil, errNoProject
}

func (s *Server) openFolder(p *place) (*room, error) {
	doc, err := s.ws.full.Open(p.root)
	if err != nil {
		return nil, err
	}
	snapshot := doc.Snapshot()
	folder := path.Dir(doc.Path()) + "/"
	r := &room{id: p.id, folder: folder, ws: s.ws, doc: doc, used: now()}
	r.view = newView(snapshot, folder, s.ws.order(snapshot))
	r.head = head{1, hashFiles(r.view)}
	return r, nil
}

type projectsAnswer struct{ Body []Project }

func (s *Server) projectRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-projects", Method: http.MethodGet, Path: "/projects", Summary: "List the projects", Tags: []string{"projects"}},
		func(ctx context.Context, _ *struct{}) (*projectsAnswer, error) {
			out := []Project{}
			for _, p := range s.found {
				r, err := s.room(ctx, p.id)
				if err != nil {
					return nil, s.told(err)
				}
				out = append(out, r.project(p.folder))
			}
			return &projectsAnswer{out}, nil
		})
}

func (r *room) project(folder string) Project {
	r.mu.Lock()
	defer r.mu.Unlock()
	m, c := r.view.Model, r.view.counts()
	var types []string
	for _, t := range m.Device.Type.Items {
		types = append(types, t.Value)
	}
	return Project{ID: r.id, Name: r.name(), Folder: folder, Device: strings.Join(types, ", "), Elements: m.Elements.Len(), Flows: m.Flows.Len(),
		Counts: c, Revision: r.head.number, Role: "owner", Waiting: Waiting{Review: c.ByState["review"], Open: c.ByState["open"], Questions: c.Questions}}
}

// name is that of the model, or the id of the project.
func (r *room) name() string {
	if n := r.view.Model.Name.Value; n != "" {
		return n
	}
	return r.id
}

// self is who runs a server without accounts.
func self() *Person {
	name := "you"
	if u, err := user.Current(); err == nil && u.Username != "" {
		name = u.Username
		if u.Name != "" {
			return &Person{Name: name, Shown: u.Name}
		}
	}
	return &Person{Name: name, Shown: name}
}

// caller is who asks; nil where somebody must sign in first.
func (s *Server) caller(_ context.Context) *Person { return self() }
