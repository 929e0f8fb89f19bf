package syntax

import (
	"bytes"
	"testing"
)

// checkFormat fails where formatting changes the tree, is not stable, or adds errors.
func checkFormat(t reporter, text []byte) {
	t.Helper()
	before := Parse("t.yaml", text)
	once := Format(text)
	after := Parse("t.yaml", once)
	if got, want := dump(after.Root), dump(before.Root); got != want {
		t.Fatalf("formatting\n%q\nto\n%q\nmakes the tree\n%s\nof\n%s", text, once, got, want)
	}
	if !before.HasErrors() && after.HasErrors() {
		t.Fatalf("formatting\n%q\nto\n%q\nadds errors: %s", text, once, report(after))
	}
	if twice := Format(once); !bytes.Equal(once, twice) {
		t.Fatalf("formatting is not stable:\n%q\n%q\n%q", text, once, twice)
	}
	if got, want := bytes.Count(once, []byte("#")), bytes.Count(text, []byte("#")); got != want {
		t.Fatalf("formatting\n%q\nto\n%q\nleaves %d of %d comment marks", text, once, got, want)
	}
}

func TestFormatKeepsTheTree(t *testing.T) {
	for _, text := range corpus(t) {
		checkFormat(t, text)
	}
}

func FuzzFormat(f *testing.F) {
	for _, text := range corpus(f) {
		if len(text) < 2000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) < 1<<14 {
			checkFormat(t, text)
		}
	})
}

func TestFormat(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", ""},
		{"blank", "\n\n", ""},
		{"formatted", "a: b # c\n\n# d\nels:\n  x: {y: z, l: [1, 2]}\n", "a: b # c\n\n# d\nels:\n  x: {y: z, l: [1, 2]}\n"},
		{"spaces", "a:   b  \nc :  d   # e \n", "a: b\nc: d   # e\n"},
		{"brackets", "a: { b:   c ,d: [ 1,2 , 3 ], e: { }, f: \"g\",}\n", "a: {b: c, d: [1, 2, 3], e: {}, f: \"g\"}\n"},
		{"indentation", "els:\n    a:\n        b: c\n        d:\n            - e\n            -   f: g\n                h: i\n    j: k\n", "els:\n  a:\n    b: c\n    d:\n      - e\n      - f: g\n        h: i\n  j: k\n"},
		{"lists at their key", "a:\n- b\n- c:\n  - d\n", "a:\n  - b\n  - c:\n      - d\n"},
		{"comments", "# a\nels:\n    # of b\n    b: c\n    # of d\n\n# at the margin\n    d:\n        # of e\n        e: f\n        # last in d\n    # last in els\n# of g\ng: h\n# end\n", "# a\nels:\n  # of b\n  b: c\n  # of d\n\n  # at the margin\n  d:\n    # of e\n    e: f\n    # last in d\n  # last in els\n# of g\ng: h\n# end\n"},
		{"blank lines", "\n\na: b\n\n\n\nc: d\nels:\n\n\n  e: f\n\n\n", "a: b\n\nc: d\nels:\n\n  e: f\n"},
		{"line feeds and mark", "\ufeffa: b\r\nc: |\r\n    d\r\n", "a: b\nc: |\n  d\n"},
		{"tabs", "els:\n\ta: {b: c}\n\td: e\t# f\n", "els:\n  a: {b: c}\n  d: e\t# f\n"},
		{"no last line feed", "a: b", "a: b\n"},
		{"aligned values", "zones:\n    ward:   {name: Ward}\n    pump:   {name: Pump}\n    station: {name: Station}\n    a:  b\n", "zones:\n  ward: {name: Ward}\n  pump: {name: Pump}\n  station: {name: Station}\n  a: b\n"},
		{"aligned by the longest", "zones:\n  ward:    1\n  station: 2\n  x:       3\ny:   z\n", "zones:\n  ward:    1\n  station: 2\n  x:       3\ny: z\n"},
		{"block text", "els:\n    a: |\n          b\n            c   \n\n          d\n\n\n    e: >2-\n        f\n         g\n", "els:\n  a: |\n    b\n      c   \n\n    d\n\n  e: >2-\n      f\n       g\n"},
		{"kept line breaks", "a: |+\n    b\n\n\nc: d\n", "a: |+\n  b\n\n\nc: d\n"},
		{"several lines", "els:\n    a: b\n      c\n\n      d\n    e: [f,\n        g,  h,\n    ]\n    i: \"j\n      k\"\n", "els:\n  a: b\n    c\n\n    d\n  e: [f,\n      g,  h,\n  ]\n  i: \"j\n    k\"\n"},
		{"value below its key", "a:\n     b c\nd:\n   {e:   f}\n", "a:\n  b c\nd:\n  {e: f}\n"},
		{"broken entries stay", "els:\n    a: {b:   c\n    d: {e:   f}\ng:   h\n", "els:\n    a: {b:   c\n    d: {e: f}\ng: h\n"},
		{"marker", "---\na:  b\n", "---\na: b\n"},
		{"braces as file", "{ \"a\":1 }\n", "{\"a\": 1}\n"},
		{"missing values", "a:  \nb: {c: ,d: }\n", "a:\nb: {c: , d: }\n"},
	} {
		if got := string(Format([]byte(tt.text))); got != tt.want {
			t.Errorf("%s: got\n%q, want\n%q", tt.name, got, tt.want)
		}
		checkFormat(t, []byte(tt.text))
	}
}
