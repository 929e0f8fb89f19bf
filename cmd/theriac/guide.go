package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// method is a way of threat modeling as a guided template: stages, each with what it asks, how far a model has come and
// what to do next. Methods are data; what is done is computed from model and analysis and never ticked off by hand.
type method struct {
	id, title string
	about     string // one sentence on when to use it
	stages    []stage
}

// stage is one step of a method. It is done where nothing that it needs is missing.
type stage struct {
	title, asks string
	holds       func(*guideView) []holding // what the model has for it
	wants       func(*guideView) []string  // what is missing, where no check tells
	checks      []string                   // codes of the checks that must be quiet
	next        string                     // the next command or key, with {model} for the model
	paste       []paste                    // sections to begin with
}

// holding is one kind of thing that a stage works with. Need says what is missing where there is none; it is empty where
// there may be none.
type holding struct {
	what string // in the plural
	ids  []string
	need string
}

// paste is the beginning of one section of the model. Words in braces stand for ids: see filler.
type paste struct {
	in   func(*model.Model) *syntax.Node
	text string
}

// methods are the guides, in the order in which they are listed.
var methods = []method{pastaMethod, stpaMethod, goalsMethod, misuseMethod}

func newGuide(s streams) *cobra.Command {
	var open openFlags
	var f guideFlags
	cmd := &cobra.Command{
		Use:   "guide [method] [model]",
		Short: "Walk through a method stage by stage: what it asks, what is there, what is missing",
		Long: `Walk a model through a method: pasta, stpa, goals or misuse. Each stage says what it asks, what the model already has for it,
what is missing, and the next step. Whether a stage is done is computed from the model and its analysis each time; there is
nothing to tick off. Without a method, the methods are listed.

With --template, the sections of the method are printed as text to append to the model, with the ids of this model where
one is needed. What the model has already is printed as a comment, so the text can always be appended.

With --table, stpa prints its result instead: losses, hazards, the control structure, unsafe control actions by their four
forms, scenarios and constraints, with the links between them followed both ways.`,
		Example: `  theriac guide
  theriac guide pasta examples/infusion-pump
  theriac guide goals my-pump --template >> my-pump/theriac.yaml
  theriac guide stpa examples/insulin-delivery --table --format markdown`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return writeTo(s, "", listMethods)
			}
			m, err := methodOf(args[0])
			if err != nil {
				return err
			}
			if err := f.check(m); err != nil {
				return err
			}
			doc, err := openOne(cmd.Context(), s, open, args[1:])
			if err != nil {
				return err
			}
			v := newGuideView(doc.Analysis, doc.Diagnostics, args[1:])
			err = writeTo(s, "", func(o output) error { return f.write(o, v, m) })
			if err != nil {
				return err
			}
			return problems(s, doc)
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().StringVarP(&f.format, "format", "f", "text", "text, json, or markdown for --table")
	cmd.Flags().BoolVar(&f.template, "template", false, "print the sections of the method as text to append")
	cmd.Flags().BoolVar(&f.table, "table", false, "stpa: print the analysis as tables")
	completeWords(cmd, "format", "text", "json", "markdown")
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveDefault
		}
		return methodIDs(), cobra.ShellCompDirectiveNoFileComp
	}
	return cmd
}

// guideFlags say in which form a guide is printed.
type guideFlags struct {
	format          string
	template, table bool
}

func (f guideFlags) check(m *method) error {
	switch {
	case f.table && m.id != stpaMethod.id:
		return usage("--table is for stpa, not for %s", m.id)
	case f.table && f.template:
		return usage("--table and --template exclude each other")
	case f.format == "markdown" && !f.table:
		return usage("--format markdown is for --table")
	case f.format != "text" && f.template:
		return usage("--template is text to append: it has no other format")
	}
	return among("format", []string{f.format}, []string{"text", "json", "markdown"})
}

func (f guideFlags) write(o output, v *guideView, m *method) error {
	switch {
	case f.template:
		return v.template(o, m)
	case f.table:
		return newStpaView(v.a).write(o, f.format)
	case f.format == "json":
		return o.json(v.guided(m))
	}
	return v.guided(m).text(o, v)
}

func methodIDs() []string {
	ids := make([]string, 0, len(methods))
	for i := range methods {
		ids = append(ids, methods[i].id)
	}
	return ids
}

func methodOf(id string) (*method, error) {
	for i := range methods {
		if methods[i].id == id {
			return &methods[i], nil
		}
	}
	hint := ""
	if near := model.Nearest(id, methodIDs()); near != "" {
		hint = fmt.Sprintf("; did you mean %s?", near)
	}
	return nil, usage("there is no guide %q: expected %s%s", id, strings.Join(methodIDs(), ", "), hint)
}

func listMethods(o output) error {
	w := bufio.NewWriter(o)
	for i := range methods {
		m := &methods[i]
		fmt.Fprintf(w, "%-7s %s (%s)\n        %s\n", m.id, m.title, count(len(m.stages), "stage"), m.about)
	}
	fmt.Fprintln(w, "\nStart with: theriac guide <method> [model]")
	return w.Flush()
}

// guideView is a model with what guides ask of it.
type guideView struct {
	a    *engine.Analysis
	m    *model.Model
	all  []syntax.Diagnostic
	path string // of the model, as it was named; empty for the current folder
}

func newGuideView(a *engine.Analysis, all []syntax.Diagnostic, args []string) *guideView {
	v := &guideView{a: a, m: a.Model, all: all}
	if len(args) > 0 {
		v.path = args[0]
	}
	return v
}

// guided is the JSON form of a guide for a model.
type guided struct {
	Model  string        `json:"model"`
	Name   string        `json:"name,omitempty"`
	Method string        `json:"method"`
	Title  string        `json:"title"`
	Done   int           `json:"done"` // stages that are done
	Stages []guidedStage `json:"stages"`
}

type guidedStage struct {
	Title   string          `json:"title"`
	Asks    string          `json:"asks"`
	State   string          `json:"state"` // done or open
	Has     []guidedHolding `json:"has"`
	Missing []string        `json:"missing"`
	Next    string          `json:"next,omitempty"` // only where open
	Paste   string          `json:"paste,omitempty"`
}

type guidedHolding struct {
	What string   `json:"what"`
	IDs  []string `json:"ids"`
}

// guided goes through the stages of a method.
func (v *guideView) guided(m *method) *guided {
	g := &guided{Model: v.m.ID.Value, Name: v.m.Name.Value, Method: m.id, Title: m.title}
	for i := range m.stages {
		s := v.stage(&m.stages[i])
		if s.State == "done" {
			g.Done++
		}
		g.Stages = append(g.Stages, s)
	}
	return g
}

func (v *guideView) stage(s *stage) guidedStage {
	out := guidedStage{Title: s.title, Asks: s.asks, State: "done", Has: []guidedHolding{}, Missing: []string{}}
	empty := false
	for _, h := range s.holds(v) {
		switch {
		case len(h.ids) > 0:
			out.Has = append(out.Has, guidedHolding{h.what, h.ids})
		case h.need != "":
			out.Missing = append(out.Missing, h.need)
			empty = true
		}
	}
	if s.wants != nil {
		out.Missing = append(out.Missing, s.wants(v)...)
	}
	for _, d := range v.all {
		if slices.Contains(s.checks, d.Code) {
			out.Missing = append(out.Missing, fmt.Sprintf("%s (%s:%d)", d.Message, d.Place.File, d.Place.Line))
		}
	}
	if len(out.Missing) > 0 {
		out.State, out.Next = "open", v.command(s.next)
		f := v.filler()
		for _, p := range s.paste {
			if empty || p.in(v.m) == nil {
				out.Paste += f.section(p)
			}
		}
	}
	return out
}

// command puts the path of the model into a command.
func (v *guideView) command(text string) string {
	if v.path == "" {
		return strings.ReplaceAll(text, " {model}", "")
	}
	return strings.ReplaceAll(text, "{model}", v.path)
}

// text writes a guide for people. Of long lists the first few are shown; JSON has them all.
func (g *guided) text(o output, v *guideView) error {
	w := bufio.NewWriter(o)
	name := g.Name
	if name == "" {
		name = g.Model
	}
	fmt.Fprintf(w, "%s for %s: %d of %s done\n", g.Title, plain(name), g.Done, count(len(g.Stages), "stage"))
	for i, s := range g.Stages {
		fmt.Fprintf(w, "\n%d  %s: %s\n   %s\n", i+1, s.Title, s.State, s.Asks)
		for _, h := range s.Has {
			fmt.Fprintf(w, "   has      %s (%d): %s\n", h.What, len(h.IDs), plain(shortList(h.IDs, 5)))
		}
		const few = 5
		for k, missing := range s.Missing {
			if k == few {
				fmt.Fprintf(w, "            and %d more\n", len(s.Missing)-few)
				break
			}
			fmt.Fprintf(w, "   missing  %s\n", plain(missing))
		}
		if s.Next != "" {
			fmt.Fprintf(w, "   next     %s\n", s.Next)
		}
		if s.Paste != "" {
			fmt.Fprintf(w, "   add to %s:\n", plain(v.m.Files[0].Name))
			for line := range strings.Lines(s.Paste) {
				fmt.Fprintf(w, "     | %s", line)
			}
		}
	}
	return w.Flush()
}

// plain puts text on one line and takes control characters out of it, so that a name in a model cannot steer the
// reader's terminal.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r) {
			return utf8.RuneError
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// ids returns the ids of a section.
func ids[T any, P interface {
	*T
	Ident() *model.Entry
}](s *model.Section[T]) []string {
	out := make([]string, 0, s.Len())
	for _, e := range s.All() {
		out = append(out, P(e).Ident().ID.Value)
	}
	return out
}

// words returns the words of a list.
func words(list model.Strings) []string {
	out := make([]string, 0, len(list.Items))
	for _, s := range list.Items {
		out = append(out, s.Value)
	}
	return out
}

// findings returns the ids of the findings that fit.
func (v *guideView) findings(fits func(*engine.Finding) bool) []string {
	var out []string
	for _, f := range v.a.Findings {
		if fits(f) {
			out = append(out, f.ID)
		}
	}
	return out
}

// severe reports whether a finding can end in lasting injury or death (S4 or S5).
func severe(f *engine.Finding) bool { return f.Severity >= 4 }

// undecided reports whether somebody still has to decide on a finding.
func undecided(f *engine.Finding) bool { return f.State == engine.Open || f.State == engine.Review }

// told says one thing of several ids in one line, or nothing where there are none.
func told(list []string, format string) []string {
	if len(list) == 0 {
		return nil
	}
	return []string{fmt.Sprintf(format, len(list)) + ": " + shortList(list, 4)}
}
