package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Comment is one remark in a thread. It is kept as written: who was wrong says so in the next one.
type Comment struct {
	ID      string
	Project string
	Target  string // id of the element, finding or other thing it is about, as the caller writes them; "" is the project
	Review  string // id of the review it belongs to, or ""
	Thread  string // the thread it answers in; "" starts a new one
	Number  int64  // the revision that was looked at when the thread began
	Author  string
	Time    time.Time
	Body    string
}

// Thread is a talk about one target.
type Thread struct {
	ID, Project, Target, Review string
	Number                      int64     // the revision that was looked at when it began
	Time                        time.Time // when it began
	Resolved                    time.Time // zero while it is open
	ResolvedBy                  string
	Comments                    []Comment // oldest first
}

// ThreadFilter says which threads to list. The zero value lists all of a project.
type ThreadFilter struct {
	ID, Target, Review string
	Open               bool // only those that are not resolved
	Page
}

// AddComment keeps a comment and returns it with what was filled in: id, thread, time, and for an answer the target and
// review of its thread.
func (s *Store) AddComment(ctx context.Context, c Comment) (Comment, error) {
	if err := errors.Join(checkLine("author", c.Author, 200), checkText("comment", c.Body, 20000), checkText("target", c.Target, 500)); err != nil {
		return Comment{}, err
	}
	if c.Body == "" {
		return Comment{}, invalid("the comment is empty")
	}
	c.ID, c.Time = newID(), s.now()
	err := s.change(ctx, func(q querier) error {
		if err := placeComment(ctx, q, &c); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, `insert into comments (id, thread, author, made, body) values ($1, $2, $3, $4, $5)`, c.ID, c.Thread, c.Author, micros(c.Time), c.Body)
		return err
	})
	if err != nil {
		return Comment{}, err
	}
	return c, nil
}

// placeComment finds the thread of a comment or starts one.
func placeComment(ctx context.Context, q querier, c *Comment) error {
	head, err := lockWorked(ctx, q, c.Project)
	if err != nil {
		return err
	}
	if c.Thread != "" {
		var review sql.NullString
		err := q.QueryRowContext(ctx, `select target, review, number from threads where id = $1 and project = $2`, c.Thread, c.Project).Scan(&c.Target, &review, &c.Number)
		if errors.Is(err, sql.ErrNoRows) {
			err = missing("thread %s in project %s", c.Thread, c.Project)
		}
		c.Review = review.String
		return err
	}
	if c.Number <= 0 || c.Number > head.Number {
		c.Number = head.Number
	}
	if c.Review != "" {
		if r, err := reviewIn(ctx, q, c.Review); err != nil || r.Project != c.Project {
			return errors.Join(err, foreignReview(r, c.Project))
		}
	}
	c.Thread = newID()
	_, err = q.ExecContext(ctx, `insert into threads (id, project, target, review, number, made) values ($1, $2, $3, $4, $5, $6)`,
		c.Thread, c.Project, c.Target, sql.NullString{String: c.Review, Valid: c.Review != ""}, c.Number, micros(c.Time))
	return err
}

func foreignReview(r Review, project string) error {
	if r.Project == "" || r.Project == project {
		return nil
	}
	return fmt.Errorf("review %s belongs to project %s: %w", r.ID, r.Project, ErrForbidden)
}

// Threads lists talks with their comments, oldest first.
func (s *Store) Threads(ctx context.Context, project string, f ThreadFilter) (list []Thread, err error) {
	err = s.view(ctx, func(q querier) error {
		const page = ` from threads t where t.project = $1 and ($2 = '' or t.target = $2) and ($3 = '' or t.review = $3) and ($4 = 0 or t.resolved = 0)
			and ($5 = '' or t.id = $5) and ($6 = '' or (t.made, t.id) > (select a.made, a.id from threads a where a.id = $6 and a.project = $1))
			order by t.made, t.id limit $7 offset $8`
		limit, offset := f.bounds()
		args := []any{project, f.Target, f.Review, flag(f.Open), f.ID, f.After, limit, offset}
		list, err = collect(ctx, q, scanThread, `select t.id, t.project, t.target, t.review, t.number, t.made, t.resolved, t.resolved_by`+page, args...)
		if err != nil {
			return err
		}
		comments, err := collect(ctx, q, scanComment, `select c.id, c.thread, c.author, c.made, c.body from comments c
			where c.thread in (select t.id`+page+`) order by c.made, c.id`, args...)
		fillThreads(list, comments)
		return err
	})
	return list, err
}

func fillThreads(list []Thread, comments []Comment) {
	at := make(map[string]*Thread, len(list))
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	for _, c := range comments {
		if t := at[c.Thread]; t != nil {
			c.Project, c.Target, c.Review, c.Number = t.Project, t.Target, t.Review, t.Number
			t.Comments = append(t.Comments, c)
		}
	}
}

// Resolve closes a talk, or opens it again.
func (s *Store) Resolve(ctx context.Context, project, thread, by string, resolved bool) error {
	var at int64
	if resolved {
		at = micros(s.now())
	} else {
		by = ""
	}
	return s.change(ctx, func(q querier) error {
		if _, err := lockWorked(ctx, q, project); err != nil {
			return err
		}
		res, err := q.ExecContext(ctx, `update threads set resolved = $1, resolved_by = $2 where id = $3 and project = $4`, at, by, thread, project)
		return exactlyOne(res, err, missing("thread %s in project %s", thread, project))
	})
}

func scanThread(rows *sql.Rows) (Thread, error) {
	var t Thread
	var review sql.NullString
	var made, resolved int64
	err := rows.Scan(&t.ID, &t.Project, &t.Target, &review, &t.Number, &made, &resolved, &t.ResolvedBy)
	t.Review, t.Time, t.Resolved = review.String, moment(made), moment(resolved)
	return t, err
}

func scanComment(rows *sql.Rows) (Comment, error) {
	var c Comment
	var made int64
	err := rows.Scan(&c.ID, &c.Thread, &c.Author, &made, &c.Body)
	c.Time = moment(made)
	return c, err
}
