package report

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite docs/json.md")

const jsonHead = `# The JSON form

` + "`theriac analyze --format json`" + ` writes one object, a Report. Its form has a version, ` + "`format`" + `: it grows when a key
is removed or changes its meaning; new keys may come at any time, so readers should pass over keys that they do not know.
Lists are never null. This page is made from the types that write it.
`

// TestJSONReference holds docs/json.md against the types: each key is documented, and nothing else is.
func TestJSONReference(t *testing.T) {
	const path = "../docs/json.md"
	got := jsonHead + reference(reflect.TypeFor[Report](), map[reflect.Type]bool{})
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("docs/json.md is stale: run go test ./report -update")
	}
}

// reference writes a table for a struct and then for each struct that it holds, once.
func reference(typ reflect.Type, seen map[reflect.Type]bool) string {
	if seen[typ] {
		return ""
	}
	seen[typ] = true
	var table, rest strings.Builder
	fmt.Fprintf(&table, "\n## %s\n\n| key | type | meaning |\n| --- | --- | --- |\n", typ.Name())
	for i := range typ.NumField() {
		field := typ.Field(i)
		key, opts, _ := strings.Cut(field.Tag.Get("json"), ",")
		doc := field.Tag.Get("doc")
		if opts == "omitempty" {
			doc += " Absent where there is none."
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", key, typeWords(field.Type), strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;").Replace(doc))
		if inner := element(field.Type); inner.Kind() == reflect.Struct {
			rest.WriteString(reference(inner, seen))
		}
	}
	return table.String() + rest.String()
}

func element(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func typeWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "list of " + typeWords(t.Elem())
	case reflect.Pointer:
		return typeWords(t.Elem())
	case reflect.Map:
		return "counts by word"
	case reflect.Struct:
		return t.Name()
	case reflect.Int:
		return "number"
	}
	return t.String()
}

// TestEveryKeyIsDocumented fails on a key without a sentence.
func TestEveryKeyIsDocumented(t *testing.T) {
	for _, typ := range []reflect.Type{
		reflect.TypeFor[Report](), reflect.TypeFor[Counts](), reflect.TypeFor[Model](), reflect.TypeFor[Finding](),
		reflect.TypeFor[Decision](), reflect.TypeFor[Threat](), reflect.TypeFor[Why](), reflect.TypeFor[Way](), reflect.TypeFor[Consequence](), reflect.TypeFor[Control](), reflect.TypeFor[Reason](), reflect.TypeFor[Fact](),
		reflect.TypeFor[OutOfScope](), reflect.TypeFor[Orphan](), reflect.TypeFor[Place](), reflect.TypeFor[Diagnostic](),
	} {
		for i := range typ.NumField() {
			if f := typ.Field(i); !f.Anonymous && (f.Tag.Get("doc") == "" || f.Tag.Get("json") == "") {
				t.Errorf("%s.%s has no key or no sentence", typ.Name(), f.Name)
			}
		}
	}
}
