package engine

import (
	"theriac.dev/library"
	"theriac.dev/model"
)

// linkFlow ties a flow to its ends and its data.
func (x *facts) linkFlow(r *flowRec, f *model.Flow) {
	r.Ref = f
	r.from, r.Source = x.end(f.From)
	r.to, r.Target = x.end(f.To)
	r.data, r.Data = nil, nil
	for _, c := range f.Carries.Items {
		if i := x.m.Data.Index(c.Value); i >= 0 {
			r.data = append(r.data, x.data[i])
			r.Data = append(r.Data, &x.data[i].DataFacts)
		}
	}
}

// nobody stands in for an end that is not in the model, so that conditions need not ask.
var nobody = library.ElementFacts{Ref: &model.Element{}}

func (x *facts) end(id model.String) (*elementRec, *library.ElementFacts) {
	if i := x.m.Elements.Index(id.Value); i >= 0 {
		return x.elements[i], &x.elements[i].ElementFacts
	}
	return nil, &nobody
}

// linkElements gives each element its flows, in the order of the model, in two shared arrays.
func (x *facts) linkElements() {
	in, out := make([]int32, len(x.elements)), make([]int32, len(x.elements))
	for _, f := range x.flows {
		if f.from != nil {
			out[f.from.slot]++
		}
		if f.to != nil {
			in[f.to.slot]++
		}
	}
	recs := make([]*flowRec, 2*len(x.flows))
	pub := make([]*library.FlowFacts, 2*len(x.flows))
	at := 0
	take := func(n int32) ([]*flowRec, []*library.FlowFacts) {
		lo, hi := at, at+int(n)
		at = hi
		return recs[lo:lo:hi], pub[lo:lo:hi]
	}
	for i, el := range x.elements {
		el.in, el.Inbound = take(in[i])
		el.out, el.Outbound = take(out[i])
	}
	for _, f := range x.flows {
		f.attach()
	}
}

// attach adds the flow to the lists of its ends.
func (r *flowRec) attach() {
	if r.from != nil {
		r.from.out = append(r.from.out, r)
		r.from.Outbound = append(r.from.Outbound, &r.FlowFacts)
	}
	if r.to != nil {
		r.to.in = append(r.to.in, r)
		r.to.Inbound = append(r.to.Inbound, &r.FlowFacts)
	}
}

// resolveFlow resolves the facts of a linked flow. The layers are told apart here: a plain word speaks of the
// application layer; a word that is only about a link or a tunnel says that the application sends clear text through it.
func (x *facts) resolveFlow(r *flowRec) {
	w, f := x.w, r.Ref
	r.Protocol = w.stated("protocol", f.Protocol)
	r.Over = w.stated("protocol", f.Over)
	if r.Over.Of == nil {
		r.Over = w.follow(fieldOver, &r.Protocol)
	}
	r.Authentication, r.LinkAuthentication, r.PayloadAuthentication = x.layers("authentication", &f.Authentication)
	r.Encryption, r.LinkEncryption, r.PayloadEncryption = x.layers("encryption", &f.Encryption)
	integrity, _, payload := x.layers("integrity", &f.Integrity)
	r.Integrity = integrity
	if r.Integrity.Of == nil && payload.Of != nil {
		r.Integrity = payload
	}
	if r.PayloadAuthentication.Of == nil && payload.Of != nil {
		r.PayloadAuthentication = x.provenBy(payload)
	}
	if r.Authentication.Of == nil {
		r.Authentication = x.portProof(r)
	}
	fill(w, &r.Authentication, fieldAuthentication, &r.Protocol, &r.Over)
	fill(w, &r.Encryption, fieldEncryption, &r.Protocol, &r.Over, &r.Authentication)
	fill(w, &r.Integrity, fieldIntegrity, &r.Encryption, &r.Protocol, &r.Over, &r.Authentication)
	fill(w, &r.LinkAuthentication, fieldLinkAuthentication, &r.Over, &r.Protocol, &r.LinkEncryption)
	fill(w, &r.LinkEncryption, fieldLinkEncryption, &r.Over, &r.Protocol, &r.LinkAuthentication)
	fill(w, &r.PayloadAuthentication, fieldPayloadAuthentication, &r.Protocol)
	fill(w, &r.PayloadEncryption, fieldPayloadEncryption, &r.Protocol)
	r.Attributes = w.attributes(f.Attributes, &r.Protocol, &r.Over, &r.Authentication, &r.Encryption, &r.Integrity)
	x.askEnds(r)
	r.place()
}

func fill(w *words, t *library.Terms, f field, carriers ...*library.Terms) {
	if t.Of != nil {
		return
	}
	at := t.Node
	*t = w.follow(f, carriers...)
	if t.Of == nil {
		t.Node = at
	}
}

// layers tells the layers of a property apart. What a link and a tunnel below the application give is one fact, the
// link's where both are stated.
func (x *facts) layers(vocab string, l *model.Layers) (application, link, payload library.Terms) {
	w := x.w
	application = w.stated(vocab, l.Application)
	link = w.stated(vocab, l.Link)
	if link.Of == nil {
		link = w.stated(vocab, l.Tunnel)
	}
	payload = w.stated(vocab, l.Payload)
	if link.Of == nil && application.Of != nil && x.below(vocab, &application) {
		link = application
	}
	return application, link, payload
}

// below reports whether all words are about a link or a tunnel only.
func (x *facts) below(vocab string, t *library.Terms) bool {
	links := &x.eng.below
	for _, id := range t.Of {
		switch vocab {
		case "encryption":
			if !x.w.voc.IsA(id, links.encryptionLink) && !x.w.voc.IsA(id, links.encryptionTunnel) {
				return false
			}
		case "authentication":
			if !x.w.voc.IsA(id, links.authenticationLink) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// provenBy reads a protection of the payload, such as a signature, as proof of who made it.
func (x *facts) provenBy(integrity library.Terms) library.Terms {
	out := library.Terms{Origin: integrity.Origin, Node: integrity.Node, From: "integrity of the payload"}
	for _, t := range integrity.Of {
		id, _ := x.w.voc.ID("authentication", x.w.voc.Word(t))
		if id == 0 {
			return library.Terms{}
		}
		out.Of = union(out.Of, x.w.one[id])
	}
	return out
}

// portProof takes the authentication of a flow from the interface of its target at which the same protocol is spoken.
func (x *facts) portProof(r *flowRec) library.Terms {
	if r.to == nil || r.Protocol.Origin != library.Stated {
		return library.Terms{Node: r.Authentication.Node}
	}
	for _, p := range r.to.ports {
		if p.Authentication.Origin == library.Stated && sameTerms(p.Protocol.Of, r.Protocol.Of) {
			t := p.Authentication
			t.From = r.to.Ref.ID.Value + "." + p.Ref.ID.Value
			return t
		}
	}
	return library.Terms{Node: r.Authentication.Node}
}

func sameTerms(a, b []library.TermID) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// askEnds takes attributes that flows share with elements from the ends, the receiver first, where only an end states
// them.
func (x *facts) askEnds(r *flowRec) {
	for _, key := range x.eng.shared {
		if have := attribute(r.Attributes, key); have != nil && have.Origin >= library.Inherent {
			continue
		}
		for _, end := range [2]*elementRec{r.to, r.from} {
			if end == nil {
				continue
			}
			v := end.Ref.Attributes.Get(key)
			if !v.Stated() || v.Value == unknownWord {
				continue
			}
			r.Attributes = put(r.Attributes, library.Attr{Key: key, Value: v.Value, Origin: library.Stated, Node: v.Node,
				From: end.Ref.ID.Value})
			break
		}
	}
}

// finishElement adds what only the flows of an element tell: an attribute that all flows into it state alike.
func (x *facts) finishElement(r *elementRec) {
	for _, key := range x.eng.shared {
		if have := attribute(r.Attributes, key); have != nil && have.Origin >= library.Inherent {
			continue
		}
		if v, from := agreed(r.in, key); from != nil {
			r.Attributes = put(r.Attributes, library.Attr{Key: key, Value: v.Value, Origin: library.Stated, Node: v.Node,
				From: from.ID.Value})
		}
	}
}

// agreed returns the value of an attribute that all flows state alike, with the first of them.
func agreed(flows []*flowRec, key string) (model.String, *model.Flow) {
	var first *model.Flow
	var value model.String
	for _, f := range flows {
		v := f.Ref.Attributes.Get(key)
		if !v.Stated() || v.Value == unknownWord || first != nil && v.Value != value.Value {
			return model.String{}, nil
		}
		if first == nil {
			first, value = f.Ref, v
		}
	}
	return value, first
}

// put sets an attribute in a list that only its owner holds.
func put(list []library.Attr, a library.Attr) []library.Attr {
	if have := attribute(list, a.Key); have != nil {
		*have = a
		return list
	}
	return append(list, a)
}

// place computes what follows from where the ends stand.
func (r *flowRec) place() {
	a, b := zoneOf(r.from), zoneOf(r.to)
	r.Crosses = a != b
	r.TrustGap = 0
	if a != nil && b != nil && a.TrustKnown && b.TrustKnown {
		r.TrustGap = b.Trust - a.Trust
	}
	r.wire = around(a, b)
}

func zoneOf(r *elementRec) *zoneRec {
	if r == nil {
		return nil
	}
	return r.zone
}
