package interop

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"theriac.dev/syntax"
	"theriac.dev/tree"
)

// ADTool keeps a tree as nested `node` elements with `refinement`, `label` and `comment`; a node of the other side has
// switchRole="yes" and stands last under the node that it counters. Values are `parameter` elements whose domainId names
// a `domain` after the tree (ADTool2, lu.uni.adtool.tree.ADTNode and SandNode). Trees with ordered steps are a `sandtree`,
// which has no defences.
//
// Nodes have no ids: leaves of one side with the same label are one and the same step, which is how values are kept in
// ADTool too, and inner nodes that are equal with all below them are read as one shared node.

// anyCounter is the label of the node that holds several counters of one node, of which ADTool allows one.
const anyCounter = "any of these"

// ReadADTool reads a tree of ADTool 1 or 2.
func ReadADTool(name string, data []byte) (*Document, []Loss, error) {
	if err := tooLarge(name, data); err != nil {
		return nil, nil, err
	}
	r := &adtReader{name: name, dec: xml.NewDecoder(bytes.NewReader(data)), data: data, domains: map[string]string{}}
	r.dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(label, "us-ascii") {
			return in, nil
		}
		return nil, fmt.Errorf("the encoding is %s; expected UTF-8", label)
	}
	top, err := r.document()
	if err != nil {
		return nil, nil, err
	}
	b := adtBuilder{adtReader: r, doc: &Document{}, ids: names{}, same: map[string]int{}}
	b.doc.Tree.Root = b.node(top, top.turns)
	b.doc.Name = b.doc.Tree.Nodes[b.doc.Tree.Root].Text
	d, losses, err := tidy(b.doc)
	return d, append(r.losses, losses...), err
}

type adtReader struct {
	name    string
	data    []byte
	dec     *xml.Decoder
	domains map[string]string // id of a domain to the last word of its class
	losses  []Loss
	nodes   int
}

// adtNode is one node element.
type adtNode struct {
	place          syntax.Place
	gate           tree.Gate
	turns          bool
	label, comment string
	values         []adtValue
	children       []*adtNode
}

type adtValue struct {
	place        syntax.Place
	domain, text string
}

func (r *adtReader) place() syntax.Place {
	at := int(r.dec.InputOffset())
	line, column := r.dec.InputPos()
	return syntax.Place{File: r.name, Start: at, End: at, Line: line, Column: column, EndLine: line, EndColumn: column}
}

func (r *adtReader) lose(at syntax.Place, node, format string, args ...any) {
	r.losses = append(r.losses, Loss{Place: at, Node: node, Text: fmt.Sprintf(format, args...)})
}

// next returns the next start or end element, and the text before it.
func (r *adtReader) next() (xml.Token, string, error) {
	var text strings.Builder
	for {
		token, err := r.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil, "", fault(r.place(), "", "the file ends here: expected a tree of ADTool, as <adtree><node ...>")
		}
		if err != nil {
			return nil, "", fault(r.place(), "", "this is not XML: %v", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			return t.Copy(), text.String(), nil
		case xml.EndElement:
			return t, text.String(), nil
		case xml.CharData:
			text.Write(t)
		}
	}
}

// document reads the whole file and returns the node at the top.
func (r *adtReader) document() (*adtNode, error) {
	token, _, err := r.next()
	if err != nil {
		return nil, err
	}
	start, ok := token.(xml.StartElement)
	if !ok || start.Name.Local != "adtree" && start.Name.Local != "sandtree" {
		return nil, fault(r.place(), "ADTool saves a tree by File, Export, XML", "the file does not begin with <adtree> or <sandtree>")
	}
	var top *adtNode
	for {
		token, _, err := r.next()
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok && top == nil:
			return nil, fault(r.place(), "", "the tree is empty: expected a <node>")
		case !ok:
			return top, nil
		case start.Name.Local == "node" && top == nil:
			if top, err = r.node(start, 1); err != nil {
				return nil, err
			}
		case start.Name.Local == "node":
			return nil, fault(r.place(), "", "a second <node> stands beside the root: expected one")
		case start.Name.Local == "domain":
			err = r.domain(start)
		default:
			r.lose(r.place(), "", "<%s> is not understood; it is left out", start.Name.Local)
			err = r.skip()
		}
		if err != nil {
			return nil, err
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// skip passes over the rest of an element.
func (r *adtReader) skip() error {
	for depth := 1; depth > 0; {
		token, _, err := r.next()
		if err != nil {
			return err
		}
		if _, ok := token.(xml.StartElement); ok {
			depth++
		} else {
			depth--
		}
	}
	return nil
}

// text reads an element that holds only text.
func (r *adtReader) text() (string, error) {
	token, text, err := r.next()
	if err != nil {
		return "", err
	}
	if start, ok := token.(xml.StartElement); ok {
		return "", fault(r.place(), "", "<%s> stands where only text may stand", start.Name.Local)
	}
	return clean(text), nil
}

func (r *adtReader) node(start xml.StartElement, depth int) (*adtNode, error) {
	n := &adtNode{place: r.place()}
	if r.nodes++; r.nodes > maxNodes {
		return nil, fault(n.place, "split the tree", "the tree has more than %d nodes", maxNodes)
	}
	if depth > maxDepth {
		return nil, fault(n.place, "", "the tree is deeper than %d nodes", maxDepth)
	}
	switch word := strings.ToLower(attr(start, "refinement")); word {
	case "disjunctive", "or":
		n.gate = tree.Or
	case "conjunctive", "and":
		n.gate = tree.And
	case "sequential":
		n.gate = tree.Ordered
	default:
		return nil, fault(n.place, "", "the refinement %q is not known: expected disjunctive, conjunctive or sequential", word)
	}
	turn := strings.ToLower(attr(start, "switchRole"))
	n.turns = turn == "yes" || turn == "true"
	for {
		token, _, err := r.next()
		if err != nil {
			return nil, err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			return n, nil
		}
		if err := r.inNode(n, e, depth); err != nil {
			return nil, err
		}
	}
}

// inNode reads one element inside a node.
func (r *adtReader) inNode(n *adtNode, e xml.StartElement, depth int) (err error) {
	switch e.Name.Local {
	case "label":
		n.label, err = r.text()
	case "comment":
		n.comment, err = r.text()
	case "node":
		var child *adtNode
		if child, err = r.node(e, depth+1); err == nil {
			n.children = append(n.children, child)
		}
	case "parameter":
		v := adtValue{place: r.place(), domain: attr(e, "domainId")}
		if v.text, err = r.text(); err == nil && (attr(e, "category") == "" || attr(e, "category") == "basic") {
			n.values = append(n.values, v) // default and derived ones follow from the basic ones
		}
	case "ranking":
		err = r.skip() // follows from the values
	default:
		r.lose(r.place(), n.label, "<%s> is not understood; it is left out", e.Name.Local)
		err = r.skip()
	}
	return err
}

// domain reads what a domain is: its class says what the values mean.
func (r *adtReader) domain(start xml.StartElement) error {
	id := attr(start, "id")
	for {
		token, _, err := r.next()
		if err != nil {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			return nil
		}
		text, err := r.text()
		if err != nil {
			return err
		}
		if e.Name.Local == "class" {
			r.domains[id] = text[strings.LastIndexByte(text, '.')+1:]
		}
	}
}

// adtAttributes are the domains of ADTool that say what an attribute of ours says.
var adtAttributes = []struct {
	class string
	of    tree.Attribute
}{
	{"MinCost", tree.Cost}, {"MinTimeSeq", tree.Time}, {"MinTimePar", tree.Time}, {"MinTime", tree.Time}, {"MinSkill", tree.Skill},
}

// class is the domain of a value. ADTool 1 names it in the id alone, with a number behind.
func (r *adtReader) class(id string) string {
	if c, ok := r.domains[id]; ok {
		return c
	}
	return strings.TrimRight(id, "0123456789")
}

// adtBuilder makes a tree of the elements.
type adtBuilder struct {
	*adtReader
	doc  *Document
	ids  names
	same map[string]int // nodes by all that tells them apart
}

// node returns the index of the node that an element is.
func (b *adtBuilder) node(n *adtNode, defence bool) int {
	t := tree.Node{Text: n.label, Gate: n.gate, Defence: defence}
	for _, c := range n.children {
		at := b.node(c, defence != c.turns)
		switch {
		case c.turns && c.label == anyCounter && c.gate == tree.Or && len(c.children) > 0 && !b.countered(at):
			t.Counters = append(t.Counters, b.doc.Tree.Nodes[at].Children...)
		case c.turns:
			t.Counters = append(t.Counters, at)
		case slices.Contains(t.Children, at):
			b.lose(c.place, c.label, "the same step stands twice under %s; it is read once", n.label)
		default:
			t.Children = append(t.Children, at)
		}
	}
	if len(t.Children) == 0 {
		t.Gate = tree.Leaf
		t.Unknown = tree.SetOf(tree.EveryAttribute()...)
		for _, v := range n.values {
			b.value(&t, n, v)
		}
	}
	if t.Text == "" {
		b.lose(n.place, "", "a node has no label")
	}
	key := fmt.Sprint(t.Text, "\x00", t.Gate, t.Defence, t.Children, t.Counters)
	if at, ok := b.same[key]; ok {
		b.sameStep(at, &t, n)
		return at
	}
	t.ID = b.ids.fresh(slug(t.Text))
	b.same[key] = len(b.doc.Tree.Nodes)
	b.doc.Tree.Nodes = append(b.doc.Tree.Nodes, t)
	b.doc.Notes = append(b.doc.Notes, Note{Text: n.comment})
	return len(b.doc.Tree.Nodes) - 1
}

func (b *adtBuilder) countered(at int) bool { return len(b.doc.Tree.Nodes[at].Counters) > 0 }

// sameStep joins a leaf with the one that it is.
func (b *adtBuilder) sameStep(at int, t *tree.Node, n *adtNode) {
	have := &b.doc.Tree.Nodes[at]
	if b.doc.Notes[at].Text == "" {
		b.doc.Notes[at].Text = n.comment
	} else if n.comment != "" && n.comment != b.doc.Notes[at].Text {
		b.lose(n.place, n.label, "it is the same step as one before, with another comment, which is left out")
	}
	if t.Gate != tree.Leaf || t.Attributes == have.Attributes {
		return
	}
	if have.Unknown == tree.SetOf(tree.EveryAttribute()...) {
		have.Attributes = t.Attributes
	} else if t.Unknown != tree.SetOf(tree.EveryAttribute()...) {
		b.lose(n.place, n.label, "it is the same step as one before, with other values, which are left out")
	}
}

// value reads a parameter of a leaf.
func (b *adtBuilder) value(t *tree.Node, n *adtNode, v adtValue) {
	class := b.class(v.domain)
	at := slices.IndexFunc(adtAttributes, func(a struct {
		class string
		of    tree.Attribute
	}) bool {
		return a.class == class
	})
	if at < 0 {
		b.lose(v.place, n.label, "its value %s of %s has no place in a tree; it is left out", v.text, class)
		return
	}
	x, err := strconv.ParseFloat(v.text, 64)
	if err != nil || math.IsNaN(x) || x < 0 || x > 1e15 {
		b.lose(v.place, n.label, "its value %q of %s is no number from 0 to 1e15; it is left out", v.text, class)
		return
	}
	whole := int64(math.Floor(x))
	if float64(whole) != x {
		b.lose(v.place, n.label, "its value %s of %s is cut down to %d", v.text, class, whole)
	}
	t.Set(adtAttributes[at].of, whole)
}
