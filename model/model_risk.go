package model

import "theriac.dev/syntax"

// Scales are a company's own words and thresholds for risk. What is left out is as docs/risk.md says. They may stand in
// a file of the company that each of its models includes.
type Scales struct {
	Severity       Section[ScaleLevel]          `key:"severity" doc:"Severity of harm: S1 to S5 in the company's own words."`
	Exploitability Section[ExploitabilityLevel] `key:"exploitability" doc:"Exploitability: E1, hardest for the attacker, to E5, easiest, with what gives each level."`
	Risks          Section[RiskLevel]           `key:"risks" doc:"Levels of risk, lowest first, with who may accept them."`
	Matrix         Matrix                       `key:"matrix" doc:"Which risk follows from severity and exploitability."`
	Impact         ImpactScales                 `key:"impact" doc:"Impact beside safety, each kind with a scale of its own. It is never added to harm."`
	After          String                       `key:"after" enum:"planned implemented verified" doc:"The status from which a control counts for residual risk. Default: verified."`
	Node           *syntax.Node
}

// ScaleLevel is one level of a scale in words.
type ScaleLevel struct {
	Entry
	Name String `key:"name" doc:"Short word for the level."`
	Text String `key:"text" doc:"What belongs to it."`
}

// ExploitabilityLevel is one level of exploitability.
type ExploitabilityLevel struct {
	Entry
	Name      String `key:"name" doc:"Short word for the level."`
	Text      String `key:"text" doc:"What belongs to it."`
	Potential Int    `key:"potential" min:"0" max:"100" doc:"Highest points of attack potential that still give this level."`
}

// RiskLevel is one level of risk with the company's criteria of acceptance.
type RiskLevel struct {
	Entry
	Name       String  `key:"name" doc:"Short word for the level."`
	Text       String  `key:"text" doc:"What it means."`
	Accept     String  `key:"accept" enum:"acceptable justify unacceptable" doc:"Is it accepted as it is, with a reason, or not at all?"`
	Authority  Strings `key:"authority" doc:"Who may accept it."`
	Controlled String  `key:"controlled" enum:"yes no" doc:"Is it controlled in the sense of FDA's postmarket guidance?"`
}

// Matrix gives the risk for each severity: five ids of risk levels, for E1 to E5.
type Matrix struct {
	S1   Strings `key:"S1" doc:"Risks of severity S1, for E1 to E5."`
	S2   Strings `key:"S2" doc:"Risks of severity S2, for E1 to E5."`
	S3   Strings `key:"S3" doc:"Risks of severity S3, for E1 to E5."`
	S4   Strings `key:"S4" doc:"Risks of severity S4, for E1 to E5."`
	S5   Strings `key:"S5" doc:"Risks of severity S5, for E1 to E5."`
	Node *syntax.Node
}

// ImpactScales are the scales of impact that is not harm to people.
type ImpactScales struct {
	Privacy    Section[ScaleLevel] `key:"privacy" doc:"Loss of privacy: I1 to I4."`
	Reputation Section[ScaleLevel] `key:"reputation" doc:"Loss of reputation: I1 to I4."`
	Money      Section[ScaleLevel] `key:"money" doc:"Loss of money: I1 to I4."`
	Regulatory Section[ScaleLevel] `key:"regulatory" doc:"Trouble with regulators: I1 to I4."`
	Node       *syntax.Node
}

// Impact is the impact of one threat beside harm to people.
type Impact struct {
	Privacy    String `key:"privacy" enum:"I1 I2 I3 I4" doc:"Loss of privacy."`
	Reputation String `key:"reputation" enum:"I1 I2 I3 I4" doc:"Loss of reputation."`
	Money      String `key:"money" enum:"I1 I2 I3 I4" doc:"Loss of money."`
	Regulatory String `key:"regulatory" enum:"I1 I2 I3 I4" doc:"Trouble with regulators."`
	Node       *syntax.Node
}

// Potential is the attack potential that an attack asks for (ISO/IEC 18045): five factors, none of them a probability.
type Potential struct {
	Time      String `key:"time" enum:"day week month half-year longer" doc:"Time to prepare and carry it out: at most a day, a week, a month, half a year, or longer."`
	Expertise String `key:"expertise" enum:"layman proficient expert several-experts" doc:"What the attacker must be able to do."`
	Knowledge String `key:"knowledge" enum:"public restricted confidential strictly-confidential" doc:"What the attacker must know of the product."`
	Access    String `key:"access" enum:"unlimited easy moderate difficult" doc:"Window of opportunity. Default: as the attacker positions that reach it allow."`
	Equipment String `key:"equipment" enum:"standard specialised bespoke several-bespoke" doc:"What the attacker must have."`
	Node      *syntax.Node
}
