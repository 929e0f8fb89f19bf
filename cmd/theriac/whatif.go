package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/attack"
)

type whatIfFlags struct {
	graphFlags
	json bool
}

func newWhatIf(s streams) *cobra.Command {
	var f whatIfFlags
	cmd := &cobra.Command{
		Use:   "what-if [model]",
		Short: "Say what controls would change: which hazards close, which paths go",
		Long: `Compare the attack graph as it is with the one that --with and --without describe: which hazards no path leads to any more,
which come within reach, what the cheapest attack on each costs before and after. Without either flag, list what each
single control would close.`,
		Example: `  theriac what-if examples/infusion-pump --with signed-data@f4 --with signed-update@wbm
  theriac what-if . --after planned --without signed-library
  theriac what-if .`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runWhatIf(cmd, s, f, args) },
	}
	f.register(cmd)
	cmd.Flags().BoolVar(&f.json, "json", false, "write JSON")
	return cmd
}

// whatIf is what a change of controls does to one hazard.
type whatIf struct {
	Hazard   string `json:"hazard"`
	Text     string `json:"text"`
	Severity string `json:"severity"`
	Before   *int   `json:"before" doc:"Points of the cheapest attack; absent where no path leads there."`
	After    *int   `json:"after"`
	Result   string `json:"result"` // closed, opened, harder, easier, same
}

func runWhatIf(cmd *cobra.Command, s streams, f whatIfFlags, args []string) error {
	doc, err := openOne(cmd.Context(), s, f.open, args)
	if err != nil {
		return err
	}
	base := f.graphFlags
	base.with, base.without = nil, nil
	before, err := base.build(doc.Analysis)
	if err != nil {
		return err
	}
	out := output{s.out, terminal(s, s.out)}
	if len(f.with)+len(f.without) == 0 {
		return failure(writeSingles(out, before.Singles(5), f.json))
	}
	after, err := f.build(doc.Analysis)
	if err != nil {
		return err
	}
	rows := compareGraphs(before, after)
	if f.json {
		return failure(out.json(rows))
	}
	words := slices.Concat(prefixed("with ", f.with), prefixed("without ", f.without))
	fmt.Fprintf(out, "%s\n\n", strings.Join(words, ", "))
	for _, r := range rows {
		fmt.Fprintf(out, "  %s  %-8s %-7s %s > %s  %s\n", r.Severity, r.Hazard, r.Result, pointsWords(r.Before), pointsWords(r.After), r.Text)
	}
	return nil
}

func prefixed(prefix string, list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = prefix + s
	}
	return out
}

func pointsWords(p *int) string {
	if p == nil {
		return "no path"
	}
	return fmt.Sprintf("%d points", *p)
}

// compareGraphs compares the cheapest attack on each hazard.
func compareGraphs(before, after *attack.Graph) []whatIf {
	rows := []whatIf{}
	then := after.All(1, attack.Cheapest)
	for i, list := range before.All(1, attack.Cheapest) {
		r := whatIf{Hazard: list.Target, Text: list.Text, Severity: list.Severity, Before: cheapest(list), After: cheapest(then[i])}
		switch {
		case r.Before == nil && r.After == nil, r.Before != nil && r.After != nil && *r.Before == *r.After:
			r.Result = "same"
		case r.After == nil:
			r.Result = "closed"
		case r.Before == nil:
			r.Result = "opened"
		case *r.After > *r.Before:
			r.Result = "harder"
		default:
			r.Result = "easier"
		}
		rows = append(rows, r)
	}
	return rows
}

func cheapest(l attack.PathList) *int {
	if len(l.Paths) == 0 {
		return nil
	}
	return &l.Paths[0].Points
}

// writeSingles lists what each control does alone, best first.
func writeSingles(out output, list []attack.Single, asJSON bool) error {
	if asJSON {
		return out.json(list)
	}
	fmt.Fprintln(out, "What one control does alone, best first")
	for i, x := range list {
		if i == 15 {
			fmt.Fprintf(out, "  and %d more; --json lists all\n", len(list)-15)
			break
		}
		closes := "closes nothing alone"
		if len(x.Closes) > 0 {
			closes = "closes " + strings.Join(x.Closes, ", ")
		}
		fmt.Fprintf(out, "  %s, cost %d: %s%s; %s, cuts %s\n", x.ID, x.Cost, x.Title, rests(x.Candidate), closes, countOf(x.Paths, "path"))
	}
	return nil
}
