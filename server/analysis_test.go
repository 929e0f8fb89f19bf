package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"theriac.dev/server"
)

// asker asks a server on a copy of the infusion pump.
type asker struct {
	t    *testing.T
	base string
}

func newAsker(t *testing.T) asker {
	t.Helper()
	folder := t.TempDir() + "/pump"
	if err := os.CopyFS(folder, os.DirFS("../examples/infusion-pump")); err != nil {
		t.Fatal(err)
	}
	s, err := server.New(t.Context(), server.Options{Folder: folder, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s.Handler())
	t.Cleanup(func() { h.Close(); _ = s.Close() })
	return asker{t, h.URL + "/api/v1/projects/pump"}
}

func (a asker) ask(method, path string, body, into any) int {
	a.t.Helper()
	var r io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			a.t.Fatal(err)
		}
		r = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(a.t.Context(), method, a.base+path, r)
	if err != nil {
		a.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	if into != nil && res.StatusCode == http.StatusOK {
		if err := json.Unmarshal(text, into); err != nil {
			a.t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
	return res.StatusCode
}

// TestPlanClosesAllThatCanBeClosed holds the plan against the question what would be if all its controls were there.
func TestPlanClosesAllThatCanBeClosed(t *testing.T) {
	a := newAsker(t)
	var plan server.PlanAnswer
	if got := a.ask("GET", "/plan", nil, &plan); got != http.StatusOK {
		t.Fatalf("status %d", got)
	}
	ask := server.WhatIf{}
	closed := map[string]bool{}
	for i, s := range plan.Steps {
		ask.With = append(ask.With, s.ID)
		for _, h := range s.Closed {
			if closed[h] {
				t.Errorf("step %d closes %s again", i, h)
			}
			closed[h] = true
		}
		if len(s.Points)+len(closed) != len(plan.Points) {
			t.Errorf("step %d: %d open and %d closed of %d", i, len(s.Points), len(closed), len(plan.Points))
		}
	}
	if len(closed) == 0 || len(closed)+len(plan.Open) != len(plan.Points) {
		t.Errorf("%d closed and %d that cannot be, of %d", len(closed), len(plan.Open), len(plan.Points))
	}
	var then server.WhatIfAnswer
	a.ask("POST", "/what-if", ask, &then)
	for _, h := range then.Hazards {
		if (h.After == nil) != closed[h.Hazard] && h.Before != nil {
			t.Errorf("%s: the plan says closed=%v, the question another", h.Hazard, closed[h.Hazard])
		}
	}
}

// TestGrowIsOneChangeOfText grows a tree, sends its edits as a command, and finds that growing again changes nothing.
func TestGrowIsOneChangeOfText(t *testing.T) {
	a := newAsker(t)
	var grown server.Grown
	if got := a.ask("POST", "/grow", server.GrowAsk{Of: "H1", ID: "ways"}, &grown); got != http.StatusOK {
		t.Fatalf("status %d", got)
	}
	if grown.ID != "ways" || grown.Nodes == 0 || len(grown.Edits) != 1 {
		t.Fatalf("grown %+v", grown)
	}
	var state server.State
	a.ask("GET", "/state", nil, &state)
	e := grown.Edits[0]
	p := map[string]any{"base": state.Revision, "key": "0123456789", "commands": []any{map[string]any{"verb": "text", "file": e.File, "hash": e.Hash, "edits": e.Edits}}}
	if got := a.ask("POST", "/commands", p, nil); got != http.StatusOK {
		t.Fatalf("command: status %d", got)
	}
	var tree server.TreeAnswer
	if got := a.ask("GET", "/trees/ways", nil, &tree); got != http.StatusOK || len(tree.Nodes) != grown.Nodes {
		t.Errorf("status %d, %d nodes, %d were told", got, len(tree.Nodes), grown.Nodes)
	}
	var again server.Grown
	if got := a.ask("POST", "/grow", server.GrowAsk{Of: "ways"}, &again); got != http.StatusOK || len(again.Edits) != 0 {
		t.Errorf("status %d, grown again: %+v", got, again)
	}
	if got := a.ask("POST", "/grow", server.GrowAsk{Of: "nothing"}, nil); got < 400 || got >= 500 {
		t.Errorf("a tree of nothing: status %d", got)
	}
}

// TestProtectionStopsEveryAttack takes the defences of the tree that it chooses and finds their cost proven.
func TestProtectionStopsEveryAttack(t *testing.T) {
	a := newAsker(t)
	for _, tree := range []string{"one-patient", "all-limits", "held-to-ransom", "drugs-missing"} {
		var p server.TreeProtection
		if got := a.ask("GET", "/trees/"+tree+"/protection", nil, &p); got != http.StatusOK {
			t.Fatalf("%s: status %d", tree, got)
		}
		sum := int64(0)
		for _, o := range p.Chosen {
			sum += o.Cost
		}
		if sum != p.Cost || p.Bound > p.Cost || p.Exact != (p.Bound == p.Cost) {
			t.Errorf("%s: cost %d of %d, bound %d, exact %v", tree, p.Cost, sum, p.Bound, p.Exact)
		}
	}
	if got := a.ask("GET", "/trees/none/protection", nil, nil); got != http.StatusNotFound {
		t.Errorf("no tree: status %d", got)
	}
}

func TestGoalsAndSinglesAndFiles(t *testing.T) {
	a := newAsker(t)
	var goals []server.GoalAnswer
	if got := a.ask("GET", "/goals", nil, &goals); got != http.StatusOK || len(goals) != 6 {
		t.Fatalf("status %d, %d goals", got, len(goals))
	}
	for _, g := range goals {
		if g.Text == "" || len(g.Findings) == 0 || g.Left != "" && g.LeftFinding == "" {
			t.Errorf("goal %+v", g)
		}
	}
	var singles []struct {
		ID    string   `json:"id"`
		Shuts []string `json:"shuts"`
	}
	if got := a.ask("GET", "/singles", nil, &singles); got != http.StatusOK || len(singles) == 0 || singles[0].ID == "" || len(singles[0].Shuts) == 0 {
		t.Errorf("status %d, singles %+v", got, singles)
	}
	for path, begin := range map[string]string{"/risk/security/csv": "finding,", "/risk/safety/csv": "hazard,", "/risk/both/xlsx": "PK", "/risk/both/svg": "<svg", "/risk/both/pdf": "%PDF-", "/risk/both/md": "#", "/risk/both/json": "{"} {
		res, err := http.Get(a.base + path)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(string(text), begin) {
			t.Errorf("%s: status %d, begins %.20q", path, res.StatusCode, text)
		}
	}
}
