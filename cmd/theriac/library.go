package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
)

func newLibrary(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "library",
		Short: "Look into the packs, test them, write new entries",
		Long:  "Look into the packs of threats, controls and words, run their tests, write new entries and pages about them.",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newLibraryList(s), newLibraryShow(s), newLibraryTest(s), newLibraryNew(s), newLibraryDoc(s))
	return cmd
}

func newLibraryList(s streams) *cobra.Command {
	var open openFlags
	cmd := &cobra.Command{
		Use:       "list [threats|controls|devices|attributes|glossary|<vocabulary>]",
		Short:     "List what the packs hold",
		Long:      "List what the packs hold: threats (default), controls, devices, attributes, the glossary, or the words of a vocabulary.",
		Example:   "  theriac library list controls\n  theriac library list protocol",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: []string{"threats", "controls", "devices", "attributes", "glossary"},
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := openLibrary(open.packs)
			if err != nil {
				return err
			}
			what := "threats"
			if len(args) == 1 {
				what = args[0]
			}
			rows, err := libraryRows(lib, what)
			if err != nil {
				return err
			}
			return writeTo(s, "", func(o output) error {
				w := bufio.NewWriter(o)
				for _, r := range rows {
					fmt.Fprintf(w, "%-34s %s\n", r[0], r[1])
				}
				return w.Flush()
			})
		},
	}
	open.registerPacks(cmd.Flags())
	return cmd
}

func libraryRows(lib *library.Library, what string) ([][2]string, error) {
	var rows [][2]string
	switch what {
	case "threats":
		for _, t := range lib.Threats {
			rows = append(rows, [2]string{t.ID, t.Title})
		}
	case "controls":
		for _, c := range lib.Controls {
			rows = append(rows, [2]string{c.ID, c.Title})
		}
	case "devices":
		for _, d := range lib.Devices {
			rows = append(rows, [2]string{d.ID, d.Title})
		}
	case "attributes":
		for _, a := range lib.Attributes {
			rows = append(rows, [2]string{a.ID, a.Ask})
		}
	case "glossary":
		words, _ := lib.Glossary()
		for _, w := range words {
			rows = append(rows, [2]string{w.Title, w.Text})
		}
	default:
		for _, word := range lib.Vocabulary.Words(what) {
			rows = append(rows, [2]string{word, lib.Vocabulary.Lookup(what, word).Title})
		}
		if rows == nil {
			known := append([]string{"threats", "controls", "devices", "attributes", "glossary"}, lib.Vocabulary.Names()...)
			return nil, usage("%q is not known: expected %s", what, strings.Join(known, ", "))
		}
	}
	return rows, nil
}

func newLibraryShow(s streams) *cobra.Command {
	var open openFlags
	cmd := &cobra.Command{
		Use:     "show <id>",
		Short:   "Show a threat, a control, a device type or a word in full",
		Example: "  theriac library show forged-command\n  theriac library show comms-module",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, err := openLibrary(open.packs)
			if err != nil {
				return err
			}
			page := library.Page(lib, args[0])
			if page == "" {
				var ids []string
				for _, t := range lib.Threats {
					ids = append(ids, t.ID)
				}
				for _, c := range lib.Controls {
					ids = append(ids, c.ID)
				}
				for _, name := range lib.Vocabulary.Names() {
					ids = append(ids, lib.Vocabulary.Words(name)...)
				}
				hint := ""
				if near := model.Nearest(args[0], ids); near != "" {
					hint = "; did you mean " + near + "?"
				}
				return usage("no threat, control, device type or word is called %q%s", args[0], hint)
			}
			return writeTo(s, "", func(o output) error {
				_, err := fmt.Fprint(o, page)
				return err
			})
		},
	}
	open.registerPacks(cmd.Flags())
	return cmd
}

func newLibraryTest(s streams) *cobra.Command {
	var open openFlags
	cmd := &cobra.Command{
		Use:   "test",
		Short: "Run the tests of the packs",
		Long: `Run the tests of all packs, or of your own with --pack: every line marked "# fires" or "# possible" must do so, and every line
marked "# silent" must not. Ends with exit code 1 where one does not hold.`,
		Example: "  theriac library test --pack my-pack",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			lib, err := openLibrary(open.packs)
			if err != nil {
				return err
			}
			result := engine.TestPacks(lib)
			for _, f := range result.Failures {
				fmt.Fprintln(s.out, f)
			}
			fmt.Fprintf(s.out, "%s, %s, %d failed\n", count(result.Threats, "threat"), count(result.Marks, "mark"), len(result.Failures))
			if len(result.Failures) > 0 {
				return exit{1, nil}
			}
			return nil
		},
	}
	open.registerPacks(cmd.Flags())
	return cmd
}

func newLibraryNew(s streams) *cobra.Command {
	var pack string
	cmd := &cobra.Command{
		Use:   "new <threat|control> <id>",
		Short: "Write the files of a new entry, to be filled in",
		Long: `Write the files of a new entry into a pack, to be filled in. A new threat is two files: the threat and its tests. Until both say
something the pack refuses them. A pack that does not exist is begun.`,
		Example: "  theriac library new threat my-threat --pack my-pack",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := library.Scaffold(args[0], args[1])
			if err != nil {
				return exit{2, err}
			}
			for _, f := range files {
				path := filepath.Join(pack, filepath.FromSlash(f.Path))
				if err := writeNew(path, f.Text); err != nil {
					return err
				}
				fmt.Fprintln(s.out, path)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&pack, "pack", ".", "folder of the pack")
	return cmd
}

func newLibraryDoc(s streams) *cobra.Command {
	var open openFlags
	var folder string
	cmd := &cobra.Command{
		Use:     "doc",
		Short:   "Write pages about all that the packs hold, a glossary and what they cover",
		Example: "  theriac library doc --output docs/library",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			lib, err := openLibrary(open.packs)
			if err != nil {
				return err
			}
			pages := library.Doc(lib)
			for _, p := range pages {
				path := filepath.Join(folder, filepath.FromSlash(p.Path))
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					return failure(err)
				}
				if err := os.WriteFile(path, []byte(p.Text), 0o644); err != nil {
					return failure(err)
				}
			}
			fmt.Fprintf(s.err, "%s written to %s\n", count(len(pages), "page"), folder)
			return nil
		},
	}
	open.registerPacks(cmd.Flags())
	cmd.Flags().StringVarP(&folder, "output", "o", "library-doc", "folder to write to")
	return cmd
}
