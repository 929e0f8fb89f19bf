package server

import (
	"context"
	"errors"
	"net/http"
	"os/user"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/store"
)

// Session says who is signed in and how the server is run.
type Session struct {
	User        *Person `json:"user,omitempty" doc:"Who is signed in; absent where nobody is."`
	Mode        string  `json:"mode" enum:"folder,database" doc:"folder: models of a folder, edited in place. database: projects of their own."`
	NeedsSignIn bool    `json:"needsSignIn" doc:"Nothing else can be asked before somebody signs in."`
	Accounts    bool    `json:"accounts" doc:"People have accounts here, and can sign out."`
	Version     string  `json:"version" doc:"Version of the program."`
}

// Person is somebody with an account, or the one who runs a server without any.
type Person struct {
	Name  string `json:"name" doc:"Name to sign in with."`
	Shown string `json:"shown" doc:"Name shown to others."`
	Admin bool   `json:"admin" doc:"May manage people."`
}

// sessionTime is how long somebody stays signed in; idleTime how long without doing anything.
const (
	sessionTime = 7 * 24 * time.Hour
	idleTime    = 24 * time.Hour
)

// newSessions keeps sessions in the store. The cookie is for this site alone and out of reach of scripts.
func (s *Server) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store, m.Lifetime, m.IdleTimeout = steady{s.store.Sessions(), s.log}, sessionTime, idleTime
	m.Cookie.Name, m.Cookie.SameSite, m.Cookie.Secure = "theriac", http.SameSiteStrictMode, s.o.Secure
	if s.o.Secure {
		m.Cookie.Name = "__Host-theriac"
	}
	m.ErrorFunc = s.sessionFailed
	return m
}

// accounts reports whether people must sign in.
func (s *Server) accounts() bool { return s.o.SignIn || s.o.Database != "" }

type callerKey struct{}

// caller is who asks; nil where somebody must sign in first.
func caller(ctx context.Context) *Person {
	p, _ := ctx.Value(callerKey{}).(*Person)
	return p
}

// identify finds out who asks. The context carries the session where there are accounts.
func (s *Server) identify(ctx context.Context) (context.Context, error) {
	if !s.accounts() {
		return context.WithValue(ctx, callerKey{}, self()), nil
	}
	name := s.sessions.GetString(ctx, "name")
	if name == "" {
		return ctx, nil
	}
	u, err := s.store.User(ctx, name)
	if errors.Is(err, store.ErrNotFound) || err == nil && (u.Disabled || u.Epoch != s.sessions.GetInt64(ctx, "epoch")) {
		return ctx, nil // the session is from before the password was changed or the account closed
	}
	if err != nil {
		return ctx, err
	}
	return context.WithValue(ctx, callerKey{}, personOf(u)), nil
}

func personOf(u store.User) *Person { return &Person{Name: u.Name, Shown: u.Shown, Admin: u.Admin} }

// self is who runs a server without accounts.
func self() *Person {
	name := "you"
	if u, err := user.Current(); err == nil && u.Username != "" {
		name = u.Username
		if u.Name != "" {
			return &Person{Name: name, Shown: line(u.Name, 100)}
		}
	}
	return &Person{Name: name, Shown: line(name, 100)}
}

type sessionAnswer struct{ Body Session }

// Credentials are what somebody signs in with.
type Credentials struct {
	Name     string `json:"name" minLength:"1" maxLength:"64" doc:"Name of the account."`
	Password string `json:"password" minLength:"1" maxLength:"256" format:"password" writeOnly:"true" doc:"Its password."`
}

func (s *Server) sessionRoutes(api huma.API) {
	open := map[string]any{public: true}
	huma.Register(api, huma.Operation{OperationID: "get-session", Method: http.MethodGet, Path: "/session", Summary: "Who is signed in", Tags: []string{"session"}, Metadata: open},
		func(ctx context.Context, _ *struct{}) (*sessionAnswer, error) {
			return &sessionAnswer{s.session(caller(ctx))}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "sign-in", Method: http.MethodPost, Path: "/session", Summary: "Sign in", Tags: []string{"session"}, Metadata: open,
		Errors: []int{401, 429}, Description: "401 does not say whether name or password is wrong. 429 says when to try again, in Retry-After."},
		func(ctx context.Context, in *struct{ Body Credentials }) (*sessionAnswer, error) {
			return s.signIn(ctx, in.Body)
		})
	huma.Register(api, huma.Operation{OperationID: "sign-out", Method: http.MethodDelete, Path: "/session", Summary: "Sign out", Tags: []string{"session"}, Metadata: open, DefaultStatus: http.StatusNoContent},
		func(ctx context.Context, _ *struct{}) (*struct{}, error) {
			if !s.accounts() {
				return nil, nil
			}
			return nil, s.told(s.sessions.Destroy(ctx))
		})
}

func (s *Server) session(p *Person) Session {
	mode := "folder"
	if s.o.Database != "" {
		mode = "database"
	}
	return Session{User: p, Mode: mode, NeedsSignIn: p == nil, Accounts: s.accounts(), Version: s.o.Version}
}

func (s *Server) signIn(ctx context.Context, c Credentials) (*sessionAnswer, error) {
	if !s.accounts() {
		return &sessionAnswer{s.session(caller(ctx))}, nil
	}
	u, err := s.store.Authenticate(ctx, c.Name, c.Password)
	if err == nil && u.Disabled {
		err = store.ErrSignIn
	}
	if err != nil {
		return nil, s.told(err)
	}
	return &sessionAnswer{s.session(personOf(u))}, s.told(s.enterAs(ctx, u))
}

// enterAs makes the session that of an account, with a fresh token, so that one that was planted before is worth nothing.
func (s *Server) enterAs(ctx context.Context, u store.User) error {
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, "name", u.Name)
	s.sessions.Put(ctx, "epoch", u.Epoch)
	return nil
}
