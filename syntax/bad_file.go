package syntax

import "fmt"

// BadFile is a file that is not what it should be, as an error. Its Place has a line where it can be known.
type BadFile struct{ Diagnostic }

// NewBadFile says what is wrong with a file, and what to do next where hint is not empty.
func NewBadFile(at Place, hint, format string, args ...any) *BadFile {
	return &BadFile{Diagnostic{Place: at, Code: "bad-file", Message: fmt.Sprintf(format, args...), Hint: hint}}
}

// Error says where, what was found, and what was expected.
func (e *BadFile) Error() string {
	s := e.Message
	switch {
	case e.Place.Line > 0:
		s = fmt.Sprintf("%s:%d:%d: %s", e.Place.File, e.Place.Line, e.Place.Column, s)
	case e.Place.File != "":
		s = e.Place.File + ": " + s
	}
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}
