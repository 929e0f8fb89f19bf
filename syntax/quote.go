package syntax

import (
	"strconv"
	"strings"
)

// doubleQuote returns value in double quotes with the escapes that YAML and JSON share.
func doubleQuote(value string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range value {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case hidden(r):
			b.WriteString(`\u`)
			b.WriteString(strconv.FormatInt(int64(r)+0x10000, 16)[1:])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Quote returns value as it is written in a model: plain where every reader of YAML takes it for the same text, or for
// one of the answers `yes` and `no` or a number that models write plain, and otherwise in double quotes. The result
// stands on one line and fits into block and flow style.
func Quote(value string) string {
	if isPlain(value) {
		return value
	}
	return doubleQuote(value)
}

// isPlain reports whether value may be written without quotes anywhere.
func isPlain(value string) bool {
	if value == "" || value[0] == ' ' || value[len(value)-1] == ' ' {
		return false
	}
	switch value {
	case "~", "null", "Null", "NULL", "<<", "=", "---", "...":
		return false
	}
	if negative := len(value) > 1 && value[0] == '-' && value[1] != '-' && isWordByte(value[1]); !negative && strings.IndexByte("-?:,[]{}#&*!|>'\"%@`", value[0]) >= 0 {
		return false
	}
	if strings.HasPrefix(value, "---") || strings.HasPrefix(value, "...") {
		return false
	}
	for i, r := range value {
		switch {
		case hidden(r), r == 0xa0:
			return false
		case r < 0x80 && isFlowIndicator(byte(r)):
			return false
		case r == ':' && (i+1 == len(value) || value[i+1] == ' ' || isFlowIndicator(value[i+1])):
			return false
		case r == '#' && i > 0 && value[i-1] == ' ':
			return false
		}
	}
	return true
}

// hidden reports whether a character is one that no text should hold unescaped: control characters, other line breaks,
// marks that turn the direction of writing, and code points that are no characters.
func hidden(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff ||
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
