package syntax

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tokens are the parts that soup is made of.
var tokens = []string{"a", "b", "cc", "d-e", "x: ", "y: ", "z:", "k : ", ": ", "- ", "-", "- - ", "?", "? ", "{", "}", "[", "]", "{a: b}", "[a, b]", ", ", ",", "\"q\"", "'r'", "\"", "'", "''",
	"\\n", "\\", "# c", " # c", "#", " ", "  ", "\t", "|", ">", "|-", ">+", "|2", ">1-", "&n", "*n", "!t", "<<: ", "%", "@", "`", "~", "null", "1", "-1", "3.10", "a:b", "http://x", "ü", "--- ", "...", "on: ", "\r"}

// soup draws a text of lines made of tokens. About half of it looks like a model.
func soup(t *rapid.T) []byte {
	var b strings.Builder
	for range rapid.IntRange(1, 8).Draw(t, "lines") {
		b.WriteString(strings.Repeat(" ", rapid.SampledFrom([]int{0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 6}).Draw(t, "indent")))
		b.WriteString(rapid.SampledFrom([]string{"", "", "a: ", "b: ", "c: ", "d:", "- ", "- e: ", "# ", "\"f\": ", "g: {h: ", "i: [", "j: |", "k: >", "l: \"", "m: 'n"}).Draw(t, "head"))
		for range rapid.IntRange(0, 4).Draw(t, "tokens") {
			b.WriteString(rapid.SampledFrom(tokens).Draw(t, "token"))
		}
		b.WriteString(rapid.SampledFrom([]string{"\n", "\n", "\n", "\n\n", "\r\n", "\n\n\n"}).Draw(t, "end"))
	}
	s := b.String()
	if rapid.IntRange(0, 5).Draw(t, "cut") == 0 {
		s = strings.TrimRight(s, "\r\n")
	}
	return []byte(s)
}

func TestSoupAgainstOracle(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) { checkOracle(rt, soup(rt)) })
}

func TestSoupFormat(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) { checkFormat(rt, soup(rt)) })
}

func TestSoupUpdate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := Parse("t.yaml", soup(rt))
		text := soup(rt)
		if s := different(f.Update(text), Parse("t.yaml", text)); s != "" {
			rt.Fatalf("update from\n%q to\n%q: %s", f.Text(), text, s)
		}
		if s := checkPlaces(f); s != "" {
			rt.Fatalf("%s in %q", s, f.Text())
		}
	})
}
