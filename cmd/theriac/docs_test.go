package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the outputs in the documentation")

// TestDocumentation runs every console block of README.md and docs/. A block holds commands after "$ " and what they
// print; a line "..." stands for any number of lines. Commands run in a copy of the examples, so they may write.
func TestDocumentation(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	blocks := 0
	for _, page := range append(pages, "../../README.md") {
		path, err := filepath.Abs(page)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(filepath.Join(root, "examples"))); err != nil {
				t.Fatal(err)
			}
			t.Chdir(dir)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got, n := runPage(t, string(text))
			blocks += n
			if *update && got != string(text) {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	if blocks == 0 {
		t.Error("no console block found in the documentation")
	}
}

// runPage runs the console blocks of a page and returns the page with the outputs that they really have.
func runPage(t *testing.T, page string) (string, int) {
	t.Helper()
	var out []string
	lines := strings.Split(page, "\n")
	blocks := 0
	for i := 0; i < len(lines); i++ {
		out = append(out, lines[i])
		if lines[i] != "```console" {
			continue
		}
		blocks++
		end := i + 1 + slices.Index(lines[i+1:], "```")
		out = append(out, runBlock(t, lines[i+1:end])...)
		i = end - 1
	}
	return strings.Join(out, "\n"), blocks
}

func runBlock(t *testing.T, lines []string) []string {
	t.Helper()
	var out []string
	for i := 0; i < len(lines); {
		command, ok := strings.CutPrefix(lines[i], "$ theriac")
		if !ok {
			t.Errorf("a console block must start with `$ theriac`, got %q", lines[i])
			return lines
		}
		out = append(out, lines[i])
		end := i + 1
		for end < len(lines) && !strings.HasPrefix(lines[end], "$ ") {
			end++
		}
		want := lines[i+1 : end]
		got := console(strings.Fields(command))
		if !matches(want, got) && !*update {
			t.Errorf("$ theriac%s\nprints\n%s\nbut the page says\n%s", command, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		out = append(out, shorten(want, got)...)
		i = end
	}
	return out
}

// console runs one command line and returns the lines of both streams, standard output first.
func console(args []string) []string {
	var stdout, stderr bytes.Buffer
	env := func(key string) string {
		if key == "COLUMNS" {
			return "100"
		}
		return ""
	}
	run(context.Background(), args, streams{strings.NewReader(""), &stdout, &stderr, env})
	text := strings.TrimRight(stdout.String()+stderr.String(), "\n")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// matches reports whether got is what the page says, where a line "..." of the page stands for any lines.
func matches(want, got []string) bool {
	if len(want) == 0 {
		return len(got) == 0
	}
	if want[0] == "..." {
		for k := 0; k <= len(got); k++ {
			if matches(want[1:], got[k:]) {
				return true
			}
		}
		return false
	}
	return len(got) > 0 && strings.TrimRight(want[0], " ") == got[0] && matches(want[1:], got[1:])
}

// shorten cuts got as the page does: as many lines as stood before "..." are kept.
func shorten(want, got []string) []string {
	cut := slices.Index(want, "...")
	if cut < 0 || cut >= len(got) {
		return got
	}
	return append(slices.Clone(got[:cut]), "...")
}
