package interop_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	. "theriac.dev/interop"
	"theriac.dev/tree"
)

// told joins losses line by line.
func told(losses []Loss) string {
	var out []string
	for _, l := range losses {
		out = append(out, l.String())
	}
	return strings.Join(out, "\n")
}

// attacks lists the minimal attack sets of a tree, as texts.
func attacks(tr tree.Tree, active []int) string {
	var out []string
	for _, a := range tr.Attacks(active).Minimal(100).Attacks {
		var set []string
		for _, l := range a.Leaves {
			set = append(set, tr.Nodes[l].Text)
		}
		out = append(out, strings.Join(set, "+"))
	}
	return strings.Join(out, "; ")
}

// TestRead reads small files as other tools write them.
func TestRead(t *testing.T) {
	for _, c := range []struct{ format, file, none, all, losses string }{
		{"adtool", "foreign.adtool.xml", "Watch the nurse; Guess the PIN", "Watch the nurse; Guess the PIN+Steal the badge",
			"foreign.adtool.xml:21:62: Watch the nurse: its value 0.3 of ProbSucc has no place in a tree; it is left out"},
		{"afb", "foreign-v2.afb", "Find the port+Log in+Change the dose", "Find the port+Log in+Change the dose",
			"Old server: a block of the kind infrastructure has no place in a tree; it is left out"},
		{"afb", "foreign-v3.afb", "Join the network+Send the command", "",
			""},
		{"stix", "foreign.stix.json", "Find the port+Log in; Steal a pump", "Steal a pump",
			"1 objects of the type malware have no place in a tree; they are left out"},
		{"dot", "foreign.dot", "Bribe; Break the seal+Exchange the card", "Bribe",
			"foreign.dot:9:3: subgraphs are read for their nodes and arrows only\nforeign.dot:10:15: ports are left out"},
		{"deciduous", "foreign.deciduous.yaml", "Ask for the password; Try passwords", "Ask for the password; Try passwords+Use leaked passwords",
			"foreign.deciduous.yaml:10:16: Try passwords: the label \"#yolo\" of an arrow has no place in a tree; it is left out\n1 nodes that nothing under the root refers to are left out"},
	} {
		data, err := os.ReadFile("testdata/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := Find(c.format)
		d, losses, err := f.Read(c.file, data)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := attacks(d.Tree, nil); got != c.none {
			t.Errorf("%s: %s; want %s", c.file, got, c.none)
		}
		if got := attacks(d.Tree, d.Tree.Defences()); got != c.all {
			t.Errorf("%s with all defences: %s; want %s", c.file, got, c.all)
		}
		if got := told(losses); got != c.losses {
			t.Errorf("%s: losses\n%s\nwant\n%s", c.file, got, c.losses)
		}
	}
}

// TestErrors: a bad file gives an error that says what, where and what was expected.
func TestErrors(t *testing.T) {
	for _, c := range []struct{ format, text, want string }{
		{"adtool", "", "f:1:1: the file ends here: expected a tree of ADTool, as <adtree><node ...>"},
		{"adtool", "<html></html>", "f:1:7: the file does not begin with <adtree> or <sandtree>; ADTool saves a tree by File, Export, XML"},
		{"adtool", "<adtree>\n<node refinement=\"xor\"><label>a</label></node></adtree>", "f:2:24: the refinement \"xor\" is not known: expected disjunctive, conjunctive or sequential"},
		{"adtool", "<adtree></adtree>", "f:1:18: the tree is empty: expected a <node>"},
		{"adtool", "<adtree><node refinement=\"disjunctive\"><label>a</lab", "f:1:53: this is not XML: XML syntax error on line 1: unexpected EOF"},
		{"afb", "[]", "f:1:2: the file is a JSON array, which does not fit: expected an object"},
		{"afb", "{\n  \"schema\": \"attack_flow_v2\",\n}", "f:3:2: this is not JSON: invalid character '}' looking for beginning of object key string"},
		{"afb", "{}", "f: this is no file of Attack Flow Builder: expected `schema` or `version`, and `objects`"},
		{"afb", `{"schema": "attack_flow_v2", "objects": [{"id": "flow", "instance": "x"}]}`, "f: no step of an attack was found: expected boxes with arrows that lead to a goal"},
		{"stix", `{"type": "indicator"}`, "f: the type of the file is \"indicator\": expected a STIX bundle"},
		{"stix", `{"type": "bundle", "objects": [{"type": "malware"}]}`, "f: the bundle has no attack flow: expected objects of the types attack-flow and attack-action"},
		{"dot", "graph { a -- b }", "f:1:1: \"graph\" stands here: expected `digraph`"},
		{"dot", "digraph { a -- b }", "f:1:13: `--` stands in a directed graph; write `->`"},
		{"dot", "digraph {\n  a -> ;\n}", "f:2:8: \";\" stands here: expected the id of a node"},
		{"dot", "digraph {\n  a [label=\"x", "f:2:12: the quotes are not closed"},
		{"dot", "digraph { a ->  b ", "f:1:19: the end of the file stands here: expected a node, an arrow or `}`"},
		{"dot", "digraph {}", "f: the graph has no nodes: expected at least a root"},
		{"deciduous", "attacks: brute_force", "f:1:10: attacks is not a list; write each entry behind a dash"},
		{"deciduous", "attacks:\n- a: A\n- a: B\n", "f:3:3: a is declared twice; give it another name"},
		{"deciduous", "elements: {}\n", "f: this is no tree of Deciduous: expected lists named facts, attacks, mitigations and goals"},
	} {
		f, _ := Find(c.format)
		_, _, err := f.Read("f", []byte(c.text))
		var told *Error
		if err == nil || err.Error() != c.want || !errors.As(err, &told) {
			t.Errorf("%s %q:\n%v\nwant\n%s", c.format, c.text, err, c.want)
		}
	}
}

// TestWriteErrors: what is no tree is not written, and what would explode is refused.
func TestWriteErrors(t *testing.T) {
	twice := &Document{} // 40 levels, each used twice
	for i := range 40 {
		twice.Tree.Nodes = append(twice.Tree.Nodes, tree.Node{ID: fmt.Sprint("a", i), Gate: tree.Or, Children: []int{2*i + 2, 2*i + 3}},
			tree.Node{ID: fmt.Sprint("b", i), Gate: tree.And, Children: []int{2*i + 2, 2*i + 3}})
	}
	twice.Tree.Nodes = append(twice.Tree.Nodes, tree.Node{ID: "x"}, tree.Node{ID: "y"})
	for _, f := range Formats() {
		if f.Write == nil {
			continue
		}
		if _, _, err := f.Write(&Document{}); err == nil || !strings.Contains(err.Error(), "no root") {
			t.Error(f.ID, err)
		}
		_, _, err := f.Write(twice)
		if (err != nil) != (f.ID == "adtool") {
			t.Error(f.ID, err)
		}
	}
}

// TestWrongTrees: what is wrong with a tree is left out and told, in every format.
func TestWrongTrees(t *testing.T) {
	d := &Document{Tree: tree.Tree{Nodes: []tree.Node{
		{ID: "a", Gate: tree.Or, Children: []int{1, 1, 2, 9, 3}, Counters: []int{0, 3}},
		{ID: "a", Gate: tree.And, Children: []int{0}},
		{ID: "", Text: "x\x00\ny", Gate: 7, Counters: []int{3}},
		{ID: "d", Defence: true, Counters: []int{3, 4}},
		{ID: "e", Children: []int{2}},
		{ID: "far"},
	}}}
	for _, f := range Formats() {
		if f.Write == nil {
			continue
		}
		data, losses, err := f.Write(d)
		if err != nil {
			t.Fatal(f.ID, err)
		}
		for _, want := range []string{"the cycle is cut here", "does not exist", "the wrong side", "twice", "1 nodes that nothing"} {
			if !strings.Contains(told(losses), want) {
				t.Errorf("%s does not tell that %s:\n%s", f.ID, want, told(losses))
			}
		}
		if f.Read == nil {
			continue
		}
		if _, _, err := f.Read("f", data); err != nil {
			t.Error(f.ID, err)
		}
	}
}

// fuzz holds that a reader never panics, and that what it reads can be written in every format and read again.
func fuzz(f *testing.F, id string, seeds ...string) {
	format, _ := Find(id)
	for _, s := range seeds {
		data, err := os.ReadFile("testdata/" + s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, losses, err := format.Read("file", data)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		again, more, err := format.Read("file", data)
		if err != nil || told(more) != told(losses) || fmt.Sprint(d) != fmt.Sprint(again) {
			t.Error("the same bytes are read in two ways")
		}
		if p := problems(d.Tree); p != "" {
			t.Error(p)
		}
		for _, w := range Formats() {
			if w.Write == nil {
				continue
			}
			out, _, err := w.Write(d)
			if err != nil || w.Read == nil {
				continue
			}
			back, _, err := w.Read("file", out)
			if err != nil {
				t.Fatalf("%s: %v\n%s", w.ID, err, out)
			}
			if k := keeps[w.ID]; k.ids && len(d.Tree.Nodes) < 200 && len(out) < 100_000 && outline(back.Tree, k) != outline(d.Tree, k) {
				t.Errorf("%s changes the tree\n%s\n%s", w.ID, outline(d.Tree, k), outline(back.Tree, k))
			}
		}
	})
}

func FuzzADTool(f *testing.F)    { fuzz(f, "adtool", "sample.adtool.xml", "foreign.adtool.xml") }
func FuzzAFB(f *testing.F)       { fuzz(f, "afb", "foreign-v2.afb", "foreign-v3.afb") }
func FuzzSTIX(f *testing.F)      { fuzz(f, "stix", "foreign.stix.json") }
func FuzzDOT(f *testing.F)       { fuzz(f, "dot", "sample.dot", "foreign.dot") }
func FuzzDeciduous(f *testing.F) { fuzz(f, "deciduous", "foreign.deciduous.yaml") }
