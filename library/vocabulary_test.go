package library

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestVocabulary(t *testing.T) {
	v := tiny(t).Vocabulary
	id := func(vocab, word string) TermID {
		n, ok := v.ID(vocab, word)
		if !ok {
			t.Fatalf("no %s %s", vocab, word)
		}
		return n
	}
	if id("authentication", "none") == id("encryption", "none") {
		t.Error("the same word in two vocabularies is one term")
	}
	if id("data", "unknown") != 0 || v.Word(0) != "unknown" {
		t.Error("unknown is not 0")
	}
	for _, test := range []struct {
		a, b string
		want bool
	}{{"ae-title", "identifier", true}, {"ae-title", "unproven", true}, {"unproven", "ae-title", false}, {"ae-title", "ae-title", true},
		{"mutual-tls", "unproven", false}, {"unknown", "unproven", false}} {
		if got := v.IsA(id("authentication", test.a), id("authentication", test.b)); got != test.want {
			t.Errorf("IsA(%s, %s) = %v", test.a, test.b, got)
		}
	}
	var wider []string
	for _, up := range v.Wider(id("component", "pacs")) {
		wider = append(wider, v.Word(up))
	}
	if got := strings.Join(wider, " "); got != "pacs server store process" {
		t.Errorf("wider terms of pacs: %s", got)
	}
	if got := strings.Join(v.Positions(), " "); got != "visitor network hospital-network internet" {
		t.Errorf("positions %s", got)
	}
	if v.PositionBit("internet") != 8 || v.PositionBit("nowhere") != 0 || v.PositionBit("unknown") != 0 {
		t.Error("wrong bits of positions")
	}
	if v.IsA(60000, 1) || v.Term(60000).ID != "unknown" {
		t.Error("a number of no term is something")
	}
}

func TestTooManyPositions(t *testing.T) {
	var text strings.Builder
	for i := range maxPositions + 1 {
		fmt.Fprintf(&text, "p%d:\n", i)
	}
	lib, err := Open(testPack(map[string]string{"terms/position/p.yaml": text.String()}))
	if err != nil {
		t.Fatal(err)
	}
	if err := lib.Err(); err == nil || !strings.Contains(err.Error(), "more than 32 attacker positions") {
		t.Error(err)
	}
}

// TestManyTerms holds that kinds are right across the words of the bit sets.
func TestManyTerms(t *testing.T) {
	var text strings.Builder
	for i := range 200 {
		fmt.Fprintf(&text, "t%d: {is: [t%d]}\n", i, i+1)
	}
	text.WriteString("t200:\n")
	lib, err := Open(testPack(map[string]string{"terms/data/many.yaml": text.String()}))
	if err != nil || lib.Err() != nil {
		t.Fatal(err, lib.Err())
	}
	v := lib.Vocabulary
	for a := range 201 {
		for b := range 201 {
			x, _ := v.ID("data", fmt.Sprintf("t%d", a))
			y, _ := v.ID("data", fmt.Sprintf("t%d", b))
			if v.IsA(x, y) != (a <= b) {
				t.Fatalf("IsA(t%d, t%d)", a, b)
			}
			if kinds := v.kinds(y); (kinds[x>>6]>>(x&63)&1 == 1) != (a <= b) {
				t.Fatalf("kinds of t%d and t%d", b, a)
			}
		}
	}
	if !slices.Contains(v.Words("data"), "t200") {
		t.Error("words are not listed")
	}
}
