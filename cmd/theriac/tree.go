package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/diagram"
	"theriac.dev/engine"
	"theriac.dev/goals"
	"theriac.dev/report"
	"theriac.dev/syntax"
	"theriac.dev/tree"
	"theriac.dev/workspace"
)

func newTree(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tree",
		Short: "Attack-defence trees: what they mean, what stops every attack, grow, exchange",
		Long: `Attack trees and attack-defence trees of a model. All answers rest on the minimal sets of steps that make an attack, never
on figures passed up node by node, so that a step that serves several branches is counted once.`,
	}
	cmd.AddCommand(newTreeShow(s), newTreeProtect(s), newTreeGrow(s), newTreeDraw(s), newTreeExport(s), newTreeImport(s))
	return cmd
}

// treeFlags are what every question to a tree can be told.
type treeFlags struct {
	open    openFlags
	after   string
	with    []string
	without []string
	json    bool
}

func (f *treeFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	f.open.register(fs)
	fs.StringVar(&f.after, "after", "", "count defences that are planned, implemented or verified; default: none")
	fs.StringSliceVar(&f.with, "with", nil, "as if this defence counted: id of a node or of a control; may be repeated")
	fs.StringSliceVar(&f.without, "without", nil, "as if this defence did not; may be repeated")
	fs.BoolVar(&f.json, "json", false, "write JSON")
	completeWords(cmd, "after", "planned", "implemented", "verified")
}

func (f *treeFlags) question() (goals.Question, error) {
	q := goals.Question{With: f.with, Without: f.without}
	switch f.after {
	case "":
	case "planned":
		q.Stage = engine.AfterPlanned
	case "implemented":
		q.Stage = engine.AfterImplemented
	case "verified":
		q.Stage = engine.AfterVerified
	default:
		return q, among("after", []string{f.after}, []string{"planned", "implemented", "verified"})
	}
	return q, nil
}

// openTree opens the tree args[0] of the model args[1:], and tells what is wrong with it.
func openTree(cmd *cobra.Command, s streams, open openFlags, args []string) (*goals.Tree, *workspace.Snapshot, error) {
	doc, err := openOne(cmd.Context(), s, open, args[1:])
	if err != nil {
		return nil, nil, err
	}
	t, problems := goals.FromModel(doc.Model, doc.Analysis, args[0])
	if t == nil {
		return nil, nil, usage("%s; %s", problems[0].Message, problems[0].Hint)
	}
	// Notes and warnings are for `theriac check`; an error makes the answer doubtful.
	problems = slices.DeleteFunc(problems, func(d syntax.Diagnostic) bool { return d.Severity != syntax.Error })
	if len(problems) > 0 {
		if err := report.WriteProblems(s.err, terminal(s, s.err), doc.Files, problems); err != nil {
			return nil, nil, failure(err)
		}
	}
	return t, doc, nil
}

func newTreeShow(s streams) *cobra.Command {
	var f treeFlags
	var most int
	cmd := &cobra.Command{
		Use:   "show [tree] [model]",
		Short: "List the trees of a model, or say what one of them means",
		Long: `Without a tree, list those of the model. With one: how many minimal attacks it has, the cheapest of them, the Pareto front
over all that its steps state, and the smallest sets of steps that, made impossible, leave no attack. A result that is not
proven says so.`,
		Example: `  theriac tree show
  theriac tree show over-infusion examples/infusion-pump --after planned
  theriac tree show over-infusion . --with signed-library --top 20`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := f.question()
			if err != nil {
				return err
			}
			if len(args) == 0 || len(args) == 1 && isModel(args[0]) {
				return listTrees(cmd, s, f, args)
			}
			t, _, err := openTree(cmd, s, f.open, args)
			if err != nil {
				return err
			}
			q.Attacks, q.Cuts = most, most
			a, err := t.Ask(q)
			if err != nil {
				return usage("%s", err)
			}
			v := viewTree(t, a)
			out := output{s.out, terminal(s, s.out)}
			if f.json {
				return failure(out.json(v))
			}
			v.write(out)
			return nil
		},
	}
	f.register(cmd)
	cmd.Flags().IntVar(&most, "top", 10, "so many attacks and cuts")
	return cmd
}

// isModel reports whether a word is a path and not the id of a tree.
func isModel(word string) bool {
	_, err := os.Stat(word)
	return err == nil
}

func listTrees(cmd *cobra.Command, s streams, f treeFlags, args []string) error {
	doc, err := openOne(cmd.Context(), s, f.open, args)
	if err != nil {
		return err
	}
	if doc.Model.Trees.Len() == 0 {
		fmt.Fprintln(s.out, "The model has no trees. `theriac tree grow <hazard>` makes one from the attack paths.")
	}
	for _, t := range doc.Model.Trees.All() {
		fmt.Fprintf(s.out, "%-20s %3d nodes  %s\n", t.ID.Value, t.Nodes.Len(), t.Name.Value)
	}
	return nil
}

// treeView is what a tree means, in ids.
type treeView struct {
	Tree     string       `json:"tree"`
	Name     string       `json:"name"`
	Unit     string       `json:"unit"`
	Defences []string     `json:"defences"`
	Count    string       `json:"count"`
	Exact    bool         `json:"exact"`
	Cheapest []attackView `json:"cheapest"`
	Front    []attackView `json:"front"`
	Cuts     [][]string   `json:"cuts"`
	// CheapestExact, FrontExact and CutsExact say what of it is proven.
	CheapestExact bool `json:"cheapestExact"`
	FrontExact    bool `json:"frontExact"`
	CutsExact     bool `json:"cutsExact"`
}

type attackView struct {
	Steps   []string         `json:"steps"`
	Totals  map[string]int64 `json:"totals"`
	Unknown []string         `json:"unknown"`
}

func viewTree(t *goals.Tree, a *goals.Answer) treeView {
	v := treeView{Tree: t.ID, Name: t.Name, Unit: t.Unit, Defences: t.Steps(a.Active), Count: a.Count.N.String(), Exact: a.Count.Exact,
		Cheapest: []attackView{}, Front: []attackView{}, Cuts: [][]string{}, CheapestExact: a.Cheapest.Exact, FrontExact: a.Front.Exact, CutsExact: a.Cuts.Exact}
	for _, x := range a.Cheapest.Attacks {
		v.Cheapest = append(v.Cheapest, viewAttack(t, x))
	}
	for _, p := range a.Front.Points {
		v.Front = append(v.Front, viewAttack(t, p.Attack))
	}
	for _, c := range a.Cuts.Sets {
		v.Cuts = append(v.Cuts, t.Steps(c))
	}
	return v
}

func viewAttack(t *goals.Tree, x tree.Attack) attackView {
	v := attackView{Steps: t.Steps(x.Leaves), Totals: map[string]int64{}, Unknown: []string{}}
	for _, a := range tree.EveryAttribute() {
		if x.Totals.Unknown.Has(a) {
			v.Unknown = append(v.Unknown, a.String())
		}
		if value := x.Totals.Of(a); value != 0 || !x.Totals.Unknown.Has(a) {
			v.Totals[a.String()] = value
		}
	}
	return v
}

func (v treeView) write(w output) {
	fmt.Fprintf(w, "%s  %s\n", v.Tree, v.Name)
	count := v.Count
	if !v.Exact {
		count = "at least " + count
	}
	fmt.Fprintf(w, "%s minimal attacks; defences that count: %s\n", count, listed(v.Defences))
	if v.Unit != "" {
		fmt.Fprintf(w, "costs are %s\n", v.Unit)
	}
	writeAttacks(w, "Cheapest attacks", v.Cheapest, v.CheapestExact)
	writeAttacks(w, "Front: no other attack is better in every respect", v.Front, v.FrontExact)
	fmt.Fprintf(w, "\nSmallest sets of steps to make impossible%s\n", unproven(v.CutsExact))
	for _, c := range v.Cuts {
		fmt.Fprintf(w, "  %s\n", listed(c))
	}
}

func writeAttacks(w output, head string, list []attackView, exact bool) {
	fmt.Fprintf(w, "\n%s%s\n", head, unproven(exact))
	for _, a := range list {
		var totals []string
		for _, which := range tree.EveryAttribute() {
			if value, ok := a.Totals[which.String()]; ok && value != 0 {
				totals = append(totals, fmt.Sprintf("%s %d", which, value))
			}
		}
		fmt.Fprintf(w, "  %s  (%s)\n", listed(a.Steps), listed(totals))
	}
	if len(list) == 0 {
		fmt.Fprintln(w, "  none: every way is stopped")
	}
}

func unproven(exact bool) string {
	if exact {
		return ""
	}
	return " (not proven to be all or the first)"
}

func newTreeDraw(s streams) *cobra.Command {
	var f treeFlags
	var path, theme string
	cmd := &cobra.Command{
		Use:     "draw <tree> [model]",
		Short:   "Draw a tree as SVG or PDF",
		Long:    "Draw a tree as SVG, or as PDF where the name of --output ends in .pdf.",
		Example: `  theriac tree draw over-infusion examples/infusion-pump --output tree.svg --theme print`,
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := among("theme", []string{theme}, []string{"light", "dark", "print"}); err != nil {
				return err
			}
			q, err := f.question()
			if err != nil {
				return err
			}
			t, _, err := openTree(cmd, s, f.open, args)
			if err != nil {
				return err
			}
			scene := diagram.DrawTree(drawingOf(t, q.Stage))
			write := scene.WriteSVG
			if strings.EqualFold(filepath.Ext(path), ".pdf") {
				write = scene.WritePDF
			}
			return writeTo(s, path, func(w output) error { return write(w, themes()[theme]) })
		},
	}
	f.register(cmd)
	cmd.Flags().StringVarP(&path, "output", "o", "", "write to this file instead of standard output")
	cmd.Flags().StringVar(&theme, "theme", "light", "light, dark or print")
	return cmd
}

// drawingOf makes the picture of a tree: defences that do not count at the stage are drawn as such.
func drawingOf(t *goals.Tree, stage engine.Stage) diagram.TreeDrawing {
	d := diagram.TreeDrawing{Title: t.Name, Text: t.Text, Tree: t.Tree}
	if d.Title == "" {
		d.Title = t.ID
	}
	active := map[int]bool{}
	for _, i := range t.Active(stage) {
		active[i] = true
	}
	for i, n := range t.Tree.Nodes {
		if n.Defence && n.Gate == tree.Leaf && !active[i] {
			d.Off = append(d.Off, i)
		}
		note := ""
		if f := t.Nodes[i].Finding; f != nil {
			note = f.ID
		}
		d.Notes = append(d.Notes, note)
	}
	d.Off = append(d.Off, t.Cut()...)
	return d
}

// listed joins ids; none where there are none.
func listed(ids []string) string { return strings.Join(orNone(ids), ", ") }
