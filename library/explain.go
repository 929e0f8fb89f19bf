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
}

// Explain says whether the condition holds, as Eval does, and which facts carried that. It reads every fact, also those
// that Eval need not look at. Of an `and` that holds all parts are told, of an `or` those that hold; where the answer is
// Maybe, the facts that are missing are among them, marked as such.
func (c *Condition) Explain(s *Subject, usual bool) (Tri, []Reading) {
	if c == nil {
		return No, nil
	}
	x := explainer{frame: frame{s: s, floor: Inherent}, v: c.vocabulary}
	if usual {
		x.floor = Usual
	}
	t, readings := x.node(c.root)
	return t, unique(readings)
}

// unique leaves out readings that were told before.
func unique(readings []Reading) []Reading {
	var out []Reading
	seen := map[[3]string]int{}
	for _, r := range readings {
		key := [3]string{r.Subject, r.Field, r.Value}
		if i, ok := seen[key]; ok {
			out[i].Missing = out[i].Missing || r.Missing
			continue
		}
		seen[key] = len(out)
		out = append(out, r)
	}
	return out
}

// explainer evaluates without stopping early.
type explainer struct {
	frame
	v *Vocabulary
}

func (x *explainer) node(n *node) (Tri, []Reading) {
	switch n.op {
	case opTrue, opFalse:
		return n.tri(&x.frame), nil
	case opAnd, opOr:
		var parts []part
		for _, k := range n.kids {
			t, r := x.node(k)
			parts = append(parts, part{t, r})
		}
		return join(n.op == opAnd, parts)
	case opNot:
		t, r := x.node(n.kids[0])
		return t.Not(), r
	case opExists, opAll:
		return x.loop(n)
	case opBoolEq, opBoolNe:
		_, a := x.node(n.kids[0])
		_, b := x.node(n.kids[1])
		return n.tri(&x.frame), append(a, b...)
	case opTextEq, opTextNe, opIn, opIntEq, opIntNe, opLt, opLe, opGt, opGe:
		var out []Reading
		for _, k := range n.kids {
			if k.field != nil {
				out = append(out, x.value(k))
			}
		}
		return n.tri(&x.frame), out
	}
	t := n.tri(&x.frame)
	return t, x.fact(n, t)
}

// part is one operand of an `and` or an `or`, explained.
type part struct {
	t        Tri
	readings []Reading
}

// join returns the result of an `and` or an `or` and the readings of the operands that carried it.
func join(and bool, parts []part) (Tri, []Reading) {
	r := triOf(and)
	for _, p := range parts {
		if and {
			r = r.And(p.t)
		} else {
			r = r.Or(p.t)
		}
	}
	var out []Reading
	for _, p := range parts {
		// All of an `and` that is not No carry it, and all of an `or` that is No; else those that are like the result.
		if p.t == r || and && r != No {
			out = append(out, p.readings...)
		}
	}
	return r, out
}

func (x *explainer) loop(n *node) (Tri, []Reading) {
	list, known := n.kids[0].list(&x.frame)
	var parts []part
	for i := range list.len() {
		x.slots[n.slot] = list.at(i)
		t, r := x.node(n.kids[1])
		parts = append(parts, part{t, r})
	}
	if !known || list.len() == 0 {
		t := triOf(n.op == opAll)
		if !known {
			t = Maybe
		}
		parts = append(parts, part{t, []Reading{x.list(n.kids[0], known)}})
	}
	return join(n.op == opAll, parts)
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
