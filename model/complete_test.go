package model_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// TestSpotAt puts a cursor, written as ¦, into texts as people leave them while they type.
func TestSpotAt(t *testing.T) {
	tests := map[string]struct {
		text string
		path []string
		key  string
		word string
		want []string // taken
		none bool
	}{
		"head":                    {text: "na¦", word: "na"},
		"second key of the head":  {text: "id: x\nna¦\ndevice: {}", word: "na", want: []string{"id", "device"}},
		"value":                   {text: "elements:\n  pcu: {zone: z-c¦", path: []string{"elements", "pcu"}, key: "zone", word: "z-c"},
		"empty value":             {text: "elements:\n  pcu: {zone: ¦, name: x}", path: []string{"elements", "pcu"}, key: "zone", want: []string{"name"}},
		"key in braces":           {text: "elements:\n  pcu: {name: A, zo¦, type: x}", path: []string{"elements", "pcu"}, word: "zo", want: []string{"name", "type"}},
		"key in lines":            {text: "elements:\n  pcu:\n    name: A\n    zo¦\n    type: x\n  other: {kind: x}", path: []string{"elements", "pcu"}, word: "zo", want: []string{"name", "type"}},
		"blank line in an entry":  {text: "elements:\n  pcu:\n    name: A\n    ¦\n", path: []string{"elements", "pcu"}, want: []string{"name"}},
		"blank line in a section": {text: "elements:\n  pcu: {name: A}\n  ¦\n", path: []string{"elements"}, want: []string{"pcu"}},
		"word of a list":          {text: "elements:\n  pcu: {runs: [rtos, ft¦]}", path: []string{"elements", "pcu"}, key: "runs", word: "ft"},
		"word of a list in lines": {text: "elements:\n  pcu:\n    runs:\n      - rtos\n      - ft¦", path: []string{"elements", "pcu"}, key: "runs", word: "ft"},
		"list beside its key":     {text: "sources:\n- a\n- b¦", key: "sources", word: "b"},
		"list over lines":         {text: "elements:\n  pcu: {runs: [rtos,\n    ft¦\n  ]}", path: []string{"elements", "pcu"}, key: "runs", word: "ft"},
		"nested braces":           {text: "elements:\n  pcu: {attributes: {debug: n¦", path: []string{"elements", "pcu", "attributes"}, key: "debug", word: "n"},
		"after nested braces":     {text: "elements:\n  pcu: {attributes: {debug: no}, zo¦", path: []string{"elements", "pcu"}, word: "zo", want: []string{"attributes"}},
		"broken line above":       {text: "elements:\n  a: {name: A, zone: [x\n  b: {zo¦", path: []string{"elements", "b"}, word: "zo"},
		"nested section":          {text: "elements:\n  w:\n    interfaces:\n      usb: {sta¦", path: []string{"elements", "w", "interfaces", "usb"}, word: "sta"},
		"back out":                {text: "elements:\n  w:\n    interfaces:\n      usb: {}\nflows:\n  f1: {fr¦", path: []string{"flows", "f1"}, word: "fr"},
		"comment":                 {text: "elements: # the parts¦", none: true},
		"comment line":            {text: "elements:\n  # a¦\n  pcu: {}", none: true},
		"hash in a word":          {text: "name: a#b¦", key: "name", word: "a#b"},
		"quoted":                  {text: "flows:\n  f1: {name: \"a: b, {c¦\"}", path: []string{"flows", "f1"}, key: "name", word: "a: b, {c"},
		"after quotes":            {text: "flows:\n  f1: {name: \"a, b\", to: p¦}", path: []string{"flows", "f1"}, key: "to", word: "p", want: []string{"name"}},
		"long text":               {text: "elements:\n  a:\n    text: |\n      zone: x¦\n    zone: y", none: true},
		"after a long text":       {text: "elements:\n  a:\n    text: |\n      some: words\n    zo¦", path: []string{"elements", "a"}, word: "zo", want: []string{"text"}},
		"brackets in plain words": {text: "name: Pump (a [b] {c}) x¦", key: "name", word: "Pump (a [b] {c}) x"},
		"list of mappings":        {text: "x:\n  - a: 1\n    b: 2\n  - a: 3\n    ¦", path: []string{"x"}, want: []string{"a"}},
		"beyond the end":          {text: "id: x\n¦", want: []string{"id"}},
		"finding as a key":        {text: "threats:\n  forged@f1: {deci¦", path: []string{"threats", "forged@f1"}, word: "deci"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			at := strings.Index(test.text, "¦")
			text := strings.Replace(test.text, "¦", "", 1)
			got := model.SpotAt(text, at)
			if got.Words != test.none {
				t.Fatalf("Words is %v, want %v", got.Words, test.none)
			}
			if test.none {
				return
			}
			if diff := cmp.Diff(test.path, got.Path); diff != "" {
				t.Errorf("path: %s", diff)
			}
			if diff := cmp.Diff(test.want, got.Taken); diff != "" {
				t.Errorf("taken: %s", diff)
			}
			if got.Key != test.key || text[got.Start:at] != test.word {
				t.Errorf("key %q and word %q, want %q and %q", got.Key, text[got.Start:at], test.key, test.word)
			}
		})
	}
}

// TestSpotAtKnowsTheParsedText puts the cursor on every value of the examples and compares the path with that of the parser.
func TestSpotAtKnowsTheParsedText(t *testing.T) {
	files, err := filepath.Glob("../examples/*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		checked := 0
		eachValue(name, text, func(path []string, start int) {
			if checked++; checked%7 != 0 { // a seventh of them, spread over the file
				return
			}
			got := model.SpotAt(string(text), start)
			if want, key := path[:len(path)-1], path[len(path)-1]; !slices.Equal(got.Path, want) || got.Key != key || got.Start != start {
				t.Errorf("%s, byte %d: path %v key %q start %d, want %v %q", name, start, got.Path, got.Key, got.Start, want, key)
			}
		})
	}
}

// eachValue calls fn with the path and the first byte of each word that is a value.
func eachValue(name string, text []byte, fn func(path []string, start int)) {
	file := syntax.Parse(name, text)
	var walk func(path []string, n *syntax.Node)
	walk = func(path []string, n *syntax.Node) {
		for _, p := range n.Pairs {
			walk(append(path[:len(path):len(path)], p.Key.Value), p.Value)
		}
		for _, item := range n.Items {
			walk(path, item)
		}
		start := file.Place(n).Start
		if n.Kind != syntax.Scalar || start == len(text) {
			return
		}
		switch text[start] {
		case '"', '\'':
			start++
		case '|', '>':
			return
		}
		fn(path, start)
	}
	walk(nil, file.Root)
}

func FuzzSpotAt(f *testing.F) {
	f.Add("elements:\n  pcu: {zone: z, runs: [a, b]}\n", 20)
	f.Add("a: |\n  b\n- c: \"d", 12)
	f.Fuzz(func(t *testing.T, text string, offset int) {
		got := model.SpotAt(text, offset)
		at := min(max(offset, 0), len(text))
		if got.Start < 0 || got.Start > at {
			t.Fatalf("start %d is not before the cursor at %d", got.Start, at)
		}
		model.KeysAt(append(got.Path, got.Key)...)
	})
}
