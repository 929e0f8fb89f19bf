package library

import "slices"

// frame is one evaluation: the subject, what counts as known, and the loop variables.
type frame struct {
	s     *Subject
	floor Origin // the weakest origin that counts as known
	slots [maxLoops]member
}

// member is a member of a list that a loop stands at.
type member struct {
	flow  *FlowFacts
	iface *InterfaceFacts
	data  *DataFacts
}

// tri evaluates a condition. It walks the nodes by plain calls, so that nothing is allocated.
func (n *node) tri(f *frame) Tri {
	switch n.op {
	case opTrue:
		return Yes
	case opFalse:
		return No
	case opAnd:
		return n.and(f)
	case opOr:
		return n.or(f)
	case opNot:
		return n.kids[0].tri(f).Not()
	case opExists, opAll:
		return n.loop(f)
	case opTermsIs:
		return n.isAny(n.kids[0].terms(f), f)
	case opTermsOnly:
		return n.isOnly(n.kids[0].terms(f), f)
	case opTextEq, opTextNe, opIn:
		return n.compareText(f)
	case opBoolEq, opBoolNe:
		return n.compareBool(f)
	case opIntEq, opIntNe, opLt, opLe, opGt, opGe:
		return n.compareInt(f)
	}
	return n.fact(f)
}

func (n *node) and(f *frame) Tri {
	r := Yes
	for _, k := range n.kids {
		if r = r.And(k.tri(f)); r == No {
			break
		}
	}
	return r
}

func (n *node) or(f *frame) Tri {
	r := No
	for _, k := range n.kids {
		if r = r.Or(k.tri(f)); r == Yes {
			break
		}
	}
	return r
}

// loop evaluates exists and all over a list.
func (n *node) loop(f *frame) Tri {
	list, known := n.kids[0].list(f)
	r, end := No, Yes
	if n.op == opAll {
		r, end = Yes, No
	}
	if !known {
		r = Maybe
	}
	for i := range list.len() {
		f.slots[n.slot] = list.at(i)
		t := n.kids[1].tri(f)
		if t == end {
			return end
		}
		if t == Maybe {
			r = Maybe
		}
	}
	return r
}

// isAny is Yes where any alternative is the term of the node or one of its kinds.
func (n *node) isAny(t *Terms, f *frame) Tri {
	if t == nil || t.Origin < f.floor || len(t.Of) == 0 {
		return Maybe
	}
	r := No
	for _, id := range t.Of {
		if n.has(id) {
			return Yes
		}
		if id == 0 {
			r = Maybe
		}
	}
	return r
}

// isOnly is Yes where every alternative is the term of the node or one of its kinds.
func (n *node) isOnly(t *Terms, f *frame) Tri {
	if t == nil || t.Origin < f.floor || len(t.Of) == 0 {
		return Maybe
	}
	r := Yes
	for _, id := range t.Of {
		switch {
		case id == 0:
			r = Maybe
		case !n.has(id):
			return No
		}
	}
	return r
}

// has reports whether id is the term of the node or one of its kinds.
func (n *node) has(id TermID) bool {
	i := int(id >> 6)
	return i < len(n.set) && n.set[i]&(1<<(id&63)) != 0
}

func (n *node) compareText(f *frame) Tri {
	a, ok := n.kids[0].str(f)
	if !ok {
		return Maybe
	}
	if n.op == opIn {
		return triOf(slices.Contains(n.texts, a))
	}
	b, ok := n.kids[1].str(f)
	if !ok {
		return Maybe
	}
	return triOf((a == b) == (n.op == opTextEq))
}

func (n *node) compareBool(f *frame) Tri {
	a, b := n.kids[0].tri(f), n.kids[1].tri(f)
	if a == Maybe || b == Maybe {
		return Maybe
	}
	return triOf((a == b) == (n.op == opBoolEq))
}

func (n *node) compareInt(f *frame) Tri {
	a, ok := n.kids[0].integer(f)
	if !ok {
		return Maybe
	}
	b, ok := n.kids[1].integer(f)
	if !ok {
		return Maybe
	}
	switch n.op {
	case opIntEq:
		return triOf(a == b)
	case opIntNe:
		return triOf(a != b)
	case opLt:
		return triOf(a < b)
	case opLe:
		return triOf(a <= b)
	case opGt:
		return triOf(a > b)
	}
	return triOf(a >= b)
}
