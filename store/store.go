// Package store keeps projects: their files revision by revision in a log that only grows, and the people who work on
// them.
//
// It knows nothing of threat models. A file is a name with bytes, a command is an opaque JSON text that says what a
// revision did. Each revision carries a hash over its content and over the revision before it, so a change of the past
// shows ([Store.Verify]).
//
// A store is a SQLite file, or a PostgreSQL database when the address starts with postgres://. Both run the same SQL
// and the same schema. docs/storage.md tells what is stored and what survives which accident; [Folder] is the part that
// keeps the files of a folder and the store beside them in step.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"
)

// readers is the number of connections that may read from a SQLite file at the same time. One more writes.
const readers = 4

// Options are the parts of the world that a store uses. The zero value is ready.
type Options struct {
	Clock func() time.Time // says what time it is; time.Now where nil
	Log   *slog.Logger     // told about migrations and repairs; silent where nil
}

// Store is an open database. Its methods may be called from many goroutines at once.
type Store struct {
	write   *sql.DB // one connection for SQLite, so that writers queue here and not on the lock of the file
	read    *sql.DB
	dialect dialect
	path    string // of the SQLite file, or ""
	clock   func() time.Time
	log     *slog.Logger
	hashing chan struct{} // a place for each password that may be hashed at the same time
	recent  *recent
}

// querier is what a connection and a transaction have in common.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Open opens the store at an address, the path of a SQLite file or a postgres:// URL, and brings its schema up to date.
// A SQLite file that does not exist is made, readable by its owner alone. A schema that is newer than this program
// knows is refused with ErrNewer and left as it is.
func Open(ctx context.Context, address string, opts Options) (*Store, error) {
	s := &Store{clock: opts.Clock, log: opts.Log, hashing: make(chan struct{}, hashers), recent: newRecent(recentBytes)}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		err = s.openPostgres(address)
	} else {
		err = s.openSQLite(address)
	}
	if err == nil {
		err = s.migrate(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open store: %w", told(err)), s.Close())
	}
	return s, nil
}

func (s *Store) openPostgres(address string) error {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	s.dialect, s.write, s.read = postgres, db, db
	return nil
}

func (s *Store) openSQLite(path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	// SQLite would make the file itself, but readable by all.
	f, err := os.OpenFile(abs, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	s.dialect, s.path = sqlite, abs
	if s.write, err = sql.Open("sqlite", sqliteAddress(abs, "immediate", "synchronous(FULL)")); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if s.read, err = sql.Open("sqlite", sqliteAddress(abs, "deferred", "query_only(1)")); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(readers)
	return nil
}

// sqliteAddress names a file for the driver. The order of the pragmas counts: the time to wait comes first, because the
// others may have to wait.
func sqliteAddress(path, lock string, pragmas ...string) string {
	q := url.Values{"_txlock": {lock}, "_pragma": append([]string{"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)"}, pragmas...)}
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: q.Encode()}
	return u.String()
}

// Close ends all connections. A SQLite file is left without its -wal and -shm companions where nobody else has it open.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.read, s.write} { // the writer last: it folds the log into the file
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Path is the SQLite file, or "" for PostgreSQL.
func (s *Store) Path() string { return s.path }

// now is the time in the resolution that is stored.
func (s *Store) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// change runs fn in one transaction that writes.
func (s *Store) change(ctx context.Context, fn func(q querier) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return told(err)
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	if err := fn(tx); err != nil {
		return told(err)
	}
	return told(tx.Commit())
}

// view runs fn on one consistent state.
func (s *Store) view(ctx context.Context, fn func(q querier) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.dialect == postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	tx, err := s.read.BeginTx(ctx, opts)
	if err != nil {
		return told(err)
	}
	defer func() { _ = tx.Rollback() }()
	return told(fn(tx))
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, q querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// exactlyOne says missing where a statement changed no row.
func exactlyOne(res sql.Result, err, missing error) error {
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		return missing
	}
	return err
}

// newID makes an id that nobody can guess: 26 letters and digits, 130 bits.
func newID() string { return strings.ToLower(rand.Text()) }

func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func moment(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// exists says whether there is something at a path.
func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
