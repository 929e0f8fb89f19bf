package library

import (
	"errors"
	"slices"
	"strings"
)

// Condition is a checked expression that says whether something holds for a subject. It is immutable and safe for
// concurrent use.
type Condition struct {
	// Text is the expression as it was written.
	Text string
	// For is the kind of subject that it is asked of.
	For   string
	root  *node
	reads []string

	vocabulary *Vocabulary
}

// newCondition links a checked expression to the words of a library.
func newCondition(text, of string, root *node, l *linker) (*Condition, error) {
	l.problems = nil
	l.link(root)
	if len(l.problems) > 0 {
		return nil, errors.New(strings.Join(l.problems, "; "))
	}
	return &Condition{Text: text, For: of, root: root, reads: readsOf(root), vocabulary: l.v}, nil
}

// Eval says whether the condition holds for a subject. Facts that are only usual count as unknown, or as their value
// where usual is true. A nil condition holds for nothing.
func (c *Condition) Eval(s *Subject, usual bool) Tri {
	if c == nil {
		return No
	}
	f := frame{s: s, floor: Inherent}
	if usual {
		f.floor = Usual
	}
	return c.root.tri(&f)
}

// Reads returns the facts that the condition reads, sorted and each once: flow.authentication, target.is, device.type,
// flow.attr(replay-protection). What is read of the members of a list follows the list: flow.data.is. The caller must
// not change the slice.
func (c *Condition) Reads() []string {
	if c == nil {
		return nil
	}
	return c.reads
}

// readsOf collects the facts below a node.
func readsOf(root *node) []string {
	var out []string
	var visit func(n *node, slots []string)
	visit = func(n *node, slots []string) {
		if n.op == opExists || n.op == opAll {
			path := pathOf(n.kids[0], slots)
			out = append(out, path)
			visit(n.kids[0], slots)
			visit(n.kids[1], append(slots[:len(slots):len(slots)], path))
			return
		}
		if n.field != nil && n.kind() < kindTerms {
			out = append(out, pathOf(n, slots))
			return
		}
		for _, k := range n.kids {
			visit(k, slots)
		}
	}
	visit(root, nil)
	slices.Sort(out)
	return slices.Compact(out)
}

// pathOf names what a node reads, with lists in the place of loop variables.
func pathOf(n *node, slots []string) string {
	switch {
	case n.op == opSlot:
		return slots[n.slot]
	case n.op == opTermsIs || n.op == opTermsOnly:
		return pathOf(n.kids[0], slots)
	case n.field == nil:
		return n.text
	case n.kids[0].op == opFlow && (n.op == opSource || n.op == opTarget):
		return n.field.name
	}
	path := pathOf(n.kids[0], slots) + "." + n.field.name
	if n.field.arg == ofAttribute {
		path += "(" + n.text + ")"
	}
	return path
}

// Compile checks an expression that is asked of a kind of subject: flow, element, interface, data or device.
func (l *Library) Compile(text, of string) (*Condition, error) {
	root, err := new(checker).check(text, of)
	if err != nil {
		return nil, err
	}
	return newCondition(text, of, root, &linker{v: l.Vocabulary, attributes: l.attributes})
}
