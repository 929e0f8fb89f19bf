package syntax

import "testing"

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
		{"h", f.ItemPlace(k.Items[1]), "h, "},
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
