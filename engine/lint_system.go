package engine

import (
	"slices"
	"strings"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// The checks of this file look at the system: elements, ports, zones, flows, views.

// head is where a problem of the whole model is reported.
func (l *lint) head() *syntax.Node {
	if l.m.Device.Node != nil {
		return l.m.Device.Node
	}
	return l.m.ID.Node
}

func updatePath(l *lint) {
	software := false
	for _, el := range l.x.elements {
		software = software || l.is(&el.Is, classEmbedded) || l.is(&el.Is, classMobile)
	}
	if !software {
		return
	}
	for _, f := range l.x.flows {
		if l.carries(f, classCode) {
			return
		}
	}
	if v := l.view("updateability"); v != nil && v.Absent.Stated() {
		return
	}
	l.warn(l.head(), "no flow carries firmware or software",
		"add the data asset, the element that updates come from, and the flow; or an updateability view with `absent` and the reason")
}

func (l *lint) view(kind string) *model.View {
	for _, v := range l.m.Views.All() {
		if v.Kind.Value == kind {
			return v
		}
	}
	return nil
}

func sameName(l *lint) {
	seen := make(map[string]string, l.m.Zones.Len())
	look := func(name model.String, id, kind string) {
		if !name.Stated() || name.Value == "" {
			return
		}
		if other, ok := seen[name.Value]; ok {
			l.warn(name.Node, "the "+kind+" `"+id+"` has the same name as `"+other+"`", "give them names that tell them apart")
			return
		}
		seen[name.Value] = id
	}
	for _, z := range l.m.Zones.All() {
		look(z.Name, z.ID.Value, "zone")
	}
	seen = make(map[string]string, l.m.Elements.Len())
	for _, e := range l.m.Elements.All() {
		look(e.Name, e.ID.Value, "element")
	}
}

func multiPatientView(l *lint) {
	v := l.view("multi-patient-harm")
	for i := range l.x.inf.dangers {
		d := &l.x.inf.dangers[i]
		if !d.many || d.severity < 4 {
			continue
		}
		switch {
		case v == nil:
			l.note(d.ref.Node, "hazard `"+d.ref.ID.Value+"` can hurt several patients, and there is no multi-patient-harm view",
				"add a view with `kind: multi-patient-harm`")
		case v.Absent.Stated():
			l.warn(d.ref.Node, "hazard `"+d.ref.ID.Value+"` can hurt several patients, and the multi-patient-harm view is said not to be needed",
				"add the view, or correct `patients`")
		default:
			l.shown(v, d.ref)
		}
	}
}

// shown reports the performers of a hazard's functions that a view does not show.
func (l *lint) shown(v *model.View, h *model.Hazard) {
	if len(v.Shows.Items) == 0 {
		return
	}
	for _, of := range h.Of.Items {
		f := l.m.Functions.Get(of.Value)
		if f == nil {
			continue
		}
		for _, by := range f.By.Items {
			if el := l.element(by.Value); el != nil && !l.shows(v, el) {
				l.note(h.Node, "hazard `"+h.ID.Value+"` can hurt several patients, and view `"+v.ID.Value+"` does not show `"+by.Value+"`",
					"add it to `shows`")
				return
			}
		}
	}
}

func (l *lint) element(id string) *elementRec {
	if i := l.m.Elements.Index(id); i >= 0 {
		return l.x.elements[i]
	}
	return nil
}

// shows reports whether a view shows an element, by itself or with a zone around it.
func (l *lint) shows(v *model.View, el *elementRec) bool {
	for _, s := range v.Shows.Items {
		if s.Value == el.Ref.ID.Value || s.Value == deviceTarget {
			return true
		}
		if i := l.m.Zones.Index(s.Value); i >= 0 && inside(el.zone, l.x.zones[i]) {
			return true
		}
	}
	return false
}

func globalView(l *lint) {
	v := l.view("global-system")
	if v == nil || len(v.Shows.Items) == 0 {
		return
	}
	var missing []string
	for _, el := range l.x.elements {
		if !l.shows(v, el) {
			missing = append(missing, "`"+el.Ref.ID.Value+"`")
		}
	}
	if len(missing) > 0 {
		l.warn(v.Node, "the global view leaves out "+some(missing), "remove `shows` to show everything, or say more in it")
	}
}

// some names the first few of a list and counts the rest.
func some(list []string) string {
	const few = 4
	if len(list) <= few {
		return enumerate(list)
	}
	return strings.Join(list[:few], ", ") + " and " + count(len(list)-few, "other")
}

func portActor(l *lint, el *elementRec) {
	for _, p := range el.ports {
		if p.Ref.Actor.Stated() || p.State.Value == "disabled" {
			continue
		}
		if l.is(&p.Protocol, classWiredBus) || l.is(&p.Protocol, classRemovableMedia) {
			l.note(p.Ref.Node, "nobody is said to use the port `"+el.Ref.ID.Value+"."+p.Ref.ID.Value+"`", "add `actor`, or `state: disabled`")
		}
	}
}

func zoneFlow(l *lint) {
	for _, z := range l.x.zones {
		z.lived, z.crossed = 0, false
	}
	for _, el := range l.x.elements {
		for z := el.zone; z != nil; z = z.parent {
			z.lived++
		}
	}
	for _, f := range l.x.flows {
		for _, end := range [2]*zoneRec{zoneOf(f.from), zoneOf(f.to)} {
			for z := end; z != nil && z != f.wire && !z.crossed; z = z.parent {
				z.crossed = true
			}
		}
	}
	for _, z := range l.x.zones {
		switch {
		case z.lived == 0:
			l.note(z.Ref.Node, "nothing stands in zone `"+z.Ref.ID.Value+"`", "put elements in it, or remove it")
		case !z.crossed && z.lived < len(l.x.elements):
			l.note(z.Ref.Node, "no flow crosses the border of zone `"+z.Ref.ID.Value+"`", "add the flows, or join the zone with the one around it")
		}
	}
}

// incomplete are the messages of flowFacts by what is missing, made once because large models have many.
var incomplete = func() (out [32]string) {
	for bits := range out {
		var missing []string
		for i, word := range []string{"initiator", "protocol", "version", "authentication", "encryption"} {
			if bits&(1<<i) != 0 {
				missing = append(missing, word)
			}
		}
		out[bits] = "this flow does not say its " + enumerate(missing)
	}
	return out
}()

func flowFacts(l *lint, f *flowRec) {
	if f.outOfScope() || l.local(f) {
		return
	}
	bits := 0
	for i, missing := range [...]bool{
		!f.Ref.Initiator.Stated(), !f.Ref.Protocol.Stated(), f.Ref.Protocol.Stated() && !f.Ref.Version.Stated(),
		f.Authentication.Origin < library.Inherent, f.Encryption.Origin < library.Inherent,
	} {
		if missing {
			bits |= 1 << i
		}
	}
	if bits != 0 {
		l.note(f.Ref.ID.Node, incomplete[bits], "")
	}
}

func untyped(l *lint, el *elementRec) {
	if len(el.Is.Of) == 0 && !el.Ref.OutOfScope.Stated() {
		l.warn(el.Ref.ID.Node, "nobody says what `"+el.Ref.ID.Value+"` is, so no threats are known for it", "add `type`; `theriac library list component` lists the words")
	}
}

func carriesNothing(l *lint, f *flowRec) {
	if !f.Ref.Carries.Stated() && !f.outOfScope() {
		l.warn(f.Ref.ID.Node, "`"+f.Ref.ID.Value+"` does not say what it carries, so threats to its data are not raised", "add `carries` with ids of the section `data`")
	}
}

// local reports whether a flow goes by hand, eye or wire alone, where such facts mean little.
func (l *lint) local(f *flowRec) bool {
	for _, c := range [...]class{classSignal, classLocalInput, classLocalOutput, classInProcess} {
		if l.is(&f.Protocol, c) {
			return true
		}
	}
	return false
}

func externalOwner(l *lint, el *elementRec) {
	if l.is(&el.Is, classExternal) && !l.is(&el.Is, classHuman) && !el.Ref.Owner.Stated() {
		l.note(el.Ref.ID.Node, "nobody is said to be responsible for the external system `"+el.Ref.ID.Value+"`", "add `owner`")
	}
}

func alarmRoute(l *lint, el *elementRec) {
	var route *flowRec
	for _, f := range el.out {
		if !l.carries(f, classAlarm) {
			continue
		}
		if route != nil {
			return
		}
		route = f
	}
	passes := func(f *flowRec) bool { return l.carries(f, classAlarm) }
	if route == nil || yes(attribute(el.Attributes, "independent-alarm")) || yes(attribute(route.Attributes, "second-path")) ||
		slices.ContainsFunc(el.in, passes) {
		return
	}
	l.warn(route.Ref.ID.Node, "the alarms of `"+el.Ref.ID.Value+"` have this one way to people",
		"add the second way, or state `second-path: yes` on the flow or `independent-alarm: yes` on the element")
}

func localBound(l *lint, el *elementRec) {
	if !l.is(&el.Is, classTherapyController) && !l.is(&el.Is, classEnergyDevice) {
		return
	}
	at := attribute(el.Attributes, "local-limit")
	if yes(at) || at != nil && at.Value == "not-applicable" {
		return
	}
	for _, f := range el.in {
		if l.carries(f, classTherapyCritical) {
			l.warn(el.Ref.ID.Node, "`"+el.Ref.ID.Value+"` acts on values from `"+f.Ref.ID.Value+"`, and no bound of its own is stated",
				"state the attribute `local-limit`")
			return
		}
	}
}

func breakGlass(l *lint) {
	if l.x.device.LifeSustaining.Value != "yes" {
		return
	}
	for _, f := range l.m.Functions.All() {
		t := l.x.w.stated("function", f.Type)
		if l.is(&t, classEmergency) {
			return
		}
	}
	for _, el := range l.x.elements {
		if at := attribute(el.Attributes, "emergency-access"); at != nil && at.Origin >= library.Inherent && at.Value != unknownWord {
			return
		}
	}
	l.warn(l.m.Device.Traits.LifeSustaining.Node, "a life depends on the device, and no emergency access is modelled",
		"add the flow and a function of type `emergency`, or state `emergency-access` on the element that people would have to get into")
}

// yes reports whether an attribute is known to be so.
func yes(a *library.Attr) bool {
	return a != nil && a.Value == "yes" && a.Origin >= library.Inherent
}
