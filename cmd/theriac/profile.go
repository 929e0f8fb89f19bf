package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/workspace"
)

func newProfile(s streams) *cobra.Command {
	var open openFlags
	var format string
	cmd := &cobra.Command{
		Use:   "profile [model]",
		Short: "Rate how susceptible a device is, and say how deep to review it",
		Long: `Rate how susceptible a device is from five traits: connectivity, remote access, legacy parts, patient data, and whether a life
depends on it. Each trait says what it adds and why. The rating is a word of an order (low, moderate, high, very high) and
no probability; it says which packs to use and how deep to look.

What is not known counts as the worst that it may be, and is asked for: an unknown trait raises the rating and never lowers
it. The rules are data of the packs, in the folder profile.`,
		Example: "  theriac profile examples/infusion-pump\n  theriac profile . --format json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := among("format", []string{format}, []string{"text", "json"}); err != nil {
				return err
			}
			doc, err := openOne(cmd.Context(), s, open, args)
			if err != nil {
				return err
			}
			p, err := newProfiled(doc, open.packs)
			if err != nil {
				return err
			}
			err = writeTo(s, "", func(o output) error {
				if format == "json" {
					return o.json(p)
				}
				return p.text(o)
			})
			if err != nil {
				return err
			}
			return problems(s, doc)
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().StringVarP(&format, "format", "f", "text", "text or json")
	completeWords(cmd, "format", "text", "json")
	return cmd
}

// wholeLibrary returns the library of all packs, also of those that a model does not use: what is asked of a device does not
// depend on them.
func wholeLibrary(doc *workspace.Snapshot, packs []string) (*library.Library, error) {
	if len(doc.Model.Packs.Items) == 0 || len(packs) > 0 {
		return doc.Analysis.Library, nil
	}
	return openLibrary(packs)
}

// profiled is the JSON form of the profile of a model.
type profiled struct {
	Model  string `json:"model"`
	Name   string `json:"name,omitempty"`
	Rating string `json:"rating"`
	// Least is the lowest rating that answers to open questions can bring it down to.
	Least   string          `json:"least,omitempty"`
	Because string          `json:"because"`
	Traits  []profiledTrait `json:"traits"`
	Packs   []profiledPack  `json:"packs"`
	Depth   profiledDepth   `json:"depth"`

	title, leastTitle string
}

type profiledTrait struct {
	Trait    string         `json:"trait"`
	Adds     string         `json:"adds"`
	Known    bool           `json:"known"`
	Because  string         `json:"because"`
	Facts    []profiledFact `json:"facts"`
	Question string         `json:"question,omitempty"`

	title string
}

type profiledFact struct {
	Field string `json:"field"`
	Value string `json:"value"`
	At    string `json:"at,omitempty"`
	// From is the device type that usually has it.
	From string `json:"from,omitempty"`
}

type profiledPack struct {
	Pack    string `json:"pack"`
	Named   bool   `json:"named"`
	Because string `json:"because"`
}

type profiledDepth struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Text  string   `json:"text,omitempty"`
	Do    []string `json:"do"`
	Renew string   `json:"renew,omitempty"`
}

func newProfiled(doc *workspace.Snapshot, packs []string) (*profiled, error) {
	lib, err := wholeLibrary(doc, packs)
	if err != nil {
		return nil, err
	}
	profile, err := lib.Profile(packSources(packs)...)
	if err != nil {
		return nil, failure(err)
	}
	if err := firstProblem(profile.Diagnostics); err != nil {
		return nil, err
	}
	r := profile.Rate(engine.DeviceFacts(lib, doc.Model))
	p := &profiled{
		Model: doc.Model.ID.Value, Name: doc.Model.Name.Value, Rating: r.Rating.ID, Because: r.Rating.Because, Least: r.Least.ID,
		Depth: profiledDepth{r.Depth.ID, r.Depth.Title, r.Depth.Text, r.Depth.Do, r.Depth.Renew},
		title: r.Rating.Title, leastTitle: r.Least.Title,
	}
	for _, t := range r.Traits {
		x := profiledTrait{Trait: t.Trait.ID, title: t.Trait.Title, Adds: t.Level.ID, Known: t.Known, Because: t.Level.Because, Facts: []profiledFact{}}
		if !t.Known {
			x.Question = t.Trait.Ask
		}
		for _, f := range t.Readings {
			x.Facts = append(x.Facts, factOf(doc, f))
		}
		p.Traits = append(p.Traits, x)
	}
	for _, k := range r.Packs {
		// What the model is analysed with counts: a pack that it names may bring others along.
		used := slices.ContainsFunc(doc.Analysis.Library.Packs, func(u library.Pack) bool { return u.ID == k.Pack.ID })
		p.Packs = append(p.Packs, profiledPack{k.Pack.ID, used, k.Pack.Because})
	}
	return p, nil
}

func factOf(doc *workspace.Snapshot, r library.Reading) profiledFact {
	f := profiledFact{Field: r.Field, Value: r.Value, From: r.From}
	if r.Node != nil && r.Origin == library.Stated {
		at := doc.Model.Place(r.Node)
		f.At = fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column)
	}
	return f
}

func (p *profiled) text(o output) error {
	w := bufio.NewWriter(o)
	name := p.Name
	if name == "" {
		name = p.Model
	}
	fmt.Fprintf(w, "%s: susceptibility %s\n", name, p.title)
	if p.Least != p.Rating {
		fmt.Fprintf(w, "  What is not known counts as the worst. Answers can bring it down to %s, not further.\n  It may be that: ", p.leastTitle)
	} else {
		fmt.Fprint(w, "  ")
	}
	fmt.Fprintln(w, p.Because)
	fmt.Fprintln(w)
	for _, t := range p.Traits {
		adds := t.Adds
		if !t.Known {
			adds += "?"
		}
		fmt.Fprintf(w, "  %-16s %-8s %s\n", t.title, adds, factsText(t.Facts))
		if t.Known {
			fmt.Fprintf(w, "  %-16s %-8s %s\n", "", "", t.Because)
		} else {
			fmt.Fprintf(w, "  %-16s %-8s Not known, so it counts as the worst. %s\n", "", "", t.Question)
		}
	}
	fmt.Fprintln(w, "\nPacks")
	for _, k := range p.Packs {
		note := ""
		if !k.Named {
			note = " The model does not name it: add it to packs."
		}
		fmt.Fprintf(w, "  %-19s %s%s\n", k.Pack, k.Because, note)
	}
	fmt.Fprintf(w, "\nDepth of review: %s\n", p.Depth.Title)
	if p.Depth.Text != "" {
		fmt.Fprintf(w, "  %s\n", p.Depth.Text)
	}
	for _, d := range p.Depth.Do {
		fmt.Fprintf(w, "  - %s\n", d)
	}
	if p.Depth.Renew != "" {
		fmt.Fprintf(w, "  Again: %s\n", p.Depth.Renew)
	}
	return w.Flush()
}

// factsText says what a trait was read from.
func factsText(facts []profiledFact) string {
	out := make([]string, 0, len(facts))
	for _, f := range facts {
		text := f.Value
		switch {
		case f.At != "":
			text += " (" + f.At + ")"
		case f.From != "":
			text += " (usual for " + f.From + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}
