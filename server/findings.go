package server

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/engine"
	"theriac.dev/report"
)

var (
	errNoFinding  = errors.New("there is no such finding")
	errNoAnalysis = errors.New("the model could not be analysed; its diagnostics say why")
)

// Question is a question whose answer would settle findings.
type Question struct {
	Target   string   `json:"target" doc:"What is asked about."`
	Field    string   `json:"field" doc:"The key to set: a free attribute or a key of the entry."`
	Path     string   `json:"path" doc:"The path to set, where the answer is a value of one key; empty where a page must ask otherwise."`
	Text     string   `json:"text" doc:"The question."`
	Answers  []string `json:"answers" doc:"Words that answer it."`
	Settles  []string `json:"settles" doc:"Findings that the answer would settle."`
	Severity int      `json:"severity" doc:"Worst severity among them."`
}

func (s *Server) findingRoutes(api huma.API) {
	read(s, api, "get-why", "/findings/{finding}/why", "findings", "Why a finding is there", func(_ context.Context, v *view, in *struct {
		AtHead
		Finding string `path:"finding" maxLength:"400" doc:"Id of the finding, escaped."`
	}) (*report.Why, error) {
		return v.why(in.Finding)
	})
	read(s, api, "list-questions", "/questions", "findings", "Questions whose answers would settle most", func(_ context.Context, v *view, in *struct {
		AtHead
		Top int `query:"top" minimum:"0" maximum:"100000" doc:"How many; 0 for all."`
	}) ([]Question, error) {
		return v.questions(in.Top), nil
	})
	read(s, api, "list-findings", "/findings", "findings", "The findings in rank order, as in the state, all or a page of them", func(_ context.Context, v *view, in *struct {
		AtHead
		Page
	}) ([]Finding, error) {
		return pageOf(v.findings(), in.Page), nil
	})
	read(s, api, "list-diagnostics", "/diagnostics", "findings", "Problems of text and model", func(_ context.Context, v *view, _ *struct{ AtHead }) ([]Diagnostic, error) {
		return v.diagnostics(), nil
	})
}

func (v *view) why(id string) (*report.Why, error) {
	f := v.Finding(id)
	if f == nil {
		return nil, errNoFinding
	}
	y := report.NewWhy(v.Analysis, f)
	return &y, nil
}

func (v *view) questions(top int) []Question {
	out := []Question{}
	if v.Analysis == nil {
		return out
	}
	for _, q := range engine.Ask(v.Analysis, top) {
		out = append(out, Question{Target: q.Target, Field: q.Field, Path: v.pathOf(q.Target, q.Field), Text: q.Text, Answers: list(q.Answers), Settles: list(q.Settles), Severity: q.Severity})
	}
	return out
}

// analysis is that of the view, or why there is none.
func (v *view) analysis() (*engine.Analysis, error) {
	if v.Analysis == nil {
		return nil, errNoAnalysis
	}
	return v.Analysis, nil
}

// pathOf is where a field of something that a finding can be about is written.
func (v *view) pathOf(target, field string) string {
	keys := strings.ReplaceAll(field, ".", "/")
	if target == "device" {
		return "device/" + keys
	}
	for _, section := range []string{"elements", "flows", "data", "zones"} {
		if slices.Contains(v.Model.EntryIDs(section), target) {
			return section + "/" + target + "/" + keys
		}
	}
	if element, port, ok := strings.Cut(target, "."); ok && v.Model.Elements.Get(element) != nil {
		return "elements/" + element + "/interfaces/" + port + "/" + keys
	}
	return ""
}
