package server

import (
	"context"
	"net/http"
	"runtime"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/store"
)

// AtHead is the part of a request for something that is made from the newest revision of a project.
type AtHead struct {
	InProject
	Conditional
}

func (a *AtHead) at() *AtHead { return a }

type atHead interface{ at() *AtHead }

type answer[O any] struct {
	ETag string `header:"ETag"`
	Body O
}

// heavy limits how many answers that take long are worked on at the same time, so that a page full of pictures leaves
// room for edits.
type heavy chan struct{}

func newHeavy() heavy { return make(heavy, max(1, runtime.GOMAXPROCS(0))) }

func (h heavy) turn(ctx context.Context) (done func(), err error) {
	select {
	case h <- struct{}{}:
		return func() { <-h }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// read registers something that is made from the newest revision of a project alone, so that its ETag is that of the
// revision.
func read[I any, P interface {
	*I
	atHead
}, O any](s *Server, api huma.API, id, path, tag, summary string, make func(context.Context, *view, *I) (O, error)) {
	huma.Register(api, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/projects/{project}" + path, Summary: summary, Tags: []string{tag}, Errors: problems},
		func(ctx context.Context, in *I) (*answer[O], error) {
			at := P(in).at()
			r, _, err := s.enter(ctx, at.Project, store.Reader)
			if err != nil {
				return nil, s.told(err)
			}
			v, now, _ := r.now()
			if at.Have == now.tag() {
				return nil, huma.Status304NotModified()
			}
			done, err := s.heavy.turn(ctx)
			if err != nil {
				return nil, s.told(err)
			}
			defer done()
			body, err := make(ctx, v, in)
			if err != nil {
				return nil, s.told(err)
			}
			return &answer[O]{now.tag(), body}, nil
		})
}
