// Package library is the knowledge that a model is analysed against: packs of threats, controls, component types,
// protocols and other terms, device types and hazards, all of them data with tests beside them.
//
// A pack is a folder:
//
//	pack.yaml                     id, version, licence, what it requires
//	threats/<id>.yaml             a threat, found by its file name
//	threats/<id>.test.yaml        small models with the lines on which it must and must not fire
//	controls/<id>.yaml            a control
//	terms/<vocabulary>/*.yaml     the words of one vocabulary, each with the wider terms that it is one of
//	attributes/*.yaml             free attributes with the question that asks for them
//	devices/<id>.yaml             a device type with its usual functions, hazards and parts
//	glossary.yaml                 words of the field in plain English
//
// One more threat is two files in one folder and nothing else by hand. A threat without a text, a weakness, a reason or
// tests that say where it fires and where it is silent is refused, as is any word that no pack knows.
//
// A condition (`when`, `unless`) is an expression in the Common Expression Language, type-checked with cel-go when the
// pack is built and kept in a checked form beside it (compiled.txt, written by go generate). It is evaluated by our own
// walk in three-valued logic, which allocates nothing, over facts that the engine has resolved; the evaluator of cel-go
// is the oracle of the tests. It says whether a threat applies to one subject, from facts about it and its neighbours.
// It is not a place to compute risk, to search the graph, to build text or to loop over the whole model: what needs that
// is a derived fact of the engine or a small check in Go.
package library

import (
	"strings"

	"theriac.dev/risk"
	"theriac.dev/syntax"
)

// Library is the packs that a model uses, loaded and compiled. It is immutable and safe for concurrent use.
type Library struct {
	Packs      []Pack
	Threats    []*Threat // in the order of pack and id
	Controls   []*Control
	Devices    []*Device
	Attributes []*Attribute
	Vocabulary *Vocabulary
	// Diagnostics are the problems found while loading.
	Diagnostics []syntax.Diagnostic

	threats    map[string]*Threat
	controls   map[string]*Control
	devices    map[string]*Device
	attributes map[string]*Attribute
	tests      map[string]testFile // by threat
	glossaries map[string]testFile // by pack
}

// testFile is the text of the tests of a threat or of a glossary, read when it is asked for.
type testFile struct {
	name string
	text []byte
}

// Threat returns the threat with the id, or nil.
func (l *Library) Threat(id string) *Threat { return l.threats[id] }

// Control returns the control with the id, or nil.
func (l *Library) Control(id string) *Control { return l.controls[id] }

// Device returns the device type with the id, or nil.
func (l *Library) Device(id string) *Device { return l.devices[id] }

// Attribute returns the attribute with the id, or nil.
func (l *Library) Attribute(id string) *Attribute { return l.attributes[id] }

// index builds the look-ups.
func (l *Library) index() {
	l.threats, l.controls = map[string]*Threat{}, map[string]*Control{}
	l.devices, l.attributes = map[string]*Device{}, map[string]*Attribute{}
	for _, t := range l.Threats {
		l.threats[t.ID] = t
	}
	for _, c := range l.Controls {
		l.controls[c.ID] = c
	}
	for _, d := range l.Devices {
		l.devices[d.ID] = d
	}
	for _, a := range l.Attributes {
		l.attributes[a.ID] = a
	}
}

// Pack is the head of a pack.
type Pack struct {
	ID, Name, Version, Licence, Source string
	// Requires are the ids of packs whose terms this one uses.
	Requires []string
	// Brings are the ids of packs that come along where a model names this one.
	Brings []string
	// Digest is the SHA-256 of the pack's files in hexadecimal, for the lock file.
	Digest string
}

// Threat is a known threat and when it applies.
type Threat struct {
	ID, Pack string
	// Title is a short name with variables: "Forged {data} accepted by {target}".
	Title string
	// Text says who does what with which access, so that what happens; with variables.
	Text string
	// Clinical is the same for a clinician: what the patient or the ward would notice.
	Clinical string
	// For is the kind of subject that the condition is asked of: flow, element, interface, data, device.
	For string
	// When and Unless are the conditions. Unless removes the threat where it holds.
	When, Unless *Condition
	// Certainty is "possible" where the condition can only say that such a thing usually has the weakness.
	Certainty string
	// Because says in one sentence why it fires where the condition holds.
	Because string
	// Categories are STRIDE words and safety, abuse, privacy; the first is the main one.
	Categories []string
	Weakness   []string // CWE ids
	Patterns   []string // CAPEC ids
	Techniques []string // ATT&CK ids
	ATLAS      []string // techniques of MITRE ATLAS, such as AML.T0020
	EMB3D      []string // EMB3D threat ids
	// Harms are the properties whose loss the threat brings, matched with what hazards need: integrity, availability...
	Harms []string
	// Controls are ids of controls that answer it, best first.
	Controls []string
	// Ask is the question whose answer settles it.
	Ask      string
	Check    string   // how to verify it on the product
	Evidence []string // CVE or advisory ids
	Stages   []string // life-cycle phases in which it acts
	// Prior is how common the weakness is where the condition holds: high, medium, low. It orders findings that are
	// otherwise equal.
	Prior string
	// Needs is what an attacker must have before; reach at the subject where the pack does not say.
	Needs Step
	// Gains is what the attacker has afterwards, in the order of the file.
	Gains []Step
	// Potential is what it takes to carry it out once Needs is met. Access is empty where the attacker's position decides it.
	Potential risk.Potential
	// False says when a finding is probably wrong.
	False string
	Place syntax.Place
}

// Control is a security control and what it is worth.
type Control struct {
	ID, Pack, Title, Text string
	Type                  string   // eliminate, protect, detect, respond, recover, inform
	FDA                   []string // category codes of FDA's control catalogue: AUTHN, AUTHZ, CRYPTO, INTEG, CONF, LOG, RESIL, UPDATE
	Items                 []string // item ids such as FDA-A1-AUTHN-04
	IEC62443              []string // requirements of IEC 62443-4-2 and IEC TR 60601-4-5, such as IEC62443-4-2-CR3.1
	NIST                  []string // controls of SP 800-53 revision 5, such as SC-8 or SC-8(1)
	MDS2                  []string // questions of the MDS2 form and capabilities of IEC TR 80001-2-2, such as MDS2-TXCF-2
	Strength              string   // high, medium, low
	Cost                  string   // high, medium, low
	EMB3D                 []string // mitigation ids
	Evidence              []string // what would prove it
	Test                  string   // the test that would prove it, in one sentence
	Introduces            string   // the hazard that it may bring, as a sentence
	// Is are wider controls: where one of them is asked for, this one will do.
	Is    []string
	Place syntax.Place
}

// Device is a device type.
type Device struct {
	ID, Pack, Title, Text string
	Is                    []string // wider device types
	Functions             []DeviceFunction
	Hazards               []DeviceHazard
	Environments          []string // zone terms: where it is used
	Users                 []string // component terms of people: who works with it or lives with it
	Parts                 []string // component terms that such a device usually has
	Packs                 []string // packs that it brings
	Start                 string   // text of a first model, with {id} and {name}
	Place                 syntax.Place
}

// First is the text of a first model of the device, with its id and the name of the product, whatever signs that has.
func (d *Device) First(id, name string) string {
	name = syntax.Quote(name)
	return strings.NewReplacer("{id}", id, `"{name}"`, name, "{name}", name).Replace(d.Start)
}

// DeviceFunction is a usual critical function of a device type.
type DeviceFunction struct{ ID, Name, Type string }

// DeviceHazard is a usual hazard of a device type.
type DeviceHazard struct {
	ID, Text, Harm, Severity, Patients string
	Of, Needs                          []string
}

// Attribute is a free attribute that models may state.
type Attribute struct {
	ID, Pack string
	// Of are the kinds of things that have it: element, flow, interface, data, device.
	Of []string
	// Ask is the question, with {name} for the thing asked about.
	Ask string
	// Values are the words allowed besides yes, no, partial, unknown and not-applicable.
	Values []string
	Text   string
	Place  syntax.Place
}

// Term is a word of a vocabulary.
type Term struct {
	ID, Title, Text  string
	Vocabulary, Pack string
	// Is are the wider terms that it is one of.
	Is []string
	// With are the protocols that it is used with; it is no answer to a question about another one. None means any.
	With []string
	// Gives are facts that come with it and cannot be otherwise, by field: a protocol that has no authentication.
	Gives map[string][]string
	// Usually are facts that such a thing usually has: they make a finding possible, never confirmed.
	Usually map[string][]string
	// Ports, Flows and Purl say what a component usually looks like. They are shown to those who draw a model; no
	// analysis reads them, and none of them says that something is safe.
	Ports []TermPort
	Flows []TermFlow
	// Purl are patterns of package URLs: a line of a bill of materials that fits one speaks for this term. A `*` stands for
	// any text.
	Purl []string
	// Access and Capabilities say who stands at an attacker position; see Library.Position.
	Access       string
	Capabilities []string
	Place        syntax.Place
}

// TermPort is an interface that a component usually has.
type TermPort struct {
	ID       string
	Protocol []string // any of these
	Number   []string // TCP or UDP ports as IANA registers them, any of these; empty where there is none or it varies
	State    string   // used, unused, service-only or disabled; empty where it varies
}

// TermFlow is a flow that a component usually has. One end is the component, the other one a component of another kind.
type TermFlow struct {
	ID       string
	From, To string // the kind at the other end; one of them is empty
	Protocol []string
	Carries  []string // data terms
}
