package engine_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"theriac.dev/engine"
	"theriac.dev/syntax"
)

// TestChecks runs the examples of docs/checks.md: each check has its title, its reason and an example there, and reports
// exactly the lines of the example that name it.
func TestChecks(t *testing.T) {
	text, err := os.ReadFile("../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(loadLibrary(t))
	sections := strings.Split(string(text), "\n## ")[1:]
	checks := engine.Checks()
	if len(sections) != len(checks) {
		t.Errorf("docs/checks.md has %d sections for %d checks", len(sections), len(checks))
	}
	for i, c := range checks {
		t.Run(c.Code, func(t *testing.T) {
			if i >= len(sections) {
				t.Fatal("docs/checks.md does not describe it")
			}
			head, example, ok := strings.Cut(sections[i], "```yaml\n")
			example, _, _ = strings.Cut(example, "```")
			if want := "`" + c.Code + "`: " + c.Title; !ok || !strings.HasPrefix(head, want) || !strings.Contains(unwrap(head), c.Why) {
				t.Fatalf("section %d of docs/checks.md is\n%s\nwant %s\n\n%s\n\nand an example", i+1, head, want, c.Why)
			}
			checkExample(t, e, c.Code, example)
		})
	}
}

func unwrap(s string) string { return strings.Join(strings.Fields(s), " ") }

func checkExample(t *testing.T, e *engine.Engine, code, example string) {
	var want, got []string
	for i, line := range strings.Split(example, "\n") {
		if strings.HasSuffix(line, "# "+code) {
			want = append(want, fmt.Sprint("line ", i+1))
		}
	}
	for _, d := range e.Analyze(decode(t, example)).Diagnostics {
		if d.Code == code {
			got = append(got, fmt.Sprint("line ", d.Place.Line))
			if d.Severity == syntax.Error {
				t.Errorf("it reports an error: %s", d.Message)
			}
		}
		if strings.HasPrefix(d.Code, "unknown-") && d.Severity == syntax.Error && !strings.Contains(d.Message, "threats") {
			t.Errorf("the example has a mistake in line %d: %s", d.Place.Line, d.Message)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("reported at %v, want %v", got, want)
	}
}
