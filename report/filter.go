package report

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/engine"
)

// Filter says which findings a report lists. The zero value lists all. Findings left out are counted as hidden.
type Filter struct {
	Severity   int      // least severity, 1 to 5
	Certainty  []string // any of these
	Categories []string // at least one of these
	Targets    []string // any of these
	Threats    []string // any of these
	States     []string // any of these
	Top        int      // at most so many
}

func (q Filter) keeps(f *engine.Finding) bool {
	threat, _, _ := strings.Cut(f.ID, "@")
	return f.Severity >= q.Severity &&
		oneOf(q.Certainty, string(f.Certainty)) &&
		oneOf(q.Targets, f.Target) &&
		oneOf(q.Threats, threat) &&
		oneOf(q.States, f.State) &&
		(len(q.Categories) == 0 || slices.ContainsFunc(f.Categories, func(c string) bool { return slices.Contains(q.Categories, c) }))
}

func oneOf(allowed []string, s string) bool { return len(allowed) == 0 || slices.Contains(allowed, s) }

// Threshold says which findings make a command fail.
type Threshold struct {
	On       bool
	Severity int  // least severity; 0 counts findings without a hazard too
	Possible bool // count possible findings too
}

// ParseThreshold reads "S4", "any", and either with ",possible": fail on open or planned findings, or decisions to review, that bad or worse.
// The error names the words that are allowed.
func ParseThreshold(s string) (Threshold, error) {
	t := Threshold{On: s != ""}
	if s == "" {
		return t, nil
	}
	for _, word := range strings.Split(s, ",") {
		switch w := strings.TrimSpace(word); {
		case w == "any":
			t.Severity = 0
		case w == "possible":
			t.Possible = true
		case len(w) == 2 && w[0] == 'S' && w[1] >= '1' && w[1] <= '5':
			t.Severity = int(w[1] - '0')
		default:
			return t, fmt.Errorf("threshold %q is not known: expected any or S1 to S5, and possible to count possible findings too", w)
		}
	}
	return t, nil
}

// Count returns how many findings of an analysis reach the threshold. Findings that are controlled or decided do not.
func (t Threshold) Count(a *engine.Analysis) int {
	n := 0
	for _, f := range a.Findings {
		if t.On && f.Left() && f.Severity >= t.Severity && (t.Possible || f.Certainty == engine.Confirmed) {
			n++
		}
	}
	return n
}
