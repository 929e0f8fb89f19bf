package server

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"theriac.dev/store"
)

// steady keeps sessions, and writes one that says nothing new only now and then: else every look at a page would be a
// write, and a full disk would shut out all who are signed in.
type steady struct {
	*store.Sessions
	log *slog.Logger
}

// touchEvery is how old the end of a session may be that nothing was written to since.
const touchEvery = idleTime / 100

// CommitCtx keeps a session. Where it only would last longer, and cannot be written, it lasts as it is.
func (k steady) CommitCtx(ctx context.Context, token string, data []byte, ends time.Time) error {
	old, until, found, err := k.Kept(ctx, token)
	same := err == nil && found && sameSession(old, data)
	if same && ends.Sub(until) < touchEvery {
		return nil
	}
	err = k.Sessions.CommitCtx(ctx, token, data, ends)
	if err != nil && same {
		k.log.Warn("session not prolonged", "error", err)
		return nil
	}
	return err
}

// sameSession compares what two sessions say; the bytes have it in any order.
func sameSession(a, b []byte) bool {
	deadline, was, err := scs.GobCodec{}.Decode(a)
	until, is, other := scs.GobCodec{}.Decode(b)
	return err == nil && other == nil && deadline.Equal(until) && maps.Equal(was, is)
}

// sessionFailed answers where a session cannot be read or written. What the operation has to say after that is not heard:
// who is refused a session is not signed in.
func (s *Server) sessionFailed(w http.ResponseWriter, _ *http.Request, err error) {
	for _, key := range []string{"Content-Encoding", "Content-Length", "ETag"} {
		w.Header().Del(key)
	}
	switch {
	case errors.Is(err, store.ErrFull):
		refuse(w, http.StatusInsufficientStorage, "full", err.Error())
	case errors.Is(err, context.Canceled): // nobody waits for it
	default:
		s.log.Error("session failed", "error", err)
		refuse(w, http.StatusInternalServerError, "internal", unforeseen)
	}
	if last, ok := w.(*lastWord); ok {
		last.said = true
	}
}

// lastWord is an answer after which nothing more is said.
type lastWord struct {
	http.ResponseWriter
	said bool
}

func (w *lastWord) WriteHeader(code int) {
	if !w.said {
		w.ResponseWriter.WriteHeader(code)
	}
}

func (w *lastWord) Write(b []byte) (int, error) {
	if w.said {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

func (w *lastWord) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// withSession gives a request its session.
func (s *Server) withSession(h http.Handler) http.Handler {
	h = s.sessions.LoadAndSave(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(&lastWord{ResponseWriter: w}, r)
	})
}
