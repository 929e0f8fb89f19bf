package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"theriac.dev/library"
)

const interviewed = `theriac: 1
id: m
elements:
  core:  {name: Pump,   type: therapy-controller}   # the core
`

// interviewIn types lines into an interview about a model and returns what was printed and the model afterwards.
func interviewIn(t *testing.T, text, typed string) (out, after string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "theriac.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	flags := questionnaireFlags{targets: []string{"core"}}
	doc, err := flags.open.workspace().Open(path)
	if err != nil {
		t.Fatal(err)
	}
	now := doc.Snapshot()
	questions, err := now.Analysis.Library.Questionnaire(library.Embedded()...)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	q := &inquiry{doc: doc, lib: now.Analysis.Library, questions: questions, flags: flags, begun: now.Model}
	if err := newInterview(q, streams{in: strings.NewReader(typed), out: &stdout, err: &stderr}).run(); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return stdout.String(), string(written)
}

// withCore is the model with something more in the entry of the core.
func withCore(more string) string {
	return strings.Replace(interviewed, "therapy-controller}", "therapy-controller"+more+"}", 1)
}

func TestInterview(t *testing.T) {
	for name, c := range map[string]struct{ typed, says, model string }{
		"ends with the input":       {"", "0 answers", interviewed},
		"quit":                      {"q\n", "0 answers", interviewed},
		"skip goes on":              {"s\nquit\n", "Does Pump have a USB port", interviewed},
		"no answer is asked again":  {"perhaps\nq\n", "Please answer with one of: yes, no, unknown, skip", interviewed},
		"help names the references": {"help\nq\n", "covers EMB3D PID-15", interviewed},
		"back at the first":         {"back\nq\n", "This is the first question.", interviewed},
		"a yes is written at once":  {"y\nq\n", "1 answer", withCore(", interfaces: {debug-port: {protocol: debug-port, state: unknown}}")},
		"a yes opens what follows":  {"y\n", "debug", withCore(", interfaces: {debug-port: {protocol: debug-port, state: unknown}}")},
		"back takes a yes back":     {"y\nb\nq\n", "0 answers", interviewed},
		"back over a skip":          {"s\nb\nyes\nq\n", "1 answer", withCore(", interfaces: {debug-port: {protocol: debug-port, state: unknown}}")},
		"back and another answer":   {"y\nb\nn\nq\n", "nothing to write", interviewed},
		"first letters":             {"sk\nqui\n", "0 answers", interviewed},
	} {
		t.Run(name, func(t *testing.T) {
			out, after := interviewIn(t, interviewed, c.typed)
			if !strings.Contains(out, c.says) {
				t.Errorf("does not say %q:\n%s", c.says, out)
			}
			if after != c.model {
				t.Errorf("got\n%s\nwant\n%s", after, c.model)
			}
		})
	}
}

// TestInterviewEnds answers everything with yes: each question comes once, and the model is still right.
func TestInterviewEnds(t *testing.T) {
	out, after := interviewIn(t, interviewed, strings.Repeat("yes\n", 300))
	if !strings.Contains(out, "Nothing left to ask.") {
		t.Errorf("does not end:\n%s", out)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(out) {
		if strings.Contains(line, "?") && seen[line] {
			t.Errorf("asked twice: %s", line)
		}
		seen[line] = true
	}
	if !strings.Contains(after, "# the core") {
		t.Errorf("the comment is gone:\n%s", after)
	}
}
