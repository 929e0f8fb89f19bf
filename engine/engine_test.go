package engine_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

const pump = `theriac: 1
id: infusion-pump
name: Large-volume infusion pump
packs: [core, medical]
device:
  type: infusion-pump
  traits: {connectivity: [wifi, ethernet], remote-access: vendor, legacy: yes, patient-data: stored, life-sustaining: yes}
zones:
  z-bed:  {name: Bedside, type: bedside, trust: 0, reach: [anyone-near, visitor, patient]}
  z-comm: {name: Communication, in: z-bed, trust: 4}
  z-core: {name: Therapy core, in: z-comm, trust: 9}
  z-srv:  {name: Servers, type: clinical-servers, trust: 6}
elements:
  pcu: {name: Pump control unit, kind: process, type: therapy-controller, zone: z-core, runs: [rtos, c-firmware], attributes: {local-limit: yes}}
  wbm: {name: Wireless module, type: comms-module, zone: z-comm}
  server: {name: Pump server, type: fleet-server, zone: z-srv, serves: 400 pumps}
data:
  drug-library: {name: Drug library, type: drug-library, needs: [integrity, authenticity]}
flows:
  f3: {name: Library hand-over, from: wbm, to: pcu, protocol: serial, authentication: checksum-only, carries: [drug-library]}
  f4: {name: Library download, from: server, to: wbm, protocol: tcp-proprietary, over: wifi, authentication: none, encryption: link-only, carries: [drug-library]}
functions:
  deliver-rate: {name: Deliver the prescribed rate, type: therapy, by: [pcu], uses: [drug-library]}
hazards:
  H1: {text: Over-infusion of a high-risk drug, of: [deliver-rate], harm: Respiratory depression, severity: S5, patients: one}
threats:
  forged-command@f4: {decision: mitigate, controls: [signed-library], because: The core must not trust the network., owner: A. Meier, date: 2026-11-02}
controls:
  signed-library: {control: signed-data, at: [f4], status: implemented}
`

func loadLibrary(t testing.TB) *library.Library {
	t.Helper()
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// decode reads a model of one file. t may be nil.
func decode(t testing.TB, text string) *model.Model {
	if t != nil {
		t.Helper()
	}
	return model.Decode(syntax.Parse("theriac.yaml", []byte(text)))
}

func analyze(t *testing.T, text string) *engine.Analysis {
	t.Helper()
	return engine.New(loadLibrary(t)).Analyze(decode(t, text))
}

func finding(t *testing.T, a *engine.Analysis, id string) *engine.Finding {
	t.Helper()
	for _, f := range a.Findings {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("there is no finding %s", id)
	return nil
}

// about returns the first finding about a target.
func about(t *testing.T, a *engine.Analysis, target string) *engine.Finding {
	t.Helper()
	for _, f := range a.Findings {
		if f.Target == target {
			return f
		}
	}
	t.Fatalf("there is no finding about %s", target)
	return nil
}

func TestFindingOfThePump(t *testing.T) {
	a := analyze(t, pump)
	f := finding(t, a, "forged-command@f4")
	if f.Title != "Forged Drug library accepted by Wireless module" {
		t.Errorf("title is %q", f.Title)
	}
	if f.Certainty != engine.Confirmed || f.Severity != 5 || f.ManyPatients {
		t.Errorf("it is %s, S%d, many patients %v; want confirmed, S5, false", f.Certainty, f.Severity, f.ManyPatients)
	}
	if want := []string{"anyone-near", "visitor", "hospital-network", "patient"}; !slices.Equal(f.Exposure, want) {
		t.Errorf("exposed to %v, want %v", f.Exposure, want)
	}
	if f.State != engine.Controlled || len(f.Controls) != 1 || f.Decision == nil {
		t.Errorf("state is %s with %d controls", f.State, len(f.Controls))
	}
	if !about(t, a, "server").ManyPatients {
		t.Error("the server serves 400 pumps, and its findings do not concern several patients")
	}
}

func TestWhy(t *testing.T) {
	a := analyze(t, pump)
	w := a.Why(about(t, a, "server"))
	if len(w.Hazards) != 1 || !slices.Equal(w.Hazards[0].Path, []string{"server", "f4", "wbm", "f3", "pcu"}) || w.Hazards[0].Function != "deliver-rate" {
		t.Errorf("hazards are %+v", w.Hazards)
	}
	w = a.Why(finding(t, a, "forged-command@f4"))
	if len(w.Hazards) != 1 || !slices.Equal(w.Hazards[0].Path, []string{"f4", "wbm", "f3", "pcu"}) {
		t.Errorf("hazards are %+v", w.Hazards)
	}
	if len(w.Exposure) != 4 || w.Exposure[0].Zone != "z-bed" && w.Exposure[0].Carrier != "wifi" {
		t.Errorf("exposure is %+v", w.Exposure)
	}
	if w.Rule == "" || w.When == "" || len(w.Reason.Facts) == 0 {
		t.Errorf("rule %q, condition %q, %d facts", w.Rule, w.When, len(w.Reason.Facts))
	}
}

// TestWhyOfAnOlderAnalysis asks an analysis that an update has followed: it still answers for its own model.
func TestWhyOfAnOlderAnalysis(t *testing.T) {
	e := engine.New(loadLibrary(t))
	file := syntax.Parse("theriac.yaml", []byte(pump))
	m := model.Decode(file)
	a := e.Analyze(m)
	before := a.Why(a.Findings[0])
	m2, ch := m.Update(file.Update([]byte(strings.Replace(pump, "of: [deliver-rate]", "of: []", 1))))
	if b := e.Update(a, m2, ch); b.Findings[0].Severity != 0 {
		t.Errorf("without functions the worst finding is S%d", b.Findings[0].Severity)
	}
	if after := a.Why(a.Findings[0]); !reflect.DeepEqual(before, after) {
		t.Errorf("why is %+v, and was %+v", after, before)
	}
}

func TestAsk(t *testing.T) {
	a := analyze(t, pump)
	questions := engine.Ask(a, 0)
	if len(questions) == 0 {
		t.Fatal("there is nothing to ask")
	}
	seen := map[string]bool{}
	for _, q := range questions {
		key := q.Target + " " + q.Field
		if seen[key] || q.Text == "" || strings.Contains(q.Text, "{") || len(q.Settles) == 0 {
			t.Errorf("question %+v", q)
		}
		seen[key] = true
	}
	if few := engine.Ask(a, 3); !reflect.DeepEqual(few, questions[:3]) {
		t.Errorf("the first three are %v", few)
	}
}

func TestOwnThreatsOrphansAndScope(t *testing.T) {
	text := strings.Replace(pump, "threats:\n", "threats:\n  shared-pin: {of: pcu, category: abuse, title: Nurses share the PIN}\n  forged-command@nowhere: {decision: accept, because: old}\n", 1)
	text = strings.Replace(text, "server: {name", "server: {out-of-scope: Not ours., name", 1)
	a := analyze(t, text)
	own := finding(t, a, "shared-pin")
	if own.Title != "Nurses share the PIN" || own.Severity != 5 || own.Own == nil || own.State != engine.Open {
		t.Errorf("own threat is %q, S%d, %s", own.Title, own.Severity, own.State)
	}
	if len(a.Orphans) != 1 || a.Orphans[0].ID.Value != "forged-command@nowhere" {
		t.Errorf("orphans are %v", a.Orphans)
	}
	if len(a.OutOfScope) != 1 || a.OutOfScope[0].Target != "server" || a.OutOfScope[0].Reason != "Not ours." {
		t.Errorf("out of scope is %v", a.OutOfScope)
	}
	for _, f := range a.Findings {
		if f.Target == "server" {
			t.Errorf("%s is about what is out of scope", f.ID)
		}
	}
}
