package syntax

import (
	"strings"
	"testing"
)

// TestHalfWrittenLine cuts each line of a model short at each column, as it stands while somebody types, and expects
// every entry on other lines to be as before.
func TestHalfWrittenLine(t *testing.T) {
	const text = `theriac: 1
id: pump
packs: [core, medical]
device:
  type: infusion-pump
  traits: {connectivity: [wifi, ethernet], legacy: yes}
zones:
  z-bed:  {name: "Bed, side", trust: 0} # first
  # the core
  z-core: {name: 'Core', in: z-bed}
elements:
  pcu:
    name: Pump control unit
    runs: [rtos, c-firmware]
    attributes: {secure-boot: no}
  wbm: {name: Module, zone: z-core,
    runs: [linux]}
  srv: {}
flows:
  f1: {from: pcu, to: srv, carries: [a, b]}
  f2: {from: srv, to: pcu}
`
	whole := Parse("t.yaml", []byte(text))
	lines := strings.SplitAfter(text, "\n")
	start := 0
	for number, line := range lines {
		for cut := range len(line) {
			half := text[:start+cut] + "\n" + text[start+len(line):]
			f := whole.Update([]byte(half))
			for _, section := range whole.Root.Pairs {
				for _, p := range section.Value.Pairs {
					if place := whole.EntryPlace(p); place.Line <= number+1 && number+1 < place.EndLine || whole.Place(section.Key).Line == number+1 {
						continue
					}
					got := f.Root.Get(section.Key.Value).Get(p.Key.Value)
					if got == nil || dump(got) != dump(p.Value) {
						t.Errorf("after %q, %s.%s is lost or changed", line[:cut], section.Key.Value, p.Key.Value)
					}
				}
			}
		}
		start += len(line)
	}
}
