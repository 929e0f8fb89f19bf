package risk

import (
	"fmt"
	"slices"
	"strings"
)

// SSVCTable is a decision table of CERT/CC's Stakeholder-Specific Vulnerability Categorization (SSVC): for each
// combination of words a decision. The mapping is CERT/CC's, published as data in github.com/CERTCC/SSVC.
type SSVCTable struct {
	Name    string
	Version string
	Points  []SSVCPoint // the last one changes fastest in the rows
	Outcome SSVCPoint
	rows    string // the outcome of each row by the first letters of its word
}

// SSVCPoint is one decision point: a question with its words, in CERT/CC's order.
type SSVCPoint struct {
	Name    string
	Version string
	Words   []string
}

// The decision points. Versions are CERT/CC's.
var (
	pointExploitation  = SSVCPoint{"exploitation", "1.1.0", []string{"none", "public poc", "active"}}
	pointUtility       = SSVCPoint{"utility", "1.0.1", []string{"laborious", "efficient", "super effective"}}
	pointTechnical     = SSVCPoint{"technical impact", "1.0.0", []string{"partial", "total"}}
	pointPublicSafety  = SSVCPoint{"public safety impact", "2.0.1", []string{"minimal", "significant"}}
	pointExposure      = SSVCPoint{"system exposure", "1.0.1", []string{"small", "controlled", "open"}}
	pointAutomatable   = SSVCPoint{"automatable", "2.0.0", []string{"no", "yes"}}
	pointHumanImpact   = SSVCPoint{"human impact", "2.0.2", []string{"low", "medium", "high", "very high"}}
	pointSafetyImpact  = SSVCPoint{"safety impact", "2.0.1", []string{"negligible", "marginal", "critical", "catastrophic"}}
	pointMissionImpact = SSVCPoint{"mission impact", "2.0.0", []string{"degraded", "mef support crippled", "mef failure", "mission failure"}}
	pointDensity       = SSVCPoint{"value density", "1.0.0", []string{"diffuse", "concentrated"}}
	pointPriority      = SSVCPoint{"priority", "1.0.0", []string{"defer", "scheduled", "out-of-cycle", "immediate"}}
)

// SSVCTables returns the tables of SSVC for those who make a device and those who run it, and the three that some of
// their words come from: supplier, deployer, utility, public safety impact, human impact. They are those of
// github.com/CERTCC/SSVC, data/csv/ssvc, at commit e3b00a25 of 20 July 2026. The coordinator's tables are left out.
// Each call returns copies.
func SSVCTables() []SSVCTable {
	tables := []SSVCTable{supplierTable, deployerTable, utilityTable, publicSafetyTable, humanImpactTable}
	for i := range tables {
		tables[i].Points = slices.Clone(tables[i].Points)
		for j := range tables[i].Points {
			tables[i].Points[j].Words = slices.Clone(tables[i].Points[j].Words)
		}
		tables[i].Outcome.Words = slices.Clone(tables[i].Outcome.Words)
	}
	return tables
}

var (
	supplierTable = SSVCTable{"supplier patch development priority", "1.0.0",
		[]SSVCPoint{pointExploitation, pointUtility, pointTechnical, pointPublicSafety}, pointPriority,
		"dssosososooososisioioioioioioioiiiii"}
	deployerTable = SSVCTable{"deployer patch application priority", "1.0.0",
		[]SSVCPoint{pointExploitation, pointExposure, pointAutomatable, pointHumanImpact}, pointPriority,
		"ddssdsssdsssssssdssssssodsssssssdssssssosssossoossoosooossoooooosooiooii"}
	utilityTable = SSVCTable{"utility", "1.0.0",
		[]SSVCPoint{pointAutomatable, pointDensity}, pointUtility, "lees"}
	publicSafetyTable = SSVCTable{"public safety impact", "1.0.0",
		[]SSVCPoint{pointSafetyImpact}, pointPublicSafety, "msss"}
	humanImpactTable = SSVCTable{"human impact", "1.0.0",
		[]SSVCPoint{pointSafetyImpact, pointMissionImpact}, pointHumanImpact, "llmvllmvmhhvvvvv"}
)

// Decide returns the outcome for one word for each of the table's points, in their order. Case does not count, and a
// hyphen counts as a space. A word that a point does not have is an error that names those it has.
func (t SSVCTable) Decide(words ...string) (string, error) {
	if len(words) != len(t.Points) {
		return "", fmt.Errorf("%s wants %d words and got %d", t.Name, len(t.Points), len(words))
	}
	row := 0
	for i, p := range t.Points {
		at := p.index(words[i])
		if at < 0 {
			return "", unknownWord(p.Name, words[i], p.Words)
		}
		row = row*len(p.Words) + at
	}
	return t.outcome(row), nil
}

// outcome is the word of the outcome point that starts with the row's letter.
func (t SSVCTable) outcome(row int) string {
	return t.Outcome.Words[slices.IndexFunc(t.Outcome.Words, func(w string) bool { return w[0] == t.rows[row] })]
}

func (p SSVCPoint) index(word string) int {
	plain := func(s string) string { return strings.ReplaceAll(s, "-", " ") }
	return slices.IndexFunc(p.Words, func(w string) bool { return strings.EqualFold(plain(w), plain(word)) })
}

// SupplierCase is what SSVC asks those who make a device about one vulnerability. Each field holds a word.
type SupplierCase struct {
	Exploitation       string // none, public poc, active
	Utility            string // to the attacker: laborious, efficient, super effective; see SSVCUtility
	TechnicalImpact    string // partial, total
	PublicSafetyImpact string // minimal, significant; see SSVCPublicSafety
}

// SSVCSupplier returns how soon the maker should work on a fix: defer, scheduled, out-of-cycle, immediate.
func SSVCSupplier(c SupplierCase) (string, error) {
	return supplierTable.Decide(c.Exploitation, c.Utility, c.TechnicalImpact, c.PublicSafetyImpact)
}

// DeployerCase is what SSVC asks those who run a device, such as a hospital, about one vulnerability.
type DeployerCase struct {
	Exploitation   string // none, public poc, active
	SystemExposure string // small, controlled, open
	Automatable    string // no, yes
	HumanImpact    string // low, medium, high, very high; see SSVCHumanImpact
}

// SSVCDeployer returns how soon the fix should be put in place: defer, scheduled, out-of-cycle, immediate.
func SSVCDeployer(c DeployerCase) (string, error) {
	return deployerTable.Decide(c.Exploitation, c.SystemExposure, c.Automatable, c.HumanImpact)
}

// SSVCUtility returns the utility of an exploit from automatable (no, yes) and value density (diffuse, concentrated).
func SSVCUtility(automatable, density string) (string, error) {
	return utilityTable.Decide(automatable, density)
}

// SSVCPublicSafety returns the public safety impact from the safety impact (negligible, marginal, critical,
// catastrophic; the words of IEC 61508, which are not those of [Severity]).
func SSVCPublicSafety(safety string) (string, error) { return publicSafetyTable.Decide(safety) }

// SSVCHumanImpact returns the human impact from the safety impact and the mission impact (degraded, mef support crippled,
// mef failure, mission failure; MEF is a mission essential function, such as dialysis in a hospital).
func SSVCHumanImpact(safety, mission string) (string, error) {
	return humanImpactTable.Decide(safety, mission)
}
