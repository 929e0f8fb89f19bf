package server

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/klauspost/compress/gzhttp"
	"golang.org/x/time/rate"
)

// maxBody is the largest body of a request.
const maxBody = 8 << 20

// public marks an operation that needs nobody to be signed in.
const public = "public"

// guard is what every request passes, from the outside in: panics are caught, hosts and origins checked, rates limited,
// the caller found out, and large answers compressed.
func (s *Server) guard(mux *http.ServeMux) http.Handler {
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1400), gzhttp.CompressionLevel(3))
	if err != nil { // the options are constants
		compress = func(h http.Handler) http.HandlerFunc { return h.ServeHTTP }
	}
	api := s.withCaller(compress(mux))
	if s.accounts() {
		api = s.withSession(api)
	}
	live := s.liveHandler()
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/live":
			live.ServeHTTP(w, r)
		case strings.HasPrefix(r.URL.Path, "/api/"):
			head := w.Header()
			head.Set("Cache-Control", "no-store")
			head.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
			// Only net/http may close the body: where a handler does so before the end, it does not see that bytes are left
			// on the connection, and would take them for the next request.
			r.Body = io.NopCloser(http.MaxBytesReader(w, r.Body, bodyLimit(r.URL.Path)))
			api.ServeHTTP(w, r)
		default:
			mux.ServeHTTP(w, r)
		}
	})
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusForbidden, "origin", "a page of another site may change nothing here")
	}))
	return s.caught(secured(s.fromHere(s.limited(origin.Handler(h)))))
}

// bodyLimit is the largest body of a request to a path: those that carry a file of another tool may be larger.
func bodyLimit(path string) int64 {
	if path == prefix+"/projects" || strings.HasPrefix(path, prefix) && strings.HasSuffix(path, "/import") {
		return maxImport
	}
	return maxBody
}

// caught turns a panic into an answer, and tells it in the log with the way to it.
func (s *Server) caught(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if x := recover(); x != nil {
				if err, ok := x.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(x)
				}
				s.log.Error("panic", "method", r.Method, "path", r.URL.Path, "panic", x, "stack", string(debug.Stack()))
				refuse(w, http.StatusInternalServerError, "internal", unforeseen)
			}
		}()
		h.ServeHTTP(w, r)
	})
}

// secured sets the headers that every answer has; pages set a policy of their own on top.
func secured(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("X-Frame-Options", "DENY")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.ServeHTTP(w, r)
	})
}

// fromHere refuses names of the host that are not ours where nobody signs in: a page elsewhere could point its own name
// at this machine and then read what it likes (DNS rebinding).
func (s *Server) fromHere(h http.Handler) http.Handler {
	if s.accounts() {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		host = strings.Trim(host, "[]")
		ip, err := netip.ParseAddr(host)
		if host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.IsLoopback() {
			h.ServeHTTP(w, r)
			return
		}
		refuse(w, http.StatusMisdirectedRequest, "host", "this server answers to localhost alone")
	})
}

// limited refuses those who ask too often.
func (s *Server) limited(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := s.address(r)
		l, most := s.limits.asks, asksPer
		if r.Method == http.MethodPost && r.URL.Path == prefix+"/session" {
			l, most = s.limits.signIns, signInsPer
		}
		if !l.allow(from, most) {
			w.Header().Set("Retry-After", "2")
			refuse(w, http.StatusTooManyRequests, "pace", "too many requests; wait a moment")
			return
		}
		h.ServeHTTP(w, r)
	})
}

// address is who asks, as far as it can be known.
func (s *Server) address(r *http.Request) string {
	if s.o.Proxy {
		list := strings.Split(r.Header.Get("X-Forwarded-For"), ",") // the last one is what our proxy saw
		if ip, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
			return ip.String()
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// pace is how often something may be done: so many a second, and so many at once.
type pace struct {
	rate  rate.Limit
	burst int
}

// The paces by address. A hospital may come as one address.
var (
	asksPer    = pace{300, 1500}
	signInsPer = pace{0.5, 10}
)

// limits are the limiters of addresses.
type limits struct{ asks, signIns *limiters }

func newLimits() *limits { return &limits{newLimiters(), newLimiters()} }

// limiters hold one limiter for each address, and forget those that were not seen for a while.
type limiters struct {
	mu    sync.Mutex
	by    map[string]*limiter
	swept time.Time
}

type limiter struct {
	*rate.Limiter
	seen time.Time
}

func newLimiters() *limiters { return &limiters{by: map[string]*limiter{}, swept: time.Now()} }

// forgetAfter is how long an address is remembered.
const forgetAfter = 10 * time.Minute

func (l *limiters) allow(key string, p pace) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if now.Sub(l.swept) > forgetAfter {
		for k, x := range l.by {
			if now.Sub(x.seen) > forgetAfter {
				delete(l.by, k)
			}
		}
		l.swept = now
	}
	x := l.by[key]
	if x == nil {
		x = &limiter{Limiter: rate.NewLimiter(p.rate, p.burst)}
		l.by[key] = x
	}
	x.seen = now
	return x.AllowN(now, 1)
}

// withCaller puts who asks into the context.
func (s *Server) withCaller(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, err := s.identify(r.Context())
		if err != nil {
			s.log.Error("session failed", "error", err)
			refuse(w, http.StatusInternalServerError, "internal", unforeseen)
			return
		}
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

// signedIn lets through whoever is signed in, and everybody to what is public.
func (s *Server) signedIn(ctx huma.Context, next func(huma.Context)) {
	if ctx.Operation().Metadata[public] == true || caller(ctx.Context()) != nil {
		next(ctx)
		return
	}
	_, w := humago.Unwrap(ctx)
	refuse(w, http.StatusUnauthorized, "sign-in", "sign in first")
}
