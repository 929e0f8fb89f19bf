package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

func TestWaysAreReadAndMixesTold(t *testing.T) {
	for _, c := range []struct {
		entry string
		via   []model.Point
		box   bool
		said  []string
	}{
		{entry: "{via: [[240, 120], [-3, 4]]}", via: []model.Point{{240, 120}, {-3, 4}}},
		{entry: "{via: unknown}"},
		{entry: "{via: [[1, 2]], x: 3, y: 4}", via: []model.Point{{1, 2}}, box: true,
			said: []string{"3:9 mixed-place: `via` cannot stand beside `x`"}},
		{entry: "{w: 3, via: [[1, 2]]}", via: []model.Point{{1, 2}}, said: []string{"3:15 mixed-place: `via` cannot stand beside `w`"}},
		{entry: "{via: []}", said: []string{"3:14 bad-number: `via` cannot have 0 points: expected 1 to 20"}},
		{entry: "{via: [" + strings.TrimSuffix(strings.Repeat("[1, 2], ", 21), ", ") + "]}",
			said: []string{"3:14 bad-number: `via` cannot have 21 points: expected 1 to 20"}},
		{entry: "{via: [[1, 2], [3]]}",
			said: []string{"3:23 wrong-type: `via` should be a point such as [240, 120] in each place of the list, found a list"}},
		{entry: "{via: [1, 2]}", said: []string{
			"3:15 wrong-type: `via` should be a point such as [240, 120] in each place of the list, found one word",
			"3:18 wrong-type: `via` should be a point such as [240, 120] in each place of the list, found one word"}},
		{entry: "{via: [[1, 1.5]]}",
			said: []string{"3:19 bad-number: `via` cannot have `1.5` in a point: expected a whole number from -1000000 to 1000000"}},
		{entry: "{via: 3}", said: []string{"3:14 wrong-type: `via` should be a list of points such as [[240, 120], [240, 300]], found one word"}},
	} {
		text := "layout:\n  v:\n    f: " + c.entry + "\n"
		m := model.DecodePart(parsed(text))
		if diff := cmp.Diff(c.via, m.Layout.Via("v", "f")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.entry, diff)
		}
		if _, box := m.Layout.Of("v", "f"); box != c.box {
			t.Errorf("%s: it has a box: %v", c.entry, box)
		}
		var told []string
		for _, d := range m.Diagnostics {
			told = append(told, fmt.Sprintf("%d:%d %s: %s", d.Place.Line, d.Place.Column, d.Code, d.Message))
		}
		if diff := cmp.Diff(c.said, told); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.entry, diff)
		}
		if got := string(syntax.Format([]byte(text))); strings.Join(strings.Fields(got), "") != strings.Join(strings.Fields(text), "") {
			t.Errorf("formatting loses something of\n%s\n%s", text, got)
		}
	}
}

func parsed(text string) (*syntax.File, *syntax.Node) {
	f := syntax.Parse("theriac.yaml", []byte(text))
	return f, f.Root
}

// drawLayout writes a layout as people and verbs do.
func drawLayout(t *rapid.T) string {
	number := rapid.IntRange(-1_000_000, 1_000_000)
	var b strings.Builder
	b.WriteString("layout:\n")
	for _, view := range []string{"default", "v"} {
		b.WriteString("  " + view + ":\n")
		for _, id := range []string{"e", "elem", "f1", "f2", "f10"} {
			n := rapid.IntRange(0, 4).Draw(t, "points")
			switch {
			case n == 0 || id[0] == 'e':
				fmt.Fprintf(&b, "    %s: {x: %d, y: %d}\n", id, number.Draw(t, "x"), number.Draw(t, "y"))
			case rapid.Bool().Draw(t, "block"):
				fmt.Fprintf(&b, "    %s:\n      via: # a comment\n", id)
				for range n {
					fmt.Fprintf(&b, "        - [%d, %d] # another\n", number.Draw(t, "x"), number.Draw(t, "y"))
				}
			default:
				points := make([]string, n)
				for i := range points {
					points[i] = fmt.Sprintf("[%d, %d]", number.Draw(t, "x"), number.Draw(t, "y"))
				}
				fmt.Fprintf(&b, "    %s: {via: [%s]}\n", id, strings.Join(points, ", "))
			}
		}
	}
	return b.String()
}

// TestWhatIsLaidOutIsReadBack holds that a way is read as it was written, that nothing else of the layout changes by it,
// and that taking it away leaves nothing of it.
func TestWhatIsLaidOutIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := append(drawModel(t), syntax.Parse("layout.yaml", []byte(drawLayout(t))))
		view, flow := rapid.SampledFrom([]string{"default", "v", "new"}).Draw(t, "view"), rapid.SampledFrom([]string{"f1", "f2", "f10"}).Draw(t, "flow")
		coordinate := rapid.IntRange(-1_000_000, 1_000_000)
		via := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) model.Point {
			return model.Point{X: coordinate.Draw(t, "x"), Y: coordinate.Draw(t, "y")}
		}), 1, model.MaxPoints).Draw(t, "via")

		m := model.Decode(files...)
		was := laidOut(m)
		c, err := model.PlaceWay(m, view, flow, via...)
		after := mustApply(t, files, c, err)
		now := laidOut(model.Decode(after...))
		was[view+"/"+flow] = fmt.Sprint(via)
		if diff := cmp.Diff(was, now); diff != "" {
			t.Fatalf("placed (-want +got):\n%s\n%s", diff, after[len(after)-1].Text())
		}
		c, err = model.PlaceWay(model.Decode(after...), view, flow)
		gone := mustApply(t, after, c, err)
		delete(was, view+"/"+flow)
		if diff := cmp.Diff(was, laidOut(model.Decode(gone...))); diff != "" {
			t.Fatalf("taken away (-want +got):\n%s\n%s", diff, gone[len(gone)-1].Text())
		}
	})
}

func laidOut(m *model.Model) map[string]string {
	out := map[string]string{}
	if m.Layout == nil {
		return out
	}
	for _, b := range m.Layout.Boxes {
		out[b.View+"/"+b.Target] = fmt.Sprint(b.X.Value, b.Y.Value, b.Width.Value, b.Height.Value, b.Locked.Value)
	}
	for _, w := range m.Layout.Ways {
		out[w.View+"/"+w.Target] = fmt.Sprint(w.Via.Items)
	}
	return out
}

// TestAllWaysAtOnceAreTheSameText holds that places and ways together are the text of one after the other.
func TestAllWaysAtOnceAreTheSameText(t *testing.T) {
	text := "theriac: 1\nid: m\nelements: {a: {}, b: {}}\nflows: {f: {from: a, to: b}, g: {from: b, to: a}}\n"
	files := []*syntax.File{syntax.Parse("theriac.yaml", []byte(text))}
	points := []model.Point{{X: 1, Y: 2}, {X: 3, Y: 4}}
	box := model.Fields(model.Field{Key: "x", Value: model.Word("7")}, model.Field{Key: "y", Value: model.Word("8")})
	way := model.Fields(model.Field{Key: "via", Value: model.PointList(points...)})
	c, err := model.PlaceAll(model.Decode(files...), "default", model.Field{Key: "a", Value: box}, model.Field{Key: "f", Value: way})
	if err != nil {
		t.Fatal(err)
	}
	all, err := model.ApplyChange(files, c)
	if err != nil {
		t.Fatal(err)
	}
	one := slices.Clone(files)
	for _, verb := range []func(*model.Model) (model.Change, error){
		func(m *model.Model) (model.Change, error) { return model.PlaceBox(m, "", "a", 7, 8, 0, 0) },
		func(m *model.Model) (model.Change, error) { return model.PlaceWay(m, "", "f", points...) },
	} {
		c, err := verb(model.Decode(one...))
		if err != nil {
			t.Fatal(err)
		}
		if one, err = model.ApplyChange(one, c); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := string(all[1].Text()), string(one[1].Text()); a != b {
		t.Errorf("at once:\n%s\none by one:\n%s", a, b)
	}
	for name, b := range map[string]model.Field{"a box for a flow": {Key: "g", Value: box}, "a way for an element": {Key: "b", Value: way}} {
		if _, err := model.PlaceAll(model.Decode(all...), "default", b); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
