package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Times that a connection gets. A report of a large model takes seconds; nobody needs minutes to send a command.
const (
	headTime  = 10 * time.Second
	readTime  = time.Minute
	writeTime = 2 * time.Minute
	idleKept  = 2 * time.Minute
	lastTime  = 5 * time.Second // for requests that are under way when the server ends
)

// Serve answers at a listener until ctx ends, then lets requests that are under way come to their end and closes the
// server. The error is nil after an end that was asked for.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{Handler: s.handler, ReadHeaderTimeout: headTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleKept,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)}
	ended := make(chan error, 1)
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastTime)
		defer cancel()
		err := s.live.close() // else its connections would be waited for
		ended <- errors.Join(err, ignore(h.Shutdown(last), context.DeadlineExceeded))
	}()
	if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(err, s.Close())
	}
	return errors.Join(<-ended, s.Close())
}

// ignore makes nothing of an error that is expected.
func ignore(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}

// People counts the accounts that can sign in; 0 where there are none or none are needed.
func (s *Server) People(ctx context.Context) (int, error) {
	if !s.accounts() {
		return 0, nil
	}
	list, err := s.store.Users(ctx)
	n := 0
	for _, u := range list {
		if !u.Disabled {
			n++
		}
	}
	return n, err
}

// Warm opens the one model of a folder that has just one, so that what stands in its way is told at the start.
func (s *Server) Warm(ctx context.Context) error {
	if s.places == nil {
		return nil
	}
	list, err := s.places.all()
	if err != nil || len(list) != 1 {
		return err
	}
	_, err = s.room(ctx, list[0].id)
	return err
}

// AddPerson makes an account. The first one may manage people.
func (s *Server) AddPerson(ctx context.Context, name, password string, admin bool) error {
	if s.store == nil {
		return errNoAccounts
	}
	list, err := s.store.Users(ctx)
	if err != nil {
		return err
	}
	u, err := s.store.CreateUser(ctx, name, password)
	if err == nil && (admin || len(list) == 0) {
		u.Admin = true
		err = s.store.UpdateUser(ctx, u)
	}
	return err
}
