package library

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// irReader reads the text of a compiled condition back. It trusts nothing: a text that was changed by hand is refused
// and the condition is checked from its source instead.
type irReader struct {
	text  string
	vars  []subject
	loops int // loops around the place
}

var errIR = errors.New("not a compiled condition")

// readIR returns the condition that the text says, asked of a subject of the kind given.
func readIR(text, of string) (*node, error) {
	r := &irReader{text: text, vars: subjects[of]}
	n, err := r.node(0)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(r.text) != "" || n.kind() != kindBool {
		return nil, errIR
	}
	return n, nil
}

// maxDepth is how deep a condition may be nested.
const maxDepth = 100

func (r *irReader) node(depth int) (*node, error) {
	r.text = strings.TrimLeft(r.text, " ")
	switch {
	case depth > maxDepth || r.text == "":
		return nil, errIR
	case r.text[0] == '(':
		r.text = r.text[1:]
		return r.call(depth)
	case r.text[0] == '"':
		quoted, err := strconv.QuotedPrefix(r.text)
		if err != nil {
			return nil, errIR
		}
		r.text = r.text[len(quoted):]
		word, err := strconv.Unquote(quoted)
		return &node{op: opText, text: word}, err
	}
	return r.chain(r.word())
}

// word takes what stands before the next space or closing bracket of a call; brackets of an argument belong to it.
func (r *irReader) word() string {
	open := 0
	for i, c := range r.text {
		switch {
		case c == '(':
			open++
		case c == ')' && open > 0:
			open--
		case c == ' ' || c == ')':
			word := r.text[:i]
			r.text = r.text[i:]
			return word
		}
	}
	word := r.text
	r.text = ""
	return word
}

// chain reads a constant, or a variable with the fields read from it: target.zone.is(ward).
func (r *irReader) chain(word string) (*node, error) {
	switch word {
	case "true":
		return &node{op: opTrue}, nil
	case "false":
		return &node{op: opFalse}, nil
	}
	if num, err := strconv.Atoi(word); err == nil {
		return &node{op: opInt, num: num}, nil
	}
	name, rest, more := strings.Cut(word, ".")
	n := r.variable(name)
	for n != nil && more {
		var step, arg string
		if i := strings.IndexAny(rest, ".("); i >= 0 && rest[i] == '(' {
			end := strings.IndexByte(rest, ')')
			if end < 0 {
				return nil, errIR
			}
			step, arg, rest = rest[:i], rest[i+1:end], rest[end+1:]
			more = rest != ""
			rest = strings.TrimPrefix(rest, ".")
		} else {
			step, rest, more = strings.Cut(rest, ".")
		}
		n = fieldNode(n, step, arg)
	}
	if n == nil {
		return nil, errIR
	}
	return n, nil
}

// variable returns the innermost variable of that name, or nil.
func (r *irReader) variable(name string) *node {
	for i := len(r.vars) - 1; i >= 0; i-- {
		if v := r.vars[i]; v.name == name {
			n := &node{op: v.op, text: name, vkind: v.kind}
			if v.op == opSlot {
				n.slot = uint8(i - (len(r.vars) - r.loops))
			}
			return n
		}
	}
	return nil
}

// fieldNode returns the field of an object, or nil where there is no such field. An argument is checked by link.
func fieldNode(of *node, name, arg string) *node {
	f := fieldOf(of.kind(), name)
	if f == nil || (f.arg == "") != (arg == "") {
		return nil
	}
	return &node{op: f.op, field: f, kids: []*node{of}, text: arg}
}

func (r *irReader) call(depth int) (*node, error) {
	n := &node{}
	word := r.word()
	for o, name := range opWords {
		if name == word {
			n.op = o
		}
	}
	if n.op == opNone {
		return nil, errIR
	}
	if n.op == opExists || n.op == opAll {
		return r.loop(n, depth)
	}
	for {
		r.text = strings.TrimLeft(r.text, " ")
		if strings.HasPrefix(r.text, ")") {
			r.text = r.text[1:]
			return n, n.shape()
		}
		kid, err := r.node(depth + 1)
		if err != nil {
			return nil, err
		}
		if n.op == opIn && len(n.kids) == 1 {
			if kid.op != opText {
				return nil, errIR
			}
			n.texts = append(n.texts, kid.text)
			continue
		}
		n.kids = append(n.kids, kid)
	}
}

// loop reads `x list condition)` after exists or all.
func (r *irReader) loop(n *node, depth int) (*node, error) {
	r.text = strings.TrimLeft(r.text, " ")
	n.text = r.word()
	list, err := r.node(depth + 1)
	if err != nil || list.kind().item() == kindNone || r.loops == maxLoops {
		return nil, errIR
	}
	n.slot = uint8(r.loops)
	vars := r.vars
	r.vars = append(vars[:len(vars):len(vars)], subject{n.text, list.kind().item(), opSlot})
	r.loops++
	body, err := r.node(depth + 1)
	r.vars, r.loops = vars, r.loops-1
	if err != nil || !strings.HasPrefix(r.text, ")") || body.kind() != kindBool {
		return nil, errIR
	}
	r.text = r.text[1:]
	n.kids = []*node{list, body}
	return n, nil
}

// shape checks that the operands of a call have the number and the kinds that it needs.
func (n *node) shape() error {
	want, count := kindBool, 2
	switch n.op {
	case opAnd, opOr:
		count = max(2, len(n.kids))
	case opNot:
		count = 1
	case opTextEq, opTextNe:
		want = kindText
	case opIn:
		want, count = kindText, 1
	case opIntEq, opIntNe, opLt, opLe, opGt, opGe:
		want = kindInt
	}
	if len(n.kids) != count {
		return errIR
	}
	for _, k := range n.kids {
		if k.kind() != want {
			return errIR
		}
	}
	return nil
}

// linker ties the words of a condition to the numbers of a vocabulary.
type linker struct {
	v          *Vocabulary
	attributes map[string]*Attribute
	problems   []string
}

// link resolves the words below a node and collects those that no pack knows.
func (l *linker) link(n *node) {
	for _, k := range n.kids {
		l.link(k)
	}
	switch {
	case n.op == opTextEq || n.op == opTextNe:
		l.constants(n.kids[0], n.kids[1])
		l.constants(n.kids[1], n.kids[0])
	case n.op == opIn:
		for _, word := range n.texts {
			l.constants(n.kids[0], &node{op: opText, text: word})
		}
	case n.field != nil:
		l.argument(n)
	}
}

func (l *linker) argument(n *node) {
	switch n.field.arg {
	case "":
	case ofAttribute:
		l.attribute(n)
	case ofNeed:
		l.word(n.text, "property", needWords)
	default:
		id, ok := l.v.ID(n.vocab(), n.text)
		if !ok || id == 0 {
			l.problems = append(l.problems, fmt.Sprintf("%q is no word of the vocabulary %s%s", n.text, n.vocab(), didYouMean(n.text, l.v.Words(n.vocab()))))
			return
		}
		n.set = l.v.kinds(id)
		if n.field.arg == "position" {
			n.bits = l.v.positionBits(id)
		}
		if store, ok := l.v.ID("component", "store"); ok && n.field.on == kindElement {
			n.stores = l.v.kinds(store)
		}
	}
}

func (l *linker) attribute(n *node) {
	a := l.attributes[n.text]
	if a == nil {
		l.problems = append(l.problems, fmt.Sprintf("%q is no attribute of the packs%s", n.text, didYouMean(n.text, keysOf(l.attributes))))
		return
	}
	if of := strings.ToLower(kindNames[n.field.on]); !a.isOf(of) {
		l.problems = append(l.problems, fmt.Sprintf("attribute %q belongs to %s, not to %s", n.text, strings.Join(a.Of, ", "), of))
	}
}

// constants checks a text constant against the words that the field beside it can hold.
func (l *linker) constants(f, constant *node) {
	if f.field == nil || constant.op != opText {
		return
	}
	words := f.field.words()
	if f.field.arg == ofAttribute {
		if a := l.attributes[f.text]; a != nil {
			words = a.words()
		}
	}
	if constant.text == "unknown" {
		l.problems = append(l.problems, `"unknown" is never equal to anything; what is unknown makes the whole comparison unknown`)
		return
	}
	l.word(constant.text, "value of "+f.String(), words)
}

func (l *linker) word(word, what string, words []string) {
	for _, w := range words {
		if w == word {
			return
		}
	}
	if words != nil {
		l.problems = append(l.problems, fmt.Sprintf("%q is no %s; expected one of %s", word, what, strings.Join(words, ", ")))
	}
}
