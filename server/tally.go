package server

import (
	"strconv"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/report"
)

// tally counts findings so that a change costs what it touches: findings are added and taken off one by one.
type tally struct {
	a      *engine.Analysis
	counts Counts
	// asked counts for each fact that could be asked for the findings that rest on it.
	asked map[[2]string]int
}

// newTally counts all findings of a view.
func (v *view) newTally() *tally {
	t := &tally{a: v.Analysis, asked: map[[2]string]int{}, counts: noCounts()}
	if v.Analysis == nil {
		return t
	}
	for _, level := range v.Analysis.Scales.Risks {
		t.counts.ByRisk[level.ID], t.counts.ByResidual[level.ID] = 0, 0
	}
	for _, f := range v.Analysis.Findings {
		t.add(f, 1)
	}
	return t
}

// noCounts are the counts of no finding at all.
func noCounts() Counts {
	c := Counts{ByState: map[string]int{}, ByCertainty: map[string]int{"confirmed": 0, "possible": 0},
		BySeverity: map[string]int{"none": 0, "S1": 0, "S2": 0, "S3": 0, "S4": 0, "S5": 0},
		ByRisk:     map[string]int{"none": 0}, ByResidual: map[string]int{"none": 0}}
	for _, s := range report.States {
		c.ByState[s] = 0
	}
	return c
}

// add counts a finding n times more; -1 takes it off.
func (t *tally) add(f *engine.Finding, n int) {
	c := &t.counts
	c.Findings += n
	c.ByState[f.State] += n
	c.ByCertainty[string(f.Certainty)] += n
	severity, risk, residual := "none", "none", "none"
	if f.Severity > 0 {
		severity = "S" + strconv.Itoa(f.Severity)
	}
	if _, level := t.a.Rating(f, engine.Before); level != nil {
		risk = level.ID
	}
	if _, level := t.a.Rating(f, t.a.Residual()); level != nil {
		residual = level.ID
	}
	c.BySeverity[severity] += n
	c.ByRisk[risk] += n
	c.ByResidual[residual] += n
	t.ask(f, n)
}

// ask counts the facts that engine.Ask would ask for because of a finding; a test holds the two together.
func (t *tally) ask(f *engine.Finding, n int) {
	switch f.State {
	case engine.Accepted, engine.Transferred, engine.NotApplicable, engine.Eliminated:
		return
	}
	for i := range f.Reason.Missing {
		t.fact(&f.Reason.Missing[i], n)
	}
	for i := range f.Reason.Facts {
		if f.Reason.Facts[i].Origin == library.Usual {
			t.fact(&f.Reason.Facts[i], n)
		}
	}
}

func (t *tally) fact(x *engine.Fact, n int) {
	switch x.Field {
	case "exposure", "severity", "functions", "flows", "from", "to": // derived: what they come from is asked for
		return
	}
	if x.Subject == "" {
		return
	}
	key := [2]string{x.Subject, x.Field}
	if t.asked[key] += n; t.asked[key] == 0 {
		delete(t.asked, key)
	}
}

// told are the counts with those of the diagnostics, as a copy that does not change any more.
func (t *tally) told(v *view) Counts {
	c := t.counts
	c.Questions = len(t.asked)
	c.Errors, c.Warnings, c.Notes = report.CountProblems(v.Diagnostics)
	for _, m := range []*map[string]int{&c.ByState, &c.ByCertainty, &c.BySeverity, &c.ByRisk, &c.ByResidual} {
		fresh := make(map[string]int, len(*m))
		for k, n := range *m {
			fresh[k] = n
		}
		*m = fresh
	}
	return c
}
