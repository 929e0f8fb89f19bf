package store

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Project is a set of files with a history and the people who work on it.
type Project struct {
	ID       string // lower-case letters, digits and hyphens, at most 64; never changes
	Name     string // for people, at most 200 characters
	Created  time.Time
	Changed  time.Time // when the newest revision was made
	Archived time.Time // zero while the project is worked on
	Head     int64     // number of the newest revision
}

var projectID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// CreateProject makes a project whose first revision holds the files; an empty id is filled in. If the author is a
// known user, that user owns the project. ErrExists where the id is taken.
func (s *Store) CreateProject(ctx context.Context, p Project, author string, files map[string][]byte) (Revision, error) {
	if p.ID == "" {
		p.ID = newID()
	}
	if !projectID.MatchString(p.ID) {
		return Revision{}, invalid("project id %q: lower-case letters, digits and hyphens were expected, at most 64", p.ID)
	}
	if err := checkLine("name of the project", p.Name, 200); err != nil {
		return Revision{}, err
	}
	c := Change{Author: author, Title: "Create project", Files: files}
	if err := c.check(); err != nil {
		return Revision{}, err
	}
	var rev Revision
	err := s.change(ctx, func(q querier) (err error) {
		now := micros(s.now())
		res, err := q.ExecContext(ctx, `insert into projects (id, name, created, changed) values ($1, $2, $3, $3) on conflict (id) do nothing`, p.ID, p.Name, now)
		if err := exactlyOne(res, err, existsAlready("project %s", p.ID)); err != nil {
			return err
		}
		if rev, err = s.append(ctx, q, Revision{Project: p.ID}, c); err != nil {
			return err
		}
		_, err = q.ExecContext(ctx, `insert into members (project, person, role) select $1, name, $2 from users where name = $3`, p.ID, string(Owner), fold(author))
		return err
	})
	return rev, err
}

const projectColumns = `p.id, p.name, p.created, p.changed, p.archived, p.head`

func scanProject(rows *sql.Rows) (Project, error) {
	var p Project
	var created, changed, archived int64
	err := rows.Scan(&p.ID, &p.Name, &created, &changed, &archived, &p.Head)
	p.Created, p.Changed, p.Archived = moment(created), moment(changed), moment(archived)
	return p, err
}

// Projects lists the projects that a user is a member of, archived ones too, by name. With no user it lists all.
func (s *Store) Projects(ctx context.Context, user string) ([]Project, error) {
	if user == "" {
		list, err := collect(ctx, s.read, scanProject, `select `+projectColumns+` from projects p order by p.name, p.id`)
		return list, told(err)
	}
	list, err := collect(ctx, s.read, scanProject, `select `+projectColumns+` from projects p join members m on m.project = p.id
		where m.person = $1 order by p.name, p.id`, fold(user))
	return list, told(err)
}

// Project returns one project, or ErrNotFound.
func (s *Store) Project(ctx context.Context, id string) (Project, error) {
	list, err := collect(ctx, s.read, scanProject, `select `+projectColumns+` from projects p where p.id = $1`, id)
	if err == nil && len(list) == 0 {
		err = missing("project %s", id)
	}
	if err != nil {
		return Project{}, told(err)
	}
	return list[0], nil
}

// RenameProject gives a project another name. Its id stays.
func (s *Store) RenameProject(ctx context.Context, id, name string) error {
	if err := checkLine("name of the project", name, 200); err != nil {
		return err
	}
	res, err := s.write.ExecContext(ctx, `update projects set name = $1 where id = $2`, name, id)
	return told(exactlyOne(res, err, missing("project %s", id)))
}

// ArchiveProject puts a project out of work or takes it back, in a revision that changes no file: who did so and when is in
// the history for ever. Base and files of the change are not looked at. Where it is so already nothing is done, and false
// returned. An archived project can be read, and takes no change, comment or verdict; its people may still change. A
// project is never deleted: what was once recorded about a device must stay readable.
func (s *Store) ArchiveProject(ctx context.Context, id string, archived bool, c Change) (done bool, err error) {
	c.Files = nil
	if err := c.check(); err != nil {
		return false, err
	}
	err = s.change(ctx, func(q querier) error {
		head, already, err := lockProject(ctx, q, id)
		if err != nil || already == archived {
			return err
		}
		rev, err := s.append(ctx, q, head, c)
		if err != nil {
			return err
		}
		var at int64
		if archived {
			at = micros(rev.Time)
		}
		done = true
		_, err = q.ExecContext(ctx, `update projects set archived = $1 where id = $2`, at, id)
		return err
	})
	return done && err == nil, err
}

// lockProject keeps all others from changing a project until the transaction ends, and returns its newest revision,
// of which only project, number and hash are filled in.
func lockProject(ctx context.Context, q querier, id string) (head Revision, archived bool, err error) {
	var at int64
	head.Project = id
	// An update that changes nothing is the one lock that both databases know.
	err = q.QueryRowContext(ctx, `update projects set head = head where id = $1 returning head, head_hash, archived`, id).Scan(&head.Number, &head.Hash, &at)
	if errors.Is(err, sql.ErrNoRows) {
		err = missing("project %s", id)
	}
	return head, at != 0, err
}

// lockWorked is lockProject for what an archived project does not take.
func lockWorked(ctx context.Context, q querier, id string) (Revision, error) {
	head, archived, err := lockProject(ctx, q, id)
	if err == nil && archived {
		err = ErrArchived
	}
	return head, err
}

// checkLine holds a text against what a line for people may be.
func checkLine(what, text string, most int) error {
	switch {
	case strings.TrimSpace(text) == "":
		return invalid("the %s is empty", what)
	case strings.ContainsFunc(text, unicode.IsControl):
		return invalid("the %s has a line break or another control character in it", what)
	}
	return checkText(what, text, most)
}

// checkText holds a text against what both databases can keep: UTF-8 without zero bytes.
func checkText(what, text string, most int) error {
	switch {
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return invalid("the %s is not clean UTF-8", what)
	case utf8.RuneCountInString(text) > most:
		return invalid("the %s is longer than %d characters", what, most)
	}
	return nil
}
