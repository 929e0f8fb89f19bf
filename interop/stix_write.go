package interop

import (
	"fmt"

	"theriac.dev/tree"
)

type stixBundle struct {
	Type    string     `json:"type"`
	ID      string     `json:"id"`
	Objects []*stixOut `json:"objects"`
}

// stixOut is an object as it is written.
type stixOut struct {
	Type           string         `json:"type"`
	SpecVersion    string         `json:"spec_version"`
	ID             string         `json:"id"`
	CreatedBy      string         `json:"created_by_ref,omitempty"`
	Created        string         `json:"created"`
	Modified       string         `json:"modified"`
	Name           string         `json:"name,omitempty"`
	Description    string         `json:"description,omitempty"`
	IdentityClass  string         `json:"identity_class,omitempty"`
	Schema         string         `json:"schema,omitempty"`
	Version        string         `json:"version,omitempty"`
	ExtensionTypes []string       `json:"extension_types,omitempty"`
	Scope          string         `json:"scope,omitempty"`
	StartRefs      []string       `json:"start_refs,omitempty"`
	TacticID       string         `json:"tactic_id,omitempty"`
	TechniqueID    string         `json:"technique_id,omitempty"`
	Operator       string         `json:"operator,omitempty"`
	EffectRefs     []string       `json:"effect_refs,omitempty"`
	Relationship   string         `json:"relationship_type,omitempty"`
	SourceRef      string         `json:"source_ref,omitempty"`
	TargetRef      string         `json:"target_ref,omitempty"`
	Extensions     map[string]any `json:"extensions,omitempty"`
}

// WriteSTIX writes a bundle of STIX 2.1 with an attack flow of the scope attack-tree.
func WriteSTIX(d *Document) ([]byte, []Loss, error) {
	d, losses, err := tidy(d)
	if err != nil {
		return nil, nil, err
	}
	w := stixWriter{d: d, losses: losses, at: map[string]*stixOut{}, time: created(d)}
	w.head()
	flow := w.object("attack-flow", d.Name)
	flow.Name, flow.Description, flow.Scope, flow.CreatedBy = or(d.Name, "Attack tree"), d.Text, "attack-tree", w.author
	flow.Extensions[flowExtension] = map[string]string{"extension_type": "new-sdo"}
	for i := range d.Tree.Nodes {
		w.node(i)
	}
	for i := range d.Tree.Nodes {
		w.lines(i)
	}
	for i := range d.Tree.Nodes {
		if n := &d.Tree.Nodes[i]; n.Gate == tree.Leaf && !n.Defence {
			flow.StartRefs = append(flow.StartRefs, w.end(i).ID)
		}
	}
	if len(flow.StartRefs) == 0 {
		w.losses = append(w.losses, Loss{Text: "an attack flow needs a step of the attacker to start with, and the tree has none"})
	}
	out, err := encode(stixBundle{"bundle", "bundle--" + uuid(d.Name+"\x00bundle"), append(w.objects, w.relations...)})
	return out, w.losses, err
}

type stixWriter struct {
	d                  *Document
	time, author       string
	objects, relations []*stixOut
	at                 map[string]*stixOut // by id of the node, and by that with "gate" for its operator
	losses             []Loss
}

func (w *stixWriter) object(kind, name string) *stixOut {
	o := &stixOut{Type: kind, SpecVersion: "2.1", ID: kind + "--" + uuid(w.d.Name+"\x00"+name), Created: w.time, Modified: w.time, Extensions: map[string]any{}}
	w.objects = append(w.objects, o)
	return o
}

// head writes the definitions of both extensions and their makers.
func (w *stixWriter) head() {
	const since = "2022-08-02T19:34:35.143Z"
	maker := &stixOut{Type: "identity", SpecVersion: "2.1", ID: "identity--d673f8cb-c168-42da-8ed4-0cb26725f86c", Created: since, Modified: since,
		Name: "MITRE Center for Threat-Informed Defense", IdentityClass: "organization"}
	maker.CreatedBy = maker.ID
	flow := &stixOut{Type: "extension-definition", SpecVersion: "2.1", ID: flowExtension, CreatedBy: maker.ID, Created: since, Modified: since,
		Name: "Attack Flow", Description: "Extends STIX 2.1 with features to create Attack Flows.", Version: "2.0.0", ExtensionTypes: []string{"new-sdo"},
		Schema: "https://center-for-threat-informed-defense.github.io/attack-flow/stix/attack-flow-schema-2.0.0.json"}
	us := &stixOut{Type: "identity", SpecVersion: "2.1", ID: "identity--" + uuid("identity"), Created: w.time, Modified: w.time, Name: "Theriac", IdentityClass: "system"}
	own := &stixOut{Type: "extension-definition", SpecVersion: "2.1", ID: ownExtension(), CreatedBy: us.ID, Created: w.time, Modified: w.time,
		Name: "Attack-defence tree", Version: "1.0.0", ExtensionTypes: []string{"property-extension"},
		Description: "Says of an object which node of an attack-defence tree it is.",
		Schema: "node: id of the node; gate: and, or, ordered or at-least; at_least: how many of the nodes under it are needed; " +
			"under: ids of the objects under it, in their order; values: cost, time in hours, and levels from 0 of skill, access, equipment, knowledge and detect"}
	w.author = us.ID
	w.objects = append(w.objects, maker, flow, us, own)
}

// node writes the object of a node, and its operator.
func (w *stixWriter) node(i int) {
	n, note := &w.d.Tree.Nodes[i], w.d.Note(i)
	own := &stixOwn{Type: "property-extension", Node: n.ID}
	if n.Text != "" || n.Gate == tree.Leaf {
		kind := "attack-action"
		if n.Defence {
			kind = "course-of-action"
		}
		o := w.object(kind, n.ID)
		o.Name, o.Description, o.Extensions[ownExtension()] = label(n), note.Text, own
		switch {
		case !n.Defence:
			o.TacticID, o.TechniqueID = note.Tactic, note.Technique
			o.Extensions[flowExtension] = map[string]string{"extension_type": "new-sdo"}
		case note.Technique != "" || note.Tactic != "":
			w.losses = append(w.losses, Loss{Node: n.ID, Text: "a defence has no place for a technique in this format"})
		}
		w.at[n.ID] = o
		if n.Gate == tree.Leaf {
			own.Values = values(n)
			return
		}
		own = &stixOwn{Type: own.Type}
	} else if note != (Note{}) {
		w.losses = append(w.losses, Loss{Node: n.ID, Text: "a gate without a text has no place for a comment or technique in this format"})
	}
	o := w.object("attack-operator", n.ID+"\x00gate")
	own.Gate = n.Gate.String()
	o.Operator = "AND"
	switch n.Gate {
	case tree.Or:
		o.Operator = "OR"
	case tree.AtLeast:
		o.Operator, own.K = "OR", n.K
		w.losses = append(w.losses, Loss{Node: n.ID, Text: fmt.Sprintf("at least %d of %d is an or for tools that do not know our extension", n.K, len(n.Children))})
	case tree.Ordered:
		w.losses = append(w.losses, Loss{Node: n.ID, Text: "the order of the steps is an and for tools that do not know our extension"})
	}
	o.Extensions[flowExtension], o.Extensions[ownExtension()] = map[string]string{"extension_type": "new-sdo"}, own
	w.at[n.ID+"\x00gate"] = o
}

// values are the attributes that are stated for a leaf; never nil.
func values(n *tree.Node) map[string]int64 {
	out := map[string]int64{}
	for _, a := range tree.EveryAttribute() {
		if !n.Unknown.Has(a) {
			out[a.String()] = n.Of(a)
		}
	}
	return out
}

func (w *stixWriter) gate(i int) *stixOut { return w.at[w.d.Tree.Nodes[i].ID+"\x00gate"] }

// end is the object of a node that arrows from above meet.
func (w *stixWriter) end(i int) *stixOut {
	if o := w.at[w.d.Tree.Nodes[i].ID]; o != nil {
		return o
	}
	return w.gate(i)
}

func (w *stixWriter) lines(i int) {
	n := &w.d.Tree.Nodes[i]
	end := w.end(i)
	var of []string
	if gate := w.gate(i); gate != nil {
		for _, c := range n.Children {
			w.line(w.end(c), gate)
			of = append(of, w.end(c).ID)
		}
		if gate != end {
			w.line(gate, end)
			gate.Extensions[ownExtension()].(*stixOwn).Of, of = of, nil
		}
	}
	for _, c := range n.Counters {
		w.line(w.end(c), end)
		of = append(of, w.end(c).ID)
	}
	end.Extensions[ownExtension()].(*stixOwn).Of = of
}

// line leads from one object to another: by a reference where the schema has one, else by a relationship.
func (w *stixWriter) line(from, to *stixOut) {
	if from.Type != "course-of-action" && to.Type != "course-of-action" {
		from.EffectRefs = append(from.EffectRefs, to.ID)
		return
	}
	kind := "related-to"
	if from.Type == "course-of-action" && to.Type != "course-of-action" {
		kind = "mitigates"
	}
	w.relations = append(w.relations, &stixOut{Type: "relationship", SpecVersion: "2.1", ID: "relationship--" + uuid(from.ID+to.ID), Created: w.time, Modified: w.time,
		Relationship: kind, SourceRef: from.ID, TargetRef: to.ID})
}
