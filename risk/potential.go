package risk

import (
	"errors"
	"slices"
)

// Potential is what an attacker needs to carry an attack out: the attack potential of ISO/IEC 18045, as ISO/SAE 21434
// (annex G) uses it too. Each field holds one word of its factor in [Scales.Potential]. An empty word is unknown.
type Potential struct {
	Time      string // day, week, month, half-year, longer
	Expertise string // layman, proficient, expert, several-experts
	Knowledge string // of the product: public, restricted, confidential, strictly-confidential
	Access    string // window of opportunity: unlimited, easy, moderate, difficult
	Equipment string // standard, specialised, bespoke, several-bespoke
}

// words returns the fields in the order of factorIDs.
func (p Potential) words() [5]string {
	return [5]string{p.Time, p.Expertise, p.Knowledge, p.Access, p.Equipment}
}

var factorIDs = []string{"time", "expertise", "knowledge", "access", "equipment"}

// Factor is one factor of attack potential with the points that each of its words is worth, from easy to hard.
type Factor struct {
	ID    string // time, expertise, knowledge, access, equipment
	Words []Points
}

// Points is what one word is worth. More points mean a harder attack.
type Points struct {
	Word   string
	Points int
}

// Effort is what a [Potential] comes to.
type Effort struct {
	Points int
	Level  Exploitability
	// Unknown names the factors that had no usable word. Each counted as the easiest for the attacker.
	Unknown []string
}

// Effort adds the points up. A factor without a word counts as the easiest for the attacker, and Unknown names it. The
// error names every word that the scales do not have; the effort is usable all the same and counts such a word as unknown.
func (s *Scales) Effort(p Potential) (Effort, error) {
	var sum Effort
	var problems []error
	for i, word := range p.words() {
		points, known, err := s.points(factorIDs[i], word)
		sum.Points += points
		if !known {
			sum.Unknown = append(sum.Unknown, factorIDs[i])
		}
		if err != nil {
			problems = append(problems, err)
		}
	}
	sum.Level = s.LevelOfPoints(sum.Points)
	return sum, errors.Join(problems...)
}

// points returns what the word is worth, or the least that any word of the factor is worth where it is not known.
func (s *Scales) points(factor, word string) (points int, known bool, err error) {
	at := slices.IndexFunc(s.Potential, func(f Factor) bool { return f.ID == factor })
	if at < 0 {
		return 0, false, nil
	}
	words := s.Potential[at].Words
	least := 0
	for i, w := range words {
		if w.Word == word && word != "" {
			return w.Points, true, nil
		}
		if i == 0 || w.Points < least {
			least = w.Points
		}
	}
	if word != "" {
		accepted := make([]string, len(words))
		for i, w := range words {
			accepted[i] = w.Word
		}
		err = unknownWord(factor, word, accepted)
	}
	return least, false, err
}

// LevelOfPoints turns a sum of attack potential into a level. More points never give an easier level.
func (s *Scales) LevelOfPoints(points int) Exploitability {
	for level := E5; level > E1; level-- {
		if at := int(level - E1); at < len(s.Exploitability) && points <= s.Exploitability[at].Points {
			return level
		}
	}
	if len(s.Exploitability) == 0 {
		return E5
	}
	return E1
}

// LevelOfScore turns the exploitability of a CVSS vector into a level. A higher score never gives a harder level.
func (s *Scales) LevelOfScore(score float64) Exploitability {
	for level := E5; level > E1; level-- {
		if at := int(level - E1); at < len(s.Exploitability) && score >= s.Exploitability[at].Score {
			return level
		}
	}
	if len(s.Exploitability) == 0 {
		return E5
	}
	return E1
}

// RatePotential rates by attack potential. Assumed names the factors that were unknown; the error is that of
// [Scales.Effort].
func (s *Scales) RatePotential(severity Severity, p Potential) (Rating, error) {
	effort, err := s.Effort(p)
	r := s.Rate(severity, effort.Level)
	r.From, r.Assumed = FromPotential, append(r.Assumed, effort.Unknown...)
	return r, err
}
