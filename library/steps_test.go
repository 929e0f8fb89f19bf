package library

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"theriac.dev/risk"
)

// TestThreatsSayWhatTheyTake holds that each threat says in its file what it needs, gains and takes: an attack path is no
// better than the step that says least.
func TestThreatsSayWhatTheyTake(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	scales := risk.Default()
	for _, threat := range lib.Threats {
		text, err := os.ReadFile(strings.TrimPrefix(threat.Place.File, "library/"))
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"needs", "gains", "potential"} {
			if !strings.Contains(string(text), "\n"+key+": {") {
				t.Errorf("%s does not say %s", threat.ID, key)
			}
		}
		if threat.Needs.Place == "" || len(threat.Gains) == 0 {
			t.Errorf("%s: needs %v, gains %v", threat.ID, threat.Needs, threat.Gains)
		}
		for i, gain := range threat.Gains {
			if slices.Contains(threat.Gains[:i], gain) {
				t.Errorf("%s gains %s twice", threat.ID, gain.words())
			}
			if gain == threat.Needs && gain.Capability == CanControl && len(threat.Gains) == 1 {
				t.Errorf("%s gains only what it needs: %s", threat.ID, gain.words())
			}
		}
		effort, err := scales.Effort(threat.Potential)
		if err != nil {
			t.Errorf("%s: %v", threat.ID, err)
		}
		for _, factor := range effort.Unknown {
			if factor != "access" {
				t.Errorf("%s does not say %s", threat.ID, factor)
			}
		}
	}
}

// TestPotentialWords holds the words of packs against the scales that rate them.
func TestPotentialWords(t *testing.T) {
	ours := map[string][]string{"time": times, "expertise": expertises, "knowledge": knowledges, "access": accesses, "equipment": equipments}
	for _, factor := range risk.Default().Potential {
		var words []string
		for _, w := range factor.Words {
			words = append(words, w.Word)
		}
		if !slices.Equal(words, ours[factor.ID]) {
			t.Errorf("%s: scales have %v, packs %v", factor.ID, words, ours[factor.ID])
		}
	}
}

// TestPositions holds that each position of the packs says how long it leaves the attacker alone and what it gives.
func TestPositions(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range lib.Vocabulary.Words("position") {
		p, ok := lib.Position(id)
		if !ok || p.ID != id || p.Title == "" || p.Access == "" || len(lib.Vocabulary.Lookup("position", id).Capabilities) == 0 {
			t.Errorf("position %s: %+v %v", id, p, ok)
		}
	}
	if p, ok := tiny(t).Position("visitor"); !ok || p.Access != "" || !slices.Equal(p.Gives, []string{CanReach}) {
		t.Errorf("a position that says nothing: %+v %v", p, ok)
	}
	for _, id := range []string{"unknown", "nobody", ""} {
		if p, ok := lib.Position(id); ok {
			t.Errorf("there is a position %q: %+v", id, p)
		}
	}
}

// TestImplies holds that what one capability brings along is an order: no two of them bring each other, and what is
// brought along brings its own.
func TestImplies(t *testing.T) {
	all := []string{CanReach, CanTouch, CanLogIn, CanControl, CanRead, CanChange, CanInfluence, CanCommand, CanDeny}
	for _, a := range all {
		for _, b := range all {
			if a != b && Implies(a, b) && Implies(b, a) || a == b && !Implies(a, b) {
				t.Errorf("%s and %s", a, b)
			}
			for _, c := range all {
				if Implies(a, b) && Implies(b, c) && !Implies(a, c) {
					t.Errorf("%s implies %s, which implies %s", a, b, c)
				}
			}
		}
	}
	if Implies(CanControl, CanTouch) || !Implies(CanTouch, CanReach) || !Implies(CanControl, CanLogIn) {
		t.Error("who runs code on a device is not beside it, and who is beside it reaches it")
	}
}

func TestStepsAreRead(t *testing.T) {
	open := func(lines string) *Threat {
		lib, err := Open(testPack(map[string]string{"threats/forged.yaml": forged + lines}))
		if err != nil || lib.Err() != nil {
			t.Fatal(err, lib.Err())
		}
		return lib.Threat("forged")
	}
	plain := open("")
	if plain.Needs != (Step{PlaceFlow, CanReach}) || plain.Gains != nil || plain.Potential != (risk.Potential{}) {
		t.Errorf("a threat that says nothing: %+v", plain)
	}
	whole := open("needs: {source: login}\ngains: {target: [command, deny], devices: control, data: change}\n" +
		"potential: {time: week, expertise: expert, knowledge: restricted, equipment: bespoke, access: difficult}\natlas: [AML.T0051.001]\n")
	gains := []Step{{PlaceTarget, CanCommand}, {PlaceTarget, CanDeny}, {PlaceDevices, CanControl}, {PlaceData, CanChange}}
	if whole.Needs != (Step{PlaceSource, CanLogIn}) || !slices.Equal(whole.Gains, gains) || !slices.Equal(whole.ATLAS, []string{"AML.T0051.001"}) ||
		whole.Potential != (risk.Potential{Time: "week", Expertise: "expert", Knowledge: "restricted", Equipment: "bespoke", Access: "difficult"}) {
		t.Errorf("%+v", whole)
	}
}

// TestATLAS holds the techniques of MITRE ATLAS that packs name against its list.
func TestATLAS(t *testing.T) {
	text, err := os.ReadFile("testdata/atlas.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, id := range regexp.MustCompile(`(?m)^AML\.T\S+`).FindAllString(string(text), -1) {
		known[id] = true
	}
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, threat := range lib.Threats {
		for _, id := range threat.ATLAS {
			named++
			if !known[id] {
				t.Errorf("%s: there is no technique %s", threat.ID, id)
			}
		}
	}
	if named < 30 || len(known) < 150 {
		t.Errorf("%d ids are named, %d are known", named, len(known))
	}
}
