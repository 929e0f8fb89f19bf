package engine

import "theriac.dev/library"

// Guard is how the messages of a flow are protected between its two ends, as far as that is certain: stated, or inherent in
// what is stated, as with a protocol that has no authentication. What is only usual, or not known, is empty.
type Guard struct {
	Authentication, Encryption, Integrity library.Terms
}

// Guard returns how a flow is protected; an empty Guard where there is no such flow.
func (a *Analysis) Guard(flow string) Guard {
	var g Guard
	a.withFacts(func(x *facts) {
		if i := x.m.Flows.Index(flow); i >= 0 {
			f := x.flows[i]
			g = Guard{certain(f.Authentication), certain(f.Encryption), certain(f.Integrity)}
		}
	})
	return g
}

func certain(t library.Terms) library.Terms {
	if t.Origin < library.Inherent {
		return library.Terms{}
	}
	return t
}
