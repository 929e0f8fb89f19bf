package tree

import "testing"

// grown makes a tree from any bytes, broken ones among them.
func grown(data []byte) Tree {
	at := 0
	next := func() int {
		if at >= len(data) {
			return 0
		}
		at++
		return int(int8(data[at-1]))
	}
	t := Tree{Root: next()}
	for at < len(data) && len(t.Nodes) < 24 {
		head := next()
		n := Node{ID: string(rune('a' + len(t.Nodes))), Gate: Gate(head & 7), Defence: head&8 != 0, K: head >> 5}
		n.Cost, n.Time, n.Skill, n.Unknown = int64(next()), int64(head), head>>3, AttributeSet(head)
		for range head >> 4 & 3 {
			n.Children = append(n.Children, next())
		}
		for range head >> 6 & 1 {
			n.Counters = append(n.Counters, next())
		}
		t.Nodes = append(t.Nodes, n)
	}
	return t
}

// FuzzTree asks everything of any tree: nothing panics, and what is found holds when it is evaluated.
func FuzzTree(f *testing.F) {
	f.Add([]byte{0, 50, 3, 1, 2, 4, 0, 7, 0, 8})
	f.Add([]byte{0, 35, 0, 1, 2, 35, 0, 3, 4, 35, 0, 4, 3, 0, 1, 0, 1})
	f.Add([]byte{3, 98, 9, 3, 3, 98, 0, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		tr := grown(data)
		problems := tr.Check()
		for _, active := range [][]int{nil, tr.Defences(), {-1, 0, 1000}} {
			a := tr.AttacksWithin(active, Limits{Nodes: 3000, Sets: 50})
			l := a.Minimal(10)
			for _, one := range l.Attacks {
				if again, ok := a.Evaluate(one.Leaves); !ok || again.TimeExact && again.Totals != one.Totals {
					t.Fatalf("%v is listed, but evaluates to %v %v", one, again, ok)
				}
			}
			if n := a.Count(); n.Exact && l.Complete && n.N.Int64() != int64(len(l.Attacks)) {
				t.Fatalf("count %v, list %d", n, len(l.Attacks))
			}
			a.Cheapest(3, Time)
			a.Cheapest(-1, Detect)
			a.Front(Cost, Time, Detect)
			a.Cuts(5)
		}
		if len(problems) == 0 && len(tr.Nodes) == 0 {
			t.Fatal("an empty tree without a problem")
		}
	})
}
