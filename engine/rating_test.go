package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/engine"
	"theriac.dev/risk"
)

// find returns a finding of an analysis.
func findingOf(t *testing.T, a *engine.Analysis, id string) *engine.Finding {
	t.Helper()
	for _, f := range a.Findings {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("there is no finding %s", id)
	return nil
}

// TestControlsLowerExploitability follows one finding through the statuses of its control: a control counts from its
// status on, and never before what it depends on.
func TestControlsLowerExploitability(t *testing.T) {
	e := engine.New(loadLibrary(t))
	control := "signed-library: {control: signed-data, at: [f4], status: implemented}"
	for _, c := range []struct {
		name, control string
		falls         [3]bool // after planned, implemented, verified controls
		state         string
	}{
		{"planned", "signed-library: {control: signed-data, at: [f4], status: planned}", [3]bool{true, false, false}, engine.Planned},
		{"implemented", control, [3]bool{true, true, false}, engine.Controlled},
		{"verified", "signed-library: {control: signed-data, at: [f4], status: verified}", [3]bool{true, true, true}, engine.Controlled},
		{"gap", "signed-library: {control: signed-data, at: [f4], status: gap}", [3]bool{}, engine.Open},
		{"verified, on a planned one", "signed-library: {control: signed-data, at: [f4], status: verified, depends-on: [keys]}\n  keys: {status: planned}",
			[3]bool{true, false, false}, engine.Planned},
		{"verified, on itself", "signed-library: {control: signed-data, at: [f4], status: verified, depends-on: [signed-library]}", [3]bool{}, engine.Open},
		{"only detects", "signed-library: {control: audit-log, at: [f4], status: verified}", [3]bool{}, engine.Controlled},
	} {
		a := e.Analyze(decode(t, strings.Replace(pump, control, c.control, 1)))
		f := findingOf(t, a, "forged-command@f4")
		if f.State != c.state {
			t.Errorf("%s: the state is %s, want %s", c.name, f.State, c.state)
		}
		for i, s := range []engine.Stage{engine.AfterPlanned, engine.AfterImplemented, engine.AfterVerified} {
			if got := f.Risk.Exploitability[s] < f.Risk.Exploitability[engine.Before]; got != c.falls[i] {
				t.Errorf("%s: exploitability is %v, falls at stage %d: %v, want %v", c.name, f.Risk.Exploitability, s, got, c.falls[i])
			}
		}
	}
}

// TestTheTeamRates: a level, a CVSS vector or factors that the team states replace those of the library.
func TestTheTeamRates(t *testing.T) {
	e := engine.New(loadLibrary(t))
	for _, c := range []struct {
		stated string
		level  risk.Exploitability
		from   risk.Source
	}{
		{"exploitability: E2", risk.E2, risk.FromPerson},
		{"cvss: \"CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:H/I:H/A:H\"", risk.E1, risk.FromCVSS},
		{"potential: {time: longer, expertise: several-experts, knowledge: confidential, access: difficult, equipment: bespoke}", risk.E1, risk.FromPotential},
		{"potential: {time: day}", risk.E5, risk.FromPotential},
	} {
		text := strings.Replace(pump, "forged-command@f4: {", "forged-command@f4: {"+c.stated+", ", 1)
		f := findingOf(t, e.Analyze(decode(t, text)), "forged-command@f4")
		if got := f.Risk.Exploitability[engine.Before]; got != c.level || f.Risk.From != c.from {
			t.Errorf("%s: %v from %s, want %v from %s", c.stated, got, f.Risk.From, c.level, c.from)
		}
	}
}

// TestOwnScales: a company's words, thresholds and matrix replace the default ones, and what is wrong with them is told at
// its place.
func TestOwnScales(t *testing.T) {
	e := engine.New(loadLibrary(t))
	scales := `scales:
  after: planned
  severity: {S5: {name: death}}
  risks:
    fine: {accept: acceptable, authority: [anyone], controlled: yes}
    bad:  {accept: unacceptable, controlled: no}
  matrix:
    S1: [fine, fine, fine, fine, fine]
    S2: [fine, fine, fine, fine, fine]
    S3: [fine, fine, fine, fine, fine]
    S4: [fine, fine, fine, bad, bad]
    S5: [fine, fine, bad, bad, bad]
`
	a := e.Analyze(decode(t, pump+scales))
	if got := a.Scales.Severity[4].Name; got != "death" {
		t.Errorf("S5 is called %q", got)
	}
	if a.Residual() != engine.AfterPlanned {
		t.Errorf("controls count from stage %d", a.Residual())
	}
	_, level := a.Rating(findingOf(t, a, "forged-command@f4"), engine.Before)
	if level == nil || level.ID != "bad" || level.Controlled {
		t.Errorf("the risk is %+v, want bad", level)
	}
	broken := strings.Replace(scales, "S4: [fine, fine, fine, bad, bad]", "S4: [bad, fine, fine, fine, fine]", 1)
	a = e.Analyze(decode(t, pump+broken))
	told := false
	for _, d := range a.Diagnostics {
		told = told || d.Code == "scales" && d.Place.Line == strings.Count(pump, "\n")+11
	}
	if !told {
		t.Errorf("a matrix that falls is not told at its row: %v", a.Diagnostics)
	}
}

// TestDecisionIsAskedAgain: a decision keeps while its facts do, and is asked for again when one of them changes.
func TestDecisionIsAskedAgain(t *testing.T) {
	e := engine.New(loadLibrary(t))
	f := findingOf(t, e.Analyze(decode(t, pump)), "forged-command@f4")
	withFacts := strings.Replace(pump, "forged-command@f4: {", "forged-command@f4: {facts: ["+strings.Join(f.Basis(), ", ")+"], ", 1)
	f = findingOf(t, e.Analyze(decode(t, withFacts)), "forged-command@f4")
	if f.State != engine.Controlled || len(f.Changed) > 0 {
		t.Fatalf("the decision is %s, changed %v; nothing has changed", f.State, f.Changed)
	}
	for _, edit := range [][2]string{
		{"authentication: none, encryption: link-only", "authentication: [none, checksum-only], encryption: link-only"},
		{"severity: S5", "severity: S4"},
		{"reach: [anyone-near, visitor, patient]", "reach: [anyone-near, patient]"},
	} {
		f := findingOf(t, e.Analyze(decode(t, strings.Replace(withFacts, edit[0], edit[1], 1))), "forged-command@f4")
		if f.State != engine.Review || len(f.Changed) == 0 {
			t.Errorf("after %q the decision is %s, changed %v", edit[1], f.State, f.Changed)
		}
	}
}

// TestControlsNeverRaiseRisk: another control, or a control that comes further, never raises the exploitability or the risk
// of any finding at any stage, and never makes a finding.
func TestControlsNeverRaiseRisk(t *testing.T) {
	e := engine.New(loadLibrary(t))
	lib := e.Library()
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rnd := rand.New(rand.NewPCG(seed, 11))
		n := 5 + rnd.IntN(20)
		text := generate(n, seed)
		status := []string{"gap", "planned", "implemented", "verified"}
		from := rnd.IntN(len(status))
		added := fmt.Sprintf("  more: {control: %s, at: [e%d, f%d], status: %%s}\n", lib.Controls[rnd.IntN(len(lib.Controls))].ID, rnd.IntN(n), rnd.IntN(2*n))
		before := text
		if rnd.IntN(2) == 0 {
			before += fmt.Sprintf(added, status[from])
		} else {
			from = 0
		}
		after := text + fmt.Sprintf(added, status[from+rnd.IntN(len(status)-from)])
		was := map[string]engine.Risk{}
		for _, f := range e.Analyze(decode(nil, before)).Findings {
			was[f.ID] = f.Risk
		}
		for _, f := range e.Analyze(decode(nil, after)).Findings {
			old, ok := was[f.ID]
			if !ok {
				t.Fatalf("the control makes the finding %s", f.ID)
			}
			for s := range old.Level {
				if f.Risk.Level[s] > old.Level[s] || f.Risk.Exploitability[s] > old.Exploitability[s] {
					t.Fatalf("the control raises %s at stage %d: %v, was %v", f.ID, s, f.Risk, old)
				}
			}
		}
	})
}
