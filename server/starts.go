package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/examples"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/store"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// Start is something that a project can begin from.
type Start struct {
	Kind   string `json:"kind" enum:"deviceType,example" doc:"The key of \"from\" that it goes into."`
	ID     string `json:"id" doc:"Id of the device type or of the example."`
	Title  string `json:"title" doc:"Its name."`
	Text   string `json:"text" doc:"What it is."`
	Pack   string `json:"pack,omitempty" doc:"Device type: the pack that it is from."`
	Worked bool   `json:"worked,omitempty" doc:"Example: it has harms, goals, trees, controls and decisions too."`
}

// NewProject is a project to be made.
type NewProject struct {
	Name string      `json:"name" minLength:"1" maxLength:"200" doc:"Name of the product."`
	From ProjectFrom `json:"from" doc:"What it begins from; nothing for an empty model."`
}

// ProjectFrom is what a project begins from: one of them.
type ProjectFrom struct {
	DeviceType string        `json:"deviceType,omitempty" maxLength:"100" doc:"A device type of the library: its first model."`
	Example    string        `json:"example,omitempty" maxLength:"100" doc:"An example: a device as it is commonly found, under the new name."`
	Project    string        `json:"project,omitempty" maxLength:"64" doc:"Another project, whose files are copied under the new name."`
	Import     *ForeignFile  `json:"import,omitempty" doc:"A file of another tool. What became of it is kept as a comment."`
	Files      []FileContent `json:"files,omitempty" maxItems:"200" doc:"Files of a model; one of them is theriac.yaml."`
}

// FileContent is a file to be made.
type FileContent struct {
	Name string `json:"name" minLength:"1" maxLength:"300" doc:"Path within the project."`
	Text string `json:"text" doc:"Its text."`
}

func (s *Server) startRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-starts", Method: http.MethodGet, Path: "/catalog/starts", Summary: "What a project can begin from", Tags: []string{"projects"}, Errors: problems},
		func(context.Context, *struct{}) (*struct{ Body []Start }, error) {
			lib, err := s.shelf.open()
			if err != nil {
				return nil, s.told(err)
			}
			return &struct{ Body []Start }{startsOf(lib)}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "create-project", Method: http.MethodPost, Path: "/projects", Summary: "Make a project", Tags: []string{"projects"}, MaxBodyBytes: maxImport,
		DefaultStatus: http.StatusCreated, Errors: append([]int{http.StatusConflict}, problems...)},
		func(ctx context.Context, in *struct{ Body NewProject }) (*struct{ Body Project }, error) {
			p, err := s.create(ctx, &in.Body)
			return &struct{ Body Project }{p}, s.told(err)
		})
}

// startsOf are the device types of the library that have a first model, and the examples.
func startsOf(lib *library.Library) []Start {
	out := []Start{}
	for _, d := range lib.Devices {
		if d.Start != "" {
			out = append(out, Start{Kind: "deviceType", ID: d.ID, Title: d.Title, Text: d.Text, Pack: d.Pack})
		}
	}
	for _, e := range examples.All() {
		name := model.Decode(syntax.Parse(workspace.RootName, e.Files[workspace.RootName])).Name.Value
		out = append(out, Start{Kind: "example", ID: e.ID, Title: name, Text: e.Text, Worked: e.Worked})
	}
	return out
}

// create makes a project of what it begins from.
func (s *Server) create(ctx context.Context, n *NewProject) (Project, error) {
	if n.From.Import != nil {
		return s.createImport(ctx, n)
	}
	files, err := s.firstFiles(ctx, n)
	if err != nil {
		return Project{}, err
	}
	return s.createFrom(ctx, n.Name, files)
}

// createImport makes a project of a file of another tool, and keeps what became of it.
func (s *Server) createImport(ctx context.Context, n *NewProject) (Project, error) {
	imp, err := n.From.Import.read()
	if err != nil {
		return Project{}, err
	}
	p, err := s.createFrom(ctx, n.Name, filesOf(imp))
	if err != nil {
		return p, err
	}
	return p, s.keepFirstReport(ctx, p.ID, n.From.Import, imp)
}

func (s *Server) createFrom(ctx context.Context, name string, files map[string][]byte) (Project, error) {
	var id string
	var err error
	if s.places != nil {
		id, err = s.createFolder(name, files)
	} else {
		id, err = s.createStored(ctx, name, files)
	}
	if err != nil {
		return Project{}, err
	}
	list, err := s.projects(ctx)
	if err != nil {
		return Project{}, err
	}
	if i := slices.IndexFunc(list, func(p Project) bool { return p.ID == id }); i >= 0 {
		return list[i], nil
	}
	return Project{}, errNoProject
}

func (s *Server) createStored(ctx context.Context, name string, files map[string][]byte) (string, error) {
	for n := range 20 {
		taken := map[string]bool{}
		id := freshID(name, taken)
		if n > 0 {
			id = fmt.Sprintf("%s-%d", id, n+1)
		}
		_, err := s.store.CreateProject(ctx, store.Project{ID: id, Name: line(name, 200)}, caller(ctx).Name, files)
		if !errors.Is(err, store.ErrExists) {
			return id, err
		}
	}
	return "", store.ErrExists
}

// createFolder makes a folder for the model in the one that is served.
func (s *Server) createFolder(name string, files map[string][]byte) (string, error) {
	list, err := s.places.all()
	if err != nil {
		return "", err
	}
	taken := map[string]bool{}
	for _, p := range list {
		taken[p.id] = true
	}
	id := freshID(name, taken)
	if err := s.places.root.Mkdir(id, 0o755); err != nil {
		return "", fmt.Errorf("%w: %w", store.ErrExists, err)
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if err := s.writeFirst(id+"/"+file, files[file]); err != nil {
			return "", err
		}
	}
	s.places.forget()
	return id, nil
}

func (s *Server) writeFirst(name string, text []byte) error {
	if err := s.places.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := s.places.root.OpenFile(filepath.FromSlash(name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// firstFiles are the files that a project begins with.
func (s *Server) firstFiles(ctx context.Context, n *NewProject) (map[string][]byte, error) {
	switch from := n.From; {
	case len(from.Files) > 0:
		return readFiles(from.Files)
	case from.Project != "":
		r, _, err := s.enter(ctx, from.Project, store.Reader)
		if err != nil {
			return nil, err
		}
		_, at, _ := r.now()
		files, err := r.keep.At(ctx, r.keep.project, at.number)
		return renamed(files, n.Name), err
	case from.Example != "":
		e, ok := examples.Find(from.Example)
		if !ok {
			return nil, bad("there is no example `%s`", from.Example)
		}
		return renamed(e.Files, n.Name), nil
	case from.DeviceType != "":
		lib, err := s.shelf.open()
		if err != nil {
			return nil, err
		}
		d := lib.Device(from.DeviceType)
		if d == nil || d.Start == "" {
			return nil, bad("there is no device type `%s` to begin from", from.DeviceType)
		}
		return map[string][]byte{workspace.RootName: []byte(d.First(modelID(n.Name), line(n.Name, 200)))}, nil
	}
	text := "theriac: 1\nid: " + modelID(n.Name) + "\nname: " + syntax.Quote(line(n.Name, 200)) + "\n"
	return map[string][]byte{workspace.RootName: []byte(text)}, nil
}

// renamed gives a copy the name that was asked for, so that people can tell it from what it is a copy of. A model whose text
// takes no name stays as it is.
func renamed(files map[string][]byte, name string) map[string][]byte {
	root := syntax.Parse(workspace.RootName, files[workspace.RootName])
	m := model.Decode(root)
	if m.Name.Value == name {
		return files
	}
	change, err := model.Set(m, "name", model.Word(line(name, 200)))
	if err != nil {
		return files
	}
	next, err := model.ApplyChange([]*syntax.File{root}, change)
	if err != nil {
		return files
	}
	out := maps.Clone(files)
	out[workspace.RootName] = next[0].Text()
	return out
}

func modelID(name string) string {
	id := strings.Trim(freshID(name, map[string]bool{}), "-0123456789")
	if id == "" || model.Nearest(id, []string{"device"}) == id {
		return "my-device"
	}
	return id
}

func readFiles(files []FileContent) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, f := range files {
		ext := path.Ext(f.Name)
		if !fs.ValidPath(f.Name) || ext != ".yaml" && ext != ".yml" || strings.HasPrefix(f.Name, ".") || strings.Contains(f.Name, "/.") || strings.ContainsAny(f.Name, `\:`) {
			return nil, bad("`%s` is not the path of a file of a model", f.Name)
		}
		if len(f.Text) > syntax.MaxSize {
			return nil, bad("`%s` is too large", f.Name)
		}
		out[f.Name] = []byte(f.Text)
	}
	if out[workspace.RootName] == nil {
		return nil, bad("one of the files must be %s", workspace.RootName)
	}
	return out, nil
}
