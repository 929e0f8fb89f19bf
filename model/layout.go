package model

import (
	"reflect"

	"theriac.dev/syntax"
)

// DefaultView is the name under which a layout keeps the positions of the whole model.
const DefaultView = "default"

// Of returns the box of a target in a view; ok is false where nobody placed it.
func (l *Layout) Of(view, target string) (box Box, ok bool) {
	if l == nil {
		return Box{}, false
	}
	for i := range l.Boxes {
		if l.Boxes[i].View == view && l.Boxes[i].Target == target {
			return l.Boxes[i], true
		}
	}
	return Box{}, false
}

// layout reads `layout: {view: {target: {x: 1, y: 2}}}` and adds it to what other files say. Whether views and targets
// exist is not checked: a box that is left behind by a deletion harms nobody.
func (d *decoder) layout(f *field, at *Layout, n *syntax.Node) *Layout {
	if n.Kind != syntax.Mapping {
		d.wrongType(f.key, n, "a mapping of views")
		return at
	}
	l := &Layout{Node: n}
	if at != nil {
		l.Boxes, l.Node = append(l.Boxes, at.Boxes...), at.Node
	}
	for _, view := range n.Pairs {
		if view.Value.Kind == syntax.Missing {
			continue
		}
		if view.Value.Kind != syntax.Mapping {
			d.wrongType(view.Key.Value, view.Value, "a mapping of elements and zones")
			continue
		}
		for _, target := range view.Value.Pairs {
			l.Boxes = d.box(f, l.Boxes, view.Key.Value, target)
		}
	}
	return l
}

func (d *decoder) box(f *field, boxes []Box, view string, target syntax.Pair) []Box {
	switch target.Value.Kind {
	case syntax.Missing:
		return boxes
	case syntax.Mapping:
	default:
		d.wrongType(target.Key.Value, target.Value, "a box such as {x: 40, y: 80}")
		return boxes
	}
	box := Box{View: view, Target: target.Key.Value, Node: target.Value}
	d.fields(f.group, reflect.ValueOf(&box).Elem(), target.Value, target.Key)
	return append(boxes, box)
}
