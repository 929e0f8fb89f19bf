package model_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// drawModel writes a model as people do: one-line entries that may be lined up, block entries, comments and blank lines.
func drawModel(t *rapid.T) []*syntax.File {
	w := &modelWriter{t: t, b: &strings.Builder{}}
	w.line("theriac: 1")
	w.line("id: m")
	w.section("zones", []string{"za", "zone-b", "zc"}, func(i int) []string {
		return []string{"name: Zone", []string{"", "in: za", "in: za"}[i], "trust: " + fmt.Sprint(i)}
	})
	elements := []string{"e", "elem", "el-3", "elements-four"}
	w.section("elements", elements, func(i int) []string {
		return []string{"name: " + w.pick("Pump", `"a: b"`, "'it''s'", "Größe"), "zone: " + w.pick("za", "zone-b", "zc"),
			"stores: " + w.pick("d1", "[d1, d2]", "[]"), "attributes: {secure-boot: " + w.pick("yes", "no") + "}"}
	})
	w.section("data", []string{"d1", "d2"}, func(int) []string { return []string{"name: Data", "needs: [integrity]"} })
	w.section("flows", []string{"f1", "f2", "f10"}, func(int) []string {
		return []string{"from: " + w.pick(elements...), "to: " + w.pick(elements...), "carries: " + w.pick("[d1]", "[d2, d1]", "d2"),
			"authentication: " + w.pick("none", "[none, password]", "{link: wep}")}
	})
	whole := w.b.String()
	split := w.flag()
	if split {
		w.b = &strings.Builder{}
	}
	w.section("controls", []string{"c1", "c2"}, func(int) []string {
		return []string{"at: [" + w.pick("e", "elem") + ", " + w.pick("f1", "f2", "za") + "]", "status: planned"}
	})
	w.section("threats", []string{"t@e", "long-threat@elem", "t@f1", "t@za", "u@e"}, func(int) []string {
		return []string{"decision: " + w.pick("accept", "open"), "because: Text of it", "controls: " + w.pick("[c1]", "[c1, c2]")}
	})
	w.section("notes", []string{"n1", "note-2"}, func(int) []string {
		return []string{"text: " + w.pick("Why two", `"a, b: c"`), "about: [" + w.pick("e", "f1") + ", " + w.pick("elem", "zone-b") + "]"}
	})
	if split {
		return []*syntax.File{syntax.Parse("theriac.yaml", []byte(whole)), syntax.Parse("more.yaml", []byte(w.b.String()))}
	}
	return []*syntax.File{syntax.Parse("theriac.yaml", []byte(w.b.String()))}
}

type modelWriter struct {
	t        *rapid.T
	b        *strings.Builder
	comments int
}

func (w *modelWriter) flag() bool                  { return rapid.Bool().Draw(w.t, "flag") }
func (w *modelWriter) pick(words ...string) string { return rapid.SampledFrom(words).Draw(w.t, "word") }
func (w *modelWriter) line(s string)               { w.b.WriteString(s + "\n") }

// comment is a comment of its own or nothing.
func (w *modelWriter) comment(before string) string {
	if rapid.IntRange(0, 3).Draw(w.t, "comment") > 0 {
		return ""
	}
	w.comments++
	return fmt.Sprintf("%s# comment %d, with: [marks]", before, w.comments)
}

func (w *modelWriter) section(name string, ids []string, fields func(int) []string) {
	if w.flag() {
		w.line("")
	}
	w.line(name + ":" + w.comment(" "))
	column, longest := w.flag(), 0
	for _, id := range ids {
		longest = max(longest, len(id))
	}
	for i, id := range ids {
		if c := w.comment("  "); c != "" {
			w.line(c)
		}
		list := slices.DeleteFunc(fields(i), func(s string) bool { return s == "" })
		if !column && rapid.IntRange(0, 2).Draw(w.t, "block") == 0 {
			w.line("  " + id + ":")
			for _, f := range list {
				w.line("    " + f + w.comment("  "))
			}
			continue
		}
		pad := 1
		if column {
			pad = longest - len(id) + 1
		}
		w.line("  " + id + ":" + strings.Repeat(" ", pad) + "{" + strings.Join(list, ", ") + "}" + w.comment(" "))
	}
}

// flat is every scalar of the files by its path; the items of a list go by their value.
func flat(files []*syntax.File) map[string]string {
	out := map[string]string{}
	var visit func(path string, n *syntax.Node)
	visit = func(path string, n *syntax.Node) {
		if n.Kind == syntax.Scalar {
			out[path] = n.Value
		}
		for _, p := range n.Pairs {
			visit(path+"/"+p.Key.Value, p.Value)
		}
		for _, item := range n.Items {
			visit(path+"/["+item.Value+"]", item)
		}
	}
	for _, f := range files {
		visit("", f.Root)
	}
	return out
}

func comments(files []*syntax.File) []string {
	var out []string
	for _, f := range files {
		for _, line := range strings.Split(string(f.Text()), "\n") {
			if i := strings.Index(line, "# comment"); i >= 0 {
				out = append(out, strings.TrimSpace(line[i:]))
			}
		}
	}
	slices.Sort(out)
	return out
}

func mustApply(t *rapid.T, files []*syntax.File, c model.Change, err error) []*syntax.File {
	if err != nil {
		t.Fatal(err)
	}
	after, err := model.ApplyChange(files, c)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range after {
		if f.HasErrors() {
			t.Fatalf("the text is broken: %v\n%s", f.Diagnostics(), f.Text())
		}
	}
	return after
}

func sameFlat(t *rapid.T, what string, got, want map[string]string, text []byte) {
	if !reflect.DeepEqual(got, want) {
		for _, k := range slices.Sorted(maps.Keys(want)) {
			if got[k] != want[k] {
				t.Errorf("%s: %s is %q, want %q", what, k, got[k], want[k])
			}
		}
		for _, k := range slices.Sorted(maps.Keys(got)) {
			if _, ok := want[k]; !ok {
				t.Errorf("%s: %s = %q is too much", what, k, got[k])
			}
		}
		t.Fatalf("%s", text)
	}
}

func TestSetSaysWhatWasAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := drawModel(t)
		path := rapid.SampledFrom([]string{"elements/e/name", "elements/elem/text", "elements/el-3/zone", "elements/e/attributes/debug-locked",
			"elements/elem/attributes/secure-boot", "flows/f1/protocol", "flows/f10/port", "name", "device/type", "device/traits/legacy",
			"zones/zc/in", "threats/t@e/because", "controls/c1/name", "elements/elem/interfaces/usb/state", "data/d2/text", "notes/n1/text"}).Draw(t, "path")
		value := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a, b", "- x", "#no", "x: y", "{", "yes", "1e3", "~", "@x", "a #b"})).
			Filter(func(s string) bool { return strings.ToValidUTF8(s, "") == s }).Draw(t, "value")
		c, err := model.Set(model.Decode(files...), path, model.Word(value))
		after := mustApply(t, files, c, err)
		want := flat(files)
		want["/"+path] = value
		sameFlat(t, "set "+path, flat(after), want, after[0].Text())
		if got := comments(after); !slices.Equal(got, comments(files)) {
			t.Fatalf("comments: %v", got)
		}
		c, err = model.Unset(model.Decode(after...), path)
		again := mustApply(t, after, c, err)
		delete(want, "/"+path)
		sameFlat(t, "unset "+path, flat(again), want, again[0].Text())
	})
}

func TestListsSayWhatWasAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := drawModel(t)
		path := rapid.SampledFrom([]string{"elements/e/stores", "flows/f1/carries", "flows/f2/carries", "controls/c2/at", "elements/elem/runs", "notes/n1/about", "notes/n1/views"}).Draw(t, "path")
		c, err := model.AppendTo(model.Decode(files...), path, "new")
		after := mustApply(t, files, c, err)
		want := flat(files)
		if old, ok := want["/"+path]; ok { // one word becomes a list
			delete(want, "/"+path)
			want["/"+path+"/["+old+"]"] = old
		}
		want["/"+path+"/[new]"] = "new"
		sameFlat(t, "append", flat(after), want, after[0].Text())
		gone := rapid.SampledFrom([]string{"new", "d1", "d2", "e"}).Draw(t, "gone")
		c, err = model.RemoveFrom(model.Decode(after...), path, gone)
		again := mustApply(t, after, c, err)
		delete(want, "/"+path+"/["+gone+"]")
		sameFlat(t, "drop", flat(again), want, again[0].Text())
	})
}

func TestRenameFollowsEveryReferenceAndGoesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := drawModel(t)
		entry := strings.Fields(rapid.SampledFrom([]string{"zones za", "zones zone-b", "elements e", "elements elem",
			"elements elements-four", "data d1", "flows f1", "flows f10", "controls c1", "notes n1"}).Draw(t, "entry"))
		to := rapid.StringMatching(`x[a-z0-9-]{0,12}`).Draw(t, "to")
		c, err := model.Rename(model.Decode(files...), entry[0], entry[1], to)
		after := mustApply(t, files, c, err)

		want := map[string]string{}
		for path, value := range flat(files) {
			parts := strings.Split(path, "/")
			if len(parts) > 2 && parts[1] == entry[0] && parts[2] == entry[1] {
				parts[2] = to
			}
			if threat, target, ok := model.SplitFinding(parts[min(2, len(parts)-1)]); ok && target == entry[1] && entry[0] != "controls" {
				parts[2] = threat + "@" + to
			}
			if value == entry[1] {
				value = to
				if last := len(parts) - 1; strings.HasPrefix(parts[last], "[") {
					parts[last] = "[" + to + "]"
				}
			}
			want[strings.Join(parts, "/")] = value
		}
		sameFlat(t, "rename", flat(after), want, after[0].Text())
		if before, now := model.Decode(files...).Threats.Len(), model.Decode(after...).Threats.Len(); before != now {
			t.Fatalf("%d decisions before, %d after", before, now)
		}

		c, err = model.Rename(model.Decode(after...), entry[0], to, entry[1])
		for i, f := range mustApply(t, after, c, err) {
			if string(f.Text()) != string(files[i].Text()) {
				t.Fatalf("renamed to %s and back:\n%s", to, diffLines(string(files[i].Text()), string(f.Text())))
			}
		}
	})
}

func TestRemoveTakesOnlyWhatHangsOnIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := drawModel(t)
		entry := strings.Fields(rapid.SampledFrom([]string{"zones za", "zones zone-b", "elements e", "elements elem",
			"data d1", "flows f1", "controls c1", "threats t@e", "notes note-2"}).Draw(t, "entry"))
		c, err := model.Remove(model.Decode(files...), entry[0], entry[1], model.Cascade)
		after := mustApply(t, files, c, err)
		now := flat(after)
		for path, value := range flat(files) {
			parts := strings.Split(path, "/")
			removed := len(parts) > 2 && slices.Contains(c.Removed, parts[1]+"/"+parts[2])
			stays := !removed && value != entry[1] && !slices.Contains(c.Removed, "flows/"+value)
			if _, there := now[path]; there != stays && !(entry[0] == "zones" && value == entry[1]) {
				t.Fatalf("remove %v: %s is there: %v, want %v\n%s", entry, path, there, stays, after[0].Text())
			}
		}
		for _, d := range model.Decode(after...).Diagnostics {
			if d.Code == "unknown-reference" {
				t.Fatalf("remove %v leaves a loose end: %v", entry, d.Message)
			}
		}
	})
}

func TestAddedEntriesAreThereAndNothingElseMoves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := drawModel(t)
		section := rapid.SampledFrom([]string{"zones", "elements", "data", "controls", "requirements", "harms", "views", "notes"}).Draw(t, "section")
		key := "name"
		if section == "requirements" || section == "harms" || section == "notes" {
			key = "text"
		}
		value := rapid.String().Filter(func(s string) bool { return strings.ToValidUTF8(s, "") == s }).Draw(t, "value")
		c, err := model.Add(model.Decode(files...), section, "fresh", model.Field{Key: key, Value: model.Word(value)})
		after := mustApply(t, files, c, err)
		want := flat(files)
		want["/"+section+"/fresh/"+key] = value
		sameFlat(t, "add", flat(after), want, after[0].Text())
		if got := comments(after); !slices.Equal(got, comments(files)) {
			t.Fatalf("comments: %v", got)
		}
	})
}

func TestOrderMovesAnEntryWithItsCommentsAndChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := drawModel(t)
		ids := []string{"e", "elem", "el-3", "elements-four"}
		id, before := rapid.SampledFrom(ids).Draw(t, "id"), rapid.SampledFrom(append(ids, "")).Draw(t, "before")
		c, err := model.MoveEntry(model.Decode(files...), "elements", id, before)
		after := mustApply(t, files, c, err)
		sameFlat(t, "order", flat(after), flat(files), after[0].Text())
		if got := comments(after); !slices.Equal(got, comments(files)) {
			t.Fatalf("comments: %v", got)
		}
		m := model.Decode(after...)
		if at := m.Elements.Index(id); before != "" && before != id && m.Elements.Index(before) != at+1 || before == "" && at != len(ids)-1 {
			t.Fatalf("%s before %q stands at %d\n%s", id, before, at, after[0].Text())
		}
	})
}

// TestLinesStayLines sets any text in the place of one that is written in lines: it says what was asked, the rest of the
// file stays as it is, and what people can read is not put in quotes.
func TestLinesStayLines(t *testing.T) {
	line := rapid.OneOf(rapid.StringMatching(`[a-z:#"' |-]{0,12}`), rapid.SampledFrom([]string{"", "Why?", "ä: {b}", "- x", "# no", "\tx", "a\u200bb", "---"}))
	rapid.Check(t, func(t *rapid.T) {
		nl := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "break")
		head := rapid.SampledFrom([]string{"|", "|-", ">", "|+", "| # why", "|2"}).Draw(t, "head")
		after := rapid.SampledFrom([]string{"", "\n", "\n    about: a\n", "\n\n    # comment\n    about: a\n"}).Draw(t, "after")
		text := strings.ReplaceAll("theriac: 1\nid: m\nelements:\n  a: {}\nnotes:\n  n:\n    text: "+head+"\n      One\n\n        two"+after, "\n", nl)
		value := strings.Join(rapid.SliceOfN(line, 1, 5).Draw(t, "lines"), "\n")
		files := []*syntax.File{syntax.Parse("theriac.yaml", []byte(text))}
		c, err := model.Set(model.Decode(files...), "notes/n/text", model.Word(value))
		now := mustApply(t, files, c, err)
		want := flat(files)
		want["/notes/n/text"] = value
		sameFlat(t, "set", flat(now), want, now[0].Text())
		if strings.Contains(text, "# comment") != strings.Contains(string(now[0].Text()), "# comment") {
			t.Fatalf("the comment is gone:\n%s", now[0].Text())
		}
	})
}
