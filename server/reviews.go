package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/store"
)

// Review asks people to look at what happened between two revisions.
type Review struct {
	ID       string    `json:"id" doc:"Id of the review."`
	Title    string    `json:"title" doc:"What is to be looked at."`
	Author   string    `json:"author" doc:"Who asks."`
	From     int64     `json:"from" doc:"What changed after this revision,"`
	To       int64     `json:"to" doc:"up to and with this one."`
	Content  string    `json:"content" doc:"Hash of the files of the newer revision: what a verdict is bound to."`
	Changed  bool      `json:"changed" doc:"The project has moved on to another content since."`
	Time     string    `json:"time" doc:"When it was asked for."`
	Closed   string    `json:"closed,omitempty" doc:"When it was closed; absent while it is open."`
	ClosedBy string    `json:"closedBy,omitempty" doc:"By whom."`
	Verdicts []Verdict `json:"verdicts" doc:"What people said, oldest first; the newest of a person counts."`
}

// Verdict is what one person said on one content.
type Verdict struct {
	Author   string `json:"author" doc:"Who."`
	Time     string `json:"time" doc:"When."`
	Kind     string `json:"kind" doc:"approve or request-changes."`
	Revision int64  `json:"revision" doc:"The revision that was judged."`
	Content  string `json:"content" doc:"Hash of its files."`
	Note     string `json:"note" doc:"What was said."`
	Stale    bool   `json:"stale" doc:"The review has moved on to another content since."`
}

// NewReview is what somebody asks for.
type NewReview struct {
	Title string `json:"title" minLength:"1" maxLength:"200" doc:"What is to be looked at."`
	From  int64  `json:"from" minimum:"0" doc:"What changed after this revision,"`
	To    int64  `json:"to" minimum:"1" doc:"up to and with this one."`
}

// ReviewStep takes a review on: a verdict, another revision to look at, or its end.
type ReviewStep struct {
	Step    string `json:"step" enum:"verdict,move,close" doc:"What is done."`
	Kind    string `json:"kind,omitempty" enum:"approve,request-changes" doc:"verdict: which."`
	Content string `json:"content,omitempty" maxLength:"64" doc:"verdict: hash of the files that are on the screen; refused where it is not that of the review."`
	Note    string `json:"note,omitempty" maxLength:"10000" doc:"verdict: why."`
	To      int64  `json:"to,omitempty" minimum:"0" doc:"move: the revision to look at now."`
}

func (s *Server) reviewRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-reviews", Method: http.MethodGet, Path: "/projects/{project}/reviews", Summary: "Reviews of the project, newest first, all or a page of them", Tags: []string{"reviews"}, Errors: problems},
		func(ctx context.Context, in *struct {
			InProject
			PageAfter
		}) (*struct{ Body []Review }, error) {
			return inRoom(ctx, s, in.Project, store.Reader, func(r *room) ([]Review, error) {
				list, err := r.keep.Reviews(ctx, r.keep.project, store.ReviewFilter{Page: in.page()})
				return mapped(list, wireReview), err
			})
		})
	huma.Register(api, huma.Operation{OperationID: "add-review", Method: http.MethodPost, Path: "/projects/{project}/reviews", Summary: "Ask for a review", Tags: []string{"reviews"},
		Errors: append([]int{http.StatusConflict}, problems...)},
		func(ctx context.Context, in *struct {
			InProject
			Body NewReview
		}) (*struct{ Body Review }, error) {
			r, _, err := s.enter(ctx, in.Project, store.Editor)
			if err != nil {
				return nil, s.told(err)
			}
			x, err := r.keep.CreateReview(ctx, store.Review{Project: r.keep.project, Title: in.Body.Title, Author: caller(ctx).Name, From: in.Body.From, To: in.Body.To})
			return s.reviewed(r, x, err)
		})
	huma.Register(api, huma.Operation{OperationID: "step-review", Method: http.MethodPost, Path: "/projects/{project}/reviews/{review}", Summary: "Judge, move on or close a review", Tags: []string{"reviews"},
		Errors: append([]int{http.StatusConflict}, problems...)},
		func(ctx context.Context, in *struct {
			InProject
			Review string `path:"review" maxLength:"64" doc:"The review."`
			Body   ReviewStep
		}) (*struct{ Body Review }, error) {
			needed := store.Editor
			if in.Body.Step == "verdict" {
				needed = store.Reviewer
			}
			r, _, err := s.enter(ctx, in.Project, needed)
			if err != nil {
				return nil, s.told(err)
			}
			x, err := r.stepReview(ctx, in.Review, &in.Body, caller(ctx).Name)
			return s.reviewed(r, x, err)
		})
}

func (r *room) stepReview(ctx context.Context, id string, b *ReviewStep, author string) (store.Review, error) {
	x, err := r.keep.Review(ctx, id)
	if err == nil && x.Project != r.keep.project {
		err = store.ErrNotFound
	}
	if err != nil {
		return x, err
	}
	switch b.Step {
	case "verdict":
		_, err = r.keep.Judge(ctx, id, author, store.Kind(b.Kind), b.Content, b.Note)
	case "move":
		err = r.keep.MoveReview(ctx, id, b.To)
	case "close":
		err = r.keep.CloseReview(ctx, id, author)
	}
	if err != nil {
		return x, err
	}
	return r.keep.Review(ctx, id)
}

// reviewed answers with a review and tells it to those who look at the project.
func (s *Server) reviewed(r *room, x store.Review, err error) (*struct{ Body Review }, error) {
	if err != nil {
		return nil, s.told(err)
	}
	out := wireReview(x)
	s.live.note(r.id, "review", out)
	return &struct{ Body Review }{out}, nil
}

func wireReview(x store.Review) Review {
	out := Review{ID: x.ID, Title: x.Title, Author: x.Author, From: x.From, To: x.To, Content: x.Content, Changed: x.Changed, Time: stamp(x.Time), Closed: stamp(x.Closed), ClosedBy: x.ClosedBy, Verdicts: []Verdict{}}
	for _, v := range x.Verdicts {
		out.Verdicts = append(out.Verdicts, Verdict{v.Author, stamp(v.Time), string(v.Kind), v.Number, v.Content, v.Note, v.Stale})
	}
	return out
}
