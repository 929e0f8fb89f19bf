package workspace_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

const pump = head + `packs: [core, medical]
include: [flows.yaml, decisions.yaml]
device:
  type: infusion-pump
  traits: {connectivity: [wifi], legacy: yes, patient-data: stored}

zones:
  z-bed:  {name: Bedside, type: bedside, trust: 0, reach: [anyone-near, visitor]}
  z-core: {name: Core, in: z-pump, trust: 9}   # inmost
  z-pump: {name: Pump, trust: 4}

elements:
  # decides on therapy
  pcu: {name: Pump control unit, kind: process, type: therapy-controller, zone: z-core, runs: [rtos, c-firmware]}
  wbm:
    name: Wireless module
    type: comms-module
    zone: z-pump
    interfaces: {debug: {protocol: jtag, state: unused}}
    attributes: {signed-update: no}
  server: {name: Server, type: fleet-server, serves: 400 pumps, runs: [windows, sql-server]}
  nurse: {name: Nurse, type: nurse, zone: z-bed}
data:
  library: {name: Drug library, type: drug-library, needs: [integrity, authenticity]}
  log: {name: Log, type: audit-log}
`

const flows = `flows:
  f1: {from: server, to: wbm, protocol: tcp-proprietary, over: wifi, authentication: none, carries: [library]}
  f2: {from: wbm, to: pcu, protocol: uart, carries: [library]}
  f3: {from: nurse, to: pcu, protocol: keypad}
  f4: {from: wbm, to: server, protocol: https, authentication: certificate, carries: [log]}

functions:
  deliver: {name: Deliver, type: therapy, by: [pcu], uses: [library]}
hazards:
  H1: {text: Over-infusion, of: [deliver], harm: Death, severity: S5, patients: many}
`

const decisions = `controls:
  c1: {control: signed-data, at: [f1], status: implemented}
threats:
  forged-data@f1: {decision: mitigate, controls: [c1], because: Signed.}
  own: {title: Own threat, of: [pcu], hazards: [H1]}
`

// verbs are changes as a person makes them on a canvas; those that a model refuses are skipped.
func drawVerb(t *rapid.T) func(*model.Model) (model.Change, error) {
	element := func() string {
		return rapid.SampledFrom([]string{"pcu", "wbm", "server", "nurse", "new"}).Draw(t, "element")
	}
	pick := func(words ...string) string { return rapid.SampledFrom(words).Draw(t, "pick") }
	a, b := element(), element()
	switch rapid.IntRange(0, 9).Draw(t, "verb") {
	case 0:
		return func(m *model.Model) (model.Change, error) { return model.Connect(m, a, b) }
	case 1:
		return func(m *model.Model) (model.Change, error) { return model.Remove(m, "elements", a, model.Cascade) }
	case 2:
		to := pick("new", "wbm", "other")
		return func(m *model.Model) (model.Change, error) { return model.Rename(m, "elements", a, to) }
	case 3:
		path, word := "flows/"+pick("f1", "f2", "f4")+"/"+pick("authentication", "encryption"), pick("none", "password", "tls", "")
		value := model.Value{}
		if word != "" {
			value = model.Word(word)
		}
		return func(m *model.Model) (model.Change, error) { return model.Set(m, path, value) }
	case 4:
		kind := pick("kiosk", "server", "database")
		return func(m *model.Model) (model.Change, error) {
			return model.Add(m, "elements", "new", model.Field{Key: "type", Value: model.Word(kind)})
		}
	case 5:
		zone := pick("z-bed", "z-core", "z-pump", "")
		return func(m *model.Model) (model.Change, error) { return model.Move(m, a, zone) }
	case 6:
		key, value := pick("signed-update", "secure-boot"), pick("yes", "no", "")
		return func(m *model.Model) (model.Change, error) { return model.SetAttribute(m, a, key, value) }
	case 7:
		id := pick("forged-data", "clear-text") + "@" + pick("f1", "f2")
		return func(m *model.Model) (model.Change, error) {
			return model.Decide(m, id, model.Field{Key: "decision", Value: model.Word("open")})
		}
	case 8:
		id := pick("z-bed", "z-core", "z-pump")
		return func(m *model.Model) (model.Change, error) { return model.Remove(m, "zones", id, model.Cascade) }
	}
	return func(m *model.Model) (model.Change, error) { return model.PlaceBox(m, "", a, 3, 4, 0, 0) }
}

// drawText edits a file as a typist does: it cuts a stretch out, or puts a scrap in.
func drawText(t *rapid.T, text string) string {
	scraps := []string{"", " ", "\n", ":", "{", "}", "[", "# c", "\n  x: {name: X}\n", "\"", "- ", "pcu", "include: []\n", "\nthreats:\n", "\t", "\r\n"}
	at := rapid.IntRange(0, len(text)).Draw(t, "at")
	end := min(len(text), at+rapid.SampledFrom([]int{0, 0, 1, 5, 80}).Draw(t, "length"))
	return text[:at] + rapid.SampledFrom(scraps).Draw(t, "scrap") + text[end:]
}

// shown is all that a face can see of a snapshot, as text.
func shown(t *rapid.T, s *workspace.Snapshot) string {
	var b strings.Builder
	for _, f := range s.Files {
		fmt.Fprintf(&b, "file %s\n%s\n", f.Name, f.Text())
	}
	for _, d := range s.Diagnostics {
		fmt.Fprintf(&b, "%+v\n", d)
	}
	place := func(n *syntax.Node) syntax.Place { return s.Model.Place(n) }
	for _, f := range s.Analysis.Findings {
		reason := f.Reason
		var facts []string
		for _, fact := range append(append([]engine.Fact{}, reason.Facts...), reason.Missing...) {
			facts = append(facts, fmt.Sprint(fact.Subject, fact.Field, fact.Value, fact.Origin, fact.From, place(fact.Node)))
		}
		line, err := json.Marshal([]any{f.ID, f.Title, f.Text, f.Certainty, f.Severity, f.Hazards, f.ManyPatients, f.Exposure, f.State,
			reason.Because, facts, place(f.Node), len(f.Controls), f.Decision != nil})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n", line)
	}
	for _, o := range s.Analysis.Orphans {
		fmt.Fprintf(&b, "orphan %s\n", o.ID.Value)
	}
	return b.String()
}

func TestSnapshotsEqualAFreshOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		disk := memory{"m/theriac.yaml": pump, "m/flows.yaml": flows, "m/decisions.yaml": decisions}
		w := disk.workspace()
		d, err := w.Open("m")
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 6).Draw(t, "edits") {
			if rapid.IntRange(0, 2).Draw(t, "typed") > 0 {
				_, _, _ = d.Do(drawVerb(t)) // one that is refused changes nothing
			} else {
				files := d.Snapshot().Files
				f := files[rapid.IntRange(0, len(files)-1).Draw(t, "file")]
				if _, err := d.Update(f.Name, []byte(drawText(t, string(f.Text())))); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := d.Save(); err != nil {
				t.Fatal(err)
			}
			fresh, err := w.Open("m")
			if err != nil {
				t.Fatal(err)
			}
			if got, want := shown(t, d.Snapshot()), shown(t, fresh.Snapshot()); got != want {
				t.Fatalf("the snapshot is not what a fresh open gives:\n%s", firstDifference(got, want))
			}
		}
	})
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(a), len(b)) {
		x, y := "", ""
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return fmt.Sprintf("line %d\ngot  %s\nwant %s", i+1, x, y)
		}
	}
	return ""
}
