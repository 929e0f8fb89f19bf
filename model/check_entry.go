package model

import (
	"regexp"

	"theriac.dev/syntax"
)

// idForm is what an id looks like. A dot would be taken for an interface, an @ for a finding. The length leaves room for
// threat@element.interface in a key, which has at most 1,000 bytes.
var idForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,199}$`)

// findingForm is what the id of a finding looks like.
var findingForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*@[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z][A-Za-z0-9_-]*)?$`)

// checkID reports an id that cannot be referred to.
func (d *decoder) checkID(n *syntax.Node) {
	if n.Value != "" && !idForm.MatchString(n.Value) {
		d.report(problem{node: n, code: "bad-id", message: "`" + n.Value + "` is not an id",
			hint: "an id starts with a letter and has letters, digits, - and _, 200 at most"})
	}
}

// checkEntry applies the rules that concern one entry alone.
func (d *decoder) checkEntry(entry any) {
	if t, ok := entry.(*Threat); ok {
		d.checkThreat(t)
		return
	}
	d.checkID(entry.(interface{ Ident() *Entry }).Ident().ID.Node)
	switch e := entry.(type) {
	case *Flow:
		if e.From.Stated() && e.From.Value == e.To.Value {
			d.report(problem{node: e.To.Node, severity: syntax.Warning, code: "flow-to-itself",
				message: "the flow `" + e.ID.Value + "` ends where it starts",
				hint:    "a flow goes from one element to another; split the element or remove the flow"})
		}
	case *Control:
		d.checkControl(e)
	case *Tree:
		d.checkTree(e)
	}
}

// checkThreat looks at a decision or own threat. Whether the finding that it is about exists is for the engine to say.
func (d *decoder) checkThreat(t *Threat) {
	key := t.ID.Node
	finding := findingForm.MatchString(key.Value)
	if !finding && !idForm.MatchString(key.Value) && key.Value != "" {
		d.report(problem{node: key, severity: syntax.Warning, code: "bad-finding",
			message: "`" + key.Value + "` can be neither a finding nor an id",
			hint:    "write threat@target for a decision on a finding, or an id for a threat of your own"})
	}
	switch t.Decision.Value {
	case "accept", "transfer", "not-applicable":
		if !t.Because.Stated() {
			d.report(problem{node: t.Decision.Node, severity: syntax.Warning, code: "missing-reason",
				message: "`" + t.Decision.Value + "` needs a reason", hint: "add `because`"})
		}
	}
}

func (d *decoder) checkControl(c *Control) {
	switch {
	case c.Status.Value == "waived" && !c.Because.Stated():
		d.report(problem{node: c.Status.Node, severity: syntax.Warning, code: "missing-reason",
			message: "`waived` needs a reason", hint: "add `because`"})
	case c.Status.Value == "inherited" && !c.InheritedFrom.Stated():
		d.report(problem{node: c.Status.Node, severity: syntax.Warning, code: "missing-reason",
			message: "`inherited` needs to say from whom", hint: "add `inherited-from`"})
	}
}
