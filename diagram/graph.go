// Package diagram draws the model as one scene: zones of trust, the elements in them, the flows between, and the notes
// that people put beside them.
//
// The way of the data is model → [Graph] → [Layout] → [Scene] → a [Canvas]. A Graph is what there is to draw, without
// positions. Arrange finds positions: zones nest and never overlap, a flow goes around elements, and a label never lies
// on another label, an element or the title of a zone. Draw turns both into plain shapes, which every writer (SVG, PNG,
// and whoever implements Canvas) shows alike. DOT, Mermaid and Sentences say the same without positions.
//
// The same input gives the same bytes.
package diagram

import "slices"

// Shape is what a node is in a data flow diagram. It decides the outline that is drawn.
type Shape string

// The shapes. Group stands for all elements of one zone in an overview.
const (
	Process  Shape = "process"
	Store    Shape = "store"
	External Shape = "external"
	Human    Shape = "human"
	Sensor   Shape = "sensor"
	Actuator Shape = "actuator"
	Physical Shape = "physical"
	Group    Shape = "group"
)

// Protection says what is certain about authentication and encryption of a flow, by its own words or by its protocol. It does
// not judge how good they are.
type Protection uint8

// The protections. Unknown: at least one of the two is not known. Absent: at least one is stated as none. Stated: both
// are stated, and neither is none; that it does not apply is a statement too.
const (
	Unknown Protection = iota
	Absent
	Stated
)

// String is the protection in one word.
func (p Protection) String() string { return [...]string{"unknown", "none", "stated"}[min(p, Stated)] }

// Mark is a number shown at an element or a flow, such as its findings with the worst severity among them.
type Mark struct {
	Count    int
	Severity string // a short word, such as S5; shown beside the number
}

// Graph is what there is to draw.
type Graph struct {
	ID, Title string
	// Text describes the diagram for people who do not see it.
	Text  string
	Zones []Zone
	Nodes []Node
	Edges []Edge
	Notes []Note
	// Compared says that the graph tells two models apart, so that what did not change is drawn faint.
	Compared bool
}

// Zone is a zone of trust.
type Zone struct {
	ID, Name string
	In       int // index of the zone around it, or -1
	Trust    int // 0 to 9, or -1 where it is not known
	At       *Box
	Change   Change
}

// Node is an element.
type Node struct {
	ID, Name string
	Note     string // a second, smaller text, such as the type
	Shape    Shape
	Zone     int // index of its zone, or -1
	// OutOfScope says that no threats are raised on it; it is drawn paler, with a note.
	OutOfScope bool
	Mark       Mark
	At         *Box
	Change     Change
}

// Edge is a flow from one node to another.
type Edge struct {
	ID       string
	From, To int // indices of nodes
	Name     string
	Detail   string // protocol and carrier
	Guard    string // authentication and encryption in words
	// Protection decides the style of the line.
	Protection Protection
	TwoWay     bool
	OutOfScope bool
	Mark       Mark
	// Via are the points that a person led it through, in order, in the coordinates of the boxes that people placed.
	Via    []Point
	Change Change
}

// Box is a place that a person gave, in points from the top left. A width or height of 0 leaves the size to the layout.
type Box struct{ X, Y, W, H float64 }

// Rect is a rectangle in points.
type Rect struct{ X, Y, W, H float64 }

// Overlaps reports whether the insides of two rectangles meet.
func (r Rect) Overlaps(o Rect) bool {
	return r.X < o.X+o.W && o.X < r.X+r.W && r.Y < o.Y+o.H && o.Y < r.Y+r.H
}

// Contains reports whether o lies inside r, borders included.
func (r Rect) Contains(o Rect) bool {
	return r.X <= o.X && r.Y <= o.Y && r.X+r.W >= o.X+o.W && r.Y+r.H >= o.Y+o.H
}

// Union returns the smallest rectangle around both.
func (r Rect) Union(o Rect) Rect {
	x, y := min(r.X, o.X), min(r.Y, o.Y)
	return Rect{x, y, max(r.X+r.W, o.X+o.W) - x, max(r.Y+r.H, o.Y+o.H) - y}
}

// grown returns r with a margin of d on each side.
func (r Rect) grown(d float64) Rect { return Rect{r.X - d, r.Y - d, r.W + 2*d, r.H + 2*d} }

// Point is a place in points.
type Point struct{ X, Y float64 }

// clean returns the graph with what cannot be drawn mended: zones that contain themselves become outermost, nodes in
// no such zone lie outside, edges without both ends are dropped.
func (g *Graph) clean() *Graph {
	c := &Graph{ID: g.ID, Title: g.Title, Text: g.Text, Compared: g.Compared}
	c.Zones = append(c.Zones, g.Zones...)
	c.Nodes = append(c.Nodes, g.Nodes...)
	for i := range c.Zones {
		if c.Zones[i].In < 0 || c.Zones[i].In >= len(c.Zones) {
			c.Zones[i].In = -1
		}
	}
	for i := range c.Zones {
		steps := 0
		for z := c.Zones[i].In; z >= 0; z = c.Zones[z].In {
			if steps++; steps > len(c.Zones) || z == i {
				c.Zones[i].In = -1
				break
			}
		}
	}
	for i := range c.Nodes {
		if c.Nodes[i].Zone < 0 || c.Nodes[i].Zone >= len(c.Zones) {
			c.Nodes[i].Zone = -1
		}
	}
	edgeAt := make([]int, len(g.Edges))
	for i, e := range g.Edges {
		edgeAt[i] = -1
		if e.From >= 0 && e.To >= 0 && e.From < len(c.Nodes) && e.To < len(c.Nodes) {
			edgeAt[i] = len(c.Edges)
			c.Edges = append(c.Edges, e)
		}
	}
	for _, n := range g.Notes {
		n.Zones, n.Nodes, n.Edges = within(n.Zones, len(c.Zones)), within(n.Nodes, len(c.Nodes)), through(n.Edges, edgeAt)
		c.Notes = append(c.Notes, n)
	}
	return c
}

// within returns the indices that are below n.
func within(list []int, n int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(i int) bool { return i < 0 || i >= n })
}

// through returns where the indices have gone, each once; what has gone nowhere is left out.
func through(list, to []int) []int {
	var out []int
	for _, i := range within(list, len(to)) {
		if to[i] >= 0 && !slices.Contains(out, to[i]) {
			out = append(out, to[i])
		}
	}
	return out
}
