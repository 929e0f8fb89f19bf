package engine_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

var update = flag.Bool("update", false, "write the table of twins into docs/quality.md")

// quiet is the share of the confirmed findings, in percent, that good engineering must make disappear.
const quiet = 80

// TestTwins analyses each example and its hardened twin: the same device after good engineering. The findings that are
// confirmed on the device must be gone from the twin, or controlled by what is in place there.
func TestTwins(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(lib)
	var b strings.Builder
	b.WriteString("| example | confirmed | gone in the twin | controlled | left | quiet | open possible findings |\n")
	b.WriteString("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	var total twin
	for _, path := range examples(t) {
		name, err := filepath.Rel("../examples", filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			first, second := readModel(t, path), readModel(t, filepath.Join("../examples/hardened", name, "theriac.yaml"))
			sameParts(t, first, second)
			w := compare(e.Analyze(first), e.Analyze(second))
			w.judge(t)
			b.WriteString(w.row("`" + filepath.ToSlash(name) + "`"))
			total.add(w)
		})
	}
	b.WriteString(total.row("all"))
	t.Logf("\n%s", b.String())
	if *update {
		writeTwins(t, b.String())
	}
}

// examples returns the root files of all examples that have to have a twin.
func examples(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"../examples/*/theriac.yaml", "../examples/types/*/theriac.yaml"} {
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no examples in %s: %v", pattern, err)
		}
		all = append(all, paths...)
	}
	return all
}

func readModel(t *testing.T, path string) *model.Model {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m := model.Decode(syntax.Parse(path, text))
	for _, d := range m.Diagnostics {
		if d.Severity == syntax.Error {
			t.Errorf("%s:%d: %s", path, d.Place.Line, d.Message)
		}
	}
	return m
}

// twin is what became of the confirmed findings of one example.
type twin struct {
	confirmed, gone, controlled, open int
	left, came                        []string
}

func compare(first, second *engine.Analysis) twin {
	var w twin
	was, now := map[string]bool{}, map[string]*engine.Finding{}
	for _, f := range second.Findings {
		now[f.ID] = f
	}
	for _, f := range first.Findings {
		if f.Certainty != engine.Confirmed {
			continue
		}
		w.confirmed++
		was[f.ID] = true
		switch g := now[f.ID]; {
		case g == nil:
			w.gone++
		case g.State == engine.Controlled:
			w.controlled++
		default:
			w.left = append(w.left, f.ID)
		}
	}
	for _, f := range second.Findings {
		if f.Certainty == engine.Confirmed && !was[f.ID] {
			w.came = append(w.came, f.ID)
		}
		if f.Certainty == engine.Possible && f.State != engine.Controlled {
			w.open++
		}
	}
	return w
}

func (w *twin) share() int {
	if w.confirmed == 0 {
		return 100
	}
	return 100 * (w.gone + w.controlled) / w.confirmed
}

func (w *twin) judge(t *testing.T) {
	t.Helper()
	if w.share() < quiet {
		t.Errorf("%d %% of %d confirmed findings are gone or controlled, %d %% are wanted; left: %s", w.share(), w.confirmed, quiet, strings.Join(w.left, ", "))
	}
	if len(w.came) > 0 {
		t.Errorf("confirmed in the twin and not in the example: %s", strings.Join(w.came, ", "))
	}
}

func (w *twin) add(v twin) {
	w.confirmed, w.gone, w.controlled, w.open = w.confirmed+v.confirmed, w.gone+v.gone, w.controlled+v.controlled, w.open+v.open
	w.left = append(w.left, v.left...)
}

func (w *twin) row(name string) string {
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %d %% | %d |\n", name, w.confirmed, w.gone, w.controlled, len(w.left), w.share(), w.open)
}

// sameParts fails where the twin lacks something that the example has, or says something else about what it is. What
// protects a flow may change, and of several ways to speak one may be closed.
func sameParts(t *testing.T, first, second *model.Model) {
	t.Helper()
	if second.ID.Value != first.ID.Value+"-hardened" {
		t.Errorf("the twin of %s is called %q", first.ID.Value, second.ID.Value)
	}
	same(t, "device", "device", traits(first), traits(second))
	keep(t, "zone", first.Zones.All(), second.Zones.Get, func(z *model.Zone) []any {
		return []any{z.In.Value, words(z.Type), z.Trust.Value, words(z.Reach)}
	})
	keep(t, "element", first.Elements.All(), second.Elements.Get, func(e *model.Element) []any {
		return []any{e.Kind.Value, words(e.Type), e.Zone.Value, words(e.Runs), words(e.Stores), e.OutOfScope.Value, e.Owner.Value, e.Serves.Count}
	})
	keep(t, "data", first.Data.All(), second.Data.Get, func(d *model.Data) []any { return []any{words(d.Type), words(d.Needs)} })
	keep(t, "flow", first.Flows.All(), second.Flows.Get, func(f *model.Flow) []any {
		return []any{f.From.Value, f.To.Value, words(f.Carries), words(f.Over), f.Port.Value, f.Direction.Value, f.OutOfScope.Value}
	})
	keep(t, "function", first.Functions.All(), second.Functions.Get, func(f *model.Function) []any {
		return []any{words(f.Type), words(f.By), words(f.Uses)}
	})
	keep(t, "hazard", first.Hazards.All(), second.Hazards.Get, func(h *model.Hazard) []any {
		return []any{words(h.Type), words(h.Of), words(h.Data), h.Severity.Value, h.Patients.Value, words(h.Needs)}
	})
	for _, e := range first.Elements.All() {
		if f := second.Elements.Get(e.ID.Value); f != nil {
			sameQuestions(t, e.ID.Value, e.Attributes, f.Attributes)
			keep(t, "interface of "+e.ID.Value, e.Interfaces.All(), f.Interfaces.Get, func(i *model.Interface) []any {
				return []any{words(i.Protocol), i.Port.Value}
			})
		}
	}
	for _, f := range first.Flows.All() {
		if g := second.Flows.Get(f.ID.Value); g != nil {
			sameProtocol(t, f, g)
			sameQuestions(t, f.ID.Value, f.Attributes, g.Attributes)
		}
	}
}

// keep holds the entries of a section of the twin against those of the example.
func keep[E any, P interface {
	*E
	comparable
}](t *testing.T, what string, all []P, get func(string) P, facts func(P) []any) {
	t.Helper()
	var none P
	for _, a := range all {
		id := reflect.ValueOf(a).Elem().FieldByName("ID").Interface().(model.String).Value
		b := get(id)
		if b == none {
			t.Errorf("%s %s is not in the twin", what, id)
			continue
		}
		same(t, what, id, facts(a), facts(b))
	}
}

func same(t *testing.T, what, id string, a, b []any) {
	t.Helper()
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s %s is %v, and %v in the twin", what, id, a, b)
	}
}

func sameProtocol(t *testing.T, f, g *model.Flow) {
	t.Helper()
	was, now := words(f.Protocol), words(g.Protocol)
	if len(was) > 0 && len(now) == 0 {
		t.Errorf("flow %s: the twin says no protocol", f.ID.Value)
	}
	for _, p := range now {
		if !slices.Contains(was, p) {
			t.Errorf("flow %s speaks %s in the twin and not in the example", f.ID.Value, p)
		}
	}
}

// sameQuestions fails where the example states an attribute and the twin is silent about it.
func sameQuestions(t *testing.T, id string, a, b model.Attributes) {
	t.Helper()
	for _, at := range a.Items {
		if !b.Get(at.Key.Value).Stated() {
			t.Errorf("%s: the twin does not say %s", id, at.Key.Value)
		}
	}
}

func traits(m *model.Model) []any {
	d := &m.Device
	return []any{words(d.Type), words(d.Traits.Connectivity), words(d.Traits.RemoteAccess), d.Traits.Legacy.Value, d.Traits.PatientData.Value, d.Traits.LifeSustaining.Value}
}

func words(s model.Strings) []string {
	var out []string
	for _, w := range s.Items {
		out = append(out, w.Value)
	}
	return out
}

// writeTwins puts the table between its markers.
func writeTwins(t *testing.T, table string) {
	t.Helper()
	const path, begin, end = "../docs/quality.md", "<!-- twins: make score -->\n", "<!-- end of twins -->"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := bytes.Cut(page, []byte(begin))
	_, tail, closed := bytes.Cut(rest, []byte(end))
	if !ok || !closed {
		t.Fatalf("%s has no markers %q and %q", path, begin, end)
	}
	out := slices.Concat(head, []byte(begin+"\n"+table+"\n"+end), tail)
	if err := os.WriteFile(path, out, 0o644); err != nil {
		t.Fatal(err)
	}
}
