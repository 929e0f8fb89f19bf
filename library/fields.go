package library

// kind is the type of an expression in a condition.
type kind uint8

const (
	kindNone kind = iota
	kindBool
	kindInt
	kindText
	kindTerms
	kindFlow
	kindElement
	kindInterface
	kindData
	kindZone
	kindDevice
	kindFlows
	kindInterfaces
	kindDatas
)

// kindNames are the names of the types, as the reference and the messages of the type checker show them.
var kindNames = [...]string{"", "bool", "int", "string", "Terms", "Flow", "Element", "Interface", "Data", "Zone", "Device",
	"list of Flow", "list of Interface", "list of Data"}

// item is the kind of the members of a list; kindNone for what is no list.
func (k kind) item() kind {
	switch k {
	case kindFlows:
		return kindFlow
	case kindInterfaces:
		return kindInterface
	case kindDatas:
		return kindData
	}
	return kindNone
}

// The kinds of argument that a field may take besides a word of a vocabulary. ofSelf is a word of the vocabulary of the
// terms that it is asked of.
const (
	ofAttribute = "attribute"
	ofNeed      = "need"
	ofSelf      = "self"
)

// field is something a condition may read: a field of an object, or a question with one word. This table is the one
// definition of what conditions can say: the type checker, the evaluator, the reasons and the reference follow it.
type field struct {
	on    kind
	name  string
	to    kind
	op    op
	arg   string // a vocabulary, ofAttribute, ofNeed or ofSelf; empty where it takes none
	vocab string // for terms: the vocabulary of the words
	key   string // the key that states it in a model, for reasons; empty for what is only a way to something else
	doc   string
}

var needWords = []string{"confidentiality", "integrity", "authenticity", "availability", "freshness", "accountability"}

// fields lists what conditions can read, by type.
var fields = []field{
	{kindFlow, "source", kindElement, opSource, "", "", "from", "the element that sends"},
	{kindFlow, "target", kindElement, opTarget, "", "", "to", "the element that receives"},
	{kindFlow, "protocol", kindTerms, opProtocol, "", "protocol", "protocol", "what is spoken"},
	{kindFlow, "over", kindTerms, opOver, "", "protocol", "over", "what carries it"},
	{kindFlow, "authentication", kindTerms, opAuthentication, "", "authentication", "authentication", "what proves to the receiver who sent it"},
	{kindFlow, "encryption", kindTerms, opEncryption, "", "encryption", "encryption", "what keeps it from being read"},
	{kindFlow, "integrity", kindTerms, opIntegrity, "", "integrity", "integrity", "what keeps it from being changed"},
	{kindFlow, "linkAuthentication", kindTerms, opLinkAuthentication, "", "authentication", "authentication.link", "the same on the link alone"},
	{kindFlow, "linkEncryption", kindTerms, opLinkEncryption, "", "encryption", "encryption.link", "the same on the link alone"},
	{kindFlow, "payloadAuthentication", kindTerms, opPayloadAuthentication, "", "authentication", "authentication.payload", "the same on the data itself"},
	{kindFlow, "payloadEncryption", kindTerms, opPayloadEncryption, "", "encryption", "encryption.payload", "the same on the data itself"},
	{kindFlow, "carries", kindBool, opCarries, "data", "", "carries", "does it carry data of this class?"},
	{kindFlow, "data", kindDatas, opFlowData, "", "", "carries", "the data that it carries"},
	{kindFlow, "crosses", kindBool, opCrosses, "", "", "zone", "do its ends stand in different zones?"},
	{kindFlow, "trustGap", kindInt, opTrustGap, "", "", "zone", "trust of the target's zone less that of the source's"},
	{kindFlow, "exposedTo", kindBool, opFlowExposedTo, "position", "", "exposure", "does an attacker at this position reach it?"},
	{kindFlow, "exposed", kindBool, opFlowExposed, "", "", "exposure", "does any attacker reach it?"},
	{kindFlow, "severity", kindInt, opFlowSeverity, "", "", "severity", "worst severity, 0 to 5, of the hazards that it can lead to"},
	{kindFlow, "attr", kindText, opFlowAttr, ofAttribute, "", "attributes", "a free attribute"},

	{kindElement, "is", kindBool, opElementIs, "component", "", "type", "is it, or does it run, one of these?"},
	{kindElement, "zone", kindZone, opZone, "", "", "zone", "the zone it stands in"},
	{kindElement, "inbound", kindFlows, opInbound, "", "", "flows", "the flows to it"},
	{kindElement, "outbound", kindFlows, opOutbound, "", "", "flows", "the flows from it"},
	{kindElement, "interfaces", kindInterfaces, opInterfaces, "", "", "interfaces", "its ports and other ways in"},
	{kindElement, "stores", kindBool, opStores, "data", "", "stores", "does it keep data of this class?"},
	{kindElement, "receives", kindBool, opReceives, "data", "", "carries", "does a flow bring it data of this class?"},
	{kindElement, "sends", kindBool, opSends, "data", "", "carries", "does a flow take data of this class from it?"},
	{kindElement, "handles", kindBool, opHandles, "data", "", "carries", "does it keep, receive or send data of this class?"},
	{kindElement, "serves", kindInt, opServes, "", "", "serves", "how many devices or patients depend on it"},
	{kindElement, "exposedTo", kindBool, opExposedTo, "position", "", "exposure", "does an attacker at this position reach it?"},
	{kindElement, "exposed", kindBool, opExposed, "", "", "exposure", "does any attacker reach it?"},
	{kindElement, "severity", kindInt, opSeverity, "", "", "severity", "worst severity, 0 to 5, of the hazards that it can lead to"},
	{kindElement, "manyPatients", kindBool, opManyPatients, "", "", "severity", "can it lead to a hazard for several patients?"},
	{kindElement, "performs", kindBool, opPerforms, "", "", "functions", "does it perform a critical function?"},
	{kindElement, "attr", kindText, opElementAttr, ofAttribute, "", "attributes", "a free attribute"},

	{kindInterface, "element", kindElement, opInterfaceElement, "", "", "element", "the element that has it"},
	{kindInterface, "protocol", kindTerms, opInterfaceProtocol, "", "protocol", "protocol", "what is spoken there"},
	{kindInterface, "authentication", kindTerms, opInterfaceAuthentication, "", "authentication", "authentication", "what proves who is there"},
	{kindInterface, "state", kindText, opState, "", "", "state", "used, unused, service-only or disabled"},
	{kindInterface, "attr", kindText, opInterfaceAttr, ofAttribute, "", "attributes", "a free attribute"},

	{kindData, "is", kindBool, opDataIs, "data", "", "type", "is it of this class?"},
	{kindData, "needs", kindBool, opNeeds, ofNeed, "", "needs", "must this property be kept?"},
	{kindData, "attr", kindText, opDataAttr, ofAttribute, "", "attributes", "a free attribute"},

	{kindZone, "is", kindBool, opZoneIs, "zone", "", "type", "is it such a place?"},
	{kindZone, "trust", kindInt, opTrust, "", "", "trust", "0 not under our control ... 9 decides on therapy"},
	{kindZone, "reach", kindTerms, opReach, "", "position", "reach", "attacker positions that reach it"},

	{kindDevice, "type", kindTerms, opDeviceType, "", "device", "type", "device type"},
	{kindDevice, "connectivity", kindTerms, opConnectivity, "", "connectivity", "traits.connectivity", "how it can be reached"},
	{kindDevice, "remoteAccess", kindTerms, opRemoteAccess, "", "remote-access", "traits.remote-access", "who can act from afar"},
	{kindDevice, "legacy", kindText, opLegacy, "", "", "traits.legacy", "yes, no or partial"},
	{kindDevice, "patientData", kindText, opPatientData, "", "", "traits.patient-data", "none, transient, stored or shared"},
	{kindDevice, "lifeSustaining", kindText, opLifeSustaining, "", "", "traits.life-sustaining", "yes, no or indirect"},
	{kindDevice, "stage", kindText, opStage, "", "", "stage", "where the product is in its life"},
	{kindDevice, "attr", kindText, opDeviceAttr, ofAttribute, "", "attributes", "a free attribute"},

	{kindTerms, "is", kindBool, opTermsIs, ofSelf, "", "", "is any of the alternatives this term or one of its kinds?"},
	{kindTerms, "only", kindBool, opTermsOnly, ofSelf, "", "", "are all alternatives this term or one of its kinds?"},
}

// fieldOf returns what name means on a kind, or nil.
func fieldOf(on kind, name string) *field {
	for i := range fields {
		if fields[i].on == on && fields[i].name == name {
			return &fields[i]
		}
	}
	return nil
}

// words returns the words that a text field can hold, or nil where an attribute or nothing says.
func (f *field) words() []string {
	switch f.op {
	case opState:
		return []string{"used", "unused", "service-only", "disabled"}
	case opLegacy:
		return []string{"yes", "no", "partial"}
	case opPatientData:
		return []string{"none", "transient", "stored", "shared"}
	case opLifeSustaining:
		return []string{"yes", "no", "indirect"}
	case opStage:
		return []string{"concept", "design", "development", "verification", "production", "maintenance", "end-of-support"}
	}
	return nil
}

// subject is a variable that a condition may use.
type subject struct {
	name string
	kind kind
	op   op
}

// subjects are the variables of a condition by what it is asked of.
var subjects = map[string][]subject{
	"flow":      {{"flow", kindFlow, opFlow}, {"source", kindElement, opFlowSource}, {"target", kindElement, opFlowTarget}, {"device", kindDevice, opDevice}},
	"element":   {{"element", kindElement, opElement}, {"device", kindDevice, opDevice}},
	"interface": {{"interface", kindInterface, opInterface}, {"element", kindElement, opElement}, {"device", kindDevice, opDevice}},
	"data":      {{"data", kindData, opData}, {"device", kindDevice, opDevice}},
	"device":    {{"device", kindDevice, opDevice}},
}
