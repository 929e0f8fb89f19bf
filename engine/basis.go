package engine

import (
	"slices"
	"strconv"
	"strings"

	"theriac.dev/model"
)

// Basis returns the facts that a decision on the finding rests on, each as `target field = value`: those that the rule
// read, what it leads to and who reaches it. `theriac decide` writes them beside the decision; when one of them changes,
// the decision is asked for again (State review), and is neither kept nor dropped in silence.
func (f *Finding) Basis() []string {
	var out []string
	add := func(about, field, value string) {
		if line := basisLine(about, field, value); !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	for _, list := range [2][]Fact{f.Reason.Facts, f.Reason.Missing} {
		for _, fact := range list {
			if !fact.Guard {
				add(fact.Subject, fact.Field, fact.Value)
			}
		}
	}
	if f.Severity > 0 {
		add(f.Target, "severity", "S"+strconv.Itoa(f.Severity))
		add(f.Target, "hazards", strings.Join(f.Hazards, " "))
	}
	if len(f.Exposure) > 0 {
		add(f.Target, "exposure", strings.Join(f.Exposure, " "))
	}
	return out
}

// basisLine keeps a line free of what would need quotes in a list, so that it stays readable in the text.
func basisLine(about, field, value string) string {
	clean := strings.NewReplacer("`", "", ",", "", "[", "", "]", "", "{", "", "}", "", ":", "", "#", "", "\n", " ", "=", "")
	return about + " " + strings.TrimSpace(clean.Replace(field)) + " = " + strings.TrimSpace(clean.Replace(value))
}

// FactChange is a fact that a decision rests on and that is not what it was. Was or Now is empty where the fact is new or
// does not matter any more.
type FactChange struct{ About, Was, Now string }

// String says in words what has changed.
func (c FactChange) String() string {
	switch {
	case c.Was == "":
		return c.About + " is now " + c.Now
	case c.Now == "":
		return c.About + " was " + c.Was + " and plays no part any more"
	}
	return c.About + " was " + c.Was + " and is now " + c.Now
}

// changedFacts compares what a decision rests on with what holds now. A decision that states no facts rests on none.
func changedFacts(f *Finding) []FactChange {
	d := f.Decision
	if d == nil || !d.Facts.Stated() {
		return nil
	}
	now := f.Basis()
	var out []FactChange
	for _, s := range d.Facts.Items {
		if slices.Contains(now, s.Value) {
			continue
		}
		about, was, _ := strings.Cut(s.Value, " = ")
		out = append(out, FactChange{about, was, valueOf(now, about)})
	}
	for _, line := range now {
		about, value, _ := strings.Cut(line, " = ")
		if !slices.ContainsFunc(out, func(c FactChange) bool { return c.About == about }) && !stated(d.Facts.Items, about) {
			out = append(out, FactChange{About: about, Now: value})
		}
	}
	return out
}

func valueOf(lines []string, about string) string {
	for _, line := range lines {
		if value, ok := strings.CutPrefix(line, about+" = "); ok {
			return value
		}
	}
	return ""
}

func stated(lines []model.String, about string) bool {
	return slices.ContainsFunc(lines, func(s model.String) bool { return strings.HasPrefix(s.Value, about+" = ") })
}
