package diagram

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"theriac.dev/tree"
)

// The measures of a drawing of a tree, in points.
const (
	treeWidth  = 120.0 // of a box
	treeSize   = 8.5   // of its text
	treeLine   = 10.2
	treeGapX   = 13.0
	treeGapY   = 30.0 // between a gate and the row below it
	treeIndent = 20.0 // of a list below its gate
	treeGapRow = 8.0  // between two entries of a list
	treeStack  = 14.0 // of the boxes of a column beside its line
	gateWidth  = 46.0
	gateHeight = 18.0
)

// TreeDrawing is a tree to draw.
type TreeDrawing struct {
	Title, Text string
	Tree        tree.Tree
	// Notes are short lines below the text of a node, by its index, such as its cost. The list may be shorter.
	Notes []string
	// Off are defences that do not count, and steps that are decided to be gone, by index.
	Off []int
}

// DrawTree draws an attack-defence tree from its root down. A node that is used at several places is drawn once.
//
// Shapes and words tell what colour tells: a step of the attacker has corners, a defence round ends and the word defence;
// a gate is the shape that fault trees use, with its word in it; the children of an ordered gate are numbered; a defence
// stops a node by a dotted line with a bar at its end; what does not count has a broken border. Where all is small, the
// nodes under a gate hang below each other, so that the drawing fits a sheet of A4 as well as it can.
func DrawTree(d TreeDrawing) *Scene {
	g := newTreePlan(&d)
	best, bestDeep, bestScale := 0, 0.0, 0.0
	for hang := range 7 {
		for _, deep := range []float64{0, 250, 400, 600, 900} {
			g.place(hang, deep)
			if s := sheetScale(g.width(), g.height()); s > bestScale*1.02 {
				best, bestDeep, bestScale = hang, deep, s
			}
		}
	}
	g.place(best, bestDeep)
	return g.draw()
}

// sheetScale is how large a drawing can be printed on a sheet of A4, upright or sideways, with margins of 36 points.
func sheetScale(w, h float64) float64 {
	w, h = w+2*margin, h+90
	return max(min(523/w, 770/h), min(770/w, 523/h))
}

// treePlan is where the nodes of a tree go.
type treePlan struct {
	d      *TreeDrawing
	nodes  []int         // the nodes under the root, each after the one that it hangs from
	below  map[int][]int // by node: those that hang from it, first its children, then its counters
	parent map[int]int
	tall   map[int]int // levels below a node
	lines  map[int][]string

	box     map[int]Rect         // with the gate below it
	size    map[int]Point        // width and height with all that hangs from it
	listed  map[int]bool         // whose nodes hang below each other
	columns map[int][]treeColumn // of the others
	stacked map[int]bool         // nodes that share a column of a row
}

func newTreePlan(d *TreeDrawing) *treePlan {
	g := &treePlan{d: d, below: map[int][]int{}, parent: map[int]int{}, tall: map[int]int{}, lines: map[int][]string{}}
	t := &d.Tree
	if t.Root < 0 || t.Root >= len(t.Nodes) {
		return g
	}
	// Breadth first, so that a shared node hangs where it is used highest.
	seen := map[int]bool{t.Root: true}
	g.nodes = []int{t.Root}
	for at := 0; at < len(g.nodes); at++ {
		i := g.nodes[at]
		n := &t.Nodes[i]
		for _, c := range slices.Concat(n.Children, n.Counters) {
			if c >= 0 && c < len(t.Nodes) && !seen[c] {
				seen[c], g.parent[c] = true, i
				g.nodes = append(g.nodes, c)
				g.below[i] = append(g.below[i], c)
			}
		}
		g.lines[i] = g.textOf(i)
	}
	for _, i := range slices.Backward(g.nodes) {
		for _, c := range g.below[i] {
			g.tall[i] = max(g.tall[i], g.tall[c]+1)
		}
	}
	return g
}

// textOf breaks the text of a node into lines.
func (g *treePlan) textOf(i int) []string {
	n := &g.d.Tree.Nodes[i]
	text := n.Text
	if text == "" {
		text = n.ID
	}
	return wrap(text, treeSize, treeWidth-14, false, 4)
}

func (g *treePlan) note(i int) string {
	if i < len(g.d.Notes) {
		return plain(g.d.Notes[i])
	}
	return ""
}

// tag is the word above the text of a defence or a step that is gone.
func (g *treePlan) tag(i int) string {
	off := slices.Contains(g.d.Off, i)
	switch {
	case g.d.Tree.Nodes[i].Defence && off:
		return "DEFENCE, not in place"
	case g.d.Tree.Nodes[i].Defence:
		return "DEFENCE"
	case off:
		return "STEP, decided to be gone"
	}
	return ""
}

func (g *treePlan) isGate(i int) bool {
	n := &g.d.Tree.Nodes[i]
	return n.Gate != tree.Leaf && len(n.Children) > 0
}

// boxHeight is the height of the box of a node without its gate.
func (g *treePlan) boxHeight(i int) float64 {
	h := float64(len(g.lines[i]))*treeLine + 9
	if g.tag(i) != "" {
		h += treeLine
	}
	if g.note(i) != "" {
		h += treeLine
	}
	return h
}

func (g *treePlan) nodeHeight(i int) float64 {
	if g.isGate(i) {
		return g.boxHeight(i) + gateHeight + 4
	}
	return g.boxHeight(i)
}

// place lays the nodes out. What is at most hang levels tall stands as a list, and in a row what is short is stacked up to
// a height of deep, or of the tallest of the row.
func (g *treePlan) place(hang int, deep float64) {
	g.box, g.listed, g.columns, g.stacked = map[int]Rect{}, map[int]bool{}, map[int][]treeColumn{}, map[int]bool{}
	g.size = map[int]Point{}
	for _, i := range slices.Backward(g.nodes) {
		w, h := treeWidth, g.nodeHeight(i)
		kids := g.below[i]
		switch g.listed[i] = g.tall[i] <= hang; {
		case len(kids) == 0:
		case g.listed[i]:
			for _, c := range kids {
				w, h = max(w, treeIndent+g.size[c].X), h+treeGapRow+g.size[c].Y
			}
		default:
			row, tallest := -treeGapX, 0.0
			g.columns[i] = g.stack(kids, deep)
			for _, c := range g.columns[i] {
				row, tallest = row+treeGapX+c.w, max(tallest, c.h)
			}
			w, h = max(w, row), h+treeGapY+tallest
		}
		g.size[i] = Point{w, h}
	}
	if len(g.nodes) > 0 {
		g.put(g.nodes[0])
	}
}

// treeColumn is what stands below each other in a row.
type treeColumn struct {
	nodes []int
	w, h  float64
}

// stack makes columns of the nodes of a row, in their order: short neighbours share one as long as it is not too tall.
func (g *treePlan) stack(kids []int, deep float64) []treeColumn {
	for _, c := range kids {
		deep = max(deep, g.size[c].Y)
	}
	var out []treeColumn
	for _, c := range kids {
		s := g.size[c]
		if k := len(out) - 1; k >= 0 && g.listed[c] && g.listed[out[k].nodes[0]] && out[k].h+treeGapRow+s.Y <= deep {
			last := &out[k]
			if len(last.nodes) == 1 {
				last.w += treeStack
			}
			last.nodes, last.w, last.h = append(last.nodes, c), max(last.w, s.X+treeStack), last.h+treeGapRow+s.Y
			continue
		}
		out = append(out, treeColumn{[]int{c}, s.X, s.Y})
	}
	return out
}

// put sets every node, the root at the corner.
func (g *treePlan) put(root int) {
	at := map[int]Point{root: {}} // the corner of a node with all that hangs from it
	for _, i := range g.nodes {
		corner, h := at[i], g.nodeHeight(i)
		if columns := g.columns[i]; columns != nil {
			g.box[i] = Rect{g.row(i, columns, corner, at), corner.Y, treeWidth, h}
			continue
		}
		g.box[i] = Rect{corner.X, corner.Y, treeWidth, h}
		down := corner.Y + h
		for _, c := range g.below[i] {
			at[c] = Point{corner.X + treeIndent, down + treeGapRow}
			down += treeGapRow + g.size[c].Y
		}
	}
}

// row sets the columns below a node and returns where its own box begins.
func (g *treePlan) row(i int, columns []treeColumn, corner Point, at map[int]Point) float64 {
	width := -treeGapX
	for _, c := range columns {
		width += treeGapX + c.w
	}
	x, top := corner.X+(g.size[i].X-width)/2, corner.Y+g.nodeHeight(i)+treeGapY
	first, last := 0.0, 0.0
	for k, col := range columns {
		in := 0.0
		if len(col.nodes) > 1 {
			in = treeStack
		}
		y := top
		for _, c := range col.nodes {
			at[c], g.stacked[c] = Point{x + in, y}, in > 0
			y += g.size[c].Y + treeGapRow
		}
		last = x + g.middle(col.nodes[0])
		if k == 0 {
			first = last
		}
		x += col.w + treeGapX
	}
	return max(corner.X, min((first+last)/2-treeWidth/2, corner.X+g.size[i].X-treeWidth))
}

// middle is how far right of its corner the box of a node has its middle, about.
func (g *treePlan) middle(i int) float64 {
	if g.columns[i] == nil {
		return treeWidth / 2
	}
	return g.size[i].X / 2
}

func (g *treePlan) width() float64 {
	w := 0.0
	for _, b := range g.box {
		w = max(w, b.X+b.W+treeGapX) // lines may pass on the right
	}
	return w
}

func (g *treePlan) height() float64 {
	h := 0.0
	for _, b := range g.box {
		h = max(h, b.Y+b.H)
	}
	return h
}

// draw makes the scene.
func (g *treePlan) draw() *Scene {
	w := max(g.width(), 440)
	s := &Scene{Title: plain(g.d.Title), Text: plain(g.d.Text), W: w + 2*margin}
	page := Part{Kind: "page"}
	head := 0.0
	for _, line := range wrap(g.d.Title, headSize, w, true, 3) {
		page.Texts = append(page.Texts, Text{X: margin, Y: margin + head + 13, Size: headSize, Bold: true, Align: -1, Ink: Text0, Value: line})
		head += 19
	}
	head += 8
	foot := g.legend(w)
	s.H = head + g.height() + 14 + foot.height + 2*margin
	page.Paths = []Path{filled(rectPath(Rect{0, 0, s.W, s.H}, 0), Paper)}
	s.Groups = append(s.Groups, page)
	dx, dy := margin+(w-g.width())/2, margin+head
	for i, b := range g.box {
		b.X, b.Y = b.X+dx, b.Y+dy
		g.box[i] = b
	}
	for _, i := range g.nodes {
		s.Groups = append(s.Groups, g.edges(i)...)
	}
	for _, i := range g.nodes {
		s.Groups = append(s.Groups, g.node(i))
	}
	for _, i := range g.nodes {
		if p, ok := g.numbers(i); ok {
			s.Groups = append(s.Groups, p)
		}
	}
	s.Groups = append(s.Groups, foot.at(margin, s.H-margin-foot.height)...)
	return s
}

// gateText is the word in a gate.
func gateText(n *tree.Node) string {
	switch n.Gate {
	case tree.And:
		return "AND"
	case tree.Ordered:
		return "AND 1→" + strconv.Itoa(len(n.Children))
	case tree.AtLeast:
		return fmt.Sprintf("%d of %d", n.K, len(n.Children))
	}
	return "OR"
}

// node draws the box of a node and its gate.
func (g *treePlan) node(i int) Part {
	n, b := &g.d.Tree.Nodes[i], g.box[i]
	p := Part{Kind: "node", ID: n.ID, Title: g.title(i)}
	b.H = g.boxHeight(i)
	outline, ink := rectPath(b, 0), Flow1
	outline.Fill = Fill
	if n.Defence {
		outline, ink = rectPath(b, 11), Flow2
		outline.Fill = FillOut
	}
	outline.Stroke, outline.Width = ink, 1.3
	if slices.Contains(g.d.Off, i) {
		outline.Dash = []float64{4, 3}
	}
	if i == g.d.Tree.Root {
		outline.Width = 2.4
	}
	p.Paths = append(p.Paths, outline)
	y := b.Y + 4 + treeSize*0.9
	put := func(text string, bold bool, ink Ink) {
		p.Texts = append(p.Texts, Text{X: b.X + b.W/2, Y: y, Size: treeSize, Bold: bold, Ink: ink, Value: text})
		y += treeLine
	}
	if tag := g.tag(i); tag != "" {
		put(shorten(tag, treeSize, treeWidth-8, true), true, Text1)
	}
	for _, line := range g.lines[i] {
		put(line, g.isGate(i), Text0)
	}
	if note := g.note(i); note != "" {
		put(shorten(note, treeSize, treeWidth-8, false), false, Text1)
	}
	if g.isGate(i) {
		x, top := b.X+b.W/2-gateWidth/2, b.Y+b.H+4
		shape := gatePath(n.Gate, Rect{x, top, gateWidth, gateHeight})
		shape.Fill, shape.Stroke, shape.Width = Chip, ink, 1.2
		stem := linePath([]Point{{b.X + b.W/2, b.Y + b.H}, {b.X + b.W/2, top + 1}}, 0)
		stem.Stroke, stem.Width = ink, 1.2
		p.Paths = append(p.Paths, stem, shape)
		p.Texts = append(p.Texts, Text{X: x + gateWidth/2, Y: top + gateHeight/2 + 4, Size: 7.6, Bold: true, Ink: Text0, Value: gateText(n)})
	}
	return p
}

// title says a node for a screen reader.
func (g *treePlan) title(i int) string {
	n := &g.d.Tree.Nodes[i]
	parts := []string{plain(n.Text)}
	if n.Text == "" {
		parts[0] = plain(n.ID)
	}
	if g.isGate(i) {
		parts = append(parts, gateText(n))
	}
	if tag := g.tag(i); tag != "" {
		parts = append(parts, strings.ToLower(tag))
	}
	if note := g.note(i); note != "" {
		parts = append(parts, note)
	}
	return strings.Join(parts, ", ")
}

// gatePath is the shape of a gate as fault trees draw it (IEC 61025): a dome with a flat foot for and, one with a hollow
// foot and a point for or, and a hexagon for some of several.
func gatePath(gate tree.Gate, b Rect) Path {
	var p Path
	l, r, t, f, m := b.X, b.X+b.W, b.Y, b.Y+b.H, b.X+b.W/2
	switch gate {
	case tree.And, tree.Ordered:
		p.move(l, f)
		p.line(l, t+b.H*0.55)
		p.curve(Point{l, t + 1}, Point{l + b.W*0.2, t}, Point{m, t})
		p.curve(Point{r - b.W*0.2, t}, Point{r, t + 1}, Point{r, t + b.H*0.55})
		p.line(r, f)
	case tree.AtLeast:
		p.move(l, t+b.H/2)
		p.line(l+8, t)
		p.line(r-8, t)
		p.line(r, t+b.H/2)
		p.line(r-8, f)
		p.line(l+8, f)
	default:
		p.move(l, f)
		p.curve(Point{l, t + b.H*0.5}, Point{l + b.W*0.25, t + b.H*0.15}, Point{m, t - 2})
		p.curve(Point{r - b.W*0.25, t + b.H*0.15}, Point{r, t + b.H*0.5}, Point{r, f})
		p.curve(Point{r - b.W*0.3, f - 4}, Point{l + b.W*0.3, f - 4}, Point{l, f})
	}
	p.close()
	return p
}
