package server

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/store"
)

// ProjectStep changes what a project is besides its model.
type ProjectStep struct {
	Archived bool `json:"archived" doc:"Put out of work: it can be read and takes no change. false takes it back."`
}

// Archiving is what the live line tells of a project that was archived or taken back.
type Archiving struct {
	Archived bool   `json:"archived"`
	By       string `json:"by"` // name of the account
}

func (s *Server) archiveRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "step-project", Method: http.MethodPost, Path: "/projects/{project}", Summary: "Archive a project, or take it back", Tags: []string{"projects"}, Errors: problems,
		Description: "For its owners. An archived project can be read and copied; changes, comments and reviews are refused with 409 `archived`. In a folder the files are the truth, and nothing is archived."},
		func(ctx context.Context, in *struct {
			InProject
			Body ProjectStep
		}) (*struct{ Body Project }, error) {
			p, err := s.archive(ctx, in.Project, in.Body.Archived)
			return &struct{ Body Project }{p}, s.told(err)
		})
}

func (s *Server) archive(ctx context.Context, id string, archived bool) (Project, error) {
	if err := s.mayOwn(ctx, id, "in a folder the files are the truth: move the model out of the folder instead"); err != nil {
		return Project{}, err
	}
	r, err := s.room(ctx, id)
	if err != nil {
		return Project{}, err
	}
	done, err := r.archive(ctx, archived, caller(ctx).Name)
	if err != nil {
		return Project{}, err
	}
	if done {
		s.live.note(id, "archiving", Archiving{archived, caller(ctx).Name})
	}
	now, err := s.store.Project(ctx, id)
	if err != nil {
		return Project{}, err
	}
	return s.storedSummary(ctx, now)
}

// archive keeps in the log that the project was archived or taken back, and tells it as a delta.
func (r *room) archive(ctx context.Context, archived bool, author string) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return false, r.broken
	}
	did, title := archiving(archived)
	done, err := r.keep.archive(ctx, archived, author, title, record{Did: did, Archived: &archived})
	if err != nil || !done {
		return false, err
	}
	return true, r.follow(ctx)
}

// mayOwn refuses those who do not own a project, and everybody in a folder, where nobody does.
func (s *Server) mayOwn(ctx context.Context, project, inFolder string) error {
	role, err := s.roleOf(ctx, project, caller(ctx))
	switch {
	case err != nil:
		return err
	case s.places != nil:
		return fmt.Errorf("%w: %s", store.ErrForbidden, inFolder)
	case !role.Allows(store.Owner):
		return fmt.Errorf("%w: this needs the role owner, yours is %s", store.ErrForbidden, role)
	}
	return nil
}

// archived reports whether a project takes no change any more.
func (s *Server) archived(ctx context.Context, project string) (bool, error) {
	if s.places != nil {
		return false, nil
	}
	p, err := s.store.Project(ctx, project)
	return !p.Archived.IsZero(), err
}
