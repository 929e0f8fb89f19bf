package model_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// compileSchema compiles the schema of the language.
func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(model.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(model.SchemaID, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(model.SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainValue turns a tree into what editors that read YAML 1.2 make of it: plain numbers and truth values get types.
func plainValue(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Mapping:
		m := map[string]any{}
		for _, p := range n.Pairs {
			m[p.Key.Value] = plainValue(p.Value)
		}
		return m
	case syntax.Sequence:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, plainValue(item))
		}
		return list
	case syntax.Missing:
		return nil
	}
	if n.Style == syntax.Plain {
		if _, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return json.Number(n.Value)
		}
		if n.Value == "true" || n.Value == "false" {
			return n.Value == "true"
		}
	}
	return n.Value
}

func TestSchemaAgreesWithDecode(t *testing.T) {
	schema := compileSchema(t)
	flows := small + "flows: {f: {from: a, to: b, "
	for text, good := range map[string]bool{
		pump: true, small: true, large(20): true,
		flows + "authentication: none}}":                                       true,
		flows + "authentication: [none, password]}}":                           true,
		flows + "authentication: {link: none, application: [a, b]}}}":          true,
		flows + "authentication: {lnik: none}}}":                               false,
		flows + "direction: unknown}}":                                         true,
		flows + "direction: both}}":                                            false,
		flows + "port: 70000}}":                                                false,
		flows + "port: unknown}}":                                              true,
		flows + "attributes: {rate-limit: true}}}":                             false,
		flows + "version: 3.10, name: true}}":                                  true,
		small + "flows: {f: {from: a}}":                                        false,
		small + "flow: {}":                                                     false,
		small + "zones: {9z: {}}":                                              false,
		small + "zones: {z: {name: [a]}}":                                      false,
		small + "zones:\n  z:\n":                                               true,
		small + "threats: {x@a.usb: {decision: open}, own: {}}":                true,
		small + "threats: {x@: {decision: open}}":                              false,
		small + "threats: {x@a: {date: tomorrow}}":                             false,
		small + "zones: {z: {}}\nextends: [../a, {model: ../b, zone: z}]":      true,
		small + "extends: [{zone: z}]":                                         false,
		small + "layout: {default: {a: {x: 1, y: 2, w: 3}}}":                   true,
		small + "layout: {default: {a: {x: 1}}}":                               false,
		small + "device: {traits: {legacy: yes}}":                              true,
		small + "device: {traits: {legacy: true}}":                             false,
		head + "elements: {a: {serves: 400 pumps}, b: {serves: 3}}":            true,
		head + "elements: {a: {serves: many}}":                                 false,
		head + "elements: {a: {interfaces: {usb: {loosens: x, state: used}}}}": true,
		head + "elements: {a: {interfaces: {usb: {stat: used}}}}":              false,
		small + "notes: {n: {text: t, about: a, views: []}}":                   true,
		small + "notes: {n: {about: [a]}}":                                     false,
		small + "notes: {n: }":                                                 false,
		"theriac: 2\nid: m\nelements: {a: {}}":                                 false,
		"theriac: 1\nelements: {a: {}}":                                        false,
	} {
		m := decode(text)
		if (len(problemsAbove(m, syntax.Note)) == 0) != good {
			t.Errorf("Decode of %q: %v", text, said(m))
		}
		err := schema.Validate(plainValue(m.Files[0].Root))
		if (err == nil) != good {
			t.Errorf("schema of %q: good %v, %v", text, good, err)
		}
	}
}

// problemsAbove returns the diagnostics that matter more than the severity.
func problemsAbove(m *model.Model, than syntax.Severity) (list []syntax.Diagnostic) {
	for _, d := range m.Diagnostics {
		if d.Severity < than {
			list = append(list, d)
		}
	}
	return list
}

// updateReference rewrites docs/language.md where the tests run with -update.
func updateReference() bool {
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

func TestReferenceIsUpToDate(t *testing.T) {
	path := filepath.Join("..", "docs", "language.md")
	want := model.Reference()
	if updateReference() {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/language.md is stale, run go test ./model -run Reference -update (-want +got):\n%s", diff)
	}
}

func TestExamplesOfTheReferenceDecode(t *testing.T) {
	schema := compileSchema(t)
	examples := strings.Split(string(model.Reference()), "```yaml\n")[1:]
	if len(examples) < 4 {
		t.Fatalf("found %d examples", len(examples))
	}
	for _, example := range examples {
		text, _, _ := strings.Cut(example, "```")
		files := []*syntax.File{syntax.Parse("example.yaml", []byte(text))}
		if strings.HasPrefix(text, "layout:") {
			files = append([]*syntax.File{syntax.Parse("theriac.yaml", []byte(pump))}, files...)
		} else if err := schema.Validate(plainValue(files[0].Root)); err != nil {
			t.Errorf("schema: %v\n%s", err, text)
		}
		if m := model.Decode(files...); len(m.Diagnostics) > 0 {
			t.Errorf("%v\n%s", m.Diagnostics, text)
		}
	}
}

// TestExamplesAreAccepted holds the example models of the repository to the language and to its schema.
func TestExamplesAreAccepted(t *testing.T) {
	schema := compileSchema(t)
	roots, err := filepath.Glob(filepath.Join("..", "examples", "*", "theriac.yaml"))
	if err != nil || len(roots) == 0 {
		t.Fatalf("no example models: %v", err)
	}
	for _, root := range roots {
		text, err := os.ReadFile(root)
		if err != nil {
			t.Fatal(err)
		}
		f := syntax.Parse(root, text)
		if err := schema.Validate(plainValue(f.Root)); err != nil {
			t.Errorf("%s: %v", root, err)
		}
		files := []*syntax.File{f}
		for _, name := range model.Includes(f) {
			if more, err := os.ReadFile(filepath.Join(filepath.Dir(root), name)); err == nil {
				files = append(files, syntax.Parse(name, more))
			}
		}
		m := model.Decode(files...)
		for _, d := range m.Diagnostics {
			if d.Severity == syntax.Error && len(m.Extends) == 0 {
				t.Errorf("%s:%d: %s", root, d.Place.Line, d.Message)
			}
		}
	}
}
