package library

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"theriac.dev/syntax"
)

// nistForm is a control of SP 800-53, with or without the number of an enhancement.
var nistForm = regexp.MustCompile(`^[A-Z]{2}-[1-9][0-9]?(\([1-9][0-9]?\))?$`)

// nistID checks the form of an id of SP 800-53; whether there is such a control a test holds against the catalogue.
func nistID(word string) error {
	if nistForm.MatchString(word) {
		return nil
	}
	return fmt.Errorf("%q is no control of SP 800-53; write it as SC-8 or SC-8(1)", word)
}

// prefixed returns a check for ids that start with one of the prefixes.
func prefixed(prefixes ...string) func(string) error {
	return func(word string) error {
		for _, p := range prefixes {
			if rest, ok := strings.CutPrefix(word, p); ok && rest != "" {
				return nil
			}
		}
		return fmt.Errorf("%q does not start with %s", word, strings.Join(prefixes, " or "))
	}
}

// portNumber checks the number of a TCP or UDP port.
func portNumber(word string) error {
	if n, err := strconv.ParseUint(word, 10, 16); err != nil || n == 0 {
		return fmt.Errorf("%q is no port; write a number from 1 to 65535", word)
	}
	return nil
}

// ports reads the usual interfaces of a component.
func (d *decoder) ports(t *Term) func(*syntax.Node) {
	return func(n *syntax.Node) {
		d.each(n, func(id string, _, value *syntax.Node) {
			p := TermPort{ID: id}
			d.mapping(value, keys{
				"protocol": d.words(&p.Protocol, nil), "port": d.words(&p.Number, portNumber), "state": d.enum(&p.State, "used", "unused", "service-only", "disabled"),
			})
			t.Ports = append(t.Ports, p)
		})
	}
}

// flows reads the usual flows of a component. Each names one other end.
func (d *decoder) flows(t *Term) func(*syntax.Node) {
	return func(n *syntax.Node) {
		d.each(n, func(id string, key, value *syntax.Node) {
			f := TermFlow{ID: id}
			d.mapping(value, keys{
				"from": d.text(&f.From), "to": d.text(&f.To), "protocol": d.words(&f.Protocol, nil), "carries": d.words(&f.Carries, nil),
			})
			if (f.From == "") == (f.To == "") {
				d.report(key, "incomplete-flow", "usual flow %q of %q needs either `from` or `to`: the other end is %[2]q itself", id, t.ID)
				return
			}
			t.Flows = append(t.Flows, f)
		})
	}
}

// usual checks the words of the usual ports and flows of a term. Only components have them.
func (l *loader) usual(t *Term) {
	if len(t.Ports)+len(t.Flows)+len(t.Purl) == 0 {
		return
	}
	if t.Vocabulary != "component" {
		l.report(t.Place, "unknown-field", fmt.Sprintf("term %q of the vocabulary %s has ports, flows or purl; only components have them", t.ID, t.Vocabulary))
		return
	}
	for _, p := range t.Ports {
		l.usualWords(t, "port "+p.ID, "protocol", p.Protocol...)
	}
	for _, f := range t.Flows {
		l.usualWords(t, "flow "+f.ID, "component", slices.DeleteFunc([]string{f.From, f.To}, func(s string) bool { return s == "" })...)
		l.usualWords(t, "flow "+f.ID, "protocol", f.Protocol...)
		l.usualWords(t, "flow "+f.ID, "data", f.Carries...)
	}
}

func (l *loader) usualWords(t *Term, what, vocabulary string, words ...string) {
	for _, word := range words {
		if err := l.factWord(what, vocabulary, word, nil); err != nil {
			l.report(t.Place, "unknown-word", fmt.Sprintf("%s of term %q: %s", what, t.ID, err))
		}
	}
}
