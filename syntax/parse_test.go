package syntax

import (
	"fmt"
	"strings"
	"testing"
)

// dump writes a tree in one line, so that a test can compare it.
func dump(n *Node) string {
	switch n.Kind {
	case Scalar:
		return fmt.Sprintf("%q", n.Value)
	case Missing:
		return "-"
	case Sequence:
		var s []string
		for _, it := range n.Items {
			s = append(s, dump(it))
		}
		return "[" + strings.Join(s, " ") + "]"
	}
	var s []string
	for _, p := range n.Pairs {
		s = append(s, p.Key.Value+"="+dump(p.Value))
	}
	return "{" + strings.Join(s, " ") + "}"
}

func TestParseTree(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", `{}`},
		{"scalars", "a: b\nc: 'd''e'\nf: \"g\\n\\u00e4\"\n", `{a="b" c="d'e" f="g\nä"}`},
		{"nested", "a:\n  b:\n    c: d\n  e: f\n", `{a={b={c="d"} e="f"}}`},
		{"section of flow", "els:\n  x: {name: X y, runs: [a, b]}\n  y: {}\n", `{els={x={name="X y" runs=["a" "b"]} y={}}}`},
		{"sequence", "a:\n  - b\n  - c: d\n    e: f\n  -\n    g\n", `{a=["b" {c="d" e="f"} "g"]}`},
		{"sequence at key", "a:\n- b\n- c\nd: e\n", `{a=["b" "c"] d="e"}`},
		{"sequence at entry key", "a:\n  b:\n  - c\n  d: e\n", `{a={b=["c"] d="e"}}`},
		{"sequence in sequence", "a:\n- - b\n  - c\n- d\n", `{a=[["b" "c"] "d"]}`},
		{"comments", "# head\na: b # tail\n# mid\nc: # none\n  d: e#f\n", `{a="b" c={d="e#f"}}`},
		{"folded plain", "a: b\n  c\n\n  d\ne: f\n", `{a="b c\nd" e="f"}`},
		{"literal", "a: |\n  b\n   c\n\n  d\n\ne: f\n", `{a="b\n c\n\nd\n" e="f"}`},
		{"folded", "a: >-\n  b\n  c\n\n  d\n   e\n  f\n", `{a="b c\nd\n e\nf"}`},
		{"keep", "a: |+\n  b\n\nc: d\n", `{a="b\n\n" c="d"}`},
		{"stated indentation", "a:\n  b: |2\n      c\n     d\n", `{a={b="  c\n d\n"}}`},
		{"missing", "a:\nb: \n", `{a=- b=-}`},
		{"flow lines", "a: [b,\n  c, # d\n  {e: f}\n]\ng: h\n", `{a=["b" "c" {e="f"}] g="h"}`},
		{"quoted lines", "a: \"b \\\n  c\n\n  d\"\n", `{a="b c\nd"}`},
		{"CRLF", "a: |\r\n  b\r\n  c\r\nd: e\r\n", `{a="b\nc\n" d="e"}`},
		{"mark", "\ufeff---\na: b\n", `{a="b"}`},
		{"flow root", "{\n  \"a\": 1,\n  \"b\": [2]\n}\n", `{a="1" b=["2"]}`},
		{"text below key", "a:\n  b\n  c\n", `{a="b c"}`},
		{"urls and times", "a: http://x/y\nb: 10:30\nc: {d: http://x}\n", `{a="http://x/y" b="10:30" c={d="http://x"}}`},
	} {
		f := Parse("t.yaml", []byte(tt.text))
		if got := dump(f.Root); got != tt.want {
			t.Errorf("%s: tree %s, want %s", tt.name, got, tt.want)
		}
		for _, d := range f.Diagnostics() {
			if d.Severity == Error {
				t.Errorf("%s: %d:%d %s: %s", tt.name, d.Place.Line, d.Place.Column, d.Code, d.Message)
			}
		}
	}
}
