package diagram

import (
	"encoding/xml"
	"fmt"
	"html"
	"image/color"
	"io"
	"math"
	"strconv"
	"strings"
)

// WriteDrawIO writes pages as a draw.io file, not compressed, so that it can be compared line by line. Every zone, element,
// flow and note is an object with the attributes theriac-id and theriac-kind, by which a reader finds it again, and its name
// is what stands in bold in its label; of a note all of the label is its text. Zones are containers; places are those of layout.yaml.
func WriteDrawIO(w io.Writer, pages []Page, t Theme) error {
	file := mxFile{Host: "Theriac", Pages: len(pages)}
	for i, p := range pages {
		file.Diagrams = append(file.Diagrams, mxPage(p, i, t))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(file); err != nil {
		return fmt.Errorf("write draw.io file: %w", err)
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type mxFile struct {
	XMLName  xml.Name    `xml:"mxfile"`
	Host     string      `xml:"host,attr"`
	Pages    int         `xml:"pages,attr"`
	Diagrams []mxDiagram `xml:"diagram"`
}

type mxDiagram struct {
	ID    string  `xml:"id,attr"`
	Name  string  `xml:"name,attr"`
	Model mxModel `xml:"mxGraphModel"`
}

// mxModel is a page. Cells come first the two that every page has, then containers before what is in them, flows last.
type mxModel struct {
	Grid       int    `xml:"grid,attr"`
	GridSize   int    `xml:"gridSize,attr"`
	Guides     int    `xml:"guides,attr"`
	Tooltips   int    `xml:"tooltips,attr"`
	Connect    int    `xml:"connect,attr"`
	Arrows     int    `xml:"arrows,attr"`
	Fold       int    `xml:"fold,attr"`
	Page       int    `xml:"page,attr"`
	PageScale  int    `xml:"pageScale,attr"`
	PageWidth  int    `xml:"pageWidth,attr"`
	PageHeight int    `xml:"pageHeight,attr"`
	Background string `xml:"background,attr,omitempty"`
	Cells      []any  `xml:"root>cell"`
}

type mxCell struct {
	XMLName     xml.Name    `xml:"mxCell"`
	ID          string      `xml:"id,attr,omitempty"`
	Value       string      `xml:"value,attr,omitempty"`
	Style       string      `xml:"style,attr,omitempty"`
	Parent      string      `xml:"parent,attr,omitempty"`
	Vertex      string      `xml:"vertex,attr,omitempty"`
	Edge        string      `xml:"edge,attr,omitempty"`
	Connectable string      `xml:"connectable,attr,omitempty"`
	Source      string      `xml:"source,attr,omitempty"`
	Target      string      `xml:"target,attr,omitempty"`
	Geometry    *mxGeometry `xml:"mxGeometry"`
}

// mxObject is a cell with attributes of its own.
type mxObject struct {
	XMLName xml.Name `xml:"object"`
	Label   string   `xml:"label,attr"`
	Theriac string   `xml:"theriac-id,attr,omitempty"`
	Kind    string   `xml:"theriac-kind,attr"`
	Shape   string   `xml:"theriac-shape,attr,omitempty"`
	Trust   string   `xml:"theriac-trust,attr,omitempty"`
	Via     string   `xml:"theriac-via,attr,omitempty"` // where people led a flow
	Way     string   `xml:"theriac-way,attr,omitempty"` // its corners as they are drawn, by which a reader sees that somebody moved it
	ID      string   `xml:"id,attr"`
	Cell    mxCell
}

type mxGeometry struct {
	X        string    `xml:"x,attr,omitempty"`
	Y        string    `xml:"y,attr,omitempty"`
	Width    string    `xml:"width,attr,omitempty"`
	Height   string    `xml:"height,attr,omitempty"`
	Relative string    `xml:"relative,attr,omitempty"`
	As       string    `xml:"as,attr"`
	Points   *mxArray  `xml:"Array"`
	Offsets  []mxPoint `xml:"mxPoint"`
}

type mxArray struct {
	As     string    `xml:"as,attr"`
	Points []mxPoint `xml:"mxPoint"`
}

type mxPoint struct {
	X  string `xml:"x,attr"`
	Y  string `xml:"y,attr"`
	As string `xml:"as,attr,omitempty"`
}

// topLayer is the cell that everything outside a container lies in.
const topLayer = "1"

// drawio makes one page.
type drawio struct {
	g     *Graph
	l     *Layout
	t     Theme
	cells []any
}

func mxPage(p Page, at int, t Theme) mxDiagram {
	d := &drawio{g: p.Graph.clean(), l: p.Layout, t: t}
	d.cells = []any{mxCell{ID: "0"}, mxCell{ID: topLayer, Parent: "0"}}
	for _, z := range zonesOutside(d.g) {
		d.cells = append(d.cells, d.zone(z))
	}
	for n := range d.g.Nodes {
		d.node(n)
	}
	for e := range d.g.Edges {
		if len(d.l.Edges[e].Points) > 1 {
			d.cells = append(d.cells, d.flow(e))
		}
	}
	for n := range d.g.Notes {
		d.note(n)
	}
	box := d.l.bounds()
	m := mxModel{Grid: 1, GridSize: 10, Guides: 1, Tooltips: 1, Connect: 1, Arrows: 1, Page: 1, PageScale: 1, Cells: d.cells,
		PageWidth: round10(box.W + 4*margin), PageHeight: round10(box.H + 4*margin)}
	if t[Paper] != Light()[Paper] {
		m.Background = hex(t[Paper])
	}
	id := p.ID
	if id == "" {
		id = "theriac-page-" + strconv.Itoa(at)
	}
	return mxDiagram{ID: id, Name: plain(d.g.Title), Model: m}
}

// round10 is a length rounded up to the grid of draw.io.
func round10(v float64) int { return int(math.Ceil(v/10)) * 10 }

func hex(c color.RGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

func (d *drawio) zoneCell(z int) string {
	if z < 0 {
		return topLayer
	}
	return "zone:" + d.g.Zones[z].ID
}

// nodeCell is the id of a node's cell. In an overview a node is all of a zone, so the kinds are kept apart.
func (d *drawio) nodeCell(n int) string {
	if d.g.Nodes[n].Shape == Group {
		return "group:" + d.g.Nodes[n].ID
	}
	return "element:" + d.g.Nodes[n].ID
}

// geometry is a place in a container; draw.io counts from the container's corner.
func (d *drawio) geometry(r Rect, in int) *mxGeometry {
	corner := Point{-d.l.Origin.X, -d.l.Origin.Y}
	if in >= 0 {
		corner = Point{d.l.Zones[in].Rect.X, d.l.Zones[in].Rect.Y}
	}
	return &mxGeometry{X: num(r.X - corner.X), Y: num(r.Y - corner.Y), Width: num(r.W), Height: num(r.H), As: "geometry"}
}

func (d *drawio) zone(i int) mxObject {
	z := d.g.Zones[i]
	trust, note := "", "trust unknown"
	if z.Trust >= 0 {
		trust = strconv.Itoa(z.Trust)
		note = "trust " + trust
	}
	style := styleOf("rounded=1;absoluteArcSize=1;arcSize=20;container=1;collapsible=0;recursiveResize=0;whiteSpace=wrap;html=1;verticalAlign=top;align=left;spacingLeft=6;spacingTop=-2;dashed=1;dashPattern=10 3 2 3",
		"fillColor", hex(d.t[zoneInk(z.Trust)]), "strokeColor", hex(d.t[Border]), "fontColor", hex(d.t[Border]), "fontSize", strconv.Itoa(titleSize), "strokeWidth", "1.3")
	return mxObject{Label: bold(z.Name) + " · " + note, Theriac: z.ID, Kind: "zone", Trust: trust, ID: d.zoneCell(i),
		Cell: mxCell{Style: style, Parent: d.zoneCell(z.In), Vertex: "1", Geometry: d.geometry(d.l.Zones[i].Rect, z.In)}}
}

// mxShapes are the shapes of draw.io that come nearest to ours. They are what other tools take for these kinds, too.
var mxShapes = map[Shape]string{
	Process:  "rounded=1;absoluteArcSize=1;arcSize=22;spacing=8",
	Store:    "shape=cylinder3;boundedLbl=1;backgroundOutline=1;size=5;spacing=2",
	External: "rounded=0;spacing=8",
	Human:    "shape=umlActor;outlineConnect=0;verticalLabelPosition=bottom;verticalAlign=top",
	Sensor:   "shape=hexagon;perimeter=hexagonPerimeter2;fixedSize=1;size=9;spacing=14",
	Actuator: "shape=step;perimeter=stepPerimeter;fixedSize=1;size=9;spacing=14",
	Physical: "shape=cube;boundedLbl=1;backgroundOutline=1;size=6;spacing=8",
	Group:    "shape=ext;double=1;rounded=0;spacing=8",
}

// frame is the place of a node in draw.io. The figure of a person has its name below, in the same room.
func (d *drawio) frame(n int) Rect {
	r := d.l.Nodes[n].Rect
	if d.g.Nodes[n].Shape != Human {
		return r
	}
	text := float64(len(d.l.Nodes[n].Name)+len(d.l.Nodes[n].Note)) * nameSize * lineGap
	h := max(r.H-text, 30)
	w := h * 0.6
	return Rect{r.X + (r.W-w)/2, r.Y, w, h}
}

func (d *drawio) node(i int) {
	n := d.g.Nodes[i]
	fill := Fill
	if n.OutOfScope || n.Shape == External || n.Shape == Human {
		fill = FillOut
	}
	style := styleOf(mxShapes[n.Shape]+";whiteSpace=wrap;html=1", "fillColor", hex(d.t[fill]), "strokeColor", hex(d.t[Outline]),
		"fontColor", hex(d.t[Text0]), "fontSize", strconv.Itoa(nameSize), "strokeWidth", "1.4")
	if n.Shape == Human {
		style += "labelWidth=" + num(d.l.Nodes[i].Rect.W) + ";"
	}
	note := n.Note
	if n.OutOfScope {
		style += "dashed=1;dashPattern=3 2;"
		note = "out of scope"
	}
	label := bold(n.Name)
	if note != "" {
		label += small(note, d.t[Text1])
	}
	o := mxObject{Label: label, Theriac: n.ID, Kind: "element", Shape: string(n.Shape), ID: d.nodeCell(i),
		Cell: mxCell{Style: style, Parent: d.zoneCell(n.Zone), Vertex: "1", Geometry: d.geometry(d.frame(i), n.Zone)}}
	if n.Shape == Group {
		o.Theriac, o.Kind, o.Shape = "", "group", ""
	}
	d.cells = append(d.cells, o)
	if n.Mark.Count > 0 {
		d.cells = append(d.cells, d.mark(i))
	}
}

// mark is the number of findings as a label at the corner of a node. It is no thing of the model, and says so.
func (d *drawio) mark(i int) mxObject {
	n := d.g.Nodes[i]
	text := markText(n.Mark)
	w := textWidth(text, noteSize, true) + 12
	style := styleOf("rounded=1;arcSize=40;html=1;strokeColor=none;movable=0;resizable=0;fontStyle=1", "fillColor", hex(d.t[MarkFill]), "fontColor", hex(d.t[MarkText]), "fontSize", strconv.Itoa(noteSize))
	g := &mxGeometry{X: "1", Width: num(w), Height: "14", Relative: "1", As: "geometry", Offsets: []mxPoint{{num(-w / 2), "-7", "offset"}}}
	return mxObject{Label: html.EscapeString(text), Kind: "findings", ID: d.nodeCell(i) + ":findings",
		Cell: mxCell{Style: style, Parent: d.nodeCell(i), Vertex: "1", Connectable: "0", Geometry: g}}
}

// note draws a note with its lines, which can end at flows, too.
func (d *drawio) note(i int) {
	n, at := d.g.Notes[i], d.l.Notes[i]
	id := "note:" + n.ID
	style := styleOf("shape=note;size=8;whiteSpace=wrap;html=1;align=left;verticalAlign=top;spacing=5;spacingTop=-3", "fillColor", hex(d.t[Sheet]), "strokeColor", hex(d.t[SheetLine]),
		"fontColor", hex(d.t[Text0]), "fontSize", strconv.Itoa(noteSize))
	var lines []string
	for line := range strings.Lines(strings.TrimRight(n.Text, " \t\r\n")) {
		lines = append(lines, html.EscapeString(plain(line)))
	}
	d.cells = append(d.cells, mxObject{Label: strings.Join(lines, "<br>"), Theriac: n.ID, Kind: "note", ID: id,
		Cell: mxCell{Style: style, Parent: topLayer, Vertex: "1", Geometry: d.geometry(at.Rect, -1)}})
	var about []string
	for _, z := range n.Zones {
		about = append(about, d.zoneCell(z))
	}
	for _, e := range n.Nodes {
		about = append(about, d.nodeCell(e))
	}
	for _, e := range n.Edges {
		about = append(about, d.flowCell(e))
	}
	line := styleOf("html=1;endArrow=oval;endSize=3;endFill=1;startArrow=none;dashed=1;dashPattern=1 3", "strokeColor", hex(d.t[SheetLine]), "strokeWidth", "1")
	for k, to := range about {
		d.cells = append(d.cells, mxObject{Kind: "about", ID: fmt.Sprintf("%s:%d", id, k), Cell: mxCell{Style: line, Parent: topLayer, Edge: "1",
			Source: id, Target: to, Geometry: &mxGeometry{Relative: "1", As: "geometry"}}})
	}
}

// line is the style of a flow, as in the picture.
func (d *drawio) line(p Protection) string {
	ink, width, dash := strokeOf(p)
	s := styleOf("edgeStyle=orthogonalEdgeStyle;rounded=1;arcSize=8;html=1;endArrow=block;endFill=1;endSize=6;startSize=6;jettySize=auto;orthogonalLoop=1",
		"strokeColor", hex(d.t[ink]), "strokeWidth", num(width), "fontColor", hex(d.t[Text0]), "labelBackgroundColor", hex(d.t[Chip]), "fontSize", strconv.Itoa(labelSize))
	if dash != nil {
		s += "dashed=1;dashPattern=" + num(dash[0]) + " " + num(dash[1]) + ";"
	}
	return s
}

func (d *drawio) flow(i int) mxObject {
	e, points := d.g.Edges[i], d.l.Edges[i].Points
	style := d.line(e.Protection)
	if e.TwoWay {
		style += "startArrow=block;startFill=1;"
	}
	style += d.port("exit", e.From, points[0]) + d.port("entry", e.To, points[len(points)-1])
	g, way := &mxGeometry{Relative: "1", As: "geometry"}, ""
	if inner := points[1 : len(points)-1]; len(inner) > 0 {
		g.Points = &mxArray{As: "points"}
		for _, p := range inner {
			g.Points.Points = append(g.Points.Points, mxPoint{X: num(p.X + d.l.Origin.X), Y: num(p.Y + d.l.Origin.Y)})
		}
		way = numbers(g.Points.Points)
	}
	if l := d.l.Edges[i].Label; l.W > 0 {
		at, on := along(points, Point{l.X + l.W/2, l.Y + l.H/2})
		g.X = share(2*at - 1)
		g.Offsets = []mxPoint{{num(l.X + l.W/2 - on.X), num(l.Y + l.H/2 - on.Y), "offset"}}
	}
	var led []mxPoint
	for _, p := range e.Via {
		led = append(led, mxPoint{X: num(p.X), Y: num(p.Y)})
	}
	return mxObject{Label: d.flowLabel(i), Theriac: e.ID, Kind: "flow", ID: d.flowCell(i), Via: numbers(led), Way: way,
		Cell: mxCell{Style: style, Parent: topLayer, Edge: "1", Source: d.nodeCell(e.From), Target: d.nodeCell(e.To), Geometry: g}}
}

// flowCell is the id of a flow's cell. In an overview a flow may stand for several, and has none of its own.
func (d *drawio) flowCell(e int) string { return "flow:" + or(d.g.Edges[e].ID, strconv.Itoa(e)) }

// numbers writes points as 240,120 240,300.
func numbers(points []mxPoint) string {
	out := make([]string, len(points))
	for i, p := range points {
		out[i] = p.X + "," + p.Y
	}
	return strings.Join(out, " ")
}

// port pins an end of a flow to where it meets the shape.
func (d *drawio) port(end string, n int, p Point) string {
	r := d.frame(n)
	x, y := (p.X-r.X)/r.W, (p.Y-r.Y)/r.H
	at := func(v float64) string { return share(min(max(v, 0), 1)) }
	return fmt.Sprintf("%sX=%s;%sY=%s;%sDx=0;%sDy=0;", end, at(x), end, at(y), end, end)
}

// flowLabel tells of a flow what the picture tells. Where its label found no room there, it is the name.
func (d *drawio) flowLabel(i int) string {
	e, at := d.g.Edges[i], d.l.Edges[i]
	lines := wrap(e.Name, labelSize, labelWidth/boldFactor, true, 8)
	for j := range lines {
		lines[j] = html.EscapeString(lines[j])
	}
	label := "<b>" + strings.Join(lines, "<br>") + "</b>"
	if len(at.Lines) > at.Bold && at.Bold > 0 {
		label += small(strings.Join(at.Lines[at.Bold:], "\n"), d.t[Text1])
	}
	if e.Mark.Count > 0 {
		label += small("findings: "+markText(e.Mark), d.t[MarkFill])
	}
	return label
}

// share writes a part of a length finely enough for the longest line.
func share(v float64) string { return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64) }

// along finds the place on a line that is nearest to a point, with how much of the line lies before it.
func along(points []Point, to Point) (part float64, on Point) {
	total, best, gone := 0.0, math.Inf(1), 0.0
	on = points[0]
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		length := math.Hypot(b.X-a.X, b.Y-a.Y)
		if length == 0 {
			continue
		}
		s := min(max(((to.X-a.X)*(b.X-a.X)+(to.Y-a.Y)*(b.Y-a.Y))/(length*length), 0), 1)
		p := Point{a.X + (b.X-a.X)*s, a.Y + (b.Y-a.Y)*s}
		if away := math.Hypot(to.X-p.X, to.Y-p.Y); away < best {
			best, on, gone = away, p, total+length*s
		}
		total += length
	}
	if total > 0 {
		part = gone / total
	}
	return part, on
}

func bold(name string) string { return "<b>" + html.EscapeString(plain(name)) + "</b>" }

// small is a second, smaller text on lines of its own.
func small(text string, c color.RGBA) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = html.EscapeString(plain(lines[i]))
	}
	return fmt.Sprintf(`<br><font color="%s" style="font-size:%dpx">%s</font>`, hex(c), noteSize, strings.Join(lines, "<br>"))
}

// styleOf joins a style with keys and values.
func styleOf(style string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		style += ";" + pairs[i] + "=" + pairs[i+1]
	}
	return style + ";"
}
