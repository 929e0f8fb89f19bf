package report

import (
	"fmt"
	"slices"

	"theriac.dev/engine"
)

// Counts are the findings shown, counted five ways; each way adds up to Findings.
type Counts struct {
	Findings    int            `json:"findings" doc:"Number of findings listed."`
	Hidden      int            `json:"hidden" doc:"Number of findings left out by filters or --top."`
	ByCertainty map[string]int `json:"byCertainty" doc:"confirmed, possible."`
	BySeverity  map[string]int `json:"bySeverity" doc:"S5 to S1, and none where no hazard can be reached."`
	ByRisk      map[string]int `json:"byRisk" doc:"Levels of the risk before controls, by id, and none where nothing is rated."`
	ByResidual  map[string]int `json:"byResidual" doc:"Levels of the risk that is left, by id, and none where nothing is rated or nothing is left."`
	ByState     map[string]int `json:"byState" doc:"open, review, planned, controlled, accepted, transferred, eliminated, not-applicable."`
}

func newCounts() Counts {
	return Counts{ByCertainty: map[string]int{}, BySeverity: map[string]int{}, ByRisk: map[string]int{}, ByResidual: map[string]int{}, ByState: map[string]int{}}
}

func (c *Counts) count(a *engine.Analysis, f *engine.Finding) {
	c.Findings++
	c.ByCertainty[string(f.Certainty)]++
	severity := Severity(f.Severity)
	if severity == "" {
		severity = "none"
	}
	c.BySeverity[severity]++
	level := func(s engine.Stage) string {
		if _, level := a.Rating(f, s); level != nil {
			return level.ID
		}
		return "none"
	}
	c.ByRisk[level(engine.Before)]++
	c.ByResidual[level(a.Residual())]++
	c.ByState[f.State]++
}

func (c *Counts) add(d Counts) {
	c.Findings += d.Findings
	c.Hidden += d.Hidden
	for _, p := range []struct{ to, from map[string]int }{
		{c.ByCertainty, d.ByCertainty}, {c.BySeverity, d.BySeverity}, {c.ByRisk, d.ByRisk}, {c.ByResidual, d.ByResidual}, {c.ByState, d.ByState},
	} {
		for k, n := range p.from {
			p.to[k] += n
		}
	}
}

// check reports a count that does not add up.
func (c Counts) check() error {
	for name, m := range map[string]map[string]int{"certainty": c.ByCertainty, "severity": c.BySeverity, "risk": c.ByRisk, "residual": c.ByResidual, "state": c.ByState} {
		sum := 0
		for _, n := range m {
			sum += n
		}
		if sum != c.Findings {
			return fmt.Errorf("counts by %s add up to %d, but there are %d findings", name, sum, c.Findings)
		}
	}
	for state := range c.ByState {
		if !slices.Contains(States, state) {
			return fmt.Errorf("a finding has the unknown state %q", state)
		}
	}
	return nil
}
