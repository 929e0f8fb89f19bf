package ui

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

// bundle is a small built application.
func bundle() fstest.MapFS {
	return fstest.MapFS{
		"index.html":             {Data: []byte(`<meta name="csp-nonce" content="__CSP_NONCE__">`)},
		"assets/app-1234.js":     {Data: []byte("let a = 1")},
		"assets/app-1234.js.br":  {Data: []byte("packed")},
		"assets/plain-1.svg":     {Data: []byte("<svg/>")},
		"secret.txt":             {Data: []byte("not an asset")},
		"assets/sub/worker-1.js": {Data: []byte("onmessage")},
	}
}

func get(t *testing.T, method, target, encoding string) (*httptest.ResponseRecorder, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/", nil)
	r.URL.Path = target
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	Handler(Options{Files: bundle()}).ServeHTTP(w, r)
	return w, w.Body.String()
}

func TestPagesCarryAFreshNonce(t *testing.T) {
	seen := map[string]bool{}
	for _, target := range []string{"/", "/p/pump/threats", "/help", "/secret.txt", "/assetsx"} {
		res, body := get(t, "GET", target, "br")
		_, rest, _ := strings.Cut(body, `content="`)
		nonce, _, _ := strings.Cut(rest, `"`)
		if len(nonce) < 22 || seen[nonce] {
			t.Errorf("%s: nonce %q is short or was used before", target, nonce)
		}
		seen[nonce] = true
		if got := res.Header().Get("Content-Security-Policy"); got != Policy(nonce) {
			t.Errorf("%s: policy %q does not carry the nonce of the page", target, got)
		}
		if got := res.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: page is cached: %q", target, got)
		}
	}
}

func TestPolicyAllowsNothingInline(t *testing.T) {
	p := Policy("n")
	for _, bad := range []string{"unsafe-inline", "unsafe-eval", "http:", "https:", "*"} {
		if strings.Contains(p, bad) {
			t.Errorf("the policy holds %q: %s", bad, p)
		}
	}
	for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "'nonce-n'"} {
		if !strings.Contains(p, want) {
			t.Errorf("the policy lacks %q: %s", want, p)
		}
	}
}

func TestAssetsAreNegotiatedAndKept(t *testing.T) {
	tests := []struct{ target, accept, body, encoding, kind string }{
		{"/assets/app-1234.js", "gzip, br", "packed", "br", "text/javascript; charset=utf-8"},
		{"/assets/app-1234.js", "BR;q=0.5", "packed", "br", "text/javascript; charset=utf-8"},
		{"/assets/app-1234.js", "gzip", "let a = 1", "", "text/javascript; charset=utf-8"},
		{"/assets/app-1234.js", "gzip, br; q=0", "let a = 1", "", "text/javascript; charset=utf-8"},
		{"/assets/app-1234.js", "", "let a = 1", "", "text/javascript; charset=utf-8"},
		{"/assets/plain-1.svg", "br", "<svg/>", "", "image/svg+xml"},
		{"/assets/sub/worker-1.js", "br", "onmessage", "", "text/javascript; charset=utf-8"},
	}
	for _, tt := range tests {
		res, body := get(t, "GET", tt.target, tt.accept)
		h := res.Header()
		if body != tt.body || h.Get("Content-Encoding") != tt.encoding || h.Get("Content-Type") != tt.kind {
			t.Errorf("%s with %q: got %q, %q, %q", tt.target, tt.accept, body, h.Get("Content-Encoding"), h.Get("Content-Type"))
		}
		if h.Get("Cache-Control") != "public, max-age=31536000, immutable" || h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: cache %q, vary %q", tt.target, h.Get("Cache-Control"), h.Get("Vary"))
		}
		if h.Get("Content-Security-Policy") != assetPolicy || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", tt.target, h)
		}
	}
}

func TestAssetsStayInTheirFolder(t *testing.T) {
	for _, target := range []string{
		"/assets/../secret.txt", "/assets//../secret.txt", "/assets/./../secret.txt", "/assets/%2e%2e/secret.txt",
		"/assets/", "/assets/sub", "/assets/nothing.js", "/assets/app-1234.js.br", `/assets/..\secret.txt`, "/assets/\x00",
	} {
		res, body := get(t, "GET", target, "br")
		if res.Code != http.StatusNotFound || strings.Contains(body, "not an asset") {
			t.Errorf("%q: status %d, body %q", target, res.Code, body)
		}
		if got := res.Header().Get("Cache-Control"); strings.Contains(got, "immutable") {
			t.Errorf("%q: a missing asset is kept for ever: %q", target, got)
		}
	}
}

func TestPathsOfTheInterfaceAreNoPages(t *testing.T) {
	if res, body := get(t, "GET", "/api/v1/nothing", ""); res.Code != http.StatusNotFound || strings.Contains(body, "<meta") {
		t.Errorf("status %d, body %q", res.Code, body)
	}
}

func TestOnlyReading(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
		if res, _ := get(t, method, "/", ""); res.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", method, res.Code)
		}
	}
	for _, target := range []string{"/", "/assets/app-1234.js"} {
		if res, body := get(t, "HEAD", target, "br"); res.Code != http.StatusOK || body != "" {
			t.Errorf("HEAD %s: status %d, body %q", target, res.Code, body)
		}
	}
}

func TestWithoutABundleThePageSaysHowToBuildOne(t *testing.T) {
	w := httptest.NewRecorder()
	Handler(Options{Files: fstest.MapFS{}}).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/", nil))
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "make ui") {
		t.Errorf("status %d, body %q", w.Code, w.Body)
	}
}
