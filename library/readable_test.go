package library

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

// The texts of threats and controls are for readers whose English is at level B2 or better.
//
// Measured is the reading ease after R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948):
// 206.835 - 1.015 * words per sentence - 84.6 * syllables per word. Values from 60 on are plain English, understood at the
// age of 13 to 15, and are commonly put beside B2; 50 to 60 stands for C1. The measure looks at sentences and at the length of
// words and knows nothing of grammar or sense, so it finds the worst and does not praise the best. It is taken over all
// texts of one entry, since a single sentence swings widely.
const (
	leastEase   = 60
	longestText = 30 // words in a sentence
	fewestWords = 12 // below it the ease of an entry says nothing by itself
)

// ease is what the measure counts.
type ease struct{ words, sentences, syllables int }

func (e *ease) value() float64 {
	if e.words == 0 {
		return 100
	}
	return 206.835 - 1.015*float64(e.words)/float64(e.sentences) - 84.6*float64(e.syllables)/float64(e.words)
}

// add counts a text. A word of the glossary counts as one of ordinary length: it is explained where it is read.
func (e *ease) add(text string, g glosses) (longest string) {
	most := 0
	for _, s := range sentences(text) {
		n := 0
		eachWord(s, func(from, to int) int {
			n++
			if w, length := g.at(s[from:]); w != nil {
				e.syllables += 2
				return from + length
			}
			e.syllables += syllables(s[from:to])
			return to
		})
		if n > 0 {
			e.words += n
			e.sentences++
		}
		if n > most {
			most, longest = n, s
		}
	}
	if most > longestText {
		return longest
	}
	return ""
}

// sentences splits a text at full stops, question marks and exclamation marks that end a word.
func sentences(text string) []string {
	text = variable.ReplaceAllString(text, "it")
	var out []string
	for _, s := range strings.FieldsFunc(strings.NewReplacer(". ", ".\n", "? ", "?\n", "! ", "!\n").Replace(text), func(r rune) bool { return r == '\n' }) {
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// syllables counts groups of vowels, without a silent e at the end. It is right for nine words of ten, which is enough for a
// mean.
func syllables(word string) int {
	w := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s"))
	switch {
	case strings.HasSuffix(w, "le") && len(w) > 3 && !strings.ContainsAny(w[len(w)-3:len(w)-2], "aeiouy"):
	case strings.HasSuffix(w, "ed") && len(w) > 3 && !strings.ContainsAny(w[len(w)-3:len(w)-2], "td"):
		w = w[:len(w)-2]
	case strings.HasSuffix(w, "es") && len(w) > 3 && !strings.ContainsAny(w[len(w)-3:len(w)-2], "sxzcgh"):
		w = w[:len(w)-2]
	case strings.HasSuffix(w, "e"):
		w = w[:len(w)-1]
	}
	n, in := 0, false
	for _, r := range w {
		vowel := strings.ContainsRune("aeiouy", r)
		if vowel && !in {
			n++
		}
		in = vowel
	}
	return max(n, 1)
}

// unreadable is one text that is too hard.
type unreadable struct {
	file, what string
	ease       float64
}

// hardTexts measures all threats and controls of a library.
func hardTexts(lib *Library) (out []unreadable, all ease) {
	words, _ := lib.Glossary()
	g := newGlosses(words)
	entry := func(file string, texts []string) {
		var e ease
		for _, text := range texts {
			if long := e.add(text, g); long != "" {
				out = append(out, unreadable{file, "a sentence of more than 30 words: " + long, 0})
			}
		}
		if v := e.value(); e.words >= fewestWords && v < leastEase {
			out = append(out, unreadable{file, fmt.Sprintf("reading ease %.0f, at least %d is wanted", v, leastEase), v})
		}
		all.words, all.sentences, all.syllables = all.words+e.words, all.sentences+e.sentences, all.syllables+e.syllables
	}
	for _, t := range lib.Threats {
		entry(t.Place.File, []string{t.Title + ".", t.Text, t.Clinical, t.Because, t.Ask, t.Check, t.False})
	}
	for _, c := range lib.Controls {
		entry(c.Place.File, []string{c.Text, c.Introduces, c.Test})
	}
	slices.SortFunc(out, func(a, b unreadable) int { return cmp.Or(cmp.Compare(a.ease, b.ease), strings.Compare(a.file, b.file)) })
	return out, all
}

// TestTextsAreReadable measures what people read in findings.
func TestTextsAreReadable(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	hard, all := hardTexts(lib)
	for _, u := range hard {
		t.Errorf("%s: %s", u.file, u.what)
	}
	t.Logf("%d threats, %d controls: reading ease %.0f over %d words; %d offenders", len(lib.Threats), len(lib.Controls), all.value(), all.words, len(hard))
}

// TestMeasureSeesHardTexts shows that the measure can fail.
func TestMeasureSeesHardTexts(t *testing.T) {
	for text, plain := range map[string]bool{
		"A stranger near the bed turns the pump up. The patient gets too much of the drug, and nobody is called.":                                         true,
		"Inadequate authorisation mechanisms facilitate unauthorised parameter modification, necessitating comprehensive organisational countermeasures.": false,
	} {
		var e ease
		e.add(text, nil)
		if got := e.value() >= leastEase; got != plain {
			t.Errorf("ease %.0f: %s", e.value(), text)
		}
	}
	var e ease
	if e.add(strings.Repeat("word ", longestText+1)+"end.", nil) == "" {
		t.Error("a long sentence was not seen")
	}
	for word, want := range map[string]int{"pump": 1, "table": 2, "device": 2, "checked": 1, "started": 2, "certificate": 4, "nurse": 1, "patients": 2} {
		if got := syllables(word); got != want {
			t.Errorf("%s has %d syllables, counted %d", word, want, got)
		}
	}
}

// TestGlossary holds that each word is explained once, shortly, and that its place on the page can be linked.
func TestGlossary(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	words, found := lib.Glossary()
	for _, d := range found {
		t.Errorf("%s:%d: %s", d.Place.File, d.Place.Line, d.Message)
	}
	if len(words) < 100 {
		t.Errorf("%d words", len(words))
	}
	seen := map[string]string{}
	for _, w := range words {
		if slug := strings.ReplaceAll(strings.ToLower(w.Title), " ", "-"); slug != w.ID {
			t.Errorf("%s: %s is found on a page as %q, so it must be its id", path.Base(w.Place.File), w.ID, slug)
		}
		var e ease
		if long := e.add(w.Text, nil); long != "" {
			t.Errorf("%s: too long", w.ID)
		}
		for _, f := range append([]string{strings.ToLower(w.Title)}, w.Also...) {
			if old := seen[strings.ToLower(f)]; old != "" && old != w.ID {
				t.Errorf("%q is explained by %s and by %s", f, old, w.ID)
			}
			seen[strings.ToLower(f)] = w.ID
		}
	}
}
