package model_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

var update = flag.Bool("update", false, "rewrite the expected results")

// TestVerbs runs the files of testdata/verbs: a model, then verbs, each asked of that model, with the lines that change
// or the error.
func TestVerbs(t *testing.T) {
	paths, err := filepath.Glob("testdata/verbs/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no files in testdata/verbs", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { runVerbFile(t, path) })
	}
}

func runVerbFile(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var files []*syntax.File
	for i, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".yaml") {
			files = append(files, syntax.Parse(f.Name, f.Data))
			continue
		}
		got := verbResult(t, files, f.Name)
		if *update {
			archive.Files[i].Data = []byte(got)
		} else if got != string(f.Data) {
			t.Errorf("%s\ngot:\n%s\nwant:\n%s", f.Name, got, f.Data)
		}
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// verbResult applies a verb and tells what changes.
func verbResult(t *testing.T, files []*syntax.File, line string) string {
	t.Helper()
	m := model.Decode(files...)
	if i := slices.IndexFunc(files, func(f *syntax.File) bool { return strings.HasPrefix(f.Name, "platform/") }); i >= 0 {
		own := model.Decode(files[:i]...)
		m = model.Inherit(own, model.Decode(files[i:]...), own.Extends[0])
	}
	change, err := runVerb(m, line)
	if err != nil {
		return "error: " + errorText(err)
	}
	after, err := model.ApplyChange(files, change)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	var b strings.Builder
	for i, f := range after {
		before := ""
		if i < len(files) {
			before = string(files[i].Text())
		}
		if d := diffLines(before, string(f.Text())); d != "" {
			fmt.Fprintf(&b, "%s\n%s", f.Name, d)
		}
		if f.HasErrors() && (i >= len(files) || !files[i].HasErrors()) {
			t.Errorf("%s: the result has errors: %v", line, f.Diagnostics())
		}
	}
	for _, r := range change.Renamed {
		fmt.Fprintf(&b, "renamed %s %s to %s\n", r.Section, r.From, r.To)
	}
	for _, id := range change.Added {
		fmt.Fprintf(&b, "added %s\n", id)
	}
	for _, id := range change.Removed {
		fmt.Fprintf(&b, "removed %s\n", id)
	}
	if b.Len() == 0 {
		return "nothing\n"
	}
	return b.String()
}

func errorText(err error) string {
	s := err.Error() + "\n"
	var refused *model.Refused
	if errors.As(err, &refused) {
		for _, r := range refused.Related {
			s += fmt.Sprintf("  %s:%d:%d: %s\n", r.Place.File, r.Place.Line, r.Place.Column, r.Message)
		}
	}
	return s
}

// runVerb reads a verb as words: `set elements/pcu/name "A name"`, `add elements pcu type=a runs=[a,b]`.
func runVerb(m *model.Model, line string) (model.Change, error) {
	w := wordsOf(line)
	for len(w) < 4 {
		w = append(w, "")
	}
	switch w[0] {
	case "set":
		return model.Set(m, w[1], valueOf(w[2]))
	case "unset":
		return model.Unset(m, w[1])
	case "add":
		return model.Add(m, w[1], w[2], fieldsOf(w[3:])...)
	case "remove":
		policy := model.Refuse
		if w[3] == "cascade" {
			policy = model.Cascade
		}
		return model.Remove(m, w[1], w[2], policy)
	case "rename":
		return model.Rename(m, w[1], w[2], w[3])
	case "move":
		return model.Move(m, w[1], w[2])
	case "order":
		return model.MoveEntry(m, w[1], w[2], w[3])
	case "connect":
		return model.Connect(m, w[1], w[2], fieldsOf(w[3:])...)
	case "reconnect":
		return model.Reconnect(m, w[1], w[2], w[3])
	case "append":
		return model.AppendTo(m, w[1], w[2])
	case "drop":
		return model.RemoveFrom(m, w[1], w[2])
	case "attribute":
		return model.SetAttribute(m, w[1], w[2], w[3])
	case "decide":
		return model.Decide(m, w[1], fieldsOf(w[2:])...)
	case "control":
		var findings, rest []string
		for _, x := range w[2:] {
			if strings.Contains(x, "@") && !strings.Contains(x, "=") {
				findings = append(findings, x)
			} else {
				rest = append(rest, x)
			}
		}
		return model.AddControl(m, w[1], fieldsOf(rest), findings...)
	case "box":
		var x, y, width, height int
		var lock []model.Field
		switch w[len(w)-1] {
		case "locked":
			lock, w = []model.Field{{Key: "locked", Value: model.Word("yes")}}, w[:len(w)-1]
		case "free":
			lock, w = []model.Field{{Key: "locked"}}, w[:len(w)-1]
		}
		_, _ = fmt.Sscan(strings.Join(w[3:], " "), &x, &y, &width, &height)
		return model.PlaceBox(m, w[1], w[2], x, y, width, height, lock...)
	case "way":
		var via []model.Point
		for i := 3; i+1 < len(w); i += 2 {
			var p model.Point
			_, _ = fmt.Sscan(w[i]+" "+w[i+1], &p.X, &p.Y)
			via = append(via, p)
		}
		return model.PlaceWay(m, w[1], w[2], via...)
	}
	return model.Change{}, fmt.Errorf("no verb %q", w[0])
}

// wordsOf cuts a line at spaces outside of quotes and braces.
func wordsOf(line string) []string {
	var out []string
	var b strings.Builder
	quoted, deep, any := false, 0, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, any = !quoted, true
			if deep > 0 {
				b.WriteRune(r)
			}
			continue
		case !quoted && strings.ContainsRune("[{", r):
			deep++
		case !quoted && strings.ContainsRune("]}", r):
			deep--
		case r == ' ' && !quoted && deep <= 0:
			if any {
				out = append(out, b.String())
			}
			any = false
			b.Reset()
			continue
		}
		any = true
		b.WriteRune(r)
	}
	if any {
		out = append(out, b.String())
	}
	return out
}

func fieldsOf(words []string) []model.Field {
	var out []model.Field
	for _, w := range words {
		if key, value, ok := strings.Cut(w, "="); ok {
			out = append(out, model.Field{Key: key, Value: valueOf(value)})
		}
	}
	return out
}

func valueOf(s string) model.Value {
	switch {
	case s == "":
		return model.Value{}
	case strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]"):
		var items []string
		for _, item := range strings.Split(s[1:len(s)-1], ",") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
		return model.List(items...)
	case strings.HasPrefix(s, "{") && strings.HasSuffix(s, "}"):
		return model.Fields(fieldsOf(wordsOf(s[1 : len(s)-1]))...)
	}
	return model.Word(strings.ReplaceAll(s, `\n`, "\n"))
}

// diffLines lists the lines that go and come, with their numbers.
func diffLines(before, after string) string {
	if before == after {
		return ""
	}
	a, b := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	same := make([][]int, len(a)+1)
	for i := range same {
		same[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				same[i][j] = same[i+1][j+1] + 1
			} else {
				same[i][j] = max(same[i+1][j], same[i][j+1])
			}
		}
	}
	var out strings.Builder
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && same[i+1][j] >= same[i][j+1]:
			fmt.Fprintf(&out, "%4d - %s\n", i+1, shown(a[i]))
			i++
		default:
			fmt.Fprintf(&out, "%4d + %s\n", j+1, shown(b[j]))
			j++
		}
	}
	return out.String()
}

// shown makes the line end visible where it is not the usual one.
func shown(line string) string {
	s, ended := strings.CutSuffix(line, "\n")
	if !ended {
		s += "<end>"
	}
	return strings.TrimRight(strings.ReplaceAll(s, "\r", "<cr>"), " ")
}
