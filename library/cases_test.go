package library

import (
	"strings"
	"testing"

	"theriac.dev/model"
)

// TestPackTests runs the tests of the small pack with findings made up here.
func TestPackTests(t *testing.T) {
	run := func(tests string, findings map[string]string) string {
		lib, err := Open(testPack(map[string]string{"threats/forged.test.yaml": tests}))
		if err != nil || lib.Err() != nil {
			t.Fatal(err, lib.Err())
		}
		var out []string
		r := lib.TestPack("tiny", func(*model.Model) map[string]string { return findings })
		if r.Threats != 1 {
			t.Fatalf("%d threats", r.Threats)
		}
		for _, f := range r.Failures {
			out = append(out, f.String())
		}
		return strings.Join(out, "\n")
	}
	for _, test := range []struct {
		name, tests string
		findings    map[string]string
		want        string
	}{
		{"all holds", forgedTest, map[string]string{"forged@f1": "confirmed", "other@f2": "possible"}, ""},
		{"only possible", forgedTest, map[string]string{"forged@f1": "possible"}, "tiny/threats/forged.test.yaml:5: a: forged at f1 is possible, and the test says confirmed"},
		{"silent", forgedTest, nil, "forged.test.yaml:5: a: forged at f1 is silent, and the test says confirmed"},
		{"fires where it must not", forgedTest, map[string]string{"forged@f1": "confirmed", "forged@f2": "possible"}, "forged.test.yaml:6: a: forged at f2 is possible, and the test says silent"},
		{"unmarked", strings.Replace(forgedTest, "    f2:", "    f3: {from: a, to: b}\n    f2:", 1), map[string]string{"forged@f1": "confirmed", "forged@f3": "possible"},
			"forged.test.yaml:6: a: forged fires at f3 (possible), and no mark says so"},
		{"unknown word", strings.Replace(forgedTest, "type: pump", "type: pumpe", 1), map[string]string{"forged@f1": "confirmed"}, `"pumpe" is no word of the vocabulary component`},
		{"unknown key", strings.Replace(forgedTest, "from: a", "form: a", 1), map[string]string{"forged@f1": "confirmed"}, "form"},
		{"mark on nothing", strings.Replace(forgedTest, "  flows:", "  flows: # silent", 1), map[string]string{"forged@f1": "confirmed"}, "exactly one flow starts; here start 0"},
		{"other marks only", "a:\n  data: {c: {}} # fires\nb:\n  data: {c: {}} # silent\n", nil, "exactly one flow starts"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := run(test.tests, test.findings)
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("expected %q, found\n%s", test.want, got)
			}
		})
	}
}

// TestCaseTargets holds how marks find elements, interfaces, data and the device.
func TestCaseTargets(t *testing.T) {
	const tests = `a: # possible
  device: {type: infusion-pump} # silent
  data:
    c: {type: command} # fires
  elements:
    e: # fires
      type: pump
      interfaces:
        usb: {protocol: wifi} # silent
`
	for of, want := range map[string]string{
		"element":   "e confirmed",
		"interface": "e.usb silent",
		"data":      "c confirmed",
		"device":    "device possible",
	} {
		threat := strings.NewReplacer("for: flow", "for: "+of, "{data}", "X", "{target}", "X",
			"flow.authentication.is('unproven') && flow.carries('command')", "true", "unless: target.attr('signed-update') == 'yes'\n", "").Replace(forged)
		lib, err := Open(testPack(map[string]string{"threats/forged.yaml": threat, "threats/forged.test.yaml": tests}))
		if err != nil || lib.Err() != nil {
			t.Fatal(err, lib.Err())
		}
		cases := lib.Cases("forged")
		if len(cases) != 1 || len(cases[0].Marks) == 0 {
			t.Fatalf("%s: %+v", of, cases)
		}
		if m := cases[0].Marks[0]; m.Target+" "+m.Want != want {
			t.Errorf("%s: mark %s %s, expected %s", of, m.Target, m.Want, want)
		}
	}
}
