package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Backup writes a copy of the store to a file that does not exist yet, while others read and write. The copy is one
// consistent state, is whole as soon as it has its name, and can be opened like any store. What a backup of the same name
// left that was killed is written over. For PostgreSQL use pg_dump.
func (s *Store) Backup(ctx context.Context, path string) error {
	if s.dialect == postgres {
		return invalid("a backup of a PostgreSQL store is made with pg_dump")
	}
	release, err := Claim(path)
	if err != nil {
		return err
	}
	defer release()
	part := path + ".part"
	for _, left := range []string{part, part + "-journal"} { // of a backup that was killed
		_ = os.Remove(left)
	}
	if err := s.copyTo(ctx, part); err != nil {
		_ = os.Remove(part)
		return fmt.Errorf("backup to %s: %w", path, told(err))
	}
	// A link, unlike a rename, never replaces a file that came up in the meantime.
	if err := publish(part, path); err != nil {
		return fmt.Errorf("backup to %s: %w", path, err)
	}
	return syncDir(filepath.Dir(path))
}

func (s *Store) copyTo(ctx context.Context, part string) error {
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	// A connection of its own: neither readers nor the writer wait for it, and it may write, unlike the readers.
	db, err := sql.Open("sqlite", sqliteAddress(s.path, "deferred"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(ctx, `vacuum into $1`, part); err != nil {
		return err
	}
	return f.Sync()
}

// publish gives a finished file its name. Where the file system has no hard links a rename must do.
func publish(part, path string) error {
	err := os.Link(part, path)
	switch {
	case err == nil:
		return os.Remove(part)
	case errors.Is(err, os.ErrExist):
		_ = os.Remove(part)
		return existsAlready("backup file %s", path)
	}
	return os.Rename(part, path)
}

// Claim takes a name for something that is to be made, until release is called or the process ends, however it ends.
// ErrExists where there is something of that name, ErrBusy where another process is making it.
func Claim(path string) (release func(), err error) {
	name := path + ".lock"
	f, err := lockNamed(name)
	if err != nil {
		return nil, err
	}
	release = func() {
		_ = os.Remove(name) // before others may take it: whoever waits finds that it has another file
		_ = f.Close()
	}
	there, err := exists(path)
	if err == nil && there {
		err = existsAlready("%s: choose another name", path)
	}
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// lockNamed locks the file that has a name now, which may be another one than a moment ago.
func lockNamed(name string) (*os.File, error) {
	for {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, err
		}
		taken, err := lockFile(f)
		if err == nil && !taken {
			err = fmt.Errorf("another process is writing %s: %w", strings.TrimSuffix(name, ".lock"), ErrBusy)
		}
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		ours, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if named, err := os.Stat(name); err == nil && os.SameFile(ours, named) {
			return f, nil
		}
		_ = f.Close()
	}
}

func onlyIf(cond bool, err error) error {
	if cond {
		return err
	}
	return nil
}

// Integrity checks the whole store: the file and its references, then the history of each project. Nil says that all of
// it holds; several faults come joined.
func (s *Store) Integrity(ctx context.Context) error {
	var errs []error
	if s.dialect == sqlite {
		for _, pragma := range []string{"integrity_check", "foreign_key_check"} {
			errs = append(errs, s.pragmaCheck(ctx, pragma))
		}
	}
	list, err := s.Projects(ctx, "")
	errs = append(errs, err)
	for _, p := range list {
		errs = append(errs, s.Verify(ctx, p.ID))
	}
	return errors.Join(errs...)
}

// pragmaCheck runs a check of SQLite, which answers with rows for faults or with the one row "ok".
func (s *Store) pragmaCheck(ctx context.Context, pragma string) error {
	faults, err := collect(ctx, s.read, func(rows *sql.Rows) (string, error) {
		cols, err := rows.Columns()
		if err != nil {
			return "", err
		}
		cells, to := make([]sql.NullString, len(cols)), make([]any, len(cols))
		for i := range cells {
			to[i] = &cells[i]
		}
		err = rows.Scan(to...)
		text := make([]string, len(cells))
		for i, c := range cells {
			text[i] = c.String
		}
		return strings.Join(text, " "), err
	}, "pragma "+pragma)
	if err != nil || len(faults) == 0 || len(faults) == 1 && faults[0] == "ok" {
		return told(err)
	}
	return fmt.Errorf("%w: %s: %s; restore a backup", ErrBroken, pragma, strings.Join(faults[:min(len(faults), 10)], "; "))
}
