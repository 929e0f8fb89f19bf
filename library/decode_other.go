package library

import (
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// answers are the values that every attribute may have.
var answers = []string{"yes", "no", "partial", "unknown", "not-applicable"}

func (a *Attribute) words() []string { return append(answers[:len(answers):len(answers)], a.Values...) }

func (a *Attribute) isOf(kind string) bool { return slices.Contains(a.Of, kind) }

var fdaCategories = []string{"AUTHN", "AUTHZ", "CRYPTO", "INTEG", "CONF", "LOG", "RESIL", "UPDATE"}

func (d *decoder) decodeControl() *Control {
	c := &Control{Pack: d.pack, Place: d.file.Place(d.file.Root)}
	d.mapping(d.file.Root, keys{
		"id": d.text(&c.ID), "title": d.text(&c.Title), "text": d.text(&c.Text),
		"type":     d.enum(&c.Type, "eliminate", "protect", "detect", "respond", "recover", "inform"),
		"fda":      d.words(&c.FDA, oneOf(fdaCategories...)),
		"items":    d.words(&c.Items, nil),
		"iec62443": d.words(&c.IEC62443, prefixed("IEC62443-4-2-", "IECTR60601-4-5-")),
		"nist":     d.words(&c.NIST, nistID),
		"mds2":     d.words(&c.MDS2, prefixed("MDS2-", "IECTR80001-2-2-")),
		"strength": d.enum(&c.Strength, "high", "medium", "low"), "cost": d.enum(&c.Cost, "high", "medium", "low"),
		"emb3d": d.words(&c.EMB3D, numbered("MID-")), "evidence": d.words(&c.Evidence, nil), "test": d.text(&c.Test),
		"introduces": d.text(&c.Introduces), "is": d.words(&c.Is, nil),
	})
	for key, value := range map[string]string{"title": c.Title, "text": c.Text, "type": c.Type} {
		if value == "" {
			d.report(d.file.Root.Get(key), "incomplete-control", "control %q has no %s", c.ID, key)
		}
	}
	return c
}

// decodeTerms reads a file of terms of one vocabulary.
func (d *decoder) decodeTerms(vocabulary string) []Term {
	var out []Term
	d.each(d.file.Root, func(id string, key, value *syntax.Node) {
		t := Term{ID: id, Vocabulary: vocabulary, Pack: d.pack, Place: d.file.Place(key)}
		if value.Kind != syntax.Missing {
			d.mapping(value, keys{
				"title": d.text(&t.Title), "text": d.text(&t.Text), "is": d.words(&t.Is, nil), "with": d.words(&t.With, nil),
				"gives": d.facts(&t.Gives), "usually": d.facts(&t.Usually),
				"ports": d.ports(&t), "flows": d.flows(&t), "purl": d.words(&t.Purl, prefixed("pkg:")),
				"access":       d.attacker(&t, d.enum(&t.Access, accesses...)),
				"capabilities": d.attacker(&t, d.words(&t.Capabilities, oneOf(needed...))),
			})
		}
		if t.Title == "" {
			t.Title = id
		}
		out = append(out, t)
	})
	return out
}

// facts reads a mapping of fields and attributes to words.
func (d *decoder) facts(to *map[string][]string) func(*syntax.Node) {
	return func(n *syntax.Node) {
		*to = map[string][]string{}
		d.each(n, func(id string, _, value *syntax.Node) {
			var words []string
			d.words(&words, nil)(value)
			(*to)[id] = words
		})
	}
}

func (d *decoder) decodeAttributes() []*Attribute {
	var out []*Attribute
	d.each(d.file.Root, func(id string, key, value *syntax.Node) {
		a := &Attribute{ID: id, Pack: d.pack, Place: d.file.Place(key)}
		d.mapping(value, keys{
			"of":  d.words(&a.Of, oneOf("element", "flow", "interface", "data", "device")),
			"ask": d.text(&a.Ask), "values": d.words(&a.Values, nil), "text": d.text(&a.Text),
		})
		if len(a.Of) == 0 || a.Ask == "" {
			d.report(key, "incomplete-attribute", "attribute %q needs `of` and `ask`", id)
		}
		for _, v := range variable.FindAllString(a.Ask, -1) {
			if v != "{name}" {
				d.report(key, "unknown-variable", "%s in the question of attribute %q stands for nothing; there is {name}", v, id)
			}
		}
		out = append(out, a)
	})
	return out
}

func (d *decoder) decodeDevice() *Device {
	v := &Device{Pack: d.pack, Place: d.file.Place(d.file.Root)}
	d.mapping(d.file.Root, keys{
		"id": d.text(&v.ID), "title": d.text(&v.Title), "text": d.text(&v.Text), "is": d.words(&v.Is, nil),
		"functions":    func(n *syntax.Node) { d.each(n, d.function(v)) },
		"hazards":      func(n *syntax.Node) { d.each(n, d.hazard(v)) },
		"environments": d.words(&v.Environments, nil), "users": d.words(&v.Users, nil),
		"parts": d.words(&v.Parts, nil), "packs": d.words(&v.Packs, nil),
		"start": func(n *syntax.Node) { v.Start = n.Value },
	})
	if v.Title == "" || v.Text == "" {
		d.report(nil, "incomplete-device", "device %q needs a title and a text", v.ID)
	}
	return v
}

func (d *decoder) function(v *Device) func(string, *syntax.Node, *syntax.Node) {
	return func(id string, _, value *syntax.Node) {
		f := DeviceFunction{ID: id}
		d.mapping(value, keys{"name": d.text(&f.Name), "type": d.text(&f.Type)})
		v.Functions = append(v.Functions, f)
	}
}

func (d *decoder) hazard(v *Device) func(string, *syntax.Node, *syntax.Node) {
	return func(id string, _, value *syntax.Node) {
		h := DeviceHazard{ID: id}
		d.mapping(value, keys{
			"text": d.text(&h.Text), "harm": d.text(&h.Harm), "severity": d.enum(&h.Severity, "S1", "S2", "S3", "S4", "S5"),
			"patients": d.enum(&h.Patients, "one", "many", "none"), "of": d.words(&h.Of, nil),
			"needs": d.words(&h.Needs, oneOf(needWords...)),
		})
		v.Hazards = append(v.Hazards, h)
	}
}

// decodePack reads pack.yaml.
func (d *decoder) decodePack() Pack {
	var p Pack
	d.mapping(d.file.Root, keys{
		"id": d.text(&p.ID), "name": d.text(&p.Name), "version": d.text(&p.Version), "licence": d.text(&p.Licence),
		"source": d.text(&p.Source), "requires": d.words(&p.Requires, nil), "brings": d.words(&p.Brings, nil),
	})
	for key, value := range map[string]string{"id": p.ID, "version": p.Version, "licence": p.Licence} {
		if strings.TrimSpace(value) == "" {
			d.report(d.file.Root.Get(key), "incomplete-pack", "pack has no %s", key)
		}
	}
	return p
}
