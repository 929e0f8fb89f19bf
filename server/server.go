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
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
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
	o   Options
	log *slog.Logger
	ws  *workspaces
	api huma.API

	handler http.Handler
	stop    context.CancelFunc

	mu    sync.Mutex
	rooms map[string]*room
	found []*place // projects of the folder
}

// New opens what is to be served. Close it in the end.
func New(ctx context.Context, o Options) (*Server, error) {
	if (o.Folder == "") == (o.Database == "") {
		return nil, errors.New("serve: give a folder or a database, and not both")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{o: o, log: o.Log, rooms: map[string]*room{}, ws: newWorkspaces()}
	_, s.stop = context.WithCancel(ctx)
	if err := s.findPlaces(); err != nil {
		return nil, err
	}
	s.handler = s.routes()
	return s, nil
}

// Handler is everything: API, live connections and pages.
func (s *Server) Handler() http.Handler { return s.handler }

// OpenAPI is the description of the API as JSON.
func (s *Server) OpenAPI() ([]byte, error) { return s.api.OpenAPI().MarshalJSON() }

// Close ends all rooms.
func (s *Server) Close() error {
	s.stop()
	return nil
}

func now() time.Time { return time.Now() }
