package library

import (
	"fmt"
	"math/bits"
	"slices"

	"theriac.dev/syntax"
)

// maxPositions is how many attacker positions an exposure bit set holds.
const maxPositions = 32

// Vocabulary is the words of all packs, each with a number. Words of different vocabularies are different terms, even
// where they are spelled the same: the protocol `ssh` and the encryption `ssh`. It is immutable once the library is
// open.
type Vocabulary struct {
	terms     []Term
	ids       map[string]map[string]TermID
	words     map[string][]string
	stride    int
	wider     []uint64 // one row of bits for each term: itself and everything that it is one of
	narrower  []uint64 // one row of bits for each term: itself and all its kinds
	positions []TermID
}

// The vocabularies that a pack may add to. `device` and `control` also hold the ids of devices/ and controls/.
var vocabularies = []string{
	"authentication", "encryption", "integrity", "protocol", "component", "data", "zone", "position", "connectivity",
	"remote-access", "function", "hazard", "device", "control",
}

// newVocabulary returns a vocabulary with the one word that all share: unknown, number 0.
func newVocabulary() *Vocabulary {
	v := &Vocabulary{ids: map[string]map[string]TermID{}, words: map[string][]string{}}
	for _, name := range vocabularies {
		v.ids[name] = map[string]TermID{"unknown": 0}
	}
	v.terms = append(v.terms, Term{ID: "unknown", Title: "Unknown"})
	return v
}

// add numbers a term. The term that already holds the word is returned, and false, where there is one.
func (v *Vocabulary) add(t Term) (*Term, bool) {
	if old, ok := v.ids[t.Vocabulary][t.ID]; ok {
		return &v.terms[old], false
	}
	v.ids[t.Vocabulary][t.ID] = TermID(len(v.terms))
	v.words[t.Vocabulary] = append(v.words[t.Vocabulary], t.ID)
	v.terms = append(v.terms, t)
	return nil, true
}

// ID returns the number of a word of a vocabulary. The word `unknown` is 0 in each of them.
func (v *Vocabulary) ID(vocabulary, word string) (TermID, bool) {
	id, ok := v.ids[vocabulary][word]
	return id, ok
}

// Term returns the term with the number. It must not be changed.
func (v *Vocabulary) Term(id TermID) *Term {
	if int(id) >= len(v.terms) {
		return &v.terms[0]
	}
	return &v.terms[id]
}

// Lookup returns the term of a vocabulary by its word, or nil.
func (v *Vocabulary) Lookup(vocabulary, word string) *Term {
	if id, ok := v.ID(vocabulary, word); ok {
		return v.Term(id)
	}
	return nil
}

// Word returns the word of a number.
func (v *Vocabulary) Word(id TermID) string { return v.Term(id).ID }

// Words returns the words of a vocabulary in the order of packs, files and text, without `unknown`. The caller must not
// change the slice.
func (v *Vocabulary) Words(vocabulary string) []string { return v.words[vocabulary] }

// Names returns the names of all vocabularies. The caller must not change the slice.
func (v *Vocabulary) Names() []string { return vocabularies }

// Len returns how many terms there are, `unknown` counted.
func (v *Vocabulary) Len() int { return len(v.terms) }

// IsA reports whether a is b or one of the kinds of b. Unknown is nothing but itself.
func (v *Vocabulary) IsA(a, b TermID) bool {
	row := int(a) * v.stride
	return row+v.stride <= len(v.wider) && int(b) < len(v.terms) && v.wider[row+int(b)>>6]&(1<<(b&63)) != 0
}

// Within reports whether a word of a vocabulary is one of some others, or a kind of one.
func (v *Vocabulary) Within(vocabulary, word string, others []string) bool {
	id, ok := v.ID(vocabulary, word)
	return ok && slices.ContainsFunc(others, func(other string) bool {
		wider, ok := v.ID(vocabulary, other)
		return ok && v.IsA(id, wider)
	})
}

// Wider returns every term that id is one of, itself first, nearest next.
func (v *Vocabulary) Wider(id TermID) []TermID {
	out := []TermID{id}
	for i := 0; i < len(out); i++ {
		t := v.Term(out[i])
		for _, word := range t.Is {
			if up, ok := v.ids[t.Vocabulary][word]; ok && !slices.Contains(out, up) {
				out = append(out, up)
			}
		}
	}
	return out
}

// kinds returns the bits of a term and all its kinds.
func (v *Vocabulary) kinds(id TermID) []uint64 {
	return v.narrower[int(id)*v.stride : (int(id)+1)*v.stride]
}

// Positions returns the attacker positions in the order of their bits in the exposure of an element or a flow.
func (v *Vocabulary) Positions() []string {
	out := make([]string, len(v.positions))
	for i, id := range v.positions {
		out[i] = v.Word(id)
	}
	return out
}

// PositionBit returns the exposure bit of one attacker position; 0 for one that no pack knows.
func (v *Vocabulary) PositionBit(word string) uint32 {
	id, ok := v.ID("position", word)
	if i := slices.Index(v.positions, id); ok && i >= 0 {
		return 1 << i
	}
	return 0
}

// positionBits returns the exposure bits of a position and all its kinds.
func (v *Vocabulary) positionBits(id TermID) uint32 {
	var set uint32
	for i, p := range v.positions {
		if v.IsA(p, id) {
			set |= 1 << i
		}
	}
	return set
}

// seal computes who is a kind of whom once all terms are in, and reports what cannot be: a wider term that no pack
// knows, a term that is one of itself, more positions than bits.
func (v *Vocabulary) seal() []syntax.Diagnostic {
	v.stride = (len(v.terms) + 63) / 64
	v.wider = make([]uint64, len(v.terms)*v.stride)
	v.narrower = make([]uint64, len(v.terms)*v.stride)
	s := sealer{v: v, state: make([]uint8, len(v.terms))}
	for id := range v.terms {
		s.visit(TermID(id))
	}
	for a := range v.terms {
		for i, row := range v.wider[a*v.stride : (a+1)*v.stride] {
			for ; row != 0; row &= row - 1 {
				b := i<<6 + bits.TrailingZeros64(row)
				v.narrower[b*v.stride+a>>6] |= 1 << (a & 63)
			}
		}
	}
	for _, word := range v.words["position"] {
		id := v.ids["position"][word]
		if len(v.positions) == maxPositions {
			s.report(v.Term(id), "too-many-positions", fmt.Sprintf("more than %d attacker positions", maxPositions))
			break
		}
		v.positions = append(v.positions, id)
	}
	return s.found
}

// sealer walks the terms depth first. state is 0 for a term not seen, 1 for one on the way down, 2 for one done.
type sealer struct {
	v     *Vocabulary
	state []uint8
	found []syntax.Diagnostic
}

func (s *sealer) visit(id TermID) {
	if s.state[id] != 0 {
		return
	}
	s.state[id] = 1
	v, t := s.v, &s.v.terms[id]
	row := v.wider[int(id)*v.stride : (int(id)+1)*v.stride]
	row[id>>6] |= 1 << (id & 63)
	for _, word := range t.Is {
		up, ok := v.ids[t.Vocabulary][word]
		if !ok || up == 0 {
			s.report(t, "unknown-term", fmt.Sprintf("term %q is said to be a %q, which is no word of the vocabulary %s%s",
				t.ID, word, t.Vocabulary, didYouMean(word, v.words[t.Vocabulary])))
			continue
		}
		if s.state[up] == 1 {
			s.report(t, "cyclic-term", fmt.Sprintf("term %q of the vocabulary %s is one of itself, by way of %q", t.ID, t.Vocabulary, word))
			continue
		}
		s.visit(up)
		for i, above := range v.wider[int(up)*v.stride : (int(up)+1)*v.stride] {
			row[i] |= above
		}
	}
	s.state[id] = 2
}

func (s *sealer) report(t *Term, code, message string) {
	s.found = append(s.found, syntax.Diagnostic{Place: t.Place, Code: code, Message: message})
}
