package risk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Problem is something wrong in [Scales]. Path leads to it, by the names of the fields in lower case and the indexes of
// lists from 0, so that who read the scales from a text can place it: matrix, 2, 4.
type Problem struct {
	Path    []string
	Message string // what was found and what was expected: lower case, no full stop
}

// String returns the path and the message in one line.
func (p Problem) String() string { return strings.Join(p.Path, ".") + ": " + p.Message }

// Check returns everything wrong with the scales, in the order of the fields. Scales without a problem are monotone: a
// higher severity or an easier attack never gives a lower risk, and more points never an easier attack.
func (s *Scales) Check() []Problem {
	c := checker{scales: s}
	c.severity()
	c.exploitability()
	c.potential()
	c.risks()
	c.matrix()
	c.impacts()
	c.counts()
	return c.problems
}

type checker struct {
	scales   *Scales
	problems []Problem
}

// say adds a problem. A path has strings for names and ints for indexes.
func (c *checker) say(path []any, format string, args ...any) {
	p := Problem{Message: fmt.Sprintf(format, args...)}
	for _, step := range path {
		p.Path = append(p.Path, fmt.Sprint(step))
	}
	c.problems = append(c.problems, p)
}

func (c *checker) severity() { c.steps("severity", 'S', c.scales.Severity) }

// steps asks for five levels with the ids that the matrix counts on.
func (c *checker) steps(field string, letter rune, levels []Level) {
	if len(levels) != 5 {
		c.say([]any{field}, "%d levels: expected five, %c1 to %[2]c5", len(levels), letter)
	}
	for i, level := range levels {
		if want := string(letter) + strconv.Itoa(i+1); i < 5 && level.ID != want {
			c.say([]any{field, i, "id"}, "level %q: expected %s at this place", level.ID, want)
		}
		if level.Name == "" {
			c.say([]any{field, i, "name"}, "level %q has no name", level.ID)
		}
	}
}

func (c *checker) exploitability() {
	levels := make([]Level, len(c.scales.Exploitability))
	for i, e := range c.scales.Exploitability {
		levels[i] = e.Level
	}
	c.steps("exploitability", 'E', levels)
	for i, e := range c.scales.Exploitability {
		if i == 0 {
			continue
		}
		if e.Points < 0 {
			c.say([]any{"exploitability", i, "points"}, "%d points: expected 0 or more", e.Points)
		}
		if !(e.Score > 0) || e.Score > 10 {
			c.say([]any{"exploitability", i, "score"}, "score %v: expected more than 0 and at most 10", e.Score)
		}
		if i < 2 {
			continue
		}
		below := c.scales.Exploitability[i-1]
		if e.Points >= below.Points {
			c.say([]any{"exploitability", i, "points"}, "%d points: expected fewer than the %d of %s, which is harder to reach",
				e.Points, below.Points, below.ID)
		}
		if e.Score <= below.Score {
			c.say([]any{"exploitability", i, "score"}, "score %v: expected more than the %v of %s, which is harder to reach",
				e.Score, below.Score, below.ID)
		}
	}
}

func (c *checker) potential() {
	seen := map[string]bool{}
	for i, factor := range c.scales.Potential {
		if !slices.Contains(factorIDs, factor.ID) {
			c.say([]any{"potential", i, "id"}, "unknown factor %q: expected one of %s", factor.ID, strings.Join(factorIDs, ", "))
		}
		if seen[factor.ID] {
			c.say([]any{"potential", i, "id"}, "factor %q is given twice: keep one", factor.ID)
		}
		seen[factor.ID] = true
		c.factor(i, factor)
	}
	for _, id := range factorIDs {
		if !seen[id] {
			c.say([]any{"potential"}, "factor %q is missing: without it every attack counts as the easiest in that respect", id)
		}
	}
}

func (c *checker) factor(i int, factor Factor) {
	if len(factor.Words) == 0 {
		c.say([]any{"potential", i, "words"}, "factor %q has no words", factor.ID)
	}
	seen := map[string]bool{}
	for j, w := range factor.Words {
		switch {
		case w.Word == "":
			c.say([]any{"potential", i, "words", j}, "a word of factor %q is empty", factor.ID)
		case seen[w.Word]:
			c.say([]any{"potential", i, "words", j}, "word %q is given twice: keep one", w.Word)
		case w.Points < 0:
			c.say([]any{"potential", i, "words", j}, "word %q has %d points: expected 0 or more", w.Word, w.Points)
		case j > 0 && w.Points < factor.Words[j-1].Points:
			c.say([]any{"potential", i, "words", j}, "word %q has %d points: expected at least the %d of %q before it, words go from easy to hard",
				w.Word, w.Points, factor.Words[j-1].Points, factor.Words[j-1].Word)
		}
		seen[w.Word] = true
	}
}

func (c *checker) risks() {
	if len(c.scales.Risks) < 2 {
		c.say([]any{"risks"}, "%d levels of risk: expected at least two, one acceptable and one not", len(c.scales.Risks))
	}
	seen := map[string]bool{}
	for i, risk := range c.scales.Risks {
		switch {
		case risk.ID == "":
			c.say([]any{"risks", i, "id"}, "a level of risk has no id")
		case seen[risk.ID]:
			c.say([]any{"risks", i, "id"}, "level of risk %q is given twice: keep one", risk.ID)
		}
		seen[risk.ID] = true
		c.acceptance(i, risk)
	}
}

// acceptance checks what follows from one level, by itself and against the level below it.
func (c *checker) acceptance(i int, risk AcceptanceLevel) {
	rank := indexOf(acceptances, string(risk.Accept))
	if rank < 0 {
		c.say([]any{"risks", i, "accept"}, "%s", unknownWord("acceptance", string(risk.Accept), acceptances))
	}
	switch {
	case risk.Accept == Unacceptable && risk.Controlled:
		c.say([]any{"risks", i, "controlled"}, "level %q is unacceptable and marked controlled: a risk is controlled only where what is left of it is acceptable", risk.ID)
	case risk.Accept == Acceptable && !risk.Controlled:
		c.say([]any{"risks", i, "controlled"}, "level %q is acceptable and not marked controlled: a risk that is acceptable is controlled", risk.ID)
	}
	switch {
	case risk.Accept == Unacceptable && len(risk.Authority) > 0:
		c.say([]any{"risks", i, "authority"}, "level %q is unacceptable: nobody may accept it, so drop the authority or call the level %q", risk.ID, Justify)
	case risk.Accept == Justify && len(risk.Authority) == 0:
		c.say([]any{"risks", i, "authority"}, "level %q needs a reason from somebody with authority: name the roles", risk.ID)
	}
	if i == 0 {
		return
	}
	below := c.scales.Risks[i-1]
	if was := indexOf(acceptances, string(below.Accept)); rank >= 0 && rank < was {
		c.say([]any{"risks", i, "accept"}, "level %q is %s, and the lower level %q is %s: a higher risk is not easier to accept",
			risk.ID, risk.Accept, below.ID, below.Accept)
	}
	if risk.Controlled && !below.Controlled {
		c.say([]any{"risks", i, "controlled"}, "level %q is controlled, and the lower level %q is not", risk.ID, below.ID)
	}
}

func (c *checker) matrix() {
	rows := c.scales.Matrix
	if len(rows) != 5 {
		c.say([]any{"matrix"}, "%d rows: expected five, S1 to S5", len(rows))
	}
	for i, row := range rows {
		if len(row) != 5 {
			c.say([]any{"matrix", i}, "%d cells in the row of %s: expected five, E1 to E5", len(row), Severity(i+1))
		}
		for j, id := range row {
			c.cell(i, j, id)
		}
	}
}

func (c *checker) cell(i, j int, id string) {
	s := c.scales
	rank := s.rank(id)
	if rank == len(s.Risks) {
		ids := make([]string, len(s.Risks))
		for k, risk := range s.Risks {
			ids[k] = risk.ID
		}
		c.say([]any{"matrix", i, j}, "%s", unknownWord("level of risk", id, ids))
		return
	}
	lower := func(row, column int, what string) {
		if column >= len(s.Matrix[row]) {
			return
		}
		if other := s.Matrix[row][column]; s.rank(other) < len(s.Risks) && rank < s.rank(other) {
			c.say([]any{"matrix", i, j}, "%s with %s is %q, lower than the %q of %s with %s: %s does not lower a risk",
				Severity(i+1), Exploitability(j+1), id, other, Severity(row+1), Exploitability(column+1), what)
		}
	}
	if i > 0 {
		lower(i-1, j, "a higher severity")
	}
	if j > 0 {
		lower(i, j-1, "an easier attack")
	}
}

func (c *checker) impacts() {
	seen := map[string]bool{}
	for i, scale := range c.scales.Impacts {
		switch {
		case scale.ID == "":
			c.say([]any{"impacts", i, "id"}, "a scale of impact has no id")
		case scale.ID == "safety":
			c.say([]any{"impacts", i, "id"}, "safety is rated by severity and is no scale beside it")
		case seen[scale.ID]:
			c.say([]any{"impacts", i, "id"}, "scale of impact %q is given twice: keep one", scale.ID)
		}
		seen[scale.ID] = true
		if len(scale.Levels) == 0 {
			c.say([]any{"impacts", i, "levels"}, "scale of impact %q has no levels", scale.ID)
		}
		for j, level := range scale.Levels {
			if want := "I" + strconv.Itoa(j+1); level.ID != want {
				c.say([]any{"impacts", i, "levels", j, "id"}, "level %q: expected %s at this place", level.ID, want)
			}
		}
	}
}

func (c *checker) counts() {
	if indexOf(statuses, string(c.scales.Counts)) < 0 {
		c.say([]any{"counts"}, "%s", unknownWord("status of a control", string(c.scales.Counts), statuses))
	}
}
