package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// questionnaireFlags say which questions are asked and where the answers come from.
type questionnaireFlags struct {
	open    openFlags
	answers string
	targets []string
	all     bool
	dryRun  bool
	json    bool
}

// inquiry is a questionnaire about one open model.
type inquiry struct {
	doc       *workspace.Document
	lib       *library.Library
	questions *library.Questionnaire
	flags     questionnaireFlags
	// begun is the model as it was when the questions began: a list that was stated then is taken as whole.
	begun *model.Model
}

func runQuestionnaire(s streams, f questionnaireFlags, path string) error {
	doc, err := f.open.workspace().Open(path)
	if err != nil {
		return failure(err)
	}
	now := doc.Snapshot()
	if now.Analysis == nil {
		return failure(fmt.Errorf("%s could not be analysed: %s", doc.Path(), firstError(now.Diagnostics)))
	}
	lib, err := wholeLibrary(now, f.open.packs)
	if err != nil {
		return err
	}
	questions, err := lib.Questionnaire(packSources(f.open.packs)...)
	if err != nil {
		return failure(err)
	}
	if err := firstProblem(questions.Diagnostics); err != nil {
		return err
	}
	// What the packs of the model do not know cannot be written into it.
	questions.Questions = slices.DeleteFunc(questions.Questions, func(x *library.Question) bool {
		return x.Attribute != "" && now.Analysis.Library.Attribute(x.Attribute) == nil
	})
	q := &inquiry{doc: doc, lib: lib, questions: questions, flags: f, begun: now.Model}
	for _, target := range f.targets {
		if target != "device" && !now.Model.HasTarget(target) {
			return usage("there is no element, flow or device called %q in %s", target, doc.Path())
		}
	}
	switch {
	case f.answers != "":
		return q.fromFile(s)
	case isTerminal(s.out) && readsTerminal(s):
		return newInterview(q, s).run()
	}
	return writeTo(s, "", func(o output) error {
		if f.json {
			return q.list(o)
		}
		return q.form(o)
	})
}

func readsTerminal(s streams) bool {
	f, ok := s.in.(*os.File)
	return ok && isTerminal(f)
}

// pending is a question that is open, with the findings that its answer may settle.
type pending struct {
	library.Asked
	settles []string
}

// pending returns the questions that are open now. Those about an attribute or a flow are asked only where a finding rests
// on the answer, and those about what an element runs or has only where its list was not stated, unless all are asked for.
func (q *inquiry) pending() []pending {
	now := q.doc.Snapshot()
	settles := map[[2]string][]string{}
	for _, x := range engine.Ask(now.Analysis, 0) {
		settles[[2]string{x.Target, x.Field}] = x.Settles
	}
	var out []pending
	for _, a := range q.questions.Of(q.lib, now.Model) {
		if a.Answer != "" || len(q.flags.targets) > 0 && !slices.Contains(q.flags.targets, a.Target) {
			continue
		}
		p := pending{a, settles[[2]string{a.Target, a.Question.Key()}]}
		switch x := a.Question; {
		case q.flags.all || x.For == "device" && x.Field != "":
		case x.Grows():
			if q.wasStated(a) {
				continue
			}
		case len(p.settles) == 0:
			continue
		}
		out = append(out, p)
	}
	return out
}

// wasStated reports whether the list that an answer adds to was stated before the first question.
func (q *inquiry) wasStated(a library.Asked) bool {
	e := q.begun.Elements.Get(a.Target)
	switch {
	case e == nil:
		return false
	case a.Question.Yes.Key == "interfaces":
		return e.Interfaces.Len() > 0
	}
	return e.Runs.Stated()
}

// answer writes an answer into the model and says what that did to the findings.
func (q *inquiry) answer(a library.Asked, word string) (settled, model.Change, error) {
	before := q.doc.Snapshot()
	after, change, err := q.doc.Do(func(m *model.Model) (model.Change, error) { return a.Question.Change(m, a.Target, word) })
	if err != nil {
		return settled{}, change, err
	}
	return compare(before, after), change, nil
}

// settled counts what an answer did to the findings.
type settled struct{ gone, confirmed, came int }

func compare(before, after *workspace.Snapshot) settled {
	came, went := after.Compare(before)
	n := settled{gone: len(went), came: len(came)}
	was := map[string]engine.Certainty{}
	for _, f := range before.Analysis.Findings {
		was[f.ID] = f.Certainty
	}
	for _, f := range after.Analysis.Findings {
		if f.Certainty == engine.Confirmed && was[f.ID] == engine.Possible {
			n.confirmed++
		}
	}
	return n
}

// String says what was settled in words.
func (n settled) String() string {
	text := fmt.Sprintf("settles %s", count(n.gone+n.confirmed, "finding"))
	var parts []string
	if n.gone > 0 {
		parts = append(parts, fmt.Sprintf("%d gone", n.gone))
	}
	if n.confirmed > 0 {
		parts = append(parts, fmt.Sprintf("%d confirmed", n.confirmed))
	}
	if len(parts) > 0 {
		text += " (" + strings.Join(parts, ", ") + ")"
	}
	if n.came > 0 {
		text += fmt.Sprintf(", brings %d new", n.came)
	}
	return text
}

// form writes the open questions as a file of answers to fill in.
func (q *inquiry) form(o output) error {
	open := q.pending()
	w := bufio.NewWriter(o)
	if len(open) == 0 {
		fmt.Fprintln(w, "# Nothing left to ask. With --all, questions are asked that no finding rests on.")
		return w.Flush()
	}
	fmt.Fprintf(w, "# %s about %s. Replace skip by an answer, save this as a file, and run:\n", count(len(open), "question"), q.doc.Path())
	fmt.Fprintf(w, "#   theriac ask --questionnaire --answers <file> %s\n", filepath.Dir(q.doc.Path()))
	target := ""
	for _, p := range open {
		if p.Target != target {
			target = p.Target
			fmt.Fprintf(w, "\n%s: # %s\n", p.Target, p.Name)
		}
		fmt.Fprintf(w, "  # %s (%s)%s\n  %s: skip\n", p.Text, strings.Join(p.Question.Answers(), ", "), p.worth(), p.Question.ID)
	}
	return w.Flush()
}

// worth says how many findings an answer may settle.
func (p pending) worth() string {
	if len(p.settles) == 0 {
		return ""
	}
	return " - may settle " + count(len(p.settles), "finding")
}

// openQuestion is the JSON form of a question of the questionnaire.
type openQuestion struct {
	Target   string   `json:"target"`
	ID       string   `json:"id"`
	Question string   `json:"question"`
	Answers  []string `json:"answers"`
	Settles  []string `json:"settles"`
	EMB3D    []string `json:"emb3d"`
}

func (q *inquiry) list(o output) error {
	out := []openQuestion{}
	for _, p := range q.pending() {
		out = append(out, openQuestion{
			p.Target, p.Question.ID, p.Text, p.Question.Answers(), append([]string{}, p.settles...), append([]string{}, p.Question.EMB3D...),
		})
	}
	return o.json(out)
}

// fromFile takes the answers from a file: the id of a thing, then the id of a question with its answer.
func (q *inquiry) fromFile(s streams) error {
	text, err := os.ReadFile(q.flags.answers)
	if err != nil {
		return failure(err)
	}
	file := syntax.Parse(q.flags.answers, text)
	for _, d := range file.Diagnostics() {
		if d.Severity == syntax.Error {
			return failure(fmt.Errorf("%s", problemLine(d)))
		}
	}
	begun := q.doc.Snapshot()
	n := 0
	for _, target := range file.Root.Pairs {
		for _, pair := range target.Value.Pairs {
			wrote, err := q.given(s, file, target.Key.Value, pair)
			if err != nil {
				return err
			}
			if wrote {
				n++
			}
		}
	}
	return q.finish(s, begun, n)
}

// given takes one answer of a file. It reports whether it was one.
func (q *inquiry) given(s streams, file *syntax.File, target string, pair syntax.Pair) (bool, error) {
	word := strings.TrimSpace(pair.Value.Value)
	at := file.Place(pair.Key)
	wrong := func(format string, args ...any) error {
		return usage("%s:%d:%d: %s", at.File, at.Line, at.Column, fmt.Sprintf(format, args...))
	}
	if word == "skip" || word == "" {
		return false, nil
	}
	x := q.questions.Question(pair.Key.Value)
	if x == nil {
		ids := make([]string, 0, len(q.questions.Questions))
		for _, o := range q.questions.Questions {
			ids = append(ids, o.ID)
		}
		hint := ""
		if near := model.Nearest(pair.Key.Value, ids); near != "" {
			hint = "; did you mean " + near + "?"
		}
		return false, wrong("there is no question %q%s", pair.Key.Value, hint)
	}
	i := slices.IndexFunc(q.questions.Of(q.lib, q.doc.Snapshot().Model), func(a library.Asked) bool { return a.Target == target && a.Question == x })
	if i < 0 {
		return false, wrong("the question %s is not asked about %s: it does not fit what that is, or comes after one that is not answered with yes", x.ID, target)
	}
	if !slices.Contains(x.Answers(), word) {
		return false, wrong("%q is no answer to %s; expected %s", word, x.ID, strings.Join(x.Answers(), ", "))
	}
	asked := q.questions.Of(q.lib, q.doc.Snapshot().Model)[i]
	if asked.Answer == word {
		fmt.Fprintf(s.out, "%s %s: %s, as the model says already\n", target, x.ID, word)
		return false, nil
	}
	if asked.Answer != "" && x.Attribute == "" && x.Field == "" {
		return false, wrong("the model says %s to %s already; change it in the model's text", asked.Answer, x.ID)
	}
	done, change, err := q.answer(asked, word)
	if err != nil {
		return false, failure(err)
	}
	fmt.Fprintf(s.out, "%s %s: %s, %s\n", target, x.ID, word, done.outcome(change))
	return true, nil
}

// outcome says what an answer did, also where there was nothing to write.
func (n settled) outcome(c model.Change) string {
	if c.Empty() {
		return "nothing to write"
	}
	return n.String()
}

// finish saves the model and sums up.
func (q *inquiry) finish(s streams, begun *workspace.Snapshot, n int) error {
	all := compare(begun, q.doc.Snapshot())
	fmt.Fprintf(s.out, "%s: %s\n", count(n, "answer"), all)
	if q.flags.dryRun {
		return nil
	}
	saved, err := q.doc.Save()
	if err != nil {
		return failure(err)
	}
	if len(saved) > 0 {
		fmt.Fprintf(s.err, "written to %s\n", strings.Join(saved, ", "))
	}
	return nil
}
