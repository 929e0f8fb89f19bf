package syntax

import (
	"fmt"
	"strings"
	"testing"
)

// report writes the diagnostics of a file, each as line:column-column severity code.
func report(f *File) string {
	var lines []string
	for _, d := range f.Diagnostics() {
		end := fmt.Sprint(d.Place.EndColumn)
		if d.Place.EndLine != d.Place.Line {
			end = fmt.Sprintf("%d:%d", d.Place.EndLine, d.Place.EndColumn)
		}
		lines = append(lines, fmt.Sprintf("%d:%d-%s %s %s", d.Place.Line, d.Place.Column, end, d.Severity, d.Code))
	}
	return strings.Join(lines, "; ")
}

func TestDiagnostics(t *testing.T) {
	for _, tt := range []struct{ name, text, want, tree, fixed string }{
		{"anchor", "a: &x b\nc: d\n", "1:4-8 error anchor", `{a=- c="d"}`, ""},
		{"alias", "a: *x\nc: d\n", "1:4-6 error alias", `{a=- c="d"}`, ""},
		{"tag", "a: !!str b\nc: d\n", "1:4-11 error tag", `{a=- c="d"}`, ""},
		{"merge key", "a:\n  <<: b\n  c: d\n", "2:3-5 error merge-key", `{a={c="d"}}`, ""},
		{"anchor on a section", "els: &x\n  a: b\nc: d\n", "1:6-8 error anchor", `{els=- c="d"}`, ""},
		{"second document", "a: b\n---\nc: d\n", "2:1-4 error multiple-documents", `{a="b" c="d"}`, "a: b\nc: d\n"},
		{"end of document", "a: b\n...\n", "2:1-4 error multiple-documents", `{a="b"}`, "a: b\n"},
		{"text after marker", "--- a\nb: c\n", "1:5-6 error text-after-marker", `{b="c"}`, ""},
		{"directive", "%YAML 1.2\n---\na: b\n", "1:1-10 error directive; 2:1-4 error multiple-documents", `{a="b"}`, ""},
		{"complex key", "? a\n: b\nc: d\n", "1:1-2 error complex-key; 2:1-2 error missing-key", `{c="d"}`, ""},
		{"bracket as key", "a: {[b]: c}\nd: e\n", "1:5-6 error complex-key", `{a={} d="e"}`, ""},
		{"invalid UTF-8", "a: \xffb\nc: d\n", "1:4-5 error invalid-utf8", "", ""},
		{"NUL", "a: b\x00\n", "1:5-6 error control-character", "", "a: b\n"},
		{"escape character", "a: b\x1b[1m\n", "1:5-6 error control-character", "", "a: b[1m\n"},
		{"line separator", "a: b\u2028c\n", "1:5-6 error control-character", "", "a: bc\n"},
		{"lone carriage return", "a: b\rc: d\n", "1:5-6 error control-character; 1:7-8 error colon-in-text", "", ""},
		{"hidden direction", "a: b\u202ec\n", "1:5-6 warning hidden-character", "", "a: bc\n"},
		{"byte order mark", "\ufeffa: b\n", "1:1-1 note byte-order-mark", `{a="b"}`, "a: b\n"},
		{"byte order mark inside", "a: b\ufeff\n", "1:5-6 error control-character", "", "a: b\n"},
		{"CRLF", "a: b\r\nc: d\r\n", "1:5-2:1 note crlf", `{a="b" c="d"}`, "a: b\nc: d\n"},
		{"tab", "a:\n\tb: c\n", "2:1-2 error tab", `{a={b="c"}}`, "a:\n  b: c\n"},
		{"tab behind dash", "a:\n  -\tb\n", "2:4-5 error tab", `{a=["b"]}`, ""},
		{"duplicate key", "a: b\nc: d\na: e\n", "3:1-2 error duplicate-key", `{a="b" c="d"}`, ""},
		{"duplicate entry", "els:\n  a: b\n  a: c\n", "3:3-4 error duplicate-key", `{els={a="b"}}`, ""},
		{"duplicate in braces", "a: {b: c, b: d}\n", "1:11-12 error duplicate-key", `{a={b="c"}}`, ""},
		{"duplicate section", "els:\n  a: b\nels:\n  c: d\n", "3:1-4 error duplicate-key", `{els={a="b"}}`, ""},
		{"ambiguous key", "on: b\nno: c\n\"off\": d\nNULL: e\n", "1:1-3 warning ambiguous-key; 2:1-3 warning ambiguous-key; 4:1-5 warning ambiguous-key", `{on="b" no="c" off="d" NULL="e"}`, "\"on\": b\nno: c\n\"off\": d\nNULL: e\n"},
		{"answers are text", "a: yes\nb: no\nc: 3.10\nd: 010\ne: ~\n", "", `{a="yes" b="no" c="3.10" d="010" e="~"}`, ""},
		{"open quote", "a:\n  b: \"c\n  d: e\n", "2:6-8 error unclosed-quote", `{a={b="c" d="e"}}`, "a:\n  b: \"c\"\n  d: e\n"},
		{"open quote to the end", "a: 'b", "1:4-6 error unclosed-quote", `{a="b"}`, "a: 'b'"},
		{"open quote in brackets", "a: {b: \"c, d: e}\nf: g\n", "1:8-17 error unclosed-quote", `{a={b="c, d: e}"} f="g"}`, ""},
		{"open quote at key", "a:\n  \"b: c\n  d: e\n", "2:3-8 error unclosed-quote", `{a={d="e"}}`, ""},
		{"open bracket", "els:\n  a: {b: c, d: [e, f\n  g: h\n", "2:16-17 error unclosed-bracket", `{els={a={b="c" d=["e" "f"]} g="h"}}`, "els:\n  a: {b: c, d: [e, f]\n  g: h\n"},
		{"open brace", "a:\n  b: {c: d # e\n  f: g\n", "2:6-7 error unclosed-bracket", `{a={b={c="d"} f="g"}}`, "a:\n  b: {c: d} # e\n  f: g\n"},
		{"crossed brackets", "a: [b}\nc: d\n", "1:6-7 error stray-bracket", `{a=["b"] c="d"}`, ""},
		{"stray bracket", "a:\n  b: c\n  }\nd: e\n", "3:3-4 error stray-bracket", `{a={b="c"} d="e"}`, ""},
		{"missing comma", "a: {b: c d: e}\nf: g\n", "1:11-12 error missing-comma", `{a={b="c d"} f="g"}`, ""},
		{"missing comma after quote", "a: [\"b\" c]\nf: g\n", "1:9-10 error missing-comma", `{a=["b"] f="g"}`, ""},
		{"empty item", "a: [b, , c]\n", "1:8-9 error empty-item", `{a=["b"]}`, ""},
		{"pair in list", "a: [b: c]\nd: e\n", "1:5-7 error pair-in-list", `{a=["b"] d="e"}`, ""},
		{"key without colon", "els:\n  a\n  b: c\n", "2:3-4 error missing-colon", `{els={b="c"}}`, "els:\n  a:\n  b: c\n"},
		{"last key without colon", "els:\n  b: c\n  a\n", "3:3-4 error missing-colon", `{els={b="c"}}`, ""},
		{"section without colon", "els\n  a: b\nc: d\n", "1:1-4 error missing-colon", `{els={a="b"} c="d"}`, "els:\n  a: b\nc: d\n"},
		{"line of words", "els:\n  a: b\n  some words\n  c: d\n", "3:3-13 error missing-colon", `{els={a="b" c="d"}}`, ""},
		{"key without value in braces", "a: {b, c: d}\n", "1:5-6 error missing-colon", `{a={b=- c="d"}}`, "a: {b:, c: d}\n"},
		{"no space after colon", "els:\n  a:b\n  c: d\n", "2:4-5 error missing-space", `{els={a="b" c="d"}}`, "els:\n  a: b\n  c: d\n"},
		{"no space after colon in braces", "a: {b:c, d: e}\n", "1:5-8 error missing-colon", `{a={b:c=- d="e"}}`, "a: {b: c, d: e}\n"},
		{"no space before comment", "a: \"b\"# c\n", "1:7-8 error missing-space", `{a="b"}`, "a: \"b\" # c\n"},
		{"two colons", "a: b: c\nd: e\n", "1:5-6 error colon-in-text", `{a="b: c" d="e"}`, "a: \"b: c\"\nd: e\n"},
		{"text after quote", "a: \"b\" c\nd: e\n", "1:8-9 error text-after-value", `{a="b" d="e"}`, ""},
		{"text after bracket", "a: [b] c\nd: e\n", "1:8-9 error text-after-value", `{a=["b"] d="e"}`, ""},
		{"reserved at", "a: @b\nc: `d`\ne: %f\n", "1:4-5 error reserved-character; 2:4-5 error reserved-character; 3:4-5 error reserved-character", `{a=- c=- e=-}`, "a: \"@b\"\nc: `d`\ne: %f\n"},
		{"lone dash", "a: [-, b]\n", "1:5-6 error reserved-character", `{a=[-]}`, ""},
		{"list on the line of its key", "a: - b\nc: d\n", "1:4-5 error sequence-after-key", `{a=- c="d"}`, ""},
		{"item among keys", "a:\n  b: c\n  - d\n", "3:3-4 error stray-item", `{a={b="c"}}`, ""},
		{"list as file", "- a\n- b\n", "1:1-2 error stray-item", `{}`, ""},
		{"brackets as file", "[a]\n", "1:1-4 error not-a-mapping", `{}`, ""},
		{"braces among keys", "a: b\n{c: d}\n", "2:1-2 error missing-key", `{a="b"}`, ""},
		{"text as file", "just words\n", "1:1-11 error missing-colon", `{}`, ""},
		{"deeper than its value", "a: b\n  c: d\ne: f\n", "2:3-7 error wrong-indentation", `{a="b" e="f"}`, ""},
		{"deeper than its neighbours", "els:\n  a: {b: c}\n    d: e\n  f: g\n", "3:5-9 error wrong-indentation", `{els={a={b="c"} f="g"}}`, ""},
		{"less deep than its neighbours", "els:\n    a: b\n  c:\n    d: e\n    f: g\nh: i\n", "3:1-3 error wrong-indentation", `{els={a="b" c={d="e" f="g"}} h="i"}`, ""},
		{"less deep inside", "els:\n  x:\n      a: b\n    c: d\n  y: {}\n", "4:1-5 error wrong-indentation", `{els={x={a="b" c="d"} y={}}}`, ""},
		{"all indented", "  a: b\n  c: d\n", "1:1-3 error wrong-indentation; 2:1-3 error wrong-indentation", `{a="b" c="d"}`, ""},
		{"escape", "a: \"b\\qc\"\nd: e\n", "1:6-8 error invalid-escape", `{a="b\\qc" d="e"}`, "a: \"b\\\\qc\"\nd: e\n"},
		{"block text header", "a: |x\n  b\nc: d\n", "1:5-6 error block-text-header", `{a="" c="d"}`, ""},
		{"key on two lines", "a: {\"b\n  c\": d}\n", "1:5-2:5 error complex-key", `{a={}}`, ""},
		{"long key", strings.Repeat("k", 1001) + ": v\na: b\n", "1:1-2 error key-too-long", `{a="b"}`, ""},
		{"missing key", ": a\nb: c\n", "1:1-2 error missing-key", `{b="c"}`, ""},
		{"depth", "a: " + strings.Repeat("[", 65) + strings.Repeat("]", 65) + "\nb: c\n", "1:68-69 error too-deep", "", ""},
	} {
		f := Parse("t.yaml", []byte(tt.text))
		if got := report(f); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
		if got := dump(f.Root); tt.tree != "" && got != tt.tree {
			t.Errorf("%s: tree %s, want %s", tt.name, got, tt.tree)
		}
		if tt.fixed != "" {
			checkFix(t, tt.name, f, tt.fixed)
		}
	}
}

// checkFix applies the first fix of the first diagnostic.
func checkFix(t *testing.T, name string, f *File, want string) {
	t.Helper()
	all := f.Diagnostics()
	if len(all) == 0 || len(all[0].Fixes) == 0 {
		t.Errorf("%s: there is no fix", name)
		return
	}
	fixed, err := f.Apply(all[0].Fixes[0].Edits)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if got := string(fixed.Text()); got != want {
		t.Errorf("%s: fixed to %q, want %q", name, got, want)
	}
}

func TestDuplicateKeyNamesTheFirst(t *testing.T) {
	f := Parse("t.yaml", []byte("els:\n  a: b\n  a: c\n"))
	d := f.Diagnostics()[0]
	if len(d.Related) != 1 || d.Related[0].Place.Line != 2 || d.Related[0].Place.Column != 3 {
		t.Errorf("related places are %v", d.Related)
	}
}

// TestMessages holds every diagnostic of the corpus to the style: lower case, no full stop, no line break.
func TestMessages(t *testing.T) {
	for _, text := range corpus(t) {
		for _, d := range Parse("t.yaml", text).Diagnostics() {
			for _, s := range []string{d.Message, d.Hint} {
				if strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "...") || strings.Contains(s, "\n") || strings.ToLower(s[:min(1, len(s))]) != s[:min(1, len(s))] {
					t.Errorf("%s: %q", d.Code, s)
				}
			}
			if d.Code == "" || d.Message == "" || d.Place.Line == 0 {
				t.Errorf("incomplete: %+v", d)
			}
		}
	}
}

func TestLimits(t *testing.T) {
	f := Parse("t.yaml", make([]byte, MaxSize+1))
	if got := report(f); got != "1:1-1 error too-large" {
		t.Errorf("a file above the limit: %s", got)
	}
	if f.Root == nil || f.Root.Kind != Mapping {
		t.Error("a file above the limit has no root")
	}
	f = Parse("t.yaml", []byte(strings.Repeat("a:\n", maxChunks)))
	if got := report(f); got != "1:1-1 error too-large" {
		t.Errorf("a file of too many entries: %s", got)
	}
	if got := f.Update([]byte("a: b\n")); dump(got.Root) != `{a="b"}` {
		t.Errorf("an update of a refused file: %s", dump(got.Root))
	}
	for _, unit := range []string{"[", "{a: ", "- ", "a:\n", "\"\n ", "'x\n  ", "a: [\n", "\xff", " \n", "? ", "a: |\n  \n"} {
		Parse("t.yaml", []byte("a:\n  b: "+strings.Repeat(unit, 100_000)))
	}
}
