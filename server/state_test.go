package server_test

import (
	"fmt"
	"net/http"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"theriac.dev/server"
)

// TestStatesOfExamples reads the state of each example: counts add up, ranks give the order, every section is there.
func TestStatesOfExamples(t *testing.T) {
	names, err := filepath.Glob("../examples/*/theriac.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no examples", err)
	}
	base := t.TempDir()
	for _, name := range names {
		dir := filepath.Base(filepath.Dir(name))
		copyExample(t, dir, filepath.Join(base, dir))
	}
	x := serve(t, server.Options{Folder: base, Version: "test"})
	projects := get[[]server.Project](x.person, "/projects")
	if len(projects) != len(names) {
		t.Fatalf("%d projects, want %d", len(projects), len(names))
	}
	for _, p := range projects {
		s := x.state(p.ID)
		if s.Counts.Findings != len(s.Findings) || s.Counts.Findings == 0 {
			t.Errorf("%s: %d findings counted, %d told", p.ID, s.Counts.Findings, len(s.Findings))
		}
		if p.Counts.Findings != len(s.Findings) || p.Elements != len(s.Model.Sections["elements"]) {
			t.Errorf("%s: the list says %d findings and %d elements", p.ID, p.Counts.Findings, p.Elements)
		}
		for by, counts := range map[string]map[string]int{"state": s.Counts.ByState, "certainty": s.Counts.ByCertainty, "severity": s.Counts.BySeverity, "risk": s.Counts.ByRisk, "residual": s.Counts.ByResidual} {
			sum := 0
			for _, n := range counts {
				sum += n
			}
			if sum != len(s.Findings) {
				t.Errorf("%s: counts by %s add up to %d, want %d", p.ID, by, sum, len(s.Findings))
			}
		}
		for i := 1; i < len(s.Findings); i++ {
			a, b := s.Findings[i-1], s.Findings[i]
			if a.Rank < b.Rank || a.Rank == b.Rank && a.ID > b.ID {
				t.Errorf("%s: rank and id of %s do not put it before %s", p.ID, a.ID, b.ID)
			}
		}
		if len(s.Scales.Risks) == 0 || len(s.Model.Sections) < 20 || s.Model.Sections["anti-goals"] == nil {
			t.Errorf("%s: scales or sections are missing", p.ID)
		}
	}
}

const small = `theriac: 1
id: m   # the id
name: Small
packs: [core, medical]
device: {type: infusion-pump, traits: {legacy: yes}}
zones:
  z1: {name: Ward, type: ward, trust: 2}
elements:
  # decides
  pcu: {name: Pump, type: therapy-controller, zone: z1, runs: [rtos]}
  srv:
    name: Server
    type: fleet-server
    serves: 400 pumps
    interfaces: {usb: {protocol: usb, state: unused}}
    attributes: {signed-update: no}
data:
  rate: {name: Rate, type: therapy-parameter}
flows:
  f1: {from: srv, to: pcu, protocol: tcp, authentication: none, encryption: {link: wpa2}, carries: [rate]}
functions:
  deliver: {name: Deliver, type: therapy, by: [pcu]}
hazards:
  H1: {text: Too much, of: [deliver], harm: Death, severity: S5}
`

func TestEntriesAreAsInTheText(t *testing.T) {
	s := serveText(t, small).state("m")
	entry := func(section, id string) map[string]any {
		for _, e := range s.Model.Sections[section] {
			if e["id"] == id {
				return e
			}
		}
		t.Fatalf("no %s/%s", section, id)
		return nil
	}
	for _, c := range []struct {
		section, id string
		want        map[string]any
	}{
		{"zones", "z1", map[string]any{"id": "z1", "name": "Ward", "type": []any{"ward"}, "trust": 2.0}},
		{"elements", "srv", map[string]any{"id": "srv", "name": "Server", "type": []any{"fleet-server"}, "serves": "400 pumps",
			"interfaces": []any{map[string]any{"id": "usb", "protocol": []any{"usb"}, "state": "unused"}}, "attributes": map[string]any{"signed-update": "no"}}},
		{"flows", "f1", map[string]any{"id": "f1", "from": "srv", "to": "pcu", "protocol": []any{"tcp"}, "carries": []any{"rate"},
			"authentication": map[string]any{"application": []any{"none"}}, "encryption": map[string]any{"link": []any{"wpa2"}}}},
	} {
		if got := entry(c.section, c.id); firstDifference(t, got, c.want) != "" {
			t.Errorf("%s/%s: %s", c.section, c.id, firstDifference(t, got, c.want))
		}
	}
	if s.Model.Head["name"] != "Small" || s.Model.Head["theriac"] != 1.0 {
		t.Errorf("head: %v", s.Model.Head)
	}
	if text(s, "theriac.yaml") != small {
		t.Errorf("text: %s", text(s, "theriac.yaml"))
	}
	if _, there := s.Model.Head["version"]; there {
		t.Error("what is not stated has a value")
	}
}

func TestStateIsNotSentTwice(t *testing.T) {
	x := serveText(t, small)
	_, head, _ := x.ask("GET", "/projects/m/state", nil)
	r, err := x.newRequest("GET", "/projects/m/state")
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("If-None-Match", head.Get("ETag"))
	res, err := x.c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusNotModified {
		t.Errorf("status %d for a state that the client has, want 304", res.StatusCode)
	}
	x.do("m", 1, server.Command{Verb: "set", Path: "name", Value: "Other"})
	if _, after, _ := x.ask("GET", "/projects/m/state", nil); after.Get("ETag") == head.Get("ETag") {
		t.Error("the ETag did not change with the state")
	}
}

func TestProjectsOfAFolder(t *testing.T) {
	base := t.TempDir()
	for _, dir := range []string{"A pump", "b/inner", "b/Inner!"} {
		writeFile(t, filepath.Join(base, dir, "theriac.yaml"), "theriac: 1\nid: x\n")
	}
	x := serve(t, server.Options{Folder: base})
	var ids []string
	for _, p := range get[[]server.Project](x.person, "/projects") {
		ids = append(ids, p.ID)
	}
	slices.Sort(ids)
	if got := strings.Join(ids, " "); got != "a-pump b-inner b-inner-2" {
		t.Errorf("ids %s", got)
	}
}

// TestProtectionFollows holds that the state says how flows are protected by what the engine knows of them, and that each
// delta keeps it so.
func TestProtectionFollows(t *testing.T) {
	x := serveText(t, small)
	f := &follower{t, x.state("m")}
	for _, step := range []struct {
		do   server.Command
		want string // protection of f1; empty where it is unknown
	}{
		{set("flows/f1/encryption", "tls"), "none"}, // it states that it has no authentication
		{set("flows/f1/authentication", nil), ""},
		{set("flows/f1/encryption", nil), ""},
		{set("flows/f1/protocol", "hl7-mllp"), "none"},
		{set("flows/f1/protocol", "https"), ""}, // TLS for certain, authentication not known
		{set("elements/pcu/interfaces/web/protocol", "https"), ""},
		{set("elements/pcu/interfaces/web/authentication", "mutual-tls"), "stated"},
		{server.Command{Verb: "remove", Section: "flows", ID: "f1"}, ""},
	} {
		f.apply(x.do("m", f.Revision, step.do))
		f.check(x.state("m"))
		if got := f.Protection["f1"]; got != step.want {
			t.Errorf("after %s: f1 is %q, want %q", step.do.Path, got, step.want)
		}
	}
}

// TestFindingsInPages reads the findings page by page, and asks again with the tag as a proxy that compresses makes it.
func TestFindingsInPages(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pump")
	copyExample(t, "infusion-pump", folder)
	x := serve(t, server.Options{Folder: folder, Version: "test"})
	id := get[[]server.Project](x.person, "/projects")[0].ID
	all := get[[]server.Finding](x.person, "/projects/"+id+"/findings")
	var pages []server.Finding
	for {
		page := get[[]server.Finding](x.person, fmt.Sprintf("/projects/%s/findings?limit=25&offset=%d", id, len(pages)))
		pages = append(pages, page...)
		if len(page) < 25 {
			break
		}
	}
	if len(all) < 100 || !reflect.DeepEqual(all, pages) {
		t.Errorf("%d findings, %d in pages", len(all), len(pages))
	}
	tag := x.send("GET", "/projects/"+id+"/findings", "", nil).Header.Get("ETag")
	for have, want := range map[string]int{tag: 304, "W/" + tag: 304, `"x", W/` + tag: 304, "*": 304, `"x"`: 200} {
		if got := x.send("GET", "/projects/"+id+"/findings", "", func(r *http.Request) { r.Header.Set("If-None-Match", have) }); got.StatusCode != want {
			t.Errorf("the client has %s: status %d, want %d", have, got.StatusCode, want)
		}
	}
}

// TestOverdueWaits lists a project with decisions whose day is to come, and whose day has passed.
func TestOverdueWaits(t *testing.T) {
	for day, passed := range map[string]bool{"2999-01-01": false, "2021-01-01": true} {
		folder := filepath.Join(t.TempDir(), "pump")
		copyExample(t, "infusion-pump", folder)
		name := filepath.Join(folder, "risk.yaml")
		writeFile(t, name, regexp.MustCompile(`until: .*`).ReplaceAllString(readFile(t, name), "until: "+day))
		p := get[[]server.Project](serve(t, server.Options{Folder: folder}).person, "/projects")[0]
		if n := p.Waiting.Overdue; (n > 0) != passed {
			t.Errorf("%d overdue with decisions until %s", n, day)
		}
	}
}

// TestOwnersWait counts by owner what waits, and holds it against the findings that the numbers lead to.
func TestOwnersWait(t *testing.T) {
	_, people := serveDatabase(t)
	p := people["editor"]
	revision := int64(1)
	for i, f := range p.state("m").Findings {
		owner, day := []string{"Jane Doe", "jane doe", "Ben", ""}[i%4], []string{"2021-01-01", "2999-01-01"}[i/2%2]
		fields := map[string]any{"decision": "not-applicable", "because": "Bench only.", "until": day}
		if owner != "" {
			fields["owner"] = owner
		}
		p.do("m", revision, server.Command{Verb: "decide", Findings: []string{f.ID}, Fields: fields})
		revision++
	}
	p.do("m", revision, server.Command{Verb: "set", Path: "flows/f1/authentication", Value: "phone-number"}, server.Command{Verb: "set", Path: "flows/f1/protocol", Value: "udp"})
	var all server.OwnerWaiting
	want := map[string]server.OwnerWaiting{}
	for _, f := range get[[]server.Finding](p, "/projects/m/findings") {
		o := want[f.Owner]
		if f.Until != "" && f.Until < "2026" {
			o.Overdue++
			all.Overdue++
		}
		if f.State == "review" {
			o.Review++
			all.Review++
		}
		o.Owner = f.Owner
		want[f.Owner] = o
	}
	w := get[[]server.Project](p, "/projects")[0].Waiting
	if w.Overdue != all.Overdue || w.Review != all.Review || all.Overdue == 0 || all.Review == 0 {
		t.Errorf("%d overdue and %d at review, want %d and %d", w.Overdue, w.Review, all.Overdue, all.Review)
	}
	named := 0
	for _, o := range w.Owners {
		if o != want[o.Owner] || o.Owner == "" {
			t.Errorf("%+v waits, want %+v", o, want[o.Owner])
		}
		named += o.Overdue + o.Review
	}
	nobody := want[""]
	if named+nobody.Overdue+nobody.Review != all.Overdue+all.Review {
		t.Errorf("%d by name and %d of nobody, want %d", named, nobody.Overdue+nobody.Review, all.Overdue+all.Review)
	}
}
