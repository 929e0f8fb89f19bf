package foreign

import (
	"embed"
	"strings"
	"sync"
	"unicode"

	"theriac.dev/syntax"
)

// The tables say which words of ours a foreign word becomes. A file has sections of rows; a row has the fields that an
// entry gets. A row without fields says that the word is known and adds nothing.
//
//go:embed words/*.yaml
var wordFiles embed.FS

// words are the tables of one file: section, then the foreign word as key() spells it.
type words map[string]map[string][]field

var tables = sync.OnceValue(func() map[string]words {
	out := map[string]words{}
	entries, err := wordFiles.ReadDir("words")
	if err != nil {
		panic(err) // the files are part of the program
	}
	for _, e := range entries {
		text, err := wordFiles.ReadFile("words/" + e.Name())
		if err != nil {
			panic(err)
		}
		out[strings.TrimSuffix(e.Name(), ".yaml")] = readWords(syntax.Parse(e.Name(), text).Root)
	}
	return out
})

func readWords(root *syntax.Node) words {
	w := words{}
	for _, section := range root.Pairs {
		rows := map[string][]field{}
		for _, row := range section.Value.Pairs {
			rows[key(row.Key.Value)] = readFields(row.Value)
		}
		w[section.Key.Value] = rows
	}
	return w
}

func readFields(n *syntax.Node) []field {
	out := []field{}
	for _, p := range n.Pairs {
		f := field{key: p.Key.Value}
		switch p.Value.Kind {
		case syntax.Mapping:
			f.fields = readFields(p.Value)
		case syntax.Sequence:
			for _, it := range p.Value.Items {
				f.words = append(f.words, it.Value)
			}
		default:
			f.word = p.Value.Value
		}
		out = append(out, f)
	}
	return out
}

// key spells a foreign word as tables have it: letters and digits alone, in small letters. HTTP/S and https are one word.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// row finds what a word becomes: in the table of the format first, then in the one that all share.
func row(format, section, word string) (fields []field, ok bool) {
	k := key(word)
	if k == "" {
		return nil, false
	}
	for _, t := range []string{format, "common"} {
		if fields, ok = tables()[t][section][k]; ok {
			return fields, true
		}
	}
	return nil, false
}

// one is the word that a word becomes, for tables whose rows have one field.
func one(format, section, word string) (string, bool) {
	fields, ok := row(format, section, word)
	if !ok || len(fields) == 0 {
		return "", ok
	}
	return fields[0].word, true
}

// apply writes the fields of a row into an entry. What the entry says already stays.
func (e *entry) apply(fields []field) {
	for _, f := range fields {
		switch {
		case f.key == "attributes":
			for _, a := range f.fields {
				e.attribute(a.key, a.word)
			}
		case f.key == "text":
			e.note(f.word)
		case f.words != nil || listed[f.key]:
			e.append(f.key, append(nonEmpty(f.word), f.words...)...)
		case e.get(f.key) == nil:
			e.set(f.key, f.word)
		}
	}
}

// listed are the keys whose words add up.
var listed = map[string]bool{"type": true, "runs": true, "protocol": true, "over": true, "needs": true, "reach": true, "category": true}

// protocol writes what a free text says about how a flow is carried. It returns what it did not understand.
func (e *entry) protocol(format, said string) (left []string) {
	if fields, ok := row(format, "protocols", said); ok {
		e.apply(fields)
		return nil
	}
	parts := strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(",;/|&+() \n", r) })
	for _, p := range parts {
		fields, ok := row(format, "protocols", p)
		switch {
		case ok:
			e.apply(fields)
		case key(p) == "over" || key(p) == "via" || key(p) == "or" || key(p) == "and" || key(p) == "":
		default:
			left = append(left, p)
		}
	}
	return left
}
