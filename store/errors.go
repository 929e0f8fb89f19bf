package store

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	sqlitedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/jackc/pgx/v5/pgconn"
)

// What can go wrong in a way that a caller answers differently. Compare with errors.Is; the text around them says what
// was asked for and what to do next.
var (
	ErrNotFound  = errors.New("not found")
	ErrExists    = errors.New("exists already")
	ErrInvalid   = errors.New("not valid")
	ErrConflict  = errors.New("somebody else changed the project in the meantime") // always a *ConflictError
	ErrKeyReused = errors.New("the key was used for another change")
	ErrArchived  = errors.New("the project is archived: take it out of the archive first")
	ErrForbidden = errors.New("not allowed")
	ErrSignIn    = errors.New("name or password is wrong")
	ErrLocked    = errors.New("too many failed sign-ins") // always a *LockedError
	ErrNewer     = errors.New("the store was written by a newer Theriac")
	ErrFull      = errors.New("the disk is full: free some space and try again")
	ErrBusy      = errors.New("the store is busy: try again")
	ErrBroken    = errors.New("the store is damaged") // a *BrokenError where the place is known
	ErrInUse     = errors.New("another process has this folder open")
	ErrUnsettled = errors.New("the change is kept in the store but not yet written to the files")
)

// ConflictError says that a change was made on a revision that is no longer the newest.
type ConflictError struct {
	Project    string
	Base, Head int64 // the revision the change was made on, and the newest one
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("project %s: %v: the change is based on revision %d, the newest is %d; look at what came in between and send the change again on revision %d",
		e.Project, ErrConflict, e.Base, e.Head, e.Head)
}

// Is makes errors.Is(err, ErrConflict) true.
func (e *ConflictError) Is(target error) bool { return target == ErrConflict }

// LockedError says until when a name cannot sign in.
type LockedError struct{ Until time.Time }

func (e *LockedError) Error() string {
	return fmt.Sprintf("%v: try again after %s", ErrLocked, e.Until.UTC().Format(time.RFC3339))
}

// Is makes errors.Is(err, ErrLocked) true.
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// BrokenError is the first place where the history of a project does not hold.
type BrokenError struct {
	Project string
	Number  int64 // the revision
	What    string
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("project %s, revision %d: %s; restore a backup from before, or ask who changed the database", e.Project, e.Number, e.What)
}

// Is makes errors.Is(err, ErrBroken) true.
func (e *BrokenError) Is(target error) bool { return target == ErrBroken }

// told wraps an error of a driver or the system in ours where it has a meaning of its own.
func told(err error) error {
	var lite *sqlitedriver.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return fmt.Errorf("%w (%w)", ErrFull, err)
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return fmt.Errorf("%w (%w)", ErrBusy, err)
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return fmt.Errorf("%w: restore a backup (%w)", ErrBroken, err)
		}
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "53100" { // disk_full
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	if errors.Is(err, syscall.ENOSPC) && !errors.Is(err, ErrFull) {
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	return err
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}

func missing(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrNotFound)
}

func existsAlready(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrExists)
}
