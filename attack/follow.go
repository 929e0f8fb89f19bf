package attack

import (
	"slices"

	"theriac.dev/model"
)

// Follow is how what was done at one place comes to a hazard: the function that fails, and the elements and flows on the
// shortest way from there to who performs it.
type Follow struct {
	Function string   `json:"function,omitempty"`
	Along    []string `json:"along,omitempty"`
}

// follow goes from a target of a finding to the nearest element that performs a function of the hazard, along flows that
// carry what the function uses, or anything where it does not say. There is no way where the target only handles such
// data, or where the hazard follows from the loss of data.
func (g *Graph) follow(target, hazard string) *Follow {
	h := g.g.m.Hazards.Get(hazard)
	at, ok := g.at[target]
	if h == nil || !ok {
		return nil
	}
	ids := make([]string, 0, len(h.Of.Items))
	for _, s := range h.Of.Items {
		ids = append(ids, s.Value)
	}
	slices.Sort(ids)
	var best *Follow
	for _, id := range ids {
		f := g.g.m.Functions.Get(id)
		if f == nil {
			continue
		}
		if way := g.g.carry(g.places[at], slotsOf(&g.g.m.Data, f.Uses), g.g.performers[id]); way != nil && (best == nil || len(way) < len(best.Along)) {
			best = &Follow{Function: id, Along: way}
		}
	}
	return best
}

// carry returns the shortest way from a place to any of some elements along flows that carry any of some data.
func (g *ground) carry(from place, uses, to []int32) []string {
	all := g.m.Elements.All()
	start := int32(from.slot)
	var way []string
	switch from.kind {
	case ofFlow:
		way = []string{from.id}
		if start = g.to[from.slot]; start < 0 {
			return nil
		}
	case ofElement, ofPort:
	default:
		return nil
	}
	before := map[int32]int32{start: -1} // flow by which an element was reached
	sender := map[int32]int32{}
	queue := []int32{start}
	for len(queue) > 0 {
		el := queue[0]
		queue = queue[1:]
		if slices.Contains(to, el) {
			var back []string
			for v := el; ; v = sender[v] {
				back = append(back, all[v].ID.Value)
				if before[v] < 0 {
					break
				}
				back = append(back, g.m.Flows.All()[before[v]].ID.Value)
			}
			slices.Reverse(back)
			return append(way, back...)
		}
		visit := func(f, next int32) {
			if _, seen := before[next]; next >= 0 && !seen && g.bears(f, uses) {
				before[next], sender[next] = f, el
				queue = append(queue, next)
			}
		}
		for _, f := range g.outOf[el] {
			visit(f, g.to[f])
		}
		for _, f := range g.into[el] {
			if twoWay(g.m.Flows.All()[f]) {
				visit(f, g.from[f])
			}
		}
	}
	return nil
}

func twoWay(f *model.Flow) bool { return f.Direction.Value == "two-way" }

// bears reports whether a flow carries any of some data; any flow does where the list is empty.
func (g *ground) bears(flow int32, uses []int32) bool {
	return len(uses) == 0 || slices.ContainsFunc(g.carried[flow], func(d int32) bool { return slices.Contains(uses, d) })
}
