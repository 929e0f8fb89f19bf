package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newMan(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "man <folder>",
		Short: "Write the man pages into a folder",
		Long:  "Write one man page for each command into a folder, such as /usr/local/share/man/man1.",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return failure(err)
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			head := &doc.GenManHeader{Title: "THERIAC", Section: "1", Source: "theriac " + version(), Manual: "Theriac"}
			if err := doc.GenManTree(root, head, args[0]); err != nil {
				return failure(err)
			}
			fmt.Fprintf(s.err, "man pages written to %s\n", args[0])
			return nil
		},
	}
}
