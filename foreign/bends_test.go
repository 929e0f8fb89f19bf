package foreign_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
	"theriac.dev/foreign"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// led reads a file and returns the ways of its flows by view and name.
func led(t interface {
	Helper()
	Fatal(...any)
}, name, text string) (map[string][]model.Point, *foreign.Import) {
	t.Helper()
	im, err := foreign.Read(name, []byte(text), "")
	if err != nil {
		t.Fatal(err)
	}
	m := model.Decode(syntax.Parse("theriac.yaml", []byte(im.Model)), syntax.Parse("layout.yaml", []byte(im.Layout)))
	for _, d := range m.Diagnostics {
		if d.Severity == syntax.Error {
			t.Fatal(d.Message, im.Layout)
		}
	}
	out := map[string][]model.Point{}
	if m.Layout != nil {
		for _, w := range m.Layout.Ways {
			out[w.View+"/"+m.Flows.Get(w.Target).Name.Value] = w.Via.Items
		}
	}
	return out, im
}

// drawing is a page of draw.io with a box in a container, one beside it, and a line between them.
func drawing(parent, style, points string) string {
	return `<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="z" value="Ward" style="container=1;dashed=1" vertex="1" parent="1"><mxGeometry x="100" y="50" width="300" height="200" as="geometry"/></mxCell>
<mxCell id="a" value="Pump" style="rounded=1" vertex="1" parent="z"><mxGeometry x="20" y="30" width="120" height="60" as="geometry"/></mxCell>
<mxCell id="b" value="Server" style="rounded=1" vertex="1" parent="1"><mxGeometry x="600" y="80" width="120" height="60" as="geometry"/></mxCell>
<mxCell id="f" value="Status" style="` + style + `" edge="1" source="a" target="b" parent="` + parent + `"><mxGeometry relative="1" as="geometry">` + points + `</mxGeometry></mxCell>
</root></mxGraphModel>`
}

func waypoints(points ...model.Point) string {
	var b strings.Builder
	b.WriteString(`<mxPoint x="1" y="2" as="offset"/><Array as="points">`)
	for _, p := range points {
		fmt.Fprintf(&b, `<mxPoint x="%d" y="%d"/>`, p.X, p.Y)
	}
	return b.String() + `</Array>`
}

func TestBendsOfDrawIO(t *testing.T) {
	a, b := model.Point{X: 440, Y: 110}, model.Point{X: 440, Y: -30}
	for name, c := range map[string]struct {
		text string
		want []model.Point
	}{
		"on the page":        {drawing("1", "endArrow=block", waypoints(a, b)), []model.Point{a, b}},
		"in a container":     {drawing("z", "endArrow=block", waypoints(a, b)), []model.Point{{X: 540, Y: 160}, {X: 540, Y: 20}}},
		"drawn from the end": {drawing("1", "endArrow=none;startArrow=block", waypoints(a, b)), []model.Point{b, a}},
		"without x":          {drawing("1", "", `<Array as="points"><mxPoint y="7"/></Array>`), []model.Point{{X: 0, Y: 7}}},
		"none":               {drawing("1", "", ""), nil},
		"an empty list":      {drawing("1", "", waypoints()), nil},
	} {
		ways, im := led(t, "a.drawio", c.text)
		if diff := cmp.Diff(c.want, ways["default/Status"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s\n%s", name, diff, im.Layout)
		}
	}
	many := make([]model.Point, 34)
	ways, im := led(t, "a.drawio", drawing("1", "", waypoints(many...)))
	if len(ways["default/Status"]) != model.MaxPoints {
		t.Errorf("of 34 bends %d are kept", len(ways["default/Status"]))
	}
	addsUp(t, im)
	if told := fmt.Sprint(im.Losses); !strings.Contains(told, "Of its 34 bends the first 20 are kept") {
		t.Errorf("the account does not tell what became of the others: %s", told)
	}
}

// TestWaysAreTheWaypoints holds that the points of a line come in as they stand in the drawing.
func TestWaysAreTheWaypoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(-100_000, 100_000)
		points := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) model.Point {
			return model.Point{X: at.Draw(t, "x"), Y: at.Draw(t, "y")}
		}), 1, model.MaxPoints).Draw(t, "points")
		ways, _ := led(t, "a.drawio", drawing("1", "", waypoints(points...)))
		if diff := cmp.Diff(points, ways["default/Status"]); diff != "" {
			t.Fatalf("(-drawn +imported):\n%s", diff)
		}
	})
}

func TestBendsOfThreatDragon(t *testing.T) {
	cell := func(id, kind, name string, x int) string {
		return fmt.Sprintf(`{"id":"%s","shape":"process","position":{"x":%d,"y":40},"size":{"width":120,"height":60},"data":{"type":"tm.%s","name":"%s"}}`, id, x, kind, name)
	}
	diagram := func(n string) string {
		flow := `{"id":"f` + n + `","shape":"flow","source":{"cell":"a` + n + `"},"target":{"cell":"b` + n + `"},"vertices":[{"x":240,"y":120},{"x":240.4,"y":300}],"data":{"type":"tm.Flow","name":"Status ` + n + `"}}`
		return `{"title":"D` + n + `","cells":[` + cell("a"+n, "Process", "Pump "+n, 0) + "," + cell("b"+n, "Process", "Server "+n, 400) + "," + flow + `]}`
	}
	ways, im := led(t, "model.json", `{"version":"2.0","summary":{"title":"T"},"detail":{"diagrams":[`+diagram("1")+","+diagram("2")+`]}}`)
	want := []model.Point{{X: 240, Y: 120}, {X: 240, Y: 300}}
	if diff := cmp.Diff(want, ways["default/Status 1"]); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, im.Layout)
	}
	views := 0
	for at, via := range ways {
		if strings.HasPrefix(at, "default/") {
			continue
		}
		views++
		if diff := cmp.Diff(want, via); diff != "" {
			t.Errorf("%s (-want +got):\n%s", at, diff)
		}
	}
	if second := ways["default/Status 2"]; views != 2 || len(second) != 2 || second[0].X != 240 || second[0].Y <= 300 {
		t.Errorf("%d views; on the canvas of the whole model the second drawing is not below the first: %v", views, second)
	}
}
