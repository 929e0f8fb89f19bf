package interop

import (
	"bytes"
	"crypto/sha1" // UUIDs of version 5 are made with it; nothing is protected by it
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"theriac.dev/syntax"
)

// unmarshal reads JSON and says where it is wrong.
func unmarshal(name string, data []byte, into any) error {
	err := json.Unmarshal(data, into)
	var bad *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &bad):
		return fault(placeAt(name, data, int(bad.Offset)), "", "this is not JSON: %v", err)
	case errors.As(err, &kind):
		return fault(placeAt(name, data, int(kind.Offset)), "", "%s is a JSON %s, which does not fit: expected %s", or(kind.Field, "the file"), kind.Value, jsonKind(kind.Type.Kind()))
	}
	return fault(syntax.Place{File: name}, "", "this cannot be read: %v", err)
}

// jsonKind names what JSON calls a kind of Go.
func jsonKind(k reflect.Kind) string {
	switch k {
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.String:
		return "a text"
	}
	return "a number"
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// placeAt is the place of a byte. Columns count characters.
func placeAt(name string, data []byte, at int) syntax.Place {
	at = min(max(at, 0), len(data))
	before := data[:at]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:]))) + 1
	return syntax.Place{File: name, Start: at, End: at, Line: line, Column: column, EndLine: line, EndColumn: column}
}

// uuid is the UUID of version 5 (RFC 9562, 5.5) of a name, in the namespace for URLs. The same name gives the same UUID,
// so that a tree that is written twice is written the same way.
func uuid(name string) string {
	space := []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	h := sha1.New()
	h.Write(space)
	h.Write([]byte("https://theriac.dev/tree/" + name))
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// encode writes JSON for people: indented, with a line break at the end, and without escaping what is safe in a file.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	return out.Bytes(), nil
}

// text reads a JSON value that should be a text; other kinds are not texts.
func text(v any) string {
	s, _ := v.(string)
	return clean(s)
}
