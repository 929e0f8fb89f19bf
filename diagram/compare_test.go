package diagram_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	. "theriac.dev/diagram"
)

// turns lists what a graph marks.
func turns(g *Graph) []string {
	var out []string
	for _, z := range g.Zones {
		out = append(out, fmt.Sprintf("%v zone %s", z.Change, z.ID))
	}
	for _, n := range g.Nodes {
		out = append(out, fmt.Sprintf("%v element %s", n.Change, n.ID))
	}
	for _, e := range g.Edges {
		out = append(out, fmt.Sprintf("%v flow %s from %s to %s", e.Change, e.ID, g.Nodes[e.From].ID, g.Nodes[e.To].ID))
	}
	out = slices.DeleteFunc(out, func(s string) bool { return strings.HasPrefix(s, " ") })
	slices.Sort(out)
	return out
}

func TestCompare(t *testing.T) {
	was := graph(t, Options{})
	text := strings.NewReplacer(
		"  motor:  {name: Motor, kind: actuator, zone: z-core}\n", "",
		"  f2: {name: Motor commands, from: pcu, to: motor, direction: two-way}\n", "  f7: {from: wbm, to: nurse}\n",
		"from: server, to: wbm", "from: server, to: pcu",
		"kind: store, zone: z-srv", "kind: store, zone: z-cloud",
		"  z-srv:  {name: Servers}\n", "  z-srv:  {name: Servers}\n  z-cloud: {name: Cloud}\n",
	).Replace(pump)
	now, err := FromModel(decode(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := Compare(was, now, map[string]bool{"elements/libdb": true, "flows/f4": true})
	want := []string{
		"added flow f7 from wbm to nurse", "added zone z-cloud", "changed element libdb", "changed flow f4 from server to pcu",
		"removed element motor", "removed flow f2 from pcu to motor", "removed flow f4 from server to wbm",
	}
	if got := turns(g); !slices.Equal(got, want) {
		t.Errorf("turned:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	scene := Draw(g, Arrange(g, LayoutOptions{Detail: NameDetail}))
	look(t, "compare", scene)
	var svg bytes.Buffer
	if err := scene.WriteSVG(&svg, Print()); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"+ added", "− removed", "± changed", "was in Servers", `data-id="motor" data-change="removed"`} {
		if !strings.Contains(svg.String(), words) {
			t.Errorf("the picture does not say %q", words)
		}
	}
}

func TestCompareWithItselfIsCalm(t *testing.T) {
	g := graph(t, Options{})
	if got := turns(Compare(g, g, nil)); len(got) > 0 {
		t.Errorf("turned: %s", got)
	}
}

func TestCompareAnyTwo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, now := graphs().Draw(t, "was"), graphs().Draw(t, "now")
		g := Compare(was, now, nil)
		a, b := mended(was), mended(now)
		for _, n := range append(a.Nodes, b.Nodes...) {
			if i := slices.IndexFunc(g.Nodes, func(x Node) bool { return x.ID == n.ID }); i < 0 {
				t.Fatalf("element %s is not shown", n.ID)
			}
		}
		if len(g.Edges) < max(len(a.Edges), len(b.Edges)) {
			t.Fatalf("%d flows of %d and %d", len(g.Edges), len(a.Edges), len(b.Edges))
		}
		Draw(g, Arrange(g, LayoutOptions{}))
	})
}
