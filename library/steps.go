package library

import (
	"slices"

	"theriac.dev/syntax"
)

// Step is one capability at one place: what an attacker needs before a threat can be carried out, or what is gained by it.
// Gains of one threat that meet the needs of another make a path.
type Step struct {
	// Place says where, seen from the subject of the threat; one of the Place words.
	Place string
	// Capability says what the attacker can do there; one of the Can words.
	Capability string
}

// The places of a step. PlaceElement, PlaceInterface and PlaceFlow are the subject itself or, of an interface, the element
// that it belongs to. PlaceData is the data asked about, else the data that the flow carries or that the element handles.
const (
	PlaceElement   = "element"
	PlaceSource    = "source"
	PlaceTarget    = "target"
	PlaceFlow      = "flow"
	PlaceInterface = "interface"
	PlaceData      = "data"
	PlaceDevice    = "device"   // every part of this one device
	PlaceDevices   = "devices"  // every device of this kind that shares the same secret, update, service or flaw
	PlaceNetwork   = "network"  // every element in the network zone of the subject
	PlaceServices  = "services" // the elements that the target, or the element, talks to
)

// The capabilities of a step. An attacker who has one that is higher has the lower ones at the same place too, see Implies.
const (
	CanReach     = "reach"     // can send to it or listen to it, by network, radio or another element's port
	CanTouch     = "hands"     // is physically at it
	CanLogIn     = "login"     // holds an account, badge or credential that is accepted there, rightly or not
	CanControl   = "control"   // runs own code there or has it wholly in hand
	CanRead      = "read"      // can read the data
	CanChange    = "change"    // can change the data unnoticed
	CanInfluence = "influence" // can feed it false input
	CanCommand   = "command"   // can make it act
	CanDeny      = "deny"      // can stop it or its service
)

// needed and gained are the capabilities that a threat may need and gain.
var (
	needed = []string{CanReach, CanTouch, CanLogIn, CanControl}
	gained = []string{CanReach, CanRead, CanChange, CanInfluence, CanCommand, CanDeny, CanLogIn, CanControl}
	// ofData are those that make sense of data.
	ofData = []string{CanReach, CanTouch, CanLogIn, CanRead, CanChange, CanDeny}
)

// placesOf are the places that a step may name, by what the threat is asked of.
var placesOf = map[string][]string{
	"flow":      {PlaceFlow, PlaceSource, PlaceTarget, PlaceData, PlaceDevice},
	"element":   {PlaceElement, PlaceData, PlaceDevice},
	"interface": {PlaceInterface, PlaceElement, PlaceData, PlaceDevice},
	"data":      {PlaceData, PlaceDevice},
	"device":    {PlaceDevice, PlaceData},
}

// beyond are the places that only what is gained may name.
var beyond = []string{PlaceDevices, PlaceNetwork, PlaceServices}

// Implies reports whether an attacker who has the capability also has the other one at the same place. Control gives all
// but hands: who runs code on a device is not beside it. Hands and login give reach.
func Implies(has, want string) bool {
	switch has {
	case want:
		return true
	case CanControl:
		return want != CanTouch
	case CanTouch, CanLogIn:
		return want == CanReach
	case CanCommand:
		return want == CanInfluence
	}
	return false
}

// The words of attack potential, from the easiest for the attacker to the hardest. A company's own scales may rate them
// otherwise; a pack has these.
var (
	times      = []string{"day", "week", "month", "half-year", "longer"}
	expertises = []string{"layman", "proficient", "expert", "several-experts"}
	knowledges = []string{"public", "restricted", "confidential", "strictly-confidential"}
	accesses   = []string{"unlimited", "easy", "moderate", "difficult"}
	equipments = []string{"standard", "specialised", "bespoke", "several-bespoke"}
)

// Position is where an attacker may stand.
type Position struct {
	ID, Title string
	// Access is the window of opportunity that it leaves: unlimited, easy, moderate, difficult. Empty where a pack does not say.
	Access string
	// Gives are the capabilities that the attacker has at what the position reaches. Always one: reach, where a pack does not say.
	Gives []string
}

// Position returns the attacker position with the id, and whether there is one.
func (l *Library) Position(id string) (Position, bool) {
	t := l.Vocabulary.Lookup("position", id)
	if t == nil || t.Vocabulary == "" {
		return Position{}, false
	}
	p := Position{ID: t.ID, Title: t.Title, Access: t.Access, Gives: t.Capabilities}
	if len(p.Gives) == 0 {
		p.Gives = []string{CanReach}
	}
	return p, true
}

// attacker reads what a term of the vocabulary position says about who stands there.
func (d *decoder) attacker(t *Term, read func(*syntax.Node)) func(*syntax.Node) {
	return func(n *syntax.Node) {
		if t.Vocabulary != "position" {
			d.report(n, "unknown-field", "term %q of the vocabulary %s has access or capabilities; only positions have them", t.ID, t.Vocabulary)
			return
		}
		read(n)
	}
}

// steps reads what a threat needs or gains: places with what the attacker can do there.
func (w *draft) steps(to *[]Step, places, capabilities []string) func(*syntax.Node) {
	return func(n *syntax.Node) {
		w.each(n, func(place string, key, value *syntax.Node) {
			if !slices.Contains(places, place) {
				w.report(key, "unknown-word", "%s", oneOf(places...)(place))
				return
			}
			fit := capabilities
			if place == PlaceData {
				fit = common(capabilities, ofData)
			}
			var words []string
			w.words(&words, oneOf(fit...))(value)
			for _, word := range words {
				*to = append(*to, Step{place, word})
			}
		})
	}
}

func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}

// path reads what the threat needs and gains, and what it takes.
func (w *draft) path() {
	t := w.threat
	places := placesOf[t.For]
	if places == nil {
		return // reported as missing
	}
	t.Needs = Step{places[0], CanReach}
	if n := w.at["needs"]; n != nil {
		var steps []Step
		w.steps(&steps, places, needed)(n)
		switch {
		case len(steps) == 1:
			t.Needs = steps[0]
		case len(w.found) == 0:
			w.report(n, "wrong-shape", "`needs` of threat %q has %d steps; it must have one, such as {%s: reach}", t.ID, len(steps), places[0])
		}
	}
	if n := w.at["gains"]; n != nil {
		w.steps(&t.Gains, slices.Concat(places, beyond), gained)(n)
	}
	if n := w.at["potential"]; n != nil {
		w.potential(n)
	}
}

// potential reads the attack potential: the factors of ISO/IEC 18045, with the words of package risk. A factor that is left out would count as the easiest, so it is asked for.
func (w *draft) potential(n *syntax.Node) {
	p := &w.threat.Potential
	w.mapping(n, keys{
		"time": w.enum(&p.Time, times...), "expertise": w.enum(&p.Expertise, expertises...),
		"knowledge": w.enum(&p.Knowledge, knowledges...), "access": w.enum(&p.Access, accesses...),
		"equipment": w.enum(&p.Equipment, equipments...),
	})
	if p.Time == "" || p.Expertise == "" || p.Knowledge == "" || p.Equipment == "" {
		w.report(n, "incomplete-threat", "`potential` of threat %q needs time, expertise, knowledge and equipment", w.threat.ID)
	}
}
