package engine

import (
	"slices"
	"strings"

	"theriac.dev/library"
)

// Engine asks the rules of one library. It is immutable and safe for concurrent use.
type Engine struct {
	lib   *library.Library
	words *words
	rules map[string][]*rule // by the kind of subject that they are asked of, in the order of ids

	positions   []string // attacker positions by exposure bit, from outside to inside
	positionBit []uint32 // by term
	near        uint32   // the bit of whoever is within radio range
	radio       []bool   // by term: is it a radio?
	termReach   []uint32 // by term: positions that a protocol or carrier brings
	shared      []string // attributes that both elements and flows have
	below       struct{ encryptionLink, encryptionTunnel, authenticationLink library.TermID }
	controls    map[string]*library.Control
	threats     map[string]*library.Threat
	class       [classes]library.TermID
}

// rule is a threat of the library, prepared.
type rule struct {
	threat    *library.Threat
	order     int   // place of its id among all ids
	harms     uint8 // properties that it takes away
	prior     int   // 0 low ... 2 high
	suggested []*library.Control
	answers   map[string]bool // ids of library controls that answer it
	title     template
	text      template
	because   template
	deep      bool // it reads flows of the element, or of an end of the flow
}

// New prepares an engine for a library.
func New(lib *library.Library) *Engine {
	v := lib.Vocabulary
	e := &Engine{
		lib: lib, words: newWords(v), rules: map[string][]*rule{}, controls: map[string]*library.Control{},
		threats: map[string]*library.Threat{}, positions: v.Positions(),
	}
	e.prepareReach()
	e.below.encryptionLink, _ = v.ID("encryption", "link")
	e.below.encryptionTunnel, _ = v.ID("encryption", "tunnel")
	e.below.authenticationLink, _ = v.ID("authentication", "link")
	for c, w := range classWords {
		e.class[c], _ = v.ID(w[0], w[1])
	}
	for _, a := range lib.Attributes {
		if slices.Contains(a.Of, "element") && slices.Contains(a.Of, "flow") {
			e.shared = append(e.shared, a.ID)
		}
	}
	slices.Sort(e.shared)
	for _, c := range lib.Controls {
		e.controls[c.ID] = c
	}
	e.prepareRules()
	return e
}

// Library returns the library that the engine was made for.
func (e *Engine) Library() *library.Library { return e.lib }

func (e *Engine) prepareReach() {
	v := e.words.voc
	n := v.Len()
	e.positionBit, e.radio, e.termReach = make([]uint32, n), make([]bool, n), make([]uint32, n)
	for _, p := range e.positions {
		id, _ := v.ID("position", p)
		e.positionBit[id] = v.PositionBit(p)
	}
	e.near = v.PositionBit("anyone-near")
	radio, _ := v.ID("protocol", "radio")
	for _, w := range v.Words("protocol") {
		id, _ := v.ID("protocol", w)
		e.radio[id] = radio != 0 && v.IsA(id, radio)
		for _, list := range [2][][]brought{e.words.gives, e.words.usually} {
			if b := find(list[id], fieldReach); b != nil {
				for _, p := range b.terms {
					e.termReach[id] |= e.positionBit[p]
				}
			}
		}
	}
}

func (e *Engine) prepareRules() {
	threats := slices.Clone(e.lib.Threats)
	slices.SortStableFunc(threats, func(a, b *library.Threat) int { return strings.Compare(a.ID, b.ID) })
	answers := e.wideControls()
	for i, t := range threats {
		e.threats[t.ID] = t
		r := &rule{
			threat: t, order: i, prior: priorOf(t.Prior), title: newTemplate(t.Title), text: newTemplate(t.Text), because: newTemplate(t.Because),
			harms:   propertyBits(func(i int) string { return t.Harms[i] }, len(t.Harms)),
			answers: map[string]bool{}, deep: deep(t.When) || deep(t.Unless),
		}
		for _, id := range t.Controls {
			if c := e.controls[id]; c != nil {
				r.suggested = append(r.suggested, c)
			}
			for _, narrow := range answers[id] {
				r.answers[narrow] = true
			}
			r.answers[id] = true
		}
		e.rules[t.For] = append(e.rules[t.For], r)
	}
}

// wideControls returns, for each control, the controls that will do in its place: those that are one of it, by any
// number of steps.
func (e *Engine) wideControls() map[string][]string {
	out := map[string][]string{}
	for _, c := range e.lib.Controls {
		seen := []string{c.ID}
		for i := 0; i < len(seen); i++ {
			wide := e.controls[seen[i]]
			if wide == nil {
				continue
			}
			for _, up := range wide.Is {
				if !slices.Contains(seen, up) {
					seen = append(seen, up)
					out[up] = append(out[up], c.ID)
				}
			}
		}
	}
	return out
}

func priorOf(word string) int {
	switch word {
	case "high":
		return 2
	case "low":
		return 0
	}
	return 1
}

// deep reports whether a condition reads lists of flows, so that it must be asked again when a neighbour changes.
func deep(c *library.Condition) bool {
	for _, read := range c.Reads() {
		if strings.Contains(read, ".inbound") || strings.Contains(read, ".outbound") {
			return true
		}
	}
	return false
}
