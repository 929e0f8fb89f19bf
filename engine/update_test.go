package engine_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// TestUpdateEqualsAnalyze edits generated models line by line and holds each update against an analysis from scratch:
// the same findings with the same reasons in the same order.
func TestUpdateEqualsAnalyze(t *testing.T) {
	e := engine.New(loadLibrary(t))
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rnd := rand.New(rand.NewPCG(seed, 3))
		text := generate(6+rnd.IntN(30), seed)
		file := syntax.Parse("theriac.yaml", []byte(text))
		m := model.Decode(file)
		a := e.Analyze(m)
		for range 6 {
			edited, what := randomEdit(text, rnd, seed)
			next := file.Update([]byte(edited))
			m2, ch := m.Update(next)
			got, want := e.Update(a, m2, ch), e.Analyze(m2)
			if diff := sameAnalysis(got, want); diff != "" {
				t.Fatalf("after %s: %s", what, diff)
			}
			text, file, m, a = edited, next, m2, got
		}
	})
}

// randomEdit removes, copies or changes one line that is an entry.
func randomEdit(text string, rnd *rand.Rand, seed uint64) (string, string) {
	lines := strings.Split(text, "\n")
	var entries []int
	for i, l := range lines {
		if entryLine.MatchString(l) {
			entries = append(entries, i)
		}
	}
	i := entries[rnd.IntN(len(entries))]
	was := lines[i]
	switch rnd.IntN(5) {
	case 0:
		lines = append(lines[:i], lines[i+1:]...)
		return strings.Join(lines, "\n"), "removing " + was
	case 1:
		copied := entryLine.ReplaceAllString(was, fmt.Sprintf("  ${1}x%d: {", rnd.IntN(1000)))
		lines = append(lines[:i+1], append([]string{copied}, lines[i+1:]...)...)
		return strings.Join(lines, "\n"), "adding " + copied
	default:
		lines[i] = mutate(was, rnd)
		return strings.Join(lines, "\n"), "changing " + was + " to " + lines[i]
	}
}

var entryLine = regexp.MustCompile(`^  ([a-zA-Z@-]+)[0-9x]*: \{`)

// mutate swaps words of an entry for others that are allowed there, mostly.
func mutate(line string, rnd *rand.Rand) string {
	swaps := [][2]string{
		{"name: ", "name: New "}, {": none", ": mutual-tls"}, {"mutual-tls", "none"}, {"hl7-mllp", "ble"}, {"ble", "https"},
		{"therapy-controller", "database"}, {"database", "mobile-app"}, {"d1", "d2"}, {"d2", "d9"}, {"z1", "z2"}, {"z2", "z0"},
		{"z0", "z1"}, {": yes", ": no"}, {": no", ": yes"}, {"e1", "e2"}, {"e2", "e3"}, {"trust: ", "trust: 1"}, {"two-way", "one-way"},
		{"S1", "S5"}, {"S5", "S2"}, {"many", "one"}, {"one,", "many,"}, {"bedside", "internet"}, {"cloud", "bedside"},
		{"integrity", "availability"}, {"fn1", "fn2"}, {"implemented", "planned"}, {"planned", "verified"}, {"mitigate", "accept"},
		{"{", "{name: x, "}, {"firmware", "phi"}, {"phi", "alarm"}, {"usb", "ble"}, {"serves: ", "serves: 1"}, {"[f0", "[f1"},
	}
	for range 40 {
		s := swaps[rnd.IntN(len(swaps))]
		if strings.Contains(line, s[0]) {
			return strings.Replace(line, s[0], s[1], 1)
		}
	}
	return line
}

// sameAnalysis says where two analyses differ.
func sameAnalysis(got, want *engine.Analysis) string {
	for i, f := range want.Findings {
		if i >= len(got.Findings) {
			return fmt.Sprintf("finding %d is missing: %s", i, f.ID)
		}
		if g := got.Findings[i]; !reflect.DeepEqual(g, f) {
			return fmt.Sprintf("finding %d is\n%s, want\n%s", i, show(g), show(f))
		}
	}
	switch {
	case len(got.Findings) > len(want.Findings):
		return "too many findings: " + show(got.Findings[len(want.Findings)])
	case !reflect.DeepEqual(got.Orphans, want.Orphans):
		return "orphans differ"
	case !reflect.DeepEqual(got.OutOfScope, want.OutOfScope):
		return "what is out of scope differs"
	case !reflect.DeepEqual(got.Diagnostics, want.Diagnostics):
		return fmt.Sprintf("diagnostics are %v, want %v", got.Diagnostics, want.Diagnostics)
	}
	return ""
}

func show(f *engine.Finding) string {
	return fmt.Sprint(f.ID, f.Points(), f.Certainty, f.Severity, f.ManyPatients, f.Hazards, f.Exposure, f.State, f.Title, f.Text, f.Reason,
		f.Node, f.Decision, f.Controls, f.Risk, f.Changed)
}
