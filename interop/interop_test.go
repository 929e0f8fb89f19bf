package interop_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	. "theriac.dev/interop"
	"theriac.dev/tree"
)

var update = flag.Bool("update", false, "write the files of testdata anew")

// sample is a small tree with a shared step, an order, a choice of two, defences and a counter of a defence.
func sample() *Document {
	unknown := tree.SetOf(tree.EveryAttribute()...)
	return &Document{Name: "Over-infusion", Tree: tree.Tree{Nodes: []tree.Node{
		{ID: "over", Text: "Deliver too much", Gate: tree.Or, Children: []int{1, 2}},
		{ID: "remote", Text: "Change the rate over the network", Gate: tree.Ordered, Children: []int{3, 4}, Counters: []int{8}},
		{ID: "library", Text: "Change the drug library", Gate: tree.AtLeast, K: 2, Children: []int{3, 5, 6}},
		{ID: "join", Text: "Join the hospital network", Attributes: tree.Attributes{Cost: 40, Time: 8, Unknown: unknown &^ tree.SetOf(tree.Cost, tree.Time)}},
		{ID: "send", Text: "Send a forged command", Counters: []int{7}, Attributes: tree.Attributes{Cost: 5, Skill: 2, Unknown: unknown &^ tree.SetOf(tree.Cost, tree.Skill)}},
		{ID: "login", Text: "Log in to the server", Attributes: tree.Attributes{Unknown: unknown}},
		{ID: "file", Text: "Exchange the file", Attributes: tree.Attributes{Cost: 0, Detect: 3, Unknown: unknown &^ tree.SetOf(tree.Cost, tree.Detect)}},
		{ID: "mac", Text: "Commands are signed", Defence: true, Counters: []int{9}},
		{ID: "split", Text: "Separate network", Defence: true, Gate: tree.And, Children: []int{10, 11}},
		{ID: "key", Text: "Read the key from a stolen pump", Attributes: tree.Attributes{Unknown: unknown}},
		{ID: "vlan", Text: "Own VLAN", Defence: true},
		{ID: "wall", Text: "Firewall", Defence: true},
	}}, Notes: []Note{3: {Technique: "T1200", Text: "By cable or by radio"}, 11: {}}}
}

// files are the formats with the file of the sample.
var files = map[string]string{"adtool": "sample.adtool.xml", "afb": "sample.afb", "stix": "sample.stix.json", "dot": "sample.dot", "mermaid": "sample.mmd"}

func TestWrite(t *testing.T) {
	for _, f := range Formats() {
		if f.Write == nil {
			continue
		}
		got, losses, err := f.Write(sample())
		if err != nil {
			t.Fatal(f.ID, err)
		}
		told := ""
		for _, l := range losses {
			told += l.String() + "\n"
		}
		golden(t, files[f.ID], got)
		golden(t, files[f.ID]+".losses", []byte(told))
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs; run with -update where it is right:\n%s", file, diff)
	}
}

// kept says what a format keeps of a tree; the rest must be told as a loss.
type kept struct {
	ids, order, atLeast bool
	attributes          tree.AttributeSet
}

var keeps = map[string]kept{
	"adtool": {attributes: tree.SetOf(tree.Cost, tree.Time, tree.Skill)},
	"afb":    {},
	"stix":   {ids: true, order: true, atLeast: true, attributes: tree.SetOf(tree.EveryAttribute()...)},
	"dot":    {ids: true, order: true, atLeast: true, attributes: tree.SetOf(tree.EveryAttribute()...)},
}

// outline writes a tree in full, shared nodes at each use, so that two of them can be compared. It leaves out what the
// format does not keep.
func outline(tr tree.Tree, k kept) string {
	memo := map[int]string{}
	var write func(i int) string
	write = func(i int) string {
		if s, ok := memo[i]; ok {
			return s
		}
		n := tr.Nodes[i]
		text := n.Text
		if text == "" {
			text = n.ID
		}
		if k.ids {
			text = n.ID + " " + text
		}
		gate := n.Gate
		if gate == tree.Ordered && !k.order {
			gate = tree.And
		}
		s := fmt.Sprintf("%v %v %v", n.Defence, text, gate)
		if gate == tree.AtLeast {
			s += fmt.Sprint(" ", n.K)
		}
		if n.Gate == tree.Leaf && !n.Defence {
			for _, a := range tree.EveryAttribute() {
				if k.attributes.Has(a) && !n.Unknown.Has(a) {
					s += fmt.Sprint(" ", a, n.Of(a))
				}
			}
		}
		for _, c := range n.Children {
			s += "\n" + strings.ReplaceAll(write(c), "\n", "\n  ")
		}
		counters := []string{}
		for _, c := range n.Counters {
			counters = append(counters, "\n-"+strings.ReplaceAll(write(c), "\n", "\n -"))
		}
		slices.Sort(counters)
		memo[i] = s + strings.Join(counters, "")
		return memo[i]
	}
	return write(tr.Root)
}

// grown draws a tree without cycles whose texts differ.
func grown(t *rapid.T, plain bool) *Document {
	n := rapid.IntRange(1, 14).Draw(t, "nodes")
	d := &Document{Name: rapid.SampledFrom([]string{"Tree", "A \"quoted\" <name> & more", ""}).Draw(t, "name")}
	gates := []tree.Gate{tree.And, tree.Or, tree.Ordered, tree.AtLeast}
	if plain {
		gates = []tree.Gate{tree.And, tree.Or}
	}
	for i := range n {
		node := tree.Node{ID: fmt.Sprintf("n%d", i), Text: fmt.Sprintf("%s Step %d", rapid.SampledFrom([]string{"A", `"x" \ y`, "<a> & b", "naïve 漢", "AND"}).Draw(t, "text"), i),
			Defence: i > 0 && rapid.IntRange(0, 3).Draw(t, "side") == 0}
		d.Tree.Nodes = append(d.Tree.Nodes, node)
	}
	for i := range n {
		node := &d.Tree.Nodes[i]
		for j := i + 1; j < n; j++ {
			switch {
			case rapid.IntRange(0, 2).Draw(t, "edge") > 0:
			case d.Tree.Nodes[j].Defence == node.Defence:
				node.Children = append(node.Children, j)
			default:
				node.Counters = append(node.Counters, j)
			}
		}
		if len(node.Children) > 0 {
			node.Gate = rapid.SampledFrom(gates).Draw(t, "gate")
			if node.Gate == tree.AtLeast {
				node.K = rapid.IntRange(1, len(node.Children)).Draw(t, "k")
			}
			continue
		}
		node.Unknown = tree.AttributeSet(rapid.IntRange(0, 127).Draw(t, "unknown"))
		for _, a := range tree.EveryAttribute() {
			if v := rapid.IntRange(0, 4).Draw(t, "value"); !node.Unknown.Has(a) && !node.Defence {
				switch a {
				case tree.Cost:
					node.Cost = int64(v)
				case tree.Time:
					node.Time = int64(v)
				case tree.Skill:
					node.Skill = v
				case tree.Detect:
					node.Detect = v
				}
			}
		}
	}
	return d
}

func TestRoundTrip(t *testing.T) {
	for _, f := range Formats() {
		if f.Write == nil || f.Read == nil {
			continue
		}
		k := keeps[f.ID]
		t.Run(f.ID, rapid.MakeCheck(func(t *rapid.T) {
			d := grown(t, !k.order)
			data, losses, err := f.Write(d)
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := f.Read("tree", data)
			if err != nil {
				t.Fatalf("%v\n%s", err, data)
			}
			if diff := cmp.Diff(outline(d.Tree, k), outline(got.Tree, k)); diff != "" {
				t.Errorf("%s\n%v\n%s", diff, losses, data)
			}
			again, _, err := f.Write(got)
			if err != nil {
				t.Fatal(err)
			}
			back, _, err := f.Read("tree", again)
			if err != nil || outline(back.Tree, k) != outline(got.Tree, k) {
				t.Error("a second turn changes the tree", err)
			}
			if p := problems(got.Tree); p != "" {
				t.Error(p)
			}
		}))
	}
}

// problems are those of a tree that a reader must not leave.
func problems(tr tree.Tree) string {
	for _, p := range tr.Check() {
		switch p.Kind {
		case tree.NoRoot, tree.DuplicateID:
			return p.Text
		}
	}
	return ""
}
