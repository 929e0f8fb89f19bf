package library_test

import (
	"strings"
	"testing"

	"theriac.dev/engine"
	"theriac.dev/library"
)

const asked = `id: mine
title: Mine
controls:
  signed-data: {when: "!device.connectivity.only('none')", because: Data come from outside.}
`

func TestBaselineIsHeldAgainstAModel(t *testing.T) {
	lib, _ := embedded(t)
	b := lib.ReadBaseline("mine.yaml", []byte(asked))
	if err := b.Err(); err != nil {
		t.Fatal(err)
	}
	wired := "device:\n  traits: {connectivity: [ethernet]}\n"
	one := func(rest string) string { return wired + "controls:\n  c: {control: signed-data" + rest + "}\n" }
	for name, c := range map[string]struct {
		model, state string
		known        bool
		note         string
	}{
		"nothing said":             {"", "missing", false, ""},
		"does not apply":           {"device:\n  traits: {connectivity: [none]}\n", "not-applicable", true, ""},
		"no such control":          {wired, "missing", true, ""},
		"another control":          {wired + "controls:\n  c: {control: secure-boot, status: verified}\n", "missing", true, ""},
		"no control of a library":  {wired + "controls:\n  c: {name: Own, status: verified}\n", "missing", true, ""},
		"no status":                {one(""), "planned", true, ""},
		"planned":                  {one(", status: planned"), "planned", true, ""},
		"implemented":              {one(", status: implemented"), "met", true, ""},
		"verified":                 {one(", status: verified"), "met", true, ""},
		"gap":                      {one(", status: gap"), "missing", true, "known to be missing"},
		"tailored":                 {one(", status: waived, because: No data come in."), "tailored", true, ""},
		"waived without a reason":  {one(", status: waived"), "missing", true, "waived without a reason: set because"},
		"inherited":                {one(", status: inherited, inherited-from: platform"), "met", true, ""},
		"inherited from nobody":    {one(", status: inherited"), "missing", true, "inherited, but not said from whom: set inherited-from"},
		"met here, missing there":  {one(", status: verified") + "  d: {control: signed-data, status: gap}\n", "missing", true, ""},
		"met here, planned there":  {one(", status: verified") + "  d: {control: signed-data}\n", "planned", true, ""},
		"met here, tailored there": {one(", status: verified") + "  d: {control: signed-data, status: waived, because: Read only.}\n", "tailored", true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			lines := b.Hold(lib, engine.DeviceFacts(lib, decode(t, c.model)))
			if len(lines) != 1 {
				t.Fatalf("%d lines", len(lines))
			}
			note := ""
			for _, a := range lines[0].Answers {
				note += a.Note
			}
			if lines[0].State != c.state || lines[0].Known != c.known || c.note != "" && note != c.note {
				t.Errorf("got %s, known %t, %q; want %s, known %t, %q", lines[0].State, lines[0].Known, note, c.state, c.known, c.note)
			}
		})
	}
}

// TestAKindOfAControlAnswersIt uses a control that a pack says is a kind of another.
func TestAKindOfAControlAnswersIt(t *testing.T) {
	lib, _ := embedded(t)
	for _, c := range lib.Controls {
		if len(c.Is) == 0 {
			continue
		}
		b := lib.ReadBaseline("mine.yaml", []byte("id: mine\ntitle: Mine\ncontrols:\n  "+c.Is[0]+": {when: \"true\", because: So.}\n"))
		lines := b.Hold(lib, engine.DeviceFacts(lib, decode(t, "controls:\n  c: {control: "+c.ID+", status: verified}\n")))
		if len(lines) != 1 || lines[0].State != library.BaselineMet {
			t.Errorf("%s does not answer %s", c.ID, c.Is[0])
		}
	}
}

func TestBaselineIsRefused(t *testing.T) {
	lib, _ := embedded(t)
	for name, c := range map[string][2]string{
		"unknown control": {"id: a\ntitle: A\ncontrols:\n  signed-dta: {when: \"true\", because: So.}\n", "did you mean \"signed-data\"?"},
		"no reason":       {"id: a\ntitle: A\ncontrols:\n  signed-data: {when: \"true\"}\n", "needs when, because"},
		"no condition":    {"id: a\ntitle: A\ncontrols:\n  signed-data: {because: So.}\n", "needs when, because"},
		"bad condition":   {"id: a\ntitle: A\ncontrols:\n  signed-data: {because: So., when: device.legcy == 'yes'}\n", "undefined field 'legcy'"},
		"bad word":        {"id: a\ntitle: A\ncontrols:\n  signed-data: {because: So., when: device.legacy == 'maybe'}\n", "maybe"},
		"unknown key":     {"id: a\ntitle: A\nwhen: x\ncontrols:\n  signed-data: {because: So., when: \"true\"}\n", "unknown key \"when\""},
		"empty":           {"", "needs id, title, controls"},
		"a list":          {"- a\n", "needs id, title, controls"},
	} {
		err := lib.ReadBaseline("mine.yaml", []byte(c[0])).Err()
		if err == nil || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%s: got %v, want %s", name, err, c[1])
		}
	}
}

func TestBaselinesOfThePacksAreRight(t *testing.T) {
	lib, _ := embedded(t)
	all, err := lib.Baselines(library.Embedded()...)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no baseline comes with the program")
	}
	for _, b := range all {
		if err := b.Err(); err != nil {
			t.Error(err)
		}
		for _, line := range b.Hold(lib, engine.DeviceFacts(lib, decode(t, "device:\n  traits: {connectivity: [none], remote-access: none, legacy: no, patient-data: none, life-sustaining: no}\n"))) {
			if line.State != library.BaselineNotApplicable && line.Asked.When.Text != "true" {
				t.Errorf("%s asks %s of a device that nothing reaches", b.ID, line.Asked.Control.ID)
			}
		}
	}
}
