package diagram_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	. "theriac.dev/diagram"
)

// led pins all elements of a random graph where they stand, moved by some way, and leads flows through points anywhere.
// It also returns those of each flow that lie in no element.
func led(t *rapid.T) (*Graph, [][]Point) {
	raw := graphs().Draw(t, "graph")
	before := Arrange(raw, LayoutOptions{})
	g := mended(raw)
	dx, dy := float64(rapid.IntRange(-500, 500).Draw(t, "dx"))*10, float64(rapid.IntRange(-500, 500).Draw(t, "dy"))*10
	for i, n := range before.Nodes {
		g.Nodes[i].At = &Box{X: n.Rect.X + dx, Y: n.Rect.Y + dy, W: n.Rect.W, H: n.Rect.H}
	}
	open := make([][]Point, len(g.Edges))
	for i := range g.Edges {
		for range rapid.IntRange(0, 4).Draw(t, "points") {
			p := Point{X: float64(rapid.IntRange(-20, int(before.W/10)+20).Draw(t, "x")) * 10, Y: float64(rapid.IntRange(-20, int(before.H/10)+20).Draw(t, "y")) * 10}
			free := true
			for _, n := range before.Nodes {
				free = free && !inside(n.Rect, p)
			}
			p = Point{X: p.X + dx, Y: p.Y + dy}
			g.Edges[i].Via = append(g.Edges[i].Via, p)
			if free {
				open[i] = append(open[i], p)
			}
		}
	}
	return g, open
}

func inside(r Rect, p Point) bool {
	return p.X >= r.X && p.X <= r.X+r.W && p.Y >= r.Y && p.Y <= r.Y+r.H
}

// missed returns the first point that a line does not go through in their order, or -1.
func missed(line, points []Point, origin Point) int {
	leg, gone := 1, 0.0 // how far along the line the last point lay
	for i, want := range points {
		want = Point{X: want.X - origin.X, Y: want.Y - origin.Y}
		for {
			if leg >= len(line) {
				return i
			}
			a, b := line[leg-1], line[leg]
			at := math.Abs(want.X-a.X) + math.Abs(want.Y-a.Y)
			if at+math.Abs(b.X-want.X)+math.Abs(b.Y-want.Y) == math.Abs(b.X-a.X)+math.Abs(b.Y-a.Y) && at >= gone {
				gone = at
				break
			}
			leg, gone = leg+1, 0
		}
	}
	return -1
}

// flowsGoThrough holds that a flow goes through each of its points that is free in their order, around elements, at
// right angles, and that nothing of the rest is worse for it.
func flowsGoThrough(t *rapid.T) {
	g, open := led(t)
	l := Arrange(g, LayoutOptions{})
	for i, e := range l.Edges {
		if k := missed(e.Points, open[i], l.Origin); k >= 0 {
			t.Fatalf("flow %d misses point %d %v: %v from the origin %v", i, k, open[i][k], e.Points, l.Origin)
		}
	}
	checkFlows(t, g, l)
	checkLabels(t, g, l)
	if again := Arrange(g, LayoutOptions{}); !reflect.DeepEqual(l, again) {
		t.Fatal("the same graph was laid out in two ways")
	}
}

func TestFlowsGoThroughTheirPoints(t *testing.T) { rapid.Check(t, flowsGoThrough) }

func FuzzThrough(f *testing.F) { f.Fuzz(rapid.MakeFuzz(flowsGoThrough)) }

// TestPointsOfNoUse holds that points do nothing where nothing is placed, that those under an end are left out, that one
// far away is reached all the same, and that one inside of another element is drawn beside it.
func TestPointsOfNoUse(t *testing.T) {
	graph := func(placed bool, via ...Point) *Graph {
		g := &Graph{Nodes: []Node{{ID: "a", Zone: -1}, {ID: "b", Zone: -1}, {ID: "c", Zone: -1}}, Edges: []Edge{{ID: "f", From: 0, To: 1, Via: via}}}
		if placed {
			for i := range g.Nodes {
				g.Nodes[i].At = &Box{X: float64(i) * 300, Y: 100, W: 100, H: 60}
			}
		}
		return g
	}
	way := func(g *Graph) []Point { return Arrange(g, LayoutOptions{}).Edges[0].Points }
	if got, want := way(graph(false, Point{X: 900, Y: 900})), way(graph(false)); !reflect.DeepEqual(got, want) {
		t.Errorf("nothing is placed, and the flow goes %v instead of %v", got, want)
	}
	if got, want := way(graph(true, Point{X: 50, Y: 130}, Point{X: 300, Y: 100})), way(graph(true)); !reflect.DeepEqual(got, want) {
		t.Errorf("with points under its ends a flow goes %v instead of %v", got, want)
	}
	within := graph(true, Point{X: 640, Y: 120})
	l := Arrange(within, LayoutOptions{})
	checkFlows(t, within, l)
	if c := l.Nodes[2].Rect; missed(l.Edges[0].Points, []Point{{X: 640, Y: c.Y - 10 + l.Origin.Y}}, l.Origin) >= 0 {
		t.Errorf("led through an element at %v: %v from the origin %v", c, l.Edges[0].Points, l.Origin)
	}
	for _, p := range []Point{{X: -900, Y: 2000}, {X: 200, Y: 130}, {X: 200, Y: 130}} {
		g := graph(true, p, p)
		l := Arrange(g, LayoutOptions{})
		if missed(l.Edges[0].Points, []Point{p}, l.Origin) >= 0 {
			t.Errorf("through %v: %v from the origin %v", p, l.Edges[0].Points, l.Origin)
		}
		s := Draw(g, l)
		if b := (Rect{W: s.W, H: s.H}); b.W < 100 || b.H < 60 {
			t.Errorf("through %v: the picture has the size %v", p, b)
		}
	}
}
