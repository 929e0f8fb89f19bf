package library

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// Categories are the words that say what a threat is: STRIDE, and what a medical device adds.
var categories = []string{
	"spoofing", "tampering", "repudiation", "information-disclosure", "denial-of-service", "elevation-of-privilege",
	"safety", "abuse", "privacy",
}

// stages are the phases of life in which a threat acts.
var stages = []string{
	"design", "development", "verification", "operation", "maintenance", "end-of-support",
	"supply-chain", "manufacturing", "deployment", "interoperation", "update", "decommissioning",
}

// textVariables are the names that stand for others in the title and text of a threat, by what it is about.
var textVariables = map[string][]string{
	"flow":      {"flow", "source", "target", "data", "protocol", "device"},
	"element":   {"element", "device"},
	"interface": {"interface", "element", "protocol", "device"},
	"data":      {"data", "device"},
	"device":    {"device"},
}

var variable = regexp.MustCompile(`\{[^{}]*\}`)

// draft is a threat whose conditions and references wait for the whole vocabulary.
type draft struct {
	*decoder
	threat       *Threat
	when, unless *syntax.Node
	at           map[string]*syntax.Node // top-level values by key
}

// decodeThreat reads a threat file. Tests is the text of its test file.
func (d *decoder) decodeThreat(tests []byte) *draft {
	t := &Threat{Pack: d.pack, Place: d.file.Place(d.file.Root)}
	w := &draft{decoder: d, threat: t, at: map[string]*syntax.Node{}}
	d.mapping(d.file.Root, keys{
		"id": d.text(&t.ID), "title": d.text(&t.Title), "text": d.text(&t.Text), "clinical": d.text(&t.Clinical),
		"for":       d.enum(&t.For, keysOf(subjects)...),
		"when":      func(n *syntax.Node) { w.when = n },
		"unless":    func(n *syntax.Node) { w.unless = n },
		"certainty": d.enum(&t.Certainty, "possible"), "because": d.text(&t.Because),
		"categories": d.words(&t.Categories, oneOf(categories...)),
		"weakness":   d.words(&t.Weakness, numbered("CWE-")), "patterns": d.words(&t.Patterns, numbered("CAPEC-")),
		"techniques": d.words(&t.Techniques, numbered("T")), "atlas": d.words(&t.ATLAS, numbered("AML.T")), "emb3d": d.words(&t.EMB3D, numbered("TID-")),
		"harms": d.words(&t.Harms, oneOf(needWords...)), "controls": d.words(&t.Controls, nil),
		"ask": d.text(&t.Ask), "check": d.text(&t.Check), "evidence": d.words(&t.Evidence, nil),
		"stages": d.words(&t.Stages, oneOf(stages...)), "prior": d.enum(&t.Prior, "high", "medium", "low"),
		"needs": later, "gains": later, "potential": later, "false-positives": d.text(&t.False),
	})
	for i := range d.file.Root.Pairs {
		w.at[d.file.Root.Pairs[i].Key.Value] = d.file.Root.Pairs[i].Value
	}
	w.path()
	w.required(tests)
	w.variables()
	return w
}

// later is for keys whose meaning depends on another key; they are read once all are there.
func later(*syntax.Node) {}

// required reports what a threat cannot do without.
func (w *draft) required(tests []byte) {
	t := w.threat
	for key, missing := range map[string]bool{
		"title": t.Title == "", "text": t.Text == "", "for": t.For == "", "because": t.Because == "",
		"categories": len(t.Categories) == 0, "weakness": len(t.Weakness) == 0, "controls": len(t.Controls) == 0,
		"ask": t.Ask == "", "when": w.when == nil || strings.TrimSpace(w.when.Value) == "",
	} {
		if missing {
			w.report(w.at[key], "incomplete-threat", "threat %q has no %s", t.ID, key)
		}
	}
	fires := bytes.Contains(tests, []byte("# fires")) || bytes.Contains(tests, []byte("# possible"))
	if !fires || !bytes.Contains(tests, []byte("# silent")) {
		w.report(nil, "untested-threat", "threat %q needs a file %s.test.yaml with at least one line marked `# fires` or `# possible` and one marked `# silent`", t.ID, t.ID)
	}
}

// variables reports names in braces that nothing will replace.
func (w *draft) variables() {
	t := w.threat
	known := textVariables[t.For]
	for _, key := range []string{"title", "text", "clinical", "because", "ask", "check", "false-positives"} {
		if w.at[key] == nil {
			continue
		}
		for _, v := range variable.FindAllString(w.at[key].Value, -1) {
			if name := strings.Trim(v, "{}"); !slices.Contains(known, name) && t.For != "" {
				w.report(w.at[key], "unknown-variable", "%s in %s of a threat for: %s stands for nothing; there are {%s}", v, key, t.For, strings.Join(known, "} {"))
			}
		}
	}
}

// item returns the node of one item of a list under a top-level key.
func (w *draft) item(key, word string) *syntax.Node {
	n := w.at[key]
	if n != nil {
		for _, item := range n.Items {
			if strings.TrimSpace(item.Value) == word {
				return item
			}
		}
	}
	return n
}
