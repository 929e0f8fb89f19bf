package diagram

import (
	"fmt"
	"strconv"
	"strings"
)

// collapse makes one node of all elements that stand directly in the same zone, and one edge of all flows between two
// such nodes in the same direction.
func collapse(g *Graph) *Graph {
	out := &Graph{ID: g.ID, Title: g.Title + ": overview", Zones: g.Zones}
	at := map[int]int{}
	kinds := map[int]map[Shape]int{}
	for _, n := range g.Nodes {
		i, ok := at[n.Zone]
		if !ok {
			i = len(out.Nodes)
			at[n.Zone] = i
			id := g.ID
			if n.Zone >= 0 {
				id = g.Zones[n.Zone].ID
			}
			out.Nodes = append(out.Nodes, Node{ID: id, Shape: Group, Zone: n.Zone})
			kinds[i] = map[Shape]int{}
		}
		kinds[i][n.Shape]++
		out.Nodes[i].Mark = sum(out.Nodes[i].Mark, n.Mark)
	}
	for i := range out.Nodes {
		out.Nodes[i].Name, out.Nodes[i].Note = countKinds(kinds[i])
	}
	type pair struct{ from, to int }
	edges := map[pair]int{}
	flows := map[int]int{}
	edgeAt := make([]int, len(g.Edges))
	for k, e := range g.Edges {
		edgeAt[k] = -1
		p := pair{at[g.Nodes[e.From].Zone], at[g.Nodes[e.To].Zone]}
		if p.from == p.to {
			continue
		}
		i, ok := edges[p]
		if !ok {
			i = len(out.Edges)
			edges[p] = i
			out.Edges = append(out.Edges, Edge{ID: e.ID, From: p.from, To: p.to, Protection: Stated})
		}
		edgeAt[k] = i
		flows[i]++
		out.Edges[i].Mark = sum(out.Edges[i].Mark, e.Mark)
		out.Edges[i].Protection = worse(out.Edges[i].Protection, e.Protection)
	}
	for i := range out.Edges {
		out.Edges[i].Name = count(flows[i], "flow")
		if flows[i] > 1 {
			out.Edges[i].ID = ""
		}
	}
	nodeAt := make([]int, len(g.Nodes))
	for i, n := range g.Nodes {
		nodeAt[i] = at[n.Zone]
	}
	for _, n := range g.Notes {
		n.Nodes, n.Edges, n.At = through(n.Nodes, nodeAt), through(n.Edges, edgeAt), nil
		out.Notes = append(out.Notes, n)
	}
	return out
}

// worse returns the protection that needs more attention: none before unknown before stated.
func worse(a, b Protection) Protection {
	if a == Absent || b == Absent {
		return Absent
	}
	return min(a, b)
}

// sum adds up two marks and keeps the severity that sorts last, as S5 does after S1.
func sum(a, b Mark) Mark {
	return Mark{Count: a.Count + b.Count, Severity: max(a.Severity, b.Severity)}
}

// countKinds says how many elements of which kinds there are.
func countKinds(kinds map[Shape]int) (name, note string) {
	total := 0
	var parts []string
	for _, s := range []Shape{Process, Store, External, Human, Sensor, Actuator, Physical} {
		if n := kinds[s]; n > 0 {
			total += n
			parts = append(parts, strconv.Itoa(n)+" "+string(s))
		}
	}
	name = fmt.Sprintf("%d elements", total)
	if total == 1 {
		name = "1 element"
	}
	return name, strings.Join(parts, ", ")
}
