package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/risk"
)

var decisions = []string{"eliminate", "mitigate", "accept", "transfer", "not-applicable", "open"}

// decideFlags are the parts of a decision.
type decideFlags struct {
	open      openFlags
	because   string
	controls  []string
	to        string
	text      string
	document  string
	owner     string
	authority string
	date      string
	until     string
	dryRun    bool
}

func newDecide(s streams) *cobra.Command {
	var f decideFlags
	cmd := &cobra.Command{
		Use:   "decide <finding> <decision> [model]",
		Short: "Write a decision on a finding into the model",
		Long: `Write a decision on a finding into the model's text: eliminate, mitigate, accept, transfer, not-applicable, or open to
take a decision back. Only the bytes of the decision change. With it go the facts that it rests on: when one of them
changes, the finding is at review and the decision is asked for again.

  eliminate       --because, what was taken out
  mitigate        --control, one or more controls of the model
  accept          --because, --authority, --until; the level of the risk that is left says which authority may accept it
  transfer        --to, --text, --document: who takes it over, the words they are given, and where they read them;
                  words that tell nobody what to do, such as "secure network", are refused
  not-applicable  --because

To change your mind, take the decision back with open first, so that no decision is lost by being written over.`,
		Example: `  theriac decide forged-command@f4 mitigate examples/infusion-pump --control signed-library --because "The core must not trust the network."
  theriac decide flood@dock accept . --because "Pumps on the rack run on." --authority risk-management --until 2027-11-22 --owner "A. Meier"
  theriac decide cleartext-flow@f7 transfer . --to "Hospital IT" --document "Instructions for use, 9.2" --text "Put the integration engine and the record system into one segment that no workstation reaches."`,
		Args: cobra.RangeArgs(2, 3),
		RunE: func(cmd *cobra.Command, args []string) error { return runDecide(cmd, s, f, args) },
	}
	fs := cmd.Flags()
	f.open.register(fs)
	fs.StringVar(&f.because, "because", "", "why")
	fs.StringSliceVar(&f.controls, "control", nil, "id of a control of the model that answers it; may be repeated")
	fs.StringVar(&f.to, "to", "", "transfer: who takes it over")
	fs.StringVar(&f.text, "text", "", "transfer: the words that the receiver is given")
	fs.StringVar(&f.document, "document", "", "transfer: the document in which the receiver reads them")
	fs.StringVar(&f.owner, "owner", "", "who decided")
	fs.StringVar(&f.authority, "authority", "", "accept: in which function the risk is accepted, as the scale of risks asks for")
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
	if err := f.check(); err != nil {
		return err
	}
	raised, a, err := openFinding(cmd, s, f.open, append(args[:1:1], args[2:]...))
	if err != nil {
		return err
	}
	if err := f.allowed(a, raised, decision); err != nil {
		return err
	}
	decide := func(m *model.Model) (model.Change, error) {
		return model.Decide(m, raised.ID, f.fields(decision, raised.Basis())...)
	}
	return applyChange(s, f.open, a.Model.Files[0].Name, decide, f.dryRun, fmt.Sprintf("%s: %s", raised.ID, decision))
}

// openFinding opens the model of args[1:] and finds the finding args[0] in it.
func openFinding(cmd *cobra.Command, s streams, open openFlags, args []string) (*engine.Finding, *engine.Analysis, error) {
	doc, err := openOne(cmd.Context(), s, open, args[1:])
	if err != nil {
		return nil, nil, err
	}
	finding, err := findFinding(doc.Analysis.Findings, args[0])
	return finding, doc.Analysis, err
}

// check refuses dates that are none.
func (f decideFlags) check() error {
	for flag, date := range map[string]string{"date": f.date, "until": f.until} {
		if date != "" && !isDate(date) {
			return usage("--%s must be a date such as 2026-11-22, got %q", flag, date)
		}
	}
	return nil
}

// flagOf names the flag for each thing that a decision needs.
var flagOf = map[string]string{"removed": "because", "controls": "control", "because": "because", "authority": "authority",
	"until": "until", "to": "to", "text": "text", "document": "document"}

// allowed refuses a decision that says too little, that nobody has the authority for, or that would write over another.
func (f decideFlags) allowed(a *engine.Analysis, finding *engine.Finding, decision string) error {
	if d := finding.Decision; d != nil && d.Decision.Stated() && d.Decision.Value != decision &&
		!risk.Allowed(risk.Decision(d.Decision.Value), risk.Decision(decision)) {
		return usage("%s is decided: %s. Take that back first: theriac decide %s open", finding.ID, d.Decision.Value, finding.ID)
	}
	level := a.Scales.Risks[0].ID // what leads to no hazard is at the lowest level
	if _, left := a.Rating(finding, a.Residual()); left != nil {
		level = left.ID
	}
	record := risk.Record{Decision: risk.Decision(decision), Removed: f.because, Controls: f.controls, Because: f.because,
		Authority: f.authority, Until: f.until, To: f.to, Text: f.text, Document: f.document}
	for _, p := range a.Scales.CheckRecord(record, level) {
		return usage("%s needs --%s: %s", decision, flagOf[p.Path[0]], strings.TrimPrefix(p.Message, "missing: "))
	}
	for _, id := range f.controls {
		if a.Model.Controls.Get(id) == nil {
			return usage("--control: there is no control `%s` in the model; add it first, or take another", id)
		}
	}
	return nil
}

func (f decideFlags) fields(decision string, basis []string) []model.Field {
	fields := []model.Field{{Key: "decision", Value: model.Word(decision)}}
	if len(f.controls) > 0 {
		fields = append(fields, model.Field{Key: "controls", Value: model.List(f.controls...)})
	}
	date := f.date
	if date == "" {
		date = today()
	}
	for _, x := range []struct{ key, value string }{
		{"because", f.because}, {"to", f.to}, {"text", f.text}, {"document", f.document}, {"owner", f.owner}, {"authority", f.authority},
		{"date", date}, {"until", f.until},
	} {
		if x.value != "" {
			fields = append(fields, model.Field{Key: x.key, Value: model.Word(x.value)})
		}
	}
	if decision == "open" {
		return append(fields, model.Field{Key: "facts"}) // a decision that is taken back rests on nothing
	}
	return append(fields, model.Field{Key: "facts", Value: model.List(basis...)})
}
