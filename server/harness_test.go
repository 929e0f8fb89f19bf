package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"theriac.dev/server"
)

// studio is a server with somebody who asks it.
type studio struct {
	t      testing.TB
	s      *server.Server
	http   *httptest.Server
	folder string
	person
}

// person asks a server over HTTP, with the cookies that it was given.
type person struct {
	t    testing.TB
	base string
	c    *http.Client
}

func newPerson(t testing.TB, base string) person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return person{t, base, &http.Client{Jar: jar}}
}

// serve starts a server and ends it with the test.
func serve(t testing.TB, o server.Options) *studio {
	t.Helper()
	s, err := server.New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s.Handler())
	x := &studio{t: t, s: s, http: h, folder: o.Folder, person: newPerson(t, h.URL)}
	t.Cleanup(x.end)
	return x
}

func (x *studio) end() {
	if x.s == nil {
		return
	}
	x.http.Close()
	if err := x.s.Close(); err != nil {
		x.t.Errorf("close: %v", err)
	}
	x.s = nil
}

// serveText serves a folder with a model of one file, as project m.
func serveText(t testing.TB, text string) *studio {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "m")
	writeFile(t, filepath.Join(folder, "theriac.yaml"), text)
	return serve(t, server.Options{Folder: folder, Version: "test"})
}

func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// copyExample copies the models of an example into a folder of the test.
func copyExample(t testing.TB, name, to string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../examples", name, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("example %s: %v", name, err)
	}
	for _, f := range files {
		writeFile(t, filepath.Join(to, filepath.Base(f)), readFile(t, f))
	}
}

// ask sends a request to the API and returns the answer.
func (p person) ask(method, path string, body any) (int, http.Header, []byte) {
	p.t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		data, err := json.Marshal(b)
		if err != nil {
			p.t.Fatal(err)
		}
		in = bytes.NewReader(data)
	}
	if !strings.HasPrefix(path, "/api/") {
		path = "/api/v1" + path
	}
	r, err := http.NewRequestWithContext(context.Background(), method, p.base+path, in)
	if err != nil {
		p.t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := p.c.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	out, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, res.Header, out
}

// get asks for something and reads it; anything but 200 fails the test.
func get[T any](p person, path string) T {
	p.t.Helper()
	return want[T](p, 200, http.MethodGet, path, nil)
}

// want asks and reads the answer, which must have the status.
func want[T any](p person, status int, method, path string, body any) T {
	p.t.Helper()
	got, _, data := p.ask(method, path, body)
	if got != status {
		p.t.Fatalf("%s %s: status %d, want %d: %s", method, path, got, status, data)
	}
	var out T
	if len(data) > 0 {
		if err := json.Unmarshal(data, &out); err != nil {
			p.t.Fatalf("%s %s: %v in %s", method, path, err, data)
		}
	}
	return out
}

// problem is what an error says.
type problem struct {
	Status  int            `json:"status"`
	Code    string         `json:"code"`
	Detail  string         `json:"detail"`
	Head    int64          `json:"head"`
	Clashes []server.Clash `json:"clashes"`
	Needs   []server.Need  `json:"needs"`
}

var keys atomic.Int64

func newKey() string { return fmt.Sprintf("key-%08d", keys.Add(1)) }

// do sends commands on a revision and returns the delta.
func (p person) do(project string, base int64, commands ...server.Command) server.Delta {
	p.t.Helper()
	return want[server.Delta](p, 200, http.MethodPost, "/projects/"+project+"/commands", server.Proposal{Base: base, Key: newKey(), Commands: commands})
}

// refused sends commands that must be refused with a status.
func (p person) refused(status int, project string, base int64, commands ...server.Command) problem {
	p.t.Helper()
	return want[problem](p, status, http.MethodPost, "/projects/"+project+"/commands", server.Proposal{Base: base, Key: newKey(), Commands: commands})
}

func (p person) state(project string) server.State {
	p.t.Helper()
	return get[server.State](p, "/projects/"+url.PathEscape(project)+"/state")
}

// text is the text of a file in a state.
func text(s server.State, name string) string {
	for _, f := range s.Files {
		if f.Name == name {
			return f.Text
		}
	}
	return ""
}

func (p person) newRequest(method, path string) (*http.Request, error) {
	return http.NewRequestWithContext(context.Background(), method, p.base+"/api/v1"+path, nil)
}

func decode(t testing.TB, data []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
