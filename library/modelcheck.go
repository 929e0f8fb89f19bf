package library

import (
	"fmt"
	"slices"
	"strings"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Check returns what is wrong in a model that only the packs can tell: words of no vocabulary, attributes that no pack
// knows or that belong to another kind of thing, packs that are not there. A word that no pack knows takes no part in
// the analysis. The diagnostics are in the order of the sections.
func Check(m *model.Model, lib *Library) []syntax.Diagnostic {
	c := &modelChecker{m: m, lib: lib}
	c.packs()
	d := &m.Device
	c.words("device", d.Type)
	c.words("connectivity", d.Traits.Connectivity)
	c.words("remote-access", d.Traits.RemoteAccess)
	c.attributes("device", d.Attributes)
	for _, z := range m.Zones.All() {
		c.words("zone", z.Type)
		c.words("position", z.Reach)
	}
	for _, e := range m.Elements.All() {
		c.words("component", e.Type)
		c.words("component", e.Runs)
		c.attributes("element", e.Attributes)
		for _, i := range e.Interfaces.All() {
			c.words("protocol", i.Protocol)
			c.words("authentication", i.Authentication)
			c.attributes("interface", i.Attributes)
		}
	}
	for _, d := range m.Data.All() {
		c.words("data", d.Type)
		c.attributes("data", d.Attributes)
	}
	for _, f := range m.Flows.All() {
		c.words("protocol", f.Protocol)
		c.words("protocol", f.Over)
		c.layers("authentication", &f.Authentication)
		c.layers("encryption", &f.Encryption)
		c.layers("integrity", &f.Integrity)
		c.attributes("flow", f.Attributes)
	}
	c.others()
	return c.found
}

// others checks the sections whose entries have one word each.
func (c *modelChecker) others() {
	for _, f := range c.m.Functions.All() {
		c.words("function", f.Type)
	}
	for _, h := range c.m.Hazards.All() {
		c.words("hazard", h.Type)
	}
	for _, k := range c.m.Credentials.All() {
		c.words("authentication", k.Type)
	}
	for _, k := range c.m.Controls.All() {
		c.word("control", k.Control)
	}
	for _, u := range c.m.UseCases.All() {
		c.words("position", u.By)
	}
	for _, g := range c.m.AntiGoals.All() {
		c.words("position", g.By)
	}
}

type modelChecker struct {
	m     *model.Model
	lib   *Library
	found []syntax.Diagnostic
}

func (c *modelChecker) layers(vocabulary string, l *model.Layers) {
	for _, words := range []model.Strings{l.Link, l.Tunnel, l.Application, l.Payload} {
		c.words(vocabulary, words)
	}
}

func (c *modelChecker) words(vocabulary string, words model.Strings) {
	for _, w := range words.Items {
		c.word(vocabulary, w)
	}
}

func (c *modelChecker) word(vocabulary string, w model.String) {
	if _, ok := c.lib.Vocabulary.ID(vocabulary, w.Value); ok || w.Value == "" {
		return
	}
	c.report(w.Node, "unknown-word", fmt.Sprintf("%q is no word of the vocabulary %s", w.Value, vocabulary), w.Value, c.lib.Vocabulary.Words(vocabulary))
}

// attributes checks the free attributes of one thing.
func (c *modelChecker) attributes(of string, attrs model.Attributes) {
	for _, at := range attrs.Items {
		a := c.lib.Attribute(at.Key.Value)
		if a == nil {
			c.report(at.Key.Node, "unknown-attribute", fmt.Sprintf("no pack knows an attribute %q", at.Key.Value), at.Key.Value, c.lib.attributesOf(of))
			continue
		}
		if !a.isOf(of) {
			c.report(at.Key.Node, "misplaced-attribute", fmt.Sprintf("attribute %q belongs to %s, not to %s", a.ID, strings.Join(a.Of, ", "), of), "", nil)
			continue
		}
		if words := a.words(); at.Value.Stated() && !slices.Contains(words, at.Value.Value) {
			c.report(at.Value.Node, "unknown-word", fmt.Sprintf("%q is no value of the attribute %s; expected one of %s", at.Value.Value, a.ID, strings.Join(words, ", ")), at.Value.Value, words)
		}
	}
}

// attributesOf returns the ids of the attributes of a kind of thing.
func (l *Library) attributesOf(of string) []string {
	var out []string
	for _, a := range l.Attributes {
		if a.isOf(of) {
			out = append(out, a.ID)
		}
	}
	return out
}

// packs checks the packs that the model asks for.
func (c *modelChecker) packs() {
	var known []string
	for _, p := range c.lib.Packs {
		known = append(known, p.ID)
	}
	for _, w := range c.m.Packs.Items {
		id, version := SplitPack(w.Value)
		i := slices.Index(known, id)
		switch {
		case i < 0:
			c.report(w.Node, "unknown-pack", fmt.Sprintf("there is no pack %q", id), id, known)
		case version != "" && version != c.lib.Packs[i].Version:
			c.report(w.Node, "other-pack-version", fmt.Sprintf("pack %s is version %s, and the model asks for %s", id, c.lib.Packs[i].Version, version), "", nil)
			c.found[len(c.found)-1].Severity = syntax.Warning
		}
	}
}

// SplitPack splits what a model writes for a pack into its id and version; the version is empty where none is written.
func SplitPack(s string) (id, version string) {
	id, version, _ = strings.Cut(s, "@")
	return id, version
}

// report adds an error at a node, with a fix where a word is near the one written.
func (c *modelChecker) report(n *syntax.Node, code, message, word string, among []string) {
	d := syntax.Diagnostic{Place: c.m.Place(n), Code: code, Message: message}
	if near := model.Nearest(word, among); near != "" && word != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", near)
		d.Fixes = []syntax.Fix{{
			Title: fmt.Sprintf("write `%s`", near),
			Edits: []syntax.Edit{{Start: d.Place.Start, End: d.Place.End, New: near}},
		}}
	} else if code == "unknown-word" {
		d.Hint = "write `unknown`, or add the word to a pack of your own"
	}
	c.found = append(c.found, d)
}
