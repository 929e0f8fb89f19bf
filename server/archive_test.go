package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"theriac.dev/server"
)

// archiving waits for the next word of a live connection that a project was archived or taken back.
func (c *conn) archiving() server.Archiving {
	c.t.Helper()
	for {
		select {
		case p, ok := <-c.in:
			if !ok {
				c.t.Fatal("the connection ended")
			}
			var said struct {
				Type      string           `json:"type"`
				Archiving server.Archiving `json:"archiving"`
			}
			if p.Pub != nil {
				decode(c.t, p.Pub.Data, &said)
			}
			if said.Type == "archiving" {
				return said.Archiving
			}
		case <-time.After(10 * time.Second):
			c.t.Fatal("nothing was told")
		}
	}
}

func archive(p person, archived bool) server.Project {
	p.t.Helper()
	return want[server.Project](p, 200, http.MethodPost, "/projects/m", server.ProjectStep{Archived: archived})
}

func TestArchive(t *testing.T) {
	_, people := serveDatabase(t)
	owner, editor, reviewer, reader := people["owner"], people["editor"], people["reviewer"], people["reader"]
	rename := server.Proposal{Base: 1, Key: newKey(), Commands: []server.Command{set("name", "Kept")}}
	want[server.Delta](editor, 200, http.MethodPost, "/projects/m/commands", rename)
	thread := want[server.Thread](reviewer, 200, http.MethodPost, "/projects/m/comments", server.Remark{Target: "pcu", Body: "Why?"})
	review := want[server.Review](editor, 200, http.MethodPost, "/projects/m/reviews", server.NewReview{Title: "Look", From: 1, To: 2})
	for name, status := range map[string]int{"editor": 403, "reviewer": 403, "reader": 403, "stranger": 404} {
		want[problem](people[name], status, http.MethodPost, "/projects/m", server.ProjectStep{Archived: true})
	}
	listener, err := connect(reader, "project:m")
	if err != nil {
		t.Fatal(err)
	}
	_, before, _ := reader.ask("GET", "/projects/m/state", nil)

	if p := archive(owner, true); !p.Archived || p.Role != "owner" {
		t.Errorf("archived: %+v", p)
	}
	if d := listener.delta(); d.Archived == nil || !*d.Archived || d.Revision != 3 || !strings.EqualFold(d.Author, "owner") || d.Did.Word != "archive" {
		t.Errorf("the delta says %+v", d)
	}
	if got := listener.archiving(); !got.Archived || !strings.EqualFold(got.By, "owner") {
		t.Errorf("people who look at it are told %+v", got)
	}
	if p := archive(owner, true); !p.Archived {
		t.Errorf("archived twice: %+v", p)
	}
	if _, after, _ := reader.ask("GET", "/projects/m/state", nil); after.Get("ETag") == before.Get("ETag") {
		t.Error("the ETag of the state is that of before: a program would not see that it is archived")
	}
	if !reader.state("m").Project.Archived || !get[[]server.Project](reader, "/projects")[0].Archived {
		t.Error("neither state nor list may say less")
	}
	for what, c := range map[string]struct {
		by   person
		path string
		body any
	}{
		"a change":          {editor, "commands", server.Proposal{Base: 2, Key: newKey(), Commands: []server.Command{set("name", "Lost")}}},
		"undo":              {editor, "undo", server.Which{Revision: 2, Key: newKey()}},
		"restore":           {editor, "restore", server.Restore{To: 1, Base: 3, Key: newKey()}},
		"a comment":         {reviewer, "comments", server.Remark{Target: "pcu", Body: "Why now?"}},
		"an answer":         {reviewer, "comments", server.Remark{Thread: thread.ID, Body: "So."}},
		"resolving":         {reviewer, "comments/" + thread.ID + "/resolve", map[string]any{"resolved": true}},
		"asking for review": {editor, "reviews", server.NewReview{Title: "Look again", From: 1, To: 2}},
		"a verdict":         {reviewer, "reviews/" + review.ID, server.ReviewStep{Step: "verdict", Kind: "approve", Content: review.Content}},
		"closing a review":  {editor, "reviews/" + review.ID, server.ReviewStep{Step: "close"}},
	} {
		if p := want[problem](c.by, 409, http.MethodPost, "/projects/m/"+c.path, c.body); p.Code != "archived" || !strings.Contains(p.Detail, "archive") {
			t.Errorf("%s: %+v", what, p)
		}
	}
	// Who did not hear the answer to a change from before asks again, and hears it.
	want[server.Delta](editor, 200, http.MethodPost, "/projects/m/commands", rename)
	if s := reader.state("m"); s.Revision != 3 || s.Project.Name != "Kept" {
		t.Errorf("revision %d, %s", s.Revision, s.Project.Name)
	}
	// It can be read and copied, and its people can change.
	for _, path := range []string{"findings", "history", "comments", "reviews", "members"} {
		get[any](reader, "/projects/m/"+path)
	}
	want[server.Project](reader, 201, http.MethodPost, "/projects", server.NewProject{Name: "Copy", From: server.ProjectFrom{Project: "m"}})
	want[[]server.Member](owner, 200, http.MethodPost, "/projects/m/members", server.MemberStep{Name: "reviewer", Role: "editor"})

	if p := archive(owner, false); p.Archived {
		t.Errorf("taken back: %+v", p)
	}
	if got := listener.archiving(); got.Archived {
		t.Errorf("people who look at it are told %+v", got)
	}
	// Who did so and when is in the history for ever, in the chain of hashes, and is no change to be taken back.
	list := get[[]server.Revision](reader, "/projects/m/history")
	back, put, was := list[0], list[1], list[2]
	if back.Title != "Take the project back" || back.Did.Word != "takeBack" || put.Title != "Archive the project" || put.Author != "owner" || len(put.Files) != 0 ||
		put.Content != was.Content || put.Hash == was.Hash {
		t.Errorf("history: %+v, %+v", put, back)
	}
	if p := want[problem](owner, 422, http.MethodPost, "/projects/m/undo", server.Which{Revision: 3, Key: newKey()}); !strings.Contains(p.Detail, "takes it back") {
		t.Errorf("undo: %+v", p)
	}
	if d := get[server.Diff](reader, "/projects/m/diff?from=2&to=4"); len(d.Entries)+len(d.Files) != 0 {
		t.Errorf("it changed %+v", d)
	}
	editor.do("m", 4, set("name", "Again"))
	want[server.Thread](reviewer, 200, http.MethodPost, "/projects/m/comments", server.Remark{Thread: thread.ID, Body: "So."})
}

func TestNothingIsArchivedInAFolder(t *testing.T) {
	x := serveText(t, small)
	p := want[problem](x.person, 403, http.MethodPost, "/projects/m", server.ProjectStep{Archived: true})
	if p.Code != "forbidden" || !strings.Contains(p.Detail, "folder") {
		t.Errorf("%+v", p)
	}
	x.do("m", 1, set("name", "Other"))
}
