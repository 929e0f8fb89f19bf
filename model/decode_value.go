package model

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"theriac.dev/syntax"
)

// unknownWord may be written for every value. It says what leaving the key out says.
const unknownWord = "unknown"

// decoder turns nodes into values and collects what it could not understand. It looks at no other entry, so that its
// result can be kept for as long as the nodes stay the same.
type decoder struct {
	problems []problem
	refs     []ref
	inner    []string // ids of entries inside this one, such as interfaces
}

// ref is a word that must be the id of something.
type ref struct {
	node     *syntax.Node
	want     want
	key      string
	required bool
}

func (d *decoder) report(p problem) { d.problems = append(d.problems, p) }

// fields decodes a mapping into the struct v. owner is the node to point at where a required key is missing.
func (d *decoder) fields(p *plan, v reflect.Value, n, owner *syntax.Node) {
	var seen uint64
	for i := range n.Pairs {
		key, value := n.Pairs[i].Key, n.Pairs[i].Value
		f := p.byKey[key.Value]
		if f == nil {
			d.unknownKey(key, p.keys)
			continue
		}
		if value.Kind == syntax.Missing && f.required {
			continue
		}
		seen |= 1 << f.order
		d.value(f, f.in(v), v, key, value)
	}
	d.required(p, seen, owner)
}

func (d *decoder) required(p *plan, seen uint64, owner *syntax.Node) {
	for _, f := range p.fields {
		if f.required && seen&(1<<f.order) == 0 {
			d.report(problem{node: owner, code: "missing-required", lacks: f.key,
				message: "`" + f.key + "` is missing", hint: "add `" + f.key + "`: " + f.doc})
		}
	}
}

func (d *decoder) unknownKey(key *syntax.Node, known []string) {
	p := problem{node: key, code: "unknown-key", message: "unknown key `" + key.Value + "`"}
	if near := Nearest(key.Value, known); near != "" {
		p.suggest(near)
	} else {
		p.hint = "expected one of " + listOf(known)
	}
	d.report(p)
}

// value decodes one value into the field that at points to; at lies in the struct v.
func (d *decoder) value(f *field, at any, v reflect.Value, key, n *syntax.Node) {
	if n.Kind == syntax.Missing && f.shape != shapeSection {
		d.report(problem{node: key, severity: syntax.Warning, code: "missing-value",
			message: "`" + f.key + "` has no value", hint: "write a value or remove the key; nothing written means unknown"})
		return
	}
	switch at := at.(type) {
	case *String:
		*at = d.text(f, n)
	case *Int:
		*at = d.number(f, n)
	case *Strings:
		*at = d.words(f, n)
	case *Layers:
		d.layers(f, at, n)
	case *Attributes:
		*at = d.attributes(f, n)
	case *Quantity:
		*at = d.quantity(f, n)
	case anySection:
		d.section(f, at, n)
	case *[]Extension:
		*at = append(*at, d.extensions(f, n)...)
	case *Points:
		*at = d.points(f, n)
	case **Layout:
		*at = d.layout(f, *at, n)
	default:
		d.into(f, v.FieldByIndex(f.index), key, n)
	}
}

// into decodes a mapping into a nested struct such as Device.
func (d *decoder) into(f *field, v reflect.Value, key, n *syntax.Node) {
	if n.Kind != syntax.Mapping {
		d.wrongType(f.key, n, "a mapping of keys")
		return
	}
	v.FieldByName("Node").Set(reflect.ValueOf(n))
	d.fields(f.group, v, n, key)
}

// section decodes entries that lie inside another entry.
func (d *decoder) section(f *field, at anySection, n *syntax.Node) {
	if n.Kind == syntax.Missing {
		return
	}
	if n.Kind != syntax.Mapping {
		d.wrongType(f.key, n, "a mapping of ids")
		return
	}
	entries := make([]any, 0, len(n.Pairs))
	index := make(map[string]int, len(n.Pairs))
	for i := range n.Pairs {
		key := n.Pairs[i].Key
		if _, twice := index[key.Value]; twice {
			continue // the parser has reported it
		}
		index[key.Value] = len(entries)
		entries = append(entries, d.entry(f, key, n.Pairs[i].Value))
		d.inner = append(d.inner, key.Value)
	}
	at.fill(entries, index, n)
}

// entry decodes one entry of a section.
func (d *decoder) entry(f *field, key, n *syntax.Node) any {
	v := reflect.New(f.group.typ)
	e := v.Interface()
	id := e.(interface{ Ident() *Entry }).Ident()
	id.ID = String{Value: key.Value, Node: key}
	id.Node = n
	switch n.Kind {
	case syntax.Mapping, syntax.Missing:
		d.fields(f.group, v.Elem(), n, key)
	default:
		d.wrongType(f.key+"."+key.Value, n, "a mapping of keys")
	}
	d.checkEntry(e)
	return e
}

// scalar returns the word of n; ok is false, and the problem reported, where n is not a single word.
func (d *decoder) scalar(key string, n *syntax.Node, expected string) (string, bool) {
	if n.Kind == syntax.Scalar {
		return n.Value, true
	}
	d.wrongType(key, n, expected)
	return "", false
}

func (d *decoder) text(f *field, n *syntax.Node) String {
	word, ok := d.scalar(f.key, n, f.expected())
	if !ok || !d.word(f, n, word) {
		return String{}
	}
	return String{Value: word, Node: n}
}

// word checks one word of a field and notes where it refers to; false means that the word says nothing that could be
// kept.
func (d *decoder) word(f *field, n *syntax.Node, word string) bool {
	switch {
	case len(f.enum) > 0 && !slices.Contains(f.enum, word):
		if word != unknownWord {
			d.badEnum(f, n, word)
		}
		return false
	case f.want != 0:
		if word != unknownWord || f.required {
			d.refs = append(d.refs, ref{node: n, want: f.want, key: f.key, required: f.required})
		}
	case f.form == "date" && word != unknownWord:
		if _, err := time.Parse(time.DateOnly, word); err != nil {
			d.report(problem{node: n, severity: syntax.Warning, code: "bad-date",
				message: "`" + f.key + "` should be a day, found `" + word + "`", hint: "write it as 2026-11-22"})
		}
	case f.form == "id":
		d.checkID(n)
	}
	return true
}

func (d *decoder) badEnum(f *field, n *syntax.Node, word string) {
	p := problem{node: n, code: "bad-enum",
		message: "`" + f.key + "` cannot be `" + word + "`: expected " + alternatives(f.enum)}
	if answer := asAnswer(word); answer != "" && slices.Contains(f.enum, answer) {
		p.suggest(answer)
	} else if near := Nearest(word, f.enum); near != "" {
		p.suggest(near)
	}
	d.report(p)
}

// asAnswer returns yes or no for a word that other YAML readers take for a truth value.
func asAnswer(word string) string {
	switch strings.ToLower(word) {
	case "true", "on", "y":
		return "yes"
	case "false", "off", "n":
		return "no"
	}
	return ""
}

func (d *decoder) number(f *field, n *syntax.Node) Int {
	word, ok := d.scalar(f.key, n, f.expected())
	if !ok || word == unknownWord {
		return Int{}
	}
	value, err := strconv.Atoi(word)
	if err != nil || (f.bounded && (value < f.min || value > f.max)) {
		d.report(problem{node: n, code: "bad-number",
			message: "`" + f.key + "` cannot be `" + word + "`: expected " + f.expected()})
		return Int{}
	}
	return Int{Value: value, Node: n}
}

func (d *decoder) words(f *field, n *syntax.Node) Strings {
	switch n.Kind {
	case syntax.Scalar:
		if !d.word(f, n, n.Value) {
			return Strings{}
		}
		return Strings{Items: []String{{Value: n.Value, Node: n}}, Node: n}
	case syntax.Sequence:
		return d.wordList(f, n)
	default:
		d.wrongType(f.key, n, f.expected())
		return Strings{}
	}
}

func (d *decoder) wordList(f *field, n *syntax.Node) Strings {
	list := Strings{Items: make([]String, 0, len(n.Items)), Node: n}
	for _, item := range n.Items {
		word, ok := d.scalar(f.key, item, "a word in each place of the list")
		if !ok {
			continue
		}
		if len(f.enum) > 0 && word == unknownWord && len(n.Items) > 1 && !slices.Contains(f.enum, word) {
			d.badEnum(f, item, word)
			continue
		}
		if d.word(f, item, word) {
			list.Items = append(list.Items, String{Value: word, Node: item})
		}
	}
	if len(list.Items) == 0 && len(n.Items) > 0 {
		return Strings{} // nothing of it was understood, which is not the same as an empty list
	}
	return list
}

func (d *decoder) layers(f *field, at *Layers, n *syntax.Node) {
	if n.Kind != syntax.Mapping {
		at.Application = d.words(f, n)
		if at.Application.Stated() {
			at.Node = n
		}
		return
	}
	at.Node = n
	d.fields(f.group, reflect.ValueOf(at).Elem(), n, n)
}

func (d *decoder) attributes(f *field, n *syntax.Node) Attributes {
	if n.Kind != syntax.Mapping {
		d.wrongType(f.key, n, "a mapping of attributes, such as {secure-boot: yes}")
		return Attributes{}
	}
	list := Attributes{Items: make([]Attribute, 0, len(n.Pairs)), Node: n}
	for i := range n.Pairs {
		key, value := n.Pairs[i].Key, n.Pairs[i].Value
		if value.Kind == syntax.Missing {
			d.report(problem{node: key, severity: syntax.Warning, code: "missing-value",
				message: "`" + key.Value + "` has no value", hint: "write yes, no, partial or unknown"})
			continue
		}
		word, ok := d.scalar(key.Value, value, "one word, such as yes, no, partial or unknown")
		if !ok {
			continue
		}
		if answer := asAnswer(word); answer != "" {
			p := problem{node: value, code: "bad-enum", message: "`" + key.Value + "` cannot be `" + word + "`"}
			p.suggest(answer)
			d.report(p)
			continue
		}
		list.Items = append(list.Items, Attribute{
			Key: String{Value: key.Value, Node: key}, Value: String{Value: word, Node: value}})
	}
	return list
}

// quantity reads `400 pumps`: a whole number and what it counts.
func (d *decoder) quantity(f *field, n *syntax.Node) Quantity {
	word, ok := d.scalar(f.key, n, f.expected())
	if !ok || word == unknownWord {
		return Quantity{}
	}
	count, of, _ := strings.Cut(strings.TrimSpace(word), " ")
	value, err := strconv.Atoi(count)
	if err != nil || value < 0 || value > math.MaxInt32 {
		d.report(problem{node: n, code: "bad-number",
			message: "`" + f.key + "` cannot be `" + word + "`: expected " + f.expected()})
		return Quantity{}
	}
	return Quantity{Count: value, Of: strings.TrimSpace(of), Node: n}
}

// extensions reads `extends`: a path, a mapping, or a list of either.
func (d *decoder) extensions(f *field, n *syntax.Node) []Extension {
	if n.Kind == syntax.Sequence {
		var list []Extension
		for _, item := range n.Items {
			if item.Kind == syntax.Sequence || item.Kind == syntax.Missing {
				d.wrongType(f.key, item, f.expected())
				continue
			}
			list = append(list, d.extensions(f, item)...)
		}
		return list
	}
	ext := Extension{Node: n}
	if n.Kind == syntax.Scalar {
		ext.Model = String{Value: n.Value, Node: n}
	} else {
		d.fields(f.group, reflect.ValueOf(&ext).Elem(), n, n)
	}
	if !ext.Model.Stated() {
		return nil
	}
	return []Extension{ext}
}

func (d *decoder) wrongType(key string, n *syntax.Node, expected string) {
	found := map[syntax.Kind]string{syntax.Scalar: "one word", syntax.Sequence: "a list",
		syntax.Mapping: "a mapping", syntax.Missing: "nothing"}[n.Kind]
	d.report(problem{node: n, code: "wrong-type", message: "`" + key + "` should be " + expected + ", found " + found})
}

// expected says in words what may be written for the field.
func (f *field) expected() string {
	switch f.shape {
	case shapePoints:
		return "a list of points such as [[240, 120], [240, 300]]"
	case shapeNumber:
		if f.bounded {
			return "a whole number from " + strconv.Itoa(f.min) + " to " + strconv.Itoa(f.max)
		}
		return "a whole number"
	case shapeQuantity:
		return "a number and what it counts, such as `400 pumps`"
	case shapeWords:
		return "a word or a list of words"
	case shapeLayers:
		return "a word, a list of words, or a mapping of layers"
	case shapeExtends:
		return "the path of a model, or a mapping with `model`"
	default:
		if len(f.enum) > 0 {
			return alternatives(f.enum)
		}
		if f.want != 0 {
			return "one id"
		}
		return "a text"
	}
}

// alternatives joins words as `a`, `b` or `c`.
func alternatives(words []string) string {
	if len(words) == 1 {
		return "`" + words[0] + "`"
	}
	last := len(words) - 1
	return "`" + strings.Join(words[:last], "`, `") + "` or `" + words[last] + "`"
}

func listOf(words []string) string { return "`" + strings.Join(words, "`, `") + "`" }
