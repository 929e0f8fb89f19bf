package engine_test

import (
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
  forged-message@f4: {decision: mitigate, controls: [signed-library], because: The core must not trust the network., owner: A. Meier, date: 2026-11-02}
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

func decode(t testing.TB, text string) *model.Model {
	t.Helper()
	return model.Decode(syntax.Parse("theriac.yaml", []byte(text)))
}

func TestPump(t *testing.T) {
	e := engine.New(loadLibrary(t))
	a := e.Analyze(decode(t, pump))
	for _, d := range a.Diagnostics {
		t.Log(d.Place.Line, d.Severity, d.Code, d.Message)
	}
	for _, f := range a.Findings {
		t.Log(f.Points(), f.ID, f.Certainty, f.Severity, f.ManyPatients, f.Exposure, f.State, f.Title, f.Hazards)
		for _, x := range f.Reason.Facts {
			t.Log("      ", x.Subject, x.Field, x.Value, x.Origin, x.From)
		}
		for _, x := range f.Reason.Missing {
			t.Log("     ?", x.Subject, x.Field, x.Value, x.Origin, x.From)
		}
	}
}
