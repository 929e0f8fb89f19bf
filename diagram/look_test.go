package diagram

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
	"time"
)

func TestLook(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip()
	}
	for name, g := range sketches(t) {
		t0 := time.Now()
		l := Arrange(g, LayoutOptions{})
		d := time.Since(t0)
		s := Draw(g, l)
		f, _ := os.Create(dir + "/" + name + ".svg")
		s.WriteSVG(f, Light())
		f.Close()
		k := max(s.W/780, s.H/540)
		fmt.Printf("%-20s n=%d e=%d %v  %.0fx%.0f ratio %.2f font %.1f keys %d\n", name, len(g.Nodes), len(g.Edges), d.Round(time.Millisecond), s.W, s.H, s.W/s.H, 9/k, len(l.Keys))
	}
}

func randomGraph(n int) *Graph {
	luck := chance(88172645463325252)
	g := &Graph{Title: "Generated"}
	zs := max(n/6, 2)
	for i := range zs {
		in := -1
		if i > 0 && luck.below(3) > 0 {
			in = luck.below(i)
		}
		g.Zones = append(g.Zones, Zone{ID: fmt.Sprint("z", i), Name: fmt.Sprint("Zone number ", i), In: in, Trust: luck.below(10)})
	}
	shapes := []Shape{Process, Store, External, Human, Sensor, Actuator, Physical}
	for i := range n {
		g.Nodes = append(g.Nodes, Node{ID: fmt.Sprint("e", i), Name: fmt.Sprint("Element number ", i), Note: "therapy-controller", Shape: shapes[luck.below(7)], Zone: i * zs / n})
	}
	for i := range n * 4 / 3 {
		a := luck.below(n)
		b := (a + 1 + luck.below(6)) % n
		if luck.below(6) == 0 {
			b = luck.below(n)
		}
		g.Edges = append(g.Edges, Edge{ID: fmt.Sprint("f", i), From: a, To: b, Name: fmt.Sprint("Drug library ", i), Detail: "tcp-proprietary over wifi", Guard: "auth none · enc tls", Protection: Protection(luck.below(3))})
	}
	return g
}
func TestLookBig(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip()
	}
	for _, n := range []int{15, 55, 100, 200, 500} {
		g := randomGraph(n)
		t0 := time.Now()
		l := Arrange(g, LayoutOptions{})
		d := time.Since(t0)
		t0 = time.Now()
		s := Draw(g, l)
		f, _ := os.Create(fmt.Sprint(dir, "/big", n, ".svg"))
		s.WriteSVG(f, Light())
		f.Close()
		d2 := time.Since(t0)
		t0 = time.Now()
		f, _ = os.Create(fmt.Sprint(dir, "/big", n, ".png"))
		s.WritePNG(f, Light(), 1.5)
		f.Close()
		fmt.Println(n, len(g.Edges), d, d2, time.Since(t0), s.W, s.H, "keys", len(l.Keys))
	}
}

func TestLookExamples(t *testing.T) {
	dir := os.Getenv("LOOK")
	if dir == "" {
		t.Skip()
	}
	lib, err := library.Load()
	if err != nil {
		fmt.Println(err)
	}
	names, _ := filepath.Glob("../examples/*/theriac.yaml")
	for _, f := range names {
		b, _ := os.ReadFile(f)
		m := model.Decode(syntax.Parse("theriac.yaml", b))
		views := []string{""}
		for _, v := range m.Views.All() {
			views = append(views, v.ID.Value)
		}
		for _, v := range views {
			g, err := FromModel(m, Options{View: v, Library: lib})
			if err != nil {
				t.Fatal(err)
			}
			t0 := time.Now()
			l := Arrange(g, LayoutOptions{})
			d := time.Since(t0)
			s := Draw(g, l)
			name := filepath.Base(filepath.Dir(f)) + "." + v
			o, _ := os.Create(dir + "/ex-" + name + ".svg")
			s.WriteSVG(o, Light())
			o.Close()
			o, _ = os.Create(dir + "/ex-" + name + ".png")
			s.WritePNG(o, Light(), 1.5)
			o.Close()
			k := max(s.W/780, s.H/540)
			fmt.Printf("%-20s n=%d e=%d %v  %.0fx%.0f ratio %.2f font %.1f keys %d\n", name, len(g.Nodes), len(g.Edges), d.Round(time.Millisecond), s.W, s.H, s.W/s.H, 9/k, len(l.Keys))
		}
		os.WriteFile(dir+"/ex-"+filepath.Base(filepath.Dir(f))+".md", []byte(Sentences(m)), 0o644)
	}
}
