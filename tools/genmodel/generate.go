package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// writer draws a model. All choices come from one seeded source.
type writer struct {
	strings.Builder
	r *rand.Rand
	n int
}

// site is the kind of place that a group of elements stands in, with what stands there.
type site struct {
	zone, reach string
	trust       int
	types       []string
	runs        []string
}

var sites = []site{
	{"bedside", "[anyone-near, visitor, patient]", 1, []string{"bedside-device", "kiosk", "instrument-tag", "sensor-unit"}, []string{"embedded-linux", "c-firmware"}},
	{"device-internal", "", 8, []string{"therapy-controller", "safety-controller", "sensor-unit", "actuator-unit", "comms-module"}, []string{"rtos", "c-firmware", "cpp"}},
	{"ward", "[clinician, visitor]", 3, []string{"central-station", "viewer", "phone", "workstation"}, []string{"windows", "dotnet", "android"}},
	{"clinical-servers", "[hospital-network]", 5, []string{"fleet-server", "integration-engine", "alarm-middleware", "emr", "worklist-server"}, []string{"windows", "sql-server", "java", "http-server"}},
	{"cloud", "[internet]", 4, []string{"cloud-service", "web-api", "web-application", "database", "update-service"}, []string{"container", "python", "third-party-component"}},
	{"home", "[anyone-near, patient]", 1, []string{"home-monitor", "mobile-app", "wearable", "hub"}, []string{"android", "ios", "ble-stack"}},
}

// link is a way to talk, with what usually protects it.
type link struct{ protocol, over, authentication, encryption string }

var links = []link{
	{"tcp-proprietary", "wifi", "none", "link-only"},
	{"tcp-proprietary", "wifi", "[none, password]", "none"},
	{"hl7-mllp", "", "none", "none"},
	{"hl7-fhir", "", "oauth", "tls"},
	{"https", "", "certificate", "tls"},
	{"rest-api", "", "api-key", "tls"},
	{"ble-gatt", "", "just-works", "le-legacy"},
	{"ble-gatt", "", "numeric-comparison", "le-secure"},
	{"dicom", "", "ae-title", "none"},
	{"can", "", "", ""},
	{"uart", "", "", ""},
	{"mqtt", "cellular", "device-token", "tls"},
	{"sql", "", "shared-account", ""},
	{"smb", "", "shared-account", "none"},
	{"websocket", "", "bearer-token", "tls"},
}

var dataClasses = []string{"therapy-command", "setting", "drug-library", "order", "vital-signs", "waveform", "glucose", "alarm", "firmware",
	"phi", "image", "credential", "audit-log", "status", "telemetry", "calibration"}

var attributeNames = []string{"signed-update", "secure-boot", "debug-locked", "input-validation", "audit-log", "encrypted-storage", "security-updates",
	"memory-safe", "local-limit", "flood-protection"}

// generate writes a model of n elements.
func generate(n int, seed int64) string {
	n = max(n, 2)
	w := &writer{r: rand.New(rand.NewPCG(uint64(seed), uint64(n))), n: n}
	w.line("theriac: 1\nid: generated-%d\nname: Generated system of %d elements\npacks: [core, medical]\n", n, n)
	w.line("device:\n  type: infusion-pump\n  intended-use: Stands in for a large system in measurements.")
	w.line("  traits: {connectivity: [wifi, ethernet], remote-access: vendor, legacy: yes, patient-data: stored, life-sustaining: yes}\n")
	w.zones()
	w.elements()
	w.data()
	w.flows()
	w.safety()
	w.decisions()
	return w.String()
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func pick[T any](w *writer, words []T) T { return words[w.r.IntN(len(words))] }

// share is how many of a thing there are, one for each so many elements.
func (w *writer) share(elements int) int { return max(2, w.n/elements) }

// groups is the number of zones, each of which holds ten elements.
func (w *writer) groups() int { return max(2, w.n/10) }

func (w *writer) zones() {
	w.line("zones:")
	w.line("  hospital: {name: Hospital, type: hospital-network, trust: 3, reach: [hospital-network]}")
	for i := range w.groups() {
		s := sites[i%len(sites)]
		in := ""
		if i >= len(sites) && i%3 > 0 {
			in = fmt.Sprintf(", in: z%d", i-len(sites)) // of the same kind, one ring further out
		} else if s.zone != "cloud" && s.zone != "home" {
			in = ", in: hospital"
		}
		reach := ""
		if s.reach != "" && w.r.IntN(3) > 0 {
			reach = ", reach: " + s.reach
		}
		w.line("  z%d: {name: Zone %d%s, type: %s, trust: %d%s}", i, i, in, s.zone, s.trust, reach)
	}
}

func (w *writer) elements() {
	w.line("\nelements:")
	data := w.share(10)
	for i := range w.n {
		zone := i / 10 % w.groups()
		s := sites[zone%len(sites)]
		var more strings.Builder
		if w.r.IntN(2) == 0 {
			fmt.Fprintf(&more, ", runs: [%s, %s]", s.runs[0], s.runs[len(s.runs)-1])
		}
		if w.r.IntN(3) == 0 {
			fmt.Fprintf(&more, ", stores: [d%d]", w.r.IntN(data))
		}
		if w.r.IntN(20) == 0 {
			fmt.Fprintf(&more, ", serves: %d patients", 2+w.r.IntN(500))
		}
		if w.r.IntN(8) == 0 {
			fmt.Fprintf(&more, ", interfaces: {usb: {protocol: usb, state: %s}}", pick(w, []string{"used", "unused", "service-only"}))
		}
		if w.r.IntN(2) == 0 {
			a := w.r.IntN(len(attributeNames) - 1)
			fmt.Fprintf(&more, ", attributes: {%s: %s, %s: %s}", attributeNames[a], pick(w, answers), attributeNames[a+1], pick(w, answers))
		}
		w.line("  e%d: {name: %s %d, type: %s, zone: z%d%s}", i, "Part", i, pick(w, s.types), zone, more.String())
	}
}

var answers = []string{"yes", "no", "partial", "unknown"}

func (w *writer) data() {
	w.line("\ndata:")
	for i := range w.share(10) {
		w.line("  d%d: {name: Data %d, type: %s, needs: [integrity, %s]}", i, i, dataClasses[i%len(dataClasses)],
			pick(w, []string{"authenticity", "availability", "confidentiality", "freshness"}))
	}
}

// flows connects the elements of a zone, the zones of a ward of thirty elements, and now and then two wards: clusters with
// bridges between them, as real systems have.
func (w *writer) flows() {
	w.line("\nflows:")
	data := w.share(10)
	for i := range 2 * w.n {
		from := i / 2
		near := 10
		if i%2 == 1 {
			near = 30
			if w.r.IntN(20) == 0 {
				near = w.n
			}
		}
		to := min(from-from%near+w.r.IntN(near), w.n-1)
		if to == from {
			to = (from + 1) % w.n
		}
		l := pick(w, links)
		var more strings.Builder
		for _, f := range [][2]string{{"over", l.over}, {"authentication", l.authentication}, {"encryption", l.encryption}} {
			if f[1] != "" && w.r.IntN(5) > 0 {
				fmt.Fprintf(&more, ", %s: %s", f[0], f[1])
			}
		}
		w.line("  f%d: {name: Flow %d, from: e%d, to: e%d, protocol: %s%s, carries: [d%d, d%d]}", i, i, from, to, l.protocol, more.String(),
			w.r.IntN(data/2), data/2+w.r.IntN(data-data/2))
	}
}

func (w *writer) safety() {
	kinds := []string{"therapy", "monitoring", "alarm", "limit", "record"}
	w.line("\nfunctions:")
	for i := range w.share(50) {
		w.line("  fn%d: {name: Function %d, type: %s, by: [e%d, e%d], uses: [d%d]}", i, i, kinds[i%len(kinds)],
			w.r.IntN(w.n/2), w.n/2+w.r.IntN(w.n-w.n/2), w.r.IntN(w.share(10)))
	}
	w.line("\nhazards:")
	for i := range w.share(50) {
		w.line("  H%d: {text: Hazard %d of the generated system, of: [fn%d], harm: Injury, severity: S%d, patients: %s}", i, i,
			w.r.IntN(w.share(50)), 1+w.r.IntN(5), pick(w, []string{"one", "many"}))
	}
}

func (w *writer) decisions() {
	w.line("\ncontrols:")
	controls := w.share(50)
	for i := range controls {
		w.line("  c%d: {control: %s, at: [f%d], status: %s}", i, pick(w, []string{"signed-data", "mutual-authentication", "transport-encryption"}),
			w.r.IntN(2*w.n), pick(w, []string{"planned", "implemented", "verified"}))
	}
	w.line("\nthreats:")
	for i := range w.share(20) {
		w.line("  forged-data@f%d: {decision: mitigate, controls: [c%d], because: Decided in review., owner: A. Meier, date: 2026-11-02}", i*7, w.r.IntN(controls))
	}
}
