package syntax

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestEntryPlace(t *testing.T) {
	const text = "# head\n\n# of a\na: 1 # tail\n\nels:\n  # one\n  # two\n  x: {m: 1, n: 2}\n  y:\n    z: |\n      t\n    # deep\n  # of w\n  w:\n  - p\n  - q: r\n    s: t # u\nk: [g, h, # i\n  j]\n"
	f := Parse("t.yaml", []byte(text))
	if f.HasErrors() {
		t.Fatal(f.Diagnostics())
	}
	pair := func(n *Node, key string) Pair {
		for _, p := range n.Pairs {
			if p.Key.Value == key {
				return p
			}
		}
		t.Fatalf("no key %s", key)
		return Pair{}
	}
	els := f.Root.Get("els")
	w := els.Get("w")
	k := f.Root.Get("k")
	for _, tt := range []struct {
		name  string
		place Place
		want  string
	}{
		{"a", f.EntryPlace(pair(f.Root, "a")), "# of a\na: 1 # tail\n"},
		{"els", f.EntryPlace(pair(f.Root, "els")), text[len("# head\n\n# of a\na: 1 # tail\n\n") : len(text)-len("k: [g, h, # i\n  j]\n")]},
		{"x", f.EntryPlace(pair(els, "x")), "  # one\n  # two\n  x: {m: 1, n: 2}\n"},
		{"m", f.EntryPlace(pair(els.Get("x"), "m")), "m: 1, "},
		{"n", f.EntryPlace(pair(els.Get("x"), "n")), ", n: 2"},
		{"y", f.EntryPlace(pair(els, "y")), "  y:\n    z: |\n      t\n    # deep\n"},
		{"w", f.EntryPlace(pair(els, "w")), "  # of w\n  w:\n  - p\n  - q: r\n    s: t # u\n"},
		{"p", f.ItemPlace(w.Items[0]), "  - p\n"},
		{"q item", f.ItemPlace(w.Items[1]), "  - q: r\n    s: t # u\n"},
		{"s", f.EntryPlace(pair(w.Items[1], "s")), "    s: t # u\n"},
		{"h", f.ItemPlace(k.Items[1]), "h,"},
	} {
		if got := text[tt.place.Start:tt.place.End]; got != tt.want {
			t.Errorf("%s takes %q, want %q", tt.name, got, tt.want)
		}
	}
	if n := f.Indent(pair(els, "x").Key); n != 2 {
		t.Errorf("x is indented by %d, want 2", n)
	}
	if !f.EntryPlace(Pair{&Node{}, &Node{}}).IsZero() {
		t.Error("an entry of no file has a place")
	}
}

// TestRemoveEntry removes an entry or item of a random text by its place, and expects all others to stay.
func TestRemoveEntry(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text, _ := drawText(rt)
		f := Parse("t.yaml", []byte(text))
		var collections []*Node
		walk(f.Root, func(n *Node) {
			if len(n.Pairs)+len(n.Items) > 1 {
				collections = append(collections, n)
			}
		})
		if len(collections) == 0 || strings.Contains(text, "+") { // blank lines below a removed entry would go over to a |+ above it
			return
		}
		n := rapid.SampledFrom(collections).Draw(rt, "collection")
		k := rapid.IntRange(0, len(n.Pairs)+len(n.Items)-1).Draw(rt, "part")
		var place Place
		var less Node
		if n.Kind == Mapping {
			place, less = f.EntryPlace(n.Pairs[k]), Node{Kind: Mapping, Pairs: slices.Delete(slices.Clone(n.Pairs), k, k+1)}
		} else {
			place, less = f.ItemPlace(n.Items[k]), Node{Kind: Sequence, Items: slices.Delete(slices.Clone(n.Items), k, k+1)}
		}
		want := dumpWith(f.Root, n, &less)
		after, err := f.Apply([]Edit{{place.Start, place.End, ""}})
		if err != nil {
			rt.Fatal(err)
		}
		if got := dump(after.Root); after.HasErrors() || got != want {
			rt.Fatalf("without %q\n%s\nhas the tree\n%s, want\n%s\n%s", text[place.Start:place.End], text, got, want, report(after))
		}
	})
}

func walk(n *Node, visit func(*Node)) {
	visit(n)
	for _, p := range n.Pairs {
		walk(p.Value, visit)
	}
	for _, it := range n.Items {
		walk(it, visit)
	}
}

// dumpWith writes a tree in which one node is replaced by another.
func dumpWith(n, old, other *Node) string {
	if n == old {
		return dump(other)
	}
	if n.Kind == Mapping {
		var s []string
		for _, p := range n.Pairs {
			s = append(s, p.Key.Value+"="+dumpWith(p.Value, old, other))
		}
		return "{" + strings.Join(s, " ") + "}"
	}
	if n.Kind == Sequence {
		var s []string
		for _, it := range n.Items {
			s = append(s, dumpWith(it, old, other))
		}
		return "[" + strings.Join(s, " ") + "]"
	}
	return dump(n)
}
