package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/foreign"
)

func newImport(s streams) *cobra.Command {
	var format, folder, account string
	var list bool
	var ids []string
	for _, f := range foreign.Formats() {
		ids = append(ids, f.ID)
	}
	cmd := &cobra.Command{
		Use:   "import <file>",
		Short: "Make a model of the threat model of another tool, and say what was lost",
		Long: `Make a model of the threat model of another tool: a folder with theriac.yaml, and with layout.yaml where the file has
positions. The format is recognised by the content. What was taken, changed and lost goes to standard error, thing by
thing, with what to do next; --report json writes it to standard output. Nothing that exists is overwritten.`,
		Example: `  theriac import old-model.tm7
  theriac import pump.json --output my-pump --report json
  theriac import --list`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if list {
				return writeTo(s, "", listForeign)
			}
			if len(args) == 0 {
				return usage("say which file to import; --list names the formats")
			}
			if format != "" {
				if err := among("format", []string{format}, ids); err != nil {
					return err
				}
			}
			if err := among("report", []string{account}, []string{"text", "json"}); err != nil {
				return err
			}
			return runImport(s, args[0], format, folder, account)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&format, "format", "f", "", strings.Join(ids, ", ")+"; default: by the content")
	flags.StringVarP(&folder, "output", "o", "", "folder for the model; default: one named after it")
	flags.StringVar(&account, "report", "text", "how to say what was taken and lost: text, json")
	flags.BoolVar(&list, "list", false, "list the formats")
	completeWords(cmd, "format", ids...)
	completeWords(cmd, "report", "text", "json")
	return cmd
}

func listForeign(o output) error {
	for _, f := range foreign.Formats() {
		threats := ""
		if f.Threats {
			threats = ", with threats"
		}
		if _, err := fmt.Fprintf(o, "%-14s %s (%s)%s\n", f.ID, f.Title, strings.Join(f.Endings, ", "), threats); err != nil {
			return err
		}
	}
	return nil
}

func runImport(s streams, path, format, folder, account string) error {
	if info, err := os.Stat(path); err != nil {
		return usage("%v", err)
	} else if info.IsDir() {
		return usage("%s is a folder: say which file to import", path)
	}
	text, err := readLimited(path)
	if err != nil {
		return failure(err)
	}
	im, err := foreign.Read(filepath.ToSlash(path), text, format)
	if err != nil {
		return failure(err)
	}
	if folder == "" {
		folder = shortID(im.Title)
	}
	files := []struct{ path, text string }{{filepath.Join(folder, "theriac.yaml"), im.Model}, {filepath.Join(folder, "layout.yaml"), im.Layout}}
	for _, f := range files {
		// Both are looked for before one is written: half a model would be worse than none.
		if _, err := os.Stat(f.path); !errors.Is(err, fs.ErrNotExist) {
			return usage("%s exists and is not overwritten", f.path)
		}
	}
	for _, f := range files {
		if f.text == "" {
			continue
		}
		if err := writeNew(f.path, f.text); err != nil {
			return err
		}
	}
	if account == "json" {
		return failure(output{s.out, terminal(s, s.out)}.json(im))
	}
	writeImport(s, im)
	fmt.Fprintf(s.err, "\n%s written. Next: theriac check %s\n", files[0].path, folder)
	return nil
}

// writeImport says what was taken, changed and lost, the lost first.
func writeImport(s streams, im *foreign.Import) {
	fmt.Fprintf(s.err, "%s, read as %s\n\n%-28s %6s %6s %8s %5s  %s\n", im.Title, im.Format.Title, "", "found", "taken", "changed", "lost", "now under")
	for _, c := range im.Taken {
		fmt.Fprintf(s.err, "%-28s %6d %6d %8d %5d  %s\n", c.Theirs, c.Found, c.Taken, c.Changed, c.Lost, c.Ours)
	}
	for _, part := range []struct{ what, title string }{
		{foreign.Lost, "Lost: not in the model"}, {foreign.Changed, "Changed: in the model in another form, or with less"},
		{foreign.Asked, "Asked: in the model, and somebody has to say something"},
	} {
		writeLossesOf(s, im, part.what, part.title)
	}
}

// writeLossesOf writes the losses of one sort. What is the same for several things is said once, with all places.
func writeLossesOf(s streams, im *foreign.Import, what, title string) {
	var texts []string
	places := map[string][]string{}
	for _, l := range im.Losses {
		if l.What != what {
			continue
		}
		if places[l.Text] == nil {
			texts = append(texts, l.Text)
		}
		places[l.Text] = append(places[l.Text], l.Where)
	}
	if len(texts) > 0 {
		fmt.Fprintf(s.err, "\n%s\n", title)
	}
	for _, text := range texts {
		fmt.Fprintf(s.err, "  %s\n", text)
		for _, where := range places[text] {
			fmt.Fprintf(s.err, "    %s\n", where)
		}
	}
}
