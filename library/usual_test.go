package library

import (
	"strings"
	"testing"
)

const pumpTerms = `process:
human:
nurse: {is: [human]}
server: {is: [process]}
pump:
  is: [process]
  ports: {radio: {protocol: [wifi], port: [80, 8080], state: used}, side: {state: service-only}}
  flows:
    orders: {from: server, protocol: [hl7, wifi], carries: [command]}
    images: {to: server, carries: [image]}
  purl: ['pkg:generic/pump-*']
`

// TestUsual holds that what a component usually has is read, and shown with the words that no finding rests on it.
func TestUsual(t *testing.T) {
	lib, err := Open(testPack(map[string]string{
		"terms/component/c.yaml":        pumpTerms,
		"devices/infusion-pump.yaml":    "id: infusion-pump\ntitle: Pump\ntext: Pumps.\nenvironments: [ward]\nusers: [nurse]\nparts: [pump]\nstart: x\nfunctions: {rate: {name: Rate, type: therapy}}\nhazards: {H1: {text: Too much, severity: S5, patients: one, of: [rate]}}\n",
		"controls/message-signing.yaml": "id: message-signing\ntitle: Sign\ntext: Signs.\ntype: protect\niec62443: [IEC62443-4-2-CR3.1]\nnist: [SC-8, SC-8(1)]\nmds2: [MDS2-TXIG-1]\ntest: Send a forged message.\n",
	}))
	if err != nil || lib.Err() != nil {
		t.Fatal(err, lib.Err())
	}
	for id, wants := range map[string][]string{
		"pump": {"- radio: wifi, port 80 or 8080, used", "- side: service-only", "- orders: from server by hl7 or wifi, carries command", "- images: to server, carries image",
			"`pkg:generic/pump-*`", "No finding rests on them"},
		"infusion-pump":   {"Used in: ward", "People: nurse", "- Rate (`rate`, therapy)", "Severity S5, patients: one. Of: rate", "theriac init my-model --type infusion-pump"},
		"message-signing": {"IEC62443-4-2-CR3.1", "SC-8, SC-8(1)", "MDS2-TXIG-1", "Send a forged message."},
		"none":            {"`none`, word of the vocabulary authentication", "`none`, word of the vocabulary encryption"},
	} {
		page := Page(lib, id)
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("the page of %s has no %q:\n%s", id, want, page)
			}
		}
	}
}

// TestUsualRefuses holds what a component, a device type and a control may not say.
func TestUsualRefuses(t *testing.T) {
	for _, test := range []struct{ file, old, new, want string }{
		{"terms/component/c.yaml", "protocol: [wifi]", "protocol: [wi-fi]", `port radio of term "pump": "wi-fi" is no word of the vocabulary protocol; did you mean "wifi"?`},
		{"terms/component/c.yaml", "port: [80", "port: [0", `"0" is no port`},
		{"terms/component/c.yaml", "8080", "80800", `"80800" is no port; write a number from 1 to 65535`},
		{"terms/component/c.yaml", "state: used", "state: open", `"open" is none of used, unused, service-only, disabled`},
		{"terms/component/c.yaml", "from: server", "from: servers", `flow orders of term "pump": "servers" is no word of the vocabulary component`},
		{"terms/component/c.yaml", "from: server,", "from: server, to: pump,", "needs either `from` or `to`"},
		{"terms/component/c.yaml", "{to: server, ", "{", "needs either `from` or `to`"},
		{"terms/component/c.yaml", "carries: [image]", "carries: [images]", `"images" is no word of the vocabulary data`},
		{"terms/component/c.yaml", "pkg:generic", "generic", `does not start with pkg:`},
		{"terms/data/d.yaml", "command:", "command: {purl: ['pkg:generic/x']}", "only components have them"},
		{"devices/infusion-pump.yaml", "parts: [pump]", "parts: [pump]\nusers: [nurses]", `users of device "infusion-pump": "nurses" is no word`},
		{"devices/infusion-pump.yaml", "parts: [pump]", "parts: [pump]\nenvironments: [warm]", `"warm" is no word of the vocabulary zone`},
		{"controls/message-signing.yaml", "type: protect", "type: protect\nnist: [SC-08]", "is no control of SP 800-53"},
		{"controls/message-signing.yaml", "type: protect", "type: protect\niec62443: [CR3.1]", "does not start with IEC62443-4-2- or IECTR60601-4-5-"},
	} {
		files := map[string]string{"terms/component/c.yaml": pumpTerms}
		text, ok := files[test.file]
		if !ok {
			data := testPack(nil).Files
			f, err := data.Open(test.file)
			if err != nil {
				t.Fatal(err)
			}
			b := make([]byte, 1<<12)
			n, _ := f.Read(b)
			text = string(b[:n])
		}
		files[test.file] = strings.Replace(text, test.old, test.new, 1)
		if files[test.file] == text {
			t.Fatalf("%s does not hold %q", test.file, test.old)
		}
		lib, err := Open(testPack(files))
		if err != nil {
			t.Fatal(err)
		}
		if err := lib.Err(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("expected %q, found\n%v", test.want, err)
		}
	}
}
