package library

import (
	"fmt"
	"strings"

	"theriac.dev/risk"
)

// thingPages returns the pages of the device types and components of a pack, and the lines of the index that name them.
func (l *Library) thingPages(pack string) ([]File, string) {
	var out []File
	var index strings.Builder
	index.WriteString("\n")
	for _, d := range l.Devices {
		if d.Pack == pack {
			out = append(out, File{"devices/" + d.ID + ".md", l.devicePage(d)})
			fmt.Fprintf(&index, "- [%s](devices/%s.md): %s\n", d.ID, d.ID, d.Title)
		}
	}
	index.WriteString("\n")
	for _, word := range l.Vocabulary.Words("component") {
		if t := l.Vocabulary.Lookup("component", word); t.Pack == pack {
			out = append(out, File{"components/" + t.ID + ".md", l.termPage(t)})
			fmt.Fprintf(&index, "- [%s](components/%s.md): %s\n", t.ID, t.ID, t.Title)
		}
	}
	return out, index.String()
}

func (l *Library) devicePage(d *Device) string {
	p := &page{}
	fmt.Fprintf(p, "# %s\n\n`%s`, device type of pack %s.\n\n%s\n", d.Title, d.ID, d.Pack, d.Text)
	p.rows("In short", [2]string{"Used in", l.titles("zone", d.Environments)}, [2]string{"People", l.titles("component", d.Users)},
		[2]string{"Usual parts", l.titles("component", d.Parts)}, [2]string{"Packs", commas(d.Packs)}, [2]string{"Counts as", commas(d.Is)})
	var lines []string
	for _, f := range d.Functions {
		lines = append(lines, fmt.Sprintf("- %s (`%s`, %s)", f.Name, f.ID, f.Type))
	}
	p.part("Critical functions", strings.Join(lines, "\n"))
	lines = nil
	for _, h := range d.Hazards {
		lines = append(lines, fmt.Sprintf("- %s. Harm: %s. Severity %s, patients: %s. Of: %s. Needs: %s.",
			h.Text, h.Harm, h.Severity, h.Patients, commas(h.Of), commas(h.Needs)))
	}
	p.part("Hazards", strings.Join(lines, "\n"))
	if d.Start != "" {
		p.part("A first model", fmt.Sprintf("`theriac init my-model --type %s` writes one.", d.ID))
	}
	return p.String()
}

// titles lists the titles of words.
func (l *Library) titles(vocabulary string, words []string) string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = word
		if t := l.Vocabulary.Lookup(vocabulary, word); t != nil {
			out[i] = t.Title
		}
	}
	return commas(out)
}

func (l *Library) termPage(t *Term) string {
	p := &page{}
	fmt.Fprintf(p, "# %s\n\n`%s`, word of the vocabulary %s, pack %s.\n", t.Title, t.ID, t.Vocabulary, t.Pack)
	if t.Text != "" {
		fmt.Fprintf(p, "\n%s\n", t.Text)
	}
	p.rows("In short", [2]string{"Is a kind of", commas(t.Is)}, [2]string{"Used with", commas(t.With)}, [2]string{"Package URLs", codes(t.Purl)})
	p.rows("Who stands there", [2]string{"Window of opportunity", t.Access}, [2]string{"Has at what it reaches", commas(t.Capabilities)})
	p.rows("What comes with it", facts(t.Gives)...)
	p.rows("What such a thing usually has", facts(t.Usually)...)
	var ports, flows [][2]string
	for _, port := range t.Ports {
		words := commas(port.Protocol)
		if len(port.Number) > 0 {
			words += ", port " + strings.Join(port.Number, " or ")
		}
		if port.State != "" {
			words += ", " + port.State
		}
		ports = append(ports, [2]string{port.ID, strings.TrimPrefix(words, ", ")})
	}
	p.rows("Usual interfaces", ports...)
	for _, f := range t.Flows {
		flows = append(flows, [2]string{f.ID, f.words()})
	}
	p.rows("Usual flows", flows...)
	if len(t.Ports)+len(t.Flows)+len(t.Purl) > 0 {
		p.part("How this is used", "Usual interfaces, usual flows and package URLs help to draw a model. No finding rests on them.")
	}
	return p.String()
}

func (f TermFlow) words() string {
	words := "to " + f.To
	if f.From != "" {
		words = "from " + f.From
	}
	if len(f.Protocol) > 0 {
		words += " by " + strings.Join(f.Protocol, " or ")
	}
	if len(f.Carries) > 0 {
		words += ", carries " + commas(f.Carries)
	}
	return words
}

// words says a step as a page shows it.
func (s Step) words() string {
	switch s.Place {
	case PlaceDevices:
		return s.Capability + " at every such device"
	case PlaceNetwork:
		return s.Capability + " at every part of the same network zone"
	case PlaceServices:
		return s.Capability + " at what it talks to"
	}
	return s.Capability + " at the " + s.Place
}

func stepWords(steps []Step) string {
	out := make([]string, len(steps))
	for i, s := range steps {
		out[i] = s.words()
	}
	return commas(out)
}

// potentialWords says the attack potential as a page shows it.
func potentialWords(p risk.Potential) string {
	if p.Time == "" {
		return ""
	}
	text := fmt.Sprintf("a %s; expertise %s; knowledge %s; equipment %s", p.Time, p.Expertise, p.Knowledge, p.Equipment)
	text = strings.Replace(text, "a longer", "longer than half a year", 1)
	if p.Access != "" {
		text += "; access " + p.Access
	}
	return text
}

// codes lists words as code.
func codes(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return "`" + strings.Join(words, "`, `") + "`"
}

// facts are the rows of what a term gives or usually brings.
func facts(of map[string][]string) [][2]string {
	var out [][2]string
	for _, field := range keysOf(of) {
		out = append(out, [2]string{field, commas(of[field])})
	}
	return out
}
