package server

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/store"
)

// InProject is the part of a request that names a project.
type InProject struct {
	Project string `path:"project" pattern:"^[a-z0-9][a-z0-9-]{0,63}$" doc:"Id of the project."`
}

// Conditional is the part of a request that says what the caller has.
type Conditional struct {
	Have string `header:"If-None-Match" maxLength:"200" doc:"ETags of the answers that the client has."`
}

// has reports whether the client has the answer with a tag. What compresses on the way makes tags weak (RFC 9110, 13.1.2).
func (c *Conditional) has(tag string) bool {
	for have := range strings.SplitSeq(c.Have, ",") {
		if have = strings.TrimPrefix(strings.TrimSpace(have), "W/"); have == tag || have == "*" {
			return true
		}
	}
	return false
}

// Written is a delta as it was written when its revision was made.
type Written json.RawMessage

// MarshalJSON returns it as it is.
func (w Written) MarshalJSON() ([]byte, error) { return w, nil }

// Schema says that it is a Delta.
func (Written) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[Delta](), true, "")
}

type stateAnswer struct {
	ETag string `header:"ETag"`
	Body *State
}

// tag is the ETag of a state: it says more than the revision does.
func (p ProjectHead) tag(at head) string {
	tag := strings.TrimSuffix(at.tag(), `"`) + "-" + p.Role
	if p.Archived {
		tag += "-archived"
	}
	return tag + `"`
}

type deltaAsk struct {
	InProject
	Since int64 `query:"since" minimum:"0" doc:"Revision that the client has."`
}

type deltasAnswer struct{ Body []Written }

func (s *Server) stateRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "get-state", Method: http.MethodGet, Path: "/projects/{project}/state",
		Summary: "Everything that the pages need, at one revision", Tags: []string{"projects"}, Errors: problems},
		func(ctx context.Context, in *struct {
			InProject
			Conditional
		}) (*stateAnswer, error) {
			r, role, err := s.enter(ctx, in.Project, store.Reader)
			if err != nil {
				return nil, s.told(err)
			}
			archived, err := s.archived(ctx, in.Project)
			if err != nil {
				return nil, s.told(err)
			}
			v, at, counts := r.now()
			project := ProjectHead{r.id, v.title(r.id), string(role), archived}
			tag := project.tag(at)
			if in.has(tag) {
				return nil, huma.Status304NotModified()
			}
			return &stateAnswer{tag, v.state(project, at, counts)}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "get-delta", Method: http.MethodGet, Path: "/projects/{project}/delta",
		Summary: "What changed since a revision", Tags: []string{"projects"}, Errors: append([]int{http.StatusGone}, problems...),
		Description: "The deltas after a revision, oldest first. 410 says that it is too far back: read the state again."},
		func(ctx context.Context, in *deltaAsk) (*deltasAnswer, error) {
			r, _, err := s.enter(ctx, in.Project, store.Reader)
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

func (s *Server) commandRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "post-commands", Method: http.MethodPost, Path: "/projects/{project}/commands",
		Summary: "Change the model", Tags: []string{"projects"}, MaxBodyBytes: maxBody, Errors: append([]int{http.StatusConflict}, problems...),
		Description: "All commands are made, as one revision, or none. 409 says that somebody else wrote the same since `base`. 422 with code `needs` says what a decision lacks, `refused` why a verb cannot be done, `nothing` that it is so already."},
		func(ctx context.Context, in *commandAsk) (*struct{ Body Written }, error) {
			return inRoom(ctx, s, in.Project, store.Editor, func(r *room) (Written, error) {
				d, err := r.apply(ctx, &in.Body, caller(ctx).Name)
				return Written(d), err
			})
		})
}

// problems are the answers of most operations besides the good one.
var problems = []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests}
