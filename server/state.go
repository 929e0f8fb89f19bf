package server

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// InProject is the part of a request that names a project.
type InProject struct {
	Project string `path:"project" pattern:"^[a-z0-9][a-z0-9-]{0,63}$" doc:"Id of the project."`
}

type stateAnswer struct {
	ETag string `header:"ETag"`
	Body *State
}

type deltaAsk struct {
	InProject
	Since int64 `query:"since" minimum:"0" doc:"Revision that the client has."`
}

type deltasAnswer struct {
	Body []*Delta
}

func (s *Server) stateRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "get-state", Method: http.MethodGet, Path: "/projects/{project}/state",
		Summary: "Everything that the pages need, at one revision", Tags: []string{"projects"}},
		func(ctx context.Context, in *struct {
			InProject
			Have string `header:"If-None-Match" doc:"ETag of the state that the client has."`
		}) (*stateAnswer, error) {
			r, err := s.room(ctx, in.Project)
			if err != nil {
				return nil, s.told(err)
			}
			r.mu.Lock()
			view, at := r.view, r.head
			r.mu.Unlock()
			tag := strconv.Quote(strconv.FormatInt(at.number, 10) + "-" + at.hash[:min(len(at.hash), 16)])
			if in.Have == tag {
				return nil, huma.Status304NotModified()
			}
			return &stateAnswer{tag, view.state(ProjectHead{r.id, r.name(), "owner"}, at.number, at.hash)}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "get-delta", Method: http.MethodGet, Path: "/projects/{project}/delta",
		Summary: "What changed since a revision", Tags: []string{"projects"}, Errors: []int{http.StatusNotFound, http.StatusGone},
		Description: "The deltas after a revision, oldest first. 410 says that it is too far back: read the state again."},
		func(ctx context.Context, in *deltaAsk) (*deltasAnswer, error) {
			r, err := s.room(ctx, in.Project)
			if err != nil {
				return nil, s.told(err)
			}
			deltas, ok := r.since(in.Since)
			if !ok {
				return nil, problem(http.StatusGone, "gone", "that revision is too far back; read the state again")
			}
			return &deltasAnswer{deltas}, nil
		})
}

type commandAsk struct {
	InProject
	Body Proposal
}

type deltaAnswer struct{ Body *Delta }

func (s *Server) commandRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "post-commands", Method: http.MethodPost, Path: "/projects/{project}/commands",
		Summary: "Change the model", Tags: []string{"projects"}, MaxBodyBytes: maxBody,
		Description: "All commands are made, as one revision, or none. 409 says that somebody else wrote the same since `base`. 422 with code `needs` says what a decision lacks, `refused` why a verb cannot be done, `nothing` that it is so already."},
		func(ctx context.Context, in *commandAsk) (*deltaAnswer, error) {
			r, err := s.room(ctx, in.Project)
			if err != nil {
				return nil, s.told(err)
			}
			d, err := r.apply(&in.Body, s.caller(ctx).Shown)
			if err != nil {
				return nil, s.told(err)
			}
			return &deltaAnswer{d}, nil
		})
}

// maxBody is the largest body of a request.
const maxBody = 8 << 20

// guard is what every request passes.
func (s *Server) guard(h http.Handler) http.Handler {
	return http.NewCrossOriginProtection().Handler(h)
}
