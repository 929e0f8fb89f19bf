package library

// The functions of this file find what a node stands for: an object, a list, the terms, the text or the number of a
// field. An object that the model does not have is nil, and everything read from it is unknown.

func (n *node) flow(f *frame) *FlowFacts {
	if n.op == opSlot {
		return f.slots[n.slot].flow
	}
	return f.s.Flow
}

func (n *node) element(f *frame) *ElementFacts {
	switch n.op {
	case opElement:
		if f.s.Element == nil && f.s.Interface != nil {
			return f.s.Interface.Element
		}
		return f.s.Element
	case opInterfaceElement:
		if i := n.kids[0].iface(f); i != nil {
			return i.Element
		}
		return nil
	}
	flow := f.s.Flow
	if n.op == opSource || n.op == opTarget {
		flow = n.kids[0].flow(f)
	}
	if flow == nil {
		return nil
	}
	if n.op == opSource || n.op == opFlowSource {
		return flow.Source
	}
	return flow.Target
}

func (n *node) iface(f *frame) *InterfaceFacts {
	if n.op == opSlot {
		return f.slots[n.slot].iface
	}
	return f.s.Interface
}

func (n *node) data(f *frame) *DataFacts {
	if n.op == opSlot {
		return f.slots[n.slot].data
	}
	return f.s.Data
}

func (n *node) zone(f *frame) *ZoneFacts {
	if e := n.kids[0].element(f); e != nil {
		return e.Zone
	}
	return nil
}

// list is the members of a list field, whatever they are.
type list struct {
	flows  []*FlowFacts
	ifaces []*InterfaceFacts
	datas  []*DataFacts
}

func (l *list) len() int { return len(l.flows) + len(l.ifaces) + len(l.datas) }

func (l *list) at(i int) member {
	switch {
	case l.flows != nil:
		return member{flow: l.flows[i]}
	case l.ifaces != nil:
		return member{iface: l.ifaces[i]}
	}
	return member{data: l.datas[i]}
}

// list returns the members of a list field and whether the list is complete.
func (n *node) list(f *frame) (list, bool) {
	if n.op == opFlowData {
		flow := n.kids[0].flow(f)
		if flow == nil {
			return list{}, false
		}
		return list{datas: flow.Data}, flow.dataKnown()
	}
	e := n.kids[0].element(f)
	switch {
	case e == nil:
		return list{}, false
	case n.op == opInbound:
		return list{flows: e.Inbound}, true
	case n.op == opOutbound:
		return list{flows: e.Outbound}, true
	}
	return list{ifaces: e.Interfaces}, e.interfacesKnown()
}

// terms returns the terms of a field, or nil.
func (n *node) terms(f *frame) *Terms {
	switch on := n.field.on; {
	case on == kindFlow:
		if flow := n.kids[0].flow(f); flow != nil {
			return flow.terms(n.op)
		}
	case on == kindInterface:
		if i := n.kids[0].iface(f); i != nil {
			if n.op == opInterfaceProtocol {
				return &i.Protocol
			}
			return &i.Authentication
		}
	case on == kindZone:
		if z := n.kids[0].zone(f); z != nil {
			return &z.Reach
		}
	case f.s.Device != nil:
		return f.s.Device.terms(n.op)
	}
	return nil
}

func (f *FlowFacts) terms(o op) *Terms {
	switch o {
	case opProtocol:
		return &f.Protocol
	case opOver:
		return &f.Over
	case opAuthentication:
		return &f.Authentication
	case opEncryption:
		return &f.Encryption
	case opIntegrity:
		return &f.Integrity
	case opLinkAuthentication:
		return &f.LinkAuthentication
	case opLinkEncryption:
		return &f.LinkEncryption
	case opPayloadAuthentication:
		return &f.PayloadAuthentication
	}
	return &f.PayloadEncryption
}

func (d *DeviceFacts) terms(o op) *Terms {
	switch o {
	case opDeviceType:
		return &d.Type
	case opConnectivity:
		return &d.Connectivity
	}
	return &d.RemoteAccess
}

// str returns the text of a node and whether it is known.
func (n *node) str(f *frame) (string, bool) {
	if n.op == opText {
		return n.text, true
	}
	a := n.attr(f)
	if a == nil || a.Origin < f.floor || a.Value == "" || a.Value == "unknown" {
		return "", false
	}
	return a.Value, true
}

// attr returns the attribute or the stated word that a text field reads, or nil.
func (n *node) attr(f *frame) *Attr {
	switch n.op {
	case opFlowAttr:
		if flow := n.kids[0].flow(f); flow != nil {
			return find(flow.Attributes, n.text)
		}
	case opElementAttr:
		if e := n.kids[0].element(f); e != nil {
			return find(e.Attributes, n.text)
		}
	case opInterfaceAttr:
		if i := n.kids[0].iface(f); i != nil {
			return find(i.Attributes, n.text)
		}
	case opDataAttr:
		if d := n.kids[0].data(f); d != nil {
			return find(d.Attributes, n.text)
		}
	case opState:
		if i := n.kids[0].iface(f); i != nil {
			return &i.State
		}
	default:
		if f.s.Device != nil {
			return f.s.Device.attr(n.op, n.text)
		}
	}
	return nil
}

func (d *DeviceFacts) attr(o op, key string) *Attr {
	switch o {
	case opLegacy:
		return &d.Legacy
	case opPatientData:
		return &d.PatientData
	case opLifeSustaining:
		return &d.LifeSustaining
	case opStage:
		return &d.Stage
	}
	return find(d.Attributes, key)
}

func find(attrs []Attr, key string) *Attr {
	for i := range attrs {
		if attrs[i].Key == key {
			return &attrs[i]
		}
	}
	return nil
}

// integer returns the number of a node and whether it is known.
func (n *node) integer(f *frame) (int, bool) {
	switch n.op {
	case opInt:
		return n.num, true
	case opTrustGap:
		if flow := n.kids[0].flow(f); flow != nil {
			return flow.TrustGap, flow.trustKnown()
		}
	case opFlowSeverity:
		if flow := n.kids[0].flow(f); flow != nil {
			return flow.Severity, flow.Severity > 0 || f.s.hazardsKnown()
		}
	case opSeverity:
		if e := n.kids[0].element(f); e != nil {
			return e.Severity, e.Severity > 0 || f.s.hazardsKnown()
		}
	case opServes:
		if e := n.kids[0].element(f); e != nil {
			return e.Serves, e.Serves > 0
		}
	case opTrust:
		if z := n.kids[0].zone(f); z != nil {
			return z.Trust, z.TrustKnown
		}
	}
	return 0, false
}
