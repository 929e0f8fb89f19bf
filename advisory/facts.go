package advisory

import (
	"fmt"
	"strconv"
	"strings"

	"theriac.dev/syntax"
)

// factColumns are the columns of a table of facts.
const factColumns = "advisory,published,updated,kind,cve,cwe,vector,base"

// Facts reads a table of bare facts about advisories, one line for each vulnerability: ids, days, kind of device by hand,
// weakness and CVSS, without any prose. Lines that start with # are the notice. It is the form in which facts come
// with a pack. Publisher is who published the advisories.
func Facts(file, publisher string, text []byte) ([]Advisory, []syntax.Diagnostic) {
	var out []Advisory
	var found []syntax.Diagnostic
	at := map[string]int{}
	head := false
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
			continue
		case !head && line == factColumns:
			head = true
			continue
		}
		cells := strings.Split(line, ",")
		if !head || len(cells) != 8 {
			d := problem(file, syntax.Error, "wrong-shape", fmt.Sprintf("expected the columns %s, found %q", factColumns, line), "")
			d.Place.Line, d.Place.EndLine = number, number
			return out, append(found, d)
		}
		i, ok := at[cells[0]]
		if !ok {
			i = len(out)
			at[cells[0]] = i
			out = append(out, Advisory{ID: cells[0], Publisher: publisher, Published: cells[1], Updated: cells[2], Kind: cells[3]})
		}
		v := Vulnerability{CVE: cells[4]}
		if cells[5] != "" {
			v.Weakness = strings.Fields(cells[5])
		}
		if base, err := strconv.ParseFloat(cells[7], 64); err == nil {
			version, _, _ := strings.Cut(strings.TrimPrefix(cells[6], "CVSS:"), "/")
			v.Scores = []Score{{version, cells[6], base}}
		}
		out[i].Vulnerabilities = append(out[i].Vulnerabilities, v)
	}
	for i := range out {
		out[i].tidy()
	}
	return out, found
}

// Label gives advisories the kind of device that facts tell about them, and returns how many got one.
func (s *Store) Label(facts []Advisory) int {
	kinds := map[string]string{}
	for _, f := range facts {
		kinds[f.ID] = f.Kind
	}
	n := 0
	for i := range s.Advisories {
		if kind := kinds[s.Advisories[i].ID]; kind != "" {
			s.Advisories[i].Kind = kind
			n++
		}
	}
	return n
}
