package server

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path/filepath"
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

// Page is the part of a request for some of a list.
type Page struct {
	Limit  int `query:"limit" minimum:"0" maximum:"100000" doc:"How many at most; 0 means all."`
	Offset int `query:"offset" minimum:"0" doc:"How many to leave out. Where there is an ETag, pages with the same one fit together."`
}

// PageAfter is a page of a list that people add to while it is read.
type PageAfter struct {
	Page
	After string `query:"after" maxLength:"64" doc:"Id of the last one of the page before: pages then fit together, whatever is written meanwhile."`
}

func (p *PageAfter) page() store.Page {
	return store.Page{After: p.After, Offset: p.Offset, Limit: p.Limit}
}

func pageOf[T any](list []T, p Page) []T {
	list = list[min(p.Offset, len(list)):]
	if p.Limit > 0 {
		list = list[:min(p.Limit, len(list))]
	}
	return list
}

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

// visit lets somebody with a role in a project do something that takes long with its newest revision. Who has that revision
// already, by its tag, is told so instead.
func (s *Server) visit(ctx context.Context, project string, role store.Role, have Conditional, do func(r *room, v *view, now head) error) error {
	r, _, err := s.enter(ctx, project, role)
	if err != nil {
		return s.told(err)
	}
	v, now, _ := r.now()
	if have.has(now.tag()) {
		return huma.Status304NotModified()
	}
	done, err := s.heavy.turn(ctx)
	if err != nil {
		return s.told(err)
	}
	defer done()
	return s.told(do(r, v, now))
}

// inRoom lets somebody with a role in a project do something in its room. What comes of it is the body of the answer.
func inRoom[O any](ctx context.Context, s *Server, project string, role store.Role, do func(*room) (O, error)) (*struct{ Body O }, error) {
	r, _, err := s.enter(ctx, project, role)
	if err != nil {
		return nil, s.told(err)
	}
	out, err := do(r)
	if err != nil {
		return nil, s.told(err)
	}
	return &struct{ Body O }{out}, nil
}

// read registers something that is made from the newest revision of a project alone, so that its ETag is that of the
// revision.
func read[I any, P interface {
	*I
	atHead
}, O any](s *Server, api huma.API, id, path, tag, summary string, make func(context.Context, *view, *I) (O, error)) {
	huma.Register(api, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/projects/{project}" + path, Summary: summary, Tags: []string{tag}, Errors: problems},
		func(ctx context.Context, in *I) (*answer[O], error) {
			at, out := P(in).at(), &answer[O]{}
			return out, s.visit(ctx, at.Project, store.Reader, at.Conditional, func(_ *room, v *view, now head) (err error) {
				out.ETag = now.tag()
				out.Body, err = make(ctx, v, in)
				return err
			})
		})
}

// file registers a picture or another file that is made from the newest revision of a project alone. What makes it writes
// it, and returns the rest of its name, after the project.
func file[I any, P interface {
	*I
	atHead
}](s *Server, api huma.API, id, path, tag, summary string, write func(io.Writer, *view, *I) (name string, err error)) {
	huma.Register(api, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/projects/{project}" + path, Summary: summary, Tags: []string{tag}, Errors: problems},
		func(ctx context.Context, in *I) (*picture, error) {
			at, out := P(in).at(), &picture{}
			return out, s.visit(ctx, at.Project, store.Reader, at.Conditional, func(r *room, v *view, now head) error {
				var b bytes.Buffer
				name, err := write(&b, v, in)
				out.ETag, out.Type, out.Disposition, out.Body = now.tag(), fileTypes[filepath.Ext(name)], attachment(r.id+"-"+name), b.Bytes()
				return err
			})
		})
}

// ask registers a question that says more than an address holds.
func ask[B, O any](s *Server, api huma.API, role store.Role, id, path, tag, summary string, answer func(*view, *B) (O, error)) {
	huma.Register(api, huma.Operation{OperationID: id, Method: http.MethodPost, Path: "/projects/{project}" + path, Summary: summary, Tags: []string{tag}, Errors: problems},
		func(ctx context.Context, in *struct {
			InProject
			Body B
		}) (*struct{ Body O }, error) {
			out := &struct{ Body O }{}
			return out, s.visit(ctx, in.Project, role, Conditional{}, func(_ *room, v *view, _ head) (err error) {
				out.Body, err = answer(v, &in.Body)
				return err
			})
		})
}
