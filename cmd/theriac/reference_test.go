package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestCommandReference holds docs/cli.md against the commands themselves.
func TestCommandReference(t *testing.T) {
	const path = "../../docs/cli.md"
	var b strings.Builder
	b.WriteString("# The command line\n\nThis page is made from the commands; each of them says the same with `--help`.\n")
	b.WriteString("\nResults go to standard output, everything else to standard error. `NO_COLOR` turns colours off.\n")
	fmt.Fprintf(&b, "\n```\n%s\n```\n", strings.TrimSpace(exitHelp))
	reference(&b, newRoot(streams{env: func(string) string { return "" }}))
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Error("docs/cli.md is stale: run go test ./cmd/theriac -update")
	}
}

func reference(b *strings.Builder, cmd *cobra.Command) {
	if cmd.HasParent() {
		fmt.Fprintf(b, "\n## %s\n\n", cmd.CommandPath())
		text := cmd.Long
		if text == "" {
			text = cmd.Short + "."
		}
		fmt.Fprintf(b, "%s\n\n```\n%s\n", strings.TrimSpace(text), cmd.UseLine())
		if cmd.Example != "" {
			fmt.Fprintf(b, "\nExamples:\n%s\n", cmd.Example)
		}
		if flags := cmd.LocalFlags().FlagUsages(); flags != "" {
			fmt.Fprintf(b, "\nFlags:\n%s", flags)
		}
		b.WriteString("```\n")
	}
	for _, sub := range cmd.Commands() {
		if sub.Name() != "help" && sub.Name() != "completion" {
			reference(b, sub)
		}
	}
}

// TestEveryHelpNamesTheExitCodes asks each command for help and looks for the exit codes.
func TestEveryHelpNamesTheExitCodes(t *testing.T) {
	var walk func(cmd *cobra.Command, path []string)
	walk = func(cmd *cobra.Command, path []string) {
		t.Run(cmd.CommandPath(), func(t *testing.T) {
			out := strings.Join(console(append(path, "--help")), "\n")
			if !strings.Contains(out, "Exit codes:") {
				t.Errorf("no exit codes in:\n%s", out)
			}
		})
		for _, sub := range cmd.Commands() {
			if sub.Name() != "help" {
				walk(sub, append(path[:len(path):len(path)], sub.Name()))
			}
		}
	}
	walk(newRoot(streams{env: func(string) string { return "" }}), nil)
}
