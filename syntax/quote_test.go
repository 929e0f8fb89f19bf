package syntax

import (
	"testing"

	"pgregory.net/rapid"
)

func TestQuote(t *testing.T) {
	for _, tt := range []struct{ value, want string }{
		{"", `""`}, {"word", "word"}, {"yes", "yes"}, {"no", "no"}, {"3.10", "3.10"}, {"400 pumps", "400 pumps"}, {"2026-11-02", "2026-11-02"},
		{"null", `"null"`}, {"~", `"~"`}, {"<<", `"<<"`}, {"a: b", `"a: b"`}, {"10:30", "10:30"}, {"a # b", `"a # b"`}, {"a#b", "a#b"},
		{"a, b", `"a, b"`}, {"[a]", `"[a]"`}, {"-x", "-x"}, {"- x", `"- x"`}, {"-", `"-"`}, {"--- x", `"--- x"`}, {" a", `" a"`}, {"a ", `"a "`},
		{"a\nb", `"a\nb"`}, {`a"b\c`, `a"b\c`}, {`"a\`, `"\"a\\"`}, {"it's", "it's"}, {"@a", `"@a"`}, {"a@b", "a@b"}, {"é ü", "é ü"}, {"a:", `"a:"`}, {"\u2028", `"\u2028"`},
		{"The core must not trust the network.", "The core must not trust the network."},
	} {
		if got := Quote(tt.value); got != tt.want {
			t.Errorf("Quote(%q) is %s, want %s", tt.value, got, tt.want)
		}
	}
}

func TestQuoteRoundTrips(t *testing.T) {
	parts := append(append([]string{"\x00", "\u0085", "\ufeff", "\U0001F600", "\u202e", "\x7f"}, tokens...), pieces...)
	rapid.Check(t, func(rt *rapid.T) {
		value := ""
		for range rapid.IntRange(0, 4).Draw(rt, "parts") {
			value += rapid.OneOf(rapid.SampledFrom(parts), rapid.StringN(0, 3, 9)).Draw(rt, "part")
		}
		if value != string([]rune(value)) {
			return // no UTF-8, and so no text
		}
		q := Quote(value)
		text := "a: " + q + "\nb: {c: " + q + ", d: [" + q + ", " + q + "]}\ne:\n  - " + q + "\n"
		f := Parse("t.yaml", []byte(text))
		if len(f.Diagnostics()) > 0 {
			rt.Fatalf("%q is written as %s, which has %s", value, q, report(f))
		}
		for _, n := range []*Node{f.Root.Get("a"), f.Root.Get("b").Get("c"), f.Root.Get("b").Get("d").Items[1], f.Root.Get("e").Items[0]} {
			if n.Kind != Scalar || n.Value != value {
				rt.Fatalf("%q is written as %s and read as %s", value, q, dump(n))
			}
		}
		checkOracle(rt, []byte(text))
	})
}
