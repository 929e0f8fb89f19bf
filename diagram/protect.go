package diagram

import (
	"strings"

	"theriac.dev/library"
	"theriac.dev/model"
)

// protection reads from a flow's own words how it is protected between its two ends.
func protection(lib *library.Library, f *model.Flow) Protection {
	a := strength(lib, "authentication", f.Authentication, "none", "unproven", "weak")
	e := strength(lib, "encryption", f.Encryption, "none", "clear", "partial", "weak")
	if a == Absent || e == Absent {
		return Absent
	}
	return min(a, e)
}

// strength judges the words of one property. Bad are the words and classes that protect nobody. A word that is one of
// them decides, since any of the words may be in use; a single unknown one leaves it unknown.
func strength(lib *library.Library, vocabulary string, l model.Layers, bad ...string) Protection {
	words := l.Application.Items
	if len(words) == 0 {
		words = l.Payload.Items
	}
	p := Stated
	if len(words) == 0 {
		p = Unknown
	}
	for _, w := range words {
		if w.Value == "unknown" {
			p = min(p, Unknown)
		}
		for _, b := range bad {
			if w.Value == b || isA(lib, vocabulary, w.Value, b) {
				return Absent
			}
		}
	}
	return p
}

func isA(lib *library.Library, vocabulary, word, class string) bool {
	if lib == nil {
		return false
	}
	a, ok := lib.Vocabulary.ID(vocabulary, word)
	b, known := lib.Vocabulary.ID(vocabulary, class)
	return ok && known && lib.Vocabulary.IsA(a, b)
}

// guard tells authentication and encryption in few words; a question mark stands for what is not known.
func guard(f *model.Flow) string {
	return "auth " + layerWords(f.Authentication) + " · enc " + layerWords(f.Encryption)
}

// layerWords lists the words of a property, those of the application first.
func layerWords(l model.Layers) string {
	var parts []string
	for _, layer := range []struct {
		name  string
		words model.Strings
	}{{"", l.Application}, {" on payload", l.Payload}, {" in tunnel", l.Tunnel}, {" on link", l.Link}} {
		var words []string
		for _, w := range layer.words.Items {
			word := w.Value
			switch word {
			case "unknown":
				word = "?"
			case "not-applicable":
				word = "n/a"
			}
			words = append(words, word)
		}
		if len(words) > 0 {
			parts = append(parts, strings.Join(words, "/")+layer.name)
		}
	}
	return or(strings.Join(parts, ", "), "?")
}
