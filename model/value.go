package model

import "theriac.dev/syntax"

// String is a word or a text with its place. The zero value says nothing was written.
type String struct {
	Value string
	Node  *syntax.Node
}

// Stated reports whether something was written.
func (s String) Stated() bool { return s.Node != nil }

// Int is a whole number with its place.
type Int struct {
	Value int
	Node  *syntax.Node
}

// Stated reports whether a number was written.
func (i Int) Stated() bool { return i.Node != nil }

// Strings is a list of words. A single word may be written without brackets. Several words in a place that asks for
// one mean that it varies: any of them may be in use.
type Strings struct {
	Items []String
	Node  *syntax.Node
}

// Stated reports whether a list was written, be it empty.
func (s Strings) Stated() bool { return s.Node != nil }

// Layers is a property of a flow that may differ by layer: `authentication: none`, or
// `authentication: {link: wifi-eap, application: none}`. A plain value speaks of the application layer, that is, of
// what holds from the one party to the other.
type Layers struct {
	Link        Strings `key:"link" doc:"On the link alone (radio, cable, Wi-Fi)."`
	Tunnel      Strings `key:"tunnel" doc:"Inside a tunnel such as a VPN; clear at both of its ends."`
	Application Strings `key:"application" doc:"Between the two parties themselves. What a plain value means."`
	Payload     Strings `key:"payload" doc:"On the data itself, whatever carries it: a signed file, an encrypted object."`
	Node        *syntax.Node
}

// Stated reports whether any layer was written.
func (l Layers) Stated() bool { return l.Node != nil }

// Attribute is one free attribute of an element, a flow, an interface or a data asset: a name that a pack defines with
// its question, and one of `yes`, `no`, `partial`, `unknown`, `not-applicable` or a word of the pack.
type Attribute struct {
	Key   String
	Value String
}

// Attributes are the free attributes in the order of the text.
type Attributes struct {
	Items []Attribute
	Node  *syntax.Node
}

// Get returns the value of the attribute called key, or a value that is not stated.
func (a Attributes) Get(key string) String {
	for _, at := range a.Items {
		if at.Key.Value == key {
			return at.Value
		}
	}
	return String{}
}

// Point is a point of the canvas.
type Point struct{ X, Y int }

// Points is a list of points, such as those that a flow goes through.
type Points struct {
	Items []Point
	Node  *syntax.Node
}

// Stated reports whether points were written.
func (p Points) Stated() bool { return p.Node != nil }

// Quantity is a number of things: `400 pumps`, `1 patient`.
type Quantity struct {
	Count int
	Of    string
	Node  *syntax.Node
}

// Stated reports whether a quantity was written.
func (q Quantity) Stated() bool { return q.Node != nil }

// Entry is what every entry of a section has: its id and its place.
type Entry struct {
	// Loosens is the recorded reason for which the entry takes back what a platform model promises.
	Loosens String `key:"loosens" doc:"Why this entry may promise less than the one of the same id in the platform model."`
	// ID is the short id, the key of the entry. ID.Node is the key's place.
	ID String
	// Node is the value of the entry.
	Node *syntax.Node
}

// Ident returns the entry itself; a Section uses it to find its members.
func (e *Entry) Ident() *Entry { return e }
