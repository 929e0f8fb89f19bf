package goals_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"theriac.dev/attack"
	"theriac.dev/cover"
	"theriac.dev/engine"
	. "theriac.dev/goals"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
	"theriac.dev/tree"
)

var loadEngine = sync.OnceValue(func() *engine.Engine {
	lib, err := library.Load()
	if err != nil {
		panic(err)
	}
	return engine.New(lib)
})

// pump is a small infusion pump with goals and a tree of the team's own.
const pump = `theriac: 1
id: pump
zones:
  ward: {type: hospital-network, trust: 2, reach: [hospital-network]}
elements:
  server: {type: fleet-server, zone: ward, serves: 400 pumps}
  pcu:    {type: therapy-controller, zone: ward}
  motor:  {kind: actuator, zone: ward}
data:
  rate: {type: therapy-command, needs: [integrity, authenticity]}
flows:
  f1: {from: server, to: pcu, protocol: tcp-proprietary, over: wifi, authentication: none, encryption: none, integrity: none, carries: [rate]}
  f2: {from: pcu, to: motor, protocol: can, authentication: none, encryption: none, integrity: none, carries: [rate]}
functions:
  deliver: {type: therapy, by: [pcu, motor], uses: [rate]}
hazards:
  H1: {text: Over-infusion of a strong drug, of: [deliver], severity: S5, patients: one, needs: [integrity, authenticity]}
controls:
  mac: {control: message-authentication, at: [f1], status: implemented, cost: 4}
  wall: {name: Firewall, at: [server], status: planned}
  key: {name: Key store, at: [pcu], status: gap}
threats:
  insider: {title: An insider, of: [server], hazards: [H1], potential: {expertise: proficient, equipment: standard}}
goals:
  safe: {text: No patient gets too much, kind: safety, of: [deliver], owner: Safety}
  rate-kept: {text: The rate is what was prescribed, part-of: [safe], assets: [rate]}
anti-goals:
  harm: {text: Harm a patient, against: [rate-kept], hazards: [H1], by: [hospital-network]}
trees:
  over:
    name: Over-infusion
    of: [harm]
    root: top
    nodes:
      top:    {text: Too much is given, gate: or, of: [remote, inside]}
      remote: {text: From the network, gate: ordered, of: [join, send]}
      join:   {text: Join the network, hours: 8}
      send:   {text: Send a command, expertise: expert, seen: logged}
      inside: {finding: insider}
      walled: {control: wall, counters: [join]}
      signed: {control: mac, counters: [send]}
      stored: {control: key, counters: [inside]}
      steal:  {text: Steal the key, counters: [signed]}
`

func analyse(t testing.TB, text string) *engine.Analysis {
	t.Helper()
	m := model.Decode(syntax.Parse("theriac.yaml", []byte(text)))
	for _, d := range m.Diagnostics {
		if d.Severity == syntax.Error {
			t.Fatal(d)
		}
	}
	return loadEngine().Analyze(m)
}

func TestFromModel(t *testing.T) {
	a := analyse(t, pump)
	tr, problems := FromModel(a.Model, a, "over")
	for _, p := range problems {
		t.Error(p.Place.Line, p.Message)
	}
	names := func(list []int) string { return strings.Join(tr.Steps(list), " ") }
	if got := names(tr.Active(engine.AfterImplemented)); got != "signed" {
		t.Error("implemented:", got)
	}
	if got := names(tr.Active(engine.AfterPlanned)); got != "signed walled" {
		t.Error("planned:", got)
	}
	if tr.Unit != Potential {
		t.Error("unit", tr.Unit)
	}
	send := tr.Tree.Nodes[tr.Tree.Find("send")]
	if send.Skill != 2 || send.Detect != 1 || !send.Unknown.Has(tree.Time) {
		t.Errorf("%+v", send)
	}
	inside := tr.Tree.Find("inside")
	if n := tr.Tree.Nodes[inside]; n.Text != "An insider" || n.Skill != 1 || tr.Nodes[inside].From[tree.Skill] != "finding" {
		t.Errorf("%+v %v", n, tr.Nodes[inside].From)
	}
	before, after := tr.Residual()
	if got := fmt.Sprint(before.Count.N, after.Count.N); got != "2 2" { // the signature can be stolen, so one step more
		t.Error("attacks", got)
	}
	for _, x := range after.Cheapest.Attacks {
		if len(x.Leaves) == 3 && names(x.Leaves) != "join send steal" {
			t.Error(names(x.Leaves))
		}
	}
}

func TestWhatIf(t *testing.T) {
	a := analyse(t, pump)
	tr, _ := FromModel(a.Model, a, "over")
	for _, c := range []struct {
		q    Question
		want string
	}{
		{Question{}, "2"},
		{Question{With: []string{"wall"}}, "1"},
		{Question{With: []string{"walled", "stored"}}, "0"},
		{Question{Stage: engine.AfterPlanned, Without: []string{"wall"}}, "2"},
	} {
		got, err := tr.Ask(c.q)
		if err != nil || got.Count.N.String() != c.want {
			t.Errorf("%+v: %v attacks, %v; want %s", c.q, got.Count.N, err, c.want)
		}
	}
	if _, err := tr.Ask(Question{With: []string{"moat"}}); err == nil || !strings.Contains(err.Error(), "signed, stored, walled") {
		t.Error(err)
	}
}

func TestDecidedAway(t *testing.T) {
	a := analyse(t, strings.Replace(pump, "insider: {", "insider: {decision: not-applicable, because: Nobody is alone with it, ", 1))
	tr, _ := FromModel(a.Model, a, "over")
	if got := strings.Join(tr.Steps(tr.Cut()), " "); got != "inside" {
		t.Fatal(got)
	}
	before, _ := tr.Ask(Question{})
	after, _ := tr.Ask(Question{Stage: engine.AfterVerified})
	if before.Count.N.String() != "2" || after.Count.N.String() != "1" {
		t.Error(before.Count.N, after.Count.N)
	}
}

func TestProtect(t *testing.T) {
	a := analyse(t, pump)
	tr, _ := FromModel(a.Model, a, "over")
	p, err := tr.Protect(Question{}, attack.Build(a, attack.Options{}), cover.Limit{})
	if err != nil {
		t.Fatal(err)
	}
	if !p.Exact || len(p.Open.Attacks) != 0 {
		t.Errorf("%+v", p)
	}
	var with []string
	for _, o := range p.Chosen {
		with = append(with, o.ID)
	}
	t.Log(with, p.Cost, p.Rounds)
	ask, err := tr.Ask(Question{With: with})
	if err != nil || ask.Count.N.Sign() != 0 {
		t.Error(err, ask)
	}
}

func TestGenerate(t *testing.T) {
	a := analyse(t, pump)
	for _, of := range []string{"H1", "harm"} {
		g, err := Generate(a, of, Grow{})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range g.Nodes {
			t.Log(of, n)
		}
		t.Log(g.Left)
		c, err := Plant(a.Model, "grown", g)
		if err != nil {
			t.Fatal(err)
		}
		files, err := model.ApplyChange(a.Model.Files, c)
		if err != nil {
			t.Fatal(err)
		}
		text := string(files[0].Text())
		t.Log(text[len(text)-1500:])
		b := analyse(t, text)
		tr, problems := FromModel(b.Model, b, "grown")
		if len(problems) > 0 {
			t.Error(problems)
		}
		ans, _ := tr.Ask(Question{})
		t.Log(ans.Count.N)
		again, news, err := Regenerate(b, "grown", Grow{})
		if err != nil || !again.Empty() || !news.Empty() {
			t.Errorf("%v %+v %+v", err, news, again)
		}
	}
	if len(Overview(a)) != 2 {
		t.Error(Overview(a))
	}
}
