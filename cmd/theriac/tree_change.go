package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"theriac.dev/attack"
	"theriac.dev/cover"
	"theriac.dev/goals"
	"theriac.dev/interop"
	"theriac.dev/model"
)

func newTreeProtect(s streams) *cobra.Command {
	var f treeFlags
	var singles bool
	limit := 10 * time.Second
	cmd := &cobra.Command{
		Use:   "protect <tree> [model]",
		Short: "The cheapest defences that stop every attack of a tree, with a proven bound",
		Example: `  theriac tree protect over-infusion examples/infusion-pump
  theriac tree protect over-infusion . --after implemented`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := f.question()
			if err != nil {
				return err
			}
			t, doc, err := openTree(cmd, s, f.open, args)
			if err != nil {
				return err
			}
			deadline := time.Now().Add(limit)
			g := attack.Build(doc.Analysis, attack.Options{Scales: doc.Analysis.Scales})
			out := output{s.out, terminal(s, s.out)}
			if singles {
				return writeTreeSingles(out, t, q, g, f.json)
			}
			p, err := t.Protect(q, g, cover.Limit{Stop: func() bool { return time.Now().After(deadline) }})
			if err != nil {
				return usage("%s", err)
			}
			if f.json {
				return failure(out.json(p))
			}
			writeProtection(out, t, p)
			return nil
		},
	}
	f.register(cmd)
	cmd.Flags().BoolVar(&singles, "singles", false, "what each defence does alone, best first")
	cmd.Flags().DurationVar(&limit, "limit", limit, "be content with what is proven after so long")
	return cmd
}

func writeProtection(w output, t *goals.Tree, p *goals.Protection) {
	for _, o := range p.Chosen {
		fmt.Fprintf(w, "cost %-4d %s: %s; stops %s\n", o.Cost, o.ID, o.Title, strings.Join(o.Stops, ", "))
	}
	switch {
	case len(p.Chosen) == 0 && len(p.Open.Attacks) == 0:
		fmt.Fprintln(w, "No attack is left.")
	case p.Exact:
		fmt.Fprintf(w, "Cost %d in all. No cheaper set does it: proven.\n", p.Cost)
	default:
		fmt.Fprintf(w, "Cost %d in all. No set costs less than %d: proven.\n", p.Cost, p.Bound)
	}
	if len(p.Open.Attacks) > 0 {
		fmt.Fprintln(w, "\nNothing that is known stops these:")
		for _, x := range p.Open.Attacks[:min(5, len(p.Open.Attacks))] {
			fmt.Fprintf(w, "  %s\n", strings.Join(t.Steps(x.Leaves), ", "))
		}
	}
}

// writeTreeSingles lists what each defence does alone.
func writeTreeSingles(w output, t *goals.Tree, q goals.Question, g *attack.Graph, asJSON bool) error {
	list, err := t.Singles(q, g)
	if err != nil {
		return usage("%s", err)
	}
	if asJSON {
		return failure(w.json(list))
	}
	for i, x := range list {
		if i == 15 {
			fmt.Fprintf(w, "and %d more; --json lists all\n", len(list)-15)
			break
		}
		fmt.Fprintf(w, "cost %-4d %s: %s; leaves %s attacks\n", x.Cost, x.ID, x.Title, x.Left.N)
	}
	return nil
}

func newTreeGrow(s streams) *cobra.Command {
	var open openFlags
	var id string
	var dryRun bool
	var size goals.Grow
	cmd := &cobra.Command{
		Use:   "grow <hazard, anti-goal or tree> [model]",
		Short: "Make a tree from the attack paths, or follow them in one that was made",
		Long: `Make a tree for a hazard or an anti-goal from the attack graph and write it into the model. From then on it is the team's:
grown again by its own id, it keeps what the team has changed, follows the rest, and says what is new, gone or kept.`,
		Example: `  theriac tree grow H1 examples/infusion-pump --id over-infusion
  theriac tree grow over-infusion . --dry-run`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			doc, err := openOne(cmd.Context(), s, open, args[1:])
			if err != nil {
				return err
			}
			a, of := doc.Analysis, args[0]
			if doc.Model.Trees.Get(of) != nil {
				return regrow(s, open, doc.Files[0].Name, func(m *model.Model) (model.Change, *goals.Renewal, error) {
					return goals.Regenerate(a, of, size)
				}, of, dryRun)
			}
			growth, err := goals.Generate(a, of, size)
			if err != nil {
				return usage("%s", err)
			}
			if id == "" {
				id = "tree-" + of
			}
			for _, left := range growth.Left {
				fmt.Fprintf(s.err, "left out: %s\n", left)
			}
			plant := func(m *model.Model) (model.Change, error) { return goals.Plant(m, id, growth) }
			return applyChange(s, open, doc.Files[0].Name, plant, dryRun, fmt.Sprintf("tree %s: %d nodes", id, len(growth.Nodes)))
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().StringVar(&id, "id", "", "id of the new tree; default: tree- and the id of the hazard")
	cmd.Flags().IntVar(&size.Paths, "paths", 12, "so many ways at most")
	cmd.Flags().IntVar(&size.Steps, "steps", 8, "so many findings on a way at most")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show the change and write nothing")
	return cmd
}

func regrow(s streams, open openFlags, name string, again func(*model.Model) (model.Change, *goals.Renewal, error), id string, dryRun bool) error {
	change, renewal, err := again(nil)
	if err != nil {
		return usage("%s", err)
	}
	for _, list := range []struct {
		word string
		ids  []string
	}{
		{"added", renewal.Added}, {"updated", renewal.Updated}, {"kept as the team wrote it", renewal.Kept}, {"gone", renewal.Gone},
		{"no longer found, kept because the team refers to it", renewal.Stale}, {"offered", renewal.Offered}, {"left out", renewal.Left},
	} {
		if len(list.ids) > 0 {
			fmt.Fprintf(s.out, "%s: %s\n", list.word, strings.Join(list.ids, ", "))
		}
	}
	if renewal.Empty() {
		fmt.Fprintln(s.out, "Nothing has changed.")
		return nil
	}
	return applyChange(s, open, name, func(*model.Model) (model.Change, error) { return change, nil }, dryRun, "tree "+id)
}

func treeFormats(can func(interop.Format) bool) []string {
	var out []string
	for _, f := range interop.Formats() {
		if can(f) {
			out = append(out, f.ID)
		}
	}
	return out
}

func newTreeExport(s streams) *cobra.Command {
	var open openFlags
	var format, path string
	formats := treeFormats(func(f interop.Format) bool { return f.Write != nil })
	cmd := &cobra.Command{
		Use:     "export <tree> [model]",
		Short:   "Write a tree for another tool: " + strings.Join(formats, ", "),
		Example: `  theriac tree export over-infusion examples/infusion-pump --format adtool --output tree.xml`,
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := among("format", []string{format}, formats); err != nil {
				return err
			}
			t, _, err := openTree(cmd, s, open, args)
			if err != nil {
				return err
			}
			f, _ := interop.Find(format)
			text, losses, err := f.Write(t.Document())
			if err != nil {
				return usage("%s", err)
			}
			writeLosses(s, losses)
			return writeTo(s, path, func(w output) error {
				_, err := w.Write(text)
				return err
			})
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().StringVarP(&format, "format", "f", "adtool", strings.Join(formats, ", "))
	cmd.Flags().StringVarP(&path, "output", "o", "", "write to this file instead of standard output")
	completeWords(cmd, "format", formats...)
	return cmd
}

func writeLosses(s streams, losses []interop.Loss) {
	for _, l := range losses {
		fmt.Fprintf(s.err, "not carried: %s\n", l)
	}
}

func newTreeImport(s streams) *cobra.Command {
	var open openFlags
	var format, id string
	var dryRun bool
	formats := treeFormats(func(f interop.Format) bool { return f.Read != nil })
	cmd := &cobra.Command{
		Use:     "import <file> [model]",
		Short:   "Take a tree of another tool into the model: " + strings.Join(formats, ", "),
		Example: `  theriac tree import attack.afb examples/infusion-pump --id phishing`,
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, ok := interop.Find(format)
			if format == "" {
				f, ok = interop.Find(args[0])
			}
			if !ok || f.Read == nil {
				return usage("the format of %s is not known: name it with --format, one of %s", args[0], strings.Join(formats, ", "))
			}
			data, err := os.ReadFile(args[0])
			if err != nil {
				return usage("%s", err)
			}
			d, losses, err := f.Read(filepath.ToSlash(args[0]), data)
			if err != nil {
				return usage("%s", err)
			}
			writeLosses(s, losses)
			doc, err := openOne(cmd.Context(), s, open, args[1:])
			if err != nil {
				return err
			}
			if id == "" {
				id = "imported"
			}
			take := func(m *model.Model) (model.Change, error) { return goals.Take(m, id, d) }
			return applyChange(s, open, doc.Files[0].Name, take, dryRun, fmt.Sprintf("tree %s: %d nodes", id, len(d.Tree.Nodes)))
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().StringVarP(&format, "format", "f", "", strings.Join(formats, ", ")+"; default: by the name of the file")
	cmd.Flags().StringVar(&id, "id", "", "id of the new tree")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "show the change and write nothing")
	return cmd
}
