package diagram

import (
	"slices"
	"strings"

	"theriac.dev/library"
	"theriac.dev/model"
)

// ProtectionOf says how a flow is protected between its two ends.
func (o Options) ProtectionOf(f *model.Flow) Protection {
	return protection(o.Library, o.guarded(f))
}

func protection(lib *library.Library, g guarded) Protection {
	a := strength(lib, "authentication", g.authentication, "none", "unproven", "weak")
	e := strength(lib, "encryption", g.encryption, "none", "clear", "partial", "weak")
	return worse(a, e)
}

// guarded is what a diagram says of the protection of a flow.
type guarded struct{ authentication, encryption model.Layers }

// guarded takes the words that the model states, and where it states none those that are certain all the same.
func (o Options) guarded(f *model.Flow) guarded {
	g := guarded{f.Authentication, f.Encryption}
	if o.Guard == nil || o.Library == nil {
		return g
	}
	sure := o.Guard(f.ID.Value)
	o.fill(&g.authentication, sure.Authentication)
	o.fill(&g.encryption, sure.Encryption)
	return g
}

func (o Options) fill(l *model.Layers, sure library.Terms) {
	if len(sure.Of) == 0 || known(l.Application) || len(l.Application.Items) == 0 && known(l.Payload) {
		return
	}
	l.Application = wordsOf(o.Library, sure)
}

// known reports whether any word is stated that is not `unknown`.
func known(words model.Strings) bool {
	return slices.ContainsFunc(words.Items, func(w model.String) bool { return w.Value != "unknown" })
}

// wordsOf writes a fact as a model would.
func wordsOf(lib *library.Library, t library.Terms) model.Strings {
	var out model.Strings
	for _, id := range t.Of {
		out.Items = append(out.Items, model.String{Value: lib.Vocabulary.Word(id)})
	}
	return out
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

// String tells authentication and encryption between the two ends in few words; a question mark stands for what is not
// known. What holds on the way only is told where nothing else is.
func (g guarded) String() string {
	return "auth " + layerWords(g.authentication) + " · enc " + layerWords(g.encryption)
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
