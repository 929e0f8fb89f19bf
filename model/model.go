// Package model is the threat model of a medical device: what is written in text, as Go values with their places, and
// the verbs that edit that text.
//
// A Model is decoded from one or more files and never changed. To change it, ask a verb for the byte edits, apply them
// to the text and decode again; whoever holds the old Model keeps it. A value that is not Stated is unknown, and
// unknown is never read as safe.
//
// The struct tags are the one definition of the language: the decoder, the JSON Schema, docs/language.md and the
// completion of editors are made from them.
//
//	key   the key in the text
//	doc   one sentence for the reference
//	req   "true": an entry without it is an error
//	ref   the section that the id must be in; several are separated by spaces; "target" means anything a finding can
//	      be about (element, flow, data, zone, interface as element.interface, or `device`), "finding" a finding as
//	      threat@target or an own threat, "fact" a fact as `target field = value`
//	enum  the words allowed
//	vocab the vocabulary of the packs that the words come from: checked with a library at hand, not here
//	min, max  bounds of a number
//	form  "id" or "date": what the text must look like
package model

import "theriac.dev/syntax"

// Model is a whole threat model, its included files and platform models merged.
type Model struct {
	Theriac Int         `key:"theriac" req:"true" min:"1" max:"1" doc:"The version of the language. Always 1."`
	ID      String      `key:"id" req:"true" form:"id" doc:"Short id of the model, used in file names and reports."`
	Name    String      `key:"name" doc:"Name of the product or system."`
	Version String      `key:"version" doc:"Version of the product that this model describes."`
	Sources Strings     `key:"sources" doc:"Where the facts in this model come from."`
	Packs   Strings     `key:"packs" doc:"Library packs to analyse with, each as name or name@version. Default: core and medical."`
	Include Strings     `key:"include" doc:"More files of this model, relative to the folder of theriac.yaml."`
	Extends []Extension `key:"extends" doc:"Platform models that this one inherits from."`
	Device  Device      `key:"device" doc:"The device: what it is, what it is for, what makes it risky."`
	Scales  Scales      `key:"scales" doc:"The company's own scales of risk."`

	Zones        Section[Zone]        `key:"zones" doc:"Zones of trust. A trust boundary is the border of a zone."`
	Elements     Section[Element]     `key:"elements" doc:"The parts of the system and the people and systems around it."`
	Data         Section[Data]        `key:"data" doc:"Data assets: what flows carry and elements store."`
	Flows        Section[Flow]        `key:"flows" doc:"Data flows, each from one element to another."`
	Functions    Section[Function]    `key:"functions" doc:"Critical functions: what the device must do for the patient."`
	Hazards      Section[Hazard]      `key:"hazards" doc:"Hazards: potential sources of harm."`
	Situations   Section[Situation]   `key:"situations" doc:"Hazardous situations: circumstances in which people are exposed to a hazard."`
	Harms        Section[Harm]        `key:"harms" doc:"Harms: injury or damage to people."`
	Roles        Section[Role]        `key:"roles" doc:"Roles of users and what they may do."`
	Credentials  Section[Credential]  `key:"credentials" doc:"Passwords, keys and certificates with their life cycle."`
	Assumptions  Section[Assumption]  `key:"assumptions" doc:"What the model takes for granted."`
	Controls     Section[Control]     `key:"controls" doc:"Security controls and where they act."`
	Requirements Section[Requirement] `key:"requirements" doc:"Security requirements."`
	Tests        Section[Test]        `key:"tests" doc:"Tests that verify requirements and controls."`
	Threats      Section[Threat]      `key:"threats" doc:"Decisions on findings (key <threat>@<target>) and the team's own threats (any other key)."`
	UseCases     Section[UseCase]     `key:"usecases" doc:"Use cases and misuse cases as steps over flows."`
	Goals        Section[Goal]        `key:"goals" doc:"Goals: what shall hold, for patients, users and makers."`
	AntiGoals    Section[AntiGoal]    `key:"anti-goals" doc:"Anti-goals: what an attacker wants."`
	Trees        Section[Tree]        `key:"trees" doc:"Attack trees and attack-defence trees."`

	Losses         Section[Loss]          `key:"losses" doc:"STPA: losses."`
	ControlActions Section[ControlAction] `key:"control-actions" doc:"STPA: what controllers tell controlled processes."`
	UnsafeActions  Section[UnsafeAction]  `key:"unsafe-actions" doc:"STPA: unsafe control actions in four forms."`
	Scenarios      Section[Scenario]      `key:"scenarios" doc:"STPA: how unsafe actions come about."`
	Constraints    Section[Constraint]    `key:"constraints" doc:"STPA: what must hold so that they do not."`

	Views Section[View] `key:"views" doc:"Diagrams to draw, among them the architecture views that FDA asks for."`
	Notes Section[Note] `key:"notes" doc:"Notes on diagrams, for people to read there. A note is never analysed."`

	Layout *Layout `key:"layout" doc:"What people laid out on the canvas, in a file of their own: view or default, then element, zone or note with x, y, w, h, or flow with via."`

	// Files are the files the model was read from, the root file first.
	Files []*syntax.File
	// Diagnostics are all problems of text and model, in the order of the files and their bytes.
	Diagnostics []syntax.Diagnostic

	state *state
}

// Extension names a platform model to inherit from.
type Extension struct {
	Model   String `key:"model" req:"true" doc:"Folder or file of the platform model, relative to this file."`
	Version String `key:"version" doc:"Version of the platform model that this one was checked against."`
	Zone    String `key:"zone" ref:"zones" doc:"Zone of this model that the platform's outermost zones lie in."`
	Node    *syntax.Node
}

// Device is the product as a whole.
type Device struct {
	Type        Strings    `key:"type" vocab:"device" doc:"Device type of the library; brings its usual functions, hazards and packs."`
	IntendedUse String     `key:"intended-use" doc:"What the device is for, in one sentence."`
	Traits      Traits     `key:"traits" doc:"The five traits that make a device susceptible."`
	Class       Class      `key:"class" doc:"Regulatory and software safety classes."`
	Stage       String     `key:"stage" enum:"concept design development verification production maintenance end-of-support" doc:"Where the product is in its life."`
	Attributes  Attributes `key:"attributes" doc:"Free attributes of the device as a whole."`
	Node        *syntax.Node
}

// Traits are the five characteristics that raise the risk of a connected device.
type Traits struct {
	Connectivity   Strings `key:"connectivity" vocab:"connectivity" doc:"How the device can be reached: none, usb, serial, bluetooth, wifi, ethernet, cellular, rf, internet."`
	RemoteAccess   Strings `key:"remote-access" vocab:"remote-access" doc:"Who can act from afar: none, vendor, biomed, clinician, patient, caregiver."`
	Legacy         String  `key:"legacy" enum:"yes no partial unknown" doc:"Does it hold parts that no longer get security updates, or will it?"`
	PatientData    String  `key:"patient-data" enum:"none transient stored shared unknown" doc:"Does it hold patient data?"`
	LifeSustaining String  `key:"life-sustaining" enum:"yes no indirect unknown" doc:"Does a life depend on it minute by minute?"`
	Node           *syntax.Node
}

// Class holds the classes that regulators and standards assign.
type Class struct {
	FDA      String `key:"fda" enum:"I II III" doc:"FDA device class."`
	MDR      String `key:"mdr" enum:"I IIa IIb III" doc:"Class under Regulation (EU) 2017/745."`
	IVDR     String `key:"ivdr" enum:"A B C D" doc:"Class under Regulation (EU) 2017/746."`
	Software String `key:"software" enum:"A B C" doc:"Software safety class (IEC 62304)."`
	Node     *syntax.Node
}

// Zone is an area of equal trust. Zones nest.
type Zone struct {
	Entry
	Name  String  `key:"name" doc:"Name shown in diagrams."`
	In    String  `key:"in" ref:"zones" doc:"The zone around this one."`
	Type  Strings `key:"type" vocab:"zone" doc:"Kind of place: says which attackers usually reach it."`
	Trust Int     `key:"trust" min:"0" max:"9" doc:"0 not under our control ... 9 decides on therapy."`
	Reach Strings `key:"reach" vocab:"position" doc:"Attacker positions that reach this zone directly, over network, radio or by hand."`
	Text  String  `key:"text" doc:"Description."`
}

// Element is a part of the system, or a person or system around it.
type Element struct {
	Entry
	Name       String             `key:"name" doc:"Name shown in diagrams."`
	Kind       String             `key:"kind" enum:"process store external human sensor actuator physical" doc:"What it is in a data flow diagram. Default: what its type says."`
	Type       Strings            `key:"type" vocab:"component" doc:"Component types of the library."`
	Zone       String             `key:"zone" ref:"zones" doc:"The zone it stands in."`
	Runs       Strings            `key:"runs" vocab:"component" doc:"Operating system, services and libraries on it."`
	Stores     Strings            `key:"stores" ref:"data" doc:"Data assets that it keeps."`
	Serves     Quantity           `key:"serves" doc:"How many devices or patients depend on it, such as 400 pumps."`
	Role       Strings            `key:"role" ref:"roles" doc:"Roles that a human plays."`
	Owner      String             `key:"owner" doc:"Who is responsible for it where that is not the manufacturer."`
	Component  Strings            `key:"component" doc:"Package URLs of the software it is made of."`
	OutOfScope String             `key:"out-of-scope" doc:"Why no threats are raised on it. The reason is shown in every report."`
	Interfaces Section[Interface] `key:"interfaces" doc:"Ports and interfaces, unused and service-only ones too."`
	Attributes Attributes         `key:"attributes" doc:"Free attributes, defined by the packs."`
	Text       String             `key:"text" doc:"Description."`
}

// Interface is a port or another way in, used or not.
type Interface struct {
	Entry
	Name           String     `key:"name" doc:"Name shown in tables."`
	Protocol       Strings    `key:"protocol" vocab:"protocol" doc:"What is spoken there."`
	Port           Int        `key:"port" min:"0" max:"65535" doc:"TCP or UDP port."`
	State          String     `key:"state" enum:"used unused service-only disabled unknown" doc:"Is it used in the field?"`
	Authentication Strings    `key:"authentication" vocab:"authentication" doc:"What proves who is there."`
	Actor          String     `key:"actor" ref:"elements roles" doc:"Who uses it."`
	Attributes     Attributes `key:"attributes" doc:"Free attributes, defined by the packs."`
	Text           String     `key:"text" doc:"Description."`
}

// Data is a data asset.
type Data struct {
	Entry
	Name       String     `key:"name" doc:"Name shown in diagrams."`
	Type       Strings    `key:"type" vocab:"data" doc:"Data classes of the library."`
	Needs      Strings    `key:"needs" enum:"confidentiality integrity authenticity availability freshness accountability" doc:"What must be kept."`
	Attributes Attributes `key:"attributes" doc:"Free attributes, defined by the packs."`
	Text       String     `key:"text" doc:"Description."`
}

// Flow is a movement of data from one element to another.
type Flow struct {
	Entry
	Name           String     `key:"name" doc:"Name shown in diagrams."`
	From           String     `key:"from" req:"true" ref:"elements" doc:"The element that sends."`
	To             String     `key:"to" req:"true" ref:"elements" doc:"The element that receives."`
	Protocol       Strings    `key:"protocol" vocab:"protocol" doc:"What is spoken. Several mean that it varies."`
	Version        String     `key:"version" doc:"Version of the protocol."`
	Over           Strings    `key:"over" vocab:"protocol" doc:"What carries it: wifi, ethernet, cellular, vpn."`
	Port           Int        `key:"port" min:"0" max:"65535" doc:"TCP or UDP port at the receiver."`
	Direction      String     `key:"direction" enum:"one-way two-way" doc:"two-way where answers carry data of their own. Default: one-way."`
	Initiator      String     `key:"initiator" enum:"from to either" doc:"Which end opens the connection."`
	Authentication Layers     `key:"authentication" vocab:"authentication" doc:"What proves to the receiver who sent it."`
	Encryption     Layers     `key:"encryption" vocab:"encryption" doc:"What keeps it from being read."`
	Integrity      Layers     `key:"integrity" vocab:"integrity" doc:"What keeps it from being changed."`
	Carries        Strings    `key:"carries" ref:"data" doc:"Data assets that it carries."`
	OutOfScope     String     `key:"out-of-scope" doc:"Why no threats are raised on it. The reason is shown in every report."`
	Attributes     Attributes `key:"attributes" doc:"Free attributes, defined by the packs."`
	Text           String     `key:"text" doc:"Description."`
}

// Function is something that the device must do for the patient.
type Function struct {
	Entry
	Name String  `key:"name" doc:"Name shown in reports."`
	Type Strings `key:"type" vocab:"function" doc:"Kind of function of the library: therapy, monitoring, alarm, limit, record, identity, diagnosis."`
	By   Strings `key:"by" ref:"elements" doc:"Elements that perform it."`
	Uses Strings `key:"uses" ref:"data" doc:"Data assets that it rests on."`
	Text String  `key:"text" doc:"Description."`
}

// Hazard is a potential source of harm (ISO 14971).
type Hazard struct {
	Entry
	Text     String  `key:"text" req:"true" doc:"What goes wrong, in clinical words."`
	Type     Strings `key:"type" vocab:"hazard" doc:"Kind of hazard of the library."`
	Of       Strings `key:"of" ref:"functions" doc:"Critical functions whose failure leads to it."`
	Data     Strings `key:"data" ref:"data" doc:"Data assets whose loss leads to it, above all for harms that are not to health."`
	Harm     String  `key:"harm" doc:"The harm: an id of the section harms, or text."`
	Severity String  `key:"severity" enum:"S1 S2 S3 S4 S5" doc:"Worst credible severity: S1 negligible, S2 minor, S3 serious, S4 critical, S5 catastrophic."`
	Patients String  `key:"patients" enum:"one many none" doc:"many: one attack can hurt several patients; none: the harm is not to health, such as loss of privacy."`
	Needs    Strings `key:"needs" enum:"confidentiality integrity authenticity availability freshness accountability" doc:"Loss of which property leads to it."`
	Losses   Strings `key:"losses" ref:"losses" doc:"STPA: losses that it leads to."`
	Source   String  `key:"source" doc:"Where the hazard comes from, such as the number in the risk file."`
}

// Situation is a hazardous situation (ISO 14971): circumstances in which people are exposed to a hazard.
type Situation struct {
	Entry
	Text    String  `key:"text" req:"true" doc:"The circumstances, in clinical words."`
	Hazard  String  `key:"hazard" req:"true" ref:"hazards" doc:"The hazard that people are exposed to."`
	Harm    String  `key:"harm" ref:"harms" doc:"The harm that it can lead to."`
	Threats Strings `key:"threats" ref:"finding" doc:"Findings and own threats that lead to it. Default: those that lead to its hazard."`
}

// Harm is injury or damage to the health of people.
type Harm struct {
	Entry
	Text     String `key:"text" req:"true" doc:"The harm, in clinical words."`
	Severity String `key:"severity" enum:"S1 S2 S3 S4 S5" doc:"Its severity."`
}

// Role is a role of a user.
type Role struct {
	Entry
	Name       String  `key:"name" doc:"Name of the role."`
	May        Strings `key:"may" doc:"What the role is allowed to do."`
	Privileged String  `key:"privileged" enum:"yes no unknown" doc:"Can it change security or therapy settings for others?"`
	Text       String  `key:"text" doc:"Description."`
}

// Credential is a secret that proves an identity, with its life cycle.
type Credential struct {
	Entry
	Name    String  `key:"name" doc:"Name shown in tables."`
	Type    Strings `key:"type" vocab:"authentication" doc:"Kind of credential."`
	At      Strings `key:"at" ref:"elements flows" doc:"Elements that hold it and flows that use it."`
	Shared  String  `key:"shared" enum:"per-person per-device per-site per-product fleet unknown" doc:"How many hold the same secret."`
	Made    String  `key:"made" doc:"How and when it is made."`
	Stored  String  `key:"stored" enum:"hardware encrypted plain hash unknown" doc:"How it is kept."`
	Changed String  `key:"changed" doc:"How and when it is changed."`
	Revoked String  `key:"revoked" doc:"How it is taken back."`
	Text    String  `key:"text" doc:"Description."`
}

// Assumption is something taken for granted.
type Assumption struct {
	Entry
	Text  String  `key:"text" req:"true" doc:"What is assumed."`
	State String  `key:"state" enum:"open verified refuted" doc:"Is it known to hold?"`
	About Strings `key:"about" ref:"target" doc:"What it is about."`
	Owner String  `key:"owner" doc:"Who answers for it."`
	Date  String  `key:"date" form:"date" doc:"When it was last looked at, as 2026-11-22."`
}

// Control is a security control of the product.
type Control struct {
	Entry
	Name          String  `key:"name" doc:"Name shown in reports. Default: the name in the library."`
	Control       String  `key:"control" vocab:"control" doc:"The control of the library that this is."`
	At            Strings `key:"at" ref:"target" doc:"Where it acts."`
	Status        String  `key:"status" enum:"gap planned implemented verified waived inherited" doc:"How far it is. Default: planned."`
	Because       String  `key:"because" doc:"Why, above all where it is waived or loosened."`
	InheritedFrom String  `key:"inherited-from" doc:"Who provides it where the status is inherited."`
	Requirements  Strings `key:"requirements" ref:"requirements" doc:"The requirements that it meets."`
	Tests         Strings `key:"tests" ref:"tests" doc:"The tests that prove it."`
	Introduces    Strings `key:"introduces" ref:"hazards" doc:"Hazards that the control itself brings; empty list: looked at, none."`
	DependsOn     Strings `key:"depends-on" ref:"controls" doc:"Controls that it is worth nothing without, such as the key store of a signature check."`
	Strength      String  `key:"strength" enum:"low medium high" doc:"How much harder it makes an attack. Default: as the library says; low for a control of your own."`
	Cost          Int     `key:"cost" min:"0" max:"1000000" doc:"What it takes, in one unit for the whole model. Default: 1, 3 or 9 by the cost class of the library."`
	Text          String  `key:"text" doc:"Description."`
}

// Standing is how far the control is, in a word: its status, and planned where it states none.
func (c *Control) Standing() string {
	if c.Status.Value == "" {
		return "planned"
	}
	return c.Status.Value
}

// Requirement is a security requirement.
type Requirement struct {
	Entry
	Text   String  `key:"text" req:"true" doc:"What the product shall do."`
	Tests  Strings `key:"tests" ref:"tests" doc:"Tests that verify it."`
	Source String  `key:"source" doc:"Where it comes from."`
}

// Test verifies a requirement or a control.
type Test struct {
	Entry
	Text     String `key:"text" req:"true" doc:"What is tested."`
	Result   String `key:"result" enum:"open passed failed" doc:"Its last result."`
	Date     String `key:"date" form:"date" doc:"When it was last run, as 2026-11-22."`
	Evidence String `key:"evidence" doc:"Where the record is."`
}

// Threat is a decision on a finding, or a threat that the team found itself.
type Threat struct {
	Entry
	Title    String  `key:"title" doc:"Own threats: its name."`
	Text     String  `key:"text" doc:"Own threats: who does what, so that what happens. For a transfer: the words that the receiver is given."`
	Of       Strings `key:"of" ref:"target" doc:"Own threats: what it is about."`
	Category Strings `key:"category" enum:"spoofing tampering repudiation information-disclosure denial-of-service elevation-of-privilege safety abuse privacy" doc:"Own threats: its categories."`
	Weakness Strings `key:"weakness" doc:"Own threats: CWE ids."`
	Hazards  Strings `key:"hazards" ref:"hazards" doc:"Hazards that it leads to. Default: those that its target can influence."`
	Decision String  `key:"decision" enum:"open eliminate mitigate accept transfer not-applicable" doc:"What is done about it."`
	Controls Strings `key:"controls" ref:"controls" doc:"The controls that answer it."`
	Because  String  `key:"because" doc:"Why. Required for accept, transfer and not-applicable."`
	To       String  `key:"to" doc:"Who takes a transferred threat over."`
	Document String  `key:"document" doc:"For a transfer: the document in which the receiver reads it."`
	Owner    String  `key:"owner" doc:"Who decided."`
	// Authority is checked against the scale of risks.
	Authority      String     `key:"authority" doc:"In which function the risk is accepted, as the scale of risks asks for it."`
	Date           String     `key:"date" form:"date" doc:"When, as 2026-11-22."`
	Until          String     `key:"until" form:"date" doc:"When the decision must be looked at again."`
	Facts          Strings    `key:"facts" ref:"fact" doc:"The facts that the decision rests on. When one of them changes, the decision is asked for again."`
	Exploitability String     `key:"exploitability" enum:"E1 E2 E3 E4 E5" doc:"Exploitability before controls, as the team rates it. Default: from potential, cvss, rubric, or the library."`
	Potential      Potential  `key:"potential" doc:"Attack potential, as the team rates it."`
	CVSS           String     `key:"cvss" doc:"CVSS vector with its version, such as CVSS:4.0/AV:N/..."`
	Rubric         Attributes `key:"rubric" doc:"Answers to the questions of the MITRE rubric for CVSS, such as {XAVN: yes, XAVT: no}."`
	Impact         Impact     `key:"impact" doc:"Impact beside harm to people."`
	Seen           String     `key:"seen" enum:"theory evidence" doc:"Could it happen, or has it happened?"`
}

// UseCase is a use of the system as steps over flows, or a misuse of it.
type UseCase struct {
	Entry
	Name      String  `key:"name" doc:"Name of the use case."`
	Kind      String  `key:"kind" enum:"use misuse" doc:"Is it a use or a misuse? Default: use."`
	Roles     Strings `key:"roles" ref:"roles elements" doc:"Who takes part."`
	By        Strings `key:"by" vocab:"position" doc:"Misuse: attacker positions of the misuser."`
	State     String  `key:"state" doc:"Operational or clinical state in which it happens."`
	Steps     Strings `key:"steps" doc:"Each step: the id of a flow, or a sentence."`
	Threatens Strings `key:"threatens" ref:"usecases" doc:"Misuse: the use cases that it threatens."`
	Threats   Strings `key:"threats" ref:"finding" doc:"Misuse: findings and own threats that it is made of."`
	Controls  Strings `key:"controls" ref:"controls" doc:"Misuse: controls that answer it."`
	Text      String  `key:"text" doc:"Description."`
}

// View is a diagram: which part of the model it shows, or why it is missing.
type View struct {
	Entry
	Name   String  `key:"name" doc:"Title of the diagram."`
	Kind   String  `key:"kind" enum:"global-system multi-patient-harm updateability security-use-case other" doc:"Which of the architecture views that FDA asks for it is."`
	Shows  Strings `key:"shows" ref:"target" doc:"What it shows. Default: everything."`
	Absent String  `key:"absent" doc:"Why this view is not needed."`
	Text   String  `key:"text" doc:"Description."`
}

// Note is free text that people put on a diagram: a question to the hardware team, why something is outside. It belongs to
// the picture and to nothing else, so it raises no finding and changes none.
type Note struct {
	Entry
	Text  String  `key:"text" req:"true" doc:"What is to be read on the diagram; it may have several lines."`
	About Strings `key:"about" ref:"zones elements flows" doc:"What it is about; a thin line leads there."`
	Views Strings `key:"views" ref:"views" doc:"The views that show it. Default: the whole model, and each view that shows something that it is about."`
}

// Layout holds what people laid out on the canvas: the places of elements, zones and notes, and the ways of flows. It lives in layout.yaml
// beside the model, so that moving a box never touches the model.
type Layout struct {
	Boxes []Box
	Ways  []Way
	Node  *syntax.Node

	boxes, ways map[boxPlace]int
}

// Box is the place of one element, zone or note in one view, in points from the top left. A box without width and height has
// the size that the diagram gives it.
type Box struct {
	// View is the id of a view, or DefaultView.
	View, Target string
	X            Int    `key:"x" req:"true" min:"-1000000" max:"1000000" doc:"From the left, in points."`
	Y            Int    `key:"y" req:"true" min:"-1000000" max:"1000000" doc:"From the top, in points."`
	Width        Int    `key:"w" min:"0" max:"1000000" doc:"Width in points."`
	Height       Int    `key:"h" min:"0" max:"1000000" doc:"Height in points."`
	Locked       String `key:"locked" enum:"yes no" doc:"Does it stay where it is when the canvas is drawn on or arranged?"`
	Node         *syntax.Node
}

// Way is how one flow goes in one view: by the points that it leads through, in order from where it starts.
type Way struct {
	// View is the id of a view, or DefaultView.
	View, Target string
	Via          Points `key:"via" req:"true" min:"-1000000" max:"1000000" doc:"Of a flow: the points that it goes through, in order from its source, each as [x, y]."`
	Node         *syntax.Node
}
