package library

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Baseline is the controls that a company asks of its devices, by their traits. It is data: a file of its own, or
// baselines/<id>.yaml of a pack.
type Baseline struct {
	ID, Title, Text, Version, Source string
	Controls                         []BaselineControl
	// Diagnostics are the problems found while reading.
	Diagnostics []syntax.Diagnostic
}

// BaselineControl is one control that is asked for.
type BaselineControl struct {
	Control *Control
	// When says for which devices.
	When *Condition
	// Because says why it is asked for.
	Because string
	Place   syntax.Place
}

// The states of a control that is asked for.
const (
	// BaselineMissing: the model has no such control, or has it as a gap, or waives it without a reason.
	BaselineMissing = "missing"
	// BaselinePlanned: the model plans it.
	BaselinePlanned = "planned"
	// BaselineTailored: the model waives it and says why.
	BaselineTailored = "tailored"
	// BaselineMet: it is implemented, verified, or inherited from someone who is named.
	BaselineMet = "met"
	// BaselineNotApplicable: the baseline does not ask for it of such a device.
	BaselineNotApplicable = "not-applicable"
)

// BaselineStates are the states in the order in which they are told.
func BaselineStates() []string {
	return []string{BaselineMissing, BaselinePlanned, BaselineTailored, BaselineMet, BaselineNotApplicable}
}

// BaselineLine is one control of a baseline, held against a model.
type BaselineLine struct {
	Asked BaselineControl
	State string
	// Known says that the control applies for certain; else it applies until a question is answered.
	Known bool
	// Readings are the facts by which it applies, or does not.
	Readings []Reading
	// Answers are the controls of the model that answer it.
	Answers []BaselineAnswer
}

// BaselineAnswer is a control of the model that answers a control of a baseline.
type BaselineAnswer struct {
	Control *model.Control
	State   string
	// Note says why it counts as missing although it is there.
	Note string
}

// ReadBaseline reads a baseline. Name is the path of the file, for diagnostics.
func (l *Library) ReadBaseline(name string, text []byte) *Baseline {
	f := syntax.Parse(name, text)
	d := &decoder{file: f, found: f.Diagnostics()}
	b := &Baseline{}
	d.mapping(f.Root, keys{
		"id": d.text(&b.ID), "title": d.text(&b.Title), "text": d.text(&b.Text), "version": d.text(&b.Version), "source": d.text(&b.Source),
		"controls": func(n *syntax.Node) {
			d.each(n, func(id string, key, value *syntax.Node) { l.baselineControl(d, b, id, key, value) })
		},
	})
	if b.ID == "" || b.Title == "" || len(b.Controls) == 0 {
		d.report(f.Root, "incomplete-baseline", "a baseline needs id, title, controls")
	}
	b.Diagnostics = d.found
	return b
}

func (l *Library) baselineControl(d *decoder, b *Baseline, id string, key, value *syntax.Node) {
	c := BaselineControl{Control: l.Control(id), Place: d.file.Place(key)}
	if c.Control == nil {
		d.report(key, "unknown-control", "no pack has a control %q%s", id, didYouMean(id, l.Vocabulary.Words("control")))
	}
	stated := false
	d.mapping(value, keys{"because": d.text(&c.Because), "when": func(n *syntax.Node) {
		stated = true
		l.when(d, &c.When)(n)
	}})
	if c.Because == "" || !stated {
		d.report(key, "incomplete-entry", "control %s needs when, because; write when: \"true\" where every device needs it", id)
	}
	if c.Control != nil && c.When != nil {
		b.Controls = append(b.Controls, c)
	}
}

// eachFile calls use with every file of the sources that matches the pattern: its path and its text. It ends at the first
// error.
func eachFile(sources []Source, pattern string, use func(name string, text []byte) error) error {
	for _, s := range sources {
		names, err := fs.Glob(s.Files, pattern)
		if err != nil {
			return fmt.Errorf("read pack %s: %w", s.Path, err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(s.Files, name)
			if err != nil {
				return fmt.Errorf("read pack %s: %w", s.Path, err)
			}
			if err := use(path.Join(s.Path, name), text); err != nil {
				return err
			}
		}
	}
	return nil
}

// Baselines reads the baselines in the folders baselines of the sources, sorted by id.
func (l *Library) Baselines(sources ...Source) ([]*Baseline, error) {
	var out []*Baseline
	err := eachFile(sources, "baselines/*.yaml", func(name string, text []byte) error {
		b := l.ReadBaseline(name, text)
		if want := strings.TrimSuffix(path.Base(name), ".yaml"); b.ID != want && b.ID != "" {
			return fmt.Errorf("%s: id is %q, and the file is named %s.yaml; they must be the same", name, b.ID, want)
		}
		out = append(out, b)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(a, b *Baseline) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// Err returns the errors among the diagnostics as one error, or nil.
func (b *Baseline) Err() error { return errorsAmong(b.Diagnostics) }

// Hold holds a baseline against the model of a device: one line for each control, in the order of the baseline. What is not known makes
// a control apply.
func (b *Baseline) Hold(l *Library, d *DeviceFacts) []BaselineLine {
	s := &Subject{Device: d}
	var out []BaselineLine
	for _, c := range b.Controls {
		t, readings := c.When.Explain(s, false)
		line := BaselineLine{Asked: c, Known: t != Maybe, Readings: readings, Answers: l.answers(c.Control, d.Model)}
		if t == No {
			line.State = BaselineNotApplicable
		} else {
			line.State = worstState(line.Answers)
		}
		out = append(out, line)
	}
	return out
}

// answers returns the controls of a model that are the control, or one of its kinds.
func (l *Library) answers(c *Control, m *model.Model) []BaselineAnswer {
	want, _ := l.Vocabulary.ID("control", c.ID)
	var out []BaselineAnswer
	for _, k := range m.Controls.All() {
		is, ok := l.Vocabulary.ID("control", k.Control.Value)
		if !ok || is == 0 || !l.Vocabulary.IsA(is, want) {
			continue
		}
		a := BaselineAnswer{Control: k}
		a.State, a.Note = stateOf(k)
		out = append(out, a)
	}
	return out
}

// stateOf says what a control of a model counts as.
func stateOf(c *model.Control) (state, note string) {
	switch c.Status.Value {
	case "implemented", "verified":
		return BaselineMet, ""
	case "inherited":
		if strings.TrimSpace(c.InheritedFrom.Value) == "" {
			return BaselineMissing, "inherited, but not said from whom: set inherited-from"
		}
		return BaselineMet, ""
	case "waived":
		if strings.TrimSpace(c.Because.Value) == "" {
			return BaselineMissing, "waived without a reason: set because"
		}
		return BaselineTailored, ""
	case "gap":
		return BaselineMissing, "known to be missing"
	}
	return BaselinePlanned, ""
}

// worstState is the state of several controls that answer the same: one that is done in one place does not hide one that is
// missing in another.
func worstState(answers []BaselineAnswer) string {
	if len(answers) == 0 {
		return BaselineMissing
	}
	worst := len(BaselineStates())
	for _, a := range answers {
		worst = min(worst, slices.Index(BaselineStates(), a.State))
	}
	return BaselineStates()[worst]
}
