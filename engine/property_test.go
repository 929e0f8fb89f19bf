package engine_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"theriac.dev/engine"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// TestOrderOfTextDoesNotMatter permutes the entries of each section: the findings, their order and what is said of them
// stay the same.
func TestOrderOfTextDoesNotMatter(t *testing.T) {
	e := engine.New(loadLibrary(t))
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rnd := rand.New(rand.NewPCG(seed, 5))
		text := generate(5+rnd.IntN(25), seed)
		a, b := e.Analyze(decode(nil, text)), e.Analyze(decode(nil, permute(text, rnd)))
		if len(a.Findings) != len(b.Findings) {
			t.Fatalf("%d findings, and %d after a permutation", len(a.Findings), len(b.Findings))
		}
		for i, f := range a.Findings {
			if g := b.Findings[i]; brief(f) != brief(g) || !reflect.DeepEqual(f.Hazards, g.Hazards) || !reflect.DeepEqual(f.Exposure, g.Exposure) {
				t.Fatalf("finding %d is %s, and %s after a permutation", i, brief(f), brief(g))
			}
		}
	})
}

// TestNotesChangeNothing puts notes beside generated models, some under the ids of things, in a file before and in a file
// after them, and holds findings, reasons and diagnostics of the analysis against those without: a note is never analysed.
func TestNotesChangeNothing(t *testing.T) {
	e := engine.New(loadLibrary(t))
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		text := generate(5+rand.New(rand.NewPCG(seed, 7)).IntN(25), seed)
		var notes strings.Builder
		for i := range rapid.IntRange(1, 5).Draw(t, "notes") {
			fmt.Fprintf(&notes, "  %s: {text: note %d, about: [e1, f1, z0], views: [v]}\n", rapid.SampledFrom([]string{"e0", "f0", "z1", "d1", "n"}).Draw(t, "id"), i)
		}
		main, beside := syntax.Parse("theriac.yaml", []byte(text)), syntax.Parse("notes.yaml", []byte("notes:\n"+notes.String()))
		bare := model.Decode(main)
		want := e.Analyze(bare)
		noted, ch := bare.Update(main, beside)
		for how, got := range map[string]*engine.Analysis{
			"after":  e.Analyze(model.Decode(main, beside)),
			"before": e.Analyze(model.Decode(beside, main)),
			"added":  e.Update(e.Analyze(bare), noted, ch),
		} {
			told := *got
			told.Diagnostics = slices.DeleteFunc(slices.Clone(got.Diagnostics), func(d syntax.Diagnostic) bool { return d.Place.File == beside.Name })
			if diff := sameAnalysis(&told, want); diff != "" {
				t.Fatalf("notes %s: %s\n%s", how, diff, notes.String())
			}
		}
	})
}

func brief(f *engine.Finding) string {
	return strings.Join([]string{f.ID, string(f.Certainty), f.State, f.Title, fmt.Sprint(f.Risk)}, " ")
}

// permute shuffles the lines of each section that are entries of their own.
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

// TestStatingWhatIsUnknownNeverRaisesMore states the answer `yes` to an attribute that a finding misses: a finding of the
// same threat at the same target never becomes surer by a safe answer to its own question.
func TestStatingWhatIsUnknownNeverRaisesMore(t *testing.T) {
	e := engine.New(loadLibrary(t))
	for _, attribute := range []string{"signed-update", "secure-boot", "input-validation", "audit-log", "encrypted-storage"} {
		text := strings.Replace(pump, "wbm: {", "wbm: {attributes: {"+attribute+": yes}, ", 1)
		before, after := e.Analyze(decode(t, pump)), e.Analyze(decode(t, text))
		was := map[string]engine.Certainty{}
		for _, f := range before.Findings {
			was[f.ID] = f.Certainty
		}
		for _, f := range after.Findings {
			if f.Certainty == engine.Confirmed && was[f.ID] != engine.Confirmed {
				t.Errorf("stating %s: yes confirms %s", attribute, f.ID)
			}
		}
	}
}

// TestAnalysisIsTheSameTwice runs two analyses at once and compares everything; readers share both.
func TestAnalysisIsTheSameTwice(t *testing.T) {
	e := engine.New(loadLibrary(t))
	m := decode(t, generate(60, 4))
	var a, b *engine.Analysis
	var wg sync.WaitGroup
	wg.Go(func() { a = e.Analyze(m) })
	wg.Go(func() { b = e.Analyze(m) })
	wg.Wait()
	if diff := sameAnalysis(a, b); diff != "" {
		t.Fatal(diff)
	}
	for range 4 {
		wg.Go(func() {
			for _, f := range a.Findings[:20] {
				a.Why(f)
			}
			engine.Ask(a, 10)
		})
	}
	wg.Wait()
}
