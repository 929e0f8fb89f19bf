package main

import (
	"theriac.dev/diagram"
	"theriac.dev/workspace"
)

// papers are the sizes that a PDF can be fitted to; empty is as large as the picture.
var papers = map[string]diagram.PaperSize{"": {}, "a4": diagram.A4, "letter": diagram.Letter}

// checkPages refuses what only files with pages can do.
func (f diagramFlags) checkPages(format string) error {
	if f.paper != "" {
		if err := among("paper", []string{f.paper}, []string{"a4", "letter"}); err != nil {
			return err
		}
		if format != "pdf" {
			return usage("--paper is for PDF; %s has no paper", format)
		}
	}
	switch {
	case !f.allViews:
		return nil
	case format != "pdf" && format != "drawio":
		return usage("--all-views makes pages, which %s does not have; give --format pdf or drawio", format)
	case f.view != "":
		return usage("give --view or --all-views, not both")
	}
	return nil
}

// writePages writes a picture in a form that has pages.
func (f diagramFlags) writePages(s streams, doc *workspace.Snapshot, options diagram.Options, format string) error {
	views := []string{f.view}
	if f.allViews {
		views = diagram.Views(doc.Model)
	}
	pages, err := diagram.Pages(doc.Model, options, views, diagram.LayoutOptions{Ratio: f.ratio})
	if err != nil {
		return exit{2, err}
	}
	err = writeTo(s, f.output, func(o output) error {
		if format == "drawio" {
			return diagram.WriteDrawIO(o, pages, themes()[f.theme])
		}
		return diagram.WritePDF(o, diagram.Scenes(pages), themes()[f.theme], papers[f.paper])
	})
	if err != nil {
		return err
	}
	return problems(s, doc)
}
