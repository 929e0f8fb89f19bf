package server_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"theriac.dev/server"
)

// may says of every operation of the API who may ask for it: everybody, somebody with an account, one who manages people,
// or somebody who has at least this role in the project.
var may = map[string]string{
	"get-session": "everybody", "sign-in": "everybody", "sign-out": "everybody",

	"list-starts": "account", "look-at-import": "account", "list-import-formats": "account", "list-attributes": "account",
	"list-controls": "account", "get-control": "account", "list-devices": "account", "get-device": "account",
	"list-glossary": "account", "list-language": "account", "list-packs": "account", "list-threats": "account",
	"get-threat": "account", "list-vocabulary": "account", "list-people": "account", "list-projects": "account",
	"create-project": "account", "step-person": "account", // of oneself; TestAccounts holds the rest

	"add-person": "manager",

	"get-blame": "reader", "get-choke": "reader", "list-comments": "reader", "complete": "reader", "complete-typed": "reader",
	"get-cut": "reader", "get-delta": "reader", "list-diagnostics": "reader", "get-diagram": "reader", "get-diff": "reader",
	"get-diff-picture": "reader", "list-findings": "reader", "get-why": "reader", "list-goals": "reader", "list-revisions": "reader",
	"hover": "reader", "hover-typed": "reader", "get-layout": "reader", "list-members": "reader", "get-paths": "reader",
	"get-plan": "reader", "list-questions": "reader", "list-reports": "reader", "get-report": "reader", "list-reviews": "reader",
	"get-revision": "reader", "get-risk": "reader", "get-risk-file": "reader", "list-singles": "reader", "get-spread": "reader",
	"get-state": "reader", "list-trees": "reader", "get-tree": "reader", "get-tree-picture": "reader",
	"get-tree-protection": "reader", "ask-what-if": "reader",

	"add-comment": "reviewer", "resolve-comment": "reviewer", "step-review": "reviewer", // closing one takes an editor

	"post-commands": "editor", "undo": "editor", "redo": "editor", "restore": "editor", "bring-in": "editor",
	"grow-tree": "editor", "add-review": "editor",

	"step-member": "owner", "step-project": "owner",
}

// asked is what is asked of operations that take a body. What it asks for may be missing or refused: who may ask is known
// before.
func asked(role string) map[string]any {
	file := server.ForeignFile{Name: "m.json", Data: []byte("{}")}
	typed := map[string]any{"offset": 0, "text": "theriac: 1\n"}
	return map[string]any{
		"sign-in":         server.Credentials{Name: "reader", Password: password},
		"look-at-import":  map[string]any{"name": file.Name, "data": file.Data},
		"create-project":  server.NewProject{Name: "Of " + role, From: server.ProjectFrom{Files: []server.FileContent{{Name: "theriac.yaml", Text: small}}}},
		"step-person":     map[string]any{"shown": role},
		"add-person":      server.NewAccount{Name: "new-" + role, Password: password},
		"complete-typed":  typed,
		"hover-typed":     typed,
		"ask-what-if":     server.WhatIf{},
		"add-comment":     server.Remark{Target: "pcu", Body: "Why?"},
		"resolve-comment": map[string]any{"resolved": true},
		"step-review":     server.ReviewStep{Step: "verdict", Kind: "approve"},
		"post-commands":   server.Proposal{Base: 1, Key: newKey(), Commands: []server.Command{set("elements/pcu/name", newKey())}},
		"undo":            server.Which{Revision: 1, Key: newKey()},
		"redo":            server.Which{Revision: 1, Key: newKey()},
		"restore":         server.Restore{To: 1, Base: 1, Key: newKey()},
		"bring-in":        map[string]any{"name": file.Name, "data": file.Data, "key": newKey()},
		"grow-tree":       server.GrowAsk{Of: "h1"},
		"add-review":      server.NewReview{Title: "Look", From: 0, To: 1},
		"step-project":    map[string]any{"archived": false},
		"step-member":     server.MemberStep{Name: "reader", Role: "reader"},
	}
}

// TestEveryOperationAsksWho goes through the description of the API, so that no operation is added without somebody
// having said who may ask for it.
func TestEveryOperationAsksWho(t *testing.T) {
	x, people := serveDatabase(t)
	var api struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
		}
	}
	_, _, text := people["owner"].ask("GET", "/api/openapi.json", nil)
	if err := json.Unmarshal(text, &api); err != nil {
		t.Fatal(err)
	}
	n := 0
	for path, methods := range api.Paths {
		for method, op := range methods {
			n++
			whom, known := may[op.OperationID]
			if !known {
				t.Errorf("nobody has said who may ask for %s", op.OperationID)
				continue
			}
			for _, role := range around(whom) {
				who, there := people[role]
				if !there {
					who = newPerson(t, x.http.URL)
				}
				status, _, body := who.ask(strings.ToUpper(method), filled(path, role), asked(role)[op.OperationID])
				if want := refusal(whom, role); want == 0 && refusedFor(status, body) || want != 0 && status != want {
					t.Errorf("%s as %s: status %d, refused with %d where it should be: %.300s", op.OperationID, role, status, want, body)
				}
			}
		}
	}
	if n != len(may) {
		t.Errorf("%d operations, and rules for %d", n, len(may))
	}
}

// around are the roles that tell whether an operation asks for one: it, the one below, and those outside of the project.
func around(whom string) []string {
	ranks := []string{"reader", "reviewer", "editor", "owner"}
	switch i := slices.Index(ranks, whom); {
	case whom == "everybody":
		return []string{"nobody"}
	case whom == "manager":
		return []string{"nobody", "editor", "owner"}
	case i >= 0:
		return append([]string{"nobody", "stranger"}, ranks[max(i-1, 0):i+1]...)
	}
	return []string{"nobody", "stranger"}
}

// filled names in a path of the API what its operation is asked for.
func filled(path, role string) string {
	query := map[string]string{"choke": "?target=h1", "complete": "?file=theriac.yaml&offset=0", "hover": "?file=theriac.yaml&offset=0", "blame": "?path=elements/pcu", "delta": "?since=0", "diff": "?from=0&to=1", "spread": "?target=pcu"}
	if strings.Contains(path, "/diff/") {
		path += query["diff"]
	}
	last := path[strings.LastIndex(path, "/")+1:]
	return strings.NewReplacer("{project}", "m", "{name}", role, "{format}", "svg", "{number}", "1", "{finding}", "none", "{id}", "none",
		"{thread}", "none", "{review}", "none", "{tree}", "none", "{register}", "security").Replace(path) + query[last]
}

// refusal is the status by which somebody is refused, 0 where they are not.
func refusal(whom, role string) int {
	rank := map[string]int{"reader": 1, "reviewer": 2, "editor": 3, "owner": 4}
	switch {
	case whom == "everybody":
	case role == "nobody":
		return http.StatusUnauthorized
	case whom == "account":
	case whom == "manager":
		if role != "owner" { // who was the first to have an account
			return http.StatusForbidden
		}
	case role == "stranger":
		return http.StatusNotFound // nobody learns which projects there are
	case rank[role] < rank[whom]:
		return http.StatusForbidden
	}
	return 0
}

// refusedFor tells a refusal for who asks from one for what is asked.
func refusedFor(status int, body []byte) bool {
	if strings.Contains(string(body), "is not yours") { // a revision that somebody else made: only they undo it
		return false
	}
	return status == http.StatusForbidden || status == http.StatusUnauthorized || status == http.StatusNotFound && strings.Contains(string(body), "no such project")
}
