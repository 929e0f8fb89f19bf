package library_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

func questionnaire(t *testing.T) (*library.Library, *library.Questionnaire) {
	t.Helper()
	lib, _ := embedded(t)
	q, err := lib.Questionnaire(library.Embedded()...)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range q.Diagnostics {
		t.Errorf("%s:%d: %s", d.Place.File, d.Place.Line, d.Message)
	}
	return lib, q
}

const several = `device: {type: infusion-pump}
elements:
  unit:  {name: Unit, type: therapy-controller}   # the core
  host:  {type: server, runs: [windows]}
  phone: {type: mobile-app}
  wear:  {type: implant}
  base:  {type: database}
  web:   {type: web-portal}
  feed:  {type: update-service}
  model: {type: ml-inference}
  away:  {type: server, out-of-scope: Somebody else models it.}
flows:
  f1: {from: unit, to: host}
`

// TestEveryAnswerIsWritten gives each answer to each question: the change is right text, nothing else moves, and the model
// then says what was answered.
func TestEveryAnswerIsWritten(t *testing.T) {
	lib, q := questionnaire(t)
	m := decode(t, several)
	before := string(m.Files[0].Text())
	used := map[string]bool{}
	tryAll(t, lib, q, m, used, 0)
	for _, x := range q.Questions {
		if !used[x.ID] {
			t.Errorf("no element of the test fits the question %s", x.ID)
		}
	}
	if string(m.Files[0].Text()) != before {
		t.Error("the model was changed in place")
	}
}

// tryAll answers each question about a model in every way, and those that follow a yes.
func tryAll(t *testing.T, lib *library.Library, q *library.Questionnaire, m *model.Model, used map[string]bool, depth int) {
	t.Helper()
	for _, a := range q.Of(lib, m) {
		if used[a.Question.ID] && depth > 0 {
			continue
		}
		if a.Target == "away" {
			t.Errorf("asked about what is out of scope: %s", a.Question.ID)
		}
		used[a.Question.ID] = true
		if a.Answer == "yes" {
			continue
		}
		for _, answer := range a.Question.Answers() {
			next := answered(t, m, a, answer)
			got := ""
			for _, b := range q.Of(lib, next) {
				if b.Target == a.Target && b.Question == a.Question {
					got = b.Answer
				}
			}
			if want := kept(a.Question, answer); got != want {
				t.Errorf("%s %s: answered %s, the model says %q, want %q", a.Target, a.Question.ID, answer, got, want)
			}
			if answer == "yes" && depth < 2 {
				tryAll(t, lib, q, next, used, depth+1)
			}
		}
	}
}

// kept is what the model says after an answer: a yes or a no that writes nothing is not kept.
func kept(q *library.Question, answer string) string {
	switch {
	case answer == "unknown":
		return ""
	case q.Attribute == "" && q.Field == "" && (answer == "yes" && q.Yes.Key == "" || answer == "no" && q.No.Key == ""):
		return ""
	}
	return answer
}

func answered(t *testing.T, m *model.Model, a library.Asked, answer string) *model.Model {
	t.Helper()
	change, err := a.Question.Change(m, a.Target, answer)
	if err != nil {
		t.Fatalf("%s %s %s: %v", a.Target, a.Question.ID, answer, err)
	}
	files, err := model.ApplyChange(m.Files, change)
	if err != nil {
		t.Fatal(err)
	}
	next := model.Decode(files...)
	for _, d := range next.Diagnostics {
		if d.Severity == syntax.Error {
			t.Errorf("%s %s %s: %s\n%s", a.Target, a.Question.ID, answer, d.Message, files[0].Text())
		}
	}
	if text := string(files[0].Text()); !strings.Contains(text, "# the core") || !strings.Contains(text, "  wear:  {type: implant") {
		t.Errorf("%s %s %s: what was not asked about moved:\n%s", a.Target, a.Question.ID, answer, text)
	}
	return next
}

func TestQuestionsFitWhatIsAskedAbout(t *testing.T) {
	lib, q := questionnaire(t)
	asks := func(text, id string) bool {
		return slices.ContainsFunc(q.Of(lib, decode(t, text)), func(a library.Asked) bool { return a.Question.ID == id })
	}
	for name, c := range map[string]struct {
		text, id string
		want     bool
	}{
		"by type":             {"elements:\n  a: {type: therapy-controller}\n", "secure-boot", true},
		"by what it runs":     {"elements:\n  a: {type: therapy-controller, runs: [http-server]}\n", "output-encoding", true},
		"does not run it":     {"elements:\n  a: {type: therapy-controller}\n", "output-encoding", false},
		"a person":            {"elements:\n  a: {type: nurse}\n", "secure-boot", false},
		"not known":           {"elements:\n  a: {}\n", "secure-boot", false},
		"after, not answered": {"elements:\n  a: {type: therapy-controller}\n", "debug-locked", false},
		"after a yes":         {"elements:\n  a: {type: therapy-controller, interfaces: {j: {protocol: debug-port}}}\n", "debug-locked", true},
		"after a kind of it":  {"elements:\n  a: {type: therapy-controller, interfaces: {j: {protocol: other}}}\n", "debug-locked", false},
		"a flow":              {"flows:\n  f1: {from: a, to: b}\nelements:\n  a: {}\n  b: {}\n", "replay-protection", true},
	} {
		if got := asks(c.text, c.id); got != c.want {
			t.Errorf("%s: asked %t, want %t", name, got, c.want)
		}
	}
}

// TestPropertiesAreKnown holds the references to EMB3D against its list, where that is at hand.
func TestPropertiesAreKnown(t *testing.T) {
	_, q := questionnaire(t)
	text, err := os.ReadFile("../../shared/data/emb3d-threat-property.csv")
	if err != nil {
		t.Skip("the list of properties is not at hand")
	}
	for _, x := range q.Questions {
		for _, id := range x.EMB3D {
			if !strings.Contains(string(text), ","+id+",") {
				t.Errorf("question %s names %s, which is no property", x.ID, id)
			}
		}
	}
}
