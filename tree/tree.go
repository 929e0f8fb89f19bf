// Package tree holds attack-defence trees as values, and tells what follows from them: the minimal attack sets, the
// cheapest attacks, the Pareto fronts and the cuts.
//
// # What a tree means
//
// A tree follows Kordy, Mauw, Radomirović, Schweitzer, "Attack–defense trees" (J. Logic and Computation 24(1), 2014):
// nodes of the attacker and of the defender, each refined by children of its own side, each countered by nodes of the
// other side. A node may have several parents and is then one and the same step, done once.
//
// The attacker chooses attack leaves; which defence leaves are active is given. A node holds when its gate holds and
// no counter of it holds. A counter may itself be countered, and so on. A root of the defender is reached by the
// attacker when it does not hold. With the active defences fixed, doing more never hurts the attacker, so the attacks
// are given by the minimal ones: sets of leaves that reach the root, of which no proper part does.
//
// Everything is computed on these sets, never node by node: with a step that occurs twice the bottom-up sums are wrong
// (Kordy, Wideł, "On quantitative analysis of attack–defense trees with repeated labels", LNCS 10804, 2018).
//
// # Order
//
// The steps of an [Ordered] gate are done one after the other (the sequential conjunction of Jhawar, Kordy, Mauw,
// Radomirović, Trujillo-Rasua, "Attack trees with sequential conjunction", IFIP SEC 2015). The children of an [And]
// gate go on in parallel, in any order.
//
// A way to reach a node is a choice: one child of an Or, k children of an AtLeast, all of the others; what needs nothing
// of the attacker is passed with nothing. A node that is used at two places may be reached in two ways, and its steps
// then use what both use. Each Ordered gate of a way gives each leaf below it the first step that uses it, and a leaf of
// an earlier step comes before every leaf of a later one: what an earlier step has done need not be done again. (To call
// a leaf shared by two steps of one gate a contradiction, as stricter readings do, would lose attacks without a word.)
// Two gates may contradict each other, a before b and b before a: such a way cannot be gone, and a set that has no other
// way is not an attack. Minimal means minimal by leaves among the sets that have a way. What defeats a counter belongs to
// the step of the node that is countered, and may be done in parallel with it.
//
// An attack takes the time of its longest chain of leaves. Where one set has several ways, the fastest counts; of equally
// fast ones, the one with fewer constraints. A larger set may be faster than a minimal one within it, where it avoids an
// order; it is not listed, but [Attacks.Evaluate] tells its time. The order of defences has no meaning: for the defender
// an Ordered gate is an And.
//
// # How it is computed
//
// The minimal sets are held in a zero-suppressed decision diagram, built bottom-up with subsumption (Minato 1993;
// Rauzy, "New algorithms for fault trees analysis", 1993; Jung, Han, Ha 2004). The diagram is our own: the one pure Go
// library found, github.com/dalzilio/rudd, has binary diagrams without the zero-suppressed kind, no tagged release and
// no commit since 2023. Where the diagram grows over its limit the answers say that they are not exact.
package tree

import (
	"math"
	"slices"
)

// Gate says how the children of a node make the node hold.
type Gate int

// The gates.
const (
	Leaf    Gate = iota // no children: a step of the attacker, or a control of the defender
	And                 // all children, in any order and in parallel
	Or                  // one of the children
	Ordered             // all children, one after the other as listed
	AtLeast             // K of the children
)

// String is the name of the gate, in lower case.
func (g Gate) String() string {
	names := []string{"leaf", "and", "or", "ordered", "at-least"}
	if g < 0 || int(g) >= len(names) {
		return "unknown"
	}
	return names[g]
}

// Attribute names one property of a leaf.
type Attribute int

// The attributes. Cost adds up over an attack, time follows the longest chain, of the others the highest counts
// (domain.md section 3.2).
const (
	Cost Attribute = iota
	Time
	Skill
	Access
	Equipment
	Knowledge
	Detect
)

// EveryAttribute lists the attributes in their order.
func EveryAttribute() []Attribute {
	return []Attribute{Cost, Time, Skill, Access, Equipment, Knowledge, Detect}
}

// String is the name of the attribute, in lower case.
func (a Attribute) String() string {
	names := []string{"cost", "time", "skill", "access", "equipment", "knowledge", "detect"}
	if a < 0 || int(a) >= len(names) {
		return "unknown"
	}
	return names[a]
}

// AttributeSet is a set of attributes, one bit each.
type AttributeSet uint8

// SetOf makes a set of the attributes.
func SetOf(attributes ...Attribute) AttributeSet {
	var s AttributeSet
	for _, a := range attributes {
		if a >= Cost && a <= Detect {
			s |= 1 << a
		}
	}
	return s
}

// Has says whether the attribute is in the set.
func (s AttributeSet) Has(a Attribute) bool { return a >= Cost && a <= Detect && s&(1<<a) != 0 }

// Attributes are what one leaf asks of the attacker. A lower value is easier for the attacker, and 0 asks nothing.
type Attributes struct {
	Cost int64 // in the model's unit of money or effort
	Time int64 // in hours
	// Levels, 0 and up, from the model's scales.
	Skill, Access, Equipment, Knowledge, Detect int
	// Unknown are the attributes that nobody has stated. They count as 0, which is the worst case for the defender, and
	// the totals tell that they do.
	Unknown AttributeSet
}

// Set states one attribute. A level beyond what a level can hold is the highest.
func (a *Attributes) Set(which Attribute, value int64) {
	level := int(min(value, math.MaxInt32))
	switch which {
	case Cost:
		a.Cost = value
	case Time:
		a.Time = value
	case Skill:
		a.Skill = level
	case Access:
		a.Access = level
	case Equipment:
		a.Equipment = level
	case Knowledge:
		a.Knowledge = level
	case Detect:
		a.Detect = level
	}
	a.Unknown &^= SetOf(which)
}

// Of is the value of one attribute.
func (a Attributes) Of(which Attribute) int64 {
	switch which {
	case Cost:
		return a.Cost
	case Time:
		return a.Time
	case Skill:
		return int64(a.Skill)
	case Access:
		return int64(a.Access)
	case Equipment:
		return int64(a.Equipment)
	case Knowledge:
		return int64(a.Knowledge)
	case Detect:
		return int64(a.Detect)
	}
	return 0
}

// Node is one goal or step of one side.
type Node struct {
	ID, Text string
	Gate     Gate
	K        int   // of AtLeast: how many children are needed
	Children []int // indexes into Tree.Nodes, all of the node's own side
	Counters []int // nodes of the other side: while one of them holds, this node does not
	Defence  bool  // a node of the defender
	Attributes
}

// Tree is an attack-defence tree, or more exactly a directed graph without cycles. It is never changed by this package.
type Tree struct {
	Nodes []Node
	Root  int
}

// Find is the index of the first node with the id, or -1.
func (t Tree) Find(id string) int {
	return slices.IndexFunc(t.Nodes, func(n Node) bool { return n.ID == id })
}

// Defences lists the leaves of the defender, in the order of the nodes: all active defences.
func (t Tree) Defences() []int { return t.leaves(true) }

// Steps lists the leaves of the attacker, in the order of the nodes.
func (t Tree) Steps() []int { return t.leaves(false) }

func (t Tree) leaves(defence bool) []int {
	var out []int
	for i, n := range t.Nodes {
		if n.Gate == Leaf && n.Defence == defence {
			out = append(out, i)
		}
	}
	return out
}

func (t Tree) has(node int) bool { return node >= 0 && node < len(t.Nodes) }
