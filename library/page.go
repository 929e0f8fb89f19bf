package library

import (
	"fmt"
	"slices"
	"strings"
)

// Doc returns a page in Markdown for each threat, control, device type and component, one about conditions, a glossary, what the
// packs cover of public catalogues, and one page that lists them all.
func Doc(l *Library) []File {
	words, _ := l.Glossary()
	tables, lines := l.coverage()
	var out []File
	var index strings.Builder
	fmt.Fprintf(&index, "# Threats, controls, device types and components\n\nThese pages are made from the packs: %d threats, %d controls, %d device types, %d components.\n",
		len(l.Threats), len(l.Controls), len(l.Devices), len(l.Vocabulary.Words("component")))
	index.WriteString("\n- How a threat says when it applies: [conditions](conditions.md)\n- Words of the field in plain English: [glossary](glossary.md)\n")
	index.WriteString("\nWhat is covered:\n\n" + lines)
	for _, p := range l.Packs {
		fmt.Fprintf(&index, "\n## %s\n\n%s, version %s, %s.\n\n", p.Name, p.ID, p.Version, p.Licence)
		for _, t := range l.Threats {
			if t.Pack == p.ID {
				out = append(out, File{"threats/" + t.ID + ".md", l.threatPage(t)})
				fmt.Fprintf(&index, "- [%s](threats/%s.md): %s\n", t.ID, t.ID, t.Title)
			}
		}
		index.WriteString("\n")
		for _, c := range l.Controls {
			if c.Pack == p.ID {
				out = append(out, File{"controls/" + c.ID + ".md", l.controlPage(c)})
				fmt.Fprintf(&index, "- [%s](controls/%s.md): %s\n", c.ID, c.ID, c.Title)
			}
		}
		more, lines := l.thingPages(p.ID)
		out = append(out, more...)
		index.WriteString(lines)
	}
	g := newGlosses(words)
	for i := range out {
		out[i].Text = g.link(out[i].Text, "../glossary.md")
	}
	head := []File{{"README.md", index.String()}, {"conditions.md", Reference()}, {"glossary.md", glossaryPage(words)}}
	return slices.Concat(head, tables, out)
}

// Page returns the page of one threat or control, or of the device type, the words and the entry of the glossary with that
// id; empty where there is none.
func Page(l *Library, id string) string {
	if t := l.Threat(id); t != nil {
		return l.threatPage(t)
	}
	if c := l.Control(id); c != nil {
		return l.controlPage(c)
	}
	var pages []string
	if d := l.Device(id); d != nil {
		pages = append(pages, l.devicePage(d))
	}
	for _, vocabulary := range l.Vocabulary.Names() {
		if t := l.Vocabulary.Lookup(vocabulary, id); t != nil && id != "unknown" && vocabulary != "device" && vocabulary != "control" {
			pages = append(pages, l.termPage(t))
		}
	}
	words, _ := l.Glossary()
	for _, w := range words {
		if w.ID == id {
			pages = append(pages, fmt.Sprintf("# %s\n\n`%s`, word of the glossary.\n\n%s\n", w.Title, w.ID, w.Text))
		}
	}
	return strings.Join(pages, "\n")
}

// page builds Markdown. A part with nothing to say is left out.
type page struct{ strings.Builder }

func (p *page) part(title, text string) {
	if text != "" {
		fmt.Fprintf(p, "\n## %s\n\n%s\n", title, text)
	}
}

func (p *page) code(title, language, text string) {
	if text != "" {
		p.part(title, "```"+language+"\n"+text+"\n```")
	}
}

// rows writes a list of names with words; one without words is left out.
func (p *page) rows(title string, rows ...[2]string) {
	var lines []string
	for _, r := range rows {
		if r[1] != "" {
			lines = append(lines, "- "+r[0]+": "+r[1])
		}
	}
	p.part(title, strings.Join(lines, "\n"))
}

// commas lists words.
func commas(words []string) string { return strings.Join(words, ", ") }

func (l *Library) threatPage(t *Threat) string {
	p := &page{}
	fmt.Fprintf(p, "# %s\n\n`%s`, pack %s, asked of each %s.\n\n%s\n", t.Title, t.ID, t.Pack, t.For, t.Text)
	p.part("What the ward would notice", t.Clinical)
	p.code("When it applies", "cel", t.When.Text)
	if t.Unless != nil {
		p.code("Unless", "cel", t.Unless.Text)
	}
	p.part("Why", t.Because)
	if t.Certainty == "possible" {
		p.part("Certainty", "Never confirmed: the condition says only that such a thing usually has the weakness.")
	}
	reads := t.When.Reads()
	if t.Unless != nil {
		reads = append(reads[:len(reads):len(reads)], t.Unless.Reads()...)
	}
	p.part("Facts that it reads", "`"+strings.Join(reads, "`, `")+"`")
	p.part("Question", t.Ask)
	p.part("How to check", t.Check)
	p.part("When a finding is probably wrong", t.False)
	p.part("Controls, best first", l.controlList(t.Controls))
	p.rows("What an attacker needs and gains", [2]string{"Needs", t.Needs.words()}, [2]string{"Gains", stepWords(t.Gains)},
		[2]string{"Takes", potentialWords(t.Potential)})
	p.rows("References", [2]string{"Categories", commas(t.Categories)}, [2]string{"Weaknesses", commas(t.Weakness)},
		[2]string{"Attack patterns", commas(t.Patterns)}, [2]string{"Techniques", commas(t.Techniques)}, [2]string{"ATLAS", commas(t.ATLAS)}, [2]string{"EMB3D", commas(t.EMB3D)},
		[2]string{"Harms", commas(t.Harms)}, [2]string{"Evidence", commas(t.Evidence)}, [2]string{"Stages", commas(t.Stages)}, [2]string{"Prior", t.Prior})
	var cases []string
	for _, c := range l.Cases(t.ID) {
		cases = append(cases, c.Text)
	}
	p.code("Examples", "yaml", strings.Join(cases, "\n"))
	return p.String()
}

func (l *Library) controlList(ids []string) string {
	var lines []string
	for _, id := range ids {
		if c := l.Control(id); c != nil {
			lines = append(lines, fmt.Sprintf("- [%s](../controls/%s.md): %s", id, id, c.Title))
		}
	}
	return strings.Join(lines, "\n")
}

func (l *Library) controlPage(c *Control) string {
	p := &page{}
	fmt.Fprintf(p, "# %s\n\n`%s`, pack %s.\n\n%s\n", c.Title, c.ID, c.Pack, c.Text)
	p.rows("What it is worth", [2]string{"Type", c.Type}, [2]string{"Strength", c.Strength}, [2]string{"Cost", c.Cost})
	p.part("What it may bring", c.Introduces)
	p.part("The test that would prove it", c.Test)
	p.rows("References", [2]string{"FDA categories", commas(c.FDA)}, [2]string{"FDA items", commas(c.Items)},
		[2]string{"IEC 62443-4-2 and IEC TR 60601-4-5", commas(c.IEC62443)}, [2]string{"NIST SP 800-53", commas(c.NIST)},
		[2]string{"MDS2 and IEC TR 80001-2-2", commas(c.MDS2)}, [2]string{"EMB3D", commas(c.EMB3D)},
		[2]string{"Evidence", commas(c.Evidence)}, [2]string{"Counts as", commas(c.Is)})
	var lines []string
	for _, t := range l.Threats {
		for _, id := range t.Controls {
			if id == c.ID {
				lines = append(lines, fmt.Sprintf("- [%s](../threats/%s.md): %s", t.ID, t.ID, t.Title))
			}
		}
	}
	p.part("Threats that it answers", strings.Join(lines, "\n"))
	return p.String()
}
