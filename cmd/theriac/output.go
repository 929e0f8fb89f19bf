package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/model"
	"theriac.dev/report"
)

// output is where a result goes, with what its reader can see.
type output struct {
	io.Writer
	terminal report.Terminal
}

// json writes v as indented JSON.
func (o output) json(v any) error {
	enc := json.NewEncoder(o)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// writeTo calls write with standard output, or with the file at path. A file appears whole or not at all.
func writeTo(s streams, path string, write func(output) error) error {
	if path == "" || path == "-" {
		return failure(write(output{s.out, terminal(s, s.out)}))
	}
	var text bytes.Buffer
	if err := write(output{&text, report.Terminal{}}); err != nil {
		return failure(err)
	}
	if err := replaceFile(path, text.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "written to %s\n", path)
	return nil
}

// among checks that each word given to a flag is one of those allowed, and names the nearest where it is not.
func among(flag string, got, allowed []string) error {
	for _, w := range got {
		if slices.Contains(allowed, w) {
			continue
		}
		hint := ""
		if near := model.Nearest(w, allowed); near != "" {
			hint = fmt.Sprintf("; did you mean %s?", near)
		}
		return usage("--%s %q is not known: expected %s%s", flag, w, strings.Join(allowed, ", "), hint)
	}
	return nil
}

// completeWords offers words for a flag in shell completion.
func completeWords(cmd *cobra.Command, flag string, words ...string) {
	// The only error is a flag that does not exist, which the tests of the command line would show.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}
