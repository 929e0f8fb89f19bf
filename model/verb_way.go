package model

import (
	"slices"
	"strconv"

	"theriac.dev/syntax"
)

// PlaceWay leads a flow through points in a view of the layout, in order from its source. Without points it takes what
// the layout says of the flow away, so that the flow finds its way by itself again.
func PlaceWay(m *Model, view, flow string, via ...Point) (Change, error) {
	if view == "" {
		view = DefaultView
	}
	if !idForm.MatchString(view) || !m.has("flows", flow) {
		return Change{}, m.refuse(nil, "no-entry", "", "there is no flow `%s` to lead through points in the view `%s`", flow, view)
	}
	f := language().byKey["layout"].way.byKey["via"]
	out := func(n int) bool { return n < f.min || n > f.max }
	if len(via) > MaxPoints || slices.ContainsFunc(via, func(p Point) bool { return out(p.X) || out(p.Y) }) {
		return Change{}, m.refuse(nil, "bad-number", "", "a flow goes through at most %d points, each from %d to %d", MaxPoints, f.min, f.max)
	}
	e := m.edit()
	if len(via) == 0 {
		return e.forget(view, flow)
	}
	points := Field{"via", PointList(via...)}
	fields := []Field{points}
	for _, key := range language().byKey["layout"].group.keys { // what only a box has
		fields = append(fields, Field{Key: key})
	}
	return e.layOut(view, Field{flow, Fields(points)}, fields)
}

// forget takes an entry of a view out of the layout, in every file that has it.
func (e *editor) forget(view, target string) (Change, error) {
	cuts := e.cuts()
	for _, t := range e.texts {
		i := pairIndex(t.f.Root, "layout")
		if i < 0 {
			continue
		}
		at, ok := spot{t, []step{{holder: syntax.Pair{Value: t.f.Root}, index: i}}}.below(view, false)
		if !ok {
			continue
		}
		if at, ok = at.below(target, false); ok {
			cuts.cut(at)
		}
	}
	cuts.finish()
	return e.done()
}

// setPoints writes points over as many others, number by number, so that what people wrote between them stays. It
// reports whether it could.
func (t *text) setPoints(old *syntax.Node, points []Point) bool {
	if old.Kind != syntax.Sequence || len(old.Items) != len(points) {
		return false
	}
	for _, item := range old.Items {
		if item.Kind != syntax.Sequence || len(item.Items) != 2 || item.Items[0].Kind != syntax.Scalar || item.Items[1].Kind != syntax.Scalar {
			return false
		}
	}
	for i, p := range points {
		for k, n := range [2]int{p.X, p.Y} {
			number := old.Items[i].Items[k]
			if word := strconv.Itoa(n); number.Value != word {
				start, end := t.span(number)
				t.replace(start, end, word)
			}
		}
	}
	return true
}
