package server

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/attack"
	"theriac.dev/diagram"
	"theriac.dev/report"
	"theriac.dev/store"
)

var errNoReport = errors.New("there is no such report")

// ReportLine is a report that can be had.
type ReportLine struct {
	Name    string   `json:"name" doc:"Name of the report."`
	Title   string   `json:"title" doc:"What it is."`
	Text    string   `json:"text" doc:"What is in it."`
	Formats []string `json:"formats" doc:"Formats that it can be had in."`
}

// document is a report with its writer.
type document struct {
	ReportLine
	write func(w io.Writer, v *view, version, format string) error
}

// documents are the reports that there are.
var documents = []document{
	{ReportLine{"findings", "Findings", "All findings with their reasons, counts and decisions.", []string{"md", "csv", "json"}}, writeFindings},
	{ReportLine{"risk", "Risk registers", "The security and the safety register with scales and matrices, and what links them. CSV holds the security register, SVG and PDF the matrices.", []string{"md", "xlsx", "csv", "json", "svg", "pdf"}}, writeRisk("security")},
	{ReportLine{"safety", "Safety register", "Hazards with their hazardous situations, harms and the threats that lead to them, one row each.", []string{"csv"}}, writeRisk("safety")},
	{ReportLine{"paths", "Attack paths", "The easiest ways to each hazard, step by step.", []string{"txt", "svg", "pdf"}}, writePaths},
	{ReportLine{"description", "The system in words", "Zones, elements and flows in plain English, for readers who do not see the picture.", []string{"md"}}, writeDescription},
	{ReportLine{"diagram", "Data flow diagram", "Zones of trust, elements and flows as one picture.", []string{"svg", "png", "pdf", "drawio"}}, writeDiagram},
}

func (s *Server) reportRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-reports", Method: http.MethodGet, Path: "/projects/{project}/reports", Summary: "The reports that can be had", Tags: []string{"reports"}, Errors: problems},
		func(ctx context.Context, in *InProject) (*struct{ Body []ReportLine }, error) {
			if _, _, err := s.enter(ctx, in.Project, store.Reader); err != nil {
				return nil, s.told(err)
			}
			out := []ReportLine{}
			for _, d := range documents {
				out = append(out, d.ReportLine)
			}
			return &struct{ Body []ReportLine }{out}, nil
		})
	file(s, api, "get-report", "/reports/{name}/{format}", "reports", "A report", func(w io.Writer, v *view, in *struct {
		AtHead
		Name   string `path:"name" maxLength:"50" doc:"Name of the report."`
		Format string `path:"format" enum:"md,csv,json,txt,svg,png,pdf,drawio,xlsx" doc:"Format."`
	}) (string, error) {
		return in.Name + "." + in.Format, v.report(w, s.o.Version, in.Name, in.Format)
	})
}

// report writes a report.
func (v *view) report(w io.Writer, version, name, format string) error {
	if _, err := v.analysis(); err != nil {
		return err
	}
	for _, d := range documents {
		if d.Name != name {
			continue
		}
		for _, f := range d.Formats {
			if f == format {
				return d.write(w, v, version, format)
			}
		}
	}
	return errNoReport
}

func writeFindings(w io.Writer, v *view, version, format string) error {
	a := *v.Analysis
	a.Diagnostics = v.Diagnostics
	r, err := report.New(version, report.Filter{}, &a)
	if err != nil {
		return err
	}
	r.Within(v.folder)
	switch format {
	case "csv":
		return r.WriteCSV(w)
	case "json":
		return r.WriteJSON(w)
	}
	return r.WriteMarkdown(w)
}

// writeRisk writes the registers of risk; CSV holds only one of them.
func writeRisk(register string) func(io.Writer, *view, string, string) error {
	return func(w io.Writer, v *view, _, format string) error { return v.register(w, register, format, "light") }
}

func writePaths(w io.Writer, v *view, _, format string) error {
	g, err := v.graph("")
	if err != nil {
		return err
	}
	lists := g.All(3, attack.Cheapest)
	if format != "txt" {
		return paint(w, diagram.DrawPaths(v.title("Attack paths"), lists), "light", format)
	}
	return attack.WriteText(w, lists)
}

func writeDescription(w io.Writer, v *view, _, _ string) error {
	_, err := io.WriteString(w, diagram.Sentences(v.Model, v.drawn("")))
	return err
}

func writeDiagram(w io.Writer, v *view, _, format string) error {
	return v.draw(w, &Drawing{Ratio: 1.414}, format)
}
