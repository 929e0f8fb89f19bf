package engine_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"theriac.dev/engine"
)

// methodChecks are the checks that ask about one method, by the section that says that the method is used. They are silent
// where it is empty.
var methodChecks = map[string][]string{
	"situations":      {"situation-without-harm", "hazard-without-situation"},
	"goals":           {"goal-tied-to-nothing", "goal-without-anti-goal"},
	"anti-goals":      {"anti-goal-tied-to-nothing", "anti-goal-without-tree"},
	"trees":           {"tree-leaf-without-threat", "tree-defence-not-there", "severe-hazard-in-no-tree"},
	"losses":          {"hazard-without-loss"},
	"control-actions": {"action-form-missing", "no-feedback"},
	"unsafe-actions":  {"unsafe-action-open", "unsafe-action-unanswered"},
	"scenarios":       {"scenario-without-threat"},
	"constraints":     {"constraint-not-kept"},
}

// TestMethodChecksAreSilentWithoutTheMethod runs over all examples.
func TestMethodChecksAreSilentWithoutTheMethod(t *testing.T) {
	e := engine.New(loadLibrary(t))
	paths, _ := filepath.Glob("../examples/*/theriac.yaml")
	twins, _ := filepath.Glob("../examples/hardened/*/theriac.yaml")
	if len(paths) == 0 || len(twins) == 0 {
		t.Fatal("no examples")
	}
	for _, path := range slices.Concat(paths, twins) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range e.Analyze(decode(t, string(text))).Diagnostics {
			for section, codes := range methodChecks {
				if slices.Contains(codes, d.Code) && !strings.Contains(string(text), "\n"+section+":") {
					t.Errorf("%s: %s without any %s: %s", path, d.Code, section, d.Message)
				}
			}
		}
	}
}

// TestCheckMessages holds what single checks say in the cases that their examples in docs/checks.md leave out. Want is
// what each diagnostic of that code says in part, in order.
func TestCheckMessages(t *testing.T) {
	e := engine.New(loadLibrary(t))
	for _, c := range []struct {
		name, code, text string
		want             []string
	}{
		{"an empty transfer says all three", "transfer-incomplete", "threats:\n  a@p: {decision: transfer, text: \"  \"}\n",
			[]string{"who takes it over (`to`), what they have to do (`text`) and where they read it (`document`)"}},
		{"a decision that is no transfer", "transfer-incomplete", "threats:\n  a@p: {decision: mitigate}\n  b@p: {decision: transferred}\n", nil},
		{"a vague transfer says why", "transfer-vague", "threats:\n  a@p: {decision: transfer, text: Staff will take appropriate measures.}\n",
			[]string{"`staff will`: it relies on people"}},
		{"a vague text of an own threat that nobody transfers", "transfer-vague", "threats:\n  a: {of: p, text: Staff will see it.}\n", nil},
		{"hope in a reason", "hopeful-words", "threats:\n  a@p: {decision: not-applicable, because: The pump stands behind a firewall.}\n",
			[]string{"`behind a firewall` is a duty"}},
		{"hope in a transfer is another check", "hopeful-words", "threats:\n  a@p: {decision: transfer, because: Users will see it.}\n", nil},
		{"an acceptance lacks both", "acceptance-incomplete", "threats:\n  a@p: {decision: accept}\n", []string{"by whom (`owner`) and until when (`until`)"}},
		{"nine decisions are few", "same-decision", "threats:\n" + decisions(9, "mitigate"), nil},
		{"ten are not", "same-decision", "threats:\n" + decisions(10, "accept"), []string{"all 10 decisions are `accept`"}},
		{"one that differs", "same-decision", "threats:\n" + decisions(12, "accept") + "  z@p: {decision: transfer}\n", nil},
		{"own threats are decided like others", "same-decision", "threats:\n" + strings.ReplaceAll(decisions(12, "mitigate"), "@p", ""), []string{"all 12 decisions"}},
		{"a circle of three is told once", "depends-on-weaker",
			"controls:\n  a: {depends-on: [b]}\n  b: {depends-on: [c]}\n  c: {depends-on: [a, d]}\n  d: {depends-on: []}\n", []string{"`a` on `b` on `c` on `a`"}},
		{"a control that rests on itself", "depends-on-weaker", "controls:\n  a: {depends-on: [a], status: verified}\n", []string{"circle: `a` on `a`"}},
		{"two that rest on the same are no circle", "depends-on-weaker", "controls:\n  a: {depends-on: [b, c]}\n  b: {depends-on: [d]}\n  c: {depends-on: [d]}\n  d: {}\n", nil},
		{"planned is what is not said", "depends-on-weaker", "controls:\n  a: {status: implemented, depends-on: [b]}\n  b: {}\n", []string{"`b`, without which it is worth nothing, is planned"}},
		{"a gap below a plan", "depends-on-weaker", "controls:\n  a: {depends-on: [b]}\n  b: {status: gap}\n", []string{"control `a` is planned, and `b`, without which it is worth nothing, is a gap"}},
		{"a control at an interface of a performer", "control-may-harm",
			"functions:\n  f: {type: alarm, by: [p]}\nelements:\n  p: {type: therapy-controller, interfaces: {usb: {protocol: usb}}}\ncontrols:\n  a: {at: [p.usb]}\n",
			[]string{"acts where `f` is performed"}},
		{"a control where records are kept", "control-may-harm",
			"functions:\n  f: {type: record, by: [p]}\nelements:\n  p: {type: therapy-controller}\ncontrols:\n  a: {at: [p]}\n", nil},
		{"goals in a circle end", "goal-without-anti-goal", "goals:\n  a: {text: A, part-of: [b]}\n  b: {text: B, part-of: [a]}\nanti-goals:\n  x: {text: X, against: [a]}\n", nil},
		{"a leaf of the defence is no attack", "tree-leaf-without-threat", "trees:\n  t: {root: r, nodes: {r: {side: defence}}}\n", nil},
		{"a gate is no leaf", "tree-leaf-without-threat", "trees:\n  t: {root: r, nodes: {r: {of: [a]}, a: {technique: T0859}}}\n", nil},
		{"a threat that no pack has", "finding-not-raised", "elements:\n  p: {type: therapy-controller}\ntrees:\n  t: {root: r, nodes: {r: {finding: nothing@p}}}\n",
			[]string{"tree `t` rests on `nothing@p`"}},
		{"findings are not about zones", "finding-not-raised", "zones:\n  z: {}\nhazards:\n  H: {text: h}\nsituations:\n  s: {text: s, hazard: H, threats: [flood@z]}\n",
			[]string{"hazardous situation `s` rests on `flood@z`"}},
		{"what is not there at all is the model's to tell", "finding-not-raised", "trees:\n  t: {root: r, nodes: {r: {finding: flood@nowhere}}}\n", nil},
		{"a use is no misuse", "misuse-incomplete", "usecases:\n  u: {name: Use}\n", nil},
		{"feedback that is there already", "no-feedback", "elements:\n  a: {}\n  b: {}\nflows:\n  f1: {from: a, to: b, direction: two-way}\n" +
			"control-actions:\n  x: {text: X, controller: a, process: b}\n  y: {text: Y, controller: a, process: b}\n",
			[]string{"controller `a` gets no feedback on anything"}},
		{"a constraint on a scenario alone does not answer its action, the scenario does", "unsafe-action-unanswered",
			"elements:\n  a: {}\nhazards:\n  H: {text: h}\ncontrol-actions:\n  x: {text: X, controller: a}\nunsafe-actions:\n  u: {action: x, form: given, hazards: [H]}\nscenarios:\n  s: {of: [u], text: S}\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, d := range e.Analyze(decode(t, "theriac: 1\nid: x\n"+c.text)).Diagnostics {
				if d.Code == c.code {
					got = append(got, d.Message)
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("it says %q, want %q", got, c.want)
			}
			for i := range got {
				if !strings.Contains(got[i], c.want[i]) {
					t.Errorf("it says %q, want %q", got[i], c.want[i])
				}
			}
		})
	}
}

// decisions writes n decisions of one word.
func decisions(n int, word string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("  t" + string(rune('a'+i)) + "@p: {decision: " + word + "}\n")
	}
	return b.String()
}
