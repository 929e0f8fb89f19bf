package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"theriac.dev/report"
	"theriac.dev/syntax"
)

func newCheck(s streams) *cobra.Command {
	var open openFlags
	var format string
	var quiet bool
	cmd := &cobra.Command{
		Use:   "check [model ...]",
		Short: "Check the text of models and what reviewers complain about",
		Long: `Check one or more models: the text, the references, the words that the packs know, and what reviewers of submissions
complain about (an update path that is not modelled, a boundary that nothing crosses, a checksum used as protection, and
so on), and decisions that were to be looked at again by now. Ends with exit code 1 where there are errors; warnings and notes do not count.`,
		Example: "  theriac check .\n  theriac check examples --format json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := among("format", []string{format}, []string{"text", "json"}); err != nil {
				return err
			}
			snapshots, err := openAll(cmd.Context(), s, open, args)
			if err != nil {
				return err
			}
			var all []syntax.Diagnostic
			var files []*syntax.File
			for _, snapshot := range snapshots {
				files = append(files, snapshot.Model.Files...)
				for _, x := range snapshot.Diagnostics {
					if !quiet || x.Severity != syntax.Note {
						all = append(all, x)
					}
				}
				if snapshot.Analysis != nil {
					all = append(all, snapshot.Analysis.Overdue(today())...)
				}
			}
			errs, warnings, notes := report.CountProblems(all)
			err = writeTo(s, "", func(o output) error {
				if format == "json" {
					return o.json(report.Diagnostics(all))
				}
				if err := report.WriteProblems(o, o.terminal, files, all); err != nil {
					return err
				}
				_, err := fmt.Fprintf(o, "%d errors, %d warnings, %d notes in %s\n", errs, warnings, notes, count(len(snapshots), "model"))
				return err
			})
			if err == nil && errs > 0 {
				err = exit{1, nil}
			}
			return err
		},
	}
	fs := cmd.Flags()
	open.register(fs)
	fs.StringVarP(&format, "format", "f", "text", "text or json")
	fs.BoolVarP(&quiet, "quiet", "q", false, "leave notes out")
	completeWords(cmd, "format", "text", "json")
	return cmd
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
