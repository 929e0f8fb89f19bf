package library

import (
	"strings"
	"testing"
)

// TestRefuses changes one thing in the small pack at a time and expects one message.
func TestRefuses(t *testing.T) {
	tests := []struct {
		name, file, old, new string
		want                 string
	}{
		{"no text", "threats/forged.yaml", "text: Someone sends {data} to {target}.\n", "", `threat "forged" has no text`},
		{"no weakness", "threats/forged.yaml", "weakness: [CWE-345]\n", "", `threat "forged" has no weakness`},
		{"no because", "threats/forged.yaml", "because: Nothing proves who sent it.\n", "", `threat "forged" has no because`},
		{"no silent line", "threats/forged.test.yaml", "# silent", "", "one marked `# silent`"},
		{"no firing line", "threats/forged.test.yaml", "# fires", "", "marked `# fires`"},
		{"unknown key", "threats/forged.yaml", "ask:", "asks:", `unknown key "asks"; did you mean "ask"?`},
		{"unknown control", "threats/forged.yaml", "[message-signing]", "[message-signin]", `no pack has a control "message-signin"; did you mean "message-signing"?`},
		{"unknown variable", "threats/forged.yaml", "to {target}", "to {victim}", "{victim} in text of a threat for: flow stands for nothing"},
		{"unknown term", "threats/forged.yaml", "'unproven'", "'unprovn'", `"unprovn" is no word of the vocabulary authentication; did you mean "unproven"?`},
		{"unknown attribute", "threats/forged.yaml", "'signed-update'", "'signed-updates'", `"signed-updates" is no attribute of the packs; did you mean "signed-update"?`},
		{"attribute of another kind", "threats/forged.yaml", "target.attr('signed-update')", "target.attr('replay-protection')", `attribute "replay-protection" belongs to flow, data, interface, not to element`},
		{"unknown value", "threats/forged.yaml", "== 'yes'", "== 'ja'", `"ja" is no value of target.attr(signed-update)`},
		{"compared with unknown", "threats/forged.yaml", "== 'yes'", "== 'unknown'", "never equal to anything"},
		{"unknown field", "threats/forged.yaml", "flow.authentication", "flow.authentification", `undefined field 'authentification'; did you mean "authentication"?`},
		{"broken condition", "threats/forged.yaml", "&& flow", "&&& flow", "at column 38: Syntax error"},
		{"not yes or no", "threats/forged.yaml", "when: flow.authentication.is('unproven') && flow.carries('command')", "when: flow.severity", "condition is a int; it must be yes or no"},
		{"arithmetic", "threats/forged.yaml", "flow.carries('command')", "flow.severity + 1 > 2", `a condition has no operation "+"`},
		{"another macro", "threats/forged.yaml", "flow.carries('command')", "flow.data.filter(d, d.is('phi')) == []", "undeclared reference"},
		{"computed word", "threats/forged.yaml", "flow.carries('command')", "flow.carries('com' + 'mand')", "asks for one word in quotes"},
		{"wrong id", "threats/forged.yaml", "id: forged", "id: forget", `id is "forget", and the file is named forged.yaml`},
		{"no CWE", "threats/forged.yaml", "CWE-345", "CVE-345", `"CVE-345" is no id of the form CWE-`},
		{"unknown category", "threats/forged.yaml", "[tampering]", "[tempering]", `"tempering" is none of spoofing`},
		{"need at no place", "threats/forged.yaml", "ask:", "needs: {targets: reach}\nask:", `"targets" is none of flow, source, target, data, device`},
		{"need elsewhere", "threats/forged.yaml", "ask:", "needs: {element: reach}\nask:", `"element" is none of flow`},
		{"need of another word", "threats/forged.yaml", "ask:", "needs: {target: deny}\nask:", `"deny" is none of reach, hands, login, control`},
		{"two needs", "threats/forged.yaml", "ask:", "needs: {target: reach, source: login}\nask:", "has 2 steps; it must have one, such as {flow: reach}"},
		{"no need", "threats/forged.yaml", "ask:", "needs: {}\nask:", "has 0 steps"},
		{"gain of another word", "threats/forged.yaml", "ask:", "gains: {target: denial}\nask:", `"denial" is none of reach, read, change, influence, command, deny, login, control`},
		{"data under control", "threats/forged.yaml", "ask:", "gains: {data: control}\nask:", `"control" is none of reach, read, change, deny, login`},
		{"gain that is a text", "threats/forged.yaml", "ask:", "gains: control\nask:", "expected a mapping"},
		{"half a potential", "threats/forged.yaml", "ask:", "potential: {time: day, expertise: layman, knowledge: public}\nask:", "needs time, expertise, knowledge and equipment"},
		{"word of a potential", "threats/forged.yaml", "ask:", "potential: {time: hour, expertise: layman, knowledge: public, equipment: standard}\nask:", `"hour" is none of day, week, month, half-year, longer`},
		{"no ATLAS", "threats/forged.yaml", "ask:", "atlas: [T0051]\nask:", `"T0051" is no id of the form AML.T`},
		{"access of a position", "terms/position/p.yaml", "visitor:\n", "visitor: {access: always}\n", `"always" is none of unlimited, easy, moderate, difficult`},
		{"capability of a position", "terms/position/p.yaml", "visitor:\n", "visitor: {capabilities: [deny]}\n", `"deny" is none of reach, hands, login, control`},
		{"capability of another term", "terms/data/d.yaml", "phi:\n", "phi: {capabilities: [reach]}\n", "only positions have them"},
		{"cycle", "terms/protocol/p.yaml", "clinical:\n", "clinical: {is: hl7}\n", `is one of itself`},
		{"unknown wider term", "terms/protocol/p.yaml", "{is: [radio]}", "{is: [radios]}", `"radios", which is no word of the vocabulary protocol; did you mean "radio"?`},
		{"given word", "terms/protocol/p.yaml", "{is: [radio]}", "{gives: {encryption: [tsl]}}", `"tsl" is no word of the vocabulary encryption; did you mean "tls"?`},
		{"given field", "terms/protocol/p.yaml", "{is: [radio]}", "{usually: {encrypton: tls}}", `"encrypton", which is no field and no attribute; did you mean "encryption"?`},
		{"attribute value", "terms/protocol/p.yaml", "{is: [radio]}", "{usually: {replay-protection: perhaps}}", `"perhaps" is none of yes, no`},
		{"function of a hazard", "devices/infusion-pump.yaml", "of: [rate]", "of: [rates]", `"rates", which is none of its functions`},
		{"part of a device", "devices/infusion-pump.yaml", "parts: [pump]", "parts: [pumps]", `"pumps" is no word of the vocabulary component; did you mean "pump"?`},
		{"broken text", "controls/message-signing.yaml", "title: Sign", "title: [Sign", "controls/message-signing.yaml:2"},
	}
	base := testPack(nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, err := base.Files.Open(test.file)
			if err != nil {
				t.Fatal(err)
			}
			text := make([]byte, 1<<16)
			n, _ := f.Read(text)
			changed := strings.Replace(string(text[:n]), test.old, test.new, 1)
			if changed == string(text[:n]) {
				t.Fatalf("%s does not hold %q", test.file, test.old)
			}
			lib, err := Open(testPack(map[string]string{test.file: changed}))
			if err != nil {
				t.Fatal(err)
			}
			if err := lib.Err(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("expected %q, found\n%v", test.want, err)
			}
			if strings.HasPrefix(test.file, "threats/") && lib.Threat("forged") != nil {
				t.Error("the threat was not refused")
			}
			for _, d := range lib.Diagnostics {
				if d.Place.File == "" || d.Place.Line == 0 {
					t.Errorf("no place: %+v", d)
				}
			}
		})
	}
}

// TestDuplicates holds that an id is used once in all packs, and that the second place names the first.
func TestDuplicates(t *testing.T) {
	lib, err := Open(testPack(map[string]string{
		"terms/data/e.yaml": "phi:\n", "terms/control/c.yaml": "message-signing:\n", "attributes/b.yaml": "signed-update: {of: [flow], ask: Is it?}\n"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range lib.Diagnostics {
		if d.Code != "duplicate-id" || len(d.Related) != 1 || d.Related[0].Place.File == d.Place.File {
			t.Errorf("%+v", d)
		}
	}
	if len(lib.Diagnostics) != 3 {
		t.Errorf("%d duplicates", len(lib.Diagnostics))
	}
}

// TestOpenRefuses holds what makes a source no pack at all.
func TestOpenRefuses(t *testing.T) {
	for want, sources := range map[string][]Source{
		"has no pack.yaml":                      {testPack(map[string]string{"pack.yaml": ""})},
		"has no id":                             {testPack(map[string]string{"pack.yaml": "name: X\n"})},
		"is given twice":                        {testPack(nil), testPack(nil)},
		`did you mean "protocol"?`:              {testPack(map[string]string{"terms/protocols/x.yaml": "x:\n"})},
		"terms lie in terms/<vocabulary>/, and": {testPack(map[string]string{"terms/x.yaml": "x:\n"})},
	} {
		if _, err := Open(sources...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, found %v", want, err)
		}
	}
}

// TestPackOrder holds that a pack stands after those it requires, whatever the order of the sources.
func TestPackOrder(t *testing.T) {
	head := func(id string, requires ...string) Source {
		return Source{Path: id, Files: testPackFiles(map[string]string{
			"pack.yaml": "id: " + id + "\nname: N\nversion: '1'\nlicence: MIT\nrequires: [" + strings.Join(requires, ", ") + "]\n"})}
	}
	lib, err := Open(head("b", "a"), head("medical", "core"), head("a", "medical"), head("core"))
	if err != nil || lib.Err() != nil {
		t.Fatal(err, lib.Err())
	}
	var got []string
	for _, p := range lib.Packs {
		got = append(got, p.ID)
	}
	if strings.Join(got, " ") != "core medical a b" {
		t.Errorf("order %s", got)
	}
	lib, err = Open(head("b", "c"))
	if err != nil || lib.Err() == nil || !strings.Contains(lib.Err().Error(), "requires pack c, which is not there") {
		t.Errorf("missing pack: %v %v", err, lib.Err())
	}
}
