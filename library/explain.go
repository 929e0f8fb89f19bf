package library

import "theriac.dev/syntax"

// Reading is one fact that a condition read, as words, with the place that states it.
type Reading struct {
	// Subject is the short id of what the fact is about, `element.interface` for an interface, or `device`.
	Subject string
	// Field is the key that states it in a model: protocol, authentication.link, attributes.signed-update. What the
	// engine derives has the name of the fact: exposure, severity.
	Field string
	// Value is what is said, several words separated by commas, or "unknown".
	Value  string
	Origin Origin
	From   string       // for Inherent and Usual: the term that brings it
	Node   *syntax.Node // where it is stated; nil where it is not
	// Missing says that the fact does not decide: it is unknown, or only usual where usual facts do not count.
	Missing bool
	// Guard says that the fact matters only because it is not what the condition excludes: the source is no person.
	Guard bool
}

// Explain says whether the condition holds, as Eval does, and which facts carried that. It reads every fact, also those
// that Eval need not look at. Of an `and` that holds all parts are told, of an `or` those that hold; where the answer is
// Maybe, the facts that are missing are among them, marked as such.
func (c *Condition) Explain(s *Subject, usual bool) (Tri, []Reading) {
	return c.AppendReadings(nil, s, usual)
}

// AppendReadings is Explain for many subjects: it adds the readings to a list, so that the caller can use one list again
// and again.
func (c *Condition) AppendReadings(out []Reading, s *Subject, usual bool) (Tri, []Reading) {
	if c == nil {
		return No, out
	}
	x := explainer{frame: frame{s: s, floor: Inherent}, v: c.vocabulary}
	if usual {
		x.floor = Usual
	}
	from := len(out)
	out = x.node(c.root, out)
	return c.root.tri(&x.frame), unique(out, from)
}

// unique leaves out readings, from a place on, that were told before.
func unique(list []Reading, from int) []Reading {
	out := list[:from]
next:
	for i := from; i < len(list); i++ {
		r := &list[i]
		for j := from; j < len(out); j++ {
			if o := &out[j]; o.Subject == r.Subject && o.Field == r.Field && o.Value == r.Value {
				o.Missing = o.Missing || r.Missing
				o.Guard = o.Guard && r.Guard
				continue next
			}
		}
		out = append(out, *r)
	}
	return out
}

// explainer evaluates without stopping early.
type explainer struct {
	frame
	v *Vocabulary
}

// node adds what was read to decide a node. Evaluating is cheap and allocates nothing, so it evaluates each operand
// before it tells of it, rather than tell and take back.
func (x *explainer) node(n *node, out []Reading) []Reading {
	switch n.op {
	case opTrue, opFalse:
		return out
	case opAnd, opOr:
		r := n.tri(&x.frame)
		for _, k := range n.kids {
			if carries(n.op == opAnd, k.tri(&x.frame), r) {
				out = x.node(k, out)
			}
		}
		return out
	case opNot:
		return x.node(n.kids[0], out)
	case opExists, opAll:
		return x.loop(n, out)
	case opBoolEq, opBoolNe:
		return x.node(n.kids[1], x.node(n.kids[0], out))
	case opTextEq, opTextNe, opIn, opIntEq, opIntNe, opLt, opLe, opGt, opGe:
		for _, k := range n.kids {
			if k.field != nil {
				out = append(out, x.value(k))
			}
		}
		return out
	}
	return x.fact(n, n.tri(&x.frame), out)
}

// carries reports whether an operand carried the result r: all of an `and` that is not No do, and all of an `or` that is
// No; else those that are like the result.
func carries(and bool, t, r Tri) bool { return t == r || and && r != No }

func (x *explainer) loop(n *node, out []Reading) []Reading {
	r := n.tri(&x.frame)
	list, known := n.kids[0].list(&x.frame)
	for i := range list.len() {
		x.slots[n.slot] = list.at(i)
		if carries(n.op == opAll, n.kids[1].tri(&x.frame), r) {
			out = x.node(n.kids[1], out)
		}
	}
	if known && list.len() > 0 {
		return out
	}
	t := triOf(n.op == opAll)
	if !known {
		t = Maybe
	}
	if carries(n.op == opAll, t, r) {
		out = append(out, x.list(n.kids[0], known))
	}
	return out
}

// list tells of a list that has no members or is not known.
func (x *explainer) list(n *node, known bool) Reading {
	r := x.about(n.kids[0], n.field.key)
	r.Value, r.Origin = "none", Stated
	if !known {
		r.Value, r.Origin, r.Missing = "unknown", Unknown, true
	}
	return r
}

// about starts a reading with the id of an object.
func (x *explainer) about(n *node, key string) Reading {
	r := Reading{Field: key}
	switch n.kind() {
	case kindFlow:
		r.Subject, r.Node = flowID(n.flow(&x.frame))
	case kindElement:
		r.Subject, r.Node = elementID(n.element(&x.frame))
	case kindInterface:
		r.Subject, r.Node = interfaceID(n.iface(&x.frame))
	case kindData:
		r.Subject, r.Node = dataID(n.data(&x.frame))
	case kindZone:
		if z := n.zone(&x.frame); z != nil {
			r.Subject, r.Node = zoneID(z)
			break
		}
		// The zone is not stated: the fact that is missing is that of the element.
		r.Subject, r.Node = elementID(n.kids[0].element(&x.frame))
		r.Field = "zone"
	case kindDevice:
		r.Subject = "device"
		if d := x.s.Device; d != nil && d.Model != nil {
			r.Node = d.Model.Device.Node
		}
	}
	return r
}

func flowID(f *FlowFacts) (string, *syntax.Node) {
	if f == nil || f.Ref == nil {
		return "", nil
	}
	return f.Ref.ID.Value, f.Ref.Node
}

func elementID(e *ElementFacts) (string, *syntax.Node) {
	if e == nil || e.Ref == nil {
		return "", nil
	}
	return e.Ref.ID.Value, e.Ref.Node
}

func interfaceID(i *InterfaceFacts) (string, *syntax.Node) {
	if i == nil || i.Ref == nil {
		return "", nil
	}
	of, _ := elementID(i.Element)
	return of + "." + i.Ref.ID.Value, i.Ref.Node
}

func dataID(d *DataFacts) (string, *syntax.Node) {
	if d == nil || d.Ref == nil {
		return "", nil
	}
	return d.Ref.ID.Value, d.Ref.Node
}

func zoneID(z *ZoneFacts) (string, *syntax.Node) {
	if z.Ref == nil {
		return "", nil
	}
	return z.Ref.ID.Value, z.Ref.Node
}
