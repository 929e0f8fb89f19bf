package syntax

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// dumpPlaces writes a tree with the place of each node, a node a line.
func dumpPlaces(f *File, n *Node, b *strings.Builder) {
	p := f.Place(n)
	fmt.Fprintf(b, "%d %d %q %d-%d %d:%d %d:%d\n", n.Kind, n.Style, n.Value, p.Start, p.End, p.Line, p.Column, p.EndLine, p.EndColumn)
	for _, pair := range n.Pairs {
		dumpPlaces(f, pair.Key, b)
		dumpPlaces(f, pair.Value, b)
	}
	for _, it := range n.Items {
		dumpPlaces(f, it, b)
	}
}

// different says how two files differ, or nothing.
func different(got, want *File) string {
	var a, b strings.Builder
	dumpPlaces(got, got.Root, &a)
	dumpPlaces(want, want.Root, &b)
	if a.String() != b.String() {
		return fmt.Sprintf("trees differ:\n%s\nwant:\n%s", a.String(), b.String())
	}
	if g, w := got.Diagnostics(), want.Diagnostics(); !reflect.DeepEqual(g, w) {
		return fmt.Sprintf("diagnostics differ:\n%v\nwant:\n%v", g, w)
	}
	if string(got.Text()) != string(want.Text()) {
		return "texts differ"
	}
	if len(got.chunks) != len(want.chunks) {
		return fmt.Sprintf("%d chunks, want %d", len(got.chunks), len(want.chunks))
	}
	for i, c := range got.chunks {
		w := want.chunks[i]
		if c.text != w.text || c.role != w.role || c.indent != w.indent {
			return fmt.Sprintf("chunk %d is %d %d %q, want %d %d %q", i, c.role, c.indent, c.text, w.role, w.indent, w.text)
		}
		if i > 0 && c.label < got.chunks[i-1].label {
			return fmt.Sprintf("label of chunk %d is out of order", i)
		}
	}
	return ""
}

// checkPlaces fails where a place lies outside of the text or of the place of the parent.
func checkPlaces(f *File) string {
	var check func(n *Node, start, end int) string
	check = func(n *Node, start, end int) string {
		p := f.Place(n)
		if p.IsZero() || p.Start > p.End || p.Start < start || p.End > end {
			return fmt.Sprintf("node %s at %d-%d lies outside of %d-%d", dump(n), p.Start, p.End, start, end)
		}
		for _, pair := range n.Pairs {
			for _, c := range []*Node{pair.Key, pair.Value} {
				if s := check(c, p.Start, p.End); s != "" {
					return s
				}
			}
		}
		for _, c := range n.Items {
			if s := check(c, p.Start, p.End); s != "" {
				return s
			}
		}
		return ""
	}
	return check(f.Root, 0, len(f.text))
}

// pieces are texts that an edit inserts: parts that change the meaning of what stands around them.
var pieces = []string{"", "\n", " ", "  ", "\t", ":", ": ", "a", "b: c\n", "  d: {e: f}\n", "- ", "#", " # c", "{", "}", "[", "]", ",", "\"", "'",
	"|\n", ">-\n", "---\n", "...\n", "\r\n", "els:\n", "\n  x", "&a ", "ä", "\ufeff", "\x00", "\xff", "%Y\n", "? ", "<<: x\n", "on: y\n", "\n\n"}

func TestUpdateEqualsParse(t *testing.T) {
	texts := corpus(t)
	rapid.Check(t, func(t *rapid.T) {
		text := texts[rapid.IntRange(0, len(texts)-1).Draw(t, "text")]
		if len(text) > 4000 {
			text = text[:4000]
		}
		f := Parse("t.yaml", text)
		for range rapid.IntRange(1, 6).Draw(t, "edits") {
			var edits []Edit
			at := 0
			for range rapid.IntRange(1, 3).Draw(t, "parts") {
				start := rapid.IntRange(at, len(f.text)).Draw(t, "start")
				end := min(len(f.text), start+rapid.SampledFrom([]int{0, 0, 1, 2, 5, 40}).Draw(t, "size"))
				edits = append(edits, Edit{start, end, rapid.SampledFrom(pieces).Draw(t, "new")})
				at = end
			}
			next, err := f.Apply(edits)
			if err != nil {
				t.Fatal(err)
			}
			if s := different(next, Parse("t.yaml", next.Text())); s != "" {
				t.Fatalf("after %v on\n%q\n%s", edits, f.Text(), s)
			}
			if s := checkPlaces(next); s != "" {
				t.Fatalf("%s in\n%q", s, next.Text())
			}
			f = next
		}
	})
}

func FuzzApply(f *testing.F) {
	for i, text := range seeds {
		f.Add([]byte(text), uint16(i*7), uint8(i), pieces[i%len(pieces)])
	}
	f.Fuzz(func(t *testing.T, text []byte, start uint16, size uint8, piece string) {
		if len(text) > 1<<14 {
			return
		}
		file := Parse("t.yaml", text)
		a := min(int(start), len(text))
		b := min(a+int(size), len(text))
		next, err := file.Apply([]Edit{{a, b, piece}})
		if err != nil {
			t.Fatal(err)
		}
		if s := different(next, Parse("t.yaml", next.Text())); s != "" {
			t.Fatal(s)
		}
		if s := different(next.Update(text), file); s != "" {
			t.Fatal(s)
		}
		if s := checkPlaces(next); s != "" {
			t.Fatal(s)
		}
	})
}

func TestUpdateKeepsNodes(t *testing.T) {
	before := Parse("t.yaml", []byte("a: 1\nels:\n  x: {n: 1}\n  y: {n: 2}\n  z: {n: 3}\nend: {b: c}\n"))
	at := strings.Index(before.text, "2")
	after, err := before.Apply([]Edit{{at, at + 1, "22"}, {0, 0, "# new\n"}})
	if err != nil {
		t.Fatal(err)
	}
	old, now := before.Root.Get("els"), after.Root.Get("els")
	if old == now {
		t.Error("the section has changed and must be a new node")
	}
	if old.Get("x") != now.Get("x") || old.Get("z") != now.Get("z") || before.Root.Get("end") != after.Root.Get("end") {
		t.Error("entries that were not touched must be the same nodes")
	}
	if old.Get("y") == now.Get("y") {
		t.Error("the entry that was touched must be a new node")
	}
	if !after.Place(old.Get("y")).IsZero() || after.Owns(old) || !before.Owns(old) {
		t.Error("an old node has no place in the new version")
	}
	if p := after.Place(old.Get("z")); p.Line != 6 || p.Column != 6 {
		t.Errorf("z is at %d:%d, want 6:6", p.Line, p.Column)
	}
	other := Parse("o.yaml", before.Text())
	if !other.Place(before.Root).IsZero() || !other.Place(old.Get("x")).IsZero() || other.Owns(nil) {
		t.Error("a node of another file has no place")
	}
}

func TestApplyRefuses(t *testing.T) {
	f := Parse("t.yaml", []byte("a: b\n"))
	for _, edits := range [][]Edit{{{0, 3, ""}, {2, 4, ""}}, {{-1, 0, ""}}, {{3, 2, ""}}, {{0, 99, ""}}} {
		if _, err := f.Apply(edits); err == nil {
			t.Errorf("%v was applied", edits)
		}
	}
}
