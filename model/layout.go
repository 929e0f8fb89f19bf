package model

import (
	"reflect"

	"theriac.dev/syntax"
)

// DefaultView is the name under which a layout keeps the positions of the whole model.
const DefaultView = "default"

// boxPlace is where a box belongs: the view and the target of a box.
type boxPlace struct{ view, target string }

// Of returns the box of a target in a view; ok is false where nobody placed it.
func (l *Layout) Of(view, target string) (box Box, ok bool) {
	if l == nil {
		return Box{}, false
	}
	i, ok := l.at[boxPlace{view, target}]
	if !ok {
		return Box{}, false
	}
	return l.Boxes[i], true
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
			d.wrongType(view.Key.Value, view.Value, "a mapping of elements, zones and notes")
			continue
		}
		for _, target := range view.Value.Pairs {
			l.Boxes = d.box(f, l.Boxes, view.Key.Value, target)
		}
	}
	l.at = make(map[boxPlace]int, len(l.Boxes))
	for i := range l.Boxes {
		l.at[boxPlace{l.Boxes[i].View, l.Boxes[i].Target}] = i
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
