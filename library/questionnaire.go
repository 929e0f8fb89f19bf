package library

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Questionnaire asks for properties of a device and its parts in plain words, and says what each answer writes into the
// model. It is data of packs: the files in the folder questionnaire, in the order of their names.
type Questionnaire struct {
	Questions []*Question
	// Diagnostics are the problems found while reading.
	Diagnostics []syntax.Diagnostic
}

// Question is one question. It is asked of the device, or of each element or flow that it fits. Exactly one of Attribute,
// Field and the pair Yes, No says what an answer writes.
type Question struct {
	ID, Ask string
	// For is device, element or flow.
	For string
	// Of are component terms: the question is asked of elements that are, or run, one of them.
	Of []string
	// After is a question that must have been answered with yes.
	After string
	// Attribute is the free attribute whose value the answer is.
	Attribute string
	// Field is the key whose value the answer is, and Values the words that it may have.
	Field  string
	Values []string
	// Yes and No are what these answers write.
	Yes, No Write
	// EMB3D are ids of device properties of EMB3D that the question covers, as references.
	EMB3D []string
	Place syntax.Place
}

// Write is one thing that an answer writes: a word for a key. To `runs`, `type` and `interfaces` it is added.
type Write struct{ Key, Word string }

// growing are the keys that hold several words, to which an answer adds one.
var growing = []string{"runs", "type", "interfaces"}

// Questionnaire reads the questions of the sources. A source without a folder questionnaire asks nothing.
func (l *Library) Questionnaire(sources ...Source) (*Questionnaire, error) {
	q := &Questionnaire{}
	err := eachFile(sources, "questionnaire/*.yaml", func(name string, text []byte) error {
		f := syntax.Parse(name, text)
		d := &decoder{file: f, found: f.Diagnostics()}
		d.each(f.Root, func(id string, key, value *syntax.Node) { l.question(d, q, id, key, value) })
		q.Diagnostics = append(q.Diagnostics, d.found...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return q, nil
}

func (l *Library) question(d *decoder, q *Questionnaire, id string, key, value *syntax.Node) {
	x := &Question{ID: id, For: "element", Place: d.file.Place(key)}
	d.mapping(value, keys{
		"ask": d.text(&x.Ask), "for": d.enum(&x.For, "device", "element", "flow"), "of": d.words(&x.Of, l.wordOf("component")), "after": d.text(&x.After),
		"attribute": d.text(&x.Attribute), "field": d.text(&x.Field), "values": d.words(&x.Values, nil),
		"if-yes": d.write(&x.Yes), "if-no": d.write(&x.No), "emb3d": d.words(&x.EMB3D, numbered("PID-")),
	})
	if a := l.Attribute(x.Attribute); a != nil {
		if x.Ask == "" {
			x.Ask = a.Ask
		}
		x.Values = a.Values
	} else if x.Attribute != "" {
		d.report(key, "unknown-attribute", "no pack has an attribute %q", x.Attribute)
	}
	ways := 0
	for _, used := range []bool{x.Attribute != "", x.Field != "", x.Yes.Key != "" || x.No.Key != ""} {
		if used {
			ways++
		}
	}
	d.need(key, "question "+id, ways == 1, "exactly one of: attribute; field with values; if-yes, if-no")
	d.need(key, "question "+id, x.Ask != "", "ask")
	for _, w := range []Write{x.Yes, x.No} {
		l.writable(d, key, w)
	}
	if x.After != "" && q.Question(x.After) == nil {
		d.report(key, "unknown-question", "question %s comes after %q, which is no question before it", id, x.After)
	}
	if q.Question(id) != nil {
		d.report(key, "duplicate-id", "there is already a question %s", id)
	}
	q.Questions = append(q.Questions, x)
}

// wordOf returns a check for the words of a vocabulary.
func (l *Library) wordOf(vocabulary string) func(string) error {
	return func(word string) error {
		if l.Vocabulary.Lookup(vocabulary, word) == nil {
			return fmt.Errorf("%q is no word of the vocabulary %s%s", word, vocabulary, didYouMean(word, l.Vocabulary.Words(vocabulary)))
		}
		return nil
	}
}

// writable checks the word that an answer writes.
func (l *Library) writable(d *decoder, key *syntax.Node, w Write) {
	vocabulary := map[string]string{"runs": "component", "type": "component", "interfaces": "protocol", "authentication": "authentication", "encryption": "encryption", "integrity": "integrity"}[w.Key]
	if vocabulary == "" {
		return
	}
	if err := l.wordOf(vocabulary)(w.Word); err != nil {
		d.report(key, "unknown-word", "%s", err)
	}
}

// write reads a mapping with one key.
func (d *decoder) write(to *Write) func(*syntax.Node) {
	return func(n *syntax.Node) {
		if n.Kind != syntax.Mapping || len(n.Pairs) != 1 || n.Pairs[0].Value.Kind != syntax.Scalar {
			d.report(n, "wrong-shape", "expected one key with one word, such as {runs: http-server}")
			return
		}
		to.Key, to.Word = n.Pairs[0].Key.Value, strings.TrimSpace(n.Pairs[0].Value.Value)
	}
}

// Question returns the question with the id, or nil.
func (q *Questionnaire) Question(id string) *Question {
	for _, x := range q.Questions {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// Answers are the words that answer the question.
func (q *Question) Answers() []string {
	switch {
	case q.Attribute != "":
		return slices.Concat([]string{"yes", "no", "partial"}, q.Values, []string{"not-applicable", "unknown"})
	case q.Field != "":
		return append(slices.Clone(q.Values), "unknown")
	}
	return []string{"yes", "no", "unknown"}
}

// Grows reports whether the answer adds to a list, so that what is not in the list may still be there.
func (q *Question) Grows() bool { return slices.Contains(growing, q.Yes.Key) }

// Key is the key that an answer sets, as the engine names facts: attributes.signed-update, authentication.
func (q *Question) Key() string {
	switch {
	case q.Attribute != "":
		return "attributes." + q.Attribute
	case q.Field != "" && q.For == "device":
		return "traits." + q.Field
	case q.Field != "":
		return q.Field
	case q.Yes.Key != "":
		return q.Yes.Key
	}
	return q.No.Key
}

// Change returns the change that writes an answer into a model. An answer that says nothing new is an empty change.
func (q *Question) Change(m *model.Model, target, answer string) (model.Change, error) {
	if !slices.Contains(q.Answers(), answer) {
		return model.Change{}, fmt.Errorf("%q is no answer to %s; expected %s", answer, q.ID, strings.Join(q.Answers(), ", "))
	}
	root := map[string]string{"element": "elements/" + target + "/", "flow": "flows/" + target + "/", "device": "device/traits/"}[q.For]
	w := Write{}
	switch {
	case q.Attribute != "":
		return model.SetAttribute(m, target, q.Attribute, answer)
	case q.Field != "":
		w = Write{q.Field, answer}
	case answer == "yes":
		w = q.Yes
	case answer == "no":
		w = q.No
	}
	switch {
	case w.Key == "":
		return model.Change{}, nil
	case w.Key == "interfaces":
		return model.Add(m, "interfaces", target+"."+w.Word, model.Field{Key: "protocol", Value: model.Word(w.Word)}, model.Field{Key: "state", Value: model.Word("unknown")})
	case slices.Contains(growing, w.Key):
		return model.AppendTo(m, root+w.Key, w.Word)
	}
	return model.Set(m, root+w.Key, model.Word(w.Word))
}
