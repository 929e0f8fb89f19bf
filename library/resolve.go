package library

import (
	"fmt"
	"strconv"
	"strings"

	"theriac.dev/syntax"
)

// resolve ties threats, terms and devices to the whole vocabulary once every pack is read.
func (l *loader) resolve() {
	v := l.lib.Vocabulary
	l.lib.Diagnostics = append(l.lib.Diagnostics, v.seal()...)
	for i := range v.terms {
		l.facts(&v.terms[i], "gives", v.terms[i].Gives)
		l.facts(&v.terms[i], "usually", v.terms[i].Usually)
		l.with(&v.terms[i])
		l.usual(&v.terms[i])
	}
	for _, d := range l.lib.Devices {
		l.deviceWords(d)
	}
	link := &linker{v: v, attributes: l.attributes}
	seen := map[string]*Threat{}
	for _, w := range l.drafts {
		l.condition(w, "when", w.when, &w.threat.When, link)
		if w.unless != nil {
			l.condition(w, "unless", w.unless, &w.threat.Unless, link)
		}
		for _, id := range w.threat.Controls {
			if v.Lookup("control", id) == nil {
				w.report(w.item("controls", id), "unknown-control", "no pack has a control %q%s", id, didYouMean(id, v.Words("control")))
			}
		}
		if !l.add(w.decoder) {
			continue
		}
		if old := seen[w.threat.ID]; old != nil {
			l.duplicate("threat", w.threat.ID, w.threat.Place, old.Place)
			continue
		}
		seen[w.threat.ID] = w.threat
		l.lib.Threats = append(l.lib.Threats, w.threat)
	}
}

// condition takes the checked form of a condition from what the pack brought, or checks it.
func (l *loader) condition(w *draft, key string, n *syntax.Node, to **Condition, link *linker) {
	if n == nil || n.Kind != syntax.Scalar || subjects[w.threat.For] == nil {
		return // reported as missing
	}
	text := strings.TrimSpace(n.Value)
	root, err := readIR(l.compiled[compiledKey(text, w.threat.For)], w.threat.For)
	if err != nil {
		root, err = l.checker.check(text, w.threat.For)
	}
	if err == nil {
		*to, err = newCondition(text, w.threat.For, root, link)
	}
	if err != nil {
		w.report(n, "bad-condition", "`%s` of threat %q: %s", key, w.threat.ID, err)
	}
}

// givable are the fields that a term may give or usually bring, named as conditions read them, with the vocabulary of
// their words.
var givable = map[string]string{
	"authentication": "authentication", "encryption": "encryption", "integrity": "integrity",
	"linkAuthentication": "authentication", "linkEncryption": "encryption",
	"payloadAuthentication": "authentication", "payloadEncryption": "encryption",
	"protocol": "protocol", "over": "protocol", "runs": "component", "is": "component",
	"reach": "position", "connectivity": "connectivity", "remoteAccess": "remote-access",
	"trust": "", "needs": "",
}

// facts checks what a term gives or usually brings.
func (l *loader) facts(t *Term, what string, facts map[string][]string) {
	for _, field := range keysOf(facts) {
		vocabulary, ok := givable[field]
		a := l.attributes[field]
		switch {
		case !ok && a == nil:
			l.report(t.Place, "unknown-field", fmt.Sprintf("term %q %s %q, which is no field and no attribute%s", t.ID, what, field, didYouMean(field, append(keysOf(givable), keysOf(l.attributes)...))))
			continue
		case field == "trust":
			if len(facts[field]) != 1 || !isTrust(facts[field][0]) {
				l.report(t.Place, "unknown-word", fmt.Sprintf("term %q %s a trust that is no number from 0 to 9", t.ID, what))
			}
			continue
		}
		for _, word := range facts[field] {
			if err := l.factWord(field, vocabulary, word, a); err != nil {
				l.report(t.Place, "unknown-word", fmt.Sprintf("term %q %s %s: %s", t.ID, what, field, err))
			}
		}
	}
}

// with checks the protocols that a word is used with.
func (l *loader) with(t *Term) {
	for _, word := range t.With {
		if err := l.factWord("protocol", "protocol", word, nil); err != nil {
			l.report(t.Place, "unknown-word", fmt.Sprintf("term %q is used with %s", t.ID, err))
		}
	}
}

func isTrust(word string) bool {
	n, err := strconv.Atoi(word)
	return err == nil && n >= 0 && n <= 9
}

func (l *loader) factWord(field, vocabulary, word string, a *Attribute) error {
	switch {
	case field == "needs":
		return oneOf(needWords...)(word)
	case vocabulary == "":
		return oneOf(a.words()...)(word)
	}
	if _, ok := l.lib.Vocabulary.ID(vocabulary, word); !ok {
		return fmt.Errorf("%q is no word of the vocabulary %s%s", word, vocabulary, didYouMean(word, l.lib.Vocabulary.Words(vocabulary)))
	}
	return nil
}

// deviceWords checks the words that a device type uses.
func (l *loader) deviceWords(d *Device) {
	v := l.lib.Vocabulary
	check := func(what, vocabulary, word string) {
		if v.Lookup(vocabulary, word) == nil && word != "" {
			l.report(d.Place, "unknown-term", fmt.Sprintf("%s of device %q: %q is no word of the vocabulary %s%s", what, d.ID, word, vocabulary, didYouMean(word, v.Words(vocabulary))))
		}
	}
	functions := map[string]bool{}
	for _, f := range d.Functions {
		check("function "+f.ID, "function", f.Type)
		functions[f.ID] = true
	}
	for _, part := range d.Parts {
		check("parts", "component", part)
	}
	for _, zone := range d.Environments {
		check("environments", "zone", zone)
	}
	for _, user := range d.Users {
		check("users", "component", user)
	}
	for _, h := range d.Hazards {
		for _, of := range h.Of {
			if !functions[of] {
				l.report(d.Place, "unknown-term", fmt.Sprintf("hazard %s of device %q is of %q, which is none of its functions", h.ID, d.ID, of))
			}
		}
	}
}
