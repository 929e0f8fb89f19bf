package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"theriac.dev/engine"
)

// Why is a finding with all that led to it.
type Why struct {
	Finding
	Clinical string        `json:"clinical" doc:"For a clinician: what the ward or the patient would notice."`
	Ask      string        `json:"ask" doc:"The question whose answer settles it."`
	Known    Threat        `json:"known" doc:"What the library knows of the threat."`
	Rule     string        `json:"rule" doc:"Id of the threat with its pack; empty for a threat of the team."`
	When     string        `json:"when" doc:"The condition of the rule."`
	Unless   string        `json:"unless,omitempty" doc:"The exception of the rule."`
	Ways     []Way         `json:"ways" doc:"How attacker positions reach the target."`
	LeadsTo  []Consequence `json:"leadsTo" doc:"How the target can lead to hazards, worst first."`
}

// Way is how an attacker position reaches a target.
type Way struct {
	Position string `json:"position" doc:"The attacker position."`
	By       string `json:"by" doc:"The zone, flow or radio that it comes by, in words."`
	Flow     string `json:"flow,omitempty" doc:"Id of the flow that it comes over."`
	Zone     string `json:"zone,omitempty" doc:"Id of the zone that it comes from."`
	Carrier  string `json:"carrier,omitempty" doc:"What carries it there, such as a radio."`
	Usual    bool   `json:"usual,omitempty" doc:"true where that is only usual for such a place."`
}

// Consequence is how a target can lead to a hazard.
type Consequence struct {
	Hazard   string   `json:"hazard" doc:"Id of the hazard."`
	Text     string   `json:"text" doc:"The hazard."`
	Severity string   `json:"severity" doc:"Its severity."`
	Function string   `json:"function" doc:"The critical function that fails; empty where it follows from the data itself."`
	Path     []string `json:"path" doc:"Ids from the target to who performs the function."`
}

// NewWhy explains a finding of an analysis, with all facts, also those that matter only because the rule excludes something.
func NewWhy(a *engine.Analysis, f *engine.Finding) Why {
	at := newPlaces(a)
	out := Why{Finding: newFinding(at, f, slices.Index(a.Findings, f)+1), Ways: []Way{}, LeadsTo: []Consequence{}}
	y := a.Why(f)
	out.Clinical, out.Ask = y.Clinical, y.Ask
	if t := f.Threat; t != nil {
		out.Known = newThreat(t)
	}
	out.Reason = newReason(at, f, true)
	out.Rule, out.When, out.Unless = y.Rule, oneLine(y.When), oneLine(y.Unless)
	for _, x := range y.Exposure {
		out.Ways = append(out.Ways, Way{x.Position, wayWords(x), x.Flow, x.Zone, x.Carrier, x.Usual})
	}
	for _, c := range y.Hazards {
		q := Consequence{Hazard: c.Hazard, Function: c.Function, Path: list(c.Path)}
		if h := a.Model.Hazards.Get(c.Hazard); h != nil {
			q.Text, q.Severity = h.Text.Value, h.Severity.Value
		}
		out.LeadsTo = append(out.LeadsTo, q)
	}
	return out
}

func wayWords(x engine.Approach) string {
	var words []string
	if x.Flow != "" {
		words = append(words, "over "+x.Flow)
	}
	switch {
	case x.Zone != "":
		words = append(words, "from zone "+x.Zone)
	case x.Carrier != "":
		words = append(words, "by "+x.Carrier)
	}
	if x.Usual {
		words = append(words, "as is usual for such a place")
	}
	return strings.Join(words, ", ")
}

// Write explains the finding in full: what happens, the rule, each fact with its place, what is not known, who can
// reach it, what it leads to, and what would answer it.
func (f Why) Write(out io.Writer, t Terminal) error {
	w := bufio.NewWriter(out)
	severity := f.Severity
	if severity == "" {
		severity = "no hazard reached"
	}
	fmt.Fprintf(w, "%s\n%s\n\n", t.paint(bold, f.ID), oneLine(f.Title))
	fmt.Fprintf(w, "%s, %s, %s\n\n", t.paint(severityStyle(f.Severity), severity), f.Certainty, t.paint(stateStyle(f.State), f.State))
	f.writeChanged(w, t)
	paragraph(w, t, f.Text)
	paragraph(w, t, f.Clinical)
	f.writeReason(w, t)
	f.writeReach(w, t)
	f.Risk.write(w, t)
	if f.Ask != "" {
		section(w, t, "What would settle it", f.Ask)
	}
	controls(w, t, f)
	if d := f.Decision; d != nil {
		section(w, t, "Decision", strings.TrimSpace(d.Decision+". "+d.Because+" "+strings.TrimSpace(d.Owner+" "+d.Date)))
	}
	listSection(w, t, "Weaknesses and patterns", join(f.Weaknesses, f.Known.Patterns, f.Known.Techniques, f.Known.EMB3D))
	listSection(w, t, "Seen in other devices", f.Known.Evidence)
	fmt.Fprintf(w, "%s\n", t.paint(dim, fmt.Sprintf("%s:%d:%d", f.Place.File, f.Place.Line, f.Place.Column)))
	return w.Flush()
}

// writeChanged tells why a decision is asked for again.
func (f Why) writeChanged(w io.Writer, t Terminal) {
	if f.Decision == nil || len(f.Decision.Changed) == 0 {
		return
	}
	fmt.Fprintln(w, t.paint(yellow, "Decided, but what the decision rests on has changed. Decide again."))
	for _, c := range f.Decision.Changed {
		fmt.Fprintf(w, "  %s\n", oneLine(c))
	}
	fmt.Fprintln(w)
}

// write tells the rating before and after the controls, and what it comes from.
func (r Risk) write(w io.Writer, t Terminal) {
	if r.Before == "" {
		return
	}
	fmt.Fprintln(w, t.paint(bold, "Risk"))
	from := r.From
	if r.Points > 0 {
		from += fmt.Sprintf(", %d points", r.Points)
	}
	if len(r.Assumed) > 0 {
		from += "; not known and counted as easiest: " + strings.Join(r.Assumed, ", ")
	}
	fmt.Fprintf(w, "  before controls   %s, exploitability %s (%s)\n", r.Before, r.Exploitability, from)
	decided := "uncontrolled"
	if r.Controlled {
		decided = "controlled"
	}
	fmt.Fprintf(w, "  what is left      %s, exploitability %s; %s\n", dash(r.Residual), r.ResidualExploitability, decided)
	fmt.Fprintf(w, "  once controls are planned %s, implemented %s, verified %s\n\n", dash(r.Planned), dash(r.Implemented), dash(r.Verified))
}

func (f Why) writeReason(w io.Writer, t Terminal) {
	section(w, t, "Why", f.Reason.Because)
	for _, x := range f.Reason.Facts {
		if x.Guard {
			factLine(w, t, "-", x)
		} else {
			factLine(w, t, "+", x)
		}
	}
	for _, x := range f.Reason.Missing {
		factLine(w, t, "?", x)
	}
	if f.Rule != "" {
		fmt.Fprintf(w, "\n  %s\n", t.paint(dim, "rule "+f.Rule+"; + holds, - is not what the rule excludes, ? is not known"))
	}
	fmt.Fprintln(w)
}

func (f Why) writeReach(w io.Writer, t Terminal) {
	if len(f.Ways) > 0 {
		fmt.Fprintln(w, t.paint(bold, "Who can reach it"))
		for _, x := range f.Ways {
			fmt.Fprintf(w, "  %-17s %s\n", x.Position, t.paint(dim, x.By))
		}
		fmt.Fprintln(w)
	}
	if len(f.LeadsTo) == 0 {
		return
	}
	fmt.Fprintln(w, t.paint(bold, "What it leads to"))
	for _, c := range f.LeadsTo {
		fmt.Fprintf(w, "  %s %s: %s\n", t.paint(severityStyle(c.Severity), dash(c.Severity)), c.Hazard, oneLine(c.Text))
		if c.Function != "" {
			fmt.Fprintf(w, "     %s\n", t.paint(dim, "fails "+c.Function+": "+strings.Join(c.Path, " > ")))
		}
	}
	fmt.Fprintln(w)
}

func controls(w io.Writer, t Terminal, f Why) {
	if len(f.Controls) > 0 {
		fmt.Fprintln(w, t.paint(bold, "Controls in the model"))
		for _, c := range f.Controls {
			fmt.Fprintf(w, "  %s: %s (%s)\n", c.ID, oneLine(c.Title), c.standing())
		}
		fmt.Fprintln(w)
	}
	if len(f.Known.Controls) == 0 {
		return
	}
	fmt.Fprintln(w, t.paint(bold, "Controls that answer it"))
	for _, c := range f.Known.Controls {
		fmt.Fprintf(w, "  %s\n", c)
	}
	fmt.Fprintln(w)
}

func factLine(w io.Writer, t Terminal, mark string, x Fact) {
	at := ""
	if x.At != "" {
		at = "  " + x.At
	}
	fmt.Fprintf(w, "  %s %s%s\n", mark, oneLine(x.words()), t.paint(dim, at))
}

func section(w io.Writer, t Terminal, head, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	fmt.Fprintln(w, t.paint(bold, head))
	paragraph(w, t, text)
}

func listSection(w io.Writer, t Terminal, head string, items []string) {
	if len(items) == 0 {
		return
	}
	section(w, t, head, strings.Join(items, ", "))
}

func paragraph(w io.Writer, t Terminal, text string) {
	lines := wrap(text, min(t.width(), 100)-2)
	for _, line := range lines {
		fmt.Fprintf(w, "  %s\n", line)
	}
	if len(lines) > 0 {
		fmt.Fprintln(w)
	}
}

func join(lists ...[]string) []string {
	var out []string
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}
