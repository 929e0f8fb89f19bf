package server

import (
	"context"
	"io"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/diagram"
	"theriac.dev/model"
)

// Drawing says how a diagram is drawn.
type Drawing struct {
	View     string  `query:"view" maxLength:"400" doc:"Id of a view or a zone; empty or default for the whole model."`
	Theme    string  `query:"theme" enum:"light,dark,print" default:"light" doc:"Colours; print is black and white."`
	Ratio    float64 `query:"ratio" minimum:"0.2" maximum:"5" default:"1.414" doc:"Width of the page divided by its height."`
	Overview bool    `query:"overview" doc:"Draw each zone as one box."`
	Findings bool    `query:"findings" doc:"Show the number of confirmed findings and the worst severity at each element and flow."`
	Paper    string  `query:"paper" enum:"a4,letter" doc:"Fit a PDF to this paper; left out, its page is as large as the picture."`
	All      bool    `query:"all" doc:"A page for the whole model and one for each view; pdf and drawio only."`
	Auto     bool    `query:"auto" doc:"Leave out where people placed things, to arrange all anew."`
}

// AutoLayout is where everything of a diagram would stand.
type AutoLayout struct {
	W     float64              `json:"w" doc:"Width of the whole, in points."`
	H     float64              `json:"h" doc:"Height of the whole."`
	Zones map[string]AutoBox   `json:"zones" doc:"Zones by id."`
	Nodes map[string]AutoBox   `json:"nodes" doc:"Elements by id."`
	Flows map[string]AutoRoute `json:"flows" doc:"Ways of the flows by id; those that could not be drawn are missing."`
	Notes map[string]AutoBox   `json:"notes" doc:"Notes by id."`
}

// AutoBox is a place that the layout found.
type AutoBox struct {
	X float64 `json:"x" doc:"From the left, in the measure of boxes that people placed."`
	Y float64 `json:"y" doc:"From the top."`
	W float64 `json:"w" doc:"Width."`
	H float64 `json:"h" doc:"Height."`
}

// AutoRoute is the way of a flow.
type AutoRoute struct {
	Points [][2]float64 `json:"points" doc:"Corners of its line, from sender to receiver."`
	Label  *AutoBox     `json:"label,omitempty" doc:"Where its label stands; absent where it has none."`
}

// A picture is bytes with their type.
type picture struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	ETag        string `header:"ETag"`
	Body        []byte
}

// fileTypes are the types of files by their endings.
var fileTypes = map[string]string{
	".svg": "image/svg+xml", ".png": "image/png", ".pdf": "application/pdf", ".drawio": "application/vnd.jgraph.mxfile",
	".dot": "text/vnd.graphviz; charset=utf-8", ".mmd": "text/plain; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".md": "text/markdown; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".json": "application/json",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func (s *Server) diagramRoutes(api huma.API) {
	file(s, api, "get-diagram", "/diagram/{format}", "diagram", "The data flow diagram as svg, png, pdf, drawio, dot or mmd (Mermaid)", func(w io.Writer, v *view, in *struct {
		AtHead
		Drawing
		Format string `path:"format" enum:"svg,png,pdf,drawio,dot,mmd" doc:"Format."`
	}) (string, error) {
		name := "diagram"
		if o := v.drawn(in.View); o.View != "" {
			name += "-" + o.View
		}
		return name + "." + in.Format, v.draw(w, &in.Drawing, in.Format)
	})
	read(s, api, "get-layout", "/layout", "diagram", "Where the Go layout would place everything", func(_ context.Context, v *view, in *struct {
		AtHead
		Drawing
	}) (*AutoLayout, error) {
		return v.layout(&in.Drawing)
	})
}

// attachment names a file that is shown where the browser can, and saved under the name.
func attachment(name string) string { return `inline; filename="` + name + `"` }

// drawn says how to draw a view of the model, also of a model that could not be analysed.
func (v *view) drawn(id string) diagram.Options {
	o := diagram.Options{View: id}
	if id == model.DefaultView {
		o.View = ""
	}
	if v.Analysis != nil {
		o.Library, o.Guard = v.Analysis.Library, v.Analysis.Guard
	}
	return o
}

func (v *view) sketch(d *Drawing) (*diagram.Graph, error) {
	a, err := v.analysis()
	if err != nil {
		return nil, err
	}
	o := v.drawn(d.View)
	o.Overview = d.Overview
	if d.Findings {
		o.Marks = diagram.Marks(a)
	}
	g, err := diagram.FromModel(v.Model, o)
	if err != nil {
		return nil, asked(err)
	}
	if d.Auto {
		for i := range g.Nodes {
			g.Nodes[i].At = nil
		}
		for i := range g.Zones {
			g.Zones[i].At = nil
		}
		for i := range g.Notes {
			g.Notes[i].At = nil
		}
	}
	return g, nil
}

func (v *view) draw(w io.Writer, d *Drawing, format string) error {
	if format == "pdf" || format == "drawio" {
		return v.drawPages(w, d, format)
	}
	g, err := v.sketch(d)
	if err != nil {
		return err
	}
	switch format {
	case "dot":
		return g.WriteDOT(w)
	case "mmd":
		return g.WriteMermaid(w)
	}
	scene := diagram.Draw(g, diagram.Arrange(g, diagram.LayoutOptions{Ratio: d.Ratio}))
	return paint(w, scene, d.Theme, format)
}

// paint writes a scene as svg, png or pdf.
func paint(w io.Writer, scene *diagram.Scene, theme, format string) error {
	colours := themeOf(theme)
	switch format {
	case "png":
		return scene.WritePNG(w, colours, 2)
	case "pdf":
		return scene.WritePDF(w, colours)
	}
	return scene.WriteSVG(w, colours)
}

func (v *view) layout(d *Drawing) (*AutoLayout, error) {
	g, err := v.sketch(d)
	if err != nil {
		return nil, err
	}
	l := diagram.Arrange(g, diagram.LayoutOptions{Ratio: d.Ratio})
	box := func(r diagram.Rect) AutoBox { return AutoBox{r.X + l.Origin.X, r.Y + l.Origin.Y, r.W, r.H} }
	out := &AutoLayout{W: l.W, H: l.H, Zones: map[string]AutoBox{}, Nodes: map[string]AutoBox{}, Flows: map[string]AutoRoute{}, Notes: map[string]AutoBox{}}
	for i, z := range l.Zones {
		out.Zones[g.Zones[i].ID] = box(z.Rect)
	}
	for i, n := range l.Nodes {
		out.Nodes[g.Nodes[i].ID] = box(n.Rect)
	}
	for i, n := range l.Notes {
		out.Notes[g.Notes[i].ID] = box(n.Rect)
	}
	for i, e := range l.Edges {
		if len(e.Points) == 0 {
			continue
		}
		route := AutoRoute{Points: [][2]float64{}}
		for _, p := range e.Points {
			route.Points = append(route.Points, [2]float64{p.X + l.Origin.X, p.Y + l.Origin.Y})
		}
		if e.Label.W > 0 {
			label := box(e.Label)
			route.Label = &label
		}
		id := g.Edges[i].ID
		if id == "" {
			id = strconv.Itoa(i)
		}
		out.Flows[id] = route
	}
	return out, nil
}
