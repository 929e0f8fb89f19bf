package risk_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/risk"
)

// answers reads a short form: XAVN:Y XAVT:N.
func answers(t testing.TB, text string) risk.Answers {
	t.Helper()
	line := "MDCVSS:0.12.04"
	for _, part := range strings.Fields(text) {
		line += "/" + part
	}
	a, err := risk.MITRE().Read(line)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func ids(list []risk.QuestionID) string {
	var parts []string
	for _, id := range list {
		parts = append(parts, string(id))
	}
	return strings.Join(parts, " ")
}

// TestRubricOutcomes has every answer to every question that decides a metric. Open are the questions of that metric
// that an answer could still change.
func TestRubricOutcomes(t *testing.T) {
	for _, test := range []struct{ answers, want, open string }{
		{"", "AV:N", "XAVN"},
		{"XAVN:U", "AV:N", "XAVN"},
		{"XAVN:Y", "AV:N", "XAVT"},
		{"XAVN:Y XAVT:Y", "AV:N", ""},
		{"XAVN:Y XAVT:U", "AV:N", "XAVT"},
		{"XAVN:Y XAVT:N", "AV:A", "XAVW"},
		{"XAVN:Y XAVT:N XAVW:U", "AV:A", "XAVW"},
		{"XAVN:Y XAVT:N XAVW:N", "AV:A", ""},
		{"XAVN:Y XAVT:N XAVW:Y", "AV:A", "XAVR"},
		{"XAVN:Y XAVT:N XAVW:Y XAVR:Y", "AV:L", ""},
		{"XAVN:Y XAVT:N XAVW:Y XAVR:N", "AV:A", ""},
		{"XAVN:Y XAVT:N XAVW:Y XAVR:U", "AV:A", "XAVR"},
		{"XAVN:N", "AV:L", "XAVP"},
		{"XAVN:N XAVP:U", "AV:L", "XAVP"},
		{"XAVN:N XAVP:N", "AV:L", ""},
		{"XAVN:N XAVP:Y", "AV:P", ""},
		{"XAVN:N XAVP:Y XAVPA:Y", "AV:P", ""},
		{"XAVN:N XAVP:Y XAVPA:N", "AV:P", ""},
		{"XAVN:N XAVP:Y XAVT:Y", "AV:P", ""}, // off the way: kept, without effect

		{"", "AC:L", "XACL"},
		{"XACL:Y", "AC:L", ""},
		{"XACL:N", "AC:H", ""},
		{"XACL:U", "AC:L", "XACL"},

		{"", "PR:N", "XPRL"},
		{"XPRL:N", "PR:N", ""},
		{"XPRL:U", "PR:N", "XPRL"},
		{"XPRL:Y", "PR:N", "XPRZ"},
		{"XPRL:Y XPRZ:N", "PR:N", ""},
		{"XPRL:Y XPRZ:U", "PR:N", "XPRZ"},
		{"XPRL:Y XPRZ:Y", "PR:N", "XPRS"},
		{"XPRL:Y XPRZ:Y XPRS:Y", "PR:H", ""},
		{"XPRL:Y XPRZ:Y XPRS:N", "PR:L", ""},
		{"XPRL:Y XPRZ:Y XPRS:U", "PR:N", "XPRS"},

		{"", "UI:N", "XUI"},
		{"XUI:Y", "UI:R", ""},
		{"XUI:N", "UI:N", ""},
		{"XUI:U", "UI:N", "XUI"},

		{"", "S:C", "XS"},
		{"XS:Y", "S:C", ""},
		{"XS:N", "S:U", ""},
		{"XS:U", "S:C", "XS"},

		{"", "C:H", "XCP XCD XCT XCW XCS XCO"},
		{"XCP:Y", "C:H", ""},
		{"XCP:Y XCPM:N", "C:H", ""}, // as MITRE's calculator has it
		{"XCP:Y XCPM:Y", "C:H", ""},
		{"XCP:N XCD:L XCT:N XCW:N XCS:N XCO:N", "C:L", ""},
		{"XCP:N XCD:N XCT:N XCW:N XCS:N XCO:N", "C:N", ""},
		{"XCP:N XCD:N XCT:N XCW:N XCS:U XCO:N", "C:H", "XCS"},
		{"XCP:N XCD:N XCT:N XCW:N XCS:L", "C:H", "XCO"},
		{"XCP:N XCS:H", "C:H", ""},
		{"XCP:U XCD:N XCT:N XCW:N XCS:N XCO:N", "C:H", "XCP"},

		{"", "I:H", "XIP XID XIT XIW XIS XIO"},
		{"XIT:H", "I:H", ""},
		{"XIP:N XID:N XIT:N XIW:L XIS:N XIO:N", "I:L", ""},
		{"XIP:N XID:N XIT:N XIW:N XIS:N XIO:N", "I:N", ""},
		{"XIP:N XID:N XIT:U XIW:N XIS:N XIO:N", "I:H", "XIT"},

		{"", "A:H", "XAP XAD XAT XAW XAS XAO"},
		{"XAO:H", "A:H", ""},
		{"XAP:N XAD:N XAT:L XAW:N XAS:N XAO:N", "A:L", ""}, // the cell that MITRE's calculator misses
		{"XAP:N XAD:N XAT:N XAW:N XAS:N XAO:N", "A:N", ""},
		{"XAP:L XAD:U XAT:L XAW:N XAS:N XAO:N", "A:H", "XAD"},
	} {
		rubric := risk.MITRE()
		vector, open := rubric.Vector(answers(t, test.answers))
		metric, _, _ := strings.Cut(test.want, ":")
		if !slices.Contains(strings.Split(vector, "/"), test.want) {
			t.Errorf("%q: got %s, want %s", test.answers, vector, test.want)
		}
		open = slices.DeleteFunc(open, func(id risk.QuestionID) bool { return rubric.Question(id).Metric != metric })
		if got := ids(open); got != test.open {
			t.Errorf("%q: open for %s: %q, want %q", test.answers, metric, got, test.open)
		}
	}
}

func TestRubricWholeVector(t *testing.T) {
	rubric := risk.MITRE()
	if got, open := rubric.Vector(nil); got != "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H" || len(open) != 5+3*6 {
		t.Errorf("without answers %s with %d open questions, want the worst vector with 23", got, len(open))
	}
	pump := answers(t, "XAVN:Y XAVT:N XAVW:Y XAVR:N XACL:N XPRL:N XUI:N XS:N XCP:N XCD:L XCT:N XCW:N XCS:N XCO:N XIT:H XAP:N XAD:N XAT:L XAW:N XAS:N XAO:N")
	if got, open := rubric.Vector(pump); got != "CVSS:3.1/AV:A/AC:H/PR:N/UI:N/S:U/C:L/I:H/A:L" || len(open) != 0 {
		t.Errorf("got %s, open %v", got, open)
	}
	rubric.CVSS = risk.CVSS30 // the version that FDA qualified the rubric with
	if got, _ := rubric.Vector(pump); got != "CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:L/I:H/A:L" {
		t.Errorf("got %s", got)
	}
}

func TestRubricNext(t *testing.T) {
	for answered, want := range map[string]string{
		"":               "XAVN XACL XPRL XUI XS XCP XCD XCT XCW XCS XCO XIP XID XIT XIW XIS XIO XAP XAD XAT XAW XAS XAO",
		"XCP:Y XIT:H":    "XAVN XACL XPRL XUI XS XCPM XAP XAD XAT XAW XAS XAO",
		"XAVN:N XAVP:Y":  "XAVPA XACL XPRL XUI XS XCP XCD XCT XCW XCS XCO XIP XID XIT XIW XIS XIO XAP XAD XAT XAW XAS XAO",
		"XAVN:Y XAVP:Y":  "XAVT XACL XPRL XUI XS XCP XCD XCT XCW XCS XCO XIP XID XIT XIW XIS XIO XAP XAD XAT XAW XAS XAO",
		"XAVN:U XCP:U":   "XACL XPRL XUI XS XCD XCT XCW XCS XCO XIP XID XIT XIW XIS XIO XAP XAD XAT XAW XAS XAO",
		"XCP:N XAVN:N":   "XAVP XACL XPRL XUI XS XCD XCT XCW XCS XCO XIP XID XIT XIW XIS XIO XAP XAD XAT XAW XAS XAO",
		"XCT:H XIS:H":    "XAVN XACL XPRL XUI XS XAP XAD XAT XAW XAS XAO",
		"XAT:H XPRL:Y":   "XAVN XACL XPRZ XUI XS XCP XCD XCT XCW XCS XCO XIP XID XIT XIW XIS XIO",
		"XCP:Y XCPM:Y":   "XAVN XACL XPRL XUI XS XIP XID XIT XIW XIS XIO XAP XAD XAT XAW XAS XAO",
		"XAVN:N XAVPA:Y": "XAVP XACL XPRL XUI XS XCP XCD XCT XCW XCS XCO XIP XID XIT XIW XIS XIO XAP XAD XAT XAW XAS XAO",
	} {
		if got := ids(risk.MITRE().Next(answers(t, answered))); got != want {
			t.Errorf("%q: next\n%s\nwant\n%s", answered, got, want)
		}
	}
}

func TestRubricQuestions(t *testing.T) {
	rubric := risk.MITRE()
	seen := map[risk.QuestionID]bool{}
	recorded := ""
	for _, q := range rubric.Questions {
		if seen[q.ID] || !strings.HasSuffix(q.Ask, "?") || len(q.Answers) < 3 || q.Answers[len(q.Answers)-1] != risk.Unknown {
			t.Errorf("question %+v", q)
		}
		seen[q.ID] = true
		if q.Recorded() {
			recorded += string(q.ID) + " "
		}
	}
	if len(seen) != 12+6*3+1 || recorded != "XAVPA XCPM " {
		t.Errorf("%d questions, recorded only: %s", len(seen), recorded)
	}
}

func drawAnswers(t *rapid.T, rubric *risk.Rubric) risk.Answers {
	a := risk.Answers{}
	for _, q := range rubric.Questions {
		if rapid.IntRange(0, 3).Draw(t, string(q.ID)+" given") > 0 {
			a[q.ID] = rapid.SampledFrom(q.Answers).Draw(t, string(q.ID))
		}
	}
	return a
}

// TestRubricUnknownIsTheWorst replaces one answer by UNKNOWN, and takes it away: neither may lower a score.
func TestRubricUnknownIsTheWorst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rubric := risk.MITRE()
		a := drawAnswers(t, rubric)
		score := func() float64 {
			text, open := rubric.Vector(a)
			for _, id := range open {
				if given := a[id]; given != "" && given != risk.Unknown {
					t.Fatalf("%s is open and answered %s", id, given)
				}
			}
			return mustParse(t, text).BaseScore()
		}
		before := score()
		q := rapid.SampledFrom(rubric.Questions).Draw(t, "question")
		a[q.ID] = risk.Unknown
		unknown := score()
		delete(a, q.ID)
		if missing := score(); unknown < before || missing != unknown {
			t.Fatalf("%s: %v with an answer, %v unknown, %v without", q.ID, before, unknown, missing)
		}
	})
}

// TestRubricAsksUntilNothingIsOpen answers what Next asks, whatever the answers, and never has to be asked twice.
func TestRubricAsksUntilNothingIsOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rubric, a := risk.MITRE(), risk.Answers{}
		for rounds := 0; ; rounds++ {
			next := rubric.Next(a)
			if len(next) == 0 {
				break
			}
			if rounds > len(rubric.Questions) {
				t.Fatalf("still asking for %v", next)
			}
			id := rapid.SampledFrom(next).Draw(t, "asked")
			if a[id] != "" {
				t.Fatalf("%s is asked twice", id)
			}
			a[id] = rapid.SampledFrom(rubric.Question(id).Answers).Draw(t, string(id))
		}
		_, open := rubric.Vector(a)
		for _, id := range open {
			if a[id] != risk.Unknown {
				t.Fatalf("%s is open, and nobody asks for it", id)
			}
		}
	})
}

func TestRubricWritesAndReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rubric := risk.MITRE()
		a := drawAnswers(t, rubric)
		line := rubric.Write(a)
		again, err := rubric.Read(line)
		if err != nil || !maps.Equal(a, again) {
			t.Fatalf("%v was written as %s and read as %v, %v", a, line, again, err)
		}
	})
}

func TestRubricReadRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"":                                            `expected "MDCVSS:0.12.04"`,
		"MDCVSS:0.12.03/XAVN:Y":                       `expected "MDCVSS:0.12.04"`,
		"CVSS:3.1/AV:N":                               `expected "MDCVSS:0.12.04"`,
		"MDCVSS:0.12.04/":                             `"" names no question`,
		"MDCVSS:0.12.04/XAVX:Y":                       `"XAVX:Y" names no question of the rubric md-cvss-rubric 0.12.04`,
		"MDCVSS:0.12.04/XAVN":                         `"" is no answer to XAVN: write one of Y (yes), N (no), U (unknown)`,
		"MDCVSS:0.12.04/XAVN:YES":                     `"YES" is no answer to XAVN`,
		"MDCVSS:0.12.04/XAVN:H":                       `"H" is no answer to XAVN`,
		"MDCVSS:0.12.04/XIT:Y":                        `"Y" is no answer to XIT: write one of H (high), L (low), N (none), U (unknown)`,
		"MDCVSS:0.12.04/XAVN:Y/XUI:N/XAVN:Y":          "question XAVN is answered twice",
		"MDCVSS:0.12.04/XAVN:Y/XUI:N/":                `"" names no question`,
		"MDCVSS:0.12.04 " + strings.Repeat("x", 9999): "…",
	} {
		if _, err := risk.MITRE().Read(line); err == nil || !strings.Contains(err.Error(), want) || len(err.Error()) > 800 {
			t.Errorf("%.60q: got error %v, want one with %q", line, err, want)
		}
	}
}

func TestRubricCheck(t *testing.T) {
	rubric := risk.MITRE()
	wrong := risk.Answers{"XAVN": "MAYBE", "XZZ": risk.Yes, "XIT": risk.Yes, "XUI": risk.No}
	err := rubric.Check(wrong)
	for _, want := range []string{`unknown answer to XAVN "MAYBE": write one of YES, NO, UNKNOWN`, `"XZZ" is no question`, `unknown answer to XIT "YES": write one of HIGH, LOW, NONE, UNKNOWN`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one with %q", err, want)
		}
	}
	if err := rubric.Check(risk.Answers{"XUI": risk.No}); err != nil {
		t.Error(err)
	}
	if vector, _ := rubric.Vector(wrong); vector != "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H" {
		t.Errorf("wrong answers must count as not given: %s", vector)
	}
	if line := rubric.Write(wrong); line != "MDCVSS:0.12.04/XUI:N" {
		t.Errorf("wrong answers were written: %s", line)
	}
}

func FuzzRubricRead(f *testing.F) {
	f.Add("MDCVSS:0.12.04/XAVN:Y/XAVT:N/XIT:H/XCP:U")
	f.Add("MDCVSS:0.12.04")
	f.Add("MDCVSS:0.12.04/XAVN:")
	f.Fuzz(func(t *testing.T, line string) {
		rubric := risk.MITRE()
		a, err := rubric.Read(line)
		if err != nil {
			return
		}
		if err := rubric.Check(a); err != nil {
			t.Errorf("%q was read with %v", line, err)
		}
		again, err := rubric.Read(rubric.Write(a))
		if err != nil || !maps.Equal(a, again) {
			t.Errorf("%q does not read back: %v, %v", line, again, err)
		}
		text, _ := rubric.Vector(a)
		parse(t, text)
		rubric.Next(a)
	})
}
