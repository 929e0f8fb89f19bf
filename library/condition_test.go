package library

import (
	"strings"
	"testing"
	"testing/fstest"
)

// testPack is a small pack for tests that do not depend on the packs that come with the program.
func testPack(files map[string]string) Source {
	all := map[string]string{
		"pack.yaml":                         "id: tiny\nname: Tiny\nversion: 1.0.0\nlicence: CC0-1.0\n",
		"terms/authentication/a.yaml":       "unproven:\nnone: {is: [unproven]}\nidentifier: {is: unproven}\nae-title: {is: [identifier]}\nstrong:\nmutual-tls: {is: [strong]}\n",
		"terms/encryption/e.yaml":           "clear:\nnone: {is: [clear]}\ntls:\n",
		"terms/integrity/i.yaml":            "none:\nmac:\n",
		"terms/protocol/p.yaml":             "radio:\nwifi: {is: [radio]}\nclinical:\nhl7: {is: [clinical]}\nvpn:\n",
		"terms/component/c.yaml":            "process:\nstore:\nserver: {is: [process]}\npacs: {is: [server, store]}\npump: {is: [process]}\nwindows:\n",
		"terms/data/d.yaml":                 "phi:\nimage: {is: [phi]}\ncommand:\n",
		"terms/zone/z.yaml":                 "ward:\nhospital-network:\n",
		"terms/position/p.yaml":             "visitor:\nnetwork:\nhospital-network: {is: [network]}\ninternet: {is: [network]}\n",
		"terms/connectivity/c.yaml":         "wifi:\nusb:\n",
		"terms/remote-access/r.yaml":        "vendor:\nnone:\n",
		"terms/function/f.yaml":             "therapy:\n",
		"terms/hazard/h.yaml":               "over-infusion:\n",
		"attributes/a.yaml":                 "signed-update: {of: [element, device], ask: Is it?}\nreplay-protection: {of: [flow, data, interface], ask: Is it?, values: [counter]}\n",
		"controls/message-signing.yaml":     "id: message-signing\ntitle: Sign\ntext: Signs.\ntype: protect\n",
		"devices/infusion-pump.yaml":        "id: infusion-pump\ntitle: Pump\ntext: Pumps.\nfunctions: {rate: {name: Rate, type: therapy}}\nhazards: {H1: {text: Too much, severity: S5, of: [rate]}}\nparts: [pump]\n",
		"threats/forged.yaml":               forged,
		"threats/forged.test.yaml":          forgedTest,
		"threats/README-is-not-a-threat.md": "no",
	}
	for name, text := range files {
		all[name] = text
		if text == "" {
			delete(all, name)
		}
	}
	return Source{Files: testPackFiles(all), Path: "tiny"}
}

func testPackFiles(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

const forged = `id: forged
title: Forged {data} accepted by {target}
text: Someone sends {data} to {target}.
for: flow
when: flow.authentication.is('unproven') && flow.carries('command')
unless: target.attr('signed-update') == 'yes'
because: Nothing proves who sent it.
categories: [tampering]
weakness: [CWE-345]
controls: [message-signing]
ask: Does {target} check who sent it?
`

const forgedTest = `a:
  elements: {a: {type: server}, b: {type: pump}}
  data: {c: {type: command}}
  flows:
    f1: {from: a, to: b, authentication: none, carries: [c]} # fires
    f2: {from: a, to: b, authentication: mutual-tls, carries: [c]} # silent
`

// tiny opens the small pack and fails the test where it has problems.
func tiny(t testing.TB) *Library {
	t.Helper()
	lib, err := Open(testPack(nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := lib.Err(); err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestOpen(t *testing.T) {
	lib := tiny(t)
	threat := lib.Threat("forged")
	if threat == nil || threat.When == nil || threat.Unless == nil {
		t.Fatalf("threat forged is not whole: %+v", threat)
	}
	if got := strings.Join(threat.When.Reads(), " "); got != "flow.authentication flow.carries" {
		t.Errorf("reads %s", got)
	}
}
