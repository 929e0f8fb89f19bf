package server

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
	"theriac.dev/syntax"
)

// drawEdits makes edits of a text, ordered and without overlap.
func drawEdits(t *rapid.T, text, label string) []syntax.Edit {
	var out []syntax.Edit
	at := 0
	for range rapid.IntRange(0, 3).Draw(t, label+" edits") {
		start := rapid.IntRange(at, len(text)).Draw(t, label+" start")
		end := rapid.IntRange(start, min(len(text), start+4)).Draw(t, label+" end")
		out = append(out, syntax.Edit{Start: start, End: end, New: rapid.StringMatching(`[A-Z]{0,3}`).Draw(t, label+" new")})
		at = end
	}
	return out
}

func splice(t *rapid.T, text string, edits []syntax.Edit) string {
	out, err := syntax.Splice([]byte(text), edits)
	if err != nil {
		t.Fatalf("splice %v into %q: %v", edits, text, err)
	}
	return string(out)
}

// TestComposedEditsDoWhatTheyDoOneAfterTheOther holds a composition against making its edits one after the other.
func TestComposedEditsDoWhatTheyDoOneAfterTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-z]{0,30}`).Draw(t, "text")
		want, c := text, compose(len(text))
		for range rapid.IntRange(0, 5).Draw(t, "rounds") {
			edits := drawEdits(t, want, "round")
			want = splice(t, want, edits)
			c.add(edits)
		}
		edits := c.edits()
		if got := splice(t, text, edits); got != want {
			t.Fatalf("composed %v of %q gives %q, one after the other %q", edits, text, got, want)
		}
		at := 0
		for _, e := range edits {
			if e.Start < at || e.End < e.Start {
				t.Fatalf("edits %v overlap or are out of order", edits)
			}
			at = e.End
		}
	})
}

func TestReverseGoesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-z]{0,30}`).Draw(t, "text")
		edits := drawEdits(t, text, "a")
		after := splice(t, text, edits)
		if got := splice(t, after, reverse(text, edits)); got != text {
			t.Fatalf("%v of %q and back gives %q", edits, text, got)
		}
	})
}

// TestRebasedEditsMeetInOneText says that two people who edit different places get the same text, whoever is first.
func TestRebasedEditsMeetInOneText(t *testing.T) {
	met := 0
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-z]{5,40}`).Draw(t, "text")
		a, b := drawEdits(t, text, "a"), drawEdits(t, text, "b")
		overB, ok := rebase(a, b)
		overA, back := rebase(b, a)
		if ok != back {
			t.Fatalf("%v over %v is %v, the other way round %v", a, b, ok, back)
		}
		if !ok {
			return
		}
		met++
		one, two := splice(t, splice(t, text, b), overB), splice(t, splice(t, text, a), overA)
		if one != two {
			t.Fatalf("%q with %v and %v: %q or %q", text, a, b, one, two)
		}
		for _, e := range slices.Concat(a, b) {
			if !strings.Contains(one, e.New) {
				t.Fatalf("%q lost %q", one, e.New)
			}
		}
	})
	if met == 0 {
		t.Error("no two edits were moved over each other: the test looked at nothing")
	}
}

func TestBetweenFindsTheEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"a", "é", "ß", "日", "x: y\n", "è"})
		before := strings.Join(rapid.SliceOfN(words, 0, 8).Draw(t, "before"), "")
		after := strings.Join(rapid.SliceOfN(words, 0, 8).Draw(t, "after"), "")
		edits := between(before, after)
		if got := splice(t, before, edits); got != after {
			t.Fatalf("%v of %q gives %q, want %q", edits, before, got, after)
		}
		for _, e := range edits {
			if !utf8.ValidString(e.New) || !utf8.ValidString(before[e.Start:e.End]) {
				t.Fatalf("%v of %q cuts a rune", e, before)
			}
		}
	})
}
