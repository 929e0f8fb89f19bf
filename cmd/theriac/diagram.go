package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/diagram"
)

// diagramFlags are what `theriac diagram` can be told.
type diagramFlags struct {
	open     openFlags
	format   string
	output   string
	view     string
	theme    string
	ratio    float64
	paper    string
	overview bool
	allViews bool
	marks    bool
}

var diagramFormats = []string{"svg", "png", "pdf", "drawio", "dot", "mermaid"}

func newDiagram(s streams) *cobra.Command {
	var f diagramFlags
	cmd := &cobra.Command{
		Use:   "diagram [model]",
		Short: "Draw the data flow diagram",
		Long: `Draw the data flow diagram of a model: nested zones with closed trust boundaries, elements, and flows with what they
carry and how they are protected. The layout is made for a page; positions in layout.yaml are kept.

--view draws one of the model's views, or one zone with what its flows lead to. --overview draws a zone as one box.
--all-views makes a PDF or draw.io file with a page for the whole model and one for each of its views.`,
		Example: `  theriac diagram examples/infusion-pump --output pump.svg
  theriac diagram . --all-views --output pump.drawio
  theriac diagram . --view z-comm --output comms.png
  theriac diagram . --format mermaid`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runDiagram(cmd, s, f, args) },
	}
	fs := cmd.Flags()
	f.open.register(fs)
	fs.StringVarP(&f.format, "format", "f", "", "svg, png, pdf, drawio, dot or mermaid; default: by the name of --output, else svg")
	fs.StringVarP(&f.output, "output", "o", "", "write to this file instead of standard output")
	fs.StringVar(&f.view, "view", "", "id of a view or a zone; default: the whole model")
	fs.StringVar(&f.theme, "theme", "light", "light, dark or print (black and white)")
	fs.Float64Var(&f.ratio, "ratio", 1.414, "width of the page divided by its height; 1.414 is A4 landscape")
	fs.StringVar(&f.paper, "paper", "", "a4 or letter: fit a PDF to this paper; default: a page as large as the picture")
	fs.BoolVar(&f.allViews, "all-views", false, "a page for the whole model and one for each view; pdf and drawio only")
	fs.BoolVar(&f.overview, "overview", false, "draw each zone as one box")
	fs.BoolVar(&f.marks, "findings", false, "show the number of confirmed findings and the worst severity at each element and flow")
	completeWords(cmd, "format", diagramFormats...)
	completeWords(cmd, "theme", "light", "dark", "print")
	completeWords(cmd, "paper", "a4", "letter")
	return cmd
}

func runDiagram(cmd *cobra.Command, s streams, f diagramFlags, args []string) error {
	format, err := f.chooseFormat()
	if err != nil {
		return err
	}
	if err := among("theme", []string{f.theme}, []string{"light", "dark", "print"}); err != nil {
		return err
	}
	if f.ratio < 0.2 || f.ratio > 5 {
		return usage("--ratio must be between 0.2 and 5, got %g", f.ratio)
	}
	if err := f.checkPages(format); err != nil {
		return err
	}
	doc, err := openOne(cmd.Context(), s, f.open, args)
	if err != nil {
		return err
	}
	options := diagram.Options{View: f.view, Overview: f.overview, Library: doc.Analysis.Library, Guard: doc.Analysis.Guard}
	if f.marks {
		options.Marks = diagram.Marks(doc.Analysis)
	}
	if format == "pdf" || format == "drawio" {
		return f.writePages(s, doc, options, format)
	}
	g, err := diagram.FromModel(doc.Model, options)
	if err != nil {
		return exit{2, err}
	}
	err = writeTo(s, f.output, func(o output) error {
		switch format {
		case "dot":
			return g.WriteDOT(o)
		case "mermaid":
			return g.WriteMermaid(o)
		}
		scene := diagram.Draw(g, diagram.Arrange(g, diagram.LayoutOptions{Ratio: f.ratio}))
		if format == "png" {
			return scene.WritePNG(o, themes()[f.theme], 2)
		}
		return scene.WriteSVG(o, themes()[f.theme])
	})
	if err != nil {
		return err
	}
	return problems(s, doc)
}

// chooseFormat takes the format asked for, or the one that the name of the output tells.
func (f diagramFlags) chooseFormat() (string, error) {
	if f.format != "" {
		return f.format, among("format", []string{f.format}, diagramFormats)
	}
	switch ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(f.output), ".")); ext {
	case "", "svg":
		return "svg", nil
	case "png", "pdf", "drawio", "dot":
		return ext, nil
	case "gv":
		return "dot", nil
	case "mmd", "mermaid":
		return "mermaid", nil
	default:
		return "", usage("the name %s does not tell the format; give --format %s", f.output, strings.Join(diagramFormats, ", "))
	}
}

func newSentences(s streams) *cobra.Command {
	var open openFlags
	var path string
	cmd := &cobra.Command{
		Use:   "sentences [model]",
		Short: "Tell the data flow diagram in plain English",
		Long: `Tell the data flow diagram in plain English: each zone with its trust, each element, each flow with what it carries and
how it is protected, and what is not known. For readers who do not see the picture, and for reviews.`,
		Example: "  theriac sentences examples/infusion-pump",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			doc, err := openOne(cmd.Context(), s, open, args)
			if err != nil {
				return err
			}
			return writeTo(s, path, func(o output) error {
				_, err := fmt.Fprint(o, diagram.Sentences(doc.Model, diagram.Options{Library: doc.Analysis.Library, Guard: doc.Analysis.Guard}))
				return err
			})
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().StringVarP(&path, "output", "o", "", "write to this file instead of standard output")
	return cmd
}

// themes are the colours that pictures can be drawn in.
func themes() map[string]diagram.Theme {
	return map[string]diagram.Theme{"light": diagram.Light(), "dark": diagram.Dark(), "print": diagram.Print()}
}
