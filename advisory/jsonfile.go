package advisory

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"theriac.dev/syntax"
)

// readJSON decodes a file into v. What is wrong is told with the line on which it stands.
func readJSON(file string, text []byte, v any) (syntax.Diagnostic, bool) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(text) {
		return problem(file, syntax.Error, "not-json", "the file is not text in UTF-8", "a packed file must be unpacked first"), false
	}
	err := json.Unmarshal(text, v)
	if err == nil {
		return syntax.Diagnostic{}, true
	}
	d := problem(file, syntax.Error, "not-json", "the file is not JSON: "+err.Error(), "")
	var syntaxErr *json.SyntaxError
	var typeErr *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntaxErr):
		d.Place = placeAt(file, text, syntaxErr.Offset)
	case errors.As(err, &typeErr):
		d.Code = "wrong-shape"
		d.Message = fmt.Sprintf("%s: found %s, expected %s", fieldName(typeErr.Field), typeErr.Value, shapeOf(typeErr.Type.Kind().String()))
		d.Place = placeAt(file, text, typeErr.Offset)
	}
	return d, false
}

// shapeOf says the kind of a Go type as JSON calls it.
func shapeOf(kind string) string {
	switch kind {
	case "slice":
		return "array"
	case "struct", "map", "ptr":
		return "object"
	case "float64", "int":
		return "number"
	}
	return kind
}

// fieldName names a field as other messages do: /document/title.
func fieldName(field string) string {
	if field == "" {
		return "the file"
	}
	return "/" + strings.ReplaceAll(field, ".", "/")
}

// placeAt returns the line and the column at a byte of a text.
func placeAt(file string, text []byte, offset int64) syntax.Place {
	at := int(min(max(offset-1, 0), int64(len(text))))
	head := text[:at]
	line := bytes.Count(head, []byte("\n")) + 1
	column := utf8.RuneCount(head[bytes.LastIndexByte(head, '\n')+1:]) + 1
	return syntax.Place{File: file, Line: line, EndLine: line, Column: column, EndColumn: column, Start: at, End: at}
}

// clean puts a text on one line without control characters, so that it can be shown anywhere.
func clean(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\u2028' || r == '\u2029'
	}), " ")
}
