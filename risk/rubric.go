package risk

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Rubric is a set of questions whose answers make a CVSS vector. [MITRE] is the one that there is.
type Rubric struct {
	ID      string
	Edition string
	// CVSS is the version of the vector that the answers make: 3.0 or 3.1.
	CVSS      Version
	Questions []Question // in the order in which they are asked
}

// QuestionID is the rubric's own name of a question, such as XAVN.
type QuestionID string

// Answer is one answer to a question.
type Answer string

// The answers. Each question has either the first two or the next three, and always Unknown.
const (
	Yes     Answer = "YES"
	No      Answer = "NO"
	High    Answer = "HIGH"
	Low     Answer = "LOW"
	None    Answer = "NONE"
	Unknown Answer = "UNKNOWN"
)

// Each question gets a list of its own, since callers may change what they are given.
func yesNo() []Answer  { return []Answer{Yes, No, Unknown} }
func levels() []Answer { return []Answer{High, Low, None, Unknown} }

// Question is one question of a rubric.
type Question struct {
	ID      QuestionID
	Metric  string // of CVSS 3.x: AV, AC, PR, UI, S, C, I, A
	Ask     string
	Answers []Answer
	// leads says for each answer which question follows or which value the metric gets. Without it the question is only
	// recorded, or is one of the many of which the worst answer counts (C, I, A).
	leads map[Answer]string
	// worth says for each answer how bad it is for a metric of which the worst answer counts: H, L, N.
	worth map[Answer]string
	// after is the question that a recorded one belongs to. It is asked where that one was asked and answered YES.
	after QuestionID
}

// Recorded says that the answer is kept and does not change the vector (XAVPA, XCPM).
func (q Question) Recorded() bool { return q.leads == nil && q.worth == nil }

func impactQuestion(metric, letter, ask, name string) Question {
	q := Question{
		ID: QuestionID("X" + metric + letter), Metric: metric, Ask: strings.Replace(ask, "%", name, 1), Answers: levels(),
		worth: map[Answer]string{High: "H", Low: "L", None: "N", Unknown: "H"},
	}
	if metric == "C" && letter == "P" {
		q.Ask, q.Answers = "Can the attack disclose "+name+"?", yesNo()
		q.worth = map[Answer]string{Yes: "H", No: "N", Unknown: "H"}
	}
	return q
}

// Answers are the answers given so far. A question that is not in it has not been answered.
type Answers map[QuestionID]Answer

// Question returns the question with that id, or nil.
func (r *Rubric) Question(id QuestionID) *Question {
	for i := range r.Questions {
		if r.Questions[i].ID == id {
			return &r.Questions[i]
		}
	}
	return nil
}

// metrics3 are the metrics in the order of a vector.
var metrics3 = [...]string{"AV", "AC", "PR", "UI", "S", "C", "I", "A"}

// Next returns the questions to ask now: for AV, AC, PR, UI and S the next one on the way that the answers have taken,
// and for C, I and A every one that is left. It leaves out what the answers have made needless, such as the other
// classes once one answer is HIGH, and ends empty. A recorded question is asked where its way was taken.
func (r *Rubric) Next(a Answers) []QuestionID {
	var next []QuestionID
	for _, metric := range metrics3 {
		_, open := r.metric(metric, a)
		for _, id := range open {
			if r.answer(id, a) == "" {
				next = append(next, id)
			}
		}
		next = append(next, r.recorded(metric, a)...)
	}
	return next
}

// Vector returns the vector that the answers make, with every question that is not answered taken at its worst, as if
// the answer were UNKNOWN. Open names the questions that an answer could still change the vector by: those not answered,
// and those answered UNKNOWN.
func (r *Rubric) Vector(a Answers) (vector string, open []QuestionID) {
	vector = "CVSS:" + string(r.CVSS)
	for _, metric := range metrics3 {
		value, left := r.metric(metric, a)
		vector += "/" + metric + ":" + value
		open = append(open, left...)
	}
	return vector, open
}

// metric returns the value of one metric and the questions whose answer is missing or UNKNOWN and could change it.
func (r *Rubric) metric(metric string, a Answers) (value string, open []QuestionID) {
	if way := r.way(metric, a); way.value != "" {
		return way.value, way.open
	}
	worst := "N"
	for _, q := range r.Questions {
		if q.Metric != metric || q.worth == nil {
			continue
		}
		given := r.answer(q.ID, a)
		switch {
		case given == "" || given == Unknown:
			open = append(open, q.ID)
		case strings.Index("NLH", q.worth[given]) > strings.Index("NLH", worst):
			worst = q.worth[given]
		}
	}
	switch {
	case worst == "H": // nothing can be worse, so what is open does not matter
		return worst, nil
	case len(open) > 0:
		return "H", open
	}
	return worst, nil
}

// answered is a way through the questions of one metric of which each leads to the next.
type answered struct {
	asked []QuestionID
	open  []QuestionID
	value string
}

// way follows the answers from the first question of the metric to a value.
func (r *Rubric) way(metric string, a Answers) answered {
	var way answered
	at := slices.IndexFunc(r.Questions, func(q Question) bool { return q.Metric == metric && q.leads != nil })
	for at >= 0 && len(way.asked) < len(r.Questions) {
		q := r.Questions[at]
		way.asked = append(way.asked, q.ID)
		given := r.answer(q.ID, a)
		if given == "" || given == Unknown {
			given = Unknown
			way.open = append(way.open, q.ID)
		}
		if _, value, found := strings.Cut(q.leads[given], ":"); found {
			way.value = value
			return way
		}
		at = slices.IndexFunc(r.Questions, func(next Question) bool { return string(next.ID) == q.leads[given] })
	}
	return way
}

// recorded returns the questions of the metric that are only kept, where they apply and are not answered.
func (r *Rubric) recorded(metric string, a Answers) []QuestionID {
	var ids []QuestionID
	for _, q := range r.Questions {
		if q.Metric != metric || !q.Recorded() || r.answer(q.ID, a) != "" || r.answer(q.after, a) != Yes {
			continue
		}
		if way := r.way(metric, a); way.value == "" || slices.Contains(way.asked, q.after) {
			ids = append(ids, q.ID)
		}
	}
	return ids
}

// answer returns the answer to a question, or "" where there is none that the question has.
func (r *Rubric) answer(id QuestionID, a Answers) Answer {
	given, q := a[id], r.Question(id)
	if q == nil || !slices.Contains(q.Answers, given) {
		return ""
	}
	return given
}

// Write writes the answers as one line, in the order of the questions, each answer by its first letter:
// MDCVSS:0.12.04/XAVN:Y/XAVT:N. MITRE speaks of such an extended vector; this syntax is ours. Answers that the rubric does
// not have are left out.
func (r *Rubric) Write(a Answers) string {
	line := extended + r.Edition
	for _, q := range r.Questions {
		if given := r.answer(q.ID, a); given != "" {
			line += "/" + string(q.ID) + ":" + string(given[:1])
		}
	}
	return line
}

const extended = "MDCVSS:"

// Read reads what [Rubric.Write] wrote. The questions may stand in any order, each at most once.
func (r *Rubric) Read(line string) (Answers, error) {
	head, rest, more := strings.Cut(line, "/")
	if head != extended+r.Edition {
		return nil, fmt.Errorf("the answers to the rubric start with %q: expected %q", shorten(head), extended+r.Edition)
	}
	answers := Answers{}
	for more {
		var part string
		part, rest, more = strings.Cut(rest, "/")
		id, letter, _ := strings.Cut(part, ":")
		q := r.Question(QuestionID(id))
		if q == nil {
			return nil, fmt.Errorf("%q names no question of the rubric %s %s", shorten(part), r.ID, r.Edition)
		}
		if answers[q.ID] != "" {
			return nil, fmt.Errorf("question %s is answered twice: keep one answer", id)
		}
		at := slices.IndexFunc(q.Answers, func(a Answer) bool { return string(a[:1]) == letter })
		if at < 0 {
			return nil, fmt.Errorf("%q is no answer to %s: write one of %s", shorten(letter), id, letters(q.Answers))
		}
		answers[q.ID] = q.Answers[at]
	}
	return answers, nil
}

func letters(answers []Answer) string {
	var parts []string
	for _, a := range answers {
		parts = append(parts, string(a[:1])+" ("+strings.ToLower(string(a))+")")
	}
	return strings.Join(parts, ", ")
}

// Check returns an error that names each answer which is no answer to its question, or nil. Such answers count as not
// given.
func (r *Rubric) Check(a Answers) error {
	ids := make([]QuestionID, 0, len(a))
	for id := range a {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var problems []error
	for _, id := range ids {
		q := r.Question(id)
		switch {
		case q == nil:
			problems = append(problems, fmt.Errorf("%q is no question of the rubric %s %s", id, r.ID, r.Edition))
		case !slices.Contains(q.Answers, a[id]):
			accepted := make([]string, len(q.Answers))
			for i, answer := range q.Answers {
				accepted[i] = string(answer)
			}
			problems = append(problems, unknownWord("answer to "+string(id), string(a[id]), accepted))
		}
	}
	return errors.Join(problems...)
}
