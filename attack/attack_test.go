package attack_test

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/attack"
)

var update = flag.Bool("update", false, "write the expected outputs anew")

const pump = `theriac: 1
id: pump
packs: [tiny]
zones:
  z-ward: {type: ward, reach: [visitor]}
  z-box: {type: device-internal, in: z-ward}
  z-net: {type: hospital-network, reach: [internet]}
data:
  dose: {type: command, name: Dose}
elements:
  server: {name: Server, type: server, zone: z-net, serves: 400 pumps, attributes: {take-over: yes, guess-login: yes, misuse: yes}}
  radio: {name: Radio part, type: pump, zone: z-box, attributes: {take-over: yes, open-box: yes}}
  core: {name: Core, type: pump, zone: z-box}
flows:
  f1: {name: Orders, from: server, to: radio, carries: [dose]}
  f2: {name: Inner bus, from: radio, to: core, protocol: usb, carries: [dose], attributes: {forge: yes}}
functions:
  deliver: {name: Deliver, by: [core], uses: [dose]}
hazards:
  H1: {text: Too much, of: [deliver], severity: S5}
controls:
  signed: {control: sign, at: [core], status: planned, cost: 2}
`

func TestPathsInText(t *testing.T) {
	var b strings.Builder
	if err := attack.WriteText(&b, graph(t, pump, attack.Options{ConfirmedOnly: true}).All(3, attack.Cheapest)); err != nil {
		t.Fatal(err)
	}
	golden(t, "pump.txt", b.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the difference\n%s", name, got)
	}
}

// drawn draws a random model.
func drawn(t *rapid.T) (string, *rand.Rand) {
	seed := rapid.Uint64().Draw(t, "seed")
	rnd := rand.New(rand.NewPCG(seed, 3))
	return random(rnd, 2+rnd.IntN(5)), rnd
}

// enough checks a property until it has met what makes it say something.
func enough(t *testing.T, met *int, otherwise string, property func(*rapid.T)) {
	t.Helper()
	for range 50 {
		if rapid.Check(t, property); *met > 0 || t.Failed() {
			return
		}
	}
	t.Error(otherwise + ": the models are too plain to tell")
}

var afters = []string{"", "planned", "implemented", "verified"}

func asJSON(t rapid.TB, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestOrderOfTextDoesNotMatter permutes the entries of each section: every answer stays the same to the byte.
func TestOrderOfTextDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, rnd := drawn(t)
		o := attack.Options{After: afters[rnd.IntN(4)]}
		a, b := graph(nil, text, o), graph(nil, permute(text, rnd), o)
		for _, order := range []attack.Order{attack.Cheapest, attack.Fewest} {
			if x, y := asJSON(t, a.All(4, order)), asJSON(t, b.All(4, order)); x != y {
				t.Fatalf("paths\n%s\nand after a permutation\n%s\nof\n%s", x, y, text)
			}
		}
		x, _ := a.Cut(nil, nil, attack.Limit{})
		y, _ := b.Cut(nil, nil, attack.Limit{})
		if asJSON(t, x) != asJSON(t, y) {
			t.Fatalf("cut\n%s\nand after a permutation\n%s", asJSON(t, x), asJSON(t, y))
		}
		if asJSON(t, a.Singles(3)) != asJSON(t, b.Singles(3)) {
			t.Fatal("singles differ after a permutation")
		}
		for _, id := range []string{"H0", "e0"} {
			p, _ := a.Spread(id)
			q, _ := b.Spread(id)
			if asJSON(t, p) != asJSON(t, q) {
				t.Fatalf("spread of %s\n%s\nand after a permutation\n%s", id, asJSON(t, p), asJSON(t, q))
			}
		}
	})
}

var entryLine = regexp.MustCompile(`^  [a-zA-Z]`)

func permute(text string, rnd *rand.Rand) string {
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		j := i
		for j < len(lines) && entryLine.MatchString(lines[j]) {
			j++
		}
		rnd.Shuffle(j-i, func(a, b int) { lines[i+a], lines[i+b] = lines[i+b], lines[i+a] })
		i = max(i, j-1)
	}
	return strings.Join(lines, "\n")
}

// best returns the points of the best path to each hazard.
func best(g *attack.Graph) map[string]int {
	out := map[string]int{}
	for _, l := range g.All(1, attack.Cheapest) {
		if len(l.Paths) > 0 {
			out[l.Target] = l.Paths[0].Points
		}
	}
	return out
}

// TestMorePositionsNeverRemoveAPath adds an attacker position to a zone.
func TestMorePositionsNeverRemoveAPath(t *testing.T) {
	reach := regexp.MustCompile(`reach: \[[^\]]*\]`)
	more := 0
	enough(t, &more, "no position ever opened a hazard", func(t *rapid.T) {
		text, rnd := drawn(t)
		places := reach.FindAllStringIndex(text, -1)
		at := places[rnd.IntN(len(places))]
		old := text[at[0]:at[1]]
		added := strings.Replace(old, "[", "["+[]string{"internet", "visitor", "staff", "supplier"}[rnd.IntN(4)]+", ", 1)
		added = strings.Replace(added, ", ]", "]", 1)
		before, after := graph(nil, text, attack.Options{}), graph(nil, text[:at[0]]+added+text[at[1]:], attack.Options{})
		was, is := best(before), best(after)
		for h, points := range was {
			if now, ok := is[h]; !ok || now > points {
				t.Fatalf("%s took %d points, and with %s in place of %s %d (%v)\n%s", h, points, added, old, now, ok, text)
			}
		}
		if len(is) > len(was) {
			more++
		}
	})
}

// TestAControlNeverOpensAPath adds a control to the text, whatever its status, and places one as a what-if: both close
// the same where the status counts.
func TestAControlNeverOpensAPath(t *testing.T) {
	closed := 0
	enough(t, &closed, "no control ever closed a hazard", func(t *rapid.T) {
		text, rnd := drawn(t)
		o := attack.Options{After: afters[rnd.IntN(4)]}
		ids := []string{"harden", "seal", "lockout", "roles", "sign", "seal-link", "watch"}
		control, target := ids[rnd.IntN(len(ids))], []string{"e0", "e1", "f0", "f1", "z1", "z2", "device", "d0"}[rnd.IntN(8)]
		status := []string{"gap", "planned", "implemented", "verified", "waived"}[rnd.IntN(5)]
		before := graph(nil, text, o)
		after := graph(nil, text+"  more: {control: "+control+", at: ["+target+"], status: "+status+"}\n", o)
		was, is := best(before), best(after)
		for h, points := range is {
			if then, ok := was[h]; !ok || points < then {
				t.Fatalf("%s takes %d points with %s@%s %s, and took %d (%v) before\n%s", h, points, control, target, status, then, ok, text)
			}
		}
		there := o
		if there.After == "" {
			there.After = "planned"
			before = graph(nil, text, there)
		}
		placed := graph(nil, text+"  more: {control: "+control+", at: ["+target+"], status: verified}\n", there)
		whatIf, err := before.With(control + "@" + target)
		if err != nil {
			t.Fatal(err)
		}
		if len(best(whatIf)) < len(best(before)) {
			closed++
		}
		if x, y := asJSON(t, best(placed)), asJSON(t, best(whatIf)); x != y {
			t.Fatalf("%s@%s after %s in the text leaves %s, as a what-if %s\n%s", control, target, there.After, x, y, text)
		}
		back, err := placed.Without("more")
		if err != nil {
			t.Fatal(err)
		}
		if x, y := asJSON(t, best(back)), asJSON(t, best(before)); x != y {
			t.Fatalf("without the control again %s, before %s", x, y)
		}
	})
}

// TestCutCloses writes the controls of a cut into the text and looks again.
func TestCutCloses(t *testing.T) {
	controls := 0
	enough(t, &controls, "no cut ever took a control", func(t *rapid.T) {
		text, _ := drawn(t)
		g := graph(nil, text, attack.Options{After: "verified"})
		c, err := g.Cut([]string{"H0", "H1", "H2"}, nil, attack.Limit{})
		if err != nil {
			t.Fatal(err)
		}
		if !c.Exact || c.Cost != c.Bound {
			t.Fatalf("cost %d, bound %d", c.Cost, c.Bound)
		}
		controls += len(c.Controls)
		for i, x := range c.Controls {
			if x.Model {
				text = stand(text, "verified", x.ID)
			} else {
				text += "  cut" + string(rune('a'+i)) + ": {control: " + x.Control + ", at: [" + x.At[0] + "], status: verified}\n"
			}
		}
		open := graph(nil, text, attack.Options{After: "verified"}).Reachable()
		for _, h := range c.Closed {
			if slices.Contains(open, h) {
				t.Fatalf("%s is open after %s\n%s", h, asJSON(t, c), text)
			}
		}
		for _, p := range c.Open {
			if !slices.Contains(open, p.Target) {
				t.Fatalf("%s is said to stay open and does not", p.Target)
			}
		}
	})
}

// TestCutIsCheapest tries every set of up to eight candidates and what they rest on. One counts only with what it rests on.
func TestCutIsCheapest(t *testing.T) {
	targets := []string{"H0", "H1", "H2"}
	solved := 0
	enough(t, &solved, "nothing was ever cut", func(t *rapid.T) {
		text, rnd := drawn(t)
		g := graph(nil, text, attack.Options{After: "verified"})
		candidates, err := g.Candidates(targets)
		if err != nil {
			t.Fatal(err)
		}
		rnd.Shuffle(len(candidates), func(a, b int) { candidates[a], candidates[b] = candidates[b], candidates[a] })
		candidates = candidates[:min(8, len(candidates))]
		for _, x := range candidates {
			for _, on := range x.RestsOn {
				if !slices.ContainsFunc(candidates, func(c *attack.Candidate) bool { return c.ID == on }) {
					base, err := g.Candidate(on)
					if err != nil {
						t.Fatal(err)
					}
					candidates = append(candidates, base)
				}
			}
		}
		c, err := g.Cut(targets, candidates, attack.Limit{})
		if err != nil {
			t.Fatal(err)
		}
		cheapest, leaves := -1, []string(nil)
		for mask := range 1 << len(candidates) {
			cost, with := 0, g
			var set []string
			for i, x := range candidates {
				if mask&(1<<i) != 0 {
					cost, set = cost+x.Cost, append(set, x.ID)
				}
			}
			for i, x := range candidates {
				lacks := slices.ContainsFunc(x.RestsOn, func(on string) bool { return !slices.Contains(set, on) })
				if mask&(1<<i) != 0 && !lacks {
					if with, err = with.With(x.ID); err != nil {
						t.Fatal(err)
					}
				}
			}
			if cheapest >= 0 && cost >= cheapest {
				continue
			}
			open := with.Reachable()
			if !slices.ContainsFunc(c.Closed, func(h string) bool { return slices.Contains(open, h) }) {
				cheapest, leaves = cost, open
			}
		}
		if int64(cheapest) != c.Cost {
			t.Fatalf("cut costs %d, the cheapest of all sets %d (leaves %v)\n%s", c.Cost, cheapest, leaves, text)
		}
		if c.Cost > 0 {
			solved++
		}
	})
}

// TestOwnControlsAreWhatTheTextSays lets a control of the model count with what it rests on, and takes one away, as a what-if
// and in the text.
func TestOwnControlsAreWhatTheTextSays(t *testing.T) {
	rested := 0
	enough(t, &rested, "no control that rests on another ever closed a path", func(t *rapid.T) {
		text, rnd := drawn(t)
		o := attack.Options{After: []string{"planned", "implemented", "verified"}[rnd.IntN(3)]}
		id := []string{"c0", "c1", "c2", "c3"}[rnd.IntN(4)]
		g := graph(nil, text, o)
		c, err := g.Candidate(id)
		if err != nil {
			t.Fatal(err)
		}
		with, err := g.With(id)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.RestsOn) > 0 && len(c.Shuts) > 0 {
			rested++
		}
		if len(c.Shuts) > 0 {
			if x, y := asJSON(t, best(with)), asJSON(t, best(graph(nil, stand(text, "verified", append(c.RestsOn, id)...), o))); x != y {
				t.Fatalf("%s counts, with %v: %s as a what-if, %s in the text\n%s", id, c.RestsOn, x, y, text)
			}
		}
		without, err := g.Without(id)
		if err != nil {
			t.Fatal(err)
		}
		if x, y := asJSON(t, best(without)), asJSON(t, best(graph(nil, stand(text, "gap", id), o))); x != y {
			t.Fatalf("without %s: %s as a what-if, %s in the text\n%s", id, x, y, text)
		}
	})
}

// stand writes the status of some controls.
func stand(text, status string, ids ...string) string {
	for _, id := range ids {
		text = regexp.MustCompile(`(?m)^(  `+id+`: .*status: )[a-z]+`).ReplaceAllString(text, "${1}"+status)
	}
	return text
}

// TestSinglesAreWhatTryingEachGives takes each candidate alone.
func TestSinglesAreWhatTryingEachGives(t *testing.T) {
	closing := 0
	enough(t, &closing, "no control ever closed a hazard", func(t *rapid.T) {
		text, _ := drawn(t)
		g := graph(nil, text, attack.Options{})
		candidates, err := g.Candidates([]string{"H0", "H1", "H2"})
		if err != nil {
			t.Fatal(err)
		}
		closes := map[string][]string{}
		for _, x := range g.Singles(3) {
			if len(x.Closes) > 0 {
				closes[x.ID] = x.Closes
			}
		}
		open := g.Reachable()
		for _, c := range candidates {
			with, err := g.With(c.ID)
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, h := range open {
				if !slices.Contains(with.Reachable(), h) {
					want = append(want, h)
				}
			}
			if !slices.Equal(closes[c.ID], want) {
				t.Fatalf("%s closes %v, by trying it %v\n%s", c.ID, closes[c.ID], want, text)
			}
			closing += len(want)
		}
	})
}

// TestCutWithinALimit makes do with little work: what it gives still closes, and its bound is still true.
func TestCutWithinALimit(t *testing.T) {
	short := 0
	enough(t, &short, "no limit ever struck", func(t *rapid.T) {
		text, rnd := drawn(t)
		g := graph(nil, text, attack.Options{})
		full, err := g.Cut(nil, nil, attack.Limit{})
		if err != nil {
			t.Fatal(err)
		}
		limit := []attack.Limit{{Rounds: 1}, {Nodes: 1}, {Stop: func() bool { return true }}, {Gap: 0.5}}[rnd.IntN(4)]
		c, err := g.Cut(nil, nil, limit)
		if err != nil {
			t.Fatal(err)
		}
		if c.Cost < full.Cost || c.Bound > full.Cost || c.Exact && c.Cost != full.Cost {
			t.Fatalf("cost %d bound %d exact %v, the cheapest costs %d\n%s", c.Cost, c.Bound, c.Exact, full.Cost, text)
		}
		if !c.Exact {
			short++
		}
		for _, x := range c.Controls {
			if g, err = g.With(x.ID); err != nil {
				t.Fatal(err)
			}
		}
		for _, h := range g.Reachable() {
			if slices.Contains(c.Closed, h) {
				t.Fatalf("%s is open after a cut within %+v\n%s", h, limit, text)
			}
		}
	})
}
