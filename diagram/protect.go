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

// guard tells authentication and encryption between the two ends in few words; a question mark stands for what is not
// known. What holds on the way only is told where nothing else is.
func guard(f *model.Flow) string {
	return "auth " + layerWords(f.Authentication) + " · enc " + layerWords(f.Encryption)
}

func layerWords(l model.Layers) string {
	for _, layer := range []struct {
		words         model.Strings
		before, after string
	}{{l.Application, "", ""}, {l.Payload, "", " on data"}, {l.Tunnel, "? (tunnel ", ")"}, {l.Link, "? (link ", ")"}} {
		var words []string
		for _, w := range layer.words.Items {
			switch w.Value {
			case "unknown":
				words = append(words, "?")
			case "not-applicable":
				words = append(words, "n/a")
			default:
				words = append(words, w.Value)
			}
		}
		if len(words) > 0 {
			return layer.before + strings.Join(words, "/") + layer.after
		}
	}
	return "?"
}
