package engine

import (
	"cmp"
	"slices"
	"strings"
)

// A finding is ranked by points, so that the order can be explained: see docs/analysis.md. The points of equal findings
// are broken by the id, so that the order is total.
//
//	severity       6 points for each step of the worst hazard, S1 to S5
//	many patients  6
//	confirmed      8
//	directness     9 at the function itself or its data, 3 less for each step away
//	exposure       5 where someone from outside reaches it, 3 where only insiders do
//	prior          5 high, 0 medium, 5 less low
const (
	pointsSeverity  = 6
	pointsMany      = 6
	pointsConfirmed = 8
	pointsDirect    = 9
	pointsStep      = 3
	pointsOutside   = 5
	pointsInside    = 3
	pointsPrior     = 5
)

// Points returns the points that a finding is ranked by; more come first.
func (f *Finding) Points() int { return int(f.rank >> rankShift) }

// rankShift leaves room below the points for the place of the threat among all threats, which breaks most ties without
// a look at the id.
const rankShift = 16

func rankOf(f *Finding, r *rule, dist uint8, exposure uint32) uint64 {
	p := f.Severity*pointsSeverity + (r.prior)*pointsPrior
	if f.ManyPatients {
		p += pointsMany
	}
	if f.Certainty == Confirmed {
		p += pointsConfirmed
	}
	if f.Severity > 0 {
		p += max(0, pointsDirect-pointsStep*int(dist))
	}
	if exposure != 0 {
		p += pointsInside
	}
	return uint64(p)<<rankShift | uint64(0xffff-min(r.order, 0xffff))
}

// before orders findings: more points first, then by id.
func before(a, b *Finding) int {
	if a.rank != b.rank {
		return cmp.Compare(b.rank, a.rank)
	}
	return strings.Compare(a.ID, b.ID)
}

func sortFindings(list []*Finding) { slices.SortFunc(list, before) }

// exposureWords names the positions of an exposure, from outside to inside. The same exposure gives the same slice.
func (e *Engine) exposureWords(bits uint32) []string {
	if bits == 0 {
		return nil
	}
	var out []string
	for i, p := range e.positions {
		if bits&(1<<i) != 0 {
			out = append(out, p)
		}
	}
	return out
}
