package engine_test

import (
	"slices"
	"testing"

	"theriac.dev/engine"
)

// TestAnswersFitTheProtocol asks about flows with and without Bluetooth: words of pairing come first for the one, and are
// no answer for the other. Where it is not said what carries a flow, every word of a link may be the answer.
func TestAnswersFitTheProtocol(t *testing.T) {
	a := engine.New(loadLibrary(t)).Analyze(decode(t, `theriac: 1
id: m
packs: [core, medical, wireless, cloud-mobile]
elements:
  pump: {type: pump}
  phone: {type: mobile-app}
  api: {type: web-api}
data:
  d: {type: command}
flows:
  near: {from: phone, to: pump, protocol: ble-gatt, carries: [d]}
  far: {from: phone, to: api, protocol: https, carries: [d]}
functions:
  f: {by: [pump, api], type: therapy}
hazards:
  H1: {text: Too much, of: [f], severity: S5}
`))
	answers := map[string][]string{}
	for _, q := range engine.Ask(a, 0) {
		answers[q.Target+" "+q.Field] = q.Answers
	}
	near, far := answers["near authentication"], answers["far authentication"]
	if len(near) == 0 || near[0] != "just-works" || slices.Contains(near, "wpa2-psk") || !slices.Contains(near, "signature") {
		t.Errorf("answers about a Bluetooth flow: %v", near)
	}
	if len(far) == 0 || slices.Contains(far, "just-works") || slices.Contains(far, "wep") || !slices.Contains(far, "signature") {
		t.Errorf("answers about an HTTPS flow: %v", far)
	}
	if link, ok := answers["far authentication.link"]; ok && !slices.Contains(link, "wpa2-psk") {
		t.Errorf("answers about the unknown link of an HTTPS flow: %v", link)
	}
}
