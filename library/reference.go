package library

import (
	"fmt"
	"strings"
)

// Reference is the page about conditions: every variable, every fact and every operator, made from the table that the
// type checker and the evaluator follow.
func Reference() string {
	var b strings.Builder
	b.WriteString(referenceHead)
	b.WriteString("\n## Variables\n\n| a threat for | has |\n| --- | --- |\n")
	for _, of := range keysOf(subjects) {
		var names []string
		for _, v := range subjects[of] {
			names = append(names, fmt.Sprintf("`%s` (%s)", v.name, kindNames[v.kind]))
		}
		fmt.Fprintf(&b, "| %s | %s |\n", of, strings.Join(names, ", "))
	}
	for k := kindTerms; k <= kindDevice; k++ {
		fmt.Fprintf(&b, "\n## %s\n\n| fact | type | says | states it |\n| --- | --- | --- | --- |\n", kindNames[k])
		for i := range fields {
			if f := &fields[i]; f.on == k {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.written(), f.result(), f.doc, f.key)
			}
		}
	}
	return b.String()
}

// written is how a condition writes the field.
func (f *field) written() string {
	switch f.arg {
	case "":
		return f.name
	case ofSelf:
		return f.name + "('word')"
	case ofAttribute, ofNeed:
		return f.name + "('" + f.arg + "')"
	}
	return f.name + "('" + f.arg + " word')"
}

// result is the type of the field, with the vocabulary of its words.
func (f *field) result() string {
	if f.vocab != "" {
		return "Terms of " + f.vocab
	}
	return kindNames[f.to]
}

const referenceHead = `# Conditions

A condition (` + "`when`, `unless`" + `) is an expression in the Common Expression Language about one subject and its neighbours. It
has && || ! == != < <= > >= and in, and goes over a list with list.exists(x, ...) and list.all(x, ...).

Each fact is yes, no or not known, and the answer follows Kleene: an "and" is no where one part is no, whatever the
others are. A finding is confirmed where the condition holds on what is stated or follows from it, and possible where
it holds only with what is usual, or where something unknown may make it hold.

- Terms are alternatives: any of them may be in use. is('word') asks whether any of them is the word or one of its
  kinds, only('word') whether all are. "unknown" among them makes the answer unknown unless another one decides.
- What is not written is unknown: an attribute, a protocol, what a flow carries, who reaches a zone. Two things are not:
  flows that are not drawn do not exist, and an element that is no store and does not say what it keeps keeps nothing.
- attr('key') == 'no' says less than attr('key') in ['no', 'partial']; attr('key') != 'yes' also holds for
  not-applicable. "unknown" is equal to nothing.
- Use at least one structural fact that models state, such as a type, a protocol or a class of data. Otherwise what is
  unknown makes the threat possible everywhere.

A condition is not a place to compute risk, to search the graph or to build text. What needs that is a derived fact of
the engine.
`
