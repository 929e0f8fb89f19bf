package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Role is what a user may do in a project. Each role may do what those after it may.
type Role string

// The roles, from all to least. No role at all is "".
const (
	Owner    Role = "owner"    // members, archive
	Editor   Role = "editor"   // changes
	Reviewer Role = "reviewer" // comments and verdicts
	Reader   Role = "reader"
)

var ranks = map[Role]int{Owner: 4, Editor: 3, Reviewer: 2, Reader: 1}

// Allows says whether somebody with role r may do what needs at least the other role. The empty role allows nothing and
// nothing allows it.
func (r Role) Allows(needed Role) bool { return ranks[needed] > 0 && ranks[r] >= ranks[needed] }

// Member is a user with a role in a project.
type Member struct {
	User string
	Role Role
}

// Role returns the role of a user in a project; "" says none. A user who is disabled has none anywhere. Admins have the
// role they were given, like everybody else.
func (s *Store) Role(ctx context.Context, project, user string) (Role, error) {
	var role Role
	err := s.read.QueryRowContext(ctx, `select m.role from members m join users u on u.name = m.person where m.project = $1 and m.person = $2 and u.disabled = 0`,
		project, fold(user)).Scan(&role)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return role, told(err)
}

// Members lists who works on a project, by name.
func (s *Store) Members(ctx context.Context, project string) ([]Member, error) {
	list, err := collect(ctx, s.read, func(rows *sql.Rows) (Member, error) {
		var m Member
		return m, rows.Scan(&m.User, &m.Role)
	}, `select person, role from members where project = $1 order by person`, project)
	return list, told(err)
}

// SetMember gives a user a role in a project; the role "" takes the user out. ErrForbidden where no owner would be left.
func (s *Store) SetMember(ctx context.Context, project, user string, role Role) error {
	if role != "" && ranks[role] == 0 {
		return invalid("role %q: owner, editor, reviewer or reader was expected", role)
	}
	user = fold(user)
	return s.change(ctx, func(q querier) error {
		if _, _, err := lockProject(ctx, q, project); err != nil {
			return err
		}
		if _, _, err := userIn(ctx, q, user); err != nil {
			return err
		}
		if err := setRole(ctx, q, project, user, role); err != nil {
			return err
		}
		var owners int
		err := q.QueryRowContext(ctx, `select count(*) from members where project = $1 and role = $2`, project, string(Owner)).Scan(&owners)
		if err == nil && owners == 0 {
			err = fmt.Errorf("%w: the project would have no owner, name another first", ErrForbidden)
		}
		return err
	})
}

func setRole(ctx context.Context, q querier, project, user string, role Role) error {
	if role == "" {
		_, err := q.ExecContext(ctx, `delete from members where project = $1 and person = $2`, project, user)
		return err
	}
	_, err := q.ExecContext(ctx, `insert into members (project, person, role) values ($1, $2, $3)
		on conflict (project, person) do update set role = excluded.role`, project, user, string(role))
	return err
}
