package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"testing"

	"theriac.dev/server"
)

// What a step did is told beside its title, wherever a title is told: when it is made, in the history, in the blame.
func TestDid(t *testing.T) {
	x := serveText(t, small)
	d := x.do("m", 1, server.Command{Verb: "set", Path: "elements/pcu/name", Value: "Brain"})
	if d.Did == nil || d.Did.Word != "do-set" || d.Did.With["path"] != "elements/pcu/name" {
		t.Errorf("the delta says %+v", d.Did)
	}
	undone := want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/undo", server.Which{Revision: d.Revision, Key: "undo-of-did"})
	again := want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/redo", server.Which{Revision: undone.Revision, Key: "redo-of-did"})
	last := want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/undo", server.Which{Revision: again.Revision, Key: "undo-of-redo"})
	if last.Title != "Undo: Set elements/pcu/name" {
		t.Errorf("what is undone twice is titled %q", last.Title)
	}
	list := want[[]server.Revision](x.person, 200, http.MethodGet, "/projects/m/history", nil)
	got := ""
	for _, r := range slices.Backward(list) {
		if r.Did == nil {
			t.Fatalf("revision %d says nothing", r.Number)
		}
		got += fmt.Sprintf("%s%s ", r.Did.Back, r.Did.Word)
	}
	if got != "start do-set undodo-set redodo-set undodo-set " {
		t.Errorf("the history says %s", got)
	}
	blame := want[[]server.Blame](x.person, 200, http.MethodGet, "/projects/m/blame?path=elements/pcu/name", nil)
	if len(blame) == 0 || blame[0].Did == nil {
		t.Errorf("the blame says nothing: %+v", blame)
	}
}

// A title of somebody's own is not told otherwise; with what it means beside it, others may read it in their language.
func TestDidOfOwnTitle(t *testing.T) {
	x := serveText(t, small)
	ask := func(base int64, title string, did *server.Did, name string) server.Delta {
		return want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/commands", server.Proposal{Base: base, Key: "key-of-" + name, Title: title, Did: did,
			Commands: []server.Command{{Verb: "set", Path: "elements/pcu/name", Value: name}}})
	}
	if d := ask(1, "For the audit", nil, "one"); d.Did != nil {
		t.Errorf("an own title is told as %+v", d.Did)
	}
	if d := ask(2, "Rename to two", &server.Did{Word: "rename", With: map[string]string{"name": "two"}}, "two"); d.Did == nil || d.Did.With["name"] != "two" {
		t.Errorf("what was said is told as %+v", d.Did)
	}
	undone := want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/undo", server.Which{Revision: 3, Key: "undo-of-two"})
	if undone.Did == nil || undone.Did.Word != "rename" || undone.Did.Back != "undo" {
		t.Errorf("its undo is told as %+v", undone.Did)
	}
}

// The studio has a word for each that the server says.
func TestDidWords(t *testing.T) {
	text, err := os.ReadFile("../ui/src/project/words.ts")
	if err != nil {
		t.Fatal(err)
	}
	has := func(word string) {
		if !regexp.MustCompile(`(?m)^    "?` + regexp.QuoteMeta(word) + `"?: `).Match(text) {
			t.Errorf("the studio has no word for %s", word)
		}
	}
	spec, err := os.ReadFile("../ui/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var at any
	if err := json.Unmarshal(spec, &at); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"components", "schemas", "Command", "properties", "verb", "enum"} {
		at = at.(map[string]any)[key]
	}
	for _, verb := range at.([]any) {
		has("do-" + verb.(string))
	}
	for _, word := range []string{"do-route", "decide-all", "place-all", "add-all", "remove-all", "restore", "import", "outside", "start", "titled", "undo", "redo"} {
		has(word)
	}
}
