package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the version of the module that the program was built from, or "development".
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development"
	}
	return info.Main.Version
}

func newVersion(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program and of its packs",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			fmt.Fprintf(s.out, "theriac %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			lib, err := openLibrary(nil)
			if err != nil {
				return failure(err)
			}
			for _, p := range lib.Packs {
				fmt.Fprintf(s.out, "pack %s %s (%s)\n", p.ID, p.Version, p.Licence)
			}
			return nil
		},
	}
}
