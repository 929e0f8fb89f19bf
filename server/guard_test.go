package server_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"theriac.dev/server"
)

// told is an answer as it came.
type told struct {
	StatusCode int
	Header     http.Header
	body       []byte
}

// send sends a request as a browser elsewhere, or a program, would.
func (x *studio) send(method, path, body string, change func(*http.Request)) told {
	x.t.Helper()
	r, err := x.newRequest(method, path)
	if err != nil {
		x.t.Fatal(err)
	}
	if body != "" {
		r.Body = io.NopCloser(strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
	}
	if change != nil {
		change(r)
	}
	res, err := x.http.Client().Transport.RoundTrip(r)
	if err != nil {
		x.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, _ := io.ReadAll(res.Body) // a server that refuses a large body hangs up while it is still sent
	return told{res.StatusCode, res.Header, answer}
}

func TestOtherPagesGetNothing(t *testing.T) {
	x := serveText(t, small)
	x.state("m")
	proposal := `{"base":1,"key":"abcdefgh","commands":[{"verb":"set","path":"name","value":"x"}]}`
	for _, c := range []struct {
		name         string
		method, path string
		change       func(*http.Request)
		want         int
	}{
		{"another name of this computer (DNS rebinding)", "GET", "/projects", func(r *http.Request) { r.Host = "evil.example:8737" }, 421},
		{"localhost", "GET", "/projects", func(r *http.Request) { r.Host = "localhost:8737" }, 200},
		{"another loopback address", "GET", "/projects", func(r *http.Request) { r.Host = "[::1]:8737" }, 200},
		{"a form of another page", "POST", "/projects/m/commands", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"a script of another page", "POST", "/projects/m/commands", func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 403},
		{"our page", "POST", "/projects/m/commands", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") }, 200},
		{"a live connection of another page", "GET", "/../../live", func(r *http.Request) {
			r.URL.Path = "/live"
			r.Header.Set("Connection", "Upgrade")
			r.Header.Set("Upgrade", "websocket")
			r.Header.Set("Sec-WebSocket-Version", "13")
			r.Header.Set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
			r.Header.Set("Origin", "https://evil.example")
		}, 403},
	} {
		body := ""
		if c.method == "POST" {
			body = proposal
		}
		if res := x.send(c.method, c.path, body, c.change); res.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d", c.name, res.StatusCode, c.want)
		}
	}
}

func TestEveryAnswerIsSecured(t *testing.T) {
	x := serveText(t, small)
	for _, path := range []string{"/projects/m/state", "/projects/nobody/state", "/nothing", "/projects/m/diagram/svg"} {
		res := x.send("GET", path, "", nil)
		for head, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := res.Header.Get(head); got != want {
				t.Errorf("%s: %s is %q, want %q", path, head, got, want)
			}
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", path, csp)
		}
	}
}

// TestEveryErrorIsAProblem asks in ways that never come as far as an operation: programs read those answers, too.
func TestEveryErrorIsAProblem(t *testing.T) {
	x := serve(t, server.Options{Database: filepath.Join(t.TempDir(), "studio.db")})
	alone := serveText(t, small)
	for _, c := range []struct {
		x            *studio
		method, path string
		body         string
		change       func(*http.Request)
		status       int
		code         string
	}{
		{alone, "GET", "/nothing", "", nil, 404, "missing"},
		{alone, "GET", "/projects/nobody/state", "", nil, 404, "missing"},
		{alone, "DELETE", "/projects", "", nil, 405, "method"},
		{alone, "POST", "/projects/m/commands", "{", nil, 400, "bad"},
		{alone, "GET", "/projects/m/delta?since=x", "", nil, 422, "bad"},
		{alone, "GET", "/projects", "", func(r *http.Request) { r.Host = "evil.example" }, 421, "host"},
		{alone, "POST", "/projects", "{}", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403, "origin"},
		{x, "GET", "/projects", "", nil, 401, "sign-in"},
	} {
		got := c.x.send(c.method, c.path, c.body, c.change)
		var p problem
		err := json.Unmarshal(got.body, &p)
		if got.StatusCode != c.status || got.Header.Get("Content-Type") != "application/problem+json" || err != nil || p.Code != c.code || p.Detail == "" || p.Status != c.status {
			t.Errorf("%s %s: %d %s %s", c.method, c.path, got.StatusCode, got.Header.Get("Content-Type"), got.body)
		}
	}
	if got := alone.send("DELETE", "/projects", "", nil); got.Header.Get("Allow") != "GET, POST, HEAD" {
		t.Errorf("a method that is not known: allowed are %q", got.Header.Get("Allow"))
	}
	for range 2500 {
		if got := alone.send("GET", "/nothing", "", nil); got.StatusCode == http.StatusTooManyRequests {
			if got.Header.Get("Retry-After") == "" || !strings.Contains(string(got.body), `"code":"pace"`) {
				t.Errorf("asked too often: %v %s", got.Header, got.body)
			}
			return
		}
	}
	t.Error("nobody was told to ask less often")
}

func TestLimits(t *testing.T) {
	x := serveText(t, small)
	if res := x.send("POST", "/projects/m/commands", `{"base":1,"key":"abcdefgh","commands":[{"verb":"set","path":"name","value":"`+strings.Repeat("x", 9<<20)+`"}]}`, nil); res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body that is too large: status %d, want 413", res.StatusCode)
	}
	if res := x.send("GET", "/projects/m/state", "", func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") }); res.Header.Get("Content-Encoding") != "gzip" {
		t.Error("a large answer is not compressed")
	}
	refused := 0
	for range 2500 {
		if res := x.send("GET", "/session", "", nil); res.StatusCode == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("nobody was told to ask less often")
	}
}

// TestBodyIsNoRequest sends a body that is too large and made of requests: behind a proxy, an answer to one of them would go
// to somebody else.
func TestBodyIsNoRequest(t *testing.T) {
	x := serveText(t, small)
	for _, path := range []string{"/session", "/projects", "/projects/m/commands", "/projects/m/import", "/nothing"} {
		inner := "GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\n\r\n"
		body := strings.Repeat(inner, 20<<20/len(inner))
		c, err := net.Dial("tcp", x.http.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		sent := make(chan struct{})
		go func() { // the server may hang up while it is sent
			defer close(sent)
			_, _ = fmt.Fprintf(c, "POST /api/v1%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"+
				"GET /api/v1/last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path, len(body), body)
		}()
		_ = c.SetReadDeadline(time.Now().Add(time.Minute))
		answers, _ := io.ReadAll(c)
		if n := strings.Count(string(answers), "HTTP/1.1 "); n > 2 || strings.Contains(string(answers), `"mode"`) || strings.Contains(string(answers), "400 Bad Request\r\nContent-Type: text/plain") {
			t.Errorf("%s: %d answers to two requests, or one to what no request was", path, n)
		}
		_ = c.Close()
		<-sent
	}
}

// TestProjectsStayInTheirFolder makes projects with names and files that try to get out.
func TestProjectsStayInTheirFolder(t *testing.T) {
	base := filepath.Join(t.TempDir(), "in")
	if err := os.Mkdir(base, 0o755); err != nil {
		t.Fatal(err)
	}
	x := serve(t, server.Options{Folder: base})
	good := server.FileContent{Name: "theriac.yaml", Text: "theriac: 1\nid: m\n"}
	for _, name := range []string{"../out.yaml", "/etc/out.yaml", `..\out.yaml`, "a/../../out.yaml", ".hidden/x.yaml", "x.sh", "C:x.yaml", "a/.git/x.yaml"} {
		want[problem](x.person, 422, http.MethodPost, "/projects", server.NewProject{Name: "x", From: server.ProjectFrom{Files: []server.FileContent{good, {Name: name, Text: "x"}}}})
	}
	for _, name := range []string{"../../out", "..", "/", `\`, "a b", "名前", "."} {
		p := want[server.Project](x.person, 201, http.MethodPost, "/projects", server.NewProject{Name: name, From: server.ProjectFrom{Files: []server.FileContent{good}}})
		if p.ID == "" || strings.ContainsAny(p.ID, `./\ `) {
			t.Errorf("project %q has the id %q", name, p.ID)
		}
		if s := x.state(p.ID); s.Revision != 1 {
			t.Errorf("project %q is at revision %d", name, s.Revision)
		}
	}
	if entries, _ := filepath.Glob(filepath.Join(base, "..", "*")); len(entries) != 1 {
		t.Errorf("files outside: %v", entries)
	}
	for _, id := range []string{"..", "%2e%2e", "a%2fb", "A", strings.Repeat("a", 65)} {
		if status, _, _ := x.ask("GET", "/projects/"+id+"/state", nil); status != 404 && status != 422 {
			t.Errorf("project %s: status %d", id, status)
		}
	}
}

func TestStartsMakeModels(t *testing.T) {
	x := serve(t, server.Options{Folder: t.TempDir()})
	starts := get[[]server.Start](x.person, "/catalog/starts")
	if len(starts) == 0 {
		t.Fatal("nothing to begin from")
	}
	kinds := map[string]int{}
	for _, start := range starts {
		kinds[start.Kind]++
		from := server.ProjectFrom{DeviceType: start.ID}
		if start.Kind == "example" {
			from = server.ProjectFrom{Example: start.ID}
		}
		name := `My "` + start.ID + `", rev. 2: one # two & <b>`
		p := want[server.Project](x.person, 201, http.MethodPost, "/projects", server.NewProject{Name: name, From: from})
		if p.Name != name {
			t.Errorf("%s was to be called %q and is called %q", start.ID, name, p.Name)
		}
		if p.Counts.Errors > 0 || p.Counts.Findings == 0 || start.Title == "" || start.Text == "" {
			t.Errorf("%s (%s: %s) begins with %d errors and %d findings", start.ID, start.Title, start.Text, p.Counts.Errors, p.Counts.Findings)
		}
		if start.Worked && p.Waiting.Review+p.Waiting.Open >= p.Counts.Findings {
			t.Errorf("%s comes without its decisions", start.ID)
		}
	}
	if kinds["example"] < 12 || kinds["deviceType"] < 10 {
		t.Errorf("starts: %v", kinds)
	}
	first := get[[]server.Project](x.person, "/projects")[0]
	copied := want[server.Project](x.person, 201, http.MethodPost, "/projects", server.NewProject{Name: "Copy", From: server.ProjectFrom{Project: first.ID}})
	nameless := func(id string) string {
		return regexp.MustCompile(`(?m)^name: .*$`).ReplaceAllString(text(x.state(id), "theriac.yaml"), "")
	}
	if copied.Name != "Copy" || nameless(copied.ID) != nameless(first.ID) {
		t.Errorf("the copy is called %q, or has another text but for its name", copied.Name)
	}
	empty := want[server.Project](x.person, 201, http.MethodPost, "/projects", server.NewProject{Name: "Empty: really"})
	if s := x.state(empty.ID); s.Counts.Errors > 0 || s.Project.Name != "Empty: really" {
		t.Errorf("an empty model: %d errors, name %q", s.Counts.Errors, s.Project.Name)
	}
}
