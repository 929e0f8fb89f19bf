package engine

import (
	"slices"

	"theriac.dev/library"
)

// Reach is who gets where in a model and what hangs on it: what findings are chained by. The lists are in the order of
// the model and must not be changed.
type Reach struct {
	Elements []ElementReach
	Flows    []FlowReach
}

// ElementReach is who gets to an element and what follows from holding it.
type ElementReach struct {
	// Exposure are the attacker positions that reach it, from outside to inside.
	Exposure []string
	// Beside are the positions that reach its zone or a zone around it: who can stand beside it. A position can be beside
	// an element that it does not reach over any wire, as a visitor is beside a closed box.
	Beside []string
	// Hazards are what it can lead to, worst first. Performs are those of them that follow from a function that it
	// performs itself.
	Hazards, Performs []string
	// Many says that more than one patient hangs on it, or on the way from it to who performs a function.
	Many bool
	// Is is what it is and runs, and what such an element usually runs besides, as terms of the vocabulary.
	Is, Usual []library.TermID
}

// FlowReach is who gets to a flow. Protocol holds what it speaks and what carries it.
type FlowReach struct {
	Exposure []string
	Protocol []library.TermID
}

// Reach returns who gets where in the model of the analysis.
func (a *Analysis) Reach() *Reach {
	out := &Reach{}
	a.withFacts(func(x *facts) {
		r := reacher{x: x, words: map[uint32][]string{}}
		out.Elements = make([]ElementReach, len(x.elements))
		for i, el := range x.elements {
			out.Elements[i] = r.element(el)
		}
		out.Flows = make([]FlowReach, len(x.flows))
		for i, f := range x.flows {
			out.Flows[i] = FlowReach{Exposure: r.positions(f.Exposure), Protocol: slices.Concat(f.Protocol.Of, f.Over.Of)}
		}
	})
	return out
}

// reacher keeps the words of each exposure that it has met, since few differ.
type reacher struct {
	x       *facts
	words   map[uint32][]string
	scratch []int32
}

func (r *reacher) positions(bits uint32) []string {
	words, ok := r.words[bits]
	if !ok {
		words = r.x.eng.exposureWords(bits)
		r.words[bits] = words
	}
	return words
}

func (r *reacher) element(el *elementRec) ElementReach {
	out := ElementReach{Exposure: r.positions(el.Exposure), Many: el.ManyPatient, Is: el.Is.Of, Usual: el.Usual.Of}
	var beside uint32
	for z := el.zone; z != nil; z = z.parent {
		beside |= z.reach
	}
	out.Beside = r.positions(beside)
	var all harm
	all, r.scratch = r.x.inf.harmOf(el.hits, 0, r.scratch)
	out.Hazards = all.hazards
	var own []hit
	for _, h := range el.hits {
		if h.dist == 0 && r.x.inf.causes[h.cause].function != nil {
			own = append(own, h)
		}
	}
	if own != nil {
		all, r.scratch = r.x.inf.harmOf(own, 0, r.scratch)
		out.Performs = all.hazards
	}
	return out
}
