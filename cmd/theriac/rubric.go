package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/risk"
)

type rubricFlags struct {
	open    openFlags
	answers []string
	dryRun  bool
	json    bool
}

func newRubric(s streams) *cobra.Command {
	var f rubricFlags
	cmd := &cobra.Command{
		Use:   "rubric <finding> [model]",
		Short: "Make a CVSS vector by the clinical questions of the MITRE rubric",
		Long: `Make a CVSS vector for a finding by the questions of MITRE's rubric for applying CVSS to medical devices, version 0.12.04.
The model answers what its stated facts allow; the rest is asked. Answers given with --answer are written into the
decision on the finding, under rubric, and rate its exploitability. A question without an answer counts as the worst.

FDA qualified the rubric with CVSS v3.0; the vector made here is of version 3.1.`,
		Example: `  theriac rubric forged-command@f4 examples/infusion-pump
  theriac rubric forged-command@f4 . --answer XACL=yes --answer XUI=no`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return runRubric(cmd, s, f, args) },
	}
	f.open.register(cmd.Flags())
	cmd.Flags().StringSliceVar(&f.answers, "answer", nil, "an answer as QUESTION=WORD: yes, no, high, low, none, unknown; may be repeated")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "show the change and write nothing")
	cmd.Flags().BoolVar(&f.json, "json", false, "write JSON")
	return cmd
}

// rubricView is what the rubric says of a finding.
type rubricView struct {
	Finding  string           `json:"finding"`
	Edition  string           `json:"edition"`
	Vector   string           `json:"vector"`
	Base     float64          `json:"base"`
	Word     string           `json:"word"`
	Answered []rubricAnswered `json:"answered"`
	Open     []rubricOpen     `json:"open"`
}

type rubricAnswered struct {
	ID     string `json:"id"`
	Answer string `json:"answer"`
	From   string `json:"from"`
}

type rubricOpen struct {
	ID      string   `json:"id"`
	Ask     string   `json:"ask"`
	Answers []string `json:"answers"`
}

func runRubric(cmd *cobra.Command, s streams, f rubricFlags, args []string) error {
	finding, a, err := openFinding(cmd, s, f.open, args)
	if err != nil {
		return err
	}
	given := risk.Answers{}
	if finding.Decision != nil {
		given = engine.Answers(finding.Decision)
	}
	for _, word := range f.answers {
		id, answer, ok := strings.Cut(word, "=")
		if !ok {
			return usage("--answer %q: write it as QUESTION=WORD, such as XUI=no", word)
		}
		given[risk.QuestionID(strings.ToUpper(id))] = risk.Answer(strings.ToUpper(answer))
	}
	if err := risk.MITRE().Check(given); err != nil {
		return usage("%s", err)
	}
	if err := viewRubric(a, finding, given).write(output{s.out, terminal(s, s.out)}, f.json); err != nil {
		return failure(err)
	}
	if len(f.answers) == 0 {
		return nil
	}
	var fields []model.Field
	for _, q := range risk.MITRE().Questions {
		if answer := given[q.ID]; answer != "" {
			fields = append(fields, model.Field{Key: string(q.ID), Value: model.Word(strings.ToLower(string(answer)))})
		}
	}
	decide := func(m *model.Model) (model.Change, error) {
		return model.Decide(m, finding.ID, model.Field{Key: "rubric", Value: model.Fields(fields...)})
	}
	return applyChange(s, f.open, a.Model.Files[0].Name, decide, f.dryRun, finding.ID+": answers to the rubric")
}

// viewRubric puts the answers of people before those of the model.
func viewRubric(a *engine.Analysis, f *engine.Finding, given risk.Answers) rubricView {
	rubric := risk.MITRE()
	v := rubricView{Finding: f.ID, Edition: rubric.Edition, Answered: []rubricAnswered{}, Open: []rubricOpen{}}
	all, from := risk.Answers{}, map[risk.QuestionID]string{}
	for _, r := range a.Rubric(f) {
		all[r.Question], from[r.Question] = r.Answer, r.Because
	}
	for id, answer := range given {
		all[id], from[id] = answer, "answered by the team"
	}
	var open []risk.QuestionID
	v.Vector, open = rubric.Vector(all)
	if vector, err := risk.ParseVector(v.Vector); err == nil {
		v.Base, v.Word = vector.BaseScore(), risk.ScoreWord(vector.BaseScore())
	}
	for _, q := range rubric.Questions {
		if answer := all[q.ID]; answer != "" {
			v.Answered = append(v.Answered, rubricAnswered{string(q.ID), string(answer), from[q.ID]})
		}
	}
	for _, id := range open {
		q := rubric.Question(id)
		if q == nil || all[id] != "" {
			continue
		}
		words := []string{}
		for _, w := range q.Answers {
			words = append(words, strings.ToLower(string(w)))
		}
		v.Open = append(v.Open, rubricOpen{string(id), q.Ask, words})
	}
	return v
}

func (v rubricView) write(out output, asJSON bool) error {
	if asJSON {
		return out.json(v)
	}
	fmt.Fprintf(out, "%s\n%s  %.1f %s, every open question at its worst\n\n", v.Finding, v.Vector, v.Base, v.Word)
	fmt.Fprintln(out, "Answered")
	for _, x := range v.Answered {
		fmt.Fprintf(out, "  %-6s %-8s %s\n", x.ID, strings.ToLower(x.Answer), x.From)
	}
	if len(v.Open) == 0 {
		fmt.Fprintln(out, "\nNothing that could change the vector is open.")
		return nil
	}
	fmt.Fprintln(out, "\nTo be answered with --answer")
	for _, x := range v.Open {
		fmt.Fprintf(out, "  %-6s %s (%s)\n", x.ID, x.Ask, strings.Join(x.Answers, ", "))
	}
	return nil
}
