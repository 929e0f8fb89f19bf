package library

import (
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Origin says how well a fact is known.
type Origin uint8

// The origins, weakest first. Stated is written in the model; Inherent follows from something stated and cannot be
// otherwise, such as a protocol that has no authentication; Usual is what such a thing commonly has; Unknown is not
// known at all.
const (
	Unknown Origin = iota
	Usual
	Inherent
	Stated
)

// TermID is a term of a vocabulary, numbered by the Vocabulary. 0 is the word `unknown`.
type TermID uint16

// Terms is a fact whose value is one or more words of a vocabulary. More than one means that it varies: any of them may
// be in use.
type Terms struct {
	Of     []TermID
	Origin Origin
	Node   *syntax.Node // where it is stated, or where that stands which brings it; nil where neither is
	From   string       // for Inherent and Usual: the term that brings it
}

// Attr is the value of a free attribute.
type Attr struct {
	Key    string
	Value  string
	Origin Origin
	Node   *syntax.Node
	From   string
}

// Facts are what a condition can read: the model with its vocabulary resolved and the derived facts of the engine.
// The engine builds and updates them; conditions only read.

// DeviceFacts are the facts of the product as a whole.
type DeviceFacts struct {
	Model                                      *model.Model
	Type, Connectivity, RemoteAccess           Terms
	Legacy, PatientData, LifeSustaining, Stage Attr
	Attributes                                 []Attr
}

// ZoneFacts are the facts of a zone.
type ZoneFacts struct {
	Ref        *model.Zone
	Type       Terms
	Reach      Terms
	Trust      int // of the zone, else of the zones around it
	TrustKnown bool
}

// ElementFacts are the facts of an element. Is holds its types, what it runs and its kind, all of them at once. Usual
// holds what such an element usually is or runs besides, where the model does not say; its Origin is Usual.
type ElementFacts struct {
	Ref               *model.Element
	Is, Usual         Terms
	Zone              *ZoneFacts // nil where none is stated
	Inbound, Outbound []*FlowFacts
	Interfaces        []*InterfaceFacts
	Stores            []*DataFacts
	Attributes        []Attr
	Serves            int // devices or patients that hang on it; 0 unknown

	// Derived by the engine.
	Exposure uint32 // bit set of attacker positions that reach it, numbered by Vocabulary.Positions
	// ExposureUsual are those positions of Exposure that rest only on what is usual.
	ExposureUsual uint32
	Severity      int  // worst severity, 1 to 5, of a hazard that it can influence; 0 none
	ManyPatient   bool // it can influence a hazard that hurts several patients
	Performs      bool // it performs a critical function itself
}

// InterfaceFacts are the facts of a port or another way in.
type InterfaceFacts struct {
	Ref            *model.Interface
	Element        *ElementFacts
	Protocol       Terms
	Authentication Terms
	State          Attr
	Attributes     []Attr
}

// FlowFacts are the facts of a flow. Authentication and the other two speak of the application layer; the Link fields of
// the layers below it.
type FlowFacts struct {
	Ref                                      *model.Flow
	Source, Target                           *ElementFacts
	Protocol, Over                           Terms
	Authentication, Encryption, Integrity    Terms
	LinkAuthentication, LinkEncryption       Terms
	PayloadAuthentication, PayloadEncryption Terms
	Data                                     []*DataFacts
	Attributes                               []Attr

	// Derived by the engine.
	Crosses  bool   // source and target stand in different zones
	TrustGap int    // trust of the target's zone minus trust of the source's
	Exposure uint32 // attacker positions that reach the wire, or one of its ends
	// ExposureUsual are those positions of Exposure that rest only on what is usual.
	ExposureUsual uint32
	Severity      int // worst severity of a hazard that its data or its target can influence
}

// DataFacts are the facts of a data asset.
type DataFacts struct {
	Ref        *model.Data
	Type       Terms
	Needs      []string
	Attributes []Attr
}

// Subject is what a condition is asked of: exactly one of Flow, Element, Interface, Data is set, or none for the device.
type Subject struct {
	Device    *DeviceFacts
	Flow      *FlowFacts
	Element   *ElementFacts
	Interface *InterfaceFacts
	Data      *DataFacts
}
