package syntax

import (
	"fmt"
	"unicode/utf8"
)

// scanCharacters walks over the bytes of the chunk once: it notes where lines start and reports bytes and characters
// that have no place in a text.
func (p *parser) scanCharacters() {
	s := p.s
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c < 0x7f {
			continue
		}
		switch {
		case c == '\n':
			if i+1 < len(s) {
				p.chunk.lines = append(p.chunk.lines, int32(i+1))
			}
		case c == '\t':
		case c == '\r' && i+1 < len(s) && s[i+1] == '\n':
			if p.chunk.crlf < 0 {
				p.chunk.crlf = int32(i)
			}
		case c < 0x80:
			p.report("control-character", i, i+1, fmt.Sprintf("the control character U+%04X cannot stand in a text", c),
				fix("remove it", Edit{Start: i, End: i + 1}))
		default:
			i += p.checkRune(i) - 1
		}
	}
}

// checkRune checks the character at i, which is not ASCII, and returns its size.
func (p *parser) checkRune(i int) int {
	r, size := utf8.DecodeRuneInString(p.s[i:])
	switch {
	case r == utf8.RuneError && size == 1:
		p.report("invalid-utf8", i, i+1, fmt.Sprintf("the byte 0x%02X is no UTF-8 text", p.s[i]),
			hint("save the file as UTF-8"))
	case r == 0xfeff && (p.chunk.role != prelude || i > 0):
		p.report("control-character", i, i+size, "a byte order mark stands inside the text", fix("remove it", Edit{Start: i, End: i + size}))
	case r < 0xa0, r == 0x2028, r == 0x2029, r == 0xfffe, r == 0xffff:
		p.report("control-character", i, i+size, fmt.Sprintf("the character U+%04X cannot stand in a text", r),
			hint(fmt.Sprintf(`write it as \u%04X within double quotes, or remove it`, r)), fix("remove it", Edit{Start: i, End: i + size}))
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		p.report("hidden-character", i, i+size, fmt.Sprintf("the hidden character U+%04X changes the direction of the text around it", r),
			warning, hint("text may not mean what it seems to show"), fix("remove it", Edit{Start: i, End: i + size}))
	}
	return size
}
