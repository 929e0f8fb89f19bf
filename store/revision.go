package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// MaxFile is the size in bytes that one file may have.
	MaxFile = 32 << 20
	// MaxFiles is the number of files that a project may have.
	MaxFiles = 2000
	// MaxCommand is the size in bytes that a command may have.
	MaxCommand = 4 << 20
)

// Change is what a revision is made of.
type Change struct {
	Base    int64             // the revision that the author saw
	Author  string            // the name of a user, or another text that says who it was
	Title   string            // one line for people: what was done
	Command []byte            // JSON that says it for programs; nothing becomes null
	Files   map[string][]byte // new contents by slash path; nil takes a file away, an empty slice empties it
	Key     string            // made up by the client: sent twice, the change is made once; may be empty
	Disk    bool              // the files are also kept in a folder: the revision is pending until Settled
}

// Revision is one step in the history of a project. It never changes.
type Revision struct {
	Project string
	Number  int64  // from 1, without gaps
	Parent  string // hash of the revision before; empty for the first
	Hash    string // over everything here but Files and Changed, which Content stands for
	Content string // hash over names and contents of all files: two revisions with the same files have the same
	Author  string
	Time    time.Time // UTC, whole microseconds
	Title   string
	Command []byte
	Files   map[string]string // SHA-256 in hex of each file as it stands after this revision; not to be changed
	Changed []string          // names of the files that this revision wrote or took away, sorted
}

// Commit appends a revision to a project and returns it when it is safe on the disk of the database. All of it is kept,
// or nothing. A *ConflictError says that the base is not the newest revision. The same Key again, with the same author,
// title and command, returns the revision that was made the first time, so that a client that did not hear the answer
// can ask again.
func (s *Store) Commit(ctx context.Context, project string, c Change) (Revision, error) {
	if err := c.check(); err != nil {
		return Revision{}, err
	}
	var rev Revision
	err := s.change(ctx, func(q querier) error {
		head, archived, err := lockProject(ctx, q, project)
		if err != nil {
			return err
		}
		if done, err := committed(ctx, q, project, c); err != nil || done.Number > 0 {
			rev = done
			return err
		}
		if archived {
			return ErrArchived
		}
		if c.Base != head.Number {
			return &ConflictError{Project: project, Base: c.Base, Head: head.Number}
		}
		rev, err = s.append(ctx, q, head, c)
		return err
	})
	if err != nil {
		return Revision{}, err
	}
	return rev, nil
}

// committed finds the revision that was made with the same key.
func committed(ctx context.Context, q querier, project string, c Change) (Revision, error) {
	if c.Key == "" {
		return Revision{}, nil
	}
	var number int64
	err := q.QueryRowContext(ctx, `select number from revisions where project = $1 and request = $2`, project, c.Key).Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return Revision{}, nil
	}
	if err != nil {
		return Revision{}, err
	}
	rev, err := oneRevision(ctx, q, project, number)
	if err == nil && (rev.Author != c.Author || rev.Title != c.Title || string(rev.Command) != string(c.command())) {
		err = ErrKeyReused
	}
	return rev, err
}

// append writes the revision that follows head, whose project is locked.
func (s *Store) append(ctx context.Context, q querier, head Revision, c Change) (Revision, error) {
	old, err := manifest(ctx, q, head.Project, head.Number)
	if err != nil {
		return Revision{}, err
	}
	r := Revision{Project: head.Project, Number: head.Number + 1, Parent: head.Hash, Author: c.Author, Time: s.now(), Title: c.Title, Command: c.command()}
	r.Files, r.Changed = c.apply(old)
	if len(r.Files) > MaxFiles {
		return Revision{}, invalid("the project would have %d files, %d is the most", len(r.Files), MaxFiles)
	}
	r.Content = contentHash(r.Files)
	r.Hash = r.sum()
	_, err = q.ExecContext(ctx, `insert into revisions (project, number, parent, hash, content, author, made, title, command, request)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, r.Project, r.Number, r.Parent, r.Hash, r.Content, r.Author, micros(r.Time), r.Title,
		string(r.Command), sql.NullString{String: c.Key, Valid: c.Key != ""})
	if err != nil {
		return Revision{}, err
	}
	for _, name := range r.Changed {
		if err := s.appendFile(ctx, q, r, name, old[name], c.Files[name]); err != nil {
			return Revision{}, err
		}
	}
	_, err = q.ExecContext(ctx, `update projects set head = $1, head_hash = $2, changed = $3 where id = $4`, r.Number, r.Hash, micros(r.Time), r.Project)
	if err == nil && c.Disk {
		_, err = q.ExecContext(ctx, `insert into pending (project, number) values ($1, $2)`, r.Project, r.Number)
	}
	return r, err
}

func (s *Store) appendFile(ctx context.Context, q querier, r Revision, name, before string, data []byte) error {
	sum, kept := r.Files[name]
	if kept {
		if err := s.putBlob(ctx, q, sum, data, before); err != nil {
			return err
		}
	}
	_, err := q.ExecContext(ctx, `insert into revision_files (project, number, name, hash) values ($1, $2, $3, $4)`,
		r.Project, r.Number, name, sql.NullString{String: sum, Valid: kept})
	return err
}

// apply returns the files after the change and the names of those that really changed.
func (c Change) apply(old map[string]string) (files map[string]string, changed []string) {
	files = make(map[string]string, len(old)+len(c.Files))
	maps.Copy(files, old)
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		before, had := old[name]
		data := c.Files[name]
		switch sum := sumOf(data); {
		case data == nil && had:
			delete(files, name)
			changed = append(changed, name)
		case data != nil && (!had || sum != before):
			files[name] = sum
			changed = append(changed, name)
		}
	}
	return files, changed
}

// check holds a change against what can be kept.
func (c Change) check() error {
	if err := checkLine("author", c.Author, 200); err != nil {
		return err
	}
	if err := checkLine("title", c.Title, 500); err != nil {
		return err
	}
	if err := checkText("key", c.Key, 200); err != nil {
		return err
	}
	if len(c.Command) > MaxCommand {
		return invalid("the command is larger than %d MB", MaxCommand>>20)
	}
	if !json.Valid(c.command()) {
		return invalid("the command is not JSON")
	}
	if err := checkText("command", string(c.Command), MaxCommand); err != nil {
		return err
	}
	for name, data := range c.Files {
		if err := checkFile(name); err != nil {
			return err
		}
		if len(data) > MaxFile {
			return invalid("file %s is larger than %d MB", name, MaxFile>>20)
		}
	}
	return nil
}

// checkFile keeps out every name that could leave the folder, or that Windows or our own files could take for another.
func checkFile(name string) error {
	if err := checkLine("name of a file", name, 400); err != nil {
		return err
	}
	first, _, _ := strings.Cut(name, "/")
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, `\:`) || strings.EqualFold(first, sidecar) {
		return invalid("file name %q: a path with slashes inside the project was expected", name)
	}
	return nil
}

func (c Change) command() []byte {
	if len(c.Command) == 0 {
		return []byte("null")
	}
	return c.Command
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// contentHash is a hash over names and hashes of files. docs/storage.md says how to compute it without this program.
func contentHash(files map[string]string) string {
	h := sha256.New()
	field(h, "theriac content 1")
	for _, name := range slices.Sorted(maps.Keys(files)) {
		field(h, name)
		field(h, files[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// sum is the hash that chains a revision to the one before it.
func (r Revision) sum() string {
	h := sha256.New()
	number, at := strconv.FormatInt(r.Number, 10), strconv.FormatInt(micros(r.Time), 10)
	for _, text := range []string{"theriac revision 1", r.Project, number, r.Parent, r.Author, at, r.Title, string(r.Command), r.Content} {
		field(h, text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// field writes a text with its length before it, so that no two lists of texts look the same.
func field(h hash.Hash, text string) {
	_, _ = io.WriteString(h, strconv.Itoa(len(text))+":"+text+"\n") // a hash never fails
}
