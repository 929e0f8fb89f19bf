package library

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// fdaTitles names the categories of FDA's control catalogue, in the order of fdaCategories.
var fdaTitles = []string{
	"Authentication", "Authorization", "Cryptography", "Integrity of code, data and execution", "Confidentiality",
	"Logging and detection of events", "Resilience and recovery", "Updates and patches",
}

// catalogue is a list of ids, published by others, that threats and controls point to.
type catalogue struct {
	file, title, text string
	threats           func(*Threat) []string
	controls          func(*Control) []string
}

// published are the catalogues with a table of their own.
var published = []catalogue{
	{"cwe", "Weaknesses (CWE)", "Which threats rest on which weakness.", func(t *Threat) []string { return t.Weakness }, nil},
	{"capec", "Attack patterns (CAPEC)", "Which threats follow which attack pattern.", func(t *Threat) []string { return t.Patterns }, nil},
	{"attack", "Techniques (ATT&CK)", "Which threats use which technique. T0 ids are those of industrial control systems, T1 ids those of enterprises and mobile devices.",
		func(t *Threat) []string { return t.Techniques }, nil},
	{"atlas", "Techniques against learning systems (ATLAS)", "Which threats use which technique.", func(t *Threat) []string { return t.ATLAS }, nil},
	{"emb3d", "Threats and mitigations of EMB3D", "Which threats stand for which threat of EMB3D (TID), and which controls for which of its mitigations (MID).",
		func(t *Threat) []string { return t.EMB3D }, func(c *Control) []string { return c.EMB3D }},
	{"evidence", "Published vulnerabilities", "What has been seen in real products, and the threats that it stands behind.", func(t *Threat) []string { return t.Evidence }, nil},
	{"iec62443", "IEC 62443-4-2 and IEC TR 60601-4-5", "Which controls meet which requirement.", nil, func(c *Control) []string { return c.IEC62443 }},
	{"nist", "NIST SP 800-53", "Which controls meet which control of SP 800-53.", nil, func(c *Control) []string { return c.NIST }},
	{"mds2", "MDS2 and IEC TR 80001-2-2", "Which controls let which question be answered with yes.", nil, func(c *Control) []string { return c.MDS2 }},
}

// coverage returns a page for each catalogue and one for the phases of life, and the lines of the index that name them.
func (l *Library) coverage() ([]File, string) {
	out := []File{l.fdaPage(), l.stagesPage()}
	index := "- [Controls of FDA's catalogue](coverage/fda.md)\n- [Phases of life](coverage/stages.md)\n"
	for _, c := range published {
		text, n := l.cataloguePage(c)
		if n > 0 {
			out = append(out, File{"coverage/" + c.file + ".md", text})
			index += fmt.Sprintf("- [%s](coverage/%s.md): %d ids\n", c.title, c.file, n)
		}
	}
	return out, index
}

// cataloguePage returns the table of one catalogue and how many of its ids it holds.
func (l *Library) cataloguePage(c catalogue) (string, int) {
	threats, controls := map[string][]string{}, map[string][]string{}
	ids := map[string]bool{}
	if c.threats != nil {
		for _, t := range l.Threats {
			for _, id := range c.threats(t) {
				ids[id] = true
				threats[id] = append(threats[id], link("threats", t.ID))
			}
		}
	}
	if c.controls != nil {
		for _, v := range l.Controls {
			for _, id := range c.controls(v) {
				ids[id] = true
				controls[id] = append(controls[id], link("controls", v.ID))
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s %d ids are named.\n\n| id |%s%s\n| --- |%s%s\n", c.title, c.text, len(ids),
		column(c.threats != nil, " threats |"), column(c.controls != nil, " controls |"),
		column(c.threats != nil, " --- |"), column(c.controls != nil, " --- |"))
	sorted := keysOf(ids)
	slices.SortStableFunc(sorted, natural)
	for _, id := range sorted {
		fmt.Fprintf(&b, "| %s |%s%s\n", id,
			column(c.threats != nil, cell(threats[id])), column(c.controls != nil, cell(controls[id])))
	}
	return b.String(), len(ids)
}

func column(there bool, text string) string {
	if there {
		return text
	}
	return ""
}

func cell(links []string) string { return " " + commas(links) + " |" }

func link(folder, id string) string { return "[" + id + "](../" + folder + "/" + id + ".md)" }

// natural compares ids by their numbers, so that CWE-79 comes before CWE-306.
func natural(a, b string) int {
	for a != "" && b != "" {
		x, y := digits(a), digits(b)
		if x == 0 || y == 0 {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		m, _ := strconv.Atoi(a[:x])
		n, _ := strconv.Atoi(b[:y])
		if m != n {
			return cmp.Compare(m, n)
		}
		a, b = a[x:], b[y:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }

// fdaPage says which controls of the packs answer which category and item of FDA's control catalogue, and how many threats
// these controls answer.
func (l *Library) fdaPage() File {
	answers := map[string]map[string]bool{} // threats by control
	for _, t := range l.Threats {
		for _, id := range t.Controls {
			if answers[id] == nil {
				answers[id] = map[string]bool{}
			}
			answers[id][t.ID] = true
		}
	}
	controls, threats := map[string][]string{}, map[string]map[string]bool{}
	items := map[string][]string{} // by category
	for _, c := range l.Controls {
		for _, id := range slices.Concat(c.FDA, c.Items) {
			controls[id] = append(controls[id], link("controls", c.ID))
			if threats[id] == nil {
				threats[id] = map[string]bool{}
			}
			for t := range answers[c.ID] {
				threats[id][t] = true
			}
		}
		for _, id := range c.Items {
			category, _, _ := strings.Cut(strings.TrimPrefix(id, "FDA-A1-"), "-")
			if !slices.Contains(items[category], id) {
				items[category] = append(items[category], id)
			}
		}
	}
	var b strings.Builder
	b.WriteString("# Controls of FDA's catalogue\n\nThe catalogue is Appendix 1 of the premarket cybersecurity guidance. A threat counts where one of the controls answers it.\n")
	b.WriteString("\n| category | items named | controls | threats |\n| --- | ---: | ---: | ---: |\n")
	for i, code := range fdaCategories {
		fmt.Fprintf(&b, "| %s (%s) | %d | %d | %d |\n", fdaTitles[i], code, len(items[code]), len(controls[code]), len(threats[code]))
	}
	for i, code := range fdaCategories {
		slices.SortFunc(items[code], natural)
		fmt.Fprintf(&b, "\n## %s\n\n| item | controls | threats |\n| --- | --- | ---: |\n", fdaTitles[i])
		for _, id := range items[code] {
			fmt.Fprintf(&b, "| %s |%s %d |\n", id, cell(controls[id]), len(threats[id]))
		}
	}
	return File{"coverage/fda.md", b.String()}
}

// stagesPage lists the threats by the phases of life in which they act.
func (l *Library) stagesPage() File {
	var table, lists strings.Builder
	for _, stage := range stages {
		var lines []string
		for _, t := range l.Threats {
			if slices.Contains(t.Stages, stage) {
				lines = append(lines, "- "+link("threats", t.ID)+": "+t.Title)
			}
		}
		fmt.Fprintf(&table, "| %s | %d |\n", stage, len(lines))
		if len(lines) > 0 {
			fmt.Fprintf(&lists, "\n## %s\n\n%s\n", stage, strings.Join(lines, "\n"))
		}
	}
	return File{"coverage/stages.md", "# Phases of life\n\nThe phases in which threats act. A threat may act in several.\n\n| phase | threats |\n| --- | ---: |\n" + table.String() + lists.String()}
}
