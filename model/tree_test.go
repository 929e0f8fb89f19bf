package model_test

import (
	"strings"
	"testing"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

const treeText = `theriac: 1
id: small
elements:
  pcu: {type: therapy-controller}
  wbm: {type: comms-module}
flows:
  f3: {from: wbm, to: pcu, protocol: serial, carries: []}
hazards:
  H1: {text: Too much}
goals:
  G1: {text: Each patient gets the prescribed dose, kind: clinical}
anti-goals:
  A1: {text: A patient gets another dose, against: [G1], hazards: [H1]}
trees:
  dose:
    of: [A1]
    root: top
    nodes:
      top:   {gate: or, of: [bus, nurse]}
      bus:   {finding: forged-command@f3, hours: 4}
      nurse: {finding: nurse-shares-pin}
      sign:  {control: signed, counters: [bus]}
threats:
  forged-command@f3: {decision: mitigate, controls: [signed], facts: [f3 authentication = none]}
  nurse-shares-pin: {title: A nurse shares the pin, text: A visitor uses it., of: [pcu]}
controls:
  signed: {at: [f3]}
`

// TestTreeNamesItsNodes: a word that names no node of its own tree is told with the nearest one.
func TestTreeNamesItsNodes(t *testing.T) {
	text := strings.NewReplacer("of: [bus, nurse]", "of: [bsu, nurse]", "counters: [bus]", "counters: [nobody]",
		"finding: nurse-shares-pin", "finding: forged-command@gone").Replace(treeText)
	var got []string
	for _, d := range model.Decode(syntax.Parse("theriac.yaml", []byte(text))).Diagnostics {
		got = append(got, d.Message+" "+d.Hint)
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"the tree `dose` has no node `bsu` did you mean `bus`?", "the tree `dose` has no node `nobody`",
		"there is no finding or own threat `forged-command@gone`"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in\n%s", want, all)
		}
	}
	if len(got) != 3 {
		t.Errorf("%d problems, want 3:\n%s", len(got), all)
	}
}
