package diagram

// Scene is a drawing made of groups of plain shapes, in the order in which they are painted.
type Scene struct {
	W, H        float64 // in points
	Title, Text string
	Groups      []Part
}

// Part is one thing of the drawing with its shapes: a zone, an element, a flow, or something around them.
type Part struct {
	Kind  string // page, zone, element, flow, label, note, about, legend, key
	ID    string // id in the model, where it has one
	Title string // what a screen reader says
	// Change is how it differs, in a comparison.
	Change Change
	Paths  []Path
	Texts  []Text
}

// Path is an outline with its paint.
type Path struct {
	Ops    []Op
	Fill   Ink // NoInk leaves it open
	Stroke Ink
	Width  float64
	Dash   []float64 // lengths of dashes and gaps; nil for a solid line
	Round  bool      // round ends of the line
}

// Op is a step of an outline. Verb is M (move), L (line), C (cubic curve, its two control points first) or Z (close).
type Op struct {
	Verb byte
	P    [3]Point
}

// Text is one line of text. X is its left end, middle or right end, as Align says; Y is its base line.
type Text struct {
	X, Y  float64
	Size  float64
	Bold  bool
	Align int // -1 left, 0 middle, 1 right
	Ink   Ink
	Value string
}

// Canvas is what a scene is drawn on: SVG, PNG, and others outside this package, such as PDF.
type Canvas interface {
	// Begin starts a part; it is called before the paths and texts of each.
	Begin(p Part)
	Path(p Path)
	Text(t Text)
	End()
}

// Draw paints the scene.
func (s *Scene) Draw(c Canvas) {
	for _, g := range s.Groups {
		c.Begin(g)
		for _, p := range g.Paths {
			c.Path(p)
		}
		for _, t := range g.Texts {
			c.Text(t)
		}
		c.End()
	}
}

func (p *Path) move(x, y float64) { p.Ops = append(p.Ops, Op{'M', [3]Point{{x, y}}}) }
func (p *Path) line(x, y float64) { p.Ops = append(p.Ops, Op{'L', [3]Point{{x, y}}}) }
func (p *Path) close()            { p.Ops = append(p.Ops, Op{Verb: 'Z'}) }
func (p *Path) curve(a, b, c Point) {
	p.Ops = append(p.Ops, Op{'C', [3]Point{a, b, c}})
}

// kappa is the length of the handles with which a cubic curve comes closest to a quarter of a circle.
const kappa = 0.5523

// rectPath is a rectangle with corners of radius r.
func rectPath(b Rect, r float64) Path {
	var p Path
	r = min(r, b.W/2, b.H/2)
	x0, y0, x1, y1 := b.X, b.Y, b.X+b.W, b.Y+b.H
	if r <= 0 {
		p.polygon(Point{x0, y0}, Point{x1, y0}, Point{x1, y1}, Point{x0, y1})
		return p
	}
	k := r * (1 - kappa)
	p.move(x0+r, y0)
	p.line(x1-r, y0)
	p.curve(Point{x1 - k, y0}, Point{x1, y0 + k}, Point{x1, y0 + r})
	p.line(x1, y1-r)
	p.curve(Point{x1, y1 - k}, Point{x1 - k, y1}, Point{x1 - r, y1})
	p.line(x0+r, y1)
	p.curve(Point{x0 + k, y1}, Point{x0, y1 - k}, Point{x0, y1 - r})
	p.line(x0, y0+r)
	p.curve(Point{x0, y0 + k}, Point{x0 + k, y0}, Point{x0 + r, y0})
	p.close()
	return p
}

func (p *Path) polygon(points ...Point) {
	for i, q := range points {
		if i == 0 {
			p.move(q.X, q.Y)
		} else {
			p.line(q.X, q.Y)
		}
	}
	p.close()
}

// linePath joins points by straight lines with corners of radius r.
func linePath(points []Point, r float64) Path {
	var p Path
	for i, q := range points {
		switch {
		case i == 0:
			p.move(q.X, q.Y)
		case i == len(points)-1:
			p.line(q.X, q.Y)
		default:
			a, b := toward(q, points[i-1], r), toward(q, points[i+1], r)
			p.line(a.X, a.Y)
			p.curve(toward(q, a, r*(1-kappa)), toward(q, b, r*(1-kappa)), b)
		}
	}
	return p
}

// toward returns the point that lies d points from a on the way to b, at most half of it.
func toward(a, b Point, d float64) Point {
	dx, dy := b.X-a.X, b.Y-a.Y
	length := max(abs64(dx), abs64(dy))
	if length == 0 {
		return a
	}
	d = min(d, length/2)
	return Point{a.X + dx/length*d, a.Y + dy/length*d}
}

func abs64(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}
