package model

import (
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// cuts collects what is to be taken away, so that several members of one collection go in one edit, and a collection
// that becomes empty goes with its key.
type cuts struct {
	e     *editor
	holes []*hole
	at    map[*syntax.Node]*hole
}

// hole is the members that one collection loses.
type hole struct {
	spot
	gone map[int]bool
}

func (e *editor) cuts() *cuts { return &cuts{e: e, at: map[*syntax.Node]*hole{}} }

// cut takes away what stands at the spot.
func (c *cuts) cut(at spot) {
	last := at.steps[len(at.steps)-1]
	n := last.holder.Value
	h := c.at[n]
	if h == nil {
		h = &hole{spot: at, gone: map[int]bool{}}
		c.at[n] = h
		c.holes = append(c.holes, h)
	}
	h.gone[last.index] = true
}

// finish writes the edits, the innermost collections first.
func (c *cuts) finish() {
	for depth := c.depth(); depth > 0; depth-- {
		for _, h := range slices.Clone(c.holes) { // cut adds holes of lesser depth
			if len(h.steps) == depth {
				c.fill(h)
			}
		}
	}
}

func (c *cuts) depth() int {
	deepest := 0
	for _, h := range c.holes {
		deepest = max(deepest, len(h.steps))
	}
	return deepest
}

func (c *cuts) fill(h *hole) {
	last := h.steps[len(h.steps)-1]
	n, t := last.holder.Value, h.t
	if len(h.gone) == len(n.Pairs)+len(n.Items) && !last.entry && last.holder.Key != nil {
		if !last.top || n.Style == syntax.Flow {
			c.cut(spot{t, h.steps[:len(h.steps)-1]})
			return
		}
		t.removeSection(last.holder)
		return
	}
	if n.Kind == syntax.Sequence {
		t.removeItems(n, h.gone)
		return
	}
	t.removePairs(last.holder, h.gone)
}

// removeSection takes away a section that lost all its entries. Comments between them stay, and so does the head where
// it has one.
func (t *text) removeSection(p syntax.Pair) {
	start, _ := t.span(p.Key)
	at := t.colon(p.Key)
	if strings.Contains(t.src[at:t.lineEnd(at)], "#") {
		t.emptyBlock(p)
		return
	}
	from, to := t.lineStart(start), t.nextLine(at)
	whole := t.nextLine(t.pairEnd(p))
	if from > 0 && strings.TrimSpace(t.src[t.lineStart(from-1):from]) == "" &&
		(whole == len(t.src) || strings.TrimSpace(t.src[whole:t.nextLine(whole)]) == "") {
		from = t.lineStart(from - 1) // one of the two blank lines that would meet
	}
	t.replace(from, to, "")
	for _, q := range p.Value.Pairs {
		start, _ := t.span(q.Key)
		t.removeLines(start, t.pairEnd(q))
	}
}
