package server_test

import (
	"flag"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"theriac.dev/server"
)

// TestVerbs does each verb over HTTP and looks at the text that it leaves, on disk and in the answer.
func TestVerbs(t *testing.T) {
	fields := func(pairs ...any) map[string]any {
		out := map[string]any{}
		for i := 0; i < len(pairs); i += 2 {
			out[pairs[i].(string)] = pairs[i+1]
		}
		return out
	}
	for _, c := range []struct {
		name     string
		commands []server.Command
		has      []string // in theriac.yaml afterwards
		hasNot   []string
		title    string
	}{
		{"set a word", []server.Command{{Verb: "set", Path: "elements/pcu/name", Value: "Pump unit"}}, []string{"pcu: {name: Pump unit,", "# decides"}, nil, "Set elements/pcu/name"},
		{"set a list", []server.Command{{Verb: "set", Path: "elements/pcu/runs", Value: []string{"linux", "rtos"}}}, []string{"runs: [linux, rtos]"}, nil, ""},
		{"set a number", []server.Command{{Verb: "set", Path: "zones/z1/trust", Value: 7}}, []string{"trust: 7}"}, nil, ""},
		{"set a group", []server.Command{{Verb: "set", Path: "flows/f1/encryption", Value: fields("application", "tls")}}, []string{"application: tls", "link: wpa2"}, nil, ""},
		{"unset", []server.Command{{Verb: "unset", Path: "device/traits/legacy"}}, nil, []string{"legacy"}, "Clear device/traits/legacy"},
		{"attribute", []server.Command{{Verb: "attribute", Target: "srv.usb", Key: "locked", Value: "yes"}}, []string{"attributes: {locked: yes}"}, nil, "Set locked of srv.usb"},
		{"attribute away", []server.Command{{Verb: "attribute", Target: "srv", Key: "signed-update"}}, nil, []string{"signed-update"}, ""},
		{"append", []server.Command{{Verb: "append", Path: "elements/pcu/runs", Value: "linux"}}, []string{"runs: [rtos, linux]"}, nil, "Add linux to elements/pcu/runs"},
		{"drop", []server.Command{{Verb: "drop", Path: "elements/pcu/runs", Value: "rtos"}}, nil, []string{"runs"}, ""},
		{"add", []server.Command{{Verb: "add", Section: "elements", ID: "app", Fields: fields("name", "App", "type", "mobile-app")}}, []string{"  app:\n    name: App\n    type: mobile-app"}, nil, "Add app"},
		{"remove with all", []server.Command{{Verb: "remove", Section: "elements", ID: "srv", Cascade: true}}, nil, []string{"srv", "f1"}, "Remove srv"},
		{"rename", []server.Command{{Verb: "rename", Section: "elements", ID: "srv", To: "server"}}, []string{"from: server", "  server:\n"}, []string{"srv"}, "Rename srv to server"},
		{"move out", []server.Command{{Verb: "move", ID: "pcu"}}, nil, []string{"zone: z1"}, "Move pcu"},
		{"move in", []server.Command{{Verb: "move", ID: "srv", Zone: "z1"}}, []string{"    zone: z1\n"}, nil, ""},
		{"order", []server.Command{{Verb: "order", Section: "elements", ID: "srv", Before: "pcu"}}, []string{"elements:\n  srv:"}, nil, ""},
		{"connect", []server.Command{{Verb: "connect", From: "pcu", To: "srv", Fields: fields("protocol", "https")}}, []string{"f2: {from: pcu, to: srv, protocol: https}"}, nil, "Connect pcu to srv"},
		{"connect by a name", []server.Command{{Verb: "connect", ID: "log", From: "pcu", To: "srv"}}, []string{"log: {from: pcu, to: srv}"}, nil, ""},
		{"reconnect", []server.Command{{Verb: "reconnect", Flow: "f1", End: "from", To: "pcu"}}, []string{"f1: {from: pcu, to: pcu"}, nil, ""},
		{"control", []server.Command{{Verb: "control", ID: "c1", Fields: fields("control", "signed-data", "at", []string{"f1"}), Findings: []string{"forged-data@f1"}}}, []string{"c1: {control: signed-data, at: [f1]}", "controls: [c1]"}, nil, "Add control c1"},
		{"several as one", []server.Command{
			{Verb: "add", Section: "elements", ID: "app", Fields: fields("name", "App")},
			{Verb: "connect", From: "app", To: "srv"},
			{Verb: "set", Path: "flows/f2/protocol", Value: "https"},
			{Verb: "rename", Section: "elements", ID: "app", To: "phone"},
		}, []string{"phone:", "f2: {from: phone, to: srv, protocol: https}"}, []string{"app"}, "Add app and 3 more"},
		{"notes", []server.Command{
			{Verb: "add", Section: "notes", ID: "note", Fields: fields("text", "Why here?\nAsk.", "about", []string{"srv", "f1"})},
			{Verb: "add", Section: "notes", ID: "note-2", Fields: fields("text", "Second", "about", []string{"srv"})},
			{Verb: "place", Target: "note", X: 5, Y: 6, W: 120, H: 60},
			{Verb: "rename", Section: "elements", ID: "srv", To: "server"},
			{Verb: "remove", Section: "notes", ID: "note-2"},
		}, []string{"notes:\n  note: {text: \"Why here?\\nAsk.\", about: [server, f1]}"}, []string{"note-2"}, "Add note and 4 more"},
		{"text", []server.Command{{Verb: "text", File: "theriac.yaml", Edits: []server.Edit{{Start: strings.Index(small, "Small"), End: strings.Index(small, "Small") + 5, Text: "Größer"}}}}, []string{"name: Größer\n"}, nil, "Edit theriac.yaml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := serveText(t, small)
			f := follower{t, x.state("m")}
			d := x.do("m", 1, c.commands...)
			f.apply(d)
			now := x.state("m")
			f.check(now)
			got := text(now, "theriac.yaml")
			for _, s := range c.has {
				if !strings.Contains(got, s) {
					t.Errorf("%q is not in\n%s", s, got)
				}
			}
			for _, s := range c.hasNot {
				if strings.Contains(got, s) {
					t.Errorf("%q is still in\n%s", s, got)
				}
			}
			if c.title != "" && d.Title != c.title {
				t.Errorf("title %q, want %q", d.Title, c.title)
			}
			if disk := readFile(t, filepath.Join(x.folder, "theriac.yaml")); disk != got {
				t.Errorf("on disk is\n%s", disk)
			}
		})
	}
}

func TestPlacesGoIntoTheLayout(t *testing.T) {
	x := serveText(t, small)
	f := follower{t, x.state("m")}
	f.apply(x.do("m", 1, server.Command{Verb: "place", Target: "pcu", X: 40, Y: 80, W: 100, H: 50}, server.Command{Verb: "place", Target: "srv", X: 1, Y: 2}))
	f.check(x.state("m"))
	if b := f.Model.Layout["default"]["pcu"]; b.Box != (server.Box{X: 40, Y: 80, W: 100, H: 50}) {
		t.Errorf("box %v", b)
	}
	if got := readFile(t, filepath.Join(x.folder, "layout.yaml")); !strings.Contains(got, "srv: {x: 1, y: 2}") {
		t.Errorf("layout.yaml:\n%s", got)
	}
}

func TestDecisionsSayWhatTheyNeed(t *testing.T) {
	x := serveText(t, small)
	s := x.state("m")
	i := slices.IndexFunc(s.Findings, func(f server.Finding) bool { return f.Target == "f1" })
	id := s.Findings[i].ID
	decide := func(fields map[string]any) server.Command {
		return server.Command{Verb: "decide", Findings: []string{id}, Fields: fields}
	}
	p := x.refused(422, "m", 1, decide(map[string]any{"decision": "not-applicable"}))
	if p.Code != "needs" || len(p.Needs) == 0 || p.Needs[0].Field != "because" {
		t.Errorf("a decision without a reason: %+v", p)
	}
	x.do("m", 1, decide(map[string]any{"decision": "not-applicable", "because": "Bench only."}))
	s = x.state("m")
	i = slices.IndexFunc(s.Findings, func(f server.Finding) bool { return f.ID == id })
	if s.Findings[i].State != "not-applicable" || s.Findings[i].Decision != "not-applicable" {
		t.Errorf("the finding is %+v", s.Findings[i])
	}
	if got := text(s, "theriac.yaml"); !strings.Contains(got, "facts:") || !strings.Contains(got, "date:") {
		t.Errorf("the decision does not say what it rests on:\n%s", got)
	}
	if p := x.refused(422, "m", 2, decide(map[string]any{"decision": "accept", "because": "x"})); p.Code != "needs" || p.Needs[0].Field != "decision" {
		t.Errorf("a decision over another one: %+v", p)
	}
	// When a fact changes, the decision is asked for again.
	x.do("m", 2, server.Command{Verb: "set", Path: "flows/f1/authentication", Value: "phone-number"}, server.Command{Verb: "set", Path: "flows/f1/protocol", Value: "udp"})
	s = x.state("m")
	i = slices.IndexFunc(s.Findings, func(f server.Finding) bool { return f.ID == id })
	if s.Findings[i].State != "review" || len(s.Findings[i].Changed) == 0 {
		t.Errorf("after a change of facts the finding is %+v", s.Findings[i])
	}
}

func TestADecisionIsTakenBackAndMadeAnewInOneStep(t *testing.T) {
	x := serveText(t, small)
	id := x.state("m").Findings[0].ID
	decide := func(fields map[string]any) server.Command {
		return server.Command{Verb: "decide", Findings: []string{id}, Fields: fields}
	}
	open := decide(map[string]any{"decision": "open", "because": nil})
	x.do("m", 1, decide(map[string]any{"decision": "not-applicable", "because": "Bench only."}))
	before := text(x.state("m"), "theriac.yaml")

	// What was taken back is no reason for what is decided instead, and half of it is not done.
	p := x.refused(422, "m", 2, open, decide(map[string]any{"decision": "eliminate"}))
	if p.Code != "needs" || len(p.Needs) == 0 {
		t.Errorf("the old reason was taken for the new decision: %+v", p)
	}
	x.do("m", 2, open, decide(map[string]any{"decision": "eliminate", "because": "The port is gone."}))
	if f := x.state("m").Findings; f[slices.IndexFunc(f, func(f server.Finding) bool { return f.ID == id })].State != "eliminated" {
		t.Error("it is not decided anew")
	}
	// One step back, and the decision that was there stands again.
	want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/undo", server.Which{Revision: 3, Key: newKey()})
	if got := text(x.state("m"), "theriac.yaml"); got != before {
		t.Errorf("after undo:\n%s\nwant\n%s", got, before)
	}
}

func TestNoThreatIsAnsweredByAControlThatIsNotThere(t *testing.T) {
	x := serveText(t, small)
	id := x.state("m").Findings[0].ID
	mitigate := server.Command{Verb: "decide", Findings: []string{id}, Fields: map[string]any{"decision": "mitigate", "controls": []string{"lock"}}}
	p := x.refused(422, "m", 1, mitigate)
	if p.Code != "needs" || len(p.Needs) != 1 || p.Needs[0].Field != "controls" || !strings.Contains(p.Needs[0].Message, "`lock`") {
		t.Errorf("a control that is not there: %+v", p)
	}
	x.do("m", 1, server.Command{Verb: "add", Section: "controls", ID: "lock", Fields: map[string]any{"name": "Lock", "status": "planned"}}, mitigate)
	if n := x.state("m").Counts.ByState["planned"]; n != 1 {
		t.Errorf("%d are planned after control and decision came together", n)
	}
}

func TestManyFindingsAreDecidedAtOnce(t *testing.T) {
	x := serveText(t, small)
	s := x.state("m")
	var ids []string
	for _, f := range s.Findings {
		ids = append(ids, f.ID)
	}
	f := follower{t, s}
	d := x.do("m", 1, server.Command{Verb: "decide", Findings: ids, Fields: map[string]any{"decision": "not-applicable", "because": "A sketch."}})
	f.apply(d)
	f.check(x.state("m"))
	if f.Counts.ByState["not-applicable"] != len(ids) {
		t.Errorf("%d of %d are decided", f.Counts.ByState["not-applicable"], len(ids))
	}
	if d.Title != fmt.Sprintf("Decide %d findings", len(ids)) {
		t.Errorf("title %q", d.Title)
	}
}

func TestRefusals(t *testing.T) {
	x := serveText(t, small)
	for _, c := range []struct {
		name    string
		command server.Command
		code    string
	}{
		{"no entry", server.Command{Verb: "set", Path: "elements/nobody/name", Value: "x"}, "refused"},
		{"no key", server.Command{Verb: "set", Path: "elements/pcu/nme", Value: "x"}, "refused"},
		{"in use", server.Command{Verb: "remove", Section: "elements", ID: "srv"}, "refused"},
		{"taken", server.Command{Verb: "add", Section: "elements", ID: "srv"}, "refused"},
		{"same again", server.Command{Verb: "set", Path: "elements/pcu/name", Value: "Pump"}, "nothing"},
		{"no word", server.Command{Verb: "append", Path: "elements/pcu/runs", Value: []string{"a"}}, "bad"},
		{"no file", server.Command{Verb: "text", File: "../other.yaml", Edits: []server.Edit{{}}}, "bad"},
		{"outside of the text", server.Command{Verb: "text", File: "theriac.yaml", Edits: []server.Edit{{Start: 5, End: 1 << 30}}}, "bad"},
		{"another text", server.Command{Verb: "text", File: "theriac.yaml", Hash: "ff", Edits: []server.Edit{{Text: "#"}}}, "bad"},
		{"no findings", server.Command{Verb: "decide", Fields: map[string]any{"decision": "open"}}, "bad"},
	} {
		if p := x.refused(422, "m", 1, c.command); p.Code != c.code || p.Detail == "" {
			t.Errorf("%s: %+v, want code %s", c.name, p, c.code)
		}
	}
	if s := x.state("m"); s.Revision != 1 || text(s, "theriac.yaml") != small {
		t.Error("a refused command changed something")
	}
	// All or nothing.
	x.refused(422, "m", 1, server.Command{Verb: "set", Path: "name", Value: "Other"}, server.Command{Verb: "set", Path: "elements/nobody/name", Value: "x"})
	if s := x.state("m"); s.Revision != 1 || text(s, "theriac.yaml") != small {
		t.Error("half of a proposal was done")
	}
}

func TestAKeyIsDoneOnce(t *testing.T) {
	x := serveText(t, small)
	p := server.Proposal{Base: 1, Key: "the-same-key", Commands: []server.Command{{Verb: "set", Path: "name", Value: "Once"}}}
	first := want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/commands", p)
	again := want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/commands", p)
	if firstDifference(t, first, again) != "" || x.state("m").Revision != 2 {
		t.Errorf("the same key was done twice: %+v", again)
	}
}

// commands draws a proposal as a person at the canvas or the table makes it.
func drawCommands(t *rapid.T) []server.Command {
	element := rapid.SampledFrom([]string{"pcu", "srv", "a", "b"})
	flow := rapid.SampledFrom([]string{"f1", "f2", "f3"})
	word := rapid.SampledFrom([]string{"none", "password", "tls", "certificate"})
	one := rapid.Custom(func(t *rapid.T) server.Command {
		switch rapid.IntRange(0, 13).Draw(t, "verb") {
		case 0:
			return server.Command{Verb: "add", Section: "elements", ID: element.Draw(t, "id"), Fields: map[string]any{"type": "fleet-server", "name": "New one"}}
		case 1:
			return server.Command{Verb: "connect", From: element.Draw(t, "from"), To: element.Draw(t, "to")}
		case 2:
			return server.Command{Verb: "remove", Section: "elements", ID: element.Draw(t, "id"), Cascade: true}
		case 3:
			return server.Command{Verb: "rename", Section: "elements", ID: element.Draw(t, "id"), To: element.Draw(t, "to")}
		case 4:
			return server.Command{Verb: "set", Path: "flows/" + flow.Draw(t, "flow") + "/authentication", Value: word.Draw(t, "word")}
		case 5:
			return server.Command{Verb: "attribute", Target: element.Draw(t, "id"), Key: rapid.SampledFrom([]string{"signed-update", "secure-boot"}).Draw(t, "key"), Value: rapid.SampledFrom([]any{"yes", "no", nil}).Draw(t, "value")}
		case 6:
			return server.Command{Verb: "place", Target: element.Draw(t, "id"), X: rapid.IntRange(0, 50).Draw(t, "x")}
		case 7:
			return server.Command{Verb: "move", ID: element.Draw(t, "id"), Zone: rapid.SampledFrom([]string{"", "z1"}).Draw(t, "zone")}
		case 8:
			return server.Command{Verb: "set", Path: "name", Value: rapid.SampledFrom([]string{"One", "Two"}).Draw(t, "name")}
		case 9:
			points := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]int { return [2]int{rapid.IntRange(0, 50).Draw(t, "x"), 7} }), 0, 3)
			return server.Command{Verb: "place", Target: flow.Draw(t, "flow"), Via: append([][2]int{}, points.Draw(t, "via")...)}
		case 10:
			return server.Command{Verb: "order", Section: "elements", ID: element.Draw(t, "id")}
		case 11:
			return server.Command{Verb: "add", Section: "notes", ID: element.Draw(t, "id"), Fields: map[string]any{"text": "Why?", "about": []string{element.Draw(t, "about")}}}
		case 12:
			return server.Command{Verb: "set", Path: "notes/" + element.Draw(t, "id") + "/text", Value: "Since Monday."}
		default:
			return server.Command{Verb: "set", Path: "hazards/H1/severity", Value: rapid.SampledFrom([]string{"S2", "S5"}).Draw(t, "severity")}
		}
	})
	return rapid.SliceOfN(one, 1, 3).Draw(t, "commands")
}

var rounds = flag.Int("rounds", 20, "how many random histories are followed")

// TestFollowersSeeWhatTheServerHas makes random proposals; a client that reads nothing but the deltas must have the very
// state that the server tells, and undo of all of them in turn must lead back to the first text.
func TestFollowersSeeWhatTheServerHas(t *testing.T) {
	plans := rapid.SliceOfN(rapid.Custom(drawCommands), 1, 6)
	done := 0
	for i := range *rounds {
		done += followOne(t, plans.Example(i))
	}
	if done == 0 {
		t.Error("no proposal was accepted: the test looked at nothing")
	}
}

func followOne(t *testing.T, plan [][]server.Command) (done int) {
	t.Helper()
	x := serveText(t, small)
	defer x.end()
	f := follower{t, x.state("m")}
	var made []int64
	for _, commands := range plan {
		status, _, body := x.ask("POST", "/projects/m/commands", server.Proposal{Base: f.Revision, Key: newKey(), Commands: commands})
		if status == 422 {
			continue
		}
		if status != 200 {
			t.Fatalf("status %d: %s", status, body)
		}
		var d server.Delta
		decode(t, body, &d)
		f.apply(d)
		f.check(x.state("m"))
		if questions := get[[]server.Question](x.person, "/projects/m/questions"); len(questions) != f.Counts.Questions {
			t.Fatalf("%d questions are counted, %d are asked", f.Counts.Questions, len(questions))
		}
		made = append(made, d.Revision)
		done++
	}
	for _, revision := range slices.Backward(made) {
		f.apply(want[server.Delta](x.person, 200, http.MethodPost, "/projects/m/undo", server.Which{Revision: revision, Key: newKey(), Force: true}))
	}
	f.check(x.state("m"))
	if got := text(f.State, "theriac.yaml"); got != small {
		t.Fatalf("after undoing all of %+v the text is\n%s", plan, got)
	}
	return done
}
