package goals_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	. "theriac.dev/goals"
	"theriac.dev/interop"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// planted is the pump with a tree that was grown for H1.
func planted(t testing.TB, text string) string {
	t.Helper()
	a := analyse(t, text)
	g, err := Generate(a, "H1", Grow{})
	if err != nil {
		t.Fatal(err)
	}
	return apply(t, a.Model, func() (model.Change, error) { return Plant(a.Model, "grown", g) })
}

func apply(t testing.TB, m *model.Model, verb func() (model.Change, error)) string {
	t.Helper()
	c, err := verb()
	if err != nil {
		t.Fatal(err)
	}
	files, err := model.ApplyChange(m.Files, c)
	if err != nil {
		t.Fatal(err)
	}
	return string(files[0].Text())
}

// renew regenerates the tree and returns the new text.
func renew(t testing.TB, text string) (string, *Renewal) {
	t.Helper()
	a := analyse(t, text)
	var news *Renewal
	out := apply(t, a.Model, func() (c model.Change, err error) {
		c, news, err = Regenerate(a, "grown", Grow{})
		return c, err
	})
	return out, news
}

func TestRegenerate(t *testing.T) {
	text := planted(t, pump)
	line := func(text, id string) string {
		_, after, _ := strings.Cut(text, "      "+id+": ")
		out, _, _ := strings.Cut(after, "\n")
		return out
	}
	if got, news := renew(t, text); got != text || !news.Empty() {
		t.Error("nothing has changed, but:", cmp.Diff(text, got), news)
	}

	t.Run("gone and added", func(t *testing.T) { // f2 is left out now, and the insider is joined by another
		changed := strings.Replace(text, "f2: {", "f2: {out-of-scope: Inside the case, ", 1)
		changed = strings.Replace(changed, "threats:\n", "threats:\n  thief: {title: A thief, of: [motor], hazards: [H1]}\n", 1)
		got, news := renew(t, changed)
		if !slices.Contains(news.Gone, "forged-command--f2") || line(got, "forged-command--f2") != "" {
			t.Error(news)
		}
		if !slices.Contains(news.Added, "thief") || !strings.HasPrefix(line(got, "thief"), "{finding: thief") {
			t.Error(news, got)
		}
		if !strings.Contains(line(got, "goal"), "thief") || strings.Contains(line(got, "goal"), "forged-command--f2") {
			t.Error(line(got, "goal"))
		}
		if again, more := renew(t, got); again != got || !more.Empty() {
			t.Error("a second time changes something", more)
		}
	})
	t.Run("words of the team", func(t *testing.T) { // the text stays, the place in the tree follows
		changed := strings.Replace(text, "      goal: {text: Over-infusion of a strong drug", "      goal: {text: Too much of it # of course not a comment", 1)
		changed = strings.Replace(changed, " # of course not a comment", "", 1)
		changed = strings.Replace(changed, "threats:\n", "threats:\n  thief: {title: A thief, of: [motor], hazards: [H1]}\n", 1)
		got, news := renew(t, changed)
		if l := line(got, "goal"); !strings.Contains(l, "Too much of it") || !strings.Contains(l, "thief") || !slices.Contains(news.Kept, "goal") {
			t.Error(l, news)
		}
		if again, _ := renew(t, got); again != got {
			t.Error("a second time changes something")
		}
	})
	t.Run("place of the team", func(t *testing.T) { // the gate stays as it was rearranged; what is new is offered
		changed := strings.Replace(text, "forged-command--f1, ", "", 1)
		changed = strings.Replace(changed, "threats:\n", "threats:\n  thief: {title: A thief, of: [motor], hazards: [H1]}\n", 1)
		got, news := renew(t, changed)
		if l := line(got, "goal"); strings.Contains(l, "thief") || strings.Contains(l, "f1,") {
			t.Error(l)
		}
		if !slices.Contains(news.Offered, "goal: thief") || slices.Contains(news.Added, "thief") {
			t.Error(news)
		}
	})
	t.Run("comments and own nodes", func(t *testing.T) {
		changed := strings.Replace(text, "      insider: {finding", "      # ours\n      ours: {text: Our own step, counters: []} # keep\n      insider: {cost: 3, finding", 1)
		got, news := renew(t, changed)
		if !strings.Contains(got, "# ours") || !strings.Contains(got, "ours: {text: Our own step, counters: []} # keep") || !strings.Contains(got, "insider: {cost: 3,") {
			t.Error(got)
		}
		if !slices.Contains(news.Kept, "ours") {
			t.Error(news)
		}
	})
	t.Run("kept because it is used", func(t *testing.T) {
		changed := strings.Replace(text, "      insider: {finding", "      ours: {text: Camera, side: defence, counters: [forged-command--f2]}\n      insider: {finding", 1)
		changed = strings.Replace(changed, "f2: {", "f2: {out-of-scope: Inside the case, ", 1)
		got, news := renew(t, changed)
		if !slices.Contains(news.Stale, "forged-command--f2") || line(got, "forged-command--f2") == "" {
			t.Error(news)
		}
	})
}

// TestRegenerateKeepsEdits: whatever the team does to nodes, and whatever becomes of the model, what it wrote stays, the
// text has no errors, a second time changes nothing, and the order of the nodes plays no part.
func TestRegenerateKeepsEdits(t *testing.T) {
	base := planted(t, pump)
	rapid.Check(t, func(t *rapid.T) {
		lines := strings.Split(base, "\n")
		var nodes []int
		for i, l := range lines {
			if strings.Contains(l, ", made: ") {
				nodes = append(nodes, i)
			}
		}
		marks := map[string]bool{}
		for k := range rapid.IntRange(0, 4).Draw(t, "edits") {
			i := rapid.SampledFrom(nodes).Draw(t, "node")
			mark := fmt.Sprintf("Edited %d", k)
			if head, rest, ok := strings.Cut(lines[i], "{"); ok && !strings.Contains(lines[i], "text: ") {
				lines[i] = head + "{text: " + mark + ", " + rest
				marks[mark] = true
			}
		}
		text := strings.Join(lines, "\n")
		if rapid.Bool().Draw(t, "less") {
			flow := rapid.SampledFrom([]string{"f1", "f2"}).Draw(t, "flow")
			text = strings.Replace(text, "  "+flow+": {", "  "+flow+": {out-of-scope: Inside the case, ", 1)
		}
		if rapid.Bool().Draw(t, "more") {
			text = strings.Replace(text, "threats:\n", "threats:\n  thief: {title: A thief, of: [motor], hazards: [H1]}\n", 1)
		}
		got, news := renewIn(t, text)
		for m := range marks {
			if !strings.Contains(got, m) {
				t.Fatalf("%s is lost: %+v\n%s", m, news, got)
			}
		}
		if again, more := renewIn(t, got); again != got || !more.Empty() {
			t.Fatal("a second time changes something", more, cmp.Diff(got, again))
		}
		shuffled := shuffle(text, rapid.Uint64().Draw(t, "seed"))
		if _, other := renewIn(t, shuffled); !cmp.Equal(news, other) {
			t.Fatal("the order of the nodes plays a part:", cmp.Diff(news, other))
		}
	})
}

func renewIn(t *rapid.T, text string) (string, *Renewal) {
	m := model.Decode(syntax.Parse("theriac.yaml", []byte(text)))
	a := loadEngine().Analyze(m)
	c, news, err := Regenerate(a, "grown", Grow{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := model.ApplyChange(m.Files, c)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range model.Decode(files...).Diagnostics {
		if d.Severity == syntax.Error {
			t.Fatal(d.Message, string(files[0].Text()))
		}
	}
	return string(files[0].Text()), news
}

// shuffle changes the order of the nodes of the grown tree.
func shuffle(text string, seed uint64) string {
	head, rest, _ := strings.Cut(text, "  grown:\n")
	lines := strings.Split(rest, "\n")
	at := slices.Index(lines, "    nodes:") + 1
	end := at
	for end < len(lines) && strings.HasPrefix(lines[end], "      ") {
		end++
	}
	rand.New(rand.NewPCG(seed, 0)).Shuffle(end-at, func(i, j int) { lines[at+i], lines[at+j] = lines[at+j], lines[at+i] })
	return head + "  grown:\n" + strings.Join(lines, "\n")
}

// TestTake: a tree that goes out to another tool and comes back means the same.
func TestTake(t *testing.T) {
	a := analyse(t, pump)
	tr, _ := FromModel(a.Model, a, "over")
	for _, id := range []string{"dot", "stix"} {
		f, _ := interop.Find(id)
		data, _, err := f.Write(tr.Document())
		if err != nil {
			t.Fatal(err)
		}
		d, _, err := f.Read("tree", data)
		if err != nil {
			t.Fatal(err)
		}
		text := apply(t, a.Model, func() (model.Change, error) { return Take(a.Model, "back", d) })
		b := analyse(t, text)
		back, problems := FromModel(b.Model, b, "back")
		for _, p := range problems {
			if p.Code != "tree-cost" { // the points of findings have become costs
				t.Error(p)
			}
		}
		want, _ := tr.Ask(Question{With: []string{"signed"}})
		got, err := back.Ask(Question{With: []string{"signed"}})
		if err != nil || got.Count.N.Cmp(want.Count.N) != 0 {
			t.Errorf("%s: %v attacks, %v; want %v\n%s", id, got, err, want.Count.N, text)
		}
		for i, x := range want.Cheapest.Attacks {
			if g := got.Cheapest.Attacks[i].Totals; g != x.Totals {
				t.Errorf("%s: attack %d asks %+v; want %+v", id, i, g, x.Totals)
			}
		}
	}
}
