package attack

import (
	"slices"
	"strings"

	"theriac.dev/engine"
	"theriac.dev/library"
)

// accessOnly reports whether all that a finding gains is a way in: a login, or reach. What happens to patients then is
// what the attacker does with it, which other findings tell.
func accessOnly(f *engine.Finding) bool {
	if f.Threat == nil || len(f.Threat.Gains) == 0 {
		return false
	}
	return !slices.ContainsFunc(f.Threat.Gains, func(s library.Step) bool {
		return s.Capability != library.CanLogIn && s.Capability != library.CanReach
	})
}

// entries leads the findings that only open a way in to those of their hazards that no other finding takes up there. A
// guessed login leads to harm by what a login allows; where the library knows nothing that it allows, the harm is taken
// to follow at once, since unknown is not safe.
func (b *builder) entries() {
	e := entry{b: b, out: gather(len(b.where), b.arcs, func(a arc) (int32, int32) { return a.from, a.to }), taken: map[int32]map[string]bool{}}
	for at := range b.where {
		s := &b.where[at]
		if s.kind != atFinding {
			continue
		}
		f := b.findings[s.ref]
		if len(f.Hazards) == 0 || !accessOnly(f) {
			continue
		}
		taken := e.after(int32(at))
		for _, h := range f.Hazards {
			if to, ok := b.targets[h]; ok && !taken[h] {
				b.arc(int32(at), to, leads, 0)
			}
		}
	}
}

// entry finds what is taken up after a finding, once for each state.
type entry struct {
	b     *builder
	out   arcs
	taken map[int32]map[string]bool // by the state that is gained: hazards that findings which need it lead to
}

func (e *entry) after(finding int32) map[string]bool {
	all := map[string]bool{}
	for _, state := range e.out.of(finding) {
		if e.b.where[state].kind != atState {
			continue
		}
		for h := range e.from(state) {
			all[h] = true
		}
	}
	return all
}

// exposed reports whether a threat is raised because of who reaches something. Such a finding takes nothing up, so that
// one more attacker position, which may raise it, never closes a way; nor does one that only opens a way in itself, since
// it may lead back.
func (e *entry) exposed(t *library.Threat) bool {
	if t == nil {
		return false
	}
	for _, c := range []*library.Condition{t.When, t.Unless} {
		if c != nil && slices.ContainsFunc(c.Reads(), func(s string) bool { return strings.Contains(s, "exposed") || strings.HasSuffix(s, "reach") }) {
			return true
		}
	}
	return false
}

// from goes from a state to those that it gives at the same place or group, and on to the findings that need one.
func (e *entry) from(state int32) map[string]bool {
	if known, ok := e.taken[state]; ok {
		return known
	}
	hazards := map[string]bool{}
	e.taken[state] = hazards
	seen := map[int32]bool{state: true}
	queue := []int32{state}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		first := e.out.ends[v]
		for i, to := range e.out.of(v) {
			switch e.out.why[first+int32(i)].kind {
			case implies, members, atPort:
				if !seen[to] {
					seen[to] = true
					queue = append(queue, to)
				}
			case needs:
				f := e.b.findings[e.b.where[to].ref]
				if accessOnly(f) || e.exposed(f.Threat) {
					continue
				}
				for _, h := range f.Hazards {
					hazards[h] = true
				}
			}
		}
	}
	return hazards
}
