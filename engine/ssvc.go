package engine

import (
	"slices"

	"theriac.dev/library"
	"theriac.dev/risk"
)

// SSVCPoint is one input of an SSVC decision, with where it comes from.
type SSVCPoint struct {
	Name, Word string
	// From says which fact gives it; Assumed that nothing does, and the worst word stands.
	From    string
	Assumed bool
}

// SSVC is the view of CERT/CC's Stakeholder-Specific Vulnerability Categorization on a finding: how soon those who make
// the device, and those who run it, should act. It is a second opinion beside the rating and never changes it.
type SSVC struct {
	Supplier, Deployer             string // defer, scheduled, out-of-cycle, immediate
	SupplierPoints, DeployerPoints []SSVCPoint
}

// SSVC decides for a finding. Words in stated, by the name of the point (exploitation, automatable, value density,
// technical impact, system exposure, safety impact, mission impact), stand before what the model says. The error names a
// word that SSVC does not have.
func (a *Analysis) SSVC(f *Finding, stated map[string]string) (SSVC, error) {
	v := ssvcView{f: f, stated: stated}
	exploitation, automatable := v.exploitation(), v.point("automatable", "", "yes")
	technical, exposure := v.technical(), v.exposure()
	density, safety := v.density(), v.safety()
	mission := v.point("mission impact", "", "mef failure")
	var out SSVC
	utility, err := risk.SSVCUtility(automatable.Word, density.Word)
	if err != nil {
		return out, err
	}
	public, err := risk.SSVCPublicSafety(safety.Word)
	if err != nil {
		return out, err
	}
	human, err := risk.SSVCHumanImpact(safety.Word, mission.Word)
	if err != nil {
		return out, err
	}
	out.Supplier, err = risk.SSVCSupplier(risk.SupplierCase{Exploitation: exploitation.Word, Utility: utility,
		TechnicalImpact: technical.Word, PublicSafetyImpact: public})
	if err != nil {
		return out, err
	}
	out.Deployer, err = risk.SSVCDeployer(risk.DeployerCase{Exploitation: exploitation.Word, SystemExposure: exposure.Word,
		Automatable: automatable.Word, HumanImpact: human})
	out.SupplierPoints = []SSVCPoint{exploitation, automatable, density, technical, safety}
	out.DeployerPoints = []SSVCPoint{exploitation, exposure, automatable, safety, mission}
	return out, err
}

type ssvcView struct {
	f      *Finding
	stated map[string]string
}

// point returns what is stated, else what the model says, else the worst word.
func (v ssvcView) point(name, word, worst string, from ...string) SSVCPoint {
	if s := v.stated[name]; s != "" {
		return SSVCPoint{Name: name, Word: s, From: "stated"}
	}
	if word == "" {
		return SSVCPoint{Name: name, Word: worst, From: "not known", Assumed: true}
	}
	return SSVCPoint{Name: name, Word: word, From: from[0]}
}

func (v ssvcView) exploitation() SSVCPoint {
	if d := v.f.Decision; d != nil && d.Seen.Value == "theory" {
		return v.point("exploitation", "none", "", "the team says that it has not been seen")
	}
	return v.point("exploitation", "", "active")
}

func (v ssvcView) technical() SSVCPoint {
	if v.f.Threat == nil {
		return v.point("technical impact", "", "total")
	}
	total := slices.ContainsFunc(v.f.Threat.Gains, func(s library.Step) bool { return s.Capability == library.CanControl })
	if total {
		return v.point("technical impact", "total", "", "the attacker gains control")
	}
	return v.point("technical impact", "partial", "", "the attacker gains no control")
}

func (v ssvcView) exposure() SSVCPoint {
	switch {
	case slices.Contains(v.f.Exposure, "internet"):
		return v.point("system exposure", "open", "", "reached from the internet")
	case slices.Contains(v.f.Exposure, "hospital-network") || slices.Contains(v.f.Exposure, "vendor-remote"):
		return v.point("system exposure", "controlled", "", "reached over a network")
	case len(v.f.Exposure) > 0:
		return v.point("system exposure", "small", "", "reached only by who is near")
	}
	return v.point("system exposure", "", "open")
}

func (v ssvcView) density() SSVCPoint {
	if v.f.ManyPatients {
		return v.point("value density", "concentrated", "", "one attack reaches several patients")
	}
	return v.point("value density", "diffuse", "", "one attack reaches one patient")
}

// safety maps severity of harm to the words of IEC 61508 that SSVC uses. The mapping is ours.
func (v ssvcView) safety() SSVCPoint {
	if v.f.Severity == 0 || !v.f.Risk.Health {
		return v.point("safety impact", "negligible", "", "no hazard to health follows")
	}
	words := []string{"negligible", "negligible", "marginal", "critical", "catastrophic"}
	return v.point("safety impact", words[v.f.Severity-1], "", "worst severity of harm")
}
