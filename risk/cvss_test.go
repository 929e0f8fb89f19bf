package risk_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	gocvss40 "github.com/pandatix/go-cvss/40"
	"pgregory.net/rapid"

	"theriac.dev/risk"
)

func parse(t testing.TB, text string) risk.Vector {
	t.Helper()
	v, err := risk.ParseVector(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestWholeBaseTable scores every base vector of CVSS 4.0 and holds the result against a second implementation, whose
// scores the file keeps as a sum and a digest for each block of 729, and against the library, which is 0.1 too low in
// 450 of them and must be equal in all others.
func TestWholeBaseTable(t *testing.T) {
	file, err := os.ReadFile("testdata/cvss40-base.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(file)), "\n")
	if len(lines) != 144 {
		t.Fatalf("%d blocks in the file, want 144", len(lines))
	}
	vectors, ties := 0, 0
	for _, line := range lines {
		exploit, _, _ := strings.Cut(line, " ")
		sum, tenths := 0, make([]string, 0, 729)
		for n := range 729 {
			text := "CVSS:4.0/" + exploit + impact40(n)
			score := parse(t, text).BaseScore()
			tenth := int(math.Round(score * 10))
			sum, tenths, vectors = sum+tenth, append(tenths, fmt.Sprint(tenth)), vectors+1
			lib, _ := gocvss40.ParseVector(text)
			switch d := tenth - int(math.Round(lib.Score()*10)); d {
			case 0:
			case 1:
				ties++
			default:
				t.Errorf("%s: %v, and the library has %v", text, score, lib.Score())
			}
		}
		digest := sha256.Sum256([]byte(strings.Join(tenths, " ")))
		if got := fmt.Sprintf("%s %d %x", exploit, sum, digest[:8]); got != line {
			t.Errorf("block scores\n%s\nwant\n%s", got, line)
		}
	}
	if vectors != 104976 || ties != 450 {
		t.Errorf("%d vectors, %d of them above the library: want 104976 and 450", vectors, ties)
	}
}

// impact40 is the n-th of the 729 combinations of impact, VC changing fastest.
func impact40(n int) string {
	var b strings.Builder
	for _, metric := range [...]string{"VC", "VI", "VA", "SC", "SI", "SA"} {
		b.WriteString("/" + metric + ":" + "HLN"[n%3:n%3+1])
		n /= 3
	}
	return b.String()
}

// TestSample holds base, threat and environmental scores of 1,200 random vectors of every version against a second
// implementation. In three of 3.0 that one is 0.1 too high: they multiply to a number of one decimal exactly, such as
// 10.0 times 0.92, which binary fractions put a little above, and it then rounds up.
func TestSample(t *testing.T) {
	file, err := os.ReadFile("testdata/cvss-sample.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(file)), "\n")
	if len(lines) != 1200 {
		t.Fatalf("%d vectors in the file, want 1200", len(lines))
	}
	above := 0
	for _, line := range lines {
		text, _, _ := strings.Cut(line, " ")
		v := parse(t, text)
		if got := fmt.Sprintf("%s %.1f %.1f %.1f", text, v.BaseScore(), v.ThreatScore(), v.EnvironmentalScore()); got != line {
			if strings.HasPrefix(text, "CVSS:3.0/") && strings.Contains(text, "/RC:U") {
				above++
				continue
			}
			t.Errorf("got  %s\nwant %s", got, line)
		}
	}
	if above != 3 {
		t.Errorf("%d vectors differ for the multiplication by 0.92, want 3", above)
	}
}

// TestPublishedExamples are vectors with the scores that FIRST publishes in its examples, v3.1 and v4.0 (document 1.7.1),
// where text and score of the document agree with each other.
func TestPublishedExamples(t *testing.T) {
	for _, test := range []struct {
		cve, vector string
		want        float64
	}{
		{"CVE-2013-1937", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1},
		{"CVE-2013-0375", "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4},
		{"CVE-2014-3566", "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1},
		{"CVE-2012-1516", "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9},
		{"CVE-2012-0384", "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 8.8},
		{"CVE-2015-1098", "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 7.8},
		{"CVE-2014-0160", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5},
		{"CVE-2014-0160", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/E:F/RL:O/RC:C", 7.0},
		{"CVE-2014-6271", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8},
		{"CVE-2008-1447", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 6.8},
		{"CVE-2014-2005", "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 6.8},
		{"CVE-2010-0467", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N", 5.8},
		{"CVE-2013-6014", "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 9.3},
		{"CVE-2014-9253", "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 5.4},
		{"CVE-2011-1265", "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 8.8},
		{"CVE-2014-2019", "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", 4.6},
		{"CVE-2014-0224", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", 7.4},
		{"CVE-2012-5376", "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H", 9.6},
		{"CVE-2022-41741", "CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3},
		{"CVE-2020-3549", "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7},
		{"CVE-2020-3549", "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", 5.2},
		{"CVE-2023-3089", "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.3},
		{"CVE-2023-3089", "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/CR:H/IR:L/AR:L/MAV:N/MAC:H/MVC:H/MVI:L/MVA:L", 8.1},
		{"CVE-2021-44714", "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", 4.6},
		{"CVE-2022-21830", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 5.1},
		{"CVE-2022-22186", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 6.9},
		{"CVE-2023-21989", "CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N", 5.9},
		{"CVE-2020-3947", "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 9.4},
		{"CVE-2023-48228", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:H/SI:H/SA:H", 9.3},
		{"CVE-2023-30560", "CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:H/SA:N/S:P/V:D", 8.3},
		{"CVE-2014-0160", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A", 8.7},
		{"CVE-2021-44228", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A", 9.3},
		{"CVE-2026-48172", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:A", 10},
		{"CVE-2013-6014", "CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:H/SI:N/SA:H", 6.4},
		{"CVE-2016-5729", "CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/R:I", 8.4},
		{"CVE-2015-2890", "CVSS:4.0/AV:L/AC:L/AT:P/PR:H/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/R:I", 7.1},
		{"CVE-2018-3652", "CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.0},
		{"CVE-2024-6387", "CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P/MAC:L/MAT:N/MVC:N/MVI:N/MVA:L", 5.5},
	} {
		if got := parse(t, test.vector).EnvironmentalScore(); got != test.want {
			t.Errorf("%s %s scores %v, want %v", test.cve, test.vector, got, test.want)
		}
	}
}

func TestParseVectorKeepsVersionAndText(t *testing.T) {
	for version, text := range map[risk.Version]string{
		risk.CVSS30: "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
		risk.CVSS31: "CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N", // 3.x leaves the order free
		risk.CVSS40: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
	} {
		if v := parse(t, text); v.Version() != version || v.String() != text {
			t.Errorf("%s became version %s, text %s", text, v.Version(), v)
		}
	}
}

func TestParseVectorRefuses(t *testing.T) {
	const base4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
	for text, want := range map[string]string{
		"":                                    "starts with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/",
		"CVSS:2.0/AV:N/AC:L/Au:N/C:C/I:C/A:C": "CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/",
		"AV:N/AC:L/Au:N/C:C/I:C/A:C":          "CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/",
		"CVSS:3.2/AV:N":                       "unknown version",
		"cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H": "unknown version",
		"CVSS:3.1":           `"" is no metric`,
		"CVSS:3.1/AV:N/AC:L": "the base metric PR is missing",
		"CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H":                    `AV has no value "Z" in version 3.1`,
		"CVSS:3.0/AV:N/AC:L/AT:N/PR:N/UI:N/S:U/C:H/I:H/A:H":               `"AT:N" is no metric of version 3.0`,
		"CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H":               "AV is given twice",
		"CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N": "out of order",
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:R/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N": `UI has no value "R"`,
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N":                               "the base metric VC is missing",
		base4 + "/MSC:S":                                                  `MSC has no value "S"`,
		base4 + "/S:P/MAV:P":                                              "out of order",
		base4 + "/E:A/E:A":                                                "E is given twice",
		base4 + "/":                                                       `"" is no metric`,
		"CVSS:3.1/" + strings.Repeat("x", 100_000):                        "…",
	} {
		_, err := risk.ParseVector(text)
		if err == nil || !strings.Contains(err.Error(), want) || len(err.Error()) > 1000 {
			t.Errorf("%.80q: got error %v, want one with %q", text, err, want)
		}
	}
}

func TestZeroVectorIsNone(t *testing.T) {
	var v risk.Vector
	if v.BaseScore() != 0 || v.ThreatScore() != 0 || v.EnvironmentalScore() != 0 || v.Get("AV") != "" || v.Version() != "" {
		t.Errorf("the zero vector says something: %v", v)
	}
	if r := risk.Default().RateVector(risk.S4, v); r.Exploitability != risk.E5 || len(r.Assumed) != 1 {
		t.Errorf("the zero vector rates as %+v, want the worst, assumed", r)
	}
}

func TestSafetyAndGroups(t *testing.T) {
	const base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
	for _, test := range []struct {
		vector string
		safety risk.Safety
		harms  bool
		groups string
	}{
		{base, risk.Safety{Supplemental: "X"}, false, "CVSS-B"},
		{base + "/S:N", risk.Safety{Supplemental: "N"}, false, "CVSS-B"},
		{base + "/S:P", risk.Safety{Supplemental: "P"}, true, "CVSS-B"},
		{base + "/E:P", risk.Safety{Supplemental: "X"}, false, "CVSS-BT"},
		{base + "/MSI:S", risk.Safety{Supplemental: "X", Integrity: true}, true, "CVSS-BE"},
		{base + "/E:U/MSI:H/MSA:S", risk.Safety{Supplemental: "X", Availability: true}, true, "CVSS-BTE"},
		{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/RL:O", risk.Safety{Supplemental: "X"}, false, "CVSS-BT"},
		{"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/MS:U", risk.Safety{Supplemental: "X"}, false, "CVSS-BE"},
	} {
		v := parse(t, test.vector)
		if got := v.Safety(); got != test.safety || got.Harms() != test.harms {
			t.Errorf("%s: safety %+v, harms %v", test.vector, got, got.Harms())
		}
		if got := v.Groups(); got != test.groups {
			t.Errorf("%s: groups %s, want %s", test.vector, got, test.groups)
		}
	}
	with, without := parse(t, base+"/MSI:S"), parse(t, base)
	if with.EnvironmentalScore() <= without.EnvironmentalScore() || with.BaseScore() != without.BaseScore() {
		t.Error("MSI:S must raise the environmental score and leave the base score")
	}
	if parse(t, base+"/S:P").EnvironmentalScore() != without.EnvironmentalScore() {
		t.Error("the supplemental metric S changed a score")
	}
}

func TestScoreWord(t *testing.T) {
	for score, want := range map[float64]string{0: "none", 0.1: "low", 3.9: "low", 4: "medium", 6.9: "medium", 7: "high", 8.9: "high", 9: "critical", 10: "critical"} {
		if got := risk.ScoreWord(score); got != want {
			t.Errorf("%v is %s, want %s", score, got, want)
		}
	}
}

// TestExploitabilityIsTheSubScore computes the sub-score of 3.x for itself, and compares 4.0 with its translation to 3.1.
func TestExploitabilityIsTheSubScore(t *testing.T) {
	for vector, want := range map[string]float64{
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H":                                       3.887,
		"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H":                                       2.835,
		"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H":                                       3.110,
		"CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N":                                       0.121,
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N":                    2.835,
		"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N":                    2.221,
		"CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N":                    1.269,
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/MAV:P/MPR:H/S:P":    2.835,
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:P/MAC:H/MPR:H/MUI:R/MS:U/MC:N/E:U": 3.887,
	} {
		if got := parse(t, vector).Exploitability(); math.Abs(got-want) > 0.001 {
			t.Errorf("%s: %v, want %v", vector, got, want)
		}
	}
	v := parse(t, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:P/MAC:H/MPR:H/MUI:R/MS:U")
	if got := v.EnvironmentalExploitability(); math.Abs(got-0.121) > 0.001 {
		t.Errorf("with the modified metrics %v, want 0.121", got)
	}
}

// orders are the values of the exploitability metrics from easy to hard for the attacker.
var orders = map[string][][2]string{
	"3.1": {{"AV", "NALP"}, {"AC", "LH"}, {"PR", "NLH"}, {"UI", "NR"}, {"S", "CU"}},
	"4.0": {{"AV", "NALP"}, {"AC", "LH"}, {"AT", "NP"}, {"PR", "NLH"}, {"UI", "NPA"}},
}

func TestHarderMetricNeverMakesAttackEasier(t *testing.T) {
	scales := risk.Default()
	tails := map[string]string{"3.1": "/C:H/I:H/A:H", "4.0": "/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"}
	for version, metrics := range orders {
		rapid.Check(t, func(t *rapid.T) {
			changed := rapid.IntRange(0, len(metrics)-1).Draw(t, "changed")
			easy, hard := "CVSS:"+version, "CVSS:"+version
			for i, m := range metrics {
				a := rapid.IntRange(0, len(m[1])-1).Draw(t, m[0])
				b := a
				if i == changed {
					b = rapid.IntRange(a, len(m[1])-1).Draw(t, m[0]+" harder")
				}
				easy, hard = easy+"/"+m[0]+":"+m[1][a:a+1], hard+"/"+m[0]+":"+m[1][b:b+1]
			}
			e, h := mustParse(t, easy+tails[version]), mustParse(t, hard+tails[version])
			if e.Exploitability() < h.Exploitability() {
				t.Fatalf("%s is harder than %s", easy, hard)
			}
			if scales.RateVector(risk.S4, e).Exploitability < scales.RateVector(risk.S4, h).Exploitability {
				t.Fatalf("%s has a harder level than %s", easy, hard)
			}
		})
	}
}

func mustParse(t *rapid.T, text string) risk.Vector {
	v, err := risk.ParseVector(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func FuzzParseVector(f *testing.F) {
	for _, seed := range []string{
		"", "CVSS:3.1", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:C/C:L/I:N/A:N/E:U/MAV:N",
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A/MSI:S/S:P", "CVSS:4.0//", "CVSS:4.0/AV:", "CVSS:3.1/:",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := risk.ParseVector(text)
		if err != nil {
			return
		}
		for _, score := range []float64{v.BaseScore(), v.ThreatScore(), v.EnvironmentalScore()} {
			if score < 0 || score > 10 || math.Abs(score*10-math.Round(score*10)) > 1e-9 {
				t.Errorf("%q scores %v", text, score)
			}
		}
		if x := v.Exploitability(); x < 0.05 || x > 3.9 {
			t.Errorf("%q has exploitability %v", text, x)
		}
		if x := v.EnvironmentalExploitability(); x < 0.05 || x > 3.9 {
			t.Errorf("%q has environmental exploitability %v", text, x)
		}
		if again := parse(t, v.String()); again != v {
			t.Errorf("%q does not read back", text)
		}
	})
}
