package server

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/engine"
	"theriac.dev/store"
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
	Levels   []Level `json:"levels" doc:"Levels of risk of its scale, lowest first."`
	Revision int64   `json:"revision" doc:"Newest revision."`
	Updated  string  `json:"updated,omitempty" doc:"When it was last changed, as RFC 3339; absent where nobody knows."`
	Role     string  `json:"role" enum:"owner,editor,reviewer,reader" doc:"What the caller may do."`
	Archived bool    `json:"archived,omitempty" doc:"It takes no changes any more."`
	Unread   bool    `json:"unread,omitempty" doc:"Its files cannot be read; the log of the server says why."`
	Waiting  Waiting `json:"waiting" doc:"What waits for somebody."`
}

// Level is a level of risk of a scale.
type Level struct {
	ID   string `json:"id" doc:"Id of the level."`
	Name string `json:"name" doc:"Its word."`
}

// Waiting counts what waits in a project.
type Waiting struct {
	Review    int `json:"review" doc:"Decisions that are asked for again, because a fact has changed."`
	Overdue   int `json:"overdue" doc:"Decisions whose day has passed."`
	Open      int `json:"open" doc:"Findings on which nothing is decided."`
	Questions int `json:"questions" doc:"Questions whose answers would settle findings."`
	Reviews   int `json:"reviews" doc:"Open reviews that wait for the caller: asked for by somebody else and not judged by the caller as they are now, or the caller's own with changes requested."`
	// Owners are whoever the decisions name, so that each person finds their own.
	Owners []OwnerWaiting `json:"owners" doc:"Who is named as owner of decisions that are asked for again or whose day has passed, by name."`
}

// OwnerWaiting counts what waits in a project for one who is named as owner of decisions.
type OwnerWaiting struct {
	Owner   string `json:"owner" doc:"The name, as the decisions write it."`
	Review  int    `json:"review" doc:"Their decisions that are asked for again."`
	Overdue int    `json:"overdue" doc:"Their decisions whose day has passed."`
}

// roleOf is the role of somebody in a project; errNoProject where it is none, so that nobody learns which projects
// there are. In a folder everybody who may come in may edit.
func (s *Server) roleOf(ctx context.Context, project string, p *Person) (store.Role, error) {
	if s.places != nil {
		found, err := s.places.of(project)
		switch {
		case err != nil:
			return "", err
		case found == nil && s.peek(project) == nil: // a model whose root file was just taken away can be restored
			return "", errNoProject
		case s.accounts() && !p.Admin:
			return store.Editor, nil
		}
		return store.Owner, nil
	}
	role, err := s.store.Role(ctx, project, p.Name)
	if err == nil && role == "" {
		err = errNoProject
	}
	return role, err
}

// enter returns the room of a project to somebody who has at least the role.
func (s *Server) enter(ctx context.Context, project string, needed store.Role) (*room, store.Role, error) {
	role, err := s.roleOf(ctx, project, caller(ctx))
	if err != nil {
		return nil, "", err
	}
	if !role.Allows(needed) {
		return nil, role, fmt.Errorf("%w: this needs the role %s, yours is %s", store.ErrForbidden, needed, role)
	}
	r, err := s.room(ctx, project)
	return r, role, err
}

// now is what the room shows.
func (r *room) now() (*view, head, Counts) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.view, r.head, r.counts
}

// summary is a project in the list, with the mark of what it was made from.
type summary struct {
	mark string
	Project
}

type projectsAnswer struct{ Body []Project }

func (s *Server) projectRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-projects", Method: http.MethodGet, Path: "/projects", Summary: "List the projects", Tags: []string{"projects"}, Errors: problems},
		func(ctx context.Context, _ *struct{}) (*projectsAnswer, error) {
			list, err := s.projects(ctx)
			return &projectsAnswer{list}, s.told(err)
		})
}

// projects are those that the caller may see.
func (s *Server) projects(ctx context.Context) ([]Project, error) {
	out := []Project{}
	if s.places != nil {
		list, err := s.places.all()
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			x, err := s.placeSummary(p)
			if err != nil {
				s.log.Error("project not read", "project", p.id, "error", err)
				x = Project{ID: p.id, Name: p.id, Unread: true, Counts: noCounts(), Levels: []Level{}, Waiting: Waiting{Owners: []OwnerWaiting{}}}
			}
			role, err := s.roleOf(ctx, p.id, caller(ctx))
			if err != nil {
				return nil, err
			}
			x.Folder, x.Role = p.folder, string(role)
			out = append(out, x)
		}
		return out, nil
	}
	list, err := s.store.Projects(ctx, caller(ctx).Name)
	if err != nil {
		return nil, err
	}
	for _, p := range list {
		x, err := s.storedSummary(ctx, p)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// placeSummary tells of a model in the folder without opening a room.
func (s *Server) placeSummary(p *place) (Project, error) {
	info, err := os.Stat(p.root)
	if err != nil {
		return Project{}, err
	}
	x, err := s.summary(p.id, fmt.Sprint(info.ModTime().UnixNano(), info.Size()), func() (*view, error) {
		d, err := s.ws.full.Open(p.root)
		if err != nil {
			return nil, err
		}
		return newView(d.Snapshot(), path.Dir(p.root)+"/", nil), nil
	})
	if x.Updated == "" {
		x.Updated = head{time: info.ModTime().UTC()}.stamp()
	}
	return x, err
}

// storedSummary tells of a project in the database.
func (s *Server) storedSummary(ctx context.Context, p store.Project) (Project, error) {
	x, err := s.summary(p.ID, fmt.Sprint(p.Head), func() (*view, error) {
		r := &room{id: p.ID, ws: s.ws, keep: keeper{Store: s.store, project: p.ID}, folder: "/list/" + p.ID + "/", root: "theriac.yaml"}
		return r.viewAt(ctx, p.Head)
	})
	if err != nil {
		return x, err
	}
	role, err := s.roleOf(ctx, p.ID, caller(ctx))
	if err == nil && role.Allows(store.Reviewer) {
		var reviews []store.Review
		reviews, err = s.store.Reviews(ctx, p.ID, store.ReviewFilter{Open: true})
		x.Waiting.Reviews = waitingReviews(reviews, caller(ctx).Name)
	}
	x.Role, x.Revision, x.Updated, x.Archived = string(role), p.Head, head{time: p.Changed}.stamp(), !p.Archived.IsZero()
	return x, err
}

// waitingReviews counts the open reviews that wait for somebody. The newest verdict of each person counts.
func waitingReviews(list []store.Review, name string) int {
	n := 0
	for _, r := range list {
		if !r.Closed.IsZero() {
			continue
		}
		judged, asked := false, map[string]bool{}
		for _, v := range r.Verdicts {
			if v.Author == name {
				judged = !v.Stale
			}
			asked[v.Author] = v.Kind == store.RequestChanges && !v.Stale
		}
		mine := r.Author == name
		if !mine && !judged || mine && slices.Contains(slices.Collect(maps.Values(asked)), true) {
			n++
		}
	}
	return n
}

// summary tells of a project: from its room, from memory where the mark is the same, or from its text.
func (s *Server) summary(id, mark string, open func() (*view, error)) (Project, error) {
	if r := s.peek(id); r != nil {
		v, at, counts := r.now()
		x := v.summary(id, counts)
		x.Revision, x.Updated = at.number, at.stamp()
		return x, nil
	}
	mark += " " + today() // what is overdue changes overnight
	s.mu.Lock()
	have, ok := s.summaries[id]
	s.mu.Unlock()
	if ok && have.mark == mark {
		return have.Project, nil
	}
	v, err := open()
	if err != nil {
		return Project{}, err
	}
	x := v.summary(id, v.counts())
	s.mu.Lock()
	s.summaries[id] = summary{mark, x}
	s.mu.Unlock()
	return x, nil
}

// peek returns the room of a project where it is open.
func (s *Server) peek(id string) *room {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rooms[id]
}

func (v *view) summary(id string, c Counts) Project {
	var types []string
	for _, t := range v.Model.Device.Type.Items {
		types = append(types, t.Value)
	}
	levels := []Level{}
	if v.Analysis != nil {
		for _, l := range v.Analysis.Scales.Risks {
			levels = append(levels, Level{l.ID, l.Name})
		}
	}
	overdue, owners := v.due(today())
	return Project{ID: id, Name: v.title(id), Device: strings.Join(types, ", "), Elements: v.Model.Elements.Len(), Flows: v.Model.Flows.Len(),
		Counts: c, Levels: levels, Waiting: Waiting{Review: c.ByState["review"], Overdue: overdue, Open: c.ByState["open"], Questions: c.Questions, Owners: owners}}
}

func today() string { return time.Now().Format(time.DateOnly) }

// due counts the findings whose decision had to be looked at again before a day, and with those at review by the owner
// of the decision.
func (v *view) due(day string) (overdue int, owners []OwnerWaiting) {
	owners = []OwnerWaiting{}
	if v.Analysis == nil {
		return 0, owners
	}
	by := map[string]OwnerWaiting{}
	for _, f := range v.Analysis.Findings {
		d := f.Decision
		if d == nil {
			continue
		}
		o := by[d.Owner.Value]
		if d.Until.Value != "" && d.Until.Value < day {
			overdue++
			o.Overdue++
		}
		if f.State == engine.Review {
			o.Review++
		}
		by[d.Owner.Value] = o
	}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		if o := by[name]; name != "" && o.Review+o.Overdue > 0 {
			o.Owner = name
			owners = append(owners, o)
		}
	}
	return overdue, owners
}

// title is the name of the model, or the id of the project.
func (v *view) title(id string) string {
	if n := v.Model.Name.Value; n != "" {
		return n
	}
	return id
}
