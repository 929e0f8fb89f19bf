package interop

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"theriac.dev/syntax"
)

// The files of Attack Flow Builder are JSON. A block has anchors, an anchor has latches, and a line joins two latches.
// Version 3 of the builder writes `"schema": "attack_flow_v2"` and objects with id and instance; version 2 wrote
// `"version": "2..."` and objects with template, id and children (center-for-threat-informed-defense/attack-flow,
// AttackFlowFilePreprocessor and AttackFlowTemplates).
//
// Arrows lead from what comes before to what it makes possible. In a flow whose scope is attack-tree they go up to the
// root; in others an arrow between two actions means "and then". Defences are the block course_of_action, with an arrow
// to what they stop.

type afbFile struct {
	Schema  string      `json:"schema"`
	Version any         `json:"version"`
	Objects []afbObject `json:"objects"`
}

type afbObject struct {
	ID         string              `json:"id"`
	Instance   string              `json:"instance"`
	Template   string              `json:"template"`
	Properties [][]json.RawMessage `json:"properties"`
	Children   []string            `json:"children"`
	Anchors    map[string]string   `json:"anchors"`
	Latches    []string            `json:"latches"`
	Source     string              `json:"source"`
	Target     string              `json:"target"`
}

// ReadAFB reads a file of Attack Flow Builder, version 2 or 3.
func ReadAFB(name string, data []byte) (*Document, []Loss, error) {
	if err := tooLarge(name, data); err != nil {
		return nil, nil, err
	}
	var f afbFile
	if err := unmarshal(name, data, &f); err != nil {
		return nil, nil, err
	}
	if f.Schema == "" && f.Version == nil || len(f.Objects) == 0 {
		return nil, nil, fault(syntax.Place{File: name}, "", "this is no file of Attack Flow Builder: expected `schema` or `version`, and `objects`")
	}
	r := afbReader{blocks: &blocks{name: name, flow: true}, at: map[string]*afbObject{}, of: map[string]latch{}, index: map[string]int{}}
	for i := range f.Objects {
		o := &f.Objects[i]
		if f.Version != nil {
			fromV2(o)
		}
		r.at[o.Instance] = o
	}
	for i := range f.Objects {
		r.block(&f.Objects[i])
	}
	for i := range f.Objects {
		r.line(&f.Objects[i])
	}
	return r.document(r.title, r.text)
}

// fromV2 writes an object of version 2 in the way of version 3.
func fromV2(o *afbObject) {
	o.Instance, o.ID = o.ID, o.Template
	switch o.Template {
	case "and":
		o.ID = "AND_operator"
	case "or":
		o.ID = "OR_operator"
	case "@__builtin__anchor", "true_anchor", "false_anchor":
		o.Latches = o.Children
	case "@__builtin__line_horizontal_elbow", "@__builtin__line_vertical_elbow":
		o.ID = "dynamic_line"
	}
}

type afbReader struct {
	*blocks
	title, text string
	at          map[string]*afbObject
	of          map[string]latch // by latch
	index       map[string]int   // by block
}

// latch is the end of a line: the block that it is at, and through which anchor.
type latch struct{ block, anchor string }

// properties are the pairs of an object by their keys.
func (o *afbObject) properties() map[string]any {
	out := map[string]any{}
	for _, p := range o.Properties {
		var key string
		var value any
		if len(p) == 2 && json.Unmarshal(p[0], &key) == nil && json.Unmarshal(p[1], &value) == nil {
			out[key] = value
		}
	}
	return out
}

// inner is a value inside a value of pairs.
func inner(v any, key string) any {
	pairs, _ := v.([]any)
	for _, p := range pairs {
		if pair, ok := p.([]any); ok && len(pair) == 2 && pair[0] == key {
			return pair[1]
		}
	}
	return nil
}

// afbPlumbing are the objects that are no blocks.
var afbPlumbing = []string{"dynamic_line", "generic_latch", "generic_handle", "horizontal_anchor", "vertical_anchor",
	"@__builtin__anchor", "true_anchor", "false_anchor", "@__builtin__line_source", "@__builtin__line_target", "@__builtin__line_handle"}

func (r *afbReader) block(o *afbObject) {
	p := o.properties()
	x := block{text: text(p["name"])}
	switch o.ID {
	case "flow":
		r.title, r.text = x.text, text(p["description"])
		r.flow = p["scope"] != "attack-tree"
		return
	case "action":
		x.note = Note{Technique: text(inner(p["ttp"], "technique")), Tactic: text(inner(p["ttp"], "tactic")), Text: text(p["description"])}
		x.note.Technique = or(x.note.Technique, text(p["technique_id"]))
		x.note.Tactic = or(x.note.Tactic, text(p["tactic_id"]))
	case "condition":
		x.text = text(p["description"])
	case "AND_operator":
		x.kind, x.text = andBlock, ""
	case "OR_operator":
		x.kind, x.text = orBlock, ""
	case "course_of_action":
		x.kind, x.note.Text = defenceBlock, text(p["description"])
	default:
		if !slices.Contains(afbPlumbing, o.ID) {
			r.losses = append(r.losses, Loss{Node: x.text, Text: fmt.Sprintf("a block of the kind %s has no place in a tree; it is left out", clean(o.ID))})
		}
		return
	}
	if x.text == "" && x.kind != andBlock && x.kind != orBlock {
		x.text = o.ID
		r.losses = append(r.losses, Loss{Node: o.Instance, Text: "a block has no name"})
	}
	r.index[o.Instance] = r.add(x)
	for _, position := range slices.Sorted(maps.Keys(o.Anchors)) {
		r.latches(o.Instance, o.Anchors[position], position)
	}
	for _, anchor := range o.Children {
		if a := r.at[anchor]; a != nil {
			r.latches(o.Instance, anchor, a.Template)
		}
	}
}

func (r *afbReader) latches(block, anchor, position string) {
	if a := r.at[anchor]; a != nil {
		for _, l := range a.Latches {
			r.of[l] = latch{block, position}
		}
	}
}

func (r *afbReader) line(o *afbObject) {
	if o.ID != "dynamic_line" {
		return
	}
	for _, c := range o.Children {
		switch end := r.at[c]; {
		case end == nil:
		case end.Template == "@__builtin__line_source":
			o.Source = c
		case end.Template == "@__builtin__line_target":
			o.Target = c
		}
	}
	from, ok := r.index[r.of[o.Source].block]
	to, hit := r.index[r.of[o.Target].block]
	if !ok || !hit {
		r.losses = append(r.losses, Loss{Node: o.Instance, Text: "a line does not join two blocks of the tree; it is left out"})
		return
	}
	if a := r.of[o.Source].anchor; a == "branch:False" || a == "false_anchor" {
		r.lose(from, "what follows where the condition is false has no place in a tree; it is left out")
		return
	}
	r.link(from, to)
}
