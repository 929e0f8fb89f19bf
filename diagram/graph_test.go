package diagram_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	. "theriac.dev/diagram"
)

var shapes = []Shape{Process, Store, External, Human, Sensor, Actuator, Physical}

// names are texts that people write and some that nobody should.
var names = []string{
	"Pump", "Drug library editor", "Wireless communication module with antenna", "", "x", "Überwachungsstation für Säuglinge",
	"輸液ポンプ制御装置", "averyveryveryveryverylongwordwithoutanyspaceinitatall", "a\nb\tc", "<script>alert(1)</script>", "\"]; end",
	"\u202eevil", "`code` *bold* [link](x) #1; --> |", "mqtt/tls/none/password/certificate/other", "\xff\xfe", "· · ·",
}

// graphs draws random graphs, among them ones with broken references.
func graphs() *rapid.Generator[*Graph] {
	return rapid.Custom(func(t *rapid.T) *Graph {
		name := rapid.SampledFrom(names)
		g := &Graph{ID: "g", Title: name.Draw(t, "title")}
		for i := range rapid.IntRange(0, 7).Draw(t, "zones") {
			g.Zones = append(g.Zones, Zone{ID: fmt.Sprint("z", i), Name: name.Draw(t, "zone"), In: rapid.IntRange(-1, 7).Draw(t, "in"), Trust: rapid.IntRange(-1, 9).Draw(t, "trust")})
		}
		for i := range rapid.IntRange(0, 14).Draw(t, "nodes") {
			g.Nodes = append(g.Nodes, Node{
				ID: fmt.Sprint("e", i), Name: name.Draw(t, "name"), Note: name.Draw(t, "note"), Shape: rapid.SampledFrom(shapes).Draw(t, "shape"),
				Zone: rapid.IntRange(-1, 7).Draw(t, "of"), OutOfScope: rapid.Bool().Draw(t, "out"), Mark: Mark{Count: rapid.IntRange(0, 3).Draw(t, "mark"), Severity: "S5"},
			})
		}
		for i := range rapid.IntRange(0, 24).Draw(t, "edges") {
			g.Edges = append(g.Edges, Edge{
				ID: fmt.Sprint("f", i), From: rapid.IntRange(0, 14).Draw(t, "from"), To: rapid.IntRange(0, 14).Draw(t, "to"), Name: name.Draw(t, "flow"),
				Detail: name.Draw(t, "detail"), Guard: name.Draw(t, "guard"), TwoWay: rapid.Bool().Draw(t, "both"), Protection: Protection(rapid.IntRange(0, 2).Draw(t, "protection")),
			})
		}
		return g
	})
}

// mended returns the graph as it is drawn: what refers to nothing is left out.
func mended(g *Graph) *Graph {
	m := &Graph{ID: g.ID, Title: g.Title, Zones: append([]Zone(nil), g.Zones...), Nodes: append([]Node(nil), g.Nodes...)}
	for i := range m.Zones {
		if m.Zones[i].In >= len(m.Zones) {
			m.Zones[i].In = -1
		}
	}
	for i := range m.Zones {
		steps := 0
		for z := m.Zones[i].In; z >= 0; z = m.Zones[z].In {
			if steps++; steps > len(m.Zones) {
				m.Zones[i].In = -1
				break
			}
		}
	}
	for i := range m.Nodes {
		if m.Nodes[i].Zone >= len(m.Zones) {
			m.Nodes[i].Zone = -1
		}
	}
	for _, e := range g.Edges {
		if e.From < len(m.Nodes) && e.To < len(m.Nodes) {
			m.Edges = append(m.Edges, e)
		}
	}
	return m
}

// generated is a model of n elements in nested zones with a third more flows, most of them between near elements.
func generated(n int) *Graph {
	state := uint64(88172645463325252)
	below := func(k int) int {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return int(state >> 33 % uint64(k))
	}
	g := &Graph{ID: "generated", Title: fmt.Sprint("Generated model with ", n, " elements")}
	zones := max(n/6, 2)
	for i := range zones {
		in := -1
		if i > 0 && below(3) > 0 {
			in = below(i)
		}
		g.Zones = append(g.Zones, Zone{ID: fmt.Sprint("z", i), Name: fmt.Sprint("Zone number ", i), In: in, Trust: below(10)})
	}
	for i := range n {
		g.Nodes = append(g.Nodes, Node{ID: fmt.Sprint("e", i), Name: fmt.Sprint("Element number ", i), Note: "therapy controller", Shape: shapes[below(7)], Zone: i * zones / n})
	}
	for i := range n * 4 / 3 {
		a := below(n)
		b := (a + 1 + below(6)) % n
		if below(6) == 0 {
			b = below(n)
		}
		g.Edges = append(g.Edges, Edge{
			ID: fmt.Sprint("f", i), From: a, To: b, Name: fmt.Sprint("Drug library ", i), Detail: "tcp-proprietary over wifi",
			Guard: "auth none · enc tls", Protection: Protection(below(3)),
		})
	}
	return g
}

// fataler is what testing.T and rapid.T have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

var _ fataler = (*testing.T)(nil)
