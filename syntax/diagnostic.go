package syntax

// Severity says how much a diagnostic matters.
type Severity uint8

// The severities. An Error means that something written was not understood and takes no part in the analysis; a
// Warning that it was, and is probably not what was meant; a Note that something is worth knowing.
const (
	Error Severity = iota
	Warning
	Note
)

// String returns the word used in every face: error, warning, note.
func (s Severity) String() string { return [...]string{"error", "warning", "note"}[s] }

// Diagnostic is a problem that has a place. It is the one such type for command line, editor, SARIF and page.
type Diagnostic struct {
	Place    Place
	Severity Severity
	// Code names the kind of problem in kebab case, for filters and documentation: unknown-key, duplicate-id.
	Code string
	// Message says what was found and what was expected: lower case, no full stop.
	Message string
	// Hint says what to do next; empty where the message says it all.
	Hint string
	// Fixes are edits that would mend it, best first.
	Fixes []Fix
	// Related points at other places that explain the problem, such as the first of two equal ids.
	Related []Related
}

// Fix is a named change that mends a diagnostic. Title is a verb phrase: "write `element`".
type Fix struct {
	Title string
	Edits []Edit
}

// Related is a second place that explains a diagnostic.
type Related struct {
	Place   Place
	Message string
}
