package diagram

import (
	"strings"
	"unicode"
)

// goRegular are the advance widths of the printable ASCII characters in thousandths of the font size. They are those of
// the Go font that the PNG writer uses; Arial, Helvetica and Liberation Sans differ by little, and SVG states the length
// of each text so that a wider font is squeezed, never cut.
var goRegular = [95]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 584, 584, 316, 584, 316, 278, 556, 556, 556, 556, 556, 556, 556,
	556, 556, 556, 306, 306, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 399, 496, 667, 556, 833,
	722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
	556, 278, 556, 556, 247, 253, 500, 268, 833, 556, 556, 556, 556, 333, 500, 283, 556, 500, 722, 500, 500, 500, 334,
	260, 334, 584,
}

// boldFactor is how much wider bold text is, rounded up.
const boldFactor = 1.09

// textWidth returns the width of a line in points.
func textWidth(s string, size float64, bold bool) float64 {
	sum := 0
	for _, r := range s {
		sum += runeWidth(r)
	}
	w := float64(sum) * size / 1000
	if bold {
		w *= boldFactor
	}
	return w
}

// runeWidth returns the width of a character in thousandths of the font size.
func runeWidth(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return int(goRegular[r-' '])
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && isWide(r):
		return 1000
	case unicode.IsUpper(r):
		return 722
	}
	return 600
}

func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0x1F000 ||
		r >= 0xFF00 && r < 0xFF61
}

// plain returns the text on one line, without control characters.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// wrap breaks a text into at most limit lines that are no wider than width points. What does not fit ends in an ellipsis.
func wrap(s string, size, width float64, bold bool, limit int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(plain(s)) {
		for i, part := range breakWord(word, size, width, bold) {
			switch {
			case i > 0:
				lines = append(lines, line)
				line = part
			case line == "":
				line = part
			case textWidth(line+" "+part, size, bold) <= width:
				line += " " + part
			default:
				lines = append(lines, line)
				line = part
			}
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	if len(lines) > limit {
		lines = lines[:limit]
		lines[limit-1] = shorten(lines[limit-1]+"…", size, width, bold)
	}
	return lines
}

// breakWord splits a word that is wider than a line, after a hyphen, dot, slash or underscore where there is one.
func breakWord(word string, size, width float64, bold bool) []string {
	if textWidth(word, size, bold) <= width {
		return []string{word}
	}
	var parts []string
	runes := []rune(word)
	for len(runes) > 0 {
		n, soft := 0, 0
		for n < len(runes) && textWidth(string(runes[:n+1]), size, bold) <= width {
			if n++; strings.ContainsRune("-./_,:@", runes[n-1]) {
				soft = n
			}
		}
		if n < len(runes) && soft > n/3 {
			n = soft
		}
		n = max(n, 1)
		parts = append(parts, string(runes[:n]))
		runes = runes[n:]
	}
	return parts
}

// shorten cuts a text that is wider than width and ends it in an ellipsis.
func shorten(s string, size, width float64, bold bool) string {
	if textWidth(s, size, bold) <= width {
		return s
	}
	runes := []rune(strings.TrimSuffix(s, "…"))
	for len(runes) > 0 && textWidth(string(runes)+"…", size, bold) > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ") + "…"
}
