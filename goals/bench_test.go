package goals_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"theriac.dev/cover"
	. "theriac.dev/goals"
)

// wide is a model with a tree of 200 steps, of which some serve two gates, and 60 defences.
func wide() string {
	r := rand.New(rand.NewPCG(4, 2))
	var b strings.Builder
	b.WriteString(pump + "  wide:\n    of: [harm]\n    root: top\n    nodes:\n      top: {gate: or, of: [g0, g1, g2, g3, g4, g5, g6, g7]}\n")
	for g := range 8 {
		var of []string
		for k := range 5 {
			of = append(of, fmt.Sprintf("h%d-%d", g, k))
		}
		fmt.Fprintf(&b, "      g%d: {gate: ordered, of: [%s]}\n", g, strings.Join(of, ", "))
		for k := range 5 {
			steps := []string{fmt.Sprintf("s%d", (g*25+k*5+7+r.IntN(3))%200)}
			for x := range 5 {
				steps = append(steps, fmt.Sprintf("s%d", g*25+k*5+x))
			}
			fmt.Fprintf(&b, "      h%d-%d: {gate: or, of: [%s]}\n", g, k, strings.Join(steps, ", "))
		}
	}
	for i := range 200 {
		fmt.Fprintf(&b, "      s%d: {text: Step, cost: %d, hours: %d}\n", i, 1+r.IntN(50), 1+r.IntN(40))
	}
	for i := range 60 {
		var stops []string
		for range 6 {
			stops = append(stops, fmt.Sprintf("s%d", r.IntN(200)))
		}
		fmt.Fprintf(&b, "      d%d: {text: Defence, side: defence, cost: %d, counters: [%s]}\n", i, 1+r.IntN(9), strings.Join(stops, ", "))
	}
	for g := range 8 { // one gate of each branch can be closed at once, for more
		fmt.Fprintf(&b, "      w%d: {text: Wall, side: defence, cost: 30, counters: [h%d-2]}\n", g, g)
	}
	return b.String()
}

func BenchmarkAsk(b *testing.B) {
	a := read(wide())
	tr, _ := FromModel(a.Model, a, "wide")
	var n string
	for b.Loop() {
		x, err := tr.Ask(Question{Attacks: 100})
		if err != nil {
			b.Fatal(err)
		}
		n = x.Count.N.String()
	}
	b.Logf("%s minimal attacks", n)
}

func BenchmarkProtect(b *testing.B) {
	a := read(wide())
	tr, _ := FromModel(a.Model, a, "wide")
	var p *Protection
	for b.Loop() {
		var err error
		if p, err = tr.Protect(Question{}, nil, cover.Limit{Nodes: 200_000}); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("cost %d, bound %d, exact %v, %d rounds, %d options", p.Cost, p.Bound, p.Exact, p.Rounds, len(p.Options))
}

func BenchmarkRegenerate(b *testing.B) {
	a := read(planted(b, pump))
	for b.Loop() {
		if _, _, err := Regenerate(a, "grown", Grow{Paths: 40}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOverview(b *testing.B) {
	a := read(pump)
	for b.Loop() {
		Overview(a)
	}
}
