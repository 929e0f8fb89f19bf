package engine

import (
	"cmp"
	"slices"
	"strings"

	"theriac.dev/library"
	"theriac.dev/model"
)

// Ask returns the n questions whose answers settle most, worst first; all of them where n is 0 or less. It asks for facts
// that are unknown, and for those that are only usual, and only where something is still to be done about a finding.
func Ask(a *Analysis, n int) []Question {
	c := collector{a: a, at: map[[2]string]int{}}
	for _, f := range a.Findings {
		switch f.State {
		case Accepted, Transferred, NotApplicable, Eliminated:
			continue
		}
		for i := range f.Reason.Missing {
			c.add(f, &f.Reason.Missing[i])
		}
		for i := range f.Reason.Facts {
			if f.Reason.Facts[i].Origin == library.Usual {
				c.add(f, &f.Reason.Facts[i])
			}
		}
	}
	slices.SortStableFunc(c.list, func(a, b asked) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(a.Target, b.Target), strings.Compare(a.Field, b.Field))
	})
	if n > 0 && len(c.list) > n {
		c.list = c.list[:n]
	}
	out := make([]Question, len(c.list))
	for i := range c.list {
		out[i] = c.list[i].Question
		c.word(&out[i])
	}
	return out
}

// asked is a question with what its answer is worth: the severity of each finding that it settles, a finding that is
// only possible counting twice.
type asked struct {
	Question
	weight int
}

type collector struct {
	a    *Analysis
	at   map[[2]string]int
	list []asked
}

func (c *collector) add(f *Finding, fact *Fact) {
	if fact.Subject == "" || !canBeSet(fact.Field) {
		return
	}
	key := [2]string{fact.Subject, fact.Field}
	i, ok := c.at[key]
	if !ok {
		i = len(c.list)
		c.at[key] = i
		c.list = append(c.list, asked{Question: Question{Target: fact.Subject, Field: fact.Field}})
	}
	q := &c.list[i]
	if len(q.Settles) > 0 && q.Settles[len(q.Settles)-1] == f.ID {
		return
	}
	q.Settles = append(q.Settles, f.ID)
	q.Severity = max(q.Severity, f.Severity)
	worth := f.Severity + 1
	if f.Certainty == Possible {
		worth *= 2
	}
	q.weight += worth
}

// canBeSet reports whether a fact is written in the model; what the engine derives has other facts to ask for.
func canBeSet(field string) bool {
	switch field {
	case "exposure", "severity", "functions", "flows", "from", "to":
		return false
	}
	return true
}

// asking are the questions for facts that are not free attributes, and the vocabulary of the answers.
var asking = map[string]struct{ text, vocab string }{
	"authentication":         {"What proves to the receiver of {name} who sent it?", "authentication"},
	"authentication.link":    {"What must one have to use the link or network below {name}?", "authentication"},
	"authentication.payload": {"Do the data of {name} themselves carry proof of who made them, such as a signature?", "authentication"},
	"encryption":             {"What keeps {name} from being read on its way?", "encryption"},
	"encryption.link":        {"How is the link or network below {name} encrypted?", "encryption"},
	"encryption.payload":     {"Are the data of {name} themselves encrypted, whatever carries them?", "encryption"},
	"integrity":              {"What keeps {name} from being changed on its way?", "integrity"},
	"protocol":               {"What is spoken on {name}?", "protocol"},
	"over":                   {"What carries {name}: a cable, Wi-Fi, a mobile network?", "protocol"},
	"carries":                {"Which data does {name} carry?", ""},
	"stores":                 {"Which data does {name} keep?", ""},
	"type":                   {"What kind of thing is {name}?", ""},
	"zone":                   {"In which zone does {name} stand?", ""},
	"reach":                  {"Which attackers reach {name} directly?", "position"},
	"trust":                  {"How far is {name} trusted, from 0 to 9?", ""},
	"serves":                 {"How many devices or patients depend on {name}?", ""},
	"interfaces":             {"Which ports and other ways in does {name} have, unused ones too?", ""},
	"state":                  {"Is {name} used in the field?", ""},
	"needs":                  {"What must be kept of {name}: confidentiality, integrity, availability?", ""},
	"traits.connectivity":    {"How can the device be reached?", "connectivity"},
	"traits.remote-access":   {"Who can act on the device from afar?", "remote-access"},
	"traits.legacy":          {"Does the device hold parts that no longer get security updates, or will it?", ""},
	"traits.patient-data":    {"Does the device hold patient data?", ""},
	"traits.life-sustaining": {"Does a life depend on the device minute by minute?", ""},
	"stage":                  {"Where is the product in its life?", ""},
}

var answersOf = map[string][]string{
	"state":                  {"used", "unused", "service-only", "disabled"},
	"needs":                  properties,
	"traits.legacy":          {"yes", "no", "partial"},
	"traits.patient-data":    {"none", "transient", "stored", "shared"},
	"traits.life-sustaining": {"yes", "no", "indirect"},
}

// word gives a question its text and its answers.
func (c *collector) word(q *Question) {
	name := c.name(q.Target)
	if key, ok := strings.CutPrefix(q.Field, "attributes."); ok {
		q.Text, q.Answers = c.attribute(key, name)
		return
	}
	ask, ok := asking[q.Field]
	if !ok {
		q.Text = "What is the " + strings.ReplaceAll(q.Field, ".", " ") + " of " + name + "?"
		return
	}
	q.Text = strings.ReplaceAll(ask.text, "{name}", name)
	switch {
	case answersOf[q.Field] != nil:
		q.Answers = answersOf[q.Field]
	case ask.vocab != "":
		q.Answers = c.fitting(c.a.Library.Vocabulary.Words(ask.vocab), ask.vocab, q)
	case q.Field == "type":
		q.Answers = c.a.Library.Vocabulary.Words(c.kind(q.Target))
	case q.Field == "carries" || q.Field == "stores":
		q.Answers = idsOf(c.a.Model.Data.All(), func(d *model.Data) string { return d.ID.Value })
	case q.Field == "zone":
		q.Answers = idsOf(c.a.Model.Zones.All(), func(z *model.Zone) string { return z.ID.Value })
	}
}

// fitting leaves out words that are used with other protocols than the one asked about, and puts those first that are used
// with it alone. Where it is not known what carries a flow, all words of a link are kept.
func (c *collector) fitting(words []string, vocabulary string, q *Question) []string {
	v := c.a.Library.Vocabulary
	spoken, over := c.protocols(q.Target)
	if len(spoken) == 0 || strings.HasSuffix(q.Field, ".link") && len(over) == 0 {
		return words
	}
	var own, any []string
	for _, word := range words {
		with := v.Lookup(vocabulary, word).With
		if len(with) == 0 {
			any = append(any, word)
		} else if slices.ContainsFunc(append(spoken, over...), func(p string) bool { return v.Within("protocol", p, with) }) {
			own = append(own, word)
		}
	}
	return append(own, any...)
}

// protocols are what is spoken on a flow or at an interface, and what carries it, as far as the model says.
func (c *collector) protocols(target string) (spoken, over []string) {
	if f := c.a.Model.Flows.Get(target); f != nil {
		return values(f.Protocol), values(f.Over)
	}
	if owner, port, ok := strings.Cut(target, "."); ok {
		if e := c.a.Model.Elements.Get(owner); e != nil {
			if p := e.Interfaces.Get(port); p != nil {
				return values(p.Protocol), nil
			}
		}
	}
	return nil, nil
}

func idsOf[T any](list []*T, id func(*T) string) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = id(e)
	}
	return out
}

// kind is the vocabulary of the types of a target.
func (c *collector) kind(id string) string {
	switch m := c.a.Model; {
	case m.Data.Index(id) >= 0:
		return "data"
	case m.Zones.Index(id) >= 0:
		return "zone"
	case id == deviceTarget:
		return "device"
	}
	return "component"
}

func (c *collector) attribute(key, name string) (string, []string) {
	for _, at := range c.a.Library.Attributes {
		if at.ID == key {
			answers := append([]string{"yes", "no", "partial"}, at.Values...)
			return strings.ReplaceAll(at.Ask, "{name}", name), append(answers, "not-applicable")
		}
	}
	return "Does " + name + " have " + strings.ReplaceAll(key, "-", " ") + "?", []string{"yes", "no", "partial", "not-applicable"}
}

// name is what people call a target.
func (c *collector) name(id string) string {
	m := c.a.Model
	if e := m.Elements.Get(id); e != nil {
		return nameOr(e.Name, e.ID)
	}
	if f := m.Flows.Get(id); f != nil {
		return nameOr(f.Name, f.ID)
	}
	if d := m.Data.Get(id); d != nil {
		return nameOr(d.Name, d.ID)
	}
	if z := m.Zones.Get(id); z != nil {
		return nameOr(z.Name, z.ID)
	}
	if owner, port, ok := strings.Cut(id, "."); ok {
		if e := m.Elements.Get(owner); e != nil {
			if p := e.Interfaces.Get(port); p != nil {
				return nameOr(p.Name, p.ID) + " of " + nameOr(e.Name, e.ID)
			}
		}
	}
	if id == deviceTarget {
		return "the device"
	}
	return id
}
