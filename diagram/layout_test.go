package diagram_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	. "theriac.dev/diagram"
)

// checkBoxes fails where a box stands outside the zone around it or on something that it does not belong to.
func checkBoxes(t fataler, g *Graph, l *Layout) {
	t.Helper()
	type box struct {
		rect Rect
		zone int // around it
		self int // where the box is a zone, or -1
	}
	var boxes []box
	for i, z := range l.Zones {
		boxes = append(boxes, box{z.Rect, g.Zones[i].In, i})
		if !z.Rect.Contains(z.Title) {
			t.Fatalf("title %v of zone %d is not inside %v", z.Title, i, z.Rect)
		}
	}
	for i, n := range l.Nodes {
		boxes = append(boxes, box{n.Rect, g.Nodes[i].Zone, -1})
		for z, place := range l.Zones {
			if place.Title.Overlaps(n.Rect) {
				t.Fatalf("node %d %v lies on the title of zone %d %v", i, n.Rect, z, place.Title)
			}
		}
	}
	around := func(inner, outer int) bool {
		for z := inner; z >= 0; z = g.Zones[z].In {
			if z == outer {
				return true
			}
		}
		return false
	}
	for i, a := range boxes {
		if a.zone >= 0 && !l.Zones[a.zone].Rect.Contains(a.rect) {
			t.Fatalf("box %d %v is not inside its zone %d %v", i, a.rect, a.zone, l.Zones[a.zone].Rect)
		}
		for j, b := range boxes[:i] {
			nested := a.self >= 0 && around(b.zone, a.self) || b.self >= 0 && around(a.zone, b.self)
			if !nested && a.rect.Overlaps(b.rect) {
				t.Fatalf("boxes %d %v and %d %v overlap", i, a.rect, j, b.rect)
			}
		}
	}
}

// checkLabels fails where a label lies on another, on a node or on a title, and where a flow is neither labelled nor
// explained by number.
func checkLabels(t fataler, g *Graph, l *Layout) {
	t.Helper()
	keyed := map[int]bool{}
	for _, e := range l.Keys {
		keyed[e] = true
	}
	for i, e := range l.Edges {
		if e.Label.W == 0 {
			text := g.Edges[i].Name + g.Edges[i].Detail + g.Edges[i].Guard
			if len(g.Edges) <= 40 && !keyed[i] && len(onlyVisible(text)) > 0 {
				t.Fatalf("flow %d is neither labelled nor in the table", i)
			}
			continue
		}
		for j, n := range l.Nodes {
			if e.Label.Overlaps(n.Rect) {
				t.Fatalf("label %d %v lies on node %d %v", i, e.Label, j, n.Rect)
			}
		}
		for j, z := range l.Zones {
			if e.Label.Overlaps(z.Title) {
				t.Fatalf("label %d %v lies on the title of zone %d %v", i, e.Label, j, z.Title)
			}
		}
		for j, o := range l.Edges[:i] {
			if o.Label.W > 0 && e.Label.Overlaps(o.Label) {
				t.Fatalf("labels %d %v and %d %v overlap", i, e.Label, j, o.Label)
			}
		}
	}
}

func onlyVisible(s string) string {
	out := ""
	for _, r := range s {
		if r > ' ' && r != 0xFFFD && r != 0x202e {
			out += string(r)
		}
	}
	return out
}

// checkFlows fails where a flow does not start and end at its elements, runs at a slant or through an element.
func checkFlows(t fataler, g *Graph, l *Layout) {
	t.Helper()
	for i, e := range l.Edges {
		if len(e.Points) < 2 {
			t.Fatalf("flow %d has no way", i)
		}
		for end, n := range []int{g.Edges[i].From, g.Edges[i].To} {
			p := e.Points[end*(len(e.Points)-1)]
			r := l.Nodes[n].Rect
			if !onBorder(r, p) {
				t.Fatalf("end %d of flow %d at %v is not on the border of %v", end, i, p, r)
			}
		}
		for k := 1; k < len(e.Points); k++ {
			a, b := e.Points[k-1], e.Points[k]
			if a.X != b.X && a.Y != b.Y {
				t.Fatalf("flow %d runs at a slant from %v to %v", i, a, b)
			}
			for j, n := range l.Nodes {
				line := Rect{min(a.X, b.X) + 1, min(a.Y, b.Y) + 1, math.Abs(a.X-b.X) - 2, math.Abs(a.Y-b.Y) - 2}
				line.W, line.H = max(line.W, 0.5), max(line.H, 0.5)
				inner := Rect{n.Rect.X + 1, n.Rect.Y + 1, n.Rect.W - 2, n.Rect.H - 2}
				if line.Overlaps(inner) {
					t.Fatalf("flow %d runs through node %d %v on its way from %v to %v", i, j, n.Rect, a, b)
				}
			}
		}
	}
}

func onBorder(r Rect, p Point) bool {
	inX, inY := p.X >= r.X && p.X <= r.X+r.W, p.Y >= r.Y && p.Y <= r.Y+r.H
	return inX && inY && (p.X == r.X || p.X == r.X+r.W || p.Y == r.Y || p.Y == r.Y+r.H)
}

func layoutHolds(t *rapid.T) {
	raw := graphs().Draw(t, "graph")
	g := mended(raw)
	l := Arrange(raw, LayoutOptions{})
	checkBoxes(t, g, l)
	checkLabels(t, g, l)
	checkFlows(t, g, l)
	if again := Arrange(raw, LayoutOptions{}); !reflect.DeepEqual(l, again) {
		t.Fatalf("the same graph was laid out in two ways")
	}
}

func TestNothingOverlaps(t *testing.T) { rapid.Check(t, layoutHolds) }

func FuzzArrange(f *testing.F) { f.Fuzz(rapid.MakeFuzz(layoutHolds)) }

func TestLargeModels(t *testing.T) {
	for _, n := range []int{15, 55, 200} {
		g := generated(n)
		l := Arrange(g, LayoutOptions{})
		checkBoxes(t, g, l)
		checkLabels(t, g, l)
		checkFlows(t, g, l)
		for _, d := range []Detail{NameDetail, KeyDetail, FullDetail} {
			checkLabels(t, g, Arrange(g, LayoutOptions{Detail: d}))
		}
	}
}

// TestSketches draws all devices that are at hand: every flow keeps its label, and the smallest text is at least 6
// points high on a page of A4 landscape.
func TestSketches(t *testing.T) {
	for name, g := range sketches(t) {
		l := Arrange(g, LayoutOptions{})
		checkBoxes(t, g, l)
		checkLabels(t, g, l)
		checkFlows(t, g, l)
		s := Draw(g, l)
		look(t, name, s)
		if len(l.Keys) > 0 {
			t.Errorf("%s: %d flows have no label of their own", name, len(l.Keys))
		}
		if size := textOnA4(s); size < 6 {
			t.Errorf("%s: text would be %.1f points high on A4", name, size)
		}
	}
}

// textOnA4 is the size of the smallest text when a scene fills a page of A4 landscape with margins of about 1 cm.
func textOnA4(s *Scene) float64 {
	smallest := math.Inf(1)
	for _, g := range s.Groups {
		for _, t := range g.Texts {
			smallest = min(smallest, t.Size)
		}
	}
	return smallest / max(s.W/786, s.H/540)
}

// TestHandSetPlaces gives some nodes the places of an earlier layout and checks that they stay there, and that the rest
// finds room around them.
func TestHandSetPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := graphs().Draw(t, "graph")
		before := Arrange(raw, LayoutOptions{})
		g := mended(raw)
		dx, dy := float64(rapid.IntRange(-500, 500).Draw(t, "dx"))*10, float64(rapid.IntRange(-500, 500).Draw(t, "dy"))*10
		for i := range g.Nodes {
			if rapid.Bool().Draw(t, "pinned") {
				r := before.Nodes[i].Rect
				g.Nodes[i].At = &Box{X: r.X + dx, Y: r.Y + dy}
			}
		}
		l := Arrange(g, LayoutOptions{})
		for i, n := range g.Nodes {
			if r := l.Nodes[i].Rect; n.At != nil && (r.X+l.Origin.X != n.At.X || r.Y+l.Origin.Y != n.At.Y) {
				t.Fatalf("node %d was put at %v and stands at %v with the origin at %v", i, *n.At, r, l.Origin)
			}
			for j, o := range l.Nodes[:i] {
				if l.Nodes[i].Rect.Overlaps(o.Rect) {
					t.Fatalf("nodes %d %v and %d %v overlap", i, l.Nodes[i].Rect, j, o.Rect)
				}
			}
			if z := n.Zone; z >= 0 && !l.Zones[z].Rect.Contains(l.Nodes[i].Rect) {
				t.Fatalf("node %d %v is outside its zone %v", i, l.Nodes[i].Rect, l.Zones[z].Rect)
			}
		}
		checkLabels(t, g, l)
	})
}
