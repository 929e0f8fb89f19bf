package server_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"theriac.dev/server"
)

var turnedGroup = regexp.MustCompile(`data-kind="(zone|element|flow)" data-id="([^"]+)" data-change="(\w+)"`)

// turns lists what a picture marks as changed.
func turns(svg []byte) []string {
	var out []string
	for _, m := range turnedGroup.FindAllSubmatch(svg, -1) {
		out = append(out, fmt.Sprintf("%s %s %s", m[3], m[1], m[2]))
	}
	slices.Sort(out)
	return out
}

func TestPictureOfWhatChanged(t *testing.T) {
	x := serveText(t, small)
	x.do("m", 1, set("elements/pcu/owner", "Ward"), server.Command{Verb: "add", Section: "elements", ID: "app", Fields: map[string]any{"name": "App"}})
	x.do("m", 2, server.Command{Verb: "remove", Section: "flows", ID: "f1"})
	for _, c := range []struct{ query, want string }{
		{"from=1&to=3", "added element app, changed element pcu, removed flow f1"},
		{"from=2&to=3", "removed flow f1"},
		{"from=3&to=3", ""},
	} {
		status, head, body := x.ask(http.MethodGet, "/projects/m/diff/svg?"+c.query, nil)
		if got := strings.Join(turns(body), ", "); status != http.StatusOK || got != c.want {
			t.Errorf("%s: status %d, turned %q, want %q", c.query, status, got, c.want)
		}
		if head.Get("Content-Type") != "image/svg+xml" {
			t.Errorf("%s: %s", c.query, head.Get("Content-Type"))
		}
	}
	_, _, body := x.ask(http.MethodGet, "/projects/m/diff/svg?from=0&to=1", nil)
	if got := turns(body); len(got) == 0 || slices.ContainsFunc(got, func(s string) bool { return !strings.HasPrefix(s, "added ") }) {
		t.Errorf("the first revision has %q", got)
	}
	if status, _, body := x.ask(http.MethodGet, "/projects/m/diff/pdf?from=1&to=3&theme=print", nil); status != http.StatusOK || !strings.HasPrefix(string(body), "%PDF-") {
		t.Errorf("pdf: status %d", status)
	}
	if status, _, _ := x.ask(http.MethodGet, "/projects/m/diff/svg?from=1&to=99", nil); status != http.StatusNotFound {
		t.Errorf("a revision that is not there: status %d", status)
	}
}

func TestDiffTellsHowFindingsMoved(t *testing.T) {
	x := serveText(t, small)
	s := x.state("m")
	one := s.Findings[0]
	x.do("m", 1, server.Command{Verb: "decide", Findings: []string{one.ID}, Fields: map[string]any{"decision": "not-applicable", "because": "No such line"}})
	d := get[server.Diff](x.person, "/projects/m/diff?from=1&to=2")
	i := slices.IndexFunc(d.Findings.Turned, func(f server.FindingTurn) bool { return f.ID == one.ID })
	if i < 0 || len(d.Findings.Turned) != len(d.Findings.Changed) {
		t.Fatalf("turned: %+v", d.Findings.Turned)
	}
	state := slices.IndexFunc(d.Findings.Turned[i].Fields, func(f server.FieldTurn) bool { return f.Key == "state" })
	if state < 0 || d.Findings.Turned[i].Fields[state].Was != one.State || d.Findings.Turned[i].Fields[state].Now != "not-applicable" {
		t.Errorf("fields: %+v", d.Findings.Turned[i].Fields)
	}
	if d.Counts.Was.ByState["not-applicable"] != 0 || d.Counts.Now.ByState["not-applicable"] != 1 {
		t.Errorf("counts: %+v", d.Counts)
	}
	first := get[server.Diff](x.person, "/projects/m/diff?from=0&to=1")
	if len(first.Findings.Came) != first.Counts.Now.Findings || first.Counts.Was.Findings != 0 || len(first.Files) == 0 || len(first.Entries) == 0 {
		t.Errorf("the first revision: %d findings of %d, %d before, %d files, %d entries", len(first.Findings.Came), first.Counts.Now.Findings, first.Counts.Was.Findings, len(first.Files), len(first.Entries))
	}
}

func TestRevisionsSayThatTheyWereTyped(t *testing.T) {
	x := serveText(t, small)
	x.do("m", 1, server.Command{Verb: "text", File: "theriac.yaml", Edits: []server.Edit{{Start: 0, End: 0, Text: "# typed\n"}}})
	x.do("m", 2, set("elements/pcu/owner", "Ward"))
	list := get[[]server.Revision](x.person, "/projects/m/history")
	if len(list) != 3 || list[0].Text || !list[1].Text || list[2].Text {
		t.Errorf("history: %+v", list)
	}
}
