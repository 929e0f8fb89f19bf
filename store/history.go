package store

import (
	"bytes"
	"context"
	"database/sql"
	"maps"
	"math"
	"slices"
)

// Head returns the newest revision of a project.
func (s *Store) Head(ctx context.Context, project string) (Revision, error) {
	list, err := s.Log(ctx, project, 0, 1)
	if err != nil {
		return Revision{}, err
	}
	return list[0], nil
}

// Revision returns one revision of a project.
func (s *Store) Revision(ctx context.Context, project string, number int64) (rev Revision, err error) {
	err = s.view(ctx, func(q querier) error {
		rev, err = oneRevision(ctx, q, project, number)
		return err
	})
	return rev, err
}

// At returns the files of a project as they stood after a revision. The caller may change them.
func (s *Store) At(ctx context.Context, project string, number int64) (files map[string][]byte, err error) {
	err = s.view(ctx, func(q querier) error {
		rev, err := oneRevision(ctx, q, project, number)
		if err != nil {
			return err
		}
		files = make(map[string][]byte, len(rev.Files))
		for name, sum := range rev.Files {
			data, err := s.getBlob(ctx, q, sum)
			if err != nil {
				return err
			}
			files[name] = bytes.Clone(data)
		}
		return nil
	})
	return files, err
}

// File returns one file as it stood after a revision.
func (s *Store) File(ctx context.Context, project string, number int64, name string) (data []byte, err error) {
	err = s.view(ctx, func(q querier) error {
		rev, err := oneRevision(ctx, q, project, number)
		if err != nil {
			return err
		}
		sum, ok := rev.Files[name]
		if !ok {
			return missing("file %s in revision %d of project %s", name, number, project)
		}
		got, err := s.getBlob(ctx, q, sum)
		data = bytes.Clone(got)
		return err
	})
	return data, err
}

// Log returns up to limit revisions with numbers below before, newest first; before 0 starts at the head. A project
// that does not exist is ErrNotFound; an empty list says that the first revision was reached.
func (s *Store) Log(ctx context.Context, project string, before int64, limit int) ([]Revision, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	list, err := s.revisions(ctx, project, `number < $2 order by number desc`, before, limit)
	if err == nil && len(list) == 0 && before == math.MaxInt64 {
		err = missing("project %s", project)
	}
	return list, err
}

// Since returns up to limit revisions with numbers above after, oldest first; limit 0 returns all.
func (s *Store) Since(ctx context.Context, project string, after int64, limit int) ([]Revision, error) {
	if limit <= 0 {
		limit = math.MaxInt32
	}
	return s.revisions(ctx, project, `number > $2 order by number`, after, limit)
}

// Difference returns what turns the files of one revision into those of another, in the form of Change.Files. To go
// back to revision 7 when 9 is the newest, commit Difference(ctx, project, 9, 7) on base 9.
func (s *Store) Difference(ctx context.Context, project string, from, to int64) (map[string][]byte, error) {
	out := map[string][]byte{}
	err := s.view(ctx, func(q querier) error {
		a, err := oneRevision(ctx, q, project, from)
		if err != nil {
			return err
		}
		b, err := oneRevision(ctx, q, project, to)
		if err != nil {
			return err
		}
		for name := range a.Files {
			if _, ok := b.Files[name]; !ok {
				out[name] = nil
			}
		}
		for name, sum := range b.Files {
			if a.Files[name] == sum {
				continue
			}
			data, err := s.getBlob(ctx, q, sum)
			if err != nil {
				return err
			}
			out[name] = append([]byte{}, data...) // an empty file is not nil
		}
		return nil
	})
	return out, err
}

const revisionColumns = `project, number, parent, hash, content, author, made, title, command`

func scanRevision(rows *sql.Rows) (Revision, error) {
	var r Revision
	var at int64
	err := rows.Scan(&r.Project, &r.Number, &r.Parent, &r.Hash, &r.Content, &r.Author, &at, &r.Title, &r.Command)
	r.Time = moment(at)
	return r, err
}

// revisions reads a stretch of the log and fills in the files.
func (s *Store) revisions(ctx context.Context, project, where string, bound int64, limit int) (list []Revision, err error) {
	err = s.view(ctx, func(q querier) error {
		list, err = collect(ctx, q, scanRevision, `select `+revisionColumns+` from revisions where project = $1 and `+where+` limit $3`, project, bound, limit)
		if err != nil {
			return err
		}
		return fillFiles(ctx, q, project, list)
	})
	return list, err
}

func oneRevision(ctx context.Context, q querier, project string, number int64) (Revision, error) {
	list, err := collect(ctx, q, scanRevision, `select `+revisionColumns+` from revisions where project = $1 and number = $2`, project, number)
	if err == nil && len(list) == 0 {
		err = missing("revision %d of project %s", number, project)
	}
	if err == nil {
		err = fillFiles(ctx, q, project, list)
	}
	if err != nil {
		return Revision{}, err
	}
	return list[0], nil
}

// step is a row of revision_files.
type step struct {
	number int64
	name   string
	hash   sql.NullString
}

func scanStep(rows *sql.Rows) (step, error) {
	var s step
	return s, rows.Scan(&s.number, &s.name, &s.hash)
}

// fillFiles sets Files and Changed of revisions that follow each other without a gap, in either order: it takes the
// files before the oldest and walks up.
func fillFiles(ctx context.Context, q querier, project string, list []Revision) error {
	if len(list) == 0 {
		return nil
	}
	up := make([]*Revision, len(list))
	for i := range list {
		up[i] = &list[i]
	}
	if up[0].Number > up[len(up)-1].Number {
		slices.Reverse(up)
	}
	files, err := manifest(ctx, q, project, up[0].Number-1)
	if err != nil {
		return err
	}
	steps, err := collect(ctx, q, scanStep, `select number, name, hash from revision_files where project = $1 and number >= $2 and number <= $3
		order by number, name`, project, up[0].Number, up[len(up)-1].Number)
	if err != nil {
		return err
	}
	for _, r := range up {
		for ; len(steps) > 0 && steps[0].number == r.Number; steps = steps[1:] {
			if len(r.Changed) == 0 {
				files = maps.Clone(files) // those below keep theirs
			}
			r.Changed = append(r.Changed, steps[0].name)
			steps[0].apply(files)
		}
		r.Files = files
	}
	return nil
}

func (s step) apply(files map[string]string) {
	if s.hash.Valid {
		files[s.name] = s.hash.String
	} else {
		delete(files, s.name)
	}
}

// manifest returns the hashes of all files as they stood after a revision. It is never nil.
func manifest(ctx context.Context, q querier, project string, number int64) (map[string]string, error) {
	files := map[string]string{}
	if number <= 0 {
		return files, nil
	}
	// The names come one by one from the index, and so does the newest row of each: the time it takes does not grow with
	// the history.
	steps, err := collect(ctx, q, scanStep, `with recursive names (name) as (
			select min(name) from revision_files where project = $1
			union all
			select (select min(f.name) from revision_files f where f.project = $1 and f.name > n.name) from names n where n.name is not null)
		select f.number, f.name, f.hash from names n join revision_files f on f.project = $1 and f.name = n.name
			and f.number = (select max(g.number) from revision_files g where g.project = $1 and g.name = n.name and g.number <= $2)`, project, number)
	for _, s := range steps {
		s.apply(files)
	}
	return files, err
}
