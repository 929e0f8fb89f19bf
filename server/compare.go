package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/diagram"
	"theriac.dev/store"
)

// FindingTurn is how one finding differs.
type FindingTurn struct {
	ID     string      `json:"id" doc:"Its id."`
	Target string      `json:"target" doc:"What it is on."`
	Title  string      `json:"title" doc:"One line."`
	Fields []FieldTurn `json:"fields" doc:"What differs: risk, residual, severity, exploitability, residualExploitability, certainty, state, decision, hazards, controls and so on."`
}

// CountsTurn are the counts at both revisions.
type CountsTurn struct {
	Was Counts `json:"was" doc:"At the older revision."`
	Now Counts `json:"now" doc:"At the newer revision."`
}

// ComparedDrawing says how a picture of changes is drawn.
type ComparedDrawing struct {
	From  int64   `query:"from" required:"true" minimum:"0" doc:"The older revision; 0 is before the first."`
	To    int64   `query:"to" required:"true" minimum:"1" doc:"The newer revision."`
	View  string  `query:"view" maxLength:"400" doc:"Id of a view or a zone; empty or default for the whole model."`
	Theme string  `query:"theme" enum:"light,dark,print" default:"light" doc:"Colours; print is black and white."`
	Ratio float64 `query:"ratio" minimum:"0.2" maximum:"5" default:"1.414" doc:"Width of the page divided by its height."`
}

// compareRoutes registers the picture of what changed.
func (s *Server) compareRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "get-diff-picture", Method: http.MethodGet, Path: "/projects/{project}/diff/{format}", Summary: "What differs between two revisions, as a diagram",
		Description: "What came, went and changed is told by word, line and colour; what is gone stands where it stood. In SVG the groups carry data-kind, data-id and data-change.",
		Tags:        []string{"history"}, Errors: problems},
		func(ctx context.Context, in *struct {
			InProject
			ComparedDrawing
			Format string `path:"format" enum:"svg,png,pdf" doc:"Format."`
		}) (*picture, error) {
			r, _, err := s.enter(ctx, in.Project, store.Reader)
			if err != nil {
				return nil, s.told(err)
			}
			done, err := s.heavy.turn(ctx)
			if err != nil {
				return nil, s.told(err)
			}
			defer done()
			var b bytes.Buffer
			g, err := r.compared(ctx, &in.ComparedDrawing)
			if err != nil {
				return nil, s.told(err)
			}
			scene := diagram.Draw(g, diagram.Arrange(g, diagram.LayoutOptions{Ratio: in.Ratio, Detail: diagram.NameDetail}))
			if err := paint(&b, scene, in.Theme, in.Format); err != nil {
				return nil, s.told(err)
			}
			name := fmt.Sprintf("%s-%d-%d.%s", r.id, in.From, in.To, in.Format)
			return &picture{Type: fileTypes["."+in.Format], Disposition: attachment(name), Body: b.Bytes()}, nil
		})
}

// compared is the graph of what differs between two revisions. A view that only one of them has is empty in the other.
func (r *room) compared(ctx context.Context, d *ComparedDrawing) (*diagram.Graph, error) {
	old, err := r.viewAt(ctx, d.From)
	if err != nil {
		return nil, err
	}
	now, err := r.viewAt(ctx, d.To)
	if err != nil {
		return nil, err
	}
	was, errWas := old.bare(d.View)
	is, errIs := now.bare(d.View)
	switch {
	case errWas != nil && errIs != nil:
		return nil, asked(errIs)
	case errWas != nil:
		was = &diagram.Graph{}
	case errIs != nil:
		is = &diagram.Graph{ID: was.ID, Title: was.Title}
	}
	diff := &Delta{Entries: EntryDiff{}}
	compareAll(diff, old.Model, now.Model)
	changed := map[string]bool{}
	for _, section := range []string{"zones", "elements", "flows", "notes"} {
		for id := range diff.Entries[section] {
			changed[section+"/"+id] = true
		}
	}
	g := diagram.Compare(was, is, changed)
	g.Title = fmt.Sprintf("%s: what changed from revision %d to %d", is.Title, d.From, d.To)
	if d.From == 0 {
		g.Title = fmt.Sprintf("%s: revision %d", is.Title, d.To)
	}
	return g, nil
}

// bare is the graph of a view, also of a model that could not be analysed.
func (v *view) bare(id string) (*diagram.Graph, error) {
	return diagram.FromModel(v.Model, v.drawn(id))
}

// findingTurn tells two versions of a finding apart by what a table shows of it.
func findingTurn(was, now *Finding) FindingTurn {
	t := FindingTurn{ID: now.ID, Target: now.Target, Title: now.Title, Fields: []FieldTurn{}}
	before, after := plainFinding(was), plainFinding(now)
	for _, key := range findingKeys {
		if !reflect.DeepEqual(before[key], after[key]) {
			t.Fields = append(t.Fields, FieldTurn{key, before[key], after[key]})
		}
	}
	return t
}

// findingKeys are what a person sees of a finding, what matters most first. The rank follows from them.
var findingKeys = []string{"residual", "risk", "state", "certainty", "severity", "residualExploitability", "exploitability", "many",
	"decision", "owner", "until", "controls", "hazards", "exposure", "categories", "title", "changed", "suggested"}

func plainFinding(f *Finding) map[string]any {
	out := map[string]any{}
	text, err := json.Marshal(f)
	if err != nil {
		return out
	}
	_ = json.Unmarshal(text, &out) // what was just written can be read
	return out
}
