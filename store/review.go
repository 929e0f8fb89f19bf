package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Kind is what a reviewer says.
type Kind string

// The verdicts.
const (
	Approve        Kind = "approve"
	RequestChanges Kind = "request-changes"
)

// Review asks people to look at what happened between two revisions.
type Review struct {
	ID       string
	Project  string
	Title    string
	Author   string
	From, To int64 // what changed after From, up to and with To
	Time     time.Time
	Closed   time.Time // zero while it is open
	ClosedBy string

	Content  string    // of revision To: what a verdict is bound to
	Changed  bool      // the newest revision of the project has another content than To
	Verdicts []Verdict // oldest first
}

// Verdict is what one person said on one content. It is kept as given; the newest of a person counts.
type Verdict struct {
	ID      string
	Author  string
	Time    time.Time
	Kind    Kind
	Number  int64  // the revision that was judged
	Hash    string // of that revision
	Content string // of that revision
	Note    string
	Stale   bool // the review has moved on to another content since
}

// CreateReview opens a review of the revisions after From up to To.
func (s *Store) CreateReview(ctx context.Context, r Review) (Review, error) {
	if err := errors.Join(checkLine("author", r.Author, 200), checkLine("title", r.Title, 500)); err != nil {
		return Review{}, err
	}
	if r.From < 0 || r.From >= r.To {
		return Review{}, invalid("a review of the revisions after %d up to %d: a range with at least one revision was expected", r.From, r.To)
	}
	r.ID = newID()
	err := s.change(ctx, func(q querier) error {
		if _, err := lockWorked(ctx, q, r.Project); err != nil {
			return err
		}
		if _, err := oneRevision(ctx, q, r.Project, r.To); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `insert into reviews (id, project, title, author, from_number, to_number, made) values ($1, $2, $3, $4, $5, $6, $7)`,
			r.ID, r.Project, r.Title, r.Author, r.From, r.To, micros(s.now()))
		return err
	})
	if err != nil {
		return Review{}, err
	}
	return s.Review(ctx, r.ID)
}

// MoveReview makes a review end at a later revision, for instance after its remarks were followed. Verdicts on another
// content are stale from then on.
func (s *Store) MoveReview(ctx context.Context, id string, to int64) error {
	return s.change(ctx, func(q querier) error {
		r, err := openReview(ctx, q, id)
		if err != nil {
			return err
		}
		if to < r.To {
			return invalid("review %s ends at revision %d: it cannot end earlier", id, r.To)
		}
		if _, err := oneRevision(ctx, q, r.Project, to); err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `update reviews set to_number = $1 where id = $2`, to, id)
		return err
	})
}

// CloseReview ends a review. What was said stays.
func (s *Store) CloseReview(ctx context.Context, id, by string) error {
	return s.change(ctx, func(q querier) error {
		if _, err := openReview(ctx, q, id); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `update reviews set closed = $1, closed_by = $2 where id = $3`, micros(s.now()), by, id)
		return err
	})
}

// Judge keeps a verdict on a review. content is that of the revision that the reviewer has on the screen; where the
// review has moved on to another content since, the verdict is refused with ErrConflict, because nobody can approve
// what they have not seen.
func (s *Store) Judge(ctx context.Context, id, author string, kind Kind, content, note string) (Verdict, error) {
	if kind != Approve && kind != RequestChanges {
		return Verdict{}, invalid("verdict %q: %s or %s was expected", kind, Approve, RequestChanges)
	}
	if err := errors.Join(checkLine("author", author, 200), checkText("note", note, 20000)); err != nil {
		return Verdict{}, err
	}
	v := Verdict{ID: newID(), Author: author, Time: s.now(), Kind: kind, Content: content, Note: note}
	err := s.change(ctx, func(q querier) error {
		r, err := openReview(ctx, q, id)
		if err != nil {
			return err
		}
		rev, err := oneRevision(ctx, q, r.Project, r.To)
		if err != nil {
			return err
		}
		if rev.Content != content {
			return fmt.Errorf("review %s: %w: it now ends at revision %d, look at that and judge again", id, ErrConflict, r.To)
		}
		v.Number, v.Hash = rev.Number, rev.Hash
		_, err = q.ExecContext(ctx, `insert into verdicts (id, review, author, made, kind, number, hash, content, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			v.ID, id, v.Author, micros(v.Time), string(v.Kind), v.Number, v.Hash, v.Content, v.Note)
		return err
	})
	if err != nil {
		return Verdict{}, err
	}
	return v, nil
}

// Review returns one review with its verdicts, or ErrNotFound.
func (s *Store) Review(ctx context.Context, id string) (r Review, err error) {
	err = s.view(ctx, func(q querier) error {
		if r, err = reviewIn(ctx, q, id); err == nil {
			err = fillReview(ctx, q, &r)
		}
		return err
	})
	return r, err
}

// ReviewFilter says which reviews to list. The zero value lists all of a project.
type ReviewFilter struct {
	Open bool // only those that are not closed
	Page
}

// Reviews lists the reviews of a project, newest first.
func (s *Store) Reviews(ctx context.Context, project string, f ReviewFilter) (list []Review, err error) {
	limit, offset := f.bounds()
	err = s.view(ctx, func(q querier) error {
		list, err = collect(ctx, q, scanReview, `select `+reviewColumns+` from reviews r where r.project = $1 and ($2 = 0 or r.closed = 0)
			and ($3 = '' or (r.made, r.id) < (select a.made, a.id from reviews a where a.id = $3 and a.project = $1))
			order by r.made desc, r.id desc limit $4 offset $5`, project, flag(f.Open), f.After, limit, offset)
		for i := range list {
			err = errors.Join(err, fillReview(ctx, q, &list[i]))
		}
		return err
	})
	return list, err
}

func openReview(ctx context.Context, q querier, id string) (Review, error) {
	// An update that changes nothing keeps others from moving or closing it until the transaction ends.
	if _, err := q.ExecContext(ctx, `update reviews set title = title where id = $1`, id); err != nil {
		return Review{}, err
	}
	r, err := reviewIn(ctx, q, id)
	if err != nil {
		return r, err
	}
	if !r.Closed.IsZero() {
		return r, fmt.Errorf("review %s is closed: %w; open another one", id, ErrForbidden)
	}
	_, err = lockWorked(ctx, q, r.Project)
	return r, err
}

func reviewIn(ctx context.Context, q querier, id string) (Review, error) {
	list, err := collect(ctx, q, scanReview, `select `+reviewColumns+` from reviews r where r.id = $1`, id)
	if err == nil && len(list) == 0 {
		err = missing("review %s", id)
	}
	if err != nil {
		return Review{}, err
	}
	return list[0], nil
}

const reviewColumns = `r.id, r.project, r.title, r.author, r.from_number, r.to_number, r.made, r.closed, r.closed_by`

func scanReview(rows *sql.Rows) (Review, error) {
	var r Review
	var made, closed int64
	err := rows.Scan(&r.ID, &r.Project, &r.Title, &r.Author, &r.From, &r.To, &made, &closed, &r.ClosedBy)
	r.Time, r.Closed = moment(made), moment(closed)
	return r, err
}

func fillReview(ctx context.Context, q querier, r *Review) error {
	var head string
	err := q.QueryRowContext(ctx, `select t.content, h.content from projects p join revisions h on h.project = p.id and h.number = p.head
		join revisions t on t.project = p.id and t.number = $2 where p.id = $1`, r.Project, r.To).Scan(&r.Content, &head)
	if err != nil {
		return err
	}
	r.Changed = head != r.Content
	r.Verdicts, err = collect(ctx, q, func(rows *sql.Rows) (Verdict, error) {
		var v Verdict
		var made int64
		err := rows.Scan(&v.ID, &v.Author, &made, &v.Kind, &v.Number, &v.Hash, &v.Content, &v.Note)
		v.Time, v.Stale = moment(made), v.Content != r.Content
		return v, err
	}, `select id, author, made, kind, number, hash, content, note from verdicts where review = $1 order by made, id`, r.ID)
	return err
}
