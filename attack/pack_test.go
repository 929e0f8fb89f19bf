package attack_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"theriac.dev/attack"
	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// flaw is a threat of the small pack: it fires where the thing has an attribute of its name.
type flaw struct{ id, of, needs, gains, potential, controls string }

var flaws = []flaw{
	{"take-over", "element", "element: reach", "element: control", "{time: week, expertise: expert, knowledge: public, equipment: standard}", "harden, watch"},
	{"open-box", "element", "element: hands", "element: control", "{time: day, expertise: proficient, knowledge: restricted, equipment: specialised}", "seal"},
	{"guess-login", "element", "element: reach", "element: login", "{time: day, expertise: layman, knowledge: public, equipment: standard}", "lockout, harden"},
	{"misuse", "element", "element: login", "element: command", "{time: day, expertise: layman, knowledge: restricted, equipment: standard}", "roles"},
	{"worm", "element", "element: reach", "network: control", "{time: month, expertise: expert, knowledge: public, equipment: standard}", "harden"},
	{"bad-update", "element", "element: control", "devices: control", "{time: week, expertise: proficient, knowledge: public, equipment: standard}", "sign"},
	{"kept-secrets", "element", "element: login", "services: login", "{time: day, expertise: proficient, knowledge: public, equipment: standard}", "harden"},
	{"unseen", "element", "element: reach", "element: influence", "{time: day, expertise: layman, knowledge: public, equipment: standard}", "watch"},
	{"forge", "flow", "flow: reach", "target: command", "{time: week, expertise: proficient, knowledge: restricted, equipment: standard}", "sign, seal-link"},
	{"overhear", "flow", "flow: reach", "data: read", "{time: day, expertise: layman, knowledge: public, equipment: standard}", "seal-link"},
}

var controls = map[string]string{
	"harden": "protect, cost: medium", "seal": "protect, cost: high", "lockout": "protect, cost: low", "roles": "protect, cost: medium",
	"sign": "eliminate, cost: medium", "seal-link": "protect, cost: low, is: [sign]", "watch": "detect, cost: low",
}

var small = sync.OnceValue(func() *engine.Engine {
	files := map[string]string{
		"pack.yaml":                   "id: tiny\nname: Tiny\nversion: 1.0.0\nlicence: CC0-1.0\n",
		"terms/component/c.yaml":      "external:\nhuman:\nprocess:\nserver: {is: [process]}\npump: {is: [process]}\nnurse: {is: [human]}\nmaker: {is: [external]}\n",
		"terms/data/d.yaml":           "secret:\nkey: {is: [secret]}\ncommand:\ncode:\n",
		"terms/zone/z.yaml":           "ward:\nhospital-network:\ndevice-internal:\n",
		"terms/position/p.yaml":       "internet: {access: unlimited, capabilities: [reach]}\nvisitor: {access: easy, capabilities: [hands]}\nstaff: {access: moderate, capabilities: [hands, login]}\nsupplier: {access: difficult, capabilities: [control]}\n",
		"terms/protocol/p.yaml":       "wired-bus:\nusb: {is: [wired-bus]}\nlocal-input:\nlocal-output:\nsignal:\nremovable-media:\nradio:\nhttps:\nble-broadcast: {is: [radio]}\n",
		"terms/authentication/a.yaml": "shared-credential:\nshared-pin: {is: [shared-credential]}\npassword:\n",
		"terms/encryption/e.yaml":     "none:\n",
		"terms/integrity/i.yaml":      "none:\n",
		"terms/connectivity/c.yaml":   "none:\n",
		"terms/remote-access/r.yaml":  "none:\n",
		"terms/function/f.yaml":       "therapy:\n",
		"terms/hazard/h.yaml":         "too-much:\n",
		"attributes/a.yaml":           "",
	}
	for _, f := range flaws {
		text := "{" + f.of + "}"
		files["attributes/a.yaml"] += fmt.Sprintf("%s: {of: [%s], ask: Is it?}\n", f.id, f.of)
		files["threats/"+f.id+".yaml"] = fmt.Sprintf("id: %s\ntitle: \"%s at %s\"\ntext: \"Someone uses %s.\"\nfor: %s\nwhen: %s.attr('%s') == 'yes'\nbecause: \"%s is so.\"\n"+
			"categories: [tampering]\nweakness: [CWE-1]\ncontrols: [%s]\nask: Is it?\nneeds: {%s}\ngains: {%s}\npotential: %s\n",
			f.id, f.id, text, text, f.of, f.of, f.id, text, f.controls, f.needs, f.gains, f.potential)
		line := "  elements:\n    a: {type: pump, attributes: {" + f.id + ": yes}} # fires\n    b: {type: pump, attributes: {" + f.id + ": no}} # silent\n"
		if f.of == "flow" {
			line = "  elements: {a: {type: pump}}\n  flows:\n    f: {from: a, to: a, attributes: {" + f.id + ": yes}} # fires\n    g: {from: a, to: a, attributes: {" + f.id + ": no}} # silent\n"
		}
		files["threats/"+f.id+".test.yaml"] = "case:\n" + line
	}
	for id, rest := range controls {
		kind, more, _ := strings.Cut(rest, ", ")
		files["controls/"+id+".yaml"] = fmt.Sprintf("id: %s\ntitle: Control %s\ntext: It helps.\ntype: %s\n%s\n", id, id, kind, strings.ReplaceAll(more, ", ", "\n"))
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	lib, err := library.Open(library.Source{Files: fsys, Path: "tiny"})
	if err == nil {
		err = lib.Err()
	}
	if err != nil {
		panic(err)
	}
	return engine.New(lib)
})

var whole = sync.OnceValue(func() *engine.Engine {
	lib, err := library.Load()
	if err != nil {
		panic(err)
	}
	return engine.New(lib)
})

// analyse analyses a text; t may be nil where the text may be wrong.
func analyse(t testing.TB, e *engine.Engine, text string) *engine.Analysis {
	m := model.Decode(syntax.Parse("theriac.yaml", []byte(text)))
	a := e.Analyze(m)
	if t != nil {
		t.Helper()
		for _, d := range a.Diagnostics {
			if d.Severity == syntax.Error {
				t.Fatalf("line %d: %s\n%s", d.Place.Line, d.Message, text)
			}
		}
	}
	return a
}

func graph(t testing.TB, text string, o attack.Options) *attack.Graph {
	if t != nil {
		t.Helper()
	}
	return attack.Build(analyse(t, small(), text), o)
}

// random writes a model of n elements in the words of the small pack. The zones always state their reach.
func random(rnd *rand.Rand, n int) string {
	var b strings.Builder
	pick := func(words ...string) string { return words[rnd.IntN(len(words))] }
	some := func(one int, words ...string) string {
		var out []string
		for _, w := range words {
			if rnd.IntN(one) == 0 {
				out = append(out, w)
			}
		}
		return strings.Join(out, ", ")
	}
	b.WriteString("theriac: 1\nid: random\npacks: [tiny]\nzones:\n")
	for i, kind := range []string{"ward", "hospital-network", "device-internal", "hospital-network"} {
		in := ""
		if i == 2 {
			in = ", in: z0"
		}
		fmt.Fprintf(&b, "  z%d: {type: %s%s, reach: [%s]}\n", i, kind, in, some(4, "internet", "visitor", "staff", "supplier"))
	}
	b.WriteString("data:\n  d0: {type: command}\n  d1: {type: key}\n  d2: {type: code}\nelements:\n")
	for i := range n {
		var attributes []string
		for _, f := range flaws {
			if f.of == "element" && rnd.IntN(60) > 0 { // now and then unknown
				attributes = append(attributes, f.id+": "+pick("yes", "no", "no", "no", "no", "no", "no", "no", "no"))
			}
		}
		ports := ""
		if rnd.IntN(5) == 0 {
			ports = ", interfaces: {p: {protocol: " + pick("usb", "https") + "}}"
		}
		fmt.Fprintf(&b, "  e%d: {type: %s, zone: z%d, stores: [%s]%s, attributes: {%s}}\n", i, pick("server", "pump", "pump", "nurse", "maker"), rnd.IntN(4),
			some(4, "d0", "d1", "d2"), ports, strings.Join(attributes, ", "))
	}
	b.WriteString("flows:\n")
	for i := range n + rnd.IntN(n) {
		fmt.Fprintf(&b, "  f%d: {from: e%d, to: e%d, protocol: %s, direction: %s, carries: [%s], attributes: {%s}}\n", i, rnd.IntN(n), rnd.IntN(n),
			pick("https", "usb"), pick("one-way", "two-way"), some(2, "d0", "d1", "d2"), "forge: "+pick("yes", "no", "no", "no", "no")+", overhear: "+pick("yes", "no", "no", "no", "no"))
	}
	fmt.Fprintf(&b, "functions:\n  fn0: {by: [e%d], uses: [d0]}\n  fn1: {by: [e%d, e%d]}\n", rnd.IntN(n), rnd.IntN(n), rnd.IntN(n))
	fmt.Fprintf(&b, "hazards:\n  H0: {text: One, of: [fn0], severity: S5}\n  H1: {text: Two, of: [fn1], severity: S4}\n  H2: {text: Three, data: [d1], severity: S2}\n")
	b.WriteString("controls:\n  c: {control: watch, at: [e0], status: gap}\n")
	for i := range 4 {
		on := ""
		if rnd.IntN(2) == 0 {
			on = ", depends-on: [" + pick("c", "c0", "c1", "c2", "c3", "c2, c3") + "]"
		}
		fmt.Fprintf(&b, "  c%d: {control: %s, at: [%s], status: %s, cost: %d%s}\n", i, pick("harden", "sign", "seal-link", "roles"),
			pick(fmt.Sprintf("e%d", rnd.IntN(n)), fmt.Sprintf("z%d", rnd.IntN(4)), fmt.Sprintf("f%d", rnd.IntN(n)), "device"), pick("planned", "implemented", "verified", "waived"), 1+rnd.IntN(5), on)
	}
	return b.String()
}
