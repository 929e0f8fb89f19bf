package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"theriac.dev/report"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

func newFmt(s streams) *cobra.Command {
	var list bool
	cmd := &cobra.Command{
		Use:   "fmt [file or folder ...]",
		Short: "Format the text of models",
		Long: `Format model files in place: indentation, spacing and line ends. Comments, order and meaning stay. "-" formats
standard input to standard output. A file that has errors is reported and left alone.`,
		Example: "  theriac fmt .\n  theriac fmt --list examples",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "-" {
				return fmtStream(s)
			}
			paths, err := modelFiles(args)
			if err != nil {
				return err
			}
			changed := 0
			for _, path := range paths {
				did, err := fmtFile(s, path, list)
				if err != nil {
					return err
				}
				if did {
					changed++
				}
			}
			if list && changed > 0 {
				return exit{1, nil}
			}
			return nil
		},
	}
	cmd.Flags().BoolVarP(&list, "list", "l", false, "only list the files that would change, and end with exit code 1 where there are any")
	return cmd
}

func fmtStream(s streams) error {
	text, err := io.ReadAll(s.in)
	if err != nil {
		return failure(err)
	}
	out, err := format(s, "standard input", text)
	if err != nil {
		return err
	}
	_, err = s.out.Write(out)
	return failure(err)
}

// fmtFile formats one file and reports whether it changed, or would.
func fmtFile(s streams, path string, listOnly bool) (bool, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return false, failure(err)
	}
	out, err := format(s, path, text)
	if err != nil || bytes.Equal(out, text) {
		return false, err
	}
	fmt.Fprintln(s.out, path)
	if listOnly {
		return true, nil
	}
	return true, replaceFile(path, out)
}

// format returns the formatted text, or shows what is wrong with it.
func format(s streams, name string, text []byte) ([]byte, error) {
	f := syntax.Parse(name, text)
	if !f.HasErrors() {
		return syntax.Format(text), nil
	}
	if err := report.WriteProblems(s.err, terminal(s, s.err), []*syntax.File{f}, f.Diagnostics()); err != nil {
		return nil, failure(err)
	}
	return nil, failure(fmt.Errorf("%s has errors and was left alone", name))
}

// modelFiles are the files of the models at the paths: those named, and of folders every file of each model.
func modelFiles(args []string) ([]string, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	roots, err := workspace.Find(args...)
	if err != nil {
		return nil, usage("%v", err)
	}
	var paths []string
	ws := workspace.New(workspace.Options{NoAnalysis: true})
	for _, root := range roots {
		doc, err := ws.Open(root)
		if err != nil {
			return nil, failure(err)
		}
		for _, f := range doc.Snapshot().Files {
			paths = append(paths, f.Name)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths), nil
}
