package server

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"theriac.dev/model"
)

// Box is where a person placed something.
type Box struct {
	X int `json:"x" doc:"From the left, in points."`
	Y int `json:"y" doc:"From the top, in points."`
	W int `json:"w,omitempty" doc:"Width; absent for the size that the diagram gives it."`
	H int `json:"h,omitempty" doc:"Height."`
	// Locked boxes stay where they are.
	Locked bool `json:"locked,omitempty" doc:"It stays where it is when the canvas is drawn on or arranged."`
}

// Way is how a person led a flow.
type Way struct {
	Via [][2]int `json:"via" minItems:"1" maxItems:"20" doc:"The points [x, y] that it goes through, in order from its source."`
}

// Place is what the layout says of one thing in one view: the box of an element, zone or note, or the way of a flow.
type Place struct {
	Box
	Way // it has points only for a flow
}

// MarshalJSON writes the one or the other.
func (p Place) MarshalJSON() ([]byte, error) {
	if p.Via != nil {
		return json.Marshal(p.Way)
	}
	return json.Marshal(p.Box)
}

// Schema says that it is one of the two.
func (Place) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{
		r.Schema(reflect.TypeFor[Box](), true, ""), r.Schema(reflect.TypeFor[Way](), true, "")}}
}

func (p Place) same(q Place) bool { return p.Box == q.Box && slices.Equal(p.Via, q.Via) }

// placeAt is what a place belongs to.
type placeAt struct{ view, target string }

// laidOut is the boxes and ways of a model. Where somebody wrote both, a flow has its way and anything else its box.
func laidOut(m *model.Model) map[placeAt]Place {
	out := map[placeAt]Place{}
	if m.Layout == nil {
		return out
	}
	for _, w := range m.Layout.Ways {
		out[placeAt{w.View, w.Target}] = Place{Way: wayOf(w.Via.Items)}
	}
	for _, b := range m.Layout.Boxes {
		at := placeAt{b.View, b.Target}
		if _, both := out[at]; !both || m.Flows.Get(b.Target) == nil {
			out[at] = Place{Box: Box{b.X.Value, b.Y.Value, b.Width.Value, b.Height.Value, b.Locked.Value == "yes"}}
		}
	}
	return out
}

func wayOf(points []model.Point) Way {
	out := Way{make([][2]int, len(points))}
	for i, p := range points {
		out.Via[i] = [2]int{p.X, p.Y}
	}
	return out
}

// placeStep prepares the verb place: a box, or the way of a flow.
func (c *Command) placeStep() step {
	view, target := c.View, c.Target
	if view == "" {
		view = model.DefaultView
	}
	if target == "" {
		target = c.ID
	}
	at := "layout/" + view + "/" + target
	via := c.points()
	var s step
	switch {
	case c.Via == nil:
		s = pure("Move "+target, func(m *model.Model) (model.Change, error) {
			return model.PlaceBox(m, view, target, c.X, c.Y, c.W, c.H, c.lock()...)
		}, at)
	case len(via) == 0:
		return pure("Straighten "+target, func(m *model.Model) (model.Change, error) { return model.PlaceWay(m, view, target) }, at)
	default:
		s = pure("Route "+target, func(m *model.Model) (model.Change, error) { return model.PlaceWay(m, view, target, via...) }, at)
	}
	s.bulk = &bulk{"place " + view, model.Field{Key: target, Value: boxFields(c)}, func(m *model.Model, fields ...model.Field) (model.Change, error) {
		return model.PlaceAll(m, view, fields...)
	}}
	return s
}

func (c *Command) points() []model.Point {
	out := make([]model.Point, len(c.Via))
	for i, p := range c.Via {
		out[i] = model.Point{X: p[0], Y: p[1]}
	}
	return out
}

// boxFields is the box or the way of a place command as the layout has it.
func boxFields(c *Command) model.Value {
	if c.Via != nil {
		return model.Fields(model.Field{Key: "via", Value: model.PointList(c.points()...)})
	}
	number := func(key string, n int) model.Field {
		return model.Field{Key: key, Value: model.Word(strconv.Itoa(n))}
	}
	out := []model.Field{number("x", c.X), number("y", c.Y)}
	if c.W > 0 && c.H > 0 {
		out = append(out, number("w", c.W), number("h", c.H))
	}
	if c.Locked != nil && *c.Locked {
		out = append(out, c.lock()...)
	}
	return model.Fields(out...)
}

// lock is what a place command says of locking: nothing, yes, or that it is taken away.
func (c *Command) lock() []model.Field {
	switch {
	case c.Locked == nil:
		return nil
	case *c.Locked:
		return []model.Field{{Key: "locked", Value: model.Word("yes")}}
	}
	return []model.Field{{Key: "locked"}}
}
