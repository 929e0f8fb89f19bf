package server

import (
	"io"

	"theriac.dev/diagram"
)

var papers = map[string]diagram.PaperSize{"": {}, "a4": diagram.A4, "letter": diagram.Letter}

// themeOf is the colours of a name.
func themeOf(name string) diagram.Theme {
	switch name {
	case "dark":
		return diagram.Dark()
	case "print":
		return diagram.Print()
	}
	return diagram.Light()
}

// drawPages writes the diagram in a form that has pages.
func (v *view) drawPages(w io.Writer, d *Drawing, format string) error {
	views := []string{d.View}
	if d.All {
		views = diagram.Views(v.Model)
	}
	var pages []diagram.Page
	for _, id := range views {
		one := *d
		one.View = id
		g, err := v.sketch(&one)
		if err != nil {
			return err
		}
		pages = append(pages, diagram.Page{ID: id, Graph: g, Layout: diagram.Arrange(g, diagram.LayoutOptions{Ratio: d.Ratio})})
	}
	if format == "drawio" {
		return diagram.WriteDrawIO(w, pages, themeOf(d.Theme))
	}
	return diagram.WritePDF(w, diagram.Scenes(pages), themeOf(d.Theme), papers[d.Paper])
}
