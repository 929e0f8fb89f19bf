package server

import (
	"slices"
	"time"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/risk"
	"theriac.dev/workspace"
)

// decideSteps prepares a decision on one or many findings, one step each. Each gets the facts that it rests on, as
// `theriac decide` does.
func (c *Command) decideSteps(fields []model.Field) ([]step, error) {
	if len(c.Findings) == 0 {
		return nil, bad("decide needs findings")
	}
	decision, _ := wordOf(c.Fields["decision"])
	out := make([]step, len(c.Findings))
	for i, id := range c.Findings {
		out[i].title, out[i].yours = "Decide "+id, c.Fields
		for _, f := range fields {
			out[i].claims = append(out[i].claims, "threats/"+id+"/"+f.Key)
		}
		out[i].do = func(at *workspace.Snapshot, m *model.Model) (model.Change, error) {
			all := fields
			if f := at.Finding(id); f != nil && decision != "" {
				if err := allowed(at.Analysis, f, m, decision, fields); err != nil {
					return model.Change{}, err
				}
				all = withFacts(fields, f, decision)
			}
			return model.Decide(m, id, all...)
		}
	}
	return out, nil
}

// withFacts adds what a decision rests on, and the day where none is given.
func withFacts(fields []model.Field, f *engine.Finding, decision string) []model.Field {
	out := slices.Clone(fields)
	has := func(key string) bool {
		return slices.ContainsFunc(fields, func(f model.Field) bool { return f.Key == key })
	}
	if !has("date") {
		out = append(out, model.Field{Key: "date", Value: model.Word(time.Now().Format(time.DateOnly))})
	}
	if !has("facts") {
		facts := model.Field{Key: "facts"} // a decision that is taken back rests on nothing
		if basis := f.Basis(); decision != string(risk.Open) && len(basis) > 0 {
			facts.Value = model.List(basis...)
		}
		out = append(out, facts)
	}
	return out
}

// unmet says what a decision still needs.
type unmet struct {
	finding string
	needs   []Need
}

// Need is one thing that a decision has to say.
type Need struct {
	Field   string `json:"field" doc:"Key of the decision, or removed."`
	Message string `json:"message" doc:"What is missing or wrong."`
}

func (u *unmet) Error() string {
	return "the decision on " + u.finding + " needs more: " + u.needs[0].Field + ": " + u.needs[0].Message
}

// allowed refuses a decision that says too little, that nobody has the authority for, or that would write over another
// one. m is the model as the steps before this one left it, so that taking back and deciding anew are one edit.
func allowed(a *engine.Analysis, f *engine.Finding, m *model.Model, decision string, fields []model.Field) error {
	before := m.Threats.Get(f.ID)
	was := func(get func(*model.Threat) string) string {
		if before == nil {
			return ""
		}
		return get(before)
	}
	from := was(func(t *model.Threat) string { return t.Decision.Value })
	if from != "" && from != decision && !risk.Allowed(risk.Decision(from), risk.Decision(decision)) {
		return &unmet{f.ID, []Need{{"decision", "it is decided: " + from + "; take that back first by deciding open"}}}
	}
	level := a.Scales.Risks[0].ID // what leads to no hazard is at the lowest level
	if _, left := a.Rating(f, a.Residual()); left != nil {
		level = left.ID
	}
	say := func(key string, old func(*model.Threat) string) string {
		for _, x := range fields {
			if x.Key == key {
				return x.Value.Text()
			}
		}
		return was(old)
	}
	because := say("because", func(t *model.Threat) string { return t.Because.Value })
	record := risk.Record{Decision: risk.Decision(decision), Removed: because, Because: because,
		Authority: say("authority", func(t *model.Threat) string { return t.Authority.Value }),
		Until:     say("until", func(t *model.Threat) string { return t.Until.Value }),
		To:        say("to", func(t *model.Threat) string { return t.To.Value }),
		Text:      say("text", func(t *model.Threat) string { return t.Text.Value }),
		Document:  say("document", func(t *model.Threat) string { return t.Document.Value })}
	record.Controls = controlsOf(before, fields)
	var needs []Need
	for _, p := range a.Scales.CheckRecord(record, level) {
		needs = append(needs, Need{p.Path[0], p.Message})
	}
	// A threat that a control answers which nobody has would count as worked on.
	for _, id := range record.Controls {
		if m.Controls.Get(id) == nil {
			needs = append(needs, Need{"controls", "there is no control `" + id + "` in the model: add it first, or take another"})
		}
	}
	if len(needs) > 0 {
		return &unmet{f.ID, needs}
	}
	return nil
}

func controlsOf(before *model.Threat, fields []model.Field) []string {
	for _, x := range fields {
		if x.Key == "controls" {
			return x.Value.Items()
		}
	}
	var out []string
	if before != nil {
		for _, c := range before.Controls.Items {
			out = append(out, c.Value)
		}
	}
	return out
}
