package library

import (
	"strconv"
	"strings"
)

// value tells of a text or a number.
func (x *explainer) value(n *node) Reading {
	r := x.about(n.kids[0], n.field.key)
	if n.kind() == kindInt {
		num, ok := n.integer(&x.frame)
		r.Value, r.Origin = strconv.Itoa(num), Stated
		if !ok {
			r.Value, r.Origin, r.Missing, r.Node = "unknown", Unknown, true, nil
		}
		return r
	}
	if n.field.arg == ofAttribute {
		r.Field += "." + n.text
	}
	_, ok := n.str(&x.frame)
	r.Value, r.Node, r.Missing = "unknown", nil, !ok
	if a := n.attr(&x.frame); a != nil && a.Origin != Unknown && a.Value != "" {
		r.Value, r.Origin, r.From, r.Node = a.Value, a.Origin, a.From, a.Node
	}
	return r
}

// fact tells of a field that is yes or no, of which t is the value.
func (x *explainer) fact(n *node, t Tri, out []Reading) []Reading {
	from := len(out)
	switch n.op {
	case opTermsIs, opTermsOnly:
		of := n.kids[0]
		out = append(out, x.terms(of.terms(&x.frame), x.about(of.kids[0], of.field.key)))
	case opElementIs:
		out = append(out, x.element(n))
	case opDataIs:
		if d := n.kids[0].data(&x.frame); d != nil {
			out = append(out, x.terms(&d.Type, x.about(n.kids[0], n.field.key)))
		}
	case opZoneIs:
		r := x.about(n.kids[0], n.field.key)
		if z := n.kids[0].zone(&x.frame); z != nil {
			r = x.terms(&z.Type, r)
		} else {
			r.Value, r.Node = "unknown", nil
		}
		out = append(out, r)
	case opCarries, opReceives, opSends, opStores, opHandles:
		out = x.datas(n, t, out)
	default:
		out = append(out, x.derived(n, t))
	}
	for i := from; i < len(out); i++ {
		out[i].Missing, out[i].Guard = t == Maybe, t == No
	}
	return out
}

// terms fills a reading from terms.
func (x *explainer) terms(t *Terms, r Reading) Reading {
	r.Value, r.Node = "unknown", nil
	if t == nil || t.Origin == Unknown || len(t.Of) == 0 {
		return r
	}
	r.Value, r.Origin, r.From, r.Node = x.words(t.Of), t.Origin, t.From, t.Node
	return r
}

func (x *explainer) words(ids []TermID) string {
	if len(ids) == 1 {
		return x.v.Word(ids[0])
	}
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = x.v.Word(id)
	}
	return strings.Join(words, ", ")
}

// element tells which of the types of an element match; all of them where none does.
func (x *explainer) element(n *node) Reading {
	r := x.about(n.kids[0], n.field.key)
	e := n.kids[0].element(&x.frame)
	if e == nil {
		r.Value = "unknown"
		return r
	}
	for _, t := range []*Terms{&e.Is, &e.Usual} {
		for _, id := range t.Of {
			if n.has(id) {
				r.Value, r.Origin, r.From, r.Node = x.v.Word(id), t.Origin, t.From, t.Node
				return r
			}
		}
	}
	return x.terms(&e.Is, r)
}

// derived tells of what the engine worked out, or of a property that data needs.
func (x *explainer) derived(n *node, t Tri) Reading {
	r := x.about(n.kids[0], n.field.key)
	r.Origin, r.Value = Stated, [...]string{No: "no", Maybe: "unknown", Yes: "yes"}[t]
	switch n.op {
	case opNeeds:
		if d := n.kids[0].data(&x.frame); d != nil && len(d.Needs) > 0 {
			r.Value = strings.Join(d.Needs, ", ")
		}
	case opFlowExposedTo, opExposedTo:
		r.Value = n.text
		if t != Yes {
			r.Value = "not " + n.text
		}
	}
	if t == Maybe {
		r.Value, r.Origin, r.Node = "unknown", Unknown, nil
	}
	return r
}

// datas tells which data match a question about what is carried or kept.
func (x *explainer) datas(n *node, t Tri, out []Reading) []Reading {
	if n.op == opCarries {
		return x.carried(out, n, n.kids[0].flow(&x.frame), t)
	}
	e := n.kids[0].element(&x.frame)
	if e == nil {
		r := x.about(n.kids[0], n.field.key)
		r.Value = "unknown"
		return append(out, r)
	}
	if n.op == opStores || n.op == opHandles {
		r := Reading{Field: "stores"}
		r.Subject, r.Node = elementID(e)
		if kept := n.kept(e, &x.frame); kept == t {
			out = x.matching(out, n, e.Stores, r, t, len(e.Stores) == 0 && kept == Maybe)
		}
	}
	if n.op == opReceives || n.op == opHandles {
		out = x.over(out, n, e.Inbound, t)
	}
	if n.op == opSends || n.op == opHandles {
		out = x.over(out, n, e.Outbound, t)
	}
	return out
}

func (x *explainer) over(out []Reading, n *node, flows []*FlowFacts, t Tri) []Reading {
	for _, flow := range flows {
		if n.carries(flow, &x.frame) == t {
			out = x.carried(out, n, flow, t)
		}
	}
	return out
}

func (x *explainer) carried(out []Reading, n *node, flow *FlowFacts, t Tri) []Reading {
	r := Reading{Field: "carries"}
	if flow == nil {
		r.Value = "unknown"
		return append(out, r)
	}
	r.Subject, r.Node = flowID(flow)
	if flow.Ref != nil && flow.Ref.Carries.Stated() {
		r.Node = flow.Ref.Carries.Node
	}
	return x.matching(out, n, flow.Data, r, t, !flow.dataKnown())
}

// matching adds a reading for each data asset that is as likely as t to be of the class of the node.
func (x *explainer) matching(out []Reading, n *node, datas []*DataFacts, r Reading, t Tri, unknown bool) []Reading {
	if unknown {
		r.Value, r.Node = "unknown", nil
		return append(out, r)
	}
	var ids []string
	for _, d := range datas {
		if n.isAny(&d.Type, &x.frame) != t {
			continue
		}
		id, at := dataID(d)
		if t == Maybe {
			out = append(out, x.terms(&d.Type, Reading{Subject: id, Field: "type", Node: at}))
			continue
		}
		ids = append(ids, id)
	}
	if t == Maybe {
		return out
	}
	r.Value, r.Origin = strings.Join(ids, ", "), Stated
	if len(ids) == 0 {
		r.Value = "none"
	}
	return append(out, r)
}
