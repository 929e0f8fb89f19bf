package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/report"
	"theriac.dev/workspace"
)

// analyzeFlags are what `theriac analyze` can be told.
type analyzeFlags struct {
	open       openFlags
	format     string
	output     string
	severity   string
	certainty  []string
	categories []string
	targets    []string
	threats    []string
	states     []string
	top        int
	failOn     string
	watch      bool
}

func newAnalyze(s streams) *cobra.Command {
	var f analyzeFlags
	cmd := &cobra.Command{
		Use:     "analyze [model ...]",
		Aliases: []string{"analyse"},
		Short:   "List the threats of one or more models, most serious first",
		Long: `List the threats of one or more models, most serious first, each with the facts that it rests on.

A model is a folder with theriac.yaml, or a file; a folder without one is searched for models. Without an argument the
current folder is meant.

Confirmed findings rest on stated facts alone. Possible findings rest on something unknown, or on what such a part
usually has; they are listed apart, and ` + "`theriac ask`" + ` turns them into questions.

--fail-on makes the command end with exit code 1 when open or planned findings reach a severity: any, or S1 to S5.
Add ",possible" to count possible findings too: --fail-on S4,possible`,
		Example: `  theriac analyze examples/infusion-pump
  theriac analyze . --severity S4 --state open --fail-on S4
  theriac analyze . --format json --output findings.json
  theriac analyze . --watch`,
		RunE: func(cmd *cobra.Command, args []string) error { return runAnalyze(cmd, s, f, args) },
	}
	fs := cmd.Flags()
	f.open.register(fs)
	fs.StringVarP(&f.format, "format", "f", "table", "table, json, markdown or csv")
	fs.StringVarP(&f.output, "output", "o", "", "write to this file instead of standard output")
	fs.StringVar(&f.severity, "severity", "", "only findings this severe or worse: S1 to S5")
	fs.StringSliceVar(&f.certainty, "certainty", nil, "only these: confirmed, possible")
	fs.StringSliceVar(&f.categories, "category", nil, "only findings in one of these categories, such as safety")
	fs.StringSliceVar(&f.targets, "target", nil, "only findings about these ids")
	fs.StringSliceVar(&f.threats, "threat", nil, "only these threats of the library")
	fs.StringSliceVar(&f.states, "state", nil, "only these: "+strings.Join(report.States, ", "))
	fs.IntVar(&f.top, "top", 0, "only the first so many of each model")
	fs.StringVar(&f.failOn, "fail-on", "", "end with exit code 1 on open findings: any, or S1 to S5; add ,possible to count those too")
	fs.BoolVarP(&f.watch, "watch", "w", false, "analyse again on every save, until interrupted")
	fs.BoolVar(&f.open.lock, "lock", false, "record version and digest of the packs in theriac.lock beside the model")
	completeWords(cmd, "format", "table", "json", "markdown", "csv")
	completeWords(cmd, "severity", "S1", "S2", "S3", "S4", "S5")
	completeWords(cmd, "certainty", "confirmed", "possible")
	completeWords(cmd, "state", report.States...)
	return cmd
}

func runAnalyze(cmd *cobra.Command, s streams, f analyzeFlags, args []string) error {
	filter, err := f.filter()
	if err != nil {
		return err
	}
	threshold, err := report.ParseThreshold(f.failOn)
	if err != nil {
		return exit{2, err}
	}
	if f.watch {
		return watch(cmd.Context(), s, f, args, func(all []*workspace.Snapshot) error { return f.write(s, filter, all) })
	}
	snapshots, err := openAll(cmd.Context(), s, f.open, args)
	if err != nil {
		return err
	}
	if err := f.write(s, filter, snapshots); err != nil {
		return err
	}
	if err := problems(s, snapshots...); err != nil {
		return err
	}
	n := 0
	for _, x := range snapshots {
		if err := checkLock(s, f.open, x); err != nil {
			return err
		}
		n += threshold.Count(x.Analysis)
	}
	if n > 0 {
		return exit{1, fmt.Errorf("%d findings reach --fail-on %s", n, f.failOn)}
	}
	return nil
}

func (f analyzeFlags) filter() (report.Filter, error) {
	q := report.Filter{
		Certainty: f.certainty, Categories: f.categories, Targets: f.targets, Threats: f.threats, States: f.states, Top: f.top,
	}
	for _, list := range []struct {
		flag    string
		got     []string
		allowed []string
	}{
		{"certainty", f.certainty, []string{"confirmed", "possible"}},
		{"state", f.states, report.States},
		{"format", []string{f.format}, []string{"table", "json", "markdown", "csv"}},
	} {
		if err := among(list.flag, list.got, list.allowed); err != nil {
			return q, err
		}
	}
	if f.severity != "" {
		if err := among("severity", []string{f.severity}, []string{"S1", "S2", "S3", "S4", "S5"}); err != nil {
			return q, err
		}
		q.Severity = int(f.severity[1] - '0')
	}
	if f.top < 0 {
		return q, usage("--top must be 0 or more, got %d", f.top)
	}
	return q, nil
}

func (f analyzeFlags) write(s streams, filter report.Filter, snapshots []*workspace.Snapshot) error {
	r, err := report.New(version(), filter, complete(snapshots)...)
	if err != nil {
		return failure(err)
	}
	return writeTo(s, f.output, func(o output) error {
		switch f.format {
		case "json":
			return r.WriteJSON(o)
		case "markdown":
			return r.WriteMarkdown(o)
		case "csv":
			return r.WriteCSV(o)
		default:
			return r.WriteTable(o, o.terminal)
		}
	})
}
