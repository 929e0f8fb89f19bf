package library

import (
	"strconv"
	"strings"
)

// op says what a node of a condition does.
type op uint8

const (
	opNone op = iota
	// Logic and comparison.
	opFalse
	opTrue
	opAnd
	opOr
	opNot
	opTextEq
	opTextNe
	opBoolEq
	opBoolNe
	opIntEq
	opIntNe
	opLt
	opLe
	opGt
	opGe
	opIn
	opExists
	opAll
	// Constants and variables.
	opText
	opInt
	opSlot
	opFlow
	opFlowSource
	opFlowTarget
	opElement
	opInterface
	opData
	opDevice
	// Fields, in the order of the table.
	opSource
	opTarget
	opProtocol
	opOver
	opAuthentication
	opEncryption
	opIntegrity
	opLinkAuthentication
	opLinkEncryption
	opPayloadAuthentication
	opPayloadEncryption
	opCarries
	opFlowData
	opCrosses
	opTrustGap
	opFlowExposedTo
	opFlowExposed
	opFlowSeverity
	opFlowAttr
	opElementIs
	opZone
	opInbound
	opOutbound
	opInterfaces
	opStores
	opReceives
	opSends
	opHandles
	opServes
	opExposedTo
	opExposed
	opSeverity
	opManyPatients
	opPerforms
	opElementAttr
	opInterfaceElement
	opInterfaceProtocol
	opInterfaceAuthentication
	opState
	opInterfaceAttr
	opDataIs
	opNeeds
	opDataAttr
	opZoneIs
	opTrust
	opReach
	opDeviceType
	opConnectivity
	opRemoteAccess
	opLegacy
	opPatientData
	opLifeSustaining
	opStage
	opDeviceAttr
	opTermsIs
	opTermsOnly
)

// opWords are the words of logic and comparison in the text of a compiled condition.
var opWords = map[op]string{
	opAnd: "and", opOr: "or", opNot: "not", opTextEq: "eq", opTextNe: "ne", opBoolEq: "same", opBoolNe: "differ",
	opIntEq: "=", opIntNe: "!=", opLt: "<", opLe: "<=", opGt: ">", opGe: ">=", opIn: "in", opExists: "exists", opAll: "all",
}

// maxLoops is how deep exists and all may be nested.
const maxLoops = 3

// node is one step of a checked condition. kids are its operands; a field has the object that it is read from as its
// first.
type node struct {
	op   op
	slot uint8 // of a loop and its variable
	bits uint32
	num  int
	set  []uint64 // bits of a term and its kinds
	// stores are the bits of the components that keep data, where the node asks what is kept.
	stores []uint64
	kids   []*node
	field  *field
	text   string // a constant, the argument of a field, the name of a variable
	texts  []string
	vkind  kind // of a variable
}

// kind returns the type of a node.
func (n *node) kind() kind {
	switch {
	case n.field != nil:
		return n.field.to
	case n.op == opText:
		return kindText
	case n.op == opInt:
		return kindInt
	case n.op >= opSlot:
		return n.vkind
	}
	return kindBool
}

// vocab returns the vocabulary that the argument of a field is a word of; empty where it takes no word of one.
func (n *node) vocab() string {
	switch n.field.arg {
	case ofSelf:
		return n.kids[0].field.vocab
	case ofAttribute, ofNeed:
		return ""
	}
	return n.field.arg
}

// String writes the condition in prefix form, in which it is kept beside the pack:
//
//	(and flow.authentication.is(unproven) (eq target.attr(signed-update) "no") (exists d flow.data d.is(phi)))
func (n *node) String() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *node) write(b *strings.Builder) {
	switch {
	case n.field != nil:
		n.kids[0].write(b)
		b.WriteString("." + n.field.name)
		if n.field.arg != "" {
			b.WriteString("(" + n.text + ")")
		}
	case n.op == opText:
		b.WriteString(strconv.Quote(n.text))
	case n.op == opInt:
		b.WriteString(strconv.Itoa(n.num))
	case n.op >= opSlot:
		b.WriteString(n.text)
	case n.op == opTrue:
		b.WriteString("true")
	case n.op == opFalse:
		b.WriteString("false")
	default:
		n.writeCall(b)
	}
}

func (n *node) writeCall(b *strings.Builder) {
	b.WriteString("(" + opWords[n.op])
	if n.op == opExists || n.op == opAll {
		b.WriteString(" " + n.text)
	}
	for _, k := range n.kids {
		b.WriteByte(' ')
		k.write(b)
	}
	for _, t := range n.texts {
		b.WriteString(" " + strconv.Quote(t))
	}
	b.WriteByte(')')
}
