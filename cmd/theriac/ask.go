package main

import (
	"fmt"

	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/engine"
	"theriac.dev/report"
)

// question is the JSON form of a question.
type question struct {
	Target   string   `json:"target"`
	Field    string   `json:"field"`
	Question string   `json:"question"`
	Answers  []string `json:"answers"`
	Settles  []string `json:"settles"`
	Severity string   `json:"severity"`
}

func newAsk(s streams) *cobra.Command {
	var open openFlags
	var format string
	var n int
	var questionnaire bool
	var q questionnaireFlags
	cmd := &cobra.Command{
		Use:   "ask [model]",
		Short: "List the questions whose answers would settle most findings",
		Long: `List what is not known about a model, as questions: first those whose answers would settle most findings with the worst
harm. Each says which key to set. An answer is written into the model; nothing is kept elsewhere.

With --questionnaire, questions about properties of the device and its parts are asked one at a time on a terminal, and each answer
is written into the model at once: yes, no, unknown, skip, back or quit. Elsewhere the open questions are printed as a file
to fill in, which --answers takes. Only questions that a finding rests on are asked, unless --all is given.`,
		Example: `  theriac ask examples/infusion-pump --top 5
  theriac ask --questionnaire my-pump
  theriac ask --questionnaire my-pump --answers answers.yaml`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := among("format", []string{format}, []string{"text", "json"}); err != nil {
				return err
			}
			if !questionnaire {
				for _, flag := range []string{"answers", "target", "all", "dry-run"} {
					if cmd.Flags().Changed(flag) {
						return usage("--%s is for --questionnaire", flag)
					}
				}
			}
			doc, err := openOne(cmd.Context(), s, open, args)
			if err != nil {
				return err
			}
			if questionnaire {
				q.open, q.json = open, format == "json"
				return runQuestionnaire(s, q, doc.Files[0].Name)
			}
			questions := engine.Ask(doc.Analysis, n)
			return writeTo(s, "", func(o output) error {
				if format == "json" {
					return questionsJSON(o, questions)
				}
				return questionsText(o, questions)
			})
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().StringVarP(&format, "format", "f", "text", "text or json")
	fs := cmd.Flags()
	fs.IntVar(&n, "top", 10, "how many questions; 0 for all")
	fs.BoolVar(&questionnaire, "questionnaire", false, "ask about properties of the device, and write the answers into the model")
	fs.StringVar(&q.answers, "answers", "", "questionnaire: take the answers from this file")
	fs.StringSliceVar(&q.targets, "target", nil, "questionnaire: ask only about these elements, flows, or device")
	fs.BoolVar(&q.all, "all", false, "questionnaire: also ask what no finding rests on")
	fs.BoolVar(&q.dryRun, "dry-run", false, "questionnaire: say what the answers do and write nothing")
	completeWords(cmd, "format", "text", "json")
	return cmd
}

func questionsText(o output, questions []engine.Question) error {
	if len(questions) == 0 {
		_, err := fmt.Fprintln(o, "Nothing left to ask: no finding rests on an unknown fact.")
		return err
	}
	for i, q := range questions {
		severity := report.Severity(q.Severity)
		if severity != "" {
			severity = ", up to " + severity
		}
		_, err := fmt.Fprintf(o, "%3d  %s\n     set %s of %s to %s; settles %s%s: %s\n", i+1, q.Text, q.Field, q.Target,
			shortList(q.Answers, 5), count(len(q.Settles), "finding"), severity, shortList(q.Settles, 3))
		if err != nil {
			return err
		}
	}
	return nil
}

func questionsJSON(o output, questions []engine.Question) error {
	out := make([]question, 0, len(questions))
	for _, q := range questions {
		out = append(out, question{q.Target, q.Field, q.Text, q.Answers, q.Settles, report.Severity(q.Severity)})
	}
	return o.json(out)
}

// shortList names the first n of a list and counts the rest.
func shortList(items []string, n int) string {
	if len(items) <= n {
		return strings.Join(items, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(items[:n], ", "), len(items)-n)
}
