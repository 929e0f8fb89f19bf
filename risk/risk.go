// Package risk is the arithmetic of risk: scales of harm and of exploitability, the matrix that joins them, CVSS, the
// questions of MITRE's rubric, SSVC, and what each decision on a threat needs.
//
// Two scales meet in one matrix. [Severity] says how badly a patient can be harmed, in the five steps of the example that
// FDA's postmarket guidance of 2016 takes from ISO 14971. [Exploitability] says how easy the attack is. It is never
// the probability of an attack: attackers have no base rate, and FDA's premarket guidance (V.A.2) asks for an assessment
// that rests on exploitability instead of probability. A level of exploitability comes from one of three places: the
// attack potential that the attacker needs ([Potential]), a CVSS vector ([Vector]), or the answers to the rubric ([Rubric]),
// which give a vector.
//
// What a company decides for itself is data in [Scales], and [Default] is a sensible start. What others have published,
// such as the formulas of CVSS or the tables of SSVC, is fixed here and tested against what they published.
//
// Unknown is never read as safe: where a fact is missing, the worst is assumed and the result says so.
//
// Everything here is a pure function of its arguments: no file, no clock, no network.
package risk

import (
	"fmt"
	"strings"
)

// Severity is the severity of harm to a patient, from 1 to 5. Zero means not rated. Impact on privacy, reputation,
// money or regulatory standing is not a severity and is never added to one; see [ImpactScale].
type Severity uint8

// The steps of severity, in the words of FDA's postmarket guidance (2016).
const (
	S1 Severity = iota + 1 // negligible: inconvenience or passing discomfort
	S2                     // minor: passing injury that needs no professional care
	S3                     // serious: injury that needs professional care
	S4                     // critical: permanent impairment or a threat to life
	S5                     // catastrophic: death
)

// String returns S1 to S5, or "unrated".
func (s Severity) String() string { return stepText('S', uint8(s)) }

// Valid says whether s is one of S1 to S5.
func (s Severity) Valid() bool { return s >= S1 && s <= S5 }

// Exploitability says how easy it is to carry an attack out, from 1 to 5. Zero means not rated. It is no probability.
type Exploitability uint8

// The steps of exploitability. E1 is the hardest for the attacker, E5 the easiest.
const (
	E1 Exploitability = iota + 1 // very low
	E2                           // low
	E3                           // medium
	E4                           // high
	E5                           // very high
)

// String returns E1 to E5, or "unrated".
func (e Exploitability) String() string { return stepText('E', uint8(e)) }

// Valid says whether e is one of E1 to E5.
func (e Exploitability) Valid() bool { return e >= E1 && e <= E5 }

func stepText(letter byte, n uint8) string {
	if n < 1 || n > 5 {
		return "unrated"
	}
	return string([]byte{letter, '0' + n})
}

// ParseSeverity reads S1 to S5.
func ParseSeverity(text string) (Severity, error) {
	n, err := parseStep('S', "severity", text)
	return Severity(n), err
}

// ParseExploitability reads E1 to E5.
func ParseExploitability(text string) (Exploitability, error) {
	n, err := parseStep('E', "exploitability", text)
	return Exploitability(n), err
}

func parseStep(letter byte, scale, text string) (uint8, error) {
	if len(text) == 2 && text[0] == letter && text[1] >= '1' && text[1] <= '5' {
		return text[1] - '0', nil
	}
	return 0, fmt.Errorf("unknown %s %q: write one of %[3]c1, %[3]c2, %[3]c3, %[3]c4, %[3]c5", scale, text, letter)
}

// unknownWord is the error for a word that a table does not have. It names the words that it has.
func unknownWord(scale, word string, accepted []string) error {
	if word == "" {
		return fmt.Errorf("%s is missing: write one of %s", scale, strings.Join(accepted, ", "))
	}
	return fmt.Errorf("unknown %s %q: write one of %s", scale, word, strings.Join(accepted, ", "))
}
