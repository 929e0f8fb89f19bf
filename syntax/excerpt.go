package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Excerpt returns the first line of a place as a reader sees it in a terminal: its number, its text, and below it a
// line of carets. It ends with a line feed, and is empty for a place that is not of the file.
func Excerpt(f *File, p Place) string {
	if f == nil || p.IsZero() {
		return ""
	}
	text := f.Line(p.Line)
	if p.Line == 1 {
		text = strings.TrimPrefix(text, byteOrderMark)
	}
	number := fmt.Sprint(p.Line)
	return fmt.Sprintf("%s | %s\n%s | %s\n", number, visible(text), strings.Repeat(" ", len(number)), carets(text, p))
}

// carets returns the line that underlines a place: tabs are kept so that the carets stand below what they mean.
func carets(text string, p Place) string {
	length := utf8.RuneCountInString(text)
	end := length + 1
	if p.EndLine == p.Line {
		end = p.EndColumn
	}
	end = max(min(end, length+1), p.Column+1)
	var b strings.Builder
	column := 1
	for _, r := range text {
		if column >= p.Column {
			break
		}
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteString(strings.Repeat(" ", width(r)))
		}
		column++
	}
	b.WriteString(strings.Repeat("^", max(1, spread(text, p.Column, end))))
	return b.String()
}

// spread returns how many terminal columns the characters [from, to) of text take, counted from 1.
func spread(text string, from, to int) int {
	n, column := 0, 1
	for _, r := range text {
		if column >= to {
			break
		}
		if column >= from {
			n += width(r)
		}
		column++
	}
	return n
}

// width returns how many terminal columns a character takes: two for the wide ones of East Asia, none for marks that
// combine.
func width(r rune) int {
	switch {
	case r >= 0x300 && r < 0x370, r >= 0x200b && r <= 0x200f, r == 0xfe0f:
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}

// visible replaces characters that would disturb a terminal.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if hidden(r) && r != '\t' {
			return utf8.RuneError
		}
		return r
	}, text)
}
