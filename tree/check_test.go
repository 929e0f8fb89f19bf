package tree

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// plant makes a tree from lines "id gate child child | counter counter". The first line is the root. A gate is leaf, and,
// or, ordered, or a number k for k of n; "defence" before it makes a node of the defender; "5h" or "7$" give a leaf time
// or cost.
func plant(text string) Tree {
	var t Tree
	lines := strings.Split(strings.TrimSpace(text), "\n")
	at := map[string]int{}
	for i, line := range lines {
		at[strings.Fields(line)[0]] = i
	}
	gates := map[string]Gate{"leaf": Leaf, "and": And, "or": Or, "ordered": Ordered}
	for _, line := range lines {
		words := strings.Fields(line)
		n := Node{ID: words[0]}
		words = words[1:]
		if words[0] == "defence" {
			n.Defence, words = true, words[1:]
		}
		gate, known := gates[words[0]]
		if !known {
			gate = AtLeast
			_, _ = fmt.Sscan(words[0], &n.K)
		}
		n.Gate = gate
		to := &n.Children
		for _, w := range words[1:] {
			index, named := at[w]
			switch {
			case w == "|":
				to = &n.Counters
			case named:
				*to = append(*to, index)
			case strings.HasSuffix(w, "h"):
				_, _ = fmt.Sscan(w, &n.Time)
			case strings.HasSuffix(w, "$"):
				_, _ = fmt.Sscan(w, &n.Cost)
			default:
				*to = append(*to, -1)
			}
		}
		t.Nodes = append(t.Nodes, n)
	}
	return t
}

func TestCheck(t *testing.T) {
	tests := []struct{ name, tree, want string }{
		{"nothing wrong", "r or a b | d\na leaf\nb leaf\nd defence leaf | a", ""},
		{"missing child", "r or a nobody\na leaf", "r bad-reference"},
		{"cycle", "r or a b\na leaf\nb and c a\nc or b", "b cycle"},
		{"cycle by a counter", "r or a | d\na leaf\nd defence leaf | r", "r cycle"},
		{"itself", "r or a r\na leaf", "r cycle"},
		{"child of the other side", "r or a d\na leaf\nd defence leaf", "r wrong-side"},
		{"counter of the same side", "r or a | b\na leaf\nb leaf", "r wrong-side"},
		{"empty gate", "r or a e\na leaf\ne and", "e empty-gate"},
		{"k too small", "r 0 a b\na leaf\nb leaf", "r k-out-of-range"},
		{"k too large", "r 3 a b\na leaf\nb leaf", "r k-out-of-range"},
		{"leaf with children", "r leaf a\na leaf", "r leaf-with-children"},
		{"named twice", "r and a a\na leaf", "r repeated"},
		{"unreachable", "r or a\na leaf\nb leaf", "b unreachable"},
		{"same id", "r or a b\na leaf\nb leaf\na leaf", "a duplicate-id"},
		{"negative", "r or a\na leaf -3h", "a negative"},
		{"contradiction", "r and x y\nx ordered a b\ny ordered b a\na leaf\nb leaf", "r contradiction"},
		{"contradiction below a way out", "r or c z\nz and x y\nx ordered a b\ny ordered b a\na leaf\nb leaf\nc leaf", "z contradiction"},
		{"shared steps are no contradiction", "r ordered x y\nx and a b\ny and a b c\na leaf\nb leaf\nc leaf", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, p := range plant(test.tree).Check() {
				if p.Text == "" {
					t.Error("a problem without a text")
				}
				got = append(got, fmt.Sprint(p.ID, " ", p.Kind))
			}
			if test.want == "a duplicate-id" { // the second a stands in for the first, which is not reached
				got = slices.DeleteFunc(got, func(s string) bool { return s == "a unreachable" })
			}
			if s := strings.Join(got, ", "); s != test.want {
				t.Errorf("got %q, want %q", s, test.want)
			}
		})
	}
	if got := (Tree{Root: 3}).Check(); len(got) != 1 || got[0].Kind != NoRoot {
		t.Errorf("got %v", got)
	}
	if got := (Tree{Nodes: []Node{{ID: "r", Gate: 9}}}).Check(); len(got) != 1 || got[0].Kind != UnknownGate {
		t.Errorf("got %v", got)
	}
}

// TestCheckPassesTheOracle makes sure that a random tree has no problem, or one that the oracle confirms.
func TestCheckPassesTheOracle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tr := randomTree(r, true)
		for _, p := range tr.Check() {
			switch p.Kind {
			case Unreachable, Repeated:
			case Contradiction:
				sub := tr
				sub.Root = p.Node
				o := newOracle(sub, nil)
				all := 1<<len(o.leaves) - 1
				ways := o.ways(p.Node)
				if _, is := o.evaluate(all); !o.over && (is || len(ways) == 0) {
					r.Fatalf("%v\n%s", p, describe(tr))
				}
			default:
				r.Fatalf("%v\n%s", p, describe(tr))
			}
		}
	})
}

func TestMeaning(t *testing.T) {
	tests := []struct {
		name, tree string
		active     string
		want       string // sets with cost and time and order
	}{
		{"parallel", "r and a b\na leaf 3h 1$\nb leaf 5h 1$", "", "[a b] 2$ 5h"},
		{"one after the other", "r ordered a b\na leaf 3h\nb leaf 5h", "", "[a b] 0$ 8h a<b"},
		{"chain and branch", "r ordered x c\nx and a b\na leaf 3h\nb leaf 5h\nc leaf 1h", "", "[a b c] 0$ 6h a<c b<c"},
		{"done once", "r ordered x y\nx and a b\ny and a c\na leaf 3h\nb leaf 5h\nc leaf 2h", "", "[a b c] 0$ 7h a<c b<c"},
		{"two gates", "r and x y\nx ordered a b\ny ordered b c\na leaf 1h\nb leaf 2h\nc leaf 4h", "", "[a b c] 0$ 7h a<b b<c"},
		{"contradiction", "r and x y\nx ordered a b\ny ordered b a\na leaf\nb leaf", "", ""},
		{"way out of it", "r and x y\nx ordered a b\ny or z c\nz ordered b a\na leaf 1$\nb leaf 1$\nc leaf 1$", "", "[a b c] 3$ 0h a<b"},
		{"fastest of two ways", "r or x y\nx ordered a b\ny and a b\na leaf 2h\nb leaf 3h", "", "[a b] 0$ 3h"},
		{"two of three", "r 2 a b c\na leaf 1$\nb leaf 2$\nc leaf 4$", "", "[a b] 3$ 0h; [a c] 5$ 0h; [b c] 6$ 0h"},
		{"defence off", "r or a | d\na leaf\nd defence leaf", "", "[a] 0$ 0h"},
		{"defence on", "r or a | d\na leaf\nd defence leaf", "d", ""},
		{"defence defeated", "r or a | d\na leaf 1$\nd defence leaf | x\nx leaf 2$", "d", "[a x] 3$ 0h"},
		{"either defence", "r or a | d\na leaf\nd defence or e f\ne defence leaf | x\nf defence leaf\nx leaf", "e", "[a x] 0$ 0h"},
		{"both defences needed", "r or a | d\na leaf\nd defence and e f\ne defence leaf\nf defence leaf", "e", "[a] 0$ 0h"},
		{"defence counters the counter's counter", "r or a | d\na leaf\nd defence leaf | x\nx leaf | e\ne defence leaf", "d e", ""},
		{"root of the defender", "r defence or d e\nd defence leaf | a\ne defence leaf | b\na leaf\nb leaf", "d e", "[a b] 0$ 0h"},
		{"nothing to do", "r defence leaf", "", "[] 0$ 0h"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tr := plant(test.tree)
			var active []int
			for _, id := range strings.Fields(test.active) {
				active = append(active, tr.Find(id))
			}
			var got []string
			for _, a := range tr.Attacks(active).Minimal(100).Attacks {
				s := fmt.Sprintf("%v %d$ %dh", names(tr, a.Leaves), a.Totals.Cost, a.Totals.Time)
				for _, pair := range a.Before {
					s += fmt.Sprintf(" %s<%s", tr.Nodes[pair[0]].ID, tr.Nodes[pair[1]].ID)
				}
				got = append(got, s)
			}
			if s := strings.Join(got, "; "); s != test.want {
				t.Errorf("got %q, want %q", s, test.want)
			}
		})
	}
}

// TestDefencesNeverHelp switches defences on: no attack gets cheaper, and what-if is the same as asking anew.
func TestDefencesNeverHelp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		tr := randomTree(r, false)
		all := tr.Attacks(tr.Defences())
		none := tr.Attacks(nil)
		same := all.Without(tr.Defences()...)
		earlier, later := all.Residual(Cost, Time)
		if d := gocmp.Diff([]Front{none.Front(Cost, Time), all.Front(Cost, Time)}, []Front{earlier, later}); d != "" {
			r.Fatal(d)
		}
		if fmt.Sprint(same.Minimal(100)) != fmt.Sprint(none.Minimal(100)) {
			r.Fatal("what if differs from asking anew")
		}
		before, after := none.Cheapest(1, Cost).Attacks, all.Cheapest(1, Cost).Attacks
		if len(after) > 0 && (len(before) == 0 || before[0].Totals.Cost > after[0].Totals.Cost) {
			r.Fatalf("defences make the attack cheaper: %v, then %v\n%s", before, after, describe(tr))
		}
	})
}

func TestAttributeSet(t *testing.T) {
	s := SetOf(Time, Detect, Attribute(40))
	for _, a := range EveryAttribute() {
		if s.Has(a) != (a == Time || a == Detect) {
			t.Errorf("%v: %v", a, s.Has(a))
		}
	}
	if s.Has(Attribute(-1)) || s.Has(Attribute(40)) || Attribute(40).String() != "unknown" || Gate(-1).String() != "unknown" {
		t.Error("an attribute out of range")
	}
}
