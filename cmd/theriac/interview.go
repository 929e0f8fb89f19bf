package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"theriac.dev/workspace"
)

// interview asks one question at a time on a terminal.
type interview struct {
	q     *inquiry
	s     streams
	lines *bufio.Reader
	begun *workspace.Snapshot
	// asked are the questions that were asked, with the text of the files before each answer, so that one can go back.
	asked []answered
	// passed are those that are not asked again: skipped, or answered with something that writes nothing.
	passed  map[string]bool
	answers int
}

type answered struct {
	key    string
	files  map[string]string
	counts bool
}

func newInterview(q *inquiry, s streams) *interview {
	return &interview{q: q, s: s, lines: bufio.NewReader(s.in), begun: q.doc.Snapshot(), passed: map[string]bool{}}
}

// commands are what one can type besides an answer.
var interviewCommands = []string{"skip", "back", "quit", "help"}

// run asks until nothing is left, the person quits or the input ends. Each answer is saved at once.
func (v *interview) run() error {
	fmt.Fprintf(v.s.out, "Questions about %s. Type help for what can be answered.\n", v.q.doc.Path())
	for {
		p, left := v.next()
		if left == 0 {
			fmt.Fprintln(v.s.out, "Nothing left to ask.")
			break
		}
		fmt.Fprintf(v.s.out, "\n%s\n  %s, %d left%s\n", p.Text, p.Target, left, p.worth())
		word, err := v.read(p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return failure(err)
		}
		if word == "quit" {
			break
		}
		if err := v.take(p, word); err != nil {
			return err
		}
	}
	return v.q.finish(v.s, v.begun, v.answers)
}

// next returns the first question that is open and how many there are.
func (v *interview) next() (pending, int) {
	open := v.q.pending()
	open = slices.DeleteFunc(open, func(p pending) bool { return v.passed[p.key()] })
	if len(open) == 0 {
		return pending{}, 0
	}
	return open[0], len(open)
}

func (p pending) key() string { return p.Target + " " + p.Question.ID }

// read asks until it gets an answer or a command. The first letters of one will do where they name only one.
func (v *interview) read(p pending) (string, error) {
	words := append(p.Question.Answers(), interviewCommands...)
	for {
		fmt.Fprint(v.s.out, "> ")
		line, err := v.lines.ReadString('\n')
		line = strings.ToLower(strings.TrimSpace(line))
		if err != nil && line == "" {
			return "", io.EOF
		}
		if word := chosen(line, words); word == "help" {
			fmt.Fprintf(v.s.out, "answers: %s\nskip: ask later; back: undo the last answer; quit: end, what was answered is saved\n", strings.Join(p.Question.Answers(), ", "))
			if len(p.Question.EMB3D) > 0 {
				fmt.Fprintf(v.s.out, "covers EMB3D %s\n", strings.Join(p.Question.EMB3D, ", "))
			}
		} else if word != "" {
			return word, nil
		} else {
			fmt.Fprintf(v.s.out, "Please answer with one of: %s\n", strings.Join(words, ", "))
		}
	}
}

// chosen returns the word that a line names in full or by its first letters; of several, the one that comes first among yes, no,
// unknown and the commands.
func chosen(line string, words []string) string {
	if line == "" {
		return ""
	}
	if slices.Contains(words, line) {
		return line
	}
	short := map[string]string{"y": "yes", "n": "no", "u": "unknown", "s": "skip", "b": "back", "q": "quit", "p": "partial", "na": "not-applicable", "?": "help", "h": "help"}
	if word := short[line]; slices.Contains(words, word) {
		return word
	}
	found := ""
	for _, w := range words {
		if strings.HasPrefix(w, line) {
			if found != "" {
				return ""
			}
			found = w
		}
	}
	return found
}

// take does what was answered.
func (v *interview) take(p pending, word string) error {
	switch word {
	case "back":
		return v.back()
	case "skip":
		v.passed[p.key()] = true
		v.asked = append(v.asked, answered{key: p.key()})
		return nil
	}
	before := answered{key: p.key(), files: texts(v.q.doc.Snapshot()), counts: true}
	done, change, err := v.q.answer(p.Asked, word)
	if err != nil {
		return failure(err)
	}
	v.asked = append(v.asked, before)
	v.passed[p.key()] = true
	v.answers++
	fmt.Fprintf(v.s.out, "  %s\n", done.outcome(change))
	return v.save()
}

func (v *interview) save() error {
	if v.q.flags.dryRun {
		return nil
	}
	_, err := v.q.doc.Save()
	return failure(err)
}

func texts(s *workspace.Snapshot) map[string]string {
	out := map[string]string{}
	for _, f := range s.Files {
		out[f.Name] = string(f.Text())
	}
	return out
}

// back takes the last answer back, and asks its question again.
func (v *interview) back() error {
	if len(v.asked) == 0 {
		fmt.Fprintln(v.s.out, "This is the first question.")
		return nil
	}
	last := v.asked[len(v.asked)-1]
	v.asked = v.asked[:len(v.asked)-1]
	delete(v.passed, last.key)
	if !last.counts {
		return nil
	}
	v.answers--
	for name, text := range last.files {
		if _, err := v.q.doc.Update(name, []byte(text)); err != nil {
			return failure(err)
		}
	}
	return v.save()
}
