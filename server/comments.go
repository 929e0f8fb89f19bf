package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/store"
)

// Thread is a talk about one thing.
type Thread struct {
	ID         string    `json:"id" doc:"Id of the thread."`
	Target     string    `json:"target" doc:"Element, finding or other thing that it is about; empty for the project."`
	Review     string    `json:"review,omitempty" doc:"The review that it belongs to."`
	Revision   int64     `json:"revision" doc:"Revision that was looked at when it began."`
	Time       string    `json:"time" doc:"When it began."`
	Resolved   string    `json:"resolved,omitempty" doc:"When it was resolved; absent while it is open."`
	ResolvedBy string    `json:"resolvedBy,omitempty" doc:"By whom."`
	Comments   []Comment `json:"comments" doc:"Remarks, oldest first."`
}

// Comment is one remark.
type Comment struct {
	ID     string `json:"id" doc:"Id of the remark."`
	Author string `json:"author" doc:"Who wrote it."`
	Time   string `json:"time" doc:"When."`
	Body   string `json:"body" doc:"What was written, as plain text."`
}

// Remark is what somebody writes.
type Remark struct {
	Target string `json:"target,omitempty" maxLength:"400" doc:"What it is about; empty for the project."`
	Thread string `json:"thread,omitempty" maxLength:"64" doc:"The thread that it answers in; empty begins a new one."`
	Review string `json:"review,omitempty" maxLength:"64" doc:"The review that it belongs to."`
	Body   string `json:"body" minLength:"1" maxLength:"10000" doc:"Plain text."`
}

func (s *Server) commentRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-comments", Method: http.MethodGet, Path: "/projects/{project}/comments", Summary: "Comments in their threads, oldest first, all or a page of them", Tags: []string{"reviews"}, Errors: problems},
		func(ctx context.Context, in *struct {
			InProject
			PageAfter
			Open bool `query:"open" doc:"Only threads that are not resolved."`
		}) (*struct{ Body []Thread }, error) {
			return inRoom(ctx, s, in.Project, store.Reader, func(r *room) ([]Thread, error) {
				list, err := r.keep.Threads(ctx, r.keep.project, store.ThreadFilter{Open: in.Open, Page: in.page()})
				return mapped(list, wireThread), err
			})
		})
	huma.Register(api, huma.Operation{OperationID: "add-comment", Method: http.MethodPost, Path: "/projects/{project}/comments", Summary: "Write a comment", Tags: []string{"reviews"}, Errors: append([]int{http.StatusConflict}, problems...)},
		func(ctx context.Context, in *struct {
			InProject
			Body Remark
		}) (*struct{ Body Thread }, error) {
			return inRoom(ctx, s, in.Project, store.Reviewer, func(r *room) (Thread, error) {
				_, at, _ := r.now()
				c, err := r.keep.AddComment(ctx, store.Comment{Project: r.keep.project, Target: in.Body.Target, Thread: in.Body.Thread, Review: in.Body.Review,
					Number: at.number, Author: caller(ctx).Name, Body: in.Body.Body})
				if err != nil {
					return Thread{}, err
				}
				return s.spread(ctx, r, c.Thread)
			})
		})
	huma.Register(api, huma.Operation{OperationID: "resolve-comment", Method: http.MethodPost, Path: "/projects/{project}/comments/{thread}/resolve", Summary: "Resolve a thread, or open it again", Tags: []string{"reviews"},
		Errors: append([]int{http.StatusConflict}, problems...)},
		func(ctx context.Context, in *struct {
			InProject
			Thread string `path:"thread" maxLength:"64" doc:"The thread."`
			Body   struct {
				Resolved bool `json:"resolved" doc:"false opens it again."`
			}
		}) (*struct{ Body Thread }, error) {
			return inRoom(ctx, s, in.Project, store.Reviewer, func(r *room) (Thread, error) {
				if err := r.keep.Resolve(ctx, r.keep.project, in.Thread, caller(ctx).Name, in.Body.Resolved); err != nil {
					return Thread{}, err
				}
				return s.spread(ctx, r, in.Thread)
			})
		})
}

// spread tells a thread to everybody who listens, and returns it.
func (s *Server) spread(ctx context.Context, r *room, thread string) (Thread, error) {
	t, err := r.thread(ctx, thread)
	if err == nil {
		s.live.note(r.id, "comment", t)
	}
	return t, err
}

// thread reads one thread.
func (r *room) thread(ctx context.Context, id string) (Thread, error) {
	list, err := r.keep.Threads(ctx, r.keep.project, store.ThreadFilter{ID: id})
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return Thread{}, err
	}
	return wireThread(list[0]), nil
}

func wireThread(t store.Thread) Thread {
	out := Thread{ID: t.ID, Target: t.Target, Review: t.Review, Revision: t.Number, Time: stamp(t.Time), Resolved: stamp(t.Resolved), ResolvedBy: t.ResolvedBy, Comments: []Comment{}}
	for _, c := range t.Comments {
		out.Comments = append(out.Comments, Comment{c.ID, c.Author, stamp(c.Time), c.Body})
	}
	return out
}

// stamp is a time as it goes over the wire; empty for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
