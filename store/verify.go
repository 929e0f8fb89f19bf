package store

import (
	"context"
	"errors"
	"fmt"
)

// Verify walks the whole history of a project: the numbers, the chain of hashes, the files of each revision and the
// content of each file. The first thing that does not hold is a *BrokenError with the revision.
//
// It shows every change of the past by somebody who cannot compute the hashes anew. Against somebody who can, note the
// hash of the head elsewhere from time to time, such as in a signed report.
func (s *Store) Verify(ctx context.Context, project string) error {
	head, err := s.Project(ctx, project)
	if err != nil {
		return err
	}
	last := Revision{Project: project}
	sound := sound{known: map[string]bool{}, recent: newRecent(recentBytes)}
	for {
		list, err := s.Since(ctx, project, last.Number, 500)
		if err != nil {
			return err
		}
		for _, r := range list {
			if err := s.verifyRevision(ctx, last, r, sound); err != nil {
				return err
			}
			last = r
		}
		if len(list) == 0 {
			break
		}
	}
	if last.Number < head.Head {
		return &BrokenError{project, last.Number + 1, "it is missing"}
	}
	return s.verifyHead(ctx, project)
}

// verifyHead compares the head that the project names with the newest revision.
func (s *Store) verifyHead(ctx context.Context, project string) error {
	var number, newest int64
	var hash, want string
	err := s.read.QueryRowContext(ctx, `select p.head, p.head_hash, r.number, r.hash from projects p join revisions r on r.project = p.id
		where p.id = $1 order by r.number desc limit 1`, project).Scan(&number, &hash, &newest, &want)
	if err == nil && (number != newest || hash != want) {
		err = &BrokenError{project, number, "it is not the newest revision, although the project says so"}
	}
	return told(err)
}

func (s *Store) verifyRevision(ctx context.Context, before, r Revision, sound sound) error {
	broken := func(format string, args ...any) error {
		return &BrokenError{r.Project, r.Number, fmt.Sprintf(format, args...)}
	}
	switch {
	case r.Number != before.Number+1:
		return &BrokenError{r.Project, before.Number + 1, "it is missing"}
	case r.Parent != before.Hash:
		return broken("it does not follow the revision before it")
	case r.Content != contentHash(r.Files):
		return broken("its list of files was changed")
	case r.Hash != r.sum():
		return broken("it was changed after it was made")
	}
	for _, name := range r.Changed {
		sum, kept := r.Files[name]
		if !kept || sound.known[sum] {
			continue
		}
		data, err := readBlob(ctx, s.read, sum, 0, sound.recent.get)
		if errors.Is(err, ErrBroken) || err == nil && sumOf(data) != sum {
			return broken("the content of %s was changed", name)
		}
		if err != nil {
			return told(err)
		}
		sound.known[sum] = true
		sound.recent.put(sum, data)
	}
	return nil
}

// sound are the contents that this walk has read from the database and found right. What the store itself keeps in
// memory says nothing about the database.
type sound struct {
	known  map[string]bool
	recent *recent
}
