package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/report"
)

func newWhy(s streams) *cobra.Command {
	var open openFlags
	var format, store string
	cmd := &cobra.Command{
		Use:   "why <finding> [model]",
		Short: "Explain a finding: the rule, the facts that matched, what is not known",
		Long: `Explain a finding: what happens, why the rule fired, each fact with the line that states it, what is not known, who can
reach it, what it leads to, and what would answer it. Where a store of advisories lies beside the model, the advisories
behind the threat are shown: see ` + "`theriac advisories`" + `.`,
		Example: "  theriac why unsigned-update@f4 examples/infusion-pump",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := among("format", []string{format}, []string{"text", "json"}); err != nil {
				return err
			}
			doc, err := openOne(cmd.Context(), s, open, args[1:])
			if err != nil {
				return err
			}
			found, err := findFinding(doc.Analysis.Findings, args[0])
			if err != nil {
				return err
			}
			why := report.NewWhy(doc.Analysis, found)
			behind, err := advisoriesBehind(doc, open.packs, store, why)
			if err != nil {
				return err
			}
			return writeTo(s, "", func(o output) error {
				if format == "json" {
					return o.json(explained{why, behind})
				}
				if err := why.Write(o, o.terminal); err != nil {
					return err
				}
				return behind.text(o)
			})
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().StringVarP(&format, "format", "f", "text", "text or json")
	cmd.Flags().StringVar(&store, "advisories", "", "store of advisories; default: advisories.json beside the model")
	completeWords(cmd, "format", "text", "json")
	return cmd
}

// findFinding looks a finding up by its id, and says what is near where there is none.
func findFinding(findings []*engine.Finding, id string) (*engine.Finding, error) {
	ids := make([]string, 0, len(findings))
	for _, f := range findings {
		if f.ID == id {
			return f, nil
		}
		ids = append(ids, f.ID)
	}
	if near := model.Nearest(id, ids); near != "" {
		return nil, usage("there is no finding %s; did you mean %s?", id, near)
	}
	threat, target, _ := strings.Cut(id, "@")
	same := slices.DeleteFunc(ids, func(id string) bool {
		t, at, _ := strings.Cut(id, "@")
		return t != threat && (at != target || target == "")
	})
	if len(same) > 0 {
		return nil, usage("there is no finding %s; findings of that threat or target: %s", id, strings.Join(same, ", "))
	}
	return nil, usage("there is no finding %s; `theriac analyze` lists them, as <threat>@<target>", id)
}
