package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

const pump = `theriac: 1
id: infusion-pump
name: Large-volume infusion pump
packs: [core, medical]
device:
  type: infusion-pump
  intended-use: Delivers fluids and drugs to one patient at a set rate.
  traits: {connectivity: [wifi, ethernet], remote-access: vendor, legacy: yes, patient-data: stored, life-sustaining: yes}
zones:
  z-bed:  {name: Bedside, type: bedside, trust: 0, reach: [anyone-near, visitor, patient]}
  z-comm: {name: Wireless module, trust: 4}
  z-core: {name: Therapy core, in: z-comm, trust: 9}
elements:
  pcu: {name: Pump control unit, kind: process, type: therapy-controller, zone: z-core, runs: [rtos, c-firmware], attributes: {local-limit: yes}}
  wbm: {name: Wireless module, type: comms-module, zone: z-comm, interfaces: {usb: {protocol: usb, state: service-only}}}
  server: {name: Pump server, type: fleet-server, serves: 400 pumps}
data:
  drug-library: {name: Drug library, type: drug-library, needs: [integrity, authenticity]}
flows:
  f4: {name: Library download, from: server, to: wbm, protocol: tcp-proprietary, over: wifi, authentication: none, encryption: {link: wpa2-psk, application: none}, carries: [drug-library]}
functions:
  deliver-rate: {name: Deliver the prescribed rate, type: therapy, by: [pcu], uses: [drug-library]}
hazards:
  H1: {text: Over-infusion of a high-risk drug, of: [deliver-rate], harm: Respiratory depression, severity: S5, patients: one}
threats:
  forged-data@f4: {decision: mitigate, controls: [signed-library], because: The core must not trust the network., owner: A. Meier, date: 2026-11-02}
  stolen-stick: {title: Stolen stick, of: [wbm.usb, device], decision: open}
controls:
  signed-library: {control: signed-data, at: [f4], status: implemented, requirements: [SR-12]}
requirements:
  SR-12: {text: The core verifies the signature of each drug library.}
`

// decode makes a model of one text.
func decode(text string) *model.Model {
	return model.Decode(syntax.Parse("theriac.yaml", []byte(text)))
}

// said returns the diagnostics of a model as lines of place, severity, code, marked text and proposals.
func said(m *model.Model) []string {
	var lines []string
	for _, d := range m.Diagnostics {
		line := d.Severity.String() + " " + d.Code
		for _, f := range m.Files {
			if f.Name == d.Place.File {
				line += " [" + string(f.Text()[d.Place.Start:d.Place.End]) + "]"
			}
		}
		for _, fix := range d.Fixes {
			line += " -> " + fix.Edits[0].New
		}
		lines = append(lines, line)
	}
	return lines
}

func TestDecodeKeepsWhatIsWritten(t *testing.T) {
	m := decode(pump)
	if diff := cmp.Diff([]string(nil), said(m)); diff != "" {
		t.Errorf("diagnostics of a sound model (-want +got):\n%s", diff)
	}
	flow, server := m.Flows.Get("f4"), m.Elements.Get("server")
	got := []string{
		m.Name.Value, m.Device.Type.Items[0].Value, m.Device.Traits.Connectivity.Items[1].Value, m.Device.Traits.Legacy.Value,
		flow.From.Value, flow.Authentication.Application.Items[0].Value, flow.Encryption.Link.Items[0].Value,
		server.Serves.Of, m.Elements.Get("wbm").Interfaces.Get("usb").State.Value,
		m.Elements.Get("pcu").Attributes.Get("local-limit").Value, m.Hazards.Get("H1").Severity.Value,
		m.Threats.All()[0].ID.Value, m.Controls.Get("signed-library").At.Items[0].Value,
	}
	want := []string{"Large-volume infusion pump", "infusion-pump", "ethernet", "yes", "server", "none", "wpa2-psk", "pumps",
		"service-only", "yes", "S5", "forged-data@f4", "f4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if server.Serves.Count != 400 || m.Zones.Get("z-core").Trust.Value != 9 || m.Zones.Get("z-bed").Trust.Value != 0 {
		t.Errorf("numbers: serves %d, trust %d", server.Serves.Count, m.Zones.Get("z-core").Trust.Value)
	}
	if flow.Text.Stated() || flow.Integrity.Stated() || m.Device.Class.Software.Stated() {
		t.Error("a value that is not written counts as stated")
	}
	if p := m.Place(server.Serves.Node); p.Line != 16 || p.File != "theriac.yaml" {
		t.Errorf("place of `serves`: %+v", p)
	}
}

func TestLayoutAddsUp(t *testing.T) {
	m := model.Decode(syntax.Parse("theriac.yaml", []byte(pump)),
		syntax.Parse("layout.yaml", []byte("layout:\n  default: {pcu: {x: -4, y: 12}, wbm: {x: 1, y: 2, w: 30, h: 40}}\n")),
		syntax.Parse("more.yaml", []byte("layout: {v: {pcu: {x: 5, y: 6}}}\n")))
	if diff := cmp.Diff([]string(nil), said(m)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	for _, want := range []struct {
		view, target string
		box          [4]int
		ok           bool
	}{
		{model.DefaultView, "pcu", [4]int{-4, 12}, true},
		{model.DefaultView, "wbm", [4]int{1, 2, 30, 40}, true},
		{"v", "pcu", [4]int{5, 6}, true},
		{"v", "wbm", [4]int{}, false},
	} {
		b, ok := m.Layout.Of(want.view, want.target)
		if got := [4]int{b.X.Value, b.Y.Value, b.Width.Value, b.Height.Value}; got != want.box || ok != want.ok {
			t.Errorf("%s of %s: %v %v, want %v %v", want.target, want.view, got, ok, want.box, want.ok)
		}
	}
	if _, ok := (*model.Layout)(nil).Of("v", "pcu"); ok {
		t.Error("no layout has a box")
	}
}
