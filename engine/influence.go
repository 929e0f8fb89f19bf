package engine

import (
	"cmp"
	"slices"
	"strings"

	"theriac.dev/model"
)

// Influence says what a thing can do to patients: which critical functions it can disturb, along which flows, and which
// hazards follow.
//
// An element influences a function where it performs it; where it can send data that the function uses along flows to an
// element that performs it (any data, where the function does not say what it uses); or where it handles such data at
// all. A flow influences what its data and its receiver influence. A data asset influences the functions that use it.
// A hazard follows from the failure of its functions and from the loss of its data.

// far is the distance of what is tied to a hazard only by having to do with its data.
const far = 4

// hit is one cause of hazards that a thing can influence: a function, or the data of a hazard. It is nearest where dist
// is 0: the thing performs the function or is the data itself.
type hit struct {
	cause int32
	via   int32 // slot of the flow to go along; -1 where it is here
	dist  uint8
	many  bool // several patients hang on the way from here to the function
}

// cause is what hazards follow from.
type cause struct {
	function *model.Function // nil where the hazards follow from data
	uses     []bool          // by slot of the data; nil means any data
	hazards  []int32         // worst first
}

// danger is a hazard, ready to compare.
type danger struct {
	ref      *model.Hazard
	severity int
	many     bool
	needs    uint8
}

// health reports whether the hazard harms people, and not only their privacy or someone's money.
func (d *danger) health() bool { return d.ref.Patients.Value != "none" }

// influence is the causes and hazards of a model.
type influence struct {
	causes  []cause
	dangers []danger // worst first
	queue   []*elementRec
	seen    []int32 // by slot of the element: the cause whose walk saw it last, counted from 1
	at      []int32 // by slot of the element: where its hit for that cause is

	keepers  grouped[*elementRec] // by slot of the data: elements that keep it
	carriers grouped[*flowRec]    // by slot of the data: flows that carry it
}

// grouped is a list for each slot, all in one piece of memory.
type grouped[T any] struct {
	ends []int32
	all  []T
}

// of returns the list of a slot.
func (g *grouped[T]) of(slot int) []T {
	from := int32(0)
	if slot > 0 {
		from = g.ends[slot-1]
	}
	return g.all[from:g.ends[slot]]
}

// groupByData lists, for each data asset, the things that have to do with it.
func groupByData[T any](things []T, slots int, data func(T) []*dataRec) grouped[T] {
	g := grouped[T]{ends: make([]int32, slots)}
	for _, t := range things {
		for _, d := range data(t) {
			g.ends[d.slot]++
		}
	}
	sum := int32(0)
	next := make([]int32, slots)
	for i, n := range g.ends {
		next[i] = sum
		sum += n
		g.ends[i] = sum
	}
	g.all = make([]T, sum)
	for _, t := range things {
		for _, d := range data(t) {
			g.all[next[d.slot]] = t
			next[d.slot]++
		}
	}
	return g
}

// Properties as bits, in the order of the language.
var properties = []string{"confidentiality", "integrity", "authenticity", "availability", "freshness", "accountability"}

func propertyBits(word func(int) string, n int) uint8 {
	var bits uint8
	for i := range n {
		if p := slices.Index(properties, word(i)); p >= 0 {
			bits |= 1 << p
		}
	}
	return bits
}

// unratedSeverity stands for the severity of a hazard that nobody has rated: in the middle, since unknown is not safe.
const unratedSeverity = 3

// SeverityOf reads the severity of a hazard from 1 to 5, its own or that of its harm; 3 where nobody has rated it.
func SeverityOf(m *model.Model, h *model.Hazard) int {
	word := h.Severity
	if !word.Stated() {
		if harm := m.Harms.Get(h.Harm.Value); harm != nil {
			word = harm.Severity
		}
	}
	if len(word.Value) == 2 && word.Value[0] == 'S' && word.Value[1] >= '1' && word.Value[1] <= '5' {
		return int(word.Value[1] - '0')
	}
	return unratedSeverity
}

func newInfluence(x *facts) *influence {
	inf := &influence{seen: make([]int32, len(x.elements)), at: make([]int32, len(x.elements))}
	inf.rate(x.m)
	inf.find(x)
	inf.keepers = groupByData(x.elements, len(x.data), func(el *elementRec) []*dataRec { return el.kept })
	inf.carriers = groupByData(x.flows, len(x.data), func(f *flowRec) []*dataRec { return f.data })
	for i := range inf.causes {
		x.walk(inf, int32(i))
	}
	for _, f := range x.flows {
		x.hitFlow(inf, f)
	}
	return inf
}

// rate lists the hazards, worst first; equal ones by id.
func (inf *influence) rate(m *model.Model) {
	for _, h := range m.Hazards.All() {
		inf.dangers = append(inf.dangers, danger{
			ref: h, severity: SeverityOf(m, h), many: h.Patients.Value == "many",
			needs: propertyBits(func(i int) string { return h.Needs.Items[i].Value }, len(h.Needs.Items)),
		})
	}
	slices.SortFunc(inf.dangers, func(a, b danger) int {
		if a.severity != b.severity {
			return b.severity - a.severity
		}
		if a.many != b.many {
			if a.many {
				return -1
			}
			return 1
		}
		return strings.Compare(a.ref.ID.Value, b.ref.ID.Value)
	})
}

// find makes a cause of each function that a hazard follows from and of the data of each hazard.
func (inf *influence) find(x *facts) {
	byFunction := make([]int32, x.m.Functions.Len())
	for h := range inf.dangers {
		ref := inf.dangers[h].ref
		for _, of := range ref.Of.Items {
			i := x.m.Functions.Index(of.Value)
			if i < 0 {
				continue
			}
			if byFunction[i] == 0 {
				f := x.m.Functions.All()[i]
				inf.causes = append(inf.causes, cause{function: f, uses: x.dataSet(f.Uses)})
				byFunction[i] = int32(len(inf.causes))
			}
			c := &inf.causes[byFunction[i]-1]
			c.hazards = append(c.hazards, int32(h))
		}
		if uses := x.dataSet(ref.Data); uses != nil {
			inf.causes = append(inf.causes, cause{uses: uses, hazards: []int32{int32(h)}})
		}
	}
}

// dataSet turns ids of data into a set by slot; nil where none of them is known.
func (x *facts) dataSet(ids model.Strings) []bool {
	var set []bool
	for _, id := range ids.Items {
		if i := x.m.Data.Index(id.Value); i >= 0 {
			if set == nil {
				set = make([]bool, len(x.data))
			}
			set[i] = true
		}
	}
	return set
}

func (c *cause) usesAny(data []*dataRec) bool {
	if c.uses == nil {
		return true
	}
	for _, d := range data {
		if c.uses[d.slot] {
			return true
		}
	}
	return false
}

// walk goes from the performers of a function against the flows that carry what it uses, breadth first, and notes the
// first way that reaches each element.
func (x *facts) walk(inf *influence, n int32) {
	c := &inf.causes[n]
	inf.queue = inf.queue[:0]
	if c.function != nil {
		for _, by := range c.function.By.Items {
			if i := x.m.Elements.Index(by.Value); i >= 0 {
				inf.reach(x.elements[i], n, -1, 0, false)
			}
		}
	}
	for head := 0; head < len(inf.queue); head++ {
		el := inf.queue[head]
		h := el.hits[inf.at[el.slot]]
		for _, f := range el.in {
			if f.from != nil && c.usesAny(f.data) {
				inf.reach(f.from, n, int32(f.slot), h.dist+1, h.many)
			}
		}
		for _, f := range el.out {
			if f.to != nil && f.Ref.Direction.Value == "two-way" && c.usesAny(f.data) {
				inf.reach(f.to, n, int32(f.slot), h.dist+1, h.many)
			}
		}
	}
	if c.uses != nil {
		x.handlers(inf, n)
	}
}

// reach notes that an element influences a cause, unless a nearer way was found before.
func (inf *influence) reach(el *elementRec, n, via int32, dist uint8, many bool) {
	if inf.seen[el.slot] == n+1 {
		return
	}
	inf.seen[el.slot] = n + 1
	inf.at[el.slot] = int32(len(el.hits))
	el.hits = append(el.hits, hit{cause: n, via: via, dist: min(dist, 200), many: many || el.Serves > 1})
	inf.queue = append(inf.queue, el)
}

// handlers notes the data that the cause uses, and the elements that hold, send or get it without a way to a performer.
func (x *facts) handlers(inf *influence, n int32) {
	c := &inf.causes[n]
	for slot, used := range c.uses {
		if !used {
			continue
		}
		x.data[slot].hits = append(x.data[slot].hits, hit{cause: n, via: -1})
		for _, el := range inf.keepers.of(slot) {
			inf.reach(el, n, -1, 1, false)
		}
	}
	dist := uint8(far)
	if c.function == nil {
		dist = 1
	}
	for slot, used := range c.uses {
		if !used {
			continue
		}
		for _, f := range inf.carriers.of(slot) {
			if f.from != nil {
				inf.reach(f.from, n, -1, dist, false)
			}
			if f.to != nil {
				inf.reach(f.to, n, -1, dist, false)
			}
		}
	}
}

// hitFlow gathers what a flow influences: what its receiver does with its data, its data itself, and, further off, what
// its receiver does at all.
func (x *facts) hitFlow(inf *influence, f *flowRec) {
	f.hits = f.hits[:0]
	if f.to != nil {
		for _, h := range f.to.hits {
			d := h.dist + 1
			if !inf.causes[h.cause].usesAny(f.data) {
				d = h.dist + far
			}
			f.hits = append(f.hits, hit{cause: h.cause, via: int32(f.slot), dist: d, many: h.many})
		}
	}
	if f.from != nil && f.Ref.Direction.Value == "two-way" {
		for _, h := range f.from.hits {
			if inf.causes[h.cause].usesAny(f.data) {
				f.hits = nearer(f.hits, hit{cause: h.cause, via: int32(f.slot), dist: h.dist + 1, many: h.many})
			}
		}
	}
	for _, d := range f.data {
		for _, h := range d.hits {
			dist := uint8(far)
			if inf.causes[h.cause].function == nil {
				dist = 1
			}
			f.hits = nearer(f.hits, hit{cause: h.cause, via: -1, dist: dist})
		}
	}
}

// nearer adds a hit, or replaces the one of the same cause where it is further off.
func nearer(list []hit, h hit) []hit {
	for i := range list {
		if list[i].cause != h.cause {
			continue
		}
		if h.dist < list[i].dist {
			many := list[i].many
			list[i] = h
			list[i].many = many || h.many
		}
		return list
	}
	return append(list, h)
}

// applyInfluence writes what conditions may read of the influence into the facts.
func (x *facts) applyInfluence() {
	for _, el := range x.elements {
		el.Severity, el.ManyPatient, el.Performs = 0, false, false
		for _, h := range el.hits {
			if h.dist == 0 && x.inf.causes[h.cause].function != nil {
				el.Performs = true
			}
			severity, many := x.inf.worst(h)
			el.Severity = max(el.Severity, severity)
			el.ManyPatient = el.ManyPatient || many
		}
	}
	for _, f := range x.flows {
		f.Severity = 0
		for _, h := range f.hits {
			severity, _ := x.inf.worst(h)
			f.Severity = max(f.Severity, severity)
		}
	}
}

// worst returns the severity of the worst hazard of a hit and whether any of its hazards hurts several patients.
func (inf *influence) worst(h hit) (severity int, many bool) {
	list := inf.causes[h.cause].hazards
	if len(list) == 0 {
		return 0, false
	}
	severity = inf.dangers[list[0]].severity
	many = h.many
	for _, d := range list {
		many = many || inf.dangers[d].many
	}
	return severity, many
}

// harm is what a subject can lead to, limited to hazards that need what a threat takes away.
type harm struct {
	mask     uint8 // the properties that the threat takes away; 0 for any
	severity int
	many     bool
	health   bool  // one of the worst hazards is a harm to people
	dist     uint8 // to the nearest of the worst hazards
	hazards  []string
}

// harmOf computes the hazards that follow from the hits of a subject and a threat that takes away the properties in
// mask. A hazard that says what it needs does not follow from a threat that says it takes something else.
func (inf *influence) harmOf(hits []hit, mask uint8, scratch []int32) (harm, []int32) {
	out := harm{mask: mask, dist: 255}
	scratch = scratch[:0]
	for _, h := range hits {
		for _, d := range inf.causes[h.cause].hazards {
			dg := &inf.dangers[d]
			if mask != 0 && dg.needs != 0 && mask&dg.needs == 0 {
				continue
			}
			scratch = append(scratch, d)
			if dg.severity > out.severity {
				out.severity, out.dist, out.health = dg.severity, 255, false
			}
			if dg.severity == out.severity {
				out.dist, out.health = min(out.dist, h.dist), out.health || dg.health()
			}
			out.many = out.many || dg.many || h.many && dg.health()
		}
	}
	slices.SortFunc(scratch, cmp.Compare)
	scratch = slices.Compact(scratch)
	if len(scratch) > 0 {
		out.hazards = make([]string, len(scratch))
		for i, d := range scratch {
			out.hazards[i] = inf.dangers[d].ref.ID.Value
		}
	}
	return out, scratch
}
