package risk_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"theriac.dev/risk"
)

// published are the SHA-256 digests of CERT/CC's own files, data/csv/ssvc/*_1_0_0.csv of github.com/CERTCC/SSVC at commit
// e3b00a25, without their first line: the rows as "number,word,...,outcome".
var published = map[string]string{
	"supplier patch development priority": "561710ce54e9aa05311f22e578651841456d61cf46c378d859fac673575e9f92",
	"deployer patch application priority": "d4ff5f7e005bfdb837a119a6fef21d2898fbf438bebd918d0dbe9900343d589a",
	"utility":                             "968d4aea13dbc3c07a65845e219b5c9f61a9e466a58056ec59e6b3a6bc9fe60c",
	"public safety impact":                "bab9f3ff12945ff0c1c0d30148f89d424afc982545d7485351cd3edc60504bac",
	"human impact":                        "56b0f63530eba9374a9b3cbc75f414fd61db9e2902c9eb97a4e21046915dc7fc",
}

// combinations calls f with every combination of words, the last point changing fastest.
func combinations(points []risk.SSVCPoint, words []string, f func(words []string)) {
	if len(words) == len(points) {
		f(words)
		return
	}
	for _, word := range points[len(words)].Words {
		combinations(points, append(slices.Clone(words), word), f)
	}
}

// TestSSVCTablesAreThePublishedOnes writes each table out in the form of CERT/CC's file, row for row.
func TestSSVCTablesAreThePublishedOnes(t *testing.T) {
	tables := risk.SSVCTables()
	if len(tables) != len(published) {
		t.Errorf("%d tables, want %d", len(tables), len(published))
	}
	for _, table := range tables {
		var file strings.Builder
		row := 0
		combinations(table.Points, nil, func(words []string) {
			outcome, err := table.Decide(words...)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&file, "%d,%s,%s\n", row, strings.Join(words, ","), outcome)
			row++
		})
		if got := fmt.Sprintf("%x", sha256.Sum256([]byte(file.String()))); got != published[table.Name] {
			t.Errorf("table %s differs from the published one:\n%s", table.Name, file.String())
		}
	}
}

// TestSSVCIsMonotone replaces one word by the next worse one.
func TestSSVCIsMonotone(t *testing.T) {
	for _, table := range risk.SSVCTables() {
		rank := func(words []string) int {
			outcome, err := table.Decide(words...)
			if err != nil {
				t.Fatal(err)
			}
			return slices.Index(table.Outcome.Words, outcome)
		}
		combinations(table.Points, nil, func(words []string) {
			for i, point := range table.Points {
				if at := slices.Index(point.Words, words[i]); at+1 < len(point.Words) {
					worse := slices.Clone(words)
					worse[i] = point.Words[at+1]
					if rank(worse) < rank(words) {
						t.Errorf("%s: %v is less urgent than %v", table.Name, worse, words)
					}
				}
			}
		})
	}
}

func TestSSVCByName(t *testing.T) {
	got := func(outcome string, err error) string {
		if err != nil {
			return err.Error()
		}
		return outcome
	}
	for _, test := range []struct{ got, want string }{
		{got(risk.SSVCSupplier(risk.SupplierCase{"none", "laborious", "partial", "minimal"})), "defer"},
		{got(risk.SSVCSupplier(risk.SupplierCase{"Public PoC", "efficient", "total", "minimal"})), "out-of-cycle"},
		{got(risk.SSVCSupplier(risk.SupplierCase{"active", "super-effective", "total", "significant"})), "immediate"},
		{got(risk.SSVCDeployer(risk.DeployerCase{"none", "open", "yes", "very high"})), "out-of-cycle"},
		{got(risk.SSVCDeployer(risk.DeployerCase{"active", "controlled", "no", "low"})), "scheduled"},
		{got(risk.SSVCDeployer(risk.DeployerCase{"active", "open", "no", "very-high"})), "immediate"},
		{got(risk.SSVCUtility("yes", "concentrated")), "super effective"},
		{got(risk.SSVCPublicSafety("marginal")), "significant"},
		{got(risk.SSVCHumanImpact("critical", "MEF failure")), "high"},
		{got(risk.SSVCSupplier(risk.SupplierCase{"rumoured", "laborious", "partial", "minimal"})), `unknown exploitation "rumoured": write one of none, public poc, active`},
		{got(risk.SSVCDeployer(risk.DeployerCase{Exploitation: "none"})), "system exposure is missing: write one of small, controlled, open"},
		{got(risk.SSVCUtility("y", "diffuse")), `unknown automatable "y": write one of no, yes`},
		{got(risk.SSVCTables()[0].Decide("none")), "supplier patch development priority wants 4 words and got 1"},
	} {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
