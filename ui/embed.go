// Package ui holds the studio: a TypeScript application that is built into dist and embedded here, so that the page
// comes out of the one binary, needs no other host and works offline. It reaches Go only over HTTP.
package ui

import (
	"crypto/rand"
	"embed"
	"encoding/base64"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// marker stands in the built page where the nonce of each answer belongs.
const marker = "__CSP_NONCE__"

// assetPolicy is the content policy of assets. A worker takes its policy from its own answer, not from the page.
const assetPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'"

// Options say where the studio lives. The zero value serves it at the root of its own origin.
type Options struct {
	// Files replaces the embedded bundle, for tests and for a bundle kept beside the program. It holds index.html and
	// assets/.
	Files fs.FS
}

// Built reports whether the bundle has been built into this binary. Where it has not, Handler answers with a page that
// says how to.
func Built() bool {
	_, err := fs.Stat(embedded(), "index.html")
	return err == nil
}

func embedded() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist
	}
	return sub
}

// Handler serves the studio: assets under /assets/ with their hashed names, compressed and cached for ever; every other
// path is a page of the application, so it answers with index.html, made anew for each request with a fresh nonce.
func Handler(o Options) http.Handler {
	files := o.Files
	if files == nil {
		files = embedded()
	}
	h := &handler{files: files}
	if page, err := fs.ReadFile(files, "index.html"); err == nil {
		h.page = string(page)
	}
	return h
}

type handler struct {
	files fs.FS
	page  string
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "the studio is only read", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Referrer-Policy", "same-origin")
	w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
	w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
	if name := strings.TrimPrefix(r.URL.Path, "/"); strings.HasPrefix(name, "assets/") {
		h.asset(w, r, name)
		return
	}
	if strings.HasPrefix(r.URL.Path, "/api/") { // a path of the interface that does not exist is no page
		http.NotFound(w, r)
		return
	}
	h.index(w, r)
}

// asset serves one file of the bundle. Names carry the hash of their content, so a browser need never ask again.
func (h *handler) asset(w http.ResponseWriter, r *http.Request, name string) {
	if !fs.ValidPath(name) || strings.HasSuffix(name, ".br") {
		http.NotFound(w, r)
		return
	}
	head := w.Header()
	head.Set("Vary", "Accept-Encoding")
	body, encoding := h.read(name, r.Header.Get("Accept-Encoding"))
	if body == nil {
		head.Set("Cache-Control", "no-store")
		http.NotFound(w, r)
		return
	}
	kind := mime.TypeByExtension(path.Ext(name))
	if path.Ext(name) == ".js" { // the table of the machine may say otherwise
		kind = "text/javascript; charset=utf-8"
	}
	if kind == "" {
		kind = "application/octet-stream"
	}
	head.Set("Content-Type", kind)
	head.Set("Cache-Control", "public, max-age=31536000, immutable")
	head.Set("Content-Security-Policy", assetPolicy)
	if encoding != "" {
		head.Set("Content-Encoding", encoding)
	}
	head.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(body) // the browser went away; nothing is to be done
}

// read returns a file, in brotli where the browser takes it and the twin exists.
func (h *handler) read(name, accepted string) (body []byte, encoding string) {
	if accepts(accepted, "br") {
		if b, err := fs.ReadFile(h.files, name+".br"); err == nil {
			return b, "br"
		}
	}
	b, err := fs.ReadFile(h.files, name)
	if err != nil {
		return nil, ""
	}
	return b, ""
}

// accepts reports whether an Accept-Encoding header takes the coding. A weight of zero refuses it (RFC 9110, 12.5.3).
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q := strings.ReplaceAll(weight, " ", "")
		return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
	}
	return false
}

func (h *handler) index(w http.ResponseWriter, r *http.Request) {
	nonce := newNonce()
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("Content-Security-Policy", Policy(nonce))
	page := strings.ReplaceAll(h.page, marker, nonce)
	if h.page == "" {
		page = notBuilt
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write([]byte(page)) // the browser went away; nothing is to be done
}

// Policy is the content security policy of a page with the given nonce: nothing from elsewhere, no inline script, style
// elements only with the nonce.
func Policy(nonce string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data: blob:; " +
		"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; " +
		"form-action 'self'; frame-ancestors 'none'; object-src 'none'"
}

func newNonce() string {
	var b [18]byte
	_, _ = rand.Read(b[:]) // never fails: the program ends where the system has no randomness
	return base64.RawURLEncoding.EncodeToString(b[:])
}

const notBuilt = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Theriac</title></head>
<body><h1>The studio has not been built into this program</h1>
<p>Run <code>make ui</code> in the source folder, then <code>make build</code>. The command line and the interface
under <code>/api</code> work without it.</p></body></html>
`
