package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// generate writes a model of n elements and 2n flows: wards of devices that talk to servers, with some facts stated and
// some not. The same seed gives the same text.
func generate(n int, seed uint64) string {
	g := generator{rnd: rand.New(rand.NewPCG(seed, 7))}
	g.head(n)
	g.b.WriteString("elements:\n")
	for i := range n {
		fmt.Fprintf(&g.b, "  e%d: %s\n", i, g.element(i))
	}
	g.b.WriteString("flows:\n")
	for i := range 2 * n {
		fmt.Fprintf(&g.b, "  f%d: %s\n", i, g.flow(n))
	}
	g.tail(n)
	return g.b.String()
}

type generator struct {
	b   strings.Builder
	rnd *rand.Rand
}

func (g *generator) pick(words ...string) string { return words[g.rnd.IntN(len(words))] }

func (g *generator) head(n int) {
	g.b.WriteString("theriac: 1\nid: generated\ndevice:\n  type: infusion-pump\n  traits: {life-sustaining: yes}\nzones:\n")
	for i := range n/50 + 3 {
		fmt.Fprintf(&g.b, "  z%d: {type: %s, trust: %d%s}\n", i, g.pick("bedside", "hospital-network", "clinical-servers", "cloud", "device-internal"),
			g.rnd.IntN(10), g.maybe(func() string { return fmt.Sprintf(", in: z%d", g.rnd.IntN(i+1)) }, i > 0))
	}
	g.b.WriteString("data:\n")
	for i := range 12 {
		fmt.Fprintf(&g.b, "  d%d: {name: Data %d, type: %s}\n", i, i,
			g.pick("drug-library", "firmware", "phi", "alarm", "therapy-command", "vital-signs", "credential", "status"))
	}
}

func (g *generator) maybe(make func() string, ok bool) string {
	if !ok || g.rnd.IntN(2) == 0 {
		return ""
	}
	return make()
}

func (g *generator) element(i int) string {
	s := fmt.Sprintf("{name: Part %d, type: %s, zone: z%d", i, g.pick("therapy-controller", "comms-module", "fleet-server",
		"database", "mobile-app", "web-application", "nurse", "sensor-unit", "integration-engine", "central-station"), g.rnd.IntN(4))
	s += g.maybe(func() string { return fmt.Sprintf(", stores: [d%d]", g.rnd.IntN(12)) }, g.rnd.IntN(2) == 0)
	s += g.maybe(func() string { return ", runs: [" + g.pick("rtos", "embedded-linux", "windows", "c-firmware") + "]" }, true)
	s += g.maybe(func() string { return fmt.Sprintf(", serves: %d", g.rnd.IntN(40)) }, g.rnd.IntN(4) == 0)
	s += g.maybe(func() string { return ", interfaces: {p1: {protocol: usb, state: " + g.pick("used", "unused") + "}}" }, g.rnd.IntN(4) == 0)
	s += g.maybe(func() string { return ", attributes: {" + g.attribute() + "}" }, true)
	s += g.maybe(func() string { return ", out-of-scope: not ours" }, g.rnd.IntN(20) == 0)
	return s + "}"
}

func (g *generator) attribute() string {
	return g.pick("signed-update", "audit-log", "local-limit", "input-validation", "secure-boot", "security-updates") + ": " +
		g.pick("yes", "no", "partial", "unknown")
}

func (g *generator) flow(n int) string {
	s := fmt.Sprintf("{from: e%d, to: e%d, protocol: %s", g.rnd.IntN(n), g.rnd.IntN(n),
		g.pick("hl7-mllp", "https", "ble", "serial", "tcp-proprietary", "dicom-c-store", "sql", "usb"))
	s += g.maybe(func() string { return ", authentication: " + g.pick("none", "password", "mutual-tls", "certificate") }, true)
	s += g.maybe(func() string { return ", encryption: " + g.pick("none", "tls", "link-only") }, true)
	s += g.maybe(func() string { return fmt.Sprintf(", carries: [d%d, d%d]", g.rnd.IntN(6), 6+g.rnd.IntN(6)) }, true)
	s += g.maybe(func() string { return ", direction: two-way" }, true)
	return s + "}"
}

func (g *generator) tail(n int) {
	g.b.WriteString("functions:\n")
	for i := range 8 {
		fmt.Fprintf(&g.b, "  fn%d: {name: Function %d, by: [e%d], uses: [d%d]}\n", i, i, g.rnd.IntN(n), g.rnd.IntN(12))
	}
	g.b.WriteString("hazards:\n")
	for i := range 12 {
		fmt.Fprintf(&g.b, "  H%d: {text: Hazard %d, of: [fn%d], severity: S%d, patients: %s%s}\n", i, i, g.rnd.IntN(8), 1+g.rnd.IntN(5),
			g.pick("one", "many"), g.maybe(func() string { return ", needs: [" + g.pick("integrity", "availability") + "]" }, true))
	}
	g.b.WriteString("threats:\n  forged-command@f0: {decision: mitigate, controls: [c0]}\n  gone@f1: {decision: accept, because: old}\n  own: {of: e0, category: abuse}\n")
	g.b.WriteString("controls:\n  c0: {control: signed-data, at: [f0, e1], status: implemented, depends-on: c2}\n" +
		"  c1: {control: audit-log, at: [z0], status: planned}\n  c2: {control: secure-boot, at: [e1, e2], status: verified}\n")
}
