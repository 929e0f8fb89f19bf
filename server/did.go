package server

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"theriac.dev/store"
)

// Did says what was done, for readers of any language: a page that knows the word says it in its own. The title says the
// same in English, once and for all, because the log keeps it.
type Did struct {
	Word string            `json:"word" pattern:"^[a-z][A-Za-z-]*$" maxLength:"40" doc:"Which kind of step, such as move; titled for one that has but its title."`
	With map[string]string `json:"with,omitempty" maxProperties:"12" doc:"What the step was about, by the names of its parts, such as name and n."`
	More int               `json:"more,omitempty" minimum:"0" doc:"How many other things the step did besides."`
	Back string            `json:"back,omitempty" enum:"undo,redo" doc:"The step was taken back, or done again, by this one."`
}

// clipped is what is said with every part in the bounds of a title.
func (d *Did) clipped() *Did {
	if d == nil {
		return nil
	}
	out := &Did{Word: d.Word, With: map[string]string{}}
	for key, part := range d.With {
		out.With[line(key, 40)] = line(part, 400)
	}
	return out
}

// takenBack is what a step says that takes another back, and its title; redo does the other again.
func takenBack(was *Did, title string, redo bool) (*Did, string) {
	for bare := ""; bare != title; {
		bare, title = title, strings.TrimPrefix(strings.TrimPrefix(title, "Undo: "), "Redo: ")
	}
	out := Did{Word: "titled", With: map[string]string{"title": title}}
	if was != nil {
		out = *was
	}
	if redo {
		out.Back = "redo"
		return &out, "Redo: " + title
	}
	out.Back = "undo"
	return &out, "Undo: " + title
}

// restored says that the files of an older revision became the newest.
func restored(to int64) *Did {
	return &Did{Word: "restore", With: map[string]string{"revision": strconv.FormatInt(to, 10)}}
}

// archiving says that the project was archived or taken back, and its title.
func archiving(archived bool) (*Did, string) {
	if archived {
		return &Did{Word: "archive"}, "Archive the project"
	}
	return &Did{Word: "takeBack"}, "Take the project back"
}

// didOf is what a revision says that it did; those that the store makes itself are told by who and when.
func didOf(x store.Revision, rec record) *Did {
	switch {
	case rec.Did != nil:
		return rec.Did
	case x.Author == store.AnotherEditor && x.Number > 1:
		return &Did{Word: "outside", With: map[string]string{"files": strings.Join(x.Changed, ", ")}}
	case x.Number == 1:
		return &Did{Word: "start"}
	}
	return nil
}

// doneBy says what commands do where the caller does not.
func doneBy(commands []Command, steps []step) (*Did, string) {
	first, n := commands[0].did(), len(steps)
	if n == 1 {
		return first, steps[0].title
	}
	several := func(word, title string) (*Did, string) {
		return &Did{Word: word, With: map[string]string{"n": strconv.Itoa(n)}}, fmt.Sprintf(title, n)
	}
	if alikeVerbs(commands) {
		switch commands[0].Verb {
		case "decide":
			return several("decide-all", "Decide %d findings")
		case "place", "move":
			return several("place-all", "Move %d elements")
		case "add":
			return several("add-all", "Add %d entries")
		case "remove":
			return several("remove-all", "Remove %d entries")
		}
	}
	first.More = n - 1
	return first, fmt.Sprintf("%s and %d more", steps[0].title, n-1)
}

func alikeVerbs(commands []Command) bool {
	for _, c := range commands {
		if c.Verb != commands[0].Verb {
			return false
		}
	}
	return true
}

// did names a command by its verb and what that is about.
func (c *Command) did() *Did {
	value, _ := wordOf(c.Value)
	parts := map[string]string{"id": c.ID, "path": c.Path, "value": value, "target": c.Target, "key": c.Key,
		"from": c.From, "to": c.To, "flow": c.Flow, "file": c.File}
	if len(c.Findings) > 0 {
		parts["finding"] = c.Findings[0]
	}
	with := map[string]string{}
	for key, part := range parts {
		if part != "" {
			with[key] = part
		}
	}
	word := "do-" + c.Verb
	if c.Verb == "place" {
		with["id"] = cmp.Or(c.Target, c.ID)
		if c.Via != nil {
			word = "do-route"
		}
	}
	return &Did{Word: word, With: with}
}
