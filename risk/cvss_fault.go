package risk

import (
	"fmt"
	"strings"

	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"
)

// shorten keeps a text that should have been a vector from filling the message. The longest real vectors stay whole.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 240 {
		return string(runes[:240]) + "…"
	}
	return text
}

// required are the base metrics of each version, in the order of the specification.
var required = map[Version][]string{
	CVSS30: {"AV", "AC", "PR", "UI", "S", "C", "I", "A"},
	CVSS31: {"AV", "AC", "PR", "UI", "S", "C", "I", "A"},
	CVSS40: {"AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"},
}

// fault says what is wrong with a vector that the library refused, since the library does not say where.
func fault(version Version, metrics string) string {
	set, get := scratch(version)
	seen := map[string]bool{}
	for part := range strings.SplitSeq(metrics, "/") {
		name, value, found := strings.Cut(part, ":")
		_, err := get(name)
		switch {
		case !found || err != nil:
			return fmt.Sprintf("%q is no metric of version %s with a value, such as AV:N", shorten(part), version)
		case seen[name]:
			return fmt.Sprintf("%s is given twice", name)
		case set(name, value) != nil:
			return fmt.Sprintf("%s has no value %q in version %s", name, shorten(value), version)
		}
		seen[name] = true
	}
	for _, name := range required[version] {
		if !seen[name] {
			return fmt.Sprintf("the base metric %s is missing", name)
		}
	}
	return "its metrics are out of order: base metrics come first (" + strings.Join(required[version], ", ") +
		"), then threat, environmental and supplemental ones, each group in the order of the specification"
}

// scratch is a vector of that version to try metrics on.
func scratch(version Version) (set func(name, value string) error, get func(name string) (string, error)) {
	switch version {
	case CVSS30:
		v := new(gocvss30.CVSS30)
		return v.Set, v.Get
	case CVSS31:
		v := new(gocvss31.CVSS31)
		return v.Set, v.Get
	}
	v := new(gocvss40.CVSS40)
	return v.Set, v.Get
}
