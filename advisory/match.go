package advisory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"theriac.dev/syntax"
)

// Kind is how advisories speak of a kind of device. It is data of a pack: advisories/kinds.yaml maps the id of a device
// type to it.
type Kind struct {
	// ID is the device type of the library.
	ID string
	// Labels are labels that were given to advisories by hand. They are compared as a whole.
	Labels []string
	// Words are words or phrases in the names of products and in titles. They match whole words, whatever their case.
	Words []string
	// Not are words that take a match of Words back: `insulin pump` is no infusion pump.
	Not []string
}

// Kinds reads a file of kinds. File names it in diagnostics.
func Kinds(file string, text []byte) ([]Kind, []syntax.Diagnostic) {
	f := syntax.Parse(file, text)
	found := f.Diagnostics()
	var out []Kind
	for _, p := range f.Root.Pairs {
		k := Kind{ID: p.Key.Value}
		lists := map[string]*[]string{"labels": &k.Labels, "words": &k.Words, "not": &k.Not}
		for _, q := range p.Value.Pairs {
			to := lists[q.Key.Value]
			if to == nil {
				found = append(found, syntax.Diagnostic{Place: f.Place(q.Key), Code: "unknown-key", Message: fmt.Sprintf("unknown key %q; a kind has labels, words, not", q.Key.Value)})
				continue
			}
			for _, item := range q.Value.Items {
				*to = append(*to, strings.ToLower(strings.TrimSpace(item.Value)))
			}
		}
		if len(k.Labels)+len(k.Words) == 0 {
			found = append(found, syntax.Diagnostic{Place: f.Place(p.Key), Code: "empty-kind", Message: fmt.Sprintf("kind %q has no labels and no words", k.ID)})
		}
		out = append(out, k)
	}
	return out, found
}

// Match says why an advisory is about such a device; an empty text where it is not known to be. A label counts before words:
// what was labelled by hand as something else does not match by a word.
func (k Kind) Match(a Advisory) string {
	if a.Kind != "" {
		for _, label := range labelsOf(a.Kind) {
			if slices.Contains(k.Labels, label) {
				return fmt.Sprintf("labelled by hand as `%s`", label)
			}
		}
		return ""
	}
	names := []string{a.Title}
	for _, p := range a.Products {
		names = append(names, p.Name)
	}
	for _, name := range names {
		if slices.ContainsFunc(k.Not, func(w string) bool { return hasWord(name, w) }) {
			continue
		}
		for _, w := range k.Words {
			if hasWord(name, w) {
				return fmt.Sprintf("`%s` stands in `%s`", w, name)
			}
		}
	}
	return ""
}

// labelsOf returns the parts of a label: `other: dialysis` is both `other` and `dialysis`.
func labelsOf(kind string) []string {
	wide, narrow, _ := strings.Cut(strings.ToLower(kind), ": ")
	if narrow == "" {
		return []string{wide}
	}
	return []string{narrow, wide}
}

// hasWord reports whether a phrase stands in a text as whole words. Word must be in lower case.
func hasWord(text, word string) bool {
	text = strings.ToLower(text)
	for at := 0; word != ""; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		i += at
		if !letterBefore(text[:i]) && !letterAfter(text[i+len(word):]) {
			return true
		}
		at = i + len(word)
	}
	return false
}

func letterBefore(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	return n > 0 && wordRune(r)
}

// letterAfter looks at what follows a word; its plural still is the word.
func letterAfter(s string) bool {
	r, n := utf8.DecodeRuneInString(strings.TrimPrefix(s, "s"))
	return n > 0 && wordRune(r)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Match is an advisory with the reasons for which it is shown.
type Match struct {
	Advisory Advisory
	// Vulnerabilities are those of the advisory that match; all of them where the device alone was asked for.
	Vulnerabilities []Vulnerability
	// Named says that the threat names the advisory or the vulnerability as evidence.
	Named bool
	// Because says why it is shown, one sentence part each.
	Because []string
	// SameKind says that it is about the same kind of device.
	SameKind bool
}

// Behind returns the advisories behind a threat: first those that it names as evidence, then those about the same kind of
// device with exactly one of its weaknesses, then the others with such a weakness; the newest first. Kinds are those of
// the device at hand and may be empty.
func (s *Store) Behind(evidence, weakness []string, kinds []Kind) []Match {
	var out []Match
	for _, a := range s.Advisories {
		m := Match{Advisory: a}
		m.named(evidence)
		if !m.Named {
			m.weak(weakness)
		}
		if len(m.Vulnerabilities) == 0 {
			continue
		}
		m.kind(kinds)
		out = append(out, m)
	}
	rank := func(m Match) int {
		switch {
		case m.Named:
			return 0
		case m.SameKind:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(x, y Match) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), strings.Compare(y.Advisory.Published, x.Advisory.Published), strings.Compare(x.Advisory.ID, y.Advisory.ID))
	})
	return out
}

// named keeps the vulnerabilities that the threat names.
func (m *Match) named(evidence []string) {
	if slices.Contains(evidence, m.Advisory.ID) {
		m.Named, m.Vulnerabilities = true, m.Advisory.Vulnerabilities
		m.Because = append(m.Because, "the threat names this advisory as evidence")
		return
	}
	var ids []string
	for _, v := range m.Advisory.Vulnerabilities {
		if slices.Contains(evidence, v.CVE) {
			m.Vulnerabilities = append(m.Vulnerabilities, v)
			ids = append(ids, v.CVE)
		}
	}
	if len(ids) > 0 {
		m.Named = true
		m.Because = append(m.Because, "the threat names "+strings.Join(ids, ", ")+" as evidence")
	}
}

// weak keeps the vulnerabilities with exactly one of the weaknesses.
func (m *Match) weak(weakness []string) {
	var same []string
	for _, v := range m.Advisory.Vulnerabilities {
		i := slices.IndexFunc(v.Weakness, func(w string) bool { return slices.Contains(weakness, w) })
		if i >= 0 {
			m.Vulnerabilities = append(m.Vulnerabilities, v)
			same = append(same, v.Weakness[i])
		}
	}
	if len(same) > 0 {
		m.Because = append(m.Because, "the same weakness, "+strings.Join(sortIDs(same), ", "))
	}
}

func (m *Match) kind(kinds []Kind) {
	for _, k := range kinds {
		if why := k.Match(m.Advisory); why != "" {
			m.SameKind = true
			m.Because = append(m.Because, "the same kind of device, "+k.ID+": "+why)
			return
		}
	}
}

// About returns the advisories about one of the kinds of device, the newest first. No kinds means all advisories.
func (s *Store) About(kinds []Kind) []Match {
	var out []Match
	for _, a := range s.Advisories {
		m := Match{Advisory: a, Vulnerabilities: a.Vulnerabilities}
		m.kind(kinds)
		if len(kinds) == 0 || m.SameKind {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(x, y Match) int {
		return cmp.Or(strings.Compare(y.Advisory.Published, x.Advisory.Published), strings.Compare(x.Advisory.ID, y.Advisory.ID))
	})
	return out
}

// WithWeakness keeps the vulnerabilities with one of the weaknesses, and the advisories that have such.
func WithWeakness(matches []Match, weakness []string) []Match {
	if len(weakness) == 0 {
		return matches
	}
	var out []Match
	for _, m := range matches {
		n := Match{Advisory: m.Advisory, Because: slices.Clone(m.Because), SameKind: m.SameKind, Named: m.Named}
		n.weak(weakness)
		if len(n.Vulnerabilities) > 0 {
			out = append(out, n)
		}
	}
	return out
}
