package server_test

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"theriac.dev/server"
)

const password = "a sentence that is long enough"

// serveDatabase serves a database with an admin, an editor, a reviewer and a reader of project m, and somebody who has
// no role in it. It returns them signed in.
func serveDatabase(t testing.TB) (*studio, map[string]person) {
	t.Helper()
	x := serve(t, server.Options{Database: filepath.Join(t.TempDir(), "studio.db"), Version: "test"})
	people := map[string]person{}
	for _, name := range []string{"Owner", "editor", "reviewer", "reader", "stranger"} {
		if err := x.s.AddPerson(context.Background(), name, password, false); err != nil {
			t.Fatal(err)
		}
		people[strings.ToLower(name)] = signIn(t, x, name)
	}
	want[server.Project](people["owner"], 201, http.MethodPost, "/projects", server.NewProject{Name: "M", From: server.ProjectFrom{Files: []server.FileContent{{Name: "theriac.yaml", Text: small}}}})
	for _, role := range []string{"editor", "reviewer", "reader"} {
		want[[]server.Member](people["owner"], 200, http.MethodPost, "/projects/m/members", server.MemberStep{Name: role, Role: role})
	}
	return x, people
}

func signIn(t testing.TB, x *studio, name string) person {
	t.Helper()
	p := newPerson(t, x.http.URL)
	want[server.Session](p, 200, http.MethodPost, "/session", server.Credentials{Name: name, Password: password})
	return p
}

// TestRoles asks each kind of thing in each role.
func TestRoles(t *testing.T) {
	x, people := serveDatabase(t)
	people["nobody"] = newPerson(t, x.http.URL)
	revision := int64(1)
	for _, c := range []struct {
		name, method, path string
		body               func() any
		may                string // roles that may, besides those above them
		open               bool   // whoever has an account may, whatever the role
	}{
		{"read", "GET", "/projects/m/state", nil, "reader", false},
		{"risk", "GET", "/projects/m/risk", nil, "reader", false},
		{"history", "GET", "/projects/m/history", nil, "reader", false},
		{"members", "GET", "/projects/m/members", nil, "reader", false},
		{"comment", "POST", "/projects/m/comments", func() any { return server.Remark{Target: "pcu", Body: "Why?"} }, "reviewer", false},
		{"change", "POST", "/projects/m/commands", func() any {
			return server.Proposal{Base: revision, Key: newKey(), Commands: []server.Command{set("elements/pcu/name", newKey())}}
		}, "editor", false},
		{"ask for a review", "POST", "/projects/m/reviews", func() any { return server.NewReview{Title: "Look", From: 0, To: 1} }, "editor", false},
		{"members", "POST", "/projects/m/members", func() any { return server.MemberStep{Name: "reader", Role: "reader"} }, "owner", false},
		{"library", "GET", "/library/devices", nil, "", true},
		{"list", "GET", "/projects", nil, "", true},
	} {
		ranks := []string{"reader", "reviewer", "editor", "owner"}
		allowed := c.open
		for _, role := range append([]string{"nobody", "stranger"}, ranks...) {
			allowed = allowed || role == c.may
			want := 200
			switch {
			case role == "nobody":
				want = 401
			case role == "stranger" && !c.open:
				want = 404 // nobody learns which projects there are
			case !allowed:
				want = 403
			}
			var body any
			if c.body != nil {
				body = c.body()
			}
			got, _, data := people[role].ask(c.method, c.path, body)
			if got != want {
				t.Errorf("%s %s as %s: status %d, want %d: %s", c.method, c.path, role, got, want, data)
			}
			if got == 200 && c.name == "change" {
				revision++
			}
		}
	}
	if list := get[[]server.Member](people["reader"], "/projects/m/members"); len(list) != 4 || list[0].Shown == "" {
		t.Errorf("members %+v", list)
	}
	if list := get[[]server.Project](people["stranger"], "/projects"); len(list) != 0 {
		t.Errorf("a stranger sees %v", list)
	}
}

func TestSignIn(t *testing.T) {
	x, people := serveDatabase(t)
	nobody := newPerson(t, x.http.URL)
	if s := get[server.Session](nobody, "/session"); !s.NeedsSignIn || s.User != nil {
		t.Errorf("session of nobody: %+v", s)
	}
	if s := get[server.Session](people["owner"], "/session"); s.NeedsSignIn || s.User == nil || !s.User.Admin || s.User.Shown != "Owner" {
		t.Errorf("session of the owner: %+v", s)
	}
	status, head, body := nobody.ask("POST", "/session", server.Credentials{Name: "owner", Password: password})
	cookie := head.Get("Set-Cookie")
	if status != 200 || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Strict") {
		t.Errorf("status %d, cookie %q: %s", status, cookie, body)
	}
	want[any](nobody, 204, http.MethodDelete, "/session", nil)
	if status, _, _ := nobody.ask("GET", "/projects", nil); status != 401 {
		t.Errorf("status %d after signing out, want 401", status)
	}
	// Wrong names and wrong passwords are told alike, and the password is not told back.
	_, _, wrong := nobody.ask("POST", "/session", server.Credentials{Name: "owner", Password: "wrong wrong wrong"})
	_, _, unknown := nobody.ask("POST", "/session", server.Credentials{Name: "who", Password: "wrong wrong wrong"})
	if string(wrong) != string(unknown) || strings.Contains(string(wrong), "wrong wrong") {
		t.Errorf("told %s and %s", wrong, unknown)
	}
	for range 6 {
		status, head, body = nobody.ask("POST", "/session", server.Credentials{Name: "reader", Password: "wrong wrong wrong"})
	}
	if status != 429 || head.Get("Retry-After") == "" {
		t.Errorf("after many failures: status %d, %s", status, body)
	}
}

// TestAccounts changes passwords and closes accounts: the sessions of those end.
func TestAccounts(t *testing.T) {
	x, people := serveDatabase(t)
	const next = "another sentence, long enough"
	reader := people["reader"]
	if p := want[problem](reader, 401, http.MethodPost, "/people/reader", server.AccountStep{Old: "not it, not it", Password: next}); p.Code != "sign-in" {
		t.Errorf("a password was changed without the old one: %+v", p)
	}
	elsewhere := signIn(t, x, "reader")
	want[server.Account](reader, 200, http.MethodPost, "/people/reader", server.AccountStep{Old: password, Password: next})
	if status, _, _ := elsewhere.ask("GET", "/projects", nil); status != 401 {
		t.Errorf("status %d with another session from before the password was changed, want 401", status)
	}
	if status, _, _ := reader.ask("GET", "/projects", nil); status != 200 {
		t.Errorf("status %d in the session that changed the password, want 200", status)
	}
	yes := true
	want[problem](people["owner"], 401, http.MethodPost, "/people/OWNER", server.AccountStep{Password: next})
	want[problem](people["owner"], 422, http.MethodPost, "/people/OWNER", server.AccountStep{Disabled: &yes})
	if p := want[problem](people["editor"], 403, http.MethodPost, "/people/stranger", server.AccountStep{Disabled: &yes}); p.Code != "forbidden" {
		t.Errorf("%+v", p)
	}
	want[server.Account](people["owner"], 200, http.MethodPost, "/people/stranger", server.AccountStep{Disabled: &yes})
	if status, _, _ := people["stranger"].ask("GET", "/projects", nil); status != 401 {
		t.Errorf("status %d for an account that is closed, want 401", status)
	}
	want[server.Account](people["owner"], 201, http.MethodPost, "/people", server.NewAccount{Name: "fresh", Password: password})
	signIn(t, x, "fresh")
	want[problem](people["owner"], 409, http.MethodPost, "/people", server.NewAccount{Name: "Fresh", Password: password})
	want[problem](people["editor"], 403, http.MethodPost, "/people", server.NewAccount{Name: "other", Password: password})
}

// TestForgottenPassword has somebody who manages people set a new password for somebody who tried the old one too often.
func TestForgottenPassword(t *testing.T) {
	x := serve(t, server.Options{Database: filepath.Join(t.TempDir(), "studio.db"), Version: "test"}) // few people: signing in has a pace
	for _, name := range []string{"owner", "reader"} {
		if err := x.s.AddPerson(context.Background(), name, password, false); err != nil {
			t.Fatal(err)
		}
	}
	const next = "another sentence, long enough"
	owner, reader, nobody := signIn(t, x, "owner"), signIn(t, x, "reader"), newPerson(t, x.http.URL)
	want[server.Project](reader, 201, http.MethodPost, "/projects", server.NewProject{Name: "M"})
	line, err := connect(reader, "project:m")
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		nobody.ask("POST", "/session", server.Credentials{Name: "reader", Password: "was it this one?"})
	}
	if p := want[problem](nobody, 429, http.MethodPost, "/session", server.Credentials{Name: "reader", Password: password}); p.Code != "locked" {
		t.Errorf("after many failures: %+v", p)
	}
	want[problem](reader, 403, http.MethodPost, "/people/owner", server.AccountStep{Password: next})
	want[problem](owner, 422, http.MethodPost, "/people/reader", server.AccountStep{Password: "short"})
	want[server.Account](owner, 200, http.MethodPost, "/people/reader", server.AccountStep{Password: next})
	if status, _, _ := reader.ask("GET", "/projects", nil); status != 401 {
		t.Errorf("status %d in a session from before, want 401", status)
	}
	for open := true; open; {
		select {
		case _, open = <-line.in:
		case <-time.After(5 * time.Second):
			t.Fatal("the live connection stays open")
		}
	}
	want[problem](nobody, 401, http.MethodPost, "/session", server.Credentials{Name: "reader", Password: password})
	want[server.Session](nobody, 200, http.MethodPost, "/session", server.Credentials{Name: "reader", Password: next})
}

// TestOthersChangesAreNotUndone lets one person undo what another did.
func TestOthersChangesAreNotUndone(t *testing.T) {
	_, people := serveDatabase(t)
	people["editor"].do("m", 1, set("name", "Other"))
	p := want[problem](people["owner"], 403, http.MethodPost, "/projects/m/undo", server.Which{Revision: 2, Key: newKey()})
	if p.Code != "forbidden" {
		t.Errorf("%+v", p)
	}
	want[server.Delta](people["editor"], 200, http.MethodPost, "/projects/m/undo", server.Which{Revision: 2, Key: newKey()})
}

func TestReviews(t *testing.T) {
	_, people := serveDatabase(t)
	people["editor"].do("m", 1, set("name", "Other"))
	r := want[server.Review](people["editor"], 200, http.MethodPost, "/projects/m/reviews", server.NewReview{Title: "The name", From: 1, To: 2})
	waits := func(who string) int { return get[[]server.Project](people[who], "/projects")[0].Waiting.Reviews }
	if got := [3]int{waits("reviewer"), waits("editor"), waits("reader")}; got != [3]int{1, 0, 0} {
		t.Errorf("asked for by the editor, waiting for reviewer, editor, reader: %v", got)
	}
	if p := want[problem](people["reviewer"], 409, http.MethodPost, "/projects/m/reviews/"+r.ID, server.ReviewStep{Step: "verdict", Kind: "approve", Content: strings.Repeat("0", 64)}); p.Status != 409 {
		t.Errorf("approved what was not seen: %+v", p)
	}
	r = want[server.Review](people["reviewer"], 200, http.MethodPost, "/projects/m/reviews/"+r.ID, server.ReviewStep{Step: "verdict", Kind: "approve", Content: r.Content, Note: "Fine."})
	if len(r.Verdicts) != 1 || r.Verdicts[0].Author != "reviewer" || r.Verdicts[0].Stale {
		t.Errorf("verdicts %+v", r.Verdicts)
	}
	if n := waits("reviewer"); n != 0 {
		t.Errorf("judged, and %d still wait", n)
	}
	want[server.Review](people["reviewer"], 200, http.MethodPost, "/projects/m/reviews/"+r.ID, server.ReviewStep{Step: "verdict", Kind: "request-changes", Content: r.Content, Note: "Not so."})
	if n := waits("editor"); n != 1 {
		t.Errorf("changes were requested, and %d wait for who asked", n)
	}
	want[server.Review](people["reviewer"], 200, http.MethodPost, "/projects/m/reviews/"+r.ID, server.ReviewStep{Step: "verdict", Kind: "approve", Content: r.Content, Note: "Fine."})
	people["editor"].do("m", 2, set("name", "Third"))
	if list := get[[]server.Review](people["reader"], "/projects/m/reviews"); len(list) != 1 || !list[0].Changed {
		t.Errorf("reviews %+v", list)
	}
	want[problem](people["reviewer"], 403, http.MethodPost, "/projects/m/reviews/"+r.ID, server.ReviewStep{Step: "close"})
	r = want[server.Review](people["editor"], 200, http.MethodPost, "/projects/m/reviews/"+r.ID, server.ReviewStep{Step: "move", To: 3})
	if !r.Verdicts[0].Stale {
		t.Error("an approval of an older content still counts")
	}
	if n := waits("reviewer"); n != 1 {
		t.Errorf("the review moved on, and %d wait for the reviewer", n)
	}
	if r = want[server.Review](people["editor"], 200, http.MethodPost, "/projects/m/reviews/"+r.ID, server.ReviewStep{Step: "close"}); r.ClosedBy != "editor" {
		t.Errorf("closed by %q", r.ClosedBy)
	}
}

func TestComments(t *testing.T) {
	_, people := serveDatabase(t)
	c := want[server.Thread](people["reviewer"], 200, http.MethodPost, "/projects/m/comments", server.Remark{Target: "pcu", Body: "Why?"})
	c = want[server.Thread](people["editor"], 200, http.MethodPost, "/projects/m/comments", server.Remark{Thread: c.ID, Body: "Because."})
	if len(c.Comments) != 2 || c.Comments[1].Author != "editor" || c.Target != "pcu" {
		t.Errorf("thread %+v", c)
	}
	want[server.Thread](people["reviewer"], 200, http.MethodPost, "/projects/m/comments/"+c.ID+"/resolve", map[string]any{"resolved": true})
	if list := get[[]server.Thread](people["reader"], "/projects/m/comments?open=true"); len(list) != 0 {
		t.Errorf("open threads %+v", list)
	}
	if list := get[[]server.Thread](people["reader"], "/projects/m/comments"); len(list) != 1 || list[0].ResolvedBy != "reviewer" {
		t.Errorf("threads %+v", list)
	}
}

// TestTalkInPages reads threads and reviews by the page, and holds the pages against the whole.
func TestTalkInPages(t *testing.T) {
	_, people := serveDatabase(t)
	editor, reader := people["editor"], people["reader"]
	for i := range 7 {
		c := want[server.Thread](editor, 200, http.MethodPost, "/projects/m/comments", server.Remark{Target: fmt.Sprint("e", i), Body: "Why?"})
		if i == 3 {
			want[server.Thread](editor, 200, http.MethodPost, "/projects/m/comments/"+c.ID+"/resolve", map[string]any{"resolved": true})
		}
		want[server.Review](editor, 200, http.MethodPost, "/projects/m/reviews", server.NewReview{Title: fmt.Sprint("Look ", i), From: 0, To: 1})
	}
	threads, reviews := get[[]server.Thread](reader, "/projects/m/comments"), get[[]server.Review](reader, "/projects/m/reviews")
	if len(threads) != 7 || len(reviews) != 7 || threads[6].Target != "e6" || reviews[0].Title != "Look 6" {
		t.Fatalf("%d threads, %d reviews: %+v", len(threads), len(reviews), threads)
	}
	for offset := 0; offset < 9; offset += 3 {
		ask := fmt.Sprintf("?limit=3&offset=%d", offset)
		end := min(offset+3, 7)
		if diff := cmp.Diff(threads[offset:end], get[[]server.Thread](reader, "/projects/m/comments"+ask)); diff != "" {
			t.Errorf("threads %s:\n%s", ask, diff)
		}
		if diff := cmp.Diff(reviews[offset:end], get[[]server.Review](reader, "/projects/m/reviews"+ask)); diff != "" {
			t.Errorf("reviews %s:\n%s", ask, diff)
		}
	}
	// By the one before, they fit together also while people write.
	want[server.Review](editor, 200, http.MethodPost, "/projects/m/reviews", server.NewReview{Title: "Look 7", From: 0, To: 1})
	if diff := cmp.Diff(reviews[3:6], get[[]server.Review](reader, "/projects/m/reviews?limit=3&after="+reviews[2].ID)); diff != "" {
		t.Errorf("reviews after the third:\n%s", diff)
	}
	if diff := cmp.Diff(threads[3:6], get[[]server.Thread](reader, "/projects/m/comments?limit=3&after="+threads[2].ID)); diff != "" {
		t.Errorf("threads after the third:\n%s", diff)
	}
	if list := get[[]server.Thread](reader, "/projects/m/comments?open=true&offset=3"); len(list) != 3 || list[0].Target != "e4" {
		t.Errorf("open threads from the fourth on: %+v", list)
	}
	for _, path := range []string{"comments", "reviews"} {
		if list := get[[]any](reader, "/projects/m/"+path+"?offset=100"); list == nil || len(list) != 0 {
			t.Errorf("%s behind the end: %v", path, list)
		}
		want[problem](reader, 422, http.MethodGet, "/projects/m/"+path+"?limit=-1", nil)
	}
}

// TestProjectsDoNotSeeEachOther lets a model extend the files of another project of the same database.
func TestProjectsDoNotSeeEachOther(t *testing.T) {
	_, people := serveDatabase(t)
	for i, path := range []string{"../m", "/m", "../../m/theriac.yaml", "m"} {
		spy := "theriac: 1\nid: spy\nextends: [{model: \"" + path + "\"}]\ninclude: [\"" + path + "/theriac.yaml\"]\n"
		p := want[server.Project](people["stranger"], 201, http.MethodPost, "/projects", server.NewProject{Name: fmt.Sprint("Spy ", i), From: server.ProjectFrom{Files: []server.FileContent{{Name: "theriac.yaml", Text: spy}}}})
		s := people["stranger"].state(p.ID)
		if len(s.Model.Sections["elements"]) != 0 || s.Counts.Errors == 0 {
			t.Errorf("%s: the spy has %v", path, s.Model.Sections["elements"])
		}
		for _, d := range s.Diagnostics {
			if strings.HasPrefix(d.File, "/") {
				t.Errorf("a diagnostic tells the path %s", d.File)
			}
		}
	}
}
