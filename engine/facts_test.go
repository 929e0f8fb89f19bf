package engine

import (
	"fmt"
	"strings"
	"testing"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// TestFacts resolves small models and compares one fact each: its words, its origin and what brings it.
func TestFacts(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := New(lib)
	const ends = "elements:\n  a: {type: emr, zone: out}\n  b: {type: therapy-controller, zone: core}\nzones:\n  out: {reach: hospital-network, trust: 2}\n  ward: {reach: [visitor, patient], trust: 1}\n  core: {in: ward}\n"
	for _, c := range []struct{ name, text, want string }{
		{"stated", "flows:\n  f1: {from: a, to: b, protocol: hl7-mllp, authentication: mutual-tls}", "authentication = mutual-tls stated"},
		{"inherent", "flows:\n  f1: {from: a, to: b, protocol: hl7-mllp}", "authentication = none inherent from hl7-mllp"},
		{"nothing known", "flows:\n  f1: {from: a, to: b, protocol: tcp-proprietary}", "linkEncryption = unknown"},
		{"one of two protocols says", "flows:\n  f1: {from: a, to: b, protocol: [hl7-mllp, https]}", "encryption = none, tls inherent from hl7-mllp"},
		{"varies", "flows:\n  f1: {from: a, to: b, authentication: [none, password]}", "authentication = none, password stated"},
		{"half known", "flows:\n  f1: {from: a, to: b, authentication: [certificate, unknown]}", "authentication = certificate, unknown stated"},
		{"written as unknown", "flows:\n  f1: {from: a, to: b, protocol: hl7-mllp, authentication: unknown}", "authentication = none inherent from hl7-mllp"},
		{"no word of the packs", "flows:\n  f1: {from: a, to: b, authentication: magic}", "authentication = unknown"},
		{"layer", "flows:\n  f1: {from: a, to: b, encryption: {link: wpa2-psk, application: none}}", "linkEncryption = wpa2-psk stated"},
		{"plain word about a link", "flows:\n  f1: {from: a, to: b, encryption: wpa2-psk}", "linkEncryption = wpa2-psk stated"},
		{"tunnel", "flows:\n  f1: {from: a, to: b, encryption: {tunnel: ipsec}}", "linkEncryption = ipsec stated"},
		{"signed payload is proof", "flows:\n  f1: {from: a, to: b, integrity: {payload: signature}}", "payloadAuthentication = signature stated from integrity of the payload"},
		{"integrity by encryption", "flows:\n  f1: {from: a, to: b, encryption: tls}", "integrity = authenticated-encryption inherent from tls"},
		{"trust of the zone around", "flows:\n  f1: {from: a, to: b}", "trustGap = -1"},
		{"exposure passes the ward", "flows:\n  f1: {from: a, to: b}", "exposure = visitor hospital-network patient"},
		{"radio", "flows:\n  f1: {from: b, to: b, protocol: ble}", "exposure = anyone-near"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newFacts(e, model.Decode(syntax.Parse("theriac.yaml", []byte(ends+c.text+"\n"))))
			name, _, _ := strings.Cut(c.want, " = ")
			if got := name + " = " + tell(x, x.flows[0], name); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// tell returns a fact of a flow as words.
func tell(x *facts, f *flowRec, name string) string {
	var t *library.Terms
	switch name {
	case "authentication":
		t = &f.Authentication
	case "encryption":
		t = &f.Encryption
	case "integrity":
		t = &f.Integrity
	case "linkEncryption":
		t = &f.LinkEncryption
	case "payloadAuthentication":
		t = &f.PayloadAuthentication
	case "trustGap":
		return fmt.Sprint(f.TrustGap)
	case "exposure":
		return strings.Join(x.eng.exposureWords(f.Exposure), " ")
	}
	if t.Origin == library.Unknown {
		return "unknown"
	}
	var words []string
	for _, id := range t.Of {
		words = append(words, x.w.voc.Word(id))
	}
	out := strings.Join(words, ", ") + " " + [...]string{"unknown", "usual", "inherent", "stated"}[t.Origin]
	if t.From != "" {
		out += " from " + t.From
	}
	return out
}

// TestSharedAttributes takes an attribute that elements and flows both have from the end that states it, and back.
func TestSharedAttributes(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := New(lib)
	if len(e.shared) == 0 {
		t.Fatal("the packs have no attribute of both elements and flows")
	}
	key := e.shared[0]
	x := newFacts(e, model.Decode(syntax.Parse("theriac.yaml", []byte(fmt.Sprintf(
		"elements:\n  a: {type: emr}\n  b: {type: emr, attributes: {%[1]s: yes}}\n  c: {type: emr}\nflows:\n  f1: {from: a, to: b}\n  f2: {from: a, to: c, attributes: {%[1]s: no}}\n", key)))))
	if a := attribute(x.flows[0].Attributes, key); a == nil || a.Value != "yes" || a.From != "b" {
		t.Errorf("the flow has %+v, want yes from its receiver", a)
	}
	if a := attribute(x.elements[2].Attributes, key); a == nil || a.Value != "no" || a.From != "f2" {
		t.Errorf("the receiver has %+v, want no from its flow", a)
	}
}
