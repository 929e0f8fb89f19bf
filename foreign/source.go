package foreign

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"theriac.dev/syntax"
)

// source is a foreign file. It is parsed once, by whoever asks first.
type source struct {
	name string
	data []byte

	value    *value
	valueErr error
	parsed   bool
	xml      *element
	xmlErr   error
	walked   bool
}

// newSource drops the byte order mark, which some tools write.
func newSource(name string, data []byte) *source {
	return &source{name: name, data: bytes.TrimPrefix(data, []byte("\ufeff"))}
}

// first is the first byte that is not blank.
func (s *source) first() byte {
	if t := bytes.TrimLeft(s.data, " \t\r\n"); len(t) > 0 {
		return t[0]
	}
	return 0
}

func (s *source) isXML() bool { return s.first() == '<' }

// tree reads the file as JSON or YAML.
func (s *source) tree() (*value, error) {
	if !s.parsed {
		s.parsed = true
		switch c := s.first(); {
		case c == '{' || c == '[':
			s.value, s.valueErr = readJSON(s.name, s.data)
		case c == '<' || bytes.IndexByte(s.data, 0) >= 0:
			s.valueErr = fault(syntax.Place{File: s.name}, "", "this is neither JSON nor YAML")
		default:
			s.value, s.valueErr = readYAML(s.name, s.data)
		}
	}
	return s.value, s.valueErr
}

// get is the value at the keys, or an empty one.
func (s *source) get(keys ...string) *value {
	v, err := s.tree()
	if err != nil {
		return &value{}
	}
	return v.at(keys...)
}

// has reports whether the top of the file has all the keys.
func (s *source) has(keys ...string) bool {
	for _, k := range keys {
		if s.get(k).kind == missing {
			return false
		}
	}
	return true
}

// broken is the error of the file where it can be read neither as a tree nor as XML.
func (s *source) broken() error {
	if s.isXML() {
		_, err := s.root()
		return err
	}
	_, err := s.tree()
	return err
}

type kind uint8

const (
	missing kind = iota // absent, or null
	text
	number
	truth
	list
	object
)

// value is a value of JSON or YAML. The zero value is one that is absent, and so is everything in it.
type value struct {
	kind  kind
	str   string // of text, number and truth, as written
	keys  []string
	items []*value // of a list, or of an object in the order of keys
	// index is where keys are, made when an object with many is asked; indexed is how many it knows.
	index   map[string]int
	indexed int
	// line and col are where it stands; in JSON, where hardly any value is asked for it, offset is instead.
	line, col, offset int
}

// at follows keys into objects.
func (v *value) at(keys ...string) *value {
	for _, k := range keys {
		v = v.get(k)
	}
	return v
}

// get is the value of a key. Of a key that stands twice the last one counts, as JSON readers have it.
func (v *value) get(key string) *value {
	if v.kind != object {
		return &value{}
	}
	if len(v.keys) > 12 {
		if len(v.index) == 0 || len(v.keys) != v.indexed {
			v.index, v.indexed = make(map[string]int, len(v.keys)), len(v.keys)
			for i, k := range v.keys {
				v.index[k] = i
			}
		}
		if i, ok := v.index[key]; ok {
			return v.items[i]
		}
		return &value{}
	}
	for i, k := range slices.Backward(v.keys) {
		if k == key {
			return v.items[i]
		}
	}
	return &value{}
}

// str of a key, as one reads it: a text, a number or a truth; empty for anything else.
func (v *value) word(keys ...string) string {
	switch v := v.at(keys...); v.kind {
	case text, number, truth:
		return strings.TrimSpace(v.str)
	}
	return ""
}

// list of a key: its items, or nothing.
func (v *value) list(keys ...string) []*value {
	if v := v.at(keys...); v.kind == list {
		return v.items
	}
	return nil
}

// words of a key: the texts in its list, or its one text.
func (v *value) words(keys ...string) []string {
	v = v.at(keys...)
	if v.kind == text || v.kind == number {
		return nonEmpty(v.word())
	}
	var out []string
	if v.kind == list {
		for _, it := range v.items {
			out = append(out, nonEmpty(it.word())...)
		}
	}
	return out
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// answer of a key in three values: yes, no, or "" where the file does not say.
func (v *value) answer(keys ...string) string {
	v = v.at(keys...)
	if v.kind != truth && v.kind != text {
		return ""
	}
	switch strings.ToLower(strings.TrimSpace(v.str)) {
	case "true", "yes":
		return "yes"
	case "false", "no":
		return "no"
	}
	return ""
}

// place is where a value stands.
func (s *source) place(v *value) syntax.Place {
	line, col := v.line, v.col
	if line == 0 {
		l := lines{data: s.data}
		line, col = l.find(v.offset)
	}
	return syntax.Place{File: s.name, Line: line, Column: col, EndLine: line, EndColumn: col}
}

// lines finds the line and column of bytes that are asked for in rising order.
type lines struct {
	data       []byte
	at, number int // start of the line, and its number from 0
	seen       int
}

func (l *lines) find(offset int) (line, col int) {
	offset = min(max(offset, 0), len(l.data))
	for ; l.seen < offset; l.seen++ {
		if l.data[l.seen] == '\n' {
			l.number, l.at = l.number+1, l.seen+1
		}
	}
	return l.number + 1, len([]rune(string(l.data[min(l.at, offset):min(offset, l.at+4096)]))) + 1
}

type jsonReader struct {
	name  string
	dec   *json.Decoder
	lines lines
	nodes int
}

func readJSON(name string, data []byte) (*value, error) {
	r := &jsonReader{name: name, dec: json.NewDecoder(bytes.NewReader(data)), lines: lines{data: data}}
	r.dec.UseNumber()
	v, err := r.value(0)
	if err == nil {
		if _, end := r.dec.Token(); end != io.EOF {
			err = r.fault("the file goes on after the end of the JSON")
		}
	}
	return v, err
}

func (r *jsonReader) fault(format string, args ...any) error {
	line, col := r.lines.find(int(r.dec.InputOffset()))
	return fault(syntax.Place{File: r.name, Line: line, Column: col, EndLine: line, EndColumn: col}, "", format, args...)
}

func (r *jsonReader) token() (json.Token, error) {
	t, err := r.dec.Token()
	var bad *json.SyntaxError
	switch {
	case errors.As(err, &bad):
		// Reading by tokens does not say where; reading at once does.
		offset := r.dec.InputOffset() + 1
		if errors.As(json.Unmarshal(r.lines.data, &json.RawMessage{}), &bad) {
			offset = bad.Offset
		}
		l := lines{data: r.lines.data}
		line, col := l.find(int(offset) - 1)
		return nil, fault(syntax.Place{File: r.name, Line: line, Column: col, EndLine: line, EndColumn: col}, "", "this is not JSON: %v", bad)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, r.fault("this is not JSON: the file ends too early")
	case err != nil:
		return nil, r.fault("this is not JSON: %v", err)
	}
	return t, nil
}

func (r *jsonReader) value(depth int) (*value, error) {
	t, err := r.token()
	if err != nil {
		return nil, err
	}
	if r.nodes++; r.nodes > maxNodes {
		return nil, r.fault("there are more than %d values", maxNodes)
	}
	if depth > maxDepth {
		return nil, r.fault("values are nested more than %d deep", maxDepth)
	}
	v := &value{}
	v.offset = int(r.dec.InputOffset()) - 1
	switch t := t.(type) {
	case json.Delim:
		return v, r.collection(v, t, depth)
	case string:
		v.kind, v.str = text, t
	case json.Number:
		v.kind, v.str = number, t.String()
	case bool:
		v.kind, v.str = truth, "false"
		if t {
			v.str = "true"
		}
	}
	return v, nil
}

func (r *jsonReader) collection(v *value, open json.Delim, depth int) error {
	v.kind = list
	if open == '{' {
		v.kind = object
	}
	for r.dec.More() {
		if open == '{' {
			key, err := r.token()
			if err != nil {
				return err
			}
			k, _ := key.(string)
			v.keys = append(v.keys, k)
		}
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		v.items = append(v.items, item)
	}
	_, err := r.token()
	return err
}

// yamlLine takes the line out of an error of the YAML library.
var yamlLine = regexp.MustCompile(`^line (\d+): (?s:(.*))$`)

type yamlReader struct {
	name  string
	nodes int
}

// readYAML reads the YAML of other tools, with anchors and merge keys. Aliases are counted each time they are used, so a
// small file cannot become a large one.
func readYAML(name string, data []byte) (v *value, err error) {
	defer func() {
		if p := recover(); p != nil { // the library promises none; a foreign file must never end the program
			v, err = nil, fault(syntax.Place{File: name}, "", "this is not YAML: %v", p)
		}
	}()
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		message, at := strings.TrimPrefix(err.Error(), "yaml: "), syntax.Place{File: name}
		if m := yamlLine.FindStringSubmatch(message); m != nil {
			line, _ := strconv.Atoi(m[1])
			at.Line, at.Column, at.EndLine, at.EndColumn = line, 1, line, 1
			message = m[2]
		}
		return nil, fault(at, "", "this is not YAML: %s", message)
	}
	r := &yamlReader{name: name}
	return r.value(&doc, 0)
}

func (r *yamlReader) value(n *yaml.Node, depth int) (*value, error) {
	if r.nodes++; r.nodes > maxNodes {
		return nil, fault(syntax.Place{File: r.name, Line: n.Line, Column: n.Column}, "", "there are more than %d values", maxNodes)
	}
	if depth > maxDepth {
		return nil, fault(syntax.Place{File: r.name, Line: n.Line, Column: n.Column}, "", "values are nested more than %d deep", maxDepth)
	}
	v := &value{line: n.Line, col: n.Column}
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) > 0 {
			return r.value(n.Content[0], depth+1)
		}
	case yaml.AliasNode:
		return r.value(n.Alias, depth+1)
	case yaml.ScalarNode:
		v.str = n.Value
		switch n.ShortTag() {
		case "!!null":
		case "!!int", "!!float":
			v.kind = number
		case "!!bool":
			v.kind = truth
		default:
			v.kind = text
		}
	case yaml.SequenceNode:
		v.kind = list
		for _, c := range n.Content {
			item, err := r.value(c, depth+1)
			if err != nil {
				return nil, err
			}
			v.items = append(v.items, item)
		}
	case yaml.MappingNode:
		v.kind = object
		return v, r.mapping(v, n, depth)
	}
	return v, nil
}

func (r *yamlReader) mapping(v *value, n *yaml.Node, depth int) error {
	var merged []*value
	for i := 0; i+1 < len(n.Content); i += 2 {
		item, err := r.value(n.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		if key := n.Content[i]; key.Value == "<<" && key.Style == 0 {
			merged = append(merged, item)
			continue
		}
		v.keys, v.items = append(v.keys, n.Content[i].Value), append(v.items, item)
	}
	if len(merged) == 0 {
		return nil
	}
	known := make(map[string]bool, len(v.keys))
	for _, k := range v.keys {
		known[k] = true
	}
	for len(merged) > 0 {
		m := merged[0]
		merged = merged[1:]
		if m.kind == list {
			merged = append(slices.Clone(m.items), merged...)
			continue
		}
		for i, k := range m.keys {
			if !known[k] {
				known[k] = true
				v.keys, v.items = append(v.keys, k), append(v.items, m.items[i])
			}
		}
	}
	return nil
}
