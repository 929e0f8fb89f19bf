package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"theriac.dev/attack"
	"theriac.dev/diagram"
	"theriac.dev/engine"
)

// graphFlags are what every command on the attack graph can be told.
type graphFlags struct {
	open      openFlags
	after     string
	confirmed bool
	from      []string
	with      []string
	without   []string
}

func (f *graphFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	f.open.register(fs)
	fs.StringVar(&f.after, "after", "", "count controls that are planned, implemented or verified; default: none")
	fs.StringSliceVar(&f.from, "from", nil, "only from these attacker positions, such as internet; default: all")
	fs.BoolVar(&f.confirmed, "confirmed", false, "leave possible findings out")
	fs.StringSliceVar(&f.with, "with", nil, "as if this control were in place: control@target, or the id of a control of the model; may be repeated")
	fs.StringSliceVar(&f.without, "without", nil, "as if this control of the model were not there; may be repeated")
	completeWords(cmd, "after", "planned", "implemented", "verified")
}

// build makes the attack graph that the flags describe.
func (f *graphFlags) build(a *engine.Analysis) (*attack.Graph, error) {
	if f.after != "" {
		if err := among("after", []string{f.after}, []string{"planned", "implemented", "verified"}); err != nil {
			return nil, err
		}
	}
	if err := among("from", f.from, a.Library.Vocabulary.Positions()); err != nil {
		return nil, err
	}
	g := attack.Build(a, attack.Options{After: f.after, ConfirmedOnly: f.confirmed, From: f.from, Scales: a.Scales})
	var err error
	for _, c := range f.with {
		if g, err = g.With(c); err != nil {
			return nil, usage("--with: %s", err)
		}
	}
	for _, c := range f.without {
		if g, err = g.Without(c); err != nil {
			return nil, usage("--without: %s", err)
		}
	}
	return g, nil
}

type pathsFlags struct {
	graphFlags
	targets []string
	count   int
	fewest  bool
	format  string
	output  string
	theme   string
	choke   bool
	cut     bool
	spread  bool
	limit   time.Duration
}

var pathsFormats = []string{"text", "json", "svg"}

func newPaths(s streams) *cobra.Command {
	var f pathsFlags
	cmd := &cobra.Command{
		Use:   "paths [model]",
		Short: "Show how an attacker gets to each hazard, and what cuts the way",
		Long: `Chain the findings of a model into paths from where an attacker may stand to each hazard. A path costs the points of attack
potential of its steps, never a probability; the cheapest comes first, and each further one misses a finding of those
before it. A target is a hazard, a critical function, a data asset or an element, the last meaning control of it.

--choke tells what all paths to a target have in common and which single controls close it. --cut tells the cheapest set
of controls that cuts every path to the hazards of S4 and S5, or to the targets named, with a proven bound. --spread tells
how many patients one attack can reach: by fan-out, shared secrets, broadcast, common updates.`,
		Example: `  theriac paths examples/infusion-pump --target H1
  theriac paths . --cut --after implemented
  theriac paths . --choke --target H3
  theriac paths . --with signed-data@f4 --target H1
  theriac paths . --target H1 --format svg --output paths.svg`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runPaths(cmd, s, f, args) },
	}
	f.register(cmd)
	fs := cmd.Flags()
	fs.StringSliceVarP(&f.targets, "target", "t", nil, "id of a hazard, function, data asset or element; default: every hazard")
	fs.IntVarP(&f.count, "count", "k", 3, "so many paths to each target")
	fs.BoolVar(&f.fewest, "fewest", false, "fewest steps first, instead of the cheapest")
	fs.StringVarP(&f.format, "format", "f", "text", strings.Join(pathsFormats, ", "))
	fs.StringVarP(&f.output, "output", "o", "", "write to this file instead of standard output")
	fs.StringVar(&f.theme, "theme", "light", "svg: light, dark or print")
	fs.BoolVar(&f.choke, "choke", false, "what all paths to the targets have in common")
	fs.BoolVar(&f.cut, "cut", false, "the cheapest set of controls that cuts all paths")
	fs.BoolVar(&f.spread, "spread", false, "how many patients one attack can reach, and why")
	fs.DurationVar(&f.limit, "limit", 10*time.Second, "cut: be content with what is proven after so long")
	completeWords(cmd, "format", pathsFormats...)
	return cmd
}

func runPaths(cmd *cobra.Command, s streams, f pathsFlags, args []string) error {
	if err := among("format", []string{f.format}, pathsFormats); err != nil {
		return err
	}
	if err := among("theme", []string{f.theme}, []string{"light", "dark", "print"}); err != nil {
		return err
	}
	if f.count < 1 {
		return usage("--count %d: expected at least 1", f.count)
	}
	doc, err := openOne(cmd.Context(), s, f.open, args)
	if err != nil {
		return err
	}
	g, err := f.build(doc.Analysis)
	if err != nil {
		return err
	}
	switch {
	case f.cut:
		return f.runCut(s, g)
	case f.choke:
		return f.runChoke(s, g)
	case f.spread:
		return f.runSpread(s, g)
	}
	lists, err := f.lists(g)
	if err != nil {
		return err
	}
	return writeTo(s, f.output, func(w output) error {
		switch f.format {
		case "json":
			return w.json(lists)
		case "svg":
			return diagram.DrawPaths("Attack paths of "+doc.Model.Name.Value, lists).WriteSVG(w, themes()[f.theme])
		}
		return attack.WriteText(w, lists)
	})
}

// lists finds the paths to each target.
func (f *pathsFlags) lists(g *attack.Graph) ([]attack.PathList, error) {
	order := attack.Cheapest
	if f.fewest {
		order = attack.Fewest
	}
	if len(f.targets) == 0 {
		return g.All(f.count, order), nil
	}
	var out []attack.PathList
	for _, t := range f.targets {
		paths, err := g.Paths(t, f.count, order)
		if err != nil {
			return nil, usage("--target: %s", err)
		}
		list := attack.PathList{Target: t, Paths: paths}
		if h := g.Analysis().Model.Hazards.Get(t); h != nil {
			list.Text, list.Severity = h.Text.Value, fmt.Sprintf("S%d", g.Severity(t))
		}
		out = append(out, list)
	}
	return out, nil
}

func (f *pathsFlags) runChoke(s streams, g *attack.Graph) error {
	targets := f.targets
	if len(targets) == 0 {
		targets = g.Reachable()
	}
	all := []attack.Choke{}
	for _, t := range targets {
		c, err := g.Choke(t)
		if err != nil {
			return usage("--target: %s", err)
		}
		all = append(all, c)
	}
	return writeTo(s, f.output, func(w output) error {
		if f.format == "json" {
			return w.json(all)
		}
		for _, c := range all {
			writeChoke(w, c)
		}
		return nil
	})
}

func writeChoke(w output, c attack.Choke) {
	fmt.Fprintf(w, "%s\n", c.Target)
	if !c.Open {
		fmt.Fprint(w, "  No path leads there.\n\n")
		return
	}
	if len(c.States)+len(c.Findings) == 0 {
		fmt.Fprintln(w, "  The paths have nothing in common.")
	}
	for _, x := range c.States {
		fmt.Fprintf(w, "  on every path: %s\n", x)
	}
	for _, x := range c.Findings {
		fmt.Fprintf(w, "  used by every path: %s\n", x)
	}
	for i, x := range c.Controls {
		if i == 8 {
			fmt.Fprintf(w, "  and %d more\n", len(c.Controls)-8)
			break
		}
		fmt.Fprintf(w, "  closed by %s, cost %d: %s%s\n", x.ID, x.Cost, x.Title, rests(x.Candidate))
	}
	if len(c.Controls) == 0 {
		fmt.Fprintln(w, "  No single control closes it; see --cut.")
	}
	fmt.Fprintln(w)
}

func (f *pathsFlags) runCut(s streams, g *attack.Graph) error {
	targets := f.targets
	if len(targets) == 0 {
		targets = g.WorstTargets()
	}
	candidates, err := g.Candidates(targets)
	if err != nil {
		return usage("--target: %s", err)
	}
	deadline := time.Now().Add(f.limit)
	cut, err := g.Cut(targets, candidates, attack.Limit{Stop: func() bool { return time.Now().After(deadline) }})
	if err != nil {
		return usage("--target: %s", err)
	}
	return writeTo(s, f.output, func(w output) error {
		if f.format == "json" {
			return w.json(cut)
		}
		writeCut(w, cut)
		return nil
	})
}

func (f *pathsFlags) runSpread(s streams, g *attack.Graph) error {
	targets := f.targets
	if len(targets) == 0 {
		for _, h := range g.Hazards() {
			targets = append(targets, h.ID.Value)
		}
	}
	all := []attack.Spread{}
	for _, t := range targets {
		x, err := g.Spread(t)
		if err != nil {
			return usage("--target: %s", err)
		}
		all = append(all, x)
	}
	return writeTo(s, f.output, func(w output) error {
		if f.format == "json" {
			return w.json(all)
		}
		for _, x := range all {
			writeSpread(w, x)
		}
		return nil
	})
}

func writeSpread(w output, x attack.Spread) {
	switch {
	case !x.Many:
		fmt.Fprintf(w, "%s: one patient\n", x.Target)
	case x.Patients > 0:
		fmt.Fprintf(w, "%s: many patients, %d by what the model states\n", x.Target, x.Patients)
	default:
		fmt.Fprintf(w, "%s: many patients, how many is not stated\n", x.Target)
	}
	for _, r := range x.Reasons {
		fmt.Fprintf(w, "  %-13s %-12s %s\n", r.Kind, r.Place, r.Text)
	}
}

// rests names what a control of the model is worth nothing without, and which does not count yet.
func rests(c *attack.Candidate) string {
	if len(c.RestsOn) == 0 {
		return ""
	}
	return ", with " + strings.Join(c.RestsOn, ", ")
}

func writeCut(w output, c attack.Cut) {
	fmt.Fprintf(w, "To cut every path to %s\n", strings.Join(c.Targets, ", "))
	for _, x := range c.Controls {
		in := ""
		if x.Model {
			in = ", in the model as " + x.Status + rests(x)
		}
		fmt.Fprintf(w, "  cost %-4d %s: %s; answers %s%s\n", x.Cost, x.ID, x.Title, countOf(len(x.Shuts), "finding"), in)
	}
	switch {
	case len(c.Controls) == 0:
		fmt.Fprintln(w, "  nothing is needed, or nothing helps")
	case c.Exact:
		fmt.Fprintf(w, "Cost %d in all. No cheaper set does it: proven.\n", c.Cost)
	default:
		fmt.Fprintf(w, "Cost %d in all. No set costs less than %d: proven; at most %.1f %% could be saved.\n", c.Cost, c.Bound, 100*c.Gap)
	}
	fmt.Fprintln(w, "Costs are those of the model, else 1, 3 or 9 by the cost class of the library.")
	if len(c.Open) > 0 {
		fmt.Fprintln(w, "\nNo control that is known closes these:")
		for _, p := range c.Open {
			fmt.Fprintf(w, "  %s stays open by", p.Target)
			for _, step := range p.Steps {
				if step.Finding != "" {
					fmt.Fprintf(w, " %s", step.Finding)
				}
			}
			fmt.Fprintln(w)
		}
	}
}

func countOf(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
