package interop

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"theriac.dev/syntax"
	"theriac.dev/tree"
)

// Attack Flow is an extension of STIX 2.1 with the objects attack-flow, attack-action, attack-operator, attack-condition
// and attack-asset; effect_refs lead from what comes before to what it makes possible (attack-flow-schema-2.0.0.json).
// Defences are the object course-of-action of STIX itself, with a relationship to what they stop.
//
// What the extension has no words for, such as order, k of n and costs, stands in a property extension of our own, which
// other tools pass over. With it, a tree that is written and read again is the very same tree.

// The ids of the extensions.
const flowExtension = "extension-definition--fb9c968a-745b-4ade-9b25-c324172197f4"

func ownExtension() string { return "extension-definition--" + uuid("stix-property-extension") }

// stixObject is any object of a bundle, as far as trees need it.
type stixObject struct {
	Type          string                     `json:"type"`
	ID            string                     `json:"id"`
	Name          string                     `json:"name"`
	Description   string                     `json:"description"`
	Scope         string                     `json:"scope"`
	Created       string                     `json:"created"`
	TechniqueID   string                     `json:"technique_id"`
	TacticID      string                     `json:"tactic_id"`
	Operator      string                     `json:"operator"`
	EffectRefs    []string                   `json:"effect_refs"`
	OnTrueRefs    []string                   `json:"on_true_refs"`
	OnFalseRefs   []string                   `json:"on_false_refs"`
	AssetRefs     []string                   `json:"asset_refs"`
	Relationship  string                     `json:"relationship_type"`
	SourceRef     string                     `json:"source_ref"`
	TargetRef     string                     `json:"target_ref"`
	Extensions    map[string]json.RawMessage `json:"extensions"`
	own           stixOwn
	ownIsThere    bool
	CommandRef    string `json:"command_ref"`
	ExecutionFrom string `json:"execution_start"`
	ExecutionTo   string `json:"execution_end"`
}

// stixOwn is our property extension.
type stixOwn struct {
	Type   string           `json:"extension_type"`
	Node   string           `json:"node,omitempty"`
	Gate   string           `json:"gate,omitempty"`
	K      int              `json:"at_least,omitempty"`
	Of     []string         `json:"under,omitempty"`
	Values map[string]int64 `json:"values,omitempty"`
}

// ReadSTIX reads a bundle of STIX 2.1 with an attack flow.
func ReadSTIX(name string, data []byte) (*Document, []Loss, error) {
	if err := tooLarge(name, data); err != nil {
		return nil, nil, err
	}
	var f struct {
		Type    string       `json:"type"`
		Objects []stixObject `json:"objects"`
	}
	if err := unmarshal(name, data, &f); err != nil {
		return nil, nil, err
	}
	if f.Type != "bundle" {
		return nil, nil, fault(syntax.Place{File: name}, "", "the type of the file is %q: expected a STIX bundle", clean(f.Type))
	}
	r := stixReader{blocks: &blocks{name: name, flow: true}, index: map[string]int{}, other: map[string]int{}}
	for i := range f.Objects {
		o := &f.Objects[i]
		if raw, ok := o.Extensions[ownExtension()]; ok {
			o.ownIsThere = json.Unmarshal(raw, &o.own) == nil
		}
		r.object(o)
	}
	if !r.seen && len(r.list) == 0 {
		return nil, nil, fault(syntax.Place{File: name}, "", "the bundle has no attack flow: expected objects of the types attack-flow and attack-action")
	}
	for i := range f.Objects {
		r.links(&f.Objects[i])
	}
	for i := range f.Objects {
		r.order(&f.Objects[i])
	}
	for _, kind := range slices.Sorted(maps.Keys(r.other)) {
		r.losses = append(r.losses, Loss{Text: fmt.Sprintf("%d objects of the type %s have no place in a tree; they are left out", r.other[kind], kind)})
	}
	d, losses, err := r.document(r.title, r.text)
	if d != nil {
		d.Created = r.made
	}
	return d, losses, err
}

type stixReader struct {
	*blocks
	seen              bool
	title, text, made string
	index             map[string]int
	other             map[string]int
}

func (r *stixReader) object(o *stixObject) {
	x := block{text: clean(o.Name), note: Note{Technique: clean(o.TechniqueID), Tactic: clean(o.TacticID), Text: clean(o.Description)}}
	switch o.Type {
	case "attack-flow":
		if r.seen {
			r.losses = append(r.losses, Loss{Node: clean(o.Name), Text: "there is more than one attack flow; they are read as one"})
			return
		}
		r.seen, r.title, r.text, r.made, r.flow = true, clean(o.Name), clean(o.Description), clean(o.Created), o.Scope != "attack-tree"
		return
	case "attack-action":
		if len(o.AssetRefs) > 0 || o.CommandRef != "" || o.ExecutionFrom != "" || o.ExecutionTo != "" {
			r.losses = append(r.losses, Loss{Node: x.text, Text: "its assets, command and times have no place in a tree; they are left out"})
		}
	case "attack-condition":
		x.text, x.note = clean(o.Description), Note{}
	case "attack-operator":
		x.kind, x.text, x.note = orBlock, "", Note{}
		if strings.EqualFold(o.Operator, "and") {
			x.kind = andBlock
		}
	case "course-of-action":
		x.kind = defenceBlock
	case "extension-definition", "identity", "relationship":
		return
	default:
		r.other[clean(o.Type)]++
		return
	}
	if x.text == "" && x.kind != andBlock && x.kind != orBlock {
		x.text = o.Type
	}
	if o.ownIsThere {
		r.own(&x, &o.own)
	}
	r.index[o.ID] = r.add(x)
}

// own takes over what our extension says.
func (r *stixReader) own(x *block, own *stixOwn) {
	x.id = clean(own.Node)
	if x.id != "" && x.text == x.id {
		x.text = ""
	}
	for g := tree.And; g <= tree.AtLeast; g++ {
		if g.String() == own.Gate {
			x.gate, x.k = g, own.K
		}
	}
	x.Unknown = tree.SetOf(tree.EveryAttribute()...)
	for _, a := range tree.EveryAttribute() {
		if v, ok := own.Values[a.String()]; ok && v >= 0 {
			x.Set(a, v)
		}
	}
}

func (r *stixReader) links(o *stixObject) {
	if o.Type == "relationship" {
		from, ok := r.index[o.SourceRef]
		to, hit := r.index[o.TargetRef]
		if ok && hit {
			r.link(from, to)
		}
		return
	}
	from, ok := r.index[o.ID]
	if !ok {
		return
	}
	for _, ref := range slices.Concat(o.EffectRefs, o.OnTrueRefs) {
		if to, ok := r.index[ref]; ok {
			r.link(from, to)
		} else {
			r.lose(from, "it leads to "+clean(ref)+", which the bundle does not have")
		}
	}
	if len(o.OnFalseRefs) > 0 {
		r.lose(from, "what follows where the condition is false has no place in a tree; it is left out")
	}
}

// order restores the order of what leads to an object.
func (r *stixReader) order(o *stixObject) {
	at, ok := r.index[o.ID]
	if !ok || len(o.own.Of) == 0 {
		return
	}
	order := []int{}
	for _, ref := range o.own.Of {
		if i, ok := r.index[ref]; ok {
			order = append(order, i)
		}
	}
	r.list[at].order = order
}
