package store

import (
	"context"
	"database/sql"
	"errors"
)

// Place is where a setting belongs: to a project, to a user, or to a user in a project.
type Place struct{ Project, User string }

// MaxSetting is the length in characters that a value may have.
const MaxSetting = 64 << 10

// Setting returns a small value, or "" where it was never set.
func (s *Store) Setting(ctx context.Context, at Place, name string) (string, error) {
	var value string
	err := s.read.QueryRowContext(ctx, `select value from settings where project = $1 and person = $2 and name = $3`, at.Project, fold(at.User), name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, told(err)
}

// Settings returns the values of a place by name, those alone whose name starts with a prefix. Saved filters are
// settings too, each under "filter/" and its name.
func (s *Store) Settings(ctx context.Context, at Place, prefix string) (map[string]string, error) {
	out := map[string]string{}
	_, err := collect(ctx, s.read, func(rows *sql.Rows) (struct{}, error) {
		var name, value string
		err := rows.Scan(&name, &value)
		out[name] = value
		return struct{}{}, err
	}, `select name, value from settings where project = $1 and person = $2 and substr(name, 1, length($3)) = $3`, at.Project, fold(at.User), prefix)
	return out, told(err)
}

// SetSetting keeps a small value; "" takes it away.
func (s *Store) SetSetting(ctx context.Context, at Place, name, value string) error {
	if at == (Place{}) {
		return invalid("a setting belongs to a project, a user or both")
	}
	if err := errors.Join(checkLine("name of the setting", name, 200), checkText("setting", value, MaxSetting)); err != nil {
		return err
	}
	if value == "" {
		_, err := s.write.ExecContext(ctx, `delete from settings where project = $1 and person = $2 and name = $3`, at.Project, fold(at.User), name)
		return told(err)
	}
	_, err := s.write.ExecContext(ctx, `insert into settings (project, person, name, value) values ($1, $2, $3, $4)
		on conflict (project, person, name) do update set value = excluded.value`, at.Project, fold(at.User), name, value)
	return told(err)
}
