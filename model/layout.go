package model

import (
	"reflect"
	"strconv"

	"theriac.dev/syntax"
)

// DefaultView is the name under which a layout keeps the positions of the whole model.
const DefaultView = "default"

// MaxPoints is how many points the way of a flow may have.
const MaxPoints = 20

// boxPlace is where a box or a way belongs: the view and the target.
type boxPlace struct{ view, target string }

// Of returns the box of a target in a view; ok is false where nobody placed it.
func (l *Layout) Of(view, target string) (box Box, ok bool) {
	if l == nil {
		return Box{}, false
	}
	i, ok := l.boxes[boxPlace{view, target}]
	if !ok {
		return Box{}, false
	}
	return l.Boxes[i], true
}

// Via returns the points that a flow goes through in a view; nil where nobody said any.
func (l *Layout) Via(view, flow string) []Point {
	if l == nil {
		return nil
	}
	i, ok := l.ways[boxPlace{view, flow}]
	if !ok {
		return nil
	}
	return l.Ways[i].Via.Items
}

// layout reads `layout: {view: {target: {x: 1, y: 2}, flow: {via: [[1, 2]]}}}` and adds it to what other files say.
// Whether views and targets exist is not checked: a box that is left behind by a deletion harms nobody.
func (d *decoder) layout(f *field, at *Layout, n *syntax.Node) *Layout {
	if n.Kind != syntax.Mapping {
		d.wrongType(f.key, n, "a mapping of views")
		return at
	}
	l := &Layout{Node: n}
	if at != nil {
		l.Boxes, l.Ways, l.Node = append(l.Boxes, at.Boxes...), append(l.Ways, at.Ways...), at.Node
	}
	for _, view := range n.Pairs {
		if view.Value.Kind == syntax.Missing {
			continue
		}
		if view.Value.Kind != syntax.Mapping {
			d.wrongType(view.Key.Value, view.Value, "a mapping of elements, zones, notes and flows")
			continue
		}
		for _, target := range view.Value.Pairs {
			d.laidOut(f, l, view.Key.Value, target)
		}
	}
	l.boxes = make(map[boxPlace]int, len(l.Boxes))
	for i := range l.Boxes {
		l.boxes[boxPlace{l.Boxes[i].View, l.Boxes[i].Target}] = i
	}
	l.ways = make(map[boxPlace]int, len(l.Ways))
	for i := range l.Ways {
		l.ways[boxPlace{l.Ways[i].View, l.Ways[i].Target}] = i
	}
	return l
}

// laidOut reads a box or a way. Where both are written, which only one of the two can mean, both are kept and it is told.
func (d *decoder) laidOut(f *field, l *Layout, view string, target syntax.Pair) {
	n := target.Value
	switch n.Kind {
	case syntax.Missing:
		return
	case syntax.Mapping:
	default:
		d.wrongType(target.Key.Value, n, "a box such as {x: 40, y: 80}, or the way of a flow such as {via: [[40, 80]]}")
		return
	}
	via, box := splitWay(f, n)
	if via != nil {
		way := Way{View: view, Target: target.Key.Value, Node: n}
		d.fields(f.way, reflect.ValueOf(&way).Elem(), &syntax.Node{Kind: syntax.Mapping, Pairs: []syntax.Pair{*via}}, target.Key)
		if way.Via.Stated() {
			l.Ways = append(l.Ways, way)
		}
		if len(box.Pairs) == 0 {
			return
		}
		d.report(problem{node: via.Key, code: "mixed-place", message: "`via` cannot stand beside `" + box.Pairs[0].Key.Value + "`",
			hint: "write only `via` for a flow, and only " + listOf(f.group.keys) + " for an element, a zone or a note"})
		if box.Get("x") == nil && box.Get("y") == nil {
			return
		}
	}
	b := Box{View: view, Target: target.Key.Value, Node: n}
	d.fields(f.group, reflect.ValueOf(&b).Elem(), box, target.Key)
	l.Boxes = append(l.Boxes, b)
}

// splitWay takes the key of a way out of the keys of a box.
func splitWay(f *field, n *syntax.Node) (via *syntax.Pair, box *syntax.Node) {
	for i := range n.Pairs {
		if f.way.byKey[n.Pairs[i].Key.Value] == nil {
			continue
		}
		box = &syntax.Node{Kind: syntax.Mapping}
		box.Pairs = append(append(box.Pairs, n.Pairs[:i]...), n.Pairs[i+1:]...)
		return &n.Pairs[i], box
	}
	return nil, n
}

// points reads a list of points. One that cannot be read makes the whole way unstated: a flow that leaves out a bend of
// its way goes elsewhere than was meant.
func (d *decoder) points(f *field, n *syntax.Node) Points {
	if n.Kind == syntax.Scalar && n.Value == unknownWord {
		return Points{}
	}
	if n.Kind != syntax.Sequence {
		d.wrongType(f.key, n, f.expected())
		return Points{}
	}
	if len(n.Items) == 0 || len(n.Items) > MaxPoints {
		d.report(problem{node: n, code: "bad-number",
			message: "`" + f.key + "` cannot have " + strconv.Itoa(len(n.Items)) + " points: expected 1 to " + strconv.Itoa(MaxPoints),
			hint:    "take the key away where the flow shall find its way by itself"})
		return Points{}
	}
	out := Points{Items: make([]Point, 0, len(n.Items)), Node: n}
	for _, item := range n.Items {
		if item.Kind != syntax.Sequence || len(item.Items) != 2 {
			d.wrongType(f.key, item, "a point such as [240, 120] in each place of the list")
			continue
		}
		x, xOK := d.coordinate(f, item.Items[0])
		y, yOK := d.coordinate(f, item.Items[1])
		if xOK && yOK {
			out.Items = append(out.Items, Point{x, y})
		}
	}
	if len(out.Items) < len(n.Items) {
		return Points{}
	}
	return out
}

func (d *decoder) coordinate(f *field, n *syntax.Node) (int, bool) {
	value, err := strconv.Atoi(n.Value)
	if n.Kind == syntax.Scalar && err == nil && value >= f.min && value <= f.max {
		return value, true
	}
	d.report(problem{node: n, code: "bad-number", message: "`" + f.key + "` cannot have `" + n.Value + "` in a point: expected a whole number from " +
		strconv.Itoa(f.min) + " to " + strconv.Itoa(f.max)})
	return 0, false
}
