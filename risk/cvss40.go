package risk

import "strings"

// group says which metrics of a 4.0 vector take part in a score.
type group uint8

const (
	groupBase   group = iota // base metrics only (CVSS-B)
	groupThreat              // with exploit maturity (CVSS-BT)
	groupAll                 // with everything that the vector has (CVSS-BTE)
)

// metrics40 are the metrics that count towards a 4.0 score, each with its values from the most to the least severe. A
// value's place in that order is its rank, and ranks are what the score is computed from.
var metrics40 = [...]struct {
	name, values string
	first        group // the first group that reads the metric
	absent       byte  // the value that X stands for
}{
	{"AV", "NALP", groupBase, 'N'}, {"PR", "NLH", groupBase, 'N'}, {"UI", "NPA", groupBase, 'N'},
	{"AC", "LH", groupBase, 'L'}, {"AT", "NP", groupBase, 'N'},
	{"VC", "HLN", groupBase, 'H'}, {"VI", "HLN", groupBase, 'H'}, {"VA", "HLN", groupBase, 'H'},
	{"SC", "HLN", groupBase, 'H'}, {"SI", "SHLN", groupBase, 'H'}, {"SA", "SHLN", groupBase, 'H'},
	{"E", "APU", groupThreat, 'A'},
	{"CR", "HML", groupAll, 'H'}, {"IR", "HML", groupAll, 'H'}, {"AR", "HML", groupAll, 'H'},
}

// The places of the metrics in metrics40.
const (
	av40 = iota
	pr40
	ui40
	ac40
	at40
	vc40
	vi40
	va40
	sc40
	si40
	sa40
	e40
	cr40
	ir40
	ar40
)

// ranks40 is a rank for each of metrics40.
type ranks40 [len(metrics40)]int

// score40 scores a 4.0 vector. The library's own score rounds ties downward in 450 of the 104,976 base vectors, because a
// tie seldom stays one in binary fractions. FIRST's reference adds a millionth before it rounds half up. Here the whole
// sum is made of integers, so that a tie is a tie, and rounding half up gives the reference's result.
func (v Vector) score40(g group) float64 {
	ranks := v.ranks40(g)
	return float64(tenths40(&ranks)) / 10
}

// ranks40 reads the values that take part in a score. A modified metric (MAV for AV) replaces the base one.
func (v Vector) ranks40(g group) ranks40 {
	var ranks ranks40
	for i, m := range metrics40 {
		value := m.absent
		if g >= m.first {
			if given := v.Get(m.name); given != "" && given != "X" {
				value = given[0]
			}
		}
		if g == groupAll && m.first == groupBase {
			if modified := v.Get("M" + m.name); modified != "" && modified != "X" {
				value = modified[0]
			}
		}
		ranks[i] = max(0, strings.IndexByte(m.values, value))
	}
	return ranks
}

// tenths40 is the score times ten. The vector's macrovector gives a score. From it goes the mean of what would be lost
// on the way to the next lower macrovector in each of the equivalence sets that has one, each in proportion to how far
// the vector has gone on that way already (CVSS 4.0 specification, section 8.2).
func tenths40(r *ranks40) int {
	if r[vc40] == 2 && r[vi40] == 2 && r[va40] == 2 && r[sc40] == 2 && r[si40] == 3 && r[sa40] == 3 {
		return 0
	}
	m := macro40(r)
	here := lookup40(m)
	const unit = 840 // every way has a length that divides it
	lost, ways := 0, 0
	for _, way := range ways40(r, m) {
		if way.next < 0 {
			continue
		}
		ways++
		lost += (here - way.next) * way.gone * (unit / way.length)
	}
	if ways == 0 {
		return here
	}
	whole := unit * ways
	return (2*(here*whole-lost) + whole) / (2 * whole)
}

// macro is the level of each of the six equivalence sets: 0 is the most severe.
type macro [6]int

func macro40(r *ranks40) macro {
	var m macro
	// The first set: who can reach the system, with what rights, and with whose help.
	switch {
	case r[av40] == 0 && r[pr40] == 0 && r[ui40] == 0:
	case r[av40] != 3 && (r[av40] == 0 || r[pr40] == 0 || r[ui40] == 0):
		m[0] = 1
	default:
		m[0] = 2
	}
	if r[ac40] != 0 || r[at40] != 0 {
		m[1] = 1
	}
	switch {
	case r[vc40] == 0 && r[vi40] == 0:
	case r[vc40] == 0 || r[vi40] == 0 || r[va40] == 0:
		m[2] = 1
	default:
		m[2] = 2
	}
	switch {
	case r[si40] == 0 || r[sa40] == 0:
	case r[sc40] == 0 || r[si40] == 1 || r[sa40] == 1:
		m[3] = 1
	default:
		m[3] = 2
	}
	m[4] = r[e40]
	if (r[cr40] != 0 || r[vc40] != 0) && (r[ir40] != 0 || r[vi40] != 0) && (r[ar40] != 0 || r[va40] != 0) {
		m[5] = 1
	}
	return m
}

// way is the path from a macrovector to the next lower one in one equivalence set.
type way struct {
	next   int // the score times ten of the next lower one, negative where there is none
	gone   int // how many steps the vector lies below the highest of its macrovector
	length int // how many steps the way has
}

// ways40 are the ways down. Sets three and six depend on each other and are one way. A macrovector has several highest
// vectors, but within one set all of them have the same sum of ranks, so the steps below any of them are the sum of the
// vector's ranks less that sum. The lengths are those of the specification's reference implementation.
func ways40(r *ranks40, m macro) [5]way {
	var w [5]way
	w[0] = way{lookup40(m.lower(0)), r[av40] + r[pr40] + r[ui40] - [3]int{0, 1, 3}[m[0]], [3]int{1, 4, 5}[m[0]]}
	w[1] = way{lookup40(m.lower(1)), r[ac40] + r[at40] - m[1], m[1] + 1}
	impact := r[vc40] + r[vi40] + r[va40] + r[cr40] + r[ir40] + r[ar40]
	w[2] = way{next36(m), impact - [3][2]int{{0, 3}, {1, 3}, {3, 3}}[m[2]][m[5]], [3][2]int{{7, 6}, {8, 8}, {10, 10}}[m[2]][m[5]]}
	w[3] = way{lookup40(m.lower(3)), r[sc40] + r[si40] + r[sa40] - [3]int{0, 2, 5}[m[3]], [3]int{6, 5, 4}[m[3]]}
	w[4] = way{lookup40(m.lower(4)), 0, 1}
	return w
}

// next36 is the score of the next lower macrovector in sets three and six together: where both can go down, the higher.
func next36(m macro) int {
	switch {
	case m[2] == 0 && m[5] == 0:
		return max(lookup40(m.lower(2)), lookup40(m.lower(5)))
	case m[2] == 1 && m[5] == 0:
		return lookup40(m.lower(5))
	}
	return lookup40(m.lower(2))
}

// lower returns the macrovector one level less severe in the set.
func (m macro) lower(set int) macro {
	m[set]++
	return m
}

// lookup40 returns the score times ten of a macrovector, or -1 where there is none such.
func lookup40(m macro) int {
	if m[0] > 2 || m[1] > 1 || m[2] > 2 || m[3] > 2 || m[4] > 2 || m[5] > 1 {
		return -1
	}
	return int(scores40[(m[0]*2+m[1])*3+m[2]][(m[3]*3+m[4])*2+m[5]])
}
