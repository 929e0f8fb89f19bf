package main

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// analyzeText analyses a model of one file with the whole library.
var analyzeText = func() func(t *testing.T, text string) *engine.Analysis {
	load := sync.OnceValues(func() (*library.Library, error) { return openLibrary(nil) })
	return func(t *testing.T, text string) *engine.Analysis {
		t.Helper()
		lib, err := load()
		if err != nil {
			t.Fatal(err)
		}
		return engine.New(lib).Analyze(model.Decode(syntax.Parse("theriac.yaml", []byte(text))))
	}
}()

func viewText(t *testing.T, text string) *guideView {
	t.Helper()
	a := analyzeText(t, text)
	return newGuideView(a, a.Diagnostics, nil)
}

// TestTemplatesCanBeAppended appends the template of each method to each example, to an empty model and to itself: the
// text has no error that was not there before.
func TestTemplatesCanBeAppended(t *testing.T) {
	paths, err := workspace.Find("../../examples")
	if err != nil || len(paths) == 0 {
		t.Fatal(len(paths), err)
	}
	texts := map[string]string{"empty": "theriac: 1\nid: empty\n"}
	for _, p := range paths {
		text, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		texts[p] = string(text)
	}
	for path, text := range texts {
		for i := range methods {
			m := &methods[i]
			t.Run(path+" "+m.id, func(t *testing.T) {
				grown := text
				for range 2 {
					before := viewText(t, grown)
					var out bytes.Buffer
					if err := before.template(output{Writer: &out}, m); err != nil {
						t.Fatal(err)
					}
					grown += out.String()
					if was, is := problemsOf(before.a), problemsOf(analyzeText(t, grown)); len(is) > len(was) {
						t.Fatalf("the template brings errors:\n%s\n%s", out.String(), strings.Join(is, "\n"))
					}
				}
			})
		}
	}
}

func problemsOf(a *engine.Analysis) []string {
	var out []string
	for _, d := range a.Diagnostics {
		if d.Severity == syntax.Error || strings.HasPrefix(d.Code, "unknown-") {
			out = append(out, d.Message)
		}
	}
	return out
}

// TestTemplateTakesEffect holds the templates against a model that has all they need: each section is there afterwards.
func TestTemplateTakesEffect(t *testing.T) {
	text, err := os.ReadFile("../../examples/ventilator/theriac.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i := range methods {
		m := &methods[i]
		var out bytes.Buffer
		if err := viewText(t, string(text)).template(output{Writer: &out}, m); err != nil {
			t.Fatal(err)
		}
		after := analyzeText(t, string(text)+out.String())
		for _, s := range m.stages {
			for _, p := range s.paste {
				if p.in(after.Model) == nil {
					t.Errorf("%s: the template does not make the section of %q", m.id, p.text)
				}
			}
		}
	}
}

// TestGuidesNameWhatExists holds the data of the guides against the commands and the checks.
func TestGuidesNameWhatExists(t *testing.T) {
	root := newRoot(streams{env: func(string) string { return "" }})
	command := regexp.MustCompile(`theriac ([a-z]+)`)
	var codes []string
	for _, c := range engine.Checks() {
		codes = append(codes, c.Code)
	}
	for i := range methods {
		for _, s := range methods[i].stages {
			for _, m := range command.FindAllStringSubmatch(s.next, -1) {
				if cmd, _, err := root.Find([]string{m[1]}); err != nil || cmd == root {
					t.Errorf("%s, %s: there is no command %s", methods[i].id, s.title, m[0])
				}
			}
			for _, code := range s.checks {
				if !slices.Contains(codes, code) {
					t.Errorf("%s, %s: there is no check %s", methods[i].id, s.title, code)
				}
			}
			if s.next == "" || s.asks == "" || s.holds == nil {
				t.Errorf("%s, %s: a stage needs what it asks, what it holds and what comes next", methods[i].id, s.title)
			}
		}
	}
}

// guidedText guides a model that is given as text.
func guidedText(t *testing.T, text, id string) *guided {
	t.Helper()
	m, err := methodOf(id)
	if err != nil {
		t.Fatal(err)
	}
	return viewText(t, text).guided(m)
}

func states(g *guided) string {
	var out []string
	for _, s := range g.Stages {
		out = append(out, s.State)
	}
	return strings.Join(out, " ")
}

// TestStagesOpenAndClose walks an STPA from nothing to its end: each section closes its stage, and taking away a link
// opens it again.
func TestStagesOpenAndClose(t *testing.T) {
	const base = `theriac: 1
id: x
elements:
  nurse: {type: nurse}
  pump: {type: therapy-controller}
flows:
  f1: {from: nurse, to: pump}
  f2: {from: pump, to: nurse}
functions:
  deliver: {type: therapy, by: [pump]}
threats:
  pin-seen: {of: pump, category: abuse}
requirements:
  SR-1: {text: Ask twice.}
`
	steps := []struct{ add, want string }{
		{"", "open open open open open"},
		{"hazards:\n  H1: {text: Too much, of: [deliver], severity: S5, losses: [L1]}\nlosses:\n  L1: {text: Death}\n", "done open open open open"},
		{"control-actions:\n  A1: {text: Bolus, controller: nurse, process: pump, flows: [f1], feedback: [f2]}\n", "done done open open open"},
		{"unsafe-actions:\n  U1: {action: A1, form: given, hazards: [H1]}\n  U2: {action: A1, form: not-given, because: b}\n" +
			"  U3: {action: A1, form: wrong-time, because: b}\n  U4: {action: A1, form: wrong-duration, because: b}\n", "done done done open open"},
		{"scenarios:\n  S1: {of: [U1], text: Somebody else has the PIN, threats: [pin-seen]}\n", "done done done done open"},
		{"constraints:\n  C1: {of: [S1], text: Two people agree, requirements: [SR-1]}\n", "done done done done done"},
	}
	text := base
	for _, s := range steps {
		text += s.add
		if got := states(guidedText(t, text, "stpa")); got != s.want {
			t.Errorf("after %q the stages are %s, want %s", s.add, got, s.want)
		}
	}
	for _, c := range []struct{ old, new, want string }{
		{", losses: [L1]", "", "open done done done done"},
		{", feedback: [f2]", "", "done open done done done"},
		{"form: wrong-time", "form: given", "done done open done done"},
		{", threats: [pin-seen]", "", "done done done open done"},
		{", requirements: [SR-1]", "", "done done done done open"},
		{"of: [S1], text: Two", "text: Two", "done done done done open"},
		{"type: therapy, by: [pump]", "type: therapy, by: [pump, other]", "done open done done done"},
	} {
		changed := strings.Replace(text, c.old, c.new, 1)
		if strings.Contains(c.new, "other") {
			changed = strings.Replace(changed, "elements:\n", "elements:\n  other: {type: comms-module}\n", 1)
		}
		if got := states(guidedText(t, changed, "stpa")); changed == text || got != c.want {
			t.Errorf("with %q for %q the stages are %s, want %s", c.new, c.old, got, c.want)
		}
	}
}

// TestStpaLinksGoBothWays follows each link of the view of the insulin example back, against what the model states.
func TestStpaLinksGoBothWays(t *testing.T) {
	doc, err := workspace.New(workspace.Options{}).Open("../../examples/insulin-delivery/theriac.yaml")
	if err != nil {
		t.Fatal(err)
	}
	a := doc.Snapshot().Analysis
	v := newStpaView(a)
	pairs := func(out *[][2]string, id string, list []string, turn bool) {
		for _, other := range list {
			if turn {
				*out = append(*out, [2]string{other, id})
			} else {
				*out = append(*out, [2]string{id, other})
			}
		}
	}
	var lossTo, hazardTo, unsafeTo, hazardFrom, scenarioTo, unsafeFrom, threatTo, scenarioFrom [][2]string
	for _, l := range v.Losses {
		pairs(&lossTo, l.ID, l.Hazards, true)
	}
	for _, h := range v.Hazards {
		pairs(&hazardTo, h.ID, h.Losses, false)
		pairs(&hazardFrom, h.ID, h.UnsafeActions, true)
	}
	for _, u := range v.UnsafeActions {
		pairs(&unsafeTo, u.ID, u.Hazards, false)
		pairs(&unsafeFrom, u.ID, u.Scenarios, true)
	}
	for _, s := range v.Scenarios {
		pairs(&scenarioTo, s.ID, s.Of, false)
		pairs(&scenarioFrom, s.ID, s.Threats, true)
	}
	for _, x := range v.Threats {
		pairs(&threatTo, x.ID, x.Scenarios, false)
		if x.State == "not raised" || x.Title == "" || len(x.Losses) == 0 {
			t.Errorf("threat %s is not followed to its losses: %+v", x.ID, x)
		}
	}
	for name, two := range map[string][2][][2]string{
		"hazards and losses": {lossTo, hazardTo}, "unsafe actions and hazards": {hazardFrom, unsafeTo},
		"scenarios and unsafe actions": {unsafeFrom, scenarioTo}, "threats and scenarios": {scenarioFrom, threatTo},
	} {
		for _, list := range two {
			slices.SortFunc(list, func(a, b [2]string) int { return strings.Compare(a[0]+" "+a[1], b[0]+" "+b[1]) })
		}
		if len(two[0]) == 0 || !slices.Equal(two[0], two[1]) {
			t.Errorf("%s: %v one way and %v the other", name, two[0], two[1])
		}
	}
	n := 0
	for _, x := range v.Actions {
		for _, cell := range x.Forms {
			n += len(cell)
		}
	}
	if n != len(v.UnsafeActions) || n != a.Model.UnsafeActions.Len() {
		t.Errorf("%d unsafe actions in the table of forms, %d in the list, %d in the model", n, len(v.UnsafeActions), a.Model.UnsafeActions.Len())
	}
}

// TestStpaMarkdownStaysATable puts markup into a model: it cannot leave its cell.
func TestStpaMarkdownStaysATable(t *testing.T) {
	a := analyzeText(t, "theriac: 1\nid: x\nlosses:\n  L1: {text: \"a | b <script> [x](y)\\u202e\\n# c\"}\n")
	var out bytes.Buffer
	if err := newStpaView(a).write(output{Writer: &out}, "markdown"); err != nil {
		t.Fatal(err)
	}
	want := `| L1 | a \| b &lt;script&gt; \[x\](y)` + "\uFFFD" + ` \# c | – |`
	if !strings.Contains(out.String(), want) {
		t.Errorf("no %s in\n%s", want, out.String())
	}
}

// TestGuideJSON reads the JSON back.
func TestGuideJSON(t *testing.T) {
	var g guided
	text := strings.Join(console([]string{"guide", "pasta", "../../examples/ventilator", "--format", "json"}), "\n")
	if err := json.Unmarshal([]byte(text), &g); err != nil || len(g.Stages) != 7 || g.Method != "pasta" {
		t.Errorf("%v: %+v", err, g)
	}
	for _, s := range g.Stages {
		if (s.State == "done") != (len(s.Missing) == 0) || (s.Next == "") != (s.State == "done") {
			t.Errorf("stage %s is %s with %d missing and next %q", s.Title, s.State, len(s.Missing), s.Next)
		}
	}
}

// TestGuidePagesSpeakTheLanguage reads the pieces of models on the pages about methods. They are pieces, so what they name
// may be missing; nothing else is wrong with them.
func TestGuidePagesSpeakTheLanguage(t *testing.T) {
	n := 0
	for _, page := range []string{"../../docs/stpa.md", "../../docs/guides.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range strings.Split(string(text), "```yaml\n")[1:] {
			n++
			block, _, _ = strings.Cut(block, "```")
			for _, d := range analyzeText(t, "theriac: 1\nid: x\n"+block).Diagnostics {
				if d.Severity == syntax.Error && d.Code != "unknown-reference" || strings.HasPrefix(d.Code, "unknown-key") {
					t.Errorf("%s: %s in\n%s", page, d.Message, block)
				}
			}
		}
	}
	if n == 0 {
		t.Error("the pages show no piece of a model")
	}
}
