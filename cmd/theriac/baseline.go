package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/workspace"
)

func newBaseline(s streams) *cobra.Command {
	var open openFlags
	var format string
	var all bool
	cmd := &cobra.Command{
		Use:   "baseline [id or file] [model]",
		Short: "Hold a model against the controls that a company asks for",
		Long: `Hold a model against a baseline: the controls that a company asks of its devices, by their traits. Each control says why it
applies and whether the model meets it, plans it, lacks it, or was tailored: a control of the model with the status waived
and a reason. Where several controls of the model answer the same one, the worst of them counts.

A baseline is a file, or the id of one in a pack. Without arguments the baselines of the packs are listed. What is not known
about the device makes a control apply. Ends with exit code 1 where a control is missing.`,
		Example: `  theriac baseline connected-device examples/infusion-pump
  theriac baseline company.yaml . --format json`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := among("format", []string{format}, []string{"text", "json"}); err != nil {
				return err
			}
			if len(args) == 0 {
				return listBaselines(s, open.packs)
			}
			doc, err := openOne(cmd.Context(), s, open, args[1:])
			if err != nil {
				return err
			}
			lib, err := wholeLibrary(doc, open.packs)
			if err != nil {
				return err
			}
			b, err := findBaseline(lib, open.packs, args[0])
			if err != nil {
				return err
			}
			h := newHeld(doc, lib, b)
			err = writeTo(s, "", func(o output) error {
				if format == "json" {
					return o.json(h)
				}
				return h.text(o, all)
			})
			if err != nil {
				return err
			}
			if err := problems(s, doc); err != nil {
				return err
			}
			if n := h.Counts[library.BaselineMissing]; n > 0 {
				return exit{1, fmt.Errorf("%s of the baseline missing", count(n, "control"))}
			}
			return nil
		},
	}
	open.register(cmd.Flags())
	cmd.Flags().StringVarP(&format, "format", "f", "text", "text or json")
	cmd.Flags().BoolVar(&all, "all", false, "also show controls that do not apply")
	completeWords(cmd, "format", "text", "json")
	return cmd
}

func listBaselines(s streams, packs []string) error {
	lib, err := openLibrary(packs)
	if err != nil {
		return err
	}
	all, err := lib.Baselines(packSources(packs)...)
	if err != nil {
		return failure(err)
	}
	return writeTo(s, "", func(o output) error {
		for _, b := range all {
			if _, err := fmt.Fprintf(o, "%-26s %s\n", b.ID, b.Title); err != nil {
				return err
			}
		}
		return nil
	})
}

// findBaseline reads the baseline that a word names: a file, or one of the packs.
func findBaseline(lib *library.Library, packs []string, word string) (*library.Baseline, error) {
	if filepath.Ext(word) == ".yaml" || strings.ContainsAny(word, `/\`) {
		text, err := os.ReadFile(word)
		if err != nil {
			return nil, failure(err)
		}
		b := lib.ReadBaseline(filepath.ToSlash(word), text)
		return b, baselineErr(b)
	}
	all, err := lib.Baselines(packSources(packs)...)
	if err != nil {
		return nil, failure(err)
	}
	ids := make([]string, 0, len(all))
	for _, b := range all {
		if b.ID == word {
			return b, baselineErr(b)
		}
		ids = append(ids, b.ID)
	}
	hint := ""
	if near := model.Nearest(word, ids); near != "" {
		hint = "; did you mean " + near + "?"
	}
	return nil, usage("no baseline is called %q, and it is no file: expected %s or a path that ends in .yaml%s", word, strings.Join(ids, ", "), hint)
}

// baselineErr refuses a baseline with errors: a control that is left out in silence would look as if it were met.
func baselineErr(b *library.Baseline) error {
	if err := b.Err(); err != nil {
		return failure(errors.New("the baseline has errors:\n  " + strings.ReplaceAll(err.Error(), "\n", "\n  ")))
	}
	return nil
}

// held is the JSON form of a baseline held against a model.
type held struct {
	Baseline string         `json:"baseline"`
	Title    string         `json:"title"`
	Version  string         `json:"version,omitempty"`
	Model    string         `json:"model"`
	Counts   map[string]int `json:"counts"`
	Controls []heldControl  `json:"controls"`

	name string
}

type heldControl struct {
	Control string         `json:"control"`
	Title   string         `json:"title"`
	State   string         `json:"state"`
	Known   bool           `json:"known"`
	Because string         `json:"because"`
	Facts   []profiledFact `json:"facts"`
	Answers []heldAnswer   `json:"answers"`
}

type heldAnswer struct {
	Control string   `json:"control"`
	Status  string   `json:"status"`
	State   string   `json:"state"`
	At      []string `json:"at"`
	Because string   `json:"because,omitempty"`
	Note    string   `json:"note,omitempty"`
	Place   string   `json:"place"`
}

func newHeld(doc *workspace.Snapshot, lib *library.Library, b *library.Baseline) *held {
	h := &held{Baseline: b.ID, Title: b.Title, Version: b.Version, Model: doc.Model.ID.Value, Counts: map[string]int{}, name: doc.Model.Name.Value}
	if h.name == "" {
		h.name = h.Model
	}
	for _, state := range library.BaselineStates() {
		h.Counts[state] = 0
	}
	for _, line := range b.Hold(lib, engine.DeviceFacts(lib, doc.Model)) {
		c := heldControl{
			Control: line.Asked.Control.ID, Title: line.Asked.Control.Title, State: line.State, Known: line.Known,
			Because: line.Asked.Because, Facts: []profiledFact{}, Answers: []heldAnswer{},
		}
		for _, r := range line.Readings {
			c.Facts = append(c.Facts, factOf(doc, r))
		}
		for _, a := range line.Answers {
			c.Answers = append(c.Answers, answerOf(doc, a))
		}
		h.Counts[line.State]++
		h.Controls = append(h.Controls, c)
	}
	return h
}

func answerOf(doc *workspace.Snapshot, a library.BaselineAnswer) heldAnswer {
	at := doc.Model.Place(a.Control.ID.Node)
	out := heldAnswer{
		Control: a.Control.ID.Value, Status: a.Control.Standing(), State: a.State, At: []string{}, Because: a.Control.Because.Value,
		Note: a.Note, Place: fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column),
	}
	for _, x := range a.Control.At.Items {
		out.At = append(out.At, x.Value)
	}
	return out
}

func (h *held) text(o output, all bool) error {
	w := bufio.NewWriter(o)
	c := h.Counts
	applies := len(h.Controls) - c[library.BaselineNotApplicable]
	fmt.Fprintf(w, "%s\n%s of %s %s apply to %s: %d met, %d tailored, %d planned, %d missing\n", h.Title, count(applies, "control"), h.Baseline, h.Version,
		h.name, c[library.BaselineMet], c[library.BaselineTailored], c[library.BaselinePlanned], c[library.BaselineMissing])
	for _, state := range library.BaselineStates() {
		if c[state] == 0 || state == library.BaselineNotApplicable && !all {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", strings.ReplaceAll(state, "-", " "))
		for _, x := range h.Controls {
			if x.State == state {
				x.text(w)
			}
		}
	}
	return w.Flush()
}

func (c heldControl) text(w *bufio.Writer) {
	fmt.Fprintf(w, "  %-28s %s\n", c.Control, c.Because)
	if len(c.Facts) > 0 {
		verb := "applies"
		switch {
		case c.State == library.BaselineNotApplicable:
			verb = "does not apply"
		case !c.Known:
			verb = "applies until it is known"
		}
		facts := make([]string, 0, len(c.Facts))
		for _, f := range c.Facts {
			facts = append(facts, f.Field+" is "+f.Value)
		}
		fmt.Fprintf(w, "    %s: %s\n", verb, strings.Join(facts, "; "))
	}
	for _, a := range c.Answers {
		text := a.Control + " is " + a.Status
		if len(a.At) > 0 {
			text += " at " + strings.Join(a.At, ", ")
		}
		if a.Note != "" {
			text += " (" + a.Note + ")"
		}
		if a.Because != "" {
			text += ": " + a.Because
		}
		fmt.Fprintf(w, "    %s  %s\n", text, a.Place)
	}
}
