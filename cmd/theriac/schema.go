package main

import (
	"github.com/spf13/cobra"

	"theriac.dev/model"
)

func newSchema(s streams) *cobra.Command {
	var path string
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the model language, for editors",
		Long: `Print the JSON Schema (2020-12) of the model language. Editors with a YAML language server check and complete a model
when its first line says: # yaml-language-server: $schema=theriac.schema.json`,
		Example: "  theriac schema --output theriac.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return writeTo(s, path, func(o output) error {
				_, err := o.Write(model.Schema())
				return err
			})
		},
	}
	cmd.Flags().StringVarP(&path, "output", "o", "", "write to this file instead of standard output")
	return cmd
}
