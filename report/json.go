package report

import (
	"bufio"
	"encoding/json"
	"io"
	"reflect"
	"strings"
)

// WriteJSON writes the whole report, one finding a line: short for machines, and a change of one finding is a change of
// one line.
func (r *Report) WriteJSON(out io.Writer) error {
	w := bufio.NewWriterSize(out, 1<<16)
	j := &jsonWriter{w: w}
	head := *r
	head.Models = nil
	j.object(head, "models")
	for i, m := range r.Models {
		j.comma(i)
		findings := m.Findings
		m.Findings = nil
		j.object(m, "findings")
		for k := range findings {
			j.comma(k)
			j.line = append(findings[k].appendJSON(j.line[:0]), '\n')
			j.write(j.line)
		}
		j.text("]}\n")
	}
	j.text("]}\n")
	if j.err != nil {
		return j.err
	}
	return w.Flush()
}

// jsonWriter writes JSON in parts and keeps the first error.
type jsonWriter struct {
	w    *bufio.Writer
	line []byte
	err  error
}

func (j *jsonWriter) text(s string) {
	if j.err == nil {
		_, j.err = j.w.WriteString(s)
	}
}

func (j *jsonWriter) write(b []byte) {
	if j.err == nil {
		_, j.err = j.w.Write(b)
	}
}

func (j *jsonWriter) comma(i int) {
	if i > 0 {
		j.text(",")
	}
}

// object writes v as an object that is left open in its list called last, which must be empty in v.
func (j *jsonWriter) object(v any, last string) {
	b, err := json.Marshal(v)
	if err != nil {
		j.err = err
		return
	}
	var keys map[string]json.RawMessage
	if j.err = json.Unmarshal(b, &keys); j.err != nil {
		return
	}
	delete(keys, last)
	j.text("{\n")
	for _, key := range jsonKeys(v) {
		if raw, ok := keys[key]; ok {
			j.text(`"` + key + `":` + string(raw) + ",\n")
		}
	}
	j.text(`"` + last + "\":[\n")
}

// jsonKeys are the keys of a struct in the order of its fields.
func jsonKeys(v any) []string {
	t := reflect.TypeOf(v)
	keys := make([]string, 0, t.NumField())
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		keys = append(keys, key)
	}
	return keys
}
