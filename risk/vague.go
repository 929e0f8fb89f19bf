package risk

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Vague is a phrase found in a text that asks somebody else to act. It sounds like a duty and tells nobody what to do,
// so that the risk moves without anyone noticing.
type Vague struct {
	Phrase     string // as the table has it, in lower case
	Why        string // why it does not do
	Instead    string // what to write instead
	Start, End int    // the bytes of the text that it was found in
}

// The reasons and the better texts, each shared by several phrases.
const (
	whyPlace     = "it names a state that nobody can check, and moves the risk to the customer without saying so"
	tellPlace    = "say what the place has to provide: which connections to allow, which to block, where to segment, and what the device does where that fails"
	whyPeople    = "it relies on people to behave, and does not say who does what, when, or what happens if they do not"
	tellPeople   = "name the role, the step, the moment and how to see that it was done; or take a control in the device instead"
	whyMeasure   = "it does not say which measure, so nobody can do it and nobody can check it"
	tellPassword = "say the least length, what is refused, how tries are limited, and which factory passwords have to be changed"
	tellDegree   = "name the measure with its values: which setting, which limit, how often, and how to see that it is in place"
)

// vaguePhrases is the table of [VaguePhrases], in words of lower case with one space between. A phrase has to be vague
// wherever it stands: "as required" is not here, since "as required by" a clause is not vague.
var vaguePhrases = []struct{ phrase, why, instead string }{
	{"secure network", whyPlace, tellPlace},
	{"secured network", whyPlace, tellPlace},
	{"trusted network", whyPlace, tellPlace},
	{"safe network", whyPlace, tellPlace},
	{"private network", whyPlace, tellPlace},
	{"air gap", whyPlace, tellPlace},
	{"air-gapped", whyPlace, tellPlace},
	{"protected network", whyPlace, tellPlace},
	{"secure home network", whyPlace, tellPlace},
	{"secure environment", whyPlace, tellPlace},
	{"trusted environment", whyPlace, tellPlace},
	{"protected environment", whyPlace, tellPlace},
	{"behind a firewall", whyPlace, tellPlace},
	{"behind the firewall", whyPlace, tellPlace},
	{"users will", whyPeople, tellPeople},
	{"the user will", whyPeople, tellPeople},
	{"operators will", whyPeople, tellPeople},
	{"the operator will", whyPeople, tellPeople},
	{"customers will", whyPeople, tellPeople},
	{"the customer will", whyPeople, tellPeople},
	{"clinicians will", whyPeople, tellPeople},
	{"staff will", whyPeople, tellPeople},
	{"users are trained", whyPeople, tellPeople},
	{"trusted users", whyPeople, tellPeople},
	{"authorised personnel", whyPeople, tellPeople},
	{"authorized personnel", whyPeople, tellPeople},
	{"should be careful", whyPeople, tellPeople},
	{"must be careful", whyPeople, tellPeople},
	{"be vigilant", whyPeople, tellPeople},
	{"be aware of", whyPeople, tellPeople},
	{"exercise caution", whyPeople, tellPeople},
	{"use caution", whyPeople, tellPeople},
	{"common sense", whyPeople, tellPeople},
	{"strong password", whyMeasure, tellPassword},
	{"strong passwords", whyMeasure, tellPassword},
	{"properly configured", whyMeasure, tellDegree},
	{"correctly configured", whyMeasure, tellDegree},
	{"securely configured", whyMeasure, tellDegree},
	{"properly secured", whyMeasure, tellDegree},
	{"adequately protected", whyMeasure, tellDegree},
	{"appropriately protected", whyMeasure, tellDegree},
	{"appropriate measures", whyMeasure, tellDegree},
	{"appropriate controls", whyMeasure, tellDegree},
	{"appropriate security", whyMeasure, tellDegree},
	{"adequate measures", whyMeasure, tellDegree},
	{"adequate security", whyMeasure, tellDegree},
	{"suitable measures", whyMeasure, tellDegree},
	{"reasonable measures", whyMeasure, tellDegree},
	{"necessary measures", whyMeasure, tellDegree},
	{"best practices", whyMeasure, tellDegree},
	{"best practice", whyMeasure, tellDegree},
	{"as needed", whyMeasure, tellDegree},
	{"as appropriate", whyMeasure, tellDegree},
	{"where appropriate", whyMeasure, tellDegree},
	{"if necessary", whyMeasure, tellDegree},
	{"when necessary", whyMeasure, tellDegree},
	{"from time to time", whyMeasure, tellDegree},
	{"on a regular basis", whyMeasure, tellDegree},
}

// VaguePhrase returns the first vague phrase of the text, and why it does not do together with what to write instead.
func VaguePhrase(text string) (phrase, why string, found bool) {
	for _, v := range VaguePhrases(text) {
		return v.Phrase, v.Why + "; " + v.Instead, true
	}
	return "", "", false
}

// VaguePhrases returns every vague phrase of the text in the order of the text, for a text that asks a customer or another
// party to act. Case does not count, words are whole, and any run of spaces, line ends or hyphens parts two words; any
// other sign, such as a full stop, ends a phrase. The words alone are judged: a text that quotes a phrase to warn of it is
// found too, and is better written without.
func VaguePhrases(text string) []Vague {
	words := splitWords(text)
	var found []Vague
	for i := 0; i < len(words); i++ {
		for _, v := range vaguePhrases {
			if n := matchWords(words[i:], v.phrase); n > 0 {
				last := words[i+n-1]
				found = append(found, Vague{v.phrase, v.why, v.instead, words[i].start, last.start + len(last.text)})
				i += n - 1
				break
			}
		}
	}
	return found
}

type word struct {
	text   string // as written
	start  int
	joined bool // nothing but spaces or hyphens before it
}

// splitWords cuts a text into runs of letters and digits.
func splitWords(text string) []word {
	var words []word
	start, joined := -1, false
	for i, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '_' || r == '\'' || r == '’'
		switch {
		case inside && start < 0:
			start = i
		case inside:
		default:
			if start >= 0 {
				words = append(words, word{text[start:i], start, joined})
				start, joined = -1, true
			}
			joined = joined && (unicode.IsSpace(r) || r == '-' || r == utf8.RuneError)
		}
	}
	if start >= 0 {
		words = append(words, word{text[start:], start, joined})
	}
	return words
}

// matchWords says how many words the phrase takes at the head of words; 0 where it is not there.
func matchWords(words []word, phrase string) int {
	if first := words[0].text[0]; first < utf8.RuneSelf && first|0x20 != phrase[0] {
		return 0 // most words differ in the first letter already
	}
	n := 0
	for want := range strings.SplitSeq(phrase, " ") {
		if n == len(words) || (n > 0 && !words[n].joined) || !strings.EqualFold(words[n].text, want) {
			return 0
		}
		n++
	}
	return n
}
