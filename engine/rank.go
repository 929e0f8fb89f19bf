package engine

import (
	"cmp"
	"slices"
	"strings"
)

// A finding is ranked by points, so that the order can be explained: docs/analysis.md shows the same table. Equal points
// are broken by the id, so that the order is total and does not hang on the order of the text.
const (
	pointsRisk      = 4 // for each level of the risk that is left once the controls that count do
	pointsSeverity  = 6 // for each step of the worst hazard, S1 to S5
	pointsMany      = 3 // one attack can hurt several patients
	pointsConfirmed = 8
	pointsPrior     = 8 // for each step from low to medium to high
	pointsNear      = 4 // for each step nearer than maxSteps to the function or the data of the worst hazard
	pointsExposed   = 3 // an attacker position reaches it
	pointsMissing   = 2 // taken off for each fact that is missing, up to maxMissing
	pointsRepeated  = 3 // taken off for each better finding about the same target, up to maxRepeated

	maxSteps    = 3
	maxMissing  = 4
	maxRepeated = 8
)

// Points returns the points that a finding is ranked by; more come first.
func (f *Finding) Points() int { return int(f.rank>>rankShift) - rankBase }

// rankShift leaves room below the points for the place of the threat among all threats, which breaks most ties without a
// look at the id. rankBase keeps the sum above zero.
const (
	rankShift = 16
	rankBase  = 64
)

func rankOf(f *Finding, r *rule, dist uint8, exposure uint32, left Stage) uint64 {
	p := pointsRisk*int(f.Risk.Level[left]+1) + f.Severity*pointsSeverity + r.prior*pointsPrior - pointsMissing*min(len(f.Reason.Missing), maxMissing)
	if f.ManyPatients {
		p += pointsMany
	}
	if f.Certainty == Confirmed {
		p += pointsConfirmed
	}
	if f.Severity > 0 {
		p += pointsNear * max(0, maxSteps-int(dist))
	}
	if exposure != 0 {
		p += pointsExposed
	}
	return uint64(p+rankBase)<<rankShift | uint64(0xffff-min(r.order, 0xffff))
}

// spread ranks the findings about one target below each other: the second says less than the first of another target, so
// that the head of the list shows the whole system.
func (s *subject) spread() {
	sortFindings(s.found)
	for i, f := range s.found {
		f.rank -= uint64(pointsRepeated*min(i, maxRepeated)) << rankShift
	}
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
