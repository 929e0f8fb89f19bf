package diagram

import "theriac.dev/model"

// Page is a graph with its layout, as one page of a file.
type Page struct {
	ID     string // of the view; empty for the whole model
	Graph  *Graph
	Layout *Layout
}

// Views lists what a file of all views has pages for: the whole model, then each view.
func Views(m *model.Model) []string {
	list := []string{""}
	for _, v := range m.Views.All() {
		if v.ID.Value != model.DefaultView {
			list = append(list, v.ID.Value)
		}
	}
	return list
}

// Pages arranges views of a model, one page each.
func Pages(m *model.Model, o Options, views []string, l LayoutOptions) ([]Page, error) {
	var pages []Page
	for _, view := range views {
		o.View = view
		g, err := FromModel(m, o)
		if err != nil {
			return nil, err
		}
		pages = append(pages, Page{view, g, Arrange(g, l)})
	}
	return pages, nil
}

// Scenes draws pages.
func Scenes(pages []Page) []*Scene {
	var scenes []*Scene
	for _, p := range pages {
		scenes = append(scenes, Draw(p.Graph, p.Layout))
	}
	return scenes
}
