package model

// Goal is what the device, its makers or its users want to keep true.
type Goal struct {
	Entry
	Text   String  `key:"text" req:"true" doc:"What shall hold, as one sentence."`
	Kind   String  `key:"kind" enum:"clinical safety business compliance privacy" doc:"What kind of goal it is."`
	Of     Strings `key:"of" ref:"functions" doc:"Critical functions that serve it."`
	Assets Strings `key:"assets" ref:"data elements" doc:"Data assets and elements that it rests on."`
	Needs  Strings `key:"needs" enum:"confidentiality integrity authenticity availability freshness accountability" doc:"What must be kept for it."`
	PartOf Strings `key:"part-of" ref:"goals" doc:"Goals that it serves."`
	Owner  String  `key:"owner" doc:"Who answers for it."`
}

// AntiGoal is what an attacker wants, against goals of ours.
type AntiGoal struct {
	Entry
	Text    String  `key:"text" req:"true" doc:"What the attacker wants to reach, as one sentence."`
	Against Strings `key:"against" ref:"goals" doc:"Goals that it breaks."`
	Hazards Strings `key:"hazards" ref:"hazards" doc:"Hazards that follow from it."`
	By      Strings `key:"by" vocab:"position" doc:"Attacker positions from which it is tried. Default: all."`
}

// Tree is an attack tree or attack-defence tree.
type Tree struct {
	Entry
	Name  String            `key:"name" doc:"Title of the tree."`
	Of    Strings           `key:"of" ref:"anti-goals hazards" doc:"What its root means: anti-goals or hazards."`
	Root  String            `key:"root" req:"true" form:"id" doc:"Id of the node at the top."`
	Nodes Section[TreeNode] `key:"nodes" doc:"Its nodes. A node may stand under several others."`
	Text  String            `key:"text" doc:"Description."`
}

// TreeNode is one node of a tree: a gate over other nodes, or a leaf.
type TreeNode struct {
	Entry
	Text      String  `key:"text" doc:"What happens here. Default for a leaf: the title of what it refers to."`
	Side      String  `key:"side" enum:"attack defence" doc:"Whose step it is. Default: defence where it names a control, else attack."`
	Gate      String  `key:"gate" enum:"or and ordered at-least" doc:"How the nodes under it count: any, all in any order, all in this order, or some number of them. Default: or."`
	AtLeast   Int     `key:"at-least" min:"1" max:"1000" doc:"How many of the nodes under it are needed."`
	Of        Strings `key:"of" doc:"Nodes under it, by their ids in this tree."`
	Counters  Strings `key:"counters" doc:"Nodes of the other side that it stops, by their ids in this tree."`
	Finding   String  `key:"finding" ref:"finding" doc:"Leaf: the finding or own threat that this step is."`
	Technique String  `key:"technique" doc:"Leaf: the id of an ATT&CK technique."`
	Control   String  `key:"control" ref:"controls" doc:"Leaf of the defence: the control that this is."`
	Cost      Int     `key:"cost" min:"0" max:"1000000000" doc:"What the step costs, in one unit for the whole tree."`
	Hours     Int     `key:"hours" min:"0" max:"1000000" doc:"How long the step takes."`
	Expertise String  `key:"expertise" enum:"layman proficient expert several-experts" doc:"What the attacker must be able to do."`
	Knowledge String  `key:"knowledge" enum:"public restricted confidential strictly-confidential" doc:"What the attacker must know of the product."`
	Access    String  `key:"access" enum:"unlimited easy moderate difficult" doc:"Window of opportunity."`
	Equipment String  `key:"equipment" enum:"standard specialised bespoke several-bespoke" doc:"What the attacker must have."`
	Seen      String  `key:"seen" enum:"hidden logged noticed stopped" doc:"Who sees the step: nobody, a log, someone at once, or someone who can still stop it."`
	Made      String  `key:"made" doc:"Mark of a node that the tool has made, to tell it from one that the team has changed."`
}

// Loss is what must not happen to those who have a stake in the device (STPA).
type Loss struct {
	Entry
	Text String `key:"text" req:"true" doc:"What would be lost."`
}

// ControlAction is what a controller tells a controlled process to do (STPA).
type ControlAction struct {
	Entry
	Text       String  `key:"text" req:"true" doc:"What is told, such as: deliver a bolus."`
	Controller String  `key:"controller" req:"true" ref:"elements" doc:"The element that decides, which may be a person."`
	Process    String  `key:"process" ref:"elements" doc:"The element that is told."`
	Flows      Strings `key:"flows" ref:"flows" doc:"Flows that carry the action."`
	Feedback   Strings `key:"feedback" ref:"flows" doc:"Flows that tell the controller what became of it."`
}

// UnsafeAction says in which circumstances a control action is unsafe, in one of four forms (STPA).
type UnsafeAction struct {
	Entry
	Action  String  `key:"action" req:"true" ref:"control-actions" doc:"The control action."`
	Form    String  `key:"form" req:"true" enum:"not-given given wrong-time wrong-duration" doc:"not-given: not given where needed; given: given where it harms; wrong-time: too early, too late or out of order; wrong-duration: stopped too soon or kept too long."`
	Text    String  `key:"text" doc:"In which circumstances it leads to a hazard."`
	Hazards Strings `key:"hazards" ref:"hazards" doc:"Hazards that it leads to."`
	Because String  `key:"because" doc:"Why this form is not unsafe, where it has no hazard."`
}

// Scenario says how an unsafe action could come about (STPA).
type Scenario struct {
	Entry
	Of      Strings `key:"of" ref:"unsafe-actions" doc:"The unsafe actions that it leads to."`
	Text    String  `key:"text" req:"true" doc:"How it comes about."`
	Cause   String  `key:"cause" enum:"controller feedback command process" doc:"Where it starts: in the controller, in what it is told back, on the way of the command, or in the controlled process."`
	Threats Strings `key:"threats" ref:"finding" doc:"Findings and own threats that bring it about."`
}

// Constraint is what must hold so that an unsafe action or a scenario does not come about (STPA).
type Constraint struct {
	Entry
	Text         String  `key:"text" req:"true" doc:"What must hold."`
	Of           Strings `key:"of" ref:"unsafe-actions scenarios" doc:"Unsafe actions and scenarios that it prevents."`
	Requirements Strings `key:"requirements" ref:"requirements" doc:"The requirements that it becomes."`
	Controls     Strings `key:"controls" ref:"controls" doc:"The controls that keep it."`
}
