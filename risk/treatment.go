package risk

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
