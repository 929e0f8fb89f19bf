package risk

import (
	"fmt"
	"slices"
	"strings"
)

// Decision is what has been decided about a threat.
type Decision string

// The decisions. Open is the state of a threat on which nothing has been decided.
const (
	Open          Decision = "open"
	Eliminate     Decision = "eliminate"
	Mitigate      Decision = "mitigate"
	Accept        Decision = "accept"
	Transfer      Decision = "transfer"
	NotApplicable Decision = "not-applicable"
)

var decisions = []string{
	string(Open), string(Eliminate), string(Mitigate), string(Accept), string(Transfer), string(NotApplicable),
}

// Need is one thing that a decision has to say before it counts.
type Need struct {
	Field string // removed, controls, because, authority, until, to, text, document
	Ask   string // the question that the field answers
}

// treatments is the table of what each decision needs.
var treatments = []struct {
	decision Decision
	needs    []Need
}{
	{Open, nil},
	{Eliminate, []Need{
		{"removed", "which function, interface or data was taken out, so that the threat has no target left?"}}},
	{Mitigate, []Need{
		{"controls", "which controls, at least one, make the attack harder or the harm smaller?"}}},
	{Accept, []Need{
		{"because", "why is it right to live with this risk?"},
		{"authority", "which role accepts it? It must be one that the level of risk allows"},
		{"until", "when is it looked at again, as a date?"}}},
	{Transfer, []Need{
		{"to", "who has to act instead of the maker?"},
		{"text", "what exactly do they have to do, in words that they can follow?"},
		{"document", "in which document do they read it?"}}},
	{NotApplicable, []Need{
		{"because", "which fact of this product rules the threat out?"}}},
}

// Treatment returns what the decision needs. An unknown decision is an error that names the known ones.
func Treatment(d Decision) ([]Need, error) {
	for _, t := range treatments {
		if t.decision == d {
			return append([]Need(nil), t.needs...), nil
		}
	}
	return nil, unknownWord("decision", string(d), decisions)
}

// Allowed says whether a threat may go from one decision to the other in one step. Every decision starts from open and
// goes back to open. A change of mind is two steps, so that the first decision is withdrawn and never only overwritten.
func Allowed(from, to Decision) bool {
	if indexOf(decisions, string(from)) < 0 || indexOf(decisions, string(to)) < 0 {
		return false
	}
	return from != to && (from == Open || to == Open)
}

// Record is a decision with everything that was said about it.
type Record struct {
	Decision  Decision
	Removed   string   // eliminate
	Controls  []string // mitigate: ids of controls
	Because   string   // accept, not-applicable
	Authority string   // accept: a role
	Until     string   // accept: a date
	To        string   // transfer
	Text      string   // transfer
	Document  string   // transfer
}

func (r Record) field(name string) string {
	switch name {
	case "removed":
		return r.Removed
	case "controls":
		return strings.Join(r.Controls, " ")
	case "because":
		return r.Because
	case "authority":
		return r.Authority
	case "until":
		return r.Until
	case "to":
		return r.To
	case "text":
		return r.Text
	}
	return r.Document
}

// CheckRecord returns what is missing or wrong in a decision on a risk of the given level, each with the name of the
// field as its path. Who may accept a risk, its level says: an unacceptable one nobody, and an unknown level counts as
// unacceptable. The maker accepts in its own name only; what somebody else has to do is a transfer, and its text is
// refused where it is vague (see [VaguePhrases]).
func (s *Scales) CheckRecord(r Record, risk string) []Problem {
	needs, err := Treatment(r.Decision)
	if err != nil {
		return []Problem{{[]string{"decision"}, err.Error()}}
	}
	var problems []Problem
	for _, need := range needs {
		if strings.TrimSpace(r.field(need.Field)) == "" {
			problems = append(problems, Problem{[]string{need.Field}, "missing: " + need.Ask})
		}
	}
	switch r.Decision {
	case Accept:
		if message := s.refuse(r.Authority, risk); message != "" {
			problems = append(problems, Problem{[]string{"authority"}, message})
		}
	case Transfer:
		for _, v := range VaguePhrases(r.Text) {
			problems = append(problems, Problem{[]string{"text"}, fmt.Sprintf("%q does not do: %s; %s", v.Phrase, v.Why, v.Instead)})
		}
	}
	return problems
}

// refuse says why the role may not accept a risk of that level, or "" where it may or is missing.
func (s *Scales) refuse(authority, risk string) string {
	level := s.Risk(risk)
	switch {
	case level == nil:
		return fmt.Sprintf("nobody may accept a risk of the unknown level %q", risk)
	case level.Accept == Unacceptable:
		return fmt.Sprintf("nobody may accept a risk of level %q: lower it first", risk)
	case authority == "" || slices.Contains(level.Authority, authority):
		return ""
	}
	return fmt.Sprintf("%q may not accept a risk of level %q: it takes one of %s", authority, risk, strings.Join(level.Authority, ", "))
}
