package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Session says who is signed in and how the server is run.
type Session struct {
	User        *Person `json:"user,omitempty" doc:"Who is signed in; absent where nobody is."`
	Mode        string  `json:"mode" enum:"folder,database" doc:"folder: models of a folder, edited in place. database: projects of their own."`
	NeedsSignIn bool    `json:"needsSignIn" doc:"Nothing else can be asked before somebody signs in."`
	Version     string  `json:"version" doc:"Version of the program."`
}

// Person is somebody with an account, or the one who runs a server without any.
type Person struct {
	Name  string `json:"name" doc:"Name to sign in with."`
	Shown string `json:"shown" doc:"Name shown to others."`
	Admin bool   `json:"admin" doc:"May manage people."`
}

type sessionAnswer struct{ Body Session }

func (s *Server) sessionRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "get-session", Method: http.MethodGet, Path: "/session", Summary: "Who is signed in", Tags: []string{"session"}},
		func(ctx context.Context, _ *struct{}) (*sessionAnswer, error) {
			return &sessionAnswer{s.session(ctx)}, nil
		})
}

func (s *Server) session(ctx context.Context) Session {
	mode := "folder"
	if s.o.Database != "" {
		mode = "database"
	}
	out := Session{Mode: mode, Version: s.o.Version}
	if p := s.caller(ctx); p != nil {
		out.User = p
	} else {
		out.NeedsSignIn = true
	}
	return out
}
