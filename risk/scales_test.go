package risk_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/risk"
)

func TestDefaultHasNoProblem(t *testing.T) {
	for _, problem := range risk.Default().Check() {
		t.Error(problem)
	}
}

func TestDefaultIsACopyOfItsOwn(t *testing.T) {
	one := risk.Default()
	one.Matrix[4][4], one.Severity[0].Name, one.Potential[0].Words[0].Points = "low", "changed", 99
	one.Risks[0].Authority[0] = "nobody"
	if two := risk.Default(); len(two.Check()) > 0 || two.Severity[0].Name != "negligible" ||
		two.Potential[0].Words[0].Points != 0 || two.Risks[0].Authority[0] == "nobody" {
		t.Error("a change of one default changed the next")
	}
}

func TestRate(t *testing.T) {
	scales := risk.Default()
	for _, test := range []struct {
		severity       risk.Severity
		exploitability risk.Exploitability
		want           string
		controlled     bool
		assumed        string
	}{
		{risk.S1, risk.E5, "low", true, ""},
		{risk.S3, risk.E3, "medium", true, ""},
		{risk.S5, risk.E1, "medium", true, ""},
		{risk.S3, risk.E4, "high", false, ""},
		{risk.S5, risk.E5, "extreme", false, ""},
		{0, risk.E1, "medium", true, "severity"},
		{risk.S2, 0, "medium", true, "exploitability"},
		{0, 0, "extreme", false, "severity exploitability"},
		{9, 77, "extreme", false, "severity exploitability"},
	} {
		got := scales.Rate(test.severity, test.exploitability)
		if got.Risk != test.want || got.Controlled != test.controlled || strings.Join(got.Assumed, " ") != test.assumed || got.From != risk.FromPerson {
			t.Errorf("%s with %s: got %+v, want %s, controlled %v, assumed %q",
				test.severity, test.exploitability, got, test.want, test.controlled, test.assumed)
		}
	}
}

func TestBrokenScalesRateAsTheWorst(t *testing.T) {
	short := risk.Default()
	short.Matrix = short.Matrix[:2]
	if r := short.Rate(risk.S5, risk.E1); r.Risk != "extreme" || r.Controlled || !slices.Contains(r.Assumed, "matrix") {
		t.Errorf("a missing row rates as %+v", r)
	}
	unknown := risk.Default()
	unknown.Matrix[0][0] = "tiny"
	if r := unknown.Rate(risk.S1, risk.E1); r.Risk != "extreme" || r.Controlled || !slices.Contains(r.Assumed, "matrix") {
		t.Errorf("an unknown level rates as %+v", r)
	}
	var none risk.Scales
	if r, err := none.RatePotential(risk.S1, risk.Potential{Time: "longer"}); r.Controlled || r.Risk != "" || err != nil {
		t.Errorf("no scales at all rate as %+v, %v", r, err)
	}
	if none.LevelOfPoints(99) != risk.E5 || none.LevelOfScore(0.1) != risk.E5 {
		t.Error("without limits every attack is the easiest")
	}
}

func TestLevelOfPointsAndScore(t *testing.T) {
	scales := risk.Default()
	for points, want := range map[int]risk.Exploitability{0: risk.E5, 3: risk.E5, 4: risk.E4, 9: risk.E4, 10: risk.E3, 13: risk.E3, 14: risk.E2, 19: risk.E2, 20: risk.E1, 57: risk.E1} {
		if got := scales.LevelOfPoints(points); got != want {
			t.Errorf("%d points are %s, want %s", points, got, want)
		}
	}
	for score, want := range map[float64]risk.Exploitability{3.887: risk.E5, 3.0: risk.E5, 2.99: risk.E4, 2.0: risk.E4, 1.99: risk.E3, 1: risk.E3, 0.99: risk.E2, 0.5: risk.E2, 0.49: risk.E1, 0.121: risk.E1} {
		if got := scales.LevelOfScore(score); got != want {
			t.Errorf("score %v is %s, want %s", score, got, want)
		}
	}
}

func TestEffort(t *testing.T) {
	scales := risk.Default()
	for _, test := range []struct {
		potential risk.Potential
		points    int
		level     risk.Exploitability
		unknown   string
		fault     string
	}{
		{risk.Potential{"day", "layman", "public", "unlimited", "standard"}, 0, risk.E5, "", ""},
		{risk.Potential{"longer", "several-experts", "strictly-confidential", "difficult", "several-bespoke"}, 57, risk.E1, "", ""},
		{risk.Potential{"month", "expert", "restricted", "easy", "specialised"}, 18, risk.E2, "", ""},
		{risk.Potential{}, 0, risk.E5, "time expertise knowledge access equipment", ""},
		{risk.Potential{Time: "half-year", Knowledge: "confidential"}, 24, risk.E1, "expertise access equipment", ""},
		{risk.Potential{"year", "expert", "public", "easy", "standard"}, 7, risk.E4, "time", `unknown time "year": write one of day, week, month, half-year, longer`},
	} {
		got, err := scales.Effort(test.potential)
		if got.Points != test.points || got.Level != test.level || strings.Join(got.Unknown, " ") != test.unknown {
			t.Errorf("%+v: got %+v, want %d points, %s, unknown %q", test.potential, got, test.points, test.level, test.unknown)
		}
		if (err == nil) != (test.fault == "") || err != nil && err.Error() != test.fault {
			t.Errorf("%+v: got error %v, want %q", test.potential, err, test.fault)
		}
		if r, _ := scales.RatePotential(risk.S4, test.potential); r.Exploitability != test.level || r.From != risk.FromPotential || strings.Join(r.Assumed, " ") != test.unknown {
			t.Errorf("%+v rates as %+v", test.potential, r)
		}
	}
}

func TestCheckFinds(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*risk.Scales)
		want   []string // path: part of the message
	}{
		{"a hole in the rows", func(s *risk.Scales) { s.Matrix[2][3] = "low" }, []string{
			"matrix.2.3: S3 with E4 is \"low\", lower than the \"medium\" of S2 with E4",
			"matrix.2.3: S3 with E4 is \"low\", lower than the \"medium\" of S3 with E3"}},
		{"an unknown level of risk", func(s *risk.Scales) { s.Matrix[4][0] = "huge" }, []string{`matrix.4.0: unknown level of risk "huge": write one of low, medium, high, extreme`}},
		{"an empty cell", func(s *risk.Scales) { s.Matrix[0][0] = "" }, []string{"matrix.0.0: level of risk is missing"}},
		{"a short row", func(s *risk.Scales) { s.Matrix[1] = s.Matrix[1][:3] }, []string{"matrix.1: 3 cells in the row of S2"}},
		{"six rows", func(s *risk.Scales) { s.Matrix = append(s.Matrix, s.Matrix[4]) }, []string{"matrix: 6 rows"}},
		{"unacceptable and controlled", func(s *risk.Scales) { s.Risks[3].Controlled = true }, []string{
			"risks.3.controlled: level \"extreme\" is unacceptable and marked controlled",
			"risks.3.controlled: level \"extreme\" is controlled, and the lower level \"high\" is not"}},
		{"acceptable and not controlled", func(s *risk.Scales) { s.Risks[0].Controlled = false }, []string{
			"risks.0.controlled: level \"low\" is acceptable and not marked controlled",
			"risks.1.controlled: level \"medium\" is controlled, and the lower level \"low\" is not"}},
		{"easier to accept when higher", func(s *risk.Scales) { s.Risks[2].Accept, s.Risks[2].Controlled = risk.Acceptable, true }, []string{
			"risks.2.accept: level \"high\" is acceptable, and the lower level \"medium\" is justify"}},
		{"an unknown acceptance", func(s *risk.Scales) { s.Risks[1].Accept = "maybe" }, []string{`risks.1.accept: unknown acceptance "maybe"`}},
		{"nobody to justify to", func(s *risk.Scales) { s.Risks[1].Authority = nil }, []string{"risks.1.authority: level \"medium\" needs a reason from somebody"}},
		{"somebody to accept the unacceptable", func(s *risk.Scales) { s.Risks[2].Authority = []string{"ceo"} }, []string{"risks.2.authority: level \"high\" is unacceptable"}},
		{"the same level twice", func(s *risk.Scales) { s.Risks[1].ID = "low" }, []string{"risks.1.id: level of risk \"low\" is given twice", "matrix."}},
		{"one level of risk", func(s *risk.Scales) { s.Risks = s.Risks[:1] }, []string{"risks: 1 levels of risk", "matrix."}},
		{"no name", func(s *risk.Scales) { s.Severity[2].Name = "" }, []string{`severity.2.name: level "S3" has no name`}},
		{"levels swapped", func(s *risk.Scales) { s.Severity[0], s.Severity[1] = s.Severity[1], s.Severity[0] }, []string{
			`severity.0.id: level "S2": expected S1`, `severity.1.id: level "S1": expected S2`}},
		{"four levels", func(s *risk.Scales) { s.Exploitability = s.Exploitability[:4] }, []string{"exploitability: 4 levels: expected five, E1 to E5"}},
		{"limits of points not falling", func(s *risk.Scales) { s.Exploitability[3].Points = 19 }, []string{"exploitability.3.points: 19 points: expected fewer than the 13 of E3"}},
		{"limits of score not rising", func(s *risk.Scales) { s.Exploitability[4].Score = 1.5 }, []string{"exploitability.4.score: score 1.5: expected more than the 2 of E4"}},
		{"no limit", func(s *risk.Scales) { s.Exploitability[1].Score = 0 }, []string{"exploitability.1.score: score 0"}},
		{"negative limit", func(s *risk.Scales) { s.Exploitability[4].Points = -1 }, []string{"exploitability.4.points: -1 points"}},
		{"words out of order", func(s *risk.Scales) { s.Potential[0].Words[2].Points = 0 }, []string{`potential.0.words.2: word "month" has 0 points: expected at least the 1 of "week"`}},
		{"a word twice", func(s *risk.Scales) { s.Potential[1].Words[1].Word = "layman" }, []string{`potential.1.words.1: word "layman" is given twice`}},
		{"an empty word", func(s *risk.Scales) { s.Potential[1].Words[1].Word = "" }, []string{`potential.1.words.1: a word of factor "expertise" is empty`}},
		{"negative points", func(s *risk.Scales) { s.Potential[2].Words[0].Points = -1 }, []string{`potential.2.words.0: word "public" has -1 points`}},
		{"an unknown factor", func(s *risk.Scales) { s.Potential[4].ID = "luck" }, []string{`potential.4.id: unknown factor "luck"`, `potential: factor "equipment" is missing`}},
		{"a factor twice", func(s *risk.Scales) { s.Potential[4] = s.Potential[3] }, []string{`potential.4.id: factor "access" is given twice`, `potential: factor "equipment" is missing`}},
		{"no words", func(s *risk.Scales) { s.Potential[4].Words = nil }, []string{`potential.4.words: factor "equipment" has no words`}},
		{"safety as an impact", func(s *risk.Scales) { s.Impacts[0].ID = "safety" }, []string{"impacts.0.id: safety is rated by severity"}},
		{"an impact twice", func(s *risk.Scales) { s.Impacts[1].ID = "privacy" }, []string{`impacts.1.id: scale of impact "privacy" is given twice`}},
		{"an impact without levels", func(s *risk.Scales) { s.Impacts[2].Levels = nil }, []string{`impacts.2.levels: scale of impact "money" has no levels`}},
		{"levels of impact swapped", func(s *risk.Scales) { s.Impacts[3].Levels[1].ID = "I4" }, []string{`impacts.3.levels.1.id: level "I4": expected I2`}},
		{"an unknown status", func(s *risk.Scales) { s.Counts = "hoped-for" }, []string{`counts: unknown status of a control "hoped-for": write one of planned, implemented, verified`}},
	} {
		scales := risk.Default()
		test.change(scales)
		problems := scales.Check()
		if len(problems) < len(test.want) || !strings.Contains(test.want[len(test.want)-1], "matrix.") && len(problems) != len(test.want) {
			t.Errorf("%s: %d problems, want %d: %v", test.name, len(problems), len(test.want), problems)
			continue
		}
		for i, want := range test.want {
			if got := problems[i].String(); !strings.HasPrefix(got, want) {
				t.Errorf("%s: got %q, want it to start with %q", test.name, got, want)
			}
		}
	}
}

// TestScalesWithoutProblemAreMonotone draws scales at random. Those that Check lets pass must never rate a higher
// severity, an easier attack, fewer points or a higher score as a lower risk, and never accept a higher risk more easily.
func TestScalesWithoutProblemAreMonotone(t *testing.T) {
	passed := 0
	rapid.Check(t, func(t *rapid.T) {
		scales := drawScales(t)
		if len(scales.Check()) > 0 {
			if monotone(scales) && rapid.Bool().Draw(t, "sound") && sound(scales) {
				t.Fatalf("refused without a reason: %v", scales.Check())
			}
			return
		}
		passed++
		if !monotone(scales) {
			t.Fatalf("the matrix %v falls somewhere", scales.Matrix)
		}
		a, b := rapid.IntRange(0, 60).Draw(t, "points"), rapid.IntRange(0, 60).Draw(t, "more points")
		if a <= b && scales.LevelOfPoints(a) < scales.LevelOfPoints(b) {
			t.Fatalf("%d points are harder than %d", a, b)
		}
		x, y := rapid.Float64Range(0, 4).Draw(t, "score"), rapid.Float64Range(0, 4).Draw(t, "higher score")
		if x <= y && scales.LevelOfScore(x) > scales.LevelOfScore(y) {
			t.Fatalf("score %v is easier than %v", x, y)
		}
	})
	if passed == 0 {
		t.Error("no scales passed: the property looked at nothing")
	}
}

// monotone looks at every pair of cells, not only at neighbours.
func monotone(s *risk.Scales) bool {
	for severity := risk.S1; severity <= risk.S5; severity++ {
		for exploit := risk.E1; exploit <= risk.E5; exploit++ {
			here := s.Rate(severity, exploit)
			for higher := severity; higher <= risk.S5; higher++ {
				for easier := exploit; easier <= risk.E5; easier++ {
					there := s.Rate(higher, easier)
					if s.Compare(here.Risk, there.Risk) > 0 || there.Controlled && !here.Controlled {
						return false
					}
				}
			}
		}
	}
	return true
}

// sound says whether nothing but the matrix was drawn in a way that Check may refuse.
func sound(s *risk.Scales) bool {
	other := risk.Default()
	other.Matrix, other.Potential = s.Matrix, s.Potential
	for _, p := range other.Check() {
		if p.Path[0] != "matrix" {
			return false
		}
	}
	rest := *s
	rest.Matrix = risk.Default().Matrix
	return len(rest.Check()) == 0
}

func drawScales(t *rapid.T) *risk.Scales {
	s := risk.Default()
	ids := []string{"low", "medium", "high", "extreme"}
	for range rapid.IntRange(0, 3).Draw(t, "cells changed") {
		row, column := rapid.IntRange(0, 4).Draw(t, "row"), rapid.IntRange(0, 4).Draw(t, "column")
		s.Matrix[row][column] = rapid.SampledFrom(ids).Draw(t, "level")
	}
	for i := 1; i < 5; i++ {
		s.Exploitability[i].Points += rapid.IntRange(-3, 3).Draw(t, "points of limit")
		s.Exploitability[i].Score += rapid.Float64Range(-0.3, 0.3).Draw(t, "score of limit")
	}
	if rapid.Bool().Draw(t, "acceptance changed") {
		s.Risks[rapid.IntRange(0, 3).Draw(t, "which")].Controlled = rapid.Bool().Draw(t, "controlled")
	}
	return s
}

// TestMorePointsNeverEasier changes one word of a potential for a harder one.
func TestMorePointsNeverEasier(t *testing.T) {
	scales := risk.Default()
	rapid.Check(t, func(t *rapid.T) {
		word := func(factor, least int) int {
			return rapid.IntRange(least, len(scales.Potential[factor].Words)-1).Draw(t, scales.Potential[factor].ID)
		}
		var at [5]int
		for i := range at {
			at[i] = word(i, -1) // -1 is no word
		}
		harder := at
		changed := rapid.IntRange(0, 4).Draw(t, "changed")
		harder[changed] = word(changed, at[changed])
		severity := risk.Severity(rapid.IntRange(1, 5).Draw(t, "severity"))
		before, _ := scales.RatePotential(severity, potential(scales, at))
		after, _ := scales.RatePotential(severity, potential(scales, harder))
		if after.Exploitability > before.Exploitability || scales.Compare(after.Risk, before.Risk) > 0 {
			t.Fatalf("%v is easier than %v", harder, at)
		}
	})
}

func potential(s *risk.Scales, at [5]int) risk.Potential {
	word := func(factor int) string {
		if at[factor] < 0 {
			return ""
		}
		return s.Potential[factor].Words[at[factor]].Word
	}
	return risk.Potential{word(0), word(1), word(2), word(3), word(4)}
}

func TestStepsReadAndWrite(t *testing.T) {
	for n := risk.S1; n <= risk.S5; n++ {
		if got, err := risk.ParseSeverity(n.String()); got != n || err != nil {
			t.Errorf("%s reads back as %s, %v", n, got, err)
		}
	}
	for n := risk.E1; n <= risk.E5; n++ {
		if got, err := risk.ParseExploitability(n.String()); got != n || err != nil {
			t.Errorf("%s reads back as %s, %v", n, got, err)
		}
	}
	for _, text := range []string{"", "S", "S0", "S6", "s3", "E3", "S33", "unrated"} {
		if got, err := risk.ParseSeverity(text); err == nil || got != 0 || !strings.Contains(err.Error(), "S1, S2, S3, S4, S5") {
			t.Errorf("%q reads as severity %s, %v", text, got, err)
		}
	}
	if _, err := risk.ParseExploitability("S3"); err == nil || !strings.Contains(err.Error(), "E1, E2, E3, E4, E5") {
		t.Errorf("S3 reads as exploitability: %v", err)
	}
	if risk.Severity(0).String() != "unrated" || risk.Exploitability(9).String() != "unrated" {
		t.Error("what is no step must say so")
	}
}

func TestStatusReaches(t *testing.T) {
	order := []risk.Status{risk.Planned, risk.Implemented, risk.Verified}
	for i, have := range order {
		for j, least := range order {
			if got := have.Reaches(least); got != (i >= j) {
				t.Errorf("%s reaches %s: %v", have, least, got)
			}
		}
	}
	if risk.Status("").Reaches(risk.Planned) || risk.Verified.Reaches("") || risk.Status("x").Reaches("x") {
		t.Error("an unknown status counts")
	}
	if risk.Default().Counts != risk.Verified {
		t.Error("residual risk counts verified controls unless asked otherwise")
	}
}

func TestWordsOfTheCompany(t *testing.T) {
	scales := risk.Default()
	if got := scales.SeverityLevel(risk.S4).Name + " " + scales.ExploitabilityLevel(risk.E2).Name; got != "critical low" {
		t.Errorf("got %s", got)
	}
	var none risk.Scales
	for _, got := range []risk.Level{none.SeverityLevel(risk.S4), scales.SeverityLevel(0), none.ExploitabilityLevel(risk.E2), scales.ExploitabilityLevel(7)} {
		if got.Name != "" || got.ID == "" {
			t.Errorf("got %+v, want an id alone", got)
		}
	}
	if level, err := scales.Impact("privacy", "I3"); err != nil || level.Name != "large" {
		t.Errorf("got %+v, %v", level, err)
	}
	for _, test := range [][3]string{
		{"privacy", "I9", `unknown level of privacy "I9": write one of I1, I2, I3, I4`},
		{"safety", "I1", `unknown scale of impact "safety": write one of privacy, reputation, money, regulatory`},
		{"money", "", "level of money is missing: write one of I1, I2, I3, I4"},
	} {
		if _, err := scales.Impact(test[0], test[1]); err == nil || err.Error() != test[2] {
			t.Errorf("got error %v, want %q", err, test[2])
		}
	}
}

// TestDefaultLimitsOfScore is what the comment on them promises: from the easiest attack, one harder metric.
func TestDefaultLimitsOfScore(t *testing.T) {
	scales := risk.Default()
	for vector, want := range map[string]risk.Exploitability{
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H":                    risk.E5,
		"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H":                    risk.E4,
		"CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H":                    risk.E4,
		"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H":                    risk.E2,
		"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H":                    risk.E4,
		"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H":                    risk.E4,
		"CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H":                    risk.E3,
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H":                    risk.E4,
		"CVSS:3.1/AV:P/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H":                    risk.E2,
		"CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:H/I:H/A:H":                    risk.E1,
		"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N": risk.E4,
		"CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:A/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N": risk.E2,
	} {
		v, err := risk.ParseVector(vector)
		if err != nil {
			t.Fatal(err)
		}
		if got := scales.RateVector(risk.S4, v).Exploitability; got != want {
			t.Errorf("%s: exploitability %.3f is %s, want %s", vector, v.Exploitability(), got, want)
		}
	}
}
