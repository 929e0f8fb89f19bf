package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"theriac.dev/store"
	"theriac.dev/workspace"
)

var errNoProject = errors.New("there is no such project")

// rooms that nobody has asked for in so long are closed; their next visitor waits some milliseconds.
const (
	idleRoom  = 10 * time.Minute
	tidyEvery = 30 * time.Second
)

// door lets one at a time open a room.
type door struct {
	sync.Mutex
	users int
}

// room returns the room of a project, opened where it is not. Whether the caller may enter is asked before.
func (s *Server) room(ctx context.Context, id string) (*room, error) {
	if r := s.opened(id); r != nil {
		return r, nil
	}
	s.mu.Lock()
	d := s.doors[id]
	if d == nil {
		d = &door{}
		s.doors[id] = d
	}
	d.users++
	s.mu.Unlock()
	d.Lock()
	defer func() {
		d.Unlock()
		s.mu.Lock()
		if d.users--; d.users == 0 {
			delete(s.doors, id)
		}
		s.mu.Unlock()
	}()
	if r := s.opened(id); r != nil {
		return r, nil
	}
	r, err := s.openRoom(ctx, id)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.rooms[id] = r
	s.mu.Unlock()
	return r, nil
}

func (s *Server) opened(id string) *room {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[id]
	if r != nil {
		r.used.Store(time.Now().Unix())
	}
	return r
}

func (s *Server) openRoom(ctx context.Context, id string) (*room, error) {
	if err := s.ctx.Err(); err != nil {
		return nil, errClosed
	}
	r := &room{id: id, ws: s.ws, tell: s.live.tell, log: s.log}
	r.used.Store(time.Now().Unix())
	var err error
	if s.places != nil {
		err = s.openPlace(ctx, r)
	} else {
		r.keep = keeper{Store: s.store, project: id}
		// The prefix cannot be guessed, so that no project can extend the files of another.
		r.folder, r.root = "/"+strings.ToLower(rand.Text())+"/", workspace.RootName
		err = r.load(ctx)
	}
	if errors.Is(err, store.ErrNotFound) {
		err = errNoProject
	}
	if err != nil {
		if r.keep.folder != nil {
			_ = r.keep.folder.Close()
		}
		return nil, err
	}
	return r, nil
}

// openPlace opens the room of a model in the folder: with a store beside it, in step with its files.
func (s *Server) openPlace(ctx context.Context, r *room) error {
	p, err := s.places.of(r.id)
	if err != nil {
		return err
	}
	if p == nil {
		return errNoProject
	}
	r.folder, r.root = path.Dir(p.root)+"/", path.Base(p.root)
	r.names = &atomic.Pointer[[]string]{}
	folder, err := store.OpenFolder(ctx, path.Dir(p.root), func() ([]string, error) { return s.filesOf(r) }, store.Options{Log: s.log})
	if err != nil {
		return err
	}
	r.keep = keeper{Store: folder.Store, project: store.FolderProject, folder: folder}
	if _, err := folder.Reconcile(ctx); err != nil && !errors.Is(err, store.ErrUnsettled) {
		return err
	}
	return r.load(ctx)
}

// filesOf lists the files of a model: those that the room has, or before it is open those that are on disk.
func (s *Server) filesOf(r *room) ([]string, error) {
	if names := r.names.Load(); names != nil {
		return *names, nil
	}
	ws := workspace.New(workspace.Options{NoAnalysis: true, Read: s.places.read})
	d, err := ws.Open(r.folder + r.root)
	if err != nil {
		return nil, err
	}
	return namesOf(d.Snapshot(), r.folder), nil
}

func namesOf(s *workspace.Snapshot, folder string) []string {
	out := []string{workspace.LayoutName} // it may come to be
	for _, f := range s.Files {
		if name := strings.TrimPrefix(f.Name, folder); name != workspace.LayoutName {
			out = append(out, name)
		}
	}
	for _, file := range s.Absent() {
		out = append(out, strings.TrimPrefix(file, folder)) // a checkout of another version may bring it back
	}
	return out
}

// load opens the document of a room from the newest revision of its log.
func (r *room) load(ctx context.Context) error {
	newest, err := r.keep.Head(ctx, r.keep.project)
	if err != nil {
		return err
	}
	files, err := r.keep.At(ctx, r.keep.project, newest.Number)
	if err != nil {
		return err
	}
	r.ws.put(r.folder, files)
	r.doc = r.ws.full.OpenText(r.folder+r.root, files[r.root])
	s := r.doc.Snapshot()
	v := newView(s, r.folder, r.ws.order(s))
	r.tally = v.newTally()
	r.show(v, r.tally.told(v))
	r.head = headOf(newest)
	r.recent, err = r.keep.last(ctx, 50)
	if err != nil {
		return fmt.Errorf("read the log of %s: %w", r.id, err)
	}
	return nil
}

// tidy closes rooms that nobody uses, and tries again to write files that could not be written.
func (s *Server) tidy() {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
			s.closeIdle(time.Now().Add(-idleRoom))
		}
	}
}

// closeIdle closes the rooms that nobody has used since a moment and nobody looks at.
func (s *Server) closeIdle(since time.Time) {
	s.mu.Lock()
	var idle, busy []*room
	for id, r := range s.rooms {
		if r.used.Load() < since.Unix() && s.live.node.Hub().NumSubscribers(deltaChannel+id) == 0 {
			idle = append(idle, r)
			delete(s.rooms, id)
		} else {
			busy = append(busy, r)
		}
	}
	s.mu.Unlock()
	for _, r := range idle {
		if err := r.close(); err != nil {
			s.log.Error("project not closed well", "project", r.id, "error", err)
		}
	}
	for _, r := range busy {
		if r.late.Load() {
			r.refresh(s.ctx)
		}
	}
}

// close ends a room. What was acknowledged is in the log.
func (r *room) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.broken = errClosed
	for _, f := range r.view.Files {
		r.ws.drop(f.Name)
	}
	if r.keep.folder != nil {
		return r.keep.folder.Close()
	}
	return nil
}
