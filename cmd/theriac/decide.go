package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/model"
	"theriac.dev/report"
)

var decisions = []string{"eliminate", "mitigate", "accept", "transfer", "not-applicable", "open"}

// decideFlags are the parts of a decision.
type decideFlags struct {
	open     openFlags
	because  string
	controls []string
	to       string
	text     string
	owner    string
	date     string
	until    string
	dryRun   bool
}

func newDecide(s streams) *cobra.Command {
	var f decideFlags
	cmd := &cobra.Command{
		Use:   "decide <finding> <decision> [model]",
		Short: "Write a decision on a finding into the model",
		Long: `Write a decision on a finding into the model's text: eliminate, mitigate, accept, transfer, not-applicable, or open to
take a decision back. Only the bytes of the decision change. Accept, transfer and not-applicable need a reason; a transfer
needs who takes it over and the words they are given.`,
		Example: `  theriac decide forged-command@f4 mitigate examples/infusion-pump --control signed-library --because "The core must not trust the network."
  theriac decide debug-port@pcu accept . --because "Needs the case opened in the pharmacy." --owner "A. Meier" --date 2026-11-22`,
		Args: cobra.RangeArgs(2, 3),
		RunE: func(cmd *cobra.Command, args []string) error { return runDecide(cmd, s, f, args) },
	}
	fs := cmd.Flags()
	f.open.register(fs)
	fs.StringVar(&f.because, "because", "", "why")
	fs.StringSliceVar(&f.controls, "control", nil, "id of a control of the model that answers it; may be repeated")
	fs.StringVar(&f.to, "to", "", "transfer: who takes it over")
	fs.StringVar(&f.text, "text", "", "transfer: the words that the receiver is given")
	fs.StringVar(&f.owner, "owner", "", "who decided")
	fs.StringVar(&f.date, "date", "", "when, as 2026-11-22; default: today")
	fs.StringVar(&f.until, "until", "", "when it must be looked at again, as 2027-11-22")
	fs.BoolVar(&f.dryRun, "dry-run", false, "show the change and write nothing")
	return cmd
}

func runDecide(cmd *cobra.Command, s streams, f decideFlags, args []string) error {
	decision := args[1]
	if !slices.Contains(decisions, decision) {
		return usage("decision %q is not known: expected %s", decision, strings.Join(decisions, ", "))
	}
	if err := f.check(decision); err != nil {
		return err
	}
	doc, err := openOne(cmd.Context(), s, f.open, args[2:])
	if err != nil {
		return err
	}
	r, err := report.New(version(), report.Filter{}, doc.Analysis)
	if err != nil {
		return failure(err)
	}
	finding, err := findFinding(r.Models[0].Findings, args[0])
	if err != nil {
		return err
	}
	decide := func(m *model.Model) (model.Change, error) { return model.Decide(m, finding.ID, f.fields(decision)...) }
	return applyChange(s, f.open, doc.Files[0].Name, decide, f.dryRun, fmt.Sprintf("%s: %s", finding.ID, decision))
}

// check refuses a decision that says too little. No threat is handed over or accepted in silence.
func (f decideFlags) check(decision string) error {
	needs := map[string][]string{"accept": {"because"}, "not-applicable": {"because"}, "transfer": {"because", "to", "text"}}
	given := map[string]string{"because": f.because, "to": f.to, "text": f.text}
	for _, key := range needs[decision] {
		if strings.TrimSpace(given[key]) == "" {
			return usage("%s needs --%s", decision, key)
		}
	}
	for flag, date := range map[string]string{"date": f.date, "until": f.until} {
		if date != "" && !isDate(date) {
			return usage("--%s must be a date such as 2026-11-22, got %q", flag, date)
		}
	}
	return nil
}

func (f decideFlags) fields(decision string) []model.Field {
	fields := []model.Field{{Key: "decision", Value: model.Word(decision)}}
	if len(f.controls) > 0 {
		fields = append(fields, model.Field{Key: "controls", Value: model.List(f.controls...)})
	}
	date := f.date
	if date == "" {
		date = today()
	}
	for _, x := range []struct{ key, value string }{
		{"because", f.because}, {"to", f.to}, {"text", f.text}, {"owner", f.owner}, {"date", date}, {"until", f.until},
	} {
		if x.value != "" {
			fields = append(fields, model.Field{Key: x.key, Value: model.Word(x.value)})
		}
	}
	return fields
}
