// Package server is the studio's server: an HTTP API over projects, with a room for each project that is open, and live
// deltas to everybody in it.
//
// Text is the truth. A project is a set of files; a room holds them as a workspace document with its findings. A command
// is a verb of the model. It is checked against what others did since the revision that its author saw, written to the
// log of the store, which makes it certain, then to the files of the folder, and told to all who look at the project, as
// a delta that takes them from one revision to the next. docs/studio-server.md tells the way of a command, and docs/api.md
// how to use the API.
package server

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/store"
)

// Options say what is served and to whom.
type Options struct {
	// Folder is the folder whose models are served and edited in place. Either this or Database is given.
	Folder string
	// Database is the address of a store with projects of their own: a SQLite file or a postgres:// URL.
	Database string
	// Version is that of the program.
	Version string
	// UI serves the pages; nil for the API alone.
	UI http.Handler
	// SignIn demands an account. It is always so with Database.
	SignIn bool
	// Secure says that people come over TLS, here or at a proxy: cookies are sent over nothing else.
	Secure bool
	// Proxy says that a proxy of ours stands in front, so that X-Forwarded-For tells the address of the caller.
	Proxy bool
	// Log is told what goes wrong; silent where nil.
	Log *slog.Logger
}

// Server serves projects. It is safe for concurrent use.
type Server struct {
	o        Options
	log      *slog.Logger
	ws       *workspaces
	places   *places      // nil with a database
	store    *store.Store // projects with a database; accounts; nil for a folder without accounts
	live     *live
	api      huma.API
	sessions *scs.SessionManager
	limits   *limits
	heavy    heavy
	shelf    shelf

	handler http.Handler
	ctx     context.Context // until Close
	stop    context.CancelFunc

	mu        sync.Mutex
	rooms     map[string]*room
	doors     map[string]*door
	summaries map[string]summary
}

// New opens what is to be served. Close it in the end.
func New(ctx context.Context, o Options) (*Server, error) {
	if (o.Folder == "") == (o.Database == "") {
		return nil, errors.New("serve: give a folder or a database, and not both")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{o: o, log: o.Log, rooms: map[string]*room{}, doors: map[string]*door{}, summaries: map[string]summary{}}
	s.ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.handler = s.routes()
	return s, nil
}

// Handler is everything: API, live connections and pages.
func (s *Server) Handler() http.Handler { return s.handler }

// OpenAPI is the description of the API as JSON.
func (s *Server) OpenAPI() ([]byte, error) { return s.api.OpenAPI().MarshalJSON() }

// open opens the store, and the folder where one is served.
func (s *Server) open(ctx context.Context) error {
	var err error
	address := s.o.Database
	if s.o.Folder != "" {
		if s.places, err = openPlaces(s.o.Folder, s.o.SignIn); err != nil {
			return err
		}
		s.ws = newWorkspaces(s.places.read)
		address = filepath.Join(s.places.base, ".theriac", "accounts.db")
	} else {
		s.ws = newWorkspaces(nil)
	}
	if s.accounts() {
		if s.places != nil {
			if err := os.MkdirAll(filepath.Dir(address), 0o700); err != nil {
				return err
			}
		}
		if s.store, err = store.Open(ctx, address, store.Options{Log: s.log}); err != nil {
			return err
		}
		s.sessions = s.newSessions()
	}
	s.limits, s.heavy, s.shelf.load = newLimits(), newHeavy(), s.ws.packs
	if s.live, err = s.newLive(); err != nil {
		return err
	}
	if s.places != nil {
		go s.watch()
	}
	go s.tidy()
	return nil
}

// Close ends all connections and closes the store. What was acknowledged is kept.
func (s *Server) Close() error {
	s.stop()
	var errs []error
	if s.live != nil {
		errs = append(errs, s.live.close())
	}
	s.mu.Lock()
	rooms := slices.Collect(maps.Values(s.rooms))
	s.mu.Unlock()
	for _, r := range rooms { // each ends after the change that is under way
		errs = append(errs, r.close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	if s.places != nil {
		errs = append(errs, s.places.root.Close())
	}
	return errors.Join(errs...)
}

var errClosed = errors.New("the server is closing")
