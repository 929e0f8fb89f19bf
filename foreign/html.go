package foreign

import (
	"html"
	"strings"
)

// plain takes the markup out of a text of HTML, also where it was escaped once more. Ends of paragraphs become line
// breaks, and a link keeps its address behind its words. A text without markup stays as it is.
func plain(s string) string {
	for range 2 {
		if strings.ContainsAny(s, "<&") {
			s = unmarked(s)
		}
	}
	return s
}

func unmarked(s string) string {
	var b strings.Builder
	link := ""
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s, '>')
		if end < 0 || len(s) < 2 || !isTag(s[1]) {
			b.WriteByte('<')
			s = s[1:]
			continue
		}
		tag := s[1:end]
		s = s[end+1:]
		name := strings.ToLower(strings.TrimRight(tag, "/ "))
		if j := strings.IndexAny(name, " \t\r\n"); j > 0 {
			name = name[:j]
		}
		switch name {
		case "br", "/p", "/div", "/li", "/tr", "/table", "/h1", "/h2", "/h3", "/ul", "/ol", "hr":
			b.WriteByte('\n')
		case "li":
			b.WriteString("- ")
		case "/td", "/th":
			b.WriteByte(' ')
		case "a":
			link = href(tag)
		case "/a":
			if link != "" && !strings.HasSuffix(b.String(), link) {
				b.WriteString(" (" + link + ")")
			}
			link = ""
		}
	}
	return tidy(html.UnescapeString(b.String()))
}

func isTag(c byte) bool {
	return c == '/' || c == '!' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// href is the address in a tag, where it is one of the web.
func href(tag string) string {
	_, rest, ok := strings.Cut(tag, "href=")
	if !ok || rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	address, _, ok := strings.Cut(rest[1:], rest[:1])
	if !ok || !strings.HasPrefix(address, "http") {
		return ""
	}
	return address
}
