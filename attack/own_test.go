package attack_test

import (
	"testing"

	"theriac.dev/attack"
)

// TestAControlInPlaceBeginsToCountWithWhatItWaitsFor is a link that is sealed already, by keys that nobody keeps yet: who
// builds the key store gets the seal with it, for no more than the store costs.
func TestAControlInPlaceBeginsToCountWithWhatItWaitsFor(t *testing.T) {
	text := `theriac: 1
id: seal
packs: [tiny]
zones:
  net: {type: hospital-network, reach: [staff]}
elements:
  srv: {type: server, zone: net, attributes: {take-over: no, open-box: no, guess-login: no, misuse: no, worm: no, bad-update: no, kept-secrets: no, unseen: no}}
  pump: {type: pump, zone: net, attributes: {take-over: no, open-box: no, guess-login: no, misuse: no, worm: no, bad-update: no, kept-secrets: no, unseen: no}}
data:
  d: {type: command}
flows:
  f: {from: srv, to: pump, protocol: https, carries: [d], attributes: {forge: yes, overhear: no}}
functions:
  fn: {by: [pump], uses: [d]}
hazards:
  H: {text: Overdose, of: [fn], severity: S5}
controls:
  keys: {control: watch, at: [pump], status: gap, cost: 2}
  seal: {control: seal-link, at: [device], status: implemented, cost: 5, depends-on: [keys]}
`
	g := graph(t, text, attack.Options{After: "implemented"})
	if len(g.Reachable()) == 0 {
		t.Fatal("the hazard is out of reach before anything is built")
	}
	with, err := g.With("keys")
	if err != nil {
		t.Fatal(err)
	}
	if x, y := asJSON(t, best(with)), asJSON(t, best(graph(t, stand(text, "verified", "keys"), attack.Options{After: "implemented"}))); x != y {
		t.Errorf("with the keys: %s as a what-if, %s in the text", x, y)
	}
	seal, err := g.Candidate("seal")
	if err != nil {
		t.Fatal(err)
	}
	if seal.Cost != 0 || len(seal.RestsOn) != 1 || len(seal.Shuts) == 0 {
		t.Errorf("the seal costs %d, rests on %v and shuts %v; it is in place and waits for the keys", seal.Cost, seal.RestsOn, seal.Shuts)
	}
	keys, err := g.Candidate("keys")
	if err != nil {
		t.Fatal(err)
	}
	c, err := g.Cut(g.Reachable(), []*attack.Candidate{keys}, attack.Limit{})
	if err != nil || c.Cost != 2 {
		t.Errorf("the cut costs %d (%v), not what the keys do", c.Cost, err)
	}
}
