package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// platform is a communication module that products build on.
const platform = `theriac: 1
id: comms
version: 2.1
packs: [core]
device: {type: gateway, stage: production, traits: {connectivity: [wifi], legacy: no}, attributes: {secure-boot: yes}}
zones:
  module: {name: Module, trust: 4}
  chip: {name: Chip, in: module, trust: 6}
elements:
  radio: {name: Radio, zone: module, interfaces: {uart: {protocol: uart, authentication: password, state: used}, jtag: {state: disabled}}, attributes: {secure-boot: yes, debug-locked: yes}}
  host: {name: Host, zone: chip}
data:
  settings: {name: Settings, needs: [integrity, authenticity]}
flows:
  link: {name: Link, from: radio, to: host, authentication: certificate, encryption: {link: wpa2-eap, application: tls}, carries: [settings]}
hazards:
  H1: {text: Wrong rate, severity: S4, patients: many}
controls:
  signed: {control: signed-data, at: [link, radio], status: verified}
threats:
  forged@link: {decision: mitigate, controls: [signed]}
`

// product starts a model that extends the platform.
const product = "theriac: 1\nid: pump\nextends: {model: ../comms, version: 2.1, zone: case}\nzones: {case: {trust: 3}}\n"

func inherit(text string) *model.Model {
	m := model.Decode(syntax.Parse("theriac.yaml", []byte(text)))
	base := model.Decode(syntax.Parse("../comms/theriac.yaml", []byte(platform)))
	return model.Inherit(m, base, m.Extends[0])
}

func TestInheritBringsInThePlatform(t *testing.T) {
	m := inherit(product + `device: {stage: design, traits: {legacy: yes}, attributes: {kiosk-lockdown: no}}
elements:
  core: {name: Core, zone: chip}
  radio: {name: Our radio, interfaces: {jtag: {state: service-only}}, attributes: {debug-locked: no}}
flows: {order: {from: core, to: host}}
`)
	if diff := cmp.Diff([]string(nil), said(m)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	radio, link := m.Elements.Get("radio"), m.Flows.Get("link")
	got := []string{
		m.ID.Value, m.Packs.Items[0].Value,
		m.Device.Type.Items[0].Value, m.Device.Stage.Value, m.Device.Traits.Legacy.Value, m.Device.Traits.Connectivity.Items[0].Value,
		m.Device.Attributes.Get("secure-boot").Value, m.Device.Attributes.Get("kiosk-lockdown").Value,
		m.Zones.Get("module").In.Value, m.Zones.Get("chip").In.Value, m.Zones.Get("case").In.Value,
		radio.Name.Value, radio.Zone.Value, radio.Interfaces.Get("jtag").State.Value, radio.Interfaces.Get("uart").State.Value,
		radio.Attributes.Get("debug-locked").Value, radio.Attributes.Get("secure-boot").Value,
		link.From.Value, link.Encryption.Link.Items[0].Value, m.Threats.Get("forged@link").Decision.Value,
	}
	want := []string{"pump", "core", "gateway", "design", "yes", "wifi", "yes", "no", "case", "module", "",
		"Our radio", "module", "service-only", "used", "no", "yes", "radio", "wpa2-eap", "mitigate"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	var order []string
	for _, e := range m.Elements.All() {
		order = append(order, e.ID.Value)
	}
	if diff := cmp.Diff([]string{"core", "radio", "host"}, order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if p := m.Place(link.From.Node); p.File != "../comms/theriac.yaml" || p.Line != 15 {
		t.Errorf("place of an inherited value: %+v", p)
	}
}

func TestInheritLeavesBothModelsAlone(t *testing.T) {
	m := model.Decode(syntax.Parse("theriac.yaml", []byte(product+"elements: {radio: {name: Ours}}\nflows: {f: {from: host, to: radio}}\n")))
	base := model.Decode(syntax.Parse("../comms/theriac.yaml", []byte(platform)))
	before := said(m)
	model.Inherit(m, base, m.Extends[0])
	if diff := cmp.Diff(before, said(m)); diff != "" || len(before) == 0 || m.Elements.Len() != 1 {
		t.Errorf("the model was changed:\n%s", diff)
	}
	if base.Zones.Get("module").In.Stated() || base.Elements.Get("radio").Name.Value != "Radio" {
		t.Error("the platform model was changed")
	}
}

func TestInheritTwice(t *testing.T) {
	m := inherit(product + "elements: {core: {}}\nflows: {f: {from: core, to: sensor}}\n")
	second := model.Decode(syntax.Parse("sensor/theriac.yaml", []byte("theriac: 1\nid: s\nelements: {sensor: {zone: sz}}\nzones: {sz: {}}\n")))
	m = model.Inherit(m, second, model.Extension{})
	if diff := cmp.Diff([]string(nil), said(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	plain, _ := m.Update(m.Files[0])
	requireSame(t, plain, m.Files[:1])
	if m.Elements.Get("sensor") == nil || m.Elements.Get("host") == nil || m.Zones.Get("sz").In.Stated() || len(m.Files) != 3 {
		t.Error("both platforms should be there, the second where nothing says")
	}
}

// TestLoosened holds what a product may not take back: the diagnostics of a product without and with a reason.
func TestLoosened(t *testing.T) {
	tests := map[string]struct {
		text string // %s stands where the reason can be given
		want []string
	}{
		"trust":              {"zones: {module: {trust: 7 %s}}", []string{"[7]"}},
		"less trust":         {"zones: {module: {trust: 2 %s}}", nil},
		"scope":              {"elements: {radio: {out-of-scope: not ours %s}}", []string{"[not ours]"}},
		"interface":          {"elements: {radio: {interfaces: {uart: {authentication: none}} %s}}", []string{"[none]"}},
		"authentication":     {"flows: {link: {authentication: none %s}}", []string{"[none]"}},
		"stronger":           {"flows: {link: {authentication: mutual-tls %s}}", nil},
		"one of several":     {"flows: {link: {authentication: [certificate, none] %s}}", []string{"[none]"}},
		"layer":              {"flows: {link: {encryption: {link: none, application: tls} %s}}", []string{"[none]"}},
		"said of none":       {"flows: {link: {integrity: none %s}}", nil},
		"needs":              {"data: {settings: {needs: [integrity] %s}}", []string{"[[integrity]]"}},
		"more needs":         {"data: {settings: {needs: [integrity, authenticity, availability] %s}}", nil},
		"severity":           {"hazards: {H1: {severity: S3 %s}}", []string{"[S3]"}},
		"higher severity":    {"hazards: {H1: {severity: S5 %s}}", nil},
		"patients":           {"hazards: {H1: {patients: one %s}}", []string{"[one]"}},
		"status":             {"controls: {signed: {status: planned %s}}", []string{"[planned]"}},
		"places":             {"controls: {signed: {at: [link] %s}}", []string{"[[link]]"}},
		"decision":           {"threats: {forged@link: {decision: not-applicable %s}}", []string{"[not-applicable]"}},
		"fewer controls":     {"threats: {forged@link: {decision: mitigate, controls: [] %s}}", []string{"[[]]"}},
		"decision, reopened": {"threats: {forged@link: {decision: open %s}}", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(product, ", zone: case}\nzones: {case: {trust: 3}}", "}", 1)
			bare := inherit(text + strings.Replace(test.text, "%s", "", 1) + "\n")
			if len(problemsAbove(bare, syntax.Warning)) != len(test.want) {
				t.Errorf("other problems: %q", said(bare))
			}
			if diff := cmp.Diff(test.want, marks(bare, "loosened")); diff != "" {
				t.Errorf("without a reason (-want +got):\n%s", diff)
			}
			with := inherit(text + strings.Replace(test.text, "%s", ", loosens: The product has a second path", 1) + "\n")
			if got := marks(with, "loosened"); len(got) > 0 {
				t.Errorf("with a reason: %q", got)
			}
		})
	}
}

// marks returns the marked texts of the diagnostics with the code.
func marks(m *model.Model, code string) (list []string) {
	for _, line := range said(m) {
		if rest, ok := strings.CutPrefix(line, "error "+code+" "); ok {
			list = append(list, rest)
		}
	}
	return list
}

func TestBecauseIsAReasonToo(t *testing.T) {
	m := inherit(product + "controls: {signed: {status: waived, because: Not on this bus.}}\n" +
		"threats: {forged@link: {decision: accept, because: The bus is inside the case.}}\n")
	if got := marks(m, "loosened"); len(got) > 0 {
		t.Errorf("got %q", got)
	}
}

func TestInheritProblems(t *testing.T) {
	tests := map[string]struct {
		text string
		want string
	}{
		"another version": {strings.Replace(product, "2.1", "2.0", 1), "warning platform-version [2.0]"},
		"note's id taken": {product + "notes: {radio: {text: Ours}}\n", "error duplicate-id [radio]"},
		"id clash":        {product + "data: {radio: {}}\n", "error duplicate-id [radio]"},
		"still unknown":   {product + "flows: {f: {from: radio, to: hosd}}\n", "error unknown-reference [hosd] -> host"},
		"not filled in":   {product + "flows: {f: {from: radio}}\n", "error missing-required [f]"},
		"circle":          {strings.Replace(product, "trust: 3", "in: chip", 1), "error zone-cycle [chip]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := said(inherit(test.text)); !slices.Equal(got, []string{test.want}) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestBrokenPlatformIsTold(t *testing.T) {
	m := model.Decode(syntax.Parse("theriac.yaml", []byte(product)))
	base := model.Decode(syntax.Parse("p.yaml", []byte(platform+"rolls: {}\n")))
	got := said(model.Inherit(m, base, m.Extends[0]))
	if want := []string{"warning platform-errors [../comms]"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
