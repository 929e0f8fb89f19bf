package diagram_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"testing"

	. "theriac.dev/diagram"
	"theriac.dev/tree"
)

// insulin is a tree with every kind of gate, a shared step, defences and a counter of a defence.
func insulin() TreeDrawing {
	return TreeDrawing{Title: "Over-infusion by an attacker in the hospital network", Text: "Attack-defence tree of hazard H1", Off: []int{9},
		Notes: []string{3: "cost 12, expert", 5: "cost 4"},
		Tree: tree.Tree{Nodes: []tree.Node{
			{ID: "goal", Text: "The pump gives too much", Gate: tree.Or, Children: []int{1, 2}},
			{ID: "remote", Text: "Change the rate over the network", Gate: tree.Ordered, Children: []int{3, 4}},
			{ID: "library", Text: "Change the drug library", Gate: tree.AtLeast, K: 2, Children: []int{3, 5, 6}, Counters: []int{8}},
			{ID: "join", Text: "Join the hospital network", Counters: []int{9}},
			{ID: "send", Text: "Send a forged command to the pump control unit over Wi-Fi", Counters: []int{7}},
			{ID: "login", Text: "Log in to the server"},
			{ID: "file", Text: "Exchange the file", Gate: tree.And, Children: []int{10, 11}},
			{ID: "mac", Text: "Commands are signed", Defence: true, Counters: []int{12}},
			{ID: "check", Text: "The pump checks the library", Defence: true},
			{ID: "vlan", Text: "Separate network", Defence: true},
			{ID: "open", Text: "Open the archive"},
			{ID: "sum", Text: "Correct the checksum"},
			{ID: "key", Text: "Read the key from a stolen pump"},
		}}}
}

func TestDrawTree(t *testing.T) {
	s := DrawTree(insulin())
	for name, theme := range map[string]Theme{"tree.svg": Light(), "tree-dark.svg": Dark()} {
		var svg bytes.Buffer
		if err := s.WriteSVG(&svg, theme); err != nil {
			t.Fatal(err)
		}
		golden(t, name, svg.Bytes())
	}
	if dir := os.Getenv("TREE_PNG"); dir != "" { // to look at
		lookAt(t, s, dir+"/tree.png", Light())
		lookAt(t, s, dir+"/tree-dark.png", Dark())
		big := DrawTree(TreeDrawing{Title: "A tree of 40 nodes", Tree: bushy(40, 3)})
		lookAt(t, big, dir+"/tree40.png", Print())
	}
}

func lookAt(t *testing.T, s *Scene, name string, theme Theme) {
	t.Helper()
	var out bytes.Buffer
	if err := s.WritePNG(&out, theme, 1.5); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// bushy is a random tree of n nodes, a few of them shared and about a fifth of them defences.
func bushy(n int, seed uint64) tree.Tree {
	r := rand.New(rand.NewPCG(seed, 1))
	var t tree.Tree
	for i := range n {
		node := tree.Node{ID: fmt.Sprintf("n%d", i), Text: fmt.Sprintf("Step %d does something to a part of the system", i), Gate: []tree.Gate{tree.Or, tree.And, tree.Ordered}[r.IntN(3)]}
		if i > 0 {
			parent := r.IntN(min(i, 14))
			for t.Nodes[parent].Defence {
				parent = r.IntN(min(i, 14))
			}
			if i > 3 && r.IntN(5) == 0 {
				node.Defence = true
				t.Nodes[parent].Counters = append(t.Nodes[parent].Counters, i)
			} else {
				t.Nodes[parent].Children = append(t.Nodes[parent].Children, i)
			}
		}
		t.Nodes = append(t.Nodes, node)
	}
	for range n / 10 { // share: a later leaf under another gate
		a, b := r.IntN(14), 14+r.IntN(max(n-14, 1))
		if b < n && t.Nodes[a].Defence == t.Nodes[b].Defence && len(t.Nodes[a].Children) > 0 {
			t.Nodes[a].Children = append(t.Nodes[a].Children, b)
		}
	}
	for i := range t.Nodes {
		if len(t.Nodes[i].Children) == 0 {
			t.Nodes[i].Gate = tree.Leaf
		}
	}
	return t
}

// TestTreeFits holds what makes a drawing legible: no box covers another, and 40 nodes fit a sheet of A4 with letters of at
// least 5 points.
func TestTreeFits(t *testing.T) {
	for seed := range uint64(30) {
		s := DrawTree(TreeDrawing{Title: "Tree", Tree: bushy(40, seed)})
		var boxes []Rect
		for _, g := range s.Groups {
			if g.Kind != "node" {
				continue
			}
			boxes = append(boxes, around(g.Paths))
		}
		if len(boxes) != 40 {
			t.Fatalf("seed %d: %d boxes", seed, len(boxes))
		}
		for i, a := range boxes {
			if a.X < 0 || a.Y < 0 || a.X+a.W > s.W || a.Y+a.H > s.H {
				t.Errorf("seed %d: box %d is outside", seed, i)
			}
			for _, b := range boxes[:i] {
				if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
					t.Errorf("seed %d: two boxes overlap", seed)
				}
			}
		}
		scale := max(min(523/s.W, 770/s.H), min(770/s.W, 523/s.H))
		if scale*8.5 < 5 {
			t.Errorf("seed %d: letters have %.1f points on A4", seed, scale*8.5)
		}
	}
}

func around(paths []Path) Rect {
	x0, y0, x1, y1 := 1e9, 1e9, -1e9, -1e9
	for _, p := range paths {
		for _, op := range p.Ops {
			n := map[byte]int{'M': 1, 'L': 1, 'C': 3}[op.Verb]
			for _, q := range op.P[:n] {
				x0, y0, x1, y1 = min(x0, q.X), min(y0, q.Y), max(x1, q.X), max(y1, q.Y)
			}
		}
	}
	return Rect{X: x0, Y: y0, W: x1 - x0, H: y1 - y0}
}

// TestDrawAnyTree: trees that are wrong are drawn as far as they go.
func TestDrawAnyTree(t *testing.T) {
	for name, tr := range map[string]tree.Tree{
		"empty":   {},
		"no root": {Nodes: []tree.Node{{ID: "a"}}, Root: 7},
		"cycle":   {Nodes: []tree.Node{{ID: "a", Gate: tree.Or, Children: []int{1}}, {ID: "b", Gate: tree.Ordered, Children: []int{0, 1}, Counters: []int{1}}}},
		"outside": {Nodes: []tree.Node{{ID: "a\x00<b>", Text: "\u202e&", Gate: 9, Children: []int{-1, 9, 0}}}},
	} {
		var svg bytes.Buffer
		if err := DrawTree(TreeDrawing{Title: name, Tree: tr}).WriteSVG(&svg, Print()); err != nil {
			t.Error(name, err)
		}
		for d := xml.NewDecoder(&svg); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(name, err)
			}
		}
	}
}
