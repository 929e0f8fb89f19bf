package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// dialect is the database that runs the SQL.
type dialect = goose.Dialect

const (
	sqlite   = goose.DialectSQLite3
	postgres = goose.DialectPostgres
)

// migrate brings the schema up to date. There is no way down: an older program refuses a newer schema.
func (s *Store) migrate(ctx context.Context) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return fmt.Errorf("%w: its schema is %d, this program knows %d; use the newer program, nothing was changed", ErrNewer, have, want)
	}
	if have == want {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		// Another process may have been faster; then there is nothing left to do.
		if now, again := p.GetDBVersion(ctx); again != nil || now != want {
			return fmt.Errorf("bring the schema from %d to %d: %w", have, want, err)
		}
	}
	s.log.Info("schema brought up to date", "from", have, "to", want)
	return nil
}

func (s *Store) provider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	opts := []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(goose.NewGoMigration(2, &goose.GoFunc{RunTx: s.guard(guarded2)}, nil)),
	}
	if s.dialect == postgres {
		l, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(l))
	}
	return goose.NewProvider(s.dialect, s.write, files, opts...)
}

// guarded2 are the tables that migration 2 closes against changes of what was once written. A later migration has a
// list of its own.
var guarded2 = []string{"revisions", "revision_files", "blobs", "comments", "verdicts"}

// guard makes the triggers that forbid to change or delete a row. They are the one thing that the two databases do not
// spell alike.
func (s *Store) guard(tables []string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		if s.dialect == postgres {
			return execAll(ctx, tx, guardPostgres(tables))
		}
		return execAll(ctx, tx, guardSQLite(tables))
	}
}

func guardSQLite(tables []string) []string {
	var out []string
	for _, t := range tables {
		for _, op := range []string{"update", "delete"} {
			out = append(out, fmt.Sprintf("create trigger %s_no_%s before %s on %s begin select raise(abort, '%s are kept for ever: %s is forbidden'); end", t, op, op, t, t, op))
		}
	}
	return out
}

func guardPostgres(tables []string) []string {
	out := []string{`create function kept_for_ever() returns trigger language plpgsql as $$
begin raise exception '% are kept for ever: % is forbidden', tg_table_name, lower(tg_op); end $$`}
	for _, t := range tables {
		out = append(out, fmt.Sprintf("create trigger %s_kept before update or delete or truncate on %s for each statement execute function kept_for_ever()", t, t))
	}
	return out
}

func execAll(ctx context.Context, tx *sql.Tx, statements []string) error {
	for _, q := range statements {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
