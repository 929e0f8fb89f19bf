package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/goals"
	"theriac.dev/risk"
)

func newGoals(s streams) *cobra.Command {
	var open openFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "goals [model]",
		Short: "Say how each goal stands: what threatens it, how bad, what is missing",
		Long: `Say of each goal what it rests on, which anti-goals are against it, which trees show how they are reached, which findings
lead to it and what risk is left. Goals with the highest risk come first.`,
		Example: `  theriac goals examples/infusion-pump`,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			doc, err := openOne(cmd.Context(), s, open, args)
			if err != nil {
				return err
			}
			views := []goalView{}
			for _, g := range goals.Overview(doc.Analysis) {
				views = append(views, viewGoal(g))
			}
			out := output{s.out, terminal(s, s.out)}
			if asJSON {
				return failure(out.json(views))
			}
			if len(views) == 0 {
				fmt.Fprintln(out, "The model has no goals. `theriac guide goals` shows how to begin.")
			}
			for _, v := range views {
				v.write(out)
			}
			return nil
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return cmd
}

// goalView is how a goal stands, in ids.
type goalView struct {
	Goal      string   `json:"goal"`
	Kind      string   `json:"kind"`
	Text      string   `json:"text"`
	Functions []string `json:"functions"`
	Assets    []string `json:"assets"`
	AntiGoals []string `json:"antiGoals"`
	Trees     []string `json:"trees"`
	Hazards   []string `json:"hazards"`
	Findings  []string `json:"findings"`
	Before    string   `json:"before"`
	Left      string   `json:"left"`
	Open      bool     `json:"open"`
	Gaps      []string `json:"gaps"`
}

func viewGoal(g goals.Standing) goalView {
	v := goalView{Goal: g.Goal.ID.Value, Kind: g.Goal.Kind.Value, Text: g.Goal.Text.Value, Functions: g.Functions, Assets: g.Assets,
		AntiGoals: g.AntiGoals, Trees: g.Trees, Hazards: g.Hazards, Before: levelName(g.WorstBefore), Left: levelName(g.Worst),
		Open: g.Threatened, Gaps: g.Gaps}
	for _, f := range g.Findings {
		v.Findings = append(v.Findings, f.ID)
	}
	return v
}

func levelName(l *risk.AcceptanceLevel) string {
	if l == nil {
		return ""
	}
	return l.ID
}

func (v goalView) write(w output) {
	fmt.Fprintf(w, "%s  %s (%s)\n", v.Goal, v.Text, v.Kind)
	state := "decided throughout"
	if v.Open {
		state = "with open findings"
	}
	left := v.Left
	if left == "" {
		left = "none"
	}
	fmt.Fprintf(w, "  %s lead to %s; risk left: %s, %s\n", countOf(len(v.Findings), "finding"), listed(v.Hazards), left, state)
	if len(v.AntiGoals) > 0 {
		fmt.Fprintf(w, "  against it: %s; shown by trees: %s\n", strings.Join(v.AntiGoals, ", "), listed(v.Trees))
	}
	for _, gap := range v.Gaps {
		fmt.Fprintf(w, "  missing: %s\n", gap)
	}
	fmt.Fprintln(w)
}
