package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	// FolderProject is the id of the one project in the store of a folder.
	FolderProject = "folder"
	// AnotherEditor is the author of revisions that hold what was edited outside.
	AnotherEditor = "another editor"

	folderStore = "studio.db"
	folderLock  = "lock"
	// A file that somebody else is writing is read again until two looks this far apart agree.
	calm  = 40 * time.Millisecond
	looks = 25
)

// Folder keeps the files of a folder and a store beside them, in .theriac/studio.db, in step. A change goes into the
// store first and is acknowledged by that; then the files are written, and the revision is pending until they are. So a
// process may be killed at any moment: the next [Folder.Reconcile] finishes what is pending. What somebody else wrote
// into the files becomes a revision of its own and is never written over.
type Folder struct {
	*Store
	disk  disk
	lock  *os.File
	names func() ([]string, error)
	mu    sync.Mutex // one look at the files at a time
}

// Report tells what it took to bring files and store in step.
type Report struct {
	Head     Revision // the newest revision
	Wrote    []string // files that were written or removed on disk
	Imported Revision // the revision with what another editor did; Number 0 where nobody did anything
	// Overtaken are revisions that were acknowledged but perhaps are not in the text any more, because another editor
	// saved the same file before they were written to it. They are in the history: make them again, or tell their author.
	Overtaken []Revision
}

// OpenFolder opens the store of a folder and makes it, with the files as the first revision, where there is none. names
// lists the files of the model that are on disk now, as slash paths inside the folder; files that the store knows need
// not be among them. Only one process may have a folder open, others get ErrInUse with its process id.
//
// The caller calls [Folder.Reconcile] next.
func OpenFolder(ctx context.Context, dir string, names func() ([]string, error), opts Options) (*Folder, error) {
	f := &Folder{disk: disk{dir: dir, fill: fill}, names: names}
	if err := f.take(); err != nil {
		return nil, fmt.Errorf("open folder %s: %w", dir, told(err))
	}
	s, err := Open(ctx, filepath.Join(dir, sidecar, folderStore), opts)
	if err == nil {
		f.Store = s
		err = f.begin(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open folder %s: %w", dir, told(err)), f.Close())
	}
	return f, nil
}

// take makes the side folder and locks it.
func (f *Folder) take() error {
	if info, err := os.Stat(f.disk.dir); err != nil || !info.IsDir() {
		return errors.Join(err, onlyIf(err == nil, invalid("it is not a folder")))
	}
	side := filepath.Join(f.disk.dir, sidecar)
	if err := os.MkdirAll(side, 0o700); err != nil {
		return err
	}
	// Keep the store out of the repository that the model may be in.
	if err := writeNew(filepath.Join(side, ".gitignore"), "*\n"); err != nil {
		return err
	}
	lock, err := os.OpenFile(filepath.Join(side, folderLock), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	taken, err := lockFile(lock)
	if err != nil || !taken {
		pid, _ := io.ReadAll(io.LimitReader(lock, 20))
		_ = lock.Close()
		return errors.Join(err, onlyIf(err == nil, fmt.Errorf("%w: process %s; use its page, or end it first", ErrInUse, bytes.TrimSpace(pid))))
	}
	f.lock = lock
	// The number is for people. Where a full disk has no room for it, the lock holds all the same.
	_ = lock.Truncate(0)
	_, _ = lock.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	return nil
}

func writeNew(path, text string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// begin makes the project where there is none, and sweeps up what a killed process left.
func (f *Folder) begin(ctx context.Context) error {
	head, err := f.Head(ctx, FolderProject)
	if errors.Is(err, ErrNotFound) {
		return f.first(ctx)
	}
	if err == nil {
		f.disk.sweep(slices.Collect(maps.Keys(head.Files)))
	}
	return err
}

func (f *Folder) first(ctx context.Context) error {
	names, err := f.names()
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	for _, name := range names {
		data, err := f.disk.read(name)
		if err != nil {
			return err
		}
		if data != nil {
			files[name] = data
		}
	}
	_, err = f.CreateProject(ctx, Project{ID: FolderProject, Name: f.title()}, AnotherEditor, files)
	return err
}

// title names the project after the folder.
func (f *Folder) title() string {
	abs, err := filepath.Abs(f.disk.dir)
	if name := filepath.Base(abs); err == nil && checkLine("name", name, 200) == nil {
		return name
	}
	return FolderProject
}

// Close gives the folder back.
func (f *Folder) Close() error {
	var errs []error
	if f.Store != nil {
		errs = append(errs, f.Store.Close())
	}
	if f.lock != nil {
		errs = append(errs, f.lock.Close())
	}
	return errors.Join(errs...)
}

// Commit appends a revision and writes its files. What another editor did in the meantime is imported first, so that a
// change that did not know of it gets a *ConflictError. An error that is ErrUnsettled says that the revision is
// acknowledged and in the store, but the files could not be written, because the disk is full for instance: tell the
// people and call Reconcile from time to time.
func (f *Folder) Commit(ctx context.Context, c Change) (Revision, Report, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	before, err := f.reconcile(ctx)
	if err != nil && !errors.Is(err, ErrUnsettled) {
		return Revision{}, before, err
	}
	c.Disk = true
	rev, err := f.Store.Commit(ctx, FolderProject, c)
	if err != nil {
		return Revision{}, before, err
	}
	after, err := f.reconcile(context.WithoutCancel(ctx)) // it is acknowledged, so it goes to disk
	after.Wrote = append(before.Wrote, after.Wrote...)
	if after.Imported.Number == 0 {
		after.Imported = before.Imported
	}
	after.Overtaken = append(before.Overtaken, after.Overtaken...)
	if err != nil && !errors.Is(err, ErrUnsettled) {
		err = fmt.Errorf("%w: %w", ErrUnsettled, err)
	}
	return rev, after, err
}

// Reconcile brings store and files in step: it writes what is pending, and imports what another editor did. Call it at
// the start, when a file has changed, and from time to time after ErrUnsettled.
func (f *Folder) Reconcile(ctx context.Context) (Report, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reconcile(ctx)
}

func (f *Folder) reconcile(ctx context.Context) (Report, error) {
	var r Report
	for range looks {
		again, err := f.step(ctx, &r)
		if err != nil || !again {
			return r, err
		}
	}
	return r, fmt.Errorf("%w: somebody else keeps writing the files", ErrUnsettled)
}

// step compares, imports and writes once. It says again where the files or the store moved under its hands.
func (f *Folder) step(ctx context.Context, r *Report) (again bool, err error) {
	look, err := f.look(ctx)
	if err != nil {
		return false, err
	}
	r.Head = look.head
	if len(look.foreign) > 0 {
		return true, f.imported(ctx, look, r)
	}
	for _, name := range look.behind {
		err := f.put(ctx, look.head, name, look.disk[name])
		if errors.Is(err, errMoved) {
			return true, nil
		}
		if err != nil {
			return false, fmt.Errorf("%w: %s: %w", ErrUnsettled, name, told(err))
		}
		r.Wrote = append(r.Wrote, name)
	}
	if len(look.pending) == 0 {
		return false, nil
	}
	if err := f.Settled(ctx, FolderProject, look.head.Number); err != nil {
		return false, fmt.Errorf("%w: %w", ErrUnsettled, err)
	}
	return false, nil
}

// look is the state of the files against that of the store.
type look struct {
	head    Revision
	pending []Revision
	disk    map[string]string // hashes of the files; "" where there is none
	behind  []string          // files that are as one of the pending revisions found or left them, sorted
	foreign []string          // files that are as no revision of ours left them, sorted
}

func (f *Folder) look(ctx context.Context) (look, error) {
	var l look
	// Pending is read before the head: what is settled in between is then looked at once more, and not missed.
	numbers, err := f.Pending(ctx, FolderProject)
	if err != nil {
		return l, err
	}
	if l.head, err = f.Head(ctx, FolderProject); err != nil {
		return l, err
	}
	var ours []map[string]string // what the files may look like without anybody else having touched them
	if len(numbers) > 0 {
		if l.pending, err = f.Since(ctx, FolderProject, numbers[0]-1, 0); err != nil {
			return l, err
		}
		if ours, err = f.states(ctx, numbers[0]-1, l.pending); err != nil {
			return l, err
		}
	}
	present, err := f.names()
	if err != nil {
		return l, err
	}
	return l, f.compare(&l, ours, present)
}

// states returns the files before the first pending revision and after each of them.
func (f *Folder) states(ctx context.Context, before int64, pending []Revision) ([]map[string]string, error) {
	states := []map[string]string{{}}
	if before > 0 {
		base, err := f.Revision(ctx, FolderProject, before)
		if err != nil {
			return nil, err
		}
		states[0] = base.Files
	}
	for _, r := range pending {
		states = append(states, r.Files)
	}
	return states, nil
}

func (f *Folder) compare(l *look, ours []map[string]string, present []string) error {
	names := map[string]bool{}
	for _, name := range present {
		names[name] = true
	}
	for _, files := range append(ours, l.head.Files) {
		for name := range files {
			names[name] = true
		}
	}
	l.disk = make(map[string]string, len(names))
	for _, name := range slices.Sorted(maps.Keys(names)) {
		sum, err := f.disk.sum(name)
		if err != nil {
			return err
		}
		l.disk[name] = sum
		switch {
		case sum == l.head.Files[name]:
		case slices.ContainsFunc(ours, func(files map[string]string) bool { return files[name] == sum }):
			l.behind = append(l.behind, name)
		default:
			l.foreign = append(l.foreign, name)
		}
	}
	return nil
}

// put brings one file on disk to the head.
func (f *Folder) put(ctx context.Context, head Revision, name, seen string) error {
	if _, kept := head.Files[name]; !kept {
		return f.disk.remove(name, seen)
	}
	data, err := f.File(ctx, FolderProject, head.Number, name)
	if err != nil {
		return err
	}
	return f.disk.replace(name, seen, data)
}

// imported makes a revision of what another editor did, once the files have come to rest.
func (f *Folder) imported(ctx context.Context, l look, r *Report) error {
	files := map[string][]byte{}
	for _, name := range l.foreign {
		data, err := f.rest(ctx, name)
		if err != nil {
			return err
		}
		if sum := l.head.Files[name]; data == nil && sum == "" || data != nil && sumOf(data) == sum {
			continue // it came back to what it was
		}
		files[name] = data
	}
	if len(files) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(files))
	rev, err := f.Store.Commit(ctx, FolderProject, Change{Base: l.head.Number, Author: AnotherEditor, Title: importTitle(names), Files: files, Disk: true})
	if errors.Is(err, ErrConflict) {
		return nil // look again
	}
	if err != nil {
		return fmt.Errorf("import what another editor wrote: %w", err)
	}
	r.Imported = rev
	for _, p := range l.pending {
		if slices.ContainsFunc(p.Changed, func(name string) bool { _, ok := files[name]; return ok }) && p.Author != AnotherEditor {
			r.Overtaken = append(r.Overtaken, p)
		}
	}
	return nil
}

func importTitle(names []string) string {
	const most = 4
	title := "Edited outside: " + strings.Join(names[:min(len(names), most)], ", ")
	if len(names) > most {
		title += fmt.Sprintf(" and %d more", len(names)-most)
	}
	if len([]rune(title)) > 500 || len(names) == 0 {
		return fmt.Sprintf("Edited outside: %d files", len(names))
	}
	return title
}

// rest reads a file until it has the same content twice: somebody may be in the middle of writing it.
func (f *Folder) rest(ctx context.Context, name string) ([]byte, error) {
	last, err := f.disk.read(name)
	for range looks {
		if err != nil {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(calm):
		}
		var now []byte
		now, err = f.disk.read(name)
		if err == nil && (now == nil) == (last == nil) && bytes.Equal(now, last) {
			return now, nil
		}
		last = now
	}
	return nil, errors.Join(err, fmt.Errorf("%w: somebody else keeps writing %s", ErrUnsettled, name))
}
